"""Sign-in at the Discord at the wire: a code is worth one token, for who asked, with its verifier."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest
from yarl import URL

from bot.demo.wire.server import WireDiscord
from bot.subscribers.visits import challenge
from tests.wire_world import World

BACK = "https://bot.example/oauth/discord"
VERIFIER = "v" * 43


@pytest.fixture
async def lea(wire: WireDiscord, world: World) -> AsyncIterator[aiohttp.ClientSession]:
    """Léa's browser, which allowed the application before."""
    world.backend.redirects.add(BACK)
    wire.oauth.allow(world.lea)
    async with aiohttp.ClientSession(cookies={"person": str(world.lea)}) as session:
        yield session


def asked(world: World, **more: str) -> dict[str, str]:
    return {
        "client_id": str(world.backend.application_id),
        "redirect_uri": BACK,
        "response_type": "code",
        "scope": "identify",
        "state": "s",
        "code_challenge": challenge(VERIFIER),
        "code_challenge_method": "S256",
        "prompt": "none",
        **more,
    }


async def code_for(lea: aiohttp.ClientSession, wire: WireDiscord, world: World) -> str:
    url = f"{wire.url}/oauth2/authorize"
    async with lea.get(url, params=asked(world), allow_redirects=False) as answer:
        back = URL(answer.headers["Location"])
    assert (str(back.with_query(None)), back.query["state"]) == (BACK, "s")
    return back.query["code"]


async def token_for(wire: WireDiscord, world: World, code: str, secret: str = "", **more: str) -> Any:
    """The status and the answer to a code."""
    form = {"grant_type": "authorization_code", "code": code, "redirect_uri": BACK, "code_verifier": VERIFIER}
    us = aiohttp.encode_basic_auth(str(world.backend.application_id), secret or wire.oauth.client_secret)
    url = f"{wire.api_url}/oauth2/token"
    async with aiohttp.request("POST", url, data=form | more, headers={"Authorization": us}) as answer:
        return answer.status, await answer.json()


async def test_a_code_is_worth_one_token_which_tells_who_it_is(
    lea: aiohttp.ClientSession, wire: WireDiscord, world: World
) -> None:
    code = await code_for(lea, wire, world)
    answers = await asyncio.gather(*(token_for(wire, world, code) for _ in range(2)))
    assert sorted(status for status, _ in answers) == [200, 400]
    token = next(answer["access_token"] for status, answer in answers if status == 200)
    headers = {"Authorization": f"Bearer {token}"}
    async with lea.get(f"{wire.api_url}/users/@me", headers=headers) as answer:
        me = await answer.json()
    assert (me["id"], me["username"]) == (str(world.lea), "lea")
    async with lea.get(f"{wire.api_url}/users/@me/guilds", headers=headers) as answer:
        assert answer.status == 401


@pytest.mark.parametrize(
    "wrong",
    [
        {"secret": "another secret"},
        {"code_verifier": "w" * 43},
        {"redirect_uri": "https://evil.example"},
        {"grant_type": "password"},
    ],
    ids=str,
)
async def test_a_code_is_worth_nothing_to_others(
    lea: aiohttp.ClientSession, wire: WireDiscord, world: World, wrong: dict[str, str]
) -> None:
    status, answer = await token_for(wire, world, await code_for(lea, wire, world), **wrong)
    assert (status in {400, 401}, "access_token" in answer) == (True, False)


@pytest.mark.parametrize(
    "wrong",
    [
        {"redirect_uri": "https://evil.example"},
        {"client_id": "1"},
        {"scope": "identify email"},
        {"response_type": "token"},
        {"code_challenge_method": "plain"},
    ],
    ids=str,
)
async def test_what_is_asked_wrongly_leads_nowhere(
    lea: aiohttp.ClientSession, wire: WireDiscord, world: World, wrong: dict[str, str]
) -> None:
    url = f"{wire.url}/oauth2/authorize"
    async with lea.get(url, params=asked(world, **wrong), allow_redirects=False) as answer:
        assert (answer.status, "Location" in answer.headers) == (400, False)
