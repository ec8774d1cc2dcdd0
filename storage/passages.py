"""The passages of the answers, with their terms folded and stemmed already, and what the terms count.

This is state: `stale` says what it lacks, and everything in it can be read again from the articles and
comments. The full text (storage.full_text) follows it.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from storage.database import Queries, Row, Transaction, from_ms, new_id
from storage.passage_records import (
    ARTICLE,
    AnswerSource,
    FoundPassage,
    IndexChange,
    IndexedText,
    IndexState,
    ReadTexts,
    TextRef,
    TextTerms,
)

_STALE_ARTICLES = """
SELECT a.id FROM articles a LEFT JOIN indexed i ON i.article_id = a.id AND i.comment_id = 0
WHERE a.id BETWEEN :first AND :last
    AND i.digest IS NOT CASE WHEN a.withdrawn IS NULL THEN :version || a.digest END
ORDER BY a.id LIMIT :limit
"""

_STALE_COMMENTS = """
SELECT c.article_id, c.id FROM comments c JOIN articles a ON a.id = c.article_id
LEFT JOIN indexed i ON i.article_id = c.article_id AND i.comment_id = c.id
WHERE c.article_id BETWEEN :first AND :last
    AND i.digest IS NOT CASE
        WHEN c.deleted IS NULL AND a.withdrawn IS NULL
            AND NOT EXISTS (SELECT 1 FROM withheld w WHERE w.comment_id = c.id) THEN :version || c.digest
    END
ORDER BY c.article_id, c.id LIMIT :limit
"""

_ORPHANS = """
SELECT i.article_id, i.comment_id FROM indexed i
LEFT JOIN articles a ON a.id = i.article_id LEFT JOIN comments c ON c.id = i.comment_id
WHERE a.id IS NULL OR (i.comment_id <> 0 AND c.id IS NULL) LIMIT :limit
"""

_ARTICLE_TEXTS = """
SELECT id, digest, title, subtitle, author, categories, text FROM articles
WHERE withdrawn IS NULL AND id IN (SELECT value FROM json_each(:ids))
"""

_COMMENT_TEXTS = """
SELECT c.article_id, c.id, c.digest, a.title, c.author, c.markdown
FROM comments c JOIN articles a ON a.id = c.article_id
WHERE c.deleted IS NULL AND a.withdrawn IS NULL AND c.id IN (SELECT value FROM json_each(:ids))
    AND NOT EXISTS (SELECT 1 FROM withheld w WHERE w.comment_id = c.id)
"""

_PASSAGES_OF = """
SELECT p.id, p.title, p.body, p.context FROM json_each(:refs) r
JOIN passages p
    ON p.article_id = json_extract(r.value, '$[0]') AND p.comment_id = json_extract(r.value, '$[1]')
"""

_DELETE_PASSAGE = """
DELETE FROM passages WHERE id = ?
"""

_FORGET = """
DELETE FROM indexed WHERE article_id = ? AND comment_id = ?
"""

_ADD_PASSAGE = """
INSERT INTO passages (id, article_id, comment_id, first, last, title, body, context)
VALUES (?, ?, ?, ?, ?, ?, ?, ?)
"""

_REMEMBER = """
INSERT INTO indexed (article_id, comment_id, digest) VALUES (?, ?, ?)
ON CONFLICT (article_id, comment_id) DO UPDATE SET digest = excluded.digest
"""

_COUNT_TERM = """
INSERT INTO terms (term, passages) VALUES (?, ?)
ON CONFLICT (term) DO UPDATE SET passages = passages + excluded.passages
"""

_ADD_WORD = """
INSERT INTO words (term, word) VALUES (?, ?) ON CONFLICT (term, word) DO NOTHING
"""

_DROP_TERM = """
DELETE FROM terms WHERE term = ? AND passages <= 0
"""

_DROP_WORDS = """
DELETE FROM words WHERE term = ? AND NOT EXISTS (SELECT 1 FROM terms WHERE terms.term = words.term)
"""

_MOVE_ON = """
UPDATE index_state SET passages = passages + :passages, change = change + 1
"""

_CLEAR = (
    "DELETE FROM passages",
    "DELETE FROM terms",
    "DELETE FROM words",
    "DELETE FROM indexed",
    "UPDATE index_state SET passages = 0, change = change + 1",
)

_AGREES = """
SELECT s.passages = (SELECT COUNT(*) FROM passages) AND (s.passages = 0) = NOT EXISTS (SELECT 1 FROM terms)
FROM index_state s
"""

_STATE = """
SELECT passages, change, (SELECT COALESCE(MIN(id), 0) FROM passages) < 0 FROM index_state
"""

_ALL_TERMS = """
SELECT term, passages FROM terms
"""

_ALL_WORDS = """
SELECT DISTINCT word FROM words
"""

_IDS = """
SELECT id FROM passages WHERE id > :after ORDER BY id LIMIT :limit
"""

_BY_IDS = """
SELECT p.id, p.article_id, p.comment_id, p.first, p.last, p.title, p.body, p.context
FROM json_each(:ids) wanted CROSS JOIN passages p ON p.id = wanted.value
"""

_AMONG_NEWEST = """
SELECT p.id, p.article_id, p.comment_id, p.first, p.last, p.title, p.body, p.context FROM (
    SELECT id FROM passages WHERE id > 0 ORDER BY id DESC LIMIT :newest
) newest JOIN passages p ON p.id = newest.id
WHERE EXISTS (
    SELECT 1 FROM json_each(:terms) wanted
    WHERE INSTR(' ' || p.title || ' ' || p.body || ' ', ' ' || wanted.value || ' ') > 0
)
ORDER BY p.id DESC LIMIT :limit
"""

_OF_ARTICLE = """
SELECT id, article_id, comment_id, first, last, title, body, context FROM passages
WHERE article_id = :article_id ORDER BY comment_id, ABS(id) LIMIT :limit
"""

_SOURCES = """
SELECT a.id, 0, a.source, a.title, a.subtitle, a.url, a.published, a.text, '', '', a.published, a.author,
    a.language
