"""Our routes for reading lists: a channel's messages, its archived threads, members by name."""

from __future__ import annotations

from typing import Any

from simcord.backend import serializers
from simcord.backend.access import channel_accessible
from simcord.backend.models import Channel, Message
from simcord.http._helpers import message_response

from bot.demo.wire import rules
from bot.demo.wire.routes import Context, answers


def _limit(ctx: Context, usual: int, most: int) -> int:
    limit = int(ctx.params.get("limit", usual))
    if not 1 <= limit <= most:
        raise rules.field_error("limit", "NUMBER_TYPE_MAX", f"int value should be 1 to {most}.")
    return limit


@answers("GET", "/channels/{channel_id}/messages")
def history(ctx: Context) -> Any:
    """Messages, the newest first; with `after` those that follow it at once, which simcord skips."""
    backend, channel_id = ctx.backend, ctx.int_arg("channel_id")
    ctx.require_channel_permissions(channel_id)
    limit = _limit(ctx, 50, 100)
    if not channel_accessible(backend, channel_id, backend.bot_user.id, history=True):
        return []
    kept = [message for message in backend.messages[channel_id].values() if not message.is_ephemeral]
    page = _page(sorted(kept, key=lambda message: message.id), ctx.params, limit)
    return [message_response(ctx, message, for_user=backend.bot_user.id) for message in reversed(page)]


def _page(messages: list[Message], params: dict[str, Any], limit: int) -> list[Message]:
    if "after" in params:
        return [message for message in messages if message.id > int(params["after"])][:limit]
    if "around" in params:
        middle = int(params["around"])
        earlier = [message for message in messages if message.id < middle]
        later = messages[len(earlier) :]
        return (earlier[-(limit // 2) :] if limit > 1 else []) + later[: limit - limit // 2]
    if "before" in params:
        messages = [message for message in messages if message.id < int(params["before"])]
    return messages[-limit:]


def _archived(ctx: Context, *, private: bool, joined: bool = False) -> Any:
    """Archived threads, the last archived first, in pages."""
    backend = ctx.backend
    parent = ctx.require_channel_permissions(ctx.int_arg("channel_id"), "read_message_history")
    if private and not joined:
        ctx.require_channel_permissions(parent.id, "manage_threads")
    limit, before, me = _limit(ctx, 50, 100), ctx.params.get("before"), backend.bot_user.id
    threads = [
        thread
        for thread in backend.archived_threads(parent.id, private=private)
        if channel_accessible(backend, thread.id, me) and (not joined or me in thread.thread_members)
    ]
    threads.sort(key=_archived_at, reverse=True)
    if before is not None:
        threads = [thread for thread in threads if _archived_at(thread) < str(before).replace("Z", "+00:00")]
    more = len(threads) > limit
    return serializers.thread_list_payload(backend, threads[:limit], has_more=more)


def _archived_at(thread: Channel) -> str:
    return thread.thread_metadata.archive_timestamp if thread.thread_metadata is not None else ""


@answers("GET", "/channels/{channel_id}/threads/archived/public")
def archived_public_threads(ctx: Context) -> Any:
    return _archived(ctx, private=False)


@answers("GET", "/channels/{channel_id}/threads/archived/private")
def archived_private_threads(ctx: Context) -> Any:
    return _archived(ctx, private=True)


@answers("GET", "/channels/{channel_id}/users/@me/threads/archived/private")
def joined_archived_threads(ctx: Context) -> Any:
    return _archived(ctx, private=True, joined=True)


@answers("GET", "/guilds/{guild_id}/members/search")
def search_members(ctx: Context) -> Any:
    """Members whose name or nickname begins with `query`."""
    backend, guild = ctx.backend, ctx.backend.get_guild(ctx.int_arg("guild_id"))
    start, limit = str(ctx.params.get("query", "")).casefold(), _limit(ctx, 1, 1000)
    found = [
        member
        for member in guild.members.values()
        if backend.users[member.user_id].name.casefold().startswith(start)
        or (member.nick or "").casefold().startswith(start)
    ]
    return [dict(serializers.member_payload(backend, guild, member)) for member in found[:limit]]
