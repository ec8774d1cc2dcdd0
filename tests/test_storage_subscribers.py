"""Subscribers, links and codes in the database."""

import sqlite3
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from storage import codes, deliveries
from storage import subscribers as store
from storage.database import Database, Transaction
from storage.holdings import granted, holdings_of, roles_of
from storage.members import pages
from storage.records import Kind, Link, Subscriber
from storage.records_subscribers import Holding, LinkCode, PublisherState, Roles

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)


async def members(db: Database) -> tuple[list[Holding], Roles]:
    """All pages as one."""
    holdings: list[Holding] = []
    granted, refused = [], []
    async for page, _, roles in pages(db, NOW, lambda *_: False):
        holdings += page
        granted += roles.granted
        refused += roles.refused
    return holdings, Roles(tuple(granted), tuple(refused))


async def test_an_account_is_one_subscriber_of_a_publisher_and_a_subscription_may_have_seats(
    db: Database,
) -> None:
    link, second = Link("gazette", "a", 7, NOW), Link("gazette", "a", 8, NOW + timedelta(hours=1))
    async with db.write() as tx:
        await store.link(tx, second)
        await store.link(tx, link)
        await store.link(tx, Link("club", "a", 7, NOW))
    for other in (Link("gazette", "b", 7, NOW), link):
        with pytest.raises(sqlite3.IntegrityError):
            async with db.write() as tx:
                await store.link(tx, other)
    assert await store.links_of_subject(db, "gazette", "a") == [link, second]
    assert [holding.seat for holding in await holdings_of(db, 8)] == [1]
    assert await store.link_of_user(db, "gazette", 7) == link
    assert await store.link_of_user(db, "gazette", 9) is None
    async with db.write() as tx:
        assert await store.unlink(tx, 7) == 2
        assert await store.unlink_one(tx, "gazette", 8) == 1
    assert await store.links_of_subject(db, "gazette", "a") == []


async def test_holdings_join_links_with_what_their_subscribers_have(db: Database) -> None:
    known = Subscriber("gazette", "a", "integral", NOW + timedelta(days=1), NOW)
    async with db.write() as tx:
        await store.save(tx, [known, Subscriber("gazette", "unlinked", "integral", None, NOW)])
        for link in (
            Link("gazette", "a", 7, NOW),
            Link("gazette", "unseen", 8, NOW),
            Link("club", "a", 7, NOW),
        ):
            await store.link(tx, link)
    expected = [
        Holding(Link("club", "a", 7, NOW), None),
        Holding(Link("gazette", "a", 7, NOW), known),
        Holding(Link("gazette", "unseen", 8, NOW), None),
    ]
    assert await members(db) == (expected, Roles())
    assert await holdings_of(db, 7) == expected[:2]
    async with db.write() as tx:
        await store.save(tx, [replace(known, tier="decouverte", until=None)])
    assert (await holdings_of(db, 7))[1].subscriber == replace(known, tier="decouverte", until=None)


async def test_all_links_of_a_member_stand_on_one_page(db: Database) -> None:
    async with db.write() as tx:
        for user in range(1, 2_202):
            for publisher in ("gazette", "club"):
                await store.link(tx, Link(publisher, str(user), user, NOW))
    seen: set[int] = set()
    async for holdings, _, _ in pages(db, NOW, lambda *_: False):
        users = [holding.link.user for holding in holdings]
        assert all(users.count(user) == 2 for user in users[-3:])
        assert not seen & set(users)
        seen |= set(users)
    assert seen == set(range(1, 2_202))


async def test_roles_are_those_granted_and_those_that_somebody_took_away(db: Database) -> None:
    async def want(user: int, role: int, wanted: str | None) -> int:
        return await deliveries.want(
            tx, kind=Kind.ROLE, guild=1, place=role, subject=user, lane=1, rank=0, wanted=wanted
        )

    async with db.write() as tx:
        await want(7, 10, "granted")
        await want(7, 20, None)
        await deliveries.drop(tx, await want(8, 10, "granted"), "removed by hand")
    assert await members(db) == ([], Roles((((1, 10), 7),), (((1, 10), 8),)))
    assert await granted(db) == {(1, 10): 1}
    assert await roles_of(db, 7) == Roles((((1, 10), 7),))


async def test_a_code_is_used_once(db: Database) -> None:
    code = LinkCode("gazette", "digest", "a", True, NOW + timedelta(minutes=10))
    async with db.write() as tx:
        await codes.add(tx, [code])
        assert await codes.live(tx, "digest", NOW, 7) == [code]
        assert await codes.live(tx, "digest", NOW + timedelta(minutes=10), 7) == []
        assert await codes.use(tx, code, NOW)
        assert not await codes.use(tx, code, NOW)
        assert await codes.live(tx, "digest", NOW, 7) == []
        await codes.add(tx, [code])
        assert await codes.live(tx, "digest", NOW, 7) == []


async def test_codes_end_and_are_forgotten_when_no_list_shows_them(db: Database) -> None:
    later, earlier = NOW + timedelta(minutes=10), NOW - timedelta(days=1)
    made = {
        name: LinkCode("gazette", name, name, listed, expires)
        for name, listed, expires in (
            ("listed", True, later),
            ("issued", False, later),
            ("gone", True, earlier),
            ("shown", True, earlier),
        )
    }

    async def kept(tx: Transaction) -> set[str]:
        rows = await tx.all("SELECT digest FROM link_codes")
        return {row[0] for row in rows}

    async with db.write() as tx:
        await codes.add(tx, made.values())
        await codes.end(tx, "gazette", ["listed", "gone", "issued"], NOW)
        assert await codes.live(tx, "listed", NOW, 7) == []
        assert await codes.live(tx, "issued", NOW, 7) == [made["issued"]]
        await codes.end_issued(tx, "gazette", "issued", NOW)
        assert await codes.live(tx, "issued", NOW, 7) == []
        await codes.forget(tx, NOW)
        assert await kept(tx) == {"listed", "issued", "shown"}
        await codes.forget(tx, later)
        assert await kept(tx) == {"shown"}


async def test_wrong_tries_are_counted_for_each_account(db: Database) -> None:
    async with db.write() as tx:
        await codes.add_wrong_try(tx, 7, NOW)
        second = await codes.add_wrong_try(tx, 7, NOW + timedelta(minutes=1))
        await codes.add_wrong_try(tx, 8, NOW)
        assert await codes.wrong_tries(tx, 7, 5) == [NOW + timedelta(minutes=1), NOW]
        await codes.take_back_try(tx, second)
        assert await codes.wrong_tries(tx, 7, 5) == [NOW]
        await codes.forget_tries(tx, NOW + timedelta(seconds=1))
        assert await codes.wrong_tries(tx, 7, 5) == []


async def test_how_a_list_was_read_is_remembered(db: Database) -> None:
    state = PublisherState("gazette", NOW, "held", 11, "abcdef01")
    async with db.write() as tx:
        await store.save_publisher(tx, PublisherState("gazette"))
        await store.save_publisher(tx, state)
    assert await store.publishers(db) == {"gazette": state}
    assert await store.snapshot(db, "gazette") == b""
    async with db.write() as tx:
        for name in ("gazette", "club"):
            await store.save_snapshot(tx, name, name.encode())
    assert await store.snapshot(db, "gazette") == b"gazette"
    assert await store.publishers(db) == {"club": PublisherState("club"), "gazette": state}
