"""A file that cannot be used as our database, told with its name and the mend."""

from __future__ import annotations

import sqlite3
from collections.abc import Generator
from contextlib import contextmanager

# The low byte of SQLite's code is the kind of fault, the others say where it met it.
_KIND = 0xFF


class UnusableDatabaseError(Exception):
    """A file that cannot be used as our database; the message says which, why, and the mend."""


@contextmanager
def damage_told(path: str) -> Generator[None]:
    """Raise UnusableDatabaseError where what is done inside finds the file at `path` damaged."""
    try:
        yield
    except sqlite3.DatabaseError as error:
        if getattr(error, "sqlite_errorcode", 0) & _KIND == sqlite3.SQLITE_CORRUPT:
            raise damaged(path, error) from error
        raise


def damaged(path: str, reason: object) -> UnusableDatabaseError:
    """What an operator is told of a damaged file."""
    return UnusableDatabaseError(
        f"{path} is damaged ({reason}); stop the bot, then put your last backup in its place, or save what "
        "can still be read of it: colporteur salvage"
    )
