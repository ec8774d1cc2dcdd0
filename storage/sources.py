"""What is remembered of each source between polls."""

from __future__ import annotations

import json
from datetime import datetime

from storage.database import Queries, Row, Transaction, from_ms, to_ms
from storage.records import SourceState

_BY_NAME = """
SELECT name, first_read, last_read, due, failures, reason, validators FROM sources WHERE name = :name
"""

_ALL = """
SELECT name, first_read, last_read, due, failures, reason, validators FROM sources ORDER BY name
"""

_SAVE = """
INSERT INTO sources (name, first_read, last_read, due, failures, reason, validators)
VALUES (:name, :first_read, :last_read, :due, :failures, :reason, :validators)
ON CONFLICT (name) DO UPDATE SET
    first_read = excluded.first_read, last_read = excluded.last_read, due = excluded.due,
    failures = excluded.failures, reason = excluded.reason, validators = excluded.validators
"""

_FAILED = """
INSERT INTO sources (name, due, failures, reason) VALUES (:name, :due, 1, :reason)
ON CONFLICT (name) DO UPDATE SET
    due = excluded.due, failures = sources.failures + 1, reason = excluded.reason
"""


async def by_name(q: Queries, name: str) -> SourceState:
    """What we remember of a source; a source never read has no dates."""
    row = await q.one(_BY_NAME, name=name)
    return _state(row) if row else SourceState(name)


async def every_state(q: Queries) -> list[SourceState]:
    """What we remember of all sources, by name."""
    return [_state(row) for row in await q.all(_ALL)]


async def save(tx: Transaction, state: SourceState) -> None:
    """Remember a source as it is now."""
    await tx.run(
        _SAVE,
        name=state.name,
        first_read=to_ms(state.first_read),
        last_read=to_ms(state.last_read),
        due=to_ms(state.due),
        failures=state.failures,
        reason=state.reason,
        validators=json.dumps(state.validators),
    )


async def failed(tx: Transaction, name: str, reason: str, due: datetime) -> None:
    """Remember that a source could not be read, and why."""
    await tx.run(_FAILED, name=name, reason=reason, due=to_ms(due))


def _state(row: Row) -> SourceState:
    return SourceState(
        name=row[0],
        first_read=from_ms(row[1]),
        last_read=from_ms(row[2]),
        due=from_ms(row[3]),
        failures=row[4],
        reason=row[5],
        validators=tuple((url, etag, modified) for url, etag, modified in json.loads(row[6])),
    )
