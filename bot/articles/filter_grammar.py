"""The language in which a route says which articles it takes: text → a frozen tree and back; pure.

    source:"La Gazette" and (category:Sécurité or /\\bS9\\+?/) -publireportage "fuite de données"

Words and "phrases", /patterns/, fields, and, or, not (et, ou, non, -), parentheses; side by side means and.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from math import prod
from typing import Any, Final

import regex
from lark import Lark, Token, Transformer, UnexpectedCharacters, UnexpectedInput
from lark.exceptions import VisitError

from bot.answers.tokens import fold
from bot.errors import ReaderError

LONGEST: Final = 500
DEEPEST: Final = 10
MOST_PARTS: Final = 50
MOST_PATTERNS: Final = 8

# A pattern's exact repeats are unrolled when it is compiled: nested ones could take all memory.
_MOST_REPEATS = 5_000
_REPEAT = re.compile(r"\{\s*(\d{1,18})")

FIELDS: Final = {
    "source": "source",
    "category": "category",
    "catégorie": "category",
    "categorie": "category",
    "author": "author",
    "auteur": "author",
    "language": "language",
    "langue": "language",
    "title": "title",
    "titre": "title",
    "url": "url",
    "adresse": "url",
}

_GRAMMAR = r"""
?start: either
?either: both (_OR both)*
?both: negated (_AND? negated)*
?negated: (_NOT | _MINUS) negated -> negation
    | atom
?atom: "(" either ")"
    | FIELD value -> field
    | PHRASE -> phrase
    | PATTERN -> pattern
    | WORD -> word
?value: PHRASE -> phrase
    | PATTERN -> pattern
    | WORD -> plain

