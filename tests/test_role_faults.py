"""The faults of paying readers' roles, each by its name, through the real database."""

from __future__ import annotations

import asyncio
import sqlite3
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.config_publishers import PublisherSettings
from bot.errors import OperatorError, ReaderError
from bot.subscribers.audit_log import verify
from bot.subscribers.desk import new_comp
from bot.subscribers.projection import Rank
from bot.subscribers.rules import Why
from bot.subscribers.service import Subscribers
from bot.subscribers.source_list import read_list
from storage import audit, deliveries, role_deliveries, words
from storage import roles as role_store
from storage.database import Database
from storage.records import Kind, Standing
from storage.records_roles import RoleMap
from storage.records_subscribers import Entry
from tests.subscribers_world import CLUB, GAZETTE, GUILD, HIGH, LOW, MEMBER, NOW, FakeSource, link_all, roles

DAY, HOUR = timedelta(days=1), timedelta(hours=1)
ELSEWHERE = 10_002


class Desk:
    """A publisher with a list in memory, and its readers."""

    def __init__(self, db: Database, **settings: Any) -> None:
        self.db = db
        self.source = FakeSource(Entry("a", "integral"), Entry("b", "decouverte"))
        self.settings = PublisherSettings.model_validate(GAZETTE.model_dump(exclude_unset=True) | settings)
        self.service = Subscribers(db, [self.settings], {"gazette": self.source})

    async def read(self, *entries: Entry, at: datetime = NOW) -> Any:
        self.source.entries = entries or self.source.entries
        return await self.service.refresh("gazette", at)

    async def link(self, user: int, subject: str, at: datetime = NOW) -> None:
        await self.service.linking.join("gazette", subject, user, at, "test")


async def alerts_of(db: Database) -> list[str]:
    return [row[0] for row in await db.all("SELECT text FROM alerts ORDER BY id")]


async def words_of(db: Database) -> list[str]:
    return [row[0] for row in await db.all("SELECT text FROM role_words ORDER BY id")]


@pytest.fixture
async def desk(db: Database) -> Desk:
    return Desk(db)


def crowd(count: int, start: int = 0) -> tuple[Entry, ...]:
    return tuple(Entry(str(n), "integral") for n in range(start, count))


async def linked_crowd(desk: Desk, count: int) -> None:
    await link_all(desk.db, {1_000 + n: str(n) for n in range(count)})
    await desk.read(*crowd(count))


# Facts


async def test_active_after_deleted_and_updated_before_created_end_in_the_newest_state(desk: Desk) -> None:
    await desk.read()
    await desk.link(7, "a")
    deleted = Entry("a", "integral", NOW, Standing.INACTIVE, version=NOW + HOUR)
    for entry in (Entry("a", "integral", version=NOW), deleted, Entry("a", "integral", version=NOW)):
        desk.source.entries = (entry,)
        await desk.service.look("gazette", "a", NOW + 2 * HOUR)
    assert await roles(desk.db) == set()


async def test_an_older_export_of_the_list_does_not_undo_what_a_webhook_told(desk: Desk) -> None:
    await desk.read(Entry("a", "decouverte", version=NOW - DAY), Entry("b", "decouverte"))
    await desk.link(7, "a")
    desk.source.entries = (Entry("a", "integral", version=NOW + HOUR),)
    await desk.service.look("gazette", "a", NOW + HOUR)
    await desk.read(Entry("a", "decouverte", version=NOW), Entry("b", "decouverte"), at=NOW + 2 * HOUR)
    assert await roles(desk.db) == {(7, HIGH)}
    await desk.read(Entry("a", "decouverte", version=NOW + 3 * HOUR), Entry("b", "decouverte"), at=NOW + DAY)
    assert await roles(desk.db) == {(7, LOW)}


async def test_an_older_fact_does_not_bring_back_who_is_missing_in_the_list(desk: Desk) -> None:
    await desk.read(Entry("a", "integral", version=NOW), Entry("b", "decouverte"))
    await desk.link(7, "a")
    await desk.read(Entry("b", "decouverte"), at=NOW + HOUR)
    desk.source.entries = (Entry("a", "integral", version=NOW - HOUR),)
    assert not await desk.service.look("gazette", "a", NOW + 2 * HOUR)
    assert await roles(desk.db) == set()


