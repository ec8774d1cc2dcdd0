"""Passages found → pieces of their texts, with what the rules need to know of each."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from bot.answers.excerpts import Excerpt, excerpts
from bot.answers.language import MODEL_WORDS
from bot.answers.passages import plain
from bot.answers.question import Asked, Meaning, shape
from bot.answers.rank import Scored
from bot.answers.rules import Evidence, Subject, is_manner
from bot.answers.tokens import spans, stem, terms
from bot.answers.vocabulary import Vocabulary
from storage.passage_records import ARTICLE, AnswerSource, TextRef

PASSAGE_LENGTH = 700
_PIECES_OF_A_TEXT = 4
_NEAR = 2
_AROUND = 0.6


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of a text, and what it holds."""

    source: AnswerSource
    text: str
    evidence: Evidence


def subjects(asked: Asked, vocabulary: Vocabulary) -> list[Subject]:
    """The question's ideas as the rules weigh them."""
    rarest = vocabulary.rarity(0)
    return [
        Subject(
            weight=1 + idea.rarity / rarest,
            rarity=idea.rarity,
            model=idea.exact and not is_manner(idea.word),
            manner=idea.asking or is_manner(idea.word),
        )
        for idea in asked.ideas
    ]


def gather(
    asked: Asked, scored: Sequence[Scored], sources: Mapping[TextRef, AnswerSource], *, opinions: bool
) -> list[Piece]:
    """The pieces of the texts, in the rank's order.

    Where `opinions` are wanted, a comment is also about what its article says, though less.
    """
    meaning = asked.meaning()
    best = max((each.score for each in scored), default=0.0)
    fits: dict[TextRef, float] = {}
    around: dict[int, dict[int, float]] = defaultdict(dict)
    for each in scored:
        ref = each.passage.ref
        fits.setdefault(ref, max(each.score / best, 0.0) if best > 0 else 0.0)
        if opinions and ref.comment_id == ARTICLE:
            around[ref.article_id] |= {place: _AROUND * part for place, part in each.held.items()}
    return [
        piece
        for ref, fit in fits.items()
        if ref in sources
        for piece in _pieces(asked, meaning, sources[ref], fit, around.get(ref.article_id, {}))
    ]


def _pieces(
    asked: Asked, meaning: Meaning, source: AnswerSource, fit: float, around: Mapping[int, float]
) -> list[Piece]:
    text = readable(source)
    comment = source.ref.comment_id != ARTICLE
    title = _best(source.title, asked, meaning)
    about = {**(around if comment else {}), **title}
    sibling = _sibling(source.title, asked, title)
    rarities = [idea.rarity for idea in asked.ideas]
    chosen = excerpts(text, meaning, rarities, PASSAGE_LENGTH) or _opening(text, about)
    found: list[Piece] = []
    for excerpt in chosen[:_PIECES_OF_A_TEXT]:
        piece = text[excerpt.first : excerpt.last]
        evidence = Evidence(
            comment=comment,
            published=source.written or source.published,
            fit=fit,
            held=_best(piece, asked, meaning),
            about=about,
            names=_names(f"{source.title}. {piece}", meaning),
            sibling=sibling,
            text=piece,
        )
        found.append(Piece(source, piece, evidence))
    return found


def readable(source: AnswerSource) -> str:
    """A text as a reader is shown it: an article's with title and subtitle above."""
    if source.ref.comment_id != ARTICLE:
        return plain(source.text)
    return "\n".join(part for part in (source.title, source.subtitle, source.text) if part)


def _opening(text: str, about: Mapping[int, float]) -> list[Excerpt]:
    """A comment may say nothing of the question's words and still be on an article about them."""
    return excerpts(text, {}, (), PASSAGE_LENGTH)[:1] if about else []


def _best(text: str, asked: Asked, meaning: Meaning) -> dict[int, float]:
    """How well a text holds each idea.

    A number that belongs to a word counts right behind it alone, a model's name only where no word follows
    that makes it another model: S10 Lite is not S10.
    """
    best: dict[int, float] = {}
    last: dict[int, int] = {}
    found = terms(text)
    for position, term in enumerate(found):
        for place, weight in meaning.get(term, ()):
            idea = asked.ideas[place]
            owner = asked.bound.get(place)
            following = found[position + 1] if position + 1 < len(found) else ""
            if idea.exact and following in _model_terms() and following not in meaning:
                continue
            if owner is None or term != idea.word or position - last.get(owner, -9) <= _NEAR:
                best[place] = max(best.get(place, 0.0), weight)
            last[place] = position
    return best


@cache
def _model_terms() -> frozenset[str]:
    return frozenset(stem(word) for word in MODEL_WORDS)


def _sibling(title: str, asked: Asked, about: Mapping[int, float]) -> bool:
    """Whether a title names another model of the same shape as one that was asked for, and not that one."""
    models = [place for place, idea in enumerate(asked.ideas) if idea.exact and not idea.word.isalpha()]
    if not models or any(about.get(place) == 1 for place in models):
        return False
    names = [term for term in terms(title) if not term.isalpha() and not term[0].isdigit()]
    return any(shape(name) in asked.shapes for name in names)


def _names(text: str, meaning: Meaning) -> frozenset[int]:
    """The ideas that are always written with a capital there."""
    capital: dict[int, bool] = {}
    for first, last in spans(text, frozenset(meaning)):
        for term in terms(text[first:last]):
            for place, weight in meaning.get(term, ()):
                if weight == 1:
                    capital[place] = capital.get(place, True) and text[first].isupper()
    return frozenset(place for place, always in capital.items() if always)
