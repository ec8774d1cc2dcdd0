"""Which articles a filter takes, and why it does not take one; pure. The language: `filter_grammar`.

Words and patterns are looked for in title, subtitle, summary and text. A pattern may take 20 ms; the slowest
filter that can be written takes eight times that for an article: use it on a thread.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from bot.answers.tokens import fold, fold_with_places
from bot.articles.filter_grammar import (
    And,
    Field,
    Filter,
    FilterError,
    Not,
    Or,
    Pattern,
    Word,
    compiled,
    parse,
    read,
)
from bot.texts import say
from storage.records import Article, ArticleItem

__all__ = ["Filter", "FilterError", "Reason", "check", "explain", "matches", "parse", "read"]

PATTERN_SECONDS: Final = 0.02

_AROUND = 40
# Nothing that is looked for reaches from one part of an article into the next.
_BETWEEN = "\n\0\n"


@dataclass(frozen=True, slots=True)
class Reason:
    """The smallest part of a filter that keeps it from taking an article.

    `part` is that part as text. `unwanted`: the article has what the part names and must not. `has` is what
    the article has there: the value of the field, or the place where the part was found. `slow`: a pattern
    of the part took too long, which counts as not found.
    """

    part: str
    unwanted: bool = False
    has: str = ""
    slow: bool = False


def check(text: str) -> str | None:
    """What is to be mended in a filter, in English; None where nothing is."""
    try:
        parse(text)
    except FilterError as error:
        return say("en", error.text, **error.arguments)
    return None


def matches(part: Filter, article: Article) -> bool:
    """Whether a filter takes an article."""
    match part:
        case Not(inner):
            return not matches(inner, article)
        case And(parts):
            return all(matches(each, article) for each in parts)
        case Or(parts):
            return any(matches(each, article) for each in parts)
        case _:
            return _find(part, article).found


def explain(part: Filter, article: Article) -> Reason | None:
    """Why a filter does not take an article; None where it does."""
    return None if matches(part, article) else _deciding(part, article, truth=False)


def _deciding(part: Filter, article: Article, *, truth: bool) -> Reason:
    """The smallest part that makes `part` come out as it does."""
    match part:
        case Not(inner):
            return _deciding(inner, article, truth=not truth)
        case And(parts) | Or(parts) if isinstance(part, Or) == truth:
            # One member decides: the first that is so. Otherwise only all of them together do.
            decider = next((each for each in parts if matches(each, article) == truth), parts[0])
            return _deciding(decider, article, truth=truth)
        case And() | Or():
            return Reason(str(part), unwanted=truth)
    seen = _find(part, article)
    return Reason(str(part), unwanted=truth, has=seen.has, slow=seen.slow)


@dataclass(frozen=True, slots=True)
class _Seen:
    found: bool
    has: str = ""
    slow: bool = False


def _find(part: Word | Pattern | Field, article: Article) -> _Seen:
    if isinstance(part, Field):
        values = _values(article, part.name)
        has = ", ".join(values)[: 4 * _AROUND]
        if isinstance(part.value, Word):
            return _Seen(any(_fits(part.name, part.value, value) for value in values), has)
        tried = [_search(part.value, value) for value in values]
        return _Seen(any(each.found for each in tried), has, any(each.slow for each in tried))
    reading = _reading(article.item)
    if isinstance(part, Pattern):
        return _search(part, reading.plain)
    found = _words(part.text).search(reading.folded)
    return _Seen(found is not None, _place(reading.plain, found) if found else "")


def _values(article: Article, field: str) -> tuple[str, ...]:
    item = article.item
    match field:
        case "source":
            values: tuple[str, ...] = (article.source,)
        case "category":
            values = item.categories
        case "author":
            values = (item.author,)
        case "language":
            values = (item.language,)
        case "title":
            values = (item.title,)
        case _:
            values = (item.url,)
    return tuple(filter(None, values))


def _fits(field: str, word: Word, value: str) -> bool:
    wanted, had = fold(word.text), fold(value)
    match field:
        case "source" | "category":
            return " ".join(had.split()) == wanted
        case "language":
            return re.split("[-_]", had)[0] == wanted or had == wanted
        case "url":
            return wanted in had
    return _words(word.text).search(had) is not None


def _search(pattern: Pattern, text: str) -> _Seen:
    try:
        # Without the interpreter's lock, so that a slow pattern on a thread holds nobody up.
        found = compiled(pattern.text).search(text, timeout=PATTERN_SECONDS, concurrent=True)
    except TimeoutError:
        return _Seen(found=False, slow=True)
    return _Seen(found is not None, _around(text, *found.span()) if found else "")


@lru_cache(maxsize=1024)
def _words(text: str) -> re.Pattern[str]:
    """Whole words, one after the other. A model's plus belongs to it: S9+ is not S9."""
    words = fold(text)
    before = r"(?<!\w)" if words[0].isalnum() else ""
    plus = "+" if any(c.isdigit() for c in words.rsplit(maxsplit=1)[-1]) else ""
    after = rf"(?![\w{plus}])" if words[-1].isalnum() else ""
    return re.compile(before + r"\s+".join(map(re.escape, words.split())) + after)


@dataclass(frozen=True, slots=True)
class _Reading:
    plain: str
    folded: str


@lru_cache(maxsize=32)
def _reading(item: ArticleItem) -> _Reading:
    parts = (item.title, item.subtitle, item.summary, item.text)
    plain = unicodedata.normalize("NFC", _BETWEEN.join(filter(None, parts)))
    return _Reading(plain, fold(plain))


def _place(plain: str, found: re.Match[str]) -> str:
    """What was found in the folded text, as the article writes it."""
    places = fold_with_places(plain)[1]
    return _around(plain, places[found.start()], places[found.end() - 1] + 1)


def _around(text: str, start: int, end: int) -> str:
    end = min(end, start + 2 * _AROUND)
    first, last = max(0, start - _AROUND), min(len(text), end + _AROUND)
    cut = " ".join(text[first:last].replace("\0", " ").split())
    return ("… " if first else "") + cut + (" …" if last < len(text) else "")
