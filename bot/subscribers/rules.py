"""What follows from what is known, pure: which roles links mean, what a pass may change by itself.

A tier is active, inactive or unknown. Only a positive word of a list that was read whole, or an end that
such a reading confirmed (or that is a week old), makes it inactive; unknown changes nothing.
"""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum

from storage.records import Standing, Subscriber
from storage.records_roles import Comp, Word
from storage.records_subscribers import Holding, Roles

# Without a reading after its end, a tier counts as ended only this much later.
PATIENCE = timedelta(days=7)
BRAKE_MEMBERS = 10
BRAKE_PERCENT = 2
BRAKE_WINDOW = timedelta(days=1)


Place = tuple[int, int]
"""A guild and one of its roles."""

_NOWHERE: set[Place] = set()
_NO_GRACE: Mapping[str, timedelta] = {}


class Why(StrEnum):
    """Why a role changes, or why somebody has none."""

    ACTIVE = "active"
    ENDED = "ended"
    OTHER_TIER = "other-tier"
    UNLINKED = "unlinked"
    NO_ROLE_FOR_TIER = "no-role-for-tier"
    NOT_LISTED = "not-listed"
    NOT_SUBSCRIBED = "not-subscribed"
    UNCONFIRMED = "unconfirmed"
    NOT_CONFIGURED = "not-configured"
    COMPLIMENTARY = "complimentary"
    NO_SEAT = "no-seat"


@dataclass(frozen=True, slots=True)
class Tiers:
    """What the tiers of a publisher give.

    `ranks` orders roles: of those on one server a member gets the highest only (empty: all). `seats` are the
    accounts that a subscription of a tier may link (1), `grace` what each reason adds to an end. `dry` are
    the servers whose first plan waits, since when: links made later do not.
    """

    publisher: str
    places: Mapping[str, frozenset[Place]]
    ranks: Mapping[Place, int] = field(default_factory=dict)
    seats: Mapping[str, int] = field(default_factory=dict)
    grace: Mapping[str, timedelta] = field(default_factory=dict)
    dry: Mapping[int, datetime] = field(default_factory=dict)

    @property
    def all_places(self) -> frozenset[Place]:
        """Every role that any tier gives."""
        return frozenset().union(*self.places.values())


@dataclass(frozen=True, slots=True, order=True)
class RoleChange:
    """A role to grant to a member, or to take away."""

    guild: int
    role: int
    user: int
    grant: bool
    why: Why


@dataclass(frozen=True, slots=True)
class Plan:
    """The changes of a pass. `held` are those that wait for somebody to approve them."""

    grants: tuple[RoleChange, ...] = ()
    removals: tuple[RoleChange, ...] = ()
    held: tuple[RoleChange, ...] = ()

    @property
    def digest(self) -> str:
        """Names exactly this set of held changes, empty where there are none."""
        if not self.held:
            return ""
        text = ";".join(f"{c.guild},{c.role},{c.user},{c.grant:d}" for c in sorted(self.held))
        return hashlib.sha256(text.encode()).hexdigest()[:8]

    def of_guild(self, guild: int) -> Plan:
        """The part of one server."""
        here = [
            tuple(change for change in part if change.guild == guild)
            for part in (self.grants, self.removals, self.held)
        ]
        return Plan(*here)


@dataclass(slots=True)
class Claims:
    """The roles that a member's links give (`wanted`), may give (`unsure`: neither granted nor removed), and
    those that they give once a first plan is applied (`waiting`)."""

    wanted: set[Place] = field(default_factory=set)
    unsure: set[Place] = field(default_factory=set)
    waiting: set[Place] = field(default_factory=set)
    complimentary: set[Place] = field(default_factory=set)


def end_of(subscriber: Subscriber, grace: Mapping[str, timedelta] = _NO_GRACE) -> datetime | None:
    """When a tier ends, with the grace of its reason; None for an open end."""
    if subscriber.until is None:
        return None
    return subscriber.until + grace.get(subscriber.reason, timedelta())


