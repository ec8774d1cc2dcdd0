"""Questions and searches of readers, answered from the index."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from bot.answers.agreement import agreeing
from bot.answers.budget import Budget
from bot.answers.choice import ENOUGH, ENOUGH_OF_ONE, choose
from bot.answers.completion import Completion
from bot.answers.evidence import Piece, gather, subjects
from bot.answers.excerpts import excerpts
from bot.answers.index import Index
from bot.answers.kinds import values
from bot.answers.named import wanted
from bot.answers.passages import plain
from bot.answers.question import MOST_CHARACTERS, Asked, Meaning, understand
from bot.answers.rank import Scored, by_article, rank
from bot.answers.rules import (
    Answer,
    AnswerPassage,
    ArticleSource,
    CommentSource,
    Hit,
    Intent,
    Subject,
    read_intent,
)
from bot.answers.tokens import fold, spans
from bot.answers.turns import Turns
from bot.answers.vocabulary import Vocabulary
from storage import citations, passages
from storage.database import Database, Queries
from storage.passage_records import ARTICLE, AnswerSource, TextRef

_CANDIDATES = 80
_COMMENT_CANDIDATES = 40
_SNIPPET = 300
_MOST_PASSAGES = 3
_ARTICLES_READ = 10
_COMMENTS_READ = 25
_NEAREST = 3
_PASSAGES_OF_AN_ARTICLE = 300


@dataclass(frozen=True, slots=True)
class Weighed:
    """A question's ideas (`subjects`), the pieces of texts found for it, and how many passages there are.

    `nearest` are the articles that it comes nearest to.
    """

    asked: Asked
    intent: Intent
    subjects: Sequence[Subject]
    pieces: Sequence[Piece]
    passages: int
    nearest: tuple[ArticleSource, ...]


@dataclass(frozen=True, slots=True)
class Ranking:
    """What fits some words: the best passage of each article, best first, and how the words were read."""

    asked: Asked
    tops: tuple[Scored, ...]

    @property
    def articles(self) -> list[int]:
        """Their ids, best first."""
        return [top.passage.ref.article_id for top in self.tops]

    def only(self, article_ids: Collection[int]) -> Ranking:
        """What of these articles fits."""
        return replace(
            self, tops=tuple(top for top in self.tops if top.passage.ref.article_id in article_ids)
        )


class Answers:
    """Answers of one database. The index is brought up to date by `index.catch_up`."""

    def __init__(
        self, database: Database, index: Index | None = None, budget: Callable[[], Budget] = Budget
    ) -> None:
        self._database = database
        self._turns = Turns()
        self._budget = budget
        self.completion = Completion(database)
        self.index = index or Index(database, self.completion.refresh)

    async def search(self, words: str, *, limit: int = 10) -> list[Hit]:
        """Articles that fit the words best, each with its best piece."""
        return await self.hits(await self.ranked(words, limit))

    async def ranked(self, words: str, limit: int, *, reader: int | None = None) -> Ranking:
        """The articles that fit the words best.

        With a `reader` (an id) their questions wait for one another, and nobody else's for them.
        """
        async with self._turns.of(reader):
            vocabulary = await self.index.vocabulary()
            return await self._database.aside(lambda q: self._ranking(q, words, vocabulary, limit))

    async def hits(self, ranking: Ranking) -> list[Hit]:
        """Each article of a ranking with its best piece."""

        async def work(q: Queries) -> list[Hit]:
            budget = self._budget()
            sources = await passages.sources(q, [top.passage.ref for top in ranking.tops])
            return _hits(ranking, sources, budget)

        return await self._database.aside(work)

    async def _ranking(self, q: Queries, words: str, vocabulary: Vocabulary, limit: int) -> Ranking:
        asked = understand(words, vocabulary)
        scored = await self._ranked(q, asked, vocabulary)
        return Ranking(asked, tuple(group[0] for group in by_article(scored)[:limit]))

    async def ask(
        self, question: str, now: datetime, *, article_id: int | None = None, reader: int | None = None
    ) -> Answer:
        """The passages that answer, at most three, or a refusal where too little is known.

        With an `article_id` only that article and its comments are asked. `now` says what "last year" is.
        With a `reader` (an id) their questions wait for one another, and nobody else's for them.
        """
        async with self._turns.of(reader):
            return await self._ask(question, now, article_id)

    async def _ask(self, question: str, now: datetime, article_id: int | None) -> Answer:
        async def work(q: Queries) -> Answer:
            weighed = await self._weigh(q, question, now, vocabulary, article_id)
            corrections = weighed.asked.corrections
            if found := _answer(weighed, ENOUGH if article_id is None else ENOUGH_OF_ONE):
                return Answer(question, False, tuple(found), corrections)
            return Answer(question, True, (), corrections, weighed.nearest)

        vocabulary = await self.index.vocabulary()
        question = question[:MOST_CHARACTERS]
        return await self._database.aside(work)

    async def weigh(self, question: str, now: datetime) -> Weighed:
        """What a question asks for, and all that might answer it, before anything is chosen."""
        vocabulary = await self.index.vocabulary()
        return await self._database.aside(lambda q: self._weigh(q, question, now, vocabulary, None))

    async def _weigh(
        self, q: Queries, question: str, now: datetime, vocabulary: Vocabulary, article_id: int | None
    ) -> Weighed:
        budget = self._budget()
        asked = understand(question, vocabulary)
        scored = await self._ranked(q, asked, vocabulary, article_id)
        refs = _texts(scored, comments=False)[:_ARTICLES_READ]
        refs += _texts(scored, comments=True)[:_COMMENTS_READ]
        sources = await passages.sources(q, refs)
        intent = read_intent(asked.folded, now, fold(question))
        products = wanted(question, dict(asked.corrections), (source.title for source in sources.values()))
        return Weighed(
            asked,
            intent,
            subjects(asked, intent, vocabulary, products),
            gather(asked, intent, products, scored, sources, budget),
            vocabulary.state.passages,
            tuple(dict.fromkeys(_article(sources[ref]) for ref in refs if ref in sources))[:_NEAREST],
        )

    async def cited(self, channel_id: int, message_id: int, found: Iterable[AnswerPassage | Hit]) -> None:
        """A message of ours shows this: where it is a comment's, it goes when the comment does."""
        quoted = {each.comment.id for each in found if each.comment}
        if quoted:
            async with self._database.write() as tx:
                await citations.add(tx, channel_id, message_id, quoted)

    async def _ranked(
        self, q: Queries, asked: Asked, vocabulary: Vocabulary, article_id: int | None = None
    ) -> list[Scored]:
        """The passages that fit, of one article or of all, best first."""
        if article_id is not None:
            found = await passages.of_article(q, article_id, _PASSAGES_OF_AN_ARTICLE)
        else:
            found = await self.index.find(
                q, asked, vocabulary, articles=_CANDIDATES, comments=_COMMENT_CANDIDATES
            )
        return rank(asked, found)


