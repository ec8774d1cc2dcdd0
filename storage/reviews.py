"""What waits for a moderator, and what was decided."""

from __future__ import annotations

from datetime import datetime

from storage.database import Queries, Row, Transaction, from_ms, to_ms
from storage.records_moderation import Decision, Review

_BY_ID = """
SELECT id, article_id, comment_id, message, place, rule, detail, author, text, url, opened, decision, decided,
    user_id, name
FROM reviews WHERE id = :id
"""

_OF = """
SELECT id, article_id, comment_id, message, place, rule, detail, author, text, url, opened, decision, decided,
    user_id, name
FROM reviews WHERE comment_id = :comment_id OR message = :message
"""

_OF_PERSON = """
SELECT id FROM reviews WHERE message IN (SELECT message_id FROM writings WHERE user_id = :user)
"""

_ADD = """
INSERT INTO reviews (id, article_id, comment_id, message, place, rule, detail, author, text, url, opened)
VALUES (:id, :article_id, :comment_id, :message, :place, :rule, :detail, :author, :text, :url, :opened)
"""

_AGAIN = """
UPDATE reviews SET place = :place, rule = :rule, detail = :detail, author = :author, text = :text, url = :url,
    opened = :opened, decision = '', decided = NULL, user_id = NULL, name = ''
WHERE id = :id
"""

_RETELL = """
UPDATE reviews SET text = :text WHERE id = :id AND text <> :text
"""

# Of two moderators who press at once, one decides.
_DECIDE = """
UPDATE reviews SET decision = :decision, decided = :now, user_id = :user, name = :name
WHERE id = :id AND decision = ''
"""


async def by_id(q: Queries, review_id: int) -> Review | None:
    """The review of our id."""
    row = await q.one(_BY_ID, id=review_id)
    return _review(row) if row else None


async def of(q: Queries, *, comment_id: int | None = None, message: int | None = None) -> Review | None:
    """The review of a comment or of a Discord message, decided or not."""
    row = await q.one(_OF, comment_id=comment_id, message=message)
    return _review(row) if row else None


async def of_person(q: Queries, user: int) -> list[int]:
    """The reviews of what a person wrote on Discord, decided or not; our ids of them."""
    return [row[0] for row in await q.all(_OF_PERSON, user=user)]


async def add(tx: Transaction, review: Review) -> None:
    """Something new waits."""
    await tx.run(
        _ADD,
        id=review.id,
        article_id=review.article_id,
        comment_id=review.comment_id,
        message=review.message,
        place=review.place,
        rule=review.rule,
        detail=review.detail,
        author=review.author,
        text=review.text,
        url=review.url,
        opened=to_ms(review.opened),
    )


async def again(tx: Transaction, review: Review) -> None:
    """What was decided once waits again."""
    await tx.run(
        _AGAIN,
        id=review.id,
        place=review.place,
        rule=review.rule,
        detail=review.detail,
        author=review.author,
        text=review.text,
        url=review.url,
        opened=to_ms(review.opened),
    )


async def retell(tx: Transaction, review_id: int, text: str) -> bool:
    """What waits says something else now; whether that is news."""
    return bool(await tx.run(_RETELL, id=review_id, text=text))


async def decide(
    tx: Transaction, review_id: int, decision: Decision, now: datetime, user: int | None, name: str
) -> bool:
    """Decide, unless somebody did already; whether this was the decision."""
    return bool(await tx.run(_DECIDE, id=review_id, decision=decision, now=to_ms(now), user=user, name=name))


def _review(row: Row) -> Review:
    values = list(row)
    values[10], values[12] = from_ms(row[10]), from_ms(row[12])
    values[11] = Decision(row[11]) if row[11] else None
    return Review(*values)
