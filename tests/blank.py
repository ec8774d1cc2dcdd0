"""Empty databases with all their tables: the migrations run once in each process, every test gets a copy."""

from __future__ import annotations

import tempfile
from pathlib import Path

from storage.database import Database

_made: list[bytes] = []


async def lay_out(path: Path) -> None:
    """Put an empty database at `path`, as its first start would leave it, unless one is there."""
    if not path.exists():
        path.write_bytes(await _blank())


async def open_blank(path: Path) -> Database:
    """An empty database at `path`, open; the caller closes it."""
    await lay_out(path)
    return await Database.open(f"sqlite:///{path}")


async def _blank() -> bytes:
    if not _made:
        with tempfile.TemporaryDirectory(prefix="colporteur-") as folder:
            path = Path(folder) / "blank.db"
            await (await Database.open(f"sqlite:///{path}")).close()
            _made.append(path.read_bytes())
    return _made[0]
