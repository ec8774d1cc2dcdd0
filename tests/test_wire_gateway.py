"""The gateway at the wire: sessions that are resumed or lost, intents, members."""

from __future__ import annotations

import aiohttp
import discord
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.demo.wire.people import Person
from bot.demo.wire.server import WireDiscord
from bot.demo.wire.session import Intents, Session
from tests.wire_world import TOKEN, World, listener, logged_in, make_client, until

pytestmark = pytest.mark.wire


async def test_a_dropped_client_resumes_and_misses_nothing(
    world: World, wire: WireDiscord, client: discord.Client
) -> None:
    heard: list[discord.Message] = []
    client.event(listener("on_message", heard))
    lea = Person(world.backend, world.lea)
    await lea.send(world.news.id, "avant")
    await until(lambda: heard)
    wire.gateway.refuse_connections(1)
    wire.gateway.drop_connections()
    await until(lambda: not wire.gateway.connected)
    for number in range(5):
        await lea.send(world.news.id, f"pendant {number}")
    await until(lambda: len(heard) == 6, within=20)
    assert [message.content for message in heard] == ["avant", *(f"pendant {n}" for n in range(5))]
    assert (wire.gateway.identified, wire.gateway.resumed) == (1, 1)


async def test_a_client_asked_to_reconnect_resumes(wire: WireDiscord, client: discord.Client) -> None:
    wire.gateway.ask_reconnect()
    await until(lambda: wire.gateway.resumed == 1)


async def test_a_refused_connection_is_tried_again(wire: WireDiscord, client: discord.Client) -> None:
    wire.gateway.refuse_connections(1)
    wire.gateway.drop_connections()
    await until(lambda: wire.gateway.resumed == 1, within=20)


async def test_a_lost_session_is_opened_anew(wire: WireDiscord, client: discord.Client) -> None:
    wire.gateway.forget_sessions()
    wire.gateway.drop_connections()
    await until(lambda: wire.gateway.identified == 2, within=20)
    assert wire.gateway.resumed == 0


async def test_a_wrong_token_is_refused_by_rest_and_gateway(wire: WireDiscord) -> None:
    async with aiohttp.ClientSession() as http:
        answer = await http.get(f"{wire.api_url}/users/@me", headers={"Authorization": "Bot wrong"})
        assert answer.status == 401
        async with http.ws_connect(wire.gateway_url + "?v=10&encoding=json") as socket:
            await socket.receive_json()
            await socket.send_json({"op": 2, "d": {"token": "wrong", "intents": 0, "properties": {}}})
            assert (await socket.receive()).data == 4004


async def test_an_intent_that_the_portal_does_not_grant_is_refused(world: World, wire: WireDiscord) -> None:
    world.backend.privileged.discard("members")
    with pytest.raises(discord.PrivilegedIntentsRequired):
        async with logged_in(wire, make_client()):
            pass


async def test_without_the_content_intent_a_message_has_no_text(world: World, wire: WireDiscord) -> None:
    heard: list[discord.Message] = []
    client = make_client(discord.Intents.default())
    client.event(listener("on_message", heard))
    async with logged_in(wire, client):
        lea = Person(world.backend, world.lea)
        await lea.send(world.news.id, "secret")
        await lea.send(world.news.id, f"<@{world.backend.bot_user.id}> dis-moi")
        await until(lambda: len(heard) == 2)
    assert [bool(message.content) for message in heard] == [False, True]


async def test_messages_of_a_hidden_channel_are_not_sent(world: World, client: discord.Client) -> None:
    heard: list[discord.Message] = []
    client.event(listener("on_message", heard))
    hidden = world.backend.create_channel(world.guild.id, "secret")
    lea = Person(world.backend, world.lea)
    everyone = world.guild.everyone_role
    view = discord.Permissions(view_channel=True).value
    bot_role = next(role for role in world.guild.roles.values() if role.managed)
    bot_role.permissions &= ~view
    everyone.permissions &= ~view
    reader = world.backend.create_role(world.guild.id, "lecteur", permissions=view)
    world.backend.add_member_role(world.guild.id, world.lea, reader.id)
    await lea.send(hidden.id, "caché")
    everyone.permissions |= view
    await lea.send(world.news.id, "public")
    await until(lambda: heard)
    assert [message.content for message in heard] == ["public"]


