"""The comments of an article on an Isso server: one answer holds the whole thread."""

from __future__ import annotations

from urllib.parse import urlencode, urlsplit

from bot.comments.reading import ThreadReading, ThreadState, digest
from bot.config_sources import SourceSettings
from bot.http import Fetcher
from bot.workers import Workers
from storage.records import ArticleItem


async def read_comments(
    source: SourceSettings,
    server: str,
    article: ArticleItem,
    fetch: Fetcher,
    workers: Workers,
    state: ThreadState,
) -> ThreadReading:
    """All comments of an article that `server` shows; none where nobody commented yet."""
    answer = await fetch.get(thread_url(server, article.url))
    sign = digest(answer.body)
    if sign == state.digest:
        return ThreadReading(unchanged=True, state=state)
    items = await workers.run("bot.comments.parse_isso:parse_comments", answer.body, article.url)
    return ThreadReading(items=tuple(items), state=ThreadState(sign, answer.url))


def thread_url(server: str, page: str, **query: object) -> str:
    """Where a server gives the thread of a page; Isso knows a page by its path."""
    return f"{server.rstrip('/')}/?{urlencode({'uri': page_path(page), **query})}"


def page_path(page: str) -> str:
    """How Isso names a page."""
    return urlsplit(page).path or "/"
