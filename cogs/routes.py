"""`/route`: which articles go to which channel, how and when."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any, Final, TypeVar, cast

import discord
from discord import app_commands
from discord.ext import commands

from bot import plain
from bot.articles import clock, filters
from bot.articles.filter_grammar import LONGEST
from bot.articles.routes import filled
from bot.client import Client, named
from bot.errors import ReaderError
from bot.route_cards import (
    Channel,
    Try,
    list_embeds,
    missing_permissions,
    permission_names,
    route_embed,
    route_label,
    test_embeds,
)
from cogs.language import of
from storage import articles
from storage.records import Article
from storage.records_routes import Layout, Route

_TRIED = 20
_CHOICES = 25
_ZONE = "Europe/Paris"

_Command = TypeVar("_Command")
_FilterText = app_commands.Range[str, 1, LONGEST]


class _ToPlace(app_commands.Transformer):
    """Text, announcement and forum channels: the library's own types would offer others too."""

    @property
    def type(self) -> discord.AppCommandOptionType:
        return discord.AppCommandOptionType.channel

    @property
    def channel_types(self) -> list[discord.ChannelType]:
        return [discord.ChannelType.text, discord.ChannelType.news, discord.ChannelType.forum]

    async def transform(self, _: discord.Interaction, value: Any, /) -> app_commands.AppCommandChannel:
        """As it is: what is wrong with it is said by the command."""
        return cast("app_commands.AppCommandChannel", value)


_Place = app_commands.Transform[app_commands.AppCommandChannel, _ToPlace]
_Interaction = discord.Interaction


def _options(**names: str) -> Callable[[_Command], _Command]:
    """Localised names and descriptions of a command's options."""
    texts = {option: f"command-route-option-{name}" for option, name in names.items()}
    rename = app_commands.rename(**{option: named(text) for option, text in texts.items()})
    describe = app_commands.describe(
        **{option: named(f"{text}-description") for option, text in texts.items()}
    )
    layouts = [
        app_commands.Choice(name=named(f"route-layout-{layout}"), value=layout.value) for layout in Layout
    ]
    choices = app_commands.choices(layout=layouts) if "layout" in names else _as_it_is
    return lambda command: rename(describe(choices(command)))


def _as_it_is(command: _Command) -> _Command:
    return command


def _named(name: str) -> dict[str, Any]:
    return {
        "name": named(f"command-route-{name}"),
        "description": named(f"command-route-{name}-description"),
    }


_FORM: Final = {
    "channel": "channel",
    "wanted": "filter",
    "layout": "layout",
    "role": "role",
    "thread": "thread",
    "crosspost": "crosspost",
    "quiet": "quiet",
    "breaking": "breaking",
    "digest": "digest",
    "per_hour": "per-hour",
    "zone": "zone",
}


