"""Exact searches: words, phrases and exclusions as written, in articles of a source, author, category …

The words are FTS5's, without case and accents. Another engine would need this file and the words' tables of
migration 13 rewritten.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from datetime import datetime, timedelta

from storage.database import Queries, Row, Transaction, Value, from_ms, new_id, to_ms
from storage.records_search import Filters, FoundText, Order, Query, Search

_KEPT = timedelta(days=30)
_NOTHING = '"\x01"'

_FIND = """
WITH without AS MATERIALIZED (SELECT rowid AS id FROM article_words WHERE article_words MATCH :without)
SELECT article_id, comment_id, at FROM (
    SELECT a.id AS article_id, 0 AS comment_id, COALESCE(a.published, a.stored) AS at
    FROM article_words w CROSS JOIN articles a INDEXED BY articles_facts ON a.id = w.rowid
    WHERE article_words MATCH :match AND a.withdrawn IS NULL AND a.id NOT IN (SELECT id FROM without)
        AND (:source = '' OR a.source = :source) AND (:author = '' OR a.author = :author)
        AND (:category = '' OR EXISTS (SELECT 1 FROM json_each(a.categories) WHERE value = :category))
        AND (:product = '' OR a.id IN (SELECT article_id FROM mentions WHERE product = :product))
        AND COALESCE(a.published, a.stored) BETWEEN :since AND :until
    ORDER BY w.rowid DESC LIMIT :limit
)
UNION ALL
SELECT article_id, comment_id, at FROM (
    SELECT a.id AS article_id, c.id AS comment_id, COALESCE(a.published, a.stored) AS at
    FROM comment_words w CROSS JOIN comments c ON c.id = w.rowid
    CROSS JOIN articles a INDEXED BY articles_facts ON a.id = c.article_id
    WHERE comment_words MATCH :match AND c.deleted IS NULL AND a.withdrawn IS NULL
        AND a.id NOT IN (SELECT id FROM without)
        AND c.id NOT IN (SELECT rowid FROM comment_words WHERE comment_words MATCH :without)
        AND (:source = '' OR a.source = :source) AND (:author = '' OR a.author = :author)
        AND (:category = '' OR EXISTS (SELECT 1 FROM json_each(a.categories) WHERE value = :category))
        AND (:product = '' OR a.id IN (SELECT article_id FROM mentions WHERE product = :product))
        AND COALESCE(a.published, a.stored) BETWEEN :since AND :until
    ORDER BY w.rowid DESC LIMIT :limit
)
"""

_LIST = """
SELECT a.id, 0, COALESCE(a.published, a.stored) AS at FROM articles a INDEXED BY articles_facts
WHERE a.withdrawn IS NULL AND (:ids = '' OR a.id IN (SELECT value FROM json_each(:ids)))
    AND a.id NOT IN (SELECT rowid FROM article_words WHERE article_words MATCH :without)
    AND (:source = '' OR a.source = :source) AND (:author = '' OR a.author = :author)
    AND (:category = '' OR EXISTS (SELECT 1 FROM json_each(a.categories) WHERE value = :category))
    AND (:product = '' OR a.id IN (SELECT article_id FROM mentions WHERE product = :product))
    AND COALESCE(a.published, a.stored) BETWEEN :since AND :until
