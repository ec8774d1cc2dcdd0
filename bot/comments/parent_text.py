"""A comment's HTML → its lines: what is quoted and how deep, links, code left out; pure."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import unescape

from bot import plain

_LONGEST = 10_000
_MOST = 300
_DEEPEST = 60
_TOKEN = re.compile(
    r"<!--.*?(?:-->|$)|<(/?)([a-zA-Z][a-zA-Z0-9:-]*)([^<>]*)>|\[(/?)quote\b([^\[\]\n<>]{0,200})\]",
    re.DOTALL | re.IGNORECASE,
)
_CHUNK = re.compile(r"&#?\w{1,32};?|[^&\n]+|&|\n")
_ATTRIBUTE = re.compile(r"""([\w-]+)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""")
_BREAKS = frozenset(
    """
    p div li ul ol br blockquote tr table h1 h2 h3 h4 h5 h6 pre hr section article aside dd dt dl figure
    """.split()
)
_VOID = frozenset("br hr img input wbr meta link source area base col embed param track".split())
_SILENT = frozenset("pre code kbd samp script style template textarea svg".split())
_INLINE = {"q": "q", "cite": "cite", "em": "em", "i": "em"}
_QUOTING = re.compile(r"\b(?:bb_?code_?)?(?:quote|quoted|citation)\b", re.IGNORECASE)
# ">>12" is the number of a comment.
_PREFIX = re.compile(r"\s*(?!>>\s?\d+\s*$)((?:>\s?)+)")
_QUOTED = re.compile(r"«([^«»]{2,})»|“([^“”]{2,})”|„([^„“”]{2,})[“”]|(?<!\w)\"([^\"]{2,})\"(?!\w)")
_LIGATURES = str.maketrans({"œ": "oe", "æ": "ae", "Œ": "oe", "Æ": "ae", "ß": "ss", "ø": "o", "ł": "l"})
_SENTENCE = re.compile(r"(?<![.!?…])[.!?…]+[\"»”)]*\s+(?=[^\s])")


@dataclass(frozen=True, slots=True)
class Mark:
    """A part of a line, by its characters: a link (`what` is "a"), a quoted or slanted part."""

    what: str
    start: int
    end: int
    href: str = ""


@dataclass(slots=True)
class Line:
    """`depth` quotes deep, in the quote number `quote` (0: none). `said` is the quote's origin in its own
    words: a name, an address.
    """

    depth: int
    quote: int
    said: tuple[str, str] = ("", "")
    text: str = ""
    marks: list[Mark] = field(default_factory=list)
    _chunks: list[tuple[int, int, int]] = field(default_factory=list)

    def add(self, text: str, start: int, length: int) -> None:
        self._chunks.append((len(self.text), start, length if len(text) == length else -length))
        self.text += text

    def place(self, start: int, end: int) -> tuple[int, int]:
        """Where characters of the line stand in the HTML."""
        return self._at(start)[0], self._at(max(start, end - 1))[1]

    def _at(self, index: int) -> tuple[int, int]:
        first, start, length = self._chunks[bisect_right(self._chunks, index, key=lambda chunk: chunk[0]) - 1]
        return (start, start - length) if length < 0 else (start + index - first, start + index - first + 1)

    def cut(self, start: int) -> None:
        """Forget what stands before."""
        self.marks = [
            Mark(m.what, max(0, m.start - start), m.end - start, m.href) for m in self.marks if m.end > start
        ]
        self._chunks = [(first - start, *rest) for first, *rest in self._chunks]  # type: ignore[misc]
        self.text = self.text[start:]


def words(text: str) -> list[str]:
    """For comparing: no case, accents, ligatures, punctuation."""
    return plain.fold(text.translate(_LIGATURES)).split()


def sentences(text: str) -> list[tuple[int, int]]:
    """Where the sentences of a line begin and end."""
    ends = [found.end() for found in _SENTENCE.finditer(text)]
    return list(zip([0, *ends], [*ends, len(text)], strict=True))


def quoted_parts(line: Line) -> Iterator[Mark]:
    """What is between quotation marks or marked up within a line, in order; nothing inside another."""
    found = [mark for mark in line.marks if mark.what in {"q", "cite", "em"}]
    found += [Mark("marks", *match.span()) for match in _QUOTED.finditer(line.text)]
    end = -1
    for mark in sorted(found, key=lambda m: (m.start, -m.end)):
        if mark.start >= end:
            yield mark
            end = mark.end


def read_lines(html: str) -> list[Line]:
    """The lines with something in them, in order, without code."""
    return _Layout(html[:_LONGEST]).read()


class _Layout:
    def __init__(self, html: str) -> None:
        self._html = html
        # Where nothing else breaks lines, the line breaks do.
        tags = {found[2].lower() for found in _TOKEN.finditer(html) if found[2]}
        self._plain = not tags & _BREAKS
        # A [quote] that is never closed would swallow the answer.
        self._closed = html.lower().rfind("[/quote")
        self._open: list[tuple[str, str, int, str]] = []
        self._quotes: list[tuple[int, tuple[str, str]]] = []
        self._count = 0
        self._lines: list[Line] = []
        self._line = Line(0, 0)

    def read(self) -> list[Line]:
        end = 0
        for found in _TOKEN.finditer(self._html):
            self._text(end, found.start())
            end = found.end()
            if found[2]:
                self._tag(found[2].lower(), bool(found[1]), found[3])
            elif found[0].startswith("["):
                self._bracket(bool(found[4]), found[5], found.start())
        self._text(end, len(self._html))
        self._break()
        return _by_prefix(self._lines, self._count)

    def _text(self, start: int, end: int) -> None:
        if any(name in _SILENT for name, *_ in self._open):
            return
        for found in _CHUNK.finditer(self._html, start, end):
            text = found[0]
            if text == "\n":
                ahead = self._html[found.end() : found.end() + 8].lstrip()
                if self._plain or ahead.startswith((">", "&gt;")):
                    self._break()
                    continue
                text = " "
            self._line.add(unescape(text) if text[0] == "&" else text, found.start(), len(found[0]))

    def _tag(self, name: str, closing: bool, attributes: str) -> None:
        if closing:
            self._close(name)
        elif name not in _VOID and not attributes.endswith("/") and len(self._open) < _DEEPEST:
            self._begin(
                name, {k.lower(): unescape(a or b or c) for k, a, b, c in _ATTRIBUTE.findall(attributes)}
            )
        if name in _BREAKS:
            self._break()

    def _begin(self, name: str, said: dict[str, str]) -> None:
        if name in _BREAKS:
            self._break()
        kind = ""
        if name == "blockquote" or (
            name in {"div", "aside", "p", "span"} and _QUOTING.search(said.get("class", ""))
        ):
            who = said.get("data-username") or said.get("data-author") or said.get("data-name") or ""
            self._quote(who, said.get("cite") or said.get("data-comment-id") or "")
            kind = "quote"
        self._open.append((name, kind, len(self._line.text), said.get("href", "")))

    def _close(self, name: str) -> None:
        places = [i for i, item in enumerate(self._open) if item[0] == name]
        if not places:
            return
        for tag, kind, start, href in reversed(self._open[places[-1] :]):
            if kind == "quote":
                self._unquote()
            elif start < len(self._line.text) and (tag == "a" or tag in _INLINE):
                self._line.marks.append(Mark(_INLINE.get(tag, "a"), start, len(self._line.text), href))
        del self._open[places[-1] :]

    def _bracket(self, closing: bool, said: str, start: int) -> None:
        if closing and any(tag == "[" for tag, *_ in self._open):
            while self._open and self._open[-1][0] != "[":
                self._open.pop()
            self._open.pop()
            self._unquote()
        elif not closing and start < self._closed and len(self._open) < _DEEPEST:
            self._quote(*_origin(unescape(said)))
            self._open.append(("[", "", 0, ""))

    def _quote(self, name: str, address: str) -> None:
        self._break()
        if not self._quotes:
            self._count += 1
        self._quotes.append((self._count, (name, address)))
        self._line = self._fresh()

    def _unquote(self) -> None:
        self._break()
        if self._quotes:
            self._quotes.pop()
        self._line = self._fresh()

    def _fresh(self) -> Line:
        number, said = self._quotes[-1] if self._quotes else (0, ("", ""))
        return Line(len(self._quotes), number, said)

    def _break(self) -> None:
        if self._line.text.strip() or (self._line.depth and any(self._line.said)):
            self._lines.append(self._line)
        self._line = self._fresh()
        self._open = [(name, kind, 0, href) for name, kind, _, href in self._open]


def _origin(said: str) -> tuple[str, str]:
    """`=X`, `="X, post:3"`, ` name="X" id="68"` → the name and the number."""
    named = {key.lower(): a or b or c for key, a, b, c in _ATTRIBUTE.findall(said)}
    name = named.get("name") or named.get("author") or named.get("user") or ""
    number = named.get("id") or named.get("post") or named.get("comment") or ""
    if not name and said.lstrip().startswith("="):
        name, _, rest = said.lstrip()[1:].strip().strip("\"'").partition(",")
        found = re.search(r"post:\s*(\d+)", rest)
        # A number alone is whom it quotes, not what the person is called.
        number = number or (found[1] if found else "")
    return name.strip("\"' "), f"#{number}" if number.isdecimal() else number


def _by_prefix(lines: list[Line], count: int) -> list[Line]:
    """Lines that begin with `>` are quotes; those that stand together are one."""
    before = False
    for line in lines:
        found = _PREFIX.match(line.text) if not line.depth else None
        if found:
            count += not before
            line.depth, line.quote = found[1].count(">"), count
            line.cut(found.end())
        before = bool(found)
    return [line for line in lines if line.text.strip() or any(line.said)][:_MOST]
