"""The words of the index in memory: how rare a term is, and which word a mistyped one was meant to be."""

from __future__ import annotations

import itertools
import math
from bisect import bisect_left, insort
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from rapidfuzz.distance import Prefix

from bot.answers.dictionary import dictionary
from bot.answers.language import COMMON_WORDS, STOP_WORDS
from bot.answers.spelling import Spelling
from bot.answers.tokens import stem
from storage.passage_records import IndexState

# An edit in a word of 4 to 7 letters, two from 8; shorter words are too near to one another.
_SHORTEST = 4
_LONG = 8
_LONGEST = 40
_MOST_NEIGHBOURS = 3
_MOST_KEPT = 1_000
# From here on sorting anew is quicker than putting each in its place.
_FEW = 300


# What two terms of a family begin with: so many letters, and so much of the longer one.
_FAMILY_SHARE = 0.6
_MOST_LOOKED_AT = 300
_MOST_RELATIVES = 12


@dataclass(frozen=True, slots=True)
class Neighbour:
    """A known word that a mistyped one may stand for, and how many edits lie between."""

    word: str
    edits: int


@dataclass(slots=True)
class Vocabulary:
    """Counts in passages: `terms` are stems, `words` as written and folded; `state` is the index's.

    `services` are the terms that end in a plus: Disney+, S9+.
    """

    state: IndexState = field(default_factory=IndexState)
    terms: dict[str, int] = field(default_factory=dict)
    words: set[str] = field(default_factory=set)
    services: list[str] = field(default_factory=list)
    _spelling: Spelling = field(default_factory=Spelling)
    _sorted: list[str] = field(default_factory=list)
    _nearest: dict[str, list[Neighbour]] = field(default_factory=dict)

    @classmethod
    def of(cls, state: IndexState, terms: dict[str, int], words: Iterable[str]) -> Vocabulary:
        """A vocabulary from what the index keeps. Costs processor time: not for the event loop."""
        made = cls(state, terms, services=_ending_in_plus(terms), _sorted=sorted(terms))
        common = (word for word in STOP_WORDS | COMMON_WORDS if len(word) >= _SHORTEST and word.isalpha())
        # Most words are their own stems: one string in memory serves for both.
        one = dict(zip(terms, terms, strict=True))
        dictionary()  # its first call takes longer than a question may
        made._learn(itertools.chain((one.get(word, word) for word in words), common))
        return made

    def update(self, state: IndexState, counts: Mapping[str, int], words: Iterable[str]) -> None:
        """Follow a change of the index: `counts` are added to the terms', `words` may be new.

        Costs processor time like `of`, though little.
        """
        new = [term for term in counts if term not in self.terms]
        for term, count in counts.items():
            self.terms[term] = self.terms.get(term, 0) + count
        if len(new) < _FEW:
            for term in new:
                insort(self._sorted, term)
        else:
            self._sorted = sorted(self.terms)
        self.services += _ending_in_plus(new)
        self._learn(words)
        self.state = state
        self._nearest = {}

    def _learn(self, words: Iterable[str]) -> None:
        new = set(words) - self.words
        self._spelling.learn(new)
        self.words |= new

    def count(self, term: str) -> int:
        """In how many passages a term stands."""
        return self.terms.get(term, 0)

    def rarity(self, count: int) -> float:
        """The inverse document frequency (BM25's) of what `count` passages hold."""
        return math.log(1 + (self.state.passages - count + 0.5) / (count + 0.5))

    def relatives(self, term: str) -> list[str]:
        """Terms of the same family, by their beginning: ferm, fermetur."""
        if len(term) < _SHORTEST or not term.isalpha():
            return []
        found: list[str] = []
        beginning = term[: max(_SHORTEST, math.ceil(_FAMILY_SHARE * len(term)))]
        start = bisect_left(self._sorted, beginning)
        for other in self._sorted[start : start + _MOST_LOOKED_AT]:
            if not other.startswith(beginning):
                break
            if other != term and self.count(other) and other.isalpha() and _same_family(term, other):
                found.append(other)
        return found[:_MOST_RELATIVES]

    def neighbours(self, word: str) -> list[Neighbour]:
        """Known words near a word, the likeliest first; none for a word with a digit."""
        if not (_SHORTEST <= len(word) <= _LONGEST and word.isalpha()):
            return []
        # Many mistype alike, and some repeat themselves.
        known = self._nearest
        near = known.get(word)
        if near is None:
            if len(known) >= _MOST_KEPT:
                known.clear()
            near = known[word] = self._neighbours(word)
        return near

    def _neighbours(self, word: str) -> list[Neighbour]:
        for edits in range(1, 3 if len(word) >= _LONG else 2):
            near = self._at(edits, word)
            if near:
                return [Neighbour(known, edits) for _, _, known in near[:_MOST_NEIGHBOURS]]
        return []

    def _at(self, edits: int, word: str) -> list[tuple[bool, float, str]]:
        """Known words so many edits away, in the order of their likelihood."""
        near: list[tuple[bool, float, str]] = []
        for known, distance in self._spelling.near(word, edits):
            if distance != edits or (edits > 1 and known in STOP_WORDS) or len(known) < _SHORTEST - 1:
                continue
            often = self.state.passages if known in STOP_WORDS else self.count(stem(known))
            if often or known in COMMON_WORDS:
                near.append((known[0] != word[0], -often, known))
        return sorted(near)


def _ending_in_plus(terms: Iterable[str]) -> list[str]:
    return [term for term in terms if term.endswith("+")]


def _same_family(one: str, other: str) -> bool:
    common = Prefix.similarity(one, other)
    shorter, longer = sorted((len(one), len(other)))
    return common >= max(_SHORTEST, _FAMILY_SHARE * longer, shorter - 1)