ORDER BY at DESC, a.id DESC LIMIT :limit
"""

_SPELLINGS = """
SELECT term, word FROM words WHERE term IN (SELECT value FROM json_each(:terms))
"""

_SAVE = """
INSERT INTO searches (id, user_id, query, made) VALUES (:id, :user, :query, :made)
"""

_BY_ID = """
SELECT id, user_id, query FROM searches WHERE id = :id
"""

_FORGET = """
DELETE FROM searches WHERE made < :before
"""

_SOURCES = """
SELECT source, COUNT(*) FROM articles WHERE withdrawn IS NULL GROUP BY source ORDER BY 2 DESC
"""

_AUTHORS = """
SELECT author, COUNT(*) FROM articles WHERE withdrawn IS NULL AND author <> ''
GROUP BY author ORDER BY 2 DESC LIMIT :limit
"""

_CATEGORIES = """
SELECT each.value, COUNT(*) FROM articles a, json_each(a.categories) each WHERE a.withdrawn IS NULL
GROUP BY each.value ORDER BY 2 DESC LIMIT :limit
"""


async def find(
    q: Queries, wanted: Sequence[Sequence[str]], without: Sequence[str], filters: Filters, limit: int
) -> list[FoundText]:
    """Texts that hold of each group at least one of the phrases, and none of `without`; the latest first.

    An article that holds one of `without` is left out with its comments. At most `limit` articles and so many
    comments; without any `wanted`, articles alone.
    """
    ruled_out = _any_of(without) if without else _NOTHING
    values = _values(filters) | {"without": ruled_out, "limit": limit}
    if not wanted:
        return [_found(row) for row in await q.all(_LIST, ids="", **values)]
    match = " AND ".join(f"({_any_of(group)})" for group in wanted)
    return [_found(row) for row in await q.all(_FIND, match=match, **values)]


async def passing(q: Queries, ids: Iterable[int], without: Sequence[str], filters: Filters) -> set[int]:
    """Those of the articles that the filters let through and that hold none of `without`."""
    wanted = list(ids)
    ruled_out = _any_of(without) if without else _NOTHING
    values = _values(filters) | {"without": ruled_out, "limit": len(wanted)}
    return {row[0] for row in await q.all(_LIST, ids=json.dumps(wanted), **values)}


async def spellings(q: Queries, terms: Iterable[str]) -> dict[str, list[str]]:
    """For each of the index's terms, the words that it stands for."""
    found: dict[str, list[str]] = {}
    for term, word in await q.all(_SPELLINGS, terms=json.dumps(list(terms))):
        found.setdefault(term, []).append(word)
    return found


async def save(tx: Transaction, user: int, query: Query, now: datetime) -> Search:
    """Keep a search for its pages; old ones go."""
    await tx.run(_FORGET, before=to_ms(now - _KEPT))
    search = Search(new_id(), user, query)
    filters = asdict(query.filters) | {
        "since": to_ms(query.filters.since),
        "until": to_ms(query.filters.until),
    }
    written = json.dumps({"text": query.text, "filters": filters, "order": query.order}, ensure_ascii=False)
    await tx.run(_SAVE, id=search.id, user=user, query=written, made=to_ms(now))
    return search


async def by_id(q: Queries, search_id: int) -> Search | None:
    """A search that was kept."""
    row = await q.one(_BY_ID, id=search_id)
    if row is None:
        return None
    said = json.loads(row[2])
    times = {name: from_ms(said["filters"][name]) for name in ("since", "until")}
    filters = Filters(**said["filters"] | times)
    return Search(row[0], row[1], Query(said["text"], filters, Order(said["order"])))


async def sources(q: Queries) -> list[str]:
    """The sources of the stored articles, the largest first."""
    return [row[0] for row in await q.all(_SOURCES)]


async def authors(q: Queries, limit: int) -> list[str]:
    """The authors, the busiest first."""
    return [row[0] for row in await q.all(_AUTHORS, limit=limit)]


async def categories(q: Queries, limit: int) -> list[str]:
    """The categories, the fullest first."""
    return [row[0] for row in await q.all(_CATEGORIES, limit=limit)]


def _any_of(phrases: Iterable[str]) -> str:
    # A NUL would end the whole match for SQLite.
    return " OR ".join('"' + phrase.replace("\0", " ").replace('"', '""') + '"' for phrase in phrases)


def _values(filters: Filters) -> dict[str, Value]:
    return {
        "source": filters.source,
        "author": filters.author,
        "category": filters.category,
        "product": filters.product,
        "since": to_ms(filters.since) if filters.since else -(2**62),
        "until": to_ms(filters.until) - 1 if filters.until else 2**62,
    }


def _found(row: Row) -> FoundText:
    return FoundText(row[0], row[1], from_ms(row[2]))
