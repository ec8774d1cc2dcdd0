"""Our routes for messages, threads and webhooks."""

from __future__ import annotations

from typing import Any

from simcord.backend import errors, serializers
from simcord.backend.access import channel_accessible
from simcord.enums import ChannelType, MessageType
from simcord.http._helpers import (
    message_response,
)
from simcord.http.routes import channels as simcord_channels
from simcord.http.routes import guilds as simcord_guilds
from simcord.http.routes import messages as simcord_messages

from bot.demo.wire import rules
from bot.demo.wire.routes import Context, answers
from bot.demo.wire.threads import REQUIRE_TAG

_MESSAGE = "/channels/{channel_id}/messages/{message_id}"
_THREAD_STATE = ("archived", "locked", "auto_archive_duration", "invitable")
_FOR_MODERATORS = {"locked", "rate_limit_per_user", "flags"}
_NO_TEXT = {ChannelType.FORUM, ChannelType.CATEGORY}
_PUBLISHABLE = {MessageType.DEFAULT, MessageType.REPLY, MessageType.CHAT_INPUT_COMMAND}


@answers("POST", "/channels/{channel_id}/messages")
def send_message(ctx: Context) -> Any:
    """Send; the same nonce again within the window answers with the first message and creates nothing."""
    backend, channel_id, body = ctx.backend, ctx.int_arg("channel_id"), ctx.body()
    rules.check_message(body)
    nonce, author_id = body.get("nonce"), backend.bot_user.id
    enforced = nonce is not None and body.get("enforce_nonce")
    earlier = backend.sent_with(author_id, channel_id, nonce) if enforced and nonce is not None else None
    if earlier is not None:
        return {**message_response(ctx, earlier), "nonce": nonce}
    rules.check_says_something(body, ctx.files)
    _refuse_place(ctx, channel_id)
    _need_for_parts(ctx, channel_id, body)
    with backend.sending_with(nonce):
        answer = simcord_messages.send_message(ctx)
    if nonce is not None:
        backend.remember_nonce(int(answer["id"]), author_id, channel_id, nonce)
    return {**answer, "nonce": nonce}


def _refuse_place(ctx: Context, channel_id: int) -> None:
    """No text in forums and categories; no word to people who take none, or who share no guild."""
    backend, channel = ctx.backend, ctx.require_channel_permissions(channel_id)
    if channel.type in _NO_TEXT:
        raise rules.no_text_channel()
    for person in channel.recipient_ids:
        met = any({person, backend.bot_user.id} <= guild.members.keys() for guild in backend.guilds.values())
        if person in backend.closed_dms or not met:
            raise rules.no_direct_messages()


def _need_for_parts(ctx: Context, channel_id: int, body: dict[str, Any]) -> None:
    if body.get("embeds"):
        ctx.require_channel_permissions(channel_id, "embed_links")
    if ctx.files:
        ctx.require_channel_permissions(channel_id, "attach_files")
    if body.get("message_reference"):
        channel = ctx.backend.get_channel(channel_id)
        if not channel_accessible(ctx.backend, channel.id, ctx.backend.bot_user.id, history=True):
            raise rules.no_history_for_reply()


@answers("PATCH", _MESSAGE)
def edit_message(ctx: Context) -> Any:
    rules.check_message(ctx.body())
    ctx.backend.refuse_archived(ctx.int_arg("channel_id"))
    return simcord_messages.edit_message(ctx)


@answers("POST", _MESSAGE + "/crosspost")
def publish_message(ctx: Context) -> Any:
    """Publish a message of an announcement channel, though none of Discord's own lines there."""
    channel = ctx.require_channel_permissions(ctx.int_arg("channel_id"))
    message = ctx.require_message(channel.id, ctx.int_arg("message_id"))
    if channel.type != ChannelType.NEWS or message.type not in _PUBLISHABLE:
        raise rules.cannot_publish()
    return simcord_messages.crosspost_message(ctx)


@answers("POST", "/channels/{channel_id}/threads")
def open_thread(ctx: Context) -> Any:
    rules.check_thread(ctx.body().get("name"), ctx.body().get("auto_archive_duration") or 1440)
    if ctx.backend.get_channel(ctx.int_arg("channel_id")).type == ChannelType.FORUM:
        rules.check_message(ctx.body().get("message") or {})
        rules.check_says_something(ctx.body().get("message") or {}, ctx.files)
    return simcord_channels.create_thread(ctx)


