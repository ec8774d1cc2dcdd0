"""A well-formed feed as elements with the names that feedparser gives them. For the worker processes."""

from __future__ import annotations

import base64
import binascii
import contextlib
import re
from functools import lru_cache
from typing import Any, TypeAlias
from urllib.parse import urljoin
from xml.sax.saxutils import escape

from lxml import etree

# lxml is without types.
Element: TypeAlias = Any
Attributes: TypeAlias = dict[str, str]

# They come with marks of their own, or stand for another.
_OTHER = re.compile(r"utf-?(?:16|32)|ucs|u16|u32|gb2312|unicode|csu", re.IGNORECASE)
_DECLARED = re.compile(r"""<\?xml[^>]*?\bencoding\s*=\s*["']([\w.:-]{1,40})["']""")
_CHARSET = re.compile(r"""charset\s*=\s*["']?([\w.:-]{1,40})""", re.IGNORECASE)
_BOM = b"\xef\xbb\xbf"
# A document type, HTML's own bases, drawings: each changes how all the rest is to be read.
_UNTAUGHT = ("<!DOCTYPE", " base=", "\tbase=", "\nbase=", "base =", "<svg", ":svg", "<math", ":math")
_BASE = "{http://www.w3.org/XML/1998/namespace}base"
# Windows' letters where ISO 8859-1 has controls.
_LETTERS = {code: text for code in range(128, 160) if (text := bytes([code]).decode("cp1252", "ignore"))}
_CONTROL = re.compile(rb"\xc2[\x80-\x9f]")
_AMPERSAND = re.compile(r"&([A-Za-z0-9_]+);")
_ATOM = "{http://www.w3.org/2005/Atom}"
_XHTML = "http://www.w3.org/1999/xhtml"
_PREFIXES = {
    **dict.fromkeys(
        (
            "http://backend.userland.com/rss",
            "http://blogs.law.harvard.edu/tech/rss",
            "http://purl.org/rss/1.0/",
            "http://my.netscape.com/rdf/simple/0.9/",
            "http://purl.org/atom/ns#",
            "http://www.w3.org/2005/atom",
            "http://purl.org/rss/1.0/modules/rss091#",
        ),
        "",
    ),
    "http://purl.org/rss/1.0/modules/content/": "content",
    "http://purl.org/dc/elements/1.1/": "dc",
    "http://purl.org/dc/terms/": "dcterms",
    "http://search.yahoo.com/mrss": "media",
    "http://search.yahoo.com/mrss/": "media",
    "http://www.itunes.com/dtds/podcast-1.0.dtd": "itunes",
    "http://www.w3.org/1999/02/22-rdf-syntax-ns#": "rdf",
    "http://purl.org/rss/1.0/modules/syndication/": "sy",
    "http://www.w3.org/xml/1998/namespace": "xml",
    _XHTML: "xhtml",
}
_QUOTE = {'"': "&quot;"}
_KINDS = {
    **dict.fromkeys(("text", "plain", "text/plain"), "text"),
    **dict.fromkeys(("html", "text/html"), "html"),
    **dict.fromkeys(("xhtml", "application/xhtml+xml"), "xhtml"),
}


class Declined(Exception):  # noqa: N818  (it is nobody's error)
    """This feed is to be read the slow way."""


def read_tree(body: bytes, content_type: str) -> Tree:
    """A feed whose encoding is told the same everywhere and true of its bytes; else Declined."""
    text = _decoded(body, content_type)
    if any(sign in text for sign in _UNTAUGHT):
        raise Declined
    try:
        return Tree(etree.fromstring(text.encode(), _parser()), based="xml:base" in text)
    except (etree.LxmlError, ValueError) as error:
        raise Declined from error


@lru_cache(maxsize=1)
def _parser() -> Any:
    return etree.XMLParser(
        encoding="utf-8", resolve_entities=False, no_network=True, remove_comments=True, remove_pis=True
    )


def _decoded(body: bytes, content_type: str) -> str:
    marked = body.startswith(_BOM)
    charset = _CHARSET.search(content_type)
    declared = _DECLARED.match(body[3 if marked else 0 : 200].decode("latin-1"))
    said = {match[1].lower().replace("utf8", "utf-8") for match in (charset, declared) if match}
    if len(said) > 1 or any(map(_OTHER.match, said)) or (marked and said - {"utf-8"}):
        raise Declined
    try:
        return body.decode("utf-8-sig" if marked or body.isascii() else next(iter(said), "utf-8"))
    except (UnicodeDecodeError, LookupError) as error:
        raise Declined from error


class Tree:
    """A feed's elements from `root` down, with their short names, "title" or "dc:creator", in lower case."""

    def __init__(self, root: Element, *, based: bool) -> None:
        self.root = root
        self._based = based

    def name(self, element: Element) -> str:
        """The short name of an element."""
        return _short(element.tag, element.prefix)

    def resolved(self, place: str, element: Element) -> str:
        """An address in an element, made absolute by the bases around it if there are any."""
        if ":///" in place:
            raise Declined
        if not self._based or not place:
            return place
        bases = [element.get(_BASE), *(ancestor.get(_BASE) for ancestor in element.iterancestors())]
        base = ""
        for said in reversed(bases):
            inner = _joined(base, said) if said else base
            base = inner if not base or inner.startswith(("http://", "https://")) else base
        return _joined(base, place)


