"""From what a first look shows to the places where a site's comments can be read, the best first."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from bot.articles.first_look import CommentsHint, FeedLink
from bot.comments.source import comments_place, has_window, read_comments, read_recent_comments
from bot.config_sources import SourceSettings
from bot.errors import SourceError
from bot.http import Fetcher
from bot.workers import Workers
from storage.records import ArticleItem

_IN_PAGE = ("page", "schema")


@dataclass(frozen=True, slots=True)
class FoundComments:
    """A place of comments, tried out: `shown` is how many it gives, at all or for the newest article."""

    place: str
    url: str = ""
    shown: int = 0

    def of(self, settings: SourceSettings) -> SourceSettings:
        """A source's settings with its comments read there."""
        usual = comments_place(settings.model_copy(update={"comments_from": "auto"}))
        chosen: dict[str, Any] = {
            "comments": True,
            "comments_from": "auto" if self.place == usual else self.place,
            "comments_url": self.url or None,
        }
        return settings.model_copy(update=chosen)


async def find_comments(
    settings: SourceSettings,
    newest: ArticleItem | None,
    hints: Iterable[CommentsHint],
    feeds: Iterable[FeedLink],
    fetch: Fetcher,
    workers: Workers,
) -> tuple[FoundComments, ...]:
    """The places that answer; each one but the page itself is asked once or twice, for the newest article."""
    found: list[FoundComments] = []
    for hint in _candidates(settings, hints, feeds):
        if hint.place in _IN_PAGE:
            found.append(FoundComments(hint.place, shown=hint.shown))
            continue
        place = FoundComments(hint.place, hint.url)
        try:
            shown = await _shown(place.of(settings), newest, fetch, workers)
        except SourceError:
            continue
        if shown is not None:
            found.append(FoundComments(hint.place, hint.url, shown))
    return tuple(found)


def _candidates(
    settings: SourceSettings, hints: Iterable[CommentsHint], feeds: Iterable[FeedLink]
) -> Iterator[CommentsHint]:
    if settings.kind == "wordpress":
        yield CommentsHint("wordpress")
    told = list(hints)
    yield from (hint for hint in told if hint.place not in _IN_PAGE)
    yield from (CommentsHint("feed", feed.url) for feed in list(feeds)[:1])
    yield from (hint for hint in told if hint.place in _IN_PAGE)


async def _shown(
    settings: SourceSettings, newest: ArticleItem | None, fetch: Fetcher, workers: Workers
) -> int | None:
    if has_window(settings):
        return len((await read_recent_comments(settings, fetch, workers)).items)
    if newest is None:
        return None
    reading = await read_comments(settings, newest, fetch, workers)
    withheld = reading.state.place and not reading.state.digest
    return None if withheld else len(reading.items)
