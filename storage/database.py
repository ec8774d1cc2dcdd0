"""The one file of data: SQLite through aiosqlite, one writer and one reader connection.

`Database.write()` is a transaction of the single writer; reads go to a connection of their own and see
what was last committed. Both sides offer the same three questions, so that a storage function takes either.
"""

from __future__ import annotations

import asyncio
import itertools
import re
import secrets
import sqlite3
import time
from abc import ABC, abstractmethod
from collections.abc import AsyncGenerator, Callable, Coroutine, Iterable, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from importlib import resources
from pathlib import Path
from typing import Any, Protocol, TypeVar, cast, overload

import aiosqlite

from storage.damage import UnusableDatabaseError, damage_told, damaged

Value = str | int | float | bytes | None
Row = tuple[Any, ...]
T = TypeVar("T")

_EPOCH_MS = 1_420_070_400_000
_LOCK_TRIES, _LOCK_PAUSE = 100, 0.05
_PRAGMAS = (
    "PRAGMA synchronous=FULL",
    "PRAGMA cache_size=-32000",
    "PRAGMA foreign_keys=ON",
    # What a reader deleted should not linger in free pages.
    "PRAGMA secure_delete=FAST",
)
# What is read is in the system's cache too: measured, a large one of our own gains nothing there.
_READER_PRAGMAS = ("PRAGMA query_only=ON", "PRAGMA cache_size=-8000")
# So many instructions of SQLite's between two looks at the time.
_STEPS_A_LOOK = 20_000
_LONGEST_READ = 0.15
_counter = itertools.count(secrets.randbits(16))


