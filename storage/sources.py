"""What is remembered of each source between polls."""

from __future__ import annotations

import asyncio
import json
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
