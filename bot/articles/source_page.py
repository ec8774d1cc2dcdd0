"""One article page, with its comments."""

from __future__ import annotations

from bot.articles.reading import ArticleReading
from bot.config_sources import SourceSettings
from bot.http import Fetched, Fetcher
from bot.workers import Workers
from storage.records import ArticleItem, CommentItem, SourceState


async def read_articles(
    source: SourceSettings, state: SourceState, fetch: Fetcher, workers: Workers
) -> ArticleReading:
    """The page's article and its comments, or nothing if it did not change."""
    etag, last_modified = next(((e, m) for url, e, m in state.validators if url == source.url), ("", ""))
    answer = await fetch.get(source.url, etag=etag, last_modified=last_modified)
    if answer.not_modified:
        return ArticleReading(validators=state.validators, unchanged=True)
    item, comments = await read_page(source, answer, workers)
    return ArticleReading(
        items=(item,),
        validators=((source.url, answer.etag, answer.last_modified),),
        comments=comments if source.comments else None,
    )


async def read_page(
    source: SourceSettings, answer: Fetched, workers: Workers
) -> tuple[ArticleItem, tuple[CommentItem, ...]]:
    """The article and the comments, in time order, of a page that was fetched."""
    item, comments = await workers.run(
        "bot.articles.parse_page:parse_page",
        answer.body,
        answer.url,
        source.timezone,
        source.language,
        answer.charset,
    )
    return item, tuple(comments)
