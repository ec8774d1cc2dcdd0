"""A provider on loopback that tests write themselves, and publishers that read it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from typing import Any
from urllib.parse import urlsplit

from aiohttp import web

from bot.config import HttpSettings
from bot.config_publishers import PublisherSettings
from bot.errors import SourceError
from bot.http import Fetcher
from bot.subscribers import providers
from bot.subscribers.source import Source
from bot.workers import Here

Answer = Callable[[web.Request], Awaitable[web.StreamResponse]]


class Site:
    """Answers whatever it is asked with `answer`, and remembers what was asked; `fault` comes first."""

    def __init__(self, answer: Callable[[web.Request], Any]) -> None:
        self.answer = answer
        self.fault: Callable[[web.Request], web.StreamResponse | None] = lambda _: None
        self.asked: list[web.Request] = []
        self.url = ""

    async def _take(self, request: web.Request) -> web.StreamResponse:
        self.asked.append(request)
        if (broken := self.fault(request)) is not None:
            if broken.status == 599:
                await asyncio.sleep(30)
            return broken
        told = self.answer(request)
        if isinstance(told, web.StreamResponse):
            return told
        return web.json_response(told)

    @asynccontextmanager
    async def open(self) -> AsyncIterator[Site]:
        """The site, listening."""
        app = web.Application()
        app.router.add_route("*", "/{path:.*}", self._take)
        runner = web.AppRunner(app, shutdown_timeout=0.1, handler_cancellation=True)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        self.url = f"http://127.0.0.1:{runner.addresses[0][1]}"
        try:
            yield self
        finally:
            await runner.cleanup()


def missing() -> web.Response:
    """Nothing at this address."""
    return web.json_response({"message": "not found"}, status=404)


def publisher(kind: str, **more: Any) -> PublisherSettings:
    """A publisher with two tiers."""
    base: Mapping[str, Any] = {
        "name": "gazette",
        "kind": kind,
        "guild": 10_001,
        "roles": {"decouverte": 10_010, "integral": 10_020},
    }
    return PublisherSettings.model_validate({**base, **more})


@asynccontextmanager
async def source_of(settings: PublisherSettings, *, timeout: float = 5) -> AsyncIterator[Source]:  # noqa: ASYNC109
    """A publisher's source, which may ask this machine."""
    host = urlsplit(str(settings.url)).netloc
    async with Fetcher(HttpSettings(allow_private=(host,), timeout=timeout)) as fetch:
        yield providers.sources([settings], fetch, Here())[settings.name]


async def refused(awaitable: Awaitable[object]) -> str:
    """Why something could not be had."""
    try:
        await awaitable
    except SourceError as error:
        return str(error)
    return ""
