"""The index of the answers: full text (FTS5) over terms that are folded and stemmed already.

Another engine would need this file alone rewritten. The index is state: `stale` says what it lacks, and
everything in it can be read again from the articles and comments.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Sequence

from storage.database import Queries, Row, Transaction, from_ms
from storage.passage_records import (
    ARTICLE,
    AnswerSource,
    FoundPassage,
    IndexedText,
    IndexState,
    TextRef,
    TextTerms,
    WantedTerms,
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
SELECT p.id, t.title, t.body, t.context FROM json_each(:refs) r
JOIN passages p
    ON p.article_id = json_extract(r.value, '$[0]') AND p.comment_id = json_extract(r.value, '$[1]')
JOIN passage_terms t ON t.rowid = p.id
"""

_DELETE_PASSAGE = """
DELETE FROM passages WHERE id = ?
"""

_DELETE_TERMS = """
DELETE FROM passage_terms WHERE rowid = ?
"""

_FORGET = """
DELETE FROM indexed WHERE article_id = ? AND comment_id = ?
"""

_LAST_IDS = """
SELECT COALESCE(MAX(id), 0), COALESCE(MIN(id), 0) FROM passages
"""

_ADD_PASSAGE = """
INSERT INTO passages (id, article_id, comment_id, first, last) VALUES (?, ?, ?, ?, ?)
"""

_ADD_TERMS = """
INSERT INTO passage_terms (rowid, title, body, context) VALUES (?, ?, ?, ?)
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

_CREATE_TERMS = """
CREATE VIRTUAL TABLE passage_terms USING fts5 (title, body, context, tokenize = "ascii tokenchars '+#.'")
"""

_CLEAR = (
    "DROP TABLE passage_terms",
    _CREATE_TERMS,
    "DELETE FROM passages",
    "DELETE FROM terms",
    "DELETE FROM words",
    "DELETE FROM indexed",
    "UPDATE index_state SET passages = 0, change = change + 1",
)

_STATE = """
SELECT passages, change, (SELECT COALESCE(MIN(id), 0) FROM passages) < 0 FROM index_state
"""

_ALL_TERMS = """
SELECT term, passages FROM terms
"""

_ALL_WORDS = """
SELECT DISTINCT word FROM words
"""

_FIND_IN_ARTICLES = """
SELECT p.id, p.article_id, p.comment_id, p.first, p.last, t.title, t.body, t.context
FROM (
    SELECT rowid AS id, title, body, context, rank FROM passage_terms
    WHERE passage_terms MATCH :terms AND rank MATCH 'bm25(3.0, 1.0, 0.5)'
        AND rowid > CAST((SELECT COALESCE(MAX(id), 0) FROM passages) * :skipped AS INTEGER)
    ORDER BY rank LIMIT :limit
) t JOIN passages p ON p.id = t.id
ORDER BY t.rank, p.id
"""

_FIND_IN_COMMENTS = """
SELECT p.id, p.article_id, p.comment_id, p.first, p.last, t.title, t.body, t.context
FROM (
    SELECT rowid AS id, title, body, context, rank FROM passage_terms
    WHERE passage_terms MATCH :terms AND rank MATCH 'bm25(3.0, 1.0, 0.5)'
        AND rowid < CAST((SELECT COALESCE(MIN(id), 0) FROM passages) * :skipped AS INTEGER)
    ORDER BY rank LIMIT :limit
) t JOIN passages p ON p.id = t.id
ORDER BY t.rank, p.id
"""

_OF_ARTICLE = """
SELECT p.id, p.article_id, p.comment_id, p.first, p.last, t.title, t.body, t.context
FROM passages p JOIN passage_terms t ON t.rowid = p.id
WHERE p.article_id = :article_id ORDER BY p.comment_id, p.id LIMIT :limit
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


async def stale(q: Queries, version: str, limit: int, article_id: int | None = None) -> list[TextRef]:
    """Texts whose index is missing or outdated, and texts that are gone and still indexed.

    With an `article_id` only that article's and its comments'.
    """
    first, last = (article_id, article_id) if article_id is not None else (-(2**63), 2**63 - 1)
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


