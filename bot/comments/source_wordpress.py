"""The comments of a WordPress site, by its REST API. It never gives those of protected posts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from urllib.parse import urlencode

from bot.comments.order import in_order
from bot.comments.parse_wordpress import Row
from bot.comments.reading import (
    RECENT,
    CommentsState,
    CommentWindow,
    ThreadReading,
    ThreadState,
    digest,
    in_groups,
    pages_to_read,
)
from bot.config import SourceSettings
from bot.http import Fetched, Fetcher
from bot.workers import Workers
from storage.records import ArticleItem

_PER_PAGE = 100
_PAGES = 100
# More pages than this, and a group of threads is read in halves.
_GROUP_PAGES = 10
_GROUP = 50
_FIELDS = "id,post,parent,author_name,date_gmt,content,link,type,author_avatar_urls,meta.discord_message_id"
_PARSE = "bot.comments.parse_wordpress:parse_comments"
_WITHHELD = (401, 403, 404)


async def read_recent_comments(
    source: SourceSettings,
    fetch: Fetcher,
    workers: Workers,
    state: CommentsState,
    now: datetime | None,
) -> CommentWindow:
    """The newest comments of all posts by id: 100, or from time to time all of the last 48 hours."""
    first = await fetch.get(_url(source, orderby="id", order="desc"))
    sign, wanted = digest(first.body, first.headers.get("x-wp-total", "").encode()), pages_to_read(state)
    if sign == state.digest and wanted == 1:
        return CommentWindow(unchanged=True, state=replace(state, all_read=state.pages == 1))
    rows: tuple[Row, ...] = await workers.run(_PARSE, first.body)
    window = _Window(rows, first, RECENT, now)
    while window.pages < wanted and window.goes_on:
        answer = await fetch.get(_url(source, page=window.pages + 1, orderby="id", order="desc"))
        if not window.add(await workers.run(_PARSE, answer.body), answer):
            break
    return window.told(sign, state)


@dataclass(slots=True)
class _Window:
    """Pages of the newest comments, put together."""

    rows: tuple[Row, ...]
    last: Fetched
    recent: object
    now: datetime | None
    pages: int = 1
    whole: bool = True
