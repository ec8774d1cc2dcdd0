"""`/source`: which sites are read, for those who manage the server."""

from __future__ import annotations

import io
from datetime import UTC, datetime

import discord
from discord import app_commands
from discord.ext import commands

from bot.articles.directory import unknown
from bot.cards import shown
from bot.client import Client, named
from bot.config_sources import SourceSettings
from bot.errors import ReaderError, SourceError
from bot.source_cards import FoundOffer, Offer, added_text, import_embed, list_embed, preview_embed
from bot.texts import say
from cogs.language import of

_CHOICES = 25
_LARGEST_LIST = 1_000_000
_MOST_BACKFILL = 100


@app_commands.default_permissions(manage_guild=True)
@app_commands.guild_only()
class Sources(
    commands.GroupCog,
    group_name=named("command-source"),
    group_description=named("command-source-description"),
):
    """What is read, and adding to it. Every answer is for the one who asks only."""

    def __init__(self, client: Client) -> None:
        services = client.services
        self._directory = services.directory
        self._finder = services.finder
        self._articles = services.articles

    async def interaction_check(self, interaction: discord.Interaction, /) -> bool:
        """Also where a server's owner opened the command to others."""
        if not interaction.permissions.manage_guild:
            raise app_commands.MissingPermissions(["manage_guild"])
        return True

    @app_commands.command(
        name=named("command-source-add"), description=named("command-source-add-description")
    )
    @app_commands.rename(url=named("command-source-add-url"), backfill=named("command-source-add-backfill"))
    @app_commands.describe(
        url=named("command-source-add-url-description"),
        backfill=named("command-source-add-backfill-description"),
    )
    async def add(
        self,
        interaction: discord.Interaction,
        url: app_commands.Range[str, 1, 2000],
        backfill: app_commands.Range[int, 0, _MOST_BACKFILL] = 0,
    ) -> None:
        """Show how a site can be read; it is added by a button."""
        await interaction.response.defer(ephemeral=True)
        found = await self._finder.find(url)
        language = of(interaction)

        async def accept(chosen: SourceSettings) -> str:
            settings = chosen.model_copy(update={"backfill": backfill})
            return added_text(await self._directory.add(settings, *_who(interaction), _now()), language)

        await _offer(interaction, FoundOffer(found, language, accept))

    @app_commands.command(
        name=named("command-source-remove"), description=named("command-source-remove-description")
    )
    @app_commands.rename(name=named("command-source-name"))
    @app_commands.describe(name=named("command-source-name-description"))
    async def remove(self, interaction: discord.Interaction, name: str) -> None:
        """Take away a source that was added on this server."""
        settings = await self._directory.remove(name, _who(interaction)[0])
        await _say(interaction, "source-removed", name=shown(settings.name, 200))

    @app_commands.command(
        name=named("command-source-list"), description=named("command-source-list-description")
    )
    async def show(self, interaction: discord.Interaction) -> None:
        """Show the server's sources and how they are doing."""
        embed = list_embed(await self._directory.listed(_who(interaction)[0]), of(interaction))
        await interaction.response.send_message(embed=embed, ephemeral=True)

    @app_commands.command(
        name=named("command-source-pause"), description=named("command-source-pause-description")
    )
    @app_commands.rename(name=named("command-source-name"))
    @app_commands.describe(name=named("command-source-name-description"))
    async def pause(self, interaction: discord.Interaction, name: str) -> None:
        """Stop reading a source for a while."""
        settings = await self._pause(interaction, name, _now())
        await _say(interaction, "source-paused", name=shown(settings.name, 200))

    @app_commands.command(
        name=named("command-source-resume"), description=named("command-source-resume-description")
    )
    @app_commands.rename(name=named("command-source-name"))
    @app_commands.describe(name=named("command-source-name-description"))
    async def resume(self, interaction: discord.Interaction, name: str) -> None:
        """Go on with a source."""
        settings = await self._pause(interaction, name, None)
        await _say(interaction, "source-resumed", name=shown(settings.name, 200))

    @app_commands.command(
        name=named("command-source-test"), description=named("command-source-test-description")
    )
    @app_commands.rename(name=named("command-source-name"))
    @app_commands.describe(name=named("command-source-name-description"))
    async def test(self, interaction: discord.Interaction, name: str) -> None:
        """Read a source now and show what would be posted, and where."""
        await interaction.response.defer(ephemeral=True)
        settings = await self._directory.by_name(name, _who(interaction)[0])
        try:
            previews = await self._articles.preview(settings, _now())
        except SourceError as error:
            raise ReaderError("source-test-failed", name=settings.name, reason=error.reason) from error
        embed = preview_embed(settings.name, previews, _channels(interaction), of(interaction))
        await interaction.followup.send(embed=embed, ephemeral=True)

    @app_commands.command(
        name=named("command-source-import"), description=named("command-source-import-description")
    )
    @app_commands.rename(file=named("command-source-import-file"))
    @app_commands.describe(file=named("command-source-import-file-description"))
    async def read(self, interaction: discord.Interaction, file: discord.Attachment) -> None:
        """Show what a list would add; it is added by a button."""
        await interaction.response.defer(ephemeral=True)
        listed = await self._read_list(file)
        new = unknown(listed, await self._directory.seen(_who(interaction)[0]))
        language = of(interaction)
        if not new:
            text = say(language, "source-import-nothing", file=file.filename)
            await interaction.followup.send(text, ephemeral=True)
            return

        async def accept() -> str:
            stored = await self._directory.add_all(new, *_who(interaction), _now())
            return say(language, "source-import-done", count=len(stored))

        embed = import_embed(file.filename, new, len(listed) - len(new), language)
        await _offer(interaction, Offer(embed, language, accept))

    @app_commands.command(
        name=named("command-source-export"), description=named("command-source-export-description")
    )
    async def write(self, interaction: discord.Interaction) -> None:
        """Give the server's sources as a file."""
        await interaction.response.defer(ephemeral=True)
        language = of(interaction)
        sources = await self._directory.seen(_who(interaction)[0])
        written = await self._finder.write_list(sources, say(language, "source-export-title"), _now())
        text = say(language, "source-export-done", count=len(sources))
        await interaction.followup.send(
            text, file=discord.File(io.BytesIO(written), "colporteur.opml"), ephemeral=True
        )

    @remove.autocomplete("name")
    @pause.autocomplete("name")
    @resume.autocomplete("name")
    @test.autocomplete("name")
    async def _names(self, interaction: discord.Interaction, typed: str) -> list[app_commands.Choice[str]]:
        names = await self._directory.names(typed, _CHOICES, _who(interaction)[0])
        return [app_commands.Choice(name=name, value=name) for name in names]

    async def _pause(
        self, interaction: discord.Interaction, name: str, since: datetime | None
    ) -> SourceSettings:
        everybody = [guild.id for guild in interaction.client.guilds]
        return await self._directory.pause(name, since, _who(interaction)[0], everybody)

    async def _read_list(self, file: discord.Attachment) -> list[SourceSettings]:
        if file.size > _LARGEST_LIST:
            raise ReaderError("source-import-large", file=file.filename, most=_LARGEST_LIST // 1_000_000)
        try:
            return await self._finder.read_list(await file.read())
        except SourceError as error:
            raise ReaderError("source-import-unreadable", file=file.filename) from error


async def _offer(interaction: discord.Interaction, offer: Offer) -> None:
    offer.message = await interaction.followup.send(embed=offer.embed, view=offer, ephemeral=True, wait=True)


async def _say(interaction: discord.Interaction, text: str, **arguments: object) -> None:
    await interaction.response.send_message(say(of(interaction), text, **arguments), ephemeral=True)


def _who(interaction: discord.Interaction) -> tuple[int, int]:
    """The server and the person."""
    return interaction.guild_id or 0, interaction.user.id


def _channels(interaction: discord.Interaction) -> frozenset[int]:
    guild = interaction.guild
    return frozenset(channel.id for channel in guild.channels) if guild else frozenset()


def _now() -> datetime:
    return datetime.now(UTC)


async def setup(client: Client) -> None:
    """Add the cog."""
    await client.add_cog(Sources(client))
