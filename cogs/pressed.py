"""What is pressed on a message long after it was sent, and what its commands have in common."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Collection
from typing import Any

import discord

from bot.client import Context
from bot.error_texts import error_text
from cogs.language import of

Pressed = discord.Interaction[Any]
"""From our own client, which the library's types cannot tell."""


async def guarded(interaction: Pressed, work: Callable[[Pressed], Awaitable[object]]) -> None:
    """Do what was pressed; what goes wrong is said privately."""
    try:
        await work(interaction)
    except Exception as error:  # noqa: BLE001 - said to the person, logged where it is ours
        text = error_text(error, of(interaction))
        if interaction.response.is_done():
            await interaction.followup.send(text, ephemeral=True)
        else:
            await interaction.response.send_message(text, ephemeral=True)


def view(items: discord.ui.View | None) -> dict[str, Any]:
    """The argument of a message that may have buttons."""
    return {} if items is None else {"view": items}


def seen(where: Context | discord.Interaction) -> Collection[int]:
    """The channels of this server that the asking person sees."""
    person = where.user if isinstance(where, discord.Interaction) else where.author
    if where.guild is None or not isinstance(person, discord.Member):
        return ()
    return {c.id for c in where.guild.channels if c.permissions_for(person).view_channel}
