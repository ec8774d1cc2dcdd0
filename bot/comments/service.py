"""Comments from a source into the store, with what is owed to Discord for them."""

from __future__ import annotations

import re
from collections import OrderedDict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog
from rapidfuzz import fuzz, process, utils

from bot import owing
from bot.articles.identity import LINK, canonical
from bot.comments import closing, rules, withdrawing
from bot.comments.gate import Gate
from bot.comments.parents import Parent
from bot.comments.reading import CommentsState, CommentWindow, ThreadReading, ThreadState, turns
from bot.comments.source import has_window, read_comments, read_recent_comments, read_threads
from bot.config_sources import SourceSettings
from bot.errors import ReaderError, SourceError
from bot.http import Fetcher
from bot.workers import Workers
from storage import articles, comments, deliveries, quotes, thread_deliveries, writings
from storage.articles import ThreadPlace
from storage.database import Database, Transaction
from storage.records import ArticleItem, Comment, CommentItem, Delivery, Kind

log = structlog.stdlib.get_logger(__name__)

_KEPT_THREADS = 2_000
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

    def __init__(self, database: Database, fetch: Fetcher, workers: Workers, gate: Gate) -> None:
        self._database = database
        self._gate = gate
        self._fetch = fetch
        self._workers = workers
        # What the last readings saw: lost with the process, which then reads once more than it must.
        self._windows: dict[str, CommentsState] = {}
        self._threads: OrderedDict[int, ThreadState] = OrderedDict()

    async def read(self, source: SourceSettings, now: datetime) -> int:
        """Read a source's comments once; how many changed. SourceError where it does not answer.

        How often which thread is read, `bot.comments.reading` tells.
        """
        changed = await self._read_threads(source, await self._due(source, now), now)
        state = self._windows.get(source.name) or CommentsState(
            newest=await comments.newest(self._database, source.name)
        )
        window = await read_recent_comments(source, self._fetch, self._workers, state, now)
        if not window.unchanged:
            changed += await self._store_window(source.name, window, now)
        self._windows[source.name] = window.state
        if changed:
            log.info("comments read", source=source.name, changed=changed)
        return changed

    async def _read_threads(
        self, source: SourceSettings, places: Sequence[ThreadPlace], now: datetime
    ) -> int:
        items = [ArticleItem(guid=place.guid, url=place.url, title="") for place in places]
        if has_window(source):
            readings = await read_threads(source, items, self._fetch, self._workers)
            found = [(place, readings[place.guid]) for place in places if place.guid in readings]
            return sum([await self._store_reading(place, reading, now) for place, reading in found])
        changed = 0
        for place, item in zip(places, items, strict=True):
            state = self._threads.get(place.article_id, ThreadState())
            reading = await read_comments(source, item, self._fetch, self._workers, state)
            changed += await self._store_reading(place, reading, now)
            self._threads[place.article_id] = reading.state
            if len(self._threads) > _KEPT_THREADS:
                self._threads.popitem(last=False)
        return changed

    async def _store_reading(self, place: ThreadPlace, reading: ThreadReading, now: datetime) -> int:
        if reading.unchanged:
            async with self._database.write() as tx:
                await articles.thread_read(tx, place.article_id, now)
            return 0
        changed = await self.store_thread(place.article_id, reading.items, now, floor=reading.floor)
        if reading.closed is not None:
            async with self._database.write() as tx:
                await closing.site_said(tx, place.article_id, closed=reading.closed, read=now)
        return changed

    async def store_thread(
        self, article_id: int, items: Iterable[CommentItem], now: datetime, *, floor: int | None = 0
    ) -> int:
        """Store an article's thread, in time order, parents before children; how many changed.

        A stored comment that is absent is gone if its numeric guid is at least `floor`: all with 0, none
        with None.
        """
        known = await comments.known(self._database, article_id)
        changes = rules.decide(
            await withdrawing.hidden(self._database, article_id, items, known), known, floor=floor
        )
        parents = await self._inferred(article_id, changes)
        async with self._database.write() as tx:
            await self._apply(tx, article_id, changes, parents, now)
            await articles.thread_read(tx, article_id, now)
        return len(changes.saved) + len(changes.gone)

    async def thread_of(self, article: str) -> Discussion | None:
        """Where an article, given by our id of it or by its title, is discussed on Discord."""
        if _OUR_ID.fullmatch(article):
            article_id = int(article)
        else:
            article_id = next((id_ for id_, _ in await self.titles(article, 1)), 0)
        stored = await articles.by_id(self._database, article_id)
        threads = await thread_deliveries.threads_of(self._database, article_id)
        thread_id = next((t.discord_id for t in threads if t.wanted and t.discord_id), None)
        if stored is None or thread_id is None:
            return None
        return Discussion(stored.item.title, thread_id)

    async def shown_by(self, message: int) -> Comment:
        """The comment that a Discord message shows; ReaderError for one that shows none, or several."""
        shown = await thread_deliveries.of_message(self._database, message)
        ids = {d.subject for d in shown if d.kind in {Kind.COMMENT, Kind.ORIGINAL}}
        if len(ids) > 1:
            raise ReaderError("comment-several")
        comment = await comments.by_id(self._database, ids.pop()) if ids else None
        if comment is None or comment.deleted:
            raise ReaderError("comment-unknown")
        return comment

    async def parent_of(self, comment: Comment) -> Comment | None:
        """The comment that another one answers."""
        return await comments.by_id(self._database, comment.parent_id) if comment.parent_id else None

    async def relink(self, comment: Comment, parent: Comment | None, by: int) -> None:
        """Say which comment another one answers, for good; ReaderError where that cannot be."""
        if parent is not None:
            later = (parent.item.published, parent.id) >= (comment.item.published, comment.id)
            if parent.article_id != comment.article_id or later:
                raise ReaderError("comment-no-parent")
        parent_id = parent.id if parent else None
        async with self._database.write() as tx:
            await comments.relink(tx, comment.id, parent_id, by)
            wanted = f"{comment.digest} {parent_id}"
            await deliveries.want_again(tx, Kind.COMMENT, comment.id, wanted)

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

    async def _due(self, source: SourceSettings, now: datetime) -> list[ThreadPlace]:
        """The threads whose turn it is."""
        found: dict[int, ThreadPlace] = {}
        for turn in turns(now, timedelta(seconds=source.interval), window=has_window(source)):
            places = await articles.unread_threads(
                self._database, source.name, since=turn.since, before=turn.before, limit=turn.limit
            )
            found |= {place.article_id: place for place in places}
        return list(found.values())

    async def _store_window(self, source: str, window: CommentWindow, now: datetime) -> int:
        """Store what is new, changed or gone in the window, for articles whose thread was read before."""
        places = {place for place, _ in window.items}
        if window.by == "url":
            links = {place: f"{LINK} {canonical(place)}" for place in places}
            by_link = await articles.known_by_keys(self._database, source, links.values())
            stored = {place: by_link[link] for place, link in links.items() if link in by_link}
        else:
            stored = await articles.known(self._database, source, places)
        ready = {place: had.id for place, had in stored.items() if had.comments_read}
        read: dict[int, list[CommentItem]] = {}
        for place, item in window.items:
            if place in ready:
                read.setdefault(ready[place], []).append(item)
        touched = set(read)
        if window.floor is not None:
            touched |= await comments.articles_since(self._database, source, window.floor)
        changed = 0
        for article_id in touched:
            known = await comments.known(self._database, article_id)
            items = await withdrawing.hidden(self._database, article_id, read.get(article_id, ()), known)
            changes = rules.decide(items, known, floor=window.floor)
            if changes.saved or changes.gone:
                parents = await self._inferred(article_id, changes)
                async with self._database.write() as tx:
                    await self._apply(tx, article_id, changes, parents, now)
                changed += len(changes.saved) + len(changes.gone)
        return changed

    async def _inferred(self, article_id: int, changes: rules.CommentChanges) -> Mapping[str, Parent]:
        """The parents of new comments where the site tells none, by guid."""
        thread = {c.item.guid: c.item for c in await comments.of_article(self._database, article_id)}
        thread |= {saved.item.guid: saved.item for saved in changes.saved}
        article = await articles.by_id(self._database, article_id)
        if not changes.saved or article is None or len(thread) < 2 or any(i.parent for i in thread.values()):
            return {}
        items = sorted(thread.values(), key=lambda item: item.published)
        told = article.item.title, article.item.text, article.item.url
        try:
            found: Mapping[str, Parent] = await self._workers.run(
                "bot.comments.inferring:infer_parents", items, *told
            )
        except SourceError as error:
            log.warning("parents cannot be inferred", article=article_id, reason=str(error))
            return {}
        return found

    async def _apply(
        self,
        tx: Transaction,
        article_id: int,
        changes: rules.CommentChanges,
        parents: Mapping[str, Parent],
        now: datetime,
    ) -> None:
        if not changes.saved and not changes.gone:
            return
        threads = await thread_deliveries.threads_of(tx, article_id)
        known = await comments.known(tx, article_id)
        ids = {guid: had.id for guid, had in known.items()}
        watch = await self._gate.watch(tx, article_id, now)
        for saved in changes.saved:
            item = saved.item
            inferred = parents.get(item.guid)
            comment_id = await comments.save(
                tx,
                article_id,
                item,
                saved.digest,
                now,
                known_id=saved.known_id,
                parent_id=ids.get(item.parent or (inferred.id if inferred else None) or ""),
                confidence=inferred.confidence if inferred else None,
                evidence=inferred.evidence if inferred else (),
            )
            ids[item.guid] = comment_id
            had = known.get(item.guid)
            returned = had is not None and had.deleted
            if returned:
                await quotes.forget(tx, article_id, comment_id)
            own = await self._adopt(tx, article_id, item.guid, comment_id, threads)
            if watch and (returned or not own):
                await watch.met(tx, comment_id, item, now, new=had is None, returned=returned)
            await owing.comment(tx, threads, comment_id, saved.digest, item.markdown)
        if changes.gone:
            await withdrawing.withdraw(tx, article_id, changes.gone, threads)
        for comment_id in changes.gone:
            if watch:
                await watch.gone(tx, comment_id, now)
            await comments.delete(tx, comment_id, now)
            await owing.comment_gone(tx, comment_id)
            await writings.end(tx, comment_id)
        if changes.gone:
            for thread in threads:
                await owing.held_back(tx, thread.id)

    async def _adopt(
        self, tx: Transaction, article_id: int, guid: str, comment_id: int, threads: Iterable[Delivery]
    ) -> bool:
        """A comment that was written on Discord stands there already: the message it was made from."""
        writing = await writings.by_comment(tx, article_id, guid)
        if writing is None or writing.state == "ended" or writing.wanted is writing.written is None:
            # Its message is not there any more.
            return False
        place = next((thread.place for thread in threads if thread.discord_id == writing.channel), None)
        if place is not None:
            await thread_deliveries.adopt(tx, comment_id, place, writing.message)
        await owing.mark(tx, writing.channel, writing.message, "published")
        return True
