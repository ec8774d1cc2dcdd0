"""What a text holds of a question: its ideas, proper names, and the values of the kinds it asks for."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from functools import cache

from bot.answers.excerpts import Excerpt
from bot.answers.kinds import COUNT, PERSON, holds
from bot.answers.language import CURRENCIES, MODEL_WORDS, NUMBER_WORDS
from bot.answers.named import Wanted
from bot.answers.named_texts import Reading, names_sibling_first
from bot.answers.products import find
from bot.answers.question import Asked, Meaning, shape
from bot.answers.rules import Intent
from bot.answers.tokens import stem, terms, units_with

_NEAR = 2
_CLOSELY = 3
_OF_OTHERS = 0.3
_COUNTED = re.compile(r"\b(?:combien d(?:e |')|nombre d(?:e |')|how many|number of) ?([^\W\d_]{3,})")
_PIECES = frozenset(
    map(stem, "exemplaires unites unit units copies pieces consoles phones telephones".split())
)
_NUMBERS = frozenset(map(stem, NUMBER_WORDS)) | frozenset(map(stem, "million millions milliers".split()))
_BY_CURRENCY = 0.6
_ALONE = 0.6
_BEFORE = 0.6
# A mistyped word stands for another so well; its kin stand for less.
_MISTYPED = 0.7
_SPELT = {"€": " euro", "$": " dollar", "£": " pound"}
_SENTENCE = re.compile(r"(?:[^.!?\n]|[.!?](?=\S))+")


@dataclass(frozen=True, slots=True)
class Question:
    asked: Asked
    meaning: Meaning
    intent: Intent
    products: Sequence[Wanted]
    named: frozenset[int]
    telling: Sequence[int]
    countries: Sequence[int]
    counted: frozenset[str] = frozenset()

    def rarity(self, held: Mapping[int, float]) -> float:
        """How much ideas say together."""
        return sum(self.asked.ideas[place].rarity * weight for place, weight in held.items())

    def places(self, text: str) -> Iterator[int]:
        """The ideas that a text holds."""
        for term in terms(text):
            for place, _ in self.meaning.get(term, ()):
                yield place


def value_held(
    question: Question,
    text: str,
    excerpt: Excerpt,
    reading: Reading | None,
    about: Mapping[int, float],
    opening: int,
) -> tuple[float, Mapping[int, float]]:
    """How well a piece holds a value of the kinds, and the ideas that stand beside the best of them.

    It is best where its sentence holds what is asked about. Beyond the `opening`, so many characters that
    are on the products, its sentence must name one of them.
    """
    best, beside = 0.0, dict[int, float]()
    named = False
    for match, near in _sentences(question, text, excerpt):
        before, named = named, reading is not None and _names_one(question.products, reading, match)
        if not holds(match[0], question.intent.kinds):
            continue
        told = match.start() < opening
        if reading and not told and not named and not (before and not find(match[0])):
            continue
        if reading and names_sibling_first(question.products, match[0], _first_value(question, match[0])):
            continue
        if question.countries and not _is_of(question, match[0], about):
            continue
        said = any(place not in question.named for place in question.places(match[0]))
        if question.counted and not _counts_them(match[0], question.counted):
            best = max(best, _OF_OTHERS)
        elif said or PERSON not in question.intent.kinds:
            best = max(best, 1.0 if said else _ALONE)
            beside = max(beside, near, key=question.rarity)
    return best, beside


def counted(asked: Asked, intent: Intent, named: Set[int]) -> frozenset[str]:
    """The terms of what is counted by the answer to a question for a number: ports, of "how many ports".

    Of a product that is counted, they say that they are pieces.
    """
    match = _COUNTED.search(asked.folded)
    if match is None or intent.kinds != (COUNT,):
        return frozenset()
    place = next((at for at, idea in enumerate(asked.ideas) if match[1] in (idea.asked, idea.word)), None)
    if place is None or place in named:
        return _PIECES if place is not None else frozenset()
    idea = asked.ideas[place]
    return frozenset(term for term, _ in (*idea.forms, *idea.kin))


def _counts_them(sentence: str, counted: Set[str]) -> bool:
    """Whether a number stands closely before what is counted."""
    found = terms(sentence)
    return any(
        term in counted
        and any(other[0].isdigit() or other in _NUMBERS for other in found[max(0, at - _CLOSELY) : at])
        for at, term in enumerate(found)
    )


def sentence_held(question: Question, text: str, excerpt: Excerpt) -> Mapping[int, float]:
    """The ideas that stand together in one sentence of a piece, and less well in the one before it."""
    found = (near for _, near in _sentences(question, text, excerpt))
    return max(found, key=question.rarity, default={})


def _sentences(
    question: Question, text: str, excerpt: Excerpt
) -> Iterator[tuple[re.Match[str], dict[int, float]]]:
    before: dict[int, float] = {}
    for match in _SENTENCE.finditer(text, excerpt.first, excerpt.last):
        held = ideas_held(match[0], question.asked, question.meaning)
        if not held and not match[0].strip():
            continue
        near = {place: _BEFORE * weight for place, weight in before.items()}
        yield match, near | {place: max(weight, near.get(place, 0.0)) for place, weight in held.items()}
        before = held


def _first_value(question: Question, sentence: str) -> int:
    found = (kind.value.search(sentence) for kind in question.intent.kinds)
    return min((match.start() for match in found if match), default=0)


def _is_of(question: Question, sentence: str, about: Mapping[int, float]) -> bool:
    """Whether a price is of the country asked for: beside it, in the title, or by its currency."""
    held = ideas_held(sentence, question.asked, question.meaning)
    return all(held.get(place) or about.get(place) for place in question.countries)


def _names_one(products: Sequence[Wanted], reading: Reading, match: re.Match[str]) -> bool:
    place = match.span()
    return any(
        reading.named(product, *place) or (product.rest and reading.holds(product.rest, *place))
        for product in products
    )


def ideas_held(text: str, asked: Asked, meaning: Meaning) -> dict[int, float]:
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
    for words in [words for sign, words in CURRENCIES.items() if sign in text or _SPELT[sign] in text]:
        for place, idea in enumerate(asked.ideas):
            if idea.asked in words or idea.word in words:
                best[place] = max(best.get(place, 0.0), _BY_CURRENCY)
    return best


@cache
def _model_terms() -> frozenset[str]:
    return frozenset(stem(word) for word in MODEL_WORDS)


def shaped_like(title: str, asked: Asked, about: Mapping[int, float]) -> bool:
    """Whether a title names another model of the same shape as one that was asked for, and not that one."""
    models = [place for place, idea in enumerate(asked.ideas) if idea.exact and not idea.word.isalpha()]
    if not models or any(about.get(place) == 1 for place in models):
        return False
    names = [term for term in terms(title) if not term.isalpha() and not term[0].isdigit()]
    return any(shape(name) in asked.shapes for name in names)


def proper_names(text: str, meaning: Meaning) -> frozenset[int]:
    """The ideas that are always written with a capital there."""
    capital: dict[int, bool] = {}
    for first, _, found in units_with(text, meaning.keys()):
        for term in found:
            for place, weight in meaning.get(term, ()):
                if weight >= _MISTYPED:
                    capital[place] = capital.get(place, True) and text[first].isupper()
    return frozenset(place for place, always in capital.items() if always)
