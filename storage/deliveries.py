"""What is owed to Discord: one row per Discord object, its wanted and its shown state."""

from __future__ import annotations

from datetime import datetime

from storage.database import Queries, Row, Transaction, from_ms, new_id, to_ms
from storage.records import Delivery, Kind, State

_BY_ID = """
SELECT id, kind, guild, place, subject, lane, rank, needs, wanted, shown, discord_id, made, tried, attempts,
    due, state, reason, bundle
FROM deliveries WHERE id = :id
"""

_OF_KIND = """
SELECT id, kind, guild, place, subject, lane, rank, needs, wanted, shown, discord_id, made, tried, attempts,
    due, state, reason, bundle
FROM deliveries WHERE kind = :kind ORDER BY lane, rank, id
"""

_OF_SUBJECT = """
SELECT id, kind, guild, place, subject, lane, rank, needs, wanted, shown, discord_id, made, tried, attempts,
    due, state, reason, bundle
FROM deliveries WHERE kind = :kind AND subject = :subject ORDER BY id
"""


_UNSENT = """
SELECT id, kind, guild, place, subject, lane, rank, needs, wanted, shown, discord_id, made, tried, attempts,
    due, state, reason, bundle
FROM deliveries
WHERE lane = :lane AND state = 'open' AND COALESCE(wanted, '') <> COALESCE(shown, '')
ORDER BY rank, id LIMIT :limit
"""

_RETRY_PLACE = """
UPDATE deliveries SET due = 0 WHERE place = :place AND state = 'open' AND reason <> ''
    AND COALESCE(wanted, '') <> COALESCE(shown, '')
"""

_DUE_LANES = """
SELECT DISTINCT lane FROM deliveries
WHERE state = 'open' AND COALESCE(wanted, '') <> COALESCE(shown, '') AND due <= :now
"""

# A delivery waits for the earlier ones of its lane, for its turn after a failure, and for what it needs; to
# be removed it needs nothing, and what needs something that was given up or set aside holds nobody up.
_HEAD = """
SELECT id, kind, guild, place, subject, lane, rank, needs, wanted, shown, discord_id, made, tried, attempts,
    due, state, reason, bundle
FROM (
    SELECT id, kind, guild, place, subject, lane, rank, needs, wanted, shown, discord_id, made, tried,
        attempts, due, state, reason, bundle
    FROM deliveries
    WHERE lane = :lane AND state = 'open' AND COALESCE(wanted, '') <> COALESCE(shown, '')
        AND (wanted IS NULL OR NOT EXISTS (
            SELECT 1 FROM deliveries AS needed WHERE needed.id = deliveries.needs AND needed.state <> 'open'
        ))
    ORDER BY rank, id LIMIT 1
) AS head
WHERE due <= :now
    AND (wanted IS NULL OR needs IS NULL OR EXISTS (
        SELECT 1 FROM deliveries AS needed WHERE needed.id = head.needs AND needed.discord_id IS NOT NULL
    ))
"""

_WANT = """
INSERT INTO deliveries (id, kind, guild, place, subject, lane, rank, needs, wanted)
VALUES (:id, :kind, :guild, :place, :subject, :lane, :rank, :needs, :wanted)
ON CONFLICT (kind, subject, place) DO UPDATE SET
    wanted = CASE WHEN deliveries.state = 'dropped' THEN deliveries.wanted ELSE excluded.wanted END,
    state = CASE WHEN deliveries.state = 'dropped' THEN 'dropped' ELSE 'open' END,
    due = 0, attempts = 0, reason = ''
WHERE COALESCE(deliveries.wanted, '') <> COALESCE(excluded.wanted, '')
"""

# The lane of a thread's id is that of its comments.
_STEP_OUT = """
UPDATE deliveries SET lane = id WHERE id = :id AND kind <> 'thread'
"""

_ID = """
SELECT id FROM deliveries WHERE kind = :kind AND subject = :subject AND place = :place
"""

