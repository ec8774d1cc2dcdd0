"""What it costs to look at 1,000 sources without news: python -m tests.benchmarks.polling

Each source is a feed on a host of its own (127.0.x.y) that answers 304, served by another process. One round
of the Reader, from the plan through Fetcher and the kind's reader to the saved states, is compared with bare
aiohttp GETs of the same addresses, equally many at once, in one run. Exits with 1 where a bound is broken: at
most twice the processor time of the bare GETs, and the loop late by less than 10 ms at the 99th percentile.
"""

from __future__ import annotations

import asyncio
import gc
import multiprocessing
import statistics
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from multiprocessing.connection import Connection

import aiohttp
import structlog
from aiohttp import web
from rich.console import Console
from rich.table import Table

from bot.articles.source import read_articles
from bot.config import HttpSettings
from bot.config_sources import SourceSettings
from bot.http import Fetcher
from bot.reader import Looked, Reader
from bot.workers import Here
from storage import sources
from storage.database import Database
from storage.records import SourceState

SOURCES = 1_000
AT_ONCE = 20
ROUNDS = 7
PAUSE = 0.002
MOST_TIMES, MOST_LATE = 2.0, 10.0
ETAG = '"a0b1c2d3e4f5"'
HEADERS = {
    "ETag": ETAG,
    "Last-Modified": "Sun, 01 Mar 2026 12:00:00 GMT",
    "Cache-Control": "max-age=120",
    "Vary": "Accept-Encoding",
    "X-Powered-By": "PHP/8.3",
    "Strict-Transport-Security": "max-age=31536000",
}


@dataclass(frozen=True)
class Spent:
    """What one round took: seconds of processor time; and at each look at the loop, in ms, by how much it
    was late by the clock (other processes are in it) and how long its thread had worked without a pause."""

    seconds: float
    late: list[float]
    busy: list[float]


class Listed:
    """A directory of the sources in memory."""

    def __init__(self, listed: tuple[SourceSettings, ...]) -> None:
        self.listed = listed
        self.changed: list[Callable[[], None]] = []

    async def all(self) -> tuple[SourceSettings, ...]:
        return self.listed


def serve(ready: Connection) -> None:
    """The web of this benchmark, in a process of its own."""

    async def answer(request: web.BaseRequest) -> web.Response:
        known = request.headers.get("If-None-Match") == ETAG
        return web.Response(status=304 if known else 500, headers=HEADERS)

    async def run() -> None:
        runner = web.ServerRunner(web.Server(answer, access_log=None))
        await runner.setup()
        await web.TCPSite(runner, "0.0.0.0", 0, backlog=1_024).start()
        ready.send(runner.addresses[0][1])
        await asyncio.Event().wait()

    with suppress(KeyboardInterrupt):
        asyncio.run(run())


def address(number: int, port: int) -> str:
    return f"127.0.{1 + number // 250}.{1 + number % 250}:{port}"


async def watch(late: list[float], busy: list[float]) -> None:
    """Look at the loop every two milliseconds."""
    while True:
        clock, work = time.perf_counter(), time.thread_time()
        await asyncio.sleep(PAUSE)
        late.append((time.perf_counter() - clock - PAUSE) * 1000)
        busy.append((time.thread_time() - work) * 1000)


async def measured(work: Callable[[], Awaitable[object]]) -> Spent:
    late: list[float] = []
    busy: list[float] = []
    watching = asyncio.create_task(watch(late, busy))
    begun = time.process_time()
    await work()
    spent = time.process_time() - begun
    watching.cancel()
    return Spent(spent, late, busy)


async def bare_round(urls: list[str]) -> Spent:
    """GETs as anybody would write them, so many at once."""
    connector = aiohttp.TCPConnector(limit=AT_ONCE)
    left = iter(urls)

    async def get(session: aiohttp.ClientSession) -> None:
        for url in left:
            async with session.get(url, headers={"If-None-Match": ETAG}) as response:
                await response.read()
                assert response.status == 304

    async with aiohttp.ClientSession(connector=connector) as session:
        return await measured(lambda: asyncio.gather(*(get(session) for _ in range(AT_ONCE))))


