"""Asking a site to change something: what is known of it afterwards."""

from __future__ import annotations

import json
from typing import Any

import pytest
from aiohttp import web

from bot.config import HttpSettings
from bot.errors import SourceError
from bot.http import Fetched, Fetcher, LostAnswerError
from tests.test_http import Answer, fetcher, saying, site


async def sent(answer: Answer, **more: Any) -> Fetched:
    async with site(answer) as address, fetcher(address, **more) as fetch:
        return await fetch.send("POST", address, json={"mot": "é"}, headers={"Authorization": "Basic eA=="})


async def test_a_change_is_sent_as_json_and_a_refusal_given_back() -> None:
    async def answer(request: web.Request) -> web.Response:
        who = request.headers["Authorization"]
        said = {"body": await request.json(), "kind": request.content_type, "who": who}
        return web.json_response(said, status=409)

    got = await sent(answer)
    assert got.status == 409
    assert json.loads(got.body) == {"body": {"mot": "é"}, "kind": "application/json", "who": "Basic eA=="}


async def test_a_change_never_follows_a_redirect() -> None:
    got = await sent(saying(b"", 302, Location="https://elsewhere.example/"))
    assert got.status == 302


async def break_off(request: web.Request) -> web.Response:
    assert request.transport is not None
    request.transport.close()
    return web.Response()


@pytest.mark.parametrize(
    ("answer", "status"),
    [(saying(b"", 500), 500), (saying(b"", 502), 502), (saying(b"x" * 200_000, 201), 201), (break_off, 0)],
)
async def test_a_change_without_a_clear_answer_may_have_been_made(answer: Answer, status: int) -> None:
    with pytest.raises(LostAnswerError) as raised:
        await sent(answer)
    assert raised.value.status == status


async def test_a_change_that_was_put_off_or_never_sent_was_not_made() -> None:
    with pytest.raises(SourceError) as raised:
        await sent(saying(b"", 429, Retry_After="7"))
    assert (type(raised.value), raised.value.after) == (SourceError, 7)
    async with Fetcher(HttpSettings()) as fetch:
        with pytest.raises(SourceError, match="private") as raised:
            await fetch.send("POST", "http://127.0.0.1:1/", json={})
    assert type(raised.value) is SourceError
    async with Fetcher(HttpSettings(allow_private=("127.0.0.1:1",))) as fetch:
        with pytest.raises(SourceError, match="reached") as raised:
            await fetch.send("DELETE", "http://127.0.0.1:1/")
    assert type(raised.value) is SourceError
