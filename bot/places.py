"""Where deliveries go: channels and threads by their ids, and the language spoken there."""

from __future__ import annotations

import discord

from bot.causes import Cause
from bot.messages import Thread, ThreadGoneError, UndeliverableError
from bot.texts import language_of

Parent = discord.TextChannel | discord.ForumChannel


class Places:
    """The places that a client which is ready can see; others are asked for."""

    def __init__(self, client: discord.Client, fallback: str) -> None:
        """`fallback` is the language where a server names none that we speak."""
        self._client = client
        self.fallback = fallback

    async def parent(self, channel_id: int) -> Parent:
        channel = await self.channel(channel_id)
        if not isinstance(channel, discord.TextChannel | discord.ForumChannel):
            raise UndeliverableError(Cause("cause-other-channel", {"channel": str(channel_id)}))
        return channel

    async def thread(self, thread_id: int) -> Thread:
        channel = await self.channel(thread_id)
        if not isinstance(channel, Thread):
            raise ThreadGoneError(thread_id)
        return channel

    async def channel(self, channel_id: int) -> object:
        try:
            return self._client.get_channel(channel_id) or await self._client.fetch_channel(channel_id)
        except discord.NotFound as error:
            raise ThreadGoneError(channel_id) from error

    def language(self, guild: discord.Guild) -> str:
        return language_of(str(guild.preferred_locale), self.fallback)
