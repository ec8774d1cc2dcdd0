"""What is owed to threads and stands in them: where a comment is, whose message is whose."""

from __future__ import annotations

from storage.database import Queries, Transaction, new_id
from storage.deliveries import delivery_of, drop
from storage.records import Delivery

_THREADS_OF = """
SELECT id, kind, guild, place, subject, lane, rank, needs, wanted, shown, discord_id, made, tried, attempts,
    due, state, reason, bundle
FROM deliveries WHERE kind = 'thread' AND (subject = :article_id OR EXISTS (
    SELECT 1 FROM postings WHERE article_id = :article_id AND outcome = 'joined'
        AND channel = deliveries.place AND detail = CAST(deliveries.subject AS TEXT)
)) ORDER BY id
"""

_THREADS_OF_COMMENT = """
SELECT id, kind, guild, place, subject, lane, rank, needs, wanted, shown, discord_id, made, tried, attempts,
    due, state, reason, bundle
FROM deliveries WHERE kind = 'thread' AND subject = (SELECT article_id FROM comments WHERE id = :comment_id)
ORDER BY id
"""

_OF_MESSAGE = """
SELECT id, kind, guild, place, subject, lane, rank, needs, wanted, shown, discord_id, made, tried, attempts,
    due, state, reason, bundle
FROM deliveries WHERE discord_id = :message AND kind IN ('thread', 'comment', 'original') ORDER BY id
"""

_SHOWN_IN = """
SELECT discord_id FROM deliveries
WHERE subject = :comment_id AND kind IN ('comment', 'original') AND discord_id IS NOT NULL
ORDER BY id LIMIT 1
"""

# What a reader wrote themselves is shown already.
_ADOPT = """
INSERT INTO deliveries (id, kind, guild, place, subject, lane, rank, wanted, shown, discord_id)
VALUES (:id, 'original', 0, :place, :subject, :message, 0, 'original', 'original', :message)
ON CONFLICT (kind, subject, place) DO NOTHING
"""

_UNCERTAIN_IN = """
SELECT 1 FROM deliveries JOIN deliveries AS thread ON thread.id = deliveries.lane
WHERE thread.kind = 'thread' AND thread.discord_id = :thread AND deliveries.state = 'open'
    AND deliveries.tried IS NOT NULL AND deliveries.discord_id IS NULL
LIMIT 1
"""

_OF_THREAD = """
SELECT id FROM deliveries WHERE kind = 'thread' AND discord_id = :thread AND state <> 'dropped'
"""

_OPENED_AGAIN = """
UPDATE deliveries SET due = 0
WHERE state = 'open' AND reason <> '' AND COALESCE(wanted, '') <> COALESCE(shown, '')
    AND (place = :thread OR lane IN (
    SELECT id FROM deliveries WHERE kind = 'thread' AND discord_id = :thread
    UNION SELECT -id FROM deliveries WHERE kind = 'thread' AND discord_id = :thread
    UNION SELECT lane FROM deliveries WHERE kind = 'thread' AND discord_id = :thread
))
"""

# Its message is gone: a new one needs another nonce.
_FORGIVE = """
UPDATE deliveries SET state = 'open', discord_id = NULL, made = made + 1, tried = NULL
WHERE subject = :comment_id AND state = 'dropped' AND kind IN ('comment', 'part 2', 'part 3', 'part 4')
"""


async def threads_of(q: Queries, article_id: int) -> list[Delivery]:
    """The threads where an article is discussed: its own, and those of articles whose message it joined."""
    return [delivery_of(row) for row in await q.all(_THREADS_OF, article_id=article_id)]


async def threads_of_comment(q: Queries, comment_id: int) -> list[Delivery]:
    """The threads of a comment's own article."""
    return [delivery_of(row) for row in await q.all(_THREADS_OF_COMMENT, comment_id=comment_id)]


async def of_message(q: Queries, message: int) -> list[Delivery]:
    """The thread or comments that a Discord message (or channel) shows."""
    return [delivery_of(row) for row in await q.all(_OF_MESSAGE, message=message)]


async def shown_in(q: Queries, comment_id: int) -> int | None:
    """The Discord message, or one of them, that shows a comment."""
    row = await q.one(_SHOWN_IN, comment_id=comment_id)
    return int(row[0]) if row else None


async def uncertain(q: Queries, thread: int) -> bool:
    """Whether a Discord thread may have a message of ours that we do not know."""
    return await q.one(_UNCERTAIN_IN, thread=thread) is not None


async def adopt(tx: Transaction, comment_id: int, place: int, message: int) -> None:
    """A reader's own message stands for a comment in a thread."""
    await tx.run(_ADOPT, id=new_id(), subject=comment_id, place=place, message=message)


async def drop_thread(tx: Transaction, thread: int, reason: str) -> None:
    """Give up a thread of Discord's that somebody removed, and all that is in it."""
    for row in await tx.all(_OF_THREAD, thread=thread):
        await drop(tx, row[0], reason)


async def opened_again(tx: Transaction, thread: int) -> int:
    """A thread of Discord's may be open again: what failed in it is due now; how many."""
    return await tx.run(_OPENED_AGAIN, thread=thread)


async def forgive(tx: Transaction, comment_id: int) -> int:
    """What somebody removed of a comment on Discord may come back; how many messages."""
    return await tx.run(_FORGIVE, comment_id=comment_id)
