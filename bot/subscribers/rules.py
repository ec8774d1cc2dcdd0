"""What follows from lists and links, pure: who has what, which roles that means, what a pass may remove.

A tier is active, inactive or unknown. Only a positive word of a list that was read whole, or an end that
such a reading confirmed (or that is a week old), makes it inactive; unknown changes nothing.
"""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from storage.records import Standing, Subscriber
from storage.records_subscribers import Entry, Holding, Roles

CODE_LIFE = timedelta(minutes=10)
CODE_SHORTEST = 8
WRONG_TRIES = 5
TRIES_WINDOW = timedelta(minutes=10)
# Without a reading after its end, a tier counts as ended only this much later.
PATIENCE = timedelta(days=7)
# A code that no list shows is remembered this long, so that it cannot come back.
CODE_MEMORY = timedelta(days=30)
BRAKE_MEMBERS = 10
BRAKE_PERCENT = 2

Place = tuple[int, int]
"""A guild and one of its roles."""


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


@dataclass(frozen=True, slots=True)
class Tiers:
    """Which role each tier of a publisher gives, and in which guild."""

    publisher: str
    guild: int
    roles: Mapping[str, int]


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
    """The changes of a pass. `held` are removals that wait for somebody to approve them."""

    grants: tuple[RoleChange, ...] = ()
    removals: tuple[RoleChange, ...] = ()
    held: tuple[RoleChange, ...] = ()

    @property
    def digest(self) -> str:
        """Names exactly this set of held removals, empty where there are none."""
        if not self.held:
            return ""
        text = ";".join(f"{change.guild},{change.role},{change.user}" for change in sorted(self.held))
        return hashlib.sha256(text.encode()).hexdigest()[:8]


@dataclass(frozen=True, slots=True)
class Changes:
    """What a reading changes in what we know, and the `tiers` that run in it.

    `new_codes` are (digest, subject) that the list shows for the first time, `gone_codes` digests that it
    shows no more.
    """

    subscribers: tuple[Subscriber, ...] = ()
    new_codes: tuple[tuple[str, str], ...] = ()
    gone_codes: tuple[str, ...] = ()
    tiers: frozenset[str] = frozenset()
    added: int = 0
    ended: int = 0

    def __bool__(self) -> bool:
        return bool(self.subscribers or self.new_codes or self.gone_codes)


def standing(subscriber: Subscriber | None, last_read: datetime | None, now: datetime) -> Standing:
    """What is known of a subscriber's tier. `last_read` is the last believable reading of their list."""
    if subscriber is None:
        return Standing.UNKNOWN
    until = subscriber.until
    if until is None or until > now:
        return Standing.ACTIVE
    confirmed = last_read is not None and last_read >= until
    return Standing.INACTIVE if confirmed or now - until >= PATIENCE else Standing.UNKNOWN


def changes(
    publisher: str,
    entries: Iterable[Entry],
    stored: Mapping[str, Subscriber],
    shown: Collection[str],
    now: datetime,
) -> Changes:
    """What a complete reading says that we did not know; who is missing in it has ended.

    `shown` are the digests of the codes that the last reading showed.
    """
    found: list[Subscriber] = []
    added, ended = 0, 0
    codes: dict[str, str] = {}
    tiers: set[str] = set()
    subjects: set[str] = set()
    for entry in entries:
        subjects.add(entry.subject)
        if entry.code:
            codes[entry.code] = entry.subject
        old = stored.get(entry.subject)
        new = _told(publisher, entry, old, now)
        if _runs(new, now):
            tiers.add(new.tier)
        if old is None or (old.tier, old.until) != (new.tier, new.until):
            found.append(new)
            added += old is None
            ended += old is not None and _runs(old, now) and not _runs(new, now)
    for subject, old in stored.items():
        if subject not in subjects and _runs(old, now):
            found.append(Subscriber(publisher, subject, old.tier, now, now))
            ended += 1
    return Changes(
        subscribers=tuple(found),
        new_codes=tuple((digest, codes[digest]) for digest in sorted(codes.keys() - set(shown))),
        gone_codes=tuple(sorted(set(shown) - codes.keys())),
        tiers=frozenset(tiers),
        added=added,
        ended=ended,
    )


