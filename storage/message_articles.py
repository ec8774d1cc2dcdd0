"""Which article a Discord message is about."""

from __future__ import annotations

from storage.database import Queries

_SHOWN_BY = """
SELECT d.subject FROM deliveries d WHERE d.discord_id = :message AND d.kind IN ('article', 'thread')
UNION ALL
SELECT c.article_id FROM deliveries d JOIN comments c ON c.id = d.subject
WHERE d.discord_id = :message AND d.kind IN ('comment', 'part 2', 'part 3', 'part 4', 'original')
UNION ALL
SELECT c.article_id FROM deliveries d JOIN corrections c ON c.id = d.subject
WHERE d.discord_id = :message AND d.kind = 'correction'
UNION ALL
SELECT n.article_id FROM deliveries d JOIN watch_notices n ON n.id = d.subject
WHERE d.discord_id = :message AND d.kind = 'watch'
LIMIT 1
"""


async def shown_by(q: Queries, message: int) -> int | None:
    """Our id of the article that a message or thread of ours shows, itself or by one of its comments."""
    row = await q.one(_SHOWN_BY, message=message)
    return int(row[0]) if row else None
