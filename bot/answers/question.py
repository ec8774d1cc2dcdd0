"""A question → what is wanted of a passage: ideas, each with the terms that may stand for it."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from functools import cache

from rapidfuzz.distance import OSA, Indel

from bot.answers.dictionary import dictionary
from bot.answers.kinships import DISTANT, KINSHIPS
from bot.answers.language import (
    ASKING_WORDS,
    COMMON_WORDS,
    COURTESY_WORDS,
    MEASURE_WORDS,
    MODEL_WORDS,
    STOP_WORDS,
)
from bot.answers.product_names import NUMERALS, lexicon_words
from bot.answers.tokens import fold, plus_signs, read_unit, stem, units
from bot.answers.vocabulary import Neighbour, Vocabulary

Meaning = Mapping[str, Sequence[tuple[int, float]]]
"""For each term, the ideas (by place in the question) that it stands for, and how well (1 is exactly)."""

# Nobody's question has more ideas; what follows is left aside, so that no question costs more.
MOST_CHARACTERS = 1_000
_MOST_IDEAS = 24
_MOST_WORDS = 80
_MOST_CORRECTIONS = 8
# Of a word with so few letters the first is never mistyped.
_SHORT = 5
_NEAR = {1: 0.9, 2: 0.7}
_KIN = 0.6
_FAMILY = 0.5
_DISTANT = 0.35
_ASKING = 0.4
# What may belong to the word before it: Orion 5s, Note 10+; not 5G, not 128 Go.
_NUMBER = re.compile(r"\d{1,2}(?:\.\d+)?[acesx]?\+*")
# The plus of a model in small letters: s9 plus, but not s9 plus cher.
_PLUS = re.compile(
    r"\b([a-z]*\d+[a-z]?)\)? plus\b(?! (?:que|qu'|de|d'|che[rz]|chere|grande?|petite?|rapide|leger"
    r"|lourde?|recente?|performante?|fiable|longtemps|tard|puissante?|solide|fine?)\b)"
)
_PRICE = re.compile(r"\d+\.\d\d")
_YEAR = re.compile(r"(?:19|20)\d\d")
_LETTERS = re.compile(r"[^\W\d_]+")
_IN_ROMAN = {number: numeral for numeral, number in NUMERALS.items()}
# A slip of the finger within a word leaves its end as it is.
_END = 2
_POLITE = STOP_WORDS | COURTESY_WORDS
_OWNS_NO_NUMBER = STOP_WORDS | COMMON_WORDS


@dataclass(frozen=True, slots=True)
class Idea:
    """A word that is asked for. `forms` are terms and how well each stands for it; `kin` weaker ones, and
    `distant` ones weaker still.

    `exact` is a word with a digit: a model's name, which nothing else can stand for. An `asking` word says
    how people ask. An idea that is not `known` stands nowhere in the index. A number stands `behind` the word
    that it belongs to, the 5 of Orion 5. `asked` is the word as it was written.
    """

    word: str
    forms: tuple[tuple[str, float], ...]
    rarity: float
    exact: bool = False
    asking: bool = False
    known: bool = True
    asked: str = ""
    behind: str = ""
    kin: tuple[tuple[str, float], ...] = ()
    distant: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as the index understands it. `folded` is what was read, `corrections` are (asked, read).

    `terms` are the ideas' first forms, `shares` what each idea is of the whole, `shapes` those of the models.
    `bound` are numbers with the idea that each belongs to: the 5 of Orion 5.
    """

    folded: str
    ideas: tuple[Idea, ...]
    corrections: tuple[tuple[str, str], ...]
    shares: tuple[float, ...]
    shapes: frozenset[str]
    bound: Mapping[int, int]
    terms: str

    def meaning(self, kin: float = 1.0, distant: float = 1.0) -> Meaning:
        """What each term stands for; words that answer for one another count `kin` times as much, those that
        do so less surely `distant` times."""
        found: dict[str, list[tuple[int, float]]] = defaultdict(list)
        for place, idea in enumerate(self.ideas):
            for term, weight in idea.forms:
                found[term].append((place, weight))
            for term, weight in idea.kin:
                found[term].append((place, kin * weight))
            for term in idea.distant if distant else ():
                found[term].append((place, distant * _DISTANT))
        return found


