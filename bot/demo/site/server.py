"""The demo's news site, « La Gazette des Objets »: a newsroom with its doors to the web."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import urlsplit

from aiohttp import web

from bot.demo.site import control as site_control
from bot.demo.site import feed as site_feed
from bot.demo.site import pages as site_pages
from bot.demo.site import rest as site_rest
from bot.demo.site.newsroom import Newsroom


@dataclass(frozen=True, slots=True)
class Fault:
    """How the site misbehaves, for tests: `error` answers `status`, `slow` waits `seconds`, `hang` forever.

    Hit are the paths in which the pattern `match` is found (`/feed/`, `/wp-json/`); the control API never is.
    """

    kind: str
    status: int = 500
    seconds: float = 1.0
    match: str = ""

    def hits(self, path: str) -> bool:
        """Whether a path, the site's own prefix taken off, is hit."""
        return not path.startswith("/control") and re.search(self.match, path) is not None


class Site(Newsroom):
    """The site. `application()` is mounted with `add_subapp` at the path in which `base_url` ends.

    With a `secret`, the subscriber list is given only to who sends it as a bearer token.
    """

    def __init__(
        self,
        base_url: str,
        *,
        secret: str = "",
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        super().__init__(base_url, secret=secret, clock=clock)
        self.fault: Fault | None = None

    def application(self) -> web.Application:
        """The site's routes, below no prefix of their own."""
        application = web.Application(middlewares=[self._misbehave])
        for part in (site_rest, site_feed, site_control, site_pages):
            application.add_routes(part.routes(self))
        application.on_shutdown.append(self._close)
        return application

    async def _close(self, _: web.Application) -> None:
        self.closing.set()

    @web.middleware
    async def _misbehave(
        self, request: web.Request, handler: Callable[[web.Request], Awaitable[web.StreamResponse]]
    ) -> web.StreamResponse:
        fault = self.fault
        if fault is not None and fault.hits(request.path.removeprefix(urlsplit(self.base_url).path)):
            if fault.kind == "error":
                return web.Response(status=fault.status, text="Erreur critique sur ce site.")
            if await self._closed_within(None if fault.kind == "hang" else fault.seconds):
                return web.Response(status=503)
        return await handler(request)

    async def _closed_within(self, seconds: float | None) -> bool:
        try:
            await asyncio.wait_for(self.closing.wait(), seconds)
        except TimeoutError:
            return False
        return True
