"""A second client library on the wire, so that it is not merely what discord.py forgives."""

from __future__ import annotations

from collections.abc import AsyncIterator

import hikari
import pytest

from bot.demo.wire.people import Person
from bot.demo.wire.server import WireDiscord
from tests.wire_world import TOKEN, World, contents, until

pytestmark = pytest.mark.wire


@pytest.fixture
async def bot(wire: WireDiscord) -> AsyncIterator[hikari.GatewayBot]:
    bot = hikari.GatewayBot(
        TOKEN,
        banner=None,
        logs=None,
        rest_url=wire.api_url,
        intents=hikari.Intents.ALL,
        suppress_optimization_warning=True,
    )
    await bot.start(check_for_updates=False)
    yield bot
    await bot.close()


async def test_it_logs_in_and_receives_the_guild_and_its_members(
    world: World, wire: WireDiscord, bot: hikari.GatewayBot
) -> None:
    await until(lambda: len(bot.cache.get_members_view_for_guild(world.guild.id)) == 4)
    assert bot.get_me().username == "Colporteur"
    names = {channel.name for channel in bot.cache.get_guild_channels_view_for_guild(world.guild.id).values()}
    assert names == {"actualités", "articles"}
    assert wire.gateway.identified == 1


async def test_it_sends_edits_opens_a_thread_and_a_post(world: World, bot: hikari.GatewayBot) -> None:
    message = await bot.rest.create_message(world.news.id, "Bonjour", embed=hikari.Embed(title="Titre"))
    await message.edit("Bonsoir")
    thread = await bot.rest.create_message_thread(world.news.id, message.id, "Commentaires")
    await bot.rest.create_message(thread.id, "Dedans", reply=None)
    await bot.rest.add_reaction(world.news.id, message.id, "👍")
    tag = int(world.forum.available_tags[0]["id"])
    post = await bot.rest.create_forum_post(world.forum.id, "Article", "Texte", tags=[tag])
    assert contents(world, world.news.id) == ["Bonsoir"]
    assert contents(world, thread.id) == ["", "Dedans"]
    assert contents(world, post.id) == ["Texte"]
    fetched = [message async for message in bot.rest.fetch_messages(world.news.id)]
    assert [message.content for message in fetched] == ["Bonsoir"]


async def test_it_reads_what_a_bot_asks_for_at_its_start(world: World, bot: hikari.GatewayBot) -> None:
    application = await bot.rest.fetch_application()
    command = bot.rest.slash_command_builder("chercher", "Cherche").set_name_localizations(
        {"en-GB": "search"}
    )
    registered = await bot.rest.set_application_commands(application.id, [command])
    assert [command.name for command in registered] == ["chercher"]
    assert (await bot.rest.fetch_guild(world.guild.id)).name == "La Rédaction"
    assert (await bot.rest.fetch_member(world.guild.id, world.lea)).username == "lea"
    forum = await bot.rest.fetch_channel(world.forum.id)
    assert [tag.name for tag in forum.available_tags] == ["mobile", "réseaux"]


async def test_it_writes_through_a_webhook(world: World, bot: hikari.GatewayBot) -> None:
    webhook = await bot.rest.create_webhook(world.news.id, "Courrier")
    message = await webhook.execute("Bonjour", username="Léa")
    assert message.author.username == "Léa"


async def test_it_answers_a_command(world: World, wire: WireDiscord, bot: hikari.GatewayBot) -> None:
    @bot.listen()
    async def answer(event: hikari.CommandInteractionCreateEvent) -> None:
        interaction = event.interaction
        await interaction.create_initial_response(
            hikari.ResponseType.MESSAGE_CREATE, str(interaction.locale), flags=hikari.MessageFlag.EPHEMERAL
        )

    application = await bot.rest.fetch_application()
    await bot.rest.set_application_commands(
        application.id, [bot.rest.slash_command_builder("ping", "Répond")]
    )
    said = await Person(wire, world.lea, "fr").slash(world.news.id, "ping")
    assert said.message["content"] == "fr"


async def test_it_resumes_and_misses_nothing(world: World, wire: WireDiscord, bot: hikari.GatewayBot) -> None:
    heard: list[str | None] = []

    @bot.listen()
    async def listen(event: hikari.GuildMessageCreateEvent) -> None:
        heard.append(event.content)

    wire.gateway.drop_connections()
    await until(lambda: not wire.gateway.connected)
    await Person(world.backend, world.lea).send(world.news.id, "pendant la coupure")
    await until(lambda: heard == ["pendant la coupure"])
    assert (wire.gateway.identified, wire.gateway.resumed) == (1, 1)