async def test_who_subscribes_again_is_newer_than_their_end(desk: Desk) -> None:
    await desk.read(Entry("a", "integral", NOW, Standing.INACTIVE, version=NOW), Entry("b", "decouverte"))
    await desk.link(7, "a")
    desk.source.entries = (Entry("a", "integral", version=NOW + timedelta(microseconds=1_500)),)
    await desk.service.look("gazette", "a", NOW + HOUR)
    assert await roles(desk.db) == {(7, HIGH)}
    # The same fact once more, to the microsecond, is not news.
    assert not await desk.service.look("gazette", "a", NOW + 2 * HOUR)


async def test_the_same_event_twice_has_one_effect(desk: Desk) -> None:
    await desk.link(7, "a")
    assert await desk.service.look("gazette", "a", NOW)
    before = await deliveries.of_kind(desk.db, Kind.ROLE)
    assert not await desk.service.look("gazette", "a", NOW + HOUR)
    assert await deliveries.of_kind(desk.db, Kind.ROLE) == before


async def test_an_event_for_an_unlinked_reader_is_kept_and_the_role_comes_with_the_link(desk: Desk) -> None:
    await desk.service.look("gazette", "a", NOW)
    await desk.link(7, "a")
    assert await roles(desk.db) == {(7, HIGH)}


async def test_with_all_webhooks_lost_for_a_day_the_sweep_repairs(desk: Desk) -> None:
    await desk.link(7, "a")
    await desk.read()
    await desk.read(Entry("b", "integral"), at=NOW + DAY)
    assert await roles(desk.db) == set()


async def test_a_sweep_that_began_before_the_payment_does_not_undo_it(desk: Desk) -> None:
    await desk.link(7, "a")
    await desk.read(Entry("a", "integral"), Entry("b", "decouverte"))
    desk.source.pause.clear()
    sweep = asyncio.create_task(desk.service.refresh("gazette", NOW + HOUR))
    await asyncio.sleep(0.01)
    desk.source.entries = (Entry("a", "decouverte", version=NOW + HOUR),)
    await desk.service.look("gazette", "a", NOW + HOUR)
    desk.source.entries = (Entry("b", "decouverte"),)
    desk.source.pause.set()
    await sweep
    assert await roles(desk.db) == {(7, LOW)}


async def test_who_the_provider_does_not_know_keeps_the_role_until_a_whole_list_tells(desk: Desk) -> None:
    await desk.link(7, "a")
    await desk.read()
    desk.source.entries = (Entry("b", "integral"),)
    assert not await desk.service.look("gazette", "a", NOW + HOUR)
    assert await roles(desk.db) == {(7, HIGH)}


async def test_a_list_that_stays_unreadable_is_one_alert_and_its_end_another_chance(desk: Desk) -> None:
    await desk.link(7, "a")
    await desk.read()
    desk.source.entries = None
    for n in range(1, 50):
        await desk.service.refresh("gazette", NOW + n * HOUR)
    assert await alerts_of(desk.db) == ["alert-list-unreadable"]
    assert await roles(desk.db) == {(7, HIGH)}


# Ends


async def test_past_due_keeps_the_role_in_grace_and_not_after(desk: Desk) -> None:
    await desk.link(7, "a")
    await desk.read()
    failing = Entry("a", "integral", NOW + HOUR, Standing.INACTIVE, reason="past_due")
    for days, expected in ((1, {(7, HIGH)}), (4.9, {(7, HIGH)}), (5.1, set())):
        await desk.read(failing, Entry("b", "decouverte"), at=NOW + HOUR + timedelta(days=days))
        assert await roles(desk.db) == expected


async def test_a_chargeback_has_no_grace(desk: Desk) -> None:
    await desk.link(7, "a")
    await desk.read()
    for reason in ("past_due", "fraud"):
        desk.source.entries = (Entry("a", "integral", None, Standing.INACTIVE, reason=reason),)
        await desk.service.look("gazette", "a", NOW + HOUR)
    assert await roles(desk.db) == set()


