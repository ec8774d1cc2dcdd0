"""Parsing in worker processes: hostile input costs a worker, never the bot.

Functions are named as `package.module:function`, so that the bot itself never imports what only the workers
need (lxml, feedparser, trafilatura, nh3, dateparser).
"""

from __future__ import annotations

import asyncio
import contextlib
import importlib
import multiprocessing
import signal
from concurrent.futures.process import BrokenProcessPool
from types import TracebackType
from typing import Any, Self

from pebble import ProcessExpired, ProcessPool

from bot.causes import Cause
from bot.errors import SourceError

try:
    import resource
except ImportError:  # not on Windows
    resource = None  # type: ignore[assignment]

_MEMORY = 1_500_000_000
_START = 30.0
_TASKS = 2_000


class Workers:
    """Worker processes, started when first needed; an async context manager."""

    def __init__(self, *, size: int = 1, memory: int = _MEMORY) -> None:
        self._size = size
        self._memory = memory
        self._pool: ProcessPool | None = None
        # A few waiting bodies are enough to keep the workers busy; the rest waits here, not in the pipe.
        self._turns = asyncio.Semaphore(size + 1)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()

    async def run(self, function: str, *args: Any, timeout: float = 10) -> Any:  # noqa: ASYNC109
        """Call `package.module:function` in a worker; its arguments and result are pickled.

        A worker that takes longer than `timeout` seconds is killed. Raises SourceError for that, for a
        crash, for a lack of memory and for everything that the function raises.
        """
        async with self._turns:
            try:
                return await asyncio.wait_for(self._submit(function, args, timeout), timeout + _START)
            except SourceError:
                raise
            except TimeoutError as error:
                raise SourceError(Cause("cause-content-slow", {"seconds": f"{timeout:g}"})) from error
            except MemoryError as error:
                raise SourceError(Cause("cause-content-memory")) from error
            except (ProcessExpired, BrokenProcessPool) as error:
                raise SourceError(Cause("cause-content-crash")) from error
            except Exception as error:
                raise SourceError(
                    Cause("cause-content-unreadable", {"fault": type(error).__name__})
                ) from error

    async def close(self) -> None:
        """Stop all workers, also busy ones."""
        pool, self._pool = self._pool, None
        if pool is not None:
            pool.stop()  # type: ignore[no-untyped-call]
            await asyncio.to_thread(pool.join)

    async def _submit(self, function: str, args: tuple[Any, ...], timeout: float) -> Any:  # noqa: ASYNC109
        if self._pool is not None and not self._pool.active:
            await self.close()
        if self._pool is None:
            self._pool = ProcessPool(
                max_workers=self._size,
                max_tasks=_TASKS,
                initializer=_prepare,
                initargs=(self._memory,),
                context=multiprocessing.get_context("spawn"),
            )
        # The first task starts the processes, which takes longer than the loop should wait.
        schedule = self._pool.schedule
        future = await asyncio.to_thread(schedule, call, args=(function, args), timeout=timeout)
        return await asyncio.wrap_future(future)


class Here(Workers):
    """The same without processes, for commands that read one thing and end."""

    async def run(self, function: str, *args: Any, timeout: float = 10) -> Any:  # noqa: ASYNC109
        """Call the function in a thread of this process."""
        return await asyncio.to_thread(call, function, args)


def call(function: str, args: tuple[Any, ...]) -> Any:
    """Import and call `package.module:function`."""
    module, _, name = function.partition(":")
    return getattr(importlib.import_module(module), name)(*args)


def _prepare(memory: int) -> None:
    # Killed at once: the default takes its time inside a C library.
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    if resource is not None:
        with contextlib.suppress(OSError, ValueError):
            resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
        with contextlib.suppress(OSError, ValueError):
            resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
