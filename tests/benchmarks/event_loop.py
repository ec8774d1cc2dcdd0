"""How long the bot's event loop is blocked, and its memory: python -m tests.benchmarks.event_loop

Three runs of the bot as a process, each on a Discord and a site of this machine: idle with three sources;
20 articles and 200 comments while Discord fails in every way; nine hostile sources beside a good one. `busy`
is processor time of the loop's thread between two looks, two milliseconds apart: what our code blocks. `late`
is by the clock, so that other processes on the machine are in it.
"""

from __future__ import annotations

import asyncio
import itertools
import tempfile
from collections.abc import Awaitable, Callable
from pathlib import Path

from rich.console import Console
from rich.table import Table

from tests.hostile import FAULTS, served
from tests.stage import Stage, staged

Scenario = Callable[[Stage], Awaitable[None]]


async def idle(stage: Stage) -> None:
    """Three sources that have nothing new."""
    source = stage.bot.settings["sources"][0]
    stage.bot.settings["sources"] += [source | {"name": f"Copie {n}", "interval": 60} for n in (1, 2)]
    await stage.bot.start()
    await stage.until(lambda: len(stage.titles()) >= 12, within=60)
    await asyncio.sleep(15)


async def failing_discord(stage: Stage) -> None:
    """Everything at once, with faults before and after effects and a gateway that keeps going away."""
    stage.empty_site()
    titles = [f"Article {n:02}" for n in range(20)]
    for title in titles:
        article = stage.publish(title)
        for n in range(10):
            stage.comment(article, f"{title}, commentaire {n}")
    faults = itertools.product((429, 500, 502, 503), (False, True))
    for status, after in faults:
        stage.wire.faults.add(method="POST", path="*", status=status, after_effect=after, times=2)
    stage.wire.faults.add(method="POST", path="*", reset=True, after_effect=True, times=2)
    await stage.bot.start()
    for _ in range(3):
        await asyncio.sleep(4)
        stage.wire.gateway.drop_connections()
    await stage.until(lambda: sum(len(stage.said_in(title)) for title in titles) == 200, within=180)


async def hostile_sources(stage: Stage) -> None:
    """Errors, hangs, 200 MB, a gzip bomb, nested XML, redirects, and a good source that goes on."""
    stage.empty_site()
    async with served() as (_, addresses):
        stage.bot.settings["http"]["allow_private"] += addresses.values()
        stage.bot.settings["sources"] += [
            {"name": fault, "kind": "feed", "url": f"http://{addresses[fault]}/{fault}", "interval": 0.5}
            for fault in FAULTS
        ]
        await stage.bot.start()
        for n in range(20):
            stage.publish(f"Article {n}")
            await asyncio.sleep(1)
        await stage.until(lambda: len(stage.titles()) == 20, within=60)


async def main() -> None:
    table = Table("run", "busy p50", "p99", "max ms", "late p99", "max ms", "memory", "peak MB")
    for scenario in (idle, failing_discord, hostile_sources):
        with tempfile.TemporaryDirectory() as folder:
            async with staged(Path(folder)) as stage:
                stage.bot.monitored = True
                await scenario(stage)
                await stage.bot.stop()
                report = stage.bot.report
        busy, late = report["busy_ms"], report["late_ms"]
        figures = [busy["p50"], busy["p99"], busy["max"], late["p99"], late["max"]]
        table.add_row(scenario.__name__, *map(str, [*figures, report["rss_mb"], report["peak_mb"]]))
    Console().print(table)


if __name__ == "__main__":
    asyncio.run(main())
