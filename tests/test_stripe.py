"""Subscribers at Stripe: what its answers mean, what its faults do, and a stateful Stripe on loopback."""

from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from aiohttp import web

from bot.app import opened
from bot.config import Settings
from bot.subscribers import providers
from bot.subscribers.door import Door
from bot.subscribers.source_stripe import VERSION
from bot.web import Web
from bot.workers import Here
from storage.records import Standing
from storage.records_subscribers import Entry
from tests.provider_site import Site, missing, publisher, refused, source_of
from tests.subscribers_world import HIGH, LOW, link_all, roles
from tests.test_web import listening

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
END = 1_800_000_000
STRIPE = os.environ.get("STRIPE_URL", "")


def subscription(number: int, **more: Any) -> dict[str, Any]:
    return {
        "id": f"sub_{number}",
        "customer": f"cus_{number}",
        "status": "active",
        "current_period_end": END,
        "cancel_at_period_end": False,
        "cancel_at": None,
        "ended_at": None,
        "items": {"data": [{"price": {"id": "price_1", "product": "integral"}}]},
        "latest_invoice": {"id": "in_1", "charge": {"id": f"ch_{number}", "customer": f"cus_{number}"}},
    } | more


class FakeStripe:
    """A Stripe with some subscriptions, two on a page."""

    def __init__(self, *subscriptions: dict[str, Any]) -> None:
        self.subscriptions = list(subscriptions)
        self.disputes: list[str] = []

    def __call__(self, request: web.Request) -> Any:
        kind, _, number = request.path.removeprefix("/v1/").partition("/")
        theirs = [s for s in self.subscriptions if request.query.get("customer") in (None, s["customer"])]
        if kind == "customers":
            return {"id": number} if any(s["customer"] == number for s in self.subscriptions) else missing()
        if kind == "charges":
            return {"id": number, "customer": number.replace("ch_", "cus_")}
        if kind == "disputes":
            return {"data": [{"status": status} for status in self.disputes]}
        ids = [s["id"] for s in theirs]
        after = request.query.get("starting_after")
        start = ids.index(after) + 1 if after else 0
        return {"data": theirs[start : start + 2], "has_more": start + 2 < len(theirs)}


def settings(url: str, **more: Any) -> Any:
    return publisher("stripe", url=url, token="sk_test_12345", **more)


async def facts(*subscriptions: dict[str, Any], disputes: tuple[str, ...] = (), of: str = "cus_1") -> Any:
    stripe = FakeStripe(*subscriptions)
    stripe.disputes = list(disputes)
    async with Site(stripe).open() as site, source_of(settings(site.url)) as source:
        return await source.one(of, NOW)


async def test_all_pages_are_read_in_one_version_of_the_interface() -> None:
    stripe = FakeStripe(*(subscription(number) for number in range(5)))
    async with Site(stripe).open() as site, source_of(settings(site.url)) as source:
        reading = await source.compare(b"", NOW)
    assert (reading.total, reading.tiers) == (5, {"integral"})
    assert {request.headers["Stripe-Version"] for request in site.asked} == {VERSION}
    assert {request.headers["Authorization"] for request in site.asked} == {"Bearer sk_test_12345"}


INACTIVE = Standing.INACTIVE
ENDS = datetime.fromtimestamp(END, UTC)


@pytest.mark.parametrize(
    ("told", "fact"),
    [
        ({}, Entry("cus_1", "integral")),
        ({"status": "trialing"}, Entry("cus_1", "integral")),
        ({"status": "past_due"}, Entry("cus_1", "integral", reason="past_due")),
        ({"cancel_at_period_end": True}, Entry("cus_1", "integral", ENDS, reason="cancelled")),
        ({"cancel_at": END}, Entry("cus_1", "integral", ENDS, reason="cancelled")),
        (
            {"status": "canceled", "ended_at": END},
            Entry("cus_1", "integral", ENDS, INACTIVE, "", "cancelled", ENDS),
        ),
        ({"status": "unpaid"}, Entry("cus_1", "integral", None, INACTIVE, "", "unpaid")),
        ({"status": "incomplete"}, Entry("cus_1", "integral", None, INACTIVE)),
        ({"status": "paused"}, Entry("cus_1", "integral", None, INACTIVE)),
        ({"customer": {"id": "cus_1"}}, Entry("cus_1", "integral")),
        ({"latest_invoice": None}, Entry("cus_1", "integral")),
    ],
)
async def test_what_a_subscription_means(told: dict[str, Any], fact: Entry) -> None:
    one = subscription(1, **told)
    answers = Site(lambda request: {"id": "cus_1"} if "/customers/" in request.path else _page(one))
    async with answers.open() as site, source_of(settings(site.url)) as source:
        assert await source.one("cus_1", NOW) == fact


