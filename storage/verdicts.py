"""What sites are to make of comments and threads, and which comments Discord does not show."""

from __future__ import annotations

from datetime import datetime

from storage.database import Queries, Row, Transaction, from_ms, to_ms
from storage.records_moderation import Ruling, Verdict, Why

_OF = """
SELECT article_id, guid, wanted, written, state, guild, user_id, done, reason, attempts
FROM verdicts WHERE article_id = :article_id AND guid = :guid
"""

_DUE = """
SELECT article_id, guid, wanted, written, state, guild, user_id, done, reason, attempts
FROM verdicts
WHERE state = 'open' AND wanted <> COALESCE(written, '') AND due <= :now
ORDER BY due, article_id, guid LIMIT :limit
"""

_WANT = """
INSERT INTO verdicts (article_id, guid, wanted, state, guild, user_id)
VALUES (:article_id, :guid, :wanted, :state, :guild, :user)
ON CONFLICT (article_id, guid) DO UPDATE SET
    wanted = excluded.wanted, state = excluded.state, guild = excluded.guild, user_id = excluded.user_id,
    written = NULL, done = NULL, reason = '', attempts = 0, due = 0
"""

_WRITTEN = """
UPDATE verdicts SET written = :wanted, wanted = :wanted, state = 'open', done = :now, reason = '',
    attempts = 0, due = 0
WHERE article_id = :article_id AND guid = :guid
"""

_FAILED = """
UPDATE verdicts SET reason = :reason, due = :due, attempts = attempts + 1, state = :state
WHERE article_id = :article_id AND guid = :guid
"""

_FORGET = """
DELETE FROM verdicts WHERE article_id = :article_id AND guid = :guid
"""

_WITHHOLD = """
INSERT INTO withheld (comment_id, why) VALUES (:comment_id, :why)
ON CONFLICT (comment_id) DO UPDATE SET why = excluded.why
"""

_LIFT = """
DELETE FROM withheld WHERE comment_id = :comment_id
"""

_WITHHELD = """
SELECT why FROM withheld WHERE comment_id = :comment_id
"""


async def of(q: Queries, article_id: int, guid: str) -> Verdict | None:
    """The verdict on a comment or, with an empty guid, on a thread."""
    row = await q.one(_OF, article_id=article_id, guid=guid)
    return _verdict(row) if row else None


async def due(q: Queries, now: datetime, limit: int) -> list[Verdict]:
    """What sites are to be told now."""
    return [_verdict(row) for row in await q.all(_DUE, now=to_ms(now), limit=limit)]


async def want(tx: Transaction, verdict: Verdict) -> None:
    """A new verdict, in place of an older one."""
    await tx.run(
        _WANT,
        article_id=verdict.article_id,
        guid=verdict.guid,
        wanted=verdict.wanted,
        state=verdict.state,
        guild=verdict.guild,
        user=verdict.user,
    )


async def written(tx: Transaction, verdict: Verdict, ruling: Ruling, now: datetime) -> None:
    """The site is as `ruling` says."""
    await tx.run(_WRITTEN, article_id=verdict.article_id, guid=verdict.guid, wanted=ruling, now=to_ms(now))


async def failed(tx: Transaction, verdict: Verdict, reason: str, due: datetime, state: str) -> None:
    """The site was not told; whether and when to try again."""
    await tx.run(
        _FAILED,
        article_id=verdict.article_id,
        guid=verdict.guid,
        reason=reason,
        due=to_ms(due),
        state=state,
    )


async def forget(tx: Transaction, article_id: int, guid: str) -> None:
    """Somebody on the site decided otherwise."""
    await tx.run(_FORGET, article_id=article_id, guid=guid)


async def withhold(tx: Transaction, comment_id: int, why: Why) -> None:
    """Discord is not to show a comment."""
    await tx.run(_WITHHOLD, comment_id=comment_id, why=why)


async def lift(tx: Transaction, comment_id: int) -> bool:
    """Discord may show a comment again; whether it might not."""
    return bool(await tx.run(_LIFT, comment_id=comment_id))


async def withheld(q: Queries, comment_id: int) -> Why | None:
    """Why Discord does not show a comment."""
    row = await q.one(_WITHHELD, comment_id=comment_id)
    return Why(row[0]) if row else None


def _verdict(row: Row) -> Verdict:
    article_id, guid, wanted, written_, state, guild, user, done, reason, attempts = row
    return Verdict(
        article_id=article_id,
        guid=guid,
        wanted=Ruling(wanted),
        written=Ruling(written_) if written_ else None,
        state=state,
        guild=guild,
        user=user,
        done=from_ms(done),
        reason=reason,
        attempts=attempts,
    )
