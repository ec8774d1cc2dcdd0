"""Subscribers as their lists gave them, and their links to Discord accounts."""

from __future__ import annotations

import json
from collections.abc import Iterable

from storage.database import Queries, Row, Transaction, from_ms, to_ms
from storage.records import Link, Subscriber
from storage.records_subscribers import PublisherState

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


def _link(row: Row) -> Link:
    return Link(row[0], row[1], row[2], from_ms(row[3]))


def _state(row: Row) -> PublisherState:
    return PublisherState(row[0], from_ms(row[1]), row[2], row[3], row[4])
