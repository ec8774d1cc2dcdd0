"""Reads every source when its time has come: one loop for all of them, politely and cheaply."""

from __future__ import annotations

import asyncio
import random
from collections.abc import AsyncIterator, Awaitable, Callable, Collection, Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Protocol, TypeVar
from urllib.parse import urlsplit

import structlog

from bot import loops
from bot.articles import schedule
from bot.articles.turns import Turns
from bot.causes import Cause
from bot.config_sources import SourceSettings
from bot.errors import RetryError
from storage import sources
from storage.database import Database
from storage.records import SourceState

log = structlog.stdlib.get_logger(__name__)

_SAVE_SECONDS = 3.0
# So many sources are work of about a millisecond; others get their turn on the loop in between.
_PIECE = 100
_LONGEST_READ = 900.0
_DRAIN = 0.6
_LONGEST_PAUSE = 60.0
# A source that is pushed is looked at this much less often; the hub may fail without a word.
_PUSHED = 6
# However often we are called, a site is not asked again sooner than this.
_SHORTEST_GAP = 1.0


@dataclass(frozen=True, slots=True)
class Looked:
    """What one look at a source gave.

    `state` is what is to be remembered: already stored, unless `unchanged`, when the read wrote nothing.
    `published` are the dates of articles that were not there before. `cache_control` is the header,
    `ttl` the feed's own wish in seconds, `hub` and `topic` its WebSub links.
    """

    state: SourceState
    unchanged: bool = False
    published: tuple[datetime, ...] = ()
    cache_control: str = ""
    ttl: float | None = None
    hub: str = ""
    topic: str = ""


Item = TypeVar("Item")
Read = Callable[[SourceSettings, SourceState, datetime], Awaitable[Looked]]


class Directory(Protocol):
    """All sources there are; calls `changed` when one came, went, paused, or goes on."""

    changed: list[Callable[[], None]]

    async def all(self) -> tuple[SourceSettings, ...]: ...


class Pushes(Protocol):
    """Who may tell us of news before we look (`bot.articles.websub.Hubs`)."""

    def live(self, source: str) -> bool: ...

    def offered(self, source: str, hub: str, topic: str) -> None: ...

    def missed(self, source: str) -> None: ...

    def keep(self, names: frozenset[str]) -> None: ...


@dataclass(slots=True)
class _Watched:
    """A source in memory.

    `asked`: somebody knows of news there. `ended`: when it was last read, by the loop's clock. `dirty`: the
    state is to be saved. `torn`: a read failed, and may have stored something before it did.
    """

    source: SourceSettings
    site: str
    state: SourceState
    asked: bool = False
    ended: float = float("-inf")
    dirty: bool = False
    torn: bool = False


@dataclass(frozen=True, slots=True)
class _Failure:
    name: str
    reason: str
    due: datetime


