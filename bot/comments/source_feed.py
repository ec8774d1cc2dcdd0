"""The comments of a site by its comment feeds, as WordPress has them: each shows the newest few, usually 10.

Their ETag and Last-Modified stand for the newest comment and ignore edits and deletions: they are not used.
Atom comes first, because it names each comment's parent.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from urllib.parse import urlsplit, urlunsplit

from bot.causes import Cause
from bot.comments.reading import CommentsState, CommentWindow, Placed, ThreadReading, ThreadState, digest
from bot.config_sources import SourceSettings
from bot.errors import SourceError
from bot.http import Fetched, Fetcher
from bot.workers import Workers
from storage.records import ArticleItem

_PARSE = "bot.comments.parse_feed:parse_comments"
_NOT_THERE = (403, 404, 410)
_FEED_PATH = re.compile(r"/(?:comments/)?(?:feed|rss2?|atom)(?:/(?:atom|rss2?|rdf))?/?$")


async def read_recent_comments(
    source: SourceSettings, address: str, fetch: Fetcher, workers: Workers, state: CommentsState
) -> CommentWindow:
    """The newest comments of the whole site; `address` is its comment feed, if that is known."""
    answer = await _first(fetch, [address] if address else feeds_of(_site(source.url), "comments/"))
    sign = digest(answer.body)
    if sign == state.digest:
        return CommentWindow(by="url", unchanged=True, state=state)
    rows: tuple[Placed, ...] = await workers.run(_PARSE, answer.body, answer.url)
    return CommentWindow(
        items=tuple((row.place, row.item) for row in rows),
        floor=_floor(rows),
        by="url",
        state=CommentsState(digest=sign),
    )


async def read_comments(
    source: SourceSettings, article: ArticleItem, fetch: Fetcher, workers: Workers, state: ThreadState
) -> ThreadReading:
    """The newest comments of an article, to be put beside those that are known."""
    places = [state.place] if state.place else feeds_of(article.url)
    answer = await _first(fetch, places)
    sign = digest(answer.body)
    if sign == state.digest:
        return ThreadReading(unchanged=True, state=state)
    rows: tuple[Placed, ...] = await workers.run(_PARSE, answer.body, answer.url)
    # A feed that listed more before, or lists none, lists all there are.
    whole = len(rows) < max(state.most, 1)
    return ThreadReading(
        items=tuple(row.item for row in rows),
        floor=0 if whole else _floor(rows),
        state=ThreadState(sign, answer.url, max(len(rows), state.most)),
    )


def feeds_of(address: str, path: str = "") -> list[str]:
    """Where WordPress has the comment feeds of a page, or of the site with `path` `comments/`."""
    parts = urlsplit(address)
    if parts.query:
        kinds = ("comments-atom", "comments-rss2") if path else ("atom", "rss2")
        return [urlunsplit(parts._replace(query=f"{parts.query}&feed={kind}", fragment="")) for kind in kinds]
    base = urlunsplit(parts._replace(fragment="")).rstrip("/")
    return [f"{base}/{path}feed/atom/", f"{base}/{path}feed/"]


def _site(url: str) -> str:
    return _FEED_PATH.sub("", url.rstrip("/")) + "/"


async def _first(fetch: Fetcher, places: Iterable[str]) -> Fetched:
    for place in places:
        answer = await fetch.get(place, accept=_NOT_THERE)
        if answer.status == 200:
            return answer
    raise SourceError(Cause("cause-no-comment-feed"))


def _floor(rows: Iterable[Placed]) -> int | None:
    guids = [row.item.guid for row in rows]
    return min(map(int, guids)) if guids and all(guid.isdecimal() for guid in guids) else None
