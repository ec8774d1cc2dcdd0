"""Lists and the roles that follow from them, through the real database."""

import tempfile
from collections.abc import Iterable
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.errors import OperatorError
from bot.subscribers.codes import digest_of
from bot.subscribers.service import Report, Subscribers
from storage import deliveries
from storage.database import Database
from storage.records import Kind, Standing
from storage.records_subscribers import Entry, PublisherState
from tests.blank import open_blank
from tests.subscribers_world import (
    CODE,
    GAZETTE,
    GUILD,
    HIGH,
    LOW,
    NOW,
    SHOP_FAULT,
    FakeSource,
    link_all,
    roles,
)


@pytest.fixture
def source() -> FakeSource:
    return FakeSource(Entry("a", "integral", code=digest_of(CODE)), Entry("b", "decouverte"))


@pytest.fixture
def subscribers(db: Database, source: FakeSource) -> Subscribers:
    return Subscribers(db, [GAZETTE], {"gazette": source})


async def test_a_linked_subscriber_gets_the_role_of_the_tier(db: Database, subscribers: Subscribers) -> None:
    await link_all(db, {7: "a", 8: "b", 9: "unlisted"})
    report = await subscribers.refresh("gazette", NOW)
    assert report == Report("gazette", NOW, known=True, subscribers=2, added=2, grants=2)
    (first, second) = await deliveries.of_kind(db, Kind.ROLE)
    assert (first.guild, first.lane, first.place, first.subject) == (GUILD, -GUILD, LOW, 8)
    assert await roles(db) == {(7, HIGH), (8, LOW)}
    assert first.wanted == second.wanted == "granted"


async def test_the_same_list_again_changes_no_delivery(db: Database, subscribers: Subscribers) -> None:
    await link_all(db, {7: "a"})
    await subscribers.refresh("gazette", NOW)
    before = await deliveries.of_kind(db, Kind.ROLE)
    later = NOW + timedelta(minutes=5)
    assert await subscribers.refresh("gazette", later) == Report("gazette", later, known=True, subscribers=2)
    assert await deliveries.of_kind(db, Kind.ROLE) == before
    assert await subscribers.states() == (PublisherState("gazette", later),)


async def test_an_unreadable_list_removes_nobody_and_says_why(
    db: Database, source: FakeSource, subscribers: Subscribers
) -> None:
    await link_all(db, {7: "a", 8: "b"})
    await subscribers.refresh("gazette", NOW)
    source.entries = None
    later = NOW + timedelta(days=300)
    report = await subscribers.refresh("gazette", later)
    assert report == Report("gazette", later, known=False, reason=SHOP_FAULT, retry_after=30)
    assert await roles(db) == {(7, HIGH), (8, LOW)}
    assert await subscribers.states() == (PublisherState("gazette", NOW, SHOP_FAULT.kept()),)


async def test_who_is_missing_or_ended_or_moved_loses_only_the_old_role(
    db: Database, source: FakeSource, subscribers: Subscribers
) -> None:
    await link_all(db, {7: "a", 8: "b", 9: "c"})
    source.entries = (Entry("a", "integral"), Entry("b", "decouverte"), Entry("c", "decouverte"))
    await subscribers.refresh("gazette", NOW)
    source.entries = (Entry("b", "integral"), Entry("c", "decouverte", None, Standing.INACTIVE))
    report = await subscribers.refresh("gazette", NOW + timedelta(minutes=5))
    assert (report.ended, report.grants, report.removals) == (2, 1, 3)
    assert await roles(db) == {(8, HIGH)}


async def test_a_tier_ends_with_time_when_the_list_is_read_again(
    db: Database, source: FakeSource, subscribers: Subscribers
) -> None:
    await link_all(db, {7: "a"})
    end = NOW + timedelta(hours=1)
    source.entries = (Entry("a", "integral", end),)
    await subscribers.refresh("gazette", NOW)
    source.entries = None
    await subscribers.refresh("gazette", end)
    assert await roles(db) == {(7, HIGH)}
    source.entries = (Entry("a", "integral", end),)
    report = await subscribers.refresh("gazette", end + timedelta(minutes=5))
    assert (report.removals, await roles(db)) == (1, set())
    source.entries = (Entry("a", "integral", end + timedelta(days=30)),)
    await subscribers.refresh("gazette", end + timedelta(minutes=10))
    assert await roles(db) == {(7, HIGH)}


