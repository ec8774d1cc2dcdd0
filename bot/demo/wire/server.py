"""Discord at the wire: the REST half over real HTTP, with the gateway beside it, on loopback."""

from __future__ import annotations

import asyncio
import json
import math
import mimetypes
import socket
import struct
from collections import deque
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

from aiohttp import web
from simcord.backend.errors import BackendError
from simcord.http.router import RouteNotImplemented, UnsupportedField

import bot.demo.wire.login
import bot.demo.wire.messages
import bot.demo.wire.reading
import bot.demo.wire.webhooks  # noqa: F401 (these fill the table of routes)
from bot.demo.wire import rules
from bot.demo.wire.backend import SimulatedDiscord
from bot.demo.wire.faults import Fault, Faults
from bot.demo.wire.gateway import Gateway
from bot.demo.wire.limits import Limits, Verdict
from bot.demo.wire.oauth import OAuth
from bot.demo.wire.request import API, Captured, Incoming, read
from bot.demo.wire.routes import Context, Match, find
from bot.demo.wire.shapes import fill_answer

KEPT_REQUESTS = 50_000
_CREATED = ("/channels/{channel_id}/threads", "/channels/{channel_id}/messages/{message_id}/threads")
# Mounted beside a page, a file must not run there: anybody may upload one.
_UNTRUSTED = {"Content-Security-Policy": "default-src 'none'; sandbox", "X-Content-Type-Options": "nosniff"}
_VIA = {"Via": "1.1 colporteur"}


class WireDiscord:
    """A simulated Discord that any client can log in to with `Bot TOKEN`.

    `requests` are the `kept` last answered ones; each also goes to the callbacks in `on_request`.
    `crashes` are errors of our own (and routes and fields that are not simulated): keep it empty.
    `limits` None counts nothing and sends no rate-limit headers.
    """

    def __init__(
        self,
        backend: SimulatedDiscord,
        *,
        token: str,
        limits: Limits | None = None,
        faults: Faults | None = None,
        kept: int = KEPT_REQUESTS,
    ) -> None:
        self.backend = backend
        self.limits = limits
        self.faults = faults or Faults()
        self.crashes: list[BaseException] = []
        self.requests: deque[Captured] = deque(maxlen=kept)
        self.on_request: list[Callable[[Captured], None]] = []
        self.gateway = Gateway(backend, token=token, crashes=self.crashes)
        self.oauth = OAuth(backend)
        self.url = ""
        self._token = token

    @property
    def api_url(self) -> str:
        """Where REST begins; known once the server is bound or the first request has come."""
        return self.url + API

    @property
    def gateway_url(self) -> str:
        return self.url.replace("http", "ws", 1) + "/gateway"

    def application(self) -> web.Application:
        """The server, to be run by itself or mounted under a prefix of another."""
        app = web.Application()
        app.router.add_get("/gateway", self._connect)
        app.router.add_get("/attachments/{path:.*}", self._attachment)
        app.router.add_get("/oauth2/authorize", self.oauth.authorize)
        app.router.add_post("/oauth2/authorize", self.oauth.authorize)
        app.router.add_route("*", API + "/{path:.*}", self._rest)
        app.on_shutdown.append(self._close)
        return app

    def bound(self, url: str) -> None:
        """Tell where the application can be reached, without a slash at the end."""
        self.url = url
        self.backend.cdn.base = url
        self.gateway.url = self.gateway_url

    async def _close(self, _app: web.Application) -> None:
        await self.gateway.close()

    def _learn_url(self, request: web.Request, end: str) -> None:
        if not self.url:
            path = request.rel_url.raw_path
            self.bound(str(request.url.origin()) + path[: path.rindex(end)])

    async def _connect(self, request: web.Request) -> web.StreamResponse:
        self._learn_url(request, "/gateway")
        return await self.gateway.connect(request)

    async def _attachment(self, request: web.Request) -> web.Response:
        path = "/attachments/" + request.match_info["path"]
        data = self.backend.cdn.get(path)
        if data is None:
            raise web.HTTPNotFound
        kind = mimetypes.guess_type(path)[0] or "application/octet-stream"
        headers = dict(_UNTRUSTED)
        if not kind.startswith("image/"):
            headers["Content-Disposition"] = "attachment"
        return web.Response(body=data, content_type=kind, headers=headers)

    # One request

    async def _rest(self, request: web.Request) -> web.Response:
        self._learn_url(request, API)
        try:
            incoming = await read(request)
        except ValueError:
            return _answer(400, {"code": 50109, "message": "The request body contains invalid JSON."})
        fault = self.faults.take(incoming.method, incoming.path)
        answer = None
        if fault is not None and not fault.after_effect:
            answer = await self._fail(request, fault)
        if answer is None:
            answer = self._carry_out(incoming)
            if fault is not None and fault.after_effect:
                answer = await self._fail(request, fault) or answer
        self._record(incoming.answered(answer.status, self.backend.clock.now()))
        return answer

    def _record(self, captured: Captured) -> None:
        self.requests.append(captured)
        for listener in self.on_request:
            try:
                listener(captured)
            except Exception as error:  # noqa: BLE001 (a listener's error belongs to the test, not to the client)
                self.crashes.append(error)

    async def _fail(self, request: web.Request, fault: Fault) -> web.Response | None:
        if fault.delay:
            await asyncio.sleep(fault.delay)
        if fault.reset:
            _reset(request)
            return _answer(499, None)
        if fault.status is None:
            return None
        headers = _VIA if fault.via else {}
        if fault.status != 429:
            return web.Response(status=fault.status, text="upstream connect error", headers=headers)
        limited = Verdict(
            {"Retry-After": str(math.ceil(fault.retry_after)), "X-RateLimit-Scope": "shared"},
            fault.retry_after,
        )
        return _limited(limited, headers)

    def _carry_out(self, incoming: Incoming) -> web.Response:
        if signed_in := self.oauth.answer(incoming):
            return _answer(*signed_in)
        match = find(incoming.method, incoming.path)
        if match is None and not incoming.path.startswith("/gateway"):
            return self._unknown(RouteNotImplemented(incoming.method, incoming.path))
        if (match is None or not match.route.open) and incoming.token != f"Bot {self._token}":
            return _answer(401, {"message": "401: Unauthorized", "code": 0})
        if match is None:
            return _answer(200, self.gateway.address(self.gateway_url))
        verdict = self.limits.count(match, incoming.json) if self.limits is not None else None
        if verdict is not None and verdict.retry_after is not None:
            return _limited(verdict, _VIA)
        return self._effect(incoming, match, dict(verdict.headers) if verdict is not None else {})

    def _effect(self, incoming: Incoming, match: Match, headers: dict[str, str]) -> web.Response:
        context = Context(
            self.backend,
            match.args,
            json=incoming.json,
            params=incoming.query,
            files=list(incoming.files),
            reason=incoming.reason,
            method=incoming.method,
            path=incoming.path,
            message_content_access="message_content" in self.backend.privileged,
        )
        try:
            rules.check_sizes(file.fp.getbuffer().nbytes for file in incoming.files)
            result = fill_answer(self.backend, match.route.handler(context))
            body = None if result is None else json.dumps(result, separators=(",", ":")).encode()
        except (RouteNotImplemented, UnsupportedField) as error:
            return self._unknown(error)
        except BackendError as error:
            return _answer(error.status, error.to_json(), headers)
        except Exception as error:  # noqa: BLE001 (recorded, and told to the client as Discord would)
            self.crashes.append(error)
            return _answer(500, {"message": "500: Internal Server Error", "code": 0}, headers)
        status = 204 if body is None else 201 if match.route.template in _CREATED else 200
        return web.Response(body=body, status=status, headers=headers | _VIA, content_type=_kind(body))

    def _unknown(self, error: BackendError) -> web.Response:
        self.crashes.append(error)
        return _answer(501, {"message": error.message, "code": 0})


