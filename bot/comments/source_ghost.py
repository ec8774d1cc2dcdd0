"""The comments of a post on a Ghost site, by the API that its own pages use."""

from __future__ import annotations

import re
from urllib.parse import urljoin

from bot.causes import Cause
from bot.comments.order import in_order
from bot.comments.reading import ThreadReading, ThreadState, digest
from bot.config_sources import SourceSettings
from bot.errors import SourceError
from bot.http import Fetched, Fetcher
from bot.workers import Workers
from storage.records import ArticleItem, CommentItem

_PAGES = 100
_PER_PAGE = 100
_POST_ID = re.compile(r"[0-9a-f]{24}")
_IN_PAGE = re.compile(rb"""data-post-id=["']?([0-9a-f]{24})""")
_WITHHELD = (401, 403, 404)

_Read = tuple[tuple[CommentItem, ...], tuple[str, ...], int]


async def read_comments(
    source: SourceSettings,
    server: str,
    article: ArticleItem,
    fetch: Fetcher,
    workers: Workers,
    state: ThreadState,
) -> ThreadReading:
    """All comments of a post; none where they are not for everybody."""
    post = state.place or await _find_post(article, fetch)
    answers: list[Fetched] = []
    items: list[CommentItem] = []
    asked = [f"post/{post}/"]
    for path in asked:
        page, pages = 1, 1
        while page <= min(pages, _PAGES):
            answer = await fetch.get(_url(server, path, page), accept=_WITHHELD)
            if answer.status != 200:
                return ThreadReading(state=ThreadState(place=post))
            found: _Read = await workers.run("bot.comments.parse_ghost:parse_page", answer.body, article.url)
            answers.append(answer)
            items += found[0]
            if path is asked[0]:
                asked += [f"{guid}/replies/" for guid in found[1]]
            page, pages = page + 1, found[2]
    whole = {item.guid: item for item in items}
    sign = digest(*(answer.body for answer in answers))
    return ThreadReading(
        items=in_order(whole.values()), unchanged=sign == state.digest, state=ThreadState(sign, post)
    )


async def _find_post(article: ArticleItem, fetch: Fetcher) -> str:
    """Ghost's feed names a post by its id, and so does its page."""
    if _POST_ID.fullmatch(article.guid):
        return article.guid
    found = _IN_PAGE.search((await fetch.get(article.url)).body)
    if not found:
        raise SourceError(Cause("cause-no-ghost-post"))
    return found[1].decode()


def _url(server: str, path: str, page: int) -> str:
    place = urljoin(f"{server.rstrip('/')}/", f"members/api/comments/{path}")
    return f"{place}?limit={_PER_PAGE}&page={page}&order=created_at%20asc"
