"""What the hubs of sources promised us (WebSub)."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from storage.database import Queries, Transaction, from_ms, to_ms

_ALL = """
SELECT source, hub, topic, path, secret, asked, until FROM hub_leases ORDER BY source
"""

_SAVE = """
INSERT INTO hub_leases (source, hub, topic, path, secret, asked, until)
VALUES (:source, :hub, :topic, :path, :secret, :asked, :until)
ON CONFLICT (source) DO UPDATE SET
    hub = excluded.hub, topic = excluded.topic, path = excluded.path, secret = excluded.secret,
    asked = excluded.asked, until = excluded.until
"""

_REMOVE = """
DELETE FROM hub_leases WHERE source = :source
"""


@dataclass(frozen=True, slots=True)
class HubLease:
    """That a hub calls us about a topic `until` then; None while it has not agreed.

    `asked` is when we asked last. The hub calls `path`, which nobody else knows, and signs with `secret`.
    """

    source: str
    hub: str
    topic: str
    path: str = field(repr=False)
    secret: str = field(repr=False)
    asked: datetime
    until: datetime | None = None


async def every_lease(q: Queries) -> list[HubLease]:
    """All leases, by source."""
    return [
        HubLease(row[0], row[1], row[2], row[3], row[4], from_ms(row[5]), from_ms(row[6]))
        for row in await q.all(_ALL)
    ]


async def save(tx: Transaction, lease: HubLease) -> None:
    """Remember a lease in the place of what its source had."""
    await tx.run(
        _SAVE,
        source=lease.source,
        hub=lease.hub,
        topic=lease.topic,
        path=lease.path,
        secret=lease.secret,
        asked=to_ms(lease.asked),
        until=to_ms(lease.until),
    )


async def remove(tx: Transaction, source: str) -> None:
    """Forget the lease of a source."""
    await tx.run(_REMOVE, source=source)
