"""`/roles`: tiers and roles, complimentary roles, plans, and why somebody has or lacks a role."""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import UTC, datetime
from typing import Any, TypeVar

import discord
from discord import app_commands
from discord.ext import commands

from bot.client import Client, named
from bot.errors import ReaderError
from bot.role_cards import audit_embed, comps_embed, map_lines, plan_card, status_embeds, why_embed
from bot.subscribers.desk import new_comp
from bot.texts import say
from cogs.language import of
from storage.records_roles import RoleMap

_AUDITED = 20
_CHOICES = 25

_Interaction = discord.Interaction
_Command = TypeVar("_Command")
_Word = app_commands.Range[str, 1, 200]


def _options(*names: str) -> Callable[[_Command], _Command]:
    texts = {name: f"command-roles-option-{name}" for name in names}
    rename = app_commands.rename(**{name: named(text) for name, text in texts.items()})
    describe = app_commands.describe(**{name: named(f"{text}-description") for name, text in texts.items()})
    return lambda command: rename(describe(command))


def _named(name: str) -> dict[str, Any]:
    text = f"command-roles-{name}"
    return {"name": named(text), "description": named(f"{text}-description")}


@app_commands.guild_only()
@app_commands.default_permissions(manage_roles=True)
class Roles(
    commands.GroupCog,
    group_name=named("command-roles"),
    group_description=named("command-roles-description"),
):
    """For those who manage roles; nobody else sees the answers."""

    comp = app_commands.Group(**_named("comp"))

    def __init__(self, client: Client) -> None:
        self._client = client
        self._desk = client.services.subscribers.desk

    async def interaction_check(self, interaction: _Interaction) -> bool:
        """Whoever Discord lets through by a server's own settings has to manage roles all the same."""
        if not interaction.permissions.manage_roles:
            raise app_commands.MissingPermissions(["manage_roles"])
        return True

    @app_commands.command(**_named("plan"))
    async def plan(self, interaction: _Interaction) -> None:
        """Show what would change and why."""
        await interaction.response.defer(ephemeral=True)
        embed, files = plan_card(await self._desk.plan(_guild(interaction).id, _now()), of(interaction))
        await interaction.followup.send(embed=embed, files=files, ephemeral=True)

    @app_commands.command(**_named("apply"))
    @_options("digest")
    async def apply(self, interaction: _Interaction, digest: _Word) -> None:
        """Do exactly what a plan shows to be held."""
        await interaction.response.defer(ephemeral=True)
        guild = _guild(interaction)
        for change in (await self._desk.plan(guild.id, _now())).held:
            _may(interaction, guild.get_role(change.role))
        count = await self._desk.apply(digest.strip(), guild.id, interaction.user.id, _now())
        self._client.courier.wake()
        await _say(interaction, "roles-applied", count=count)

    @app_commands.command(**_named("why"))
    @_options("member")
    async def why(self, interaction: _Interaction, member: discord.Member) -> None:
        """Say why a member has or lacks roles."""
        await interaction.response.defer(ephemeral=True)
        guild = _guild(interaction)
        reasons = await self._desk.why(guild.id, member.id, _now())
        worn, approvers = [role.id for role in member.roles], _approvers(guild, reasons.held_roles)
        embed = why_embed(member.id, reasons, worn, _now(), of(interaction), approvers)
        await interaction.followup.send(embed=embed, ephemeral=True)

    @app_commands.command(**_named("status"))
    async def status(self, interaction: _Interaction) -> None:
        """Show how the roles are doing here."""
        await interaction.response.defer(ephemeral=True)
        status = await self._desk.status(_guild(interaction).id, _now())
        await interaction.followup.send(embed=status_embeds(status, of(interaction)), ephemeral=True)

    @app_commands.command(**_named("audit"))
    @_options("member")
    async def audit(self, interaction: _Interaction, member: discord.User | None = None) -> None:
        """Show what was last done, by whom and why."""
        await interaction.response.defer(ephemeral=True)
        found = await self._desk.audited(_guild(interaction).id, member.id if member else 0, _AUDITED)
        await interaction.followup.send(embed=audit_embed(found, of(interaction)), ephemeral=True)

    @app_commands.command(**_named("map"))
    @_options("publisher", "tier", "role")
    async def map_tier(
        self, interaction: _Interaction, publisher: _Word, tier: _Word, role: discord.Role
    ) -> None:
        """Let a tier give a role here."""
        _may(interaction, role)
        await interaction.response.defer(ephemeral=True)
        guild = _guild(interaction).id
        new = RoleMap(publisher, tier.strip(), guild, role.id, interaction.user.id, _now())
        await self._desk.map(new)
        await _say(interaction, "roles-mapped", tier=tier, role=role.mention)

    @app_commands.command(**_named("unmap"))
    @_options("publisher", "tier")
    async def unmap(self, interaction: _Interaction, publisher: _Word, tier: _Word) -> None:
        """Let a tier give no role any more here."""
        await interaction.response.defer(ephemeral=True)
        guild = _guild(interaction).id
        await self._desk.unmap(publisher, tier.strip(), guild, interaction.user.id, _now())
        await _say(interaction, "roles-unmapped", tier=tier)

    @app_commands.command(**_named("list"))
    async def show(self, interaction: _Interaction) -> None:
        """Show which tier gives which role here."""
        await interaction.response.defer(ephemeral=True)
        found = await self._desk.mappings(_guild(interaction).id)
        await interaction.followup.send(embed=map_lines(found, of(interaction)), ephemeral=True)

    @comp.command(**_named("comp-grant"))
    @_options("member", "role", "reason", "days")
    async def comp_grant(
        self,
        interaction: _Interaction,
        member: discord.Member,
        role: discord.Role,
        reason: _Word,
        days: app_commands.Range[int, 1, 3_650] | None = None,
    ) -> None:
        """Give a complimentary role."""
        _may(interaction, role)
        await interaction.response.defer(ephemeral=True)
        owner, guild = interaction.user.id, _guild(interaction).id
        await self._desk.grant_comp(new_comp(guild, role.id, member.id, owner, reason, _now(), days))
        self._client.courier.wake()
        await _say(interaction, "comp-granted", member=member.mention, role=role.mention)

    @comp.command(**_named("comp-end"))
    @app_commands.rename(chosen=named("command-roles-option-comp"))
    @app_commands.describe(chosen=named("command-roles-option-comp-description"))
    async def comp_end(self, interaction: _Interaction, chosen: str) -> None:
        """End a complimentary role."""
        await interaction.response.defer(ephemeral=True)
        guild = _guild(interaction)
        known = {comp.id: comp for comp in await self._desk.comps(guild.id, _now())}
        comp = known.get(int(chosen)) if chosen.isascii() and chosen.isdigit() else None
        if comp is None:
            raise ReaderError("comp-unknown")
        _may(interaction, guild.get_role(comp.role))
        await self._desk.end_comp(comp.id, guild.id, interaction.user.id, _now())
        self._client.courier.wake()
        await _say(interaction, "comp-over", member=f"<@{comp.user}>", role=f"<@&{comp.role}>")

    @comp.command(**_named("comp-list"))
    async def comp_list(self, interaction: _Interaction) -> None:
        """Show the complimentary roles that run here."""
        await interaction.response.defer(ephemeral=True)
        found = await self._desk.comps(_guild(interaction).id, _now())
        await interaction.followup.send(embed=comps_embed(found, _now(), of(interaction)), ephemeral=True)

    @map_tier.autocomplete("publisher")
    @unmap.autocomplete("publisher")
    async def _publishers(self, interaction: _Interaction, typed: str) -> list[app_commands.Choice[str]]:
        return _choices(self._desk.publishers_of(_guild(interaction).id), typed)

    @map_tier.autocomplete("tier")
    @unmap.autocomplete("tier")
    async def _tiers(self, interaction: _Interaction, typed: str) -> list[app_commands.Choice[str]]:
        return _choices(await self._desk.tiers(_guild(interaction).id), typed)

    @comp_end.autocomplete("chosen")
    async def _comps(self, interaction: _Interaction, typed: str) -> list[app_commands.Choice[str]]:
        guild, found = _guild(interaction), []
        for comp in await self._desk.comps(guild.id, _now()):
            member, role = guild.get_member(comp.user), guild.get_role(comp.role)
            label = f"{member or comp.user} · {role or comp.role} · {comp.reason}"[:100]
            if typed.casefold() in label.casefold():
                found.append(app_commands.Choice(name=label, value=str(comp.id)))
        return found[:_CHOICES]


