"""Plain text as people type it → the site's HTML, and back to what a slug or a teaser needs. Pure."""

from __future__ import annotations

import re
import unicodedata
from html import escape
from itertools import groupby

_ADDRESS = re.compile(r"https?://[^\s<>\"«»]+")
_TAIL = ".,;:!?…)'’"
_DEEPEST_QUOTE = 3


def clean(text: str) -> str:
    """The text without control characters, lone surrogates and blanks around it; lines end in `\\n`."""
    whole = text.replace("\r\n", "\n").replace("\r", "\n").encode("utf-8", "replace").decode()
    return "".join(c for c in whole if c == "\n" or unicodedata.category(c) != "Cc").strip()


def to_html(text: str, *, quotes: bool = True) -> str:
    """Paragraphs, line ends and addresses as HTML; lines that begin with `>` as a quotation.

    Without `quotes` such lines stay as they were typed, as they do on many a site.
    """
    return _blocks(text, _DEEPEST_QUOTE if quotes else 0)


def slug(title: str) -> str:
    """A title as it stands in an address: ASCII words joined by hyphens, at most 70 characters."""
    plain = unicodedata.normalize("NFKD", title.replace("œ", "oe").replace("+", " plus "))
    words = re.findall(r"[a-z0-9]+", plain.encode("ascii", "ignore").decode().lower())
    joined = "-".join(words)
    return (joined if len(joined) <= 70 else joined[:71].rpartition("-")[0] or joined[:70]) or "article"


def _blocks(text: str, depth: int) -> str:
    parts: list[str] = []
    for block in re.split(r"\n\s*\n", text.strip()):
        for quoted, lines in groupby(block.split("\n"), lambda line: depth > 0 and line.startswith(">")):
            if quoted:
                inner = "\n".join(line[1:].removeprefix(" ") for line in lines)
                parts.append(f"<blockquote>{_blocks(inner, depth - 1).strip()}</blockquote>\n")
            elif body := "<br />\n".join(_inline(line) for line in lines):
                parts.append(f"<p>{body}</p>\n")
    return "".join(parts)


def _inline(line: str) -> str:
    parts: list[str] = []
    end = 0
    for match in _ADDRESS.finditer(line):
        address = match.group().rstrip(_TAIL)
        parts.append(escape(line[end : match.start()], quote=False))
        parts.append(f'<a href="{escape(address)}" rel="nofollow ugc">{escape(address)}</a>')
        end = match.start() + len(address)
    return "".join(parts) + escape(line[end:], quote=False)
