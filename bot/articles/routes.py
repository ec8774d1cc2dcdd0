"""The routes at work: those of the settings file, and those that managers made on Discord."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import datetime
from typing import Any, Final, TypeVar

import structlog

from bot.articles import clock, filters
from bot.articles.routing import from_settings
from bot.config_sources import RouteSettings
from bot.errors import ReaderError
from storage import routes
from storage.database import Database, new_id
from storage.records_routes import Route

log = structlog.stdlib.get_logger(__name__)

MOST: Final = 50

_OFF: Final = frozenset("off none no - non aucun aucune".split())

T = TypeVar("T")


class Routes:
    """All routes, kept in memory and changed by their guilds."""

    def __init__(self, database: Database, configured: Iterable[RouteSettings] = ()) -> None:
        self._database = database
        self._configured = tuple(map(from_settings, configured))
        self._made: tuple[Route, ...] | None = None

    async def all(self) -> tuple[Route, ...]:
        """Every route, paused ones too, in the order in which they decide: the settings file's come first."""
        if self._made is None:
            self._made = tuple(filter(_readable, await routes.every(self._database)))
        return self._configured + self._made

    async def of_guild(self, guild: int, channels: Iterable[int] = ()) -> tuple[Route, ...]:
        """A guild's own routes, after those of the settings file to its `channels`."""
        there = frozenset(channels)
        return tuple(r for r in await self.all() if r.guild == guild or (not r.guild and r.channel in there))

    async def one(self, guild: int, route_id: int) -> Route:
        """A route that a guild may change; ReaderError where there is none or the settings file has it."""
        found = next((route for route in await self.all() if route.id == route_id), None)
        if found is not None and not found.guild:
            raise ReaderError("route-of-settings")
        if found is None or found.guild != guild:
            raise ReaderError("route-unknown")
        return found

    async def add(self, route: Route, now: datetime) -> Route:
        """Add a route to its guild; as it was stored, with its id. ReaderError for a wrong filter."""
        _check(route)
        if len([r for r in await self.all() if r.guild == route.guild]) >= MOST:
            raise ReaderError("route-too-many", limit=MOST)
        new = replace(route, id=new_id(), made=now)
        async with self._database.write() as tx:
            await routes.add(tx, new)
        return await self._changed(new)

    async def change(self, route: Route) -> Route:
        """Change a route of its guild, but for whether it is paused; ReaderError as for `one` and `add`."""
        _check(route)
        await self.one(route.guild, route.id)
        async with self._database.write() as tx:
            await routes.change(tx, route)
        return await self._changed(route)

    async def remove(self, guild: int, route_id: int) -> Route:
        """Remove a guild's route; the one that is gone."""
        found = await self.one(guild, route_id)
        async with self._database.write() as tx:
            await routes.remove(tx, guild, route_id)
        return await self._changed(found)

    async def pause(self, guild: int, route_id: int, since: datetime | None) -> Route:
        """Let a guild's route stand still, or with None go on; as it is then."""
        found = await self.one(guild, route_id)
        async with self._database.write() as tx:
            await routes.pause(tx, guild, route_id, since)
        return await self._changed(replace(found, paused=since))

    async def refresh(self) -> None:
        """Take up what others changed in the store."""
        self._made = None
        await self.all()

    async def _changed(self, route: Route) -> Route:
        await self.refresh()
        return route


def filled(
    route: Route,
    default_zone: str,
    *,
    quiet: str | None = None,
    breaking: str | None = None,
    digest: str | None = None,
    per_hour: int | None = None,
    zone: str | None = None,
    **plain: Any,
) -> Route:
    """A route with what a person wrote for it; None leaves as it is, "off" (or "non" …) or 0 takes away.

    `plain` are other fields of the route. ReaderError for what cannot be read or does not go together.
    """
    zone = zone and clock.check_zone(zone)
    hours = _read(route.quiet, quiet, lambda text: clock.read_quiet(text, default_zone))
    times = _read(route.digest, digest, lambda text: clock.read_digest(text, default_zone))
    if hours and times:
        raise ReaderError("route-quiet-digest")
    if breaking and not hours and not _is_off(breaking):
        raise ReaderError("route-breaking-alone")
    kept = route.quiet.breaking if route.quiet else ""
    if hours:
        wanted = kept if breaking is None else "" if _is_off(breaking) else breaking.strip()
        hours = replace(hours, breaking=wanted, zone=zone or hours.zone)
    if times:
        times = replace(times, zone=zone or times.zone)
    given = {name: value for name, value in plain.items() if value is not None}
    most = route.per_hour if per_hour is None else per_hour or None
    return replace(route, **given, quiet=hours, digest=times, per_hour=most)


def _read(now: T | None, text: str | None, read: Callable[[str], T]) -> T | None:
    if text is None:
        return now
    return None if _is_off(text) else read(text)


def _is_off(text: str) -> bool:
    return text.strip().casefold() in _OFF


def _check(route: Route) -> None:
    filters.parse(route.filter)
    if route.quiet:
        filters.parse(route.quiet.breaking)


def _readable(route: Route) -> bool:
    """Whether a stored filter still means something; one bad route must not hold up the others."""
    mend = filters.check(route.filter) or (route.quiet and filters.check(route.quiet.breaking))
    if mend:
        log.error("route left out: its filter cannot be read", route=route.id, mend=mend)
    return not mend
