"""A comment's markdown in pieces that Discord takes, and with quotes no longer than they need be; pure."""

from __future__ import annotations

import re

from bot import plain

# What one message shows of a comment, and in how many messages at most; the rest is read on the site.
LIMIT, MOST = 3_800, 4

_FENCE = "```"
_QUOTE = re.compile(r"(?:^> ?[^\n]*(?:\n|$))+", re.MULTILINE)
_QUOTED = 200
_PICTURE = re.compile(r"https?://[^\s<>()\[\]]+\.(?:png|jpe?g|gif|webp)(?=[\s<>()\[\]]|$)", re.IGNORECASE)


def of(markdown: str) -> list[str]:
    """What the messages of a comment say, in order; none where the text is lost."""
    return split(shorten_quotes(markdown), LIMIT, MOST)


def is_cut(markdown: str) -> bool:
    """Whether a comment is longer than its messages."""
    return len(split(shorten_quotes(markdown), LIMIT, MOST + 1)) > MOST


def picture(markdown: str) -> str:
    """The address of the first picture in a text, empty where there is none."""
    found = _PICTURE.search(markdown)
    return found.group() if found else ""


def split(markdown: str, limit: int, most: int) -> list[str]:
    """At most `most` pieces of at most `limit` characters, between paragraphs, lines or words.

    A code block that is cut goes on in the next piece. What is left over after the last one is not there.
    """
    pieces: list[str] = []
    rest = markdown.strip()
    while rest and len(pieces) < most:
        if len(rest) <= limit:
            pieces.append(rest)
            break
        piece, rest = _cut(rest, limit)
        pieces.append(piece)
    return pieces


def shorten_quotes(markdown: str) -> str:
    """Each quote on as few words as it takes to know what is meant."""
    return _QUOTE.sub(_shortened, markdown)


def _shortened(found: re.Match[str]) -> str:
    quote = found.group()
    if len(quote) <= _QUOTED or _FENCE in quote:
        return quote
    words = " ".join(line.lstrip("> ").strip() for line in quote.splitlines())
    end = "\n" if quote.endswith("\n") else ""
    return f"> {plain.shorten(words, _QUOTED)}{end}"


def _cut(text: str, limit: int) -> tuple[str, str]:
    room = limit - len(_FENCE) - 1
    head = text[:room]
    places = (head.rfind(mark) for mark in ("\n\n", "\n", " "))
    end = next((place for place in places if place > room // 2), room)
    piece, rest = head[:end].rstrip(), text[end:].lstrip()
    if piece.count(_FENCE) % 2:
        return f"{piece}\n{_FENCE}", f"{_FENCE}\n{rest}"
    return piece, rest
