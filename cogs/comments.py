"""`/discussion`, and what people write in mirrored threads."""

from __future__ import annotations

from datetime import UTC, datetime

import discord
from discord import app_commands
from discord.ext import commands

from bot.client import Client, named
from bot.comments.outbox import Heard
from bot.errors import ReaderError
from bot.texts import say
from cogs.language import of
from storage.records_writing import Spoken

_CHOICES = 25


class Comments(commands.Cog):
    """The mirrored threads."""

    def __init__(self, client: Client) -> None:
        self._client = client
        self._services = client.services

    @app_commands.command(name=named("command-comments"), description=named("command-comments-description"))
    @app_commands.rename(article=named("command-comments-article"))
    @app_commands.describe(article=named("command-comments-article-description"))
    @app_commands.guild_only()
    async def discussion(self, interaction: discord.Interaction, article: str) -> None:
        """Tell where an article is discussed."""
        found = await self._services.comments.thread_of(article)
        if found is None:
            raise ReaderError("comments-none", title=article[:200])
        text = say(of(interaction), "comments-thread", title=found.title, thread=f"<#{found.thread_id}>")
        await interaction.response.send_message(text, ephemeral=True)

    @discussion.autocomplete("article")
    async def _titles(self, _interaction: discord.Interaction, typed: str) -> list[app_commands.Choice[str]]:
        titles = await self._services.comments.titles(typed, _CHOICES)
        return [app_commands.Choice(name=title[:100], value=str(id_)) for id_, title in titles]

    # From Discord to the site

    @commands.Cog.listener()
    async def on_message(self, message: discord.Message) -> None:
        """What somebody writes in a mirrored thread may go to the site."""
        heard = heard_in(message)
        if heard is None:
            return
        async with self._services.outbox.in_order:
            taken = await self._services.outbox.take(heard, datetime.now(UTC))
        if not taken:
            self._client.courier.wake()

    @commands.Cog.listener()
    async def on_raw_message_edit(self, payload: discord.RawMessageUpdateEvent) -> None:
        """An edit of what went to the site follows."""
        if not payload.message.author.bot and "content" in payload.data:
            async with self._services.outbox.in_order:
                spoken = _spoken(payload.message)
                changed = await self._services.outbox.change(payload.message_id, spoken, datetime.now(UTC))
            if changed:
                self._client.courier.wake()


def heard_in(message: discord.Message) -> Heard | None:
    """What a person says in a thread; None for everything else."""
    thread, guild, reference = message.channel, message.guild, message.reference
    if message.author.bot or guild is None or not isinstance(thread, discord.Thread) or message.is_system():
        return None
    return Heard(
        message=message.id,
        channel=thread.id,
        guild=guild.id,
        user=message.author.id,
        name=message.author.display_name,
        spoken=_spoken(message),
        answers=reference.message_id if reference else None,
    )


def _spoken(message: discord.Message) -> Spoken:
    mentioned = [*message.mentions, *message.role_mentions, *message.channel_mentions]
    names = {str(each.id): getattr(each, "display_name", each.name) for each in mentioned}
    return Spoken(message.content, names, tuple((file.filename, file.url) for file in message.attachments))


async def setup(client: Client) -> None:
    """Add the cog."""
    await client.add_cog(Comments(client))
