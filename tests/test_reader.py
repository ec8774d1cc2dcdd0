"""One loop reads all sources: when they are due, one per site, and none disturbs another."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from bot.causes import Cause, said
from bot.errors import SourceError
from bot.reader import Looked
from storage import sources
from storage.database import Database
from storage.records import SourceState
from tests.reader_world import (
    LONG_AGO,
    Hub,
    Listed,
    Web,
    answering,
    failing,
    hang,
    linger,
    reading,
    remember,
    source,
    wait_of,
)


async def test_a_new_source_is_looked_at_once_and_again_after_its_interval(db: Database) -> None:
    web = Web()
    async with reading(db, Listed(source("a", interval=0.2)), web):
        await web.until(3)
    assert web.looks == ["a", "a", "a"]


async def test_what_an_unchanged_look_says_is_saved_by_the_end(db: Database) -> None:
    web = Web()
    await remember(db, SourceState("a", first_read=LONG_AGO, validators=(("u", "e", ""),), failures=3))
    async with reading(db, Listed(source("a")), web):
        await web.until(1)
    state = await sources.by_name(db, "a")
    assert state.first_read == LONG_AGO
    assert (state.validators, state.failures, state.reason) == ((("u", "e", ""),), 0, "")
    assert state.last_read
    assert datetime.now(UTC) - state.last_read < timedelta(seconds=10)
    assert 57 <= await wait_of(db, "a") <= 63


async def test_the_states_of_all_are_saved_in_one_transaction(db: Database) -> None:
    web = Web()
    async with reading(db, Listed(*(source(f"s{n}") for n in range(250))), web):
        await web.until(250)
    states = await sources.every_state(db)
    assert len(states) == 250
    assert all(state.due for state in states)


async def test_a_restart_keeps_to_the_plan(db: Database) -> None:
    soon = datetime.now(UTC) + timedelta(seconds=0.3)
    await remember(
        db,
        SourceState("soon", first_read=LONG_AGO, due=soon),
        SourceState("later", first_read=LONG_AGO, due=soon + timedelta(seconds=30)),
        SourceState("over", first_read=LONG_AGO, due=LONG_AGO),
    )
    web = Web()
    async with reading(db, Listed(source("later"), source("soon"), source("over")), web):
        await web.until(2)
        await asyncio.sleep(0.05)
    assert web.looks == ["over", "soon"]


async def test_a_plan_of_older_settings_does_not_outlast_the_new_interval(db: Database) -> None:
    tomorrow = datetime.now(UTC) + timedelta(days=1)
    await remember(db, SourceState("a", first_read=LONG_AGO, due=tomorrow))
    web = Web()
    async with reading(db, Listed(source("a", interval=0.3)), web):
        await web.until(1)


async def test_no_more_are_read_at_once_than_allowed(db: Database) -> None:
    web = Web()
    names = [f"s{n}" for n in range(12)]
    web.acts = dict.fromkeys(names, linger)
    async with reading(db, Listed(*map(source, names)), web, at_once=4):
        await web.until(12)
    assert web.most == 4


async def test_the_sources_of_one_site_are_read_one_after_the_other(db: Database) -> None:
    web = Web()
    names = [f"s{n}" for n in range(5)]
    web.acts = dict.fromkeys(names, linger)
    async with reading(db, Listed(*(source(name, "one") for name in names)), web):
        await web.until(5)
    assert web.most == 1
    assert sorted(web.looks) == names


async def test_a_hanging_source_holds_up_nobody(db: Database) -> None:
    web = Web()
    web.acts["stuck"] = hang
    async with reading(db, Listed(source("stuck"), source("b", interval=0.2)), web):
        await web.until(4)
    assert web.looks == ["stuck", "b", "b", "b"]


async def test_a_failure_is_remembered_and_waited_for(db: Database) -> None:
    web = Web()
    web.acts["a"] = failing(SourceError(Cause("cause-site-fault", {"status": 500})))
    async with reading(db, Listed(source("a")), web):
        await web.until(1)
    state = await sources.by_name(db, "a")
    assert (state.failures, said(state.reason, "fr")) == (1, "le site a une panne de son côté (500)")
    assert state.due
    assert timedelta(seconds=55) < state.due - datetime.now(UTC) < timedelta(seconds=70)


async def test_a_failing_source_is_never_asked_more_often_than_a_good_one(db: Database) -> None:
    web = Web()
    web.acts["a"] = failing(SourceError(Cause("cause-site-fault", {"status": 500})))
    async with reading(db, Listed(source("a", interval=7200)), web):
        await web.until(1)
    state = await sources.by_name(db, "a")
    assert state.due
    assert state.due - datetime.now(UTC) > timedelta(seconds=7100)


async def test_an_unexpected_fault_of_one_source_is_its_own(db: Database) -> None:
    web = Web()
    web.acts["bad"] = failing(ZeroDivisionError())
    async with reading(db, Listed(source("bad"), source("good", interval=0.2)), web):
        await web.until(4)
    assert web.looks.count("good") >= 2
    reason = (await sources.by_name(db, "bad")).reason
    assert said(reason, "en") == "an unexpected fault (ZeroDivisionError)"


async def test_what_a_failed_read_had_stored_is_not_undone(db: Database) -> None:
    async def stores_and_fails(state: SourceState) -> Looked:
        if web.looks.count("a") > 1:
            seen.append(state)
            return Looked(state, unchanged=True)
        async with db.write() as tx:
            await sources.save(tx, replace(state, first_read=LONG_AGO, validators=(("u", "new", ""),)))
        raise SourceError(Cause("cause-unreachable", {"host": "a.example"}))

    seen: list[SourceState] = []
    web = Web()
    web.acts["a"] = stores_and_fails
    async with reading(db, Listed(source("a", interval=0.2)), web):
        await web.until(2)
    assert (seen[0].first_read, seen[0].validators) == (LONG_AGO, (("u", "new", ""),))
    state = await sources.by_name(db, "a")
    assert (state.first_read, state.failures) == (LONG_AGO, 0)


async def test_a_site_that_wants_to_be_left_alone_is_left_by_all_its_sources(db: Database) -> None:
    web = Web()
    web.acts["a"] = failing(SourceError(Cause("cause-less-often", {"status": 429}), after=0.7))
    listed = Listed(source("a", "one"), source("b", "one"), source("c", "other", interval=0.2))
    async with reading(db, listed, web):
        await web.until(3)
        assert "b" not in web.looks
        async with asyncio.timeout(5):
            while "b" not in web.looks:
                await asyncio.sleep(0.01)
    assert (await sources.by_name(db, "b")).failures == 0


async def test_a_paused_source_is_not_read_until_it_goes_on(db: Database) -> None:
    async with db.write() as tx:
        await sources.pause(tx, "a", LONG_AGO)
    web, listed = Web(), Listed(source("a"), source("b"))
    async with reading(db, listed, web) as reader:
        await web.until(1)
        reader.look_now("a")
        await asyncio.sleep(0.05)
        assert web.looks == ["b"]
        async with db.write() as tx:
            await sources.pause(tx, "a", None)
        listed.become(*listed.listed)
        await web.until(2)
    assert web.looks == ["b", "a"]


async def test_pausing_stops_what_was_planned(db: Database) -> None:
    web, listed = Web(), Listed(source("a", interval=0.2))
    async with reading(db, listed, web):
        await web.until(1)
        async with db.write() as tx:
            await sources.pause(tx, "a", LONG_AGO)
        listed.become(*listed.listed)
        await asyncio.sleep(0.1)
        looks = len(web.looks)
        await asyncio.sleep(0.5)
        assert len(web.looks) == looks
    assert (await sources.by_name(db, "a")).paused == LONG_AGO


async def test_an_added_source_is_read_at_once_and_a_removed_one_no_more(db: Database) -> None:
    web, listed, hub = Web(), Listed(source("a", interval=0.2)), Hub()
    async with reading(db, listed, web, hub):
        await web.until(1)
        listed.become(source("b"))
        async with asyncio.timeout(5):
            while "b" not in web.looks:
                await asyncio.sleep(0.005)
        looks = web.looks.count("a")
        await asyncio.sleep(0.4)
        assert web.looks.count("a") == looks
    assert hub.kept == {"b"}


async def test_removing_a_source_ends_the_look_under_way(db: Database) -> None:
    web, listed = Web(), Listed(source("a"))
    web.acts["a"] = hang
    async with reading(db, listed, web):
        await web.until(1)
        listed.become()
        async with asyncio.timeout(5):
            while web.now:
                await asyncio.sleep(0.005)
    assert await sources.every_state(db) == []


async def test_a_source_is_looked_at_when_somebody_knows_of_news(db: Database) -> None:
    web = Web()
    async with reading(db, Listed(source("a"), source("b")), web) as reader:
        await web.until(2)
        reader.look_now("a")
        await web.until(3)
    assert web.looks[2] == "a"


async def test_news_during_a_look_are_looked_at_after_it(db: Database) -> None:
    web = Web()
    web.acts["a"] = linger
    async with reading(db, Listed(source("a")), web) as reader:
        await web.until(1)
        for _ in range(50):
            reader.look_now("a")
        await web.until(2)
        await asyncio.sleep(0.2)
    assert web.looks == ["a", "a"]


async def test_a_source_that_is_asked_for_before_it_is_listed_is_read_when_it_is(db: Database) -> None:
    await remember(db, SourceState("b", first_read=LONG_AGO, due=datetime.now(UTC) + timedelta(seconds=50)))
    web, listed = Web(), Listed()
    async with reading(db, listed, web) as reader:
        reader.look_now("b")
        listed.become(source("b"))
        await web.until(1)


async def test_a_source_with_a_live_hub_is_looked_at_six_times_less_often(db: Database) -> None:
    web = Web()
    async with reading(db, Listed(source("a"), source("b")), web, Hub("a")):
        await web.until(2)
    assert 340 < await wait_of(db, "a") < 380
    assert await wait_of(db, "b") < 64


async def test_hubs_hear_what_a_look_found(db: Database) -> None:
    web, hub = Web(), Hub("a")
    new = Looked(SourceState("a"), published=(datetime.now(UTC),), hub="https://hub.example/")
    web.acts["a"] = answering(new)
    async with reading(db, Listed(source("a")), web, hub) as reader:
        await web.until(1)
        assert hub.misses == ["a"]
        reader.look_now("a")
        await web.until(2)
    assert hub.misses == ["a"]
    assert hub.offers[0] == ("a", "https://hub.example/", "https://a.example/a")


async def test_published_articles_become_the_rhythm(db: Database) -> None:
    web = Web()
    now = datetime.now(UTC)
    await remember(db, SourceState("a", first_read=LONG_AGO, last_read=now - timedelta(minutes=5)))
    web.acts["a"] = answering(Looked(SourceState("a", first_read=LONG_AGO), published=(now,)))
    async with reading(db, Listed(source("a")), web):
        await web.until(1)
    state = await sources.by_name(db, "a")
    assert (sum(state.rhythm), state.rhythm[now.weekday() * 24 + now.hour]) == (1, 1)


async def test_the_wish_of_the_site_lengthens_the_wait(db: Database) -> None:
    web = Web()
    web.acts["a"] = answering(Looked(SourceState("a"), unchanged=True, cache_control="max-age=600"))
    web.acts["b"] = answering(Looked(SourceState("b"), unchanged=True, ttl=1200))
    async with reading(db, Listed(source("a"), source("b")), web):
        await web.until(2)
    assert 570 <= await wait_of(db, "a") <= 630
    assert 1140 <= await wait_of(db, "b") <= 1260


async def test_a_stop_lets_a_look_end_but_does_not_wait_for_ever(db: Database) -> None:
    web = Web()
    web.acts = {"quick": linger, "stuck": hang}
    begun = asyncio.get_running_loop().time()
    async with reading(db, Listed(source("quick"), source("stuck")), web):
        await web.until(2)
    assert asyncio.get_running_loop().time() - begun < 2
    assert (await sources.by_name(db, "quick")).last_read
    assert (await sources.by_name(db, "stuck")).last_read is None
    assert web.now == []
