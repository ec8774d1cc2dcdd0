"""Comments from a source into the store, with what is owed to Discord for them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import structlog
from rapidfuzz import fuzz, process, utils

from bot import owing
from bot.comments import rules
from bot.comments.reading import CommentWindow
from bot.comments.source import read_recent_comments, read_thread
from bot.config import SourceSettings
from bot.http import Fetcher
from bot.workers import Workers
from storage import articles, comments, deliveries
from storage.articles import ThreadPlace
from storage.database import Database, Transaction
from storage.records import ArticleItem, CommentItem

log = structlog.stdlib.get_logger(__name__)

_THREADS_A_ROUND = 10
_YOUNG = timedelta(days=2)
_OLD = timedelta(days=60)
_EVER = datetime(1, 1, 2, tzinfo=UTC)
_NEVER_READ = datetime(1970, 1, 2, tzinfo=UTC)
# As many titles as are compared with what is typed in a millisecond or two.
_TITLES = 500
_OUR_ID = re.compile(r"[1-9][0-9]{14,17}|[1-8][0-9]{18}")


@dataclass(frozen=True, slots=True)
class Discussion:
    """An article's title and the Discord thread where it is discussed."""

    title: str
    thread_id: int


class Comments:
    """Keeps the stored threads as their sources have them."""

    def __init__(self, database: Database, fetch: Fetcher, workers: Workers) -> None:
        self._database = database
        self._fetch = fetch
        self._workers = workers

    async def read(self, source: SourceSettings, now: datetime) -> int:
        """Read a source's comments once; how many changed. SourceError where it does not answer.

        Threads never read, or not for a day, are read in whole; beside them the newest comments of the
        whole site, in one request, where the source offers that.
        """
        changed = 0
        for place in await self._unread(source, now):
            item = ArticleItem(guid=place.guid, url=place.url, title="")
            thread = await read_thread(source, item, self._fetch, self._workers)
            changed += await self.store_thread(place.article_id, thread, now)
        window = await read_recent_comments(source, self._fetch, self._workers)
        changed += await self._store_window(source.name, window, now)
        if changed:
            log.info("comments read", source=source.name, changed=changed)
        return changed

    async def store_thread(self, article_id: int, items: Iterable[CommentItem], now: datetime) -> int:
        """Store an article's whole thread, in time order, parents before children; how many changed."""
        known = await comments.known(self._database, article_id)
        changes = rules.decide(items, known, whole=True)
        async with self._database.write() as tx:
            await self._apply(tx, article_id, changes, now)
            await articles.thread_read(tx, article_id, now)
        return len(changes.saved) + len(changes.gone)

    async def thread_of(self, article: str) -> Discussion | None:
        """Where an article, given by our id of it or by its title, is discussed on Discord."""
        if _OUR_ID.fullmatch(article):
            article_id = int(article)
        else:
            article_id = next((id_ for id_, _ in await self.titles(article, 1)), 0)
        stored = await articles.by_id(self._database, article_id)
        threads = await deliveries.threads_of(self._database, article_id)
        thread_id = next((t.discord_id for t in threads if t.wanted and t.discord_id), None)
        if stored is None or thread_id is None:
            return None
        return Discussion(stored.item.title, thread_id)

    async def titles(self, typed: str, limit: int) -> list[tuple[int, str]]:
        """(id, title) of stored articles that fit what was typed, the best first."""
        titles = await articles.titles(self._database, _TITLES)
        if not typed.strip():
            return titles[:limit]
        found = process.extract(
            typed,
            dict(titles),
            scorer=fuzz.partial_token_set_ratio if len(typed) > 3 else fuzz.partial_ratio,
            processor=utils.default_process,
            limit=limit,
            score_cutoff=60,
        )
        return [(article_id, title) for title, _, article_id in found]

    async def _unread(self, source: SourceSettings, now: datetime) -> list[ThreadPlace]:
        """The threads whose turn it is: those never read, however old; then the longest unread.

        A site without a window is looked at often while an article is young.
        """
        day = timedelta(days=1)
        turns = [(_EVER, _NEVER_READ), (now - _OLD, now - day)]
        if source.kind != "wordpress":
            turns.append((now - _YOUNG, now - timedelta(seconds=max(source.interval, 600))))
        found: dict[int, ThreadPlace] = {}
        for since, before in turns:
            places = await articles.unread_threads(
                self._database, source.name, since=since, before=before, limit=_THREADS_A_ROUND
            )
            found |= {place.article_id: place for place in places}
        return list(found.values())[:_THREADS_A_ROUND]

    async def _store_window(self, source: str, window: CommentWindow, now: datetime) -> int:
        """Store what is new, changed or gone in the window, for articles whose thread was read before."""
        if window.floor is None:
            return 0
        stored = await articles.known(self._database, source, {guid for guid, _ in window.items})
        ready = {guid: had.id for guid, had in stored.items() if had.comments_read}
        known: dict[int, dict[str, comments.KnownComment]] = {}
        for (article_id, guid), had in (
            await comments.known_since(self._database, source, window.floor)
        ).items():
            known.setdefault(article_id, {})[guid] = had
        read: dict[int, list[CommentItem]] = {}
        for guid, item in window.items:
            if guid in ready:
                read.setdefault(ready[guid], []).append(item)
        changed = 0
        for article_id in {**read, **known}:
            changes = rules.decide(read.get(article_id, ()), known.get(article_id, {}), whole=True)
            if changes.saved or changes.gone:
                async with self._database.write() as tx:
                    await self._apply(tx, article_id, changes, now)
                changed += len(changes.saved) + len(changes.gone)
        return changed

    async def _apply(
        self, tx: Transaction, article_id: int, changes: rules.CommentChanges, now: datetime
    ) -> None:
        if not changes.saved and not changes.gone:
            return
        threads = await deliveries.threads_of(tx, article_id)
        ids = {guid: had.id for guid, had in (await comments.known(tx, article_id)).items()}
        for saved in changes.saved:
            comment_id = await comments.save(
                tx,
                article_id,
                saved.item,
                saved.digest,
                now,
                known_id=saved.known_id,
                parent_id=ids.get(saved.item.parent or ""),
            )
            ids[saved.item.guid] = comment_id
            await owing.comment(tx, threads, comment_id, saved.digest, saved.item.markdown)
        for comment_id in changes.gone:
            await comments.delete(tx, comment_id, now)
            await owing.comment_gone(tx, comment_id)
