"""What a reader sees of their subscription; pure."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

import discord

from bot.cards import shown
from bot.subscribers.memberships import Membership
from bot.texts import say
from storage.records_roles import Word

_COLOUR = 0x2F6F8F

CODE_BUTTON = "link-code"
"""The id of the button that asks for a code."""


def code_button(language: str) -> discord.ui.Button[Any]:
    """ "I have a code"."""
    label = say(language, "link-way-code")
    return discord.ui.Button(label=label, style=discord.ButtonStyle.primary, custom_id=CODE_BUTTON)


def linked_text(memberships: Sequence[Membership], language: str) -> str:
    """What a reader hears after linking."""
    roles = {role for membership in memberships for role in membership.roles}
    return say(language, "link-done", count=len(roles))


def word_text(word: Word, guild: discord.Guild, language: str) -> str:
    """What a reader is told in private before and after a role goes."""
    arguments: dict[str, str] = dict(word.arguments)
    role = guild.get_role(int(arguments.get("role", 0)))
    said = arguments | {"role": shown(role.name, 100) if role else "?", "server": shown(guild.name, 100)}
    if until := arguments.get("until"):
        said["until"] = discord.utils.format_dt(datetime.fromisoformat(until), "D")
    return say(language, word.text, **said)


def subscription_embed(
    memberships: Sequence[Membership], worn: Collection[int], language: str
) -> discord.Embed:
    """Each membership with its roles, those of `worn` as had already, and why there are not more."""
    embed = discord.Embed(title=say(language, "subscription-title"), colour=_COLOUR)
    if not memberships:
        embed.description = say(language, "subscription-none")
    for membership in memberships:
        lines = [_until(membership, language), *_roles(membership, worn, language)]
        if membership.account_url:
            lines.append(f"[{say(language, 'subscription-account')}]({membership.account_url})")
        name = shown(f"{membership.publisher} · {membership.tier}".removesuffix(" · "), 256)
        embed.add_field(name=name, value="\n".join(lines), inline=False)
    return embed


def _until(membership: Membership, language: str) -> str:
    if membership.until is None:
        return say(language, "subscription-open")
    return say(language, "subscription-until", until=discord.utils.format_dt(membership.until, "D"))


def _roles(membership: Membership, worn: Collection[int], language: str) -> list[str]:
    if not membership.roles:
        return [say(language, f"subscription-why-{membership.why}")]
    return [
        say(language, "subscription-role" if role in worn else "subscription-role-soon", role=f"<@&{role}>")
        for role in membership.roles
    ]
