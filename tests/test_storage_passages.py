"""The index in the database: what it lacks, what it holds, what it forgets."""

from __future__ import annotations

from collections import Counter
from collections.abc import AsyncGenerator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from storage import articles, comments, passages
from storage.database import Database
from storage.passage_records import ARTICLE, PassageTerms, ReadTexts, TextRef, TextTerms
from storage.records import ArticleItem, CommentItem
from tests.blank import open_blank

_NOW = datetime(2024, 6, 1, tzinfo=UTC)
_VERSION = "1:"


@pytest.fixture
async def database(tmp_path: Path) -> AsyncGenerator[Database]:
    opened = await open_blank(tmp_path / "index.db")
    yield opened
    await opened.close()


async def _article(database: Database, guid: str, digest: str = "a") -> int:
    item = ArticleItem(guid=guid, url=f"https://news.example/{guid}", title="Titre", text="Texte")
    async with database.write() as tx:
        known = (await articles.known(tx, "site", [guid])).get(guid)
        return await articles.save(tx, "site", item, digest, _NOW, known.id if known else None)


async def _comment(database: Database, article_id: int, guid: str) -> int:
    item = CommentItem(guid=guid, author="Anne", published=_NOW, markdown="Bravo")
    async with database.write() as tx:
        return await comments.save(tx, article_id, item, "c", _NOW, known_id=None, parent_id=None)


def _terms(ref: TextRef, body: str, digest: str = "a", title: str = "") -> TextTerms:
    return TextTerms(ref, digest, (PassageTerms(0, 5, title, body, ""),))


def _read(*ready: TextTerms) -> ReadTexts:
    counts = Counter(term for text in ready for passage in text.passages for term in passage.terms())
    return ReadTexts(ready, counts, frozenset((term, term + "s") for term in counts))


async def _add(database: Database, *ready: TextTerms) -> None:
    async with database.write() as tx:
        await passages.replace(tx, [text.ref for text in ready], _read(*ready), _VERSION)


async def test_a_new_text_is_stale_until_it_is_indexed(database: Database) -> None:
    ref = TextRef(await _article(database, "1"), ARTICLE)
    assert await passages.stale(database, _VERSION, 10) == [ref]
    await _add(database, _terms(ref, "batteri"))
    assert await passages.stale(database, _VERSION, 10) == []


async def test_a_changed_text_and_other_rules_make_it_stale_again(database: Database) -> None:
    ref = TextRef(await _article(database, "1"), ARTICLE)
    await _add(database, _terms(ref, "batteri"))
    assert await passages.stale(database, "2:", 10) == [ref]
    await _article(database, "1", digest="b")
    assert await passages.stale(database, _VERSION, 10) == [ref]


async def test_withdrawn_deleted_and_vanished_texts_are_stale_while_they_are_indexed(
    database: Database,
) -> None:
    one, two = await _article(database, "1"), await _article(database, "2")
    comment = await _comment(database, two, "c1")
    refs = [TextRef(one, ARTICLE), TextRef(two, ARTICLE), TextRef(two, comment), TextRef(77, ARTICLE)]
    await _add(database, *(_terms(ref, "mot", "c" if ref.comment_id else "a") for ref in refs))
    async with database.write() as tx:
        await articles.withdraw(tx, one, "w", _NOW)
        await comments.delete(tx, comment, _NOW)
    stale = await passages.stale(database, _VERSION, 10)
    assert stale == [TextRef(one, ARTICLE), TextRef(two, comment), TextRef(77, ARTICLE)]
    assert await passages.texts(database, stale) == []


async def test_one_article_can_be_looked_at_alone(database: Database) -> None:
    one, two = await _article(database, "1"), await _article(database, "2")
    comment = await _comment(database, two, "c1")
    assert await passages.stale(database, _VERSION, 10, two) == [TextRef(two, ARTICLE), TextRef(two, comment)]
    assert await passages.stale(database, _VERSION, 10, one) == [TextRef(one, ARTICLE)]