FROM articles a WHERE a.withdrawn IS NULL AND a.id IN (SELECT value FROM json_each(:articles))
UNION ALL
SELECT a.id, c.id, a.source, a.title, a.subtitle, a.url, a.published, c.markdown, c.author, c.url,
    c.published, a.author, a.language
FROM comments c JOIN articles a ON a.id = c.article_id
WHERE c.deleted IS NULL AND a.withdrawn IS NULL AND c.id IN (SELECT value FROM json_each(:comments))
    AND NOT EXISTS (SELECT 1 FROM withheld w WHERE w.comment_id = c.id)
"""


async def stale(
    q: Queries, version: str, limit: int, article_id: int | None = None, after: int | None = None
) -> list[TextRef]:
    """Texts whose index is missing or outdated, and texts that are gone and still indexed.

    With an `article_id` only that article's and its comments', with `after` those from that id on.
    """
    first = -(2**63) if after is None else after
    first, last = (article_id, article_id) if article_id is not None else (first, 2**63 - 1)
    rows = await q.all(_STALE_ARTICLES, version=version, first=first, last=last, limit=limit)
    found = [TextRef(row[0], ARTICLE) for row in rows]
    left = limit - len(found)
    rows = await q.all(_STALE_COMMENTS, version=version, first=first, last=last, limit=left) if left else []
    found += [TextRef(*row) for row in rows]
    if len(found) < limit and article_id is None:
        found += [TextRef(*row) for row in await q.all(_ORPHANS, limit=limit - len(found))]
    return found


async def texts(q: Queries, refs: Sequence[TextRef]) -> list[IndexedText]:
    """The texts as they are now; without those that are gone."""
    articles = json.dumps([ref.article_id for ref in refs if ref.comment_id == ARTICLE])
    comments = json.dumps([ref.comment_id for ref in refs if ref.comment_id != ARTICLE])
    found = [
        IndexedText(TextRef(id_, ARTICLE), digest, title, subtitle, author, tuple(json.loads(labels)), text)
        for id_, digest, title, subtitle, author, labels, text in await q.all(_ARTICLE_TEXTS, ids=articles)
    ]
    for article_id, id_, digest, title, author, markdown in await q.all(_COMMENT_TEXTS, ids=comments):
        found.append(IndexedText(TextRef(article_id, id_), digest, title, "", author, (), markdown))
    return found


async def replace(tx: Transaction, refs: Sequence[TextRef], read: ReadTexts, version: str) -> IndexChange:
    """Take the texts of `refs` out of the index whole, and put in those that were read."""
    pairs = [(ref.article_id, ref.comment_id) for ref in refs]
    held = await tx.all(_PASSAGES_OF, refs=json.dumps(pairs))
    gone = tuple(row[0] for row in held)
    new = tuple(passage for text in read.texts for passage in _passages(text))
    counts = Counter(read.counts)
    for _, *columns in held:
        counts.subtract(set(" ".join(columns).split()))
    await tx.many(_DELETE_PASSAGE, [(id_,) for id_ in gone])
    await tx.many(_FORGET, pairs)
    await tx.many(_ADD_PASSAGE, map(_row, new))
    await tx.many(_COUNT_TERM, sorted((term, count) for term, count in counts.items() if count))
    await tx.many(_ADD_WORD, sorted(read.words))
    await tx.many(
        _REMEMBER, [(text.ref.article_id, text.ref.comment_id, version + text.digest) for text in read.texts]
    )
    unused = [(term,) for term, count in counts.items() if count < 0]
    await tx.many(_DROP_TERM, unused)
    await tx.many(_DROP_WORDS, unused)
    await tx.run(_MOVE_ON, passages=len(new) - len(gone))
    return IndexChange(gone, new, counts)


def _passages(text: TextTerms) -> Iterator[FoundPassage]:
    sign = 1 if text.ref.comment_id == ARTICLE else -1
    for each in text.passages:
        yield FoundPassage(
            sign * new_id(), text.ref, each.first, each.last, each.title, each.body, each.context
        )


def _row(passage: FoundPassage) -> tuple[int | str, ...]:
    ref = passage.ref
    place = (passage.id, ref.article_id, ref.comment_id, passage.first, passage.last)
    return (*place, passage.title, passage.body, passage.context)


async def clear(tx: Transaction) -> None:
    """Throw the whole index away; every text is stale then."""
    for statement in _CLEAR:
        await tx.run(statement)


async def agrees(q: Queries) -> bool:
    """Whether the index holds as many passages as it counts."""
    row = await q.one(_AGREES)
    return bool(row and row[0])


async def state(q: Queries) -> IndexState:
    """What a copy in memory must agree with."""
    row = await q.one(_STATE)
    return IndexState(row[0], row[1], bool(row[2])) if row else IndexState()


async def term_counts(q: Queries) -> dict[str, int]:
    """Every term and how many passages hold it."""
    return {row[0]: row[1] for row in await q.all(_ALL_TERMS)}


async def words(q: Queries) -> list[str]:
    """Every word as written (folded)."""
    return [row[0] for row in await q.all(_ALL_WORDS)]


async def ids(q: Queries, after: int, limit: int) -> list[int]:
    """The next ids of passages, in their order."""
    return [row[0] for row in await q.all(_IDS, after=after, limit=limit)]


async def by_ids(q: Queries, wanted: Iterable[int]) -> list[FoundPassage]:
    """The passages with these ids, without those that are gone."""
    return [_found(row) for row in await q.all(_BY_IDS, ids=json.dumps(list(wanted)))]


async def among_newest(q: Queries, terms: Sequence[str], newest: int, limit: int) -> list[FoundPassage]:
    """Those of the newest articles' passages that hold one of the terms: read through, without full text."""
    rows = await q.all(_AMONG_NEWEST, terms=json.dumps(terms), newest=newest, limit=limit)
    return [_found(row) for row in rows]


