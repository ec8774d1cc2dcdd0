"""The routes at work: the settings file's and the guilds' own."""

from __future__ import annotations

from dataclasses import replace
from datetime import time

import pytest

from bot.articles.filters import FilterError
from bot.articles.routes import MOST, Routes, filled
from bot.config_sources import RouteSettings
from bot.errors import ReaderError
from storage import routes as stored
from storage.database import Database
from storage.records_routes import Digest, Layout, Quiet, Route
from tests.made import NOON

GUILD = 100
NEW = Route(0, 10, filter="nova", guild=GUILD, made_by=7)


async def test_the_settings_routes_come_first_and_the_made_ones_last_over_a_restart(db: Database) -> None:
    settings = (RouteSettings(channel=10_000),)
    routes = Routes(db, settings)
    made = await routes.add(NEW, NOON)
    assert made == replace(NEW, id=made.id, made=NOON)
    for at_work in (routes, Routes(db, settings)):
        first, second = await at_work.all()
        assert (first.channel, first.guild) == (10_000, 0)
        assert second == made


async def test_a_guild_sees_its_own_routes_and_the_settings_ones_to_its_channels(db: Database) -> None:
    routes = Routes(db, (RouteSettings(channel=10_000), RouteSettings(channel=20_000)))
    mine = await routes.add(NEW, NOON)
    await routes.add(replace(NEW, guild=200), NOON)
    assert [r.channel for r in await routes.of_guild(GUILD, [10_000])] == [10_000, mine.channel]


async def test_changes_are_at_work_at_once(db: Database) -> None:
    routes = Routes(db)
    made = await routes.add(NEW, NOON)
    changed = await routes.change(replace(made, filter="zeppelin"))
    assert await routes.all() == (changed,)
    paused = await routes.pause(GUILD, made.id, NOON)
    assert await routes.all() == (paused,)
    assert paused.paused == NOON
    assert (await routes.pause(GUILD, made.id, None)).paused is None
    assert await routes.remove(GUILD, made.id) == changed
    assert await routes.all() == ()


async def test_a_route_of_the_settings_is_changed_in_the_settings_alone(db: Database) -> None:
    routes = Routes(db, (RouteSettings(channel=10_000),))
    route = (await routes.all())[0]
    for change in (
        routes.change(replace(route, guild=GUILD)),
        routes.remove(GUILD, route.id),
        routes.pause(GUILD, route.id, NOON),
    ):
        with pytest.raises(ReaderError, match="route-of-settings"):
            await change


async def test_no_guild_touches_the_routes_of_another(db: Database) -> None:
    routes = Routes(db)
    made = await routes.add(NEW, NOON)
    for change in (
        routes.change(replace(made, guild=200)),
        routes.remove(200, made.id),
        routes.pause(200, made.id, NOON),
        routes.remove(GUILD, 1),
    ):
        with pytest.raises(ReaderError, match="route-unknown"):
            await change


@pytest.mark.parametrize(
    "route",
    [
        replace(NEW, filter="nova ("),
        replace(NEW, quiet=Quiet(time(22), time(7), "UTC", "colour:red")),
    ],
)
async def test_a_wrong_filter_is_not_stored(db: Database, route: Route) -> None:
    routes = Routes(db)
    with pytest.raises(FilterError):
        await routes.add(route, NOON)
    made = await routes.add(NEW, NOON)
    with pytest.raises(FilterError):
        await routes.change(replace(route, id=made.id))
    assert await routes.all() == (made,)


async def test_a_guild_can_have_only_so_many(db: Database) -> None:
    async with db.write() as tx:
        for n in range(MOST):
            await stored.add(tx, replace(NEW, id=n + 1, made=NOON))
    routes = Routes(db)
    with pytest.raises(ReaderError, match="route-too-many"):
        await routes.add(NEW, NOON)
    await routes.add(replace(NEW, guild=200), NOON)


async def test_a_stored_filter_that_means_nothing_any_more_holds_up_no_other(db: Database) -> None:
    async with db.write() as tx:
        await stored.add(tx, replace(NEW, id=1, filter="colour:red", made=NOON))
        await stored.add(tx, replace(NEW, id=2, made=NOON))
    assert [route.id for route in await Routes(db).all()] == [2]


# What a person writes


def test_what_is_left_out_stays_as_it_is() -> None:
    route = filled(NEW, "UTC", quiet="22h-7h", breaking="alerte", per_hour=3, layout=Layout.COMPACT)
    assert route.quiet == Quiet(time(22), time(7), "UTC", "alerte")
    assert (route.per_hour, route.layout, route.filter) == (3, Layout.COMPACT, "nova")
    assert filled(route, "Europe/Paris") == route
    other = filled(route, "UTC", zone="Europe/Paris", thread=False)
    assert other == replace(route, thread=False, quiet=Quiet(time(22), time(7), "Europe/Paris", "alerte"))
    assert filled(route, "UTC", quiet="23h-6h").quiet == Quiet(time(23), time(6), "UTC", "alerte")


def test_off_takes_away() -> None:
    route = filled(NEW, "UTC", quiet="22h-7h", breaking="alerte", per_hour=3)
    bare = filled(route, "UTC", quiet="non", per_hour=0)
    assert bare == NEW
    assert filled(route, "UTC", breaking="off").quiet == Quiet(time(22), time(7), "UTC")
    assert filled(bare, "UTC", digest="weekly mon 8h").digest == Digest(time(8), "UTC", 0)
    assert filled(route, "UTC", quiet="aucun", digest="daily 8h").digest == Digest(time(8), "UTC")


@pytest.mark.parametrize(
    ("written", "error"),
    [
        ({"quiet": "22h"}, "clock-quiet"),
        ({"digest": "sometimes"}, "clock-digest"),
        ({"zone": "Europe/Zeppelin"}, "clock-zone"),
        ({"breaking": "alerte"}, "route-breaking-alone"),
        ({"quiet": "22h-7h", "digest": "daily 8h"}, "route-quiet-digest"),
    ],
)
def test_what_cannot_be_is_refused(written: dict[str, str], error: str) -> None:
    with pytest.raises(ReaderError, match=error):
        filled(NEW, "UTC", **written)  # type: ignore[arg-type]