class Reader:
    """Looks at each source when it is due; one task for all, and no source ever disturbs another."""

    def __init__(
        self,
        database: Database,
        directory: Directory,
        read: Read,
        *,
        pushes: Pushes | None = None,
        at_once: int = 20,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._database = database
        self._directory = directory
        self._read = read
        self._pushes = pushes
        self._now = now
        self._turns = Turns(at_once)
        self._watched: dict[str, _Watched] = {}
        self._looks: dict[str, asyncio.Task[None]] = {}
        self._failures: list[_Failure] = []
        self._asked: set[str] = set()
        self._wake = asyncio.Event()
        self._wakes_at = 0.0
        self._stale = True
        self._open = False

    async def run(self, stop: asyncio.Event) -> None:
        """Look at sources until `stop`; then end the looks under way within a second, and save."""
        self._directory.changed.append(self._change)
        self._open = True
        saving = asyncio.create_task(
            loops.every(_SAVE_SECONDS, self._save, name="source states", stop=stop), name="source states"
        )
        try:
            await loops.every(self._pause, self._step, name="sources", stop=stop, wake=self._wake)
        finally:
            self._open = False
            self._directory.changed.remove(self._change)
            await self._drain()
            saving.cancel()
            await asyncio.gather(saving, return_exceptions=True)
            await self._save()

    def look_now(self, name: str) -> None:
        """Look at a source as soon as its site may be asked: there is news, or it is new."""
        watched = self._watched.get(name)
        if watched is None:
            self._asked.add(name)
            return
        watched.asked = True
        if not (watched.state.paused or self._turns.is_under_way(name)):
            self._plan(watched, watched.ended + _SHORTEST_GAP)
            self._begin()

    async def _step(self) -> None:
        self._wakes_at = 0.0
        if self._stale:
            await self._reload()
        self._begin()

    def _pause(self) -> float:
        now, due = _clock(), self._turns.next()
        self._wakes_at = now + _LONGEST_PAUSE if due is None else min(due, now + _LONGEST_PAUSE)
        return max(self._wakes_at - now, 0.0)

    def _change(self) -> None:
        self._stale = True
        self._wake.set()

    async def _reload(self) -> None:
        """Take over the list of sources. Of those that stay, we know more than the store."""
        self._stale = False
        try:
            listed = await self._directory.all()
            stored = {state.name: state for state in await sources.every_state(self._database)}
        except BaseException:
            self._stale = True
            raise
        taken = [
            self._take(source, stored.get(source.name, SourceState(source.name)))
            async for source in _in_pieces(listed)
        ]
        gone = self._watched.keys() - {source.name for source in listed}
        self._watched = {watched.source.name: watched for watched, _ in taken}
        await self._leave(gone)
        self._failures = [failure for failure in self._failures if failure.name in self._watched]
        async for watched, due in _in_pieces(taken):
            self._plan_anew(watched, due)
        asked, self._asked = self._asked, set()
        for name in asked & self._watched.keys():
            self.look_now(name)
        if self._pushes:
            self._pushes.keep(frozenset(self._watched))

    def _take(self, source: SourceSettings, stored: SourceState) -> tuple[_Watched, float | None]:
        """A source of the list, and when to look at it if it is new, was changed or goes on."""
        known = self._watched.get(source.name)
        if known is None or known.source.url != source.url:
            return _Watched(source, _site(source), stored), self._first_look(source, stored)
        changed = known.source != source or (known.state.paused and not stored.paused)
        known.source, known.state = source, replace(known.state, paused=stored.paused)
        return known, _clock() if changed else None

    def _plan_anew(self, watched: _Watched, due: float | None) -> None:
        name = watched.source.name
        if watched.state.paused:
            self._turns.forget(name)
        elif due is not None and not self._turns.is_under_way(name):
            self._plan(watched, due)

    async def _leave(self, names: Collection[str]) -> None:
        """Sources that are no longer listed: a look under way must not store them again."""
        looks = [look for name in names if (look := self._looks.get(name))]
        for name in names:
            self._turns.forget(name)
        for look in looks:
            look.cancel()
        await asyncio.gather(*looks, return_exceptions=True)

    def _first_look(self, source: SourceSettings, state: SourceState) -> float:
        """When to look first after a start: when it was planned, unless the settings say sooner now."""
        now, due = self._now(), state.due
        if due is None or due <= now:
            return _clock()
        if not state.failures:
            due = min(due, schedule.next_look(source, state, now))
        return _clock() + (due - now).total_seconds()

    def _plan(self, watched: _Watched, due: float) -> None:
        self._turns.plan(watched.source.name, watched.site, due)

    def _begin(self) -> None:
        """Begin all looks that may begin now, and wake the loop in time for the next."""
        while self._open and (name := self._turns.begin(_clock())) is not None:
            look = self._look(self._watched[name])
            self._looks[name] = asyncio.create_task(look, name=f"source {name}")
        due = self._turns.next()
        if due is not None and due < self._wakes_at:
            self._wake.set()

    async def _look(self, watched: _Watched) -> None:
        """Look at a source, plan its next look, and let others begin."""
        name = watched.source.name
        try:
            wait = await self._outcome(watched)
        finally:
            self._turns.end(name)
            del self._looks[name]
        watched.ended = _clock()
        current = self._watched.get(name)
        if current is watched and not watched.state.paused:
            self._plan(watched, watched.ended + (_SHORTEST_GAP if watched.asked else wait))
        elif current is not None and not current.state.paused:
            self._plan(current, watched.ended)
        self._begin()

    async def _outcome(self, watched: _Watched) -> float:
        """Read a source and remember what came of it; the seconds until its next look."""
        now, asked, watched.asked = self._now(), watched.asked, False
        try:
            async with asyncio.timeout(_LONGEST_READ):
                if watched.torn:
                    await self._mend(watched)
                looked = await self._read(watched.source, watched.state, now)
            return self._remember(watched, looked, now, asked=asked)
        except RetryError as error:
            failure = error
            log.warning("source failed, will try again", source=watched.source.name, reason=str(error))
        except TimeoutError:
            failure = RetryError(Cause("cause-reading-slow", {"seconds": f"{_LONGEST_READ:g}"}))
            log.warning("source failed, will try again", source=watched.source.name, reason=str(failure))
        except Exception as error:
            failure = RetryError(Cause("cause-fault", {"fault": type(error).__name__}))
            log.exception("source failed, will try again", source=watched.source.name)
        return self._fail(watched, failure)

    async def _mend(self, watched: _Watched) -> None:
        stored = await sources.by_name(self._database, watched.source.name)
        known = watched.state
        watched.state = replace(
            stored, failures=known.failures, reason=known.reason, due=known.due, paused=known.paused
        )
        watched.torn = False

    def _remember(self, watched: _Watched, looked: Looked, now: datetime, *, asked: bool) -> float:
        before = watched.state
        rhythm = schedule.note(before.rhythm, looked.published, before.last_read, now)
        state = replace(
            looked.state,
            first_read=looked.state.first_read or now,
            last_read=now,
            failures=0,
            reason="",
            rhythm=rhythm,
            paused=before.paused,
        )
        due = schedule.next_look(
            watched.source,
            state,
            now,
            cache_control=looked.cache_control,
            ttl=looked.ttl,
            jitter=random.uniform(-1, 1),  # noqa: S311 - not for secrets
        )
        wait = (due - now).total_seconds()
        if self._pushes:
            wait = self._consider_pushes(self._pushes, watched.source, looked, wait, asked=asked)
        watched.state = replace(state, due=now + timedelta(seconds=wait))
        watched.dirty = True
        return wait

    def _consider_pushes(
        self, pushes: Pushes, source: SourceSettings, looked: Looked, wait: float, *, asked: bool
    ) -> float:
        if looked.published and not asked:
            pushes.missed(source.name)
        if looked.hub:
            pushes.offered(source.name, looked.hub, looked.topic or source.url)
        return max(wait, min(wait * _PUSHED, schedule.LONGEST)) if pushes.live(source.name) else wait

    def _fail(self, watched: _Watched, failure: RetryError) -> float:
        reason, after = failure.kept, failure.after
        source, state = watched.source, watched.state
        failures = state.failures + 1
        wait = max(loops.backoff(source.interval, failures), source.interval)
        # What failed together should not come back together.
        wait *= random.uniform(1, 1.1)  # noqa: S311 - not for secrets
        if after:
            wait = max(wait, after)
            self._turns.rest(watched.site, _clock() + after)
        due = self._now() + timedelta(seconds=wait)
        watched.state = replace(state, failures=failures, reason=reason, due=due)
        watched.torn, watched.dirty = True, False
        self._failures.append(_Failure(source.name, reason, due))
        return wait

    async def _save(self) -> None:
        """Save in one transaction what changed since the last time."""
        if not (self._failures or any(watched.dirty for watched in self._watched.values())):
            return
        async with self._database.write() as tx:
            # Chosen when nobody else writes: what a look under way has just stored is newer than ours.
            chosen = [w for name, w in self._watched.items() if w.dirty and name not in self._looks]
            failures, self._failures = self._failures, []
            for watched in chosen:
                watched.dirty = False
            try:
                for failure in failures:
                    await sources.failed(tx, failure.name, failure.reason, failure.due)
                # After the failures: who was read well since, has none.
                for start in range(0, len(chosen), _PIECE):
                    await sources.save(tx, *(w.state for w in chosen[start : start + _PIECE]))
            except BaseException:
                self._failures[:0] = failures
                for watched in chosen:
                    watched.dirty = not watched.torn
                raise

    async def _drain(self) -> None:
        if looks := list(self._looks.values()):
            _, late = await asyncio.wait(looks, timeout=_DRAIN)
            for look in late:
                look.cancel()
            await asyncio.gather(*looks, return_exceptions=True)


async def _in_pieces(items: Iterable[Item]) -> AsyncIterator[Item]:
    for number, item in enumerate(items, 1):
        yield item
        if number % _PIECE == 0:
            await asyncio.sleep(0)


def _site(source: SourceSettings) -> str:
    return urlsplit(source.url).netloc.rpartition("@")[2].lower()


def _clock() -> float:
    return asyncio.get_running_loop().time()
