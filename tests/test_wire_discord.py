"""Unmodified clients against the Discord at the wire: real HTTP, a real websocket."""

from __future__ import annotations

import io

import aiohttp
import discord
import pytest
from aiohttp import web

from bot.demo.wire.backend import SimulatedDiscord
from bot.demo.wire.server import WireDiscord, serve
from tests.wire_world import TOKEN, World, contents, listener, logged_in, make_client, until

pytestmark = pytest.mark.wire


async def test_a_client_receives_guild_channels_and_members(world: World, client: discord.Client) -> None:
    guild = client.get_guild(world.guild.id)
    assert {"actualités", "articles"} == {channel.name for channel in guild.channels}
    assert {"lea", "tom"} <= {member.name for member in guild.members}
    assert guild.preferred_locale is discord.Locale.french
    assert client.application.flags.gateway_message_content_limited


async def test_a_message_is_sent_edited_and_deleted(world: World, client: discord.Client) -> None:
    channel = client.get_channel(world.news.id)
    message = await channel.send("Un article", embed=discord.Embed(title="Titre", url="https://example.org"))
    assert contents(world, world.news.id) == ["Un article"]
    await message.edit(content="Corrigé")
    assert contents(world, world.news.id) == ["Corrigé"]
    assert (await channel.fetch_message(message.id)).embeds[0].title == "Titre"
    await message.delete()
    assert contents(world, world.news.id) == []


async def test_an_upload_can_be_fetched_again(world: World, client: discord.Client) -> None:
    file = discord.File(io.BytesIO(b"octets"), "note.txt", description="une note")
    message = await client.get_channel(world.news.id).send(file=file)
    assert await message.attachments[0].read() == b"octets"
    assert message.attachments[0].description == "une note"


async def test_time_and_identifiers_are_real(world: World, client: discord.Client) -> None:
    before = discord.utils.utcnow()
    messages = [await client.get_channel(world.news.id).send(str(number)) for number in range(3)]
    assert messages[0].id < messages[1].id < messages[2].id
    assert abs((messages[0].created_at - before).total_seconds()) < 5


async def test_a_thread_on_a_message_has_its_id_and_only_one_is_allowed(
    world: World, client: discord.Client
) -> None:
    message = await client.get_channel(world.news.id).send("Un article")
    thread = await message.create_thread(name="Commentaires")
    assert thread.id == message.id
    await thread.send("Bonjour")
    assert contents(world, world.news.id) == ["Un article"]
    fetched = await client.get_channel(world.news.id).fetch_message(message.id)
    assert fetched.flags.has_thread
    assert fetched.thread.id == thread.id
    with pytest.raises(discord.HTTPException) as refused:
        await message.create_thread(name="Encore")
    assert refused.value.code == 160004


async def test_a_forum_post_has_the_id_of_its_message_and_known_tags(
    world: World, client: discord.Client
) -> None:
    forum = client.get_channel(world.forum.id)
    thread, message = await forum.create_thread(
        name="Un article", content="Texte", applied_tags=[forum.available_tags[0]]
    )
    assert thread.id == message.id
    assert [tag.name for tag in thread.applied_tags] == ["mobile"]
    await forum.edit(require_tag=True)
    await until(lambda: forum.flags.require_tag)
    with pytest.raises(discord.HTTPException) as refused:
        await forum.create_thread(name="Sans étiquette", content="Texte")
    assert refused.value.code == 40067


async def test_sending_to_an_archived_thread_opens_it_and_editing_in_it_fails(
    world: World, client: discord.Client
) -> None:
    message = await client.get_channel(world.news.id).send("Un article")
    thread = await message.create_thread(name="Commentaires")
    inside = await thread.send("Bonjour")
    world.backend.archive(thread.id)
    for attempt in (inside.edit(content="Non"), inside.add_reaction("👍"), inside.delete()):
        with pytest.raises(discord.HTTPException) as refused:
            await attempt
        assert refused.value.code == 50083
    await until(lambda: client.get_channel(thread.id) is None)
    await thread.send("Encore")
    await until(lambda: client.get_channel(thread.id) is not None)
    assert not client.get_channel(thread.id).archived
    await inside.edit(content="Oui")


async def test_only_moderators_of_threads_write_in_a_locked_one(world: World, client: discord.Client) -> None:
    message = await client.get_channel(world.news.id).send("Un article")
    thread = await message.create_thread(name="Commentaires")
    world.backend.archive(thread.id, locked=True)
    await thread.send("Le bot peut")
    role = next(role for role in world.guild.roles.values() if role.managed)
    role.permissions &= ~discord.Permissions(manage_threads=True).value
    with pytest.raises(discord.Forbidden) as refused:
        await thread.send("Et maintenant non")
    assert refused.value.code == 160005