def _choices(names: list[str], typed: str) -> list[app_commands.Choice[str]]:
    fitting = [name for name in names if typed.casefold() in name.casefold() and len(name) <= 100]
    return [app_commands.Choice(name=name, value=name) for name in fitting[:_CHOICES]]


def _may(interaction: _Interaction, role: discord.Role | None) -> None:
    """Nobody gives or takes through the bot what they could not themselves; nor can the bot."""
    guild, user = _guild(interaction), interaction.user
    if role is None:
        return
    if role.is_default() or role.managed:
        raise ReaderError("roles-not-givable", role=role.mention)
    if not isinstance(user, discord.Member) or (user.id != guild.owner_id and role >= user.top_role):
        raise ReaderError("roles-above-you", role=role.mention)
    if role >= guild.me.top_role:
        raise ReaderError("roles-above-me", role=role.mention)


def _approvers(guild: discord.Guild, held: Collection[int]) -> list[int]:
    """Who may let a plan with these roles happen: `_may` asks the same of whoever tries."""
    roles = [role for role_id in held if (role := guild.get_role(role_id))]
    return [
        member.id
        for member in guild.members
        if roles
        and not member.bot
        and member.guild_permissions.manage_roles
        and (member.id == guild.owner_id or max(roles) < member.top_role)
    ]


async def _say(interaction: _Interaction, text: str, **arguments: object) -> None:
    await interaction.followup.send(say(of(interaction), text, **arguments), ephemeral=True)


def _guild(interaction: _Interaction) -> discord.Guild:
    if interaction.guild is None:
        raise app_commands.NoPrivateMessage
    return interaction.guild


def _now() -> datetime:
    return datetime.now(UTC)


async def setup(client: Client) -> None:
    """Add the cog."""
    await client.add_cog(Roles(client))