def new_id() -> int:
    """A new id: milliseconds since 2015, then 22 bits of a counter; sorts by time, fits signed 64 bits."""
    return (time.time_ns() // 1_000_000 - _EPOCH_MS) << 22 | next(_counter) % (1 << 22)


@overload
def to_ms(moment: datetime) -> int: ...
@overload
def to_ms(moment: datetime | None) -> int | None: ...
def to_ms(moment: datetime | None) -> int | None:
    """Aware time → epoch milliseconds."""
    return None if moment is None else round(moment.timestamp() * 1000)


@overload
def from_ms(ms: int) -> datetime: ...
@overload
def from_ms(ms: int | None) -> datetime | None: ...
def from_ms(ms: int | None) -> datetime | None:
    """Epoch milliseconds → aware UTC."""
    return None if ms is None else datetime.fromtimestamp(ms / 1000, UTC)


class TookTooLongError(Exception):
    """A question to the database was stopped, because its time was up."""


class Queries(Protocol):
    """What storage functions need to read."""

    async def all(self, sql: str, **values: Value) -> list[Row]: ...
    async def one(self, sql: str, **values: Value) -> Row | None: ...


class _Reads(ABC):
    @abstractmethod
    async def all(self, sql: str, **values: Value) -> list[Row]:
        """Every row."""

    async def one(self, sql: str, **values: Value) -> Row | None:
        """The first row, or None."""
        rows = await self.all(sql, **values)
        return rows[0] if rows else None


class _Connection(_Reads):
    def __init__(self, path: str, raw: aiosqlite.Connection) -> None:
        self._path = path
        self._raw = raw

    async def all(self, sql: str, **values: Value) -> list[Row]:
        """Every row, in one hop to the connection's thread."""
        with damage_told(self._path):
            return [tuple(row) for row in await self._raw.execute_fetchall(sql, values)]


class Transaction(_Connection):
    """A transaction of the single writer. Never await the network inside it."""

    async def run(self, sql: str, **values: Value) -> int:
        """Run a statement; the number of rows it changed."""
        with damage_told(self._path):
            async with self._raw.execute(sql, values) as cursor:
                return cursor.rowcount

    async def many(self, sql: str, rows: Iterable[Sequence[Value] | dict[str, Value]]) -> None:
        """Run a statement once per row."""
        with damage_told(self._path):
            await self._raw.executemany(sql, rows)


class Aside(_Reads):
    """Reads on a connection of the thread that asks: they block it, and wait for no event loop.

    Each of them ends within `seconds`, or with a TookTooLongError.
    """

    def __init__(self, path: str, raw: sqlite3.Connection, seconds: float) -> None:
        self._path = path
        self._raw = raw
        self._seconds = seconds

    async def all(self, sql: str, **values: Value) -> list[Row]:
        """Every row."""
        end = time.monotonic() + self._seconds
        self._raw.set_progress_handler(lambda: time.monotonic() > end, _STEPS_A_LOOK)
        try:
            with damage_told(self._path):
                return self._raw.execute(sql, values).fetchall()
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode != sqlite3.SQLITE_INTERRUPT:
                raise
            raise TookTooLongError(sql.strip()) from error


class Database:
    """An open database file. Use `Database.open`, and `close` it last."""

    def __init__(self, path: str, writer: aiosqlite.Connection, reader: aiosqlite.Connection) -> None:
        self.path = path
        self._writer = writer
        self._reader = _Connection(path, reader)
        self._reader_raw = reader
        self._lock = asyncio.Lock()
        self._aside: list[sqlite3.Connection] = []

    @classmethod
    async def open(cls, url: str) -> Database:
        """Open `sqlite:///FILE`, make it where it is missing, and bring its tables up to date.

        UnusableDatabaseError where that cannot be done.
        """
        path = url.removeprefix("sqlite:///")
        try:
            Path(path).parent.mkdir(parents=True, exist_ok=True)
            with damage_told(path):
                writer = await _connect(path)
                try:
                    await _migrate(writer)
                    reader = await _connect(path, read_only=True)
                except BaseException:
                    await writer.close()
                    raise
        except (sqlite3.Error, OSError) as error:
            mend = "check its path and owner, or name another file in storage.url"
            raise UnusableDatabaseError(f"{path} cannot be used ({error}); {mend}") from error
        return cls(path, writer, reader)

    async def close(self) -> None:
        """Wait for the running transaction and close both connections."""
        async with self._lock:
            for connection in self._aside:
                connection.close()
            await self._reader_raw.close()
            await self._writer.close()

    async def all(self, sql: str, **values: Value) -> list[Row]:
        """Every row of what was last committed."""
        return await self._reader.all(sql, **values)

    async def one(self, sql: str, **values: Value) -> Row | None:
        """The first row of what was last committed, or None."""
        return await self._reader.one(sql, **values)

    async def aside(
        self, work: Callable[[Queries], Coroutine[Any, Any, T]], seconds: float = _LONGEST_READ
    ) -> T:
        """Run `work` in a thread, where its reads cost no hop: for what reads and computes by turns.

        It may await nothing but its queries. One that lasts longer than so many `seconds`, reading from the
        disk apart, ends with a TookTooLongError.
        """
        return await asyncio.to_thread(self._work, work, seconds)

    def _work(self, work: Callable[[Queries], Coroutine[Any, Any, T]], seconds: float) -> T:
        try:
            connection = self._aside.pop()
        except IndexError:
            connection = _connect_aside(self.path)
        try:
            work(Aside(self.path, connection, seconds)).send(None)
        except StopIteration as done:
            return cast("T", done.value)
        finally:
            self._aside.append(connection)
        raise RuntimeError("work aside awaited something else than its queries")

    async def check(self) -> None:
        """Read all of the file; UnusableDatabaseError where SQLite finds a fault in it."""
        found = await self.all("PRAGMA quick_check(1)")
        if found != [("ok",)]:
            raise damaged(self.path, found[0][0].splitlines()[-1])

    @asynccontextmanager
    async def write(self) -> AsyncGenerator[Transaction]:
        """One transaction: committed when the block ends, rolled back when it raises or is cancelled."""
        async with self._lock:
            # The connection does what it was asked, in order, also for a task that was cancelled since.
            try:
                await self._writer.execute("BEGIN IMMEDIATE")
                yield Transaction(self.path, self._writer)
                await asyncio.shield(self._writer.commit())
            except BaseException:
                await asyncio.shield(self._writer.rollback())
                raise


async def _connect(path: str, *, read_only: bool = False) -> aiosqlite.Connection:
    connection = await aiosqlite.connect(path, isolation_level=None)
    try:
        await connection.execute("PRAGMA busy_timeout=10000")
        await _write_ahead(connection)
        for pragma in _PRAGMAS + (_READER_PRAGMAS if read_only else ()):
            await connection.execute(pragma)
    except BaseException:
        await connection.close()
        raise
    return connection


def _connect_aside(path: str) -> sqlite3.Connection:
    connection = sqlite3.connect(path, timeout=10, isolation_level=None, check_same_thread=False)
    for pragma in _READER_PRAGMAS:
        connection.execute(pragma)
    return connection


async def _write_ahead(connection: aiosqlite.Connection) -> None:
    """Change the journal; SQLite does not wait for its lock when two starters do so at once, so we do."""
    for _ in range(_LOCK_TRIES):
        try:
            await connection.execute("PRAGMA journal_mode=WAL")
        except sqlite3.OperationalError:
            await asyncio.sleep(_LOCK_PAUSE)
        else:
            return
    await connection.execute("PRAGMA journal_mode=WAL")


async def _migrate(connection: aiosqlite.Connection) -> None:
    """Apply the numbered files that this database has not seen, each with its record in one transaction."""
    await connection.execute(
        "CREATE TABLE IF NOT EXISTS migrations (number INTEGER PRIMARY KEY, applied BIGINT)"
    )
    seen = set(await connection.execute_fetchall("SELECT number FROM migrations"))
    for number, sql in _migrations():
        if (number,) not in seen:
            await _apply(connection, number, sql)


async def _apply(connection: aiosqlite.Connection, number: int, sql: str) -> None:
    await connection.execute("BEGIN IMMEDIATE")
    try:
        # Another starter may have been quicker.
        done = await connection.execute_fetchall("SELECT 1 FROM migrations WHERE number = ?", (number,))
        if not done:
            for statement in _statements(sql):
                await connection.execute(statement)
            await connection.execute(
                "INSERT INTO migrations (number, applied) VALUES (?, ?)",
                (number, time.time_ns() // 1_000_000),
            )
        await connection.execute("COMMIT")
    except BaseException:
        await connection.execute("ROLLBACK")
        raise


def _migrations() -> list[tuple[int, str]]:
    files = resources.files("storage.migrations").iterdir()
    return sorted(
        (int(f.name[:4]), f.read_text(encoding="utf-8")) for f in files if re.match(r"\d{4}_.*\.sql$", f.name)
    )


def _statements(sql: str) -> list[str]:
    """Split a file into its statements, where SQLite itself says that one is complete."""
    statements: list[str] = []
    pending = ""
    for line in sql.splitlines(keepends=True):
        pending += line
        if sqlite3.complete_statement(pending):
            statements.append(pending)
            pending = ""
    return statements
