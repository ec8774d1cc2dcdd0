"""A web server that does its readers harm, on 127.0.0.1."""

from __future__ import annotations

import asyncio
import gzip
import zlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

from aiohttp import web

MEGABYTE = 2**20

FAULTS = ("error", "hang", "huge", "bomb", "nested", "entities", "redirect", "loop", "broken")


class Hostile:
    """One address per fault; `asked` counts who came."""

    def __init__(self) -> None:
        self.asked: dict[str, int] = dict.fromkeys(FAULTS, 0)
        self._closing = asyncio.Event()
        self._bomb = gzip.compress(zlib.compress(bytes(10), 9) + bytes(300 * MEGABYTE), 9)
        self._answers = {
            "error": self._error,
            "hang": self._hang,
            "huge": self._huge,
            "bomb": self._unpack,
            "nested": self._nested,
            "entities": self._entities,
            "redirect": self._redirect,
            "loop": self._loop,
            "broken": self._broken,
        }

    def application(self) -> web.Application:
        app = web.Application()
        app.router.add_get("/{fault}", self._answer)
        app.on_shutdown.append(self._close)
        return app

    async def _close(self, _: web.Application) -> None:
        self._closing.set()

    async def _answer(self, request: web.Request) -> web.StreamResponse:
        fault = request.match_info["fault"]
        self.asked[fault] += 1
        return await self._answers[fault](request)

    async def _error(self, _: web.Request) -> web.StreamResponse:
        return web.Response(status=500)

    async def _hang(self, _: web.Request) -> web.StreamResponse:
        await self._closing.wait()
        return web.Response()

    async def _huge(self, request: web.Request) -> web.StreamResponse:
        """200 MB, without saying so beforehand."""
        response = web.StreamResponse(headers={"Content-Type": "application/rss+xml"})
        await response.prepare(request)
        with suppress(ConnectionError):
            for _ in range(200):
                await response.write(bytes(MEGABYTE))
        return response

    async def _unpack(self, _: web.Request) -> web.StreamResponse:
        return web.Response(body=self._bomb, headers={"Content-Encoding": "gzip"})

    async def _nested(self, _: web.Request) -> web.StreamResponse:
        return _xml("<rss>" + "<a>" * 500_000)

    async def _entities(self, _: web.Request) -> web.StreamResponse:
        laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
        return _xml(
            f'<!DOCTYPE rss [<!ENTITY l0 "ha">{laughs}]><rss><channel><title>&l9;</title></channel></rss>'
        )

    async def _redirect(self, _: web.Request) -> web.StreamResponse:
        return web.Response(status=302, headers={"Location": "http://127.0.0.1:1/secret"})

    async def _loop(self, _: web.Request) -> web.StreamResponse:
        return web.Response(status=302, headers={"Location": "/loop"})

    async def _broken(self, request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse(headers={"Content-Length": "1000"})
        await response.prepare(request)
        await response.write(b"<rss>")
        assert request.transport is not None
        request.transport.abort()
        return response


def _xml(text: str) -> web.Response:
    return web.Response(text=text, content_type="application/rss+xml")


@asynccontextmanager
async def served() -> AsyncIterator[tuple[Hostile, dict[str, str]]]:
    """The server while the block lasts, and where each fault is: `host:port`, a port for each.

    A site is asked one thing at a time, so that one fault would keep the others of its port waiting.
    """
    hostile = Hostile()
    runner = web.AppRunner(hostile.application(), access_log=None, shutdown_timeout=0.5)
    await runner.setup()
    try:
        for _ in FAULTS:
            await web.TCPSite(runner, "127.0.0.1", 0).start()
        ports = [address[1] for address in runner.addresses]
        yield hostile, {fault: f"127.0.0.1:{port}" for fault, port in zip(FAULTS, ports, strict=True)}
    finally:
        await runner.cleanup()
