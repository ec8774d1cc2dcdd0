"""The index in the database: what it lacks, what it holds, what it forgets."""

from __future__ import annotations

from collections import Counter
from collections.abc import AsyncGenerator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from storage import articles, comments, passages
from storage.database import Database
from storage.passage_records import ARTICLE, PassageTerms, TextRef, TextTerms, WantedTerms
from storage.records import ArticleItem, CommentItem

_NOW = datetime(2024, 6, 1, tzinfo=UTC)
_VERSION = "1:"


@pytest.fixture
async def database(tmp_path: Path) -> AsyncGenerator[Database]:
    opened = await Database.open(f"sqlite:///{tmp_path / 'index.db'}")
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
    words = frozenset((term, term + "s") for term in body.split())
    return TextTerms(ref, digest, (PassageTerms(0, 5, title, body, ""),), words)


async def _add(database: Database, *ready: TextTerms) -> None:
    async with database.write() as tx:
        counts = await passages.remove(tx, [text.ref for text in ready])
        gone = list(counts)
        await passages.add(tx, ready, _VERSION)
        await passages.drop_unused(tx, gone)


async def _found(database: Database, *terms: str, comments: bool = False) -> list[TextRef]:
    found = await passages.find(database, WantedTerms(terms), 10, comments=comments)
    return [each.ref for each in found]


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


async def test_articles_and_comments_are_found_apart(database: Database) -> None:
    article = await _article(database, "1")
    comment = await _comment(database, article, "c1")
    own, reader = TextRef(article, ARTICLE), TextRef(article, comment)
    await _add(database, _terms(own, "q10 ecran"), _terms(reader, "q10 batteri"))
    assert await _found(database, "q10") == [own]
    assert await _found(database, "q10", comments=True) == [reader]


async def test_a_term_is_found_whole_whatever_it_holds(database: Database) -> None:
    ref = TextRef(await _article(database, "1"), ARTICLE)
    await _add(database, _terms(ref, "s9+ c# 10.5 été"))
    for term in ("s9+", "c#", "10.5", "été"):
        assert await _found(database, term) == [ref]
    for term in ("s9", "c", "10", "ete", '"', "AND", "s9+ OR c#", "title:s9", "*"):
        assert await _found(database, term) == []


async def test_common_terms_count_together_alone(database: Database) -> None:
    both, one = (
        TextRef(await _article(database, "1"), ARTICLE),
        TextRef(await _article(database, "2"), ARTICLE),
    )
    await _add(database, _terms(both, "a b"), _terms(one, "a"))
    found = await passages.find(database, WantedTerms((), ("a", "b")), 10, comments=False)
    assert [each.ref for each in found] == [both]


async def test_only_the_newest_share_is_looked_at(database: Database) -> None:
    refs = [TextRef(await _article(database, str(n)), ARTICLE) for n in range(10)]
    await _add(database, *(_terms(ref, "mot") for ref in refs))
    found = await passages.find(database, WantedTerms(("mot",), newest=0.3), 10, comments=False)
    assert {each.ref for each in found} == set(refs[7:])


async def test_what_is_removed_leaves_nothing_behind(database: Database) -> None:
    ref = TextRef(await _article(database, "1"), ARTICLE)
    await _add(database, _terms(ref, "secret batteri"))
    async with database.write() as tx:
        counts = await passages.remove(tx, [ref])
        await passages.drop_unused(tx, list(counts))
    assert await _found(database, "secret") == []
    assert await passages.term_counts(database) == {}
    assert await passages.words(database) == []
    assert await database.all("SELECT c0, c1, c2 FROM passage_terms_content") == []
    assert (await passages.state(database)).passages == 0


async def test_counts_follow_what_is_added_changed_and_removed(database: Database) -> None:
    refs = [TextRef(await _article(database, str(n)), ARTICLE) for n in range(3)]
    await _add(database, _terms(refs[0], "a b"), _terms(refs[1], "b c"), _terms(refs[2], "b"))
    await _add(database, _terms(refs[0], "c d"))
    rows = await database.all("SELECT title, body, context FROM passage_terms")
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
    assert await _found(database, "mot") == []
    assert (await passages.state(database)).change > before.change