async def remove(tx: Transaction, refs: Sequence[TextRef]) -> Counter[str]:
    """Take texts out of the index whole; by how many passages each term's count changes (below 0)."""
    pairs = [(ref.article_id, ref.comment_id) for ref in refs]
    held = await tx.all(_PASSAGES_OF, refs=json.dumps(pairs))
    gone: Counter[str] = Counter()
    for _, *columns in held:
        gone.subtract(set(" ".join(columns).split()))
    ids = [(row[0],) for row in held]
    await tx.many(_DELETE_TERMS, ids)
    await tx.many(_DELETE_PASSAGE, ids)
    await tx.many(_FORGET, pairs)
    await tx.many(_COUNT_TERM, sorted(gone.items()))
    await tx.run(_MOVE_ON, passages=-len(ids))
    return gone


async def add(tx: Transaction, ready: Sequence[TextTerms], version: str) -> Counter[str]:
    """Put texts into the index, which must not hold them; in how many passages each term is new."""
    row = await tx.one(_LAST_IDS)
    # Articles count up from 1 and comments down from -1, so that one comparison tells them apart.
    highest, lowest = (max(row[0], 0), min(row[1], 0)) if row else (0, 0)
    passages: list[tuple[int, int, int, int, int]] = []
    terms: list[tuple[int, str, str, str]] = []
    new: Counter[str] = Counter()
    for text in ready:
        for passage in text.passages:
            if text.ref.comment_id == ARTICLE:
                id_ = highest = highest + 1
            else:
                id_ = lowest = lowest - 1
            passages.append((id_, text.ref.article_id, text.ref.comment_id, passage.first, passage.last))
            terms.append((id_, passage.title, passage.body, passage.context))
            new.update(set(f"{passage.title} {passage.body} {passage.context}".split()))
    await tx.many(_ADD_PASSAGE, passages)
    await tx.many(_ADD_TERMS, terms)
    await tx.many(_COUNT_TERM, sorted(new.items()))
    await tx.many(_ADD_WORD, sorted(set().union(*(text.words for text in ready))))
    await tx.many(
        _REMEMBER, [(text.ref.article_id, text.ref.comment_id, version + text.digest) for text in ready]
    )
    await tx.run(_MOVE_ON, passages=len(passages))
    return new


async def clear(tx: Transaction) -> None:
    """Throw the whole index away; every text is stale then."""
    for statement in _CLEAR:
        await tx.run(statement)


async def drop_unused(tx: Transaction, terms: Iterable[str]) -> None:
    """Forget those of the terms that no passage holds any more, and their words."""
    rows = [(term,) for term in terms]
    await tx.many(_DROP_TERM, rows)
    await tx.many(_DROP_WORDS, rows)


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


async def find(q: Queries, wanted: WantedTerms, limit: int, *, comments: bool) -> list[FoundPassage]:
    """The passages of articles, or of comments, that hold any of the one terms or all of the others.

    Best BM25 first. It takes time by the number of passages that hold one of `any_of`.
    """
    parts = [_quoted(term) for term in wanted.any_of]
    if wanted.all_of:
        parts.append("(" + " AND ".join(_quoted(term) for term in wanted.all_of) + ")")
    if not parts:
        return []
    rows = await q.all(
        _FIND_IN_COMMENTS if comments else _FIND_IN_ARTICLES,
        terms=" OR ".join(parts),
        skipped=1.0 - wanted.newest,
        limit=limit,
    )
    return [_found(row) for row in rows]


async def of_article(q: Queries, article_id: int, limit: int) -> list[FoundPassage]:
    """The passages of an article and of its comments, the article's own first."""
    return [_found(row) for row in await q.all(_OF_ARTICLE, article_id=article_id, limit=limit)]


def _found(row: Row) -> FoundPassage:
    return FoundPassage(row[0], TextRef(row[1], row[2]), *row[3:])


def _quoted(term: str) -> str:
    return '"' + term.replace('"', '""') + '"'


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
