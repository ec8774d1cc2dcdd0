"""Products' names: how they are written, which ones are the same, which ones are siblings."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Literal

from bot.answers import product_lexicon as lexicon
from bot.answers.product_words import NUMBERED_WORDS, ROMAN, TAIL_WORDS
from bot.answers.tokens import fold

Kind = Literal["model", "service", "software"]
Role = Literal["maker", "carmaker", "line", "family", "service", "program", "platform"]

_PIECES = re.compile(r"[^\W_]+(?:\+{1,2})?|\+")
_SPLIT = re.compile(r"(?<=[a-z]{3})(?=\d)")


@dataclass(frozen=True, slots=True)
class Entry:
    """A known name. A `shy` one is also an ordinary word."""

    name: str
    role: Role
    shy: bool
    words: tuple[str, ...]

    @property
    def makes(self) -> bool:
        """Whether it is a maker's name."""
        return self.role in {"maker", "carmaker"}


_SECTIONS: tuple[tuple[Role, str], ...] = (
    ("maker", lexicon.MAKERS),
    ("maker", lexicon.PLANEMAKERS),
    ("carmaker", lexicon.CARMAKERS),
    ("line", lexicon.LINES),
    ("family", lexicon.FAMILIES),
    ("platform", lexicon.PLATFORMS),
    ("service", lexicon.SERVICES),
    ("program", lexicon.PROGRAMS),
    ("program", lexicon.RELEASES),
)


@cache
def entries() -> Mapping[str, Sequence[Entry]]:
    """Known names by their first folded word, the longest first."""
    found: dict[str, list[Entry]] = {}
    for role, names in _SECTIONS:
        for written in names.split(","):
            name = " ".join(written.split())
            words = tuple(fold(name.removeprefix("@")).split())
            found.setdefault(words[0], []).append(
                Entry(name.removeprefix("@"), role, name.startswith("@"), words)
            )
    return {word: sorted(group, key=lambda each: -len(each.words)) for word, group in found.items()}


@cache
def lexicon_words() -> frozenset[str]:
    """The folded words of all known names: they are written so, and not mistyped."""
    return frozenset(word for group in entries().values() for entry in group for word in entry.words)


def entries_at(folded: Sequence[str], place: int) -> Iterable[Entry]:
    """The known names that begin at a word, the longest first."""
    for entry in entries().get(folded[place], ()):
        if len(entry.words) == 1 or tuple(folded[place : place + len(entry.words)]) == entry.words:
            yield entry


@lru_cache(maxsize=10_000)
def glued(word: str) -> int:
    """Where a known line's name ends that hangs on to its number (iPhone15: 6); 0 where none does."""
    match = re.match(r"([^\W\d_]{3,})-?\d", word)
    if not match:
        return 0
    known = entries().get(fold(match[1]), ())
    glues = any(
        len(each.words) == 1 and not each.shy and each.role in {"line", "family", "platform"}
        for each in known
    )
    return len(match[1]) if glues else 0


def canonical(name: str) -> str:
    """A name in its usual spelling: spaces, plus signs and known names set right. Idempotent."""
    words = " ".join(name.split()).split(" ")
    folded = [fold(word) for word in words]
    written: list[str] = []
    place = 0
    while place < len(words):
        entry = next(iter(entries_at(folded, place)), None) if folded[place] else None
        if entry and (not entry.shy or len(words) > 1 or words[0] != words[0].lower()):
            written.append(entry.name)
            place += len(entry.words)
        else:
            written.append(words[place])
            place += 1
    return spell(written)


def spell(pieces: Sequence[str]) -> str:
    """Pieces of a name joined: Q 10 → Q10, 5 s → 5s, S9 Plus → S9+, z10 → Z10."""
    joined = " ".join(pieces)
    apart = re.match(r"(\w+ )?([B-HJ-Z]) (?=\d{1,3}\b)", joined)
    if apart and (not apart[1] or apart[1] == "Galaxy " or _maker(fold(apart[1].strip()))):
        joined = joined[: apart.end() - 1] + joined[apart.end() :]
    joined = re.sub(r"(?<=\d) ([sScC])(?![^\W_])", lambda match: match[1].lower(), joined)
    joined = re.sub(
        r"(?:^|(?<=^Galaxy ))([a-z])(?=\d+[a-z]?\+?(?![^\W_]))", lambda match: match[1].upper(), joined
    )
    joined = re.sub(r"(?<![^\W_])(S\d{1,2})(?:e|FE)? (?:[Pp]lus)(?![^\W_])", r"\1+", joined)
    joined = re.sub(r" \+(?![^\W_])", "+", joined)
    joined = re.sub(r"(?<=\d )(se|fe|xl)(?![^\W_])", lambda match: match[1].upper(), joined)
    return re.sub(r" (pro|ultra|lite|max|plus|slim|super)(?![^\W_])", lambda match: match[0].title(), joined)


