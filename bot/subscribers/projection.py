"""Roles as a projection of what is known: the plan of a pass or of one member, and how it becomes owed.

Nothing here speaks to Discord: what a plan changes is owed as deliveries, in the transaction of its cause.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from datetime import datetime, timedelta
from enum import IntEnum
from functools import cache, partial

from bot import owing
from bot.config_publishers import PublisherSettings
from bot.subscribers import rules
from bot.subscribers.rules import Place, Plan, RoleChange, Tiers, Why
from storage import audit, role_deliveries
from storage import roles as store_roles
from storage import subscribers as store
from storage.database import Queries, Transaction
from storage.holdings import granted, holdings_of, roles_of
from storage.members import pages
from storage.records_roles import BOT, Deed, Event, Start, Word

GRANTED = "granted"
"""The wanted state of a role that a member should have."""

GRACE = {"past_due": 5.0, "fraud": 0.0}
"""The days that a reason adds to an end, where the settings say nothing."""

# More grants than this in one pass are a backlog, not people who just paid.
_FEW = 10


class Rank(IntEnum):
    """Who comes first. Up to PAYER somebody is waiting in front of a screen."""

    LINKED = 0
    PAYER = 1
    BACKLOG = 2
    EXPIRY = 3
    SWEEP = 4


class Projection:
    """What the settings, the mappings and what is known of members mean for their roles."""

    def __init__(self, publishers: Iterable[PublisherSettings]) -> None:
        self._publishers = tuple(publishers)

    async def tiers(self, q: Queries) -> dict[str, Tiers]:
        """What each publisher's tiers give now, by publisher."""
        maps, lost, starts = await store_roles.maps(q), await store_roles.lost(q), await store_roles.starts(q)
        made: dict[str, dict[tuple[str, int], int]] = defaultdict(dict)
        for each in maps:
            made[each.publisher][each.tier, each.guild] = each.role
        return {p.name: _tiers(p, made[p.name], lost, starts) for p in self._publishers}

    async def plan(self, q: Queries, reads: Mapping[str, datetime], now: datetime) -> Plan:
        """The plan of a pass over all members. `reads` are readings that are not written down yet."""
        last_reads, tiers = await self.last_reads(q) | dict(reads), await self.tiers(q)
        parts: list[Plan] = []
        gives_exactly = cache(partial(rules.gives_exactly, tiers))
        async for holdings, comps, roles in pages(q, now, gives_exactly):
            parts.append(rules.plan(holdings, comps, roles, tiers, last_reads, now))
        whole = Plan(
            tuple(change for part in parts for change in part.grants),
            tuple(change for part in parts for change in part.removals),
            tuple(change for part in parts for change in part.held),
        )
        return await self.braked(q, whole, now)

    async def plan_member(self, q: Queries, user: int, now: datetime) -> Plan:
        """What one member's links mean; the brake is not asked."""
        holdings, roles = await holdings_of(q, user), await roles_of(q, user)
        comps = await store_roles.comps(q, user - 1, user)
        return rules.plan(holdings, comps, roles, await self.tiers(q), await self.last_reads(q), now)

    async def braked(self, q: Queries, plan: Plan, now: datetime) -> Plan:
        """A plan with the removals held that are too many for one day."""
        if not plan.removals:
            return plan
        spent = await store_roles.spent(q, now - rules.BRAKE_WINDOW)
        return rules.brake(plan, await granted(q), spent)

    async def last_reads(self, q: Queries) -> dict[str, datetime | None]:
        """When each list was last read so that it could be believed."""
        return {name: state.last_read for name, state in (await store.publishers(q)).items()}

    async def apply_pass(
        self, tx: Transaction, plan: Plan, now: datetime, *, actor: str = BOT, hinted: bool = False
    ) -> None:
        """Owe what a plan changes by itself, and count what it takes for the day's brake."""
        few = hinted or len(plan.grants) <= _FEW
        await self.apply(tx, plan.grants, Rank.PAYER if few else Rank.BACKLOG, actor, now)
        for why, rank in ((True, Rank.EXPIRY), (False, Rank.SWEEP)):
            some = [change for change in plan.removals if (change.why is Why.ENDED) is why]
            await self.apply(tx, some, rank, actor, now)
        await store_roles.add_removals(tx, Counter((c.guild, c.role) for c in plan.removals), now)
        for change in plan.removals:
            if change.why is Why.ENDED:
                await self._say_gone(tx, change, now)

    async def apply(
        self, tx: Transaction, changes: Collection[RoleChange], rank: Rank, actor: str, now: datetime
    ) -> None:
        """Owe some changes to Discord."""
        if not changes:
            return
        await role_deliveries.want(
            tx,
            [
                (c.guild, c.role, c.user, lane_of(c.guild, rank), int(rank), GRANTED if c.grant else None)
                for c in changes
            ],
        )
        await audit.record(
            tx,
            [
                Deed(Event.GRANT if c.grant else Event.REMOVAL, actor, c.why, c.guild, c.role, c.user)
                for c in changes
            ],
            now,
        )

    async def settle_member(self, tx: Transaction, user: int, actor: str, now: datetime) -> None:
        """Owe what somebody's own word changed: neither a brake nor a first plan stands in its way."""
        plan = await self.plan_member(tx, user, now)
        gone = [change for change in (*plan.removals, *plan.held) if not change.grant]
        await self.apply(tx, gone, Rank.EXPIRY, actor, now)
        await self.apply(tx, plan.grants, Rank.LINKED, actor, now)

    async def _say_gone(self, tx: Transaction, change: RoleChange, now: datetime) -> None:
        occasion = f"gone {change.guild} {change.role} {now:%Y-%m-%d}"
        arguments = (("role", str(change.role)),)
        word = Word(0, change.user, change.guild, "", "word-gone", arguments, occasion)
        await owing.word(tx, word, now)


def lane_of(guild: int, rank: Rank) -> int:
    """People who wait go past a backlog: they have a lane of their own on each server."""
    return -guild if rank <= Rank.PAYER else guild


def _tiers(
    settings: PublisherSettings,
    made: Mapping[tuple[str, int], int],
    lost: Collection[Place],
    starts: Iterable[Start],
) -> Tiers:
    roles = {key: role for key, role in made.items() if key[1] in settings.role_ids}
    for guild, named in settings.role_ids.items():
        roles |= {(tier, guild): role for tier, role in named.items()}
    own: dict[str, set[Place]] = defaultdict(set)
    for (tier, guild), role in roles.items():
        if (guild, role) not in lost:
            own[tier].add((guild, role))
    places = {tier: frozenset(given) for tier, given in own.items()}
    order = {tier: rank for rank, tier in enumerate(settings.ranks)}
    if settings.give == "all":
        places = {
            tier: given.union(*(own[low] for low in settings.ranks[: order.get(tier, 0)] if low in own))
            for tier, given in places.items()
        }
    ranks = {place: order[tier] for tier, given in own.items() if tier in order for place in given}
    return Tiers(
        publisher=settings.name,
        places=places,
        ranks=ranks if settings.give == "highest" else {},
        seats=settings.seats,
        grace={reason: timedelta(days=days) for reason, days in (GRACE | settings.grace).items()},
        dry={s.guild: s.opened for s in starts if s.publisher == settings.name and s.applied is None},
    )