@pytest.mark.parametrize(
    ("day", "zone", "end"),
    [
        ("2026-03-28", "Europe/Paris", datetime(2026, 3, 28, 23, tzinfo=UTC)),
        ("2026-03-29", "Europe/Paris", datetime(2026, 3, 29, 22, tzinfo=UTC)),
        ("2026-10-25", "Europe/Paris", datetime(2026, 10, 25, 23, tzinfo=UTC)),
        ("2028-02-29", "Europe/Paris", datetime(2028, 2, 29, 23, tzinfo=UTC)),
        ("2026-07-14", "America/Montreal", datetime(2026, 7, 15, 4, tzinfo=UTC)),
    ],
)
def test_a_date_ends_with_the_publishers_local_day_over_dst_and_leap_day(
    day: str, zone: str, end: datetime
) -> None:
    (entry,) = read_list(f"id,tier,until\na,integral,{day}\n".encode(), "csv", zone)
    assert entry.until == end


async def test_two_sources_give_one_role_and_one_lapses(db: Database) -> None:
    gazette = FakeSource(Entry("a", "integral"))
    club = FakeSource(Entry("m", "membre"), publisher="club")
    same = PublisherSettings.model_validate(CLUB.model_dump(exclude_unset=True) | {"roles": {"membre": HIGH}})
    service = Subscribers(db, [GAZETTE, same], {"gazette": gazette, "club": club})
    for name, subject in (("gazette", "a"), ("club", "m")):
        await service.linking.join(name, subject, 7, NOW, "test")
        await service.refresh(name, NOW)
    gazette.entries = (Entry("z", "integral"),)
    await service.refresh("gazette", NOW + HOUR)
    assert await roles(db) == {(7, HIGH)}


async def test_a_complimentary_role_ends_with_its_day_and_is_owned(desk: Desk) -> None:
    comp = new_comp(GUILD, MEMBER, 9, 1, "prize", NOW, 3)
    await desk.service.desk.grant_comp(comp)
    assert await desk.service.desk.comps(GUILD, NOW) == [comp]
    await desk.read()
    await desk.service.settle(NOW + 2 * DAY)
    assert await roles(desk.db) == {(9, MEMBER)}
    assert await desk.service.settle(NOW + 3 * DAY)
    assert await roles(desk.db) == set()


async def test_a_complimentary_role_without_a_reason_is_refused(desk: Desk) -> None:
    with pytest.raises(ReaderError, match="comp-reason"):
        await desk.service.desk.grant_comp(new_comp(GUILD, MEMBER, 9, 1, "  ", NOW, None))


async def test_a_paying_readers_role_stays_when_their_complimentary_one_ends(desk: Desk) -> None:
    await desk.link(7, "a")
    await desk.read()
    await desk.service.desk.grant_comp(new_comp(GUILD, HIGH, 7, 1, "prize", NOW, 1))
    await desk.service.settle(NOW + 2 * DAY)
    assert await roles(desk.db) == {(7, HIGH)}


# Seats, ranks, servers, mappings


async def test_a_second_account_on_one_subscription_follows_the_seat_rule(db: Database) -> None:
    family = Desk(db, seats={"integral": 2})
    await family.read()
    await family.link(7, "a")
    await family.link(8, "a", NOW + HOUR)
    with pytest.raises(ReaderError, match="link-subscriber-taken"):
        await family.link(9, "a", NOW + HOUR)
    assert await roles(db) == {(7, HIGH), (8, HIGH)}
    await family.read(Entry("a", "decouverte"), Entry("b", "decouverte"), at=NOW + 2 * HOUR)
    assert await roles(db) == {(7, LOW)}
    (second,) = await family.service.standing(8, NOW + 2 * HOUR)
    assert second.why is Why.NO_SEAT


async def test_a_second_account_may_take_the_place_of_the_first(db: Database) -> None:
    moving = Desk(db, second_account="move")
    await moving.read()
    await moving.link(7, "a")
    await moving.link(8, "a", NOW + HOUR)
    assert await roles(db) == {(8, HIGH)}


async def test_all_lower_roles_come_with_a_tier_where_the_settings_say_so(db: Database) -> None:
    every = Desk(db, ranks=["decouverte", "integral"], give="all")
    await every.link(7, "a")
    await every.link(8, "b")
    await every.read()
    assert await roles(db) == {(7, LOW), (7, HIGH), (8, LOW)}


async def test_a_publisher_gives_roles_on_several_servers(db: Database) -> None:
    both = Desk(db, guilds=[{"guild": ELSEWHERE, "roles": {"integral": MEMBER}}])
    await both.link(7, "a")
    await both.read()
    assert await roles(db) == {(7, HIGH), (7, MEMBER)}
    (here,) = await both.service.standing(7, NOW, ELSEWHERE)
    assert here.roles == (MEMBER,)


