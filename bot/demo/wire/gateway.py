"""The gateway: a real websocket that speaks Discord's protocol and can be made to fail."""

from __future__ import annotations

import asyncio
import json
import secrets
import time
import zlib
from collections.abc import Mapping
from typing import Any

from aiohttp import WSMsgType, web
from simcord.backend import serializers

from bot.demo.wire.backend import PRIVILEGED, SimulatedDiscord
from bot.demo.wire.members import member_chunks
from bot.demo.wire.session import Event, Intents, Session, encode
from bot.demo.wire.shapes import fill_guild

HEARTBEAT_MS = 41_250
RESUME_WINDOW = 180.0


class _Connection:
    """One websocket. Frames go out in the order in which they were given, compressed if asked for."""

    def __init__(self, request: web.Request, socket: web.WebSocketResponse) -> None:
        self.session: Session | None = None
        self._request = request
        self._socket = socket
        self._frames: asyncio.Queue[str | None] = asyncio.Queue()
        zlib_stream = request.query.get("compress") == "zlib-stream"
        self._packer = zlib.compressobj() if zlib_stream else None

    def send(self, frame: str) -> None:
        self._frames.put_nowait(frame)

    def send_op(self, op: int, data: object = None) -> None:
        self.send(encode({"op": op, "d": data, "s": None, "t": None}))

    async def write(self) -> None:
        """Send frames until there are none to come or the socket is gone."""
        while (frame := await self._frames.get()) is not None:
            try:
                if self._packer is None:
                    await self._socket.send_str(frame)
                else:
                    data = self._packer.compress(frame.encode()) + self._packer.flush(zlib.Z_SYNC_FLUSH)
                    await self._socket.send_bytes(data)
            except ConnectionError:
                return

    def finish(self) -> None:
        self._frames.put_nowait(None)

    def abort(self) -> None:
        """Cut the TCP connection without a word."""
        if self._request.transport is not None:
            self._request.transport.abort()

    async def close(self, code: int, message: str) -> None:
        await self._socket.close(code=code, message=message.encode())


