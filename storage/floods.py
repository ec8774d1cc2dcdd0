"""How many comments a thread shows, which ones wait, and which stay on the site."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import UTC, datetime

from storage.database import Queries, Transaction

# Discord's ids tell when they were made: milliseconds since 2015, above 22 other bits.
_EPOCH_MS = 1_420_070_400_000
_SHIFT = 22

_SOURCE_OF = """
SELECT articles.source FROM deliveries JOIN articles ON articles.id = deliveries.subject
WHERE deliveries.id = :thread
"""

_SHOWN = """
SELECT COUNT(*) FROM deliveries
WHERE lane = :thread AND kind = 'comment' AND (discord_id IS NOT NULL OR made > 0)
"""

_SHOWN_SINCE = """
SELECT discord_id FROM deliveries
WHERE lane = :thread AND kind = 'comment' AND discord_id >= :since ORDER BY discord_id
"""

_WAITING = """
SELECT id FROM deliveries
WHERE lane = :thread AND kind = 'comment' AND state = 'open' AND wanted IS NOT NULL AND discord_id IS NULL
    AND tried IS NULL AND bundle IS NULL
ORDER BY rank, id
"""

_KEPT = """
SELECT COUNT(*) FROM deliveries
WHERE lane = :thread AND kind = 'comment' AND state = 'kept' AND wanted IS NOT NULL
"""

# With the further messages of long ones.
_KEEP = """
UPDATE deliveries SET state = 'kept', reason = '' WHERE lane = :thread AND state = 'open' AND (
    id IN (SELECT value FROM json_each(:ids)) OR needs IN (SELECT value FROM json_each(:ids))
)
"""

_REOPEN = """
UPDATE deliveries SET state = 'open' WHERE state = 'kept'
"""


async def source_of(q: Queries, thread: int) -> str:
    """The name of the source whose article a thread's delivery is for; empty where there is none."""
    row = await q.one(_SOURCE_OF, thread=thread)
    return str(row[0]) if row else ""


async def shown(q: Queries, thread: int) -> int:
    """How many comments a thread ever showed."""
    row = await q.one(_SHOWN, thread=thread)
    return int(row[0]) if row else 0


async def shown_since(q: Queries, thread: int, since: datetime) -> list[datetime]:
    """When the comments of a thread that are younger than a moment were shown, oldest first."""
    first = max(round(since.timestamp() * 1000) - _EPOCH_MS, 0) << _SHIFT
    rows = await q.all(_SHOWN_SINCE, thread=thread, since=first)
    return [datetime.fromtimestamp(((row[0] >> _SHIFT) + _EPOCH_MS) / 1000, UTC) for row in rows]


async def waiting(q: Queries, thread: int) -> list[int]:
    """The deliveries of comments that a thread owes and nobody tried yet, in their order."""
    return [row[0] for row in await q.all(_WAITING, thread=thread)]


async def kept(q: Queries, thread: int) -> int:
    """How many comments of a thread stay on the site."""
    row = await q.one(_KEPT, thread=thread)
    return int(row[0]) if row else 0


async def keep(tx: Transaction, thread: int, ids: Sequence[int]) -> None:
    """These comments of a thread stay on the site."""
    await tx.run(_KEEP, thread=thread, ids=json.dumps(list(ids)))


async def reopen(tx: Transaction) -> None:
    """Judge again what stays on the site: a thread may take more now."""
    await tx.run(_REOPEN)
