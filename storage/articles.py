"""The stored articles."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from storage.database import Queries, Row, Transaction, Value, from_ms, new_id, to_ms
from storage.records import Article, ArticleItem, KnownArticle

_BY_ID = """
SELECT id, source, digest, stored, withdrawn, guid, url, title, subtitle, author, published, updated,
    language, categories, summary, text, image, image_credit, embeds, paywalled, reading_minutes,
    subscribers_only_comments
FROM articles WHERE id = :id
"""

_LATEST = """
SELECT id, source, digest, stored, withdrawn, guid, url, title, subtitle, author, published, updated,
    language, categories, summary, text, image, image_credit, embeds, paywalled, reading_minutes,
    subscribers_only_comments
FROM articles WHERE withdrawn IS NULL ORDER BY COALESCE(published, stored) DESC, id DESC LIMIT :limit
"""

_BY_IDS = """
SELECT id, source, digest, stored, withdrawn, guid, url, title, subtitle, author, published, updated,
    language, categories, summary, text, image, image_credit, embeds, paywalled, reading_minutes,
    subscribers_only_comments
FROM articles WHERE id IN (SELECT value FROM json_each(:ids)) ORDER BY COALESCE(published, stored), id
"""

_STORED_SINCE = """
SELECT id, source, digest, stored, withdrawn, guid, url, title, subtitle, author, published, updated,
    language, categories, summary, text, image, image_credit, embeds, paywalled, reading_minutes,
    subscribers_only_comments
FROM articles WHERE stored >= :since AND withdrawn IS NULL ORDER BY stored DESC, id DESC LIMIT :limit
"""

_NEWS_SINCE = """
SELECT id, source, digest, stored, withdrawn, guid, url, title, subtitle, author, published, updated,
    language, categories, summary, text, image, image_credit, embeds, paywalled, reading_minutes,
    subscribers_only_comments
FROM articles
WHERE stored >= :since AND withdrawn IS NULL AND NOT EXISTS (
    SELECT 1 FROM postings WHERE article_id = articles.id AND outcome = 'old'
)
ORDER BY stored, id LIMIT :limit
"""

_BY_KEY = """
SELECT article_id FROM article_keys WHERE key = :key ORDER BY article_id
"""

_KNOWN = """
SELECT guid, id, guid, url, title, published, given, withdrawn, comments_read FROM articles
WHERE source = :source AND guid IN (SELECT value FROM json_each(:guids))
"""

_KNOWN_BY_KEYS = """
SELECT article_keys.key, id, guid, url, title, published, given, withdrawn, comments_read
FROM article_keys JOIN articles ON articles.id = article_keys.article_id
WHERE article_keys.source = :source AND article_keys.key IN (SELECT value FROM json_each(:keys))
"""

_GUID_TAKEN = """
SELECT 1 FROM articles WHERE source = :source AND guid = :guid AND id <> :id
"""

_SAVE = """
INSERT INTO articles (id, source, guid, url, title, subtitle, author, published, updated, language,
    categories, summary, text, image, image_credit, embeds, paywalled, reading_minutes,
    subscribers_only_comments, digest, given, stored)
VALUES (:id, :source, :guid, :url, :title, :subtitle, :author, :published, :updated, :language,
    :categories, :summary, :text, :image, :image_credit, :embeds, :paywalled, :reading_minutes,
    :subscribers_only, :digest, :given, :stored)
ON CONFLICT (id) DO UPDATE SET
    guid = excluded.guid, url = excluded.url, title = excluded.title, subtitle = excluded.subtitle,
    author = excluded.author, published = excluded.published, updated = excluded.updated,
    language = excluded.language, categories = excluded.categories, summary = excluded.summary,
    text = excluded.text, image = excluded.image, image_credit = excluded.image_credit,
    embeds = excluded.embeds, paywalled = excluded.paywalled, reading_minutes = excluded.reading_minutes,
    subscribers_only_comments = excluded.subscribers_only_comments, digest = excluded.digest,
    given = excluded.given, withdrawn = NULL
"""

_SAVE_KEY = """
INSERT INTO article_keys (source, key, article_id) VALUES (:source, :key, :article_id)
ON CONFLICT (source, key) DO UPDATE SET article_id = excluded.article_id
"""

_WITHDRAW = """
UPDATE articles SET withdrawn = :now, digest = :digest WHERE id = :id AND withdrawn IS NULL
"""

_UNREAD_THREADS = """
SELECT id, guid, url FROM articles
WHERE source = :source AND withdrawn IS NULL AND comments_read < :before
    AND (COALESCE(published, stored) >= :since OR EXISTS (
        SELECT 1 FROM comments WHERE comments.article_id = articles.id AND comments.published >= :since
    ))
