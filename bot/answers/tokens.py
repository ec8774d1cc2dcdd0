"""Text → the terms that are indexed and asked for, the same on both sides.

Case, accents and ligatures are folded, elisions stripped, French and English stop words dropped, the rest
stemmed. A hyphenated word counts as its parts and joined (T-Mobile: mobile, tmobile); a model name that is
written apart is joined (Q 10: q10). A word with a digit is never stemmed, and keeps its plus (S9+ is not S9;
S9 Plus is S9+).
"""

from __future__ import annotations

import re
import threading
import unicodedata
from collections.abc import Callable, Sequence, Set
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain

import Stemmer

from bot.answers.language import STOP_WORDS

VERSION = "5"
"""Goes into what the index remembers of a text: another version here, and every text is read again."""

_LIGATURES = (
    ("œ", "oe"),
    ("æ", "ae"),
    ("ß", "ss"),
    ("’", "'"),
    ("ʼ", "'"),
    ("‘", "'"),
    ("‐", "-"),
    ("‑", "-"),
)
_MARKS = re.compile("[\u0300-\u036f]+")
# Grave, acute, circumflex, diaeresis, cedilla, tilde.
_USUAL_MARKS = "\u0300\u0301\u0302\u0308\u0327\u0303"

# Most of a text is plain words: they come first, and what no unit begins with is not looked at twice.
_UNIT = re.compile(
    r"""
    (?=[^\W_])(?:
    [a-z]{2,}+(?![\w'.&+\#-])(?<!iphone)(?<!watch)(?<!playstation)
    | (?<![\w.,])\d{1,3}(?:[ ,]\d{3})+(?:[.,]\d{1,2})?(?![\w,])       # 1 299,99   1,299.99
    | (?<!\d)\d{1,3}(?:[.,]\d+)?[ ]?[scx](?![\w'])\+*                         # 5 s
    | (?:iphone|watch)[ ]se(?!\w)                                  # a stop word, but not there
    | playstation[ ]?\d(?!\w)                                     # what everybody calls PS5
    | (?<!\d)[2-6][ ]?g(?!\w)\+*                                    # 5 G
    | (?<!['\w])[b-hj-xz][ -]?\d+(?:\.\d+)?[a-z]{0,2}(?!\w)\+*      # Q 10   S-9+
    | \d+(?:[.,]\d+)+\+*                                            # 10.5   3.5.1
    | [^\W_]+(?:['.&-][^\W_]+)*[+\#]*                               # a word, and what hangs together
    )""",
    re.VERBOSE,
)
_MEASURE = re.compile(r"(\d+)(k?o|k?b|mo|mb|go|gb|to|tb|mah|kwh|wh|w|mpx?|[gmk]?hz|kg|g|mm|cm|km|eur|h|min)")
_SAME_UNIT = {"gb": "go", "mb": "mo", "kb": "ko", "tb": "to"}
_ELISION = re.compile(r"^(?:[cdjlmnst]|qu|jusqu|lorsqu|puisqu|quoiqu)'")
_INVERSION = re.compile(
    r"(?:-t)?-(?:il|elle|on|ils|elles|je|tu|nous|vous|ce|ci|la|y|en|moi|toi|lui|leur|le|les)$"
)
_GLUED = re.compile(r"^([a-z]{3,})(\d+[a-z]{0,2}\+*)$")
_PLAYSTATION = re.compile(r"playstation ?(\d)")
_PLUS = re.compile(r"(?<=\d)([a-z]?\)?)(?: Plus|(?<!\))[Pp]lus)\b")
_SEPARATORS = re.compile(r"['.&-]+")
_SPACED = re.compile(r"[ -]")
# "Créée" without accents is no form of "créé" to the stemmer.
_CREATED = ("eee", "eees")
_LONGEST = 40
_MOST_KNOWN = 50_000

_stemmers = threading.local()


@dataclass(frozen=True, slots=True)
class Unit:
    """What hangs together in a text: its words, and them joined where there are several ("" otherwise)."""

    words: tuple[str, ...]
    joined: str = ""


def fold(text: str) -> str:
    """Lower case without accents and ligatures; the length may change."""
    if text.isascii():
        return text.lower()
    folded = text.lower()
    # Ten times as quick as str.translate.
    for ligature, letters in _LIGATURES:
        folded = folded.replace(ligature, letters)
    folded = unicodedata.normalize("NFKD", folded)
    for mark in _USUAL_MARKS:
        folded = folded.replace(mark, "")
    return folded if folded.isascii() else _MARKS.sub("", folded)


def plus_signs(text: str) -> str:
    """S9 Plus → S9+, S9plus too, in as many characters. Only a capital tells it from S9 plus cher."""
    if "lus" not in text:
        return text
    return _PLUS.sub(lambda match: _with_sign(match[1]).ljust(len(match[0])), text)


def _with_sign(end: str) -> str:
    """The end of a name with its plus, which stands within the brackets: (2a) Plus is (2a+)."""
    return end[:-1] + "+)" if end.endswith(")") else end + "+"


def fold_with_places(text: str) -> tuple[str, Sequence[int]]:
    """The folded text, and for each of its characters the place in `text` that it came from."""
    folded = fold(text)
    if len(folded) == len(text) and not _MARKS.search(text):
        # Without loose marks folding shortens nothing, so it has lengthened nothing either.
        return folded, range(len(text))
    folds = {character: fold(character) for character in {*text}}
    places = [place for place, character in enumerate(text) for _ in folds[character]]
    return "".join(map(folds.__getitem__, text)), places