async def test_a_subscription_is_as_new_as_the_last_of_its_times_that_never_go_back() -> None:
    times = {"created": 10, "current_period_start": 20, "canceled_at": 99}
    invoiced = {"latest_invoice": {"id": "in_1", "created": 30}}
    for told, version in ((times, 20), (times | invoiced, 30), (times | invoiced | {"ended_at": 40}, 40)):
        assert (await facts(subscription(1, **told))).version == datetime.fromtimestamp(version, UTC)
    both = await facts(subscription(1, **times), subscription(1, id="sub_2", **times))
    assert both.version is None


def _page(*subscriptions: dict[str, Any]) -> dict[str, Any]:
    return {"data": list(subscriptions), "has_more": False}


def charged(**more: Any) -> dict[str, Any]:
    return {"latest_invoice": {"id": "in_1", "charge": {"id": "ch_1", "customer": "cus_1"} | more}}


async def test_a_chargeback_ends_the_tier_at_once_and_a_won_one_does_not() -> None:
    disputed = subscription(1, **charged(disputed=True))
    lost = Entry("cus_1", "integral", None, INACTIVE, reason="fraud")
    assert await facts(disputed, disputes=("needs_response",)) == lost
    assert await facts(disputed, disputes=("lost", "won")) == lost
    assert await facts(disputed, disputes=("won",)) == Entry("cus_1", "integral")


async def test_a_dispute_names_its_charge_and_the_charge_its_customer() -> None:
    disputed = subscription(1, **charged(disputed=True))
    told = await facts(disputed, disputes=("needs_response",), of="ch_1")
    assert told == Entry("cus_1", "integral", None, INACTIVE, reason="fraud")


async def test_a_refund_of_what_was_paid_last_ends_the_tier() -> None:
    assert (await facts(subscription(1, **charged(refunded=True)))).reason == "refunded"


async def test_a_refund_of_an_old_invoice_ends_nothing() -> None:
    # The charge of an old invoice is refunded: the newest one stands as it was.
    assert await facts(subscription(1, **charged(amount_refunded=0, refunded=False))) == Entry(
        "cus_1", "integral"
    )


async def test_of_two_subscriptions_the_one_that_runs_counts_and_then_the_higher() -> None:
    low = {"items": {"data": [{"price": {"id": "price_2", "product": "decouverte"}}]}}
    ended = subscription(1, status="canceled")
    assert await facts(ended, subscription(1, id="sub_2", **low)) == Entry("cus_1", "decouverte")
    assert await facts(subscription(1, id="sub_2", **low), subscription(1)) == Entry("cus_1", "integral")


async def test_prices_and_products_bear_the_names_that_the_settings_give_them() -> None:
    async with Site(FakeStripe(subscription(1))).open() as site:
        for name in ("price_1", "integral"):
            async with source_of(settings(site.url, tiers={name: "decouverte"})) as source:
                told = await source.one("cus_1", NOW)
                assert told is not None
                assert told.tier in ("decouverte", "integral")


async def test_nobody_of_that_id_is_no_word_about_anybody() -> None:
    assert await facts(subscription(1), of="cus_9") is None
    assert await facts(subscription(1), of="../charges") is None


def only(path: str, response: web.Response) -> Any:
    return lambda request: response if path in request.path_qs else None


@pytest.mark.parametrize(
    ("fault", "why"),
    [
        (only("", web.Response(status=500)), "fault of its own"),
        (only("", web.Response(status=401)), "login"),
        (only("", web.Response(status=429, headers={"Retry-After": "9"})), "less often"),
        (only("", web.Response(status=599)), "no full answer within"),
        (only("", web.json_response({"data": [], "has_more": False})), "names nobody"),
        (only("", web.json_response({"data": [], "has_more": True})), "does not end"),
        (only("", web.json_response({"error": {}})), "data: Field required"),
        (only("", web.Response(text="<html>")), "not as documented"),
        (only("", web.json_response({"data": [subscription(1, status="new")], "has_more": False})), "status"),
        (only("starting_after=sub_5", web.Response(status=502)), "fault of its own"),
        (
            only("starting_after=sub_5", web.json_response({"data": [{}], "has_more": False})),
            "not as documented",
        ),
    ],
    ids=[
        "provider 500",
        "401",
        "429",
        "timeout",
        "empty list",
        "pages without end",
        "another shape",
        "no JSON",
        "renamed column",
        "a page failing",
        "a page of another shape",
    ],
)
async def test_a_fault_of_the_provider_tells_nothing_about_anybody(fault: Any, why: str) -> None:
    site = Site(FakeStripe(*(subscription(number) for number in range(10))))
    async with site.open(), source_of(settings(site.url), timeout=0.3) as source:
        good = await source.compare(b"", NOW)
        site.fault = fault
        assert why in await refused(source.compare(good.snapshot, NOW))
    assert "sk_test" not in why