async def test_a_webhook_writes_in_its_channel_a_thread_and_a_forum(
    world: World, client: discord.Client
) -> None:
    channel = client.get_channel(world.news.id)
    thread = await (await channel.send("Un article")).create_thread(name="Commentaires")
    hook = await channel.create_webhook(name="Courrier")
    sent = await hook.send("Bonjour", username="Léa", thread=thread, wait=True)
    assert sent.channel.id == thread.id
    assert sent.author.name == "Léa"
    await hook.edit_message(sent.id, content="Bonsoir", thread=thread)
    assert contents(world, thread.id)[-1] == "Bonsoir"
    post = await (await client.get_channel(world.forum.id).create_webhook(name="Courrier")).send(
        "Texte", thread_name="Un article", wait=True
    )
    assert world.backend.channels[post.id].name == "Un article"
    for name in ("Clyde", "Un Discord à nous", "x" * 81):
        with pytest.raises(discord.HTTPException) as refused:
            await hook.send("Bonjour", username=name)
        assert refused.value.code == 50035


async def test_the_sixteenth_webhook_of_a_channel_is_refused(world: World, client: discord.Client) -> None:
    channel = client.get_channel(world.news.id)
    for number in range(15):
        await channel.create_webhook(name=f"n°{number}")
    with pytest.raises(discord.HTTPException) as refused:
        await channel.create_webhook(name="de trop")
    assert refused.value.code == 30007


@pytest.mark.parametrize(
    ("message", "code"),
    [
        ({"content": "x" * 2001}, 50035),
        ({"content": "  "}, 50006),
        ({"embed": discord.Embed(title="x" * 257)}, 50035),
        ({"embeds": [discord.Embed(description="x" * 3001)] * 2}, 50035),
        ({"embed": discord.Embed(title="x", url="nulle part")}, 50035),
        ({"content": "x", "nonce": "n" * 26}, 50035),
        ({"content": "x", "reference": discord.MessageReference(message_id=1, channel_id=1)}, 50035),
    ],
)
async def test_what_discord_refuses_is_refused(
    world: World, client: discord.Client, message: dict[str, object], code: int
) -> None:
    if "reference" in message:
        message["reference"] = discord.MessageReference(message_id=1, channel_id=world.news.id)
    with pytest.raises(discord.HTTPException) as refused:
        await client.get_channel(world.news.id).send(**message)
    assert refused.value.code == code


async def test_a_role_given_twice_is_no_error(world: World, client: discord.Client) -> None:
    role = world.backend.create_role(world.guild.id, "Abonné")
    await until(lambda: client.get_guild(world.guild.id).get_role(role.id))
    lea = client.get_guild(world.guild.id).get_member(world.lea)
    for _ in range(2):
        await lea.add_roles(discord.Object(role.id))
    assert world.guild.members[world.lea].role_ids == [role.id]


async def test_a_role_above_the_bot_is_refused(world: World, client: discord.Client) -> None:
    role = world.backend.create_role(world.guild.id, "Direction", position=9)
    lea = client.get_guild(world.guild.id).get_member(world.lea)
    with pytest.raises(discord.Forbidden) as refused:
        await lea.add_roles(discord.Object(role.id))
    assert refused.value.code == 50013


async def test_the_same_nonce_within_the_window_creates_nothing(world: World, client: discord.Client) -> None:
    channel = client.get_channel(world.news.id)
    heard: list[discord.Message] = []
    client.event(listener("on_message", heard))
    first = await channel.send("Une fois", nonce="livraison-1")
    again = await channel.send("Une fois", nonce="livraison-1")
    assert first.id == again.id
    assert contents(world, world.news.id) == ["Une fois"]
    world.backend.clock.advance(301)
    late = await channel.send("Une fois", nonce="livraison-1")
    assert late.id != first.id
    await until(lambda: len(heard) == 2)
    assert [message.nonce for message in heard] == ["livraison-1"] * 2


async def test_requests_are_kept_without_the_token(
    world: World, wire: WireDiscord, client: discord.Client
) -> None:
    seen: list[str] = []
    wire.on_request.append(lambda request: seen.append(request.path))
    await client.get_channel(world.news.id).send("Bonjour", file=discord.File(io.BytesIO(b"x"), "x.txt"))
    sent = wire.requests[-1]
    assert (sent.method, sent.path) == ("POST", f"/channels/{world.news.id}/messages")
    assert sent.json["content"] == "Bonjour"
    assert sent.files == ("x.txt",)
    assert TOKEN not in repr(sent)
    assert seen == [sent.path]


