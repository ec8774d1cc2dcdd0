"""One-time codes, and the wrong tries of them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from storage.database import Queries, Row, Transaction, from_ms, new_id, to_ms
from storage.records_subscribers import LinkCode

_LIVE_CODES = """
SELECT publisher, digest, subject, listed, expires, used, for_user FROM link_codes
WHERE digest = :digest AND used IS NULL AND expires > :now AND (for_user IS NULL OR for_user = :user)
ORDER BY publisher
"""

_ADD_CODE = """
INSERT INTO link_codes (publisher, digest, subject, listed, expires, used, for_user)
VALUES (:publisher, :digest, :subject, :listed, :expires, :used, :user)
ON CONFLICT (publisher, digest) DO NOTHING
"""

_END_CODE = """
UPDATE link_codes SET listed = 0, expires = CASE WHEN expires > :now THEN :now ELSE expires END
WHERE publisher = :publisher AND digest = :digest AND listed = 1
"""

_END_ISSUED_CODES = """
UPDATE link_codes SET expires = :now
WHERE publisher = :publisher AND subject = :subject AND listed = 0 AND expires > :now
"""

_USE_CODE = """
UPDATE link_codes SET used = :now WHERE publisher = :publisher AND digest = :digest AND used IS NULL
"""

_FORGET_CODES = """
DELETE FROM link_codes WHERE listed = 0 AND expires < :before
"""

_FORGET_OWN = """
DELETE FROM link_codes WHERE for_user IS NOT NULL AND expires < :before
"""

_CROWD = """
SELECT COUNT(*) FROM (SELECT 1 FROM link_tries WHERE tried > :since LIMIT :most) AS latest
"""

_TRIES = """
SELECT tried FROM link_tries WHERE user_id = :user ORDER BY tried DESC LIMIT :most
"""

_ADD_TRY = """
INSERT INTO link_tries (id, user_id, tried) VALUES (:id, :user, :tried)
"""

_TAKE_BACK_TRY = """
DELETE FROM link_tries WHERE id = :id
"""

_FORGET_TRIES = """
DELETE FROM link_tries WHERE tried < :before
"""


async def live(q: Queries, digest: str, now: datetime, user: int) -> list[LinkCode]:
    """The codes of a digest that an account can use now; more than one only if two publishers share it."""
    return [_code(row) for row in await q.all(_LIVE_CODES, digest=digest, now=to_ms(now), user=user)]


async def add(tx: Transaction, new: Iterable[LinkCode]) -> None:
    """Remember codes; one that is known already stays as it is."""
    await tx.many(
        _ADD_CODE,
        (
            {
                "publisher": code.publisher,
                "digest": code.digest,
                "subject": code.subject,
                "listed": int(code.listed),
                "expires": to_ms(code.expires),
                "used": to_ms(code.used),
                "user": code.user,
            }
            for code in new
        ),
    )


async def end(tx: Transaction, publisher: str, digests: Iterable[str], now: datetime) -> None:
    """Codes that the list shows no more end now."""
    at = to_ms(now)
    await tx.many(_END_CODE, ({"publisher": publisher, "digest": d, "now": at} for d in digests))


async def end_issued(tx: Transaction, publisher: str, subject: str, now: datetime) -> None:
    """Codes that we issued for a subscriber end now."""
    await tx.run(_END_ISSUED_CODES, publisher=publisher, subject=subject, now=to_ms(now))


async def use(tx: Transaction, code: LinkCode, now: datetime) -> bool:
    """Use a code up; False if somebody else was first."""
    return await tx.run(_USE_CODE, publisher=code.publisher, digest=code.digest, now=to_ms(now)) == 1


async def forget(tx: Transaction, before: datetime) -> None:
    """Remove codes that ended before then and that no list shows."""
    await tx.run(_FORGET_CODES, before=to_ms(before))


async def forget_own(tx: Transaction, before: datetime) -> None:
    """Remove codes for one account alone that ended before then."""
    await tx.run(_FORGET_OWN, before=to_ms(before))


async def crowd(q: Queries, since: datetime, most: int) -> int:
    """How many wrong codes all accounts tried since then; `most` is counted as far as that."""
    row = await q.one(_CROWD, since=to_ms(since), most=most)
    return int(row[0]) if row else 0


async def wrong_tries(q: Queries, user: int, most: int) -> list[datetime]:
    """When a Discord account last tried a wrong code, newest first."""
    rows = await q.all(_TRIES, user=user, most=most)
    return [from_ms(row[0]) for row in rows]


async def add_wrong_try(tx: Transaction, user: int, now: datetime) -> int:
    """Count a wrong try; its id."""
    number = new_id()
    await tx.run(_ADD_TRY, id=number, user=user, tried=to_ms(now))
    return number


async def take_back_try(tx: Transaction, number: int) -> None:
    """A try that was right after all does not count."""
    await tx.run(_TAKE_BACK_TRY, id=number)


async def forget_tries(tx: Transaction, before: datetime) -> None:
    """Remove the tries that count no more."""
    await tx.run(_FORGET_TRIES, before=to_ms(before))


def _code(row: Row) -> LinkCode:
    return LinkCode(row[0], row[1], row[2], bool(row[3]), from_ms(row[4]), from_ms(row[5]), row[6])
