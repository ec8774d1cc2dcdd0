"""What happens on the simulated Discord, told to every open page as the person it acts as would see it."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping
from contextlib import suppress
from typing import Any

from aiohttp import WSMsgType, web

from bot.demo.web.views import Json, guild_view, message_view
from bot.demo.wire.backend import SimulatedDiscord
from bot.demo.wire.people import Person

_MESSAGE_EVENTS = ("MESSAGE_CREATE", "MESSAGE_UPDATE", "MESSAGE_REACTION_")
_ELSEWHERE = ("INTERACTION_", "AUTO_MODERATION_", "PRESENCE_", "VOICE_", "WEBHOOKS_")
_TOGETHER = 0.05
_QUEUE = 5_000
_HEARTBEAT = 20.0


class Follower:
    """One open page. `frames` fills as things happen; a page that reads too slowly is let go."""

    def __init__(self, person: Person, guild_id: int) -> None:
        self.person = person
        self.frames: asyncio.Queue[Json | None] = asyncio.Queue()
        self._stopped = False
        self._guild_id = guild_id
        self._guild_due: asyncio.TimerHandle | None = None

    def hear(self, event: str, payload: Mapping[str, Any], only_for: int | None) -> None:
        """Turn an event into frames, if this person is to see it."""
        if self._stopped or only_for not in {None, self.person.user_id} or event.startswith(_ELSEWHERE):
            return
        if event.startswith(_MESSAGE_EVENTS):
            self._show_message(payload)
        elif event.startswith("MESSAGE_DELETE"):
            self._show_deletion(payload)
        elif event == "TYPING_START":
            self._show_typing(payload)
        if event != "TYPING_START":
            self._tell_guild_soon()

    def tell_guild(self) -> None:
        """Send the guild as it is now."""
        self._guild_due = None
        self._put({"type": "guild"} | guild_view(self.person, self._guild_id))

    def stop(self) -> None:
        """Send what is waiting and nothing any more: None ends the frames."""
        if self._guild_due is not None:
            self._guild_due.cancel()
        if not self._stopped:
            self._stopped = True
            self.frames.put_nowait(None)

    def _tell_guild_soon(self) -> None:
        """Once for all that happens in a moment: a source that is read brings hundreds of events."""
        if self._guild_due is None:
            self._guild_due = asyncio.get_running_loop().call_later(_TOGETHER, self.tell_guild)

    def _show_message(self, payload: Mapping[str, Any]) -> None:
        channel_id = int(payload["channel_id"])
        message = self.person.message(channel_id, int(payload.get("message_id") or payload["id"]))
        if message is not None:
            self._put({"type": "message", "message": message_view(self.person, message)})

    def _show_deletion(self, payload: Mapping[str, Any]) -> None:
        channel_id = payload["channel_id"]
        if self.person.sees({"channel_id": channel_id}):
            for number in payload.get("ids") or [payload["id"]]:
                self._put({"type": "gone", "channel_id": channel_id, "id": number})

    def _show_typing(self, payload: Mapping[str, Any]) -> None:
        user_id = int(payload["user_id"])
        if user_id != self.person.user_id and self.person.sees({"channel_id": payload["channel_id"]}):
            user = self.person.backend.get_user(user_id)
            name = user.global_name or user.name
            self._put({"type": "typing", "channel_id": payload["channel_id"], "name": name})

    def _put(self, frame: Json) -> None:
        if self.frames.qsize() < _QUEUE:
            self.frames.put_nowait(frame)
        else:
            self.stop()


class Live:
    """All open pages. Listens to the Discord from its making on; `close` ends every page's connection."""

    def __init__(self, backend: SimulatedDiscord, guild_id: int) -> None:
        self._guild_id = guild_id
        self._followers: set[Follower] = set()
        backend.observers.append(self._hear)

    def _hear(self, event: str, payload: Mapping[str, Any], only_for: int | None) -> None:
        for follower in self._followers:
            follower.hear(event, payload, only_for)

    async def follow(self, request: web.Request, person: Person) -> web.WebSocketResponse:
        """Serve one page until it leaves."""
        socket = web.WebSocketResponse(heartbeat=_HEARTBEAT, compress=False)
        await socket.prepare(request)
        follower = Follower(person, self._guild_id)
        self._followers.add(follower)
        follower.tell_guild()
        sending = asyncio.create_task(_send(socket, follower), name="page")
        try:
            async for message in socket:
                if message.type is WSMsgType.ERROR:
                    break
        finally:
            self._followers.discard(follower)
            follower.stop()
            await sending
        return socket

    async def close(self, _: web.Application) -> None:
        """End every page's connection, so that the server can stop."""
        for follower in self._followers:
            follower.stop()


async def _send(socket: web.WebSocketResponse, follower: Follower) -> None:
    with suppress(ConnectionError):
        while (frame := await follower.frames.get()) is not None:
            await socket.send_str(json.dumps(frame, separators=(",", ":")))
        await socket.close()
