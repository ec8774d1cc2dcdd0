"""Which sources there are: those of the settings file, and those that managers added on Discord."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

import structlog
from pydantic import ValidationError
from rapidfuzz import fuzz, process

from bot.config_sources import SourceSettings
from bot.errors import ReaderError
from storage import source_servers, sources
from storage.database import Database, Queries, Transaction
from storage.records import SourceState
from storage.source_servers import AddedSource

log = structlog.stdlib.get_logger(__name__)

_LONGEST_NAME = 80
_MOST = 2_000


@dataclass(frozen=True, slots=True)
class Listed:
    """A source with what is remembered of it, as a server sees it; `added` on Discord, or in the file."""

    settings: SourceSettings
    state: SourceState
    added: bool = False


@dataclass(frozen=True, slots=True)
class Audience:
    """Which servers get a source: those it belongs to, None for all, but those that paused it."""

    servers: frozenset[int] | None = None
    paused: frozenset[int] = frozenset()

    def has(self, guild: int) -> bool:
        """Whether a server gets the source; 0 stands for the operator, whose routes get all."""
        return not guild or ((self.servers is None or guild in self.servers) and guild not in self.paused)


@dataclass(frozen=True, slots=True)
class Added:
    """A source that a server added; `shared`: another one has it too, and set it up."""

    settings: SourceSettings
    shared: bool = False


class Directory:
    """All sources. Those in `changed` are called when one came, went, paused, or goes on.

    Every server sees those of the settings file, and of the others those that it added itself. One that
    several servers added is read once, as the first of them set it up.
    """

    def __init__(self, database: Database, configured: tuple[SourceSettings, ...]) -> None:
        self._database = database
        self._configured = configured
        self._told: set[str] = set()
        self.changed: list[Callable[[], None]] = []

    async def all(self) -> tuple[SourceSettings, ...]:
        """Those of the settings file, then those that were added, oldest first; no name twice."""
        return (*self._configured, *(settings for settings, _ in await self._added(self._database)))

    async def seen(self, guild: int) -> tuple[SourceSettings, ...]:
        """Those that a server sees, in the same order."""
        return await self._seen(self._database, guild)

    async def listed(self, guild: int) -> tuple[Listed, ...]:
        """The same with what is remembered of each, paused where the server or everybody paused it."""
        states = {state.name: state for state in await sources.every_state(self._database)}
        pauses = await source_servers.pauses_of(self._database, guild)
        own = {settings.name for settings in self._configured}
        found = []
        for settings in await self.seen(guild):
            state = states.get(settings.name, SourceState(settings.name))
            state = replace(state, paused=pauses.get(settings.name, state.paused))
            found.append(Listed(settings, state, settings.name not in own))
        return tuple(found)

    async def audience(self, name: str) -> Audience:
        """Which servers get the source of exactly this name; one that is no more is everybody's."""
        paused = frozenset(await source_servers.pauses(self._database, name))
        if any(settings.name == name for settings in self._configured):
            return Audience(paused=paused)
        row = await source_servers.one_added(self._database, name)
        return Audience(frozenset(row.servers) if row and row.servers else None, paused)

    async def one(self, name: str) -> tuple[SourceSettings, int | None] | None:
        """The source of exactly this name, and the first server that has it, without reading the others."""
        configured = next((settings for settings in self._configured if settings.name == name), None)
        if configured is not None:
            return configured, None
        row = await source_servers.one_added(self._database, name)
        settings = self._read(row) if row else None
        return (settings, next(iter(row.servers), None)) if row and settings else None

    async def by_name(self, name: str, guild: int) -> SourceSettings:
        """The source of a name that a server sees; ReaderError where there is none."""
        everything = await self.seen(guild)
        for settings in everything:
            if settings.name.casefold() == name.strip().casefold():
                return settings
        names = [settings.name for settings in everything]
        best = process.extractOne(name, names, scorer=fuzz.ratio, score_cutoff=60)
        if best:
            raise ReaderError("source-unknown-near", name=name[:_LONGEST_NAME], near=best[0])
        raise ReaderError("source-unknown", name=name[:_LONGEST_NAME])

    async def add(self, settings: SourceSettings, guild: int, user: int, now: datetime) -> Added:
        """Add a source to a server, under a free name like its own: as it is read from now on.

        ReaderError where the server has the same already.
        """
        stored = await self.add_all([settings], guild, user, now)
        if not stored:
            known = next(s for s in await self.seen(guild) if _same(s) == _same(settings))
            raise ReaderError("source-known", name=known.name)
        return stored[0]

    async def add_all(
        self, wanted: Sequence[SourceSettings], guild: int, user: int, now: datetime
    ) -> list[Added]:
        """Add all that the server does not have already, as `add` does: as they are read from now on."""
        async with self._database.write() as tx:
            new = unknown(wanted, await self._seen(tx, guild))
            others = {_same(settings): settings for settings, _ in await self._added(tx)}
            joined = [others[_same(settings)] for settings in new if _same(settings) in others]
            made = await self._make(tx, [s for s in new if _same(s) not in others], now)
            for settings in (*joined, *made):
                await source_servers.join(tx, settings.name, guild, user, now)
            for settings in joined:
                await sources.pause(tx, settings.name, None)
        if new:
            self._tell()
        return [*(Added(s, shared=True) for s in joined), *(Added(s) for s in made)]

    async def remove(self, name: str, guild: int) -> SourceSettings:
        """Take a source from a server that added it: what it was. Its articles stay."""
        settings = await self.by_name(name, guild)
        if settings in self._configured:
            raise ReaderError("source-in-file", name=settings.name)
        async with self._database.write() as tx:
            await source_servers.leave(tx, settings.name, guild)
            left = await source_servers.one_added(tx, settings.name)
            if left is None or not left.servers:
                await source_servers.remove(tx, settings.name)
            else:
                await self._settle(tx, settings.name, left.servers)
        self._tell()
        return settings

    async def pause(
        self, name: str, since: datetime | None, guild: int, everybody: Collection[int]
    ) -> SourceSettings:
        """A server wants nothing of a source, with None goes on: which it is.

        It is not read where all want nothing of it that have it: of one of the settings file `everybody`, the
        bot's servers.
        """
        settings = await self.by_name(name, guild)
        async with self._database.write() as tx:
            await source_servers.pause(tx, settings.name, guild, since)
            row = None if settings in self._configured else await source_servers.one_added(tx, settings.name)
            await self._settle(tx, settings.name, row.servers if row and row.servers else {guild, *everybody})
        self._tell()
        return settings

    async def names(self, typed: str, most: int, guild: int) -> list[str]:
        """The names to propose for what was typed on a server, at most so many."""
        names = [settings.name for settings in await self.seen(guild)]
        within = [name for name in names if typed.strip().casefold() in name.casefold()]
        return within[:most]

    async def _seen(self, q: Queries, guild: int) -> tuple[SourceSettings, ...]:
        own = (settings for settings, row in await self._added(q) if not row.servers or guild in row.servers)
        return (*self._configured, *own)

    async def _make(
        self, tx: Transaction, wanted: Sequence[SourceSettings], now: datetime
    ) -> list[SourceSettings]:
        """Store new sources under free names; those that cannot be used keep their names all the same."""
        rows = await source_servers.added(tx)
        taken = [*(settings.name for settings in self._configured), *(row.name for row in rows)]
        if wanted and len(taken) + len(wanted) > _MOST:
            raise ReaderError("source-too-many", most=_MOST)
        made: list[SourceSettings] = []
        for settings in wanted:
            taken.append(_free(settings.name, taken))
            made.append(settings.model_copy(update={"name": taken[-1]}))
            definition = made[-1].model_dump_json(exclude_defaults=True)
            await source_servers.add(tx, taken[-1], definition, now)
        return made

    async def _settle(self, tx: Transaction, name: str, servers: Collection[int]) -> None:
        """Read a source unless all its servers paused it."""
        pauses = await source_servers.pauses(tx, name)
        idle = all(server in pauses for server in servers)
        await sources.pause(tx, name, max(pauses[server] for server in servers) if idle else None)

    async def _added(self, q: Queries) -> list[tuple[SourceSettings, AddedSource]]:
        """What was added and can be used; the rest is logged once and stays where it is."""
        taken = {settings.name.casefold() for settings in self._configured}
        usable: list[tuple[SourceSettings, AddedSource]] = []
        for row in await source_servers.added(q):
            if row.name.casefold() in taken:
                self._warn(row, "the settings file has a source of this name")
            elif settings := self._read(row):
                usable.append((settings, row))
                taken.add(row.name.casefold())
        return usable

    def _read(self, row: AddedSource) -> SourceSettings | None:
        try:
            return SourceSettings.model_validate_json(row.definition).model_copy(update={"name": row.name})
        except ValidationError as error:
            self._warn(row, f"its definition cannot be read: {error.errors()[0]['msg']}")
            return None

    def _warn(self, row: AddedSource, reason: str) -> None:
        if row.name not in self._told:
            self._told.add(row.name)
            log.warning("added source is not read", source=row.name, servers=row.servers, reason=reason)

    def _tell(self) -> None:
        for call in list(self.changed):
            call()


def unknown(wanted: Iterable[SourceSettings], had: Iterable[SourceSettings]) -> list[SourceSettings]:
    """Those of `wanted` that are not among `had`, each once."""
    known = {_same(settings) for settings in had}
    new = {_same(settings): settings for settings in reversed(list(wanted)) if _same(settings) not in known}
    return list(reversed(new.values()))


def _same(settings: SourceSettings) -> tuple[str, str]:
    """What two settings have in common that read the same."""
    return settings.kind, settings.url.partition("://")[2].removeprefix("www.").rstrip("/")


def _free(name: str, taken: Iterable[str]) -> str:
    """The name, or the first of "name 2", "name 3" … that is free; `*` stands for all sources."""
    used = {other.casefold() for other in taken} | {"*"}
    free, number = name, 1
    while free.casefold() in used:
        number += 1
        free = f"{name[: _LONGEST_NAME - len(str(number)) - 1]} {number}"
    return free
