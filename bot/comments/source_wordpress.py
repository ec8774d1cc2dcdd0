"""The comments of a WordPress site, by its REST API. It never gives those of protected posts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from urllib.parse import urlencode

from bot.comments.order import in_order
from bot.comments.reading import (
    RECENT,
    CommentsState,
    CommentWindow,
    Placed,
    ThreadReading,
    ThreadState,
    digest,
    in_groups,
    pages_to_read,
)
from bot.config_sources import SourceSettings
from bot.http import Fetched, Fetcher
from bot.workers import Workers
from storage.records import ArticleItem, CommentItem

_PER_PAGE = 100
_PAGES = 100
_GROUP = 50
# When a group of threads fills more pages, it is read in halves.
_GROUP_PAGES = 10
_FIELDS = "id,post,parent,author_name,date_gmt,content,link,type,author_avatar_urls"
_PARSE = "bot.comments.parse_wordpress:parse_comments"
_WITHHELD = (401, 403, 404)

_Page = tuple[Fetched, tuple[Placed, ...]]


async def read_recent_comments(
    source: SourceSettings,
    fetch: Fetcher,
    workers: Workers,
    state: CommentsState,
    now: datetime | None,
) -> CommentWindow:
    """The newest comments of all posts by id: 100, or in every second poll all of the last 48 hours."""
    first = await fetch.get(_url(source, orderby="id", order="desc"))
    sign, wanted = digest(first.body), pages_to_read(state)
    if wanted == 1 and sign == state.digest:
        return CommentWindow(unchanged=True, state=replace(state, all_read=False))
    pages: list[_Page] = [(first, await workers.run(_PARSE, first.body))]
    while len(pages) < _PAGES and (
        _is_new(pages[-1], len(pages), state.newest) or (wanted > 1 and _goes_on(pages[-1], len(pages), now))
    ):
        answer = await fetch.get(_url(source, page=len(pages) + 1, orderby="id", order="desc"))
        if _number(answer, "x-wp-total") != _number(first, "x-wp-total"):
            # Something came or went meanwhile: a comment may have slipped from one page to the next.
            return _window(pages, replace(state, digest=sign))
        pages.append((answer, await workers.run(_PARSE, answer.body)))
    newest = max((_guid(row) for row in pages[0][1]), default=state.newest)
    if wanted > 1:
        return _window(pages, CommentsState(sign, len(pages), all_read=True, newest=newest))
    filled = len(pages) + _goes_on(pages[-1], len(pages), now)
    return _window(pages, CommentsState(sign, max(filled, state.pages), all_read=False, newest=newest))


async def read_comments(
    source: SourceSettings, article: ArticleItem, fetch: Fetcher, workers: Workers, state: ThreadState
) -> ThreadReading:
    """All comments of a post, by the post's id."""
    pages = await _read_posts(source, [article.guid], fetch, _PAGES)
    if pages is None:
        # The post was withdrawn or protected since: its comments are not the public's.
        return ThreadReading()
    sign = digest(*(page.body for page in pages))
    if sign == state.digest:
        return ThreadReading(unchanged=True, state=state)
    placed = await _parse(pages, workers)
    return _thread([item for _, item in placed], pages, sign)


async def read_threads(
    source: SourceSettings, guids: Sequence[str], fetch: Fetcher, workers: Workers
) -> dict[str, ThreadReading]:
    """The comments of many posts, as many as possible in one request."""
    found: dict[str, ThreadReading] = {}
    for group in in_groups(guids, _GROUP):
        found |= await _read_group(source, group, fetch, workers)
    return found


