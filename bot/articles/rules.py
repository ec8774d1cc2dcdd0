"""What is new, changed or gone among a source's articles, and where each belongs; pure."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Protocol

from storage.records import ArticleItem, Route

WITHDRAWN = "withdrawn"


class Known(Protocol):
    """What is stored of an article."""

    @property
    def id(self) -> int: ...
    @property
    def digest(self) -> str: ...
    @property
    def withdrawn(self) -> bool: ...


@dataclass(frozen=True, slots=True)
class NewArticle:
    """An article to store; `post` tells whether it is news or only the past of a source just met."""

    item: ArticleItem
    digest: str
    post: bool


@dataclass(frozen=True, slots=True)
class ChangedArticle:
    """An article whose stored record and messages are to follow."""

    id: int
    item: ArticleItem
    digest: str


@dataclass(frozen=True, slots=True)
class ArticleChanges:
    """What a reading changes, oldest first."""

    new: tuple[NewArticle, ...] = ()
    changed: tuple[ChangedArticle, ...] = ()
    gone: tuple[int, ...] = ()


def digest(item: ArticleItem) -> str:
    """Covers what a reader sees or finds of an article."""
    seen = [
        item.url,
        item.title,
        item.subtitle,
        item.author,
        item.published.isoformat() if item.published else "",
        *item.categories,
        item.summary,
        item.text,
        item.image,
        item.reading_minutes,
    ]
    return hashlib.sha256(json.dumps(seen).encode()).hexdigest()[:16]


def decide(
    items: Iterable[ArticleItem],
    known: Mapping[str, Known],
    gone: Iterable[str] = (),
    *,
    first: bool = False,
    backfill: int = 0,
) -> ArticleChanges:
    """Compare a reading with what is stored.

    On the `first` reading of a source only its newest `backfill` articles are news. Where a reading names
    an article twice, the later one counts.
    """
    latest = {item.guid: item for item in items}
    unknown = [item for item in latest.values() if item.guid not in known]
    old = len(unknown) - backfill if first else 0
    new = tuple(NewArticle(item, digest(item), i >= old) for i, item in enumerate(unknown))
    changed = tuple(
        ChangedArticle(had.id, item, digest(item))
        for item in latest.values()
        if (had := known.get(item.guid)) and (had.digest != digest(item) or had.withdrawn)
    )
    missing = [known[guid] for guid in gone if guid in known and guid not in latest]
    return ArticleChanges(new, changed, tuple(had.id for had in missing if not had.withdrawn))


def channels(source: str, item: ArticleItem, routes: Iterable[Route]) -> dict[int, bool]:
    """The channels an article goes to, each with whether a thread is opened there."""
    found: dict[int, bool] = {}
    for route in routes:
        if route.source in {"*", source} and _in_categories(item, route.categories):
            found[route.channel] = found.get(route.channel, False) or route.thread
    return found


def _in_categories(item: ArticleItem, wanted: tuple[str, ...]) -> bool:
    have = {category.casefold() for category in item.categories}
    return not wanted or any(category.casefold() in have for category in wanted)
