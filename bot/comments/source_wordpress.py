"""The comments of a WordPress site, by its REST API. It never gives those of protected posts."""

from __future__ import annotations

from urllib.parse import urlencode

from bot.comments.order import in_order
from bot.comments.reading import CommentWindow
from bot.config import SourceSettings
from bot.http import Fetched, Fetcher
from bot.workers import Workers
from storage.records import ArticleItem, CommentItem

_PER_PAGE = 100
_PAGES = 100
_FIELDS = "id,post,parent,author_name,date_gmt,content,link,type,author_avatar_urls"
_PARSE = "bot.comments.parse_wordpress:parse_comments"


async def read_recent_comments(source: SourceSettings, fetch: Fetcher, workers: Workers) -> CommentWindow:
    """The newest 100 comments by id, of all posts."""
    answer = await fetch.get(_url(source, orderby="id", order="desc"))
    items: tuple[tuple[str, CommentItem], ...] = await workers.run(_PARSE, answer.body)
    return CommentWindow(items=items, floor=_floor(answer, items))


async def read_thread(
    source: SourceSettings, article: ArticleItem, fetch: Fetcher, workers: Workers
) -> tuple[CommentItem, ...]:
    """All comments of a post, by the post's id."""
    items: dict[str, CommentItem] = {}
    for page in range(1, _PAGES + 1):
        answer = await fetch.get(
            _url(source, post=article.guid, page=page, orderby="id", order="asc"), accept=(401, 403, 404)
        )
        if answer.status != 200:
            # The post was withdrawn or protected since: its comments are not the public's.
            return ()
        read: tuple[tuple[str, CommentItem], ...] = await workers.run(_PARSE, answer.body)
        items.update((item.guid, item) for _, item in read)
        if page >= _number(answer, "x-wp-totalpages"):
            break
    return in_order(items.values())


def _url(source: SourceSettings, **query: object) -> str:
    fields = urlencode({"per_page": _PER_PAGE, **query, "_fields": _FIELDS})
    return f"{source.url.rstrip('/')}/wp-json/wp/v2/comments?{fields}"


def _number(answer: Fetched, name: str) -> int:
    value = answer.headers.get(name, "")
    return int(value) if value.isdecimal() else 0


def _floor(answer: Fetched, items: tuple[tuple[str, CommentItem], ...]) -> int | None:
    # Comments of protected posts are counted but not shown: a short window is not yet a whole one.
    if "x-wp-total" in answer.headers and _number(answer, "x-wp-total") <= _PER_PAGE:
        return 0
    return min((int(item.guid) for _, item in items), default=None)
