"""What is remembered of each source between polls, and the sources that were added on Discord."""

from __future__ import annotations

import asyncio
import json
from dataclasses import dataclass
from datetime import datetime

from storage.database import Queries, Row, Transaction, Value, from_ms, to_ms
from storage.records import SourceState

_AT_ONCE = 100

_BY_NAME = """
SELECT name, first_read, last_read, due, failures, reason, validators, paused, distrusted, rhythm
FROM sources WHERE name = :name
"""

_ALL = """
SELECT name, first_read, last_read, due, failures, reason, validators, paused, distrusted, rhythm
FROM sources ORDER BY name
"""

_SAVE = """
INSERT INTO sources (name, first_read, last_read, due, failures, reason, validators, distrusted, rhythm)
VALUES (:name, :first_read, :last_read, :due, :failures, :reason, :validators, :distrusted, :rhythm)
ON CONFLICT (name) DO UPDATE SET
    first_read = excluded.first_read, last_read = excluded.last_read, due = excluded.due,
    failures = excluded.failures, reason = excluded.reason, validators = excluded.validators,
    distrusted = excluded.distrusted, rhythm = excluded.rhythm
"""

_FAILED = """
INSERT INTO sources (name, due, failures, reason) VALUES (:name, :due, 1, :reason)
ON CONFLICT (name) DO UPDATE SET
    due = excluded.due, failures = sources.failures + 1, reason = excluded.reason
"""

_PAUSE = """
INSERT INTO sources (name, paused) VALUES (:name, :paused)
ON CONFLICT (name) DO UPDATE SET paused = excluded.paused
"""

_ADDED = """
SELECT name, definition, guild, added_by, added FROM added_sources ORDER BY added, name
"""

_ONE_ADDED = """
SELECT name, definition, guild, added_by, added FROM added_sources WHERE name = :name
"""

_ADD = """
INSERT INTO added_sources (name, definition, guild, added_by, added)
VALUES (:name, :definition, :guild, :added_by, :added)
"""

_REMOVE = """
DELETE FROM added_sources WHERE name = :name
"""

_FORGET = """
DELETE FROM sources WHERE name = :name
"""


@dataclass(frozen=True, slots=True)
class AddedSource:
    """A source that a manager added on Discord; `definition` is its settings as JSON."""

    name: str
    definition: str
    guild: int
    added_by: int
    added: datetime


async def by_name(q: Queries, name: str) -> SourceState:
    """What we remember of a source; a source never read has no dates."""
    row = await q.one(_BY_NAME, name=name)
    return _state(row) if row else SourceState(name)


async def every_state(q: Queries) -> list[SourceState]:
    """What we remember of all sources, by name."""
    found: list[SourceState] = []
    for number, row in enumerate(await q.all(_ALL)):
        if number % _AT_ONCE == 0:
            await asyncio.sleep(0)  # thousands of sources must not hold up the loop
        found.append(_state(row))
    return found


async def save(tx: Transaction, *states: SourceState) -> None:
    """Remember sources as they are now, but for whether they are paused."""
    await tx.many(_SAVE, [_values(state) for state in states])


async def failed(tx: Transaction, name: str, reason: str, due: datetime) -> None:
    """Remember that a source could not be read, and why."""
    await tx.run(_FAILED, name=name, reason=reason, due=to_ms(due))


async def pause(tx: Transaction, name: str, since: datetime | None) -> None:
    """Stop reading a source; None goes on with it."""
    await tx.run(_PAUSE, name=name, paused=to_ms(since))


async def added(q: Queries) -> list[AddedSource]:
    """The sources that were added on Discord, oldest first."""
    return [AddedSource(row[0], row[1], row[2], row[3], from_ms(row[4])) for row in await q.all(_ADDED)]


async def one_added(q: Queries, name: str) -> AddedSource | None:
    """The source of a name, if it was added on Discord."""
    row = await q.one(_ONE_ADDED, name=name)
    return AddedSource(row[0], row[1], row[2], row[3], from_ms(row[4])) if row else None


async def add(tx: Transaction, source: AddedSource) -> None:
    """Add a source; its name must be free."""
    await tx.run(
        _ADD,
        name=source.name,
        definition=source.definition,
        guild=source.guild,
        added_by=source.added_by,
        added=to_ms(source.added),
    )


async def remove(tx: Transaction, name: str) -> bool:
    """Remove an added source and the memory of its polls, not its articles; whether it was there."""
    removed = await tx.run(_REMOVE, name=name)
    if removed:
        await tx.run(_FORGET, name=name)
    return bool(removed)


def _values(state: SourceState) -> dict[str, Value]:
    return {
        "name": state.name,
        "first_read": to_ms(state.first_read),
        "last_read": to_ms(state.last_read),
        "due": to_ms(state.due),
        "failures": state.failures,
        "reason": state.reason,
        "validators": json.dumps(state.validators),
        "distrusted": json.dumps(sorted(state.distrusted)),
        "rhythm": json.dumps(state.rhythm),
    }


def _state(row: Row) -> SourceState:
    return SourceState(
        name=row[0],
        first_read=from_ms(row[1]),
        last_read=from_ms(row[2]),
        due=from_ms(row[3]),
        failures=row[4],
        reason=row[5],
        validators=tuple((url, etag, modified) for url, etag, modified in json.loads(row[6])),
        paused=from_ms(row[7]),
        distrusted=frozenset(json.loads(row[8])),
        rhythm=tuple(json.loads(row[9])),
    )
