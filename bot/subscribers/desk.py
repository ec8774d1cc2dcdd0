"""What managers do with roles: mappings, complimentary roles, plans, and looking at why and how."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.causes import Cause
from bot.config_publishers import PublisherSettings
from bot.errors import OperatorError, ReaderError
from bot.subscribers import memberships
from bot.subscribers.approvals import Approvals
from bot.subscribers.drift import Drift, Worn, compare
from bot.subscribers.memberships import Membership
from bot.subscribers.projection import Projection, Rank
from bot.subscribers.rules import Plan, RoleChange
from bot.subscribers.silence import silence
from storage import audit, deliveries, provider_events, role_deliveries, roles
from storage import subscribers as store
from storage.database import Database, Transaction, new_id
from storage.records import Delivery, Kind
from storage.records_roles import AuditEntry, Comp, Deed, Event, RoleMap
from storage.records_subscribers import PublisherState

_COMP_REASON = 200
_AWAY = timedelta(days=365)
_LEFT = Cause("cause-role-away").kept()


@dataclass(frozen=True, slots=True)
class TierRole:
    """A tier's role on a server; `by` who set it on Discord, 0 for the settings file. `lost` was deleted."""

    publisher: str
    tier: str
    role: int
    by: int = 0
    lost: bool = False


@dataclass(frozen=True, slots=True)
class Reasons:
    """Why a member has or lacks roles: links, complimentary roles, and what we owe or gave.

    `held` are the changes of this member that wait for a word in the server's `plan`, all of whose held
    roles are `held_roles`: whoever approves it decides on them together.
    """

    memberships: tuple[Membership, ...]
    comps: tuple[Comp, ...]
    deliveries: tuple[Delivery, ...]
    held: tuple[RoleChange, ...] = ()
    plan: str = ""
    held_roles: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class RolesStatus:
    """How the roles of a server are doing. `dry` are publishers whose first plan waits there.

    By publisher, `heard` is when its provider last sent an event, and `silent` since how long it sends none
    though it used to.
    """

    publishers: tuple[PublisherState, ...]
    heard: Mapping[str, datetime]
    silent: Mapping[str, timedelta]
    plan: Plan
    drift: Drift | None
    dry: tuple[str, ...]
    paused: tuple[tuple[int, str], ...]
    owed: int


