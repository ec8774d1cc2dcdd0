"""Rate limits and planned faults at the wire."""

from __future__ import annotations

import asyncio
import time

import aiohttp
import discord
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.demo.wire.faults import Faults
from bot.demo.wire.limits import Limits, Rate
from bot.demo.wire.routes import find
from bot.demo.wire.server import WireDiscord, serve
from tests.wire_world import TOKEN, World, contents, logged_in, make_client

pytestmark = pytest.mark.wire


async def test_a_client_that_reads_the_headers_never_sees_a_429(world: World) -> None:
    limits = Limits(table={("POST", "/channels/{channel_id}/messages"): Rate(5, 0.5)})
    async with (
        serve(world.backend, token=TOKEN, limits=limits) as wire,
        logged_in(wire, make_client(discord.Intents.default())) as client,
    ):
        start = time.perf_counter()
        for number in range(17):
            await client.get_channel(world.news.id).send(str(number))
        taken = time.perf_counter() - start
    assert limits.violations == 0
    assert taken >= 1.5


async def test_one_request_too_many_is_a_429_with_its_headers(world: World) -> None:
    async with serve(world.backend, token=TOKEN, limits=Limits(other=Rate(1, 60))) as wire:
        headers = {"Authorization": f"Bot {TOKEN}"}
        async with aiohttp.ClientSession(headers=headers) as http:
            assert (await http.get(f"{wire.api_url}/users/@me")).status == 200
            answer = await http.get(f"{wire.api_url}/users/@me")
            assert answer.status == 429
            assert answer.headers["Content-Type"] == "application/json"
            assert answer.headers["X-RateLimit-Scope"] == "user"
            assert answer.headers["X-RateLimit-Remaining"] == "0"
            assert "Via" in answer.headers
            assert 59 < (await answer.json())["retry_after"] <= 60
    assert wire.limits is not None
    assert wire.limits.violations == 1


async def test_the_global_limit_spares_paths_with_a_token_of_their_own(world: World) -> None:
    clock = [0.0]
    limits = Limits(everywhere=Rate(2, 1), now=lambda: clock[0])
    async with serve(world.backend, token=TOKEN, limits=limits) as wire, aiohttp.ClientSession() as http:
        headers = {"Authorization": f"Bot {TOKEN}"}
        statuses = [(await http.get(f"{wire.api_url}/users/@me", headers=headers)).status for _ in range(3)]
        assert statuses == [200, 200, 429]
        callback = f"{wire.api_url}/interactions/1/token/callback"
        assert (await http.post(callback, json={"type": 1})).status == 404
        clock[0] += 1
        assert (await http.get(f"{wire.api_url}/users/@me", headers=headers)).status == 200


@pytest.mark.parametrize(("status", "after_effect"), [(500, False), (502, True), (429, False), (429, True)])
async def test_a_fault_is_waited_out_and_the_nonce_keeps_it_single(
    world: World, wire: WireDiscord, client: discord.Client, status: int, after_effect: bool
) -> None:
    wire.faults.add(method="POST", path="/channels/*/messages", status=status, after_effect=after_effect)
    await client.get_channel(world.news.id).send("Une fois")
    assert contents(world, world.news.id) == ["Une fois"]
    assert [request.status for request in wire.requests if request.path.endswith("/messages")] == [
        status,
        200,
    ]


@pytest.mark.parametrize("after_effect", [False, True])
async def test_a_reset_connection_raises_before_or_after_the_effect(
    world: World, wire: WireDiscord, client: discord.Client, after_effect: bool
) -> None:
    wire.faults.add(method="POST", path="/channels/*/messages", reset=True, after_effect=after_effect)
    with pytest.raises(aiohttp.ClientError):
        await client.get_channel(world.news.id).send("Une fois")
    assert contents(world, world.news.id) == (["Une fois"] if after_effect else [])