async def test_settings_win_over_a_mapping_and_a_mapping_gives_after_the_first_plan(db: Database) -> None:
    desk = Desk(db, roles={"integral": HIGH})
    await desk.read()
    await desk.link(8, "b")
    with pytest.raises(ReaderError, match="roles-settings-win"):
        await desk.service.desk.map(RoleMap("gazette", "integral", GUILD, LOW, 1, NOW))
    await desk.service.desk.map(RoleMap("gazette", "decouverte", GUILD, LOW, 1, NOW))
    await desk.read(at=NOW + HOUR)
    assert await roles(db) == {(8, LOW)}
    await desk.service.desk.unmap("gazette", "decouverte", GUILD, 1, NOW + HOUR)
    await desk.read(at=NOW + 2 * HOUR)
    assert await roles(db) == {(8, LOW)}


async def test_a_deleted_role_turns_its_mapping_off(desk: Desk) -> None:
    await desk.link(7, "a")
    await desk.read()
    await desk.service.desk.lost(GUILD, HIGH, NOW)
    assert [m.lost for m in await desk.service.desk.mappings(GUILD)] == [False, True]
    report = await desk.read(at=NOW + HOUR)
    assert (report.grants, report.removals, await roles(desk.db)) == (0, 0, set())


# Plan, dry run, brake


async def test_the_first_run_on_a_server_waits_while_who_links_gets_the_role(db: Database) -> None:
    first = Desk(db)
    await link_all(db, {7: "a"})
    await first.read(at=NOW + DAY)
    assert await roles(db) == set()
    await first.link(8, "b", NOW + DAY)
    assert await roles(db) == {(8, LOW)}
    plan = await first.service.desk.plan(GUILD, NOW + DAY)
    assert [(change.user, change.grant) for change in plan.held] == [(7, True)]
    assert await alerts_of(db) == ["alert-roles-held"]
    assert await first.service.desk.apply(plan.digest, GUILD, 1, NOW + DAY) == 1
    assert await roles(db) == {(7, HIGH), (8, LOW)}
    await first.read(Entry("b", "decouverte"), at=NOW + 2 * DAY)
    assert await roles(db) == {(8, LOW)}


async def test_removals_over_the_cap_are_held_and_grants_applied(desk: Desk) -> None:
    await linked_crowd(desk, 20)
    await desk.link(7, "new")
    report = await desk.read(*crowd(20, 11), Entry("new", "integral"), at=NOW + HOUR)
    assert (report.held, report.removals) == (11, 0)
    assert (7, HIGH) in await roles(desk.db)


async def test_1_9_percent_ten_times_meets_the_daily_cap(desk: Desk) -> None:
    await linked_crowd(desk, 1_000)
    left = [1_000]
    for n in range(1, 11):
        await desk.read(*crowd(1_000, 19 * n), at=NOW + n * HOUR)
        left.append(len(await roles(desk.db)))
    assert left == [1_000, *[981] * 10]
    await desk.read(*crowd(1_000, 38), at=NOW + 26 * HOUR)
    assert len(await roles(desk.db)) == 962


async def test_a_storm_of_hints_meets_the_same_cap(desk: Desk) -> None:
    await linked_crowd(desk, 30)
    desk.source.entries = tuple(Entry(str(n), "integral", None, Standing.INACTIVE) for n in range(30))
    for n in range(30):
        await desk.service.look("gazette", str(n), NOW + HOUR)
    assert len(await roles(desk.db)) == 20


async def test_approving_a_stale_plan_is_refused(desk: Desk) -> None:
    await linked_crowd(desk, 20)
    report = await desk.read(*crowd(20, 11), at=NOW + HOUR)
    await desk.read(*crowd(20, 12), at=NOW + 2 * HOUR)
    with pytest.raises(ReaderError, match="roles-plan-stale"):
        await desk.service.desk.apply(report.plan, GUILD, 1, NOW + 2 * HOUR)
    with pytest.raises(OperatorError, match="out of date"):
        await desk.service.approve(report.plan, NOW + 2 * HOUR)
    assert len(await roles(desk.db)) == 20


async def test_a_held_plan_is_one_alert_however_often_the_list_is_read(desk: Desk) -> None:
    await linked_crowd(desk, 20)
    for n in range(1, 20):
        await desk.read(*crowd(20, 11), at=NOW + n * HOUR / 60)
    assert await alerts_of(desk.db) == ["alert-roles-held"]


