"""Linking a Discord account to a subscriber by a one-time code."""

import asyncio
from datetime import datetime, timedelta

import pytest
import structlog.testing

from bot.errors import ReaderError
from bot.subscribers.codes import digest_of
from bot.subscribers.memberships import Membership
from bot.subscribers.rules import Why
from bot.subscribers.service import Subscribers
from storage import codes, deliveries
from storage.database import Database
from storage.records import Kind, Standing
from storage.records_subscribers import Entry
from tests.subscribers_world import (
    CLUB,
    CODE,
    GAZETTE,
    GUILD,
    HIGH,
    LOW,
    MEMBER,
    NOW,
    FakeSource,
    roles,
)


@pytest.fixture
def source() -> FakeSource:
    return FakeSource(Entry("a", "integral", code=digest_of(CODE)), Entry("b", "decouverte"))


@pytest.fixture
def subscribers(db: Database, source: FakeSource) -> Subscribers:
    return Subscribers(db, [GAZETTE], {"gazette": source})


async def test_a_code_links_an_account_and_gives_its_role_at_once(
    db: Database, subscribers: Subscribers
) -> None:
    await subscribers.refresh("gazette", NOW)
    assert await subscribers.linking.link(7, CODE.lower(), NOW) == (
        Membership(
            publisher="gazette",
            guild=GUILD,
            tier="integral",
            until=None,
            standing=Standing.ACTIVE,
            why=Why.ACTIVE,
            linked=NOW,
            roles=(HIGH,),
            account_url="https://gazette.example.org/account",
            subject="a",
        ),
    )
    assert await roles(db) == {(7, HIGH)}


async def test_a_code_made_seconds_ago_is_found_by_reading_the_list_once_more(
    db: Database, source: FakeSource, subscribers: Subscribers
) -> None:
    await subscribers.linking.link(7, CODE, NOW)
    assert source.readings == 1
    assert await roles(db) == {(7, HIGH)}
    assert await codes.wrong_tries(db, 7, 5) == []


async def refused(subscribers: Subscribers, user: int, code: str, now: datetime = NOW) -> ReaderError:
    with pytest.raises(ReaderError) as caught:
        await subscribers.linking.link(user, code, now)
    return caught.value


async def test_unknown_used_expired_and_withdrawn_codes_are_refused_alike(
    db: Database, source: FakeSource, subscribers: Subscribers
) -> None:
    await subscribers.linking.link(7, CODE, NOW)
    await subscribers.linking.unlink(7, NOW)
    used = await refused(subscribers, 8, CODE)
    issued = await subscribers.linking.issue_code("gazette", "b", NOW)
    expired = await refused(subscribers, 9, issued, NOW + timedelta(minutes=10))
    replaced = await subscribers.linking.issue_code("gazette", "b", NOW)
    await subscribers.linking.issue_code("gazette", "b", NOW)
    withdrawn = await refused(subscribers, 10, replaced)
    unknown = await refused(subscribers, 11, "AAAA-BBBB-CCCC")
    nonsense = await refused(subscribers, 12, "'; DROP TABLE links --")
    errors = (used, expired, withdrawn, unknown, nonsense)
    assert {(error.text, str(error.arguments)) for error in errors} == {("link-code-unknown", "{}")}
    assert source.readings == 1 + len(errors)


async def test_a_code_in_the_list_works_for_ten_minutes_only(
    source: FakeSource, subscribers: Subscribers
) -> None:
    await subscribers.refresh("gazette", NOW)
    assert (await refused(subscribers, 7, CODE, NOW + timedelta(minutes=10))).text == "link-code-unknown"
    source.entries = (Entry("a", "integral"),)
    await subscribers.refresh("gazette", NOW)
    source.entries = (Entry("a", "integral", code=digest_of(CODE)),)
    assert (await refused(subscribers, 7, CODE, NOW + timedelta(days=1))).text == "link-code-unknown"


async def test_a_code_that_the_list_drops_stops_working(source: FakeSource, subscribers: Subscribers) -> None:
    await subscribers.refresh("gazette", NOW)
    source.entries = (Entry("a", "integral"),)
    await subscribers.refresh("gazette", NOW + timedelta(minutes=1))
    assert (await refused(subscribers, 7, CODE, NOW + timedelta(minutes=2))).text == "link-code-unknown"


async def test_five_wrong_codes_lock_an_account_for_ten_minutes_and_nobody_else(
    source: FakeSource, subscribers: Subscribers
) -> None:
    for minute in range(5):
        error = await refused(subscribers, 7, "WRONG-WRONG-WRONG", NOW + timedelta(minutes=minute))
        assert error.text == "link-code-unknown"
    locked = await refused(subscribers, 7, CODE, NOW + timedelta(minutes=5))
    assert (locked.text, locked.arguments) == ("link-locked", {"until": NOW + timedelta(minutes=14)})
    assert source.readings == 5
    await subscribers.linking.link(8, CODE, NOW + timedelta(minutes=5))
    await subscribers.linking.unlink(8, NOW + timedelta(minutes=5))
    fresh = await subscribers.linking.issue_code("gazette", "a", NOW + timedelta(minutes=14))
    assert await subscribers.linking.link(7, fresh, NOW + timedelta(minutes=14))


