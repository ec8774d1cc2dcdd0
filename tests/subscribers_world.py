"""Two publishers with lists in memory, for tests."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime

from bot.causes import Cause
from bot.config_publishers import PublisherSettings
from bot.errors import SourceError
from bot.subscribers.address_book import Sealing
from bot.subscribers.source import compare_entries
from storage import deliveries
from storage import subscribers as store
from storage.database import Database
from storage.records import Kind, Link
from storage.records_subscribers import Entry, Reading

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
GUILD, LOW, HIGH, MEMBER = 10_001, 10_010, 10_020, 10_030
CODE = "7K3QM2-XW9DPT"
SHOP_FAULT = Cause("cause-site-fault", {"status": 500})


class FakeSource:
    """A list in memory; None cannot be read. It counts its readings."""

    def __init__(self, *entries: Entry, publisher: str = "gazette") -> None:
        self.publisher = publisher
        self.entries: tuple[Entry, ...] | None = entries
        self.readings = 0
        self.pause = asyncio.Event()
        self.pause.set()

    async def compare(self, snapshot: bytes, now: datetime, sealing: Sealing | None = None) -> Reading:
        self.readings += 1
        await self.pause.wait()
        if self.entries is None:
            raise SourceError(SHOP_FAULT, after=30)
        return compare_entries(self.publisher, self.entries, snapshot, now, sealing)

    async def one(self, subject: str, now: datetime) -> Entry | None:
        if self.entries is None:
            raise SourceError(SHOP_FAULT, after=30)
        return next((entry for entry in self.entries if entry.subject == subject), None)


def settings_of(name: str, roles: dict[str, int]) -> PublisherSettings:
    return PublisherSettings.model_validate(
        {
            "name": name,
            "kind": "json",
            "url": f"https://{name}.example.org/list.json",
            "guild": GUILD,
            "roles": roles,
            "account_url": f"https://{name}.example.org/account",
        }
    )


GAZETTE = settings_of("gazette", {"decouverte": LOW, "integral": HIGH})
CLUB = settings_of("club", {"membre": MEMBER})


async def roles(db: Database) -> set[tuple[int, int]]:
    """The roles that members should have, as (user, role)."""
    return {(d.subject, d.place) for d in await deliveries.of_kind(db, Kind.ROLE) if d.wanted == "granted"}


async def link_all(db: Database, links: dict[int, str], publisher: str = "gazette") -> None:
    async with db.write() as tx:
        for user, subject in links.items():
            await store.link(tx, Link(publisher, subject, user, NOW))