def understand(question: str, vocabulary: Vocabulary) -> Asked:
    """Read a question with the words that the index knows."""
    folded = _with_plus(fold(plus_signs(question[:MOST_CHARACTERS])), vocabulary)
    words = _words(folded, vocabulary)
    names = _capitals(question[:MOST_CHARACTERS])
    asking = any(word.text not in _POLITE for word in words)
    skipped = _POLITE if asking else STOP_WORDS
    corrections: dict[str, str] = {}
    ideas: dict[str, Idea] = {}
    for place, word in enumerate(words):
        if word.text not in skipped and len(ideas) < _MOST_IDEAS:
            for idea in _read(words, place, vocabulary, corrections, names):
                ideas.setdefault(idea.forms[0][0], idea)
    read = _LETTERS.sub(lambda match: corrections.get(match[0], match[0]), folded)
    shown = {
        asked: meant for asked, meant in corrections.items() if meant != asked and meant not in STOP_WORDS
    }
    return _asked(read, tuple(ideas.values()), shown)


def _capitals(question: str) -> frozenset[str]:
    """The folded words that are written with a capital, though not at the beginning: names."""
    words = _LETTERS.findall(question)[1:]
    names = frozenset(fold(word) for word in words if word[0].isupper())
    return names if any(word.islower() for word in words) else frozenset()


def _with_plus(folded: str, vocabulary: Vocabulary) -> str:
    """A known model's "plus" as its sign."""
    return _PLUS.sub(lambda match: match[1] + "+" if vocabulary.count(match[1] + "+") else match[0], folded)


@dataclass(frozen=True, slots=True)
class _Word:
    text: str
    joined: str
    apart: bool
    """Whether a stop word stands before it."""


def _words(folded: str, vocabulary: Vocabulary) -> list[_Word]:
    words: list[_Word] = []
    apart = False
    for raw in units(folded)[:_MOST_WORDS]:
        unit = read_unit(raw)
        # iphone5s comes apart by itself, galaxys9 only by knowing s9.
        glued = unit.joined == raw and unit.words[0] not in vocabulary.words
        parts = (_parts(raw, vocabulary) if glued else None) or unit.words
        if raw not in STOP_WORDS:
            words += [_Word(word, unit.joined, apart and not place) for place, word in enumerate(parts)]
        apart = raw in STOP_WORDS
    return words


def _read(
    words: Sequence[_Word],
    place: int,
    vocabulary: Vocabulary,
    corrections: dict[str, str],
    names: Set[str],
) -> list[Idea]:
    """The ideas of one word among its neighbours: "wi fi" may be written wifi."""
    word = words[place].text
    before = words[place - 1].text if place else ""
    after = words[place + 1].text if place + 1 < len(words) else ""
    pairs = (words[place].joined, before and before + word, after and word + after)
    numeral = (NUMERALS.get(word) or _IN_ROMAN.get(word, "")) if before.isalpha() else ""
    also = (stem(each) for each in (*pairs, numeral) if each)
    more = tuple((term, 1.0) for term in also if vocabulary.count(term))
    measured = after in MEASURE_WORDS and word[0].isdigit()
    bound = before.isalpha() and before not in _OWNS_NO_NUMBER and _NUMBER.fullmatch(word)
    owner = before if bound and not measured and not words[place].apart else ""
    other_model = word in MODEL_WORDS and before != "" and not before.isalpha()
    return [
        replace(
            idea,
            forms=tuple(dict.fromkeys((*idea.forms, *more))),
            known=idea.known or bool(more),
            asked=word,
            exact=(idea.exact and not measured and not _PRICE.fullmatch(word)) or other_model,
            behind=owner,
        )
        for idea in _ideas(word, vocabulary, {} if more else corrections, named=word in names)
    ]


