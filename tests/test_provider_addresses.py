"""Addresses where providers tell them, asked for only where codes go by mail."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Any

import pytest

from bot.subscribers.address_book import Sealing
from bot.vault import make_key
from storage.records_subscribers import Reading
from storage.views import ViewRow
from tests.provider_site import Site, publisher, source_of
from tests.test_providers import KINDS, NOW, shop
from tests.test_stripe import FakeStripe, subscription

SEALING = Sealing((make_key(),))
LEA = "lea@example.org"
TOLD: dict[str, dict[str, Any]] = {
    "wordpress": {"email": LEA},
    "woocommerce": {"billing": {"email": LEA}},
    "ghost": {"email": LEA},
}
NONE: dict[str, list[dict[str, Any]]] = {
    "wordpress": [{"email": ""}, {"email": None}, {}],
    "woocommerce": [{"billing": []}, {"billing": {"email": ""}}, {"billing": None}, {}],
    "ghost": [{"email": None}, {}],
}


def kept(reading: Reading) -> int:
    """How many addresses a reading would keep."""
    return len(reading.addresses.splitlines())


@pytest.mark.parametrize("kind", TOLD)
async def test_a_provider_tells_addresses_and_lacks_some(kind: str) -> None:
    make = KINDS[kind][1]
    rows = [make(number) | more for number, more in enumerate([TOLD[kind], *NONE[kind]], 1)]
    site, settings = shop(kind, *rows)
    async with site.open():
        quiet = settings()
        async with source_of(quiet) as source:
            await source.compare(b"", NOW)
            # Ghost tells them anyhow.
            assert kind == "ghost" or not any("email" in r.query_string for r in site.asked)
        async with source_of(quiet.model_copy(update={"mail_codes": True})) as source:
            one = await source.one(str(rows[0]["id"]), NOW)
            assert one is not None
            assert one.address == LEA
            assert kept(await source.compare(b"", NOW, SEALING)) == 1
            assert kept(await source.compare(b"", NOW)) == 0


async def test_stripe_tells_addresses_with_the_customer() -> None:
    whole = {"id": "cus_1", "email": LEA, "object": "customer"}
    stripe = FakeStripe(subscription(1, customer=whole), subscription(2))
    async with Site(stripe).open() as site:
        settings = publisher("stripe", url=site.url, token="sk_test_12345")
        async with source_of(settings) as source:
            assert (await source.compare(b"", NOW)).total == 2
            assert "data.customer" not in site.asked[0].query_string
        async with source_of(settings.model_copy(update={"mail_codes": True})) as source:
            assert kept(await source.compare(b"", NOW, SEALING)) == 1
            assert site.asked[-1].query.getall("expand[]")[-1] == "data.customer"


async def test_a_view_tells_addresses_in_a_column_that_the_settings_name(tmp_path: Path) -> None:
    path = tmp_path / "shop.db"
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE subscribers (id TEXT, tier TEXT, mail TEXT)")
        connection.executemany(
            "INSERT INTO subscribers VALUES (?, ?, ?)", [("a", "integral", LEA), ("b", "integral", None)]
        )
    connection.close()
    columns = {"until": "", "status": "", "email": "mail"}
    settings = publisher("sql", database=f"sqlite:///{path}", columns=columns)
    async with source_of(settings) as source:
        assert kept(await source.compare(b"", NOW, SEALING)) == 1
        found = await source.one("a", NOW)
        assert found is not None
        assert found.address == LEA


def test_a_row_of_a_view_does_not_show_its_address() -> None:
    assert LEA not in repr(ViewRow("a", "integral", "", "", LEA))
