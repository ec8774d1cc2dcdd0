"""Reading the web: what arrives, what is refused, and what a hostile site cannot do."""

from __future__ import annotations

import asyncio
import gzip
import tracemalloc
import zlib
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

import pytest
from aiohttp import web

from bot.config import HttpSettings
from bot.errors import SourceError
from bot.http import Fetcher, is_public

Answer = Callable[[web.Request], Awaitable[web.StreamResponse]]


@asynccontextmanager
async def site(answer: Answer) -> AsyncIterator[str]:
    """A web site on loopback that gives one answer to everything; its address."""
    app = web.Application()
    app.router.add_route("*", "/{path:.*}", answer)
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    try:
        yield f"http://127.0.0.1:{runner.addresses[0][1]}/"
    finally:
        await runner.cleanup()


def fetcher(address: str, **settings: object) -> Fetcher:
    """A fetcher that may read this one private address."""
    pair = address.removeprefix("http://").partition("/")[0]
    return Fetcher(HttpSettings.model_validate({"allow_private": [pair], **settings}))


def saying(body: bytes, status: int = 200, **headers: str) -> Answer:
    async def answer(_request: web.Request) -> web.Response:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return web.Response(body=body, status=status, headers=named)

    return answer


async def test_a_page_arrives_with_its_validators_and_charset() -> None:
    answer = saying(b"caf\xe9", Content_Type="text/html; charset=latin-1", ETag='"1"')
    async with site(answer) as address, fetcher(address) as fetch:
        got = await fetch.get(address)
    assert (got.status, got.body, got.etag, got.charset) == (200, b"caf\xe9", '"1"', "latin-1")
    assert got.url == address


async def test_a_page_that_did_not_change_is_not_sent_again() -> None:
    async def answer(request: web.Request) -> web.Response:
        known = request.headers.get("If-None-Match") == '"1"'
        return web.Response(status=304 if known else 200, body=None if known else b"page")

    async with site(answer) as address, fetcher(address) as fetch:
        assert (await fetch.get(address)).body == b"page"
        again = await fetch.get(address, etag='"1"')
    assert again.not_modified
    assert again.body == b""


async def test_we_say_who_we_are() -> None:
    async def answer(request: web.Request) -> web.Response:
        return web.Response(text=request.headers["User-Agent"])

    async with site(answer) as address, fetcher(address, user_agent="Le Fil (bot)") as fetch:
        assert (await fetch.get(address)).body == b"Le Fil (bot)"


@pytest.mark.parametrize(
    ("coding", "packed"),
    [
        ("gzip", gzip.compress(b"words " * 1000)),
        ("gzip", gzip.compress(b"words " * 400) + gzip.compress(b"words " * 600)),
        ("gzip", gzip.compress(b"words " * 1000) + b"\0" * 16),
        ("deflate", zlib.compress(b"words " * 1000)),
        ("deflate", zlib.compress(b"words " * 1000)[2:-4]),
    ],
    ids=["gzip", "two members", "padded", "deflate", "deflate without header"],
)
async def test_compressed_answers_are_unpacked(coding: str, packed: bytes) -> None:
    async with site(saying(packed, Content_Encoding=coding)) as address, fetcher(address) as fetch:
        assert (await fetch.get(address)).body == b"words " * 1000


@pytest.mark.parametrize(
    ("status", "words"),
    [
        (401, "login"),
        (403, "refuses"),
        (404, "nothing"),
        (410, "gone"),
        (418, "418"),
        (429, "less often"),
        (500, "fault"),
        (503, "fault"),
    ],
)
async def test_a_failure_has_a_reason(status: int, words: str) -> None:
    async with site(saying(b"", status)) as address, fetcher(address) as fetch:
        with pytest.raises(SourceError, match=words):
            await fetch.get(address)


@pytest.mark.parametrize(
    ("value", "wait"),
    [("120", 120), ("999999999", 86_400), ("Thu, 01 Jan 2015 00:00:00 GMT", 0), ("soon", None)],
)
async def test_a_site_may_say_when_to_come_back(value: str, wait: float | None) -> None:
    async with site(saying(b"", 503, Retry_After=value)) as address, fetcher(address) as fetch:
        with pytest.raises(SourceError) as caught:
            await fetch.get(address)
    assert caught.value.after == wait


async def test_a_status_that_is_expected_is_no_failure() -> None:
    async with site(saying(b"no", 404)) as address, fetcher(address) as fetch:
        assert (await fetch.get(address, accept=(404,))).status == 404


async def test_a_hanging_site_is_left() -> None:
    async def answer(_request: web.Request) -> web.Response:
        await asyncio.sleep(30)
        return web.Response()

    async with site(answer) as address, fetcher(address, timeout=0.1) as fetch:
        with pytest.raises(SourceError, match=r"within 0.1 s"):
            await fetch.get(address)


