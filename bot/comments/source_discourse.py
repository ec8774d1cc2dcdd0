"""The comments of an article whose talk is a topic of a Discourse forum."""

from __future__ import annotations

import re
from urllib.parse import urlencode, urlsplit

from bot.comments.reading import ThreadReading, ThreadState, digest, in_groups
from bot.config_sources import SourceSettings
from bot.http import Fetcher
from bot.workers import Workers
from storage.records import ArticleItem

_POSTS = 50
_TOPIC = re.compile(r"/t/(?:[^/\"'?#\s]+/)?(\d+)")
_PARSE = "bot.comments.parse_discourse"
_WITHHELD = (403, 404, 410)


async def read_comments(
    source: SourceSettings,
    server: str,
    article: ArticleItem,
    fetch: Fetcher,
    workers: Workers,
    state: ThreadState,
) -> ThreadReading:
    """All posts of the article's topic but the first; none while there is no topic."""
    topic = state.place or await _find_topic(server, article, fetch)
    if not topic:
        return ThreadReading()
    answer = await fetch.get(f"{topic}.json", accept=_WITHHELD)
    if answer.status != 200:
        # The topic was deleted, or is not the public's any more.
        return ThreadReading()
    bodies = [answer.body]
    missing: tuple[str, ...] = await workers.run(f"{_PARSE}:missing_posts", answer.body)
    for some in in_groups(missing, _POSTS):
        posts = urlencode([("post_ids[]", number) for number in some])
        bodies.append((await fetch.get(f"{topic}/posts.json?{posts}")).body)
    sign = digest(*bodies)
    if sign == state.digest:
        return ThreadReading(unchanged=True, state=state)
    items, closed = await workers.run(f"{_PARSE}:parse_topic", tuple(bodies), topic)
    return ThreadReading(items=items, closed=closed, state=ThreadState(sign, topic))


async def _find_topic(server: str, article: ArticleItem, fetch: Fetcher) -> str:
    """The topic's address: the article is one, or the forum knows the article that its comments embed."""
    base = server.rstrip("/")
    if urlsplit(article.url).hostname == urlsplit(base).hostname:
        found = _TOPIC.search(urlsplit(article.url).path)
        return f"{base}/t/{found[1]}" if found else ""
    embedded = f"{base}/embed/comments?{urlencode({'embed_url': article.url})}"
    # The forum shows a talk only to the pages that may embed it.
    answer = await fetch.get(embedded, headers={"Referer": article.url}, accept=_WITHHELD)
    found = _TOPIC.search(answer.body.decode("utf-8", "replace")) if answer.status == 200 else None
    return f"{base}/t/{found[1]}" if found else ""
