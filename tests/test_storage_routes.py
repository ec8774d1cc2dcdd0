"""Routes and postings in the store."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, time, timedelta

import pytest

from storage import articles, postings, routes
from storage.database import Database
from storage.records_routes import (
    Bulletin,
    BulletinKind,
    Digest,
    Layout,
    Outcome,
    Posting,
    Quiet,
    Route,
)
from tests.made import NOON, an_item

MINUTE = timedelta(minutes=1)
FULL = Route(
    1,
    10,
    filter='category:"Tests d’été"',
    layout=Layout.HEADLINE,
    mentions=(5, 6),
    thread=False,
    crosspost=True,
    quiet=Quiet(time(22, 30), time(7), "Europe/Paris", "alerte"),
    digest=Digest(time(8), "America/New_York", 0),
    per_hour=3,
    guild=100,
    made_by=7,
    made=NOON,
    paused=NOON,
)


async def stored(db: Database, *items: Route) -> None:
    async with db.write() as tx:
        for route in items:
            await routes.add(tx, route)


def posting(
    article_id: int, outcome: Outcome = Outcome.POSTED, minutes: int = 0, **fields: object
) -> Posting:
    made = Posting(article_id, 10, 1, outcome, NOON + minutes * MINUTE)
    return replace(made, **fields)  # type: ignore[arg-type]


async def save(db: Database, *items: Posting) -> None:
    async with db.write() as tx:
        await postings.save(tx, *items)


@pytest.mark.parametrize("route", [FULL, Route(2, 20, guild=100, made=NOON)])
async def test_a_route_comes_back_as_it_was_stored(db: Database, route: Route) -> None:
    await stored(db, route)
    assert await routes.by_id(db, route.id) == route
    assert await routes.every(db) == [route]


async def test_the_routes_of_a_guild_stand_together_oldest_first(db: Database) -> None:
    mine = [Route(n, 10, guild=100, made=NOON - n * MINUTE) for n in (1, 2)]
    await stored(db, *mine, Route(3, 10, guild=200, made=NOON))
    assert [route.id for route in await routes.every(db)] == [2, 1, 3]


async def test_a_route_is_changed_paused_and_removed_by_its_guild_alone(db: Database) -> None:
    await stored(db, FULL)
    changed = replace(FULL, channel=11, filter="", quiet=None, digest=None)
    async with db.write() as tx:
        assert not await routes.change(tx, replace(changed, guild=200))
        assert not await routes.pause(tx, 200, 1, None)
        assert not await routes.remove(tx, 200, 1)
        assert await routes.change(tx, changed)
        assert await routes.pause(tx, 100, 1, None)
    assert await routes.by_id(db, 1) == replace(changed, paused=None)
    async with db.write() as tx:
        assert await routes.remove(tx, 100, 1)
    assert await routes.by_id(db, 1) is None


async def test_what_became_of_an_article_is_remembered_by_channel(db: Database) -> None:
    first = posting(1)
    second = posting(1, Outcome.WAITING, channel=20, detail="quiet", due=NOON + MINUTE)
    await save(db, first, second, posting(2))
    assert await postings.of_article(db, 1) == [first, second]
    await save(db, replace(second, outcome=Outcome.OLD, due=None))
    assert [p.outcome for p in await postings.of_article(db, 1)] == [Outcome.POSTED, Outcome.OLD]


async def test_those_that_wait_are_due_in_their_order(db: Database) -> None:
    await save(
        db,
        posting(1, Outcome.WAITING, due=NOON + 9 * MINUTE),
        posting(2, Outcome.WAITING, due=NOON + 5 * MINUTE),
        posting(3, Outcome.WAITING, due=NOON + 5 * MINUTE),
        posting(4, Outcome.DIGEST, due=NOON),
        posting(5),
    )
    assert await postings.due(db, NOON, 10) == []
    assert [p.article_id for p in await postings.due(db, NOON + 5 * MINUTE, 10)] == [2, 3]
    assert [p.article_id for p in await postings.due(db, NOON + 9 * MINUTE, 2)] == [2, 3]
    assert await postings.waiting(db, 10) == [NOON + minutes * MINUTE for minutes in (5, 5, 9)]


async def test_a_posted_article_counts_from_when_it_was_posted(db: Database) -> None:
    await save(db, posting(1, Outcome.WAITING, due=NOON + 30 * MINUTE), posting(2, minutes=-70), posting(3))
    since = NOON - 60 * MINUTE
    assert await postings.recent(db, 10, since) == [NOON]
    async with db.write() as tx:
        assert await postings.mark(tx, 1, 10, Outcome.POSTED, now=NOON + 31 * MINUTE)
        assert not await postings.mark(tx, 9, 10, Outcome.POSTED, now=NOON)
    assert await postings.recent(db, 10, since) == [NOON, NOON + 31 * MINUTE]
    assert await postings.due(db, NOON + 60 * MINUTE, 10) == []
    assert (await postings.of_article(db, 1))[0].due is None


async def test_a_digest_holds_its_articles_oldest_first(db: Database) -> None:
    due = NOON + 60 * MINUTE
    ids = [await article(db, str(n), NOON - n * MINUTE) for n in range(3)]
    await save(db, *(posting(id_, Outcome.DIGEST, due=due) for id_ in ids))
    late = await article(db, "late", NOON)
    await save(db, posting(late, Outcome.DIGEST, due=due + MINUTE))
    assert await postings.digests_due(db, NOON) == []
    assert await postings.digests_due(db, due) == [(1, 10)]
    assert await postings.waiting_for_digest(db, 1, due) == ids[::-1]
    async with db.write() as tx:
        for id_ in ids:
            await postings.mark(tx, id_, 10, Outcome.LISTED, now=due, detail="7")
    assert await postings.digests_due(db, due) == []


async def test_what_no_route_wants_any_more_is_dropped(db: Database) -> None:
    await save(db, posting(1, Outcome.WAITING, due=NOON))
    async with db.write() as tx:
        assert await postings.drop(tx, 1, 10)
        assert not await postings.drop(tx, 1, 10)
    assert await postings.of_article(db, 1) == []


async def test_a_bulletin_comes_back_as_it_was_stored(db: Database) -> None:
    bulletin = Bulletin(1, 10, BulletinKind.WEEKLY, NOON - 60 * MINUTE, NOON, (3, 1, 2))
    async with db.write() as tx:
        await postings.add_bulletin(tx, bulletin)
    assert await postings.bulletin_by_id(db, 1) == bulletin
    assert await postings.bulletin_by_id(db, 2) is None


async def article(db: Database, guid: str, published: datetime) -> int:
    async with db.write() as tx:
        item = an_item(guid, published=published)
        return await articles.save(tx, "gazette", item, "digest", NOON, None)