async def test_ids_tell_articles_from_comments_and_are_never_used_again(database: Database) -> None:
    article = await _article(database, "1")
    comment = await _comment(database, article, "c1")
    own, reader = TextRef(article, ARTICLE), TextRef(article, comment)
    seen: set[int] = set()
    for _ in range(3):
        await _add(database, _terms(own, "q10 ecran"), _terms(reader, "q10 batteri"))
        (below, above) = await passages.ids(database, -(2**63), 10)
        assert below < 0 < above
        assert seen.isdisjoint({below, above})
        seen |= {below, above}
        assert [each.ref for each in await passages.by_ids(database, [above, below])] == [own, reader]


async def test_without_full_text_the_newest_are_read_through(database: Database) -> None:
    refs = [TextRef(await _article(database, str(n)), ARTICLE) for n in range(10)]
    await _add(database, *(_terms(ref, "un mot" if place % 2 else "motif") for place, ref in enumerate(refs)))
    found = await passages.among_newest(database, ["mot"], 5, 10)
    assert [each.ref for each in found] == [refs[9], refs[7], refs[5]]
    assert len(await passages.among_newest(database, ["mot", "motif"], 5, 2)) == 2


async def test_it_says_when_it_does_not_hold_what_it_counts(database: Database) -> None:
    assert await passages.agrees(database)
    ref = TextRef(await _article(database, "1"), ARTICLE)
    await _add(database, _terms(ref, "mot"))
    assert await passages.agrees(database)
    async with database.write() as tx:
        await tx.run("DELETE FROM passages")
    assert not await passages.agrees(database)


async def test_what_is_removed_leaves_nothing_behind(database: Database) -> None:
    ref = TextRef(await _article(database, "1"), ARTICLE)
    await _add(database, _terms(ref, "secret batteri"))
    async with database.write() as tx:
        await passages.replace(tx, [ref], _read(), _VERSION)
    assert await passages.term_counts(database) == {}
    assert await passages.words(database) == []
    assert await database.all("SELECT title, body, context FROM passages") == []
    assert (await passages.state(database)).passages == 0


async def test_counts_follow_what_is_added_changed_and_removed(database: Database) -> None:
    refs = [TextRef(await _article(database, str(n)), ARTICLE) for n in range(3)]
    await _add(database, _terms(refs[0], "a b"), _terms(refs[1], "b c"), _terms(refs[2], "b"))
    await _add(database, _terms(refs[0], "c d"))
    rows = await database.all("SELECT title, body, context FROM passages")
    held = Counter(term for row in rows for term in set(" ".join(row).split()))
    assert await passages.term_counts(database) == dict(held)
    assert sorted(await passages.words(database)) == ["bs", "cs", "ds"]
    assert (await passages.state(database)).passages == len(rows)


async def test_a_source_is_told_with_its_place_unless_it_is_gone(database: Database) -> None:
    article = await _article(database, "1")
    comment = await _comment(database, article, "c1")
    refs = [TextRef(article, ARTICLE), TextRef(article, comment), TextRef(9, ARTICLE)]
    sources = await passages.sources(database, refs)
    assert [(sources[ref].title, sources[ref].text, sources[ref].author) for ref in refs[:2]] == [
        ("Titre", "Texte", ""),
        ("Titre", "Bravo", "Anne"),
    ]
    assert refs[2] not in sources


async def test_a_cleared_index_makes_every_text_stale(database: Database) -> None:
    ref = TextRef(await _article(database, "1"), ARTICLE)
    await _add(database, _terms(ref, "mot"))
    before = await passages.state(database)
    async with database.write() as tx:
        await passages.clear(tx)
    assert await passages.stale(database, _VERSION, 10) == [ref]
    assert await passages.ids(database, -(2**63), 10) == []
    assert (await passages.state(database)).change > before.change