async def test_a_tier_without_a_role_is_reported_and_takes_nothing_away(
    db: Database, source: FakeSource, subscribers: Subscribers
) -> None:
    await link_all(db, {7: "a"})
    await subscribers.refresh("gazette", NOW)
    source.entries = (Entry("a", "Intégral"), Entry("b", "decouverte"))
    report = await subscribers.refresh("gazette", NOW)
    assert report.unmapped == ("Intégral",)
    assert str(report.reason) == "no role is set for tier Intégral; add it to the publisher’s roles"
    assert await roles(db) == {(7, HIGH)}


async def test_many_removals_wait_for_approval_of_that_very_plan(
    db: Database, source: FakeSource, subscribers: Subscribers
) -> None:
    people = [str(number) for number in range(20)]
    await link_all(db, {100 + number: subject for number, subject in enumerate(people)})
    source.entries = tuple(Entry(subject, "integral") for subject in people)
    await subscribers.refresh("gazette", NOW)
    source.entries = tuple(Entry(subject, "integral") for subject in people[11:])
    held = await subscribers.refresh("gazette", NOW)
    assert (held.held, held.removals, len(await roles(db))) == (11, 0, 20)
    assert held.plan in str(held.reason)
    source.entries = source.entries[1:]
    now_held = await subscribers.refresh("gazette", NOW + timedelta(minutes=5))
    assert (now_held.held, len(await roles(db))) == (12, 20)
    assert (await subscribers.states())[0].held_plan == now_held.plan
    for stale in (held.plan, ""):
        with pytest.raises(OperatorError, match="out of date"):
            await subscribers.approve(stale, NOW + timedelta(minutes=6))
    assert await subscribers.approve(now_held.plan, NOW + timedelta(minutes=6)) == 12
    assert len(await roles(db)) == 8
    assert (await subscribers.states())[0].held == 0


async def test_a_publisher_that_is_not_in_the_settings_is_named(subscribers: Subscribers) -> None:
    with pytest.raises(OperatorError, match="publisher 'club' is not in the settings; they name gazette"):
        await subscribers.refresh("club", NOW)


# Over any history

PEOPLE = {"a": 101, "b": 102, "c": 103}
READING = st.dictionaries(
    st.sampled_from(sorted(PEOPLE)), st.sampled_from(["decouverte", "integral"]), min_size=1
)
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("read"), st.one_of(st.none(), READING)),
        st.tuples(st.sampled_from(["link", "unlink"]), st.sampled_from(sorted(PEOPLE))),
    ),
    max_size=10,
)


@given(STEPS)
@settings(max_examples=25, deadline=None)
async def test_over_any_history_payers_keep_their_role_and_the_unlinked_have_none(
    steps: Iterable[tuple[str, object]],
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        db = await open_blank(Path(folder) / "test.db")
        source = FakeSource()
        source.entries = None
        subscribers = Subscribers(db, [GAZETTE], {"gazette": source})
        good: dict[str, str] = {}
        linked: set[str] = set()
        try:
            for number, (step, what) in enumerate(steps):
                now = NOW + timedelta(hours=number)
                if step == "link" and what not in linked:
                    await subscribers.linking.link(
                        PEOPLE[what], await subscribers.linking.issue_code("gazette", what, now), now
                    )
                    linked.add(what)
                elif step == "unlink":
                    await subscribers.linking.unlink(PEOPLE[what], now)
                    linked.discard(what)
                elif step == "read":
                    good = good if what is None else what
                    source.entries = what and tuple(Entry(subject, tier) for subject, tier in what.items())
                    await subscribers.refresh("gazette", now)
                expected = {(PEOPLE[s], GAZETTE.roles[good[s]]) for s in linked & good.keys()}
                assert await roles(db) == expected
        finally:
            await db.close()
