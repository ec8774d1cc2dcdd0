"""What 500 comments at once in one thread cost: python -m tests.benchmarks.flame_war

The bot as a process reads them from a site and shows them on a Discord with rate limits, both of this
machine. The least possible is told by what is shown in the end: its embeds, packed one after the other into
messages of at most ten embeds and 6,000 characters. Exits with 1 where a bound is broken: all requests of the
bot to Discord at most 1.1 times that, none of them refused for coming too fast, all comments in their order,
and the loop late by less than 10 ms at the 99th percentile.
"""

from __future__ import annotations

import asyncio
import random
import sys
import tempfile
import time
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from bot.demo.wire.limits import Limits
from tests.stage import Stage, staged

COMMENTS = 500
MOST_CALLS, MOST_LATE = 1.1, 10.0
EMBEDS, CHARACTERS = 10, 6_000
TITLE = "Le Nova S9"


def write_comments(stage: Stage, article: int) -> None:
    """Of all lengths, most of them answers, all in one go."""
    chance = random.Random(COMMENTS)
    written: list[int] = []
    for n in range(COMMENTS):
        parent = chance.choice(written) if written and chance.random() < 0.7 else 0
        words = "mot " * chance.choice((3, 10, 40, 150, 600))
        written.append(stage.comment(article, f"{n} {words}", parent))


def least(embeds: Iterable[dict[str, Any]]) -> int:
    """In how few messages embeds fit, in their order."""
    messages, count, size = 1, 0, 0
    for embed in embeds:
        length = characters(embed)
        if count == EMBEDS or size + length > CHARACTERS:
            messages, count, size = messages + 1, 0, 0
        count, size = count + 1, size + length
    return messages


def characters(embed: dict[str, Any]) -> int:
    """As Discord counts them."""
    texts = [embed.get("title"), embed.get("description"), embed.get("footer", {}).get("text")]
    return sum(len(text or "") for text in [*texts, embed.get("author", {}).get("name")])


async def measured(stage: Stage) -> dict[str, float]:
    stage.empty_site()
    article = stage.publish(TITLE)
    stage.comment(article, "Premier")
    stage.bot.monitored = True
    await stage.bot.start()
    await stage.until(lambda: len(stage.said_in(TITLE)) == 1, within=60)
    await asyncio.sleep(1)
    calls: list[str] = []
    refused: list[str] = []
    stage.wire.on_request.append(lambda r: calls.append(f"{r.method} {r.path}"))
    stage.wire.on_request.append(lambda r: refused.append(r.path) if r.status == 429 else None)
    begun = time.monotonic()
    write_comments(stage, article)
    await stage.until(lambda: len(stage.said_in(TITLE)) > COMMENTS, within=400)
    seconds = time.monotonic() - begun
    await asyncio.sleep(2)
    await stage.bot.stop()
    numbers = [int(text.split()[0]) for text in stage.said_in(TITLE)[1:]]
    assert numbers == list(range(COMMENTS))
    report = stage.bot.report
    return {
        "calls": len(calls),
        "least": least(stage.cards(stage.threads()[TITLE])[1:]),
        "refused": len(refused),
        "seconds": seconds,
        "busy": report["busy_ms"]["p99"],
        "late": report["late_ms"]["p99"],
        "longest": report["late_ms"]["max"],
    }


async def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        async with staged(Path(folder), limits=Limits()) as stage:
            found = await measured(stage)
    times = found["calls"] / found["least"]
    table = Table("calls", "least", "times", "refused", "seconds", "busy p99 ms", "late p99 ms", "max")
    figures = (found["refused"], f"{found['seconds']:.0f}", found["busy"], found["late"], found["longest"])
    table.add_row(str(found["calls"]), str(found["least"]), f"{times:.2f}", *map(str, figures))
    console = Console(width=110)
    console.print(table)
    console.print(f"{times:.2f} times the least possible (at most {MOST_CALLS:g})")
    console.print(f"loop late p99 {found['late']:.1f} ms (under {MOST_LATE:g})")
    sys.exit(not (times <= MOST_CALLS and not found["refused"] and found["late"] < MOST_LATE))


if __name__ == "__main__":
    asyncio.run(main())
