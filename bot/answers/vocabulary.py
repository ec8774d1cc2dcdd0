"""The words of the index in memory: how rare a term is, and which word a mistyped one was meant to be."""

from __future__ import annotations

import itertools
import math
from bisect import bisect_left, insort
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from rapidfuzz import process
from rapidfuzz.distance import OSA, Prefix

from bot.answers.language import COMMON_WORDS, STOP_WORDS
from bot.answers.tokens import stem
from storage.passage_records import IndexState

# An edit in a word of 4 to 7 letters, two from 8; shorter words are too near to one another.
_SHORTEST = 4
_LONG = 8
_MOST_NEIGHBOURS = 3


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
    """Counts in passages: `terms` are stems, `words` as written and folded; `state` is the index's."""

    state: IndexState = field(default_factory=IndexState)
    terms: dict[str, int] = field(default_factory=dict)
    words: set[str] = field(default_factory=set)
    _by_length: dict[int, list[str]] = field(default_factory=dict)
    _sorted: list[str] = field(default_factory=list)

    @classmethod
    def of(cls, state: IndexState, terms: dict[str, int], words: Iterable[str]) -> Vocabulary:
        """A vocabulary from what the index keeps. Costs processor time: not for the event loop."""
        made = cls(state, terms, _sorted=sorted(terms))
        made._learn(words)
        made._learn(word for word in STOP_WORDS | COMMON_WORDS if len(word) >= _SHORTEST and word.isalpha())
        return made

    def update(self, state: IndexState, counts: Mapping[str, int], words: Iterable[str]) -> None:
        """Follow a change of the index: `counts` are added to the terms', `words` may be new."""
        for term, count in counts.items():
            now = self.terms.get(term, 0) + count
            if term not in self.terms:
                insort(self._sorted, term)
            self.terms[term] = now
        self._learn(words)
        self.state = state

    def _learn(self, words: Iterable[str]) -> None:
        for word in words:
            if word not in self.words:
                self.words.add(word)
                self._by_length.setdefault(len(word), []).append(word)

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
        start = bisect_left(self._sorted, term[:_SHORTEST])
        for other in itertools.islice(self._sorted, start, start + _MOST_LOOKED_AT):
            if not other.startswith(term[:_SHORTEST]):
                break
            if other != term and self.count(other) and other.isalpha() and _same_family(term, other):
                found.append(other)
        return found[:_MOST_RELATIVES]

    def neighbours(self, word: str) -> list[Neighbour]:
        """Known words near a word, the likeliest first; none for a word with a digit."""
        if len(word) < _SHORTEST or not word.isalpha():
            return []
        edits = 2 if len(word) >= _LONG else 1
        near: list[tuple[int, bool, float, str]] = []
        for length in range(max(len(word) - edits, 3), len(word) + edits + 1):
            for known, distance, _ in process.extract(
                word, self._by_length.get(length, ()), scorer=OSA.distance, score_cutoff=edits, limit=None
            ):
                if distance > 1 and known in STOP_WORDS:
                    continue
                often = self.state.passages if known in STOP_WORDS else self.count(stem(known))
                if often or known in COMMON_WORDS:
                    near.append((distance, known[0] != word[0], -often, known))
        near.sort()
        return [
            Neighbour(known, edits) for edits, _, _, known in near[:_MOST_NEIGHBOURS] if edits == near[0][0]
        ]


def _same_family(one: str, other: str) -> bool:
    common = Prefix.similarity(one, other)
    shorter, longer = sorted((len(one), len(other)))
    return common >= max(_SHORTEST, _FAMILY_SHARE * longer, shorter - 1)
