"""Readers who want to be told when an article comes: the buttons, and `/watches`."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Any, Self

import discord
from discord import app_commands
from discord.ext import commands

from bot.cards import shown
from bot.client import Client, named
from bot.texts import say
from bot.watch_cards import watches_embed, watches_view
from cogs.language import of
from cogs.pressed import Pressed, guarded, view


class Begin(discord.ui.DynamicItem[discord.ui.Button[Any]], template=r"watch:(?P<said>[\s\S]+)"):
    """ "Tell me about …": what is waited for stands in the button."""

    def __init__(self, item: discord.ui.Button[Any], said: str) -> None:
        super().__init__(item)
        self._said = said

    @classmethod
    async def from_custom_id(
        cls, interaction: discord.Interaction, item: discord.ui.Item[Any], match: re.Match[str], /
    ) -> Self:
        """The button that was pressed."""
        assert isinstance(item, discord.ui.Button)  # noqa: S101 - the template is a button's
        return cls(item, match["said"])

    async def callback(self, interaction: discord.Interaction) -> None:
        """Remember what this reader waits for."""
        await guarded(interaction, self._begin)

    async def _begin(self, interaction: Pressed) -> None:
        language = of(interaction)
        watches = interaction.client.services.watches
        watch = await watches.add(interaction.user.id, language, self._said, datetime.now(UTC))
        text = say(language, "watch-added", said=shown(watch.said, 100))
        await interaction.response.send_message(text, ephemeral=True)


class Stop(discord.ui.DynamicItem[discord.ui.Button[Any]], template=r"watch-stop:(?P<id>\d+)"):
    """ "Stop telling me", under a private message."""

    def __init__(self, item: discord.ui.Button[Any], watch: int) -> None:
        super().__init__(item)
        self._watch = watch

    @classmethod
    async def from_custom_id(
        cls, interaction: discord.Interaction, item: discord.ui.Item[Any], match: re.Match[str], /
    ) -> Self:
        """The button that was pressed."""
        assert isinstance(item, discord.ui.Button)  # noqa: S101 - the template is a button's
        return cls(item, int(match["id"]))

    async def callback(self, interaction: discord.Interaction) -> None:
        """End it."""
        await guarded(interaction, self._stop)

    async def _stop(self, interaction: Pressed) -> None:
        stopped = await interaction.client.services.watches.stop(interaction.user.id, self._watch)
        text = say(of(interaction), "watch-stopped" if stopped else "watch-stopped-before")
        await interaction.response.send_message(text, ephemeral=True)


class Choose(discord.ui.DynamicItem[discord.ui.Select[Any]], template="watches-stop"):
    """The list under `/watches`."""

    @classmethod
    async def from_custom_id(
        cls, interaction: discord.Interaction, item: discord.ui.Item[Any], match: re.Match[str], /
    ) -> Self:
        """The list in which was chosen."""
        assert isinstance(item, discord.ui.Select)  # noqa: S101 - the template is a list's
        return cls(item)

    async def callback(self, interaction: discord.Interaction) -> None:
        """End what was chosen, and show what is left."""
        await guarded(interaction, self._end)

    async def _end(self, interaction: Pressed) -> None:
        watches, user = interaction.client.services.watches, interaction.user.id
        ended = await watches.stop(user, *map(int, self.item.values))
        left, language = await watches.of(user), of(interaction)
        await interaction.response.edit_message(
            content=say(language, "watches-ended", count=ended),
            embed=watches_embed(left, language),
            view=watches_view(left, language),
        )


class WatchCog(commands.Cog, name="Watches"):
    """What readers wait for."""

    def __init__(self, client: Client) -> None:
        self._client = client
        self._watches = client.services.watches

    async def cog_load(self) -> None:
        """Answer the buttons, also those of before a restart."""
        self._client.add_dynamic_items(Begin, Stop, Choose)

    async def cog_unload(self) -> None:
        """No longer."""
        self._client.remove_dynamic_items(Begin, Stop, Choose)

    @app_commands.command(name=named("command-watches"), description=named("command-watches-description"))
    async def watches(self, interaction: discord.Interaction) -> None:
        """Show what the reader waits for."""
        language, user = of(interaction), interaction.user.id
        watched = await self._watches.of(user)
        closed = await self._watches.should_hear(user, datetime.now(UTC))
        await interaction.response.send_message(
            say(language, "watch-closed") if closed else None,
            embed=watches_embed(watched, language),
            **view(watches_view(watched, language)),
            ephemeral=True,
        )


async def setup(client: Client) -> None:
    """Add the cog."""
    await client.add_cog(WatchCog(client))
