"""The comments of a source, whatever its kind: one module beside this for each place they are read from.

`comments_from` in the settings says which; "auto" is WordPress's own for a WordPress and the article's page
for everything else. `comments_url` is the server or feed where that is not the site itself.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from bot.comments import (
    source_discourse,
    source_feed,
    source_ghost,
    source_isso,
    source_page,
    source_wordpress,
)
from bot.comments.reading import CommentsState, CommentWindow, ThreadReading, ThreadState
from bot.config_sources import SourceSettings
from bot.http import Fetcher
from bot.workers import Workers
from storage.records import ArticleItem

__all__ = [
    "comments_place",
    "comments_server",
    "has_window",
    "read_comments",
    "read_recent_comments",
    "read_threads",
]

_SERVERS = {
    "isso": source_isso.read_comments,
    "ghost": source_ghost.read_comments,
    "discourse": source_discourse.read_comments,
}
_READERS = {
    "wordpress": source_wordpress.read_comments,
    "feed": source_feed.read_comments,
    "page": source_page.read_comments,
    "schema": source_page.read_comments,
}


def comments_place(source: SourceSettings) -> str:
    """Where a source's comments are read, as `comments_from` in the settings names it, but for "auto"."""
    if source.comments_from != "auto":
        return source.comments_from
    return "wordpress" if source.kind == "wordpress" else "page"


def comments_server(source: SourceSettings) -> str:
    """The address of what holds a source's comments."""
    return _address(source) or source.url


def has_window(source: SourceSettings) -> bool:
    """Whether one request gives the newest comments of the whole site."""
    return comments_place(source) in {"wordpress", "feed"}


async def read_recent_comments(
    source: SourceSettings,
    fetch: Fetcher,
    workers: Workers,
    state: CommentsState = CommentsState(),  # noqa: B008
    now: datetime | None = None,
) -> CommentWindow:
    """The newest comments of the whole site; empty and without a floor where a site cannot be asked that.

    Without `now`, only the newest page of them. A WordPress article's guid is its post's id.
    """
    place = comments_place(source)
    if place == "wordpress":
        return await source_wordpress.read_recent_comments(source, fetch, workers, state, now)
    if place == "feed":
        return await source_feed.read_recent_comments(source, _address(source), fetch, workers, state)
    return CommentWindow()


async def read_comments(
    source: SourceSettings,
    article: ArticleItem,
    fetch: Fetcher,
    workers: Workers,
    state: ThreadState = ThreadState(),  # noqa: B008
) -> ThreadReading:
    """The comments of an article; `state` is what the last reading of it left, once that was stored."""
    place = comments_place(source)
    if place in _SERVERS:
        return await _SERVERS[place](source, comments_server(source), article, fetch, workers, state)
    return await _READERS[place](source, article, fetch, workers, state)


async def read_threads(
    source: SourceSettings, articles: Sequence[ArticleItem], fetch: Fetcher, workers: Workers
) -> dict[str, ThreadReading]:
    """The comments of many articles by their guids, in as few requests as the site allows."""
    if comments_place(source) == "wordpress":
        guids = [article.guid for article in articles]
        return await source_wordpress.read_threads(source, guids, fetch, workers)
    return {each.guid: await read_comments(source, each, fetch, workers) for each in articles}


def _address(source: SourceSettings) -> str:
    return source.comments_url or ""
