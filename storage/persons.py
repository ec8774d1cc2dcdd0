"""What the tables hold of a person on Discord: read for /my-data, erased for /forget."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from storage.database import Queries, Transaction, from_ms, to_ms
from storage.person_traces import TRACES

# Exact in every reader of JSON.
_LARGEST = 2**53
_JSON = frozenset({"definition", "query", "terms", "arguments", "spoken"})
_TIMES = frozenset(
    "linked tried expires used until seen version granted ended made since due asked at came done sent "
    "opened decided told".split()
)

# What was done for an account that has neither link nor complimentary role names it for nothing.
_ROLES_OVER = """
DELETE FROM deliveries WHERE kind = 'role' AND wanted IS NULL AND shown IS NULL AND state <> 'dropped'
    AND subject NOT IN (SELECT user_id FROM links) AND subject NOT IN (SELECT user_id FROM comps)
"""

# What the site is still to be told needs the words; then only deletions are followed, which need none.
_WRITINGS_OVER = """
UPDATE writings SET name = '', subject = '', said = '{"content": "", "names": {}, "files": []}', tried = NULL
WHERE user_id = 0 AND name <> '' AND (state <> 'open' OR COALESCE(wanted, '') = COALESCE(written, ''))
"""

_MUTES_OVER = """
DELETE FROM mutes WHERE until <= :now
"""

_OVER = """
SELECT 1 WHERE EXISTS (
    SELECT 1 FROM deliveries WHERE kind = 'role' AND wanted IS NULL AND shown IS NULL AND state <> 'dropped'
        AND subject NOT IN (SELECT user_id FROM links) AND subject NOT IN (SELECT user_id FROM comps)
) OR EXISTS (
    SELECT 1 FROM writings
    WHERE user_id = 0 AND name <> '' AND (state <> 'open' OR COALESCE(wanted, '') = COALESCE(written, ''))
) OR EXISTS (SELECT 1 FROM mutes WHERE until <= :now)
"""


async def held(q: Queries, user: int) -> dict[str, list[dict[str, Any]]]:
    """All that is held of a Discord account, by the name of the trace; traces without a row are left out."""
    found = {}
    for trace in TRACES:
        if rows := await q.all(trace.read, user=user):
            found[trace.name] = [_told(dict(zip(trace.fields, row, strict=True))) for row in rows]
    return found


async def erase(tx: Transaction, user: int) -> None:
    """Forget a Discord account in every table; what must stay, and what is still owed, stays."""
    for trace in TRACES:
        for statement in trace.erase:
            await tx.run(statement, user=user)


async def sweep(tx: Transaction, now: datetime) -> int:
    """Erase what was only kept until it was done; how many rows."""
    done = await tx.run(_ROLES_OVER) + await tx.run(_WRITINGS_OVER)
    return done + await tx.run(_MUTES_OVER, now=to_ms(now))


async def has_to_sweep(q: Queries, now: datetime) -> bool:
    """Whether anything that was kept until it was done is done."""
    return await q.one(_OVER, now=to_ms(now)) is not None


def _told(row: Mapping[str, Any]) -> dict[str, Any]:
    return {name: _plain(name, value) for name, value in row.items()}


def _plain(name: str, value: Any) -> Any:
    if name in _TIMES and isinstance(value, int):
        return from_ms(value).astimezone(UTC).isoformat()
    if name in _JSON and isinstance(value, str):
        return json.loads(value)
    if isinstance(value, int) and abs(value) >= _LARGEST:
        return str(value)
    return value
