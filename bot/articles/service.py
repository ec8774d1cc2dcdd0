"""Articles from a source into the store, with what is owed to Discord for them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

import structlog

from bot.articles import rules
from bot.articles.reading import ArticleReading
from bot.articles.source import read_articles
from bot.config import SourceSettings
from bot.http import Fetcher
from bot.workers import Workers
from storage import articles, deliveries, sources
from storage.database import Database, Transaction, new_id
from storage.records import ArticleItem, CommentItem, Kind, Route, SourceState

log = structlog.stdlib.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class ArticlesRead:
    """What reading a source's articles did; `comments` are those of a page's one article."""

    new: int
    changed: int
    gone: int
    comments: tuple[int, tuple[CommentItem, ...]] | None = None

    @property
    def any(self) -> bool:
        """Whether anything changed."""
        return bool(self.new or self.changed or self.gone)


class Articles:
    """Keeps the stored articles as their sources have them."""

    def __init__(self, database: Database, fetch: Fetcher, workers: Workers, routes: Iterable[Route]) -> None:
        self._database = database
        self._fetch = fetch
        self._workers = workers
        self._routes = tuple(routes)

    async def read(self, source: SourceSettings, now: datetime) -> ArticlesRead:
        """Read a source once; SourceError where it does not answer as it should."""
        state = await sources.by_name(self._database, source.name)
        reading = await read_articles(source, state, self._fetch, self._workers)
        done = await self._store(source, state, reading, now)
        if done.any:
            log.info("articles read", source=source.name, new=done.new, changed=done.changed, gone=done.gone)
        return done

    async def _store(
        self, source: SourceSettings, state: SourceState, reading: ArticleReading, now: datetime
    ) -> ArticlesRead:
        guids = [*(item.guid for item in reading.items), *reading.gone]
        known = await articles.known(self._database, source.name, guids)
        first = state.first_read is None
        changes = rules.decide(reading.items, known, reading.gone, first=first, backfill=source.backfill)
        page_article = 0
        async with self._database.write() as tx:
            for new in changes.new:
                page_article = await self.add(tx, source.name, new, now)
            for changed in changes.changed:
                await articles.save(tx, source.name, changed.item, changed.digest, now, changed.id)
                await show_again(tx, changed.id, changed.digest)
            for article_id in changes.gone:
                await articles.withdraw(tx, article_id, rules.WITHDRAWN, now)
                await show_again(tx, article_id, rules.WITHDRAWN)
            validators = reading.validators or state.validators
            await sources.save(
                tx, SourceState(source.name, state.first_read or now, now, validators=validators)
            )
        comments = None
        if reading.comments is not None and reading.items:
            had = known.get(reading.items[-1].guid)
            comments = (had.id if had else page_article, reading.comments)
        return ArticlesRead(len(changes.new), len(changes.changed), len(changes.gone), comments)

    async def add(self, tx: Transaction, source: str, new: rules.NewArticle, now: datetime) -> int:
        """Store a new article and, if it is news, owe its messages and threads; its id."""
        article_id = await articles.save(tx, source, new.item, new.digest, now, None)
        if new.post:
            await self._owe(tx, source, article_id, new.item, new.digest)
        return article_id

    async def _owe(
        self, tx: Transaction, source: str, article_id: int, item: ArticleItem, digest: str
    ) -> None:
        for channel, thread in rules.channels(source, item, self._routes).items():
            message = await deliveries.want(
                tx,
                kind=Kind.ARTICLE,
                guild=0,
                place=channel,
                subject=article_id,
                lane=channel,
                rank=new_id(),
                wanted=digest,
            )
            if thread:
                await deliveries.want(
                    tx,
                    kind=Kind.THREAD,
                    guild=0,
                    place=channel,
                    subject=article_id,
                    lane=message,
                    rank=0,
                    needs=message,
                    wanted=digest,
                )


async def show_again(tx: Transaction, article_id: int, digest: str) -> None:
    """An article's messages and threads are to show its new state."""
    await deliveries.want_again(tx, Kind.ARTICLE, article_id, digest)
    await deliveries.want_again(tx, Kind.THREAD, article_id, digest)
