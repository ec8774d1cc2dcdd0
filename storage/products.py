"""Products and where they are named; what managers said of their names."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from datetime import datetime

from storage.database import Queries, Row, Transaction, Value, from_ms, to_ms
from storage.passage_records import TextRef
from storage.records_search import NameCorrection, NamedProduct, Product, ProductText

_UNREAD = """
SELECT article_id, comment_id FROM unread_texts ORDER BY article_id DESC, comment_id LIMIT :limit
"""

_READ = """
DELETE FROM unread_texts WHERE article_id = ? AND comment_id = ?
"""

_READ_ALL_AGAIN = (
    "DELETE FROM unread_texts",
    "INSERT INTO unread_texts (article_id, comment_id) SELECT id, 0 FROM articles",
    "INSERT INTO unread_texts (article_id, comment_id) SELECT article_id, id FROM comments",
)

_FORGET = """
DELETE FROM mentions WHERE article_id = ? AND comment_id = ?
"""

_ADD_PRODUCT = """
INSERT INTO products (key, name) VALUES (?, ?)
ON CONFLICT (key) DO UPDATE SET name = CASE
    WHEN LENGTH(excluded.name) > LENGTH(products.name) THEN excluded.name ELSE products.name
END
"""

_ADD_MENTION = """
INSERT INTO mentions (article_id, comment_id, product, form, times) VALUES (?, ?, ?, ?, ?)
ON CONFLICT (article_id, comment_id, product, form) DO UPDATE SET times = times + excluded.times
"""

_COMMONEST = """
SELECT p.key, p.name, COUNT(*) FROM mentions m JOIN products p ON p.key = m.product
GROUP BY p.key ORDER BY 3 DESC, p.key LIMIT :limit
"""

_BY_KEY = """
SELECT p.key, p.name, (
    SELECT COUNT(*) FROM (SELECT DISTINCT article_id, comment_id FROM mentions WHERE product = p.key)
) AS texts
FROM products p WHERE p.key = :key AND texts > 0
"""

_TEXTS = """
SELECT m.article_id, m.comment_id, a.title, a.url, COALESCE(c.published, a.published, a.stored) AS at,
    COALESCE(c.markdown, a.subtitle || char(10) || a.text), COALESCE(c.author, a.author), a.language
FROM (SELECT DISTINCT article_id, comment_id FROM mentions WHERE product = :key) m
JOIN articles a ON a.id = m.article_id LEFT JOIN comments c ON c.id = m.comment_id
WHERE a.withdrawn IS NULL AND c.deleted IS NULL ORDER BY at DESC LIMIT :limit
"""

_FIRST = """
SELECT m.article_id, m.comment_id, a.title, a.url, COALESCE(c.published, a.published, a.stored) AS at,
    COALESCE(c.markdown, a.subtitle || char(10) || a.text), COALESCE(c.author, a.author), a.language
FROM (SELECT DISTINCT article_id, comment_id FROM mentions WHERE product = :key) m
JOIN articles a ON a.id = m.article_id LEFT JOIN comments c ON c.id = m.comment_id
WHERE a.withdrawn IS NULL AND c.deleted IS NULL ORDER BY at LIMIT 1
"""

_TALK = """
SELECT a.id, c.id, a.title, a.url, c.published, c.markdown, c.author, a.language
FROM comments c JOIN articles a ON a.id = c.article_id
WHERE c.deleted IS NULL AND a.withdrawn IS NULL
    AND c.article_id IN (SELECT value FROM json_each(:articles))
    AND NOT EXISTS (
        SELECT 1 FROM mentions m WHERE m.article_id = c.article_id AND m.comment_id = c.id
    )
ORDER BY c.published DESC LIMIT :limit
"""

_MONTHS = """
SELECT strftime('%Y-%m', COALESCE(c.published, a.published, a.stored) / 1000, 'unixepoch') AS month, COUNT(*)
FROM (SELECT DISTINCT article_id, comment_id FROM mentions WHERE product = :key) m
JOIN articles a INDEXED BY articles_facts ON a.id = m.article_id LEFT JOIN comments c ON c.id = m.comment_id
WHERE a.withdrawn IS NULL GROUP BY month ORDER BY month
"""

_FORMS = """
SELECT form, SUM(times) FROM mentions WHERE product = :key GROUP BY form ORDER BY 2 DESC, form
"""

_CORRECTIONS = """
SELECT said, product, name FROM product_corrections ORDER BY said
"""

_CORRECT = """
INSERT INTO product_corrections (said, product, name, made_by, made)
VALUES (:said, :product, :name, :made_by, :made)
ON CONFLICT (said) DO UPDATE SET product = excluded.product, name = excluded.name,
    made_by = excluded.made_by, made = excluded.made
