"""The index heals itself: after kill -9, after damage, under any order of changes."""

from __future__ import annotations

import asyncio
import random
import shutil
import signal
import sys
from collections import Counter
from collections.abc import AsyncGenerator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.answers.index import Index
from bot.answers.question import understand
from bot.answers.tokens import VERSION
from storage import articles, comments, passages
from storage.database import Database
from storage.full_text import FullText
from storage.records import ArticleItem, CommentItem
from tests.blank import open_blank

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
    opened = await open_blank(tmp_path / "index.db")
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
    rows = await database.all("SELECT title, body, context FROM passages")
    held = Counter(term for row in rows for term in set(" ".join(row).split()))
    assert await passages.term_counts(database) == dict(held)
    assert (await passages.state(database)).passages == len(rows)
    full_text = FullText(Path(f"{database.path}.index"))
    held_there = await asyncio.to_thread(full_text.ids)
    assert held_there == set(await passages.ids(database, -(2**63), 1_000_000))
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


async def test_passages_that_are_not_what_they_count_are_built_anew(database: Database) -> None:
    await _fill(database, 10)
    await Index(database).catch_up()
    for damage in ("DELETE FROM terms", "DELETE FROM passages WHERE id % 3 = 0"):
        async with database.write() as tx:
            await tx.run(damage)
        index = Index(database)
        assert await index.catch_up() == 10
        await _check(database)
        assert (await index.vocabulary()).terms
        await index.close()


async def test_an_index_read_by_older_rules_is_read_again(database: Database) -> None:
    await _fill(database, 10)
    index = Index(database)
    await index.catch_up()
    async with database.write() as tx:
        await tx.run("UPDATE indexed SET digest = '0:' || SUBSTR(digest, 3)")
    assert await index.catch_up() == 10
    await _check(database)


async def _asked(database: Database, index: Index, words: str) -> set[int]:
    vocabulary = await index.vocabulary()
    asked = understand(words, vocabulary)
    found = await database.aside(lambda q: index.find(q, asked, vocabulary, articles=1_000, comments=100))
    return {passage.ref.article_id for passage in found}


@pytest.mark.parametrize("damage", ["flip", "cut", "gone"])
async def test_damaged_files_are_made_again_while_questions_are_answered(
    database: Database, damage: str
) -> None:
    ids = await _fill(database, 40)
    index = Index(database)
    await index.catch_up()
    whole = await _asked(database, index, "batterie écran")
    await index.close()
    for path in Path(f"{database.path}.index").glob("*.term"):
        match damage:
            case "flip":
                path.write_bytes(bytes(255 - byte for byte in path.read_bytes()))
            case "cut":
                path.write_bytes(path.read_bytes()[:20])
            case _:
                path.unlink()
    index = Index(database)
    meanwhile = await _asked(database, index, "batterie écran")
    assert meanwhile
    assert meanwhile <= set(ids)
    assert await index.catch_up() == 0
    assert await _asked(database, index, "batterie écran") == whole
    await _check(database)
    await index.close()


async def test_full_text_that_missed_changes_or_was_thrown_away_follows_again(database: Database) -> None:
    await _fill(database, 30)
    index = Index(database)
    await index.catch_up()
    await index.close()
    held = await passages.ids(database, 0, 10)
    full_text = FullText(Path(f"{database.path}.index"))
    assert full_text.own()
    full_text.write(held[:5], [])
    full_text.commit(77)
    full_text.close()
    await index.catch_up()
    await _check(database)
    await index.close()
    shutil.rmtree(f"{database.path}.index")
    await Index(database).catch_up()
    await _check(database)


async def test_where_another_process_writes_its_work_is_read(database: Database) -> None:
    await _fill(database, 10)
    keeper, reader = Index(database), Index(database)
    await keeper.catch_up()
    await _fill(database, 12)
    await reader.catch_up()
    await keeper.catch_up()
    await reader.catch_up()
    await _check(database)
    assert await _asked(database, reader, "batterie") == await _asked(database, keeper, "batterie")


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
