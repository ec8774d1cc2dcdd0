"""The stored comments; a deleted one stays as a tombstone."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from storage.database import Queries, Row, Transaction, from_ms, new_id, to_ms
from storage.records import Comment, CommentItem

_BY_ID = """
SELECT id, article_id, digest, stored, parent_id, deleted, edited, confidence, evidence, relinked_by, guid,
    author, published, markdown, parent_guid, avatar, url
FROM comments WHERE id = :id
"""

_BY_IDS = """
SELECT id, article_id, digest, stored, parent_id, deleted, edited, confidence, evidence, relinked_by, guid,
    author, published, markdown, parent_guid, avatar, url
FROM comments WHERE id IN (SELECT value FROM json_each(:ids)) ORDER BY published, id
"""

_OF_ARTICLE = """
SELECT id, article_id, digest, stored, parent_id, deleted, edited, confidence, evidence, relinked_by, guid,
    author, published, markdown, parent_guid, avatar, url
FROM comments WHERE article_id = :article_id AND deleted IS NULL ORDER BY published, id
"""

_KNOWN = """
SELECT guid, id, digest, deleted FROM comments WHERE article_id = :article_id
"""

_BY_URL = """
SELECT id FROM comments WHERE url = :url AND url <> '' ORDER BY id LIMIT 1
"""

_ARTICLES_SINCE = """
SELECT DISTINCT comments.article_id
FROM comments JOIN articles ON articles.id = comments.article_id
WHERE articles.source = :source AND CAST(comments.guid AS INTEGER) >= :floor AND comments.deleted IS NULL
"""

_NEWEST = """
SELECT MAX(CAST(comments.guid AS INTEGER))
FROM comments JOIN articles ON articles.id = comments.article_id WHERE articles.source = :source
"""

_SAVE = """
INSERT INTO comments (id, article_id, guid, parent_guid, parent_id, author, avatar, url, published, markdown,
    digest, stored, edited, confidence, evidence)
VALUES (:id, :article_id, :guid, :parent_guid, :parent_id, :author, :avatar, :url, :published, :markdown,
    :digest, :stored, :edited, :confidence, :evidence)
ON CONFLICT (article_id, guid) DO UPDATE SET
    parent_guid = excluded.parent_guid,
    parent_id = CASE WHEN comments.relinked_by IS NULL THEN excluded.parent_id ELSE comments.parent_id END,
    confidence = excluded.confidence, evidence = excluded.evidence, author = excluded.author,
    edited = COALESCE(excluded.edited, CASE
        WHEN comments.markdown <> excluded.markdown AND comments.deleted IS NULL THEN excluded.stored
        ELSE comments.edited
    END),
    avatar = excluded.avatar, url = excluded.url, published = excluded.published,
    markdown = excluded.markdown, digest = excluded.digest, deleted = NULL
"""

_DELETE = """
UPDATE comments SET deleted = :now, markdown = '', digest = '' WHERE id = :id AND deleted IS NULL
"""


_RELINK = """
UPDATE comments SET parent_id = :parent_id, relinked_by = :by WHERE id = :id
"""


@dataclass(frozen=True, slots=True)
class KnownComment:
    """What tells whether a comment is new or changed."""

    id: int
    digest: str
    deleted: bool


async def by_id(q: Queries, comment_id: int) -> Comment | None:
    """The comment of our id, a tombstone too."""
    row = await q.one(_BY_ID, id=comment_id)
    return _comment(row) if row else None


async def by_ids(q: Queries, ids: Iterable[int]) -> list[Comment]:
    """The comments of our ids, tombstones too, oldest first."""
    return [_comment(row) for row in await q.all(_BY_IDS, ids=json.dumps(list(ids)))]


async def by_url(q: Queries, url: str) -> int | None:
    """Our id of the comment at an address of its site."""
    row = await q.one(_BY_URL, url=url)
    return int(row[0]) if row else None


async def of_article(q: Queries, article_id: int) -> list[Comment]:
    """An article's comments that are not deleted, oldest first."""
    return [_comment(row) for row in await q.all(_OF_ARTICLE, article_id=article_id)]


async def known(q: Queries, article_id: int) -> dict[str, KnownComment]:
    """Everything we have of an article's thread, by guid, tombstones too."""
    rows = await q.all(_KNOWN, article_id=article_id)
    return {guid: KnownComment(id_, digest, deleted is not None) for guid, id_, digest, deleted in rows}


async def articles_since(q: Queries, source: str, floor: int) -> set[int]:
    """The articles of a source that have comments from a numeric guid on."""
    return {row[0] for row in await q.all(_ARTICLES_SINCE, source=source, floor=floor)}


async def newest(q: Queries, source: str) -> int:
    """The highest numeric guid of a source's comments, 0 where there is none."""
    row = await q.one(_NEWEST, source=source)
    return int(row[0] or 0) if row else 0


async def save(
    tx: Transaction,
    article_id: int,
    item: CommentItem,
    digest: str,
    now: datetime,
    *,
    known_id: int | None,
    parent_id: int | None,
    confidence: float | None = None,
    evidence: Sequence[str] = (),
) -> int:
    """Store a new, changed or returned comment; its id.

    `confidence` and `evidence` go with a parent that was inferred. One that a person named stays.
    """
    comment_id = known_id or new_id()
    await tx.run(
        _SAVE,
        id=comment_id,
        article_id=article_id,
        guid=item.guid,
        parent_guid=item.parent,
        parent_id=parent_id,
        author=item.author,
        avatar=item.avatar,
        url=item.url,
        published=to_ms(item.published),
        markdown=item.markdown,
        digest=digest,
        stored=to_ms(now),
        edited=to_ms(item.edited),
        confidence=confidence,
        evidence=json.dumps(list(evidence), ensure_ascii=False),
    )
    return comment_id


async def relink(tx: Transaction, comment_id: int, parent_id: int | None, by: int) -> None:
    """A person says which comment another one answers; that stays, whatever the site or the rules say."""
    await tx.run(_RELINK, id=comment_id, parent_id=parent_id, by=by)


async def delete(tx: Transaction, comment_id: int, now: datetime) -> None:
    """Turn a comment into a tombstone: its text is gone, its place stays."""
    await tx.run(_DELETE, id=comment_id, now=to_ms(now))


def _comment(row: Row) -> Comment:
    id_, article_id, digest, stored, parent_id, deleted, edited, confidence, evidence, relinked_by = row[:10]
    guid, author, published, markdown, parent_guid, avatar, url = row[10:]
    item = CommentItem(
        guid=guid,
        author=author,
        published=from_ms(published),
        markdown=markdown,
        parent=parent_guid,
        avatar=avatar,
        url=url,
    )
    return Comment(
        id=id_,
        article_id=article_id,
        item=item,
        digest=digest,
        stored=from_ms(stored),
        parent_id=parent_id,
        deleted=from_ms(deleted),
        edited=from_ms(edited),
        confidence=confidence,
        evidence=tuple(json.loads(evidence)),
        relinked_by=relinked_by,
    )