ORDER BY comments_read, COALESCE(published, stored) DESC, id DESC LIMIT :limit
"""

_THREAD_READ = """
UPDATE articles SET comments_read = :now WHERE id = :id
"""

_READ_SOON = """
UPDATE articles SET comments_read = 1 WHERE id = :id AND comments_read > 1
"""

_TITLES = """
SELECT id, title FROM articles WHERE withdrawn IS NULL ORDER BY COALESCE(published, stored) DESC, id DESC
LIMIT :limit
"""


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


async def by_ids(q: Queries, ids: Iterable[int]) -> list[Article]:
    """The articles of our ids, oldest first."""
    return [_article(row) for row in await q.all(_BY_IDS, ids=json.dumps(list(ids)))]


async def stored_since(q: Queries, since: datetime, limit: int) -> list[Article]:
    """What was stored since, but for what was withdrawn, newest first."""
    return [_article(row) for row in await q.all(_STORED_SINCE, since=to_ms(since), limit=limit)]


async def news_since(q: Queries, since: datetime, limit: int) -> list[Article]:
    """What came since and was news when it came, but for what was withdrawn, oldest first."""
    return [_article(row) for row in await q.all(_NEWS_SINCE, since=to_ms(since), limit=limit)]


async def ids_by_key(q: Queries, key: str) -> list[int]:
    """The articles of any source that are or were known by a key."""
    return [row[0] for row in await q.all(_BY_KEY, key=key)]


async def known(q: Queries, source: str, guids: Iterable[str]) -> dict[str, KnownArticle]:
    """Those of a source's guids that are stored."""
    rows = await q.all(_KNOWN, source=source, guids=json.dumps(list(guids)))
    return {row[0]: _known(row) for row in rows}


async def known_by_keys(q: Queries, source: str, keys: Iterable[str]) -> dict[str, KnownArticle]:
    """The stored articles of a source to which keys lead."""
    rows = await q.all(_KNOWN_BY_KEYS, source=source, keys=json.dumps(list(keys)))
    return {row[0]: _known(row) for row in rows}


async def save(
    tx: Transaction,
    source: str,
    item: ArticleItem,
    digest: str,
    now: datetime,
    article_id: int | None,
    *,
    given: str = "",
    keys: Iterable[str] = (),
) -> int:
    """Store a new article (under `article_id`, if one was made for it) or what changed of one; its id.

    `given` is the digest of what the source itself gave, where that is not the whole; `keys` are what the
    article is known by from now on. A guid that another article of the source bears is made unique.
    """
    article_id = article_id or new_id()
    guid = item.guid
    if await tx.one(_GUID_TAKEN, source=source, guid=guid, id=article_id):
        guid = f"{guid} {article_id}"
    await tx.run(
        _SAVE,
        id=article_id,
        source=source,
        guid=guid,
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
        image_credit=item.image_credit,
        embeds=json.dumps(item.embeds),
        paywalled=int(item.paywalled),
        reading_minutes=item.reading_minutes,
        subscribers_only=int(item.subscribers_only_comments),
        digest=digest,
        given=given or digest,
        stored=to_ms(now),
    )
    await know_by(tx, source, article_id, keys)
    return article_id


async def know_by(tx: Transaction, source: str, article_id: int, keys: Iterable[str]) -> None:
    """Remember keys that lead to an article from now on."""
    rows: list[dict[str, Value]] = [{"source": source, "key": key, "article_id": article_id} for key in keys]
    if rows:
        await tx.many(_SAVE_KEY, rows)


async def withdraw(tx: Transaction, article_id: int, digest: str, now: datetime) -> None:
    """Mark an article that its site took down."""
    await tx.run(_WITHDRAW, id=article_id, digest=digest, now=to_ms(now))


async def unread_threads(
    q: Queries, source: str, *, since: datetime, before: datetime, limit: int
) -> list[ThreadPlace]:
    """Articles published or commented after `since` whose comments were not read in whole since `before`.

    Those never read come first, then the longest unread.
    """
    rows = await q.all(_UNREAD_THREADS, source=source, since=to_ms(since), before=to_ms(before), limit=limit)
    return [ThreadPlace(*row) for row in rows]


async def thread_read(tx: Transaction, article_id: int, now: datetime) -> None:
    """Remember that all comments of an article were read."""
    await tx.run(_THREAD_READ, id=article_id, now=to_ms(now))


async def read_soon(tx: Transaction, article_id: int) -> None:
    """An article's comments are to be read with the next look, though their turn is later."""
    await tx.run(_READ_SOON, id=article_id)


def _known(row: Row) -> KnownArticle:
    _, id_, guid, url, title, published, given, withdrawn, comments_read = row
    return KnownArticle(
        id_, guid, url, title, from_ms(published), given, withdrawn is not None, comments_read > 0
    )


def _article(row: Row) -> Article:
    id_, source, digest, stored, withdrawn, guid, url, title, subtitle, author, published, updated = row[:12]
    language, categories, summary, text, image, credit, embeds, paywalled, minutes, subscribers_only = row[
        12:
    ]
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
        image_credit=credit,
        embeds=tuple(json.loads(embeds)),
        paywalled=bool(paywalled),
        reading_minutes=minutes,
        subscribers_only_comments=bool(subscribers_only),
    )
    return Article(id_, source, item, digest, from_ms(stored), from_ms(withdrawn))