_WANT_AGAIN = """
UPDATE deliveries SET wanted = :wanted, due = 0, attempts = 0, reason = '',
    state = 'open'
WHERE kind = :kind AND subject = :subject AND state <> 'dropped'
    AND COALESCE(wanted, '') <> COALESCE(:wanted, '') AND (wanted IS NOT NULL OR shown IS NOT NULL)
"""

# Until the outcome is known, what is shown is neither nothing nor what is wanted; the nonce is as old as the
# first try.
_BEGIN = """
UPDATE deliveries SET tried = COALESCE(tried, :now), attempts = attempts + 1,
    shown = CASE WHEN wanted IS NULL THEN '?' ELSE COALESCE(shown, '?') END
WHERE id = :id
"""

_SHOWN = """
UPDATE deliveries SET shown = :shown, discord_id = :discord_id, made = :made, tried = NULL, attempts = 0,
    due = 0, reason = '', shown_at = :now
WHERE id = :id
"""

_FAILED = """
UPDATE deliveries SET due = :due, state = :state, reason = :reason,
    tried = CASE WHEN :untouched OR :state = 'aside' THEN NULL ELSE tried END,
    shown = CASE WHEN shown = '?' AND (:untouched OR :state = 'aside') THEN NULL ELSE shown END
WHERE id = :id
"""

_REOPEN = """
UPDATE deliveries SET state = 'open', due = 0 WHERE state = 'aside' AND due <= :until
"""

_ASIDE_DUE = """
SELECT 1 FROM deliveries WHERE state = 'aside' AND due <= :now LIMIT 1
"""

_DROP = """
UPDATE deliveries SET state = 'dropped', wanted = NULL, shown = NULL, reason = :reason WHERE id = :id
"""

_UNWANT = """
UPDATE deliveries SET wanted = NULL, due = 0, attempts = 0, reason = '' WHERE id = :id AND state <> 'dropped'
"""

_DROP_LANE = """
UPDATE deliveries SET state = 'dropped', wanted = NULL, shown = NULL, reason = :reason
WHERE needs = :needs OR lane = :needs
"""


_RETRY_ALL = """
UPDATE deliveries SET due = 0 WHERE state = 'open' AND due > 0 AND COALESCE(wanted, '') <> COALESCE(shown, '')
"""


_COUNTS = """
SELECT kind, COUNT(*) FROM deliveries
WHERE state = 'open' AND COALESCE(wanted, '') <> COALESCE(shown, '') GROUP BY kind ORDER BY kind
"""

_TROUBLED = """
SELECT id, kind, guild, place, subject, lane, rank, needs, wanted, shown, discord_id, made, tried, attempts,
    due, state, reason, bundle
FROM deliveries WHERE reason <> '' AND state <> 'dropped' AND COALESCE(wanted, '') <> COALESCE(shown, '')
ORDER BY due DESC, id LIMIT :limit
"""


async def by_id(q: Queries, delivery_id: int) -> Delivery | None:
    """The delivery of our id."""
    row = await q.one(_BY_ID, id=delivery_id)
    return delivery_of(row) if row else None


async def of_kind(q: Queries, kind: Kind) -> list[Delivery]:
    """Every delivery of a kind."""
    return [delivery_of(row) for row in await q.all(_OF_KIND, kind=kind)]


async def of_subject(q: Queries, kind: Kind, subject: int) -> list[Delivery]:
    """The deliveries of one article, comment or member."""
    return [delivery_of(row) for row in await q.all(_OF_SUBJECT, kind=kind, subject=subject)]


async def due_lanes(q: Queries, now: datetime) -> list[int]:
    """The lanes in which something may be due."""
    return [row[0] for row in await q.all(_DUE_LANES, now=to_ms(now))]


async def head(q: Queries, lane: int, now: datetime) -> Delivery | None:
    """The next delivery of a lane, or None while it has to wait."""
    row = await q.one(_HEAD, lane=lane, now=to_ms(now))
    return delivery_of(row) if row else None