def standing(
    subscriber: Subscriber | None,
    last_read: datetime | None,
    now: datetime,
    grace: Mapping[str, timedelta] = _NO_GRACE,
) -> Standing:
    """What is known of a subscriber's tier. `last_read` is the last believable reading of their list."""
    if subscriber is None:
        return Standing.UNKNOWN
    end = end_of(subscriber, grace)
    if end is None or end > now:
        return Standing.ACTIVE
    told = max((at for at in (last_read, subscriber.seen) if at is not None), default=None)
    confirmed = told is not None and told >= end
    return Standing.INACTIVE if confirmed or now - end >= PATIENCE else Standing.UNKNOWN


def plan(
    holdings: Iterable[Holding],
    comps: Iterable[Comp],
    roles: Roles,
    tiers: Mapping[str, Tiers],
    last_reads: Mapping[str, datetime | None],
    now: datetime,
) -> Plan:
    """Compare what the links of some members mean with what we granted to these members.

    Roles that we did not grant never appear in it, nor do removals that anything unknown could explain, nor
    grants of what somebody took away on Discord. Held is what a first plan has to show before.
    """
    mapped = frozenset[Place]().union(*(one.all_places for one in tiers.values()))
    dry = {place for one in tiers.values() for place in one.all_places if place[0] in one.dry}
    by_user: dict[int, list[Holding]] = defaultdict(list)
    given: dict[int, list[Comp]] = defaultdict(list)
    for holding in holdings:
        by_user[holding.link.user].append(holding)
    for comp in comps:
        given[comp.user].append(comp)
    have: dict[int, set[Place]] = defaultdict(set)
    settled: set[tuple[Place, int]] = set(roles.refused)
    for place, user in roles.granted:
        have[user].add(place)
    grants: list[RoleChange] = []
    held: list[RoleChange] = []
    removals: list[RoleChange] = []
    for user in by_user.keys() | given.keys() | have.keys():
        links, comps_ = by_user.get(user, []), given.get(user, [])
        owned = have.get(user, _NOWHERE)
        claimed = claims(links, comps_, tiers, last_reads, now)
        if claimed.wanted == owned and not claimed.waiting:
            continue
        for place in (claimed.wanted | claimed.waiting) - owned:
            if (place, user) not in settled:
                why_ = Why.COMPLIMENTARY if place in claimed.complimentary else Why.ACTIVE
                found = grants if place in claimed.wanted else held
                found.append(RoleChange(*place, user, True, why_))
        for place in owned - claimed.wanted - claimed.waiting - claimed.unsure:
            # A role that no setting names any more says nothing about its linked member.
            given_here = any((comp.guild, comp.role) == place for comp in comps_)
            if place in mapped or given_here or not links:
                lost = _lost(links, comps_, tiers, last_reads, now)
                (held if place in dry else removals).append(RoleChange(*place, user, False, lost))
    return Plan(tuple(sorted(grants)), tuple(sorted(removals)), tuple(sorted(held)))


def gives_exactly(
    tiers: Mapping[str, Tiers], publisher: str, tier: str, seat: int, owned: Collection[Place]
) -> bool:
    """Whether a tier that runs gives whoever has this seat exactly these roles: then nothing changes."""
    one = tiers.get(publisher)
    if one is None or one.dry or seat >= one.seats.get(tier, 1):
        return False
    return one.places.get(tier) == frozenset(owned)


def brake(whole: Plan, members: Mapping[Place, int], spent: Mapping[Place, int] | None = None) -> Plan:
    """Hold the removals of a role when they are many of the `members` to whom we granted it.

    `spent` is how many passes took in the day before: they count together.
    """
    spent = spent or {}
    losing = Counter((change.guild, change.role) for change in whole.removals)
    too_many = {
        place
        for place, count in losing.items()
        if count + spent.get(place, 0) > room(members.get(place, 0) + spent.get(place, 0))
    }
    over = tuple(c for c in whole.removals if (c.guild, c.role) in too_many)
    return replace(
        whole,
        removals=tuple(c for c in whole.removals if (c.guild, c.role) not in too_many),
        held=tuple(sorted((*whole.held, *over))),
    )