async def test_a_second_pass_without_change_owes_nothing(desk: Desk) -> None:
    await linked_crowd(desk, 50)
    before = await deliveries.of_kind(desk.db, Kind.ROLE)
    report = await desk.read(at=NOW + HOUR)
    assert (report.grants, report.removals, report.held) == (0, 0, 0)
    assert await deliveries.of_kind(desk.db, Kind.ROLE) == before


async def test_a_new_payer_stands_before_ten_thousand_removals(desk: Desk) -> None:
    async with desk.db.write() as tx:
        given = [(GUILD, HIGH, 20_000 + n, -GUILD, Rank.LINKED, "granted") for n in range(10_000)]
        await role_deliveries.want(tx, [(*row[:4], int(row[4]), row[5]) for row in given])
        await tx.run("UPDATE deliveries SET shown = wanted, discord_id = place")
        taken = [(GUILD, HIGH, 20_000 + n, GUILD, int(Rank.SWEEP), None) for n in range(10_000)]
        await role_deliveries.want(tx, taken)
    await desk.link(7, "a")
    await desk.service.look("gazette", "a", NOW)
    head = await deliveries.head(desk.db, -GUILD, NOW + DAY)
    assert head is not None
    assert (head.subject, head.rank) == (7, Rank.PAYER)


# Words


async def test_a_reader_is_told_before_an_announced_end_and_after_it_once(desk: Desk) -> None:
    await desk.link(7, "a")
    ending = Entry("a", "integral", NOW + 5 * DAY, reason="cancelled")
    await desk.read(ending, Entry("b", "decouverte"))
    for hours in (0, 49, 50, 60):
        await desk.service.settle(NOW + hours * HOUR)
    assert await words_of(desk.db) == ["word-ending"]
    await desk.read(at=NOW + 5 * DAY)
    assert await words_of(desk.db) == ["word-ending", "word-gone"]


async def test_a_reader_who_wants_no_words_gets_none(desk: Desk) -> None:
    await desk.link(7, "a")
    await desk.service.want_words(7, NOW, on=False)
    await desk.read()
    await desk.read(Entry("b", "decouverte"), at=NOW + HOUR)
    assert (await words_of(desk.db), await words.refused(desk.db, 7)) == ([], True)
    assert await roles(desk.db) == set()


# The audit log


async def test_every_deed_is_in_the_log_with_who_and_why(desk: Desk) -> None:
    await desk.read()
    await desk.link(7, "a")
    await desk.service.desk.grant_comp(new_comp(GUILD, MEMBER, 9, 1, "prize", NOW, 3))
    await desk.service.linking.unlink(7, NOW + HOUR)
    found = [(e.event, e.actor, e.cause, e.user) async for e in audit.entries(desk.db)]
    assert found == [
        ("start", "bot", "first plan", None),
        ("link", "user 7", "test", 7),
        ("grant", "user 7", "active", 7),
        ("comp", "user 1", "prize", 9),
        ("grant", "user 1", "complimentary", 9),
        ("unlink", "user 7", "asked", 7),
        ("removal", "user 7", "unlinked", 7),
    ]


async def test_a_log_that_was_changed_by_hand_says_where(desk: Desk, tmp_path: Path) -> None:
    await desk.read()
    await desk.link(7, "a")
    async with desk.db.write() as tx:
        await audit.erase(tx, 7)
    verified = await verify(desk.db, tmp_path / "audit.jsonl")
    assert (verified.rows, verified.erased) == (3, 2)
    exported = (tmp_path / "audit.jsonl").read_text().splitlines()
    assert len(exported) == 3
    assert '"user 7"' not in "".join(exported)
    with sqlite3.connect(tmp_path / "test.db") as raw:
        raw.execute("UPDATE audit SET cause = 'else' WHERE number = 2")
    raw.close()
    with pytest.raises(OperatorError, match="audit row 2 does not fit its hash"):
        await verify(desk.db)
    async with desk.db.write() as tx:
        await tx.run("DELETE FROM audit WHERE number = 1")
    with pytest.raises(OperatorError, match="audit row 1 is missing"):
        await verify(desk.db)


async def test_a_first_run_that_shows_nothing_is_over_at_once(desk: Desk) -> None:
    await desk.read()
    (start,) = await role_store.starts(desk.db)
    assert start.applied == NOW
