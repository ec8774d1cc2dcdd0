"""Worker processes: a hostile task costs a worker, never the bot."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
import time
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from bot.errors import SourceError
from bot.workers import Here, Workers
from tests.made import HANGS

pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def workers() -> AsyncIterator[Workers]:
    async with Workers() as running:
        yield running


async def test_a_function_runs_in_another_process(workers: Workers) -> None:
    assert await workers.run("math:sqrt", 9.0) == 3
    assert await workers.run("os:getpid") != os.getpid()


async def test_what_a_function_raises_is_the_sources_failure(workers: Workers) -> None:
    with pytest.raises(SourceError, match=r"cannot be read \(ValueError\)"):
        await workers.run("math:sqrt", -1.0)
    with pytest.raises(SourceError, match="no feed"):
        await workers.run("bot.articles.parse_feed:parse_articles", b"no", "http://x/", "", "UTC", "fr")


@pytest.mark.timeout(HANGS)
async def test_a_task_that_takes_too_long_is_killed_and_the_next_one_runs(workers: Workers) -> None:
    with pytest.raises(SourceError, match=r"longer than 0\.2 s"):
        await workers.run("time:sleep", 10 * HANGS, timeout=0.2)
    assert await workers.run("math:sqrt", 9.0) == 3


async def test_a_crash_is_the_sources_failure_and_the_next_one_runs(workers: Workers) -> None:
    with pytest.raises(SourceError, match="broke the reading process"):
        await workers.run("os:abort")
    assert await workers.run("math:sqrt", 9.0) == 3


async def test_a_task_that_wants_too_much_memory_is_the_sources_failure(workers: Workers) -> None:
    with pytest.raises(SourceError, match="memory"):
        await workers.run("builtins:bytearray", 20_000_000_000)
    assert await workers.run("math:sqrt", 9.0) == 3


async def test_a_pool_whose_idle_worker_was_killed_starts_anew(workers: Workers) -> None:
    os.kill(await workers.run("os:getpid"), signal.SIGKILL)
    time.sleep(0.3)  # noqa: ASYNC251  (the pool's own threads are to see it)
    assert await workers.run("math:sqrt", 9.0) == 3


@pytest.mark.timeout(HANGS)
async def test_busy_workers_stop_without_finishing() -> None:
    running = Workers()
    task = asyncio.create_task(running.run("time:sleep", 10 * HANGS, timeout=20 * HANGS))
    await asyncio.sleep(0.5)
    task.cancel()
    await running.close()
    assert task.cancelled() or task.cancelling()


async def test_the_same_without_processes() -> None:
    assert await Here().run("math:sqrt", 9.0) == 3


async def test_the_bot_itself_never_loads_what_only_the_workers_need() -> None:
    program = (
        "import sys, bot.workers, bot.http, bot.articles.source, bot.comments.source, bot.plain;"
        "heavy = {'lxml', 'feedparser', 'trafilatura', 'nh3', 'dateparser', 'bs4', 'markdownify'};"
        "print(heavy & set(sys.modules))"
    )
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-c", program, stdout=asyncio.subprocess.PIPE
    )
    said, _ = await process.communicate()
    assert said.strip() == b"set()"
