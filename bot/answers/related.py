"""Articles near to an article: by the products, rare words and categories that they share."""

from __future__ import annotations

import asyncio
import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from bot.answers.service import Answers, Ranking
from bot.answers.tokens import terms
from bot.answers.vocabulary import Vocabulary
from storage import articles, products, stories
from storage.database import Database
from storage.records import Article
from storage.records_search import Product

_PRODUCTS = 8
_NAMING = 200
_HITS = 40
_RARE_WORDS = 10
_READ = 4_000
_CATEGORIES = 0.3
_ENOUGH = 0.25


@dataclass(frozen=True, slots=True)
class RelatedArticle:
    """An article near to another one, and the products and categories that both have."""

    article: Article
    products: tuple[str, ...]
    categories: tuple[str, ...]


class Related:
    """Finds what is near to an article."""

    def __init__(self, database: Database, answers: Answers) -> None:
        self._database = database
        self._answers = answers

    async def of(self, article: Article, limit: int = 6) -> list[RelatedArticle]:
        """The nearest articles, the nearest first; none where nothing is near."""
        named = (await products.of_articles(self._database, [article.id])).get(article.id, [])[:_PRODUCTS]
        vocabulary = await self._answers.index.vocabulary()
        words = await asyncio.to_thread(rare_words, article, vocabulary)
        ranking = await self._answers.ranked(f"{article.item.title} {words}", _HITS)
        scores = await self._by_products(named, vocabulary.state.passages)
        for article_id, fit in _fits(ranking).items():
            scores[article_id] = scores.get(article_id, 0.0) + fit
        for same in {article.id, *await self._same_news(article.id)}:
            scores.pop(same, None)
        best = sorted(scores, key=lambda id_: -scores[id_])[:_HITS]
        stored = {a.id: a for a in await articles.by_ids(self._database, best) if not a.withdrawn}
        theirs = await products.of_articles(self._database, stored)
        return _chosen(article, named, stored, theirs, scores)[:limit]

    async def _by_products(self, named: Sequence[Product], texts: int) -> dict[int, float]:
        """For each article, how much of what is named here it names too; rare products say more."""
        counts = await products.article_counts(self._database, [product.key for product in named])
        rarities = {key: math.log(1 + (texts + 1) / (1 + count)) for key, count in counts.items()}
        total = sum(rarities.values()) or 1.0
        scores: dict[int, float] = defaultdict(float)
        for key, rarity in rarities.items():
            for article_id in await products.articles_naming(self._database, key, _NAMING):
                scores[article_id] += rarity / total
        return scores

    async def _same_news(self, article_id: int) -> list[int]:
        story = await stories.story_of(self._database, article_id)
        members = await stories.members(self._database, story or article_id)
        return [story or article_id, *(member.article.id for member in members)]


def rare_words(article: Article, vocabulary: Vocabulary) -> str:
    """The article's words that few others have. Costs processor time: not for the event loop."""
    item = article.item
    counts: dict[str, int] = defaultdict(int)
    for term in terms(f"{item.title} {item.title} {item.subtitle} {item.text[:_READ]}"):
        counts[term] += 1
    shared = [term for term in counts if vocabulary.count(term) > 1]
    weights = {term: counts[term] * vocabulary.rarity(vocabulary.count(term)) for term in shared}
    return " ".join(sorted(weights, key=lambda term: (-weights[term], term))[:_RARE_WORDS])


def _fits(ranking: Ranking) -> dict[int, float]:
    """How well articles fit, as a share of the best one's; the article itself is the best."""
    best = max((top.score for top in ranking.tops), default=0.0)
    return {top.passage.ref.article_id: top.score / best for top in ranking.tops} if best > 0 else {}


def _chosen(
    article: Article,
    named: Sequence[Product],
    stored: Mapping[int, Article],
    theirs: Mapping[int, Iterable[Product]],
    scores: Mapping[int, float],
) -> list[RelatedArticle]:
    own = set(article.item.categories)
    found: list[tuple[float, RelatedArticle]] = []
    for id_, other in stored.items():
        keys = {product.key for product in theirs.get(id_, ())}
        shared = tuple(product.name for product in named if product.key in keys)
        categories = tuple(category for category in other.item.categories if category in own)
        score = scores[id_] + (_CATEGORIES * len(categories) / len(own) if own else 0.0)
        if score >= _ENOUGH:
            found.append((score, RelatedArticle(other, shared, categories)))
    return [related for _, related in sorted(found, key=lambda pair: (-pair[0], -pair[1].article.id))]