async def our_round(listed: tuple[SourceSettings, ...], database: Database, fetch: Fetcher) -> Spent:
    """One round of the Reader over all sources, due at once; ends when their states are saved."""
    stop = asyncio.Event()
    hands = Here()
    left = len(listed)

    async def read(source: SourceSettings, state: SourceState, now: datetime) -> Looked:
        nonlocal left
        reading = await read_articles(source, state, fetch, hands)
        assert reading.unchanged
        left -= 1
        if left == 0:
            stop.set()
        return Looked(state, unchanged=True, cache_control=HEADERS["Cache-Control"])

    reader = Reader(database, Listed(listed), read, at_once=AT_ONCE)
    spent = await measured(lambda: reader.run(stop))
    after = await sources.every_state(database)
    assert sum(state.due is not None and state.failures == 0 for state in after) == len(listed)
    return spent


async def remember(listed: tuple[SourceSettings, ...], database: Database) -> None:
    """Sources known for a month, with a rhythm, all due."""
    now = datetime.now(UTC)
    rhythm = tuple(hour % 24 // 8 for hour in range(168))
    states = [
        SourceState(
            source.name,
            first_read=now - timedelta(days=30),
            last_read=now - timedelta(minutes=5),
            validators=((source.url, ETAG, HEADERS["Last-Modified"]),),
            rhythm=rhythm,
        )
        for source in listed
    ]
    async with database.write() as tx:
        await sources.save(tx, *states)


def settle() -> None:
    """As the bot does when it has started: what stays is not walked through by the collector again."""
    gc.collect()
    gc.freeze()


async def compare(port: int) -> tuple[list[Spent], list[Spent]]:
    places = [address(number, port) for number in range(SOURCES)]
    listed = tuple(
        SourceSettings(name=f"Source {n}", kind="feed", url=f"http://{place}/feed/")
        for n, place in enumerate(places)
    )
    bare, ours = [], []
    with tempfile.TemporaryDirectory() as folder:
        for number in range(ROUNDS):
            database = await Database.open(f"sqlite:///{folder}/{number}.db")
            await remember(listed, database)
            settle()
            bare.append(await bare_round([source.url for source in listed]))
            settle()
            async with Fetcher(HttpSettings(allow_private=tuple(places))) as fetch:
                ours.append(await our_round(listed, database, fetch))
            await database.close()
    return bare, ours


def report(bare: list[Spent], ours: list[Spent]) -> bool:
    """Print the table; whether the bounds hold."""
    table = Table(
        "1,000 answers 304", "processor s", "least", "most", "late p99 ms", "max", "busy p99 ms", "max"
    )
    for name, rounds in (("aiohttp GETs", bare), ("Reader", ours)):
        seconds = [r.seconds for r in rounds]
        late = sorted(value for r in rounds for value in r.late)
        busy = sorted(value for r in rounds for value in r.busy)
        figures = (statistics.median(seconds), min(seconds), max(seconds))
        delays = (p99(late), late[-1], p99(busy), busy[-1])
        table.add_row(name, *(f"{f:.3f}" for f in figures), *(f"{delay:.1f}" for delay in delays))
    times = statistics.median(o.seconds / b.seconds for o, b in zip(ours, bare, strict=True))
    lag = p99([late for r in ours for late in r.late])
    console = Console(width=120)
    console.print(table)
    console.print(f"processor time {times:.2f} times the bare GETs (at most {MOST_TIMES:g})")
    console.print(f"loop late p99 {lag:.1f} ms (under {MOST_LATE:g})")
    return times <= MOST_TIMES and lag < MOST_LATE


def p99(values: list[float]) -> float:
    return statistics.quantiles(values, n=100)[98]


def main() -> None:
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(30))
    spawn = multiprocessing.get_context("spawn")
    ours, theirs = spawn.Pipe()
    server = spawn.Process(target=serve, args=(theirs,), daemon=True)
    server.start()
    try:
        held = report(*asyncio.run(compare(ours.recv())))
    finally:
        server.terminate()
        server.join()
    sys.exit(not held)


if __name__ == "__main__":
    main()
