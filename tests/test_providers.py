"""WordPress, WooCommerce and Ghost: what their answers mean, and what their faults do."""

from __future__ import annotations

import base64
import json
import os
import uuid
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import aiohttp
import jwt
import pytest
from aiohttp import web

from bot.subscribers.source_ghost import GHOST
from bot.web import Call
from storage.records import Standing
from storage.records_subscribers import Entry
from tests.provider_site import Site, missing, publisher, refused, source_of

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
ENDS = datetime(2026, 12, 1, tzinfo=UTC)
INACTIVE = Standing.INACTIVE
SAMPLES = Path(__file__).parents[2] / "shared" / "servers" / "samples"
GHOST_KEY = "6b03:" + "ab" * 32
PAGES = 250


def user(number: int) -> dict[str, Any]:
    return {"id": number, "roles": ["subscriber", "integral"]}


def record(number: int, **more: Any) -> dict[str, Any]:
    bought = {"line_items": [{"product_id": 7, "variation_id": 0}], "end_date_gmt": ""}
    return {"id": number, "status": "active", "customer_id": number} | bought | more


def member(number: int, **more: Any) -> dict[str, Any]:
    tier = {"id": "t1", "slug": "integral", "name": "Intégral", "expiry_at": None}
    return {"id": f"{number:024x}", "status": "free", "tiers": [tier], "subscriptions": []} | more


class Paged:
    """A WordPress, by offset, with the count in a header."""

    def __init__(self, *rows: dict[str, Any]) -> None:
        self.rows = list(rows)

    def __call__(self, request: web.Request) -> Any:
        last = request.path.rpartition("/")[2]
        if last.isdecimal():
            return next((row for row in self.rows if str(row["id"]) == last), missing())
        customer = request.query.get("customer")
        rows = [row for row in self.rows if customer in (None, str(row.get("customer_id")))]
        start = int(request.query["offset"])
        return web.json_response(rows[start : start + 100], headers={"X-WP-Total": str(len(rows))})


class Members:
    """A Ghost, by id, with the count in the answer."""

    def __init__(self, *rows: dict[str, Any]) -> None:
        self.rows = list(rows)

    def __call__(self, request: web.Request) -> Any:
        claims = request.headers["Authorization"].removeprefix("Ghost ")
        key = bytes.fromhex(GHOST_KEY.partition(":")[2])
        jwt.decode(claims, key, ["HS256"], audience="/admin/")
        assert jwt.get_unverified_header(claims)["kid"] == "6b03"
        last = request.path.rstrip("/").rpartition("/")[2]
        if last != "members":
            found = [row for row in self.rows if row["id"] == last]
            return {"members": found} if found else missing()
        after = request.query.get("filter", "id:>''").removeprefix("id:>'").rstrip("'")
        rows = [row for row in self.rows if row.get("id", "z") > after]
        return {"members": rows[:100], "meta": {"pagination": {"total": len(rows)}}}


KINDS: dict[str, tuple[Callable[..., Any], Callable[..., dict[str, Any]], dict[str, Any]]] = {
    "wordpress": (Paged, user, {"user": "bot", "token": "app password"}),
    "woocommerce": (Paged, record, {"user": "ck_1", "token": "cs_1", "tiers": {"7": "integral"}}),
    "ghost": (Members, member, {"token": GHOST_KEY}),
}
each = pytest.mark.parametrize("kind", KINDS)


def shop(kind: str, *rows: dict[str, Any]) -> tuple[Site, Callable[[], Any]]:
    answers, _, more = KINDS[kind]
    site = Site(answers(*rows))
    return site, lambda: publisher(kind, url=site.url, **more)


def some(kind: str, count: int = PAGES) -> list[dict[str, Any]]:
    return [KINDS[kind][1](number) for number in range(1, count + 1)]


@each
async def test_all_pages_are_read(kind: str) -> None:
    site, settings = shop(kind, *some(kind))
    async with site.open(), source_of(settings()) as source:
        reading = await source.compare(b"", NOW)
    assert (reading.total, reading.tiers) == (PAGES, {"integral"})


@each
async def test_one_reader_is_asked_for(kind: str) -> None:
    rows = some(kind, 3)
    site, settings = shop(kind, *rows)
    async with site.open(), source_of(settings()) as source:
        subject = str(rows[1]["id"])
        assert await source.one(subject, NOW) == Entry(subject, "integral")
        assert await source.one("9" * 24, NOW) is None
        assert await source.one("../x", NOW) is None


def body(response: Any) -> Callable[[web.Request], Any]:
    return lambda _: response()


def later_pages(response: Callable[[], web.Response]) -> Callable[[web.Request], Any]:
    return lambda r: response() if r.query.get("offset", "0") != "0" or "filter" in r.query else None


def status(code: int) -> Callable[[], web.Response]:
    return lambda: web.Response(status=code)


