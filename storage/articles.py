"""The stored articles."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from storage.database import Queries, Row, Transaction, from_ms, new_id, to_ms
from storage.records import Article, ArticleItem

_BY_ID = """
SELECT id, source, digest, stored, withdrawn, guid, url, title, subtitle, author, published, updated,
    language, categories, summary, text, image, reading_minutes, subscribers_only_comments
FROM articles WHERE id = :id
"""

_LATEST = """
SELECT id, source, digest, stored, withdrawn, guid, url, title, subtitle, author, published, updated,
    language, categories, summary, text, image, reading_minutes, subscribers_only_comments
FROM articles WHERE withdrawn IS NULL ORDER BY COALESCE(published, stored) DESC, id DESC LIMIT :limit
"""

_KNOWN = """
SELECT guid, id, digest, withdrawn, comments_read FROM articles
WHERE source = :source AND guid IN (SELECT value FROM json_each(:guids))
"""

_SAVE = """
INSERT INTO articles (id, source, guid, url, title, subtitle, author, published, updated, language,
    categories, summary, text, image, reading_minutes, subscribers_only_comments, digest, stored)
VALUES (:id, :source, :guid, :url, :title, :subtitle, :author, :published, :updated, :language,
    :categories, :summary, :text, :image, :reading_minutes, :subscribers_only, :digest, :stored)
ON CONFLICT (source, guid) DO UPDATE SET
    url = excluded.url, title = excluded.title, subtitle = excluded.subtitle, author = excluded.author,
    published = excluded.published, updated = excluded.updated, language = excluded.language,
    categories = excluded.categories, summary = excluded.summary, text = excluded.text,
    image = excluded.image, reading_minutes = excluded.reading_minutes,
    subscribers_only_comments = excluded.subscribers_only_comments, digest = excluded.digest,
    withdrawn = NULL
"""

_WITHDRAW = """
UPDATE articles SET withdrawn = :now, digest = :digest WHERE id = :id AND withdrawn IS NULL
"""

_UNREAD_THREADS = """
SELECT id, guid, url FROM articles
WHERE source = :source AND withdrawn IS NULL AND comments_read < :before
    AND COALESCE(published, stored) >= :since
ORDER BY comments_read, COALESCE(published, stored) DESC, id DESC LIMIT :limit
"""

_THREAD_READ = """
UPDATE articles SET comments_read = :now WHERE id = :id
"""

_TITLES = """
SELECT id, title FROM articles WHERE withdrawn IS NULL ORDER BY COALESCE(published, stored) DESC, id DESC
LIMIT :limit
"""


@dataclass(frozen=True, slots=True)
class KnownArticle:
    """What tells whether an article is new or changed, and whether its comments were ever read in whole."""

    id: int
    digest: str
    withdrawn: bool
    comments_read: bool


@dataclass(frozen=True, slots=True)
class ThreadPlace:
    """Where the comments of an article are to be read."""

    article_id: int
    guid: str
    url: str


async def by_id(q: Queries, article_id: int) -> Article | None:
    """The article of our id."""
    row = await q.one(_BY_ID, id=article_id)
    return _article(row) if row else None


async def latest(q: Queries, limit: int) -> list[Article]:
    """The newest articles that are not withdrawn, newest first."""
    return [_article(row) for row in await q.all(_LATEST, limit=limit)]


async def titles(q: Queries, limit: int) -> list[tuple[int, str]]:
    """(id, title) of the newest articles, newest first."""
    return [(row[0], row[1]) for row in await q.all(_TITLES, limit=limit)]


async def known(q: Queries, source: str, guids: Iterable[str]) -> dict[str, KnownArticle]:
    """Those of a source's guids that are stored."""
    rows = await q.all(_KNOWN, source=source, guids=json.dumps(list(guids)))
    return {row[0]: KnownArticle(row[1], row[2], row[3] is not None, row[4] > 0) for row in rows}


async def save(
    tx: Transaction, source: str, item: ArticleItem, digest: str, now: datetime, known_id: int | None
) -> int:
    """Store a new or changed article; its id."""
    article_id = known_id or new_id()
    await tx.run(
        _SAVE,
        id=article_id,
        source=source,
        guid=item.guid,
        url=item.url,
        title=item.title,
        subtitle=item.subtitle,
        author=item.author,
        published=to_ms(item.published),
        updated=to_ms(item.updated),
        language=item.language,
        categories=json.dumps(item.categories, ensure_ascii=False),
        summary=item.summary,
        text=item.text,
        image=item.image,
        reading_minutes=item.reading_minutes,
        subscribers_only=int(item.subscribers_only_comments),
        digest=digest,
        stored=to_ms(now),
    )
    return article_id


async def withdraw(tx: Transaction, article_id: int, digest: str, now: datetime) -> None:
    """Mark an article that its site took down."""
    await tx.run(_WITHDRAW, id=article_id, digest=digest, now=to_ms(now))


async def unread_threads(
    q: Queries, source: str, *, since: datetime, before: datetime, limit: int
) -> list[ThreadPlace]:
    """Articles published after `since` whose comments were not read in whole since `before`.

    Those never read come first, then the longest unread.
    """
    rows = await q.all(_UNREAD_THREADS, source=source, since=to_ms(since), before=to_ms(before), limit=limit)
    return [ThreadPlace(*row) for row in rows]


async def thread_read(tx: Transaction, article_id: int, now: datetime) -> None:
    """Remember that all comments of an article were read."""
    await tx.run(_THREAD_READ, id=article_id, now=to_ms(now))


def _article(row: Row) -> Article:
    id_, source, digest, stored, withdrawn, guid, url, title, subtitle, author, published, updated = row[:12]
    language, categories, summary, text, image, minutes, subscribers_only = row[12:]
    item = ArticleItem(
        guid=guid,
        url=url,
        title=title,
        subtitle=subtitle,
        author=author,
        published=from_ms(published),
        updated=from_ms(updated),
        language=language,
        categories=tuple(json.loads(categories)),
        summary=summary,
        text=text,
        image=image,
        reading_minutes=minutes,
        subscribers_only_comments=bool(subscribers_only),
    )
    return Article(id_, source, item, digest, from_ms(stored), from_ms(withdrawn))
