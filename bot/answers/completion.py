"""Completes what a reader types: products, titles and filters of the articles as they are now."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Collection, Sequence

from bot.answers import products
from bot.answers.names import Field, Names, Offered
from bot.memory import settle
from storage import completions
from storage.completions import Titled
from storage.database import Database

_ARTICLES_A_READ = 2_000
_LAST = 2**63 - 1


class Completion:
    """The names of one database: `load` reads them, which takes seconds, and `refresh` follows changes."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._names = Names()
        self._often: Counter[tuple[Field, Offered]] = Counter()
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
                    await asyncio.to_thread(settle)

    async def refresh(self, ids: Collection[int]) -> None:
        """Take the articles with these ids as they are now."""
        if self._loaded:
            articles = await completions.of(self._database, ids)
            gone = [str(id_) for id_ in set(ids) - {article.id for article in articles}]
            await asyncio.to_thread(self._take, articles, gone)

    async def complete(self, field: Field, typed: str, limit: int) -> list[Offered]:
        """At most so many completions; of nothing typed, the commonest or newest."""
        return await asyncio.to_thread(self._names.complete, field, typed, limit)

    def _take(self, articles: Sequence[Titled], gone: Sequence[str]) -> None:
        titles = [
            (Offered(article.title, str(article.id)), article.id) for article in articles if article.title
        ]
        named: dict[Field, set[Offered]] = {field: set() for field in Field if field is not Field.TITLE}
        for article in articles:
            for field, label in _filters(article):
                name = Offered(label, label)
                named[field].add(name)
                # An article that was edited is not counted again.
                self._often[field, name] += not self._loaded or article.id > self._newest
        self._newest = max(self._newest, *(article.id for article in articles), 0)
        self._names.change(Field.TITLE, titles, gone)
        for field, names in named.items():
            if names:
                self._names.change(field, ((name, self._often[field, name]) for name in names))


def _filters(article: Titled) -> set[tuple[Field, str]]:
    return {
        (field, label)
        for field, labels in (
            (Field.SOURCE, (article.source,)),
            (Field.AUTHOR, (article.author,)),
            (Field.CATEGORY, article.categories),
            (Field.PRODUCT, products.names(article.title)),
        )
        for label in labels
        if label
    }
