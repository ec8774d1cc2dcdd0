"""HTML of strangers → safe Discord markdown or plain text. For the worker processes: it imports a lot."""

from __future__ import annotations

import re
from functools import lru_cache
from html import unescape
from typing import Any
from urllib.parse import quote, urljoin, urlsplit, urlunsplit

import nh3
from markdownify import MarkdownConverter

from bot import plain

_DEPTH = 30
_LENGTH = 400_000
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9:-]*)[^<>]*>")
_COMMENT = re.compile(r"<!--.*?(?:-->|$)", re.DOTALL)
# These close themselves, or their like, so they never nest on their own.
_FLAT = frozenset(
    (
        *(
            "area",
            "base",
            "br",
            "col",
            "embed",
            "hr",
            "img",
            "input",
            "link",
            "meta",
            "param",
            "source",
            "track",
        ),
        *("wbr", "p", "li", "dt", "dd", "option", "tr", "td", "th"),
    )
)
_KEPT = frozenset(
    (
        *(
            "a",
            "abbr",
            "article",
            "aside",
            "b",
            "blockquote",
            "br",
            "caption",
            "center",
            "cite",
            "code",
            "dd",
            "del",
        ),
        *(
            "details",
            "div",
            "dl",
            "dt",
            "em",
            "figcaption",
            "figure",
            "footer",
            "h1",
            "h2",
            "h3",
            "h4",
            "h5",
            "h6",
        ),
        *("header", "hr", "i", "img", "ins", "kbd", "li", "main", "mark", "ol", "p", "pre", "q", "s", "samp"),
        *(
            "section",
            "small",
            "span",
            "strike",
            "strong",
            "sub",
            "summary",
            "sup",
            "table",
            "tbody",
            "td",
            "tfoot",
        ),
        *("th", "thead", "tr", "tt", "u", "ul", "var"),
    )
)
_ATTRIBUTES = {"a": {"href"}, "img": {"src", "data-src", "alt"}, "ol": {"start"}}
_DROPPED = {
    "script",
    "style",
    "template",
    "noscript",
    "iframe",
    "object",
    "svg",
    "math",
    "select",
    "textarea",
}
# What is left at the end of a line of a smiley whose image broke on the way.
DEBRIS = re.compile(r"""(?:[ \t\u00a0]{0,3}["“”][ \t\u00a0]{0,3}/>)+[ \t\u00a0]{0,9}$""", re.MULTILINE)
_GAP = re.compile(r"[ \t\r\n]{80,}")
_LINK = re.compile(r"(?:https?:)?//", re.IGNORECASE)


def to_markdown(html: str, base: str = "") -> str:
    """HTML → Discord markdown: safe, without mentions that ping; links made absolute with `base`."""
    return plain.without_mentions(_tidy(_discord(base).convert(sanitize(html))))


def to_text(html: str) -> str:
    """HTML → plain text, a blank line between paragraphs."""
    # Most titles and names are without markup: no need for the long way.
    text = unescape(html) if "<" not in html else _plain().convert(sanitize(html))
    return plain.paragraphs(DEBRIS.sub("", text))


def to_line(html: str) -> str:
    """HTML → plain text on one line, for titles and names."""
    return plain.one_line(to_text(html))


def sanitize(html: str) -> str:
    """HTML with only harmless tags, nested at most 30 deep and of bounded length."""
    flat = _cap_depth(_COMMENT.sub("", html[:_LENGTH]))
    clean = nh3.clean(
        flat,
        tags=set(_KEPT),
        clean_content_tags=_DROPPED,
        attributes={tag: set(names) for tag, names in _ATTRIBUTES.items()},
        url_schemes={"http", "https"},
        strip_comments=True,
        link_rel=None,
    )
    # What follows takes the square of such a gap's length.
    return _GAP.sub(" ", plain.clean(clean))


def harmless_link(address: str, base: str = "") -> str:
    """An absolute http(s) address, or nothing."""
    address = "".join(address.split()) if "\n" in address or "\t" in address else address.strip()
    try:
        joined = urljoin(base, address)
        parts = urlsplit(joined)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            return ""
    except ValueError:
        return ""
    address = urlunsplit(parts._replace(netloc=_netloc(parts.netloc)))
    return quote(address, safe="!#$%&'*+,/:;=?@[]~_-.")


def _netloc(netloc: str) -> str:
    """A host's name is the same in all letters; who signs in to it is not ours to pass on."""
    return netloc.rpartition("@")[2].lower()


@lru_cache(maxsize=16)
def _discord(base: str) -> _Discord:
    return _Discord(base)


@lru_cache(maxsize=1)
def _plain() -> _Plain:
    return _Plain("")


