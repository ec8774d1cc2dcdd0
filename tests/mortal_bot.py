"""The bot in this process, that can be killed between any two of its steps and started again."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Awaitable, Callable, Coroutine
from contextlib import AsyncExitStack, suppress
from contextvars import ContextVar, copy_context
from datetime import UTC, datetime, timedelta
from typing import Any
from weakref import WeakSet

from discord.gateway import KeepAliveHandler

from bot import app
from bot.app import App
from bot.client import Client
from bot.config import Settings
from bot.errors import SourceError
from bot.services import Services
from bot.workers import Here
from tests.stage import TOKEN
from tests.wire_world import until

_OWNER: ContextVar[WeakSet[asyncio.Task[Any]] | None] = ContextVar("owner", default=None)


def owned_tasks(loop: asyncio.AbstractEventLoop, coro: Any, **more: Any) -> asyncio.Task[Any]:
    """A task factory: who started a task, also through others, can find it again."""
    task: asyncio.Task[Any] = asyncio.Task(coro, loop=loop, **more)
    owner = more["context"].get(_OWNER) if more.get("context") else _OWNER.get()
    if owner is not None:
        owner.add(task)
    return task


class _Prompt(Client):
    async def before_identify_hook(self, shard_id: int | None, *, initial: bool = False) -> None:
        """The library waits five seconds before each new session but the first."""


class MortalBot:
    """Call it in a loop whose tasks `owned_tasks` makes. `elapsed` moves its clock where that is a
    parameter; `crashes` are errors that should not be.
    """

    def __init__(self, settings: Callable[[], Settings]) -> None:
        self._settings = settings
        self._stack = AsyncExitStack()
        self._tasks: WeakSet[asyncio.Task[Any]] = WeakSet()
        self._work: dict[str, asyncio.Task[None]] = {}
        self._app: App | None = None
        self.client: Client | None = None
        self.elapsed = timedelta()
        self.crashes: list[BaseException] = []
        self.starts = 0

    @property
    def services(self) -> Services:
        assert self._app is not None
        return self._app.services

    @property
    def alive(self) -> bool:
        return self.client is not None

    @property
    def caught_up(self) -> bool:
        """Whether it knows what was said while it was away."""
        return self.client is not None and self.services.missed.caught_up

    @property
    def now(self) -> datetime:
        return datetime.now(UTC) + self.elapsed

    async def start(self) -> None:
        """From the opening of the database until it is ready."""
        self.starts += 1
        root = self._own(self._live())
        await until(lambda: root.done() or (self.client is not None and self.client.is_ready()), within=20)
        if root.done():
            root.result()

    async def kill(self) -> None:
        """Nothing of it runs any more after this; what was not committed never was."""
        while running := [task for task in self._tasks if not task.done()]:
            for task in running:
                task.cancel()
            await asyncio.wait(running, timeout=5)
        if self.client is not None:
            await self.client.close()
        for thread in threading.enumerate():
            if isinstance(thread, KeepAliveHandler):
                thread.stop()
        await self._stack.aclose()
        self.client = self._app = None
        self._work.clear()

    def write(self) -> None:
        """Let it begin to bring to the site what is due, if it is not at it."""
        self._begin("write", self._release)

    def read(self) -> None:
        """Let it begin to poll the site, if it is not at it."""
        self._begin("read", self._poll)

    async def at_rest(self) -> None:
        """Wait until it has ended what it began."""
        while running := [task for task in self._work.values() if not task.done()]:
            await asyncio.wait(running)

    def _begin(self, name: str, work: Callable[[], Awaitable[object]]) -> None:
        if self.alive and (name not in self._work or self._work[name].done()):
            self._work[name] = self._own(self._try(work))

    async def _try(self, work: Callable[[], Awaitable[object]]) -> None:
        try:
            with suppress(SourceError):
                await work()
        except Exception as error:  # noqa: BLE001 - told at the end
            self.crashes.append(error)
        if self.client is not None:
            self.client.courier.wake()

    async def _release(self) -> None:
        await self.services.outbox.release(self.now)
        await self.services.moderation.release(self.now)

    async def _poll(self) -> None:
        for source in self.services.settings.sources:
            async with self.services.outbox.turn(source.name):
                await self.services.outbox.settle(source, self.now)
                await self.services.comments.read(source, self.now)

    async def _live(self) -> None:
        self._app = await self._stack.enter_async_context(app.opened(self._settings(), Here()))
        client = _Prompt(self.services, asyncio.Event(), patience=0.05, calls_per_second=2_000)
        self.client = client
        await client.start(TOKEN)

    def _own(self, work: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
        context = copy_context()
        context.run(_OWNER.set, self._tasks)
        return asyncio.get_running_loop().create_task(work, context=context)
