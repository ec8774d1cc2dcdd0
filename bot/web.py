"""Our own small web endpoint, for hubs and providers that call us: off unless the settings name it.

Strangers learn nothing: whatever is not asked rightly is answered by an empty 404.
"""

from __future__ import annotations

import asyncio
import ipaddress
import time
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from urllib.parse import urlsplit

import structlog
from aiohttp import web

from bot.config import WebSettings
from bot.errors import OperatorError
from bot.http import is_public

log = structlog.stdlib.get_logger(__name__)

_LARGEST_BODY = 1_000_000
_PIECE = 65_536
_BODY_SECONDS = 10.0
# Nobody needs longer for one call; who sends nothing, or a header by drops, is cut off by this too.
_CONNECTION_SECONDS = 30.0
_CONNECTIONS = 200
_STOP_SECONDS = 0.5
_CALLERS = 10_000


@dataclass(frozen=True, slots=True)
class Call:
    """Somebody calls us. `path` is what stands behind the route's name, without a slash in front."""

    method: str
    path: str
    query: Mapping[str, str]
    headers: Mapping[str, str]
    body: bytes


@dataclass(frozen=True, slots=True)
class Reply:
    """What we answer. A text is never taken for a page by a browser, unless `content_type` says so."""

    status: int = 200
    body: str = ""
    content_type: str = "text/plain"
    headers: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))


NOTHING = Reply(404)
Route = Callable[[Call], Awaitable[Reply]]


class Web:
    """Listens where `[web] listen` says, and passes calls on to the routes by name.

    A caller has `burst` calls at once and `per_second` from then on.
    """

    def __init__(
        self,
        settings: WebSettings,
        *,
        burst: int = 120,
        per_second: float = 2.0,
        body_seconds: float = _BODY_SECONDS,
        connection_seconds: float = _CONNECTION_SECONDS,
    ) -> None:
        self._settings = settings
        self._routes: dict[str, Route] = {}
        self._rates = Rates(burst, per_second)
        self._body_seconds = body_seconds
        self._connection_seconds = connection_seconds
        self._prefix = urlsplit(settings.url or "").path.rstrip("/") + "/"
        self.port = 0

    @property
    def on(self) -> bool:
        """Whether the settings want it."""
        return bool(self._settings.listen)

    def add(self, name: str, route: Route) -> None:
        """Pass calls of `/name/…` on to a route."""
        self._routes[name] = route

    def address(self, name: str, path: str) -> str:
        """How the world reaches a path of a route."""
        return f"{(self._settings.url or '').rstrip('/')}/{name}/{path}"

    async def run(self, stop: asyncio.Event) -> None:
        """Listen until `stop`; OperatorError where that cannot be done. Only waits where it is off."""
        if not self.on:
            await stop.wait()
            return
        runner = web.ServerRunner(
            _Server(self._answer, self._connection_seconds), shutdown_timeout=_STOP_SECONDS
        )
        await runner.setup()
        try:
            await self._listen(runner)
            await stop.wait()
        finally:
            await runner.cleanup()

    async def _listen(self, runner: web.ServerRunner) -> None:
        host, _, port = self._settings.listen.rpartition(":")
        try:
            await web.TCPSite(runner, host.strip("[]") or None, int(port)).start()
        except (OSError, OverflowError) as error:
            mend = "give web.listen an address of this machine and a free port"
            raise OperatorError(
                f"web.listen = {self._settings.listen!r}: cannot listen there ({error}); {mend}"
            ) from error
        self.port = runner.addresses[0][1]
        log.info("web endpoint listens", listen=self._settings.listen)

    async def _answer(self, request: web.BaseRequest) -> web.StreamResponse:
        try:
            reply = await self._reply(request)
        except (TimeoutError, web.HTTPException, ConnectionError):
            reply = NOTHING
        except Exception:
            # Not the address: parts of it are secret.
            log.exception("a call of our web endpoint failed")
            reply = Reply(500)
        headers = {"X-Content-Type-Options": "nosniff", "Server": "web", **reply.headers}
        response = web.Response(
            status=reply.status, text=reply.body, content_type=reply.content_type, headers=headers
        )
        response.force_close()
        return response

    async def _reply(self, request: web.BaseRequest) -> Reply:
        if not self._rates.take(_caller(request), time.monotonic()):
            return Reply(429, headers={"Retry-After": "60"})
        path = request.path
        if path.startswith(self._prefix):
            # A proxy may pass our prefix on, or take it off.
            path = path[len(self._prefix) - 1 :]
        name, _, rest = path.removeprefix("/").partition("/")
        route = self._routes.get(name)
        if route is None:
            return NOTHING
        async with asyncio.timeout(self._body_seconds):
            body = await _body(request)
        if body is None:
            return Reply(413)
        return await route(Call(request.method, rest, request.query, request.headers, body))


