"""`/comment`: what moderators do with comments, once for both sides; nobody else sees the answers."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any, Final, TypeVar

import discord
from discord import app_commands
from discord.ext import commands

from bot.client import Client, named
from bot.comment_cards import parent_embed
from bot.comments.targets import Target
from bot.errors import ReaderError
from bot.moderation_cards import (
    history_embed,
    history_title,
    mute_name,
    muted_text,
    mutes_embed,
    told_text,
)
from bot.texts import say
from cogs.language import of
from cogs.moderating import Panel, Press, actor, check, message_id
from storage.records_moderation import Act

_CHOICES = 25
_SPANS: Final = {
    "hour": timedelta(hours=1),
    "day": timedelta(days=1),
    "week": timedelta(weeks=1),
    "month": timedelta(days=30),
}
_Command = TypeVar("_Command")
_Reason = app_commands.Range[str, 1, 300]


def _named(name: str) -> dict[str, Any]:
    return {
        "name": named(f"command-comment-{name}"),
        "description": named(f"command-comment-{name}-description"),
    }


def _options(**names: str) -> Callable[[_Command], _Command]:
    """Localised names and descriptions of a command's options."""
    texts = {option: f"command-comment-{name}" for option, name in names.items()}
    rename = app_commands.rename(**{option: named(text) for option, text in texts.items()})
    describe = app_commands.describe(
        **{option: named(f"{text}-description") for option, text in texts.items()}
    )
    return lambda command: rename(describe(command))


