"""A code by mail: the button in the panel of `/link`, and the question for the address."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Any

import discord

from bot.cards import view_of
from bot.client import Client
from bot.errors import ReaderError
from bot.plain import shorten
from bot.subscriber_cards import code_button
from bot.subscribers.addresses import LONGEST
from bot.subscribers.mail_codes import Asker
from bot.texts import say
from cogs.language import of
from cogs.pressed import Pressed, guarded

_PATIENCE = 900.0
_LONGEST_NAME = 50


class MailButton(
    discord.ui.DynamicItem[discord.ui.Button[Any]], template=r"link-mail:(?P<publisher>[\s\S]+)"
):
    """Asks for the address at a publisher; works after a restart too."""

    def __init__(self, publisher: str, language: str = "en") -> None:
        self._publisher = publisher
        label = say(language, "link-way-mail", publisher=shorten(publisher, _LONGEST_NAME))
        super().__init__(discord.ui.Button(label=label, custom_id=f"link-mail:{publisher}"))

    @classmethod
    async def from_custom_id(
        cls, _: discord.Interaction, __: discord.ui.Item[Any], match: re.Match[str], /
    ) -> MailButton:
        """The button of an id."""
        return cls(match["publisher"])

    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        """Open the question."""
        await guarded(interaction, self._ask)

    async def _ask(self, interaction: Pressed) -> None:
        if not _offers(interaction.client, self._publisher):
            raise ReaderError("mail-none-set", publisher=self._publisher)
        await interaction.response.send_modal(AddressQuestion(self._publisher, of(interaction)))


class AddressQuestion(discord.ui.Modal):
    """Where a reader types the address of their subscription."""

    def __init__(self, publisher: str, language: str) -> None:
        super().__init__(title=say(language, "mail-title"), timeout=_PATIENCE)
        self._publisher = publisher
        self.address: discord.ui.TextInput[AddressQuestion] = discord.ui.TextInput(
            custom_id="address", max_length=LONGEST
        )
        hint = shorten(say(language, "mail-label-hint", publisher=publisher), 100)
        label = say(language, "mail-label")
        self.add_item(discord.ui.Label(text=label, description=hint, component=self.address))

    async def on_submit(self, interaction: discord.Interaction[Any]) -> None:
        """Owe the code."""
        await guarded(interaction, self._send)

    async def _send(self, interaction: Pressed) -> None:
        await interaction.response.defer(ephemeral=True, thinking=True)
        codes, language, user = interaction.client.services.mail_codes, of(interaction), interaction.user
        asker = Asker(user.id, user.name, interaction.guild_id or 0, language)
        await codes.ask(asker, self._publisher, self.address.value, datetime.now(UTC))
        text = say(language, "mail-asked", publisher=self._publisher)
        await interaction.followup.send(text, view=view_of(code_button(language)), ephemeral=True)


def _offers(client: Client, publisher: str) -> bool:
    services = client.services
    named = {p.name for p in services.settings.publishers if p.mail_codes}
    return services.mail_codes is not None and publisher in named
