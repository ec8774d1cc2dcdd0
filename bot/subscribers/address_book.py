"""The addresses of subscribers: sealed where their list is read, found by digest, moved to a new key.

Sealing a hundred thousand takes seconds, so it is done in the worker that compares the list, and only for
what changed.
"""

from __future__ import annotations

import asyncio
import io
import json
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, field

import structlog

from bot.config_publishers import PublisherSettings
from bot.subscribers import addresses
from bot.vault import LostKeyError, Vault
from storage import addresses as store
from storage.database import Database, Transaction
from storage.records_mail import Address
from storage.records_subscribers import Entry, Reading

log = structlog.stdlib.get_logger(__name__)

_BATCH = 1_000


@dataclass(frozen=True, slots=True)
class Sealing:
    """What a worker needs to seal addresses: the keys, and the digests under the first of them that we have.

    `known` is a JSON object by subject.
    """

    keys: tuple[str, ...] = field(repr=False)
    known: str = field(default="{}", repr=False)


@dataclass(frozen=True, slots=True)
class Rotation:
    """What moving to the first key came to: how many `moved`, and how many are `lost` with their key."""

    moved: int
    lost: int


def sealed_changes(entries: Iterable[Entry], sealing: Sealing) -> bytes:
    """The addresses in a list that are not known yet, and who has none any more; runs in a worker.

    JSON lines of [subject, digest, sealed], the last two empty for who has none.
    """
    vault = Vault(sealing.keys)
    known: dict[str, str] = json.loads(sealing.known)
    rows: list[tuple[str, str, str]] = []
    for entry in entries:
        if not entry.address:
            continue
        digest = vault.digest(addresses.normal(entry.address))
        if known.pop(entry.subject, "") != digest:
            rows.append((entry.subject, digest, vault.seal(entry.address)))
    rows += [(subject, "", "") for subject in known]
    return b"\n".join(json.dumps(row).encode() for row in rows)


class AddressBook:
    """The addresses of the publishers that offer codes by mail; of the others none is kept."""

    def __init__(
        self, db: Database, publishers: Iterable[PublisherSettings] = (), vault: Vault | None = None
    ) -> None:
        self._db = db
        self._vault = vault
        self._names = frozenset(p.name for p in publishers if p.mail_codes and vault is not None)

    async def sealing(self, publisher: str) -> Sealing | None:
        """What a reading of a publisher's list needs; None where no address is kept."""
        if self._vault is None or publisher not in self._names:
            return None
        return Sealing(self._vault.keys, await store.known(self._db, publisher, self._vault.name))

    async def take(self, tx: Transaction, publisher: str, reading: Reading, newer: Collection[str]) -> None:
        """Write down what a reading changed, but for those of whom `newer` facts came meanwhile."""
        if self._vault is None or not reading.addresses:
            return
        await store.save(tx, _saved(publisher, reading.addresses, self._vault.name, newer))
        await store.remove(tx, publisher, _removed(reading.addresses, newer))

    async def note(self, publisher: str, entry: Entry) -> None:
        """Write down the address in a fact about one subscriber, if it is news; no address is no news."""
        if self._vault is None or publisher not in self._names or not entry.address:
            return
        digest = self._vault.digest(addresses.normal(entry.address))
        old = await store.of_subject(self._db, publisher, entry.subject)
        if old is not None and old.digest == digest:
            return
        sealed = self._vault.seal(entry.address)
        async with self._db.write() as tx:
            await store.save(tx, [Address(publisher, entry.subject, digest, sealed, self._vault.name)])

    async def address_of(self, publisher: str, subject: str) -> str:
        """The address of a subscriber, to be written to; empty where there is none.

        LostKeyError where its key is gone.
        """
        found = await store.of_subject(self._db, publisher, subject)
        return self._vault.open(found.sealed) if found is not None and self._vault is not None else ""

    async def open(self) -> None:
        """At the start: forget what no setting asks for any more, and say what cannot be read."""
        async with self._db.write() as tx:
            gone = await store.keep_only(tx, self._names)
        if gone:
            log.info("addresses forgotten", count=gone, why="their publishers offer no codes by mail")
        if lost := await self.lost():
            log.warning("addresses need a key that is gone", count=lost, mend=LOST_MEND)

    async def lost(self) -> int:
        """How many addresses need a key that the settings do not have."""
        names = self._vault.names if self._vault is not None else ()
        return sum(count for name, count in (await store.by_key(self._db)).items() if name not in names)


LOST_MEND = (
    "put the old key behind the others in privacy.keys and run colporteur rotate-keys; "
    "without it, the next reading of each list stores its addresses anew"
)


async def rotate(db: Database, vault: Vault, tell: Callable[[int], None]) -> Rotation:
    """Move every address to the first key, a batch at a time; who is killed goes on where it was.

    `tell` hears after each batch how many were looked at. What no key opens stays as it is.
    """
    moved = lost = 0
    after = ("", "")
    while batch := await store.not_under(db, vault.name, after, _BATCH):
        after = (batch[-1].publisher, batch[-1].subject)
        pairs = await asyncio.to_thread(_resealed, vault, batch)
        async with db.write() as tx:
            await store.reseal(tx, pairs)
        moved += len(pairs)
        lost += len(batch) - len(pairs)
        tell(len(batch))
    return Rotation(moved, lost)


def _resealed(vault: Vault, batch: Iterable[Address]) -> list[tuple[Address, Address]]:
    pairs = []
    for old in batch:
        try:
            plain = vault.open(old.sealed)
        except LostKeyError:
            continue
        digest = vault.digest(addresses.normal(plain))
        pairs.append((old, Address(old.publisher, old.subject, digest, vault.seal(plain), vault.name)))
    return pairs


# Generators over a stream: the database's thread unpacks the lines, row by row.
def _saved(publisher: str, lines: bytes, key: str, newer: Collection[str]) -> Iterator[Address]:
    for subject, digest, sealed in map(json.loads, io.BytesIO(lines)):
        if digest and subject not in newer:
            yield Address(publisher, subject, digest, sealed, key)


def _removed(lines: bytes, newer: Collection[str]) -> Iterator[str]:
    for subject, digest, _ in map(json.loads, io.BytesIO(lines)):
        if not digest and subject not in newer:
            yield subject