class Desk:
    """The desk behind `/roles`. Whoever acts is named by their Discord id."""

    def __init__(
        self,
        db: Database,
        publishers: Iterable[PublisherSettings],
        projection: Projection,
        approvals: Approvals,
    ) -> None:
        self._db = db
        self._publishers = {publisher.name: publisher for publisher in publishers}
        self._projection = projection
        self._approvals = approvals
        self._drift: dict[int, Drift] = {}

    # Mappings

    def publishers_of(self, guild: int) -> list[str]:
        """The publishers that give roles on a server, by the settings."""
        return [name for name, one in self._publishers.items() if guild in one.role_ids]

    async def tiers(self, guild: int) -> list[str]:
        """The names of the tiers that are known there, from settings, mappings and lists."""
        named = {m.tier for m in await self.mappings(guild)}
        return sorted(named | set(await store.tiers(self._db, self.publishers_of(guild))))

    async def map(self, new: RoleMap) -> RoleMap:
        """Let a tier give a role. ReaderError `roles-publisher-unknown`; `roles-settings-win` (with the
        `role`) where the settings file says another."""
        settings = self._here(new.publisher, new.guild)
        named = settings.role_ids[new.guild].get(new.tier)
        if named is not None:
            raise ReaderError("roles-settings-win", tier=new.tier, role=f"<@&{named}>")
        deed = Deed(Event.MAPPING, _user(new.made_by), new.tier, new.guild, new.role, 0, new.publisher)
        async with self._db.write() as tx:
            await roles.set_map(tx, new)
            await audit.record(tx, [deed], new.made)
        return new

    async def unmap(self, publisher: str, tier: str, guild: int, actor: int, now: datetime) -> None:
        """Let a tier give no role any more; what it gave stays. ReaderError `roles-not-mapped` and
        `roles-settings-win` where the settings file names it."""
        named = self._here(publisher, guild).role_ids[guild].get(tier)
        if named is not None:
            raise ReaderError("roles-settings-win", tier=tier, role=f"<@&{named}>")
        async with self._db.write() as tx:
            if not await roles.remove_map(tx, publisher, tier, guild):
                raise ReaderError("roles-not-mapped", tier=tier)
            deed = Deed(Event.UNMAPPING, _user(actor), tier, guild, publisher=publisher)
            await audit.record(tx, [deed], now)

    async def mappings(self, guild: int) -> list[TierRole]:
        """Which tier gives which role on a server."""
        lost = await roles.lost(self._db)
        found: dict[tuple[str, str], TierRole] = {}
        for made in await roles.maps(self._db):
            if made.guild == guild and made.publisher in self._publishers:
                gone = (guild, made.role) in lost
                found[made.publisher, made.tier] = TierRole(
                    made.publisher, made.tier, made.role, made.made_by, gone
                )
        for name in self.publishers_of(guild):
            for tier, role in self._publishers[name].role_ids[guild].items():
                found[name, tier] = TierRole(name, tier, role, lost=(guild, role) in lost)
        return [found[key] for key in sorted(found)]

    # Complimentary roles

    async def grant_comp(self, new: Comp) -> Comp:
        """Give a complimentary role, at once. ReaderError `comp-reason` without a reason, `comp-past`."""
        if not new.reason.strip():
            raise ReaderError("comp-reason")
        if new.until is not None and new.until <= new.granted:
            raise ReaderError("comp-past")
        deed = Deed(Event.COMP, _user(new.owner), new.reason[:_COMP_REASON], new.guild, new.role, new.user)
        async with self._db.write() as tx:
            await roles.add_comp(tx, new)
            await audit.record(tx, [deed], new.granted)
            await self._follow(tx, new.user, new.owner, new.granted)
        return new

    async def end_comp(self, comp_id: int, guild: int, actor: int, now: datetime) -> Comp:
        """End a complimentary role now. ReaderError `comp-unknown`."""
        async with self._db.write() as tx:
            ended = await roles.end_comp(tx, comp_id, guild, now)
            comp = await roles.comp(tx, comp_id)
            if comp is None or not ended:
                raise ReaderError("comp-unknown")
            deed = Deed(Event.COMP_END, _user(actor), comp.reason, guild, comp.role, comp.user)
            await audit.record(tx, [deed], now)
            await self._follow(tx, comp.user, actor, now)
        return comp

    async def comps(self, guild: int, now: datetime) -> list[Comp]:
        """The complimentary roles that run on a server."""
        return await roles.comps_here(self._db, guild, now)

    # Plans

    async def plan(self, guild: int, now: datetime) -> Plan:
        """What would change on a server with the next pass, and what is held."""
        return (await self._projection.plan(self._db, {}, now)).of_guild(guild)

    async def apply(self, digest: str, guild: int, actor: int, now: datetime) -> int:
        """Carry out exactly the held changes of that digest. ReaderError `roles-plan-stale`."""
        try:
            return await self._approvals.approve(digest, now, guild=guild, actor=_user(actor))
        except OperatorError:
            raise ReaderError("roles-plan-stale", plan=digest) from None

    # Looking

    async def why(self, guild: int, user: int, now: datetime) -> Reasons:
        """Why a member has or lacks roles."""
        owed = await deliveries.of_subject(self._db, Kind.ROLE, user)
        held = await memberships.of_user(self._db, self._publishers, self._projection, user, now, guild)
        comps = [comp for comp in await roles.comps(self._db, user - 1, user) if comp.guild == guild]
        reasons = Reasons(held, tuple(comps), tuple(d for d in owed if d.guild == guild))
        own = (await self._projection.plan_member(self._db, user, now)).of_guild(guild)
        if not own.removals and not own.held:
            return reasons
        # The brake and the first plans look at all members together.
        whole = await self.plan(guild, now)
        mine = tuple(change for change in whole.held if change.user == user)
        roles_held = frozenset(change.role for change in whole.held)
        return replace(reasons, held=mine, plan=whole.digest, held_roles=roles_held)

    async def status(self, guild: int, now: datetime) -> RolesStatus:
        """How the roles of a server are doing."""
        known = await store.publishers(self._db)
        names = self.publishers_of(guild)
        starts = await roles.starts(self._db)
        events = {
            name: one for name, one in (await provider_events.rhythms(self._db)).items() if name in names
        }
        return RolesStatus(
            publishers=tuple(known.get(name, PublisherState(name)) for name in names),
            heard={name: rhythm.last for name, rhythm in events.items()},
            silent={name: long for name, rhythm in events.items() if (long := silence(rhythm, now))},
            plan=await self.plan(guild, now),
            drift=self._drift.get(guild),
            dry=tuple(s.publisher for s in starts if s.guild == guild and s.applied is None),
            paused=tuple(await role_deliveries.paused(self._db, guild)),
            owed=await role_deliveries.owed_in(self._db, guild),
        )

    async def audited(self, guild: int, user: int, limit: int) -> list[AuditEntry]:
        """What was last done on a server, or to one `user` (0: anybody)."""
        return await audit.latest(self._db, guild, user, limit)

    # Members as Discord shows them

    async def mapped_roles(self, guild: int) -> set[int]:
        """The roles that tiers or complimentary roles give on a server."""
        tiers = await self._projection.tiers(self._db)
        places = {place for one in tiers.values() for place in one.all_places}
        return {role for place, role in places if place == guild}

    async def reconcile(self, guild: int, worn: Worn, now: datetime) -> Drift:
        """Compare what all members wear with what we gave; who came back is owed their roles again.

        What somebody took away by hand stays away, what somebody gave by hand stays; both are only told.
        """
        drift = compare(await role_deliveries.held(self._db, guild), worn)
        self._drift[guild] = drift
        if drift.returned or drift.absent:
            async with self._db.write() as tx:
                for user, role in drift.returned:
                    await role_deliveries.lost_again(tx, user, role)
                for user in drift.absent:
                    await role_deliveries.left(tx, guild, user, _LEFT, now + _AWAY)
        return drift

    async def left(self, guild: int, user: int, now: datetime) -> None:
        """A member left: the link stays, the roles wait for their return."""
        async with self._db.write() as tx:
            await role_deliveries.left(tx, guild, user, _LEFT, now + _AWAY)

    async def lost(self, guild: int, role: int, now: datetime) -> None:
        """A role was deleted: what maps to it is off."""
        async with self._db.write() as tx:
            await roles.lose(tx, guild, role, now)

    async def _follow(self, tx: Transaction, user: int, actor: int, now: datetime) -> None:
        plan = await self._projection.plan_member(tx, user, now)
        await self._projection.apply(tx, plan.grants, Rank.PAYER, _user(actor), now)
        await self._projection.apply(tx, plan.removals, Rank.EXPIRY, _user(actor), now)

    def _here(self, publisher: str, guild: int) -> PublisherSettings:
        names = self.publishers_of(guild)
        if publisher not in names:
            raise ReaderError("roles-publisher-unknown", publisher=publisher, known=", ".join(names) or "–")
        return self._publishers[publisher]


def new_comp(
    guild: int, role: int, user: int, owner: int, reason: str, now: datetime, days: int | None
) -> Comp:
    """A complimentary role from now on, for some days or with an open end."""
    now = now.replace(microsecond=0)
    until = None if days is None else now + timedelta(days=days)
    return Comp(new_id(), guild, role, user, owner, reason.strip()[:_COMP_REASON], now, until)


def _user(discord_id: int) -> str:
    return f"user {discord_id}"
