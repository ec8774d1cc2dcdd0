"""What it costs to look at comments that did not change: python -m tests.benchmarks.quiet_threads

100 comments of a WordPress (its newest ones, of all articles), and a thread of 100 comments of an Isso
server, both served by another process, are read again and again by the bot's service with its own HTTP client
and database, beside bare aiohttp GETs of the same answers. Exits with 1 where a bound is broken: one request
for each poll, and less than 2 ms of processor time.
"""

from __future__ import annotations

import asyncio
import gc
import json
import multiprocessing
import statistics
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from multiprocessing.connection import Connection
from typing import Any

import aiohttp
import structlog
from aiohttp import web
from rich.console import Console
from rich.table import Table

from bot.comments.service import Comments
from bot.config import HttpSettings
from bot.config_sources import SourceSettings
from bot.http import Fetched, Fetcher
from bot.workers import Here
from storage import articles
from storage.database import Database
from storage.records import ArticleItem

POLLS = 300
COMMENTS = 100
MOST_MS = 2.0
TEXT = "L’autonomie annoncée me paraît très optimiste, à ce prix c’est dommage. " * 4


def wordpress() -> bytes:
    """The newest comments as WordPress gives them."""
    rows = [
        {
            "id": n,
            "post": 7,
            "parent": n // 3,
            "author_name": f"Lecteur {n}",
            "date_gmt": f"{datetime.now(UTC) - timedelta(minutes=2 * (COMMENTS - n)):%Y-%m-%dT%H:%M:%S}",
            "content": {"rendered": f"<p>{TEXT}</p>"},
            "link": f"https://gazette.example/7/#comment-{n}",
            "type": "comment",
            "author_avatar_urls": {"96": "https://secure.gravatar.com/avatar/0?s=96"},
        }
        for n in range(COMMENTS, 0, -1)
    ]
    return json.dumps(rows).encode()


def isso() -> bytes:
    """A thread as Isso gives it."""
    rows = [
        {"id": n, "parent": None, "text": f"<p>{TEXT}</p>", "author": "Léa", "created": 1.7e9 + n, "mode": 1}
        for n in range(1, COMMENTS + 1)
    ]
    return json.dumps({"replies": rows}).encode()


def serve(ready: Connection) -> None:
    """The sites of this benchmark, in a process of its own."""
    bodies = {True: wordpress(), False: isso()}
    totals = {"X-WP-Total": str(COMMENTS), "X-WP-TotalPages": "1"}

    async def answer(request: web.BaseRequest) -> web.Response:
        body = bodies["/wp-json/" in request.path]
        return web.Response(body=body, content_type="application/json", headers=totals)

    async def run() -> None:
        runner = web.ServerRunner(web.Server(answer, access_log=None))
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        ready.send(runner.addresses[0][1])
        await asyncio.Event().wait()

    with suppress(KeyboardInterrupt):
        asyncio.run(run())


class Counting(Fetcher):
    """Counts its requests."""

    asked = 0

    async def get(self, url: str, **options: Any) -> Fetched:
        self.asked += 1
        return await super().get(url, **options)


async def spent(step: Callable[[], Awaitable[object]]) -> float:
    """Milliseconds of processor time of this process for a step, the median of many."""
    taken = []
    gc.collect()
    for _ in range(POLLS):
        begun = time.process_time()
        await step()
        taken.append((time.process_time() - begun) * 1000)
    return statistics.median(taken)


async def poll(source: SourceSettings, port: int) -> tuple[float, float, int]:
    """(milliseconds a poll, requests a poll, comments stored) of a source that does not change."""
    now = datetime.now(UTC)
    http = HttpSettings(allow_private=(f"127.0.0.1:{port}",))
    with tempfile.TemporaryDirectory() as folder:
        database = await Database.open(f"sqlite:///{folder}/quiet.db")
        async with Counting(http) as fetch:
            async with database.write() as tx:
                item = ArticleItem(guid="7", url=f"http://127.0.0.1:{port}/7/", title="Le Nova S9")
                await articles.save(tx, source.name, item, "d", now, None)
            service = Comments(database, fetch, Here())
            for minutes in range(4):
                await service.read(source, now + timedelta(minutes=minutes))
            fetch.asked, times = 0, iter(range(10_000))
            taken = await spent(lambda: service.read(source, now + timedelta(minutes=5 + next(times))))
            stored = await database.one("SELECT COUNT(*) FROM comments WHERE deleted IS NULL")
        await database.close()
    return taken, fetch.asked / POLLS, int(stored[0]) if stored else 0


async def bare(url: str) -> float:
    """The same answer by aiohttp alone."""
    async with aiohttp.ClientSession() as session:

        async def get() -> None:
            async with session.get(url) as response:
                await response.read()

        return await spent(get)


async def compare(port: int) -> bool:
    """Print the table; whether the bounds hold."""
    url = f"http://127.0.0.1:{port}"
    settings = {"name": "Le Fil", "url": url, "interval": 60}
    kinds = {
        "WordPress": (SourceSettings(kind="wordpress", **settings), f"{url}/wp-json/wp/v2/comments"),
        "Isso": (SourceSettings(kind="feed", comments_from="isso", **settings), f"{url}/?uri=/7/"),
    }
    table = Table("100 comments, unchanged", "ms a poll", "requests", "bare GET ms")
    held = True
    for name, (source, address) in kinds.items():
        taken, asked, stored = await poll(source, port)
        assert stored == COMMENTS
        table.add_row(name, f"{taken:.2f}", f"{asked:g}", f"{await bare(address):.2f}")
        held = held and taken < MOST_MS and asked == 1
    console = Console(width=110)
    console.print(table)
    console.print(f"one request for a poll, less than {MOST_MS:g} ms: {'held' if held else 'broken'}")
    return held


def main() -> None:
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(30))
    spawn = multiprocessing.get_context("spawn")
    ours, theirs = spawn.Pipe()
    server = spawn.Process(target=serve, args=(theirs,), daemon=True)
    server.start()
    try:
        held = asyncio.run(compare(ours.recv()))
    finally:
        server.terminate()
        server.join()
    sys.exit(not held)


if __name__ == "__main__":
    main()
