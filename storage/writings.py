"""What readers wrote in mirrored threads, for the site."""

from __future__ import annotations

import json
from datetime import datetime

from storage.database import Queries, Row, Transaction, from_ms, to_ms
from storage.records_writing import Spoken, Writing

_BY_MESSAGE = """
SELECT message_id, channel, guild, article_id, user_id, name, subject, answers, said, wanted, written, guid,
    key, state, reason, sent, attempts, due, tried
FROM writings WHERE message_id = :message
"""

_BY_COMMENT = """
SELECT message_id, channel, guild, article_id, user_id, name, subject, answers, said, wanted, written, guid,
    key, state, reason, sent, attempts, due, tried
FROM writings WHERE article_id = :article_id AND guid = :guid AND guid <> ''
"""

_DUE = """
SELECT message_id, channel, guild, article_id, user_id, name, subject, answers, said, wanted, written, guid,
    key, state, reason, sent, attempts, due, tried
FROM writings
WHERE state = 'open' AND COALESCE(wanted, '') <> COALESCE(written, '') AND due <= :now
ORDER BY message_id LIMIT :limit
"""

_UNKNOWN = """
SELECT message_id, channel, guild, article_id, user_id, name, subject, answers, said, wanted, written,
    writings.guid, key, state, reason, sent, attempts, due, tried
FROM writings JOIN articles ON articles.id = writings.article_id
WHERE articles.source = :source AND written = '?' AND writings.guid = '' ORDER BY message_id
"""

_OF_CHANNEL = """
SELECT message_id, channel, guild, article_id, user_id, name, subject, answers, said, wanted, written, guid,
    key, state, reason, sent, attempts, due, tried
FROM writings WHERE channel = :channel AND message_id > :after AND wanted IS NOT NULL ORDER BY message_id
"""

_ADD = """
INSERT INTO writings (message_id, channel, guild, article_id, user_id, name, subject, answers, said, wanted,
    state)
VALUES (:message, :channel, :guild, :article_id, :user, :name, :subject, :answers, :said, :wanted, :state)
ON CONFLICT (message_id) DO NOTHING
"""

# An edit does not free what waits for a moderator; a deletion ends the wait.
_WANT = """
UPDATE writings SET wanted = :wanted, said = :said, due = 0, attempts = 0, reason = '',
    state = CASE WHEN state IN ('held', 'muted') AND :wanted IS NOT NULL THEN state ELSE 'open' END
WHERE message_id = :message AND COALESCE(wanted, '') <> COALESCE(:wanted, '') AND state <> 'ended'
"""

_END = """
UPDATE writings SET state = 'ended' WHERE wanted IS NOT NULL
    AND (article_id, guid) = (SELECT article_id, guid FROM comments WHERE id = :comment_id)
"""

_TURN = """
UPDATE writings SET state = :state, due = 0, attempts = 0, reason = '' WHERE message_id = :message
"""

_BEGIN = """
UPDATE writings SET sent = COALESCE(sent, :now), attempts = attempts + 1, written = COALESCE(written, '?'),
    tried = CASE WHEN written = '?' THEN COALESCE(tried, said) ELSE said END
WHERE message_id = :message
"""

_BEGIN_AGAIN = """
UPDATE writings SET tried = :said WHERE message_id = :message
"""

_WRITTEN = """
UPDATE writings SET written = :written, guid = :guid, key = :key, reason = '', attempts = 0, due = 0
WHERE message_id = :message
"""

_NOT_WRITTEN = """
UPDATE writings SET written = CASE WHEN written = '?' THEN NULL ELSE written END, reason = :reason,
    due = :due, state = CASE WHEN state IN ('held', 'muted') THEN state ELSE :state END
WHERE message_id = :message
"""

_LOST = """
UPDATE writings SET reason = :reason, due = :due WHERE message_id = :message
"""


