"""What decides about roles beside lists and links: mappings, complimentary roles, first runs, removals."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

from storage.database import Queries, Row, Transaction, from_ms, new_id, to_ms
from storage.records_roles import Comp, RoleMap, Start

_MAPS = """
SELECT publisher, tier, guild, role, made_by, made FROM role_maps ORDER BY publisher, tier, guild
"""

_MAP = """
INSERT INTO role_maps (publisher, tier, guild, role, made_by, made)
VALUES (:publisher, :tier, :guild, :role, :made_by, :made)
ON CONFLICT (publisher, tier, guild) DO UPDATE SET
    role = excluded.role, made_by = excluded.made_by, made = excluded.made
"""

_UNMAP = """
DELETE FROM role_maps WHERE publisher = :publisher AND tier = :tier AND guild = :guild
"""

_LOST = """
SELECT guild, role FROM lost_roles ORDER BY guild, role
"""

_LOSE = """
INSERT INTO lost_roles (guild, role, lost) VALUES (:guild, :role, :now) ON CONFLICT (guild, role) DO NOTHING
"""

# A role that is gone can be neither granted nor taken away.
_CLOSE_ROLE = """
UPDATE deliveries SET state = 'dropped', wanted = NULL, shown = NULL, reason = 'the role was deleted'
WHERE kind = 'role' AND guild = :guild AND place = :role
"""

_STARTS = """
SELECT publisher, guild, opened, applied FROM role_starts ORDER BY publisher, guild
"""

_OPEN = """
INSERT INTO role_starts (publisher, guild, opened) VALUES (:publisher, :guild, :now)
ON CONFLICT (publisher, guild) DO NOTHING
"""

_START = """
UPDATE role_starts SET applied = :now WHERE publisher = :publisher AND guild = :guild AND applied IS NULL
"""

_ADD_COMP = """
INSERT INTO comps (id, guild, role, user_id, owner, reason, granted, until)
VALUES (:id, :guild, :role, :user, :owner, :reason, :granted, :until)
"""

_END_COMP = """
UPDATE comps SET ended = :now WHERE id = :id AND guild = :guild AND ended IS NULL
"""

_COMPS = """
SELECT id, guild, role, user_id, owner, reason, granted, until, ended FROM comps
WHERE user_id > :after AND user_id <= :last ORDER BY user_id, id
"""

_COMPS_HERE = """
SELECT id, guild, role, user_id, owner, reason, granted, until, ended FROM comps
WHERE guild = :guild AND ended IS NULL AND (until IS NULL OR until > :now) ORDER BY id
"""

_COMP = """
SELECT id, guild, role, user_id, owner, reason, granted, until, ended FROM comps WHERE id = :id
"""

_DUE_COMPS = """
SELECT DISTINCT user_id FROM comps WHERE settled = 0 AND until <= :now ORDER BY user_id
"""

_SETTLE_COMPS = """
UPDATE comps SET settled = 1 WHERE settled = 0 AND until <= :now
"""

_ADD_REMOVALS = """
INSERT INTO removals (id, guild, role, at, count) VALUES (:id, :guild, :role, :at, :count)
"""

_SPENT = """
SELECT guild, role, SUM(count) FROM removals WHERE at > :since GROUP BY guild, role
"""

_FORGET_REMOVALS = """
DELETE FROM removals WHERE at <= :before
"""

_EVERYBODY = (0, 2**63 - 1)


async def maps(q: Queries) -> list[RoleMap]:
    """The mappings that managers made on Discord."""
    return [RoleMap(row[0], row[1], row[2], row[3], row[4], from_ms(row[5])) for row in await q.all(_MAPS)]


async def set_map(tx: Transaction, new: RoleMap) -> None:
    """A tier gives this role on this server from now on."""
    await tx.run(
        _MAP,
        publisher=new.publisher,
        tier=new.tier,
        guild=new.guild,
        role=new.role,
        made_by=new.made_by,
        made=to_ms(new.made),
    )


async def remove_map(tx: Transaction, publisher: str, tier: str, guild: int) -> bool:
    """Forget a mapping; whether there was one."""
    return bool(await tx.run(_UNMAP, publisher=publisher, tier=tier, guild=guild))


async def lost(q: Queries) -> set[tuple[int, int]]:
    """The (guild, role) that were deleted on Discord."""
    return {(row[0], row[1]) for row in await q.all(_LOST)}


async def lose(tx: Transaction, guild: int, role: int, now: datetime) -> bool:
    """A role was deleted: nothing maps to it any more. Whether that is news."""
    news = bool(await tx.run(_LOSE, guild=guild, role=role, now=to_ms(now)))
    await tx.run(_CLOSE_ROLE, guild=guild, role=role)
    return news


async def starts(q: Queries) -> list[Start]:
    """The first runs of publishers on servers, dry ones and those that are over."""
    return [Start(row[0], row[1], from_ms(row[2]), from_ms(row[3])) for row in await q.all(_STARTS)]


async def open_start(tx: Transaction, publisher: str, guild: int, now: datetime) -> None:
    """A publisher has roles on a server; from now on, if this is the first time."""
    await tx.run(_OPEN, publisher=publisher, guild=guild, now=to_ms(now))


async def apply_start(tx: Transaction, publisher: str, guild: int, now: datetime) -> bool:
    """The first plan is approved; whether it was still waiting."""
    return bool(await tx.run(_START, publisher=publisher, guild=guild, now=to_ms(now)))


async def add_comp(tx: Transaction, new: Comp) -> None:
    """Remember a complimentary role."""
    await tx.run(
        _ADD_COMP,
        id=new.id,
        guild=new.guild,
        role=new.role,
        user=new.user,
        owner=new.owner,
        reason=new.reason,
        granted=to_ms(new.granted),
        until=to_ms(new.until),
    )


async def end_comp(tx: Transaction, comp_id: int, guild: int, now: datetime) -> bool:
    """End a complimentary role of a server; whether it was running."""
    return bool(await tx.run(_END_COMP, id=comp_id, guild=guild, now=to_ms(now)))


async def comps(q: Queries, after: int = _EVERYBODY[0], last: int = _EVERYBODY[1]) -> list[Comp]:
    """All complimentary roles, ended ones too, of the members after `after` up to `last`."""
    return [_comp(row) for row in await q.all(_COMPS, after=after, last=last)]


async def comps_here(q: Queries, guild: int, now: datetime) -> list[Comp]:
    """The complimentary roles that run on a server, the oldest first."""
    return [_comp(row) for row in await q.all(_COMPS_HERE, guild=guild, now=to_ms(now))]


async def comp(q: Queries, comp_id: int) -> Comp | None:
    """One complimentary role."""
    row = await q.one(_COMP, id=comp_id)
    return _comp(row) if row else None


async def due_comps(q: Queries, now: datetime) -> list[int]:
    """The members with a complimentary role that ended and was not looked at since."""
    return [row[0] for row in await q.all(_DUE_COMPS, now=to_ms(now))]


async def settle_comps(tx: Transaction, now: datetime) -> None:
    """Those that ended by now were looked at."""
    await tx.run(_SETTLE_COMPS, now=to_ms(now))


async def add_removals(tx: Transaction, counts: Mapping[tuple[int, int], int], now: datetime) -> None:
    """Remember how many a pass took of each (guild, role)."""
    at = to_ms(now)
    await tx.many(
        _ADD_REMOVALS,
        [{"id": new_id(), "guild": g, "role": r, "at": at, "count": n} for (g, r), n in counts.items()],
    )


async def spent(q: Queries, since: datetime) -> dict[tuple[int, int], int]:
    """How many passes took of each (guild, role) since then."""
    return {(row[0], row[1]): row[2] for row in await q.all(_SPENT, since=to_ms(since))}


async def forget_removals(tx: Transaction, before: datetime) -> None:
    """Those before then count no more."""
    await tx.run(_FORGET_REMOVALS, before=to_ms(before))


def running(found: Iterable[Comp], now: datetime) -> list[Comp]:
    """Those complimentary roles that give their role now."""
    return [each for each in found if each.ended is None and (each.until is None or each.until > now)]


def _comp(row: Row) -> Comp:
    times = from_ms(row[6]), from_ms(row[7]), from_ms(row[8])
    return Comp(row[0], row[1], row[2], row[3], row[4], row[5], *times)
