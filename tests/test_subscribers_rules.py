"""What follows from lists and links."""

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.subscribers import codes, readings, rules
from bot.subscribers.rules import Plan, RoleChange, Tiers, Why
from storage.records import Link, Standing, Subscriber
from storage.records_roles import Comp
from storage.records_subscribers import Entry, Holding, Roles

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
DAY = timedelta(days=1)
GUILD, LOW, HIGH, OTHER = 1, 10, 20, 30
ROLES = {"decouverte": LOW, "integral": HIGH}


def tiers_of(publisher: str, roles: dict[str, int], **more: Any) -> Tiers:
    return Tiers(publisher, {tier: frozenset({(GUILD, role)}) for tier, role in roles.items()}, **more)


TIERS = tiers_of("gazette", ROLES)
CLUB = tiers_of("club", {"membre": HIGH})


def subscriber(subject: str = "a", tier: str = "integral", until: datetime | None = None) -> Subscriber:
    return Subscriber("gazette", subject, tier, until, NOW - 10 * DAY)


def holding(user: int = 7, known: Subscriber | None = None, publisher: str = "gazette") -> Holding:
    return Holding(Link(publisher, known.subject if known else "?", user, NOW - DAY), known)


def plan(
    holdings: Iterable[Holding],
    granted: Collection[tuple[int, int]] = (),
    *,
    tiers: Iterable[Tiers] = (TIERS,),
    read: datetime | None = NOW,
    refused: Collection[tuple[int, int]] = (),
    comps: Collection[Comp] = (),
) -> Plan:
    whole = rules.plan(
        holdings,
        comps,
        Roles(
            tuple(((GUILD, role), user) for role, user in granted),
            tuple(((GUILD, role), user) for role, user in refused),
        ),
        {one.publisher: one for one in tiers},
        {"gazette": read, "club": read},
        NOW,
    )
    return rules.brake(whole, Counter((GUILD, role) for role, _ in granted))


def grant(role: int, user: int = 7) -> RoleChange:
    return RoleChange(GUILD, role, user, True, Why.ACTIVE)


def removal(role: int, why: Why, user: int = 7) -> RoleChange:
    return RoleChange(GUILD, role, user, False, why)


# Standing


@pytest.mark.parametrize(
    ("until", "read", "expected"),
    [
        (None, None, Standing.ACTIVE),
        (NOW + DAY, None, Standing.ACTIVE),
        (NOW, NOW, Standing.INACTIVE),
        (NOW - DAY, NOW - DAY, Standing.INACTIVE),
        (NOW - DAY, NOW - 2 * DAY, Standing.UNKNOWN),
        (NOW - 7 * DAY, NOW - 8 * DAY, Standing.INACTIVE),
        (NOW - 7 * DAY, None, Standing.INACTIVE),
        (NOW - DAY, None, Standing.UNKNOWN),
    ],
)
def test_an_end_counts_when_a_reading_confirmed_it_or_a_week_went_by(
    until: datetime | None, read: datetime | None, expected: Standing
) -> None:
    assert rules.standing(subscriber(until=until), read, NOW) is expected


def test_who_was_never_listed_is_unknown() -> None:
    assert rules.standing(None, NOW, NOW) is Standing.UNKNOWN


# Readings


def changes(
    entries: Iterable[Entry], stored: Iterable[Subscriber] = (), shown: Collection[str] = ()
) -> readings.Changes:
    return readings.changes("gazette", entries, {known.subject: known for known in stored}, shown, NOW)


def test_a_new_reader_is_remembered() -> None:
    found = changes([Entry("a", "integral", NOW + DAY)])
    assert found.subscribers == (Subscriber("gazette", "a", "integral", NOW + DAY, NOW),)
    assert (found.added, found.ended, found.tiers) == (1, 0, {"integral"})


def test_the_same_list_again_changes_nothing() -> None:
    assert not changes([Entry("a", "integral"), Entry("b", "", None, Standing.INACTIVE)],
                       [subscriber("a"), subscriber("b", "x", NOW - DAY)])  # fmt: skip


def test_who_is_missing_in_a_complete_list_has_ended() -> None:
    found = changes(
        [Entry("a", "integral")], [subscriber("a"), subscriber("b"), subscriber("c", until=NOW - DAY)]
    )
    assert found.subscribers == (Subscriber("gazette", "b", "integral", NOW, NOW),)
    assert found.ended == 1


def test_who_is_called_ended_has_ended_now_but_keeps_the_tier() -> None:
    entries = [Entry("a", "", NOW + DAY, Standing.INACTIVE), Entry("b", "x", NOW - DAY, Standing.INACTIVE)]
    found = changes(entries, [subscriber("a"), subscriber("b")])
    assert [(s.tier, s.until) for s in found.subscribers] == [("integral", NOW), ("x", NOW - DAY)]
    assert found.ended == 2


def test_codes_that_appear_and_disappear_are_told() -> None:
    entries = [Entry("a", "integral", code="new"), Entry("b", "integral", code="old")]
    found = changes(entries, [subscriber("a"), subscriber("b")], ["old", "gone"])
    assert (found.new_codes, found.gone_codes, found.subscribers) == ((("new", "a"),), ("gone",), ())
    assert found