@app_commands.guild_only()
@app_commands.default_permissions(manage_guild=True)
class Routes(
    commands.GroupCog,
    group_name=named("command-route"),
    group_description=named("command-route-description"),
):
    """The routes of a server, for those who manage it; nobody else sees the answers."""

    def __init__(self, client: Client) -> None:
        self._services = client.services
        self._routes = client.services.routes
        sources = client.services.settings.sources
        self._zone = sources[0].timezone if sources else _ZONE

    async def interaction_check(self, interaction: _Interaction) -> bool:
        """Whoever Discord lets through by a server's own settings has to manage it all the same."""
        if not interaction.permissions.manage_guild:
            raise app_commands.MissingPermissions(["manage_guild"])
        return True

    @app_commands.command(**_named("add"))
    @_options(**_FORM)
    async def add(
        self,
        interaction: _Interaction,
        channel: _Place,
        wanted: _FilterText | None = None,
        layout: str | None = None,
        role: discord.Role | None = None,
        thread: bool | None = None,
        crosspost: bool | None = None,
        quiet: str | None = None,
        breaking: _FilterText | None = None,
        digest: str | None = None,
        per_hour: app_commands.Range[int, 0, 1_000] | None = None,
        zone: str | None = None,
    ) -> None:
        """Make a route."""
        place = _seen(channel)
        route = filled(
            Route(0, place.id, guild=place.guild.id, made_by=interaction.user.id),
            self._zone,
            filter=wanted,
            layout=layout and Layout(layout),
            mentions=_mentions(role),
            thread=thread,
            crosspost=crosspost,
            quiet=quiet,
            breaking=breaking,
            digest=digest,
            per_hour=per_hour,
            zone=zone,
        )
        _check(route, place, of(interaction))
        await self._done(interaction, "route-added", await self._routes.add(route, _now()))

    @app_commands.command(**_named("list"))
    async def show(self, interaction: _Interaction) -> None:
        """Show the routes that lead here."""
        await interaction.response.defer(ephemeral=True)
        for embed in list_embeds(await self._here(interaction), of(interaction)):
            await interaction.followup.send(embed=embed, ephemeral=True)

    @app_commands.command(**_named("edit"))
    @_options(route="route", **_FORM, nobody="nobody")
    async def edit(
        self,
        interaction: _Interaction,
        route: str,
        channel: _Place | None = None,
        wanted: _FilterText | None = None,
        layout: str | None = None,
        role: discord.Role | None = None,
        nobody: bool = False,
        thread: bool | None = None,
        crosspost: bool | None = None,
        quiet: str | None = None,
        breaking: _FilterText | None = None,
        digest: str | None = None,
        per_hour: app_commands.Range[int, 0, 1_000] | None = None,
        zone: str | None = None,
    ) -> None:
        """Change what was given of a route."""
        changed = filled(
            await self._routes.one(_guild(interaction).id, _id(route)),
            self._zone,
            channel=channel and channel.id,
            filter=wanted,
            layout=layout and Layout(layout),
            mentions=() if nobody else _mentions(role),
            thread=thread,
            crosspost=crosspost,
            quiet=quiet,
            breaking=breaking,
            digest=digest,
            per_hour=per_hour,
            zone=zone,
        )
        place = _seen(channel) if channel else _guild(interaction).get_channel(changed.channel)
        if isinstance(place, Channel):
            _check(changed, place, of(interaction))
        await self._done(interaction, "route-changed", await self._routes.change(changed))

    @app_commands.command(**_named("remove"))
    @_options(route="route")
    async def remove(self, interaction: _Interaction, route: str) -> None:
        """Remove a route."""
        removed = await self._routes.remove(_guild(interaction).id, _id(route))
        await self._done(interaction, "route-removed", removed)

    @app_commands.command(**_named("pause"))
    @_options(route="route")
    async def pause(self, interaction: _Interaction, route: str) -> None:
        """Let a route stand still."""
        paused = await self._routes.pause(_guild(interaction).id, _id(route), _now())
        await self._done(interaction, "route-paused", paused)

    @app_commands.command(**_named("resume"))
    @_options(route="route")
    async def resume(self, interaction: _Interaction, route: str) -> None:
        """Let a route go on."""
        resumed = await self._routes.pause(_guild(interaction).id, _id(route), None)
        await self._done(interaction, "route-resumed", resumed)

    @app_commands.command(**_named("test"))
    @_options(route="route", wanted="filter")
    async def test(
        self, interaction: _Interaction, route: str | None = None, wanted: _FilterText | None = None
    ) -> None:
        """Try a route or a filter on the latest articles."""
        await interaction.response.defer(ephemeral=True)
        if wanted is None and route is None:
            raise ReaderError("route-test-what")
        known = {each.id: each for each in await self._here(interaction)}
        if wanted is None and _id(route or "") not in known:
            raise ReaderError("route-unknown")
        part = filters.read(known[_id(route or "")].filter) if wanted is None else filters.parse(wanted)
        found = await self._latest(_guild(interaction).id)
        tries = await asyncio.to_thread(_try, part, found)
        for embed in test_embeds(tries, of(interaction)):
            await interaction.followup.send(embed=embed, ephemeral=True)

    async def _latest(self, guild: int) -> list[Article]:
        """The latest articles of the sources that a server has."""
        found = await articles.latest(self._services.database, _TRIED)
        names = {article.source for article in found}
        audiences = {name: await self._services.directory.audience(name) for name in names}
        return [article for article in found if audiences[article.source].has(guild)]

    @edit.autocomplete("route")
    @remove.autocomplete("route")
    async def _own_routes(self, interaction: _Interaction, typed: str) -> list[app_commands.Choice[str]]:
        return await self._choices(interaction, typed, lambda route: bool(route.guild))

    @pause.autocomplete("route")
    async def _running_routes(self, interaction: _Interaction, typed: str) -> list[app_commands.Choice[str]]:
        return await self._choices(interaction, typed, lambda route: bool(route.guild) and not route.paused)

    @resume.autocomplete("route")
    async def _paused_routes(self, interaction: _Interaction, typed: str) -> list[app_commands.Choice[str]]:
        return await self._choices(interaction, typed, lambda route: bool(route.guild and route.paused))

    @test.autocomplete("route")
    async def _any_routes(self, interaction: _Interaction, typed: str) -> list[app_commands.Choice[str]]:
        return await self._choices(interaction, typed, lambda _: True)

    @add.autocomplete("zone")
    @edit.autocomplete("zone")
    async def _zones(self, _interaction: _Interaction, typed: str) -> list[app_commands.Choice[str]]:
        found = await asyncio.to_thread(clock.find_zones, typed, _CHOICES)
        return [app_commands.Choice(name=zone, value=zone) for zone in found]

    async def _choices(
        self, interaction: _Interaction, typed: str, offered: Callable[[Route], bool]
    ) -> list[app_commands.Choice[str]]:
        guild, language, wanted = _guild(interaction), of(interaction), plain.fold(typed)
        found = []
        for route in await self._here(interaction):
            channel = guild.get_channel(route.channel)
            label = route_label(route, channel.name if channel else str(route.channel), language)
            if offered(route) and wanted in plain.fold(label):
                found.append(app_commands.Choice(name=label, value=str(route.id)))
        return found[:_CHOICES]

    async def _here(self, interaction: _Interaction) -> tuple[Route, ...]:
        guild = _guild(interaction)
        return await self._routes.of_guild(guild.id, [channel.id for channel in guild.channels])

    async def _done(self, interaction: _Interaction, title: str, route: Route) -> None:
        embed = route_embed(title, route, of(interaction))
        await interaction.response.send_message(embed=embed, ephemeral=True)


