"""The one loop: a step that is run again and again, that nothing ends but the stop."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Awaitable, Callable
from contextlib import suppress

import structlog

from bot.errors import RetryError

log = structlog.stdlib.get_logger(__name__)

_LONGEST_WAIT = 900.0


async def every(
    seconds: float | Callable[[], float],
    step: Callable[[], Awaitable[object]],
    *,
    name: str,
    stop: asyncio.Event,
    wake: asyncio.Event | None = None,
) -> None:
    """Run `step`, wait `seconds` (with a little jitter) or until `wake`, until `stop`.

    A function tells after each step how long to wait, and is taken at its word. A failing step is logged,
    and waited for ever longer, up to a quarter of an hour or as long as a RetryError says; a wake does not
    shorten that wait.
    """
    usual = 1.0 if callable(seconds) else seconds
    failures = 0
    while not stop.is_set():
        if wake is not None:
            wake.clear()
        try:
            await step()
        except RetryError as error:
            failures += 1
            log.warning("step failed, will try again", step=name, reason=str(error), failures=failures)
            await _wait(max(backoff(usual, failures), error.after or 0), stop)
        except Exception:
            failures += 1
            log.exception("step failed, will try again", step=name, failures=failures)
            await _wait(backoff(usual, failures), stop)
        else:
            failures = 0
            pause = seconds() if callable(seconds) else seconds * random.uniform(0.95, 1.05)  # noqa: S311
            await _wait(pause, stop, wake)


def backoff(seconds: float, failures: int) -> float:
    """How long to wait after so many failures in a row, in seconds."""
    return min(max(seconds, 1.0) * 2.0 ** min(failures - 1, 10), _LONGEST_WAIT)


async def _wait(seconds: float, *events: asyncio.Event | None) -> None:
    """Wait until the time is over or one of the events is set."""
    waiters = [asyncio.ensure_future(event.wait()) for event in events if event is not None]
    try:
        await asyncio.wait(waiters, timeout=seconds, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for waiter in waiters:
            waiter.cancel()
        with suppress(asyncio.CancelledError):
            await asyncio.gather(*waiters, return_exceptions=True)