# The plan


def test_an_active_tier_gives_its_role_once() -> None:
    assert plan([holding(known=subscriber())]) == Plan(grants=(grant(HIGH),))
    assert plan([holding(known=subscriber())], [(HIGH, 7)]) == Plan()


def test_an_ended_tier_takes_back_what_we_granted_and_nothing_else() -> None:
    ended = [holding(known=subscriber(until=NOW - DAY))]
    assert plan(ended, [(HIGH, 7)]) == Plan(removals=(removal(HIGH, Why.ENDED),))
    assert plan(ended) == Plan()


def test_an_end_that_no_reading_confirmed_changes_nothing() -> None:
    ended = [holding(known=subscriber(until=NOW - DAY))]
    assert plan(ended, [(HIGH, 7)], read=NOW - 2 * DAY) == Plan()
    assert plan(ended, read=NOW - 2 * DAY) == Plan()


def test_another_tier_swaps_the_role() -> None:
    found = plan([holding(known=subscriber(tier="decouverte"))], [(HIGH, 7)])
    assert found == Plan(grants=(grant(LOW),), removals=(removal(HIGH, Why.OTHER_TIER),))


def test_a_tier_that_the_settings_do_not_know_takes_nothing_away() -> None:
    assert plan([holding(known=subscriber(tier="Intégral 2027"))], [(HIGH, 7)]) == Plan()


def test_who_is_not_listed_yet_keeps_and_gets_nothing() -> None:
    assert plan([holding()]) == Plan()
    assert plan([holding()], [(HIGH, 7)]) == Plan()


def test_who_is_linked_no_more_loses_the_role() -> None:
    assert plan([], [(HIGH, 7)]) == Plan(removals=(removal(HIGH, Why.UNLINKED),))
    assert plan([], [(OTHER, 7)]) == Plan(removals=(removal(OTHER, Why.UNLINKED),))


def test_a_role_that_no_setting_names_any_more_stays() -> None:
    assert plan([holding(known=subscriber(tier="decouverte"))], [(LOW, 7), (OTHER, 7)]) == Plan()


def test_a_role_that_two_publishers_give_stays_while_one_does() -> None:
    member = Subscriber("club", "m", "membre", None, NOW)
    both = [holding(known=subscriber(until=NOW - DAY)), holding(known=member, publisher="club")]
    assert plan(both, [(HIGH, 7)], tiers=(TIERS, CLUB)) == Plan()
    gone = [both[0], replace(both[1], subscriber=replace(member, until=NOW - DAY))]
    assert plan(gone, [(HIGH, 7)], tiers=(TIERS, CLUB)).removals == (removal(HIGH, Why.ENDED),)


def test_a_publisher_out_of_the_settings_removes_nobody() -> None:
    ended = [holding(known=subscriber(until=NOW - DAY))]
    assert plan(ended, [(HIGH, 7)], tiers=()) == Plan()


def test_a_role_that_somebody_took_away_is_not_granted_again() -> None:
    assert plan([holding(known=subscriber())], refused=[(HIGH, 7)]) == Plan()


@pytest.mark.parametrize(
    ("members", "leaving", "held"),
    [(10, 10, 0), (11, 11, 11), (100, 10, 0), (100, 11, 11), (1_000, 20, 0), (1_000, 21, 21)],
)
def test_many_removals_at_once_are_held_and_grants_go_on(members: int, leaving: int, held: int) -> None:
    users = range(100, 100 + members)
    holdings = [holding(u, subscriber(str(u), until=NOW - DAY if u < 100 + leaving else None)) for u in users]
    newcomer = holding(7, subscriber("new"))
    found = plan([*holdings, newcomer], [(HIGH, user) for user in users])
    assert found.grants == (grant(HIGH),)
    assert (len(found.removals), len(found.held)) == (leaving - held, held)
    assert bool(found.digest) == bool(held)


def test_one_tier_over_the_brake_does_not_hold_another() -> None:
    users = range(100, 111)
    many = [holding(u, subscriber(str(u), until=NOW - DAY)) for u in users]
    few = holding(7, subscriber("few", "decouverte", NOW - DAY))
    found = plan([*many, few], [(LOW, 7), *((HIGH, user) for user in users)])
    assert found.removals == (removal(LOW, Why.ENDED),)
    assert len(found.held) == 11


def test_a_plan_is_named_by_what_it_holds() -> None:
    one = Plan(held=(removal(HIGH, Why.ENDED, 1), removal(HIGH, Why.ENDED, 2)))
    assert one.digest == Plan(grants=(grant(LOW),), held=one.held[::-1]).digest
    assert one.digest != Plan(held=one.held[:1]).digest
    assert Plan().digest == ""


