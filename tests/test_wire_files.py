"""Files at the wire: what is uploaded by the bot and by people, and where it can be fetched."""

from __future__ import annotations

import io
from collections.abc import AsyncIterator

import aiohttp
import discord
import pytest
from discord import app_commands

from bot.demo.wire.people import REFUSALS, Person
from bot.demo.wire.server import WireDiscord, serve
from tests.wire_world import TOKEN, World, forbid, logged_in, make_client, until

pytestmark = pytest.mark.wire

PNG = b"\x89PNG\r\n\x1a\n" + bytes(64)
OPML = "<opml><body><outline text='Été'/></body></opml>".encode()


def picture(name: str = "graphique.png") -> discord.File:
    return discord.File(io.BytesIO(PNG), name, description="Un graphique")


def shows(address: str) -> discord.Embed:
    return discord.Embed(title="Un article").set_image(url=address)


async def test_a_message_carries_its_files_and_each_can_be_fetched(
    world: World, wire: WireDiscord, client: discord.Client
) -> None:
    files = [picture(), discord.File(io.BytesIO(OPML), "sources.opml")]
    sent = await client.get_channel(world.news.id).send("Deux fichiers", files=files)
    first, second = (await client.get_channel(world.news.id).fetch_message(sent.id)).attachments
    assert (first.filename, first.size, first.content_type) == ("graphique.png", len(PNG), "image/png")
    assert first.description == "Un graphique"
    assert first.url.startswith(wire.url)
    assert [await first.read(), await second.read()] == [PNG, OPML]


async def test_a_name_is_kept_without_spaces_and_accents(world: World, client: discord.Client) -> None:
    sent = await client.get_channel(world.news.id).send(file=picture("l'été à Nice.png"))
    assert sent.attachments[0].filename == "lete_a_Nice.png"
    assert await sent.attachments[0].read() == PNG


async def test_an_embed_shows_an_attached_picture_and_the_attachment_is_listed_no_more(
    world: World, client: discord.Client
) -> None:
    channel = client.get_channel(world.news.id)
    sent = await channel.send(embed=shows("attachment://graphique.png"), file=picture())
    address = sent.embeds[0].image.url
    assert sent.attachments == []
    async with aiohttp.ClientSession() as http, http.get(address) as answer:
        assert await answer.read() == PNG
        assert answer.content_type == "image/png"
    plain = await sent.edit(embed=discord.Embed(title="Sans image"))
    assert [attachment.url for attachment in plain.attachments] == [address]


async def test_an_edit_brings_another_picture(world: World, client: discord.Client) -> None:
    sent = await client.get_channel(world.news.id).send(
        embed=shows("attachment://graphique.png"), file=picture()
    )
    edited = await sent.edit(embed=shows("attachment://suite.png"), attachments=[picture("suite.png")])
    assert edited.embeds[0].image.url.endswith("/suite.png")
    assert edited.attachments == []


async def test_a_forum_post_and_a_webhook_show_attached_pictures(
    world: World, client: discord.Client
) -> None:
    post = await client.get_channel(world.forum.id).create_thread(
        name="Un article", embed=shows("attachment://graphique.png"), file=picture()
    )
    hook = await client.get_channel(world.news.id).create_webhook(name="Courrier")
    said = await hook.send(embed=shows("attachment://graphique.png"), file=picture(), wait=True)
    for message in (post.message, said):
        assert message.embeds[0].image.url.endswith("/graphique.png")
        assert message.embeds[0].image.url.startswith("http://127.0.0.1")


async def test_a_gallery_shows_attached_pictures(world: World, client: discord.Client) -> None:
    gallery = discord.ui.MediaGallery(discord.MediaGalleryItem("attachment://graphique.png"))
    layout = discord.ui.LayoutView().add_item(gallery)
    sent = await client.get_channel(world.news.id).send(view=layout, file=picture())
    assert sent.components[0].items[0].media.url.startswith("http://127.0.0.1")
    assert sent.attachments == []


async def test_eleven_files_are_one_too_many(world: World, client: discord.Client) -> None:
    path = f"/channels/{world.news.id}/messages"
    form = aiohttp.FormData()
    form.add_field("payload_json", '{"content": "trop"}')
    for number in range(11):
        form.add_field(f"files[{number}]", b"x", filename=f"{number}.txt")
    headers = {"Authorization": f"Bot {TOKEN}"}
    async with aiohttp.ClientSession(headers=headers) as http:
        answer = await http.post(f"{discord.http.Route.BASE}{path}", data=form)
        assert (await answer.json())["code"] == 30015


async def test_files_are_ordered_by_their_number_not_by_their_arrival(world: World) -> None:
    form = aiohttp.FormData()
    form.add_field("files[1]", b"deux", filename="b.txt")
    form.add_field("files[0]", b"un", filename="a.txt")
    described = '{"content": "x", "attachments": [{"id": 1, "description": "le second"}]}'
    form.add_field("payload_json", described)
    headers = {"Authorization": f"Bot {TOKEN}"}
    async with serve(world.backend, token=TOKEN) as wire, aiohttp.ClientSession(headers=headers) as http:
        answer = await http.post(f"{wire.api_url}/channels/{world.news.id}/messages", data=form)
        attachments = (await answer.json())["attachments"]
    assert [attachment["filename"] for attachment in attachments] == ["a.txt", "b.txt"]
    assert [attachment["description"] for attachment in attachments] == [None, "le second"]


