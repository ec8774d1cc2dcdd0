"""What stands behind a product's name and belongs to it: numbers, codes, Pro Max, Mark II."""

from __future__ import annotations

from bot.answers.product_names import entries_at
from bot.answers.product_text import Words
from bot.answers.product_words import (
    AFTER_PLUS,
    MAKING_WORDS,
    NAMING_COUNTERS,
    NUMBERED_WORDS,
    SMALL_TAIL_WORDS,
    TAIL_WORDS,
    THINGS,
)

_MOST_PIECES = 6
_MOST_CAPITALS = 3


def read_tail(words: Words, place: int, *, known: bool, years: bool = False) -> tuple[tuple[str, ...], int]:
    """The numbers, codes and words of a model from a word on, and where they stop.

    Behind a `known` name more counts as a model's; `years` says that a year does.
    """
    pieces: list[str] = []
    while words.follows(place) and len(pieces) < _MOST_PIECES:
        taken = read_piece(words, place, pieces, known=known, years=years)
        if not taken:
            break
        pieces += words.words[place : place + taken]
        place += taken
    return tuple(pieces), place


def read_piece(words: Words, place: int, pieces: list[str], *, known: bool, years: bool = False) -> int:
    """How many words (0 for none) from here on belong to a name with these pieces behind it."""
    word = words.words[place]
    if word[0].isdigit():
        return int(_numeral(words, place, pieces, known=known, years=years))
    if words.model(place, known=known) or words.roman(place):
        return 1
    if words.folded[place] in NUMBERED_WORDS and words.capital(place) and numbered(words, place + 1):
        return 2
    if len(word) == 1:
        return int(_letter(words, place, pieces, known=known))
    if words.capital(place):
        return int(words.folded[place].rstrip("+") in TAIL_WORDS and word != "Se")
    return int(_small(words, place, pieces, known=known))


def _numeral(words: Words, place: int, pieces: list[str], *, known: bool, years: bool) -> bool:
    word = words.words[place]
    if not word.rstrip("+").replace(".", "").replace("-", "").isdigit():
        return words.model(place, known=known)
    second = any(piece[0].isdigit() for piece in pieces)
    if (second and len(word) < 3) or (words.year(place) and not years):
        return False
    return words.number(place, known=known)


def _letter(words: Words, place: int, pieces: list[str], *, known: bool) -> bool:
    """Series X, Tab A 10; iPhone 5 s, but not 5 s'est."""
    word = words.words[place]
    elided = words.behind(place, 1) in {"'", "’"}
    if word in {"s", "c"}:
        behind_number = bool(pieces) and pieces[-1].isdigit() and words.gap(place) == " "
        return known and behind_number and not elided
    if not word.isupper():
        return False
    lettered = (known or bool(pieces)) and not elided and word not in "AÀYIL"
    return lettered or numbered(words, place + 1)


def _small(words: Words, place: int, pieces: list[str], *, known: bool) -> bool:
    """Words in small letters: iphone 13 mini, s9 plus; not "plus cher"."""
    word = words.words[place]
    ends = not words.follows(place + 1)
    modelled = bool(pieces) or any(map(str.isdigit, words.words[place - 1]))
    if word == "se":
        return known and modelled and ends
    if word == "plus":
        return known and modelled and (ends or words.folded[place + 1] in AFTER_PLUS)
    if word == "max":
        return bool(pieces) and pieces[-1].casefold() == "pro"
    return (known or modelled) and word.rstrip("+") in SMALL_TAIL_WORDS


def numbered(words: Words, place: int) -> bool:
    """Whether a number, Roman or not, or a single letter follows."""
    if not words.follows(place):
        return False
    word = words.words[place]
    return words.number(place) or words.roman(place) or (len(word) == 1 and word.isupper())


def read_capitals(words: Words, place: int) -> tuple[tuple[str, ...], int]:
    """The unknown capitalised words from a word on, and where they stop."""
    found: list[str] = []
    while words.follows(place) and len(found) < _MOST_CAPITALS and _joins(words, place):
        if words.folded[place] in TAIL_WORDS - THINGS or _begins_another(words, place):
            break
        found.append(words.words[place])
        place += 1
    return tuple(found), place


def _joins(words: Words, place: int) -> bool:
    counter = words.folded[place] in NAMING_COUNTERS and words.capital(place)
    return words.name(place) or (counter and numbered(words, place + 1))


def _begins_another(words: Words, place: int) -> bool:
    return any(not entry.shy for entry in entries_at(words.folded, place))


def marked(piece: str) -> bool:
    """Whether a piece tells a model: a digit, a Roman number, a single letter."""
    return any(map(str.isdigit, piece)) or set(piece) <= set("IVX") or len(piece) == 1


def counts(words: Words, stop: int) -> bool:
    """Whether what stands behind a number is counted by it: et 15 coques."""
    return words.follows(stop) and words.folded[stop].endswith("s") and len(words.folded[stop]) > 4


def makes(piece: str) -> bool:
    """Whether a word in capitals makes a name of the one before it: Mnémo Pro."""
    return piece != piece.lower() and piece.casefold() in MAKING_WORDS
