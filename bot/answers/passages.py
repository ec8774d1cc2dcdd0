"""A text → passages: where each stands, and the terms and words that go into the index."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from itertools import chain

from bot.answers.language import STOP_WORDS
from bot.answers.tokens import fold, is_word, plus_signs, read_unit, stem, unit_terms, units
from storage.passage_records import ARTICLE, IndexedText, PassageTerms, ReadTexts, TextTerms

# Measured: one passage for a short text, otherwise about 1,100 characters with 200 in common.
_WHOLE = 1_800
_LENGTH = 1_100
_OVERLAP = 200
# Beyond it a text is not a newsroom's; what follows stays unindexed rather than the bot busy.
_MOST_CHARACTERS = 400_000
_MOST_UNITS = 50_000

# The look ahead changes nothing but the time: three times as quick.
_SENTENCE_END = re.compile(r"(?=[.!?…\n])(?:[.!?…]+[\"»”’')\]]*\s+|\n+)")
_MARKDOWN = re.compile(
    r"\\(?=[\\*_~`|\[\]<>#+.-])|\*\*|__|~~|`+|^>+ ?|\]\(<?[^)>]*>?\)|\[(?=[^\]]*\]\()|\u200b", re.MULTILINE
)


def plain(markdown: str) -> str:
    """A comment's Discord markdown → its words."""
    return _MARKDOWN.sub("", markdown).strip()


class Units(dict[str, tuple[str, ...]]):
    """The units of the texts read so far, each with its terms.

    `words` are the pairs of term and word as written, of the units that are new.
    """

    def __init__(self) -> None:
        super().__init__()
        self.words: set[tuple[str, str]] = set()

    def __missing__(self, raw: str) -> tuple[str, ...]:
        if len(self) >= _MOST_UNITS:
            self.clear()
        terms = self[raw] = unit_terms(raw)
        self.words.update(zip(terms, [raw], strict=False) if is_word(raw) else _words(raw))
        return terms


def read_texts(texts: Iterable[IndexedText], known: Units | None = None) -> ReadTexts:
    """Stored texts, ready for the index; the words of units that are `known` are left out.

    Costs processor time: not for the event loop.
    """
    known = Units() if known is None else known
    known.words = set()
    counts: Counter[str] = Counter()
    ready = tuple(_read_text(text, known, counts) for text in texts)
    return ReadTexts(ready, counts, frozenset(known.words))


def _read_text(text: IndexedText, known: Units, counts: Counter[str]) -> TextTerms:
    body = (plain(text.text) if text.ref.comment_id != ARTICLE else text.text)[:_MOST_CHARACTERS]
    title = _read(text.title, known)
    if text.ref.comment_id == ARTICLE:
        context = _read(" ".join((text.subtitle, text.author, *text.categories)), known)
    else:
        title, context = [], title
    found: list[PassageTerms] = []
    for first, last in split(body):
        terms = _read(body[first:last], known)
        counts.update({*title, *terms, *context})
        found.append(PassageTerms(first, last, " ".join(title), " ".join(terms), " ".join(context)))
    return TextTerms(text.ref, text.digest, tuple(found))


def _read(text: str, known: Units) -> list[str]:
    """The terms of a text; the units are noted."""
    return [*chain.from_iterable(map(known.__getitem__, units(fold(plus_signs(text)))))]


def _words(raw: str) -> Iterable[tuple[str, str]]:
    """The words of a unit, each with its term, for those who mistype it."""
    unit = read_unit(raw)
    return [
        (stem(word), word) for word in (*unit.words, unit.joined) if word.isalpha() and word not in STOP_WORDS
    ]


def split(text: str) -> list[tuple[int, int]]:
    """Where the passages of a text stand, as (first, last) characters; at least one, even of nothing."""
    if len(text) <= _WHOLE:
        return [(0, len(text))]
    ends = sentence_ends(text)
    found: list[tuple[int, int]] = []
    first = 0
    while first < len(text):
        fitting = [end for end in ends if first < end <= first + _LENGTH]
        last = fitting[-1] if fitting else min(first + _LENGTH, len(text))
        if len(text) - last < _OVERLAP:
            last = len(text)
        found.append((first, last))
        if last == len(text):
            break
        again = [end for end in ends if last - _OVERLAP <= end < last and end > first]
        first = again[0] if again else last
    return found


def sentence_ends(text: str) -> list[int]:
    """Where sentences end: after the mark and the space behind it, and at the end of the text."""
    return [*(match.end() for match in _SENTENCE_END.finditer(text)), len(text)]
