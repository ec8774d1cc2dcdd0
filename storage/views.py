"""A publisher's own database, read only: a table or view of subscribers in a SQLite file or a PostgreSQL."""

from __future__ import annotations

import asyncio
import sqlite3
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any
from urllib.parse import quote

try:
    import asyncpg
except ImportError:  # only who has a PostgreSQL installs it
    asyncpg = None

_SECONDS = 30.0
_PIECE = 1_000
_STEPS = 10_000

_ROWS = "SELECT {id}, {tier}, {until}, {status}, {email}, {version} FROM {view} AS given"
_COUNT = "SELECT COUNT(*) FROM {view}"
_ROWS_OF = (
    "SELECT {id}, {tier}, {until}, {status}, {email}, {version} FROM {view} AS given "
    "WHERE CAST({id} AS TEXT) = "
)


class Trouble(StrEnum):
    """Why a view cannot be read."""

    SLOW = "no full answer"
    UNREADABLE = "cannot be read"
    REFUSED = "the database refuses"
    UNASKED = "cannot be asked"
    SHORT = "fewer rows than counted"
    NO_DRIVER = "asyncpg is not installed"


class ViewError(Exception):
    """The view cannot be read; what is `told` of it holds no secret.

    That is `seconds` of SLOW, `fault` of UNREADABLE, REFUSED and UNASKED, `count` and `found` of SHORT.
    """

    def __init__(self, trouble: Trouble, **told: str | int) -> None:
        super().__init__(trouble, told)
        self.trouble = trouble
        self.told = told


@dataclass(frozen=True, slots=True)
class ViewRow:
    """One row, its values as text; empty for none."""

    id: str
    tier: str
    until: str
    status: str
    email: str = field(default="", repr=False)
    version: str = ""


@dataclass(frozen=True, slots=True)
class View:
    """Where the rows are: `postgresql://…` or `sqlite:///FILE`, and how it names things.

    An empty name of a column is not read.
    """

    database: str = field(repr=False)
    view: str
    id: str
    tier: str
    until: str = ""
    status: str = ""
    email: str = ""
    version: str = ""


async def read(view: View, subject: str | None = None, *, seconds: float = _SECONDS) -> list[ViewRow]:
    """All rows, or those of one subject; ViewError if they cannot be had in whole within so many seconds."""
    try:
        if view.database.startswith("sqlite:///"):
            rows = await asyncio.to_thread(_read_sqlite, view, subject, seconds)
        else:
            async with asyncio.timeout(seconds):
                rows = await _read_postgresql(view, subject, seconds)
    except TimeoutError:
        raise ViewError(Trouble.SLOW, seconds=f"{seconds:g}") from None
    except (sqlite3.Error, OSError) as error:
        raise ViewError(Trouble.UNREADABLE, fault=str(error)) from None
    return [ViewRow(*map(_text, row)) for row in rows]


def _read_sqlite(view: View, subject: str | None, seconds: float) -> list[Sequence[Any]]:
    path = view.database.removeprefix("sqlite:///")
    connection = sqlite3.connect(f"file:{quote(path)}?mode=ro", uri=True, timeout=seconds)
    try:
        end = time.monotonic() + seconds
        connection.set_progress_handler(lambda: time.monotonic() > end, _STEPS)
        connection.execute("BEGIN")
        if subject is not None:
            return connection.execute(_named(_ROWS_OF, view) + "?", (subject,)).fetchall()
        (count,) = connection.execute(_named(_COUNT, view)).fetchone()
        return _whole(connection.execute(_named(_ROWS, view)).fetchall(), count)
    finally:
        connection.close()


async def _read_postgresql(view: View, subject: str | None, seconds: float) -> list[Sequence[Any]]:
    if asyncpg is None:
        raise ViewError(Trouble.NO_DRIVER)
    asked = {"default_transaction_read_only": "on", "statement_timeout": str(int(seconds * 1000))}
    try:
        connection = await asyncpg.connect(view.database, timeout=seconds, server_settings=asked)
        try:
            # One snapshot of the data for the count and the rows.
            async with connection.transaction(isolation="repeatable_read", readonly=True):
                if subject is not None:
                    return list(await connection.fetch(_named(_ROWS_OF, view) + "$1", subject))
                count = await connection.fetchval(_named(_COUNT, view))
                cursor = connection.cursor(_named(_ROWS, view), prefetch=_PIECE)
                return _whole([row async for row in cursor], count)
        finally:
            await connection.close(timeout=1)
    except asyncpg.PostgresError as error:
        raise ViewError(Trouble.REFUSED, fault=f"{type(error).__name__}: {_first_line(error)}") from None
    except (asyncpg.InterfaceError, ValueError) as error:
        # Its words quote the address, which has the password.
        raise ViewError(Trouble.UNASKED, fault=type(error).__name__) from None


def _named(sql: str, view: View) -> str:
    names = ("id", "tier", "until", "status", "email", "version")
    columns = {name: _column(getattr(view, name)) for name in names}
    return sql.format(view=".".join(map(_quoted, view.view.split("."))), **columns)


def _column(name: str) -> str:
    # SQLite takes a quoted name that stands alone and that it does not know for a text.
    return f"given.{_quoted(name)}" if name else "NULL"


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _whole(rows: list[Sequence[Any]], count: int) -> list[Sequence[Any]]:
    if len(rows) != count:
        raise ViewError(Trouble.SHORT, count=count, found=len(rows))
    return rows


def _text(value: object) -> str:
    if isinstance(value, datetime | date):
        return value.isoformat()
    return "" if value is None else str(value)


def _first_line(error: Exception) -> str:
    return str(error).partition("\n")[0][:200]