def _guild(interaction: _Interaction) -> discord.Guild:
    if interaction.guild is None:
        raise app_commands.NoPrivateMessage
    return interaction.guild


def _seen(channel: app_commands.AppCommandChannel) -> Channel:
    place = channel.resolve()
    if not isinstance(place, Channel):
        raise ReaderError("route-channel-unseen", channel=channel.mention)
    return place


def _id(chosen: str) -> int:
    """The id that a choice stands for; what was typed instead of chosen is none."""
    if not (chosen.isascii() and chosen.isdigit() and len(chosen) < 20):
        raise ReaderError("route-unknown")
    return int(chosen)


def _mentions(role: discord.Role | None) -> tuple[int, ...] | None:
    if role is None:
        return None
    if role.is_default():
        raise ReaderError("route-everyone")
    return (role.id,)


def _check(route: Route, channel: Channel, language: str) -> None:
    """Refuse a route that could not work in its channel, with what to mend."""
    if route.crosspost and not (isinstance(channel, discord.TextChannel) and channel.is_news()):
        raise ReaderError("route-not-announcement", channel=channel.mention)
    if missing := missing_permissions(channel, route):
        names = permission_names(missing, channel, language)
        raise ReaderError("route-permissions", channel=channel.mention, permissions=names)


def _try(part: filters.Filter, found: list[Article]) -> list[Try]:
    return [Try(article, filters.explain(part, article)) for article in found]


def _now() -> datetime:
    return datetime.now(UTC)


async def setup(client: Client) -> None:
    """Add the cog."""
    await client.add_cog(Routes(client))
