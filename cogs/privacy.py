"""`/my-data` and `/forget`: private, in the reader's language."""

from __future__ import annotations

import io
import re
from datetime import UTC, datetime
from typing import Any, Self

import discord
from discord import app_commands
from discord.ext import commands

from bot.client import Client, named
from bot.privacy import is_left
from bot.privacy_cards import data_file, forget_embed, forget_view, left_text
from bot.texts import say
from cogs.language import of
from cogs.pressed import Pressed, guarded


class Forget(discord.ui.DynamicItem[discord.ui.Button[Any]], template=r"forget:(?P<user>\d+)"):
    """ "Forget me", under what it says before; it works for whom it was made."""

    def __init__(self, item: discord.ui.Button[Any], user: int) -> None:
        super().__init__(item)
        self._user = user

    @classmethod
    async def from_custom_id(
        cls, interaction: discord.Interaction, item: discord.ui.Item[Any], match: re.Match[str], /
    ) -> Self:
        """The button that was pressed."""
        assert isinstance(item, discord.ui.Button)  # noqa: S101 - the template is a button's
        return cls(item, int(match["user"]))

    async def callback(self, interaction: discord.Interaction) -> None:
        """Forget this person."""
        await guarded(interaction, self._forget)

    async def _forget(self, interaction: Pressed) -> None:
        if interaction.user.id != self._user:
            return
        await interaction.response.defer()
        client = interaction.client
        now = datetime.now(UTC)
        await client.services.privacy.forget(self._user, now)
        client.courier.wake()
        left = await client.services.privacy.held(self._user, now)
        text = left_text(left, of(interaction))
        await interaction.edit_original_response(content=text, embed=None, view=None)


class Privacy(commands.Cog):
    """What we hold of a person, and how it goes."""

    def __init__(self, client: Client) -> None:
        self._client = client
        self._privacy = client.services.privacy

    async def cog_load(self) -> None:
        """Answer the button, also that of before a restart."""
        self._client.add_dynamic_items(Forget)

    async def cog_unload(self) -> None:
        """No longer."""
        self._client.remove_dynamic_items(Forget)

    @app_commands.command(name=named("command-my-data"), description=named("command-my-data-description"))
    async def my_data(self, interaction: discord.Interaction) -> None:
        """Give the person all that is held of them, as a file."""
        await interaction.response.defer(ephemeral=True)
        language, user, now = of(interaction), interaction.user.id, datetime.now(UTC)
        held = await self._privacy.held(user, now)
        if not held:
            await interaction.followup.send(say(language, "my-data-none"), ephemeral=True)
            return
        packed = io.BytesIO(data_file(user, held, language, now))
        file = discord.File(packed, filename="my-data.json")
        await interaction.followup.send(say(language, "my-data-file"), file=file, ephemeral=True)

    @app_commands.command(name=named("command-forget"), description=named("command-forget-description"))
    async def forget(self, interaction: discord.Interaction) -> None:
        """Say what would be erased and what stays, and ask whether to."""
        await interaction.response.defer(ephemeral=True)
        language, user = of(interaction), interaction.user.id
        held = await self._privacy.held(user, datetime.now(UTC))
        if is_left(held):
            text = left_text(held, language) if held else say(language, "my-data-none")
            await interaction.followup.send(text, ephemeral=True)
            return
        await interaction.followup.send(
            embed=forget_embed(held, language), view=forget_view(user, language), ephemeral=True
        )


async def setup(client: Client) -> None:
    """Add the cog."""
    await client.add_cog(Privacy(client))