def _kind(body: bytes | None) -> str:
    # Exactly this, without a charset: discord.py reads anything else as text.
    return "application/json" if body is not None else "text/html"


def _answer(status: int, payload: Any, headers: dict[str, str] | None = None) -> web.Response:
    body = json.dumps(payload).encode()
    return web.Response(
        body=body, status=status, headers=_VIA | (headers or {}), content_type="application/json"
    )


def _limited(verdict: Verdict, headers: dict[str, str]) -> web.Response:
    payload = {
        "message": "You are being rate limited.",
        "retry_after": verdict.retry_after,
        "global": verdict.everywhere,
    }
    body = json.dumps(payload).encode()
    return web.Response(
        body=body, status=429, headers={**headers, **verdict.headers}, content_type="application/json"
    )


def _reset(request: web.Request) -> None:
    """Break the connection so that the other side reads a reset, not an end."""
    transport = request.transport
    if transport is None:
        return
    connection = transport.get_extra_info("socket")
    if connection is not None:
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    transport.abort()


@asynccontextmanager
async def serve(
    backend: SimulatedDiscord,
    *,
    token: str,
    limits: Limits | None = None,
    faults: Faults | None = None,
    port: int = 0,
) -> AsyncIterator[WireDiscord]:
    """Run a Discord on 127.0.0.1 while the block lasts; `port` 0 takes a free one."""
    wire = WireDiscord(backend, token=token, limits=limits, faults=faults)
    runner = web.AppRunner(wire.application(), access_log=None, shutdown_timeout=1)
    await runner.setup()
    try:
        await web.TCPSite(runner, "127.0.0.1", port).start()
        wire.bound(f"http://127.0.0.1:{runner.addresses[0][1]}")
        yield wire
    finally:
        await runner.cleanup()
