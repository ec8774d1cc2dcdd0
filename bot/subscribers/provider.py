"""What the sources at providers share: their answers are typed, and a reading is whole or none."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any, Protocol, TypeVar

from pydantic import TypeAdapter, ValidationError

from bot.causes import Cause
from bot.config_publishers import PublisherSettings
from bot.errors import SourceError
from bot.subscribers.address_book import Sealing
from bot.subscribers.source import compare_entries
from bot.workers import Workers
from storage.records import Standing
from storage.records_subscribers import Entry, Reading

PAGE = 100
MOST_PAGES = 20_000
_COMPARE_SECONDS = 60.0
_FAR = datetime(9999, 1, 1, tzinfo=UTC)

Answer = TypeVar("Answer")


class Provider(Protocol):
    """Somebody who knows a publisher's subscribers."""

    async def everyone(self, now: datetime) -> list[Entry]:
        """The facts about all; several about one reader are theirs together. SourceError unless whole."""
        ...

    async def one(self, subject: str, now: datetime) -> Entry | None:
        """See `Source.one`."""
        ...


class ProviderSource:
    """A publisher's subscribers as a provider knows them."""

    def __init__(self, publisher: PublisherSettings, provider: Provider, workers: Workers) -> None:
        self._publisher = publisher.name
        self._ranks = Ranks.of(publisher)
        self._provider = provider
        self._workers = workers

    async def compare(self, snapshot: bytes, now: datetime, sealing: Sealing | None = None) -> Reading:
        """See `Source.compare`."""
        entries = await self._provider.everyone(now)
        if not entries:
            raise SourceError(Cause("cause-nobody-named"))
        arguments = (self._publisher, entries, self._ranks, snapshot, now, sealing)
        reading = await self._workers.run(f"{__name__}:compare_facts", *arguments, timeout=_COMPARE_SECONDS)
        assert isinstance(reading, Reading)  # noqa: S101 - a worker's answer has no type
        return reading

    async def one(self, subject: str, now: datetime) -> Entry | None:
        """See `Source.one`."""
        return await self._provider.one(subject, now)


@dataclass(frozen=True, slots=True)
class Ranks:
    """Our names for what readers buy, and which of them is higher."""

    names: Mapping[str, str]
    order: Mapping[str, int]

    @classmethod
    def of(cls, publisher: PublisherSettings) -> Ranks:
        """As the settings have them; without ranks, the last of the roles is the highest."""
        order = publisher.ranks or tuple(publisher.roles)
        return cls(dict(publisher.tiers), {tier: rank for rank, tier in enumerate(order)})

    def tier(self, *bought: str | None) -> str:
        """The highest tier among a provider's names; one that nobody knows stays under its own name."""
        tiers = [self.names.get(name, name) for name in bought if name]
        known = set(self.names.values())
        return max(tiers, key=lambda tier: self.order.get(tier, -1 if tier in known else -2), default="")

    def best(self, entries: Iterable[Entry]) -> Entry | None:
        """What counts among several facts about one reader: what runs, what is higher, what lasts.

        Of several none has a version: it tells how new one record is, not how new the choice is.
        """
        facts = tuple(entries)
        best = max(facts, key=self._weight, default=None)
        return replace(best, version=None) if best is not None and len(facts) > 1 else best

    def _weight(self, entry: Entry) -> tuple[bool, int, datetime]:
        return entry.standing is Standing.ACTIVE, self.order.get(entry.tier, -1), entry.until or _FAR


def compare_facts(
    publisher: str,
    entries: Iterable[Entry],
    ranks: Ranks,
    snapshot: bytes,
    now: datetime,
    sealing: Sealing | None = None,
) -> Reading:
    """Compare facts with a snapshot; runs in a worker."""
    by_subject: dict[str, list[Entry]] = defaultdict(list)
    for entry in entries:
        by_subject[entry.subject].append(entry)
    people = (ranks.best(facts) for facts in by_subject.values())
    return compare_entries(publisher, filter(None, people), snapshot, now, sealing)


def typed(kind: type[Answer], body: bytes) -> Answer:
    """A provider's JSON answer as what it should be; SourceError names the field that is not."""
    try:
        return TypeAdapter(kind).validate_json(body)
    except ValidationError as error:
        first: Any = error.errors(include_input=False)[0]
        field = ".".join(map(str, first["loc"])) or Cause("cause-its-whole").kept()
        raise SourceError(Cause("cause-not-as-documented", {"field": field, "fault": first["msg"]})) from None
