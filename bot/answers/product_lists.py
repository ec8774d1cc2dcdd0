"""The next names of a list, which share the beginning of the first: iPhone 15/15 Pro; S24 et S24+."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.answers.product_read import Name
from bot.answers.product_tail import counts, marked, read_piece, read_tail
from bot.answers.product_text import Words
from bot.answers.product_words import TAIL_WORDS

_BETWEEN = re.compile(r"[ \u00a0]?[,/&][ \u00a0]?|[ \u00a0]")
_JOINTS = frozenset("et and ou or puis vs versus ni nor aux to".split())
_ARTICLES = frozenset("the le la les".split())


def read_list(words: Words, name: Name) -> Iterator[Name]:
    """The names behind one that leave its beginning out."""
    more: Name | None = name
    while more and more.shared and (more := _next(words, more)):
        yield more


def _next(words: Words, name: Name) -> Name | None:
    place = name.stop
    if place >= len(words) or name.close or not _BETWEEN.fullmatch(words.gap(place)):
        return None
    if words.folded[place] in _JOINTS:
        place += 1
        if not words.follows(place):
            return None
    elif words.gap(place).isspace():
        return None
    article = place > name.stop and words.folded[place] in _ARTICLES
    place += article
    return _continue(words, name, place, article=article) if place < len(words) else None


def _continue(words: Words, name: Name, place: int, *, article: bool) -> Name | None:
    model = name.pieces[name.shared :]
    tail, end = _tail(words, place)
    if not tail or not model or (article and not tail[0][0].isdigit()):
        return None
    if tail[0].isdigit():
        like = len(tail[0]) == len(model[0].rstrip("+abcdefst")) and not counts(words, end)
        shared = name.shared if like and not article else 0
    elif tail[0][0].isdigit():
        shared = name.shared
    else:
        shared = _kept(name, tail[0])
    if not shared:
        return None
    return Name((*name.pieces[:shared], *tail), place, end, name.kind, shared=name.shared)


def _kept(name: Name, first: str) -> int:
    """How many of a name's pieces stand before a next one that begins with a letter (0: it is none)."""
    model = name.pieces[name.shared :]
    if len(first) == 1:
        return len(name.pieces) - 1 if len(model[-1]) == 1 else 0
    if marked(first):
        return name.shared if marked(model[0]) and model[0][0].isalpha() else 0
    varies = first.casefold().rstrip("+") in TAIL_WORDS and model[0][0].isdigit() and len(model) > 1
    return name.shared + 1 if varies else 0


def _tail(words: Words, place: int) -> tuple[tuple[str, ...], int]:
    """A tail whose first word need not stand behind another one."""
    before = ["1"] if words.words[place][0].isalpha() else []
    taken = read_piece(words, place, before, known=True)
    if not taken:
        return (), place
    more, end = read_tail(words, place + taken, known=True)
    return (*words.words[place : place + taken], *more), end
