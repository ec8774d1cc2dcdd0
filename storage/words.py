"""Short private messages to readers about their roles, and who wants none."""

from __future__ import annotations

import json
from datetime import datetime

from storage.database import Queries, Transaction, to_ms
from storage.records_roles import Word

_ADD = """
INSERT INTO role_words (id, user_id, guild, publisher, text, arguments, occasion, at)
VALUES (:id, :user, :guild, :publisher, :text, :arguments, :occasion, :at)
ON CONFLICT (user_id, occasion) DO NOTHING
"""

_BY_ID = """
SELECT id, user_id, guild, publisher, text, arguments, occasion FROM role_words WHERE id = :id
"""

_REFUSED = """
SELECT 1 FROM word_refusals WHERE user_id = :user
"""

_REFUSE = """
INSERT INTO word_refusals (user_id, at) VALUES (:user, :now) ON CONFLICT (user_id) DO NOTHING
"""

_ACCEPT = """
DELETE FROM word_refusals WHERE user_id = :user
"""

_FORGET = """
DELETE FROM role_words WHERE at < :before
"""

_FORGET_SENT = """
DELETE FROM deliveries WHERE kind = 'word' AND subject NOT IN (SELECT id FROM role_words)
"""


async def add(tx: Transaction, new: Word, now: datetime) -> bool:
    """Remember a word; False where its occasion was told already, or the reader wants none."""
    if await tx.one(_REFUSED, user=new.user):
        return False
    return bool(
        await tx.run(
            _ADD,
            id=new.id,
            user=new.user,
            guild=new.guild,
            publisher=new.publisher,
            text=new.text,
            arguments=json.dumps(dict(new.arguments), ensure_ascii=False),
            occasion=new.occasion,
            at=to_ms(now),
        )
    )


async def by_id(q: Queries, word_id: int) -> Word | None:
    """The word of our id."""
    row = await q.one(_BY_ID, id=word_id)
    if row is None:
        return None
    return Word(row[0], row[1], row[2], row[3], row[4], tuple(json.loads(row[5]).items()), row[6])


async def refuse(tx: Transaction, user: int, now: datetime) -> None:
    """This reader wants no such words."""
    await tx.run(_REFUSE, user=user, now=to_ms(now))


async def accept(tx: Transaction, user: int) -> None:
    """This reader wants them again."""
    await tx.run(_ACCEPT, user=user)


async def refused(q: Queries, user: int) -> bool:
    """Whether a reader wants none."""
    return await q.one(_REFUSED, user=user) is not None


async def forget(tx: Transaction, before: datetime) -> None:
    """Remove those of before then."""
    if await tx.run(_FORGET, before=to_ms(before)):
        await tx.run(_FORGET_SENT)