@answers("POST", _MESSAGE + "/threads")
def open_thread_on_message(ctx: Context) -> Any:
    """Open a thread on a message of a text channel; there are none in threads and forums."""
    channel = ctx.require_channel_permissions(ctx.int_arg("channel_id"))
    if channel.type not in (ChannelType.TEXT, ChannelType.NEWS):
        raise errors.cannot_execute_on_channel_type()
    return simcord_channels.create_thread_from_message(ctx)


@answers("DELETE", "/channels/{channel_id}")
def delete_channel(ctx: Context) -> Any:
    channel = ctx.require_channel_permissions(ctx.int_arg("channel_id"))
    if not channel.is_thread:
        return simcord_channels.delete_channel(ctx)
    ctx.require_channel_permissions(channel.id, "manage_threads")
    payload = dict(serializers.channel_payload(ctx.backend, channel))
    ctx.backend.delete_channel(channel.id)
    return payload


@answers("PATCH", "/channels/{channel_id}")
def edit_channel(ctx: Context) -> Any:
    """Threads have permissions and rules of their own; simcord asks for manage_channels for them too."""
    backend, body = ctx.backend, dict(ctx.body())
    channel = ctx.require_channel_permissions(ctx.int_arg("channel_id"))
    if channel.is_thread:
        return _edit_thread(ctx)
    if "available_tags" in body:
        rules.check_available_tags(body["available_tags"])
    flags = body.pop("flags", None)
    if flags is not None:
        ctx.require_channel_permissions(channel.id, "manage_channels")
        backend.channel_flags[channel.id] = int(flags) & REQUIRE_TAG
    ctx.json = body
    return simcord_channels.edit_channel(ctx)


def _edit_thread(ctx: Context) -> Any:
    backend, body = ctx.backend, ctx.body()
    thread = backend.get_channel(ctx.int_arg("channel_id"))
    changes = ctx.fields("name", "rate_limit_per_user", "applied_tags", ignore=(*_THREAD_STATE, "flags"))
    if backend.is_archived(thread.id) and body.get("archived") is not False:
        raise rules.thread_archived()
    if body.keys() == {"archived"} and body["archived"] is False:
        backend.refuse_locked(thread.id, backend.bot_user.id)
        ctx.require_channel_permissions(thread.id, "send_messages_in_threads")
    elif thread.owner_id != backend.bot_user.id or body.keys() & _FOR_MODERATORS:
        ctx.require_channel_permissions(thread.id, "manage_threads")
    rules.check_thread(body.get("name", thread.name), body.get("auto_archive_duration", 1440))
    if "applied_tags" in changes:
        parent = backend.get_channel(thread.parent_id or 0)
        rules.check_applied_tags(changes["applied_tags"], parent.available_tags)
        changes["applied_tags"] = [int(tag) for tag in changes["applied_tags"]]
    state = {key: body[key] for key in _THREAD_STATE if key in body}
    edited = backend.edit_channel(thread.id, changes, thread_metadata=state)
    return dict(serializers.channel_payload(backend, edited))


@answers("POST", "/guilds/{guild_id}/channels")
def create_channel(ctx: Context) -> Any:
    """simcord knows neither tags nor flags when a channel is made."""
    body = dict(ctx.body())
    tags, flags = body.pop("available_tags", None) or [], int(body.pop("flags", 0) or 0)
    for unknown in ("nsfw", "default_auto_archive_duration", "default_reaction_emoji"):
        body.pop(unknown, None)
    rules.check_available_tags(tags)
    ctx.json = body
    answer = simcord_guilds.create_guild_channel(ctx)
    backend, channel_id = ctx.backend, int(answer["id"])
    backend.channel_flags[channel_id] = flags & REQUIRE_TAG
    named = [{**tag, "id": str(backend.snowflake())} for tag in tags]
    channel = (
        backend.edit_channel(channel_id, {"available_tags": named}) if named else backend.channels[channel_id]
    )
    return dict(serializers.channel_payload(backend, channel))
