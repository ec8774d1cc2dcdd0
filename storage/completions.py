"""What readers may be about to type: the titles, sources, authors and categories of the articles."""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import dataclass

from storage.database import Queries, Row

_BEFORE = """
SELECT id, title, source, author, categories FROM articles
WHERE withdrawn IS NULL AND id < :before ORDER BY id DESC LIMIT :limit
"""

_OF = """
SELECT id, title, source, author, categories FROM articles
WHERE withdrawn IS NULL AND id IN (SELECT value FROM json_each(:ids))
"""


@dataclass(frozen=True, slots=True)
class Titled:
    """An article as far as it is named while typing."""

    id: int
    title: str
    source: str
    author: str
    categories: tuple[str, ...]


async def before(q: Queries, id_: int, limit: int) -> list[Titled]:
    """The articles stored last before the one with this id, newest first; without those taken down."""
    return [_titled(row) for row in await q.all(_BEFORE, before=id_, limit=limit)]


async def of(q: Queries, ids: Collection[int]) -> list[Titled]:
    """The articles with these ids, without those that are gone."""
    return [_titled(row) for row in await q.all(_OF, ids=json.dumps(list(ids)))]


def _titled(row: Row) -> Titled:
    return Titled(row[0], row[1], row[2], row[3], tuple(json.loads(row[4])))
