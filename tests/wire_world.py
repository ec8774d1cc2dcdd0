"""A small newsroom on the Discord at the wire, and clients that log in to it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

import discord
import yarl
from discord.gateway import DiscordWebSocket
from discord.http import Route
from simcord.backend import permissions
from simcord.backend.models import Channel, Guild, Overwrite
from simcord.enums import ChannelType, OverwriteType

from bot.demo.wire.backend import SimulatedDiscord
from bot.demo.wire.server import WireDiscord

TOKEN = "MTQyMDA3MDQwMDAwMDAwMDAw.wire.newsroom"  # begins with an identifier, as hikari wants it


@dataclass
class World:
    """A guild with a text channel and a forum with tags, and two readers."""

    backend: SimulatedDiscord
    guild: Guild
    news: Channel
    forum: Channel
    lea: int
    tom: int


def make_world(**settings: float) -> World:
    backend = SimulatedDiscord(**settings)
    guild = backend.create_guild("La Rédaction")
    news = backend.create_channel(guild.id, "actualités")
    tags = [{"id": str(backend.snowflake()), "name": name} for name in ("mobile", "réseaux")]
    forum = backend.create_channel(guild.id, "articles", type=ChannelType.FORUM, available_tags=tags)
    people = [backend.make_user(name) for name in ("lea", "tom")]
    for person in people:
        backend.add_member(guild.id, person.id)
    return World(backend, guild, news, forum, people[0].id, people[1].id)


def make_client(intents: discord.Intents | None = None, **settings: Any) -> discord.Client:
    """A discord.py client that does not wait two seconds for guilds that might still come."""
    return discord.Client(intents=intents or discord.Intents.all(), guild_ready_timeout=0.05, **settings)


async def until(condition: Callable[[], object], within: float = 10) -> None:
    """Wait until a condition holds, looking every few milliseconds."""
    async with asyncio.timeout(within):
        while not condition():
            await asyncio.sleep(0.005)


def contents(world: World, channel_id: int) -> list[str]:
    """The texts of a channel's messages, in order."""
    return [message.content for message in world.backend.messages[channel_id].values()]


def forbid(backend: SimulatedDiscord, channel_id: int, *names: str) -> None:
    """Deny the bot permissions (`send_messages`, `view_channel`…) in a channel, and tell its clients."""
    _overwrite(backend, channel_id, _denied(backend, channel_id) | sum(map(permissions.flag, names)))


def permit(backend: SimulatedDiscord, channel_id: int, *names: str) -> None:
    """Take back what was denied to the bot with `forbid`: those permissions, or all where none is named."""
    kept = _denied(backend, channel_id) & ~sum(map(permissions.flag, names)) if names else 0
    _overwrite(backend, channel_id, kept)


def _denied(backend: SimulatedDiscord, channel_id: int) -> int:
    overwrites = backend.get_channel(channel_id).overwrites
    return next((o.deny for o in overwrites if o.target_id == backend.bot_user.id), 0)


def _overwrite(backend: SimulatedDiscord, channel_id: int, denied: int) -> None:
    bot = backend.bot_user.id
    if denied:
        backend.set_overwrite(channel_id, Overwrite(bot, OverwriteType.MEMBER, deny=denied))
    else:
        backend.delete_overwrite(channel_id, bot)


def listener(name: str, heard: list[Any]) -> Callable[..., Awaitable[None]]:
    """A handler for `client.event` that keeps what it hears."""

    async def listen(message: Any) -> None:
        heard.append(message)

    listen.__name__ = name
    return listen


@asynccontextmanager
async def pointed_at(wire: WireDiscord) -> AsyncIterator[None]:
    """discord.py talks to this Discord while the block lasts."""
    base, gateway = Route.BASE, DiscordWebSocket.DEFAULT_GATEWAY
    Route.BASE, DiscordWebSocket.DEFAULT_GATEWAY = wire.api_url, yarl.URL(wire.gateway_url)
    try:
        yield
    finally:
        Route.BASE, DiscordWebSocket.DEFAULT_GATEWAY = base, gateway


@asynccontextmanager
async def logged_in(wire: WireDiscord, client: discord.Client) -> AsyncIterator[discord.Client]:
    """A discord.py client, unmodified, from its login until its end."""
    async with pointed_at(wire):
        task = asyncio.create_task(client.start(TOKEN))
        try:
            await until(lambda: task.done() or client.is_ready(), within=20)
            if task.done():
                await task
            yield client
        finally:
            await client.close()
            await asyncio.gather(task, return_exceptions=True)