async def test_what_is_not_simulated_says_so(world: World) -> None:
    async with serve(world.backend, token=TOKEN) as wire:
        async with aiohttp.ClientSession(headers={"Authorization": f"Bot {TOKEN}"}) as http:
            assert (await http.get(f"{wire.api_url}/nowhere/1")).status == 501
            url = f"{wire.api_url}/channels/{world.news.id}/messages"
            assert (await http.post(url, json={"content": "x", "unheard_of": 1})).status == 501
        assert ["nowhere" in str(crash) for crash in wire.crashes] == [True, False]


async def test_nothing_is_kept_for_ever(world: World) -> None:
    backend: SimulatedDiscord = world.backend
    for number in range(50):
        backend.create_message(world.news.id, world.lea, str(number))
    assert backend.transcript == []
    assert backend.http_requests == []


async def test_history_after_a_message_begins_with_the_next_one(world: World, client: discord.Client) -> None:
    channel = client.get_channel(world.news.id)
    for number in range(120):
        world.backend.create_message(world.news.id, world.lea, str(number))
    first = discord.Object(next(iter(world.backend.messages[world.news.id])))
    after = [message.content async for message in channel.history(after=first, limit=None)]
    assert after == [str(number) for number in range(1, 120)]
    last = [message.content async for message in channel.history(limit=3)]
    assert last == ["119", "118", "117"]
    middle = [message.content async for message in channel.history(around=first, limit=3)]
    assert middle == ["1", "0"]


async def test_archived_threads_are_listed_the_last_one_first(world: World, client: discord.Client) -> None:
    channel = client.get_channel(world.news.id)
    for name in ("a", "b", "c"):
        thread = await channel.create_thread(name=name, type=discord.ChannelType.public_thread)
        await thread.edit(archived=True)
    assert [thread.name async for thread in channel.archived_threads(limit=2)] == ["c", "b"]
    assert [thread.name async for thread in channel.archived_threads()] == ["c", "b", "a"]


async def test_an_announcement_is_published_once_and_marked(world: World, client: discord.Client) -> None:
    news = world.backend.create_channel(world.guild.id, "annonces", type=5)
    await until(lambda: client.get_channel(news.id))
    message = await client.get_channel(news.id).send("Un article")
    await message.publish()
    published = await client.get_channel(news.id).fetch_message(message.id)
    assert published.flags.crossposted
    assert not published.flags.is_crossposted
    with pytest.raises(discord.HTTPException) as refused:
        await message.publish()
    assert refused.value.code == 40033


async def test_a_reply_to_what_is_gone_can_become_a_message(world: World, client: discord.Client) -> None:
    channel = client.get_channel(world.news.id)
    gone = discord.MessageReference(message_id=1, channel_id=channel.id, fail_if_not_exists=False)
    sent = await channel.send("Quand même", reference=gone)
    assert sent.reference is None


async def test_without_their_permissions_embeds_and_files_are_refused(
    world: World, client: discord.Client
) -> None:
    role = next(role for role in world.guild.roles.values() if role.managed)
    lost = discord.Permissions(embed_links=True, attach_files=True).value
    for each in (role, world.guild.everyone_role):
        each.permissions &= ~lost
    channel = client.get_channel(world.news.id)
    for parts in ({"embed": discord.Embed(title="x")}, {"file": discord.File(io.BytesIO(b"x"), "x.txt")}):
        with pytest.raises(discord.Forbidden):
            await channel.send(**parts)
    await channel.send("Un texte seul")


async def test_it_can_be_mounted_under_a_prefix_of_another_server(world: World) -> None:
    wire = WireDiscord(world.backend, token=TOKEN)
    application = web.Application()
    application.add_subapp("/discord", wire.application())
    runner = web.AppRunner(application, access_log=None, shutdown_timeout=1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    wire.bound(f"http://127.0.0.1:{runner.addresses[0][1]}/discord")
    try:
        async with logged_in(wire, make_client()) as client:
            large = discord.File(io.BytesIO(b"x" * 3_000_000), "photo.jpg")
            message = await client.get_channel(world.news.id).send("Photo", file=large)
            assert "/discord/attachments/" in message.attachments[0].url
            assert len(await message.attachments[0].read()) == 3_000_000
            huge = discord.File(io.BytesIO(b"x" * 11_000_000), "film.mp4")
            with pytest.raises(discord.HTTPException) as refused:
                await client.get_channel(world.news.id).send("Film", file=huge)
            assert refused.value.code == 40005
    finally:
        await runner.cleanup()
    assert wire.crashes == []
