"""A text → passages: where each stands, and the terms and words that go into the index."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from functools import lru_cache

from bot.answers.language import STOP_WORDS
from bot.answers.tokens import fold, plus_signs, read_unit, stem, unit_terms, units
from storage.passage_records import ARTICLE, IndexedText, PassageTerms, ReadTexts, TextTerms

# Measured: one passage for a short text, otherwise about 1,100 characters with 200 in common.
_WHOLE = 1_800
_LENGTH = 1_100
_OVERLAP = 200
# Beyond it a text is not a newsroom's; what follows stays unindexed rather than the bot busy.
_MOST_CHARACTERS = 400_000

# The look ahead changes nothing but the time: three times as quick.
_SENTENCE_END = re.compile(r"(?=[.!?…\n])(?:[.!?…]+[\"»”’')\]]*\s+|\n+)")
_MARKDOWN = re.compile(
    r"\\(?=[\\*_~`|\[\]<>#+.-])|\*\*|__|~~|`+|^>+ ?|\]\(<?[^)>]*>?\)|\[(?=[^\]]*\]\()|\u200b", re.MULTILINE
)


def plain(markdown: str) -> str:
    """A comment's Discord markdown → its words."""
    return _MARKDOWN.sub("", markdown).strip()


class _Units(dict[str, str]):
    """The units of some texts, each with its terms parted by spaces; `words` are theirs, with their terms."""

    def __init__(self) -> None:
        super().__init__()
        self.words: set[tuple[str, str]] = set()

    def __missing__(self, raw: str) -> str:
        spaced, spelled = _taken_apart(raw)
        self.words.update(spelled)
        self[raw] = spaced
        return spaced


def read_texts(texts: Iterable[IndexedText]) -> ReadTexts:
    """Stored texts, ready for the index. Costs processor time: not for the event loop."""
    known = _Units()
    counts: Counter[str] = Counter()
    ready = tuple(_read_text(text, known) for text in texts)
    for each in ready:
        for passage in each.passages:
            counts.update(passage.terms())
    return ReadTexts(ready, counts, frozenset(known.words))


def _read_text(text: IndexedText, known: _Units) -> TextTerms:
    body = (plain(text.text) if text.ref.comment_id != ARTICLE else text.text)[:_MOST_CHARACTERS]
    title = _read(text.title, known)
    if text.ref.comment_id == ARTICLE:
        context = _read(" ".join((text.subtitle, text.author, *text.categories)), known)
    else:
        title, context = "", title
    passages = tuple(
        PassageTerms(first, last, title, _read(body[first:last], known), context)
        for first, last in split(body)
    )
    return TextTerms(text.ref, text.digest, passages)


def _read(text: str, known: _Units) -> str:
    """The terms parted by spaces; the units are noted."""
    return " ".join(filter(None, map(known.__getitem__, units(fold(plus_signs(text))))))


@lru_cache(maxsize=30_000)
def _taken_apart(raw: str) -> tuple[str, tuple[tuple[str, str], ...]]:
    """The terms of a unit, parted by spaces; and its words, each with its term, for those who mistype it."""
    unit = read_unit(raw)
    words = {*unit.words, unit.joined}
    spelled = tuple((stem(word), word) for word in words if word.isalpha() and word not in STOP_WORDS)
    return " ".join(unit_terms(raw)), spelled


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
