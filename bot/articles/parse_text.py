"""HTML of feeds → plain text, in a fraction of the time. For the worker processes.

What it gives is what `bot.markdown` gives. Markup that is nested as it should be is read as it stands, other
markup after it was mended; what holds rarer tags is left to `bot.markdown`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from html import unescape
from typing import TypeAlias

from bot import markdown, plain
from bot.markdown import DEBRIS

_LONGEST = 200_000
_DEEPEST = 24
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)([^<>]*)>")
_COMMENT = re.compile(r"<!--.*?(?:-->|$)", re.DOTALL)
# Their content is no markup, and is not shown.
_UNREAD = re.compile(r"<(script|style|iframe)\b[^<>]*>[^<]*(?:<(?!/?\1\b)[^<]*)*</\1\s*>", re.IGNORECASE)
_UNREAD_SIGNS = ("<script", "<style", "<iframe")
_ATTRIBUTES = re.compile(r"""(?:[^"']|"[^"]*+"|'[^']*+')*+""")
_HEADINGS = frozenset(f"h{level}" for level in range(1, 7))
_DIVISIONS = frozenset({"div", "article", "section"})
_LISTS = frozenset({"ul", "ol"})
_APART = _HEADINGS | {"blockquote", "figcaption", "pre", "table"}
# Blocks end a paragraph that is still open, and white space at their edges is not shown.
_BLOCKS = (
    (_APART - {"table"})
    | _DIVISIONS
    | _LISTS
    | {"figure", "p", "center", "header", "footer", "main", "aside"}
)
_ROWS = frozenset({"table", "thead", "tbody", "tfoot", "tr", "td", "th"})
_TRIMMED = _HEADINGS | _DIVISIONS | _LISTS | _ROWS | {"p", "blockquote", "li"}
_TRIMMING = _TRIMMED | {"pre"}
# Ancestors that change how what is inside them is set.
_FELT = _HEADINGS | {"li", "pre"}
_WITHIN = frozenset(
    "a abbr b cite code del em i ins kbd mark q s samp small span strike strong sub sup tt u var".split()
)
_ALONE = frozenset({"br", "hr", "img"})
# The tag goes, its content stays.
_THROUGH = frozenset({"acronym", "big", "font", "time"})
_KNOWN = _BLOCKS | _WITHIN | _ALONE | _THROUGH | {"li"}
_KNOWN_TIDY = (_KNOWN - _THROUGH) | _ROWS | {"details", "summary"}
_SPACES = re.compile(r"[ \t]+")
_GAP = re.compile(r"[ \t\r\n]{80,}")
_CLOSED_BY_BLOCKS = _HEADINGS | {"p", "pre"}
# What `plain.clean` may change, beside decomposed letters.
_COMMON = bytes((9, 10, *range(32, 127)))
_UNCLEAN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u0300-\u036f\u0483-\u0489\u061c\u180e\u1ab0-\u1aff\u1dc0-\u1dff\u200b\u200e"
    "\u200f\u2028-\u202e\u2060-\u206f\u20d0-\u20ff\ufe20-\ufe2f\ufeff\ufff9-\ufffb\U000e0000-\U000e0fff\ud800-\udfff]"
)
_BLANKS = re.compile("[ \t\u00a0\u202f\u2000-\u200a\u3000]{2,}|[\t\u2000-\u200a\u3000]")
_ODD_BLANK = re.compile("[\u00a0\u202f\u2000-\u200a\u3000]")
_WHITE = re.compile("\\s{2,}|[^\\S \u00a0\u202f]")
_LINES = re.compile(r"\n{3,}")

_Child: TypeAlias = "str | _Element"


class _Element:
    __slots__ = ("children", "name")

    def __init__(self, name: str, children: list[_Child]) -> None:
        self.name = name
        self.children = children


def to_text(html: str) -> str:
    """HTML → plain text, a blank line between paragraphs."""
    if "<" not in html:
        return _paragraphs(_without_debris(_unescaped(html)))
    root = _tree(html) if len(html) <= _LONGEST else None
    root = root or _tree(markdown.sanitize(html), tidy=True)
    if root is None:
        return markdown.to_text(html)
    return _paragraphs(_without_debris(_said(root)))


def to_line(html: str) -> str:
    """HTML → plain text on one line, for titles and names."""
    if html.isascii() and html.isprintable() and "<" not in html and "&" not in html and "/>" not in html:
        return " ".join(html.split())
    return one_line(to_text(html))


def one_line(text: str) -> str:
    """A text of `to_text` on one line."""
    if "\u00a0" in text or "\u202f" in text:
        return _WHITE.sub(" ", text).strip()
    return " ".join(text.split())


def _tree(html: str, *, tidy: bool = False) -> _Element | None:
    """The elements of well-nested markup; None where a browser would have to mend it, or for rarer tags."""
    if not tidy:
        html = _COMMENT.sub("", html) if "<!--" in html else html
        html = _UNREAD.sub("", html) if any(sign in html for sign in _UNREAD_SIGNS) else html
    known, clean = _KNOWN_TIDY if tidy else _KNOWN, _is_clean(html)
    parts = _TAG.split(html)
    children: list[_Child] = []
    above: list[list[_Child]] = []
    names = [""]
    _add(children, parts[0], clean=clean)
    for closing, name, attributes, text in zip(
        parts[1::4], parts[2::4], parts[3::4], parts[4::4], strict=True
    ):
        name = name.lower()  # noqa: PLW2901
        if name not in known or not (tidy or _may_stand(name, closing, attributes, names)):
            return None
        if closing and name not in _THROUGH:
            if names.pop() != name:
                return None
            children = above.pop()
        elif name not in _THROUGH:
            element = _Element(name, [])
            children.append(element)
            if name not in _ALONE:
                above.append(children)
                names.append(name)
                children = element.children
        if "<" in text or (name == "ol" and "start" in attributes):
            return None
        _add(children, text, clean=clean)
    return _Element("", children) if len(names) == 1 and "<" not in parts[0] else None


def _add(children: list[_Child], text: str, *, clean: bool) -> None:
    if not clean or "&" in text:
        text = _unescaped(text)
    if children and isinstance(children[-1], str):
        children[-1] += text
    elif text:
        children.append(text)


def _may_stand(name: str, closing: str, attributes: str, around: list[str]) -> bool:
    """Whether a browser would take a tag as it is written inside these elements."""
    if ("'" in attributes or attributes.count('"') % 2) and not _ATTRIBUTES.fullmatch(attributes):
        return False
    if closing or name in _THROUGH:
        return True
    if name == "li":
        return around[-1] in _LISTS
    if len(around) >= _DEEPEST:
        return False
    if name in _BLOCKS or name == "hr":
        return _CLOSED_BY_BLOCKS.isdisjoint(around)
    return name != "a" or "a" not in around


def _unescaped(text: str) -> str:
    return _clean(unescape(text)) if "&" in text else _clean(text)


def _clean(text: str) -> str:
    return text if _is_clean(text) else plain.clean(text)


def _is_clean(text: str) -> bool:
    """Whether `plain.clean` would leave a text as it is; quick."""
    rare = _rare(text)
    return not rare or (not _UNCLEAN.search(rare) and unicodedata.is_normalized("NFC", rare))


def _rare(text: str) -> str:
    """Of a text all but the common ASCII: little is left to look at."""
    return text.encode("utf-8", "surrogatepass").translate(None, _COMMON).decode("utf-8", "surrogatepass")


def _said(element: _Element, around: frozenset[str] = frozenset()) -> str:
    """What an element says, its line breaks as `markdownify` would set them; `around` are its ancestors."""
    if element.name in _FELT:
        around |= {element.name}
    as_written = "pre" in around
    parts: list[str] = []
    below, number = "", 0
    for place, child in enumerate(element.children):
        if isinstance(child, str):
            text = _trimmed(child, element, place, as_written=as_written)
        elif child.name == "li":
            number += 1
            text = _item(_said(child, around), f"{number}." if element.name == "ol" else "-")
        else:
            text = _set(child, element, place, around)
        if not text:
            continue
        bare = text if as_written else text.lstrip("\n")
        above = text[: len(text) - len(bare)]
        if below and above:
            # Where two breaks meet, the greater one counts.
            above, below = "\n" * min(2, max(len(above), len(below))), ""
        content = bare if as_written else bare.rstrip("\n")
        parts += (below, above, content)
        below = bare[len(content) :]
    return "".join(parts) + below


def _trimmed(text: str, parent: _Element, place: int, *, as_written: bool) -> str:
    """A text without the white space that is not shown."""
    children, inside = parent.children, parent.name in _TRIMMED
    starts = children[place - 1].name in _TRIMMING if place else inside  # type: ignore[union-attr]
    place += 1
    ends = children[place].name in _TRIMMING if place < len(children) else inside  # type: ignore[union-attr]
    if (starts or ends) and text.isspace():
        return ""
    if len(text) >= 80 and "\n" in text:
        text = _GAP.sub(" ", text)
    if not as_written:
        text = _broken(text) if "\n" in text else text
        text = _SPACES.sub(" ", text) if "  " in text or "\t" in text else text
    text = text.lstrip(" \t\r\n") if starts else text
    return text.rstrip() if ends else text


def _broken(text: str) -> str:
    """A text whose white space around line breaks is one line break."""
    first, *others, last = text.split("\n")
    inner = [line for other in others if (line := other.strip(" \t\r"))]
    return "\n".join([first.rstrip(" \t\r"), *inner, last.lstrip(" \t\r")])


def _set(element: _Element, parent: _Element, place: int, around: frozenset[str]) -> str:
    """What an element says, with the line breaks around it."""
    name = element.name
    if name == "br":
        return "  \n" if around.isdisjoint(_HEADINGS) else " "
    if name in _ALONE:
        return "\n\n" if name == "hr" else ""
    if name == "tr":
        cells = (_cell(cell) for cell in element.children if not isinstance(cell, str))
        return "\n" + " – ".join(cell for cell in cells if cell) + "\n"
    text = _said(element, around)
    if name in _WITHIN:
        pass
    elif name in _LISTS:
        text = _list(text, parent, place, nested="li" in around)
    elif name == "p" or name in _DIVISIONS:
        text = text.strip(" \t\r\n") if name == "p" else text.strip()
        text = _parted(text) if around.isdisjoint(_HEADINGS) else f" {text} "
    elif name in _APART:
        text = f"\n\n{text.strip()}\n\n"
    return text


def _parted(text: str) -> str:
    return f"\n\n{text}\n\n" if text else ""


def _cell(element: _Element) -> str:
    return " ".join(word for word in _words(element) if word) if element.name in {"td", "th"} else ""


def _words(element: _Element) -> Iterator[str]:
    for child in element.children:
        if isinstance(child, str):
            yield child.strip()
        else:
            yield from _words(child)


def _list(text: str, parent: _Element, place: int, *, nested: bool) -> str:
    if nested:
        return "\n" + text.rstrip()
    behind = (c for c in parent.children[place + 1 :] if not isinstance(c, str) or c.strip())
    after = next(behind, "")
    return (
        f"\n\n{text}\n"
        if after and not (isinstance(after, _Element) and after.name in _LISTS)
        else f"\n\n{text}"
    )


def _item(text: str, mark: str) -> str:
    text = text.strip()
    return f"{mark} {text}\n" if text else "\n"


def _without_debris(text: str) -> str:
    return DEBRIS.sub("", text) if "/>" in text else text


def _paragraphs(text: str) -> str:
    text = _clean(text)
    odd = bool(_ODD_BLANK.search(_rare(text)))
    lines = [line.strip() for line in text.split("\n")]
    lines = [_BLANKS.sub(" ", line) if odd or "  " in line or "\t" in line else line for line in lines]
    text = "\n".join(lines)
    return (_LINES.sub("\n\n", text) if "\n\n\n" in text else text).strip()
