"""What the command line asks: the same as readers do on Discord, without it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from bot.answers import places
from bot.answers.catalogue import Catalogue
from bot.answers.offers import Offers
from bot.answers.portrait import Portrait
from bot.answers.related import Related, RelatedArticle
from bot.answers.rules import Answer, Hit
from bot.answers.search import Searches
from bot.answers.service import Answers
from bot.config import Settings
from bot.errors import ReaderError
from bot.workers import Here
from storage.database import Database
from storage.records import Article
from storage.records_search import Order

_Result = TypeVar("_Result")


@dataclass(frozen=True, slots=True)
class Shelf:
    """What can be asked of a database."""

    database: Database
    answers: Answers
    searches: Searches
    catalogue: Catalogue
    related: Related


async def with_shelf(settings: Settings, question: Callable[[Shelf], Awaitable[_Result]]) -> _Result:
    """Ask a database whose index is up to date."""
    database = await Database.open(settings.storage.url)
    try:
        answers, completer = Answers(database), Offers(database)
        catalogue = Catalogue(database, completer, Here())
        shelf = Shelf(
            database=database,
            answers=answers,
            searches=Searches(database, answers, catalogue, completer),
            catalogue=catalogue,
            related=Related(database, answers),
        )
        await answers.index.catch_up()
        await shelf.catalogue.catch_up()
        result = await question(shelf)
        await answers.index.close()
        return result
    finally:
        await database.close()


async def ask(shelf: Shelf, question: str, address: str, now: datetime) -> Answer:
    """An answer, from the one article where an address is given; ReaderError where it is not stored."""
    article = await _article(shelf, address) if address else None
    return await shelf.answers.ask(question, now, article_id=article.id if article else None)


async def search(
    shelf: Shelf, text: str, filters: Mapping[str, str], order: Order, limit: int, now: datetime
) -> list[Hit]:
    """The first results of a search; ReaderError for a filter that nothing fits."""
    query = await shelf.searches.filled(text, now, order=order, **filters)
    hits: list[Hit] = []
    number = 0
    while len(hits) < limit:
        page = await shelf.searches.page(query, number)
        hits += page.hits
        number += 1
        if number >= page.pages:
            break
    return hits[:limit]


async def portrait(shelf: Shelf, name: str) -> Portrait:
    """What is known of a product; ReaderError where no text names it."""
    return await shelf.catalogue.portrait(await shelf.catalogue.named(name), "en")


async def related(shelf: Shelf, address: str) -> list[RelatedArticle]:
    """The articles near to that of an address; ReaderError where it is not stored."""
    return await shelf.related.of(await _article(shelf, address))


async def _article(shelf: Shelf, address: str) -> Article:
    article = await places.article_of_message(shelf.database, (), [address])
    if article is None:
        raise ReaderError("related-unknown-address", address=address[:200])
    return article
