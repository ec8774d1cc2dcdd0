"""The loop outlives its steps, backs off, wakes and stops."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable, Coroutine

from bot.errors import RetryError
from bot.loops import backoff, every


def counting(steps: list[float], outcome: Exception | None = None) -> Callable[[], Awaitable[None]]:
    async def step() -> None:
        steps.append(time.monotonic())
        if outcome:
            raise outcome

    return step


async def until_steps(
    steps: list[float], count: int, loop: Coroutine[None, None, None], stop: asyncio.Event
) -> None:
    """Run a loop until it made so many steps, then stop it."""
    task = asyncio.create_task(loop)
    async with asyncio.timeout(20):
        while len(steps) < count:
            await asyncio.sleep(0.005)
        stop.set()
        await task


async def test_a_step_is_repeated_until_the_stop() -> None:
    steps: list[float] = []
    stop = asyncio.Event()
    await until_steps(steps, 5, every(0.02, counting(steps), name="x", stop=stop), stop)
    assert len(steps) == 5


async def test_an_unexpected_error_does_not_end_the_loop() -> None:
    steps: list[float] = []
    stop = asyncio.Event()
    step = counting(steps, ZeroDivisionError())
    await until_steps(steps, 2, every(0.01, step, name="x", stop=stop), stop)
    assert steps[1] - steps[0] >= 1


async def test_a_retry_waits_as_long_as_it_was_told() -> None:
    steps: list[float] = []
    stop = asyncio.Event()
    step = counting(steps, RetryError("come later", after=60))
    task = asyncio.create_task(every(0.01, step, name="x", stop=stop))
    await asyncio.sleep(0.1)
    assert len(steps) == 1
    stop.set()
    await asyncio.wait_for(task, 5)


async def test_a_wake_starts_the_next_step_at_once() -> None:
    steps: list[float] = []
    stop, wake = asyncio.Event(), asyncio.Event()
    loop = every(600, counting(steps), name="x", stop=stop, wake=wake)
    asyncio.get_running_loop().call_later(0.05, wake.set)
    await until_steps(steps, 2, loop, stop)


async def test_a_loop_may_say_after_each_step_how_long_it_waits() -> None:
    steps: list[float] = []
    stop = asyncio.Event()
    loop = every(lambda: 0.01 if len(steps) < 3 else 600, counting(steps), name="x", stop=stop)
    task = asyncio.create_task(loop)
    await asyncio.sleep(0.3)
    assert len(steps) == 3
    stop.set()
    await asyncio.wait_for(task, 5)


def test_the_wait_grows_up_to_a_quarter_of_an_hour() -> None:
    assert [backoff(60, n) for n in (1, 2, 3, 99)] == [60, 120, 240, 900]
    assert backoff(0.2, 1) == 1
