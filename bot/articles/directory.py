"""Which sources there are: those of the settings file, and those that managers added on Discord."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

import structlog
from pydantic import ValidationError
from rapidfuzz import fuzz, process

from bot.config_sources import SourceSettings
from bot.errors import ReaderError
from storage import sources
from storage.database import Database, Queries
from storage.records import SourceState
from storage.sources import AddedSource

log = structlog.stdlib.get_logger(__name__)

_LONGEST_NAME = 80
_MOST = 2_000


@dataclass(frozen=True, slots=True)
class Listed:
    """A source with what is remembered of it; `guild` is the server that added it, None for the file."""

    settings: SourceSettings
    state: SourceState
    guild: int | None = None


class Directory:
    """All sources. Those in `changed` are called when one came, went, paused, or goes on."""

    def __init__(self, database: Database, configured: tuple[SourceSettings, ...]) -> None:
        self._database = database
        self._configured = configured
        self._told: set[str] = set()
        self.changed: list[Callable[[], None]] = []

    async def all(self) -> tuple[SourceSettings, ...]:
        """Those of the settings file, then those that were added, oldest first; no name twice."""
        return (*self._configured, *(settings for settings, _ in await self._added(self._database)))

    async def listed(self) -> tuple[Listed, ...]:
        """The same with what is remembered of each."""
        states = {state.name: state for state in await sources.every_state(self._database)}
        added = await self._added(self._database)
        pairs = [*((settings, None) for settings in self._configured), *((s, row.guild) for s, row in added)]
        return tuple(Listed(s, states.get(s.name, SourceState(s.name)), guild) for s, guild in pairs)

    async def one(self, name: str) -> tuple[SourceSettings, int | None] | None:
        """The source of exactly this name, and the server that added it, without reading all the others."""
        configured = next((settings for settings in self._configured if settings.name == name), None)
        if configured is not None:
            return configured, None
        row = await sources.one_added(self._database, name)
        settings = self._read(row) if row else None
        return (settings, row.guild) if row and settings else None

    async def by_name(self, name: str) -> SourceSettings:
        """The source of a name; ReaderError where there is none."""
        everything = await self.all()
        for settings in everything:
            if settings.name.casefold() == name.strip().casefold():
                return settings
        names = [settings.name for settings in everything]
        best = process.extractOne(name, names, scorer=fuzz.ratio, score_cutoff=60)
        if best:
            raise ReaderError("source-unknown-near", name=name[:_LONGEST_NAME], near=best[0])
        raise ReaderError("source-unknown", name=name[:_LONGEST_NAME])

    async def add(self, settings: SourceSettings, guild: int, user: int, now: datetime) -> SourceSettings:
        """Add a source, under a free name like its own: the source as it was stored.

        ReaderError where the same is read already.
        """
        stored = await self.add_all([settings], guild, user, now)
        if not stored:
            known = next(s for s in await self.all() if _same(s) == _same(settings))
            raise ReaderError("source-known", name=known.name)
        return stored[0]

    async def add_all(
        self, wanted: Sequence[SourceSettings], guild: int, user: int, now: datetime
    ) -> list[SourceSettings]:
        """Add all that are not read already, as `add` does: the sources as they were stored."""
        async with self._database.write() as tx:
            had = [*self._configured, *(settings for settings, _ in await self._added(tx))]
            # Those that cannot be used keep their names all the same.
            taken = [s.name for s in had] + [row.name for row in await sources.added(tx)]
            stored: list[SourceSettings] = []
            for settings in unknown(wanted, had):
                taken.append(_free(settings.name, taken))
                stored.append(settings.model_copy(update={"name": taken[-1]}))
            if stored and len(had) + len(stored) > _MOST:
                raise ReaderError("source-too-many", most=_MOST)
            for settings in stored:
                definition = settings.model_dump_json(exclude_defaults=True)
                await sources.add(tx, AddedSource(settings.name, definition, guild, user, now))
        if stored:
            self._tell()
        return stored

    async def remove(self, name: str, guild: int) -> SourceSettings:
        """Remove a source that this server added: what it was. Its articles stay."""
        settings = await self._own(name, guild)
        async with self._database.write() as tx:
            await sources.remove(tx, settings.name)
        self._tell()
        return settings

    async def pause(self, name: str, since: datetime | None, guild: int | None = None) -> SourceSettings:
        """Stop reading a source, with None go on: which it is.

        With a `guild`, only what it added itself or what the settings file holds.
        """
        settings = await self.by_name(name)
        owner = await self._owner(settings.name)
        if guild is not None and owner is not None and owner != guild:
            raise ReaderError("source-other-server", name=settings.name)
        async with self._database.write() as tx:
            await sources.pause(tx, settings.name, since)
        self._tell()
        return settings

    async def names(self, typed: str, most: int) -> list[str]:
        """The names to propose for what was typed, at most so many."""
        names = [settings.name for settings in await self.all()]
        within = [name for name in names if typed.strip().casefold() in name.casefold()]
        return within[:most]

    async def _own(self, name: str, guild: int) -> SourceSettings:
        settings = await self.by_name(name)
        owner = await self._owner(settings.name)
        if owner is None:
            raise ReaderError("source-in-file", name=settings.name)
        if owner != guild:
            raise ReaderError("source-other-server", name=settings.name)
        return settings

    async def _owner(self, name: str) -> int | None:
        """The server that added a source, None for those of the settings file."""
        rows = await self._added(self._database)
        return next((row.guild for settings, row in rows if settings.name == name), None)

    async def _added(self, q: Queries) -> list[tuple[SourceSettings, AddedSource]]:
        """What was added and can be used; the rest is logged once and stays where it is."""
        taken = {settings.name.casefold() for settings in self._configured}
        usable: list[tuple[SourceSettings, AddedSource]] = []
        for row in await sources.added(q):
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
            log.warning("added source is not read", source=row.name, guild=row.guild, reason=reason)

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