async def want(
    tx: Transaction,
    *,
    kind: Kind,
    guild: int,
    place: int,
    subject: int,
    lane: int,
    rank: int,
    wanted: str | None,
    needs: int | None = None,
) -> int:
    """Say what an object should show; the delivery's id. What somebody removed on Discord stays away."""
    await tx.run(
        _WANT,
        id=new_id(),
        kind=kind,
        guild=guild,
        place=place,
        subject=subject,
        lane=lane,
        rank=rank,
        needs=needs,
        wanted=wanted,
    )
    row = await tx.one(_ID, kind=kind, subject=subject, place=place)
    return int(row[0]) if row else 0


async def step_out(tx: Transaction, delivery_id: int) -> None:
    """A delivery goes on in a lane of its own; a thread has one already."""
    await tx.run(_STEP_OUT, id=delivery_id)


async def want_again(tx: Transaction, kind: Kind, subject: int, wanted: str | None) -> int:
    """Say what the objects that show a subject should show now, wherever they are; how many changed."""
    return await tx.run(_WANT_AGAIN, kind=kind, subject=subject, wanted=wanted)


async def unsent(q: Queries, lane: int, limit: int) -> list[Delivery]:
    """What a lane owes, in its order."""
    return [delivery_of(row) for row in await q.all(_UNSENT, lane=lane, limit=limit)]


async def retry_place(tx: Transaction, place: int) -> int:
    """Something changed at a channel: what failed there is due now."""
    return await tx.run(_RETRY_PLACE, place=place)


async def begin(tx: Transaction, delivery_id: int, now: datetime) -> bool:
    """Remember that a delivery is about to be tried; False where it is there no more."""
    return bool(await tx.run(_BEGIN, id=delivery_id, now=to_ms(now)))


async def shown(
    tx: Transaction,
    delivery_id: int,
    digest: str | None,
    discord_id: int | None,
    made: int,
    now: datetime | None = None,
) -> None:
    """Remember what an object shows, since `now`."""
    at = to_ms(now)
    await tx.run(_SHOWN, id=delivery_id, shown=digest, discord_id=discord_id, made=made, now=at)


async def failed(
    tx: Transaction, delivery_id: int, reason: str, due: datetime, state: State, *, untouched: bool = False
) -> None:
    """Remember that a delivery failed, and when to try again; `untouched`: it was not begun after all."""
    await tx.run(_FAILED, id=delivery_id, reason=reason, due=to_ms(due), state=state, untouched=untouched)


async def drop(tx: Transaction, delivery_id: int, reason: str) -> None:
    """Give up an object that somebody removed on Discord, all that needs it, and a thread's whole lane."""
    await tx.run(_DROP, id=delivery_id, reason=reason)
    await tx.run(_DROP_LANE, needs=delivery_id, reason=reason)


async def unwant(tx: Transaction, delivery_id: int) -> None:
    """One object is not to be there any more."""
    await tx.run(_UNWANT, id=delivery_id)


async def leave(tx: Transaction, delivery_id: int, reason: str) -> None:
    """Give up one object that somebody removed on Discord, and nothing else."""
    await tx.run(_DROP, id=delivery_id, reason=reason)


async def aside_due(q: Queries, now: datetime) -> bool:
    """Whether something was set aside for long enough."""
    return await q.one(_ASIDE_DUE, now=to_ms(now)) is not None


async def retry_all(tx: Transaction) -> None:
    """What failed is due now, for what was in its way may have gone while nobody looked."""
    await tx.run(_RETRY_ALL)


async def reopen(tx: Transaction, until: datetime) -> int:
    """What was set aside and is due again by `until` is tried once more."""
    return await tx.run(_REOPEN, until=to_ms(until))


async def counts(q: Queries) -> dict[str, int]:
    """How many deliveries of each kind are owed."""
    return {row[0]: row[1] for row in await q.all(_COUNTS)}


async def troubled(q: Queries, limit: int) -> list[Delivery]:
    """Owed deliveries that failed, with their reasons."""
    return [delivery_of(row) for row in await q.all(_TROUBLED, limit=limit)]


def delivery_of(row: Row) -> Delivery:
    """A row of all columns as a record."""
    values = list(row)
    values[1] = Kind(values[1])
    values[12] = from_ms(values[12])
    values[14] = from_ms(values[14])
    values[15] = State(values[15])
    return Delivery(*values)
