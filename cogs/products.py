"""`/product`: all that is known of one; `/products`: its names, for those who manage the server."""

from __future__ import annotations

import io
from datetime import UTC, datetime

import discord
from discord import app_commands
from discord.ext import commands

from bot.answers.offers import Field
from bot.cards import shown, view_of
from bot.client import Client, named
from bot.product_cards import PICTURE, forms_text, portrait_embed
from bot.texts import say
from bot.watch_cards import watch_button
from cogs.language import of
from cogs.options import options, proposing

_Name = app_commands.Range[str, 1, 100]


@app_commands.guild_only()
@app_commands.default_permissions(manage_guild=True)
class ProductNames(
    commands.GroupCog,
    group_name=named("command-products"),
    group_description=named("command-products-description"),
):
    """Names that were wrongly joined or parted. Every answer is for the one who asks only."""

    def __init__(self, client: Client) -> None:
        self._catalogue = client.services.catalogue

    async def interaction_check(self, interaction: discord.Interaction, /) -> bool:
        """Also where a server's owner opened the command to others."""
        if not interaction.permissions.manage_guild:
            raise app_commands.MissingPermissions(["manage_guild"])
        return True

    @app_commands.command(
        name=named("command-products-names"), description=named("command-products-names-description")
    )
    @options(name="command-product-name")
    async def names(self, interaction: discord.Interaction, name: _Name) -> None:
        """Show how texts write a product."""
        product = await self._catalogue.named(name)
        text = forms_text(product, await self._catalogue.forms(product), of(interaction))
        await interaction.response.send_message(text, ephemeral=True)

    @app_commands.command(
        name=named("command-products-merge"), description=named("command-products-merge-description")
    )
    @options(name="command-product-name", into="command-products-into")
    async def merge(self, interaction: discord.Interaction, name: _Name, into: _Name) -> None:
        """Make two products one, for good."""
        await interaction.response.defer(ephemeral=True)
        gone, kept = await self._catalogue.merge(name, into, interaction.user.id, datetime.now(UTC))
        said = {"gone": shown(gone.name, 80), "kept": shown(kept.name, 80)}
        await interaction.followup.send(say(of(interaction), "product-merged", **said), ephemeral=True)

    @app_commands.command(
        name=named("command-products-split"), description=named("command-products-split-description")
    )
    @options(name="command-product-name", form="command-products-form", own="command-products-as")
    async def split(self, interaction: discord.Interaction, name: _Name, form: _Name, own: str = "") -> None:
        """Make a form of a product's name another product, for good."""
        await interaction.response.defer(ephemeral=True)
        was, is_ = await self._catalogue.split(name, form, own[:100], interaction.user.id, datetime.now(UTC))
        said = {"form": shown(form, 80), "was": shown(was.name, 80), "name": shown(is_.name, 80)}
        await interaction.followup.send(say(of(interaction), "product-split", **said), ephemeral=True)

    for command in (names, merge, split):
        command.autocomplete("name")(proposing(Field.PRODUCT))
    merge.autocomplete("into")(proposing(Field.PRODUCT))


class ProductCards(commands.Cog):
    """What was written of a product."""

    def __init__(self, client: Client) -> None:
        self._catalogue = client.services.catalogue

    @app_commands.command(name=named("command-product"), description=named("command-product-description"))
    @app_commands.checks.cooldown(5, 15)
    @options(name="command-product-name")
    async def product(self, interaction: discord.Interaction, name: _Name) -> None:
        """Show a product's card, with the picture of its mentions."""
        await interaction.response.defer()
        language = of(interaction)
        product = await self._catalogue.named(name)
        portrait = await self._catalogue.portrait(product, language)
        chart = await self._catalogue.chart(portrait)
        embed = portrait_embed(portrait, language, chart=chart is not None)
        view = view_of(watch_button(product.name[:80], language))
        files = []
        if chart is not None:
            files = [discord.File(io.BytesIO(chart), PICTURE, description=say(language, "product-chart"))]
        sent = await interaction.followup.send(embed=embed, view=view, files=files, wait=True)
        await self._catalogue.cited(sent.channel.id, sent.id, portrait)

    product.autocomplete("name")(proposing(Field.PRODUCT))


async def setup(client: Client) -> None:
    """Add the cogs."""
    await client.add_cog(ProductCards(client))
    await client.add_cog(ProductNames(client))
