"""The panel of `/link`: a button for each way that the publishers of a server offer."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

import discord

from bot.client import Client
from bot.plain import shorten
from bot.subscriber_cards import CODE_BUTTON, code_button, linked_text
from bot.subscribers.ways import Offer, Way
from bot.texts import say
from cogs.language import of
from cogs.mail_codes import MailButton
from cogs.pressed import guarded

_BUTTONS = 25
_LONGEST_NAME = 50
_LONGEST_CODE = 100
_PATIENCE = 900


def panel(offers: Iterable[Offer], language: str) -> discord.ui.View:
    """The buttons of all offers, and one for a code. A further way gets its button in `_button`."""
    view = discord.ui.View(timeout=None)
    for offer in list(offers)[: _BUTTONS - 1]:
        view.add_item(_button(offer, language))
    view.add_item(CodeButton(language))
    return view


def _button(offer: Offer, language: str) -> discord.ui.Item[Any]:
    if offer.way is Way.MAIL:
        return MailButton(offer.publisher, language)
    name = shorten(offer.publisher, _LONGEST_NAME)
    return discord.ui.Button(label=say(language, f"link-way-{offer.way}", publisher=name), url=offer.url)


async def redeem(client: Client, interaction: discord.Interaction[Any], code: str) -> None:
    """Link whoever has this code, and say what came of it."""
    await interaction.response.defer(ephemeral=True, thinking=True)
    linking = client.services.subscribers.linking
    memberships = await linking.link(interaction.user.id, code, datetime.now(UTC))
    await client.services.subscribers.speaks(interaction.user.id, of(interaction))
    client.courier.wake()
    await interaction.followup.send(linked_text(memberships, of(interaction)), ephemeral=True)


class CodeButton(discord.ui.DynamicItem[discord.ui.Button[Any]], template=CODE_BUTTON):
    """Asks for the code; works after a restart too."""

    def __init__(self, language: str = "en") -> None:
        super().__init__(code_button(language))

    @classmethod
    async def from_custom_id(
        cls, _: discord.Interaction, __: discord.ui.Item[Any], ___: re.Match[str], /
    ) -> CodeButton:
        """The button of an id."""
        return cls()

    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        """Open the question."""
        await interaction.response.send_modal(CodeQuestion(of(interaction)))


class CodeQuestion(discord.ui.Modal):
    """Where a reader types or pastes the code that they have."""

    def __init__(self, language: str) -> None:
        super().__init__(title=say(language, "link-code-title"), timeout=_PATIENCE)
        self.code: discord.ui.TextInput[CodeQuestion] = discord.ui.TextInput(
            custom_id="code", max_length=_LONGEST_CODE
        )
        self.add_item(discord.ui.Label(text=say(language, "link-code-label"), component=self.code))

    async def on_submit(self, interaction: discord.Interaction[Any]) -> None:
        """Link."""
        await guarded(interaction, lambda again: redeem(again.client, again, self.code.value))
