"""A damaged file of data is told by its name with the mend, and what can be read of it is saved."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Iterable
from pathlib import Path

import pytest

from storage import articles
from storage.damage import UnusableDatabaseError
from storage.database import Database
from storage.salvage import salvage
from tests.made import NOON, an_item

_PAGE = 4_096
ARTICLES = 300


async def filled(path: Path) -> bytes:
    """The bytes of a database with articles."""
    database = await Database.open(f"sqlite:///{path}")
    async with database.write() as tx:
        for number in range(ARTICLES):
            await articles.save(tx, "site", an_item(guid=str(number), text="mot " * 300), "1", NOON, None)
    await database.check()
    await database.close()
    return path.read_bytes()


def pages_of_articles(whole: bytes) -> list[int]:
    return [page for page in range(0, len(whole), _PAGE) if b"mot mot mot" in whole[page : page + _PAGE]]


def with_damage(whole: bytes, pages: Iterable[int]) -> bytes:
    damaged = bytearray(whole)
    for page in pages:
        damaged[page : page + _PAGE] = b"\xff" * _PAGE
    return bytes(damaged)


async def test_a_damaged_file_is_told_by_its_name_with_the_mend(tmp_path: Path) -> None:
    path = tmp_path / "news.db"
    whole = await filled(path)
    path.write_bytes(with_damage(whole, pages_of_articles(whole)))
    database = await Database.open(f"sqlite:///{path}")
    told = r"news\.db is damaged .* backup.*colporteur salvage"
    with pytest.raises(UnusableDatabaseError, match=told):
        await database.check()
    with pytest.raises(UnusableDatabaseError, match=told):
        await database.all("SELECT text FROM articles")
    with pytest.raises(UnusableDatabaseError, match=told):
        await database.aside(lambda q: q.all("SELECT text FROM articles"))
    with pytest.raises(UnusableDatabaseError, match=told):
        async with database.write() as tx:
            await tx.run("UPDATE articles SET text = text || '.'")
    await database.close()


async def test_a_file_that_is_no_database_is_told_so_and_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "letter.db"
    path.write_bytes(b"Dear Sir or Madam, " * 1_000)
    with pytest.raises(UnusableDatabaseError, match=r"letter\.db cannot be used \(file is not a database\)"):
        await Database.open(f"sqlite:///{path}")
    with pytest.raises(UnusableDatabaseError, match=r"nothing can be read of .*letter\.db"):
        await asyncio.to_thread(salvage, path)
    assert path.read_bytes().startswith(b"Dear Sir")


@pytest.mark.parametrize("seed", range(2))
async def test_what_can_be_read_of_a_damaged_file_is_saved(tmp_path: Path, seed: int) -> None:
    path = tmp_path / "news.db"
    whole = await filled(path)
    damaged = with_damage(whole, random.Random(seed).sample(pages_of_articles(whole), 3))
    path.write_bytes(damaged)
    rows = {table.table: table.rows for table in await asyncio.to_thread(salvage, path)}
    assert ARTICLES - 40 <= rows["articles"] < ARTICLES
    assert Path(f"{path}.damaged").read_bytes() == damaged
    database = await Database.open(f"sqlite:///{path}")
    await database.check()
    found = await database.all("SELECT rowid FROM article_words WHERE article_words MATCH 'mot'")
    assert len(found) == rows["articles"]
    await database.close()


async def test_a_file_that_somebody_has_open_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "news.db"
    await filled(path)
    database = await Database.open(f"sqlite:///{path}")
    with pytest.raises(UnusableDatabaseError, match=r"news\.db is in use; stop the bot first"):
        await asyncio.to_thread(salvage, path)
    assert not [left.name for left in tmp_path.iterdir() if left.suffix in {".mended", ".damaged"}]
    await database.check()
    await database.close()
    assert all(table.whole for table in await asyncio.to_thread(salvage, path))
