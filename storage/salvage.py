"""A damaged file of data → a sound one with all that can still be read.

What is made from articles and comments (passages, full text) is left behind: it is made again.
"""

from __future__ import annotations

import asyncio
import shutil
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from storage.damage import UnusableDatabaseError
from storage.database import Database

_MADE_AGAIN = frozenset(["migrations", "passages", "terms", "words", "indexed", "index_state"])

_FIRST, _LAST = -(2**62), 2**62

_TABLES = """
SELECT name, wr FROM pragma_table_list
WHERE schema = 'main' AND type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name
"""

_COLUMNS = """
SELECT name FROM pragma_table_info(?)
"""


@dataclass(frozen=True, slots=True)
class Salvaged:
    """A table: how many rows were copied, and whether some could not be read."""

    table: str
    rows: int
    whole: bool


def salvage(path: Path) -> list[Salvaged]:
    """Put a sound file in the place of a damaged one, which is kept as FILE.damaged.

    UnusableDatabaseError, and nothing is changed, where a bot has it open, where FILE.damaged is there
    already, or where not even its list of tables can be read.
    """
    mended, kept = Path(f"{path}.mended"), Path(f"{path}.damaged")
    if kept.exists():
        raise UnusableDatabaseError(f"{kept} is what was saved from before; put it elsewhere first")
    mended.unlink(missing_ok=True)
    asyncio.run(_make(mended))
    try:
        found = _copy(path, mended)
    except sqlite3.DatabaseError as error:
        mended.unlink()
        if error.sqlite_errorcode == sqlite3.SQLITE_BUSY:
            raise UnusableDatabaseError(f"{path} is in use; stop the bot first") from error
        reason = f"nothing can be read of {path} ({error}); put your last backup in its place"
        raise UnusableDatabaseError(reason) from error
    for ending in ("", "-wal", "-shm"):
        if (left := Path(f"{path}{ending}")).exists():
            left.replace(f"{kept}{ending}")
    mended.replace(path)
    shutil.rmtree(f"{path}.index", ignore_errors=True)
    return found


async def _make(path: Path) -> None:
    database = await Database.open(f"sqlite:///{path}")
    await database.close()


def _copy(damaged: Path, empty: Path) -> list[Salvaged]:
    with closing(sqlite3.connect(damaged, timeout=1)) as old, closing(sqlite3.connect(empty)) as new:
        # Not to be had while anybody else has the file open.
        old.execute("PRAGMA locking_mode=EXCLUSIVE")
        old.execute("SELECT name FROM sqlite_master").fetchall()
        new.execute("PRAGMA foreign_keys=OFF")
        tables = [(name, not wr) for name, wr in new.execute(_TABLES) if name not in _MADE_AGAIN]
        return [_copied(old, new, name, has_rowids=has_rowids) for name, has_rowids in tables]


def _copied(old: sqlite3.Connection, new: sqlite3.Connection, table: str, *, has_rowids: bool) -> Salvaged:
    held = {name for (name,) in old.execute(_COLUMNS, (table,))}
    names = [name for (name,) in new.execute(_COLUMNS, (table,)) if name in held]
    columns = ", ".join(f'"{name}"' for name in names)
    key = "rowid" if has_rowids else "0"
    read = f'SELECT {key}, {columns} FROM "{table}"' + " WHERE rowid > ? ORDER BY rowid" * has_rowids
    add = f'INSERT OR REPLACE INTO "{table}" ({columns}) VALUES ({", ".join("?" * len(names))})'
    rows, whole = 0, True
    after: int | None = _FIRST if names else None
    while after is not None:
        try:
            for place, *row in old.execute(read, (after,) if has_rowids else ()):
                rows += _added(new, add, row)
                after = place
            break
        except sqlite3.DatabaseError:
            whole = False
            after = _behind(old, table, after) if has_rowids else None
    new.commit()
    return Salvaged(table, rows, whole)


def _added(connection: sqlite3.Connection, add: str, row: Sequence[object]) -> bool:
    """Whether a row could be stored: what is left of a damaged one may break the table's rules."""
    try:
        connection.execute(add, row)
    except sqlite3.IntegrityError:
        return False
    return True


def _behind(connection: sqlite3.Connection, table: str, after: int) -> int | None:
    """The place behind which rows can be read again, past the damage that follows `after`; None: nowhere."""
    step = 1
    while not _readable(connection, table, after + step):
        step *= 2
        if after + step > _LAST:
            return None
    least, most = after + step // 2, after + step
    while most - least > 1:
        middle = (least + most) // 2
        least, most = (least, middle) if _readable(connection, table, middle) else (middle, most)
    return most


def _readable(connection: sqlite3.Connection, table: str, after: int) -> bool:
    try:
        connection.execute(f'SELECT 1 FROM "{table}" WHERE rowid > ? LIMIT 1', (after,)).fetchall()
    except sqlite3.DatabaseError:
        return False
    return True
