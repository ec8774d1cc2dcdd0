"""What a person sees of what we hold of them; pure."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

import discord

from bot.cards import view_of
from bot.causes import said
from bot.privacy import LEFT
from bot.texts import say

_COLOUR = 0x2F6F8F
_FIELD = 1_000

Held = Mapping[str, list[dict[str, Any]]]
"""What is held of a person, by the name of its trace."""


def data_file(user: int, held: Held, language: str, now: datetime) -> bytes:
    """What is held as JSON, each part with a sentence that says what it is."""
    parts = {
        name: {"about": say(language, f"data-{name}"), "entries": [_read(row, language) for row in rows]}
        for name, rows in held.items()
    }
    tree = {"account": str(user), "at": now.isoformat(timespec="seconds"), "held": parts}
    return json.dumps(tree, ensure_ascii=False, indent=2).encode()


def _read(row: Mapping[str, Any], language: str) -> dict[str, Any]:
    """A row whose reason can be read by a person."""
    reason = row.get("reason")
    return {**row, "reason": said(reason, language)} if isinstance(reason, str) else dict(row)


def forget_embed(held: Held, language: str) -> discord.Embed:
    """What would go, what would stay and why."""
    embed = discord.Embed(
        title=say(language, "forget-title"), description=say(language, "forget-first"), colour=_COLOUR
    )
    lines = [f"- {say(language, f'data-{name}')}" for name in held]
    embed.add_field(name=say(language, "forget-held"), value=_fitting(lines), inline=False)
    for part in ("goes", "stays"):
        embed.add_field(
            name=say(language, f"forget-{part}"), value=say(language, f"forget-{part}-text"), inline=False
        )
    return embed


def forget_view(user: int, language: str) -> discord.ui.View:
    """The one button."""
    label = say(language, "forget-button")
    return view_of(
        discord.ui.Button(label=label, style=discord.ButtonStyle.danger, custom_id=f"forget:{user}")
    )


def left_text(left: Held, language: str) -> str:
    """What a person hears once they are forgotten, and what is left for now."""
    lines = [say(language, "forget-done")]
    lines += [say(language, f"forget-left-{name}") for name in left if name in LEFT]
    return "\n".join(lines)


def _fitting(lines: list[str]) -> str:
    """As many lines as a field takes."""
    while len("\n".join(lines)) > _FIELD:
        lines = [*lines[:-2], "- …"]
    return "\n".join(lines)
