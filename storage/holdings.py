"""What members hold: their links with what their subscribers have, and the roles they are meant to have."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from functools import lru_cache

from storage.database import Queries, Row, to_ms
from storage.records import Link, State, Subscriber
from storage.records_subscribers import Holding, Roles

_HOLDINGS = """
SELECT links.publisher, links.subject, links.user_id, links.linked,
    subscribers.tier, subscribers.until, subscribers.seen, subscribers.reason, subscribers.version,
    (SELECT COUNT(*) FROM links AS earlier
        WHERE earlier.publisher = links.publisher AND earlier.subject = links.subject
        AND (earlier.linked, earlier.user_id) < (links.linked, links.user_id))
FROM links LEFT JOIN subscribers
    ON subscribers.publisher = links.publisher AND subscribers.subject = links.subject
WHERE links.user_id BETWEEN :first AND :last ORDER BY links.user_id, links.publisher
"""

_ENDING = """
SELECT links.publisher, links.subject, links.user_id, links.linked,
    subscribers.tier, subscribers.until, subscribers.seen, subscribers.reason, subscribers.version, 0
FROM subscribers JOIN links
    ON subscribers.publisher = links.publisher AND subscribers.subject = links.subject
WHERE subscribers.reason <> '' AND subscribers.until > :after AND subscribers.until <= :before
ORDER BY links.user_id, links.publisher
"""

# Only what a plan needs of the deliveries: there may be a hundred thousand roles.
_ROLES = """
SELECT subject, place, guild, state FROM deliveries
WHERE kind = 'role' AND subject BETWEEN :first AND :last AND (wanted IS NOT NULL OR state = 'dropped')
ORDER BY subject, place
"""

_GRANTED = """
SELECT guild, place, COUNT(*) FROM deliveries
WHERE kind = 'role' AND wanted IS NOT NULL GROUP BY guild, place ORDER BY guild, place
"""


async def holdings_of(q: Queries, user: int) -> list[Holding]:
    """The links of one Discord account with what its subscribers have."""
    return [holding_of(row) for row in await links_between(q, user, user)]


async def links_between(q: Queries, first: int, last: int) -> list[Row]:
    """The links of the members of these numbers, each a row for `holding_of`, a member's together."""
    return await q.all(_HOLDINGS, first=first, last=last)


async def ending(q: Queries, after: datetime, before: datetime) -> list[Holding]:
    """The links whose subscription has an announced end in between."""
    rows = await q.all(_ENDING, after=to_ms(after), before=to_ms(before))
    return [holding_of(row) for row in rows]


async def granted(q: Queries) -> dict[tuple[int, int], int]:
    """To how many members we granted each (guild, role)."""
    return {(row[0], row[1]): row[2] for row in await q.all(_GRANTED)}


async def roles_of(q: Queries, user: int) -> Roles:
    """The roles that we mean one member to have."""
    return roles_from(await roles_between(q, user, user))


async def roles_between(q: Queries, first: int, last: int) -> list[Row]:
    """The roles that we mean these members to have, each a row for `roles_from`."""
    return await q.all(_ROLES, first=first, last=last)


def roles_from(rows: Iterable[Row]) -> Roles:
    """Rows of (member, role, server, state) as a record."""
    granted: list[tuple[tuple[int, int], int]] = []
    refused: list[tuple[tuple[int, int], int]] = []
    for user, role, guild, state in rows:
        (refused if state == State.DROPPED else granted).append(((guild, role), user))
    return Roles(tuple(granted), tuple(refused))


def holding_of(row: Row) -> Holding:
    """A row of a link, its subscriber and its seat as a record."""
    link = Link(row[0], row[1], row[2], _moment(row[3]))
    if row[4] is None:
        return Holding(link, None, row[9])
    until = None if row[5] is None else _moment(row[5])
    version = None if row[8] is None else _moment(row[8])
    return Holding(link, Subscriber(row[0], row[1], row[4], until, _moment(row[6]), row[7], version), row[9])


@lru_cache(maxsize=4_096)
def _moment(ms: int) -> datetime:
    """Many rows share their times: those of one reading, of one night's ends."""
    return datetime.fromtimestamp(ms / 1000, UTC)
