"""The piece of a text in which what was searched stands, and where it stands there; pure."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence

from bot.answers.tokens import fold

_TOKEN = re.compile(r"[^\W_]+[+#]*")
_MOST_CHARACTERS = 200_000

Spans = tuple[tuple[int, int], ...]
"""(start, end) of pieces of a text."""


def found_spans(text: str, phrases: Iterable[str]) -> Spans:
    """Where the words and phrases stand in a text, whatever its case and accents; in its order."""
    places = [match.span() for match in _TOKEN.finditer(text[:_MOST_CHARACTERS])]
    tokens = [fold(text[start:end]) for start, end in places]
    spans: set[tuple[int, int]] = set()
    for phrase in phrases:
        wanted = [fold(token) for token in _TOKEN.findall(phrase)]
        if not wanted:
            continue
        for place in _places(tokens, wanted):
            spans.add((places[place][0], places[place + len(wanted) - 1][1]))
    return tuple(sorted(spans))


def snippet(text: str, phrases: Iterable[str], length: int) -> tuple[str, Spans]:
    """At most `length` characters of a text with most of what is wanted, and where that stands in it."""
    spans = found_spans(text, phrases)
    first = _best_start(text, spans, length)
    piece = text[first : first + length]
    if first + length < len(text):
        piece = piece.rpartition(" ")[0] or piece
    inside = tuple(
        (start - first, end - first) for start, end in spans if start >= first and end - first <= len(piece)
    )
    return piece, inside


def _places(tokens: Sequence[str], wanted: Sequence[str]) -> list[int]:
    size = len(wanted)
    return [
        place
        for place, token in enumerate(tokens)
        if token == wanted[0] and tokens[place : place + size] == wanted
    ]


def _best_start(text: str, spans: Spans, length: int) -> int:
    """Where a piece begins that holds as many different words as there are in one."""
    best, most = 0, 0
    for start, _ in spans:
        inside = {fold(text[a:b]) for a, b in spans if start <= a and b <= start + length}
        if len(inside) > most:
            best, most = start, len(inside)
    if best + length // 3 < length:
        return 0
    sentences = [match.end() for match in re.finditer(r"[.!?…]\s+|\n+", text[:best])]
    place = bisect_left(sentences, best - length // 2)
    return sentences[place] if place < len(sentences) else max(text.rfind(" ", 0, best - 30) + 1, 0)
