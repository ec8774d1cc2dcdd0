"""The sources that were added on Discord, the servers they belong to, and those that paused a source."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from storage.database import Queries, Row, Transaction, from_ms, to_ms

_ADDED = """
SELECT added_sources.name, added_sources.definition, source_servers.guild
FROM added_sources LEFT JOIN source_servers ON source_servers.name = added_sources.name
ORDER BY added_sources.added, added_sources.name, source_servers.added, source_servers.guild
"""

_ONE_ADDED = """
SELECT added_sources.name, added_sources.definition, source_servers.guild
FROM added_sources LEFT JOIN source_servers ON source_servers.name = added_sources.name
WHERE added_sources.name = :name ORDER BY source_servers.added, source_servers.guild
"""

_ADD = """
INSERT INTO added_sources (name, definition, added) VALUES (:name, :definition, :added)
"""

_JOIN = """
INSERT INTO source_servers (name, guild, added_by, added) VALUES (:name, :guild, :added_by, :added)
"""

_LEAVE = """
DELETE FROM source_servers WHERE name = :name AND guild = :guild
"""

_REMOVE = """
DELETE FROM added_sources WHERE name = :name
"""

_FORGET = """
DELETE FROM sources WHERE name = :name
"""

_PAUSES = """
SELECT guild, since FROM source_pauses WHERE name = :name
"""

_PAUSES_OF = """
SELECT name, since FROM source_pauses WHERE guild = :guild
"""

_PAUSE = """
INSERT INTO source_pauses (name, guild, since) VALUES (:name, :guild, :since)
ON CONFLICT (name, guild) DO UPDATE SET since = excluded.since
"""

_RESUME = """
DELETE FROM source_pauses WHERE name = :name AND guild = :guild
"""


@dataclass(frozen=True, slots=True)
class AddedSource:
    """A source that was added on Discord: its settings as JSON, and its servers, the first one first.

    One that was saved from a damaged file of an older version may have none: it is everybody's.
    """

    name: str
    definition: str
    servers: tuple[int, ...]


async def added(q: Queries) -> list[AddedSource]:
    """The sources that were added on Discord, oldest first."""
    rows = groupby(await q.all(_ADDED), key=lambda row: (row[0], row[1]))
    return [AddedSource(*known, _servers(found)) for known, found in rows]


async def one_added(q: Queries, name: str) -> AddedSource | None:
    """The source of a name, if it was added on Discord."""
    rows: list[Row] = await q.all(_ONE_ADDED, name=name)
    return AddedSource(rows[0][0], rows[0][1], _servers(rows)) if rows else None


async def add(tx: Transaction, name: str, definition: str, now: datetime) -> None:
    """Add a source, for no server yet; its name must be free."""
    await tx.run(_ADD, name=name, definition=definition, added=to_ms(now))


async def join(tx: Transaction, name: str, guild: int, user: int, now: datetime) -> None:
    """A server added a source that it does not have yet."""
    await tx.run(_JOIN, name=name, guild=guild, added_by=user, added=to_ms(now))


async def leave(tx: Transaction, name: str, guild: int) -> None:
    """A server does not have a source any more, nor its pause."""
    await tx.run(_LEAVE, name=name, guild=guild)
    await tx.run(_RESUME, name=name, guild=guild)


async def remove(tx: Transaction, name: str) -> None:
    """Remove a source that no server has any more, with the memory of its polls, not its articles."""
    await tx.run(_REMOVE, name=name)
    await tx.run(_FORGET, name=name)


async def pauses(q: Queries, name: str) -> Mapping[int, datetime]:
    """The servers that paused a source, and since when."""
    return {row[0]: from_ms(row[1]) for row in await q.all(_PAUSES, name=name)}


async def pauses_of(q: Queries, guild: int) -> Mapping[str, datetime]:
    """The sources that a server paused, and since when."""
    return {row[0]: from_ms(row[1]) for row in await q.all(_PAUSES_OF, guild=guild)}


async def pause(tx: Transaction, name: str, guild: int, since: datetime | None) -> None:
    """A server wants nothing of a source since then; None: it wants it."""
    if since is None:
        await tx.run(_RESUME, name=name, guild=guild)
    else:
        await tx.run(_PAUSE, name=name, guild=guild, since=to_ms(since))


def _servers(rows: Iterable[Row]) -> tuple[int, ...]:
    return tuple(row[2] for row in rows if row[2] is not None)
