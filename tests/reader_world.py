"""Sources, their directory and their hubs in memory, for tests of what reads them."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime

from bot.config_sources import SourceSettings
from bot.reader import Looked, Reader
from storage import sources
from storage.database import Database
from storage.records import SourceState

LONG_AGO = datetime(2026, 1, 1, tzinfo=UTC)
Act = Callable[[SourceState], Awaitable[Looked]]


class Listed:
    """A directory in memory."""

    def __init__(self, *listed: SourceSettings) -> None:
        self.listed = listed
        self.changed: list[Callable[[], None]] = []

    async def all(self) -> tuple[SourceSettings, ...]:
        return self.listed

    def become(self, *listed: SourceSettings) -> None:
        self.listed = listed
        for change in self.changed:
            change()


class Hub:
    """Pushes in memory."""

    def __init__(self, *live: str) -> None:
        self.alive = live
        self.offers: list[tuple[str, str, str]] = []
        self.misses: list[str] = []
        self.kept: frozenset[str] = frozenset()

    def live(self, source: str) -> bool:
        return source in self.alive

    def offered(self, source: str, hub: str, topic: str) -> None:
        self.offers.append((source, hub, topic))

    def missed(self, source: str) -> None:
        self.misses.append(source)

    def keep(self, names: frozenset[str]) -> None:
        self.kept = names


class Web:
    """What sources answer: unchanged unless told otherwise. `looks` are the names in order."""

    def __init__(self) -> None:
        self.looks: list[str] = []
        self.acts: dict[str, Act] = {}
        self.now: list[str] = []
        self.most = 0

    async def read(self, source: SourceSettings, state: SourceState, _now: datetime) -> Looked:
        self.looks.append(source.name)
        self.now.append(source.name)
        self.most = max(self.most, len(self.now))
        try:
            act = self.acts.get(source.name)
            return await act(state) if act else Looked(state, unchanged=True)
        finally:
            self.now.remove(source.name)

    async def until(self, looks: int) -> None:
        async with asyncio.timeout(10):
            while len(self.looks) < looks:
                await asyncio.sleep(0.005)


def source(name: str, site: str = "", **settings: object) -> SourceSettings:
    """A feed on a site of its own, unless named."""
    url = f"https://{site or name}.example/{name}"
    return SourceSettings.model_validate(
        {"name": name, "kind": "feed", "url": url, "interval": 60, **settings}
    )


def answering(looked: Looked) -> Act:
    async def act(_state: SourceState) -> Looked:
        return looked

    return act


def failing(error: Exception) -> Act:
    async def act(_state: SourceState) -> Looked:
        raise error

    return act


async def hang(_state: SourceState) -> Looked:
    await asyncio.sleep(60)
    raise AssertionError


async def linger(state: SourceState) -> Looked:
    await asyncio.sleep(0.02)
    return Looked(state, unchanged=True)


@asynccontextmanager
async def reading(
    db: Database, directory: Listed, web: Web, pushes: Hub | None = None, at_once: int = 20
) -> AsyncIterator[Reader]:
    """A reader that runs until the block ends; that must not take long."""
    stop = asyncio.Event()
    reader = Reader(db, directory, web.read, pushes=pushes, at_once=at_once)
    task = asyncio.create_task(reader.run(stop))
    try:
        yield reader
    finally:
        stop.set()
        await asyncio.wait_for(task, 3)


async def remember(db: Database, *states: SourceState) -> None:
    async with db.write() as tx:
        await sources.save(tx, *states)


async def wait_of(db: Database, name: str) -> float:
    """Seconds from the last look of a source to the planned one, as stored."""
    state = await sources.by_name(db, name)
    assert state.due
    assert state.last_read
    return (state.due - state.last_read).total_seconds()
