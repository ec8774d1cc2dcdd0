"""A Discord message → what a news site takes as a comment: HTML, or Markdown for those that take that; pure.

Only what every site allows in comments is written: emphasis, code, quotes and links. Lines stay lines, which
WordPress turns into paragraphs.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from html import escape
from itertools import groupby
from types import MappingProxyType
from typing import Literal, Protocol

import nh3

from bot import plain

_NO_NAMES: Mapping[str, str] = MappingProxyType({})
_DEPTH = 6
_TAGS = {"a", "blockquote", "code", "del", "em", "pre", "strong"}
_FENCE = re.compile(r"```(?:[A-Za-z0-9_+#.-]{1,30}\n)?(.{1,6000}?)```", re.DOTALL)
_QUOTED = re.compile(r"> ?(?!>> )")
_HEADING = re.compile(r"(?:#{1,3}|-#) +")
_MARK_IN_MARKDOWN = re.compile(r"([\\*_~`<\[\]])")
_LINE_IN_MARKDOWN = re.compile(r"^(\s*)(#|>|\+|-{3}|={3})", re.MULTILINE)
_INLINE = re.compile(
    r"""
      \\(?P<plain>[^\w\s])
    | (?P<ticks>`{1,2})(?P<code>[^`].{0,4000}?)(?<!`)(?P=ticks)(?!`)
    | <(?P<named>@[!&]?|\#)(?P<id>\d{5,20})>
    | <a?(?P<emoji>:\w{1,32}:)\d{5,20}>
    | <t:(?P<moment>-?\d{1,12})(?::[tTdDfFRsS])?>
    | </(?P<command>[^:<>]{1,100}):\d{5,20}>
    | \[(?P<label>[^\[\]\n]{1,300})\]\(\ ?<?
      (?P<target>https?://[^\s<>()]{1,2000}(?:\([^\s<>()]{0,200}\)[^\s<>()]{0,200})?)
      >?(?:\ "[^"\n]{0,200}")?\)
    | <(?P<bracketed>https?://[^\s<>]{1,2000})>
    | (?P<bare>https?://[^\s<>"]{1,2000})
    | \*\*\*(?P<both>(?=[^\s*]).{1,2000}?)\*\*\*(?!\*)
    | \*\*(?P<strong>(?=[^\s*]).{1,2000}?)\*\*(?!\*)
    | __(?P<underlined>[^_].{0,2000}?)__(?!_)
    | ~~(?P<deleted>[^~].{0,2000}?)~~
    | \|\|(?P<hidden>.{1,2000}?)\|\|
    | \*(?P<em>(?=[^\s*])(?:\*\*[^*]{1,2000}\*\*|[^*]){1,2000}?)(?<!\s)\*(?!\*)
    | (?<!\w)_(?P<slanted>(?=[^\s_])(?:__[^_]{1,2000}__|[^_]|(?<=\w)_(?=\w)){1,2000}?)_(?!\w)
    """,
    re.VERBOSE | re.DOTALL,
)

_Mark = Literal["strong", "em", "del"]
# What a sign becomes; that of a spoiler becomes a word, and underlining nothing.
_EMPHASIS: Mapping[str, tuple[_Mark, ...]] = {
    "both": ("em", "strong"),
    "strong": ("strong",),
    "underlined": (),
    "deleted": ("del",),
    "hidden": (),
    "em": ("em",),
    "slanted": ("em",),
}


@dataclass(frozen=True, slots=True)
class Said:
    """A message as Discord gives it.

    `names` are the ids of the people, roles and channels that it mentions → how they are called; `files` are
    (name, address) of what is attached; `spoiler` is the word that stands before a text that was hidden.
    """

    content: str
    names: Mapping[str, str] = field(default_factory=lambda: _NO_NAMES)
    files: tuple[tuple[str, str], ...] = ()
    spoiler: str = "spoiler"


def to_html(said: Said) -> str:
    """Safe HTML with only the tags that WordPress lets everybody use, but `pre`, which it may drop."""
    return nh3.clean(
        _write(said, _Html()),
        tags=_TAGS,
        attributes={"a": {"href"}},
        url_schemes={"http", "https"},
        link_rel=None,
    ).strip()


def to_markdown(said: Said) -> str:
    """The common Markdown, as Isso takes it; HTML in it is text."""
    return _write(said, _Markdown()).strip()


class _Style(Protocol):
    def text(self, text: str, /) -> str: ...
    def code(self, text: str, /) -> str: ...
    def block(self, text: str, /) -> str: ...
    def link(self, label: str, address: str, /) -> str: ...
    def marked(self, mark: _Mark, inner: str, /) -> str: ...
    def quote(self, text: str, /) -> str: ...


class _Html:
    def text(self, text: str) -> str:
        return escape(text, quote=False)

    def code(self, code: str) -> str:
        return f"<code>{escape(code, quote=False)}</code>"

    def block(self, code: str) -> str:
        return f"\n<pre>{self.code(code)}</pre>\n"

    def link(self, label: str, address: str) -> str:
        return f'<a href="{escape(address)}">{escape(label, quote=False)}</a>'

    def marked(self, mark: _Mark, inner: str) -> str:
        return f"<{mark}>{inner}</{mark}>"

    def quote(self, inner: str) -> str:
        return f"<blockquote>{inner}</blockquote>"


class _Words:
    """No markup at all."""

    def text(self, text: str) -> str:
        return text

    code = block = quote = text

    def link(self, label: str, address: str) -> str:
        return label

    def marked(self, mark: _Mark, inner: str) -> str:
        return inner


_WORDS = _Words()


class _Markdown:
    def text(self, text: str) -> str:
        return _LINE_IN_MARKDOWN.sub(r"\1\\\2", _MARK_IN_MARKDOWN.sub(r"\\\1", text))

    def code(self, code: str) -> str:
        return f"`` {code} ``" if "`" in code else f"`{code}`"

    def block(self, code: str) -> str:
        return f"\n\n```\n{code}\n```\n\n"

    def link(self, label: str, address: str) -> str:
        return f"<{address}>" if label == address else f"[{self.text(label)}](<{address}>)"

    def marked(self, mark: _Mark, inner: str) -> str:
        sign = {"strong": "**", "em": "*", "del": "~~"}[mark]
        return f"{sign}{inner}{sign}"

    def quote(self, inner: str) -> str:
        return "\n".join(f"> {line}" for line in inner.split("\n")) + "\n\n"


def _write(said: Said, style: _Style) -> str:
    content = plain.clean(said.content).strip()
    parts: list[str] = []
    # Text and the insides of ``` by turns.
    for number, part in enumerate(_FENCE.split(content)):
        parts.append(style.block(part.strip("\n")) if number % 2 else _blocks(part, said, style))
    files = [style.link(plain.one_line(name) or address, address) for name, address in said.files]
    return "\n\n".join(["".join(parts).strip("\n"), *files])


def _blocks(text: str, said: Said, style: _Style) -> str:
    """Lines, with the quoted ones together."""
    written: list[str] = []
    for quoted, lines in _runs(text.split("\n")):
        inner = "\n".join(_lines(lines, said, style))
        written.append(style.quote(inner) if quoted else inner)
    return "\n".join(written)


def _lines(lines: list[str], said: Said, style: _Style) -> Iterator[str]:
    """Headings line by line, what stands between them as one: emphasis may reach over several lines."""
    for heading, some in groupby(lines, key=lambda line: bool(_HEADING.match(line))):
        if not heading:
            yield _inline("\n".join(some), said, style, 0)
            continue
        for line in some:
            inner = _inline(_HEADING.sub("", line, count=1), said, style, 0)
            yield inner if line.startswith("-#") or not inner else style.marked("strong", inner)


def _runs(lines: list[str]) -> Iterator[tuple[bool, list[str]]]:
    """Following lines that are all quoted, or none of them."""
    run: list[str] = []
    was = False
    for number, line in enumerate(lines):
        if line.startswith(">>> "):
            if run:
                yield was, run
            yield True, [line[4:], *lines[number + 1 :]]
            return
        # A bare ">" alone is a sign, not a quote.
        quoted = line.startswith("> ")
        if run and quoted != was:
            yield was, run
            run = []
        run, was = [*run, _QUOTED.sub("", line, count=1) if quoted else line], quoted
    yield was, run


def _inline(text: str, said: Said, style: _Style, depth: int) -> str:
    parts: list[str] = []
    end = 0
    for found in _INLINE.finditer(text):
        parts += (style.text(text[end : found.start()]), _token(found, said, style, depth))
        end = found.end()
    return "".join([*parts, style.text(text[end:])])


def _token(found: re.Match[str], said: Said, style: _Style, depth: int) -> str:
    kind = next(name for name, value in found.groupdict().items() if value is not None)
    if kind == "ticks":
        return style.code(found["code"].strip() or found["code"])
    if kind in {"label", "bracketed", "bare"}:
        return _link(found, kind, said, style)
    if kind not in _EMPHASIS:
        return style.text(_words(found, kind, said))
    inner = _inline(found[kind], said, style, depth + 1) if depth < _DEPTH else style.text(found[kind])
    if kind == "hidden":
        return style.text(f"[{said.spoiler}] ") + inner.strip()
    for mark in _EMPHASIS[kind]:
        inner = style.marked(mark, inner)
    return inner


def _link(found: re.Match[str], kind: str, said: Said, style: _Style) -> str:
    if kind == "label":
        return style.link(_inline(found[kind], said, _WORDS, _DEPTH - 1), found["target"])
    address = found[kind] if kind == "bracketed" else found[kind].rstrip(".,;:!?'\")]}»”’…*_~|")
    return style.link(address, address) + style.text(found[kind][len(address) :])


def _words(found: re.Match[str], kind: str, said: Said) -> str:
    """What stands for people, times and the like."""
    match kind:
        case "named":
            name = plain.one_line(said.names.get(found["id"], "")).lstrip("@#") or "…"
            return f"{found[kind][0]}{name}"
        case "moment":
            return _moment(int(found[kind])) or found.group()
        case "command":
            return f"/{found[kind]}"
    return found[kind]


def _moment(seconds: int) -> str:
    try:
        return f"{datetime.fromtimestamp(seconds, UTC):%Y-%m-%d %H:%M} UTC"
    except (ValueError, OverflowError, OSError):
        return ""
