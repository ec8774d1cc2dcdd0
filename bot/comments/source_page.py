"""The comments that an article's page carries."""

from __future__ import annotations

from bot.comments.reading import ThreadReading, ThreadState, digest
from bot.config_sources import SourceSettings
from bot.http import Fetcher
from bot.workers import Workers
from storage.records import ArticleItem


async def read_comments(
    source: SourceSettings, article: ArticleItem, fetch: Fetcher, workers: Workers, state: ThreadState
) -> ThreadReading:
    """All comments in the article's page."""
    answer = await fetch.get(article.url)
    sign = digest(answer.body)
    if sign == state.digest:
        return ThreadReading(unchanged=True, state=state)
    parse = "parse_marked" if source.comments_from == "schema" else "parse_comments"
    items = await workers.run(
        f"bot.comments.parse_page:{parse}", answer.body, answer.url, source.timezone, answer.charset
    )
    return ThreadReading(items=tuple(items), state=ThreadState(sign, answer.url))
