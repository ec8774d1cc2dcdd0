"""The fields that Discord sends and simcord leaves out, put in before a payload goes out."""

from __future__ import annotations

from collections.abc import Callable, MutableMapping
from typing import Any

from simcord.backend import Backend, serializers
from simcord.enums import ChannelType, MessageType

from bot.demo.wire.files import listed

ANNOUNCEMENT_THREAD = 10

Payload = MutableMapping[str, Any]
Filling = Callable[[Any, Payload], None]


def fill_channel(backend: Any, channel: Payload) -> None:
    """Fields of a channel or thread."""
    channel.setdefault("flags", 0)
    channel["flags"] |= backend.channel_flags.get(int(channel["id"]), 0)
    kind = channel.get("type")
    parent = backend.channels.get(int(channel.get("parent_id") or 0))
    if kind == ChannelType.PUBLIC_THREAD and parent is not None and parent.type == ChannelType.NEWS:
        channel["type"] = ANNOUNCEMENT_THREAD  # simcord knows two kinds of threads only
    if kind == ChannelType.DM or "thread_metadata" in channel:
        return
    channel.setdefault("nsfw", False)
    channel.setdefault("last_pin_timestamp", None)
    channel.setdefault("default_auto_archive_duration", 1440)
    if kind == ChannelType.FORUM:
        channel.setdefault("template", "")
        channel.setdefault("default_sort_order", None)
        channel.setdefault("default_forum_layout", 0)
        channel.setdefault("default_thread_rate_limit_per_user", 0)
        for tag in channel.get("available_tags", ()):
            for key, empty in (("moderated", False), ("emoji_id", None), ("emoji_name", None)):
                tag.setdefault(key, empty)


def fill_guild(backend: Any, guild: Payload) -> None:
    """Fields of a guild, its channels among them; archived threads are not sent with a guild."""
    for key, value in (
        ("nsfw_level", 0),
        ("widget_enabled", False),
        ("widget_channel_id", None),
        ("safety_alerts_channel_id", None),
        ("max_video_channel_users", 25),
        ("approximate_member_count", guild.get("member_count", 0)),
        ("approximate_presence_count", 0),
    ):
        guild.setdefault(key, value)
    guild["threads"] = [t for t in guild.get("threads", ()) if not t["thread_metadata"]["archived"]]
    for channel in (*guild.get("channels", ()), *guild["threads"]):
        channel.setdefault("guild_id", guild["id"])
        fill_channel(backend, channel)


def fill_message(backend: Any, message: Payload) -> None:
    """Fields of a message: the thread that hangs on it, the lost target of a reply, the kind of embeds.

    What embeds and components show of the attachments is not among the attachments.
    """
    thread = backend.channels.get(int(message["id"]))
    if thread is not None and thread.is_thread and thread.parent_id == int(message["channel_id"]):
        message["thread"] = dict(serializers.thread_payload(backend, thread))
        fill_channel(backend, message["thread"])
    if message.get("type") == MessageType.REPLY:
        message.setdefault("referenced_message", None)
    message["embeds"] = [{"type": "rich", **embed} for embed in message.get("embeds", ())]
    message["attachments"] = listed(message)
    referenced = message.get("referenced_message")
    if referenced:
        fill_message(backend, referenced)


def fill_webhook(backend: Any, webhook: Payload) -> None:
    """A webhook made by the bot belongs to its application."""
    if int(webhook.get("user", {}).get("id", 0)) == backend.bot_user.id:
        webhook["application_id"] = str(backend.application_id)


def _fill_interaction(backend: Any, interaction: Payload) -> None:
    if isinstance(interaction.get("channel"), dict):
        fill_channel(backend, interaction["channel"])
    if isinstance(interaction.get("message"), dict):
        fill_message(backend, interaction["message"])


_EVENTS: dict[str, Filling] = {
    "GUILD_CREATE": fill_guild,
    "GUILD_UPDATE": fill_guild,
    "CHANNEL_CREATE": fill_channel,
    "CHANNEL_UPDATE": fill_channel,
    "THREAD_CREATE": fill_channel,
    "THREAD_UPDATE": fill_channel,
    "MESSAGE_CREATE": fill_message,
    "MESSAGE_UPDATE": fill_message,
    "INTERACTION_CREATE": _fill_interaction,
}


def fill_event(backend: Backend, event: str, payload: Payload) -> None:
    """Complete a gateway event's payload in place."""
    filling = _EVENTS.get(event)
    if filling is not None:
        filling(backend, payload)


def fill_answer(backend: Backend, answer: Any) -> Any:
    """Complete a REST answer in place: messages, channels, guilds and webhooks are known by their fields."""
    if isinstance(answer, list):
        for item in answer:
            fill_answer(backend, item)
    elif isinstance(answer, dict):
        _fill_object(backend, answer)
    return answer


def _fill_object(backend: Backend, answer: dict[str, Any]) -> None:
    if "content" in answer and "author" in answer:
        fill_message(backend, answer)
    elif "verification_level" in answer and "roles" in answer:
        fill_guild(backend, answer)
    elif "token" in answer and "channel_id" in answer:
        fill_webhook(backend, answer)
    elif "thread_metadata" in answer or "permission_overwrites" in answer or "recipients" in answer:
        fill_channel(backend, answer)
    for key in ("message", "resource", "threads", "items"):
        if isinstance(answer.get(key), dict | list):
            fill_answer(backend, answer[key])