async def test_a_delay_comes_before_the_usual_answer(world: World, wire: WireDiscord) -> None:
    fault = Faults().add(method="GET", path="/users/@me", delay=0.05)
    wire.faults.planned.append(fault)
    async with aiohttp.ClientSession(headers={"Authorization": f"Bot {TOKEN}"}) as http:
        start = time.perf_counter()
        assert (await http.get(f"{wire.api_url}/users/@me")).status == 200
    assert time.perf_counter() - start >= 0.05
    assert fault.hits == 1


@given(
    limit=st.integers(1, 10),
    seconds=st.floats(0.1, 60),
    pauses=st.lists(st.floats(0, 30), max_size=40),
)
def test_waiting_as_told_is_always_enough(limit: int, seconds: float, pauses: list[float]) -> None:
    clock = [1000.0]
    limits = Limits(other=Rate(limit, seconds), everywhere=Rate(1000, 1), now=lambda: clock[0])
    match = find("GET", "/users/@me")
    assert match is not None
    for pause in pauses:
        headers = limits.count(match).headers
        clock[0] += pause
        if headers["X-RateLimit-Remaining"] == "0":
            clock[0] += max(0.0, float(headers["X-RateLimit-Reset-After"]) - pause)
    assert limits.violations == 0


async def test_the_third_rename_in_ten_minutes_has_to_wait(world: World) -> None:
    """Of a channel or of a thread, each by itself; the bucket's headers tell nothing of it before."""
    clock = [0.0]
    limits = Limits(now=lambda: clock[0])
    ids = [world.backend.create_thread(world.news.id, name, world.lea).id for name in ("a", "b")]
    async with serve(world.backend, token=TOKEN, limits=limits) as wire:
        headers = {"Authorization": f"Bot {TOKEN}"}

        async def edit(thread_id: int, **changes: object) -> aiohttp.ClientResponse:
            url = f"{wire.api_url}/channels/{thread_id}"
            async with aiohttp.ClientSession(headers=headers) as http:
                answer = await http.patch(url, json=changes)
                await answer.read()
                return answer

        assert [(await edit(ids[0], name=name)).status for name in "cde"] == [200, 200, 429]
        refused = await edit(ids[0], name="f")
        assert (await refused.json())["retry_after"] == 600
        assert int(refused.headers["X-RateLimit-Remaining"]) > 0
        assert (await edit(ids[0], auto_archive_duration=60)).status == 200
        assert (await edit(ids[1], name="g")).status == 200
        assert world.backend.channels[ids[0]].name == "d"
        clock[0] += 600
        assert (await edit(ids[0], name="h")).status == 200


async def test_discord_py_waits_out_a_rename_or_raises_as_told(world: World) -> None:
    renames = {("PATCH", "/channels/{channel_id}"): {"name": Rate(1, 0.3)}}
    limits = Limits(sublimits=renames)
    async with (
        serve(world.backend, token=TOKEN, limits=limits) as wire,
        logged_in(wire, make_client(max_ratelimit_timeout=30)) as client,
    ):
        channel = client.get_channel(world.news.id)
        start = time.perf_counter()
        await channel.edit(name="un")
        await channel.edit(name="deux")
        assert time.perf_counter() - start >= 0.3
        limits.sublimits = {("PATCH", "/channels/{channel_id}"): {"name": Rate(0, 600)}}
        await asyncio.sleep(0.3)
        with pytest.raises(discord.RateLimited) as limited:
            await channel.edit(name="trois")
        assert limited.value.retry_after > 590


async def test_without_limits_a_thread_is_renamed_at_will(world: World, client: discord.Client) -> None:
    sent = await client.get_channel(world.news.id).send("Un article")
    thread = await sent.create_thread(name="0")
    for number in range(1, 5):
        await thread.edit(name=str(number))
    assert world.backend.channels[thread.id].name == "4"


def test_buckets_are_split_by_channel_guild_and_webhook() -> None:
    limits = Limits(other=Rate(1, 60), table={})
    paths = ["/channels/1/messages", "/channels/2/messages", "/webhooks/1/a", "/webhooks/1/b"]
    for path in paths:
        match = find("POST", path)
        assert match is not None
        assert [limits.count(match).retry_after is None for _ in range(2)] == [True, False]
    assert limits.violations == 4