async def of_article(q: Queries, article_id: int, limit: int) -> list[FoundPassage]:
    """The passages of an article and of its comments, the article's own first."""
    return [_found(row) for row in await q.all(_OF_ARTICLE, article_id=article_id, limit=limit)]


def _found(row: Row) -> FoundPassage:
    return FoundPassage(row[0], TextRef(row[1], row[2]), *row[3:])


async def sources(q: Queries, refs: Iterable[TextRef]) -> dict[TextRef, AnswerSource]:
    """The texts behind passages, as they are now; without those that are gone."""
    refs = list(refs)
    articles = json.dumps([ref.article_id for ref in refs if ref.comment_id == ARTICLE])
    comments = json.dumps([ref.comment_id for ref in refs if ref.comment_id != ARTICLE])
    found: dict[TextRef, AnswerSource] = {}
    for row in await q.all(_SOURCES, articles=articles, comments=comments):
        ref = TextRef(row[0], row[1])
        (
            source,
            title,
            subtitle,
            url,
            published,
            text,
            author,
            comment_url,
            written,
            article_author,
            language,
        ) = row[2:]
        found[ref] = AnswerSource(
            ref=ref,
            source=source,
            title=title,
            subtitle=subtitle,
            url=url,
            published=from_ms(published),
            text=text,
            author=author,
            comment_url=comment_url,
            written=from_ms(written),
            article_author=article_author,
            language=language,
        )
    return found