NUMERALS: Mapping[str, str] = {
    "ii": "2", "iii": "3", "iv": "4", "vi": "6", "vii": "7", "viii": "8", "ix": "9", "xi": "11", "xii": "12",
    "xiii": "13", "xiv": "14", "xv": "15", "xvi": "16",
}  # fmt: skip
"""How the number behind a name is also written: GTA VI is GTA 6."""


@lru_cache(maxsize=20_000)
def key(name: str) -> tuple[str, ...]:
    """The pieces by which names are compared: folded, aliases resolved, well-known makers left out."""
    folded = fold(canonical(name))
    for alias, full in lexicon.ALIASES.items():
        if re.match(re.escape(alias) + r"(?![^\W\d_+])", folded):
            folded = full + " " + folded[len(alias) :]
            break
    pieces: list[str] = []
    for piece in _PIECES.findall(folded):
        if piece in {"plus", "+"} and pieces:
            pieces[-1] += "+"
        elif piece in NUMERALS and pieces and pieces[-1].isalpha():
            pieces.append(NUMERALS[piece])
        else:
            pieces += _SPLIT.split(piece)
    while len(pieces) > 1 and _maker(pieces[0]) and not pieces[1].isdigit():
        del pieces[0]
    if len(pieces) > 1 and pieces[0] == "galaxy" and re.fullmatch(r"[^\W\d_]\d+.*", pieces[1]):
        del pieces[0]
    return tuple(pieces)


def same(first: str, second: str) -> bool:
    """Whether two names are one product's; also K9 and Veltra K9. Never two siblings."""
    one, other = key(first), key(second)
    if "".join(one) == "".join(other):
        return _makers_agree(first, second)
    return _makers_agree(first, second) and (shortens(one, other) or shortens(other, one))


def shortens(short: Sequence[str], full: Sequence[str]) -> bool:
    """Whether a name is the end of another one: K9 of Veltra K9, Watch 4 of Pulsar Watch 4."""
    lead = len(full) - len(short)
    return (
        0 < lead <= 2
        and bool(short)
        and tuple(full[lead:]) == tuple(short)
        and short[0][0].isalpha()
        and any(character.isdigit() for piece in short for character in piece)
        and all(piece.isalpha() for piece in full[:lead])
    )


def siblings(name: str, names: Iterable[str]) -> list[str]:
    """The other products of a name's family, in the order given: Q10 and Z10, S9 and S9+."""
    return [other for other in names if _related(name, other) and not same(name, other)]


def _related(name: str, other: str) -> bool:
    shape, code = _family(name)
    other_shape, other_code = _family(other)
    shared = min(len(shape), len(other_shape))
    if not shared or shape[-shared:] != other_shape[-shared:]:
        return False
    if not _makers_agree(name, other):
        return False
    near = code[:1] == other_code[:1] or code[1:] == other_code[1:]
    return near or maker(name) == maker(other) != ""


def _family(name: str) -> tuple[tuple[str, ...], str]:
    """What a name is without its model: words, a letter with a number as a9; and the first such code."""
    found: list[str] = []
    code = ""
    for piece in key(name):
        bare = piece.rstrip("+")
        if re.fullmatch(r"[a-z]\d+[a-z]*", bare):
            code = code or re.sub(r"(?<=\d)\D+$", "", bare)
            found.append("a9")
        elif not (bare[:1].isdigit() or bare in TAIL_WORDS | NUMBERED_WORDS or bare.upper() in ROMAN):
            found.append(re.sub(r"\d.*", "9", bare))
    return tuple(found), code


def _makers_agree(first: str, second: str) -> bool:
    one, other = maker(first), maker(second)
    return not one or not other or one == other


def maker(name: str) -> str:
    """The well-known maker that a name begins with, folded; "" where it does not."""
    word = fold(name).split(" ", 1)[0]
    return word if _maker(word) else ""


def _maker(word: str) -> bool:
    return any(
        each.role in {"maker", "carmaker"} and len(each.words) == 1 for each in entries().get(word, ())
    )