async def by_message(q: Queries, message: int) -> Writing | None:
    """What is to become of a message."""
    row = await q.one(_BY_MESSAGE, message=message)
    return _writing(row) if row else None


async def by_comment(q: Queries, article_id: int, guid: str) -> Writing | None:
    """The message that a comment on the site was made from."""
    row = await q.one(_BY_COMMENT, article_id=article_id, guid=guid)
    return _writing(row) if row else None


async def due(q: Queries, now: datetime, limit: int) -> list[Writing]:
    """What is owed to sites and may be tried now, oldest first."""
    return [_writing(row) for row in await q.all(_DUE, now=to_ms(now), limit=limit)]


async def unknown(q: Queries, source: str) -> list[Writing]:
    """New comments for a source of which nobody knows whether the site has them."""
    return [_writing(row) for row in await q.all(_UNKNOWN, source=source)]


async def of_channel(q: Queries, channel: int, after: int) -> list[Writing]:
    """What people wrote in a thread since a message and did not delete."""
    return [_writing(row) for row in await q.all(_OF_CHANNEL, channel=channel, after=after)]


async def add(tx: Transaction, writing: Writing) -> None:
    """A message to bring to the site; the same one again changes nothing."""
    await tx.run(
        _ADD,
        message=writing.message,
        channel=writing.channel,
        guild=writing.guild,
        article_id=writing.article_id,
        user=writing.user,
        name=writing.name,
        subject=writing.subject,
        answers=writing.answers,
        said=_said(writing.spoken),
        wanted=writing.wanted,
        state=writing.state,
    )


async def turn(tx: Transaction, message: int, state: str) -> None:
    """A message waits from now on ("held"), or is free to go ("open")."""
    await tx.run(_TURN, message=message, state=state)


async def want(tx: Transaction, message: int, spoken: Spoken, wanted: str | None) -> bool:
    """A message says something else now, or is gone (None); whether that is news."""
    return bool(await tx.run(_WANT, message=message, said=_said(spoken), wanted=wanted))


async def end(tx: Transaction, comment_id: int) -> None:
    """The site took a comment away: what becomes of the message that it was made from is no news to it."""
    await tx.run(_END, comment_id=comment_id)


async def begin(tx: Transaction, message: int, now: datetime) -> None:
    """Remember that a writing is about to be tried."""
    await tx.run(_BEGIN, message=message, now=to_ms(now))


async def begin_again(tx: Transaction, message: int, spoken: Spoken) -> None:
    """What was tried before is not there: this is tried now."""
    await tx.run(_BEGIN_AGAIN, message=message, said=_said(spoken))


async def written(tx: Transaction, message: int, digest: str | None, guid: str, key: str) -> None:
    """The site has what was wanted, or nothing any more (None)."""
    await tx.run(_WRITTEN, message=message, written=digest, guid=guid, key=key)


async def not_written(tx: Transaction, message: int, reason: str, due: datetime, state: str) -> None:
    """The site does not have it; whether and when to try again."""
    await tx.run(_NOT_WRITTEN, message=message, reason=reason, due=to_ms(due), state=state)


async def lost(tx: Transaction, message: int, reason: str, due: datetime) -> None:
    """Nobody knows whether the site has it."""
    await tx.run(_LOST, message=message, reason=reason, due=to_ms(due))


def _said(spoken: Spoken) -> str:
    said = {"content": spoken.content, "names": dict(spoken.names), "files": spoken.files}
    return json.dumps(said, ensure_ascii=False)


def _writing(row: Row) -> Writing:
    values = list(row)
    values[8], values[15], values[17] = _spoken(row[8]), from_ms(row[15]), from_ms(row[17])
    values[18] = _spoken(row[18]) if row[18] else None
    return Writing(*values)


def _spoken(text: str) -> Spoken:
    said = json.loads(text)
    return Spoken(said["content"], said["names"], tuple((name, url) for name, url in said["files"]))
