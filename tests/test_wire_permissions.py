"""What the bot may not do in a channel, and what it may again; announcements among it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

import aiohttp
import discord
import pytest
from simcord.enums import ChannelType

from bot.demo.wire.limits import Limits
from bot.demo.wire.server import serve
from tests.wire_world import TOKEN, World, contents, forbid, permit, until

pytestmark = pytest.mark.wire

Act = Callable[[discord.TextChannel], Awaitable[object]]
CARD = discord.Embed(title="Un article")


async def refusal(act: Awaitable[object]) -> int:
    with pytest.raises(discord.HTTPException) as refused:
        await act
    return refused.value.code


async def thread_on_last(channel: discord.TextChannel) -> object:
    messages = [message async for message in channel.history(limit=1)]
    return await messages[0].create_thread(name="Commentaires")


ACTS: dict[str, Act] = {
    "send_messages": lambda channel: channel.send("Un article"),
    "embed_links": lambda channel: channel.send(embed=CARD),
    "create_public_threads": thread_on_last,
    "create_private_threads": lambda channel: channel.create_thread(name="À part"),
    "manage_webhooks": lambda channel: channel.create_webhook(name="Courrier"),
    "manage_channels": lambda channel: channel.edit(slowmode_delay=5),
    "manage_roles": lambda channel: channel.set_permissions(channel.guild.default_role, view_channel=True),
}


@pytest.mark.parametrize("permission", ACTS)
async def test_what_is_denied_is_refused_until_it_is_given_back(
    world: World, client: discord.Client, permission: str
) -> None:
    world.backend.create_message(world.news.id, world.lea, "Bonjour")
    channel = client.get_channel(world.news.id)
    forbid(world.backend, channel.id, permission)
    assert await refusal(ACTS[permission](channel)) == 50013
    permit(world.backend, channel.id, permission)
    await ACTS[permission](channel)


async def test_a_channel_out_of_sight_is_missing_access(world: World, client: discord.Client) -> None:
    channel = client.get_channel(world.news.id)
    sent = await channel.send("Un article")
    thread = await sent.create_thread(name="Commentaires")
    forbid(world.backend, channel.id, "view_channel")
    for act in (
        channel.send("Encore"),
        sent.edit(content="Corrigé"),
        sent.delete(),
        sent.publish(),
        channel.fetch_message(sent.id),
        channel.create_thread(name="À part"),
        thread.send("Bonjour"),
        thread.edit(name="Autre"),
    ):
        assert await refusal(act) == 50001


async def test_the_clients_cache_follows_what_is_denied_and_given_back(
    world: World, client: discord.Client
) -> None:
    channel = client.get_channel(world.news.id)
    assert channel.permissions_for(channel.guild.me).send_messages
    forbid(world.backend, channel.id, "send_messages", "embed_links")
    await until(lambda: not channel.permissions_for(channel.guild.me).send_messages)
    permit(world.backend, channel.id, "send_messages")
    await until(lambda: channel.permissions_for(channel.guild.me).send_messages)
    assert not channel.permissions_for(channel.guild.me).embed_links
    permit(world.backend, channel.id)
    await until(lambda: channel.permissions_for(channel.guild.me).embed_links)


async def test_in_threads_other_permissions_count(world: World, client: discord.Client) -> None:
    sent = await client.get_channel(world.news.id).send("Un article")
    thread = await sent.create_thread(name="Commentaires")
    forbid(world.backend, world.news.id, "send_messages", "manage_threads")
    await thread.send("Bonjour")
    await thread.edit(name="Discussion")  # it is the bot's own thread
    for act in (thread.edit(locked=True), thread.delete()):
        assert await refusal(act) == 50013
    theirs = world.backend.create_thread(world.news.id, "À Léa", world.lea)
    await until(lambda: client.get_channel(theirs.id))
    assert await refusal(client.get_channel(theirs.id).edit(name="À nous")) == 50013
    forbid(world.backend, world.news.id, "send_messages_in_threads")
    assert await refusal(thread.send("Encore")) == 50013


async def test_a_forum_wants_posts_and_no_messages(world: World, client: discord.Client) -> None:
    route = discord.http.Route("POST", "/channels/{channel_id}/messages", channel_id=world.forum.id)
    assert await refusal(client.http.request(route, json={"content": "Pas ici"})) == 50008
    forbid(world.backend, world.forum.id, "send_messages")
    post = client.get_channel(world.forum.id).create_thread(name="Un article", content="Texte")
    assert await refusal(post) == 50013


# Announcements


async def announcements(world: World, client: discord.Client) -> discord.TextChannel:
    made = world.backend.create_channel(world.guild.id, "annonces", type=ChannelType.NEWS)
    await until(lambda: client.get_channel(made.id))
    channel = client.get_channel(made.id)
    assert isinstance(channel, discord.TextChannel)
    return channel


async def test_only_messages_of_announcement_channels_are_published(
    world: World, client: discord.Client
) -> None:
    elsewhere = await client.get_channel(world.news.id).send("Un article")
    assert await refusal(elsewhere.publish()) == 50068
    channel = await announcements(world, client)
    await channel.edit(name="nouvelles")
    renamed = [message async for message in channel.history(limit=1)]
    assert await refusal(renamed[0].publish()) == 50068


async def test_to_publish_one_must_be_allowed_to_write_or_to_manage_others_messages(
    world: World, client: discord.Client
) -> None:
    channel = await announcements(world, client)
    ours = await channel.send("Un article")
    theirs = await channel.fetch_message(
        world.backend.create_message(channel.id, world.lea, "Une annonce").id
    )
    forbid(world.backend, channel.id, "send_messages", "manage_messages")
    assert [await refusal(message.publish()) for message in (ours, theirs)] == [50013, 50013]
    permit(world.backend, channel.id)
    for message in (ours, theirs):
        await message.publish()
        assert (await channel.fetch_message(message.id)).flags.crossposted


async def test_publishing_is_told_to_all_clients(world: World, client: discord.Client) -> None:
    channel = await announcements(world, client)
    sent = await channel.send("Un article")
    changed: list[discord.RawMessageUpdateEvent] = []

    async def on_raw_message_edit(event: discord.RawMessageUpdateEvent) -> None:
        changed.append(event)

    client.event(on_raw_message_edit)
    await sent.publish()
    await until(lambda: changed)
    assert changed[0].message.flags.crossposted


async def test_an_announcements_thread_is_an_announcement_thread(
    world: World, client: discord.Client
) -> None:
    channel = await announcements(world, client)
    sent = await channel.send("Un article")
    thread = await sent.create_thread(name="Commentaires")
    assert thread.type is discord.ChannelType.news_thread
    await thread.send("Bonjour")
    assert contents(world, thread.id)[-1] == "Bonjour"
    await thread.edit(archived=True)
    assert [found.name async for found in channel.archived_threads()] == ["Commentaires"]


async def test_the_eleventh_announcement_in_an_hour_has_to_wait(world: World) -> None:
    clock = [0.0]
    limits = Limits(now=lambda: clock[0])
    news = world.backend.create_channel(world.guild.id, "annonces", type=ChannelType.NEWS)
    ids = [world.backend.create_message(news.id, world.lea, str(number)).id for number in range(11)]
    headers = {"Authorization": f"Bot {TOKEN}"}
    async with serve(world.backend, token=TOKEN, limits=limits) as wire:
        urls = [f"{wire.api_url}/channels/{news.id}/messages/{number}/crosspost" for number in ids]
        async with aiohttp.ClientSession(headers=headers) as http:
            answers = [await http.post(url) for url in urls]
            assert [answer.status for answer in answers] == [200] * 10 + [429]
            assert (await answers[10].json())["retry_after"] == 3600
            clock[0] += 3600
            assert (await http.post(urls[10])).status == 200
