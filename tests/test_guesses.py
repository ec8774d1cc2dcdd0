"""Guessing codes: who guesses is locked, one manager hears of it once, and right codes go on working."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest

from bot.errors import ReaderError
from bot.subscribers import codes as rules
from bot.subscribers.codes import digest_of
from bot.subscribers.service import Subscribers
from storage import codes, deliveries
from storage.database import Database
from storage.records import Kind
from storage.records_subscribers import Entry
from tests.subscribers_world import CODE, GAZETTE, HIGH, NOW, FakeSource, roles


@pytest.fixture
def source() -> FakeSource:
    return FakeSource(Entry("a", "integral", code=digest_of(CODE)), Entry("b", "decouverte"))


@pytest.fixture
def subscribers(db: Database, source: FakeSource) -> Subscribers:
    return Subscribers(db, [GAZETTE], {"gazette": source})


async def guess(subscribers: Subscribers, user: int, number: int) -> str:
    """What somebody hears who tries a code that is wrong."""
    with pytest.raises(ReaderError) as caught:
        await subscribers.linking.link(user, f"GUESS-{number:07}", NOW)
    return caught.value.text


async def alerts(db: Database) -> list[tuple[str, bool]]:
    """What managers were told, and whether that is over."""
    found = await db.all("SELECT text, over IS NOT NULL FROM alerts ORDER BY id")
    assert len(await deliveries.of_kind(db, Kind.ALERT)) == len(found)
    return [(row[0], bool(row[1])) for row in found]


async def test_ten_thousand_guesses_of_one_account_are_five_with_one_alert(
    db: Database, source: FakeSource, subscribers: Subscribers
) -> None:
    heard = [await guess(subscribers, 7, number) for number in range(10_000)]
    assert heard == ["link-code-unknown"] * 5 + ["link-locked"] * 9_995
    assert source.readings == 5
    assert await codes.crowd(db, NOW - timedelta(minutes=1), 10_000) == 5
    assert await alerts(db) == [("alert-guessing", False)]


async def test_ten_thousand_guesses_of_many_accounts_read_few_lists_and_make_one_alert(
    db: Database, source: FakeSource, subscribers: Subscribers
) -> None:
    await subscribers.refresh("gazette", NOW)
    heard: list[str] = []
    for number in range(25):
        source.pause.clear()
        tries = [asyncio.create_task(guess(subscribers, user, number)) for user in range(1_000, 1_400)]
        while await codes.crowd(db, NOW - timedelta(minutes=1), 10_000) < min(number + 1, 2) * 400:
            await asyncio.sleep(0.02)
        source.pause.set()
        heard += await asyncio.gather(*tries)
    # While a crowd guesses, each account has two tries.
    assert (heard.count("link-code-unknown"), heard.count("link-locked")) == (800, 9_200)
    assert source.readings <= 1 + 4
    assert await alerts(db) == [("alert-guessing", False)]
    await subscribers.linking.link(7, CODE, NOW)
    assert await roles(db) == {(7, HIGH)}


async def crowd(db: Database, count: int = rules.CROWD) -> None:
    """So many other accounts guessed wrong just now."""
    async with db.write() as tx:
        for user in range(50_000, 50_000 + count):
            await codes.add_wrong_try(tx, user, NOW)


async def test_in_a_crowd_a_right_code_works_after_a_slip_and_two_slips_wait(
    db: Database, subscribers: Subscribers
) -> None:
    await subscribers.refresh("gazette", NOW)
    await crowd(db)
    assert await guess(subscribers, 7, 1) == "link-code-unknown"
    await subscribers.linking.link(7, CODE, NOW)
    other = await subscribers.linking.issue_code("gazette", "b", NOW)
    assert [await guess(subscribers, 8, n) for n in range(3)] == ["link-code-unknown"] * 2 + ["link-locked"]
    with pytest.raises(ReaderError, match="link-locked"):
        await subscribers.linking.link(8, other, NOW)
    await subscribers.linking.link(9, other, NOW)


async def test_lists_are_read_ten_times_a_minute_however_many_guess(
    db: Database, source: FakeSource, subscribers: Subscribers
) -> None:
    for user in range(10):
        await guess(subscribers, user, user)
    assert source.readings == 10
    late = [asyncio.create_task(guess(subscribers, user, user)) for user in range(100, 150)]
    await asyncio.sleep(0.2)
    assert source.readings == 10
    assert not any(task.done() for task in late)
    # A code that the list already shows needs no reading, and waits for nobody.
    await asyncio.wait_for(subscribers.linking.link(7, CODE, NOW), 2)
    for task in late:
        task.cancel()
    await asyncio.gather(*late, return_exceptions=True)


async def test_a_new_code_of_an_honest_reader_is_found_while_others_guess(
    db: Database, source: FakeSource, subscribers: Subscribers
) -> None:
    source.entries = (Entry("a", "integral"),)
    await subscribers.refresh("gazette", NOW)
    source.pause.clear()
    guesses = [asyncio.create_task(guess(subscribers, user, user)) for user in range(100, 150)]
    while source.readings < 2:
        await asyncio.sleep(0.01)
    # Made on the site after the reading that the others wait for had begun.
    source.entries = (Entry("a", "integral", code=digest_of(CODE)),)
    honest = asyncio.create_task(subscribers.linking.link(7, CODE, NOW))
    await asyncio.sleep(0.05)
    source.pause.set()
    await asyncio.gather(*guesses)
    assert await honest
    assert source.readings <= 4


async def test_the_alert_ends_when_it_is_quiet_and_comes_again_with_the_next_storm(
    db: Database, subscribers: Subscribers
) -> None:
    await crowd(db)
    await guess(subscribers, 7, 1)
    await subscribers.settle(NOW + timedelta(minutes=5))
    assert await alerts(db) == [("alert-guessing", False)]
    await subscribers.settle(NOW + timedelta(minutes=11))
    assert await alerts(db) == [("alert-guessing", True)]


@pytest.mark.parametrize(("wrong", "told"), [(rules.CROWD - 2, 0), (rules.CROWD - 1, 1)])
async def test_a_few_mistakes_alarm_nobody(
    db: Database, subscribers: Subscribers, wrong: int, told: int
) -> None:
    await crowd(db, wrong)
    await guess(subscribers, 7, 1)
    assert len(await alerts(db)) == told
