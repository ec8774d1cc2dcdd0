"""Direct messages between the bot and people at the wire."""

from __future__ import annotations

from typing import Any

import discord
import pytest

from bot.demo.wire.people import Person
from bot.demo.wire.server import WireDiscord
from tests.wire_world import World, listener, until

pytestmark = pytest.mark.wire


class Letter(discord.ui.View):
    @discord.ui.button(label="Compris", custom_id="understood")
    async def understood(self, interaction: discord.Interaction, button: discord.ui.Button[Any]) -> None:
        await interaction.response.edit_message(content="Merci !", view=None)


@pytest.fixture
def lea(world: World, wire: WireDiscord) -> Person:
    return Person(wire, world.lea, "fr")


@pytest.fixture
def tom(world: World, wire: WireDiscord) -> Person:
    return Person(wire, world.tom, "en-GB")


async def test_the_bot_writes_to_a_person_who_reads_it(
    world: World, client: discord.Client, lea: Person, tom: Person
) -> None:
    member = client.get_guild(world.guild.id).get_member(world.lea)
    sent = await member.send("Votre salon est fermé", embed=discord.Embed(title="Pourquoi"))
    assert isinstance(sent.channel, discord.DMChannel)
    assert [letter["content"] for letter in lea.letters()] == ["Votre salon est fermé"]
    await sent.edit(content="Votre salon est rouvert")
    assert [letter["content"] for letter in lea.letters()] == ["Votre salon est rouvert"]
    assert tom.letters() == []
    await sent.delete()
    assert lea.letters() == []


async def test_a_person_answers_and_presses_a_button_there(
    world: World, client: discord.Client, lea: Person
) -> None:
    heard: list[discord.Message] = []
    client.event(listener("on_message", heard))
    user = await client.fetch_user(world.lea)
    sent = await user.send("Lu ?", view=Letter(timeout=60))
    await lea.send(lea.dm(), "Oui")
    await until(lambda: [message.content for message in heard] == ["Lu ?", "Oui"])
    assert heard[1].guild is None
    pressed = await lea.click(lea.dm(), sent.id, "understood")
    assert pressed.message["content"] == "Merci !"


async def test_who_takes_no_direct_messages_gets_none(
    world: World, client: discord.Client, lea: Person, tom: Person
) -> None:
    lea.take_dms(on=False)
    member = client.get_guild(world.guild.id).get_member(world.lea)
    channel = await member.create_dm()
    with pytest.raises(discord.Forbidden) as refused:
        await channel.send("Bonjour")
    assert refused.value.code == 50007
    assert lea.letters() == []
    await client.get_guild(world.guild.id).get_member(world.tom).send("Bonjour")
    assert len(tom.letters()) == 1
    lea.take_dms(on=True)
    await channel.send("Bonjour")
    assert len(lea.letters()) == 1


async def test_a_stranger_gets_no_direct_message(world: World, client: discord.Client) -> None:
    stranger = world.backend.make_user("inconnue")
    with pytest.raises(discord.Forbidden) as refused:
        await (await client.fetch_user(stranger.id)).send("Bonjour")
    assert refused.value.code == 50007


async def test_who_is_not_there_at_all_is_unknown(client: discord.Client) -> None:
    with pytest.raises(discord.NotFound) as absent:
        await client.fetch_user(1)
    assert absent.value.code == 10013
