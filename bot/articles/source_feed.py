"""The articles of an RSS, RDF, Atom or JSON feed."""

from __future__ import annotations

from bot.articles.reading import ArticleReading
from bot.config import SourceSettings
from bot.http import Fetcher
from bot.workers import Workers
from storage.records import SourceState


async def read_articles(
    source: SourceSettings, state: SourceState, fetch: Fetcher, workers: Workers
) -> ArticleReading:
    """All that the feed holds now, or nothing if it did not change."""
    etag, last_modified = next(((e, m) for url, e, m in state.validators if url == source.url), ("", ""))
    answer = await fetch.get(source.url, etag=etag, last_modified=last_modified)
    if answer.not_modified:
        return ArticleReading(validators=state.validators, unchanged=True)
    items = await workers.run(
        "bot.articles.parse_feed:parse_articles",
        answer.body,
        answer.url,
        answer.headers.get("content-type", ""),
        source.timezone,
        source.language,
    )
    return ArticleReading(items=tuple(items), validators=((source.url, answer.etag, answer.last_modified),))