class _RefusedError(Exception):
    """A client that breaks the protocol; closed with this code."""

    def __init__(self, code: int, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message


class Gateway:
    """All gateway connections and sessions of a simulated Discord.

    `heartbeat_ms` is told to clients; a session can be resumed for `resume_window` seconds.
    """

    def __init__(self, backend: SimulatedDiscord, *, token: str, crashes: list[BaseException]) -> None:
        self.heartbeat_ms = HEARTBEAT_MS
        self.resume_window = RESUME_WINDOW
        self.url = ""
        self.identified = 0
        self.resumed = 0
        self._backend = backend
        self._token = token
        self._crashes = crashes
        self._connections: set[_Connection] = set()
        self._sessions: dict[str, Session] = {}
        self._refusals = 0
        backend.subscribers.append(self.publish)

    # Controls

    @property
    def connected(self) -> int:
        """How many clients are logged in now."""
        return sum(session.send is not None for session in self._sessions.values())

    def drop_connections(self) -> None:
        """Cut every connection abruptly; the sessions can be resumed."""
        for connection in list(self._connections):
            connection.abort()

    def forget_sessions(self) -> None:
        """Lose every session: the next RESUME is answered with an invalid session."""
        for session in self._sessions.values():
            session.send = None
        self._sessions.clear()

    def refuse_connections(self, times: int) -> None:
        """Refuse the next `times` websocket connections."""
        self._refusals = times

    def ask_reconnect(self) -> None:
        """Ask every client to reconnect and resume."""
        for connection in self._connections:
            connection.send_op(7)

    async def close(self) -> None:
        """Close all connections, as when a gateway server is stopped."""
        for connection in list(self._connections):
            await connection.close(1001, "Going away")

    def address(self, url: str) -> dict[str, Any]:
        """The answer of GET /gateway/bot."""
        limit = {"total": 1000, "remaining": 1000, "reset_after": 86_400_000, "max_concurrency": 1}
        return {"url": url, "shards": 1, "session_start_limit": limit}

    # Events out

    def publish(self, name: str, payload: Mapping[str, Any]) -> None:
        """Send an event to every session whose intents include it."""
        if not self._sessions:
            return
        self._forget_old()
        event = Event(self._backend, name, payload)
        for session in self._sessions.values():
            text = event.text_for(session.intents) if session.takes(event.guild_id) else None
            if text is not None:
                session.push(name, text)

    def _forget_old(self) -> None:
        oldest = time.monotonic() - self.resume_window
        for session in list(self._sessions.values()):
            if session.away_since is not None and session.away_since < oldest:
                del self._sessions[session.id]

    # One connection

    async def connect(self, request: web.Request) -> web.StreamResponse:
        """Serve one websocket until it ends."""
        if self._refusals:
            self._refusals -= 1
            return web.Response(status=503, text="no gateway here")
        socket = web.WebSocketResponse(compress=False, max_msg_size=2**20, timeout=1)
        await socket.prepare(request)
        connection = _Connection(request, socket)
        self._connections.add(connection)
        writer = asyncio.create_task(connection.write(), name="gateway writer")
        connection.send_op(10, {"heartbeat_interval": self.heartbeat_ms, "_trace": []})
        goodbye = None
        try:
            goodbye = await self._read(socket, connection)
        finally:
            self._connections.discard(connection)
            self._leave(connection, goodbye)
            connection.finish()
            await writer
        return socket

    def _leave(self, connection: _Connection, goodbye: int | None) -> None:
        session = connection.session
        if session is None or session.send != connection.send:
            return
        session.send = None
        session.away_since = time.monotonic()
        if goodbye in (1000, 1001):  # who ends in good order gives the session up
            self._sessions.pop(session.id, None)

    async def _read(self, socket: web.WebSocketResponse, connection: _Connection) -> int | None:
        """Take what the client sends until it ends; the code with which it said goodbye, if it did."""
        while not socket.closed:
            message = await socket.receive()
            if message.type == WSMsgType.CLOSE:
                return int(message.data)
            if message.type not in (WSMsgType.TEXT, WSMsgType.BINARY):
                return None
            try:
                self._receive(connection, message.data)
            except _RefusedError as refused:
                await socket.close(code=refused.code, message=refused.message.encode())
            except Exception as error:  # noqa: BLE001 (recorded, and the client sees what Discord would show)
                self._crashes.append(error)
                await socket.close(code=4000, message=b"Unknown error")
        return None

    def _receive(self, connection: _Connection, raw: str | bytes) -> None:
        try:
            payload = json.loads(raw)
            op, data = payload["op"], payload.get("d")
        except (ValueError, KeyError, TypeError):
            raise _RefusedError(4002, "Decode error") from None
        if op == 1:
            if connection.session is not None:
                connection.session.acknowledge(data)
            connection.send_op(11)
        elif op == 2:
            self._identify(connection, data)
        elif op == 6:
            self._resume(connection, data)
        elif connection.session is None:
            raise _RefusedError(4003, "Not authenticated")
        elif op == 8:
            self._send_members(connection.session, data)
        elif op not in (3, 4):
            raise _RefusedError(4001, "Unknown opcode")

    def _identify(self, connection: _Connection, data: dict[str, Any]) -> None:
        if connection.session is not None:
            raise _RefusedError(4005, "Already authenticated")
        if data.get("token") != self._token:
            raise _RefusedError(4004, "Authentication failed.")
        intents = Intents(int(data.get("intents", 0)))
        if any(intents.has(name) for name in PRIVILEGED - self._backend.privileged):
            raise _RefusedError(4014, "Disallowed intent(s).")
        shard = tuple(data.get("shard") or (0, 1))
        session = Session(secrets.token_hex(16), intents, (int(shard[0]), int(shard[1])))
        self._sessions[session.id] = session
        self._attach(connection, session)
        self.identified += 1
        self._greet(session)

    def _attach(self, connection: _Connection, session: Session) -> None:
        connection.session = session
        session.send = connection.send
        session.away_since = None

    def _greet(self, session: Session) -> None:
        backend = self._backend
        guilds = [guild for guild in backend.guilds.values() if session.takes(guild.id)]
        ready = {
            "v": 10,
            "user": serializers.user_payload(backend.bot_user),
            "guilds": [{"id": str(guild.id), "unavailable": True} for guild in guilds],
            "session_id": session.id,
            "resume_gateway_url": self.url,
            "session_type": "normal",
            "private_channels": [],
            "shard": list(session.shard),
            "application": {"id": str(backend.application_id), "flags": 0},
        }
        session.push("READY", encode(ready))
        for guild in guilds:
            payload: dict[str, Any] = dict(serializers.guild_create_payload(backend, guild))
            fill_guild(backend, payload)
            text = Event(backend, "GUILD_CREATE", payload).text_for(session.intents)
            if text is not None:
                session.push("GUILD_CREATE", text)

    def _resume(self, connection: _Connection, data: dict[str, Any]) -> None:
        if data.get("token") != self._token:
            raise _RefusedError(4004, "Authentication failed.")
        self._forget_old()
        session = self._sessions.get(str(data.get("session_id")))
        missed = session.missed(int(data.get("seq") or 0)) if session is not None else None
        if session is None or missed is None:
            connection.send_op(9, data=False)
            return
        for frame in missed:
            connection.send(frame)
        self._attach(connection, session)
        session.push("RESUMED", encode({"_trace": []}))
        self.resumed += 1

    def _send_members(self, session: Session, data: dict[str, Any]) -> None:
        for chunk in member_chunks(self._backend, data, everybody=session.intents.has("members")):
            session.push("GUILD_MEMBERS_CHUNK", encode(chunk))