FAULTS = {
    "provider 500": (body(status(500)), "fault of its own"),
    "401": (body(status(401)), "login"),
    "timeout": (body(status(599)), "no full answer within"),
    "no JSON": (body(lambda: web.Response(text="<html>", headers={"X-WP-Total": "1"})), "not as documented"),
    "a later page failing": (later_pages(status(502)), "fault of its own"),
}


@each
@pytest.mark.parametrize("fault", FAULTS)
async def test_a_fault_of_the_provider_tells_nothing_about_anybody(kind: str, fault: str) -> None:
    site, settings = shop(kind, *some(kind))
    async with site.open(), source_of(settings(), timeout=0.3) as source:
        good = await source.compare(b"", NOW)
        site.fault, why = FAULTS[fault]
        assert why in await refused(source.compare(good.snapshot, NOW))


@each
async def test_an_empty_list_tells_nothing_about_anybody(kind: str) -> None:
    site, settings = shop(kind)
    async with site.open(), source_of(settings()) as source:
        assert "removes nobody" in await refused(source.compare(b"", NOW))


# Ghost's own status is not read: it lies.
FIELDS = {"wordpress": ("id", "roles"), "woocommerce": ("id", "status"), "ghost": ("id", "tiers")}


@pytest.mark.parametrize(("kind", "name"), [(kind, name) for kind in FIELDS for name in FIELDS[kind]])
async def test_a_renamed_column_tells_nothing_about_anybody(kind: str, name: str) -> None:
    rows = some(kind, 2)
    rows[1]["renamed"] = rows[1].pop(name)
    site, settings = shop(kind, *rows)
    async with site.open(), source_of(settings()) as source:
        assert f"{name}: Field required" in await refused(source.compare(b"", NOW))


@pytest.mark.parametrize("kind", ["wordpress", "woocommerce"])
async def test_who_vanishes_between_two_pages_hides_nobody(kind: str) -> None:
    site, settings = shop(kind, *some(kind))

    def vanish(request: web.Request) -> None:
        if request.query.get("offset") == "99":
            del site.answer.rows[10]  # type: ignore[attr-defined]

    site.fault = vanish  # type: ignore[assignment]
    async with site.open(), source_of(settings()) as source:
        assert "changed while it was read" in await refused(source.compare(b"", NOW))


@pytest.mark.parametrize("kind", ["wordpress", "woocommerce"])
async def test_a_list_without_its_count_is_not_believed(kind: str) -> None:
    site, settings = shop(kind, *some(kind, 3))
    site.fault = lambda _: web.json_response(some(kind, 3))
    async with site.open(), source_of(settings()) as source:
        assert "lacks X-WP-Total" in await refused(source.compare(b"", NOW))


async def test_a_ghost_that_counts_more_than_it_lists_is_not_believed() -> None:
    site, settings = shop("ghost")
    site.fault = lambda _: web.json_response(
        {"members": some("ghost", 3), "meta": {"pagination": {"total": 4}}}
    )
    async with site.open(), source_of(settings()) as source:
        assert "counts 4 members, but lists 3" in await refused(source.compare(b"", NOW))


@pytest.mark.parametrize(
    ("told", "fact"),
    [
        ({"status": "on-hold"}, Entry("1", "integral", reason="past_due")),
        (
            {"status": "pending-cancel", "end_date_gmt": "2026-12-01T00:00:00"},
            Entry("1", "integral", ENDS, reason="cancelled"),
        ),
        ({"status": "cancelled"}, Entry("1", "integral", None, INACTIVE, reason="cancelled")),
        ({"status": "expired"}, Entry("1", "integral", None, INACTIVE)),
        ({"status": "pending"}, Entry("1", "integral", None, INACTIVE)),
    ],
)
async def test_what_a_subscription_of_woocommerce_means(told: dict[str, Any], fact: Entry) -> None:
    site, settings = shop("woocommerce", record(1, **told))
    async with site.open(), source_of(settings()) as source:
        assert await source.one("1", NOW) == fact


@pytest.mark.parametrize(
    ("kind", "told"),
    [
        ("woocommerce", {"date_modified_gmt": "2026-12-01T00:00:00"}),
        ("ghost", {"updated_at": "2026-12-01T00:00:00.000Z"}),
    ],
)
async def test_a_provider_that_tells_when_a_fact_changed_is_believed(kind: str, told: dict[str, Any]) -> None:
    row = KINDS[kind][1](1) | told
    site, settings = shop(kind, row)
    async with site.open(), source_of(settings()) as source:
        entry = await source.one(str(row["id"]), NOW)
    assert entry is not None
    assert entry.version == ENDS


async def test_of_several_records_none_tells_how_new_the_choice_is() -> None:
    site, settings = shop("woocommerce", record(1), record(1, id=2, date_modified_gmt="2026-12-01T00:00:00"))
    async with site.open(), source_of(settings()) as source:
        entry = await source.one("1", NOW)
    assert entry is not None
    assert entry.version is None


