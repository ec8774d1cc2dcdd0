"""What providers told us by webhook: each event once, and whom we still owe a look."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from storage.database import Queries, Transaction, from_ms, to_ms
from storage.records_subscribers import Rhythm

_ADD = """
INSERT INTO provider_events (publisher, event, subject, came, due)
VALUES (:publisher, :event, :subject, :now, :now)
ON CONFLICT (publisher, event) DO NOTHING
"""

_OWED = """
SELECT event, subject, tries FROM provider_events
WHERE publisher = :publisher AND done IS NULL AND due <= :now ORDER BY due, came LIMIT :most
"""

_DONE = """
UPDATE provider_events SET done = :now WHERE publisher = :publisher AND event = :event
"""

_LATER = """
UPDATE provider_events SET due = :due, tries = tries + 1 WHERE publisher = :publisher AND event = :event
"""

_RHYTHMS = """
SELECT publisher, COUNT(*), MIN(came), MAX(came) FROM provider_events GROUP BY publisher
"""

# The newest of each publisher stays: it tells how long the provider has been silent.
_FORGET = """
DELETE FROM provider_events WHERE done < :before AND came < (
    SELECT MAX(newest.came) FROM provider_events AS newest WHERE newest.publisher = provider_events.publisher
)
"""


@dataclass(frozen=True, slots=True)
class OwedLook:
    """An event whose subject we have not looked at yet, after so many tries."""

    event: str
    subject: str
    tries: int


async def add(tx: Transaction, publisher: str, event: str, subject: str, now: datetime) -> bool:
    """Store an event and owe a look; False if it came before."""
    return await tx.run(_ADD, publisher=publisher, event=event, subject=subject, now=to_ms(now)) == 1


async def owed(q: Queries, publisher: str, now: datetime, most: int) -> list[OwedLook]:
    """The looks that are due, the longest due first."""
    rows = await q.all(_OWED, publisher=publisher, now=to_ms(now), most=most)
    return [OwedLook(*row) for row in rows]


async def settle(tx: Transaction, publisher: str, events: Iterable[str], now: datetime) -> None:
    """These looks are owed no more."""
    at = to_ms(now)
    await tx.many(_DONE, ({"publisher": publisher, "event": event, "now": at} for event in events))


async def put_off(tx: Transaction, publisher: str, events: Iterable[str], due: datetime) -> None:
    """These looks failed; they are due again then."""
    at = to_ms(due)
    await tx.many(_LATER, ({"publisher": publisher, "event": event, "due": at} for event in events))


async def rhythms(q: Queries) -> dict[str, Rhythm]:
    """How often each publisher's provider was heard, and when last."""
    return {row[0]: Rhythm(row[1], from_ms(row[2]), from_ms(row[3])) for row in await q.all(_RHYTHMS)}


async def forget(tx: Transaction, before: datetime) -> None:
    """Remove the events that were settled before then, but each publisher's newest."""
    await tx.run(_FORGET, before=to_ms(before))
