"""Where an article goes, and when; pure. Filters may be slow: decide on a thread."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from bot.articles.clock import next_digest, quiet_until
from bot.articles.filter_grammar import EVERYTHING, And, Field, Filter, Or, Word, parse, read
from bot.articles.filters import matches
from bot.config_sources import RouteSettings
from storage.records import Article
from storage.records_routes import Digest, Outcome, Posting, Quiet, Route

HOUR: Final = timedelta(hours=1)

QUIET: Final = "quiet"
FULL: Final = "full"


def place(
    article: Article, routes: Iterable[Route], now: datetime, recent: Mapping[int, Sequence[datetime]]
) -> list[Posting]:
    """What is to become of a new article: in each channel as its first route says that takes it.

    A paused route takes nothing. `recent`: for each channel when its messages of the last hour were posted,
    and when those that wait are due, in any order; nothing new overtakes what waits for a full hour.
    """
    found: dict[int, Route] = {}
    for route in routes:
        if not route.paused and route.channel not in found and takes(route, article):
            found[route.channel] = route
    return [place_on(article, route, now, recent.get(route.channel, ())) for route in found.values()]


def takes(route: Route, article: Article) -> bool:
    """Whether a route's filter takes an article."""
    return matches(read(route.filter), article)


def place_on(article: Article, route: Route, now: datetime, recent: Sequence[datetime]) -> Posting:
    """What is to become of an article on a route that takes it.

    For one that waited and is due, `recent` are the messages that were posted, and no others.
    """
    posting = Posting(article.id, route.channel, route.id, Outcome.POSTED, now)
    if route.digest:
        return replace(posting, outcome=Outcome.DIGEST, due=next_digest(route.digest, now))
    until = route.quiet and quiet_until(route.quiet, now)
    if until and route.quiet and _breaking(route.quiet, article):
        until, recent = None, [time for time in recent if time <= now]
    due = _next_place(recent, route.per_hour, until or now)
    if due <= now:
        return posting
    return replace(posting, outcome=Outcome.WAITING, detail=QUIET if until else FULL, due=due)


def _breaking(quiet: Quiet, article: Article) -> bool:
    return bool(quiet.breaking.strip()) and matches(read(quiet.breaking), article)


def _next_place(recent: Sequence[datetime], per_hour: int | None, earliest: datetime) -> datetime:
    """When one more message may come, so that no hour has more than its most and none overtakes another."""
    if per_hour is None or not recent:
        return earliest
    times = sorted(recent)
    after_last = max(earliest, times[-1])
    if len(times) < per_hour:
        return after_last
    return max(after_last, times[-per_hour] + HOUR)


def from_settings(settings: RouteSettings) -> Route:
    """A route of the settings file; its id follows from what it says, the same after every restart."""
    text = json.dumps(settings.model_dump(mode="json"), sort_keys=True)
    quiet, digest = settings.quiet, settings.digest
    return Route(
        id=int.from_bytes(hashlib.sha256(text.encode()).digest()[:8]) >> 4,
        channel=settings.channel,
        filter=_joined(settings.source, settings.categories, settings.filter),
        layout=settings.layout,
        mentions=settings.mentions,
        thread=settings.thread,
        crosspost=settings.crosspost,
        quiet=Quiet(quiet.start, quiet.end, quiet.zone, quiet.breaking) if quiet else None,
        digest=Digest(digest.at, digest.zone, digest.weekday) if digest else None,
        per_hour=settings.per_hour,
    )


def _joined(source: str, categories: Iterable[str], text: str) -> str:
    """One filter of what the settings file says in three keys."""
    parts: list[Filter] = []
    if source != "*":
        parts.append(Field("source", Word(_spaced(source))))
    wanted = [Field("category", Word(_spaced(category))) for category in categories]
    if wanted:
        parts.append(wanted[0] if len(wanted) == 1 else Or(tuple(wanted)))
    own = parse(text)
    if own != EVERYTHING:
        parts.append(own)
    return str(parts[0] if len(parts) == 1 else And(tuple(parts)))


def _spaced(name: str) -> str:
    return " ".join(name.split())
