"""The audit log: rows that are only added, each with a hash over itself and the row before."""

from __future__ import annotations

import hashlib
import json
import secrets
from collections.abc import AsyncGenerator, Iterable
from datetime import datetime

from storage.database import Queries, Row, Transaction, from_ms, to_ms
from storage.records_roles import AuditEntry, Deed

START = "0" * 64
"""What the first row takes for the hash of the row before."""

_PAGE = 1_000

_LAST = """
SELECT number, hash FROM audit ORDER BY number DESC LIMIT 1
"""

_ADD = """
INSERT INTO audit (
    number, at, event, guild, role, publisher, cause, user_id, actor, subject, salt, person, hash
) VALUES (
    :number, :at, :event, :guild, :role, :publisher, :cause, :user, :actor, :subject, :salt, :person, :hash
)
"""

_PAGE_AFTER = """
SELECT number, at, event, guild, role, publisher, cause, user_id, actor, subject, salt, person, hash
FROM audit WHERE number > :after ORDER BY number LIMIT :limit
"""

_LATEST = """
SELECT number, at, event, guild, role, publisher, cause, user_id, actor, subject, salt, person, hash
FROM audit WHERE (guild = :guild OR guild = 0) AND (:user = 0 OR user_id = :user)
ORDER BY number DESC LIMIT :limit
"""

ERASE = """
UPDATE audit SET user_id = NULL, actor = NULL, subject = NULL, salt = NULL
WHERE user_id = :user OR actor = 'user ' || :user
"""
"""Forgets who a person was, in every row."""


async def record(tx: Transaction, deeds: Iterable[Deed], now: datetime) -> None:
    """Add rows for what is done in this transaction."""
    row = await tx.one(_LAST)
    number, before = (row[0], row[1]) if row else (0, START)
    at, rows = to_ms(now), []
    for deed in deeds:
        number += 1
        salt = secrets.token_hex(16)
        person = person_digest(salt, deed.user or None, deed.actor, deed.subject or None)
        plain = (number, at, str(deed.event), deed.guild, deed.role, deed.publisher, deed.cause)
        before = chained(before, plain, person)
        names = ("number", "at", "event", "guild", "role", "publisher", "cause")
        rows.append(
            dict(zip(names, plain, strict=True))
            | {"user": deed.user or None, "actor": deed.actor, "subject": deed.subject or None}
            | {"salt": salt, "person": person, "hash": before}
        )
    await tx.many(_ADD, rows)


def person_digest(salt: str, user: int | None, actor: str | None, subject: str | None) -> str:
    """Stands for the persons of a row in its hash: without the salt nobody can tell who they were."""
    return hashlib.sha256(json.dumps([salt, user, actor, subject]).encode()).hexdigest()


def chained(before: str, plain: tuple[object, ...], person: str) -> str:
    """The hash of a row after another; `plain` is all of it but its persons."""
    return hashlib.sha256(json.dumps([before, *plain, person]).encode()).hexdigest()


async def entries(q: Queries) -> AsyncGenerator[AuditEntry]:
    """The whole log, the oldest first."""
    after = 0
    while rows := await q.all(_PAGE_AFTER, after=after, limit=_PAGE):
        for row in rows:
            yield _entry(row)
        after = rows[-1][0]


async def latest(q: Queries, guild: int, user: int, limit: int) -> list[AuditEntry]:
    """What was last done on a server, or to one `user` (0: anybody), the newest first."""
    return [_entry(row) for row in await q.all(_LATEST, guild=guild, user=user, limit=limit)]


async def erase(tx: Transaction, user: int) -> int:
    """Forget who a person was, in every row; how many. The chain holds all the same."""
    return await tx.run(ERASE, user=user)


def _entry(row: Row) -> AuditEntry:
    return AuditEntry(row[0], from_ms(row[1]), *row[2:])
