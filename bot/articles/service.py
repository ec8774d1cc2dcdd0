"""Articles from a source into the store, with what is owed to Discord for them."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from types import MappingProxyType

import structlog

from bot import owing
from bot.answers.watches import Watches
from bot.articles import corrections, full_text, rules
from bot.articles.desk import Desk, Plan
from bot.articles.identity import Identity, identify, keys
from bot.articles.reading import NO_HINTS, ArticleReading, Hints
from bot.articles.rules import ArticleChanges, ChangedArticle, NewArticle
from bot.articles.source import read_articles
from bot.articles.source_page import read_page
from bot.comments import closing
from bot.config_sources import SourceSettings
from bot.errors import SourceError
from bot.http import Fetcher
from bot.robots import Robots
from bot.workers import Workers
from storage import articles, postings, sources
from storage.database import Database, Transaction, new_id
from storage.records import Article, ArticleItem, CommentItem, KnownArticle, SourceState
from storage.records_routes import Correction, Outcome, Posting

log = structlog.stdlib.get_logger(__name__)

_PAGES_A_READING = 40
_NOTHING: Mapping[int, bool] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class ArticlesRead:
    """What reading a source's articles did; `comments` are those of a page's one article.

    `state` is the source's new state: stored already, unless the reading found the source `unchanged`.
    """

    state: SourceState
    new: int = 0
    changed: int = 0
    gone: int = 0
    unchanged: bool = False
    published: tuple[datetime, ...] = ()
    comments: tuple[int, tuple[CommentItem, ...]] | None = None
    hints: Hints = NO_HINTS

    @property
    def any(self) -> bool:
        """Whether anything changed."""
        return bool(self.new or self.changed or self.gone)


@dataclass(frozen=True, slots=True)
class Preview:
    """What reading a source now would do with an article; `state` is "new", "changed" or "known"."""

    title: str
    url: str
    state: str
    channels: tuple[int, ...]
    reason: str


class Articles:
    """Keeps the stored articles as their sources have them."""

    def __init__(
        self,
        database: Database,
        fetch: Fetcher,
        workers: Workers,
        desk: Desk,
        robots: Robots,
        watches: Watches,
    ) -> None:
        self._database = database
        self._fetch = fetch
        self._workers = workers
        self._desk = desk
        self._robots = robots
        self._watches = watches

    async def read(self, source: SourceSettings, state: SourceState, now: datetime) -> ArticlesRead:
        """Read a source once; SourceError where it does not answer as it should."""
        reading = await read_articles(source, state, self._fetch, self._workers)
        looked = replace(
            state,
            first_read=state.first_read or now,
            last_read=now,
            validators=reading.validators or state.validators,
        )
        if reading.unchanged:
            return ArticlesRead(looked, unchanged=True, hints=reading.hints)
        done = await self._store(source, state, looked, reading, now)
        if done.any:
            log.info("articles read", source=source.name, new=done.new, changed=done.changed, gone=done.gone)
        return done

    async def add(self, source: str, item: ArticleItem, now: datetime, *, post: bool) -> int:
        """Store one article that was given by hand, as news or not; a known one is brought up to date."""
        known = await articles.known_by_keys(self._database, source, keys(item).values())
        (identity,), _ = identify([item], known, frozenset())
        changes = rules.decide([identity], met=now, backfill=0)
        changes = replace(changes, new=tuple(replace(new, post=post) for new in changes.new))
        ids = await self._write(source, changes, SourceState(source), now, missed=1)
        return identity.known.id if identity.known else ids[0]

    async def preview(self, source: SourceSettings, now: datetime) -> list[Preview]:
        """What a reading would do now, newest first; nothing is stored."""
        state = await sources.by_name(self._database, source.name)
        reading = await read_articles(source, replace(state, validators=()), self._fetch, self._workers)
        _, _, changes = await self._compare(source, state, reading)
        arrivals = [Article(new_id(), source.name, n.item, n.given, now) for n in changes.new if n.post]
        async with self._desk.deciding:
            plan = await self._desk.plan(arrivals, now, missed=source.missed, since=state.last_read)
        fresh = {arrival.item.guid: arrival.id for arrival in arrivals}
        past = {new.item.guid for new in changes.new if not new.post}
        changed = {change.item.guid for change in changes.changed}
        return [_preview(item, plan, fresh, past, changed) for item in reversed(reading.items)]

    async def _store(
        self,
        source: SourceSettings,
        state: SourceState,
        looked: SourceState,
        reading: ArticleReading,
        now: datetime,
    ) -> ArticlesRead:
        identities, distrusted, changes = await self._compare(source, state, reading)
        changes = await self._completed(source, changes)
        looked = replace(looked, distrusted=distrusted, failures=0, reason="", due=None)
        # Nothing was missed before the first look: its backfill was asked for, article by article.
        missed = source.missed if state.first_read else max(source.backfill, source.missed)
        closed = {
            i.known.id: i.item.comments_closed
            for i in identities
            if i.known is not None and i.item.comments_closed is not None
        }
        ids = await self._write(source.name, changes, looked, now, missed=missed, closed=closed)
        comments = None
        if reading.comments is not None and identities:
            had = identities[-1].known
            comments = (had.id if had else ids[-1], reading.comments)
        return ArticlesRead(
            looked,
            len(changes.new),
            len(changes.changed),
            len(changes.gone),
            published=tuple(new.item.published or now for new in changes.new if new.post),
            comments=comments,
            hints=reading.hints,
        )

    async def _compare(
        self, source: SourceSettings, state: SourceState, reading: ArticleReading
    ) -> tuple[list[Identity], frozenset[str], ArticleChanges]:
        """Which articles the items are, which kinds of keys to distrust from now on, and what changed."""
        asked = {key for item in reading.items for key in keys(item).values()}
        known = await articles.known_by_keys(self._database, source.name, asked)
        distrusted = frozenset() if source.kind == "wordpress" else state.distrusted
        identities, now_distrusted = await asyncio.to_thread(identify, reading.items, known, distrusted)
        gone: Iterable[KnownArticle] = ()
        if reading.gone:
            gone = (await articles.known(self._database, source.name, reading.gone)).values()
        changes = rules.decide(identities, gone, met=state.first_read, backfill=source.backfill)
        return identities, now_distrusted, changes

    async def _completed(self, source: SourceSettings, changes: ArticleChanges) -> ArticleChanges:
        """Where the source only teases, the pages are read: of what is news, and of the newest rest."""
        if not source.full_text or source.kind in {"wordpress", "page"}:
            return changes
        news = [new for new in changes.new if new.post]
        rest = [new for new in reversed(changes.new) if not new.post]
        everything: list[NewArticle | ChangedArticle] = [*news, *changes.changed, *rest]
        teasing = [change for change in everything if full_text.is_teaser(change.item)]
        whole: dict[str, ArticleItem] = {}
        for change in teasing[:_PAGES_A_READING]:
            whole[change.item.guid] = await self._complete(source, change.item)
        return replace(
            changes,
            new=tuple(replace(new, item=whole.get(new.item.guid, new.item)) for new in changes.new),
            changed=tuple(replace(c, item=whole.get(c.item.guid, c.item)) for c in changes.changed),
        )

    async def _complete(self, source: SourceSettings, item: ArticleItem) -> ArticleItem:
        try:
            if not await self._robots.allowed(item.url):
                return item
            page, _ = await read_page(source, await self._fetch.get(item.url), self._workers)
        except SourceError as error:
            log.info("the page of an article cannot be read", source=source.name, reason=str(error))
            return item
        return full_text.completed(item, page)

    async def _write(
        self,
        source: str,
        changes: ArticleChanges,
        looked: SourceState,
        now: datetime,
        *,
        missed: int,
        closed: Mapping[int, bool] = _NOTHING,
    ) -> list[int]:
        """Store what changed and owe what follows, in one transaction; the ids of the new articles.

        `closed` tells by our ids of known articles whether their comments are.
        """
        arrived = [(Article(new_id(), source, n.item, rules.digest(n.item), now), n) for n in changes.new]
        news = [article for article, new in arrived if new.post]
        before = {
            a.id: a.item for a in await articles.by_ids(self._database, (c.id for c in changes.changed))
        }
        notices = await asyncio.to_thread(_corrections, changes.changed, before, now)
        awaited = await self._watches.profiles(news)
        async with self._desk.deciding:
            since = (await sources.by_name(self._database, source)).last_read
            await self._desk.post_due(now)  # what waited goes before what is new
            plan = await self._desk.plan(news, now, missed=missed, since=since)
            async with self._database.write() as tx:
                for article, new in arrived:
                    await self._save(tx, article, new)
                await self._desk.carry(tx, plan, now)
                await self._watches.owe(tx, awaited)
                for change in changes.changed:
                    await self._change(tx, source, change, now)
                for article_id, fresh in changes.renamed:
                    await articles.know_by(tx, source, article_id, fresh)
                for notice in notices:
                    await owing.correction(tx, notice)
                for article_id in changes.gone:
                    await articles.withdraw(tx, article_id, rules.WITHDRAWN, now)
                    await owing.article_again(tx, article_id)
                for article, new in arrived:
                    if new.item.comments_closed:
                        await closing.site_says(tx, article, closed=True, read=now, new=True)
                for article_id, is_closed in closed.items():
                    await closing.site_said(tx, article_id, closed=is_closed, read=now)
                if looked.last_read:
                    await sources.save(tx, looked)
        return [article.id for article, _ in arrived]

    async def _save(self, tx: Transaction, article: Article, new: NewArticle) -> None:
        await articles.save(
            tx,
            article.source,
            article.item,
            article.digest,
            article.stored,
            article.id,
            given=new.given,
            keys=new.keys,
        )
        if not new.post:
            await postings.save(tx, Posting(article.id, 0, 0, Outcome.OLD, article.stored))

    async def _change(self, tx: Transaction, source: str, change: ChangedArticle, now: datetime) -> None:
        digest = rules.digest(change.item)
        await articles.save(
            tx, source, change.item, digest, now, change.id, given=change.given, keys=change.keys
        )
        await owing.article_again(tx, change.id)


def _corrections(
    changed: Sequence[ChangedArticle], before: dict[int, ArticleItem], now: datetime
) -> list[Correction]:
    compared = ((change, corrections.compare(before[change.id], change.item)) for change in changed)
    return [
        Correction(new_id(), change.id, now, what.headline, what.figures, what.note)
        for change, what in compared
        if what is not None
    ]


def _preview(
    item: ArticleItem, plan: Plan, fresh: dict[str, int], past: set[str], changed: set[str]
) -> Preview:
    article_id = fresh.get(item.guid)
    here = [posting for posting in plan.postings if posting.article_id == article_id]
    state = "new" if article_id or item.guid in past else "changed" if item.guid in changed else "known"
    reason = Outcome.OLD if item.guid in past else here[0].outcome if here else ""
    return Preview(item.title, item.url, state, tuple(p.channel for p in here), str(reason))