def units(folded: str) -> list[str]:
    """The pieces of a folded text that hang together, raw."""
    return _UNIT.findall(folded)


def terms(text: str) -> list[str]:
    """The terms of a text in its order, as they are indexed."""
    return list(chain.from_iterable(map(unit_terms, _UNIT.findall(fold(plus_signs(text))))))


def spans(text: str, wanted: Set[str]) -> list[tuple[int, int]]:
    """Where units with one of the wanted terms stand in the text, as (start, end)."""
    return [(first, last) for first, last, _ in units_with(text, wanted)]


def units_with(text: str, wanted: Set[str]) -> list[tuple[int, int, tuple[str, ...]]]:
    """The units with one of the wanted terms, as (start, end, terms)."""
    folded, places = fold_with_places(plus_signs(text))
    without = frozenset(wanted).isdisjoint
    return [
        (places[match.start()], places[match.end() - 1] + 1, found)
        for match in _UNIT.finditer(folded)
        if not without(found := unit_terms(match.group()))
    ]


def is_word(raw: str) -> bool:
    """Whether a raw unit is one word and needs no taking apart."""
    return raw.isalpha() and len(raw) <= _LONGEST and raw not in _SAME_UNIT


class _Known(dict[str, tuple[str, ...]]):
    """The terms of the units that were met, emptied when full: `lru_cache` takes longer to answer."""

    def __missing__(self, raw: str) -> tuple[str, ...]:
        if len(self) >= _MOST_KNOWN:
            self.clear()
        found = self[raw] = _read_terms(raw)
        return found


unit_terms: Callable[[str], tuple[str, ...]] = _Known().__getitem__
"""The terms of one raw unit."""


def _read_terms(raw: str) -> tuple[str, ...]:
    if raw in STOP_WORDS:
        return ()
    if is_word(raw):
        return (stem(raw),)
    unit = read_unit(raw)
    kept = [stem(word) for word in unit.words if word not in STOP_WORDS]
    if unit.joined and kept:
        kept.append(stem(unit.joined))
    return tuple(kept)


@lru_cache(maxsize=10_000)
def read_unit(raw: str) -> Unit:
    """A raw unit taken apart."""
    return Unit((_SAME_UNIT.get(raw, raw[:_LONGEST]),)) if raw.isalpha() else _taken_apart(raw)


def _taken_apart(raw: str) -> Unit:
    if raw[0].isdigit() or (len(raw) > 1 and raw[1:].lstrip(" -")[:1].isdigit()):
        number = _number(raw)
        if number:
            return Unit((number,))
    if raw.endswith(" se") or _PLAYSTATION.fullmatch(raw):
        return _name(raw)
    word = _ELISION.sub("", raw)
    word = _INVERSION.sub("", word)
    parts = tuple(part for part in _SEPARATORS.split(word) if part)
    if len(parts) > 1 and parts[-1] in {"s", "t"} and "'" in word:  # John's, don't
        parts = parts[:-1]
    if len(parts) == 1:
        measure = _MEASURE.fullmatch(parts[0])
        if measure:
            return Unit((measure[1], _SAME_UNIT.get(measure[2], measure[2])))
        if parts[0] in _SAME_UNIT:
            return Unit((_SAME_UNIT[parts[0]],))
        glued = _GLUED.match(parts[0])
        return Unit((glued[1], glued[2]), parts[0]) if glued else Unit((parts[0][:_LONGEST],))
    joined = "".join(parts)
    return Unit(parts, "" if joined.isdigit() or len(joined) > _LONGEST else joined)


def _name(raw: str) -> Unit:
    """A name whose second word alone would say nothing: iPhone SE, PlayStation 5."""
    if playstation := _PLAYSTATION.fullmatch(raw):
        return Unit(("playstation", playstation[1]), "ps" + playstation[1])
    return Unit((raw[:-3], raw.replace(" ", "_")))


def _number(raw: str) -> str:
    """A number or model name in one piece ("" where the unit is more than that)."""
    if re.fullmatch(r"\d{1,3}(?:[ ,]\d{3})+(?:[.,]\d{1,2})?", raw):
        whole, _, cents = re.sub(r"[ ,](?=\d{3})", "", raw).replace(",", ".").partition(".")
        return f"{whole}.{cents}" if cents.strip("0") else whole
    if re.fullmatch(r"\d+(?:[.,]\d+)*(?: ?[scxg])?\+*", raw):
        return re.sub(r"[.,]00$", "", raw.replace(" ", "")).replace(",", ".")
    if re.fullmatch(r"[a-z][ -]?\d+(?:\.\d+)?[a-z]{0,2}\+*", raw):
        return _SPACED.sub("", raw)
    return ""


@lru_cache(maxsize=10_000)
def stem(word: str) -> str:
    """The stem of a folded word; a word with a digit is its own."""
    if not word.isalpha() or not word.isascii() or len(word) < 4:
        return word
    try:
        french, english = _stemmers.pair
    except AttributeError:
        # Without their own caches, which cost more than stemming.
        french, english = _stemmers.pair = (Stemmer.Stemmer("french", 0), Stemmer.Stemmer("english", 0))
    if word.endswith(_CREATED):
        word = word.replace("eee", "ee")
    return str(english.stemWord(french.stemWord(word)))
