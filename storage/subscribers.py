"""Subscribers as their lists gave them, and their links to Discord accounts."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import UTC, datetime
from functools import lru_cache

from storage.database import Queries, Row, Transaction, from_ms, to_ms
from storage.records import Link, State, Subscriber
from storage.records_subscribers import Holding, PublisherState, Roles

_SAVE = """
INSERT INTO subscribers (publisher, subject, tier, until, seen, reason, version)
VALUES (:publisher, :subject, :tier, :until, :seen, :reason, :version)
ON CONFLICT (publisher, subject) DO UPDATE SET
    tier = excluded.tier, until = excluded.until, seen = excluded.seen, reason = excluded.reason,
    version = excluded.version
"""

_SUBSCRIBER = """
SELECT publisher, subject, tier, until, seen, reason, version FROM subscribers
WHERE publisher = :publisher AND subject = :subject
"""

_TIERS = """
SELECT DISTINCT tier FROM subscribers WHERE publisher IN (SELECT value FROM json_each(:publishers))
    AND tier <> '' ORDER BY tier LIMIT 100
"""

_LINK = """
INSERT INTO links (publisher, subject, user_id, linked) VALUES (:publisher, :subject, :user, :linked)
"""

_UNLINK = """
DELETE FROM links WHERE user_id = :user
"""

_BY_SUBJECT = """
SELECT publisher, subject, user_id, linked FROM links WHERE publisher = :publisher AND subject = :subject
ORDER BY linked, user_id
"""

_UNLINK_ONE = """
DELETE FROM links WHERE publisher = :publisher AND user_id = :user
"""

_BY_USER = """
SELECT publisher, subject, user_id, linked FROM links WHERE publisher = :publisher AND user_id = :user
"""

_HOLDINGS_OF = """
SELECT links.publisher, links.subject, links.user_id, links.linked,
    subscribers.tier, subscribers.until, subscribers.seen, subscribers.reason, subscribers.version,
    (SELECT COUNT(*) FROM links AS earlier
        WHERE earlier.publisher = links.publisher AND earlier.subject = links.subject
        AND (earlier.linked, earlier.user_id) < (links.linked, links.user_id))
FROM links LEFT JOIN subscribers
    ON subscribers.publisher = links.publisher AND subscribers.subject = links.subject
WHERE links.user_id = :user ORDER BY links.publisher
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
_ROLES_OF = """
SELECT subject, place, guild, state FROM deliveries
WHERE kind = 'role' AND subject = :user AND (wanted IS NOT NULL OR state = 'dropped') ORDER BY place
"""

_GRANTED = """
SELECT guild, place, COUNT(*) FROM deliveries
WHERE kind = 'role' AND wanted IS NOT NULL GROUP BY guild, place ORDER BY guild, place
"""

_PUBLISHERS = """
SELECT name, last_read, reason, held, held_plan FROM publishers ORDER BY name
"""

_SAVE_PUBLISHER = """
INSERT INTO publishers (name, last_read, reason, held, held_plan)
VALUES (:name, :last_read, :reason, :held, :held_plan)
ON CONFLICT (name) DO UPDATE SET
    last_read = excluded.last_read, reason = excluded.reason,
    held = excluded.held, held_plan = excluded.held_plan
"""

_SNAPSHOT = """
SELECT snapshot FROM publishers WHERE name = :name
"""

_SAVE_SNAPSHOT = """
INSERT INTO publishers (name, snapshot) VALUES (:name, :snapshot)
ON CONFLICT (name) DO UPDATE SET snapshot = excluded.snapshot
"""


async def save(tx: Transaction, subscribers: Iterable[Subscriber]) -> None:
    """Remember what lists now say of some subscribers."""
    await tx.many(
        _SAVE,
        (
            {
                "publisher": subscriber.publisher,
                "subject": subscriber.subject,
                "tier": subscriber.tier,
                "until": to_ms(subscriber.until),
                "seen": to_ms(subscriber.seen),
                "reason": subscriber.reason,
                "version": to_ms(subscriber.version),
            }
            for subscriber in subscribers
        ),
    )


async def tiers(q: Queries, publishers_: Iterable[str]) -> list[str]:
    """The tiers that the lists of some publishers name."""
    return [row[0] for row in await q.all(_TIERS, publishers=json.dumps(list(publishers_)))]


async def link(tx: Transaction, new: Link) -> None:
    """Join a Discord account to a subscriber; both must be free of links with this publisher."""
    await tx.run(_LINK, publisher=new.publisher, subject=new.subject, user=new.user, linked=to_ms(new.linked))


