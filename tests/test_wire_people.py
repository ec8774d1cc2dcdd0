"""People on the Discord at the wire, with a discord.py bot that answers them."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Mapping
from typing import Any

import aiohttp
import discord
import pytest
from discord import app_commands
from simcord.backend.models import Overwrite
from simcord.enums import OverwriteType

from bot.demo.wire.people import REFUSALS, Person
from bot.demo.wire.server import WireDiscord, serve
from tests.wire_world import TOKEN, World, logged_in, make_client, until

pytestmark = pytest.mark.wire

FRENCH = {"search": "chercher", "words": "mots", "Looks for articles": "Cherche des articles", "all": "tout"}


class French(app_commands.Translator):
    async def translate(
        self, string: app_commands.locale_str, locale: discord.Locale, context: Any
    ) -> str | None:
        return FRENCH.get(string.message) if locale is discord.Locale.french else None


class Form(discord.ui.Modal, title="Votre avis"):
    opinion: discord.ui.TextInput[Form] = discord.ui.TextInput(
        label="Avis", custom_id="opinion", max_length=20
    )

    async def on_submit(self, interaction: discord.Interaction) -> None:
        await interaction.response.send_message(f"Noté : {self.opinion.value}", ephemeral=True)


class Panel(discord.ui.View):
    @discord.ui.button(label="Suivre", custom_id="follow")
    async def follow(self, interaction: discord.Interaction, button: discord.ui.Button[Panel]) -> None:
        await interaction.response.edit_message(content="Suivi")

    @discord.ui.button(label="Avis", custom_id="opinion")
    async def say(self, interaction: discord.Interaction, button: discord.ui.Button[Panel]) -> None:
        await interaction.response.send_modal(Form())

    @discord.ui.button(label="Fermé", custom_id="closed", disabled=True)
    async def closed(self, interaction: discord.Interaction, button: discord.ui.Button[Panel]) -> None:
        raise AssertionError("a disabled button was pressed")

    @discord.ui.select(
        custom_id="topics",
        max_values=2,
        options=[discord.SelectOption(label=name, value=name) for name in ("mobile", "réseaux", "jeux")],
    )
    async def topics(self, interaction: discord.Interaction, select: discord.ui.Select[Panel]) -> None:
        await interaction.response.send_message(", ".join(select.values), ephemeral=True)

    @discord.ui.select(cls=discord.ui.UserSelect, custom_id="who")
    async def who(self, interaction: discord.Interaction, select: discord.ui.UserSelect[Panel]) -> None:
        await interaction.response.send_message(select.values[0].name)


def add_commands(tree: app_commands.CommandTree[discord.Client]) -> None:
    search = app_commands.Group(name="search", description="Looks for articles")

    @search.command(name="all", description="Looks for articles")
    @app_commands.describe(words="words to look for")
    async def everything(interaction: discord.Interaction, words: str, most: int = 3) -> None:
        await interaction.response.send_message(
            f"{interaction.locale} {interaction.guild_locale} {words} {most}"
        )

    @everything.autocomplete("words")
    async def propose(interaction: discord.Interaction, current: str) -> list[app_commands.Choice[str]]:
        return [
            app_commands.Choice(name=f"{current} {year}", value=f"{current}-{year}") for year in (2025, 2026)
        ]

    @tree.command(description="Shows the panel")
    async def panel(interaction: discord.Interaction) -> None:
        await interaction.response.send_message("Panneau", view=Panel(timeout=60))

    @tree.command(description="Takes its time")
    async def slow(interaction: discord.Interaction) -> None:
        await interaction.response.defer(ephemeral=True, thinking=True)
        await asyncio.sleep(0.05)
        await interaction.followup.send("Enfin")
        await interaction.followup.send("Et encore", ephemeral=True)

    @tree.command(description="Says nothing")
    async def silent(interaction: discord.Interaction) -> None: ...

    @tree.command(description="For moderators")
    @app_commands.default_permissions(manage_messages=True)
    async def moderate(interaction: discord.Interaction, member: discord.Member) -> None:
        await interaction.response.send_message(member.name, ephemeral=True)

    @tree.context_menu(name="Signaler le message")
    async def report(interaction: discord.Interaction, message: discord.Message) -> None:
        await interaction.response.send_message(f"Signalé : {message.content}", ephemeral=True)

    @tree.context_menu(name="Qui est-ce ?")
    async def about(interaction: discord.Interaction, member: discord.Member) -> None:
        await interaction.response.send_message(member.name, ephemeral=True)

    tree.add_command(search)


@pytest.fixture
async def wire(world: World) -> AsyncIterator[WireDiscord]:
    async with serve(world.backend, token=TOKEN) as wire, logged_in(wire, make_client()) as client:
        tree = app_commands.CommandTree(client)
        await tree.set_translator(French())
        add_commands(tree)
        await tree.sync()
        yield wire
        assert wire.crashes == []


@pytest.fixture
def lea(world: World, wire: WireDiscord) -> Person:
    return Person(wire, world.lea, "fr")


@pytest.fixture
def tom(world: World, wire: WireDiscord) -> Person:
    return Person(wire, world.tom, "en-GB")


async def test_commands_are_shown_in_the_persons_language(world: World, lea: Person, tom: Person) -> None:
    french = {command.name: command for command in lea.commands(world.news.id)}
    english = {command.name: command for command in tom.commands(world.news.id)}
    assert french["search all"].title == "chercher tout"
    assert french["search all"].description == "Cherche des articles"
    assert french["search all"].options[0].title == "mots"
    assert english["search all"].title == "search all"
    assert [option.required for option in english["search all"].options] == [True, False]
    assert "moderate" not in french


async def test_a_command_carries_the_languages_of_person_and_guild(
    world: World, lea: Person, tom: Person
) -> None:
    said = await lea.slash(world.news.id, "chercher tout", words="batterie")
    assert said.kind == "message"
    assert said.message["content"] == "fr fr batterie 3"
    said = await tom.slash(world.news.id, "search all", words="battery", most=1)
    assert said.message["content"] == "en-GB fr battery 1"


async def test_autocomplete_proposes(world: World, lea: Person) -> None:
    choices = await lea.autocomplete(world.news.id, "search all", "words", "pixel")
    assert [(choice.title, choice.value) for choice in choices] == [
        ("pixel 2025", "pixel-2025"),
        ("pixel 2026", "pixel-2026"),
    ]


async def test_a_button_changes_its_message(world: World, lea: Person, tom: Person) -> None:
    panel = (await lea.slash(world.news.id, "panel")).message
    clicked = await tom.click(world.news.id, int(panel["id"]), "follow")
    assert clicked.kind == "update"
    assert clicked.message["content"] == "Suivi"
    with pytest.raises(REFUSALS, match="disabled"):
        await tom.click(world.news.id, int(panel["id"]), "closed")
    with pytest.raises(REFUSALS, match="No component"):
        await tom.click(world.news.id, int(panel["id"]), "absent")


async def test_values_are_chosen_in_a_select(world: World, lea: Person) -> None:
    panel = int((await lea.slash(world.news.id, "panel")).message["id"])
    chosen = await lea.select(world.news.id, panel, "topics", ["mobile", "jeux"])
    assert chosen.message["content"] == "mobile, jeux"
    person = await lea.select(world.news.id, panel, "who", [world.tom])
    assert person.message["content"] == "tom"
    for wrong in ([], ["mobile", "réseaux", "jeux"], ["absent"], ["mobile", "mobile"]):
        with pytest.raises(REFUSALS):
            await lea.select(world.news.id, panel, "topics", wrong)


async def test_a_modal_is_filled_in_once(world: World, lea: Person, tom: Person) -> None:
    panel = int((await lea.slash(world.news.id, "panel")).message["id"])
    opened = await lea.click(world.news.id, panel, "opinion")
    assert opened.kind == "modal"
    assert opened.modal["title"] == "Votre avis"
    for wrong in ({}, {"opinion": "x" * 21}, {"absent": "x"}):
        with pytest.raises(REFUSALS):
            await lea.submit_modal(opened, wrong)
    with pytest.raises(REFUSALS):
        await tom.submit_modal(opened, {"opinion": "à moi"})
    sent = await lea.submit_modal(opened, {"opinion": "très bien"})
    assert sent.message["content"] == "Noté : très bien"
    with pytest.raises(REFUSALS):
        await lea.submit_modal(opened, {"opinion": "encore"})


async def test_an_ephemeral_answer_is_for_one_person(world: World, lea: Person, tom: Person) -> None:
    shown: list[tuple[str, int | None]] = []

    def watch(event: str, payload: Mapping[str, Any], only_for: int | None) -> None:
        if event.startswith(("MESSAGE", "INTERACTION")):
            shown.append((event, only_for))

    world.backend.observers.append(watch)
    thinking = await lea.slash(world.news.id, "slow")
    assert thinking.kind == "deferred"
    finished = await thinking.finished()
    assert finished.message["content"] == "Enfin"
    await until(lambda: finished.followups)
    assert [message["content"] for message in lea.messages(world.news.id)] == ["Enfin", "Et encore"]
    assert tom.messages(world.news.id) == []
    assert not tom.sees(finished.message)
    assert shown == [
        ("MESSAGE_CREATE", world.lea),
        ("INTERACTION_SUCCESS", world.lea),
        ("MESSAGE_UPDATE", world.lea),
        ("MESSAGE_CREATE", world.lea),
    ]


async def test_no_answer_in_time_is_told(world: World, lea: Person) -> None:
    failed: list[str] = []
    world.backend.answer_within = 0.1
    world.backend.observers.append(lambda event, payload, only_for: failed.append(event))
    said = await lea.slash(world.news.id, "silent")
    assert said.kind == "none"
    assert failed == ["INTERACTION_FAILURE"]


async def test_commands_for_moderators_are_not_for_others(world: World, lea: Person) -> None:
    with pytest.raises(REFUSALS, match="No command"):
        await lea.slash(world.news.id, "moderate", member=world.tom)
    role = world.backend.create_role(world.guild.id, "Modération", permissions=1 << 13)
    world.backend.add_member_role(world.guild.id, world.lea, role.id)
    said = await lea.slash(world.news.id, "moderate", member=world.tom)
    assert said.message["content"] == "tom"


async def test_context_menus_on_a_message_and_on_a_person(world: World, lea: Person, tom: Person) -> None:
    message = await tom.send(world.news.id, "Bonjour")
    said = await lea.context_menu(world.news.id, "Signaler le message", message_id=int(message["id"]))
    assert said.message["content"] == "Signalé : Bonjour"
    said = await lea.context_menu(world.news.id, "Qui est-ce ?", user_id=world.tom)
    assert said.message["content"] == "tom"


async def test_wrong_options_are_refused(world: World, lea: Person) -> None:
    for wrong in ({}, {"words": 3}, {"words": "x", "absent": 1}, {"words": "x", "most": "trois"}):
        with pytest.raises(REFUSALS):
            await lea.slash(world.news.id, "search all", **wrong)


async def test_people_write_edit_react_and_delete(world: World, lea: Person, tom: Person) -> None:
    first = await lea.send(world.news.id, "Bonjour")
    reply = await tom.send(world.news.id, "Salut", reply_to=int(first["id"]))
    assert reply["referenced_message"]["content"] == "Bonjour"
    await lea.edit(world.news.id, int(first["id"]), "Bonsoir")
    await tom.react(world.news.id, int(first["id"]), "👍")
    seen = tom.messages(world.news.id)
    assert [message["content"] for message in seen] == ["Bonsoir", "Salut"]
    assert seen[0]["reactions"][0]["me"]
    for refused in (
        tom.edit(world.news.id, int(first["id"]), "à moi"),
        tom.delete(world.news.id, int(first["id"])),
        tom.send(world.forum.id, "pas ici"),
        tom.send(world.news.id, " "),
    ):
        with pytest.raises(REFUSALS):
            await refused
    await lea.delete(world.news.id, int(first["id"]))
    assert [message["content"] for message in lea.messages(world.news.id, before=int(reply["id"]))] == []


async def test_channels_come_with_their_threads_and_hidden_ones_do_not(
    world: World, lea: Person, tom: Person
) -> None:
    hidden = world.backend.create_channel(world.guild.id, "rédaction")
    everyone = world.guild.everyone_role
    view = discord.Permissions(view_channel=True).value
    message = await lea.send(world.news.id, "Un article")
    world.backend.create_thread(world.news.id, "Commentaires", world.lea, message_id=int(message["id"]))
    world.backend.set_overwrite(hidden.id, _deny(everyone.id, view))
    channels = {channel["name"]: channel for channel in tom.channels()}
    assert list(channels) == ["actualités", "articles"]
    assert [thread["name"] for thread in channels["actualités"]["threads"]] == ["Commentaires"]
    with pytest.raises(REFUSALS):
        await tom.send(hidden.id, "coucou")


def _deny(target_id: int, bits: int) -> Any:
    return Overwrite(target_id, OverwriteType.ROLE, deny=bits)


async def test_the_bot_is_written_to_directly(world: World, lea: Person, tom: Person) -> None:
    await lea.send(lea.dm(), "Bonjour le bot")
    assert [message["content"] for message in lea.messages(lea.dm())] == ["Bonjour le bot"]
    assert tom.messages(lea.dm()) == []


async def test_a_late_answer_finds_no_interaction(world: World, wire: WireDiscord, lea: Person) -> None:
    world.backend.answer_within = 0.1
    said = await lea.slash(world.news.id, "silent")
    record = world.backend.interactions[said.id]
    callback = f"{wire.api_url}/interactions/{record.id}/{record.token}/callback"
    webhook = f"{wire.api_url}/webhooks/{world.backend.application_id}/{record.token}"
    async with aiohttp.ClientSession() as http:
        assert (await (await http.post(callback, json={"type": 5})).json())["code"] == 10062
        world.backend.clock.advance(16 * 60)
        assert (await (await http.post(webhook, json={"content": "x"})).json())["code"] == 50027


async def test_what_is_written_in_a_thread_opens_it_and_joins_it(
    world: World, lea: Person, tom: Person
) -> None:
    message = int((await lea.send(world.news.id, "Un article"))["id"])
    thread = world.backend.create_thread(world.news.id, "Fil", world.lea, message_id=message)
    world.backend.archive(thread.id)
    await tom.send(thread.id, "Bonjour")
    assert not world.backend.is_archived(thread.id)
    assert set(thread.thread_members) == {world.lea, world.tom}
    world.backend.archive(thread.id, locked=True)
    with pytest.raises(REFUSALS, match="locked"):
        await tom.send(thread.id, "Encore")
