"""Who is not mirrored, and how much somebody wrote so far."""

from __future__ import annotations

from datetime import datetime

from storage.database import Queries, Row, Transaction, from_ms, to_ms
from storage.records_moderation import Mute

_ADD = """
INSERT INTO mutes (id, source, person, guild, person_id, name, since, until, user_id, reason)
VALUES (:id, :source, :person, :guild, :person_id, :name, :since, :until, :user, :reason)
ON CONFLICT (source, person, guild, person_id) DO UPDATE SET
    name = excluded.name, since = excluded.since, until = excluded.until, user_id = excluded.user_id,
    reason = excluded.reason
"""

_REMOVE = """
DELETE FROM mutes WHERE id = :id
"""

_OF_SOURCE = """
SELECT id, source, person, guild, person_id, name, since, until, user_id, reason FROM mutes
WHERE source = :source AND source <> '' AND (until IS NULL OR until > :now) ORDER BY since, id
"""

_OF_MEMBER = """
SELECT id, source, person, guild, person_id, name, since, until, user_id, reason FROM mutes
WHERE guild = :guild AND person_id = :person_id AND (until IS NULL OR until > :now)
"""

_ALL = """
SELECT id, source, person, guild, person_id, name, since, until, user_id, reason FROM mutes
WHERE until IS NULL OR until > :now ORDER BY since, id
"""

_PUBLISHED_BY = """
SELECT COUNT(*) FROM comments JOIN articles ON articles.id = comments.article_id
WHERE comments.author = :author AND articles.source = :source AND comments.deleted IS NULL
    AND comments.id <> :but AND NOT EXISTS (SELECT 1 FROM withheld WHERE comment_id = comments.id)
"""

_WRITTEN_SINCE = """
SELECT COUNT(*) FROM comments JOIN articles ON articles.id = comments.article_id
WHERE comments.author = :author AND articles.source = :source AND comments.id <> :but
    AND comments.published > :since AND comments.published <= :until
"""

_BROUGHT_BY = """
SELECT COUNT(*) FROM writings JOIN articles ON articles.id = writings.article_id
WHERE writings.user_id = :user AND articles.source = :source AND writings.guid <> '' AND wanted IS NOT NULL
    AND message_id <> :but
"""

_SAID_SINCE = """
SELECT COUNT(*) FROM writings JOIN articles ON articles.id = writings.article_id
WHERE writings.user_id = :user AND articles.source = :source
    AND message_id > :since AND message_id < :but
"""


async def add(tx: Transaction, mute: Mute) -> None:
    """Mute somebody, or anew for another time."""
    await tx.run(
        _ADD,
        id=mute.id,
        source=mute.source,
        person=mute.person,
        guild=mute.guild,
        person_id=mute.person_id,
        name=mute.name,
        since=to_ms(mute.since),
        until=to_ms(mute.until),
        user=mute.user,
        reason=mute.reason,
    )


async def remove(tx: Transaction, mute_id: int) -> bool:
    """Mirror somebody again; whether they were muted."""
    return bool(await tx.run(_REMOVE, id=mute_id))


async def of_source(q: Queries, source: str, now: datetime) -> list[Mute]:
    """The muted authors of a source."""
    return [_mute(row) for row in await q.all(_OF_SOURCE, source=source, now=to_ms(now))]


async def of_member(q: Queries, guild: int, person_id: int, now: datetime) -> Mute | None:
    """Whether a member of a server is muted."""
    row = await q.one(_OF_MEMBER, guild=guild, person_id=person_id, now=to_ms(now))
    return _mute(row) if row else None


async def every(q: Queries, now: datetime) -> list[Mute]:
    """All who are muted, the longest first."""
    return [_mute(row) for row in await q.all(_ALL, now=to_ms(now))]


async def published_by(q: Queries, source: str, author: str, but: int) -> int:
    """How many comments of an author a source shows, this one aside."""
    row = await q.one(_PUBLISHED_BY, source=source, author=author, but=but)
    return int(row[0]) if row else 0


async def written_since(
    q: Queries, source: str, author: str, since: datetime, until: datetime, but: int
) -> int:
    """How many comments an author wrote in a time, this one aside."""
    span = {"since": to_ms(since), "until": to_ms(until)}
    row = await q.one(_WRITTEN_SINCE, source=source, author=author, but=but, **span)
    return int(row[0]) if row else 0


async def brought_by(q: Queries, source: str, user: int, but: int) -> int:
    """How many messages of a member became comments on a source, this one aside."""
    row = await q.one(_BROUGHT_BY, source=source, user=user, but=but)
    return int(row[0]) if row else 0


async def said_since(q: Queries, source: str, user: int, since: int, but: int) -> int:
    """How many messages of a member were for a source, after one Discord id and before another."""
    row = await q.one(_SAID_SINCE, source=source, user=user, since=since, but=but)
    return int(row[0]) if row else 0


def _mute(row: Row) -> Mute:
    values = list(row)
    values[6], values[7] = from_ms(row[6]), from_ms(row[7])
    return Mute(*values)
