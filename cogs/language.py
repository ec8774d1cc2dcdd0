"""The language of whoever asked: theirs where Discord tells, else the server's."""

from __future__ import annotations

import discord

from bot.client import Context
from bot.texts import language_of


def of(where: Context | discord.Interaction) -> str:
    """ "fr" or "en"."""
    interaction = where if isinstance(where, discord.Interaction) else where.interaction
    guild = where.guild
    return language_of(
        str(interaction.locale) if interaction else None,
        str(guild.preferred_locale) if guild else None,
    )