# A stateful Stripe


class RealStripe:
    """A publisher's dealings with the Stripe on loopback."""

    def __init__(self, session: aiohttp.ClientSession) -> None:
        self._session = session

    async def post(self, path: str, method: str = "POST", **form: str) -> dict[str, Any]:
        url = f"{STRIPE}/v1/{path}"
        async with self._session.request(method, url, data=form) as answer:
            told: dict[str, Any] = await answer.json()
            assert answer.status < 400, told
            return told

    async def customer(self, card: str = "4242424242424242") -> str:
        made = await self.post("customers", email="hugo@fil.example")
        await self.pay_with(made["id"], card)
        return str(made["id"])

    async def pay_with(self, customer: str, card: str) -> None:
        fields = {"card[number]": card, "card[exp_month]": "12", "card[exp_year]": "2030", "card[cvc]": "123"}
        method = await self.post("payment_methods", type="card", **fields)
        await self.post(f"payment_methods/{method['id']}/attach", customer=customer)
        default = {"invoice_settings[default_payment_method]": method["id"]}
        await self.post(f"customers/{customer}", **default)

    async def hooked(self, url: str) -> None:
        async with self._session.post(
            f"{STRIPE}/_config/webhooks/bot", data={"url": url, "secret": "whsec_loopback"}
        ) as answer:
            assert answer.status == 200


@pytest.fixture
async def real() -> AsyncIterator[RealStripe]:
    async with aiohttp.ClientSession(headers={"Authorization": "Bearer sk_test_1"}) as session:
        async with session.delete(f"{STRIPE}/_config/data"):
            pass
        yield RealStripe(session)


@pytest.mark.stripe
@pytest.mark.skipif(not STRIPE, reason="STRIPE_URL names no Stripe on loopback")
async def test_pay_change_tier_fail_and_cancel(real: RealStripe, tmp_path: Path) -> None:
    suffix = tmp_path.name.replace("_", "")
    plans = {}
    for tier, amount in (("decouverte", "500"), ("integral", "900")):
        product = await real.post("products", name=tier, type="service")
        form = {"amount": amount, "currency": "eur", "interval": "month", "product": product["id"]}
        plans[tier] = (await real.post("plans", id=f"{tier}-{suffix}", **form))["id"]
    shop = settings(
        STRIPE, tiers={plan: tier for tier, plan in plans.items()}, webhook_secrets=["whsec_loopback"]
    )
    host = STRIPE.removeprefix("http://")
    tree = {
        "storage": {"url": f"sqlite:///{tmp_path}/bot.db"},
        "http": {"allow_private": [host]},
        "web": {"listen": "127.0.0.1:0", "url": "https://bot.example"},
        "publishers": [shop],
    }
    bot = Settings.model_validate(tree)
    async with opened(bot, Here()) as app:
        db, subscribers = app.services.database, app.services.subscribers
        door, endpoint = Door(db, providers.guarded([shop]), subscribers), Web(bot.web)
        door.open(endpoint)

        async def until(wanted: set[tuple[int, int]]) -> None:
            for _ in range(100):
                await door.release(shop.name, datetime.now(UTC))
                if await roles(db) == wanted:
                    return
                await asyncio.sleep(0.1)
            assert await roles(db) == wanted

        async with listening(endpoint) as address:
            await real.hooked(f"{address}/publishers/{shop.name}")
            reader, other = await real.customer(), await real.customer()
            await link_all(db, {5: reader})
            plan = {"items[0][plan]": plans["decouverte"]}
            paid = await real.post("subscriptions", customer=reader, **plan)
            await real.post("subscriptions", customer=other, **plan)
            await until({(5, LOW)})
            await subscribers.refresh(shop.name, datetime.now(UTC))
            item = paid["items"]["data"][0]["id"]
            change = {"items[0][id]": item, "items[0][plan]": plans["integral"]}
            await real.post(f"subscriptions/{paid['id']}", **change)
            # The stand-in tells nobody of a change of plan: a later sweep finds it.
            await asyncio.sleep(1)
            await subscribers.refresh(shop.name, datetime.now(UTC))
            assert await roles(db) == {(5, HIGH)}
            await real.post(f"subscriptions/{paid['id']}", "DELETE")
            await until(set())
            failing = await real.customer("4000000000000341")
            await link_all(db, {6: failing})
            await real.post("subscriptions", customer=failing, **plan)
            await real.post("subscriptions", customer=reader, **plan)
            await until({(5, LOW)})
