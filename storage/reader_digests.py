"""The digests that readers ordered for themselves."""

from __future__ import annotations

import json
from datetime import datetime, time

from storage.database import Queries, Row, Transaction, from_ms, to_ms
from storage.records_routes import Digest, ReaderDigest

_BY_USER = """
SELECT user_id, guild, language, definition, since, due FROM reader_digests WHERE user_id = :user
"""

_DUE = """
SELECT user_id, guild, language, definition, since, due FROM reader_digests
WHERE due <= :now ORDER BY due, user_id LIMIT :limit
"""

_SAVE = """
INSERT INTO reader_digests (user_id, guild, language, definition, since, due)
VALUES (:user, :guild, :language, :definition, :since, :due)
ON CONFLICT (user_id) DO UPDATE SET
    guild = excluded.guild, language = excluded.language, definition = excluded.definition,
    since = excluded.since, due = excluded.due
"""

_REMOVE = """
DELETE FROM reader_digests WHERE user_id = :user
"""


async def of_user(q: Queries, user: int) -> ReaderDigest | None:
    """The digest of a reader, if they ordered one."""
    row = await q.one(_BY_USER, user=user)
    return _digest(row) if row else None


async def due(q: Queries, now: datetime, limit: int) -> list[ReaderDigest]:
    """The digests whose time has come, the longest due first."""
    return [_digest(row) for row in await q.all(_DUE, now=to_ms(now), limit=limit)]


async def save(tx: Transaction, digest: ReaderDigest) -> None:
    """Order a digest, or change it."""
    when = digest.when
    definition = {
        "at": when.at.isoformat("minutes"),
        "zone": when.zone,
        "weekday": when.weekday,
        "filter": digest.filter,
    }
    await tx.run(
        _SAVE,
        user=digest.user,
        guild=digest.guild,
        language=digest.language,
        definition=json.dumps(definition, ensure_ascii=False),
        since=to_ms(digest.since),
        due=to_ms(digest.due),
    )


async def remove(tx: Transaction, user: int) -> bool:
    """End a reader's digest; whether there was one."""
    return bool(await tx.run(_REMOVE, user=user))


def _digest(row: Row) -> ReaderDigest:
    said = json.loads(row[3])
    when = Digest(time.fromisoformat(said["at"]), said["zone"], said["weekday"])
    return ReaderDigest(row[0], row[1], row[2], when, said["filter"], from_ms(row[4]), from_ms(row[5]))
