"""Mails that are owed, and how many were asked for."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import datetime

from storage.database import Queries, Row, Transaction, from_ms, to_ms
from storage.records_mail import Asked, Mail, MailState

# What was refused for being too much does not count, or asking again would never end that.
_ASKED = """
SELECT COALESCE(SUM(user_id = :user), 0),
    COALESCE(SUM(address IN (SELECT value FROM json_each(:addresses))), 0),
    COALESCE(SUM(guild = :guild), 0), COUNT(*)
FROM mails WHERE asked > :since AND state <> 'over'
"""

_ADD = """
INSERT INTO mails (id, user_id, guild, publisher, address, asked, expires, state, sealed, due)
VALUES (:id, :user, :guild, :publisher, :address, :asked, :expires, :state, :sealed, :due)
"""

_DUE = """
SELECT id, user_id, guild, publisher, address, asked, expires, state, sealed, due, tries, reason
FROM mails WHERE state = 'owed' AND due <= :now ORDER BY due, id LIMIT :most
"""

_BY_USER = """
SELECT id, user_id, guild, publisher, address, asked, expires, state, sealed, due, tries, reason
FROM mails WHERE user_id = :user ORDER BY asked, id
"""

_SETTLE = """
UPDATE mails SET state = :state, reason = :reason, sealed = '', tries = tries + 1
WHERE id = :id AND state = 'owed'
"""

_POSTPONE = """
UPDATE mails SET due = :due, reason = :reason, tries = tries + 1 WHERE id = :id AND state = 'owed'
"""

_FORGET = """
DELETE FROM mails WHERE asked < :before AND expires < :now
"""


async def asked(q: Queries, user: int, addresses: Iterable[str], guild: int, since: datetime) -> Asked:
    """How many mails were asked for since then; `addresses` are the digests of one address."""
    digests = json.dumps(list(addresses))
    row = await q.one(_ASKED, user=user, addresses=digests, guild=guild, since=to_ms(since))
    return Asked(*row) if row else Asked(0, 0, 0, 0)


async def add(tx: Transaction, new: Mail) -> None:
    """Remember a mail that was asked for."""
    await tx.run(
        _ADD,
        id=new.id,
        user=new.user,
        guild=new.guild,
        publisher=new.publisher,
        address=new.address,
        asked=to_ms(new.asked),
        expires=to_ms(new.expires),
        state=str(new.state),
        sealed=new.sealed,
        due=to_ms(new.due),
    )


async def due(q: Queries, now: datetime, most: int) -> list[Mail]:
    """Mails that are owed and may be tried now, the longest due first."""
    return [_mail(row) for row in await q.all(_DUE, now=to_ms(now), most=most)]


async def of_user(q: Queries, user: int) -> list[Mail]:
    """The mails that a Discord account asked for."""
    return [_mail(row) for row in await q.all(_BY_USER, user=user)]


async def settle(tx: Transaction, mail: int, state: MailState, reason: str = "") -> None:
    """A mail was sent, or never will be; what it said is erased."""
    await tx.run(_SETTLE, id=mail, state=str(state), reason=reason)


async def postpone(tx: Transaction, mail: int, until: datetime, reason: str) -> None:
    """A mail could not be sent; it is tried again then."""
    await tx.run(_POSTPONE, id=mail, due=to_ms(until), reason=reason)


async def forget(tx: Transaction, before: datetime, now: datetime) -> int:
    """Remove the mails that were asked for before then and are over; how many there were."""
    return await tx.run(_FORGET, before=to_ms(before), now=to_ms(now))


def _mail(row: Row) -> Mail:
    """In the order of the record's fields."""
    times = {5, 6, 9}
    values = [from_ms(value) if column in times else value for column, value in enumerate(row)]
    values[7] = MailState(row[7])
    return Mail(*values)