@app_commands.guild_only()
@app_commands.default_permissions(manage_messages=True)
class Moderation(
    commands.GroupCog,
    group_name=named("command-comment"),
    group_description=named("command-comment-description"),
):
    """Decisions on comments and threads, and who took which."""

    def __init__(self, client: Client) -> None:
        self._client = client
        self._services = client.services
        self._moderation = client.services.moderation
        self._menu = app_commands.ContextMenu(name=named("menu-moderate"), callback=self._moderate)
        self._menu.guild_only = True
        self._menu.default_permissions = discord.Permissions(manage_messages=True)

    async def cog_load(self) -> None:
        """The menu on messages, and the buttons of what waits, which outlast the process."""
        self._client.tree.add_command(self._menu)
        self._client.add_dynamic_items(Press)

    async def cog_unload(self) -> None:
        """What `cog_load` added goes."""
        self._client.tree.remove_command(self._menu.name, type=self._menu.type)
        self._client.remove_dynamic_items(Press)

    # Whom comments answer

    @app_commands.command(**_named("why"))
    @_options(message="message")
    @app_commands.checks.has_permissions(manage_messages=True)
    async def why(self, interaction: discord.Interaction, message: str) -> None:
        """Tell whom a comment answers, and how that is known."""
        comment = await self._services.comments.shown_by(message_id(message))
        parent = await self._services.comments.parent_of(comment)
        embed = parent_embed(comment, parent, of(interaction))
        await interaction.response.send_message(embed=embed, ephemeral=True)

    @app_commands.command(**_named("relink"))
    @_options(message="message", parent="parent")
    @app_commands.checks.has_permissions(manage_messages=True)
    async def relink(self, interaction: discord.Interaction, message: str, parent: str = "") -> None:
        """Say whom a comment answers, for good."""
        service = self._services.comments
        comment = await service.shown_by(message_id(message))
        answered = await service.shown_by(message_id(parent)) if parent else None
        await service.relink(comment, answered, interaction.user.id)
        self._client.courier.wake()
        await interaction.response.send_message(say(of(interaction), "comment-relinked"), ephemeral=True)

    # Decisions

    @app_commands.command(**_named("delete"))
    @_options(link="link", reason="reason")
    async def delete(self, interaction: discord.Interaction, link: str, reason: _Reason = "") -> None:
        """Delete a comment on both sides."""
        await self._judge(interaction, link, Act.DELETED, reason)

    @app_commands.command(**_named("hold"))
    @_options(link="link", reason="reason")
    async def hold(self, interaction: discord.Interaction, link: str, reason: _Reason = "") -> None:
        """Hold a comment back on both sides."""
        await self._judge(interaction, link, Act.HELD, reason)

    @app_commands.command(**_named("approve"))
    @_options(link="link", reason="reason")
    async def approve(self, interaction: discord.Interaction, link: str, reason: _Reason = "") -> None:
        """Let a comment come back on both sides."""
        await self._judge(interaction, link, Act.APPROVED, reason)

    async def _judge(self, interaction: discord.Interaction, link: str, act: Act, reason: str) -> None:
        await interaction.response.defer(ephemeral=True)
        target = await self._moderation.targets.find(link)
        check(interaction, target)
        verdict = await self._moderation.judge(target, act, actor(interaction), reason, _now())
        await self._done(interaction, told_text(act, verdict, of(interaction)))

    @app_commands.command(**_named("lock"))
    @_options(link="link", reason="reason")
    async def lock(self, interaction: discord.Interaction, link: str = "", reason: _Reason = "") -> None:
        """Close the comments of an article."""
        await self._close(interaction, link, reason, closed=True)

    @app_commands.command(**_named("unlock"))
    @_options(link="link", reason="reason")
    async def unlock(self, interaction: discord.Interaction, link: str = "", reason: _Reason = "") -> None:
        """Open the comments of an article again."""
        await self._close(interaction, link, reason, closed=False)

    async def _close(self, interaction: discord.Interaction, link: str, reason: str, *, closed: bool) -> None:
        await interaction.response.defer(ephemeral=True)
        target = await self._thread(interaction, link)
        check(interaction, target, "manage_threads")
        verdict = await self._moderation.close(target, actor(interaction), reason, _now(), closed=closed)
        act = Act.LOCKED if closed else Act.UNLOCKED
        await self._done(interaction, told_text(act, verdict, of(interaction)))

    async def _thread(self, interaction: discord.Interaction, link: str) -> Target:
        """The article of the thread that a link leads to or into, else of the thread where this is said."""
        if not link:
            return await self._moderation.targets.thread(interaction.channel_id or 0)
        return await self._moderation.targets.thread_by(link)

    # Who is not mirrored

    @app_commands.command(**_named("mute"))
    @_options(link="link", member="member", span="for", reason="reason")
    @app_commands.choices(
        span=[app_commands.Choice(name=named(f"mute-span-{span}"), value=span) for span in _SPANS]
    )
    async def mute(
        self,
        interaction: discord.Interaction,
        link: str = "",
        member: discord.Member | None = None,
        span: str = "",
        reason: _Reason = "",
    ) -> None:
        """Keep somebody's new comments from the other side."""
        by, muting, until = actor(interaction), self._moderation.muting, _SPANS.get(span)
        if member is not None:
            check(interaction)
            mute = await muting.mute_member(member.id, member.display_name, by, until, reason, _now())
        elif link:
            target = await self._moderation.targets.find(link)
            check(interaction, target)
            mute = await muting.mute_author(target, by, until, reason, _now())
        else:
            raise ReaderError("moderation-whom")
        await interaction.response.send_message(muted_text(mute, of(interaction)), ephemeral=True)

    @app_commands.command(**_named("unmute"))
    @_options(who="who", reason="reason")
    async def unmute(self, interaction: discord.Interaction, who: str, reason: _Reason = "") -> None:
        """Mirror somebody again."""
        check(interaction)
        number = int(who) if who.isdecimal() else 0
        mute = await self._moderation.muting.unmute(number, actor(interaction), reason, _now())
        text = say(of(interaction), "moderation-unmuted", name=mute.name or f"<@{mute.person_id}>")
        await interaction.response.send_message(text, ephemeral=True)

    @unmute.autocomplete("who")
    async def _muted(self, interaction: discord.Interaction, typed: str) -> list[app_commands.Choice[str]]:
        found = await self._moderation.muting.listed(interaction.guild_id or 0, _now())
        fitting = [mute for mute in found if typed.casefold() in mute.name.casefold()]
        language = of(interaction)
        return [
            app_commands.Choice(name=mute_name(mute, language), value=str(mute.id))
            for mute in fitting[:_CHOICES]
        ]

    @app_commands.command(**_named("mutes"))
    async def mutes(self, interaction: discord.Interaction) -> None:
        """Show who is muted."""
        check(interaction)
        found = await self._moderation.muting.listed(interaction.guild_id or 0, _now())
        embed = mutes_embed(found, of(interaction))
        await interaction.response.send_message(embed=embed, ephemeral=True)

    # Who did what

    @app_commands.command(**_named("history"))
    @_options(link="link", member="member")
    async def history(
        self, interaction: discord.Interaction, link: str = "", member: discord.User | None = None
    ) -> None:
        """Tell who did what to a comment, to a person, or in this thread."""
        language = of(interaction)
        if member is not None:
            check(interaction)
            entries = await self._moderation.targets.history_of(member.id, interaction.guild_id or 0)
            title = say(language, "history-title-person", name=member.display_name)
        else:
            target = await self._meant(interaction, link)
            check(interaction, target)
            entries = await self._moderation.targets.history(target)
            title = history_title(target, language)
        embed = history_embed(title, entries, language)
        await interaction.response.send_message(embed=embed, ephemeral=True)

    async def _meant(self, interaction: discord.Interaction, link: str) -> Target:
        if not link:
            return await self._thread(interaction, "")
        try:
            return await self._moderation.targets.find(link)
        except ReaderError:
            return await self._moderation.targets.thread_by(link)

    async def _moderate(self, interaction: discord.Interaction, message: discord.Message) -> None:
        """Everything at once, on a message."""
        target = await self._moderation.targets.find(str(message.id))
        check(interaction, target)
        language = of(interaction)
        entries = await self._moderation.targets.history(target)
        embed = history_embed(say(language, "panel-title"), entries, language)
        panel = Panel(self._client, str(message.id), language)
        await interaction.response.send_message(embed=embed, view=panel, ephemeral=True)

    async def _done(self, interaction: discord.Interaction, text: str) -> None:
        self._client.courier.wake()
        await interaction.followup.send(text, ephemeral=True)


def _now() -> datetime:
    return datetime.now(UTC)


async def setup(client: Client) -> None:
    """Add the cog."""
    await client.add_cog(Moderation(client))