async def test_a_hundred_guesses_at_once_are_five(source: FakeSource, subscribers: Subscribers) -> None:
    source.pause.clear()
    guesses = [asyncio.create_task(subscribers.linking.link(7, f"GUESS-{n:07}", NOW)) for n in range(100)]
    await asyncio.sleep(0.3)
    source.pause.set()
    errors = await asyncio.gather(*guesses, return_exceptions=True)
    texts = [error.text for error in errors if isinstance(error, ReaderError)]
    assert (texts.count("link-code-unknown"), texts.count("link-locked")) == (5, 95)
    assert source.readings <= 5


async def test_a_code_redeemed_by_two_at_once_has_one_winner(db: Database, subscribers: Subscribers) -> None:
    await subscribers.refresh("gazette", NOW)
    results = await asyncio.gather(
        *(subscribers.linking.link(user, CODE, NOW) for user in range(7, 12)), return_exceptions=True
    )
    assert sum(isinstance(result, tuple) for result in results) == 1
    assert len(await roles(db)) == 1


async def test_one_subscription_has_one_account_and_the_other_way_round(
    db: Database, subscribers: Subscribers
) -> None:
    await subscribers.linking.link(7, CODE, NOW)
    again = await subscribers.linking.issue_code("gazette", "a", NOW)
    assert (await refused(subscribers, 8, again)).text == "link-subscriber-taken"
    second = await subscribers.linking.issue_code("gazette", "b", NOW)
    error = await refused(subscribers, 7, second)
    assert (error.text, error.arguments) == ("link-account-taken", {"publisher": "gazette"})
    # Who owns both sides may use the code after all, for it was not used up.
    await subscribers.linking.unlink(7, NOW)
    assert await subscribers.linking.link(8, again, NOW)
    assert await subscribers.linking.link(7, second, NOW)
    assert await roles(db) == {(8, HIGH), (7, LOW)}


async def test_linking_again_with_a_new_code_is_fine(db: Database, subscribers: Subscribers) -> None:
    await subscribers.linking.link(7, CODE, NOW)
    again = await subscribers.linking.issue_code("gazette", "a", NOW)
    assert len(await subscribers.linking.link(7, again, NOW)) == 1
    assert await roles(db) == {(7, HIGH)}


async def test_unlinking_takes_back_what_we_granted(db: Database, subscribers: Subscribers) -> None:
    await subscribers.linking.link(7, CODE, NOW)
    assert await subscribers.linking.unlink(7, NOW) == 1
    assert await roles(db) == set()
    assert await subscribers.standing(7, NOW) == ()
    assert await subscribers.linking.unlink(7, NOW) == 0


async def test_a_reader_without_a_subscription_may_link_first_and_buy_later(
    db: Database, source: FakeSource, subscribers: Subscribers
) -> None:
    source.entries = (Entry("c", "", None, Standing.INACTIVE, digest_of(CODE)),)
    (membership,) = await subscribers.linking.link(7, CODE, NOW)
    assert (membership.why, membership.roles, membership.standing) == (
        Why.NOT_SUBSCRIBED,
        (),
        Standing.INACTIVE,
    )
    assert await roles(db) == set()
    source.entries = (Entry("c", "decouverte"),)
    await subscribers.refresh("gazette", NOW + timedelta(minutes=5))
    assert await roles(db) == {(7, LOW)}


async def test_two_publishers_are_kept_apart(db: Database, source: FakeSource) -> None:
    club = FakeSource(Entry("m", "membre", code=digest_of("CLUB-CLUB-CLUB")), publisher="club")
    subscribers = Subscribers(db, [GAZETTE, CLUB], {"gazette": source, "club": club})
    await subscribers.linking.link(7, CODE, NOW)
    assert [m.publisher for m in await subscribers.linking.link(7, "CLUB-CLUB-CLUB", NOW)] == [
        "club",
        "gazette",
    ]
    club.entries = None
    source.entries = (Entry("b", "decouverte"),)
    for name in ("gazette", "club"):
        await subscribers.refresh(name, NOW + timedelta(minutes=5))
    assert await roles(db) == {(7, MEMBER)}


async def test_a_role_that_a_moderator_took_away_stays_away(db: Database, subscribers: Subscribers) -> None:
    await subscribers.linking.link(7, CODE, NOW)
    (role,) = await deliveries.of_kind(db, Kind.ROLE)
    async with db.write() as tx:
        await deliveries.drop(tx, role.id, "removed by hand")
    report = await subscribers.refresh("gazette", NOW + timedelta(minutes=5))
    assert (report.grants, await roles(db)) == (0, set())


async def test_a_code_for_nobody_in_the_list_links_without_a_role(subscribers: Subscribers) -> None:
    code = await subscribers.linking.issue_code("gazette", "later", NOW)
    (membership,) = await subscribers.linking.link(7, code, NOW)
    assert (membership.why, membership.standing) == (Why.NOT_LISTED, Standing.UNKNOWN)


async def test_what_is_logged_holds_no_code(source: FakeSource, subscribers: Subscribers) -> None:
    with structlog.testing.capture_logs() as logged:
        issued = await subscribers.linking.issue_code("gazette", "b", NOW)
        await subscribers.linking.link(7, CODE, NOW)
        await subscribers.linking.link(8, issued, NOW)
        await refused(subscribers, 9, "WRONG-WRONG-WRONG")
        source.entries = None
        await subscribers.refresh("gazette", NOW)
        await subscribers.linking.unlink(7, NOW)
    assert len(logged) == 5
    for secret in (CODE, issued, "WRONG", digest_of(CODE)):
        assert secret not in str(logged)
