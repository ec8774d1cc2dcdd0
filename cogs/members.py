"""Members who leave, and roles that are deleted: what we gave is compared with what is worn."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime

import discord
import structlog
from discord.ext import commands

from bot.client import Client
from bot.subscribers.drift import Worn

log = structlog.stdlib.get_logger(__name__)

_EVERY = 3_600.0


class Members(commands.Cog):
    """Watches the members of every server for the roles that we give."""

    def __init__(self, client: Client) -> None:
        self._client = client
        self._desk = client.services.subscribers.desk
        self._task: asyncio.Task[None] | None = None

    async def cog_load(self) -> None:
        """Compare from now on, once an hour."""
        self._task = asyncio.create_task(self._watch(), name="members")

    async def cog_unload(self) -> None:
        """Compare no more."""
        if self._task is not None:
            self._task.cancel()

    @commands.Cog.listener()
    async def on_member_remove(self, member: discord.Member) -> None:
        """Their roles went with them; the link stays."""
        await self._desk.left(member.guild.id, member.id, datetime.now(UTC))

    @commands.Cog.listener()
    async def on_guild_role_delete(self, role: discord.Role) -> None:
        """What maps to it is off."""
        await self._desk.lost(role.guild.id, role.id, datetime.now(UTC))

    async def _watch(self) -> None:
        await self._client.wait_until_ready()
        while True:
            for guild in self._client.guilds:
                try:
                    await self._compare(guild)
                except Exception:
                    log.exception("members not compared", guild=guild.id)
            await asyncio.sleep(_EVERY)

    async def _compare(self, guild: discord.Guild) -> None:
        """A list of members that is not whole tells nothing."""
        if not (guild.chunked and self._client.intents.members):
            return
        wanted = await self._desk.mapped_roles(guild.id)
        worn = Worn(
            joined={member.id: member.joined_at for member in guild.members},
            roles={
                role.id: frozenset(member.id for member in role.members)
                for role in guild.roles
                if role.id in wanted
            },
        )
        drift = await self._desk.reconcile(guild.id, worn, datetime.now(UTC))
        if drift.returned:
            self._client.courier.wake()


async def setup(client: Client) -> None:
    """Add the cog."""
    await client.add_cog(Members(client))
