"""Looking through the audit log: does its chain hold, and what stands in it."""

from __future__ import annotations

import asyncio
import json
from contextlib import ExitStack
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TextIO

from bot.errors import OperatorError
from storage import audit
from storage.database import Queries, to_ms
from storage.records_roles import AuditEntry


@dataclass(frozen=True, slots=True)
class Verified:
    """A log whose chain holds. `head` is the hash of its last row: whoever keeps it sees any cut."""

    rows: int
    erased: int
    head: str

    def __str__(self) -> str:
        erased = f", {self.erased} with their persons erased" if self.erased else ""
        return f"{self.rows} rows{erased}; the chain holds up to {self.head}"


async def verify(q: Queries, export: Path | None = None) -> Verified:
    """Go through the whole log, and write it to a file where one is given.

    OperatorError names the first row that does not follow from the one before.
    """
    before, rows, erased = audit.START, 0, 0
    with ExitStack() as stack:
        file: TextIO | None = None
        if export is not None:
            file = stack.enter_context(await asyncio.to_thread(_open, export))
        async for entry in audit.entries(q):
            rows += 1
            if entry.number != rows:
                raise OperatorError(f"audit row {rows} is missing; the log was changed by hand")
            if not _follows(entry, before):
                raise OperatorError(f"audit row {entry.number} does not fit its hash; it was changed by hand")
            before = entry.hash
            erased += entry.salt is None
            if file is not None:
                file.write(_line(entry))
    return Verified(rows, erased, before)


def _open(path: Path) -> TextIO:
    try:
        return path.open("w", encoding="utf-8")
    except OSError as error:
        raise OperatorError(f"{path} cannot be written ({error.strerror}); name another file") from None


def _follows(entry: AuditEntry, before: str) -> bool:
    if entry.salt is not None:
        person = audit.person_digest(entry.salt, entry.user, entry.actor, entry.subject)
        if person != entry.person:
            return False
    plain = (
        entry.number,
        to_ms(entry.at),
        entry.event,
        entry.guild,
        entry.role,
        entry.publisher,
        entry.cause,
    )
    return audit.chained(before, plain, entry.person) == entry.hash


def _line(entry: AuditEntry) -> str:
    return json.dumps(asdict(entry) | {"at": entry.at.isoformat()}, ensure_ascii=False) + "\n"
