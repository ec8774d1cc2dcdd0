"""The Discord languages of linked readers, for words that we send of our own accord."""

from __future__ import annotations

from storage.database import Queries, Transaction

_OF = """
SELECT language FROM links WHERE user_id = :user AND language <> '' LIMIT 1
"""

_OTHER = """
SELECT 1 FROM links WHERE user_id = :user AND language <> :language LIMIT 1
"""

_SET = """
UPDATE links SET language = :language WHERE user_id = :user AND language <> :language
"""


async def of(q: Queries, user: int) -> str:
    """The language of a linked reader, empty where we do not know it."""
    row = await q.one(_OF, user=user)
    return str(row[0]) if row else ""


async def is_news(q: Queries, user: int, language: str) -> bool:
    """Whether an account is linked, and its language another than this."""
    return await q.one(_OTHER, user=user, language=language) is not None


async def remember(tx: Transaction, user: int, language: str) -> None:
    """A linked reader uses Discord in this language."""
    await tx.run(_SET, user=user, language=language)
