"""An HTML page → a tree, and what every reader of one needs. For the worker processes."""

from __future__ import annotations

import json
import re
from typing import Any, TypeAlias

from lxml import etree, html

from bot.causes import Cause
from bot.errors import SourceError

# lxml is without types.
Tree: TypeAlias = Any

_BOM = re.compile(rb"^\s*<\?xml[^>]*\?>")
_META = re.compile(rb"""<meta[^>]{1,200}?charset\s*=\s*["']?\s*([\w:.-]{2,30})""", re.IGNORECASE)
_WESTERN = frozenset({"iso-8859-1", "iso-8859-15", "latin-1", "latin1", "us-ascii", "windows-1252", "cp1252"})
_SILENT = " or ".join(
    f"ancestor::{tag}" for tag in ("script", "style", "noscript", "template", "iframe", "svg")
)
_APART = "".join(f" | descendant::{tag}" for tag in ("br", "p", "div", "li", "td", "h2", "h3", "blockquote"))
_SPOKEN = f"descendant::text()[not({_SILENT})]{_APART}"


# More than any article's page has; what is behind it is not read.
_LONGEST = 3_000_000
_MOST = 40_000
NS = {"re": "http://exslt.org/regular-expressions"}
_ASIDE = (
    r"(^|\s)(comment-?(s|list|area|section)?|(the|article)?-?comments|sidebar|widget|related(-\w+)*)(\s|$)"
)
# A condition for paths: not in the comments, the margins, the navigation.
IN_MAIN = (
    f"[not(ancestor::*[re:test(@class, '{_ASIDE}', 'i') or re:test(@id, '{_ASIDE}', 'i')]"
    "[not(self::body)][not(self::html)])][not(ancestor::aside)][not(ancestor::footer)][not(ancestor::nav)]"
)


def load(body: bytes, charset: str = "") -> Tree:
    """A page of any encoding → its tree. SourceError if there is nothing to read in it."""
    text = decode(body, charset)[:_LONGEST]
    parser = html.HTMLParser(recover=True, remove_comments=True, remove_pis=True, huge_tree=False)
    try:
        tree = html.document_fromstring(_without_declaration(text), parser=parser)
    except (etree.LxmlError, ValueError, AssertionError) as error:
        raise SourceError(Cause("cause-no-page")) from error
    for element in [*tree.iter()][_MOST:]:
        element.getparent().remove(element)
    return tree


def decode(body: bytes, charset: str = "") -> str:
    """Text of a page: by its byte order mark, its header, its own word, else UTF-8, else Windows-1252.

    What calls itself Western European and is valid UTF-8 beyond ASCII is UTF-8: that does not come by chance.
    """
    for mark, name in ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be")):
        if body.startswith(mark):
            return body[len(mark) :].decode(name, "replace")
    said = _META.search(body[:4096])
    for name in (charset.lower(), said[1].decode("ascii").lower() if said else "", "utf-8"):
        try:
            if name in _WESTERN:
                # What calls itself Latin-1 is in fact its superset, everywhere on the web.
                return _utf8(body) or body.decode("cp1252")
            if name:
                return body.decode(name)
        except UnicodeDecodeError:
            if name in ("utf-8", "utf8") and (text := _mostly_utf8(body)):
                return text
        except LookupError:
            continue
    return body.decode("cp1252", "replace")


def _utf8(body: bytes) -> str:
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError:
        return ""


def _mostly_utf8(body: bytes) -> str:
    """UTF-8 with a few broken letters, as a browser shows it; nothing if it is more broken than whole."""
    text = body.decode("utf-8", "replace")
    broken = text.count("\ufffd")
    whole = sum(not letter.isascii() for letter in text) - broken
    return text.replace("\ufffd", "") if whole > 3 * broken else ""


def words(element: Tree) -> str:
    """What an element says, on one line; nothing for None."""
    if element is None:
        return ""
    parts = (part if isinstance(part, str) else " " for part in element.xpath(_SPOKEN))
    return " ".join("".join(parts).split())


def spaced(element: Tree) -> str:
    """What an element says, with a space between all its parts, as dates need it."""
    return " ".join(" ".join(element.xpath(f"descendant::text()[not({_SILENT})]")).split())


def first(tree: Tree, *paths: str) -> str:
    """The first text or attribute that one of the paths finds, on one line."""
    for path in paths:
        for found in tree.xpath(path, namespaces=NS):
            text = " ".join(found.split()) if isinstance(found, str) else words(found)
            if text:
                return text
    return ""


def inner_html(element: Tree) -> str:
    """The HTML inside an element."""
    parts = [html.tostring(child, encoding="unicode") for child in element]
    return (element.text or "").replace("&", "&amp;").replace("<", "&lt;") + "".join(parts)


def linked_data(tree: Tree) -> list[dict[str, Any]]:
    """All the objects of the page's JSON-LD, those inside others too."""
    found: list[dict[str, Any]] = []
    for script in tree.xpath('//script[contains(@type, "ld+json")]')[:30]:
        try:
            _collect(json.loads(script.text_content().strip().rstrip(";"), strict=False), found, 0)
        except (ValueError, RecursionError):
            continue
    return found


def _collect(value: Any, found: list[dict[str, Any]], depth: int) -> None:
    if depth > 12 or len(found) > 5_000:
        return
    if isinstance(value, list):
        for part in value:
            _collect(part, found, depth + 1)
    elif isinstance(value, dict):
        found.append(value)
        for part in value.values():
            if isinstance(part, dict | list):
                _collect(part, found, depth + 1)


def kinds(node: dict[str, Any]) -> frozenset[str]:
    """The schema.org types of an object."""
    said = node.get("@type")
    names = said if isinstance(said, list) else [said]
    return frozenset(str(name).rpartition("/")[2] for name in names if name)


def _without_declaration(text: str) -> str:
    return re.sub(r"^\s*<\?xml[^>]*\?>", "", text[:500]) + text[500:] or "<html></html>"