async def _read_group(
    source: SourceSettings, guids: Sequence[str], fetch: Fetcher, workers: Workers
) -> dict[str, ThreadReading]:
    if len(guids) == 1:
        article = ArticleItem(guid=guids[0], url="", title="")
        return {guids[0]: await read_comments(source, article, fetch, workers, ThreadState())}
    pages = await _read_posts(source, guids, fetch, _GROUP_PAGES)
    if pages is None:
        # One of them is withheld, and so the site gives none, or they are too many at once.
        middle = len(guids) // 2
        first = await _read_group(source, guids[:middle], fetch, workers)
        return first | await _read_group(source, guids[middle:], fetch, workers)
    threads: dict[str, list[CommentItem]] = {guid: [] for guid in guids}
    for placed in await _parse(pages, workers):
        threads.setdefault(placed.place, []).append(placed.item)
    return {guid: _thread(threads[guid], pages, "") for guid in guids}


async def _read_posts(
    source: SourceSettings, guids: Sequence[str], fetch: Fetcher, most: int
) -> list[Fetched] | None:
    """All pages of the posts' comments; None where they are withheld, or a group's are more than `most`."""
    pages: list[Fetched] = []
    while len(pages) < most:
        asked = _url(source, post=",".join(guids), page=len(pages) + 1, orderby="id", order="asc")
        answer = await fetch.get(asked, accept=_WITHHELD)
        total = _number(answer, "x-wp-totalpages")
        if answer.status != 200 or (total > most and len(guids) > 1):
            return None
        pages.append(answer)
        if len(pages) >= total:
            break
    return pages


async def _parse(pages: Sequence[Fetched], workers: Workers) -> list[Placed]:
    found: dict[str, Placed] = {}
    for page in pages:
        rows: tuple[Placed, ...] = await workers.run(_PARSE, page.body)
        found.update((row.item.guid, row) for row in rows)
    return list(found.values())


def _thread(items: Sequence[CommentItem], pages: Sequence[Fetched], sign: str) -> ThreadReading:
    # Where something came or went between two pages, a comment may have slipped through.
    steady = len({_number(page, "x-wp-total") for page in pages}) == 1
    whole = steady and len(pages) >= _number(pages[-1], "x-wp-totalpages")
    return ThreadReading(
        items=in_order(items), floor=0 if whole else None, state=ThreadState(digest=sign if whole else "")
    )


def _window(pages: Sequence[_Page], state: CommentsState) -> CommentWindow:
    found = {row.item.guid: row for _, rows in pages for row in rows}
    ordered = in_order(row.item for row in found.values())
    return CommentWindow(
        items=tuple((found[item.guid].place, item) for item in ordered),
        floor=_floor(pages),
        state=state,
    )


def _is_new(page: _Page, number: int, newest: int) -> bool:
    """Whether we have nothing of a page yet, so that more of what is new stands on the next."""
    answer, rows = page
    lowest = min((_guid(row) for row in rows), default=0)
    return number < _number(answer, "x-wp-totalpages") and lowest > newest > 0


def _guid(row: Placed) -> int:
    return int(row.item.guid)


def _goes_on(page: _Page, number: int, now: datetime | None) -> bool:
    """Whether the last 48 hours reach beyond this page."""
    answer, rows = page
    if now is None or number >= _number(answer, "x-wp-totalpages"):
        return False
    lowest = min(rows, key=lambda row: int(row.item.guid), default=None)
    return lowest is None or lowest.item.published > now - RECENT


def _floor(pages: Sequence[_Page]) -> int | None:
    answer, _ = pages[-1]
    # Comments of protected posts are counted but not shown: a short window is not yet a whole one.
    if "x-wp-total" in answer.headers and _number(answer, "x-wp-total") <= _PER_PAGE * len(pages):
        return 0
    return min((int(row.item.guid) for _, rows in pages for row in rows), default=None)


def _url(source: SourceSettings, **query: object) -> str:
    fields = urlencode({"per_page": _PER_PAGE, **query, "_fields": _FIELDS})
    return f"{source.url.rstrip('/')}/wp-json/wp/v2/comments?{fields}"


def _number(answer: Fetched, name: str) -> int:
    value = answer.headers.get(name, "")
    return int(value) if value.isdecimal() else 0
