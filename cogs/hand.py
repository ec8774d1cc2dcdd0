"""What moderators do by hand: messages deleted, threads locked; by whom, where we may read the audit log."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from datetime import UTC, datetime, timedelta

import discord
from discord.ext import commands

from bot.client import Client
from bot.comments.targets import Actor

_LOOK_BACK = 10
_KEPT = 500
# Discord writes its log a moment after the event, and adds to an entry for some minutes.
_LATE = 1.0
_COUNTED = timedelta(minutes=10)
_JUST_NOW = timedelta(seconds=30)


class AuditLog:
    """Who deleted or locked something, as far as Discord tells us."""

    def __init__(self) -> None:
        self._counts: OrderedDict[int, int] = OrderedDict()

    async def deleter(self, guild: discord.Guild, channel: int, author: int) -> Actor | None:
        """Who deleted a message of an author in a channel just now; nobody knows of one's own messages."""
        if not guild.me.guild_permissions.view_audit_log:
            return None
        action = discord.AuditLogAction.message_delete
        async for entry in guild.audit_logs(limit=_LOOK_BACK, action=action):
            if getattr(entry.target, "id", 0) == author and self._is_new(entry, channel):
                return _actor(entry, guild)
        return None

    async def locker(self, guild: discord.Guild, thread: int) -> Actor | None:
        """Who changed a thread just now."""
        if not guild.me.guild_permissions.view_audit_log:
            return None
        action = discord.AuditLogAction.thread_update
        async for entry in guild.audit_logs(limit=_LOOK_BACK, action=action):
            recent = datetime.now(UTC) - entry.created_at < _JUST_NOW
            if recent and getattr(entry.target, "id", 0) == thread:
                return _actor(entry, guild)
        return None

    def _is_new(self, entry: discord.AuditLogEntry, channel: int) -> bool:
        """Whether an entry tells of one deletion more than it did: Discord counts those in a row."""
        where = getattr(getattr(entry.extra, "channel", None), "id", 0)
        count = int(getattr(entry.extra, "count", 1))
        if where != channel or datetime.now(UTC) - entry.created_at > _COUNTED:
            return False
        new = count > self._counts.get(entry.id, 0)
        self._counts[entry.id] = count
        if len(self._counts) > _KEPT:
            self._counts.popitem(last=False)
        return new


class Hand(commands.Cog):
    """Follows moderators' hands."""

    def __init__(self, client: Client) -> None:
        self._client = client
        self._services = client.services
        self._log = AuditLog()

    @commands.Cog.listener()
    async def on_raw_message_delete(self, payload: discord.RawMessageDeleteEvent) -> None:
        """What was deleted here goes from the site too, as far as the settings say."""
        await self._deleted(payload.message_id, payload.channel_id, payload.guild_id)

    @commands.Cog.listener()
    async def on_raw_bulk_message_delete(self, payload: discord.RawBulkMessageDeleteEvent) -> None:
        """Many at once, by a ban or another bot."""
        for message in sorted(payload.message_ids):
            await self._deleted(message, payload.channel_id, payload.guild_id)

    @commands.Cog.listener()
    async def on_raw_thread_update(self, payload: discord.RawThreadUpdateEvent) -> None:
        """A thread that is locked here is closed on the site, and the other way round."""
        closed = bool((payload.data.get("thread_metadata") or {}).get("locked"))
        hand, guild = self._services.moderation.hand, self._client.get_guild(payload.guild_id)
        if guild is None or not await hand.differs(payload.thread_id, closed=closed):
            return
        by = await self._log.locker(guild, payload.thread_id) or Actor(0, "", guild.id)
        if await hand.locked(payload.thread_id, by, datetime.now(UTC), closed=closed):
            self._client.courier.wake()

    async def _deleted(self, message: int, channel: int, guild_id: int | None) -> None:
        if message in self._client.courier.removed:
            return
        hand, guild = self._services.moderation.hand, self._client.get_guild(guild_id or 0)
        # It may just be on its way in.
        async with self._services.outbox.in_order:
            author = await hand.author_of(message)
        if author is None or guild is None:
            return
        by = await self._deleter(guild, channel, author)
        if await hand.deleted(message, by or Actor(0, "", guild.id), datetime.now(UTC)):
            self._client.courier.wake()

    async def _deleter(self, guild: discord.Guild, channel: int, author: int) -> Actor | None:
        mine = author == 0
        wanted = guild.me.id if mine else author
        by = await self._log.deleter(guild, channel, wanted)
        if by is None and mine and guild.me.guild_permissions.view_audit_log:
            await asyncio.sleep(_LATE)
            by = await self._log.deleter(guild, channel, wanted)
        return by


def _actor(entry: discord.AuditLogEntry, guild: discord.Guild) -> Actor | None:
    user = entry.user or guild.get_member(entry.user_id or 0)
    if user is None:
        return Actor(entry.user_id, "", guild.id) if entry.user_id else None
    return Actor(user.id, user.display_name, guild.id, user.bot)


async def setup(client: Client) -> None:
    """Add the cog."""
    await client.add_cog(Hand(client))