def _asked(folded: str, ideas: tuple[Idea, ...], corrections: Mapping[str, str]) -> Asked:
    worth = [idea.rarity * (_ASKING if idea.asking else 1.0) for idea in ideas]
    total = sum(worth) or 1.0
    return Asked(
        folded=folded,
        ideas=ideas,
        corrections=tuple(corrections.items()),
        terms=" ".join(idea.forms[0][0] for idea in ideas),
        shares=tuple(each / total for each in worth),
        bound={
            place: owner
            for place, idea in enumerate(ideas)
            for owner, other in enumerate(ideas)
            if idea.behind and other.asked == idea.behind
        },
        shapes=frozenset(shape(idea.word) for idea in ideas if not idea.word.isalpha()),
    )


def shape(term: str) -> str:
    """Letters as a, digits as 9, each once: q10, z10, s9+ are all a9. Siblings have the same shape."""
    kinds = ("9" if character.isdigit() else "a" for character in term if character.isalnum())
    found = ""
    for kind in kinds:
        if not found.endswith(kind):
            found += kind
    return found


def _ideas(word: str, vocabulary: Vocabulary, corrections: dict[str, str], *, named: bool) -> list[Idea]:
    if word.endswith("+") and not vocabulary.count(word):
        word = _service(word, vocabulary, corrections)
    known = vocabulary.count(stem(word)) > 0
    if (
        word in COMMON_WORDS
        or word in lexicon_words()
        or (not known and word in dictionary())
        or (known and word in vocabulary.words)
    ):
        return [_idea(word, vocabulary)]
    if not known and word in _exchanged() and not named:
        corrections[word] = _exchanged()[word]
        return []
    near = vocabulary.neighbours(word) if len(corrections) < _MOST_CORRECTIONS else []
    if known and not _slipped(word, near):
        return [_idea(_usual(word, near, corrections), vocabulary)]
    near = sorted(
        (
            each
            for each in near
            if _likely(word, each.word) and not (named and _ordinary(each.word, vocabulary))
        ),
        key=lambda each: _slip(word, each.word),
    )
    parts = None if near and near[0].edits == 1 else _parts(word, vocabulary)
    if parts:
        return [_idea(part, vocabulary) for part in parts]
    return _mended(word, near, vocabulary, corrections)


def _mended(
    word: str, near: Sequence[Neighbour], vocabulary: Vocabulary, corrections: dict[str, str]
) -> list[Idea]:
    """The idea of the known word that a mistyped one is likeliest to stand for; of itself where none is."""
    if not near:
        corrections.setdefault(word, word)
        return [_idea(word, vocabulary)]
    corrections[word] = near[0].word
    if near[0].word in STOP_WORDS:
        return []
    meant = _idea(near[0].word, vocabulary)
    weight = _NEAR[near[0].edits]
    return [
        replace(
            meant,
            forms=tuple(dict.fromkeys((stem(other.word), weight) for other in near)),
            kin=tuple((term, weight * each) for term, each in meant.kin),
        )
    ]


@cache
def _exchanged() -> Mapping[str, str]:
    """Short stop words with two letters changed about: uo, otu, nwo."""
    return {
        word[:at] + word[at + 1] + word[at] + word[at + 2 :]: word
        for word in sorted(STOP_WORDS, key=lambda word: word == "now")
        if 2 <= len(word) <= _SHORT - 1
        for at in range(len(word) - 1)
    }


def _ordinary(word: str, vocabulary: Vocabulary) -> bool:
    """Whether a word names nothing here: Plaid is no mistyped "plait"."""
    term = stem(word)
    held = vocabulary.count(term) or any(map(vocabulary.count, kinships().get(term, ())))
    return word in _POLITE or not held