async def test_members_come_in_chunks_of_a_thousand(world: World, wire: WireDiscord) -> None:
    for number in range(1200):
        user = world.backend.make_user(f"reader{number}")
        world.backend.add_member(world.guild.id, user.id)
    async with logged_in(wire, make_client()) as client:
        guild = client.get_guild(world.guild.id)
        assert len(guild.members) == 1204
        assert [member.name for member in await guild.query_members("reader11", limit=2)] == [
            "reader11",
            "reader110",
        ]


async def test_heartbeats_are_answered_and_clear_what_is_kept(world: World, wire: WireDiscord) -> None:
    wire.gateway.heartbeat_ms = 50
    async with logged_in(wire, make_client()) as client:
        await Person(world.backend, world.lea).send(world.news.id, "Bonjour")
        await until(lambda: 0 < client.latency < 1)
        session = next(iter(wire.gateway._sessions.values()))
        await until(lambda: not session.kept)


async def test_every_shard_has_its_own_guilds(world: World, wire: WireDiscord) -> None:
    guilds = [world.backend.create_guild(f"Serveur {n}", shard_id=n, shard_count=2) for n in range(2)]
    wanted = {0: guilds[0].id, 1: guilds[1].id}
    async with aiohttp.ClientSession() as http:
        for shard, guild_id in wanted.items():
            async with http.ws_connect(wire.gateway_url) as socket:
                await socket.receive_json()
                identify = {"token": TOKEN, "intents": 513, "properties": {}, "shard": [shard, 2]}
                await socket.send_json({"op": 2, "d": identify})
                ready = await socket.receive_json()
                assert str(guild_id) in {guild["id"] for guild in ready["d"]["guilds"]}
                assert str(wanted[1 - shard]) not in {guild["id"] for guild in ready["d"]["guilds"]}


@pytest.mark.parametrize(
    ("frame", "code"),
    [("{", 4002), ('{"op":8,"d":{}}', 4003), ('{"op":99}', 4003), ('{"op":6,"d":{"token":"x"}}', 4004)],
)
async def test_a_client_that_breaks_the_protocol_is_closed(wire: WireDiscord, frame: str, code: int) -> None:
    async with aiohttp.ClientSession() as http, http.ws_connect(wire.gateway_url) as socket:
        await socket.receive_json()
        await socket.send_str(frame)
        assert (await socket.receive()).data == code


@pytest.mark.parametrize(("code", "kept"), [(1000, False), (4000, True)])
async def test_a_goodbye_ends_the_session(wire: WireDiscord, code: int, kept: bool) -> None:
    identify = {"op": 2, "d": {"token": TOKEN, "intents": 0, "properties": {}}}
    async with aiohttp.ClientSession() as http:
        async with http.ws_connect(wire.gateway_url) as socket:
            await socket.receive_json()
            await socket.send_json(identify)
            ready = await socket.receive_json()
            await socket.close(code=code)
        await until(lambda: not wire.gateway.connected)
        async with http.ws_connect(ready["d"]["resume_gateway_url"]) as socket:
            await socket.receive_json()
            session = {"token": TOKEN, "session_id": ready["d"]["session_id"], "seq": 1}
            await socket.send_json({"op": 6, "d": session})
            answer = await socket.receive_json()
    assert (answer["t"] == "RESUMED") is kept
    assert (answer["op"] == 9) is not kept


@given(sent=st.integers(0, 30), acknowledged=st.integers(0, 30), seen=st.integers(0, 30))
def test_a_resume_brings_all_that_was_missed_or_nothing(sent: int, acknowledged: int, seen: int) -> None:
    session = Session("s", Intents(0), (0, 1))
    for number in range(1, sent + 1):
        session.push("E", str(number))
    session.acknowledge(min(acknowledged, sent))
    missed = session.missed(seen)
    if acknowledged <= seen <= sent:
        assert missed is not None
        assert len(missed) == sent - seen
    if seen > sent:
        assert missed is None
    assert missed is None or len(missed) == sent - seen