def _texts(scored: Sequence[Scored], *, comments: bool) -> list[TextRef]:
    """The texts of the passages, best first: articles' own, or comments."""
    refs = dict.fromkeys(each.passage.ref for each in scored)
    return [ref for ref in refs if (ref.comment_id != ARTICLE) == comments]


def _answer(weighed: Weighed, enough: float) -> list[AnswerPassage]:
    pieces, intent = weighed.pieces, weighed.intent
    evidence = [piece.evidence for piece in pieces]
    order = choose(intent, weighed.subjects, evidence, weighed.passages, enough)
    bold = frozenset(weighed.asked.meaning())
    points = {place for place, each in enumerate(weighed.subjects) if not (each.manner or each.product)}
    shown = [pieces[place] for place in order[:_MOST_PASSAGES]]
    return [_passage(piece, bold, intent, agreeing(piece, pieces, points)) for piece in shown]


def _article(source: AnswerSource) -> ArticleSource:
    return ArticleSource(source.ref.article_id, source.title, source.url, source.published)


def _comment(source: AnswerSource) -> CommentSource | None:
    if source.ref.comment_id == ARTICLE:
        return None
    return CommentSource(source.ref.comment_id, source.author, source.comment_url, source.written)


def _passage(piece: Piece, bold: frozenset[str], intent: Intent, agree: int) -> AnswerPassage:
    comment = _comment(piece.source)
    return AnswerPassage(
        article=_article(piece.source),
        comment=comment,
        text=piece.text,
        bold=_merged([*spans(piece.text, bold), *values(piece.text, intent.kinds)]),
        opinion=comment is not None,
        agreeing=agree,
    )


def _merged(spans: Iterable[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    """The (start, end) in their order, those that touch made one."""
    merged: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if merged and start <= merged[-1][1]:
            merged[-1] = merged[-1][0], max(end, merged[-1][1])
        else:
            merged.append((start, end))
    return tuple(merged)


def _hits(ranking: Ranking, sources: Mapping[TextRef, AnswerSource], budget: Budget) -> list[Hit]:
    meaning = ranking.asked.meaning()
    rarities = [idea.rarity for idea in ranking.asked.ideas]
    return [
        _hit(sources[top.passage.ref], top, {} if budget.spent else meaning, rarities)
        for top in ranking.tops
        if top.passage.ref in sources
    ]


def _hit(source: AnswerSource, top: Scored, meaning: Meaning, rarities: Sequence[float]) -> Hit:
    """An article found, with the piece that fits best; with that of no meaning, its opening."""
    text = plain(source.text) if source.ref.comment_id != ARTICLE else source.text
    piece = text[top.passage.first : top.passage.last]
    best = excerpts(piece, meaning, rarities, _SNIPPET) if meaning else []
    if not best:
        return Hit(_article(source), _comment(source), piece[:_SNIPPET].rpartition(" ")[0], (), top.score)
    first = best[0].first
    bold = tuple((start - first, end - first) for start, end in best[0].words)
    return Hit(_article(source), _comment(source), piece[first : best[0].last], bold, top.score)
