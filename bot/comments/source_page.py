"""The comments that an article's page carries."""

from __future__ import annotations

from bot.config import SourceSettings
from bot.http import Fetcher
from bot.workers import Workers
from storage.records import ArticleItem, CommentItem


async def read_thread(
    source: SourceSettings, article: ArticleItem, fetch: Fetcher, workers: Workers
) -> tuple[CommentItem, ...]:
    """All comments in the article's page."""
    answer = await fetch.get(article.url)
    items = await workers.run(
        "bot.comments.parse_page:parse_comments", answer.body, answer.url, source.timezone, answer.charset
    )
    return tuple(items)
