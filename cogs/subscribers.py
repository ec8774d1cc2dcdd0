"""`/link`, `/unlink`, `/subscription`: private, in the reader's language."""

from __future__ import annotations

from datetime import UTC, datetime

import discord
from discord import app_commands
from discord.ext import commands

from bot.client import Client, named
from bot.errors import ReaderError
from bot.subscriber_cards import subscription_embed
from bot.texts import say
from cogs.language import of
from cogs.link_panel import CodeButton, panel, redeem
from cogs.mail_codes import MailButton


class Subscribers(commands.Cog):
    """A reader's subscription and the roles that follow from it."""

    def __init__(self, client: Client) -> None:
        self._client = client
        self._subscribers = client.services.subscribers

    @commands.Cog.listener()
    async def on_interaction(self, interaction: discord.Interaction) -> None:
        """Words about their roles come in the language of a reader's last command."""
        if interaction.type is not discord.InteractionType.autocomplete:
            await self._subscribers.speaks(interaction.user.id, of(interaction))

    @app_commands.command(name=named("command-link"), description=named("command-link-description"))
    @app_commands.rename(code=named("command-link-code"))
    @app_commands.describe(code=named("command-link-code-description"))
    @app_commands.guild_only()
    async def link(self, interaction: discord.Interaction, code: str | None = None) -> None:
        """Join the reader's Discord account to the subscription whose code they have, or show all ways."""
        if not self._client.services.settings.publishers:
            raise ReaderError("link-none-set")
        if code is not None:
            await redeem(self._client, interaction, code)
            return
        await interaction.response.defer(ephemeral=True)
        guild, language = interaction.guild_id or 0, of(interaction)
        offers = await self._client.services.web_links.offered(guild, interaction.user.id, datetime.now(UTC))
        await interaction.edit_original_response(
            content=say(language, "link-panel"), view=panel(offers, language)
        )

    @app_commands.command(name=named("command-unlink"), description=named("command-unlink-description"))
    @app_commands.guild_only()
    async def unlink(self, interaction: discord.Interaction) -> None:
        """Undo the link; the roles that came of it go."""
        count = await self._subscribers.linking.unlink(interaction.user.id, datetime.now(UTC))
        self._client.courier.wake()
        text = say(of(interaction), "unlink-done" if count else "unlink-none")
        await interaction.response.send_message(text, ephemeral=True)

    @app_commands.command(
        name=named("command-subscription"), description=named("command-subscription-description")
    )
    @app_commands.rename(words=named("command-subscription-words"))
    @app_commands.describe(words=named("command-subscription-words-description"))
    @app_commands.guild_only()
    async def subscription(self, interaction: discord.Interaction, words: bool | None = None) -> None:
        """Say what is known of the reader's subscription, and why they have or lack a role."""
        user, now = interaction.user, datetime.now(UTC)
        if words is not None:
            await self._subscribers.want_words(user.id, now, on=words)
            text = say(of(interaction), "words-on" if words else "words-off")
            await interaction.response.send_message(text, ephemeral=True)
            return
        memberships = await self._subscribers.standing(user.id, now, interaction.guild_id)
        worn = {role.id for role in user.roles} if isinstance(user, discord.Member) else set[int]()
        embed = subscription_embed(memberships, worn, of(interaction))
        await interaction.response.send_message(embed=embed, ephemeral=True)


async def setup(client: Client) -> None:
    """Add the cog."""
    client.add_dynamic_items(CodeButton, MailButton)
    await client.add_cog(Subscribers(client))
