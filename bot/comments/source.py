"""The comments of a source, whatever its kind."""

from __future__ import annotations

from bot.comments import source_page, source_wordpress
from bot.comments.reading import CommentWindow
from bot.config import SourceSettings
from bot.http import Fetcher
from bot.workers import Workers
from storage.records import ArticleItem, CommentItem

__all__ = ["CommentWindow", "read_recent_comments", "read_thread"]


async def read_recent_comments(source: SourceSettings, fetch: Fetcher, workers: Workers) -> CommentWindow:
    """The newest comments of the whole site, in one request; empty and without a floor where a site cannot
    be asked that. A WordPress article's guid is its post's id.
    """
    if source.kind == "wordpress":
        return await source_wordpress.read_recent_comments(source, fetch, workers)
    return CommentWindow()


async def read_thread(
    source: SourceSettings, article: ArticleItem, fetch: Fetcher, workers: Workers
) -> tuple[CommentItem, ...]:
    """All comments of an article, in time order, parents before children.

    A comment's `parent` may be one that the site no longer shows.
    """
    if source.kind == "wordpress":
        return await source_wordpress.read_thread(source, article, fetch, workers)
    return await source_page.read_thread(source, article, fetch, workers)
