"""Answers that one person sees: their buttons, selects and forms, and what becomes of them."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import discord
import pytest
from discord import app_commands

from bot.demo.wire.people import REFUSALS, Person
from bot.demo.wire.server import WireDiscord, serve
from tests.wire_world import TOKEN, World, logged_in, make_client, until

pytestmark = pytest.mark.wire

Click = discord.Interaction


class Filter(discord.ui.Modal, title="Filtre"):
    words: discord.ui.TextInput[Any] = discord.ui.TextInput(label="Mots", custom_id="words")

    async def on_submit(self, interaction: Click) -> None:
        await interaction.response.edit_message(content=f"Route : {self.words.value}")


class Route(discord.ui.View):
    """A route being made: a channel and categories to choose, words to fill in, then yes or no."""

    @discord.ui.select(cls=discord.ui.ChannelSelect, custom_id="channel")
    async def channel(self, interaction: Click, select: discord.ui.ChannelSelect[Any]) -> None:
        await interaction.response.edit_message(content=f"Vers {select.values[0].name}")

    @discord.ui.select(cls=discord.ui.RoleSelect, custom_id="roles", min_values=0, max_values=3)
    async def roles(self, interaction: Click, select: discord.ui.RoleSelect[Any]) -> None:
        await interaction.response.defer()
        await interaction.edit_original_response(content=f"{len(select.values)} rôles")

    @discord.ui.button(label="Filtrer", custom_id="filter")
    async def filter(self, interaction: Click, button: discord.ui.Button[Any]) -> None:
        await interaction.response.send_modal(Filter())

    @discord.ui.button(label="Enregistrer", custom_id="save")
    async def save(self, interaction: Click, button: discord.ui.Button[Any]) -> None:
        await interaction.response.edit_message(content="Enregistrée", view=None)
        await interaction.followup.send("Elle commence maintenant.", ephemeral=True)

    @discord.ui.button(label="Plus tard", custom_id="later")
    async def later(self, interaction: Click, button: discord.ui.Button[Any]) -> None:
        await interaction.response.defer()
        await interaction.delete_original_response()


def add_commands(tree: app_commands.CommandTree[discord.Client]) -> None:
    @tree.command(name="route", description="Makes a route")
    async def route(interaction: Click) -> None:
        await interaction.response.send_message("Une route", view=Route(timeout=60), ephemeral=True)

    @tree.command(name="chercher", description="Looks for a feed")
    async def look(interaction: Click) -> None:
        await interaction.response.defer(ephemeral=True, thinking=True)
        await interaction.edit_original_response(content="Trouvé", view=Route(timeout=60))
        told = await interaction.followup.send(
            "Un deuxième", view=Route(timeout=60), wait=True, ephemeral=True
        )
        await told.edit(content="Un second")


@pytest.fixture
async def wire(world: World) -> AsyncIterator[WireDiscord]:
    async with serve(world.backend, token=TOKEN) as wire, logged_in(wire, make_client()) as client:
        tree = app_commands.CommandTree(client)
        add_commands(tree)
        await tree.sync()
        yield wire
        assert wire.crashes == []


@pytest.fixture
def lea(world: World, wire: WireDiscord) -> Person:
    return Person(wire, world.lea, "fr")


async def test_choices_change_the_answer_they_stand_in(world: World, lea: Person) -> None:
    said = await lea.slash(world.news.id, "route")
    await said.select("channel", world.forum.id)
    assert said.message["content"] == "Vers articles"
    role = world.backend.create_role(world.guild.id, "Abonnés")
    await (await said.select("roles", role.id)).finished()
    await until(lambda: said.message["content"] == "1 rôles")
    await said.select("roles")
    await until(lambda: said.message["content"] == "0 rôles")


async def test_a_form_changes_the_answer_that_opened_it(world: World, lea: Person) -> None:
    said = await lea.slash(world.news.id, "route")
    opened = await said.click("filter")
    assert opened.kind == "modal"
    sent = await opened.submit(words="pixel")
    assert sent.kind == "update"
    assert said.message["content"] == "Route : pixel"


async def test_a_button_ends_the_answer_and_more_is_said(world: World, lea: Person) -> None:
    said = await lea.slash(world.news.id, "route")
    pressed = await said.click("save")
    assert said.message["content"] == "Enregistrée"
    assert said.message["components"] == []
    await until(lambda: pressed.followups)
    assert pressed.followups[0]["content"] == "Elle commence maintenant."
    with pytest.raises(REFUSALS, match="No component"):
        await said.click("save")


async def test_a_button_takes_its_message_away(world: World, lea: Person) -> None:
    said = await lea.slash(world.news.id, "route")
    await said.click("later")
    await until(lambda: said.message is None)
    with pytest.raises(REFUSALS, match="no answer"):
        await said.click("save")


async def test_a_deferred_answer_and_a_changed_followup_can_be_pressed(world: World, lea: Person) -> None:
    said = await (await lea.slash(world.news.id, "chercher")).finished()
    assert said.message["content"] == "Trouvé"
    await until(lambda: said.followups and said.followups[0]["content"] == "Un second")
    await said.click("save")
    assert said.message["content"] == "Enregistrée"
    followup = int(said.followups[0]["id"])
    pressed = await lea.click(world.news.id, followup, "save")
    assert pressed.kind == "update"
    assert lea.message(world.news.id, followup)["content"] == "Enregistrée"


async def test_nobody_else_sees_or_presses_any_of_it(world: World, wire: WireDiscord, lea: Person) -> None:
    tom = Person(wire, world.tom)
    said = await lea.slash(world.news.id, "route")
    assert tom.messages(world.news.id) == []
    with pytest.raises(REFUSALS):
        await tom.click(world.news.id, int(said.message["id"]), "save")
