"""/ask by 20 readers at once while an article arrives every second: python -m tests.benchmarks.asking

The bot as a process on a Discord and a site of this machine, with a hundred articles. All readers ask in the
same moment, every three seconds, as often as one reader may. The time is from the command to the answer that
stands there, by the clock, so that the Discord's own work and that of other processes is in it. `late` is how
late the bot's loop came round, by the clock, `busy` by the processor time of its own thread. An article is
found when its passages are in the full text that answers; the time is by the clock, from its being stored.
`work` is the processor time of all of the bot's threads for one answer, whatever else the machine does.
"""

from __future__ import annotations

import asyncio
import os
import sqlite3
import tempfile
import time
from pathlib import Path

from rich.console import Console

from bot.demo.wire.people import Person
from storage.full_text import FullText
from tests.benchmarks import library
from tests.stage import Stage, staged

_READERS = 20
_ROUNDS = 10
_ARTICLES = 100
_LOOK_SECONDS = 0.01
_NEWEST = """
SELECT COALESCE(MAX(id), 0) FROM articles
"""
_STORED = """
SELECT id FROM articles WHERE id > ?
"""
_PASSAGES = """
SELECT id FROM passages WHERE article_id = ?
"""


async def ask(person: Person, channel: int, question: str) -> float:
    """Milliseconds until the answer stands there."""
    begun = time.perf_counter()
    interaction = await person.slash(channel, "ask", question=question)
    await interaction.finished()
    return (time.perf_counter() - begun) * 1000


def worked(process: int) -> float:
    """Milliseconds of processor time that a process took so far."""
    counted = Path(f"/proc/{process}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    return 1000 * (int(counted[11]) + int(counted[12])) / os.sysconf("SC_CLK_TCK")


async def publishing(stage: Stage) -> None:
    for document in library.documents(10_000, seed=9):
        stage.publish(document["title"], document["text"])
        await asyncio.sleep(1)


class Finding:
    """Looks from outside how many milliseconds after its storing each new article is found."""

    def __init__(self, database: Path) -> None:
        self.spent: list[float] = []
        self._database = sqlite3.connect(f"file:{database}?mode=ro", uri=True, check_same_thread=False)
        self._full_text = FullText(Path(f"{database}.index"))
        (self._newest,) = self._database.execute(_NEWEST).fetchone()
        self._waiting: dict[int, float] = {}

    async def watch(self) -> None:
        while True:
            await asyncio.to_thread(self._look)
            await asyncio.sleep(_LOOK_SECONDS)

    def _look(self) -> None:
        for (article,) in self._database.execute(_STORED, (self._newest,)).fetchall():
            self._waiting[article] = time.perf_counter()
            self._newest = max(self._newest, article)
        if not self._waiting:
            return
        self._full_text.followed()
        held = self._full_text.ids()
        for article in list(self._waiting):
            passages = {row[0] for row in self._database.execute(_PASSAGES, (article,))}
            if passages and passages <= held:
                self.spent.append((time.perf_counter() - self._waiting.pop(article)) * 1000)


async def main() -> None:
    spent: list[float] = []
    work = 0.0
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
            finding = Finding(stage.database)
            watching = asyncio.create_task(finding.watch())
            arriving = asyncio.create_task(publishing(stage))
            questions = iter(library.questions(_READERS * (_ROUNDS + 1), typos=True))
            assert stage.bot.process is not None
            for turn in range(_ROUNDS + 1):
                before = worked(stage.bot.process.pid)
                asked = [ask(reader, stage.news_id, next(questions)) for reader in readers]
                times = await asyncio.gather(*asked)
                if turn:  # the first loads what the bot needs
                    spent += times
                    work += worked(stage.bot.process.pid) - before
                await asyncio.sleep(3.1)
            arriving.cancel()
            watching.cancel()
            await stage.bot.stop()
            report = stage.bot.report
    for name, times in (("answers", spent), ("articles found", finding.spent)):
        times.sort()
        p50, p99 = times[len(times) // 2], times[int(0.99 * len(times))]
        Console().print(
            f"{len(times)} {name}: p50 {p50:.0f} ms, p99 {p99:.0f} ms, longest {times[-1]:.0f} ms"
        )
    Console().print(f"work: {work / len(spent):.1f} ms for each answer")
    Console().print(
        f"the loop: late {report['late_ms']}, busy {report['busy_ms']}; memory {report['rss_mb']} MB"
    )


if __name__ == "__main__":
    asyncio.run(main())
