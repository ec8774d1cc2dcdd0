"""What readers want to be told of, what they were told of, and who takes no private messages."""

from __future__ import annotations

import json
from datetime import datetime

from storage.database import Queries, Row, Transaction, from_ms, new_id, to_ms
from storage.records_search import Watch, WatchNotice

_ALL = """
SELECT id, user_id, language, said, product, terms, made FROM watches ORDER BY id
"""

_OF_USER = """
SELECT id, user_id, language, said, product, terms, made FROM watches WHERE user_id = :user ORDER BY id
"""

_ADD = """
INSERT INTO watches (id, user_id, language, said, product, terms, made)
VALUES (:id, :user, :language, :said, :product, :terms, :made)
ON CONFLICT (user_id, product, terms) DO NOTHING
"""

_REMOVE = """
DELETE FROM watches WHERE id = :id AND user_id = :user
"""

# Told once, also where another article about the same news came before.
_NOTICE = """
INSERT INTO watch_notices (id, user_id, article_id, watch_id, language, said)
SELECT :id, :user, :article_id, :watch_id, :language, :said WHERE NOT EXISTS (
    SELECT 1 FROM watch_notices n JOIN story_articles theirs ON theirs.article_id = n.article_id
    JOIN story_articles own ON own.story = theirs.story
    WHERE n.user_id = :user AND own.article_id = :article_id
)
ON CONFLICT (user_id, article_id) DO NOTHING
"""

_NOTICE_BY_ID = """
SELECT id, user_id, article_id, watch_id, language, said FROM watch_notices WHERE id = :id
"""

_CLOSED = """
INSERT INTO closed_letters (user_id, since) VALUES (:user, :now) ON CONFLICT (user_id) DO NOTHING
"""

_OPEN = """
DELETE FROM closed_letters WHERE user_id = :user
"""

_UNTOLD = """
SELECT 1 FROM closed_letters WHERE user_id = :user AND told IS NULL
"""

_TOLD = """
UPDATE closed_letters SET told = :now WHERE user_id = :user AND told IS NULL
"""


async def every(q: Queries) -> list[Watch]:
    """All watches, the oldest first."""
    return [_watch(row) for row in await q.all(_ALL)]


async def of_user(q: Queries, user: int) -> list[Watch]:
    """A reader's watches, the oldest first."""
    return [_watch(row) for row in await q.all(_OF_USER, user=user)]


async def add(tx: Transaction, watch: Watch, now: datetime) -> None:
    """Remember a watch; the same one a second time changes nothing."""
    await tx.run(
        _ADD,
        id=watch.id,
        user=watch.user,
        language=watch.language,
        said=watch.said,
        product=watch.product,
        terms=json.dumps(watch.terms, ensure_ascii=False),
        made=to_ms(now),
    )


async def remove(tx: Transaction, watch_id: int, user: int) -> bool:
    """End a reader's watch; whether there was one."""
    return bool(await tx.run(_REMOVE, id=watch_id, user=user))


async def notice(tx: Transaction, watch: Watch, article_id: int) -> int | None:
    """A reader is to be told of an article; the notice's id, None where they heard of that news before."""
    notice_id = new_id()
    added = await tx.run(
        _NOTICE,
        id=notice_id,
        user=watch.user,
        article_id=article_id,
        watch_id=watch.id,
        language=watch.language,
        said=watch.said,
    )
    return notice_id if added else None


async def notice_by_id(q: Queries, notice_id: int) -> WatchNotice | None:
    """The notice of our id."""
    row = await q.one(_NOTICE_BY_ID, id=notice_id)
    return WatchNotice(*row) if row else None


async def letters_closed(tx: Transaction, user: int, now: datetime) -> None:
    """A reader takes no private messages."""
    await tx.run(_CLOSED, user=user, now=to_ms(now))


async def letters_open(tx: Transaction, user: int) -> None:
    """A reader takes private messages (again)."""
    await tx.run(_OPEN, user=user)


async def has_to_hear(q: Queries, user: int) -> bool:
    """Whether a reader takes no private messages and was not told so."""
    return await q.one(_UNTOLD, user=user) is not None


async def heard(tx: Transaction, user: int, now: datetime) -> bool:
    """The reader is told now that their private messages are closed; whether that was new."""
    return bool(await tx.run(_TOLD, user=user, now=to_ms(now)))


def _watch(row: Row) -> Watch:
    id_, user, language, said, product, terms, made = row
    return Watch(id_, user, language, said, product, tuple(json.loads(terms)), from_ms(made))
