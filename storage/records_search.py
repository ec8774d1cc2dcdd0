"""The records of searches, products and watches."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


class Order(StrEnum):
    """How results are sorted."""

    FIT = "fit"
    DATE = "date"


@dataclass(frozen=True, slots=True)
class Filters:
    """Which articles a search is about; what is empty or None does not matter.

    `product` is a product's key. `since` and `until` are the first moment and the first one after.
    """

    source: str = ""
    author: str = ""
    category: str = ""
    product: str = ""
    since: datetime | None = None
    until: datetime | None = None

    @property
    def any(self) -> bool:
        """Whether there are any."""
        return self != Filters()


@dataclass(frozen=True, slots=True)
class Query:
    """A search as a person put it: words, and what the filters and the order are."""

    text: str
    filters: Filters = field(default_factory=Filters)
    order: Order = Order.FIT


@dataclass(frozen=True, slots=True)
class Search:
    """A search whose pages the reader may turn."""

    id: int
    user: int
    query: Query


@dataclass(frozen=True, slots=True)
class FoundText:
    """An article (comment ARTICLE) or a comment that holds all that is wanted; `at` is the article's time."""

    article_id: int
    comment_id: int
    at: datetime


@dataclass(frozen=True, slots=True)
class Product:
    """A product as it is listed: the key by which names are compared, its usual spelling, how often named."""

    key: str
    name: str
    texts: int = 0


@dataclass(frozen=True, slots=True)
class NamedProduct:
    """A product in a text: its key, its usual spelling, the folded form that the text has, how many times."""

    key: str
    name: str
    form: str
    times: int


@dataclass(frozen=True, slots=True)
class ProductText:
    """An article or comment that names a product. `title` and `url` are the article's."""

    article_id: int
    comment_id: int
    title: str
    url: str
    at: datetime
    text: str
    author: str
    language: str


@dataclass(frozen=True, slots=True)
class NameCorrection:
    """A manager's word: what is `said` (a form or a key) stands for a product."""

    said: str
    product: str
    name: str


@dataclass(frozen=True, slots=True)
class Watch:
    """What a reader wants to be told of: a product by its key, or articles with all of the terms.

    `said` is how the reader knows it.
    """

    id: int
    user: int
    language: str
    said: str
    product: str = ""
    terms: tuple[str, ...] = ()
    made: datetime | None = None


@dataclass(frozen=True, slots=True)
class WatchNotice:
    """An article that a reader is told of, and by which watch."""

    id: int
    user: int
    article_id: int
    watch_id: int
    language: str
    said: str
