"""Hubs: we subscribe, prove it, believe only what is signed, renew, leave; with a real hub on loopback."""

from __future__ import annotations

import asyncio
import hmac
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest

from bot.articles.websub import Hubs, is_signed, read_links
from bot.config import HttpSettings, WebSettings
from bot.http import Fetcher
from bot.web import Web
from storage import hub_leases
from storage.database import Database
from storage.hub_leases import HubLease
from tests.hub_world import Hub, ask, served

TOPIC = "https://news.example/feed/"


class Clock:
    """The time that we tell."""

    def __init__(self) -> None:
        self.now = datetime(2026, 3, 1, 12, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now


@dataclass
class Bench:
    """A hub, our endpoint, and what subscribes; `looked` are the sources that were to be looked at."""

    hub: Hub
    hubs: Hubs
    web: Web
    clock: Clock
    looked: list[str]
    fetch: Fetcher

    async def until_live(self, source: str = "fil") -> None:
        async with asyncio.timeout(5):
            while not self.hubs.live(source):
                await asyncio.sleep(0.005)

    async def until_wishes(self, count: int) -> None:
        async with asyncio.timeout(5):
            while len(self.hub.wishes) < count or self.hub.tasks:
                await asyncio.sleep(0.005)

    def turn(self, **time: float) -> None:
        """Let time go by, and the hubs see it."""
        self.clock.now += timedelta(**time)
        self.hubs.keep(frozenset({"fil"}))

    @asynccontextmanager
    async def restarted(self, db: Database) -> AsyncIterator[Hubs]:
        """Other hubs on the same database, as after a restart."""
        hubs = Hubs(db, self.fetch, self.web, self.looked.append, now=self.clock)
        stop = asyncio.Event()
        task = asyncio.create_task(hubs.run(stop))
        yield hubs
        stop.set()
        await asyncio.wait_for(task, 3)


@pytest.fixture
async def bench(db: Database, unused_tcp_port: int) -> AsyncIterator[Bench]:
    async with AsyncExitStack() as stack:
        hub, clock, looked, stop = Hub(), Clock(), list[str](), asyncio.Event()
        address = await stack.enter_async_context(served(hub))
        listen = f"127.0.0.1:{unused_tcp_port}"
        web = Web(WebSettings(listen=listen, url=f"http://{listen}/"))
        pair = address.removeprefix("http://").partition("/")[0]
        fetch = await stack.enter_async_context(Fetcher(HttpSettings(allow_private=(pair,))))
        hubs = Hubs(db, fetch, web, looked.append, now=clock)
        tasks = [asyncio.create_task(web.run(stop)), asyncio.create_task(hubs.run(stop))]
        while not web.port:
            await asyncio.sleep(0.005)
        yield Bench(hub, hubs, web, clock, looked, fetch)
        stop.set()
        await asyncio.wait_for(asyncio.gather(*tasks), 3)


async def subscribe(bench: Bench) -> str:
    """Subscribe the source to the hub; the callback that the hub has then."""
    bench.hubs.offered("fil", bench.hub.address, TOPIC)
    await bench.until_live()
    await bench.until_wishes(1)
    return bench.hub.wishes[-1]["hub.callback"]


async def test_a_source_that_names_a_hub_is_subscribed(bench: Bench) -> None:
    assert not bench.hubs.live("fil")
    await subscribe(bench)
    (wish,) = bench.hub.wishes
    assert (wish["hub.mode"], wish["hub.topic"]) == ("subscribe", TOPIC)
    assert wish["hub.callback"].startswith(bench.web.address("websub", ""))
    assert len(wish["hub.callback"].rpartition("/")[2]) >= 40
    assert 40 <= len(wish["hub.secret"]) < 200


async def test_what_the_hub_tells_is_looked_at(bench: Bench) -> None:
    await subscribe(bench)
    assert await bench.hub.publish() == [202]
    assert bench.looked == ["fil"]


@pytest.mark.parametrize("signature", ["", "sha256=", "sha256=00", "md5=00", "sha1", "=", "sha256=é"])
async def test_a_call_that_is_not_signed_is_answered_alike_and_ignored(bench: Bench, signature: str) -> None:
    await subscribe(bench)
    assert await bench.hub.publish(signature=signature) == [202]
    assert bench.looked == []


async def test_a_call_to_a_path_that_nobody_gave_is_nothing(bench: Bench) -> None:
    callback = await subscribe(bench)
    for url in (bench.web.address("websub", "guess"), bench.web.address("websub", ""), callback + "/x"):
        assert await ask(url, "POST", data=b"x") == (404, "")
        assert await ask(url, params={"hub.mode": "subscribe", "hub.topic": TOPIC}) == (404, "")
    assert await ask(callback, "DELETE") == (404, "")
    assert await ask(callback) == (404, "")


@pytest.mark.parametrize(
    "query",
    [
        {"hub.mode": "subscribe", "hub.topic": "https://other.example/", "hub.challenge": "x"},
        {"hub.mode": "unsubscribe", "hub.topic": TOPIC, "hub.challenge": "x"},
        {"hub.mode": "subscribe", "hub.topic": TOPIC},
        {"hub.mode": "publish", "hub.topic": TOPIC, "hub.challenge": "x"},
    ],
)
async def test_only_what_we_asked_for_is_confirmed(bench: Bench, query: dict[str, str]) -> None:
    callback = await subscribe(bench)
    assert await ask(callback, params=query) == (404, "")
    assert bench.hubs.live("fil")


async def test_a_hub_that_asks_nobody_back_gives_no_lease(bench: Bench) -> None:
    bench.hub.verifies = False
    bench.hubs.offered("fil", bench.hub.address, TOPIC)
    await bench.until_wishes(1)
    assert not bench.hubs.live("fil")


async def test_a_hub_may_deny(bench: Bench) -> None:
    callback = await subscribe(bench)
    query = {"hub.mode": "denied", "hub.topic": TOPIC, "hub.reason": "no"}
    assert await ask(callback, params=query) == (200, "")
    assert not bench.hubs.live("fil")


async def test_a_lease_is_renewed_before_it_ends(bench: Bench, db: Database) -> None:
    callback = await subscribe(bench)
    bench.turn(days=7)
    await asyncio.sleep(0.05)
    assert len(bench.hub.wishes) == 1
    bench.turn(days=1, hours=1)
    await bench.until_wishes(2)
    assert bench.hub.wishes[1]["hub.callback"] == callback
    (lease,) = await hub_leases.every_lease(db)
    assert lease.until == bench.clock.now + timedelta(days=10)


async def test_a_lease_that_cannot_be_renewed_ends_and_is_tried_again_later(bench: Bench) -> None:
    await subscribe(bench)
    bench.hub.status = 500
    bench.turn(days=9)
    await bench.until_wishes(2)
    assert bench.hubs.live("fil")
    bench.turn(days=2)
    await bench.until_wishes(3)
    assert not bench.hubs.live("fil")
    bench.turn(hours=5)
    await asyncio.sleep(0.05)
    assert len(bench.hub.wishes) == 3
    bench.hub.status = 202
    bench.turn(hours=2)
    await bench.until_live()


@pytest.mark.parametrize(
    ("seconds", "days"), [("1", 1 / 1440), ("99999999999", 10), ("999999999", 90), ("-5", 10), ("", 10)]
)
async def test_no_lease_is_endless_or_over_at_once(
    bench: Bench, db: Database, seconds: str, days: float
) -> None:
    bench.hub.lease = seconds
    await subscribe(bench)
    (lease,) = await hub_leases.every_lease(db)
    assert lease.until == bench.clock.now + timedelta(days=days)


async def test_leases_outlive_a_restart(bench: Bench, db: Database) -> None:
    await subscribe(bench)
    async with bench.restarted(db) as hubs:
        bench.hubs = hubs
        await bench.until_live()
        assert await bench.hub.publish() == [202]
    assert bench.looked == ["fil"]
    assert len(bench.hub.wishes) == 1


async def test_a_source_that_is_removed_is_unsubscribed(bench: Bench, db: Database) -> None:
    callback = await subscribe(bench)
    bench.hubs.keep(frozenset({"other"}))
    await bench.until_wishes(2)
    assert bench.hub.modes == ["subscribe", "unsubscribe"]
    assert bench.hub.confirmed == {}
    assert await hub_leases.every_lease(db) == []
    assert await ask(callback, "POST", data=b"x") == (404, "")


async def test_a_source_that_moves_to_another_hub_leaves_the_old_one(bench: Bench, db: Database) -> None:
    await subscribe(bench)
    other = Hub()
    async with served(other) as address:
        bench.hubs.offered("fil", address, TOPIC)
        await asyncio.sleep(0.05)
        assert other.wishes == []
        bench.clock.now += timedelta(hours=2)
        bench.hubs.offered("fil", address, TOPIC)
        await bench.until_wishes(2)
    assert bench.hub.modes == ["subscribe", "unsubscribe"]
    (lease,) = await hub_leases.every_lease(db)
    assert lease.hub == address


async def test_a_hub_that_is_named_again_is_not_asked_again(bench: Bench) -> None:
    await subscribe(bench)
    for _ in range(5):
        bench.hubs.offered("fil", bench.hub.address, TOPIC)
    await asyncio.sleep(0.05)
    assert len(bench.hub.wishes) == 1


async def test_a_hub_that_stays_silent_about_news_is_not_relied_on(bench: Bench) -> None:
    await subscribe(bench)
    bench.hubs.missed("fil")
    assert bench.hubs.live("fil")
    bench.hubs.missed("fil")
    assert not bench.hubs.live("fil")
    await bench.hub.publish()
    assert bench.hubs.live("fil")


async def test_a_hub_at_a_private_address_is_not_asked(bench: Bench, db: Database) -> None:
    other = Hub()
    async with served(other) as address:
        bench.hubs.offered("fil", address, TOPIC)
        async with asyncio.timeout(5):
            while not await hub_leases.every_lease(db):
                await asyncio.sleep(0.005)
        await asyncio.sleep(0.05)
    assert other.wishes == []
    assert not bench.hubs.live("fil")


@pytest.mark.parametrize("hub", ["", "file:///etc/passwd", "javascript:1", "http://x/" + "y" * 3_000])
async def test_what_is_no_address_is_no_hub(bench: Bench, db: Database, hub: str) -> None:
    bench.hubs.offered("fil", hub, TOPIC)
    await asyncio.sleep(0.02)
    assert await hub_leases.every_lease(db) == []


async def test_without_an_endpoint_nothing_is_asked(db: Database) -> None:
    async with Fetcher(HttpSettings()) as fetch:
        hubs = Hubs(db, fetch, Web(WebSettings()), lambda _: None)
        stop = asyncio.Event()
        task = asyncio.create_task(hubs.run(stop))
        hubs.offered("fil", "https://hub.example/", TOPIC)
        await asyncio.sleep(0.02)
        assert not task.done()
        stop.set()
        await task
    assert await hub_leases.every_lease(db) == []


async def test_neither_path_nor_secret_is_ever_logged(
    bench: Bench, db: Database, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG", logger="bot")
    caplog.set_level("DEBUG", logger="aiohttp.server")
    await subscribe(bench)
    await bench.hub.publish()
    await bench.hub.publish(signature="sha256=00")
    bench.hub.status = 500
    bench.turn(days=9)
    await bench.until_wishes(2)
    (lease,) = await hub_leases.every_lease(db)
    said = caplog.text + repr(lease)
    assert "hub" in said
    assert lease.path not in said
    assert lease.secret not in said


@pytest.mark.parametrize("method", ["sha1", "sha256", "sha384", "sha512"])
def test_four_ways_to_sign_are_known(method: str) -> None:
    digest = hmac.new(b"key", b"words", method).hexdigest()
    assert is_signed(b"words", f"{method}={digest}", "key")
    assert is_signed(b"words", f"{method.upper()}={digest.upper()}", "key")
    assert not is_signed(b"other", f"{method}={digest}", "key")
    assert not is_signed(b"words", f"{method}={digest}", "other")
    assert not is_signed(b"words", f"md5={digest}", "key")
    assert not is_signed(b"words", f"{method}=\udce9", "key")


@pytest.mark.parametrize(
    ("header", "links"),
    [
        (
            '<https://hub.example/>; rel="hub", <https://a.example/f>; rel=self',
            ("https://hub.example/", "https://a.example/f"),
        ),
        ('</f?a=1,2>; type="x"; rel="alternate self"', ("", "https://a.example/f?a=1,2")),
        ("<//hub.example/>;REL=HUB", ("https://hub.example/", "")),
        ('<https://api.w.org/>; rel="https://api.w.org/"', ("", "")),
        ("nonsense <", ("", "")),
        ("", ("", "")),
    ],
)
def test_a_link_header_may_name_the_hub(header: str, links: tuple[str, str]) -> None:
    assert read_links(header, "https://a.example/x") == links


async def test_a_lease_reads_as_it_was_written(db: Database) -> None:
    noon = datetime(2026, 3, 1, 12, tzinfo=UTC)
    lease = HubLease("fil", "https://hub.example/", TOPIC, "path", "secret", noon)
    async with db.write() as tx:
        await hub_leases.save(tx, lease)
    assert await hub_leases.every_lease(db) == [lease]
