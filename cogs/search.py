"""`/search` with its pages, and `/related`, also on a message."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Any, Self

import discord
from discord import app_commands
from discord.ext import commands

from bot.answers import places
from bot.answers.offers import Field
from bot.answers.rules import Hit
from bot.answers.search import Page
from bot.client import Client, Context, named
from bot.errors import ReaderError
from bot.search_cards import page_embed, page_view, related_embed
from bot.texts import say
from cogs.language import of
from cogs.options import choices, options, proposing
from cogs.pressed import Pressed, guarded, seen, view
from storage import articles
from storage.records import Article
from storage.records_search import Order, Query, Search

_LONGEST = 1_000
_FILTERS = {name: f"command-search-option-{name}" for name in ("source", "author", "category", "product")}
_NOBODY = discord.AllowedMentions.none()


class Turn(
    discord.ui.DynamicItem[discord.ui.Button[Any]],
    template=r"search:(?P<id>\d+):(?P<page>\d+):(?P<order>\w+)",
):
    """A button under results; which page of which search it leads to stands in it."""

    def __init__(self, item: discord.ui.Button[Any], search: int, page: int, order: Order) -> None:
        super().__init__(item)
        self._search = search
        self._page = page
        self._order = order

    @classmethod
    async def from_custom_id(
        cls, interaction: discord.Interaction, item: discord.ui.Item[Any], match: re.Match[str], /
    ) -> Self:
        """The button that was pressed, whenever its message was sent."""
        assert isinstance(item, discord.ui.Button)  # noqa: S101 - the template is a button's
        return cls(item, int(match["id"]), int(match["page"]), Order(match["order"]))

    async def callback(self, interaction: discord.Interaction) -> None:
        """Turn the page in place; whoever did not search gets a copy of their own."""
        await guarded(interaction, self._turn)

    async def _turn(self, interaction: Pressed) -> None:
        services = interaction.client.services
        search = await services.searches.kept(self._search)
        query = Query(search.query.text, search.query.filters, self._order)
        own = search.user == interaction.user.id
        await interaction.response.defer(ephemeral=True, thinking=not own)
        if not own:
            search = await services.searches.keep(interaction.user.id, query, _now())
        page = await services.searches.page(query, self._page, reader=interaction.user.id)
        shown = await _shown(interaction, search, page)
        if own:
            sent = await interaction.edit_original_response(
                **{"view": None} | shown, allowed_mentions=_NOBODY
            )
            await services.answers.cited(sent.channel.id, sent.id, page.hits)
        else:
            await interaction.followup.send(**shown, ephemeral=True)


class SearchCog(commands.Cog, name="Search"):
    """Searching what was published."""

    def __init__(self, client: Client) -> None:
        self._client = client
        self._services = client.services
        self._menu = app_commands.ContextMenu(name=named("menu-related"), callback=self.related_to)

    async def cog_load(self) -> None:
        """Add what a cog cannot declare."""
        self._client.add_dynamic_items(Turn)
        self._client.tree.add_command(self._menu)

    async def cog_unload(self) -> None:
        """Take it away again."""
        self._client.remove_dynamic_items(Turn)
        self._client.tree.remove_command(self._menu.name, type=self._menu.type)

    @app_commands.command(name=named("command-search"), description=named("command-search-description"))
    @app_commands.checks.cooldown(5, 15)
    @options(
        words="command-search-words",
        **_FILTERS,
        since="command-search-option-since",
        until="command-search-option-until",
        order="command-search-option-sort",
    )
    @app_commands.choices(
        order=[app_commands.Choice(name=named(f"search-by-{order}"), value=order.value) for order in Order]
    )
    async def search(
        self,
        interaction: discord.Interaction,
        words: str = "",
        source: str = "",
        author: str = "",
        category: str = "",
        product: str = "",
        since: str = "",
        until: str = "",
        order: str = Order.FIT.value,
    ) -> None:
        """List the articles that fit."""
        await interaction.response.defer()
        query = await self._services.searches.filled(
            words[:_LONGEST],
            _now(),
            source=source,
            author=author,
            category=category,
            product=product,
            since=since,
            until=until,
            order=Order(order),
        )
        found, hits = await self._found(interaction, query, interaction.user.id)
        sent = await interaction.followup.send(**found, wait=True)
        await self._services.answers.cited(sent.channel.id, sent.id, hits)

    search.autocomplete("source")(proposing(Field.SOURCE))
    search.autocomplete("author")(proposing(Field.AUTHOR))
    search.autocomplete("category")(proposing(Field.CATEGORY))
    search.autocomplete("product")(proposing(Field.PRODUCT))

    @commands.command(name="search")
    @commands.cooldown(5, 15, commands.BucketType.user)
    async def search_in_words(self, context: Context, *, words: str = "") -> None:
        """The same for whoever writes `!search`."""
        async with context.typing():
            found, hits = await self._found(context, Query(words[:_LONGEST]), context.author.id)
            sent = await context.reply(**found, mention_author=False)
        await self._services.answers.cited(sent.channel.id, sent.id, hits)

    async def _found(
        self, where: Context | discord.Interaction, query: Query, user: int
    ) -> tuple[dict[str, Any], tuple[Hit, ...]]:
        """The first page as a message's arguments, and what it shows."""
        if not query.text.strip() and not query.filters.any:
            return {"content": say(of(where), "search-empty")}, ()
        page = await self._services.searches.page(query, reader=user)
        search = Search(0, user, query)
        if page.total > 1:
            search = await self._services.searches.keep(user, query, _now())
        return await _shown(where, search, page), page.hits

    # Near to an article

    @app_commands.command(name=named("command-related"), description=named("command-related-description"))
    @app_commands.checks.cooldown(5, 15)
    @options(article="command-related-article")
    async def related(self, interaction: discord.Interaction, article: str) -> None:
        """List the articles near to one."""
        await interaction.response.defer()
        await self._relate(interaction, await self._article(article), ephemeral=False)

    related.autocomplete("article")(proposing(Field.TITLE))

    async def related_to(self, interaction: discord.Interaction, message: discord.Message) -> None:
        """The same on a message that shows an article or a comment."""
        await interaction.response.defer(ephemeral=True)
        await self._relate(interaction, await article_of(self._client, message), ephemeral=True)

    async def _relate(
        self, interaction: discord.Interaction, article: Article | None, *, ephemeral: bool
    ) -> None:
        if article is None or article.withdrawn:
            raise ReaderError("related-unknown")
        found = await self._services.related.of(article)
        embed = related_embed(article, found, of(interaction))
        await interaction.followup.send(embed=embed, ephemeral=ephemeral)

    async def _article(self, said: str) -> Article | None:
        """The article of a chosen title, or of one that was typed."""
        if not said.isdigit():
            offered = await choices(self._services.completer, Field.TITLE, said)
            said = offered[0].value if offered else "0"
        return await articles.by_id(self._services.database, int(said)) if len(said) < 20 else None


async def article_of(client: Client, message: discord.Message) -> Article | None:
    """The article that a message shows, leads to, or stands under."""
    addresses = [embed.url for embed in message.embeds if embed.url]
    found = await places.article_of_message(client.services.database, [message.id], addresses)
    return found or await places.article_of_message(client.services.database, [message.channel.id], ())


async def _shown(where: Context | discord.Interaction, search: Search, page: Page) -> dict[str, Any]:
    """A page as a message's arguments."""
    client: Any = where.client if isinstance(where, discord.Interaction) else where.bot
    ids = [hit.article.id for hit in page.hits]
    threads = await places.threads_of(client.services.database, ids, seen(where))
    language = of(where)
    return {"embed": page_embed(page, language, threads)} | view(page_view(page, search.id, language))


def _now() -> datetime:
    return datetime.now(UTC)


async def setup(client: Client) -> None:
    """Add the cog."""
    await client.add_cog(SearchCog(client))
