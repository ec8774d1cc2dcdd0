"""What is new, changed or gone among a source's articles; pure."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from bot.articles.identity import Identity
from storage.records import ArticleItem, KnownArticle

WITHDRAWN = "withdrawn"

_LAST = datetime.max.replace(tzinfo=UTC)
# A source shows more of its past when it changes its templates: that is not news.
_PAST = timedelta(days=2)


@dataclass(frozen=True, slots=True)
class NewArticle:
    """An article to store; `post` tells whether it is news or only the past of a source just met."""

    item: ArticleItem
    given: str
    post: bool
    keys: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ChangedArticle:
    """An article whose stored record and messages are to follow."""

    id: int
    item: ArticleItem
    given: str
    keys: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ArticleChanges:
    """What a reading changes, oldest first. `gone` are our ids of what the site took down.

    `renamed` are articles that bear new keys and are otherwise as they were: (our id, those keys).
    """

    new: tuple[NewArticle, ...] = ()
    changed: tuple[ChangedArticle, ...] = ()
    renamed: tuple[tuple[int, tuple[str, ...]], ...] = ()
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
        *(part for part in (item.image_credit, *item.embeds, "paywalled" if item.paywalled else "") if part),
    ]
    return hashlib.sha256(json.dumps(seen).encode()).hexdigest()[:16]


def decide(
    identities: Iterable[Identity],
    gone: Iterable[KnownArticle] = (),
    *,
    met: datetime | None,
    backfill: int = 0,
) -> ArticleChanges:
    """Compare a reading with what is stored.

    `met` is when the source was read first. On that first reading (None) only its newest `backfill` articles
    are news; later, what was published well before it was met is not news either.
    """
    found = list(identities)
    unknown = sorted((i for i in found if i.known is None), key=lambda i: i.item.published or _LAST)
    old = len(unknown) - backfill if met is None else 0
    new = tuple(
        NewArticle(i.item, digest(i.item), place >= old and not _is_past(i.item, met), i.keys)
        for place, i in enumerate(unknown)
    )
    met_again = [(i, i.known) for i in found if i.known]
    changed = tuple(
        ChangedArticle(had.id, i.item, digest(i.item), i.keys) for i, had in met_again if _is_changed(i, had)
    )
    renamed = tuple((had.id, i.keys) for i, had in met_again if i.keys and not _is_changed(i, had))
    kept = {had.id for _, had in met_again}
    away = tuple(had.id for had in gone if not had.withdrawn and had.id not in kept)
    return ArticleChanges(new, changed, renamed, away)


def _is_changed(identity: Identity, had: KnownArticle) -> bool:
    other_guid = any(key.startswith("guid ") for key in identity.keys)
    return had.given != digest(identity.item) or had.withdrawn or other_guid


def _is_past(item: ArticleItem, met: datetime | None) -> bool:
    return met is not None and item.published is not None and item.published < met - _PAST
