"""One gateway session: what its intents let through, numbered and kept for a resume."""

from __future__ import annotations

import json
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from simcord import intents as rules
from simcord.backend.access import channel_accessible

if TYPE_CHECKING:
    from bot.demo.wire.backend import SimulatedDiscord

KEPT_EVENTS = 20_000
_BITS = {
    "guilds": 0,
    "members": 1,
    "moderation": 2,
    "emojis_and_stickers": 3,
    "integrations": 4,
    "webhooks": 5,
    "invites": 6,
    "voice_states": 7,
    "presences": 8,
    "guild_messages": 9,
    "guild_reactions": 10,
    "guild_typing": 11,
    "dm_messages": 12,
    "dm_reactions": 13,
    "dm_typing": 14,
    "message_content": 15,
    "guild_scheduled_events": 16,
    "auto_moderation_configuration": 20,
    "auto_moderation_execution": 21,
    "guild_polls": 24,
    "dm_polls": 25,
}
_GUILD_ITSELF = ("GUILD_CREATE", "GUILD_UPDATE", "GUILD_DELETE")
_SEEN_IN_CHANNEL = ("MESSAGE_", "TYPING_", "CHANNEL_PINS")


def encode(payload: object) -> str:
    return json.dumps(payload, separators=(",", ":"), ensure_ascii=False)


class Intents:
    """The intents of an IDENTIFY, by the names that simcord knows them by."""

    def __init__(self, bits: int) -> None:
        for name, place in _BITS.items():
            setattr(self, name, bool(bits >> place & 1))

    def has(self, name: str) -> bool:
        return bool(getattr(self, name))


class Event:
    """An event on its way out, put into JSON once for all sessions that see the same of it."""

    def __init__(self, backend: SimulatedDiscord, name: str, payload: Mapping[str, Any]) -> None:
        self.name = name
        self.gate = rules.required_intent(name, payload)
        self._backend = backend
        self._payload = payload
        self._full: str | None = None
        self._censored: str | None = None
        self.visible = self._bot_sees()
        self.guild_id = int(payload.get("id" if name in _GUILD_ITSELF else "guild_id") or 0)

    def _bot_sees(self) -> bool:
        channel_id = self._payload.get("channel_id")
        if channel_id is None or not self.name.startswith(_SEEN_IN_CHANNEL):
            return True
        return channel_accessible(self._backend, int(channel_id), self._backend.bot_user.id)

    def text_for(self, intents: Intents) -> str | None:
        """The payload as JSON, or None where these intents do not include it."""
        if not self.visible or (self.gate is not None and not intents.has(self.gate)):
            return None
        if self.name == "GUILD_CREATE":
            return self._guild_for(intents)
        if self._full is None:
            self._full = encode(self._payload)
        if intents.has("message_content") or self.name not in _WITH_CONTENT:
            return self._full
        if self._censored is None:
            self._censored = self._censor(self._full)
        return self._censored

    def _guild_for(self, intents: Intents) -> str:
        guild = dict(self._payload)
        guild["large"] = guild["member_count"] > 250
        rules.prune_guild_create(guild, intents, self._backend.bot_user.id)  # type: ignore[arg-type]
        return encode(guild)

    def _censor(self, text: str) -> str:
        payload = json.loads(text)
        _WITH_CONTENT[self.name](self._backend, payload)
        return encode(payload)


def _censor_message(backend: SimulatedDiscord, payload: dict[str, Any]) -> None:
    rules.censor_message(payload, backend.bot_user.id, backend=backend)


def _censor_interaction(backend: SimulatedDiscord, payload: dict[str, Any]) -> None:
    """What was clicked or chosen is shown; other messages that came along are not."""
    bot_id, data = backend.bot_user.id, payload.get("data") or {}
    if isinstance(payload.get("message"), dict):
        rules.censor_message(payload["message"], bot_id, backend=backend, exempt_root=True)
    for message_id, message in ((data.get("resolved") or {}).get("messages") or {}).items():
        chosen = data.get("type") == 3 and str(data.get("target_id")) == message_id
        rules.censor_message(message, bot_id, backend=backend, exempt_root=chosen)


_WITH_CONTENT: dict[str, Callable[[SimulatedDiscord, dict[str, Any]], None]] = {
    "MESSAGE_CREATE": _censor_message,
    "MESSAGE_UPDATE": _censor_message,
    "INTERACTION_CREATE": _censor_interaction,
}


@dataclass(slots=True)
class Session:
    """What one client has been sent. `send` is where it goes now; None while the client is away."""

    id: str
    intents: Intents
    shard: tuple[int, int]
    seq: int = 0
    send: Callable[[str], None] | None = None
    away_since: float | None = None
    kept: deque[tuple[int, str]] = field(default_factory=lambda: deque(maxlen=KEPT_EVENTS))

    def takes(self, guild_id: int) -> bool:
        """Whether events of this guild (0 for none) are this shard's."""
        return (guild_id >> 22) % self.shard[1] == self.shard[0]

    def push(self, name: str, text: str) -> None:
        """Number an event, keep it, and send it if the client is there."""
        self.seq += 1
        frame = f'{{"op":0,"t":"{name}","s":{self.seq},"d":{text}}}'
        self.kept.append((self.seq, frame))
        if self.send is not None:
            self.send(frame)

    def acknowledge(self, seq: int | None) -> None:
        """Let go of what the client says that it has."""
        while seq is not None and self.kept and self.kept[0][0] <= seq:
            self.kept.popleft()

    def missed(self, seq: int) -> list[str] | None:
        """The frames after `seq`; None where they are no longer all there."""
        if seq > self.seq or (seq < self.seq and (not self.kept or self.kept[0][0] > seq + 1)):
            return None
        return [frame for number, frame in self.kept if number > seq]