async def test_an_uploaded_page_does_not_run_where_it_is_fetched(
    world: World, client: discord.Client
) -> None:
    page = discord.File(io.BytesIO(b"<script>alert(1)</script>"), "page.html")
    sent = await client.get_channel(world.news.id).send(file=page)
    async with aiohttp.ClientSession() as http, http.get(sent.attachments[0].url) as answer:
        assert answer.headers["Content-Disposition"] == "attachment"
        assert "sandbox" in answer.headers["Content-Security-Policy"]
    async with aiohttp.ClientSession() as http, http.get(sent.attachments[0].url + "x") as absent:
        assert absent.status == 404


async def test_without_the_permission_a_file_is_refused(world: World, client: discord.Client) -> None:
    forbid(world.backend, world.news.id, "attach_files")
    with pytest.raises(discord.Forbidden) as refused:
        await client.get_channel(world.news.id).send(file=picture())
    assert refused.value.code == 50013


# Commands that take and give files


class Upload(discord.ui.Modal, title="Vos sources"):
    file = discord.ui.Label(text="OPML", component=discord.ui.FileUpload(custom_id="file", max_values=2))

    async def on_submit(self, interaction: discord.Interaction) -> None:
        assert isinstance(self.file.component, discord.ui.FileUpload)
        sizes = [len(await given.read()) for given in self.file.component.values]
        await interaction.response.send_message(f"Reçu : {sizes}", ephemeral=True)


def add_commands(tree: app_commands.CommandTree[discord.Client]) -> None:
    @tree.command(name="importer", description="Reads a list of sources")
    async def bring(interaction: discord.Interaction, file: discord.Attachment, note: str = "") -> None:
        text = (await file.read()).decode()
        about = f"{file.filename} {file.size} {file.content_type}"
        await interaction.response.send_message(f"{about} {text} {note}", ephemeral=True)

    @tree.command(name="exporter", description="Writes a list of sources")
    async def export(interaction: discord.Interaction) -> None:
        given = discord.File(io.BytesIO(OPML), "sources.opml")
        await interaction.response.send_message("Voici", file=given, ephemeral=True)
        embed = shows("attachment://graphique.png")
        await interaction.followup.send(embed=embed, file=picture(), ephemeral=True)

    @tree.command(name="lent", description="Thinks first")
    async def slow(interaction: discord.Interaction) -> None:
        await interaction.response.defer(ephemeral=True)
        await interaction.edit_original_response(
            embed=shows("attachment://graphique.png"), attachments=[picture()]
        )

    @tree.command(name="déposer", description="Opens a form")
    async def form(interaction: discord.Interaction) -> None:
        await interaction.response.send_modal(Upload())


@pytest.fixture
async def lea(world: World) -> AsyncIterator[Person]:
    async with serve(world.backend, token=TOKEN) as wire, logged_in(wire, make_client()) as client:
        tree = app_commands.CommandTree(client)
        add_commands(tree)
        await tree.sync()
        yield Person(wire, world.lea, "fr")
        assert wire.crashes == []


async def test_a_person_gives_a_command_a_file(world: World, lea: Person) -> None:
    said = await lea.slash(world.news.id, "importer", file=("mes sources.opml", OPML), note="merci")
    assert said.message["content"].startswith(f"mes_sources.opml {len(OPML)} ")
    assert said.message["content"].endswith(f"{OPML.decode()} merci")


async def test_a_file_must_be_one_and_not_too_large(world: World, lea: Person) -> None:
    for wrong in ("sources.opml", ("x.opml", "texte"), ("x.bin", bytes(11 * 2**20))):
        with pytest.raises(REFUSALS):
            await lea.slash(world.news.id, "importer", file=wrong)


async def test_a_command_answers_and_follows_up_with_files(world: World, lea: Person) -> None:
    said = await lea.slash(world.news.id, "exporter")
    assert [file["filename"] for file in said.message["attachments"]] == ["sources.opml"]
    await until(lambda: said.followups)
    followup = said.followups[0]
    assert followup["embeds"][0]["image"]["url"].endswith("/graphique.png")
    assert followup["attachments"] == []


async def test_a_late_answer_is_edited_to_show_a_picture(world: World, lea: Person) -> None:
    finished = await (await lea.slash(world.news.id, "lent")).finished()
    assert finished.message["embeds"][0]["image"]["url"].endswith("/graphique.png")


async def test_a_form_takes_files(world: World, lea: Person) -> None:
    opened = await lea.slash(world.news.id, "déposer")
    for wrong in ([], [("a", b"1"), ("b", b"2"), ("c", b"3")]):
        with pytest.raises(REFUSALS):
            await lea.submit_modal(opened, {"file": wrong})
    sent = await lea.submit_modal(opened, {"file": [("a.opml", b"12"), ("b.opml", b"345")]})
    assert sent.message["content"] == "Reçu : [2, 3]"
