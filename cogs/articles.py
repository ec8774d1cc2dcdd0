"""`/latest`, and `/article`: what became of an article."""

from __future__ import annotations

import discord
from discord import app_commands
from discord.ext import commands

from bot.article_cards import story_embed, why_embed
from bot.cards import latest_embed
from bot.client import Client, Context, named
from cogs.language import of
from storage import articles

_COUNT = 8


class Articles(commands.Cog):
    """What was published."""

    article = app_commands.Group(
        name=named("command-article"), description=named("command-article-description"), guild_only=True
    )

    def __init__(self, client: Client) -> None:
        self._services = client.services

    # mypy cannot match the method behind the library's decorators.
    @commands.hybrid_command(  # type: ignore[arg-type]
        name=named("command-latest"), description=named("command-latest-description")
    )
    @commands.cooldown(5, 10, commands.BucketType.user)
    async def latest(self, context: Context) -> None:
        """Show the newest articles."""
        found = await articles.latest(self._services.database, _COUNT)
        await context.reply(embed=latest_embed(found, of(context)), mention_author=False)

    @article.command(name=named("command-article-why"), description=named("command-article-why-description"))
    @app_commands.rename(url=named("command-article-url"))
    @app_commands.describe(url=named("command-article-url-description"))
    async def why(self, interaction: discord.Interaction, url: str) -> None:
        """Tell why an article was posted or not, in the channels that the asking person sees."""
        await interaction.response.defer(ephemeral=True)
        found = await self._services.explanations.why(url, _visible(interaction))
        await interaction.followup.send(
            embed=why_embed(found, interaction.guild_id or 0, of(interaction)), ephemeral=True
        )

    @article.command(
        name=named("command-article-story"), description=named("command-article-story-description")
    )
    @app_commands.rename(url=named("command-article-url"))
    @app_commands.describe(url=named("command-article-url-description"))
    async def story(self, interaction: discord.Interaction, url: str) -> None:
        """Tell which articles are about the same news, and why they were joined."""
        await interaction.response.defer(ephemeral=True)
        members = await self._services.explanations.story(url)
        await interaction.followup.send(embed=story_embed(members, of(interaction)), ephemeral=True)


def _visible(interaction: discord.Interaction) -> set[int]:
    """The channels that the asking person sees."""
    if interaction.guild is None or not isinstance(interaction.user, discord.Member):
        return set()
    member = interaction.user
    return {c.id for c in interaction.guild.channels if c.permissions_for(member).view_channel}


async def setup(client: Client) -> None:
    """Add the cog."""
    await client.add_cog(Articles(client))
