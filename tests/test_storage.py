"""The database: durable, one writer, migrations once; deliveries in their order."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from storage import articles, comments, deliveries, memory, sources
from storage.database import Database, new_id
from storage.records import Kind, SourceState, State
from tests.blank import open_blank
from tests.made import NOON, a_comment_item, an_item


@pytest.fixture
async def database(tmp_path: Path) -> AsyncIterator[Database]:
    database = await open_blank(tmp_path / "test.db")
    yield database
    await database.close()


async def want(database: Database, **fields: int | str | None) -> int:
    given = {"guild": 0, "place": 1, "lane": 1, "rank": new_id(), "wanted": "a", "subject": 1}
    async with database.write() as tx:
        return await deliveries.want(tx, **({"kind": Kind.COMMENT} | given | fields))  # type: ignore[arg-type]


async def test_the_database_is_safe_against_a_power_cut(database: Database) -> None:
    async with database.write() as tx:
        assert await tx.one("PRAGMA synchronous") == (2,)
        assert await tx.one("PRAGMA journal_mode") == ("wal",)


async def test_migrations_are_applied_once(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/test.db"
    for _ in range(2):
        database = await Database.open(url)
        rows = await database.all("SELECT number FROM migrations ORDER BY number")
        await database.close()
    assert rows
    numbers = [number for (number,) in rows]
    assert numbers == sorted(set(numbers))


async def test_four_starters_at_once_apply_each_migration_once(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/test.db"
    opened = await asyncio.gather(*(Database.open(url) for _ in range(4)))
    numbers = await opened[0].all("SELECT COUNT(*), COUNT(DISTINCT number) FROM migrations")
    for database in opened:
        await database.close()
    assert numbers[0][0] == numbers[0][1]


async def test_a_transaction_that_fails_leaves_nothing(database: Database) -> None:
    async def save_and_fail() -> None:
        async with database.write() as tx:
            await articles.save(tx, "s", an_item(), "d", NOON, None)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await save_and_fail()
    assert await articles.latest(database, 5) == []


async def test_a_cancelled_transaction_leaves_nothing(database: Database) -> None:
    async def save_and_wait() -> None:
        async with database.write() as tx:
            await articles.save(tx, "s", an_item(), "d", NOON, None)
            await asyncio.sleep(60)

    task = asyncio.create_task(save_and_wait())
    await asyncio.sleep(0.05)
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    async with database.write():
        assert await articles.latest(database, 5) == []


@pytest.mark.parametrize("patience", range(8))
async def test_a_cancelled_writer_leaves_the_connection_free(database: Database, patience: int) -> None:
    async def write() -> None:
        async with database.write() as tx:
            await memory.remember(tx, "name", "value")

    task = asyncio.create_task(write())
    for _ in range(patience):
        await asyncio.sleep(0)
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    await asyncio.wait_for(write(), 5)
    assert await memory.recall(database, "name") == "value"


async def test_readers_see_only_what_is_committed(database: Database) -> None:
    async with database.write() as tx:
        await articles.save(tx, "s", an_item(), "d", NOON, None)
        assert await articles.latest(database, 5) == []
        assert len(await articles.latest(tx, 5)) == 1
    assert len(await articles.latest(database, 5)) == 1


async def test_readers_cannot_write(database: Database) -> None:
    with pytest.raises(sqlite3.OperationalError):
        await database.all("DELETE FROM articles")


async def test_an_article_comes_back_as_it_was_stored(database: Database) -> None:
    item = an_item("1", categories=("Société numérique",), reading_minutes=2, subtitle="é")
    async with database.write() as tx:
        article_id = await articles.save(tx, "s", item, "d", NOON, None)
    stored = await articles.by_id(database, article_id)
    assert stored is not None
    assert (stored.item, stored.digest, stored.stored, stored.withdrawn) == (item, "d", NOON, None)


async def test_a_deleted_comment_is_a_tombstone_without_text(database: Database) -> None:
    async with database.write() as tx:
        article_id = await articles.save(tx, "s", an_item(), "d", NOON, None)
        comment_id = await comments.save(
            tx, article_id, a_comment_item(), "d", NOON, known_id=None, parent_id=None
        )
        await comments.delete(tx, comment_id, NOON)
    assert await comments.of_article(database, article_id) == []
    stored = await comments.by_id(database, comment_id)
    assert stored is not None
    assert (stored.item.markdown, stored.deleted) == ("", NOON)


async def test_a_failing_source_keeps_what_it_knew(database: Database) -> None:
    async with database.write() as tx:
        state = SourceState("s", NOON, NOON, validators=(("https://x", "e", "m"),))
        await sources.save(tx, state)
        await sources.failed(tx, "s", "hangs", NOON)
        await sources.failed(tx, "s", "hangs", NOON)
    state = await sources.by_name(database, "s")
    assert (state.failures, state.reason, state.validators) == (2, "hangs", (("https://x", "e", "m"),))


async def test_a_lane_is_served_in_order(database: Database) -> None:
    later = await want(database, subject=2, rank=2)
    sooner = await want(database, subject=1, rank=1)
    head = await deliveries.head(database, 1, NOON)
    assert head is not None
    assert head.id == sooner
    async with database.write() as tx:
        await deliveries.shown(tx, sooner, "a", 11, 0)
    head = await deliveries.head(database, 1, NOON)
    assert head is not None
    assert head.id == later


async def test_a_lane_waits_for_its_head_to_be_due(database: Database) -> None:
    first = await want(database, subject=1, rank=1)
    await want(database, subject=2, rank=2)
    async with database.write() as tx:
        await deliveries.failed(tx, first, "502", NOON + timedelta(seconds=4), State.OPEN)
    assert await deliveries.head(database, 1, NOON) is None
    head = await deliveries.head(database, 1, NOON + timedelta(seconds=5))
    assert head is not None
    assert head.id == first


async def test_a_lane_goes_on_without_what_was_set_aside(database: Database) -> None:
    first = await want(database, subject=1, rank=1)
    second = await want(database, subject=2, rank=2)
    async with database.write() as tx:
        await deliveries.failed(tx, first, "too long", NOON, State.ASIDE)
    head = await deliveries.head(database, 1, NOON)
    assert head is not None
    assert head.id == second


async def test_a_delivery_waits_for_what_it_needs(database: Database) -> None:
    thread = await want(database, kind=Kind.THREAD, lane=2)
    await want(database, lane=3, needs=thread)
    assert await deliveries.head(database, 3, NOON) is None
    async with database.write() as tx:
        await deliveries.shown(tx, thread, "a", 77, 0)
    assert await deliveries.head(database, 3, NOON) is not None


async def test_ten_edits_are_one_delivery(database: Database) -> None:
    delivery = await want(database, wanted="0")
    async with database.write() as tx:
        await deliveries.shown(tx, delivery, "0", 11, 0)
    for edit in range(1, 11):
        assert await want(database, wanted=str(edit)) == delivery
    head = await deliveries.head(database, 1, NOON)
    assert head is not None
    assert (head.wanted, head.shown, head.discord_id) == ("10", "0", 11)
    assert await deliveries.counts(database) == {"comment": 1}


async def test_an_edit_taken_back_is_not_owed(database: Database) -> None:
    delivery = await want(database, wanted="a")
    async with database.write() as tx:
        await deliveries.shown(tx, delivery, "a", 11, 0)
    await want(database, wanted="b")
    await want(database, wanted="a")
    assert await deliveries.counts(database) == {}


async def test_what_was_removed_on_discord_stays_away(database: Database) -> None:
    thread = await want(database, kind=Kind.THREAD, lane=2)
    await want(database, lane=3, needs=thread)
    async with database.write() as tx:
        await deliveries.drop(tx, thread, "removed")
    await want(database, kind=Kind.THREAD, lane=2, wanted="new title")
    await want(database, lane=3, wanted="edited")
    assert await deliveries.counts(database) == {}


async def test_an_unknown_outcome_is_still_owed_when_nothing_is_wanted_any_more(database: Database) -> None:
    delivery = await want(database)
    async with database.write() as tx:
        await deliveries.begin(tx, delivery, NOON)
        await deliveries.want_again(tx, Kind.COMMENT, 1, None)
    head = await deliveries.head(database, 1, NOON)
    assert head is not None
    assert (head.wanted, head.shown, head.discord_id) == (None, "?", None)


def test_ids_are_unique_and_sort_by_time() -> None:
    ids = [new_id() for _ in range(100_000)]
    assert len(set(ids)) == len(ids)
    assert max(ids) < 2**63