def _likely(word: str, meant: str) -> bool:
    """Whether a short word may be mistyped so: nobody misses its first letter."""
    return word[0] == meant[0] or len(word) > _SHORT or sorted(word) == sorted(meant)


def _slip(word: str, meant: str) -> int:
    """How a word was mistyped, the likeliest first: letters changed about, left out, or anything else."""
    if sorted(word) == sorted(meant):
        return 0
    return 1 if Indel.distance(word, meant) == len(meant) - len(word) else 2


def _usual(word: str, near: Iterable[Neighbour], corrections: dict[str, str]) -> str:
    """The usual spelling of a word whose stem is known all the same: abones."""
    meant = (
        each.word
        for each in near
        if each.edits == 1 and each.word[-_END:] == word[-_END:] and stem(each.word) == stem(word)
    )
    usual = next(meant, word)
    if usual != word:
        corrections[word] = usual
    return usual


def _slipped(word: str, near: Iterable[Neighbour]) -> bool:
    """Whether two letters of a known word were changed about, though the stem is another's: telsa."""
    return any(sorted(each.word) == sorted(word) and stem(each.word) != stem(word) for each in near)


def _service(word: str, vocabulary: Vocabulary, corrections: dict[str, str]) -> str:
    """The known service that a mistyped one stands for: disnye+."""
    known = (term for term in vocabulary.services if term[0] == word[0])
    meant = min(known, key=lambda term: OSA.distance(term, word), default="")
    if not word[:-1].isalpha() or OSA.distance(meant, word) != 1:
        return word
    corrections[word] = meant
    return meant


def _idea(word: str, vocabulary: Vocabulary) -> Idea:
    term = stem(word)
    count = vocabulary.count(term)
    return Idea(
        word=word,
        forms=((term, 1.0),),
        rarity=vocabulary.rarity(count),
        exact=not word.isalpha(),
        asking=word in ASKING_WORDS or _YEAR.fullmatch(word) is not None,
        known=count > 0,
        kin=_kin(term, vocabulary),
        distant=tuple(other for other in distant_kin().get(term, ()) if vocabulary.count(other)),
    )


def _kin(term: str, vocabulary: Vocabulary) -> tuple[tuple[str, float], ...]:
    weights = dict.fromkeys(vocabulary.relatives(term), _FAMILY)
    weights |= {other: _KIN for other in kinships().get(term, ()) if vocabulary.count(other)}
    return tuple(weights.items())


def _parts(word: str, vocabulary: Vocabulary) -> tuple[str, str] | None:
    """Two known words that an unknown one joins: galaxys9, batterylife. A number joins nothing."""
    if word[0].isdigit():
        return None
    shortest, longest = (4, 5) if word.isalpha() else (2, 2)
    best: tuple[int, tuple[str, str]] | None = None
    for cut in range(shortest, len(word) - shortest + 1):
        first, second = word[:cut], word[cut:]
        often = min(vocabulary.count(stem(first)), vocabulary.count(stem(second)))
        if often and max(cut, len(word) - cut) >= longest and (best is None or often > best[0]):
            best = often, (first, second)
    return best[1] if best else None


@cache
def kinships() -> Mapping[str, frozenset[str]]:
    """For a term, the terms that answer for it."""
    return _by_term(KINSHIPS)


@cache
def distant_kin() -> Mapping[str, frozenset[str]]:
    """For a term, those that may answer for it, less surely."""
    return _by_term(DISTANT)


def _by_term(kinships: Iterable[Iterable[str]]) -> Mapping[str, frozenset[str]]:
    groups: dict[str, set[str]] = defaultdict(set)
    for group in kinships:
        terms = {stem(word.replace("-", "")) for word in group}
        for term in terms:
            groups[term] |= terms - {term}
    return {term: frozenset(others) for term, others in groups.items()}