async def unlink(tx: Transaction, user: int) -> int:
    """Forget all links of a Discord account; how many there were."""
    return await tx.run(_UNLINK, user=user)


async def unlink_one(tx: Transaction, publisher: str, user: int) -> int:
    """Forget the link of a Discord account with one publisher; how many there were."""
    return await tx.run(_UNLINK_ONE, publisher=publisher, user=user)


async def subscriber(q: Queries, publisher: str, subject: str) -> Subscriber | None:
    """What is known of one subscriber."""
    row = await q.one(_SUBSCRIBER, publisher=publisher, subject=subject)
    if row is None:
        return None
    return Subscriber(row[0], row[1], row[2], from_ms(row[3]), from_ms(row[4]), row[5], from_ms(row[6]))


async def links_of_subject(q: Queries, publisher: str, subject: str) -> list[Link]:
    """The Discord accounts of a subscriber, in the order of their seats."""
    return [_link(row) for row in await q.all(_BY_SUBJECT, publisher=publisher, subject=subject)]


async def link_of_user(q: Queries, publisher: str, user: int) -> Link | None:
    """The subscriber that a Discord account is with a publisher."""
    row = await q.one(_BY_USER, publisher=publisher, user=user)
    return _link(row) if row else None


async def holdings_of(q: Queries, user: int) -> list[Holding]:
    """The links of one Discord account with what its subscribers have."""
    return [holding_of(row) for row in await q.all(_HOLDINGS_OF, user=user)]


async def ending(q: Queries, after: datetime, before: datetime) -> list[Holding]:
    """The links whose subscription has an announced end in between."""
    rows = await q.all(_ENDING, after=to_ms(after), before=to_ms(before))
    return [holding_of(row) for row in rows]


async def granted(q: Queries) -> dict[tuple[int, int], int]:
    """To how many members we granted each (guild, role)."""
    return {(row[0], row[1]): row[2] for row in await q.all(_GRANTED)}


async def roles_of(q: Queries, user: int) -> Roles:
    """The roles that we mean one member to have."""
    return roles_from(await q.all(_ROLES_OF, user=user))


async def publishers(q: Queries) -> dict[str, PublisherState]:
    """How each publisher's list was last read, by name."""
    return {row[0]: _state(row) for row in await q.all(_PUBLISHERS)}


async def save_publisher(tx: Transaction, state: PublisherState) -> None:
    """Remember how a publisher's list was read."""
    await tx.run(
        _SAVE_PUBLISHER,
        name=state.name,
        last_read=to_ms(state.last_read),
        reason=state.reason,
        held=state.held,
        held_plan=state.held_plan,
    )


async def snapshot(q: Queries, publisher: str) -> bytes:
    """All that was known of a publisher's list at its last reading, packed; empty before the first."""
    row = await q.one(_SNAPSHOT, name=publisher)
    return bytes(row[0]) if row and row[0] is not None else b""


async def save_snapshot(tx: Transaction, publisher: str, packed: bytes) -> None:
    """Remember the snapshot that belongs to the subscribers saved in this transaction."""
    await tx.run(_SAVE_SNAPSHOT, name=publisher, snapshot=packed)


def roles_from(rows: Iterable[Row]) -> Roles:
    """Rows of (member, role, server, state) as a record."""
    granted: list[tuple[tuple[int, int], int]] = []
    refused: list[tuple[tuple[int, int], int]] = []
    for user, role, guild, state in rows:
        (refused if state == State.DROPPED else granted).append(((guild, role), user))
    return Roles(tuple(granted), tuple(refused))


def _link(row: Row) -> Link:
    return Link(row[0], row[1], row[2], _moment(row[3]))


def holding_of(row: Row) -> Holding:
    """A row of a link, its subscriber and its seat as a record."""
    link = Link(row[0], row[1], row[2], _moment(row[3]))
    if row[4] is None:
        return Holding(link, None, row[9])
    until = None if row[5] is None else _moment(row[5])
    version = None if row[8] is None else _moment(row[8])
    return Holding(link, Subscriber(row[0], row[1], row[4], until, _moment(row[6]), row[7], version), row[9])


def _state(row: Row) -> PublisherState:
    return PublisherState(row[0], from_ms(row[1]), row[2], row[3], row[4])


@lru_cache(maxsize=4_096)
def _moment(ms: int) -> datetime:
    """Many rows share their times: those of one reading, of one night's ends."""
    return datetime.fromtimestamp(ms / 1000, UTC)
