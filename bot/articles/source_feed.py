"""The articles of an RSS, RDF, Atom or JSON feed."""

from __future__ import annotations

from bot.articles.reading import ArticleReading, Hints
from bot.articles.websub import read_links
from bot.config_sources import SourceSettings
from bot.http import Fetcher
from bot.workers import Workers
from storage.records import SourceState


async def read_articles(
    source: SourceSettings, state: SourceState, fetch: Fetcher, workers: Workers
) -> ArticleReading:
    """All that the feed holds now, or nothing if it did not change."""
    etag, last_modified = next(((e, m) for url, e, m in state.validators if url == source.url), ("", ""))
    answer = await fetch.get(source.url, etag=etag, last_modified=last_modified)
    cache_control = answer.headers.get("cache-control", "")
    hub, topic = read_links(answer.headers.get("link", ""), answer.url)
    if answer.not_modified:
        hints = Hints(cache_control, hub=hub, topic=topic)
        return ArticleReading(validators=state.validators, unchanged=True, hints=hints)
    content = await workers.run(
        "bot.articles.parse_feed:parse_feed",
        answer.body,
        answer.url,
        answer.headers.get("content-type", ""),
        source.timezone,
        source.language,
    )
    return ArticleReading(
        items=content.items,
        validators=((source.url, answer.etag, answer.last_modified),),
        hints=Hints(cache_control, content.ttl, hub or content.hub, topic or content.topic),
    )