def _cap_depth(html: str) -> str:
    """Drop the tags beyond a depth: the cost of sanitizing grows with its square."""
    depth = 0

    def keep(match: re.Match[str]) -> str:
        nonlocal depth
        closing, name = match.groups()
        if name.lower() in _FLAT:
            return match.group()
        if closing:
            shown = depth <= _DEPTH
            depth = max(depth - 1, 0)
            return match.group() if shown else ""
        depth += 1
        return match.group() if depth <= _DEPTH else ""

    return _TAG.sub(keep, html)


def _tidy(markdown: str) -> str:
    lines = (line.rstrip() for line in markdown.split("\n"))
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


class _Converter(MarkdownConverter):
    """Common to both: links made absolute, blocks apart, no image inline."""

    def __init__(self, base: str) -> None:
        super().__init__(bullets="-", autolinks=False, wrap=False)
        self._base = base

    def written(self, text: str) -> str:
        """How a text is written."""
        return text

    def escape(self, text: str, parent_tags: set[str]) -> str:
        return self.written(text)

    def convert_hr(self, el: Any, text: str, parent_tags: set[str]) -> str:
        return "\n\n"

    def convert_tr(self, el: Any, text: str, parent_tags: set[str]) -> str:
        cells = [cell.get_text(" ", strip=True) for cell in el.find_all(["td", "th"], recursive=False)]
        return "\n" + self.written(" – ".join(cell for cell in cells if cell)) + "\n"

    def convert_td(self, el: Any, text: str, parent_tags: set[str]) -> str:
        return str(text)

    convert_th = convert_td

    def convert_table(self, el: Any, text: str, parent_tags: set[str]) -> str:
        return f"\n\n{text.strip()}\n\n"


class _Plain(_Converter):
    """Words only."""

    def _words(self, el: Any, text: str, parent_tags: set[str]) -> str:
        return text

    convert_a = convert_b = convert_strong = convert_em = convert_i = convert_del = convert_s = _words
    convert_code = convert_kbd = convert_samp = convert_sub = convert_sup = convert_u = convert_ins = _words
    convert_q = _words

    def _block(self, el: Any, text: str, parent_tags: set[str]) -> str:
        return f"\n\n{text.strip()}\n\n"

    convert_h1 = convert_h2 = convert_h3 = convert_h4 = convert_h5 = convert_h6 = _block
    convert_blockquote = convert_pre = convert_figcaption = _block

    def convert_img(self, el: Any, text: str, parent_tags: set[str]) -> str:
        return ""


class _Discord(_Converter):
    """What Discord understands."""

    def written(self, text: str) -> str:
        return plain.escape(DEBRIS.sub("", text))

    def _bold_line(self, el: Any, text: str, parent_tags: set[str]) -> str:
        text = plain.one_line(text).replace("**", "")
        return f"\n\n**{text}**\n\n" if text else ""

    convert_h1 = convert_h2 = convert_h3 = convert_h4 = convert_h5 = convert_h6 = _bold_line
    convert_caption = _bold_line

    def convert_pre(self, el: Any, text: str, parent_tags: set[str]) -> str:
        code = el.get_text().strip("\n").replace("```", "`\u200b``")
        return f"\n\n```\n{code}\n```\n\n" if code.strip() else ""

    def convert_blockquote(self, el: Any, text: str, parent_tags: set[str]) -> str:
        text = _tidy(text)
        if not text:
            return ""
        if "blockquote" in parent_tags:
            # Discord has no quote within a quote.
            return f"\n\n{text}\n\n"
        return "\n\n" + "\n".join(f"> {line}" for line in text.split("\n")) + "\n\n"

    def convert_a(self, el: Any, text: str, parent_tags: set[str]) -> str:
        address = harmless_link(el["href"], self._base) if el.get("href") else ""
        if not address or not text.strip() or parent_tags & {"code", "pre", "a"}:
            return str(text)
        label = plain.one_line(text)
        # Discord shows no masked link whose label looks like an address.
        if _LINK.search(label) or el.get_text(strip=True) == address:
            return f"<{address}>"
        return f"[{label}](<{address}>)"

    def convert_img(self, el: Any, text: str, parent_tags: set[str]) -> str:
        label = plain.one_line(el.get("alt") or "")
        source = el.get("data-src") or el.get("src")
        address = harmless_link(source, self._base) if source else ""
        if not address or "a" in parent_tags or _is_smiley(label):
            return plain.escape(label)
        return f"[{plain.escape(label) or '🖼️'}](<{address}>)"

    def convert_u(self, el: Any, text: str, parent_tags: set[str]) -> str:
        return f"__{text}__" if text.strip() and "_" not in text else str(text)

    convert_ins = convert_u

    def convert_del(self, el: Any, text: str, parent_tags: set[str]) -> str:
        return f"~~{text.strip()}~~" if text.strip() else str(text)

    convert_s = convert_strike = convert_del


def _is_smiley(label: str) -> bool:
    return 0 < len(label) <= 4 or (label.startswith(":") and label.endswith(":") and " " not in label)
