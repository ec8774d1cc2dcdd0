"""What became of each article in each channel, and the messages that hold several articles."""

from __future__ import annotations

import json
from datetime import datetime

from storage.database import Queries, Row, Transaction, Value, from_ms, to_ms
from storage.records_routes import Bulletin, BulletinKind, Outcome, Posting

_SAVE = """
INSERT INTO postings (article_id, channel, route, outcome, detail, decided, due)
VALUES (:article_id, :channel, :route, :outcome, :detail, :decided, :due)
ON CONFLICT (article_id, channel) DO UPDATE SET
    route = excluded.route, outcome = excluded.outcome, detail = excluded.detail,
    decided = excluded.decided, due = excluded.due
"""

_OF_ARTICLE = """
SELECT article_id, channel, route, outcome, decided, detail, due FROM postings
WHERE article_id = :article_id ORDER BY decided, channel
"""

_DUE = """
SELECT article_id, channel, route, outcome, decided, detail, due FROM postings
WHERE due <= :now AND outcome = 'waiting' ORDER BY due, article_id LIMIT :limit
"""

_POSTED = """
SELECT decided FROM postings
WHERE channel = :channel AND decided > :since AND outcome = 'posted' ORDER BY decided
"""

_WAITING = """
SELECT due FROM postings
WHERE channel = :channel AND due IS NOT NULL AND outcome = 'waiting' ORDER BY due
"""

_MARK = """
UPDATE postings SET outcome = :outcome, detail = :detail, decided = :now, due = :due
WHERE article_id = :article_id AND channel = :channel
"""

_DIGESTS_DUE = """
SELECT DISTINCT route, channel FROM postings
WHERE due <= :now AND outcome = 'digest' ORDER BY route, channel
"""

_FOR_DIGEST = """
SELECT postings.article_id FROM postings JOIN articles ON articles.id = postings.article_id
WHERE postings.route = :route AND postings.due <= :until AND postings.outcome = 'digest'
ORDER BY COALESCE(articles.published, articles.stored), postings.article_id
"""

_DROP = """
DELETE FROM postings WHERE article_id = :article_id AND channel = :channel
"""

_ADD_BULLETIN = """
INSERT INTO bulletins (id, channel, kind, since, until, articles)
VALUES (:id, :channel, :kind, :since, :until, :articles)
"""

_BULLETIN_BY_ID = """
SELECT id, channel, kind, since, until, articles FROM bulletins WHERE id = :id
"""


async def save(tx: Transaction, *postings: Posting) -> None:
    """Remember what became of articles; what was known of the same article and channel gives way."""
    rows: list[dict[str, Value]] = [
        {
            "article_id": posting.article_id,
            "channel": posting.channel,
            "route": posting.route,
            "outcome": posting.outcome,
            "detail": posting.detail,
            "decided": to_ms(posting.decided),
            "due": to_ms(posting.due),
        }
        for posting in postings
    ]
    await tx.many(_SAVE, rows)


async def of_article(q: Queries, article_id: int) -> list[Posting]:
    """What became of an article, channel by channel."""
    return [_posting(row) for row in await q.all(_OF_ARTICLE, article_id=article_id)]


async def due(q: Queries, now: datetime, limit: int) -> list[Posting]:
    """Those WAITING whose time has come, in the order in which they are to be posted."""
    return [_posting(row) for row in await q.all(_DUE, now=to_ms(now), limit=limit)]


async def recent(q: Queries, channel: int, since: datetime) -> list[datetime]:
    """When a channel's messages since then were posted, oldest first."""
    return [from_ms(row[0]) for row in await q.all(_POSTED, channel=channel, since=to_ms(since))]


async def waiting(q: Queries, channel: int) -> list[datetime]:
    """When the articles that wait for a channel are due, soonest first; one may be due already."""
    return [from_ms(row[0]) for row in await q.all(_WAITING, channel=channel)]


async def mark(
    tx: Transaction,
    article_id: int,
    channel: int,
    outcome: Outcome,
    *,
    now: datetime,
    detail: str = "",
    due: datetime | None = None,
) -> bool:
    """Change what became of an article in a channel; `now` counts as when it was posted."""
    changed = await tx.run(
        _MARK,
        article_id=article_id,
        channel=channel,
        outcome=outcome,
        now=to_ms(now),
        detail=detail,
        due=to_ms(due),
    )
    return bool(changed)


async def drop(tx: Transaction, article_id: int, channel: int) -> bool:
    """Forget what was to become of an article in a channel, where no route wants it any more."""
    return bool(await tx.run(_DROP, article_id=article_id, channel=channel))


async def digests_due(q: Queries, now: datetime) -> list[tuple[int, int]]:
    """(route, channel) of the digests whose time has come."""
    return [(row[0], row[1]) for row in await q.all(_DIGESTS_DUE, now=to_ms(now))]


async def waiting_for_digest(q: Queries, route: int, until: datetime) -> list[int]:
    """Our ids of the articles for a route's digest of that time, oldest first; some may be withdrawn."""
    return [row[0] for row in await q.all(_FOR_DIGEST, route=route, until=to_ms(until))]


async def add_bulletin(tx: Transaction, bulletin: Bulletin) -> None:
    """Store a message of several articles."""
    await tx.run(
        _ADD_BULLETIN,
        id=bulletin.id,
        channel=bulletin.channel,
        kind=bulletin.kind,
        since=to_ms(bulletin.since),
        until=to_ms(bulletin.until),
        articles=json.dumps(bulletin.articles),
    )


async def bulletin_by_id(q: Queries, bulletin_id: int) -> Bulletin | None:
    """The bulletin of our id."""
    row = await q.one(_BULLETIN_BY_ID, id=bulletin_id)
    if row is None:
        return None
    since, until, articles = from_ms(row[3]), from_ms(row[4]), tuple(json.loads(row[5]))
    return Bulletin(row[0], row[1], BulletinKind(row[2]), since, until, articles)


def _posting(row: Row) -> Posting:
    article_id, channel, route, outcome, decided, detail, when = row
    return Posting(article_id, channel, route, Outcome(outcome), from_ms(decided), detail, from_ms(when))
