"""The simulated Discord as one person sees it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Protocol

from simcord.backend import permissions, serializers
from simcord.backend.access import channel_accessible
from simcord.backend.errors import unknown_message
from simcord.backend.models import Channel, Message

from bot.demo.wire.backend import SimulatedDiscord
from bot.demo.wire.shapes import fill_channel, fill_message


class Wire(Protocol):
    """What has a simulated Discord behind it."""

    @property
    def backend(self) -> SimulatedDiscord: ...


class Viewer:
    """What one person sees on a simulated Discord, as Discord's own payloads."""

    def __init__(self, place: SimulatedDiscord | Wire, user_id: int, locale: str | None = None) -> None:
        self.backend = place if isinstance(place, SimulatedDiscord) else place.backend
        self.user_id = user_id
        self.backend.get_user(user_id)
        if locale is not None:
            self.backend.locales[user_id] = locale

    @property
    def locale(self) -> str:
        return self.backend.locale_of(self.user_id)

    def channels(self, guild_id: int | None = None) -> list[dict[str, Any]]:
        """The visible channels in their order: `threads` are those under each (the newest first, archived
        ones too), `permissions` what this person may do there."""
        guilds = [g for g in self.backend.guilds.values() if self.user_id in g.members]
        kept = [g for g in guilds if guild_id is None or g.id == guild_id]
        return [
            self._channel(channel) | {"threads": self._threads(channel)}
            for guild in kept
            for channel in sorted((self.backend.channels[c] for c in guild.channel_ids), key=_in_order)
            if channel_accessible(self.backend, channel.id, self.user_id)
        ]

    def _threads(self, parent: Channel) -> list[dict[str, Any]]:
        ids = self.backend.get_guild(parent.guild_id or 0).thread_ids
        threads = (self.backend.channels[number] for number in reversed(ids))
        return [
            self._channel(thread)
            for thread in threads
            if thread.parent_id == parent.id and channel_accessible(self.backend, thread.id, self.user_id)
        ]

    def _channel(self, channel: Channel) -> dict[str, Any]:
        payload: dict[str, Any] = dict(serializers.channel_payload(self.backend, channel))
        fill_channel(self.backend, payload)
        if channel.guild_id is not None:
            may = self.backend.compute_permissions(channel.guild_id, self.user_id, channel.id)
            payload["permissions"] = str(may)
        return payload

    def messages(self, channel_id: int, limit: int = 50, before: int | None = None) -> list[dict[str, Any]]:
        """The last messages (those before `before`, a message's id), the oldest first; ephemeral ones
        that are for this person among them."""
        if not channel_accessible(self.backend, channel_id, self.user_id, history=True):
            return []
        found: list[Message] = []
        for message in reversed(self.backend.messages[channel_id].values()):
            if len(found) == limit:
                break
            if message.visible_to(self.user_id) and (before is None or message.id < before):
                found.append(message)
        return [self._message(message) for message in reversed(found)]

    def message(self, channel_id: int, message_id: int) -> dict[str, Any] | None:
        """One message, None where it is not there or not for this person."""
        message = self.backend.messages.get(channel_id, {}).get(message_id)
        return self._message(message) if message is not None and self._sees(message) else None

    def _message(self, message: Message) -> dict[str, Any]:
        payload: dict[str, Any] = dict(
            serializers.message_payload(self.backend, message, for_user=self.user_id)
        )
        fill_message(self.backend, payload)
        if message.author_avatar is not None:
            payload["author"] = {**payload["author"], "avatar_url": message.author_avatar}
        return payload

    def sees(self, message: Mapping[str, Any]) -> bool:
        """Whether a message payload, or the payload of an event with `channel_id`, is for this person."""
        channel_id = int(message.get("channel_id") or message.get("id") or 0)
        if not channel_accessible(self.backend, channel_id, self.user_id):
            return False
        stored = self.backend.messages[channel_id].get(int(message.get("id") or 0))
        return stored is None or stored.visible_to(self.user_id)

    def _sees(self, message: Message) -> bool:
        backend, channel_id = self.backend, message.channel_id
        return channel_accessible(backend, channel_id, self.user_id) and message.visible_to(self.user_id)

    def may(self, channel_id: int, permission: str) -> bool:
        """Whether this person has a permission (`send_messages`, `manage_messages`…) in a channel."""
        guild_id = self.backend.get_channel(channel_id).guild_id
        if guild_id is None:
            return True
        here = self.backend.compute_permissions(guild_id, self.user_id, channel_id)
        return bool(here & permissions.flag(permission))

    def _need(self, channel_id: int, *names: str) -> None:
        guild_id = self.backend.get_channel(channel_id).guild_id
        self.backend.require_permissions(guild_id, self.user_id, channel_id, *names)

    def _visible(self, channel_id: int, message_id: int) -> Message:
        self._need(channel_id)
        message = self.backend.get_message(channel_id, message_id)
        if not message.visible_to(self.user_id):
            raise unknown_message()
        return message


def _in_order(channel: Channel) -> tuple[int, int]:
    return channel.position, channel.id
