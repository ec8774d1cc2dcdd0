"""Options that several commands have: their names in both languages, and what is proposed while typing."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from typing import Any, TypeVar

import discord
from discord import app_commands

from bot import plain
from bot.answers.offers import Completer, Field
from bot.client import named

_CHOICES = 25
_LONGEST = 100

_Command = TypeVar("_Command")
_Choices = list[app_commands.Choice[str]]
_Proposals = Callable[[discord.Interaction[Any], str], Coroutine[Any, Any, _Choices]]


def options(**texts: str) -> Callable[[_Command], _Command]:
    """Localised names and descriptions of a command's options, by the name of their text."""
    rename = app_commands.rename(**{option: named(text) for option, text in texts.items()})
    describe = app_commands.describe(
        **{option: named(f"{text}-description") for option, text in texts.items()}
    )
    return lambda command: rename(describe(command))


def proposing(kind: Field) -> _Proposals:
    """Proposals for an option of that kind, typos allowed."""

    async def propose(interaction: discord.Interaction[Any], typed: str) -> list[app_commands.Choice[str]]:
        return await choices(interaction.client.services.completer, kind, typed)

    return propose


async def choices(completer: Completer, kind: Field, typed: str) -> list[app_commands.Choice[str]]:
    """What is proposed for what was typed. A value that Discord would not take is not proposed."""
    offered = await completer.complete(kind, typed[:_LONGEST], _CHOICES)
    return [
        app_commands.Choice(name=plain.shorten(plain.one_line(one.label), _LONGEST), value=one.value)
        for one in offered
        if one.label.strip() and len(one.value) <= _LONGEST
    ]
