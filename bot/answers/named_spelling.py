"""A question's names as its titles write them: what a reader in a hurry puts in small letters."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache

from bot.answers.language import MODEL_WORDS, STOP_WORDS
from bot.answers.product_names import entries_at
from bot.answers.tokens import fold

_PIECE = re.compile(r"[^\W_]+\+?")
_UNIT = (
    r"(?:to|tb|go(?! (?:with|to|for|on|without|from|in|at|per|between)\b)|gb|mo|mb|gigs?"
    r"|gigas?|(?:t[eé]ra|giga|m[eé]ga)(?:bytes?|octets?)|inch(?:es)?|pouces?"
    r"|euros?|eur|dollars?|pounds?|mois|months?|mah|k?wh|watts?|hz|km|kg|mm|cm)"
)
_MEASURE = re.compile(rf"\b\d+(?:[.,]\d+)?[ -]?{_UNIT}\b", re.IGNORECASE)
_LETTER = re.compile(r"(?:(?<=\d )[setxz]|(?<=series )[sx])\b(?!')", re.IGNORECASE)
_INCHES = re.compile(r"1[0-7]")
_SHORTEST = 4
_TITLE_CASE = 0.7
_MOST_WORDS = 40


def counted_apart(question: str) -> str:
    """A question without its measures, which are no models: the 1 of OLED 1 terabyte."""
    return _MEASURE.sub(",", question)


def respelled(question: str, known: Iterable[str]) -> str:
    """A question with the known names and those of the lexicon in their usual spelling."""
    spelled = _LETTER.sub(lambda match: match[0].upper(), _by_lexicon(question))
    spelling = _spelling(tuple(dict.fromkeys(known)))
    if not spelling:
        return spelled
    pattern = re.compile(rf"(?<![\w+])(?:{'|'.join(spelling)})(?![\w+])", re.IGNORECASE)
    named = {re.sub(r"[\W_]+", "", written.replace("+", "p")): name for written, name in _written(known)}

    def spell(match: re.Match[str]) -> str:
        return named.get(re.sub(r"[\W_]+", "", fold(match[0]).replace("+", "p")), match[0])

    return pattern.sub(spell, spelled)


@lru_cache(maxsize=200)
def _spelling(known: tuple[str, ...]) -> tuple[str, ...]:
    """Patterns of the names, the longest first; spaces and hyphens may be missing."""
    written = sorted((text for text, _ in _written(known)), key=len, reverse=True)
    return tuple(r"[\s-]*".join(map(re.escape, _PIECE.findall(text))) for text in written)


def _written(known: Iterable[str]) -> Iterator[tuple[str, str]]:
    """How each name may be written, folded: whole, and without its maker or line where enough is left."""
    for name in known:
        pieces = _PIECE.findall(fold(name))
        yield " ".join(pieces), name
        rest = pieces[1:]
        if len(rest) > 1 and rest[0].isalpha() and len(rest[0]) >= _SHORTEST and rest[0] not in MODEL_WORDS:
            yield " ".join(rest), name


def _by_lexicon(question: str) -> str:
    """Names of several words that everybody knows, in their usual spelling: hbo max."""
    matches = list(_PIECE.finditer(question))
    folded = [fold(match[0]) for match in matches]
    spelled, done = "", 0
    for place, match in enumerate(matches):
        if match.start() < done:
            continue
        entry = next((each for each in entries_at(folded, place) if len(each.words) > 1), None)
        if entry and not entry.makes and match[0].islower():
            spelled += question[done : match.start()] + entry.name
            done = matches[place + len(entry.words) - 1].end()
    return spelled + question[done:]


def runs(question: str, corrections: Mapping[str, str], titles: Iterable[str]) -> Iterator[tuple[str, ...]]:
    """Names that no pattern knows: words of the question that stand together with capitals in a title."""
    words = [fold(word) for word in _PIECE.findall(question)[:_MOST_WORDS]]
    asked = tuple(corrections.get(word, word) for word in words)
    longest: dict[int, int] = {}
    for title in titles:
        for name in _capitals(title):
            for start, length in _common(asked, name):
                longest[start] = max(longest.get(start, 0), length)
        for start, length in _sized(asked, title):
            longest[start] = max(longest.get(start, 0), length)
    end = 0
    for start in sorted(longest):
        if start < end:
            continue
        end = start + longest[start]
        # The 5 of "orion 5 s" is no name's end.
        if not (asked[end - 1].isdigit() and len("".join(asked[end : end + 1])) == 1):
            yield asked[start:end]


@lru_cache(maxsize=4_000)
def _capitals(title: str) -> tuple[tuple[str, ...], ...]:
    """The runs of at least two words with capitals; none of a title that has them everywhere."""
    places = list(_PIECE.finditer(title))
    capital = [match[0][0].isupper() or match[0].isdigit() for match in places]
    long = [each for each, match in zip(capital, places, strict=True) if len(match[0]) >= _SHORTEST]
    if sum(long) > _TITLE_CASE * len(long) and len(long) > _SHORTEST:
        return ()
    found: list[list[str]] = []
    end = -2
    for match, is_capital in zip(places, capital, strict=True):
        if not is_capital:
            continue
        if match.start() == end + 1 and title[end] in " -":
            found[-1].append(fold(match[0]))
        else:
            found.append([fold(match[0])])
        end = match.end()
    return tuple(tuple(run) for run in found if len(run) > 1)


def _sized(asked: Sequence[str], title: str) -> Iterator[tuple[int, int]]:
    """Where a word with a capital in the title stands before a number that may be its inches."""
    capital = {fold(word) for word in _PIECE.findall(title) if word[0].isupper() and len(word) >= _SHORTEST}
    for start, (word, number) in enumerate(itertools.pairwise(asked)):
        if word in capital and word not in STOP_WORDS and _INCHES.fullmatch(number):
            yield start, 2


def _common(asked: Sequence[str], name: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Where a name's words, at least two and no stop word first, stand in the question: (start, length)."""
    for start, word in enumerate(asked):
        if not word.isalpha() or word in STOP_WORDS:
            continue
        for at, first in enumerate(name):
            length = 0
            if word == first:
                while (
                    asked[start + length : start + length + 1]
                    == tuple(name[at + length : at + length + 1])
                    != ()
                ):
                    length += 1
            if length > 1:
                yield start, length
