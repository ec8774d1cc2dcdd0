"""What we hold of a person on Discord, told and forgotten. Times are arguments, aware UTC."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import structlog

from bot import owing
from bot.subscribers.projection import Projection
from storage import audit, persons, reviews
from storage.database import Database, Transaction
from storage.records_moderation import Decision
from storage.records_roles import BOT, Deed, Event

log = structlog.stdlib.get_logger(__name__)

LEFT = frozenset({"roles", "tries", "mutes", "mails"})
"""The traces of which a /forget leaves what is owed, or protects others."""


class Privacy:
    """A person's own view of what we hold, and their way out of it."""

    def __init__(self, db: Database, projection: Projection) -> None:
        self._db = db
        self._projection = projection

    async def held(self, user: int, now: datetime) -> dict[str, list[dict[str, Any]]]:
        """All that is held of a Discord account, by the name of its trace; empty where nothing is."""
        await self.sweep(now)
        return await persons.held(self._db, user)

    async def forget(self, user: int, now: datetime) -> bool:
        """Forget a Discord account, in one transaction; False where nothing could be forgotten.

        Its roles are owed back, and what waits for a site is not sent any more. What must be done first, or
        protects others, is left: `held` tells it afterwards.
        """
        async with self._db.write() as tx:
            if is_left(await persons.held(tx, user)):
                return False
            asked = await reviews.of_person(tx, user)
            await persons.erase(tx, user)
            await self._projection.settle_member(tx, user, BOT, now)
            await audit.record(tx, [Deed(Event.FORGET, BOT, "asked")], now)
            # What taking the roles back wrote down.
            await persons.erase(tx, user)
            await persons.sweep(tx, now)
            for review in asked:
                await _close(tx, review, now)
        log.info("a person was forgotten")
        return True

    async def sweep(self, now: datetime) -> None:
        """Erase what was only kept until it was done."""
        if await persons.has_to_sweep(self._db, now):
            async with self._db.write() as tx:
                await persons.sweep(tx, now)


def is_left(held: Mapping[str, list[dict[str, Any]]]) -> bool:
    """Whether all that is held is what a person who was forgotten leaves behind."""
    wanted = any(row["wanted"] is not None for row in held.get("roles", ()))
    return held.keys() <= LEFT and not wanted


async def _close(tx: Transaction, review_id: int, now: datetime) -> None:
    """What waits for a moderator waits no more; the message by which they were asked tells nobody's words."""
    await reviews.decide(tx, review_id, Decision.GONE, now, None, "")
    review = await reviews.by_id(tx, review_id)
    if review is not None:
        await owing.review(tx, review)
