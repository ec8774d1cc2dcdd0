"""What a reader sees of their subscription; pure."""

from __future__ import annotations

from collections.abc import Collection, Sequence

import discord

from bot.cards import shown
from bot.subscribers.service import Membership
from bot.texts import say

_COLOUR = 0x2F6F8F


def linked_text(memberships: Sequence[Membership], language: str) -> str:
    """What a reader hears after linking."""
    roles = {role for membership in memberships for role in membership.roles}
    return say(language, "link-done", count=len(roles))


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
