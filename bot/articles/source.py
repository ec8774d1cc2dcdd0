"""The articles of a source, whatever its kind."""

from __future__ import annotations

from bot.articles import source_feed, source_page, source_sitemap, source_wordpress
from bot.articles.reading import ArticleReading
from bot.config_sources import SourceSettings
from bot.http import Fetcher
from bot.workers import Workers
from storage.records import SourceState

__all__ = ["ArticleReading", "read_articles"]

_KINDS = {
    "wordpress": source_wordpress.read_articles,
    "feed": source_feed.read_articles,
    "sitemap": source_sitemap.read_articles,
    "page": source_page.read_articles,
}


async def read_articles(
    source: SourceSettings, state: SourceState, fetch: Fetcher, workers: Workers
) -> ArticleReading:
    """What is new or changed at a source since `state`; SourceError where it does not answer as it should.

    A WordPress article's guid is its post's id.
    """
    return await _KINDS[source.kind](source, state, fetch, workers)
