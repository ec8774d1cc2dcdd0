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


async def recall(q: Queries, name: str) -> str | None:
    """What was remembered under a name."""
    row = await q.one(_RECALL, name=name)
    return row[0] if row else None


async def remember(tx: Transaction, name: str, value: str) -> None:
    """Remember a value under a name."""
    await tx.run(_REMEMBER, name=name, value=value)
