"""Who may moderate what, and the buttons by which they do."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Any

import discord

from bot.client import Client
from bot.comments.targets import Actor, Target
from bot.error_texts import error_text
from bot.errors import ReaderError
from bot.moderation_cards import PRESS, muted_text, pressed_text, told_text
from bot.texts import say
from cogs.language import of
from storage.records_moderation import Act

# An answer to a command can be changed for a quarter of an hour.
_PATIENCE = 840.0


def actor(interaction: discord.Interaction) -> Actor:
    """Who acts, and where."""
    return Actor(interaction.user.id, interaction.user.display_name, interaction.guild_id or 0)


def message_id(said: str) -> int:
    """The number at the end of a message's link, or the number itself."""
    found = re.search(r"(\d{15,20})/?\s*$", said)
    if found is None:
        raise ReaderError("comment-unknown")
    return int(found[1])


def check(
    interaction: discord.Interaction, target: Target | None = None, permission: str = "manage_messages"
) -> None:
    """Refuse who may not, and all where the comment is not shown (ReaderError).

    They need the permission where the comment is shown, else one of the roles of the settings; without a
    target, the permission where they are.
    """
    guild, member = interaction.guild, interaction.user
    if target is None or guild is None or not isinstance(member, discord.Member):
        if not getattr(interaction.permissions, permission):
            raise _refused(permission)
        return
    here = [channel for place in target.places if (channel := guild.get_channel(place))]
    if not here:
        raise ReaderError("moderation-elsewhere")
    roles = target.source.moderation.roles if target.source else ()
    if any(member.get_role(role) for role in roles):
        return
    if not any(getattr(channel.permissions_for(member), permission) for channel in here):
        raise _refused(permission)


def _refused(permission: str) -> ReaderError:
    return ReaderError(f"moderation-needs-{permission.replace('_', '-')}")


class Press(discord.ui.DynamicItem[discord.ui.Button[discord.ui.View]], template=PRESS):
    """One of the two buttons of what waits, whichever process sent it."""

    def __init__(self, review: int, what: str) -> None:
        super().__init__(discord.ui.Button(custom_id=f"review:{review}:{what}"))
        self._review = review
        self._approve = what == "approve"

    @classmethod
    async def from_custom_id(
        cls, _: discord.Interaction, item: discord.ui.Item[Any], match: re.Match[str], /
    ) -> Press:
        """The button of an id."""
        return cls(int(match["id"]), match["what"])

    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        """Decide, if this person may and nobody did."""
        await interaction.response.defer(ephemeral=True, thinking=True)
        language = of(interaction)
        try:
            text = await self._decide(interaction, language)
        except Exception as error:  # noqa: BLE001 - the library would only log it, and the person wait
            text = error_text(error, language)
        await interaction.followup.send(text, ephemeral=True)

    async def _decide(self, interaction: discord.Interaction[Any], language: str) -> str:
        client: Client = interaction.client
        moderation = client.services.moderation
        _check_roles(interaction, await moderation.roles_of(self._review))
        decided = await moderation.decide(
            self._review, actor(interaction), datetime.now(UTC), approve=self._approve
        )
        client.courier.wake()
        return pressed_text(decided.review, language, first=decided.first)


def _check_roles(interaction: discord.Interaction[Any], roles: tuple[int, ...]) -> None:
    member = interaction.user
    if isinstance(member, discord.Member) and any(member.get_role(role) for role in roles):
        return
    if not interaction.permissions.manage_messages:
        raise _refused("manage_messages")


class Panel(discord.ui.View):
    """What can be done with a comment, as buttons below its history."""

    def __init__(self, client: Client, link: str, language: str) -> None:
        super().__init__(timeout=_PATIENCE)
        self._client = client
        self._link = link
        for name, button in (
            ("approve", self.approve),
            ("hold", self.hold),
            ("delete", self.delete),
            ("mute", self.mute),
        ):
            button.label = say(language, f"panel-button-{name}")

    @discord.ui.button(custom_id="moderate-approve", style=discord.ButtonStyle.success)
    async def approve(self, interaction: discord.Interaction, _: discord.ui.Button[Panel]) -> None:
        """Let it come back."""
        await self._judge(interaction, Act.APPROVED)

    @discord.ui.button(custom_id="moderate-hold")
    async def hold(self, interaction: discord.Interaction, _: discord.ui.Button[Panel]) -> None:
        """Hold it back."""
        await self._judge(interaction, Act.HELD)

    @discord.ui.button(custom_id="moderate-delete", style=discord.ButtonStyle.danger)
    async def delete(self, interaction: discord.Interaction, _: discord.ui.Button[Panel]) -> None:
        """Delete it."""
        await self._judge(interaction, Act.DELETED)

    @discord.ui.button(custom_id="moderate-mute")
    async def mute(self, interaction: discord.Interaction, _: discord.ui.Button[Panel]) -> None:
        """Mute its author until somebody ends it."""
        await interaction.response.defer(ephemeral=True, thinking=True)
        moderation = self._client.services.moderation
        target = await moderation.targets.find(self._link)
        check(interaction, target)
        mute = await moderation.muting.mute_author(target, actor(interaction), None, "", datetime.now(UTC))
        await interaction.followup.send(muted_text(mute, of(interaction)), ephemeral=True)

    async def _judge(self, interaction: discord.Interaction, act: Act) -> None:
        await interaction.response.defer(ephemeral=True, thinking=True)
        moderation = self._client.services.moderation
        target = await moderation.targets.find(self._link)
        check(interaction, target)
        verdict = await moderation.judge(target, act, actor(interaction), "", datetime.now(UTC))
        self._client.courier.wake()
        await interaction.followup.send(told_text(act, verdict, of(interaction)), ephemeral=True)

    async def on_error(
        self, interaction: discord.Interaction, error: Exception, _: discord.ui.Item[Panel]
    ) -> None:
        """Say what is wrong."""
        await interaction.followup.send(error_text(error, of(interaction)), ephemeral=True)
