"""Completes what a reader types: products, titles and filters of the articles as they are now."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Collection, Sequence

from bot.answers.names import Names
from bot.answers.offers import Field, Offered, Offers
from bot.memory import settle
from storage import completions, products
from storage.completions import Titled
from storage.database import Database

_ARTICLES_A_READ = 2_000
_MOST_PRODUCTS = 20_000
_LAST = 2**63 - 1


class Completion:
    """The names of one database: `load` reads them, which takes seconds; the others follow changes.

    Until all are read it completes as Offers does, from the database.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self._names = Names()
        self._offers = Offers(database)
        self._products: dict[str, tuple[str, int]] = {}
        self._often: Counter[tuple[Field, str]] = Counter()
        self._newest = 0
        self._loading = asyncio.Lock()
        self._loaded = False

    async def load(self) -> None:
        """Read the names of all articles, the newest first, so that they serve meanwhile. Only once."""
        async with self._loading:
            before = _LAST
            while not self._loaded:
                articles = await completions.before(self._database, before, _ARTICLES_A_READ)
                if articles:
                    before = articles[-1].id
                    await asyncio.to_thread(self._take, articles, ())
                self._loaded = len(articles) < _ARTICLES_A_READ
                if self._loaded:
                    await self._follow_products()
                    await asyncio.to_thread(settle)

    async def refresh(self, ids: Collection[int]) -> None:
        """Take the articles with these ids as they are now."""
        if self._loaded:
            articles = await completions.of(self._database, ids)
            gone = [str(id_) for id_ in set(ids) - {article.id for article in articles}]
            await asyncio.to_thread(self._take, articles, gone)

    async def refresh_products(self) -> None:
        """Take the products as they are now."""
        if self._loaded:
            await self._follow_products()

    async def complete(self, field: Field, typed: str, limit: int) -> list[Offered]:
        """At most so many completions; of nothing typed, the commonest or newest."""
        if not self._loaded:
            return await self._offers.complete(field, typed, limit)
        return await asyncio.to_thread(self._names.complete, field, typed, limit)

    async def _follow_products(self) -> None:
        found = await products.commonest(self._database, _MOST_PRODUCTS)
        now = {product.key: (product.name, product.texts) for product in found}
        changed = now.items() - self._products.items()
        gone = self._products.keys() - now.keys()
        self._products = now
        if changed or gone:
            named = [(Field.PRODUCT, Offered(name, key), texts) for key, (name, texts) in changed]
            await asyncio.to_thread(self._names.change, named, [(Field.PRODUCT, key) for key in gone])

    def _take(self, articles: Sequence[Titled], gone: Sequence[str]) -> None:
        names: set[tuple[Field, str]] = set()
        for article in articles:
            filters = _filters(article)
            names |= filters
            # An article that was edited is not counted again.
            if not self._loaded or article.id > self._newest:
                self._often.update(filters)
        self._newest = max(self._newest, *(article.id for article in articles), 0)
        titles = [
            (Field.TITLE, Offered(article.title, str(article.id)), article.id)
            for article in articles
            if article.title
        ]
        self._names.change(
            [*titles, *((field, Offered(label, label), self._often[field, label]) for field, label in names)],
            [(Field.TITLE, value) for value in gone],
        )


def _filters(article: Titled) -> set[tuple[Field, str]]:
    labels = {
        Field.SOURCE: (article.source,),
        Field.AUTHOR: (article.author,),
        Field.CATEGORY: article.categories,
    }
    return {(field, label) for field, some in labels.items() for label in some if label}
