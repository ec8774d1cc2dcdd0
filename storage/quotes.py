"""Quotes of deleted comments, which are shown nowhere any more: what stands for them, never their text."""

from __future__ import annotations

from storage.database import Queries, Transaction

_OF_ARTICLE = """
SELECT deleted_id, key, within FROM withdrawn_quotes WHERE article_id = :article_id
"""

_ADD = """
INSERT INTO withdrawn_quotes (article_id, deleted_id, key, within)
VALUES (:article_id, :deleted_id, :key, :within) ON CONFLICT DO NOTHING
"""

_FORGET = """
DELETE FROM withdrawn_quotes WHERE article_id = :article_id AND deleted_id = :deleted_id
"""

_REDACT = """
UPDATE comments SET markdown = :markdown, digest = :digest WHERE id = :id AND deleted IS NULL
"""

# The evidence for who answers whom is in the words of both.
_FORGET_EVIDENCE = """
UPDATE comments SET evidence = '[]' WHERE article_id = :article_id AND parent_id = :deleted_id
"""


async def of_article(q: Queries, article_id: int) -> list[tuple[int, str, int]]:
    """(the deleted comment, key, the only comment that it is hidden in or 0) of an article's quotes."""
    rows = await q.all(_OF_ARTICLE, article_id=article_id)
    return [(deleted, key, within) for deleted, key, within in rows]


async def add(tx: Transaction, article_id: int, deleted_id: int, key: str, within: int) -> None:
    """A quote of a deleted comment is hidden from now on."""
    await tx.run(_ADD, article_id=article_id, deleted_id=deleted_id, key=key, within=within)


async def forget(tx: Transaction, article_id: int, deleted_id: int) -> None:
    """A comment came back: its quotes may be shown."""
    await tx.run(_FORGET, article_id=article_id, deleted_id=deleted_id)


async def redact(tx: Transaction, comment_id: int, markdown: str, digest: str) -> None:
    """A comment's text without such quotes; that is no edit of its author's."""
    await tx.run(_REDACT, id=comment_id, markdown=markdown, digest=digest)


async def forget_evidence(tx: Transaction, article_id: int, deleted_id: int) -> None:
    """Why comments answer a deleted one is said in its words, too."""
    await tx.run(_FORGET_EVIDENCE, article_id=article_id, deleted_id=deleted_id)
