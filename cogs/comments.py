"""`/discussion`: where an article is discussed."""

from __future__ import annotations

import discord
from discord import app_commands
from discord.ext import commands

from bot.client import Client, named
from bot.errors import ReaderError
from bot.texts import say
from cogs.language import of

_CHOICES = 25


class Comments(commands.Cog):
    """The mirrored threads."""

    def __init__(self, client: Client) -> None:
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


async def setup(client: Client) -> None:
    """Add the cog."""
    await client.add_cog(Comments(client))