async def test_a_status_that_nobody_knows_is_not_guessed() -> None:
    site, settings = shop("woocommerce", record(1, status="half-paid"))
    async with site.open(), source_of(settings()) as source:
        assert '"half-paid" is none that we know' in await refused(source.compare(b"", NOW))


def paid(**more: Any) -> dict[str, Any]:
    one = {"status": "active", "tier": {"id": "t1"}, "current_period_end": "2026-12-01T00:00:00.000Z"}
    return {"subscriptions": [one | more]}


@pytest.mark.parametrize(
    ("told", "fact"),
    [
        ({"status": "free"}, Entry("1", "integral")),
        ({"status": "paid", "tiers": []}, Entry("1", "", None, INACTIVE)),
        (paid(), Entry("1", "integral")),
        (paid(cancel_at_period_end=True), Entry("1", "integral", ENDS, reason="cancelled")),
        (paid(status="past_due"), Entry("1", "integral", reason="past_due")),
    ],
    ids=["a status lies", "a status lies the other way", "pays", "cancelled", "card fails"],
)
async def test_what_a_member_of_ghost_has(told: dict[str, Any], fact: Entry) -> None:
    site, settings = shop("ghost", member(1, **told) | {"id": "1"})
    async with site.open(), source_of(settings()) as source:
        assert await source.one("1", NOW) == fact


@pytest.mark.skipif(not SAMPLES.exists(), reason="what real servers answered is not beside the project")
async def test_what_a_real_ghost_answered_is_understood() -> None:
    told = json.loads((SAMPLES / "ghost/admin_members.json").read_text())["body"]
    site, settings = shop("ghost")
    site.fault = lambda _: web.json_response(told)
    async with site.open(), source_of(settings()) as source:
        reading = await source.compare(b"", NOW)
    assert reading.total == len(told["members"])
    assert b"1893456000000" in reading.subscribers


@pytest.mark.skipif(not SAMPLES.exists(), reason="what real servers answered is not beside the project")
@pytest.mark.parametrize("event", ["added", "edited", "deleted"])
def test_whom_a_real_webhook_of_ghost_is_about(event: str) -> None:
    sent = json.loads((SAMPLES / f"ghost/webhook_member.{event}.json").read_text())
    headers = {"X-Ghost-Signature": sent["headers"]["x-ghost-signature"]}
    hint = GHOST.hint(Call("POST", "", {}, headers, sent["raw_body"].encode()))
    assert hint is not None
    assert len(hint.subject) == 24


# A real WordPress

WORDPRESS = os.environ.get("WORDPRESS_URL", "")
CREDENTIALS = os.environ.get("WORDPRESS_CREDENTIALS", "")


class Admin:
    """Somebody who makes users on the WordPress, and may list them."""

    def __init__(self, session: aiohttp.ClientSession, name: str, password: str) -> None:
        self._session = session
        self.name, self.password = name, password
        pair = base64.b64encode(f"{name}:{password}".encode()).decode()
        self._headers = {"Authorization": f"Basic {pair}"}

    async def ask(self, method: str, path: str, **fields: Any) -> Any:
        url = f"{WORDPRESS}/wp-json/wp/v2/users{path}"
        async with self._session.request(method, url, json=fields, headers=self._headers) as answer:
            assert answer.status < 400, await answer.text()
            return await answer.json()


@pytest.mark.wordpress
@pytest.mark.skipif(not (WORDPRESS and CREDENTIALS), reason="WORDPRESS_URL names no WordPress to read")
async def test_the_roles_of_a_real_wordpress_are_read_and_change() -> None:
    people = json.loads(Path(CREDENTIALS).read_text())["users"]
    name, admin = next((name, who) for name, who in people.items() if who["role"] == "administrator")
    async with aiohttp.ClientSession() as session:
        site = Admin(session, name, admin["app_password"])
        word = uuid.uuid4().hex[:12]
        new = {"username": f"w{word}", "email": f"w{word}@fil.example", "password": word}
        made = await site.ask("POST", "", roles=["contributor"], **new)
        subject = str(made["id"])
        tiers = {"contributor": "decouverte", "author": "integral"}
        settings = publisher("wordpress", url=WORDPRESS, user=name, token=site.password, tiers=tiers)
        try:
            async with source_of(settings) as source:
                reading = await source.compare(b"", NOW)
                assert json.dumps([subject, "decouverte"])[:-1].encode() in reading.subscribers
                await site.ask("POST", f"/{subject}", roles=["author"])
                assert await source.one(subject, NOW) == Entry(subject, "integral")
                await site.ask("POST", f"/{subject}", roles=["subscriber"])
                assert await source.one(subject, NOW) == Entry(subject, "", standing=INACTIVE)
                assert await source.one("99999999", NOW) is None
            wrong = publisher("wordpress", url=WORDPRESS, user=name, token="wrong", tiers=tiers)
            async with source_of(wrong) as source:
                assert "(401)" in await refused(source.compare(reading.snapshot, NOW))
        finally:
            await site.ask("DELETE", f"/{subject}?force=true&reassign=1")
