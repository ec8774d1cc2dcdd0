"""Articles about the same news, and the corrections of what was posted."""

from __future__ import annotations

import json
from datetime import datetime

from storage import articles
from storage.database import Queries, Transaction, from_ms, to_ms
from storage.records_routes import Correction, StoryArticle

_JOIN = """
INSERT INTO story_articles (article_id, story, joined, evidence)
VALUES (:article_id, :story, :joined, :evidence)
ON CONFLICT (article_id) DO NOTHING
"""

_STORY_OF = """
SELECT story FROM story_articles WHERE article_id = :article_id
"""

_MEMBERS = """
SELECT article_id, joined, evidence FROM story_articles WHERE story = :story ORDER BY joined, article_id
"""

_JOINED_TO = """
SELECT article_id FROM postings
WHERE outcome = 'joined' AND detail = :lead AND channel = :channel ORDER BY decided, article_id
"""

_LEADS = """
SELECT DISTINCT detail FROM postings WHERE outcome = 'joined' AND article_id = :article_id
"""

_DIGESTS = """
SELECT DISTINCT articles.id, articles.digest FROM postings
JOIN articles ON articles.id = postings.article_id
WHERE postings.outcome = 'joined' AND postings.detail = :lead ORDER BY articles.id
"""

_ADD_CORRECTION = """
INSERT INTO corrections (id, article_id, at, change) VALUES (:id, :article_id, :at, :change)
"""

_CORRECTION = """
SELECT id, article_id, at, change FROM corrections WHERE id = :id
"""


async def story_of(q: Queries, article_id: int) -> int | None:
    """The story of an article; None where it stands alone."""
    row = await q.one(_STORY_OF, article_id=article_id)
    return int(row[0]) if row else None


async def join(
    tx: Transaction, article_id: int, story: int, evidence: tuple[str, ...], now: datetime
) -> None:
    """Add an article to a story; the story bears the id of its first article."""
    for member, reasons in ((story, ()), (article_id, evidence)):
        await tx.run(
            _JOIN,
            article_id=member,
            story=story,
            joined=to_ms(now),
            evidence=json.dumps(reasons, ensure_ascii=False),
        )


async def members(q: Queries, story: int) -> list[StoryArticle]:
    """The articles of a story, the first one first."""
    rows = await q.all(_MEMBERS, story=story)
    stored = {article.id: article for article in await articles.by_ids(q, [row[0] for row in rows])}
    return [
        StoryArticle(stored[row[0]], from_ms(row[1]), tuple(json.loads(row[2])))
        for row in rows
        if row[0] in stored
    ]


async def joined_to(q: Queries, lead: int, channel: int) -> list[int]:
    """The articles that were added to the message of an article in a channel, in the order they came."""
    return [row[0] for row in await q.all(_JOINED_TO, lead=str(lead), channel=channel)]


async def leads(q: Queries, article_id: int) -> list[int]:
    """The articles to whose messages an article was added."""
    return [int(row[0]) for row in await q.all(_LEADS, article_id=article_id)]


async def joined_digests(q: Queries, lead: int) -> list[tuple[int, str]]:
    """(id, digest) of all articles that were added to the messages of an article."""
    return [(row[0], row[1]) for row in await q.all(_DIGESTS, lead=str(lead))]


async def add_correction(tx: Transaction, correction: Correction) -> None:
    """Keep a material change."""
    change = {"headline": correction.headline, "figures": correction.figures, "note": correction.note}
    await tx.run(
        _ADD_CORRECTION,
        id=correction.id,
        article_id=correction.article_id,
        at=to_ms(correction.at),
        change=json.dumps(change, ensure_ascii=False),
    )


async def correction_by_id(q: Queries, correction_id: int) -> Correction | None:
    """The correction of our id."""
    row = await q.one(_CORRECTION, id=correction_id)
    if row is None:
        return None
    change = json.loads(row[3])
    headline = change["headline"]
    return Correction(
        id=row[0],
        article_id=row[1],
        at=from_ms(row[2]),
        headline=(headline[0], headline[1]) if headline else None,
        figures=tuple((before, after) for before, after in change["figures"]),
        note=change["note"],
    )