@pytest.mark.parametrize(
    ("known", "tiers", "expected"),
    [
        (subscriber(), TIERS, Why.ACTIVE),
        (subscriber(until=NOW - DAY), TIERS, Why.ENDED),
        (subscriber(tier="", until=NOW - DAY), TIERS, Why.NOT_SUBSCRIBED),
        (subscriber(tier="gold"), TIERS, Why.NO_ROLE_FOR_TIER),
        (None, TIERS, Why.NOT_LISTED),
        (subscriber(), None, Why.NOT_CONFIGURED),
    ],
)
def test_there_is_a_word_for_why(known: Subscriber | None, tiers: Tiers | None, expected: Why) -> None:
    assert rules.why(holding(known=known), tiers, NOW, NOW) is expected


def test_an_unconfirmed_end_has_its_word_too() -> None:
    assert rules.why(holding(known=subscriber(until=NOW - DAY)), TIERS, None, NOW) is Why.UNCONFIRMED


# Codes and tries


def test_a_code_may_be_typed_in_many_ways() -> None:
    digest = codes.digest_of("7K3QM2-XW9D01")
    assert digest == codes.digest_of(" 7k3qm2xw9dol ")
    assert len(digest) == 64
    for none in ("", "1234567", "7K3QM2_XW9D01", "é" * 10, "x" * 65, "1" * 5_000):
        assert codes.digest_of(none) == ""


@pytest.mark.parametrize(
    ("minutes", "locked"),
    [
        ([1, 2, 3, 4], None),
        ([1, 2, 3, 4, 5], 9),
        ([0, 9, 9, 9, 9], 10),
        ([11, 12, 13, 14, 15], None),
        ([1, 2, 3, 4, 11], None),
    ],
)
def test_five_wrong_tries_in_ten_minutes_lock_for_ten(minutes: list[int], locked: int | None) -> None:
    tries = [NOW - timedelta(minutes=ago) for ago in minutes]
    expected = None if locked is None else NOW + timedelta(minutes=locked)
    assert codes.locked_until(tries, NOW) == expected


# Over any history

PEOPLE = "abcdefghijklmnop"
READINGS = st.one_of(
    st.none(),  # a reading that failed or was not believed
    st.dictionaries(st.sampled_from(PEOPLE), st.sampled_from(["decouverte", "integral", "gold"]), min_size=1),
)
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("read"), READINGS),
        st.tuples(st.just("link"), st.sampled_from(PEOPLE)),
        st.tuples(st.just("unlink"), st.sampled_from(PEOPLE)),
        st.tuples(st.just("wait"), st.integers(1, 100)),
    ),
    max_size=30,
)


@given(STEPS)
@settings(max_examples=300, deadline=None)
def test_no_history_takes_a_role_from_who_was_active_or_leaves_it_to_who_is_unlinked(
    steps: list[tuple[str, object]],
) -> None:
    now, last_read, good = NOW, None, {}
    stored: dict[str, Subscriber] = {}
    links: set[str] = set()
    granted: set[tuple[tuple[int, int], int]] = set()
    for step, what in steps:
        if step == "wait":
            now += timedelta(hours=what)
        elif step == "link":
            links.add(what)
        elif step == "unlink":
            links.discard(what)
        elif what is not None:
            entries = [Entry(subject, tier) for subject, tier in what.items()]
            told = readings.changes("gazette", entries, stored, (), now)
            stored |= {s.subject: s for s in told.subscribers}
            last_read, good = now, what
        members = [Holding(Link("gazette", s, ord(s), now), stored.get(s)) for s in sorted(links)]
        found = rules.plan(
            members, (), Roles(tuple(granted)), {"gazette": TIERS}, {"gazette": last_read}, now
        )
        made = rules.brake(found, Counter(place for place, _ in granted))
        granted |= {((c.guild, c.role), c.user) for c in made.grants}
        for change in made.removals:
            subject = chr(change.user)
            assert subject not in links or ROLES.get(good.get(subject, "")) != change.role
            assert subject not in links or good.get(subject) != "gold"
        granted -= {
            ((c.guild, c.role), c.user)
            for c in (*made.removals, *(h for h in made.held if chr(h.user) not in links))
        }
        assert {chr(user) for _, user in granted} <= links
        for subject in links & good.keys():
            role = ROLES.get(good[subject])
            assert role is None or ((GUILD, role), ord(subject)) in granted


@given(
    tier=st.sampled_from(["decouverte", "integral", "mecene"]),
    until=st.sampled_from([None, NOW + DAY]),
    seat=st.integers(0, 2),
    owned=st.sets(st.sampled_from([LOW, HIGH, OTHER])),
    seats=st.sampled_from([{}, {"integral": 2}]),
    dry=st.sampled_from([{}, {GUILD: NOW}]),
)
def test_for_whom_a_plan_is_not_asked_it_would_change_nothing(
    tier: str, until: datetime | None, seat: int, owned: set[int], seats: Any, dry: Any
) -> None:
    tiers = tiers_of("gazette", ROLES, seats=seats, dry=dry)
    places = [(GUILD, role) for role in owned]
    if rules.gives_exactly({"gazette": tiers}, "gazette", tier, seat, places):
        member = replace(holding(7, subscriber("a", tier, until)), seat=seat)
        assert plan([member], [(role, 7) for role in owned], tiers=[tiers]) == Plan()
