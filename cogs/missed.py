"""What people wrote, edited and deleted in mirrored threads while the bot was away."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime

import aiohttp
import discord
import structlog
from discord.ext import commands

from bot.client import Client
from bot.comments.missed import Look
from bot.comments.outbox import Heard
from bot.errors import RetryError
from bot.loops import every
from cogs.comments import heard_in

log = structlog.stdlib.get_logger(__name__)

_SELDOM = 86_400.0


class Missed(commands.Cog):
    """Reads the threads again whenever Discord begins a new session with us."""

    def __init__(self, client: Client) -> None:
        self._client = client
        self._missed = client.services.missed
        self._ready = asyncio.Event()
        self._stop = asyncio.Event()
        # The messages of which Discord tells while we read: that is newer than what we read.
        self._told: dict[int, Heard | None] | None = None
        self._task: asyncio.Task[None] | None = None

    async def cog_load(self) -> None:
        """Wait for the first session."""
        work = every(lambda: _SELDOM, self._catch_up, name="missed", stop=self._stop, wake=self._ready)
        self._task = asyncio.create_task(work, name="missed")

    async def cog_unload(self) -> None:
        """End what is under way."""
        self._stop.set()
        if self._task is not None:
            self._task.cancel()

    @commands.Cog.listener()
    async def on_connect(self) -> None:
        """A session begins, and is told nothing of what was before."""
        self._missed.begin()

    @commands.Cog.listener()
    async def on_ready(self) -> None:
        """The threads are known now."""
        self._ready.set()

    @commands.Cog.listener()
    async def on_message(self, message: discord.Message) -> None:
        """Remember how far we heard."""
        if isinstance(message.channel, discord.Thread) and not message.author.bot:
            await self._missed.hear(message.channel.id, message.id)

    @commands.Cog.listener()
    async def on_raw_message_edit(self, payload: discord.RawMessageUpdateEvent) -> None:
        """The message is not as we may just be reading it."""
        if self._told is not None and (heard := heard_in(payload.message)) is not None:
            self._told[payload.message_id] = heard

    @commands.Cog.listener()
    async def on_raw_message_delete(self, payload: discord.RawMessageDeleteEvent) -> None:
        """The message is gone, whatever we may just be reading."""
        if self._told is not None:
            self._told[payload.message_id] = None

    async def _catch_up(self) -> None:
        if not self._client.is_ready():
            return
        began, self._told = datetime.now(UTC), {}
        threads = {thread.id: thread for guild in self._client.guilds for thread in guild.threads}
        latest = {thread.id: thread.last_message_id for thread in threads.values()}
        for look in await self._missed.looks(latest, began):
            await self._read(threads[look.channel], look, self._told)
        self._told = None
        await self._missed.end(began)
        self._client.courier.wake()

    async def _read(self, thread: discord.Thread, look: Look, told: dict[int, Heard | None]) -> None:
        after = discord.Object(look.after)
        try:
            said = [each async for each in thread.history(limit=None, after=after, oldest_first=True)]
        except (discord.Forbidden, discord.NotFound) as error:
            log.warning("a thread cannot be read again", thread=thread.id, reason=str(error))
            return
        except (discord.HTTPException, aiohttp.ClientError, OSError) as error:
            raise RetryError(f"a thread cannot be read again: {error}") from error
        found = [heard for heard in map(heard_in, said) if heard is not None]
        await self._missed.take(look, found, told, datetime.now(UTC))


async def setup(client: Client) -> None:
    """Add the cog."""
    await client.add_cog(Missed(client))