def room(members: int) -> int:
    """How many of so many members may lose a role in a day without anybody's word."""
    return max(BRAKE_MEMBERS, members * BRAKE_PERCENT // 100)


def claims(
    holdings: Iterable[Holding],
    comps: Collection[Comp],
    tiers: Mapping[str, Tiers],
    last_reads: Mapping[str, datetime | None],
    now: datetime,
) -> Claims:
    """What a member's links and complimentary roles give."""
    found = Claims()
    for holding in holdings:
        one = tiers.get(holding.link.publisher)
        if one is not None:
            _claim(found, holding, one, last_reads.get(one.publisher), now)
    if len(found.wanted) + len(found.waiting) > 1:
        for one in tiers.values():
            found.wanted -= _outranked(found.wanted, one.ranks)
            found.waiting -= _outranked(found.waiting | found.wanted, one.ranks)
    if not comps:
        return found
    for comp in comps:
        if comp.ended is None and (comp.until is None or comp.until > now):
            found.complimentary.add((comp.guild, comp.role))
    found.wanted |= found.complimentary
    found.waiting -= found.wanted
    return found


def why(holding: Holding, tiers: Tiers | None, last_read: datetime | None, now: datetime) -> Why:
    """What a link means for its member's role, in one word."""
    if tiers is None:
        return Why.NOT_CONFIGURED
    known = standing(holding.subscriber, last_read, now, tiers.grace)
    if holding.subscriber is None:
        return Why.NOT_LISTED
    tier = holding.subscriber.tier
    if known is Standing.INACTIVE:
        return Why.ENDED if tier else Why.NOT_SUBSCRIBED
    if tier not in tiers.places:
        return Why.NO_ROLE_FOR_TIER
    if holding.seat >= tiers.seats.get(tier, 1):
        return Why.NO_SEAT
    return Why.ACTIVE if known is Standing.ACTIVE else Why.UNCONFIRMED


def ending_word(holding: Holding, tiers: Tiers, now: datetime, soon: timedelta) -> Word | None:
    """What to tell a reader whose announced end is `soon`; None where it is not, or takes no role."""
    subscriber = holding.subscriber
    end = end_of(subscriber, tiers.grace) if subscriber else None
    places = sorted(tiers.places.get(subscriber.tier, ())) if subscriber else []
    if subscriber is None or end is None or not now < end <= now + soon or not places:
        return None
    guild, role = places[0]
    arguments = (("role", str(role)), ("until", end.isoformat()))
    occasion = f"ending {tiers.publisher} {end:%Y-%m-%d}"
    return Word(0, holding.link.user, guild, tiers.publisher, "word-ending", arguments, occasion)


def _claim(found: Claims, holding: Holding, tiers: Tiers, last_read: datetime | None, now: datetime) -> None:
    known = standing(holding.subscriber, last_read, now, tiers.grace)
    if known is Standing.INACTIVE:
        return
    tier = holding.subscriber.tier if holding.subscriber else ""
    places = tiers.places.get(tier) if holding.subscriber else None
    if places is None:
        # A tier that the settings do not know may be one of theirs under a new name.
        found.unsure |= tiers.all_places
    elif holding.seat >= tiers.seats.get(tier, 1):
        return
    elif known is Standing.UNKNOWN:
        found.unsure |= places
    elif not tiers.dry:
        found.wanted |= places
    else:
        for place in places:
            opened = tiers.dry.get(place[0])
            dry = opened is not None and holding.link.linked < opened
            (found.waiting if dry else found.wanted).add(place)


def _outranked(places: Collection[Place], ranks: Mapping[Place, int]) -> set[Place]:
    """The ranked places of each server below its highest."""
    highest: dict[int, int] = {}
    for place in places:
        if place in ranks:
            highest[place[0]] = max(highest.get(place[0], 0), ranks[place])
    return {place for place in places if place in ranks and ranks[place] < highest[place[0]]}


def _lost(
    holdings: list[Holding],
    comps: list[Comp],
    tiers: Mapping[str, Tiers],
    last_reads: Mapping[str, datetime | None],
    now: datetime,
) -> Why:
    if not holdings and not comps:
        return Why.UNLINKED
    claimed = claims(holdings, comps, tiers, last_reads, now)
    if claimed.wanted or claimed.unsure or claimed.waiting:
        return Why.OTHER_TIER
    words = {
        why(each, tiers.get(each.link.publisher), last_reads.get(each.link.publisher), now)
        for each in holdings
    }
    return Why.NO_SEAT if Why.NO_SEAT in words else Why.ENDED