"""

_TAKE_BACK = """
DELETE FROM product_corrections WHERE said = :said
"""

_HOLDING = """
INSERT INTO unread_texts (article_id, comment_id)
SELECT DISTINCT article_id, comment_id FROM mentions WHERE product = :key ON CONFLICT DO NOTHING
"""

_OF_ARTICLES = """
SELECT m.article_id, m.product, p.name FROM mentions m JOIN products p ON p.key = m.product
WHERE m.comment_id = 0 AND m.article_id IN (SELECT value FROM json_each(:ids))
GROUP BY m.article_id, m.product ORDER BY m.article_id, SUM(m.times) DESC
"""

_ARTICLES_WITH = """
SELECT product, COUNT(DISTINCT article_id) FROM mentions
WHERE comment_id = 0 AND product IN (SELECT value FROM json_each(:keys)) GROUP BY product
"""

_NAMING = """
SELECT DISTINCT article_id FROM mentions WHERE comment_id = 0 AND product = :key
ORDER BY article_id DESC LIMIT :limit
"""


async def unread(q: Queries, limit: int) -> list[TextRef]:
    """Texts that were stored, changed or removed since their products were read, the newest first."""
    return [TextRef(*row) for row in await q.all(_UNREAD, limit=limit)]


async def read_all_again(tx: Transaction) -> None:
    """Every text is unread."""
    for statement in _READ_ALL_AGAIN:
        await tx.run(statement)


async def save(tx: Transaction, read: dict[TextRef, Sequence[NamedProduct]]) -> None:
    """Remember the products of texts; what was known of them gives way."""
    refs: list[Sequence[Value]] = [(ref.article_id, ref.comment_id) for ref in read]
    await tx.many(_FORGET, refs)
    found = [(ref, named) for ref, all_ in read.items() for named in all_]
    await tx.many(_ADD_PRODUCT, sorted({(named.key, named.name) for _, named in found}))
    await tx.many(
        _ADD_MENTION,
        [(ref.article_id, ref.comment_id, named.key, named.form, named.times) for ref, named in found],
    )
    await tx.many(_READ, refs)


async def commonest(q: Queries, limit: int) -> list[Product]:
    """The products that most texts name."""
    return [Product(*row) for row in await q.all(_COMMONEST, limit=limit)]


async def by_key(q: Queries, key: str) -> Product | None:
    """The product of a key, if a text names it."""
    row = await q.one(_BY_KEY, key=key)
    return Product(*row) if row else None


async def texts(q: Queries, key: str, limit: int) -> list[ProductText]:
    """Articles and comments that name a product, the newest first; at most so many, and the very first."""
    rows = await q.all(_TEXTS, key=key, limit=limit)
    if len(rows) == limit:
        rows += await q.all(_FIRST, key=key)
    return [_text(row) for row in rows]


async def talk(q: Queries, articles: Iterable[int], limit: int) -> list[ProductText]:
    """Comments on articles that name no product themselves, the newest first."""
    return [_text(row) for row in await q.all(_TALK, articles=json.dumps(list(articles)), limit=limit)]


async def months(q: Queries, key: str) -> dict[str, int]:
    """In how many texts a product is named, by month ("2026-03"), the oldest first."""
    return {row[0]: row[1] for row in await q.all(_MONTHS, key=key)}


async def forms(q: Queries, key: str) -> list[str]:
    """How texts write a product, folded, the commonest first."""
    return [row[0] for row in await q.all(_FORMS, key=key)]


async def corrections(q: Queries) -> dict[str, NameCorrection]:
    """What managers said, by what it is said of."""
    return {row[0]: NameCorrection(*row) for row in await q.all(_CORRECTIONS)}


async def correct(tx: Transaction, correction: NameCorrection, by: int, now: datetime) -> None:
    """What is said stands for a product from now on."""
    await tx.run(
        _CORRECT,
        said=correction.said,
        product=correction.product,
        name=correction.name,
        made_by=by,
        made=to_ms(now),
    )


async def take_back(tx: Transaction, said: str) -> bool:
    """Forget what was said; whether anything was."""
    return bool(await tx.run(_TAKE_BACK, said=said))


async def read_again(tx: Transaction, key: str) -> None:
    """The texts that name a product are unread."""
    await tx.run(_HOLDING, key=key)


async def of_articles(q: Queries, ids: Iterable[int]) -> dict[int, list[Product]]:
    """The products that articles name themselves, the most named first."""
    found: dict[int, list[Product]] = {}
    for article_id, key, name in await q.all(_OF_ARTICLES, ids=json.dumps(list(ids))):
        found.setdefault(article_id, []).append(Product(key, name))
    return found


async def article_counts(q: Queries, keys: Iterable[str]) -> dict[str, int]:
    """In how many articles products are named."""
    return {row[0]: row[1] for row in await q.all(_ARTICLES_WITH, keys=json.dumps(list(keys)))}


async def articles_naming(q: Queries, key: str, limit: int) -> list[int]:
    """Our ids of the newest articles that name a product themselves."""
    return [row[0] for row in await q.all(_NAMING, key=key, limit=limit)]


def _text(row: Row) -> ProductText:
    article_id, comment_id, title, url, at, text, author, language = row
    return ProductText(article_id, comment_id, title, url, from_ms(at), text, author, language)