def _joined(base: str, place: str) -> str:
    try:
        return urljoin(base, place)
    except ValueError as error:
        raise Declined from error


@lru_cache(maxsize=2_048)
def _short(tag: Any, prefix: str | None) -> str:
    if not isinstance(tag, str):
        raise Declined
    space, _, local = tag.rpartition("}")
    space = space[1:].lower()
    # Elements of any default namespace are taken for a feed's own.
    short = "" if not space or "backend.userland.com/rss" in space else _PREFIXES.get(space, prefix or "")
    return f"{short}:{local}".lower() if short else local.lower()


def attributes_of(element: Element) -> Attributes:
    """Attributes by name in lower case; xml:lang and rdf:about keep their prefixes."""
    said: Attributes = {}
    for tag, value in element.items():
        space, _, local = tag.rpartition("}")
        prefix = _PREFIXES.get(space[1:].lower(), "") if space else ""
        name = f"{prefix}:{local}".lower() if prefix else local.lower()
        said[name] = value.lower() if name in ("rel", "type") else value
    return said


def leaf(element: Element) -> str:
    """The text of an element that holds no others."""
    if len(element):
        raise Declined
    return mended(element.text or "")


def mended(text: str) -> str:
    """A text that was taken for ISO 8859-1 though it was UTF-8, or Windows' own, set right."""
    text = text.strip()
    if text.isascii():
        return text
    with contextlib.suppress(UnicodeError):
        text = text.encode("iso-8859-1").decode("utf-8")
    return text.translate(_LETTERS) if _CONTROL.search(text.encode("utf-8")) else text


def is_text(element: Element) -> bool:
    """Whether an element's content is text or HTML, by its type."""
    return element.get("type", "text").lower() in _KINDS


def markup(element: Element, default: str = "text") -> str:
    """The text of an element that may hold markup, as HTML; `default` is its type if it names none."""
    said = attributes_of(element)
    type_ = said.get("type", default)
    kind = _KINDS.get(type_)
    if kind == "xhtml":
        return mended(_inside(element))
    if len(element) or type_.startswith("text/") > (kind is not None) or type_.endswith(("+xml", "/xml")):
        raise Declined
    text = element.text or ""
    return mended(text if kind and said.get("mode") != "base64" else _from_base64(text))


def _from_base64(text: str) -> str:
    try:
        return base64.decodebytes(text.strip().encode()).decode()
    except (binascii.Error, UnicodeDecodeError):
        return text


def link_of(element: Element, tree: Tree) -> tuple[Attributes, str | None]:
    """A link's attributes, with rel and href, and its address if it leads to the page itself."""
    said = attributes_of(element)
    rel = said.setdefault("rel", "alternate")
    place = said.get("url", said.get("uri", said.get("href")))
    if place is None:
        text = tree.resolved(leaf(element), element).replace("&amp;", "&")
        said["href"] = _AMPERSAND.sub(r"&\1", text) if "&" in text else text
        return said, said["href"]
    if not place:
        raise Declined
    said["href"] = tree.resolved(place, element)
    kind = _KINDS.get(said.get("type", "html" if rel != "self" else ""))
    return said, said["href"] if rel == "alternate" and kind in ("html", "xhtml") else None


def _inside(element: Element) -> str:
    """What XHTML says inside an element, without the <div> that is only there to hold it."""
    pieces = [escape(element.text or "")]
    for child in element:
        _write(child, pieces)
    if not element.tag.startswith(_ATOM):
        return "".join(pieces)
    while len(pieces) > 1 and not pieces[-1].strip():
        pieces.pop()
    while len(pieces) > 1 and not pieces[0].strip():
        pieces.pop(0)
    return "".join(pieces[1:-1] if _is_wrapped(pieces) else pieces)


def _write(element: Element, pieces: list[str]) -> None:
    space, _, local = str(element.tag).rpartition("}")
    if space[1:] != _XHTML:
        raise Declined
    said = "".join(f' {name}="{escape(value, _QUOTE)}"' for name, value in attributes_of(element).items())
    pieces += (f"<{local.lower()}{said}>", escape(element.text or ""))
    for child in element:
        _write(child, pieces)
    pieces += (f"</{local.lower()}>", escape(element.tail or ""))


def _is_wrapped(pieces: list[str]) -> bool:
    if not (pieces[0] == "<div>" or pieces[0].startswith("<div ")) or pieces[-1] != "</div>":
        return False
    depth = 0
    for piece in pieces[:-1]:
        if piece.startswith("</"):
            depth -= 1
            if depth == 0:
                return False
        elif piece.startswith("<") and not piece.endswith("/>"):
            depth += 1
    return True
