"""Subscribers in a publisher's own database: a SQLite file, and a PostgreSQL where there is one."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import AsyncIterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import asyncpg
import pytest

from storage import views
from storage.records import Standing
from storage.records_subscribers import Entry
from storage.views import View, ViewError
from tests.provider_site import publisher, refused, source_of

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
POSTGRESQL = os.environ.get("POSTGRESQL_URL", "")
TABLE = 'CREATE TABLE readers ("number" INTEGER, plan TEXT, ends TEXT, "state" TEXT)'
ROWS = [
    (1, "P1", "2026-12-31", "active"),
    (2, "P2", None, None),
    (2, "P1", None, "ended"),
    (3, "P2", None, "none"),
]
NAMES = {"id": "number", "tier": "plan", "until": "ends", "status": "state"}
TIERS = {"P1": "decouverte", "P2": "integral"}


def settings(database: str, **more: Any) -> Any:
    return publisher(
        "sql", **{"database": database, "view": "readers", "columns": NAMES, "tiers": TIERS} | more
    )


@pytest.fixture
def shop(tmp_path: Path) -> str:
    path = tmp_path / "shop ?.db"
    with sqlite3.connect(path) as connection:
        connection.execute(TABLE)
        connection.executemany("INSERT INTO readers VALUES (?, ?, ?, ?)", ROWS)
    connection.close()
    return f"sqlite:///{path}"


async def test_a_view_is_read_whole_and_about_one_reader(shop: str) -> None:
    async with source_of(settings(shop)) as source:
        reading = await source.compare(b"", NOW)
        assert (reading.total, reading.tiers) == (3, {"decouverte", "integral"})
        assert await source.one("2", NOW) == Entry("2", "integral")
        assert await source.one("1", NOW) == Entry("1", "decouverte", datetime(2026, 12, 31, 23, tzinfo=UTC))
        told = await source.one("3", NOW)
        assert told is not None
        assert told.standing is Standing.INACTIVE
        assert await source.one("4' OR 1=1 --", NOW) is None


async def test_a_view_is_never_written(shop: str) -> None:
    view = View(shop, "readers", "number", "plan")
    await views.read(view)
    with pytest.raises(ViewError, match="unable to open"):
        await views.read(View(shop + ".absent", "readers", "number", "plan"))
    assert not Path(shop.removeprefix("sqlite:///") + ".absent").exists()


@pytest.mark.parametrize(
    ("more", "why"),
    [
        ({"view": "nowhere"}, "no such table"),
        ({"columns": NAMES | {"tier": "formula"}}, "formula"),
    ],
    ids=["no such view", "renamed column"],
)
async def test_a_view_that_is_not_as_it_was_tells_nothing(shop: str, more: Any, why: str) -> None:
    async with source_of(settings(shop, **more)) as source:
        told = await refused(source.compare(b"", NOW))
    assert why in told
    assert "check publishers.database, view and columns" in told


async def test_an_empty_view_tells_nothing(shop: str) -> None:
    with sqlite3.connect(shop.removeprefix("sqlite:///")) as connection:
        connection.execute("DELETE FROM readers")
    connection.close()
    async with source_of(settings(shop)) as source:
        assert "removes nobody" in await refused(source.compare(b"", NOW))


async def test_a_query_that_takes_too_long_is_given_up(shop: str) -> None:
    numbers = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i FROM n"
    with sqlite3.connect(shop.removeprefix("sqlite:///")) as connection:
        connection.execute(f"CREATE VIEW endless AS {numbers}")
    connection.close()
    with pytest.raises(ViewError, match="interrupted"):
        await views.read(View(shop, "endless", "i", "i"), seconds=0.1)


# PostgreSQL


@pytest.fixture
async def bench() -> AsyncIterator[asyncpg.Connection]:
    connection = await asyncpg.connect(POSTGRESQL)
    await connection.execute("DROP SCHEMA IF EXISTS colporteur_test CASCADE; CREATE SCHEMA colporteur_test")
    await connection.execute("CREATE TABLE colporteur_test.readers (id INT, tier TEXT, until TIMESTAMPTZ)")
    yield connection
    await connection.execute("DROP SCHEMA colporteur_test CASCADE")
    await connection.close()


@pytest.mark.postgresql
@pytest.mark.skipif(not POSTGRESQL, reason="POSTGRESQL_URL names no PostgreSQL on loopback")
async def test_a_view_of_postgresql_is_read_and_never_written(bench: asyncpg.Connection) -> None:
    add = "INSERT INTO colporteur_test.readers SELECT n, 'integral', $1 FROM generate_series(1, 2500) AS n"
    await bench.execute(add, datetime(2026, 12, 31, tzinfo=UTC))
    names = {"id": "id", "tier": "tier", "until": "until"}
    shop = settings(POSTGRESQL, view="colporteur_test.readers", columns=names, tiers={})
    async with source_of(shop) as source:
        assert (await source.compare(b"", NOW)).total == 2500
        assert await source.one("7", NOW) == Entry("7", "integral", datetime(2026, 12, 31, tzinfo=UTC))
        assert await source.one("x", NOW) is None
    await bench.execute("CREATE FUNCTION colporteur_test.mark() RETURNS INT LANGUAGE SQL AS "
                        "$$ DELETE FROM colporteur_test.readers; SELECT 1 $$")  # fmt: skip
    await bench.execute("CREATE VIEW colporteur_test.sly AS SELECT colporteur_test.mark() AS id, 'a' AS tier")
    with pytest.raises(ViewError, match="ReadOnlySQLTransactionError"):
        await views.read(View(POSTGRESQL, "colporteur_test.sly", "id", "tier"))
    slow = "CREATE VIEW colporteur_test.slow AS SELECT 1 AS id, pg_sleep(5)::TEXT AS tier"
    await bench.execute(slow)
    with pytest.raises(ViewError, match=r"QueryCanceledError|no full answer"):
        await views.read(View(POSTGRESQL, "colporteur_test.slow", "id", "tier"), seconds=0.5)
    with pytest.raises(ViewError, match="UndefinedColumnError"):
        await views.read(View(POSTGRESQL, "colporteur_test.readers", "id", "formula"))


async def test_a_database_that_is_away_tells_nothing_and_shows_no_password() -> None:
    shop = settings("postgresql://bot:hush@127.0.0.1:1/bot")
    async with source_of(shop) as source:
        told = await refused(source.compare(b"", NOW))
    assert "cannot be read" in told
    assert "hush" not in told


async def test_a_view_may_tell_how_new_a_row_is(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "shop.db")) as connection:
        connection.execute("CREATE TABLE subscribers (id, tier, changed)")
        connection.execute("INSERT INTO subscribers VALUES (1, 'integral', '2026-06-01T12:00:00Z')")
        connection.commit()
    view = views.View(f"sqlite:///{tmp_path}/shop.db", "subscribers", "id", "tier", version="changed")
    (row,) = await views.read(view)
    assert (row.version, row.email) == ("2026-06-01T12:00:00Z", "")
