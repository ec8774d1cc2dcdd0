"""Visits of browsers that link by the web, and the signed links that were used."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from storage.database import Queries, Transaction, Value, from_ms, to_ms


@dataclass(frozen=True, slots=True)
class Visit:
    """What one browser is in the middle of. `secret` and `token` are digests.

    `subject` is empty until the publisher told it, `user` and `name` until Discord did; a `user` that is
    known before is the only one who may come.
    """

    secret: str
    step: str
    publisher: str
    expires: datetime
    subject: str = ""
    token: str = ""
    user: int = 0
    name: str = ""


_ADD = """
INSERT INTO link_visits (secret, step, publisher, subject, token, user_id, name, expires)
VALUES (:secret, :step, :publisher, :subject, :token, :user, :name, :expires)
"""

# One signed link has one visit, and so has one step of one person: whoever begins again leaves no rows.
_REPLACE = """
DELETE FROM link_visits WHERE publisher = :publisher
AND ((token <> '' AND token = :token) OR (user_id <> 0 AND user_id = :user AND step = :step))
"""

_FIND = """
SELECT secret, step, publisher, expires, subject, token, user_id, name FROM link_visits
WHERE secret = :secret AND step = :step AND expires > :now
"""

_ADVANCE = """
UPDATE link_visits SET secret = :secret, step = :step, subject = :subject, user_id = :user, name = :name,
    expires = :expires
WHERE secret = :old_secret AND step = :old_step
"""

_END = """
DELETE FROM link_visits WHERE secret = :secret
"""

_FORGET_VISITS = """
DELETE FROM link_visits WHERE expires <= :now
"""

_SPEND = """
INSERT INTO link_tokens (publisher, token, expires) VALUES (:publisher, :token, :expires)
ON CONFLICT (publisher, token) DO NOTHING
"""

_SPENT = """
SELECT 1 FROM link_tokens WHERE publisher = :publisher AND token = :token
"""

_FORGET_TOKENS = """
DELETE FROM link_tokens WHERE expires <= :now
"""


async def add(tx: Transaction, visit: Visit) -> None:
    """Begin a visit; the one before of the same signed link, or of the same person's step, ends."""
    await tx.run(
        _REPLACE, publisher=visit.publisher, token=visit.token, user=visit.user, step=str(visit.step)
    )
    await tx.run(_ADD, publisher=visit.publisher, token=visit.token, **_values(visit))


async def find(q: Queries, secret: str, step: str, now: datetime) -> Visit | None:
    """The visit of a secret's digest at a step, unless it is over."""
    row = await q.one(_FIND, secret=secret, step=str(step), now=to_ms(now))
    return Visit(row[0], row[1], row[2], from_ms(row[3]), *row[4:]) if row else None


async def advance(tx: Transaction, old: Visit, new: Visit) -> bool:
    """Take a visit a step further; False if somebody else did so first."""
    changed = await tx.run(_ADVANCE, old_secret=old.secret, old_step=str(old.step), **_values(new))
    return changed == 1


async def end(tx: Transaction, secret: str) -> None:
    """A visit is over."""
    await tx.run(_END, secret=secret)


async def spend(tx: Transaction, publisher: str, token: str, expires: datetime) -> bool:
    """Use a signed link up; False if that was done before."""
    return await tx.run(_SPEND, publisher=publisher, token=token, expires=to_ms(expires)) == 1


async def is_spent(q: Queries, publisher: str, token: str) -> bool:
    """Whether a signed link was used."""
    return await q.one(_SPENT, publisher=publisher, token=token) is not None


async def forget(tx: Transaction, now: datetime) -> None:
    """Remove the visits that are over, and the used links that could not come again anyway."""
    await tx.run(_FORGET_VISITS, now=to_ms(now))
    await tx.run(_FORGET_TOKENS, now=to_ms(now))


def _values(visit: Visit) -> dict[str, Value]:
    """What changes from step to step."""
    return {
        "secret": visit.secret,
        "step": str(visit.step),
        "subject": visit.subject,
        "user": visit.user,
        "name": visit.name,
        "expires": to_ms(visit.expires),
    }