async def test_a_site_that_drips_is_left() -> None:
    async def answer(request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse()
        await response.prepare(request)
        while True:
            await response.write(b".")
            await asyncio.sleep(0.02)

    async with site(answer) as address, fetcher(address, timeout=0.2) as fetch:
        with pytest.raises(SourceError, match="within"):
            await fetch.get(address)


async def test_an_answer_of_200_megabytes_ends_at_the_cap() -> None:
    sent = 0

    async def answer(request: web.Request) -> web.StreamResponse:
        nonlocal sent
        response = web.StreamResponse()
        await response.prepare(request)
        for _ in range(200):
            await response.write(b"x" * 1_000_000)
            sent += 1
        return response

    async with site(answer) as address, fetcher(address) as fetch:
        with pytest.raises(SourceError, match=r"larger than 0\.5 MB"):
            await fetch.get(address, max_bytes=500_000)
    assert sent < 50


async def test_an_answer_that_says_it_is_too_large_is_not_read() -> None:
    async with site(saying(b"x" * 2_000)) as address, fetcher(address) as fetch:
        with pytest.raises(SourceError, match="larger"):
            await fetch.get(address, max_bytes=1_000)


async def test_a_gzip_bomb_ends_at_the_cap_with_flat_memory() -> None:
    packer = zlib.compressobj(9, wbits=31)
    bomb = b"".join(packer.compress(b"\0" * 1_000_000) for _ in range(200)) + packer.flush()
    assert len(bomb) < 250_000
    async with site(saying(bomb, Content_Encoding="gzip")) as address, fetcher(address) as fetch:
        tracemalloc.start()
        with pytest.raises(SourceError, match="larger than 1 MB"):
            await fetch.get(address, max_bytes=1_000_000)
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
    assert peak < 5_000_000


async def test_others_get_their_turn_while_much_is_unpacked() -> None:
    packed = gzip.compress(b"\0" * 20_000_000)
    turns = 0

    async def watch() -> None:
        nonlocal turns
        while True:
            await asyncio.sleep(0)
            turns += 1

    async with site(saying(packed, Content_Encoding="gzip")) as address, fetcher(address) as fetch:
        watching = asyncio.create_task(watch())
        await fetch.get(address, max_bytes=30_000_000)
        watching.cancel()
    # One for each 64 KB at least; what arrives packed are a few pieces only.
    assert turns > 300


async def test_a_broken_compression_is_a_failure_of_the_site() -> None:
    answer = saying(gzip.compress(b"x" * 1000)[:10] + b"\x07" * 100, Content_Encoding="gzip")
    async with site(answer) as address, fetcher(address) as fetch:
        with pytest.raises(SourceError, match="compressed"):
            await fetch.get(address)


async def test_redirects_are_followed_and_told() -> None:
    async def answer(request: web.Request) -> web.Response:
        if request.path == "/new":
            return web.Response(text="here")
        raise web.HTTPMovedPermanently("/new")

    async with site(answer) as address, fetcher(address) as fetch:
        got = await fetch.get(address)
    assert (got.url, got.body) == (address + "new", b"here")


@pytest.mark.parametrize(
    ("target", "words"),
    [
        ("/again", "without end"),
        ("file:///etc/passwd", "not of the web"),
        ("ftp://127.0.0.1/", "not of the web"),
        ("http://127.0.0.1:9/", "private"),
        ("http://localhost:9/", "private"),
        ("http://[::1]:9/", "private"),
        ("http://[::ffff:127.0.0.1]:9/", "private"),
        ("http://2130706433:9/", "private|not of the web"),
        ("http://169.254.169.254/latest/meta-data/", "private"),
        ("http://10.0.0.1/", "private"),
    ],
)
async def test_a_redirect_to_where_we_do_not_go_is_refused(target: str, words: str) -> None:
    async def answer(_request: web.Request) -> web.Response:
        raise web.HTTPFound(target)

    async with site(answer) as address, fetcher(address) as fetch:
        with pytest.raises(SourceError, match=words):
            await fetch.get(address)


async def test_a_private_address_is_refused_unless_the_settings_name_it() -> None:
    async with site(saying(b"secret")) as address:
        async with Fetcher(HttpSettings()) as fetch:
            with pytest.raises(SourceError, match=r"private.*allow_private"):
                await fetch.get(address)
        by_name = address.replace("127.0.0.1", "localhost")
        async with fetcher(by_name) as fetch:
            assert (await fetch.get(by_name)).body == b"secret"


@pytest.mark.parametrize("address", ["file:///etc/passwd", "ftp://x/", "", "javascript:1", "//host/x"])
async def test_only_web_addresses_are_read(address: str) -> None:
    async with Fetcher(HttpSettings()) as fetch:
        with pytest.raises(SourceError, match="http://"):
            await fetch.get(address)


async def test_a_name_that_nobody_knows_is_said_so() -> None:
    async with Fetcher(HttpSettings()) as fetch:
        with pytest.raises(SourceError, match=r"nowhere\.invalid is a name that nobody knows"):
            await fetch.get("http://nowhere.invalid/")


async def test_a_site_is_asked_one_thing_at_a_time() -> None:
    now = most = 0

    async def answer(_request: web.Request) -> web.Response:
        nonlocal now, most
        now += 1
        most = max(most, now)
        await asyncio.sleep(0.01)
        now -= 1
        return web.Response()

    async with site(answer) as address, fetcher(address) as fetch:
        await asyncio.gather(*(fetch.get(f"{address}{n}") for n in range(5)))
    assert most == 1


async def test_a_form_is_posted_under_the_same_guards() -> None:
    async def answer(request: web.Request) -> web.Response:
        form = await request.post()
        return web.Response(status=202, text=f"{request.content_type} {form['hub.mode']!s}")

    async with site(answer) as address:
        async with fetcher(address) as fetch:
            got = await fetch.post_form(address, {"hub.mode": "é&="})
        assert (got.status, got.body.decode()) == (202, "application/x-www-form-urlencoded é&=")
        async with Fetcher(HttpSettings()) as fetch:
            with pytest.raises(SourceError, match="private"):
                await fetch.post_form(address, {})


async def test_a_form_follows_a_hub_that_moved() -> None:
    async def answer(request: web.Request) -> web.Response:
        if request.path == "/new":
            return web.Response(text=f"{request.method} {(await request.post())['a']!s}")
        raise web.HTTPPermanentRedirect("/new")

    async with site(answer) as address, fetcher(address) as fetch:
        assert (await fetch.post_form(address, {"a": "1"})).body == b"POST 1"


@pytest.mark.parametrize("status", [429, 503])
async def test_a_site_that_says_when_to_come_back_is_not_asked_before(status: int) -> None:
    asked: list[str] = []

    async def answer(request: web.Request) -> web.Response:
        asked.append(request.path)
        return web.Response(status=status, headers={"Retry-After": "60"})

    async with site(answer) as address, fetcher(address) as fetch:
        for path in ("a", "b"):
            with pytest.raises(SourceError, match=str(status)) as caught:
                await fetch.get(address + path)
            assert caught.value.after == pytest.approx(60, abs=1)
    assert asked == ["/a"]


async def test_the_rest_of_one_site_is_not_that_of_another() -> None:
    async with site(saying(b"", 503, Retry_After="60")) as busy, site(saying(b"here")) as other:
        pairs = [address.removeprefix("http://").strip("/") for address in (busy, other)]
        async with fetcher(busy, allow_private=pairs) as fetch:
            with pytest.raises(SourceError):
                await fetch.get(busy)
            assert (await fetch.get(other)).body == b"here"


async def test_a_site_is_asked_again_when_its_rest_is_over() -> None:
    count = 0

    async def answer(_request: web.Request) -> web.Response:
        nonlocal count
        count += 1
        return web.Response(status=503 if count == 1 else 200, headers={"Retry-After": "1"})

    async with site(answer) as address, fetcher(address) as fetch:
        with pytest.raises(SourceError):
            await fetch.get(address)
        await asyncio.sleep(1.05)
        assert (await fetch.get(address)).status == 200


@pytest.mark.parametrize("address", ["http://[::1/", "http://x:99999/", "https://"])
async def test_a_broken_address_is_said_to_be_none_of_the_web(address: str) -> None:
    async with Fetcher(HttpSettings()) as fetch:
        with pytest.raises(SourceError, match="not of the web"):
            await fetch.get(address)


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("93.184.216.34", True),
        ("2606:4700::1111", True),
        ("127.0.0.1", False),
        ("10.1.2.3", False),
        ("192.168.1.1", False),
        ("100.64.0.1", False),
        ("169.254.169.254", False),
        ("0.0.0.0", False),
        ("224.0.0.1", False),
        ("::1", False),
        ("::", False),
        ("fe80::1%1", False),
        ("fc00::1", False),
        ("::ffff:127.0.0.1", False),
        ("::ffff:93.184.216.34", True),
        ("64:ff9b::7f00:1", False),
        ("2002:7f00:1::", False),
    ],
)
def test_which_addresses_are_public(address: str, public: bool) -> None:
    assert is_public(address) is public
