"""Subscribers' addresses: found by a keyed hash, encrypted at rest."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import datetime

from storage.database import Queries, Transaction, Value, to_ms
from storage.records_mail import Address

# One row, whatever the length of the list: a worker takes it apart.
_KNOWN = """
SELECT json_group_object(subject, digest) FROM addresses WHERE publisher = :publisher AND key_name = :key
"""

_SAVE = """
INSERT INTO addresses (publisher, subject, digest, sealed, key_name)
VALUES (:publisher, :subject, :digest, :sealed, :key)
ON CONFLICT (publisher, subject) DO UPDATE SET
    digest = excluded.digest, sealed = excluded.sealed, key_name = excluded.key_name
"""

_REMOVE = """
DELETE FROM addresses WHERE publisher = :publisher AND subject = :subject
"""

_KEEP_ONLY = """
DELETE FROM addresses WHERE publisher NOT IN (SELECT value FROM json_each(:publishers))
"""

# One address may have several subscriptions: the one that runs counts.
_SUBJECT = """
SELECT addresses.subject FROM addresses LEFT JOIN subscribers
    ON subscribers.publisher = addresses.publisher AND subscribers.subject = addresses.subject
WHERE addresses.publisher = :publisher AND addresses.digest IN (SELECT value FROM json_each(:digests))
ORDER BY CASE WHEN subscribers.tier <> '' AND (subscribers.until IS NULL OR subscribers.until > :now)
    THEN 0 ELSE 1 END, addresses.subject
LIMIT 1
"""

_OF_SUBJECT = """
SELECT publisher, subject, digest, sealed, key_name FROM addresses
WHERE publisher = :publisher AND subject = :subject
"""

_BY_KEY = """
SELECT key_name, COUNT(*) FROM addresses GROUP BY key_name ORDER BY key_name
"""

_OTHERS = """
SELECT publisher, subject, digest, sealed, key_name FROM addresses
WHERE key_name <> :key AND (publisher, subject) > (:publisher, :subject)
ORDER BY publisher, subject LIMIT :most
"""

_RESEAL = """
UPDATE addresses SET digest = :digest, sealed = :sealed, key_name = :key
WHERE publisher = :publisher AND subject = :subject AND sealed = :old
"""


async def known(q: Queries, publisher: str, key: str) -> str:
    """The digests of a publisher's addresses that were made with a key: a JSON object by subject."""
    row = await q.one(_KNOWN, publisher=publisher, key=key)
    return str(row[0]) if row else "{}"


async def save(tx: Transaction, new: Iterable[Address]) -> None:
    """Remember addresses, each in place of its subscriber's last one."""
    await tx.many(_SAVE, (_values(address) for address in new))


async def remove(tx: Transaction, publisher: str, subjects: Iterable[str]) -> None:
    """Forget the addresses of some subscribers."""
    await tx.many(_REMOVE, ({"publisher": publisher, "subject": subject} for subject in subjects))


async def keep_only(tx: Transaction, publishers: Iterable[str]) -> int:
    """Forget the addresses of all other publishers; how many there were."""
    return await tx.run(_KEEP_ONLY, publishers=json.dumps(list(publishers)))


async def subject_of(q: Queries, publisher: str, digests: Iterable[str], now: datetime) -> str:
    """The subscriber who has an address, by its digests under all keys; empty where nobody has."""
    row = await q.one(_SUBJECT, publisher=publisher, digests=json.dumps(list(digests)), now=to_ms(now))
    return str(row[0]) if row else ""


async def of_subject(q: Queries, publisher: str, subject: str) -> Address | None:
    """The address of a subscriber."""
    row = await q.one(_OF_SUBJECT, publisher=publisher, subject=subject)
    return Address(*row) if row else None


async def by_key(q: Queries) -> dict[str, int]:
    """How many addresses rest on each key, by its name."""
    return {row[0]: row[1] for row in await q.all(_BY_KEY)}


async def not_under(q: Queries, key: str, after: tuple[str, str], most: int) -> list[Address]:
    """The next addresses that rest on another key, behind a (publisher, subject), in that order."""
    publisher, subject = after
    rows = await q.all(_OTHERS, key=key, publisher=publisher, subject=subject, most=most)
    return [Address(*row) for row in rows]


async def reseal(tx: Transaction, pairs: Iterable[tuple[Address, Address]]) -> None:
    """Replace addresses (old, new), but those that changed meanwhile."""
    await tx.many(_RESEAL, (_values(new) | {"old": old.sealed} for old, new in pairs))


def _values(address: Address) -> dict[str, Value]:
    return {
        "publisher": address.publisher,
        "subject": address.subject,
        "digest": address.digest,
        "sealed": address.sealed,
        "key": address.key,
    }
