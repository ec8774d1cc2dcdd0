"""Our web endpoint: calls reach their route, strangers learn nothing, and nobody can wear it out."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from typing import Any

import aiohttp
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.config import WebSettings
from bot.errors import OperatorError
from bot.web import Call, Rates, Reply, Web

calls: list[Call] = []


async def echo(call: Call) -> Reply:
    """Remembers a call and gives its body back."""
    calls.append(call)
    return Reply(body=call.body.decode())


@pytest.fixture(autouse=True)
def _no_calls() -> None:
    calls.clear()


def endpoint(listen: str = "127.0.0.1:0", url: str = "https://bot.example", **settings: float) -> Web:
    web = Web(WebSettings.model_validate({"listen": listen, "url": url}), **settings)  # type: ignore[arg-type]
    web.add("echo", echo)
    return web


@asynccontextmanager
async def listening(web: Web) -> AsyncIterator[str]:
    """The endpoint as it runs; its address on this machine."""
    stop = asyncio.Event()
    task = asyncio.create_task(web.run(stop))
    while not web.port and not task.done():
        await asyncio.sleep(0.005)
    try:
        yield f"http://127.0.0.1:{web.port}"
    finally:
        stop.set()
        await asyncio.wait_for(task, 3)


@dataclass(frozen=True)
class Answer:
    status: int
    body: bytes
    headers: Mapping[str, str]


async def ask(url: str, method: str = "GET", **more: Any) -> Answer:
    """What the endpoint answers to a well-behaved caller."""
    async with aiohttp.request(method, url, **more) as answer:
        return Answer(answer.status, await answer.read(), answer.headers)


async def raw(address: str, said: bytes, within: float = 5) -> bytes:
    """What the endpoint answers until it hangs up."""
    host, port = address.removeprefix("http://").split(":")
    reader, writer = await asyncio.open_connection(host, int(port))
    writer.write(said)
    try:
        return await asyncio.wait_for(reader.read(), within)
    except ConnectionError:
        return b""
    finally:
        writer.close()


async def test_a_call_reaches_its_route() -> None:
    async with listening(endpoint()) as address:
        answer = await ask(address + "/echo/a/b?c=d", "POST", data=b"words", headers={"X-Y": "z"})
    assert (answer.status, answer.body) == (200, b"words")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    (call,) = calls
    assert (call.method, call.path, call.query["c"], call.headers["x-y"]) == ("POST", "a/b", "d", "z")


@pytest.mark.parametrize("path", ["/echo/x", "/colporteur/echo/x"])
async def test_a_proxy_may_keep_the_prefix_of_our_address_or_take_it_off(path: str) -> None:
    web = endpoint(url="https://site.example/colporteur/")
    assert web.address("echo", "x") == "https://site.example/colporteur/echo/x"
    async with listening(web) as address:
        assert (await ask(address + path)).status == 200
    assert calls[0].path == "x"


@pytest.mark.parametrize("path", ["/", "/other/x", "/robots.txt", "/%00", "//echo/x", "/.env"])
@pytest.mark.parametrize("method", ["GET", "POST", "DELETE", "PROPFIND"])
async def test_a_stranger_learns_nothing(method: str, path: str) -> None:
    async with listening(endpoint()) as address:
        answer = await ask(address + path, method)
    assert (answer.status, answer.body, answer.headers["Server"]) == (404, b"", "web")


async def test_what_is_no_http_is_not_explained() -> None:
    async with listening(endpoint()) as address:
        answer = await raw(address, b"\x16\x03\x01 hello\r\n\r\n")
    assert answer.startswith((b"HTTP/1.0 400 ", b"HTTP/1.1 400 "))
    assert not any(word in answer for word in (b"aiohttp", b"Python", b"hello"))
    assert answer.endswith(b"\r\n\r\n")


async def test_a_body_that_is_too_large_is_not_taken() -> None:
    async def much() -> AsyncIterator[bytes]:
        for _ in range(30):
            yield b"x" * 100_000

    async with listening(endpoint()) as address:
        said_so = await raw(
            address, b"POST /echo/x HTTP/1.1\r\nHost: x\r\nContent-Length: 1000001\r\n\r\n" + b"x" * 9
        )
        assert said_so.startswith(b"HTTP/1.1 413")
        # Whoever goes on sending is cut off, perhaps before the answer.
        with suppress(aiohttp.ClientConnectionError):
            assert (await ask(f"{address}/echo/x", "POST", data=much())).status == 413
        assert (await ask(f"{address}/echo/x", "POST", data=b"x" * 1_000_000)).status == 200
    assert [len(call.body) for call in calls] == [1_000_000]


async def test_a_body_that_drips_is_not_waited_for() -> None:
    async with listening(endpoint(body_seconds=0.1)) as address:
        answer = await raw(address, b"POST /echo/x HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\nx")
    assert answer.startswith(b"HTTP/1.1 404")
    assert calls == []


@pytest.mark.parametrize("said", [b"", b"GET /echo/x HTT", b"GET /echo/x HTTP/1.1\r\nX: "])
async def test_who_says_nothing_or_half_of_it_is_cut_off(said: bytes) -> None:
    async with listening(endpoint(connection_seconds=0.2)) as address:
        assert await raw(address, said, within=2) == b""


async def test_a_caller_who_calls_too_often_has_to_wait() -> None:
    web = endpoint(burst=3, per_second=0.01)
    async with listening(web) as address:
        assert [(await ask(f"{address}/echo/x")).status for _ in range(5)] == [200, 200, 200, 429, 429]
        # Behind our own proxy everybody has the proxy's address: what it names counts.
        theirs = {"X-Forwarded-For": "198.51.100.1, 203.0.113.9"}
        assert (await ask(f"{address}/echo/x", headers=theirs)).status == 200


async def test_a_route_that_fails_says_nothing_of_why() -> None:
    async def broken(_call: Call) -> Reply:
        raise ZeroDivisionError("secret")

    web = endpoint()
    web.add("broken", broken)
    async with listening(web) as address:
        answer = await ask(f"{address}/broken/path-token")
    assert (answer.status, answer.body) == (500, b"")


async def test_no_path_is_logged(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("DEBUG")
    async with listening(endpoint()) as address:
        for path in ("/echo/path-token", "/other/path-token"):
            await ask(address + path)
        await raw(address, b"GET /echo/path-token HTTP/9\r\n\r\n")
    assert "path-token" not in caplog.text


async def test_it_is_off_unless_the_settings_name_it() -> None:
    web, stop = Web(WebSettings()), asyncio.Event()
    task = asyncio.create_task(web.run(stop))
    await asyncio.sleep(0.01)
    assert (web.on, web.port, task.done()) == (False, 0, False)
    stop.set()
    await task


async def test_a_port_that_is_taken_is_told_with_the_setting() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        web = endpoint(listen=f"127.0.0.1:{taken.getsockname()[1]}")
        with pytest.raises(OperatorError, match=r"web\.listen"):
            await web.run(asyncio.Event())


@given(st.lists(st.tuples(st.sampled_from("ab"), st.floats(0, 5)), max_size=200))
def test_no_caller_ever_has_more_than_the_burst_and_the_rate(steps: list[tuple[str, float]]) -> None:
    rates, now = Rates(burst=3, per_second=1), 0.0
    taken: dict[str, int] = {"a": 0, "b": 0}
    for caller, pause in steps:
        now += pause
        taken[caller] += rates.take(caller, now)
        assert taken[caller] <= 3 + now + 1e-6
