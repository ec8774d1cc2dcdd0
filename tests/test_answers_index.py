"""The index heals itself: after kill -9, after damage, under any order of changes."""

from __future__ import annotations

import asyncio
import random
import signal
import sys
from collections import Counter
from collections.abc import AsyncGenerator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.answers.index import Index
from bot.answers.tokens import VERSION
from storage import articles, comments, passages
from storage.database import Database
from storage.records import ArticleItem, CommentItem

_NOW = datetime(2024, 6, 1, tzinfo=UTC)
_WORDS = "batterie écran clavier puce mémoire prix autonomie capteur charge modèle Q10 Z10 S9+".split()

_CATCHING_UP = """
import asyncio, sys
from bot.answers.index import Index
from storage.database import Database

async def main():
    database = await Database.open(sys.argv[1])
    print("ready", flush=True)
    await Index(database).catch_up()

asyncio.run(main())
"""


@pytest.fixture
async def database(tmp_path: Path) -> AsyncGenerator[Database]:
    opened = await Database.open(f"sqlite:///{tmp_path / 'index.db'}")
    yield opened
    await opened.close()


def _item(guid: str, chance: random.Random) -> ArticleItem:
    text = ". ".join(" ".join(chance.choices(_WORDS, k=8)) for _ in range(chance.choice((2, 60))))
    return ArticleItem(guid=guid, url="", title=" ".join(chance.choices(_WORDS, k=3)), text=text)


async def _fill(database: Database, count: int) -> list[int]:
    chance = random.Random(count)
    async with database.write() as tx:
        items = [_item(str(n), chance) for n in range(count)]
        return [await articles.save(tx, "site", item, "1", _NOW, None) for item in items]


async def _check(database: Database) -> None:
    """What the index counts is what it holds, and it lacks nothing."""
    rows = await database.all("SELECT title, body, context FROM passage_terms")
    held = Counter(term for row in rows for term in set(" ".join(row).split()))
    assert await passages.term_counts(database) == dict(held)
    assert (await passages.state(database)).passages == len(rows)
    assert await database.all("SELECT id FROM passages ORDER BY id") == await database.all(
        "SELECT rowid FROM passage_terms ORDER BY rowid"
    )
    assert await database.all("PRAGMA integrity_check") == [("ok",)]


async def test_catching_up_twice_changes_nothing(database: Database) -> None:
    await _fill(database, 30)
    index = Index(database)
    assert await index.catch_up() == 30
    before = await passages.state(database)
    assert await index.catch_up() == 0
    assert await passages.state(database) == before
    await _check(database)


async def test_two_that_catch_up_at_once_index_once(database: Database) -> None:
    await _fill(database, 30)
    await asyncio.gather(Index(database).catch_up(), Index(database).catch_up())
    await _check(database)
    rows = await database.all(
        "SELECT article_id, first FROM passages GROUP BY article_id, first HAVING COUNT(*) > 1"
    )
    assert rows == []


async def test_any_order_of_changes_leaves_index_and_memory_right(database: Database) -> None:
    chance = random.Random(7)
    ids = dict(enumerate(await _fill(database, 20)))
    index = Index(database)
    await index.vocabulary()
    for step in range(40):
        number = chance.randrange(20)
        async with database.write() as tx:
            match chance.randrange(4):
                case 0:
                    await articles.withdraw(tx, ids[number], f"w{step}", _NOW)
                case 1:
                    await articles.save(tx, "site", _item(str(number), chance), f"d{step}", _NOW, ids[number])
                case 2:
                    item = CommentItem(f"c{step}", "Zoé", _NOW, f"Le mot{step} de la batterie")
                    await comments.save(tx, ids[number], item, "1", _NOW, known_id=None, parent_id=None)
                case _:
                    for known in (await comments.known(tx, ids[number])).values():
                        await comments.delete(tx, known.id, _NOW)
        await index.catch_up(chance.choice((None, ids[number])))
    await index.catch_up()
    await _check(database)
    vocabulary = await index.vocabulary()
    fresh = await Index(database).vocabulary()
    assert {term: count for term, count in vocabulary.terms.items() if count} == fresh.terms
    assert vocabulary.state == fresh.state


async def test_a_damaged_index_is_built_anew(database: Database) -> None:
    await _fill(database, 10)
    index = Index(database)
    await index.catch_up()
    async with database.write() as tx:
        await tx.run("DELETE FROM terms")
    assert await index.rebuild() == 10
    await _check(database)
    assert (await index.vocabulary()).terms


async def test_it_survives_kill_9(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'killed.db'}"
    database = await Database.open(url)
    await _fill(database, 1_500)
    await database.close()
    for delay in (0.02, 0.1, 0.2):
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-c",
            _CATCHING_UP,
            url,
            stdout=asyncio.subprocess.PIPE,
            cwd=Path(__file__).parents[1],
        )
        assert process.stdout is not None
        await process.stdout.readline()
        await asyncio.sleep(delay)
        if process.returncode is None:
            process.send_signal(signal.SIGKILL)
        await process.communicate()
    database = await Database.open(url)
    await Index(database).catch_up()
    await _check(database)
    assert await passages.stale(database, VERSION + ":", 10) == []
    assert len(await database.all("SELECT article_id FROM indexed")) == 1_500
    await database.close()
