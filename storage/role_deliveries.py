"""Deliveries of roles: `subject` is the member, `place` the role, `wanted` whether they should have it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from storage.database import Queries, Transaction, from_ms, new_id, to_ms
from storage.deliveries import delivery_of
from storage.records import Delivery

# A role that is wanted anew stands where its new cause puts it, not where it once was.
_WANT = """
INSERT INTO deliveries (id, kind, guild, place, subject, lane, rank, wanted)
VALUES (:id, 'role', :guild, :place, :subject, :lane, :rank, :wanted)
ON CONFLICT (kind, subject, place) DO UPDATE SET
    wanted = CASE WHEN deliveries.state = 'dropped' THEN deliveries.wanted ELSE excluded.wanted END,
    state = CASE WHEN deliveries.state = 'dropped' THEN 'dropped' ELSE 'open' END,
    lane = excluded.lane, rank = excluded.rank, due = 0, attempts = 0, reason = ''
WHERE COALESCE(deliveries.wanted, '') <> COALESCE(excluded.wanted, '')
"""

_OWED_TO = """
SELECT id, kind, guild, place, subject, lane, rank, needs, wanted, shown, discord_id, made, tried, attempts,
    due, state, reason, bundle
FROM deliveries WHERE kind = 'role' AND subject = :member AND guild = :guild AND state = 'open'
    AND COALESCE(wanted, '') <> COALESCE(shown, '') ORDER BY id
"""

_HELD = """
SELECT subject, place, shown_at FROM deliveries
WHERE kind = 'role' AND guild = :guild AND wanted IS NOT NULL AND shown = wanted AND state = 'open'
ORDER BY subject, place
"""

# Whoever leaves loses every role: what was wanted is owed again, once they are back.
_LEFT = """
UPDATE deliveries SET shown = NULL, discord_id = NULL, tried = NULL, state = 'aside', due = :due,
    reason = :reason
WHERE kind = 'role' AND guild = :guild AND subject = :member AND wanted IS NOT NULL AND state <> 'dropped'
"""

_LOST_AGAIN = """
UPDATE deliveries SET shown = NULL, discord_id = NULL, tried = NULL, due = 0
WHERE kind = 'role' AND subject = :member AND place = :place AND wanted IS NOT NULL AND state = 'open'
"""

_PAUSE = """
UPDATE deliveries SET state = 'aside', due = :due, reason = :reason
WHERE kind = 'role' AND guild = :guild AND place = :role AND state = 'open'
    AND COALESCE(wanted, '') <> COALESCE(shown, '')
"""

# A pause is known by its reason; before these were causes they were English.
_PAUSED = """
SELECT DISTINCT place, reason FROM deliveries
WHERE kind = 'role' AND guild = :guild AND state = 'aside'
    AND (reason LIKE '["cause-role-paused-%' OR reason LIKE 'paused: %') ORDER BY place
"""

_OWED_IN = """
SELECT COUNT(*) FROM deliveries
WHERE kind = 'role' AND guild = :guild AND state = 'open' AND COALESCE(wanted, '') <> COALESCE(shown, '')
"""

_RETRY = """
UPDATE deliveries SET state = 'open', due = 0 WHERE kind = 'role' AND guild = :guild AND state = 'aside'
    AND (reason LIKE '["cause-role-paused-%' OR reason LIKE 'paused: %')
"""

_REVIVE = """
UPDATE deliveries SET state = 'open', due = 0 WHERE kind = 'role' AND guild = :guild AND subject = :subject
    AND state = 'aside'
"""


async def want(tx: Transaction, changes: Sequence[tuple[int, int, int, int, int, str | None]]) -> None:
    """Say which roles members should have: (guild, role, member, lane, rank, wanted) each."""
    names = ("guild", "place", "subject", "lane", "rank", "wanted")
    await tx.many(_WANT, ({"id": new_id(), **dict(zip(names, c, strict=True))} for c in changes))


async def owed_to(q: Queries, guild: int, member: int) -> list[Delivery]:
    """The role changes that are owed to one member."""
    return [delivery_of(row) for row in await q.all(_OWED_TO, guild=guild, member=member)]


async def held(q: Queries, guild: int) -> list[tuple[int, int, datetime | None]]:
    """The (member, role, since when) that we gave on a server and mean to stay."""
    return [(row[0], row[1], from_ms(row[2])) for row in await q.all(_HELD, guild=guild)]


async def left(tx: Transaction, guild: int, member: int, reason: str, until: datetime) -> int:
    """A member left, and their roles with them; what was wanted waits for their return."""
    return await tx.run(_LEFT, guild=guild, member=member, reason=reason, due=to_ms(until))


async def lost_again(tx: Transaction, member: int, role: int) -> int:
    """A member is without a role that they had: it is owed once more."""
    return await tx.run(_LOST_AGAIN, member=member, place=role)


async def pause(tx: Transaction, guild: int, role: int, reason: str, until: datetime) -> int:
    """A role cannot be changed for anybody at the moment: all its changes wait."""
    return await tx.run(_PAUSE, guild=guild, role=role, reason=reason, due=to_ms(until))


async def paused(q: Queries, guild: int) -> list[tuple[int, str]]:
    """The roles of a server that cannot be changed at the moment, and why."""
    return [(row[0], row[1]) for row in await q.all(_PAUSED, guild=guild)]


async def owed_in(q: Queries, guild: int) -> int:
    """How many role changes a server is owed."""
    row = await q.one(_OWED_IN, guild=guild)
    return int(row[0]) if row else 0


async def retry(tx: Transaction, guild: int) -> int:
    """Something changed at a server's roles: what was paused there is due now."""
    return await tx.run(_RETRY, guild=guild)


async def revive(tx: Transaction, guild: int, member: int) -> int:
    """A member came back: what was set aside for their absence is due again."""
    return await tx.run(_REVIVE, guild=guild, subject=member)
