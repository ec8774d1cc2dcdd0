"""What may be meant while somebody types: products, titles, sources, categories, authors, with typos."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from rapidfuzz import fuzz, process

from bot.answers.tokens import fold
from storage import articles, products, searching
from storage.database import Database

_MOST_NAMES = 20_000
_MOST_TITLES = 2_000
_ENOUGH = 70


class Field(StrEnum):
    """What can be completed."""

    PRODUCT = "product"
    TITLE = "title"
    SOURCE = "source"
    CATEGORY = "category"
    AUTHOR = "author"


@dataclass(frozen=True, slots=True)
class Offered:
    """A completion: what is shown, and what it stands for (a product's key, an article's id, else itself)."""

    label: str
    value: str


class Completer(Protocol):
    """Completes what is typed; the best first."""

    async def complete(self, field: Field, typed: str, limit: int) -> list[Offered]:
        """At most so many completions; of nothing typed, the commonest or newest."""
        ...


class Offers:
    """Completes from the database as it is now."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def complete(self, field: Field, typed: str, limit: int) -> list[Offered]:
        """At most so many completions; of nothing typed, the commonest or newest."""
        everything = await self._all(field)
        return await asyncio.to_thread(nearest, everything, typed, limit)

    async def _all(self, field: Field) -> list[Offered]:
        match field:
            case Field.PRODUCT:
                found = await products.commonest(self._database, _MOST_NAMES)
                return [Offered(product.name, product.key) for product in found]
            case Field.TITLE:
                titles = await articles.titles(self._database, _MOST_TITLES)
                return [Offered(title, str(id_)) for id_, title in titles]
            case Field.SOURCE:
                names = await searching.sources(self._database)
            case Field.CATEGORY:
                names = await searching.categories(self._database, _MOST_NAMES)
            case Field.AUTHOR:
                names = await searching.authors(self._database, _MOST_NAMES)
        return [Offered(name, name) for name in names]


def nearest(everything: Sequence[Offered], typed: str, limit: int) -> list[Offered]:
    """Those that begin with what is typed, then those that hold it, then those nearly so."""
    wanted = fold(typed).strip()
    if not wanted:
        return list(everything[:limit])
    labels = [fold(each.label) for each in everything]
    begins = [place for place, label in enumerate(labels) if label.startswith(wanted)]
    holds = [place for place, label in enumerate(labels) if wanted in label]
    places = list(dict.fromkeys([*begins, *holds]))
    if len(places) < limit:
        near = process.extract(
            wanted, labels, scorer=fuzz.partial_ratio, score_cutoff=_ENOUGH, limit=limit * 2
        )
        places += [place for _, _, place in near if place not in places]
    return [everything[place] for place in places[:limit]]
