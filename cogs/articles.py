"""`/latest`, `/digest` for oneself, and `/article`: what became of an article."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime

import discord
from discord import app_commands
from discord.ext import commands

from bot.answers.offers import Field
from bot.article_cards import story_embed, why_embed
from bot.articles import clock
from bot.articles.filter_grammar import LONGEST
from bot.cards import latest_embed
from bot.client import Client, Context, named
from bot.texts import say
from cogs.language import of
from cogs.options import options, proposing
from cogs.pressed import seen

_COUNT = 8
_CHOICES = 25
_ZONE = "Europe/Paris"
_NO = frozenset({"no", "non", "off", "stop", "none", "aucun"})


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
    @options(source="command-search-option-source", category="command-search-option-category")
    async def latest(self, context: Context, source: str = "", category: str = "") -> None:
        """Show the newest articles, of a source or category."""
        found = await self._services.searches.latest(_COUNT, source=source, category=category)
        await context.reply(embed=latest_embed(found, of(context)), mention_author=False)

    latest.autocomplete("source")(proposing(Field.SOURCE))
    latest.autocomplete("category")(proposing(Field.CATEGORY))

    @app_commands.command(name=named("command-digest"), description=named("command-digest-description"))
    @app_commands.rename(
        when=named("command-digest-when"),
        wanted=named("command-digest-filter"),
        zone=named("command-digest-zone"),
    )
    @app_commands.describe(
        when=named("command-digest-when-description"),
        wanted=named("command-digest-filter-description"),
        zone=named("command-digest-zone-description"),
    )
    @app_commands.guild_only()
    async def digest(
        self,
        interaction: discord.Interaction,
        when: str,
        wanted: app_commands.Range[str, 1, LONGEST] = "",
        zone: str = _ZONE,
    ) -> None:
        """Order one private message with the articles of each day or week, or none any more."""
        language = of(interaction)
        if when.strip().casefold() in _NO:
            stopped = await self._services.reader_digests.stop(interaction.user.id)
            text = say(language, "digest-stopped" if stopped else "digest-none")
        else:
            at = clock.read_digest(when, await asyncio.to_thread(clock.check_zone, zone))
            who = interaction.user.id, interaction.guild_id or 0, language
            ordered = await self._services.reader_digests.order(*who, at, wanted, datetime.now(UTC))
            text = say(language, "digest-ordered", when=discord.utils.format_dt(ordered.due, "F"))
        await interaction.response.send_message(text, ephemeral=True)

    @digest.autocomplete("zone")
    async def _zones(self, _interaction: discord.Interaction, typed: str) -> list[app_commands.Choice[str]]:
        found = await asyncio.to_thread(clock.find_zones, typed, _CHOICES)
        return [app_commands.Choice(name=zone, value=zone) for zone in found]

    @article.command(name=named("command-article-why"), description=named("command-article-why-description"))
    @app_commands.rename(url=named("command-article-url"))
    @app_commands.describe(url=named("command-article-url-description"))
    async def why(self, interaction: discord.Interaction, url: str) -> None:
        """Tell why an article was posted or not, in the channels that the asking person sees."""
        await interaction.response.defer(ephemeral=True)
        found = await self._services.explanations.why(url, seen(interaction), interaction.guild_id or 0)
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


async def setup(client: Client) -> None:
    """Add the cog."""
    await client.add_cog(Articles(client))
