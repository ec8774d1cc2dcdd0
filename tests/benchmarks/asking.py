"""/ask by 20 readers at once while an article arrives every second: python -m tests.benchmarks.asking

The bot as a process on a Discord and a site of this machine, with a hundred articles. All readers ask in the
same moment, every three seconds, as often as one reader may. The time is from the command to the answer that
stands there, by the clock, so that the Discord's own work and that of other processes is in it. `late` is how
late the bot's loop came round, by the clock, `busy` by the processor time of its own thread.
"""

from __future__ import annotations

import asyncio
import tempfile
import time
from pathlib import Path

from rich.console import Console

from bot.demo.wire.people import Person
from tests.benchmarks import library
from tests.stage import Stage, staged

_READERS = 20
_ROUNDS = 10
_ARTICLES = 100


async def ask(person: Person, channel: int, question: str) -> float:
    """Milliseconds until the answer stands there."""
    begun = time.perf_counter()
    interaction = await person.slash(channel, "ask", question=question)
    await interaction.finished()
    return (time.perf_counter() - begun) * 1000


async def publishing(stage: Stage) -> None:
    for document in library.documents(10_000, seed=9):
        stage.publish(document["title"], document["text"])
        await asyncio.sleep(1)


async def main() -> None:
    spent: list[float] = []
    with tempfile.TemporaryDirectory() as folder:
        async with staged(Path(folder)) as stage:
            stage.bot.monitored = True
            stage.empty_site()
            for document in library.documents(_ARTICLES):
                stage.publish(document["title"], document["text"])
            readers = [stage.reader(f"reader{n}") for n in range(_READERS)]
            await stage.bot.start()
            await stage.until(lambda: len(stage.titles()) >= _ARTICLES // 2, within=120)
            await asyncio.sleep(5)
            arriving = asyncio.create_task(publishing(stage))
            questions = iter(library.questions(_READERS * (_ROUNDS + 1), typos=True))
            for turn in range(_ROUNDS + 1):
                asked = [ask(reader, stage.news_id, next(questions)) for reader in readers]
                times = await asyncio.gather(*asked)
                spent += times if turn else []  # the first loads what the bot needs
                await asyncio.sleep(3.1)
            arriving.cancel()
            await stage.bot.stop()
            report = stage.bot.report
    spent.sort()
    p50, p99 = spent[len(spent) // 2], spent[int(0.99 * len(spent))]
    Console().print(f"{len(spent)} answers: p50 {p50:.0f} ms, p99 {p99:.0f} ms, longest {spent[-1]:.0f} ms")
    Console().print(
        f"the loop: late {report['late_ms']}, busy {report['busy_ms']}; memory {report['rss_mb']} MB"
    )


if __name__ == "__main__":
    asyncio.run(main())