def plan(
    holdings: Iterable[Holding],
    roles: Roles,
    tiers: Mapping[str, Tiers],
    last_reads: Mapping[str, datetime | None],
    now: datetime,
) -> Plan:
    """Compare what the links of some members mean with what we granted to these members; nothing is held.

    Roles that we did not grant never appear in it, nor do removals that anything unknown could explain, nor
    grants of what somebody took away on Discord.
    """
    mapped = {(one.guild, role) for one in tiers.values() for role in one.roles.values()}
    by_user: dict[int, list[Holding]] = defaultdict(list)
    for holding in holdings:
        by_user[holding.link.user].append(holding)
    have = set(roles.granted)
    settled = have | set(roles.refused)
    grants: list[RoleChange] = []
    kept: set[tuple[Place, int]] = set()
    for user, held in by_user.items():
        wanted, unsure = claims(held, tiers, last_reads, now)
        grants.extend(
            RoleChange(*place, user, True, Why.ACTIVE) for place in wanted if (place, user) not in settled
        )
        kept.update((place, user) for place in wanted | unsure)
    removals = [
        RoleChange(*place, user, False, _lost(by_user.get(user, []), tiers, last_reads, now))
        for place, user in have - kept
        # A role that no setting names any more says nothing about its linked member.
        if place in mapped or user not in by_user
    ]
    return Plan(tuple(sorted(grants)), tuple(sorted(removals)))


def brake(whole: Plan, members: Mapping[Place, int]) -> Plan:
    """Hold the removals of a role when they are many of the `members` to whom we granted it."""
    losing = Counter((change.guild, change.role) for change in whole.removals)
    too_many = {
        place
        for place, count in losing.items()
        if count > max(BRAKE_MEMBERS, members.get(place, 0) * BRAKE_PERCENT // 100)
    }
    return Plan(
        grants=whole.grants,
        removals=tuple(c for c in whole.removals if (c.guild, c.role) not in too_many),
        held=tuple(c for c in whole.removals if (c.guild, c.role) in too_many),
    )


def claims(
    holdings: Iterable[Holding],
    tiers: Mapping[str, Tiers],
    last_reads: Mapping[str, datetime | None],
    now: datetime,
) -> tuple[set[Place], set[Place]]:
    """The roles that a member's links give, and those that they may give: not granted, but not removed."""
    wanted: set[Place] = set()
    unsure: set[Place] = set()
    for holding in holdings:
        one = tiers.get(holding.link.publisher)
        if one is None:
            continue
        known = standing(holding.subscriber, last_reads.get(one.publisher), now)
        role = one.roles.get(holding.subscriber.tier) if holding.subscriber else None
        if known is Standing.INACTIVE:
            continue
        if role is None:
            # A tier that the settings do not know may be one of theirs under a new name.
            unsure.update((one.guild, other) for other in one.roles.values())
        elif known is Standing.ACTIVE:
            wanted.add((one.guild, role))
        else:
            unsure.add((one.guild, role))
    return wanted, unsure


def why(holding: Holding, tiers: Tiers | None, last_read: datetime | None, now: datetime) -> Why:
    """What a link means for its member's role, in one word."""
    if tiers is None:
        return Why.NOT_CONFIGURED
    known = standing(holding.subscriber, last_read, now)
    if holding.subscriber is None:
        return Why.NOT_LISTED
    if known is Standing.INACTIVE:
        return Why.ENDED if holding.subscriber.tier else Why.NOT_SUBSCRIBED
    if holding.subscriber.tier not in tiers.roles:
        return Why.NO_ROLE_FOR_TIER
    return Why.ACTIVE if known is Standing.ACTIVE else Why.UNCONFIRMED


def locked_until(tries: Collection[datetime], now: datetime) -> datetime | None:
    """Until when an account may try no code, given its latest wrong tries."""
    latest = sorted(tries)[-WRONG_TRIES:]
    if len(latest) < WRONG_TRIES or latest[-1] - latest[0] >= TRIES_WINDOW:
        return None
    end = latest[-1] + TRIES_WINDOW
    return end if end > now else None


def code_digest(code: str) -> str:
    """A code as it is stored. Case, blanks, hyphens and look-alikes do not matter; empty for what is none."""
    plain = "".join(code.split()).replace("-", "").upper().translate(str.maketrans("OIL", "011"))
    if not (CODE_SHORTEST <= len(plain) <= 64 and plain.isascii() and plain.isalnum()):
        return ""
    return hashlib.sha256(plain.encode()).hexdigest()


def _told(publisher: str, entry: Entry, old: Subscriber | None, now: datetime) -> Subscriber:
    if entry.standing is Standing.ACTIVE:
        return Subscriber(publisher, entry.subject, entry.tier, entry.until, now)
    if old is not None and not _runs(old, now):
        return old
    end = min(entry.until or now, now)
    return Subscriber(publisher, entry.subject, entry.tier or (old.tier if old else ""), end, now)


def _runs(subscriber: Subscriber, now: datetime) -> bool:
    return subscriber.until is None or subscriber.until > now


def _lost(
    holdings: list[Holding],
    tiers: Mapping[str, Tiers],
    last_reads: Mapping[str, datetime | None],
    now: datetime,
) -> Why:
    if not holdings:
        return Why.UNLINKED
    wanted, unsure = claims(holdings, tiers, last_reads, now)
    return Why.OTHER_TIER if wanted or unsure else Why.ENDED