class Rates:
    """How often each caller may call."""

    def __init__(self, burst: int, per_second: float) -> None:
        self._burst = burst
        self._per_second = per_second
        # caller → calls left, and when that was counted; the longest silent first
        self._left: dict[str, tuple[float, float]] = {}

    def take(self, caller: str, now: float) -> bool:
        """Whether a caller may call at `now`, seconds of any clock; counts the call if so."""
        left, since = self._left.pop(caller, (float(self._burst), now))
        left = min(left + (now - since) * self._per_second, self._burst)
        self._left[caller] = (left - 1 if left >= 1 else left, now)
        if len(self._left) > _CALLERS:
            del self._left[next(iter(self._left))]
        return left >= 1


class _Server(web.Server):
    """Closes connections that last too long, and takes no more than it can serve."""

    def __init__(
        self, answer: Callable[[web.BaseRequest], Awaitable[web.StreamResponse]], seconds: float
    ) -> None:
        # Not a word about paths in any log; and a signature covers what was sent, packed or not.
        super().__init__(answer, access_log=None, auto_decompress=False, lingering_time=1)
        self._seconds = seconds
        self._ends: dict[web.RequestHandler, asyncio.TimerHandle] = {}

    def connection_made(self, handler: web.RequestHandler, transport: asyncio.Transport) -> None:
        super().connection_made(handler, transport)
        if len(self._ends) >= _CONNECTIONS:
            transport.abort()
        else:
            self._ends[handler] = asyncio.get_running_loop().call_later(self._seconds, transport.abort)

    def connection_lost(self, handler: web.RequestHandler, exc: BaseException | None = None) -> None:
        super().connection_lost(handler, exc)
        if end := self._ends.pop(handler, None):
            end.cancel()

    def __call__(self) -> web.RequestHandler:
        return _Connection(self, loop=asyncio.get_running_loop(), **self._kwargs)


class _Connection(web.RequestHandler):
    def handle_error(
        self,
        request: web.BaseRequest,
        status: int = 500,
        exc: BaseException | None = None,
        message: str | None = None,
    ) -> web.StreamResponse:
        """What is not even HTTP: no explanation, which would name the software."""
        if request.writer.output_size > 0:
            raise ConnectionError("the answer has begun")
        response = web.Response(status=status, headers={"Server": "web"})
        response.force_close()
        return response


async def _body(request: web.BaseRequest) -> bytes | None:
    """The body, None if it is too large."""
    if (request.content_length or 0) > _LARGEST_BODY:
        return None
    pieces: list[bytes] = []
    size = 0
    async for piece in request.content.iter_chunked(_PIECE):
        size += len(piece)
        if size > _LARGEST_BODY:
            return None
        pieces.append(piece)
    return b"".join(pieces)


def _caller(request: web.BaseRequest) -> str:
    """The caller's network address; behind a proxy of our own, the one that it names last."""
    peer = _network(request.remote or "")
    if peer is None or not is_public(request.remote or ""):
        forwarded = request.headers.get("X-Forwarded-For", "").rpartition(",")[2]
        return _network(forwarded.strip()) or peer or ""
    return peer


def _network(text: str) -> str | None:
    """What one caller has: an IPv4 address or a /64 of IPv6; None if it is neither."""
    try:
        ip = ipaddress.ip_address(text)
    except ValueError:
        return None
    return str(ip) if ip.version == 4 else str(ipaddress.ip_network((int(ip), 64), strict=False))
