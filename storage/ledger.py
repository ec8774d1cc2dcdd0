"""The ledger of moderation: lines are only ever added."""

from __future__ import annotations

from storage.database import Queries, Row, Transaction, from_ms, new_id, to_ms
from storage.records_moderation import Act, Entry, Side

_ADD = """
INSERT INTO ledger (id, at, act, side, user_id, name, source, article_id, comment_id, message, person,
    person_id, guild, reason)
VALUES (:id, :at, :act, :side, :user, :name, :source, :article_id, :comment_id, :message, :person,
    :person_id, :guild, :reason)
"""

_OF_COMMENT = """
SELECT act, side, at, name, user_id, source, article_id, comment_id, message, person, person_id, guild,
    reason, id
FROM ledger
WHERE comment_id = :comment_id OR message = :message
    OR (act IN ('muted', 'unmuted') AND source = :source AND person = :person AND person <> '')
ORDER BY id DESC LIMIT :limit
"""

_OF_ARTICLE = """
SELECT act, side, at, name, user_id, source, article_id, comment_id, message, person, person_id, guild,
    reason, id
FROM ledger WHERE article_id = :article_id ORDER BY id DESC LIMIT :limit
"""

_OF_PERSON = """
SELECT act, side, at, name, user_id, source, article_id, comment_id, message, person, person_id, guild,
    reason, id
FROM ledger WHERE person_id = :person_id AND guild IN (0, :guild) ORDER BY id DESC LIMIT :limit
"""

_COMMENT_OF = """
SELECT comment_id FROM ledger WHERE message = :message AND comment_id IS NOT NULL ORDER BY id DESC LIMIT 1
"""


async def add(tx: Transaction, entry: Entry) -> int:
    """Write a line; its id."""
    entry_id = new_id()
    await tx.run(
        _ADD,
        id=entry_id,
        at=to_ms(entry.at),
        act=entry.act,
        side=entry.side,
        user=entry.user,
        name=entry.name,
        source=entry.source,
        article_id=entry.article_id,
        comment_id=entry.comment_id,
        message=entry.message,
        person=entry.person,
        person_id=entry.person_id,
        guild=entry.guild,
        reason=entry.reason,
    )
    return entry_id


async def of_comment(
    q: Queries, comment_id: int | None, message: int | None, source: str, author: str, limit: int
) -> list[Entry]:
    """What happened to a comment or Discord message, and mutes of its author on the source, newest first."""
    ids = {"comment_id": comment_id, "message": message}
    rows = await q.all(_OF_COMMENT, **ids, source=source, person=author, limit=limit)
    return [_entry(row) for row in rows]


async def of_article(q: Queries, article_id: int, limit: int) -> list[Entry]:
    """What happened to an article's thread and its comments, newest first."""
    return [_entry(row) for row in await q.all(_OF_ARTICLE, article_id=article_id, limit=limit)]


async def of_person(q: Queries, person_id: int, guild: int, limit: int) -> list[Entry]:
    """What a server's moderators and the rules did about a member of Discord, newest first."""
    rows = await q.all(_OF_PERSON, person_id=person_id, guild=guild, limit=limit)
    return [_entry(row) for row in rows]


async def comment_of(q: Queries, message: int) -> int | None:
    """The comment that a message showed which may be gone from Discord."""
    row = await q.one(_COMMENT_OF, message=message)
    return int(row[0]) if row else None


def _entry(row: Row) -> Entry:
    return Entry(Act(row[0]), Side(row[1]), from_ms(row[2]), *row[3:])
