"""Deliveries that share a message: many comments at once."""

from __future__ import annotations

import json
from collections.abc import Sequence

from storage.database import Queries, Transaction
from storage.deliveries import delivery_of
from storage.records import Delivery

_OF_BUNDLE = """
SELECT id, kind, guild, place, subject, lane, rank, needs, wanted, shown, discord_id, made, tried, attempts,
    due, state, reason, bundle
FROM deliveries WHERE bundle = :bundle AND state <> 'dropped' ORDER BY rank, id
"""

_TIE = """
UPDATE deliveries SET bundle = :bundle WHERE id IN (SELECT value FROM json_each(:ids))
"""

# It is as if it had never been shown: what shows it now will not any more.
_LEAVE = """
UPDATE deliveries SET bundle = NULL, discord_id = NULL, shown = NULL, tried = NULL, made = made + 1
WHERE id IN (SELECT value FROM json_each(:ids))
"""

_UNCERTAIN = """
UPDATE deliveries SET shown = 'parted' WHERE id IN (SELECT value FROM json_each(:ids)) AND wanted IS NOT NULL
"""


async def of_bundle(q: Queries, bundle: int) -> list[Delivery]:
    """The deliveries that share a message, in their order."""
    return [delivery_of(row) for row in await q.all(_OF_BUNDLE, bundle=bundle)]


async def tie(tx: Transaction, ids: Sequence[int]) -> None:
    """From now on these deliveries share a message; it bears the nonce of the first."""
    await tx.run(_TIE, bundle=ids[0], ids=json.dumps(list(ids)))


async def part(tx: Transaction, leaving: Sequence[Delivery], staying: Sequence[Delivery]) -> None:
    """Some leave the message that they shared, to be shown anew; the message is owed to those that stay."""
    await tx.run(_LEAVE, ids=json.dumps([delivery.id for delivery in leaving]))
    await tx.run(_UNCERTAIN, ids=json.dumps([delivery.id for delivery in staying]))
