"""What the bot remembers between runs, by name."""

from __future__ import annotations

from storage.database import Queries, Transaction

_RECALL = """
SELECT value FROM memory WHERE name = :name
"""

_REMEMBER = """
INSERT INTO memory (name, value) VALUES (:name, :value)
ON CONFLICT (name) DO UPDATE SET value = excluded.value
"""

_REMEMBER_MOST = """
INSERT INTO memory (name, value) VALUES (:name, :value)
ON CONFLICT (name) DO UPDATE SET value = excluded.value
WHERE CAST(memory.value AS BIGINT) < CAST(excluded.value AS BIGINT)
"""


async def recall(q: Queries, name: str) -> str | None:
    """What was remembered under a name."""
    row = await q.one(_RECALL, name=name)
    return row[0] if row else None


async def remember(tx: Transaction, name: str, value: str) -> None:
    """Remember a value under a name."""
    await tx.run(_REMEMBER, name=name, value=value)


async def remember_most(tx: Transaction, name: str, number: int) -> None:
    """Remember a number under a name, unless a larger one is there."""
    await tx.run(_REMEMBER_MOST, name=name, value=str(number))
