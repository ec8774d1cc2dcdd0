"""Searches: what fits best, or exactly what is written, among the articles that the filters let through."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from bot.answers import highlight, search_words
from bot.answers.catalogue import Catalogue
from bot.answers.offers import Completer, Field
from bot.answers.passages import plain
from bot.answers.question import Asked, understand
from bot.answers.rules import ArticleSource, CommentSource, Hit
from bot.answers.search_dates import read_days
from bot.answers.search_words import Wanted
from bot.answers.service import Answers, Ranking
from bot.errors import ReaderError
from storage import articles, passages, products, searching
from storage.database import Database
from storage.passage_records import ARTICLE, AnswerSource, TextRef
from storage.records import Article
from storage.records_search import Filters, FoundText, Order, Query, Search

PAGE = 5
_RANKED = 100
_EXACT = 400
_SNIPPET = 300
_MOST_SPELLINGS = 30


@dataclass(frozen=True, slots=True)
class Page:
    """A page of results, from 0 on; `total` counts all of them, `corrections` are (asked, read).

    `product` is the name of the one that is searched for.
    """

    query: Query
    hits: tuple[Hit, ...]
    number: int
    total: int
    corrections: tuple[tuple[str, str], ...] = ()
    product: str = ""

    @property
    def pages(self) -> int:
        """How many pages there are, at least one."""
        return max(1, -(-self.total // PAGE))


@dataclass(frozen=True, slots=True)
class _Results:
    """Our ids of the articles in their order, and what is known of why each was found."""

    ids: list[int]
    ranking: Ranking
    exact: Mapping[int, FoundText]
    wanted: Wanted
    groups: Sequence[Sequence[str]]
    corrections: tuple[tuple[str, str], ...] = ()


class Searches:
    """Searches of readers, and their pages."""

    def __init__(
        self, database: Database, answers: Answers, catalogue: Catalogue, completer: Completer
    ) -> None:
        self._database = database
        self._answers = answers
        self._catalogue = catalogue
        self._completer = completer

    async def keep(self, user: int, query: Query, now: datetime) -> Search:
        """Remember a search, so that its pages can be turned for a month."""
        async with self._database.write() as tx:
            return await searching.save(tx, user, query, now)

    async def kept(self, search_id: int) -> Search:
        """A search that was kept; ReaderError where it is too old."""
        search = await searching.by_id(self._database, search_id)
        if search is None:
            raise ReaderError("search-forgotten")
        return search

    async def filled(
        self,
        text: str,
        now: datetime,
        *,
        source: str = "",
        author: str = "",
        category: str = "",
        product: str = "",
        since: str = "",
        until: str = "",
        order: Order = Order.FIT,
    ) -> Query:
        """A search from what a person typed into its options; ReaderError names what is not known."""
        filters = Filters(
            source=await self._known(Field.SOURCE, source),
            author=await self._known(Field.AUTHOR, author),
            category=await self._known(Field.CATEGORY, category),
            product=(await self._catalogue.named(product)).key if product.strip() else "",
            since=_days(since, now)[0] if since else None,
            until=_days(until, now)[1] if until else None,
        )
        return Query(text, filters, order)

    async def latest(self, limit: int, *, source: str = "", category: str = "") -> list[Article]:
        """The newest articles, of a source or category where one is named, the newest first."""
        filters = Filters(
            source=await self._known(Field.SOURCE, source),
            category=await self._known(Field.CATEGORY, category),
        )
        found = await searching.find(self._database, [], [], filters, limit)
        stored = {a.id: a for a in await articles.by_ids(self._database, [text.article_id for text in found])}
        return [stored[text.article_id] for text in found]

    async def page(self, query: Query, number: int = 0, *, reader: int | None = None) -> Page:
        """A page of what fits; one behind the last is the last.

        With a `reader` (an id) their searches wait for one another, and nobody else's for them.
        """
        results = await self._results(query, reader)
        pages = max(1, -(-len(results.ids) // PAGE))
        number = min(max(number, 0), pages - 1)
        ids = results.ids[number * PAGE : (number + 1) * PAGE]
        hits = await self._hits(ids, results)
        product = await products.by_key(self._database, query.filters.product)
        name = product.name if product else ""
        return Page(query, hits, number, len(results.ids), results.corrections, name)

    async def _known(self, kind: Field, typed: str) -> str:
        """The value that is meant; a choice of the completion stands for itself."""
        if not typed.strip():
            return ""
        offered = await self._completer.complete(kind, typed, 2)
        said = typed.casefold()
        alike = [each for each in offered if said in (each.value.casefold(), each.label.casefold())]
        if found := alike or (offered if len(offered) == 1 else []):
            return found[0].value
        near = offered[0].label if offered else ""
        raise ReaderError(f"search-no-{kind}" + ("-near" if near else ""), name=typed[:100], near=near)

    async def _results(self, query: Query, reader: int | None) -> _Results:
        wanted = search_words.read(query.text)
        asked = await asyncio.to_thread(understand, wanted.words, await self._answers.index.vocabulary())
        groups = await self._groups(asked) + [search_words.as_written(phrase) for phrase in wanted.phrases]
        without = [form for said in wanted.without for form in search_words.as_written(said)]
        found = await searching.find(self._database, groups, without, query.filters, _EXACT)
        exact: dict[int, FoundText] = {}
        for text in found:
            exact.setdefault(text.article_id, text)
        newest = sorted(exact, key=lambda id_: (exact[id_].at, id_), reverse=True)
        ranking = await self._answers.ranked(wanted.all_words, _RANKED, reader=reader)
        if wanted.phrases:
            ranking = ranking.only(exact)
        elif without or query.filters.any:
            passing = await searching.passing(self._database, ranking.articles, without, query.filters)
            ranking = ranking.only(passing)
        results = _Results([], ranking, exact, wanted, groups, asked.corrections)
        if query.order is Order.FIT:
            return replace(results, ids=list(dict.fromkeys([*ranking.articles, *newest])))
        return replace(results, ids=newest or await self._newest_first(ranking))

    async def _newest_first(self, ranking: Ranking) -> list[int]:
        stored = await articles.by_ids(self._database, ranking.articles)
        return [article.id for article in reversed(stored)]

    async def _groups(self, asked: Asked) -> list[tuple[str, ...]]:
        """For each word that was asked for, how it may be written."""
        terms = {term for idea in asked.ideas for term, _ in idea.forms}
        spelled = await searching.spellings(self._database, terms)
        return [
            tuple(
                form
                for word in dict.fromkeys(
                    [idea.word, *(w for term, _ in idea.forms for w in spelled.get(term, ()))]
                )
                for form in search_words.as_written(word)
            )[:_MOST_SPELLINGS]
            for idea in asked.ideas
        ]

    async def _hits(self, ids: Sequence[int], results: _Results) -> tuple[Hit, ...]:
        ranking = results.ranking.only(() if results.wanted.phrases else ids)
        own = {hit.article.id: hit for hit in await self._answers.hits(ranking)}
        refs = {id_: _ref(results.exact[id_]) for id_ in ids if id_ not in own and id_ in results.exact}
        sources = await passages.sources(self._database, refs.values())
        phrases = [form for group in results.groups for form in group]
        made = await asyncio.to_thread(
            lambda: {id_: _hit(sources[ref], phrases) for id_, ref in refs.items() if ref in sources}
        )
        everything = own | made
        return tuple(everything[id_] for id_ in ids if id_ in everything)


def _days(typed: str, now: datetime) -> tuple[datetime, datetime]:
    found = read_days(typed, now)
    if found is None:
        raise ReaderError("search-no-date", date=typed[:60])
    return found


def _ref(found: FoundText) -> TextRef:
    return TextRef(found.article_id, found.comment_id)


def _hit(source: AnswerSource, phrases: Sequence[str]) -> Hit:
    own = source.ref.comment_id == ARTICLE
    text = "\n".join(filter(None, (source.subtitle, source.text))) if own else plain(source.text)
    piece, bold = highlight.snippet(text, phrases, _SNIPPET)
    article = ArticleSource(source.ref.article_id, source.title, source.url, source.published)
    comment = CommentSource(source.ref.comment_id, source.author, source.comment_url, source.written)
    return Hit(article, None if own else comment, piece, bold, 0.0)
