"""`/status`: how the sources and deliveries are doing."""

from __future__ import annotations

import discord
from discord import app_commands
from discord.ext import commands

from bot.cards import status_embed
from bot.client import Client, named
from bot.status import look
from cogs.language import of


class Admin(commands.Cog):
    """For those who manage the server."""

    def __init__(self, client: Client) -> None:
        self._services = client.services

    @app_commands.command(name=named("command-status"), description=named("command-status-description"))
    @app_commands.default_permissions(manage_guild=True)
    @app_commands.checks.has_permissions(manage_guild=True)
    @app_commands.guild_only()
    async def status(self, interaction: discord.Interaction) -> None:
        """Show what is read, owed and held up, to the one who asks only."""
        status = await look(self._services, interaction.guild_id or 0)
        await interaction.response.send_message(embed=status_embed(status, of(interaction)), ephemeral=True)


async def setup(client: Client) -> None:
    """Add the cog."""
    await client.add_cog(Admin(client))
