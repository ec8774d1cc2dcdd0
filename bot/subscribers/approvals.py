"""What waits for somebody's word: plans that a brake or a first run holds."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

import structlog

from bot import owing
from bot.errors import OperatorError
from bot.subscribers import rules
from bot.subscribers.projection import Projection, Rank
from storage import alerts, audit
from storage import roles as store_roles
from storage import subscribers as store
from storage.database import Database, Queries, Transaction
from storage.records_roles import BOT, OPERATOR, Deed, Event

log = structlog.stdlib.get_logger(__name__)


class Approvals:
    """Held plans: who hears of them, and what happens once somebody approves."""

    def __init__(self, db: Database, projection: Projection) -> None:
        self._db = db
        self._projection = projection

    async def approve(
        self, plan: str, now: datetime, *, guild: int | None = None, actor: str = OPERATOR
    ) -> int:
        """Carry out the held changes of exactly this plan, the whole one or one server's; how many.

        With `guild` only that server's. OperatorError if they changed since.
        """
        async with self._db.write() as tx:
            whole = await self._projection.plan(tx, {}, now)
            parts = [whole.of_guild(g) for g in sorted({c.guild for c in whole.held})]
            offered = parts if guild is None else [p for p in parts if p.held[0].guild == guild]
            part = next((p for p in ([whole] if guild is None else []) + offered if p.digest == plan), None)
            if not plan or part is None:
                current = offered[0].digest if guild is not None and offered else whole.digest
                mend = f"the plan is {current} now" if offered else "nothing is held now"
                raise OperatorError(f"plan {plan!r} is out of date: {mend}; look at /roles plan again")
            await self._carry_out(tx, part, actor, now)
        log.warning("held changes approved", plan=plan, changes=len(part.held), actor=actor)
        return len(part.held)

    async def _carry_out(self, tx: Transaction, part: rules.Plan, actor: str, now: datetime) -> None:
        guilds = {change.guild for change in part.held}
        deed = Deed(Event.APPROVAL, actor, f"{part.digest}: {len(part.held)} changes", min(guilds))
        await audit.record(tx, [deed], now)
        await self._projection.apply(tx, part.held, Rank.SWEEP, actor, now)
        for start in await store_roles.starts(tx):
            if start.guild in guilds and start.applied is None:
                await self._start(tx, start.publisher, start.guild, actor, now)
        for guild in guilds:
            await alerts.end(tx, _held_trouble(guild), now)
        for state in (await store.publishers(tx)).values():
            if state.held:
                left = max(0, state.held - len(part.held))
                left_reason = state.reason if left else ""
                await store.save_publisher(
                    tx,
                    replace(state, held=left, held_plan=state.held_plan if left else "", reason=left_reason),
                )

    async def open_starts(self, tx: Transaction, publisher: str, now: datetime) -> None:
        """The first run on a server is a dry one; who links from now on need not wait for its end."""
        for guild in await self.unopened(tx, publisher):
            await store_roles.open_start(tx, publisher, guild, now)

    async def unopened(self, q: Queries, publisher: str) -> list[int]:
        """The servers where a publisher has roles and never had before."""
        tiers = (await self._projection.tiers(q))[publisher]
        known = {start.guild for start in await store_roles.starts(q) if start.publisher == publisher}
        return sorted({guild for guild, _ in tiers.all_places} - known)

    async def tell(
        self, tx: Transaction, publisher: str, guilds: Iterable[int], plan: rules.Plan, now: datetime
    ) -> None:
        """After a believed list: a first plan that shows nothing is over, what waits is said once."""
        waiting = {guild: plan.of_guild(guild) for guild in {change.guild for change in plan.held}}
        for start in await store_roles.starts(tx):
            # A first plan without a change has nothing to show.
            if start.publisher == publisher and start.applied is None and start.guild not in waiting:
                await self._start(tx, publisher, start.guild, BOT, now)
        for guild in set(guilds) - waiting.keys():
            await alerts.end(tx, _held_trouble(guild), now)
        for guild, part in waiting.items():
            said = {"count": str(len(part.held)), "plan": part.digest}
            await owing.alert(tx, guild, 0, _held_trouble(guild), "alert-roles-held", said, now)

    async def _start(self, tx: Transaction, publisher: str, guild: int, actor: str, now: datetime) -> None:
        if await store_roles.apply_start(tx, publisher, guild, now):
            deed = Deed(Event.START, actor, "first plan", guild, publisher=publisher)
            await audit.record(tx, [deed], now)


def _held_trouble(guild: int) -> str:
    return f"held {guild}"
