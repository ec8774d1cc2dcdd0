"""What every source of subscribers does: compare a publisher's list with what is known, or not at all.

The comparing is done in a worker; what comes back is packed, so that a long list costs the loop nothing.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any, Protocol

from bot.subscribers import codes, readings
from bot.subscribers.address_book import Sealing, sealed_changes
from storage.database import from_ms, to_ms
from storage.records import Subscriber
from storage.records_subscribers import Entry, LinkCode, Reading


class Source(Protocol):
    """A publisher's list, wherever it is."""

    async def compare(self, snapshot: bytes, now: datetime, sealing: Sealing | None = None) -> Reading:
        """Read the list and compare it with the snapshot of the last reading (empty at first).

        Without `sealing` no address is kept.

        Raises SourceError when the list cannot be had, or when anything in it leaves a doubt whether it is
        whole: then nothing is known of anybody. Its reason names the field, the value and the mend, and never
        holds a code or an email address.
        """
        ...

    async def one(self, subject: str, now: datetime) -> Entry | None:
        """The facts about one subscriber, fetched afresh; None where the provider knows nobody of that id.

        Raises SourceError when they cannot be had.
        """
        ...


def compare_entries(
    publisher: str,
    entries: Iterable[Entry],
    snapshot: bytes,
    now: datetime,
    sealing: Sealing | None = None,
) -> Reading:
    """Compare all entries of a list with a snapshot."""
    entries = tuple(entries)
    stored, shown = _open(publisher, snapshot)
    changes = readings.changes(publisher, entries, stored, shown, now)
    stored.update((subscriber.subject, subscriber) for subscriber in changes.subscribers)
    return Reading(
        total=len(entries),
        added=changes.added,
        ended=changes.ended,
        tiers=changes.tiers,
        subscribers=_lines(map(_row, changes.subscribers)),
        new_codes=_lines(changes.new_codes),
        gone_codes=_lines(changes.gone_codes),
        snapshot=_close(stored.values(), [entry.code for entry in entries if entry.code])
        if changes
        else snapshot,
        addresses=sealed_changes(entries, sealing) if sealing else b"",
    )


def subscribers(publisher: str, reading: Reading, now: datetime) -> Iterator[Subscriber]:
    """The subscribers that a reading changed."""
    for row in map(json.loads, reading.subscribers.splitlines()):
        yield _subscriber(publisher, row, now)


def new_codes(publisher: str, reading: Reading, now: datetime) -> Iterator[LinkCode]:
    """The codes that a reading showed for the first time."""
    for digest, subject in map(json.loads, reading.new_codes.splitlines()):
        yield LinkCode(publisher, digest, subject, listed=True, expires=now + codes.LIFE)


def gone_codes(reading: Reading) -> Iterator[str]:
    """The digests of the codes that a reading showed no more."""
    yield from map(json.loads, reading.gone_codes.splitlines())


def _lines(records: Iterable[Any]) -> bytes:
    return b"".join(json.dumps(record).encode() + b"\n" for record in records)


def patched(snapshot: bytes, facts: Iterable[Subscriber]) -> bytes:
    """A snapshot that also knows some facts about single subscribers; its long part stays packed."""
    return (snapshot or _close([], [])) + _lines(_row(subscriber) for subscriber in facts)


def _row(subscriber: Subscriber) -> list[Any]:
    version = to_ms(subscriber.version)
    return [subscriber.subject, subscriber.tier, to_ms(subscriber.until), subscriber.reason, version]


def _subscriber(publisher: str, row: list[Any], seen: datetime | None = None) -> Subscriber:
    subject, tier, until, reason, version = (*row, "", None)[:5] if len(row) == 3 else row
    return Subscriber(publisher, subject, tier, from_ms(until), seen, reason, from_ms(version))


def _close(stored: Iterable[Subscriber], codes: list[str]) -> bytes:
    people = [_row(subscriber) for subscriber in stored]
    return zlib.compress(json.dumps({"people": people, "codes": codes}).encode(), level=1)


def _open(publisher: str, snapshot: bytes) -> tuple[dict[str, Subscriber], list[str]]:
    """What a snapshot knows; facts that were added to it stand as lines behind its packed part."""
    if not snapshot:
        return {}, []
    packed = zlib.decompressobj()
    known = json.loads(packed.decompress(snapshot))
    facts = map(json.loads, packed.unused_data.splitlines())
    rows = (_subscriber(publisher, row) for row in (*known["people"], *facts))
    return {subscriber.subject: subscriber for subscriber in rows}, known["codes"]