_OR.3: /(?:or|ou)(?=[\s()"“«]|$)/i
_AND.3: /(?:and|et)(?=[\s()"“«]|$)/i
_NOT.3: /(?:not|non)(?=[\s()"“«]|$)/i
_MINUS.3: /-(?=\S)/
FIELD.4: /(?:source|cat[ée]gorie|category|author|auteur|language|langue|title|titre|url|adresse)\s*:\s*/i
PHRASE: /"(?:[^"\\]|\\.)*"|“[^”]*”|«[^»]*»/s
PATTERN.2: /\/(?:[^\/\\\n]|\\[^\n])+\/i?(?=[\s)]|$)/
WORD.1: /[^\s()"“”«»\/\-][^\s()"“”«»]*/
%ignore /\s+/
"""

_GLANCE = 30
# What is opened and not closed is a character that no token can begin with.
_OPEN = dict.fromkeys('"“”«»', "filter-quote") | {"/": "filter-pattern-open"}
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)
_BARE = re.compile(r"[^\W_][\w.+’'-]*")
_OPERATOR = re.compile("or|ou|and|et|not|non", re.IGNORECASE)
_COLON = re.compile(r"([^\W\d_]+):")


class FilterError(ReaderError):
    """A filter that cannot be read: the text that says why, mostly with `position` (from 1) and `value`."""


@dataclass(frozen=True, slots=True)
class Word:
    """A word, or words that follow each other, with single spaces."""

    text: str

    def __str__(self) -> str:
        if _BARE.fullmatch(self.text) and not _OPERATOR.fullmatch(self.text):
            return self.text
        return '"' + self.text.replace("\\", r"\\").replace('"', r"\"") + '"'


@dataclass(frozen=True, slots=True)
class Pattern:
    """A regular expression; a slash in it has a backslash before."""

    text: str

    def __str__(self) -> str:
        return f"/{self.text}/"


@dataclass(frozen=True, slots=True)
class Field:
    """A word or pattern that one field has to fit; `name` is the English one."""

    name: str
    value: Word | Pattern

    def __str__(self) -> str:
        return f"{self.name}:{self.value}"


@dataclass(frozen=True, slots=True)
class Not:
    """What the part does not take."""

    part: Filter

    def __str__(self) -> str:
        return f"not {_inside(self.part)}"


@dataclass(frozen=True, slots=True)
class And:
    """What all parts take; without parts, everything."""

    parts: tuple[Filter, ...]

    def __str__(self) -> str:
        return " and ".join(map(_inside, self.parts))


@dataclass(frozen=True, slots=True)
class Or:
    """What any of the parts takes."""

    parts: tuple[Filter, ...]

    def __str__(self) -> str:
        return " or ".join(map(_inside, self.parts))


Filter = Word | Pattern | Field | Not | And | Or

EVERYTHING: Final = And(())


def _inside(part: Filter) -> str:
    return f"({part})" if isinstance(part, And | Or) else str(part)


@lru_cache(maxsize=512)
def parse(text: str) -> Filter:
    """A filter as a person wrote it; FilterError where it cannot be read or is too large."""
    if len(text) > LONGEST:
        raise FilterError("filter-too-long", limit=LONGEST, length=len(text))
    found = read(text)
    if depth(found) > DEEPEST:
        raise FilterError("filter-too-deep", limit=DEEPEST)
    leaves = list(_leaves(found))
    if len(leaves) > MOST_PARTS:
        raise FilterError("filter-too-many", limit=MOST_PARTS)
    if sum(isinstance(leaf, Pattern) for leaf in leaves) > MOST_PATTERNS:
        raise FilterError("filter-too-many-patterns", limit=MOST_PATTERNS)
    return found


@lru_cache(maxsize=512)
def read(text: str) -> Filter:
    """A filter of a route, which may be larger than what one may write: it was joined of several keys."""
    if text.strip() in {"", "*"}:
        return EVERYTHING
    try:
        found: Filter = _parser().parse(text)  # type: ignore[assignment]
    except UnexpectedInput as error:
        raise _refusal(text, error) from None
    except VisitError as error:
        raise error.orig_exc from None
    return found


def depth(part: Filter) -> int:
    """How many parts stand inside each other."""
    match part:
        case Not(inner):
            return 1 + depth(inner)
        case And(parts) | Or(parts):
            return 1 + max(map(depth, parts), default=0)
    return 1


def _leaves(part: Filter) -> Iterator[Word | Pattern]:
    match part:
        case Not(inner):
            yield from _leaves(inner)
        case And(parts) | Or(parts):
            for each in parts:
                yield from _leaves(each)
        case Field(_, value):
            yield value
        case _:
            yield part


@lru_cache(maxsize=512)
def compiled(pattern: str) -> regex.Pattern[str]:
    """The compiled expression, for composed characters; regex.error or ValueError where it is wrong."""
    return regex.compile(unicodedata.normalize("NFC", pattern), regex.IGNORECASE | regex.MULTILINE)


@cache
def _parser() -> Lark:
    return Lark(_GRAMMAR, parser="lalr", transformer=_Tree())


class _Tree(Transformer[Token, Filter]):
    """Called for each part while the text is read, so that no depth of it is ever walked."""

    def either(self, parts: list[Filter]) -> Filter:
        return Or(tuple(parts))

    def both(self, parts: list[Filter]) -> Filter:
        return And(tuple(parts))

    def negation(self, parts: list[Filter]) -> Filter:
        return Not(parts[0])

    def field(self, parts: list[Any]) -> Filter:
        return Field(FIELDS[parts[0].partition(":")[0].rstrip().casefold()], parts[1])

    def word(self, tokens: list[Token]) -> Filter:
        if colon := _COLON.match(tokens[0]):
            raise _mistake("filter-field", tokens[0], name=colon[1])
        if _OPERATOR.fullmatch(tokens[0]):
            raise _mistake("filter-missing", tokens[0])
        return self.plain(tokens)

    def plain(self, tokens: list[Token]) -> Filter:
        return _word(tokens[0], tokens[0])

    def phrase(self, tokens: list[Token]) -> Filter:
        token = tokens[0]
        straight = token.startswith('"')
        return _word(token, _ESCAPED.sub(r"\1", token[1:-1]) if straight else token[1:-1])

    def pattern(self, tokens: list[Token]) -> Filter:
        return _pattern(tokens[0], tokens[0][1 : tokens[0].rindex("/")])


def _word(token: Token, text: str) -> Word:
    if not fold(text).strip():
        raise _mistake("filter-empty", token)
    return Word(" ".join(text.split()))


def _pattern(token: Token, text: str) -> Pattern:
    if prod(int(count) or 1 for count in _REPEAT.findall(text)) > _MOST_REPEATS:
        raise _mistake("filter-pattern-large", token, limit=_MOST_REPEATS)
    try:
        compiled(text)
    except regex.error as error:
        at = min(error.pos or 0, len(text))
        raise _mistake("filter-pattern", token, 1 + at, why=_why(error.msg)) from None
    except ValueError:
        raise _mistake("filter-pattern", token, why="other") from None
    return Pattern(text)


def _why(message: str) -> str:
    """The library's words → the name of ours."""
    known = {"missing )": "open", "parenthesis": "closed", "repeat": "repeat", "set": "set"}
    return next((why for words, why in known.items() if words in message), "other")


def _mistake(text: str, token: Token, inside: int = 0, **more: object) -> FilterError:
    """A mistake at a token, or so many characters inside it."""
    return _mistake_at(text, token, (token.start_pos or 0) + inside, inside, **more)


def _mistake_at(text: str, value: str, position: int, inside: int = 0, **more: object) -> FilterError:
    """The value is cut to what one sees at a glance; a backtick would end the code it is shown as."""
    start = max(0, inside - _GLANCE // 2)
    shown = " ".join(value[start : start + _GLANCE].replace("`", "'").split())
    return FilterError(text, position=position + 1, value=shown, **more)


def _refusal(text: str, error: UnexpectedInput) -> FilterError:
    """What to mend where the text could not be read on."""
    if isinstance(error, UnexpectedCharacters):
        position: int = error.pos_in_stream  # type: ignore[assignment]
        return _mistake_at(_OPEN.get(text[position], "filter-missing"), text[position:], position)
    token: Token = error.token  # type: ignore[attr-defined]
    expected: set[str] = error.expected  # type: ignore[attr-defined]
    if token.type == "$END":
        name = "filter-parenthesis-open" if "RPAR" in expected else "filter-end"
        return _mistake_at(name, text.rsplit(maxsplit=1)[-1], len(text.rstrip()))
    if token.type == "RPAR" and "$END" in expected:
        return _mistake("filter-parenthesis-closed", token)
    return _mistake("filter-missing", token)
