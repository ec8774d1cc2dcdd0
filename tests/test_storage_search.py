"""Words, products and watches in the database: they follow the texts in the same transaction."""

from __future__ import annotations

from typing import Any

import pytest

from bot.answers.catalogue import Catalogue
from bot.answers.offers import Offers
from bot.answers.watches import Watches
from bot.workers import Here
from storage import articles, comments, deliveries, products, searching, stories, watches
from storage.database import Database
from storage.records import Kind
from storage.records_search import Filters, Order, Query
from tests.made import NOON, a_comment_item, an_article, an_item


async def store(db: Database, guid: str = "1", known: int | None = None, **fields: Any) -> int:
    async with db.write() as tx:
        item = an_item(guid, **fields)
        return await articles.save(tx, "gazette", item, str(fields), NOON, known)


async def found(db: Database, *phrases: str, without: tuple[str, ...] = ()) -> list[int]:
    texts = await searching.find(db, [[phrase] for phrase in phrases], without, Filters(), 10)
    return [text.comment_id or text.article_id for text in texts]


async def test_words_follow_an_edit_a_withdrawal_and_a_deleted_comment(db: Database) -> None:
    article = await store(db, title="Le Nova", text="Un été chaud.")
    async with db.write() as tx:
        said = a_comment_item("1", markdown="Quel hiver !")
        comment = await comments.save(tx, article, said, "c", NOON, known_id=None, parent_id=None)
    assert await found(db, "ete chaud") == [article]
    assert await found(db, "hiver") == [comment]
    await store(db, known=article, title="Le Nova", text="Un automne doux.")
    assert await found(db, "ete") == []
    assert await found(db, "automne doux") == [article]
    async with db.write() as tx:
        await comments.delete(tx, comment, NOON)
    assert await found(db, "hiver") == []
    async with db.write() as tx:
        await articles.withdraw(tx, article, "gone", NOON)
    assert await found(db, "automne") == []


async def test_what_is_rolled_back_leaves_no_word(db: Database) -> None:
    async def fail() -> None:
        async with db.write() as tx:
            await articles.save(tx, "gazette", an_item(text="Un été."), "d", NOON, None)
            raise KeyError

    with pytest.raises(KeyError):
        await fail()
    assert await found(db, "ete") == []
    assert await products.unread(db, 10) == []


async def test_an_article_with_a_word_ruled_out_goes_with_its_comments(db: Database) -> None:
    article = await store(db, title="Le Nova en test", text="Texte.")
    async with db.write() as tx:
        said = a_comment_item("1", markdown="Vive le nova")
        await comments.save(tx, article, said, "c", NOON, known_id=None, parent_id=None)
    assert len(await found(db, "nova")) == 2
    assert await found(db, "nova", without=("test",)) == []


@pytest.mark.parametrize(
    "said", ['"', "a OR b", "nova*", "NEAR(a b)", "title:nova", "-", "^nova", "\x00", "x" * 5_000]
)
async def test_no_word_is_taken_for_a_command(db: Database, said: str) -> None:
    await store(db, title="Le Nova")
    await found(db, said, without=(said,))


async def test_a_kept_search_comes_back_as_it_was(db: Database) -> None:
    query = Query('nova "x y"', Filters(source="gazette", product="q10", since=NOON), Order.DATE)
    async with db.write() as tx:
        search = await searching.save(tx, 7, query, NOON)
    assert await searching.by_id(db, search.id) == search
    assert await searching.by_id(db, 1) is None


async def test_products_follow_the_texts_and_are_read_anew_under_other_rules(db: Database) -> None:
    catalogue = Catalogue(db, Offers(db), Here())
    article = await store(db, title="Le Nova S9", text="Le Nova S9 et le Nova S10.")
    await catalogue.catch_up()
    assert {product.name for product in await products.commonest(db, 9)} == {"Nova S9", "Nova S10"}
    await store(db, known=article, title="Le Nova S9", text="Seul.")
    assert await catalogue.catch_up() == 1
    assert [product.name for product in await products.commonest(db, 9)] == ["Nova S9"]
    async with db.write() as tx:
        await tx.run("UPDATE memory SET value = 'other' WHERE name = 'product rules'")
    assert await Catalogue(db, Offers(db), Here()).catch_up() == 1
    async with db.write() as tx:
        await articles.withdraw(tx, article, "gone", NOON)
    await catalogue.catch_up()
    assert await products.commonest(db, 9) == []


async def test_a_notice_is_owed_with_its_article_or_not_at_all(db: Database) -> None:
    waiting = Watches(db)
    await waiting.add(7, "fr", "Nova S9", NOON)
    article = an_article(title="Le Nova S9 arrive")
    profiles = await waiting.profiles([article])

    async def fail() -> None:
        async with db.write() as tx:
            await waiting.owe(tx, profiles)
            raise KeyError

    with pytest.raises(KeyError):
        await fail()
    assert await deliveries.counts(db) == {}
    for _ in range(2):
        async with db.write() as tx:
            await waiting.owe(tx, profiles)
    assert await deliveries.counts(db) == {Kind.WATCH: 1}


async def test_a_reader_is_not_told_twice_of_the_same_news(db: Database) -> None:
    waiting = Watches(db)
    watch = await waiting.add(7, "fr", "Nova S9", NOON)
    first, second, other = [await store(db, str(n), title=f"Le Nova S9 {n}") for n in range(3)]
    async with db.write() as tx:
        assert await watches.notice(tx, watch, first)
        await stories.join(tx, second, first, ("link",), NOON)
        assert await watches.notice(tx, watch, second) is None
        assert await watches.notice(tx, watch, other)
