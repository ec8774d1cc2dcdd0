"""Lists of sources in OPML 2.0, as feed readers exchange them. For the worker processes."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from email.utils import format_datetime
from typing import TypeAlias

from lxml import etree

from bot import plain
from bot.articles.first_look import Outline
from bot.causes import Cause
from bot.errors import SourceError
from bot.markdown import harmless_link

# lxml is without types.
_Element: TypeAlias = etree._Element

# What only we know of a source; other readers pass over it.
_OURS = "urn:colporteur:source"
_KINDS = ("wordpress", "sitemap", "page")
_MOST = 500
_LONGEST = 2_000


def read_opml(body: bytes) -> list[Outline]:
    """The sources of a list, each address once, in its order, at most 500. SourceError if it is none."""
    parser = etree.XMLParser(recover=True, resolve_entities=False, no_network=True, huge_tree=False)
    try:
        root = etree.fromstring(body.strip(), parser)
    except (etree.LxmlError, ValueError) as error:
        raise SourceError(Cause("cause-no-opml")) from error
    if root is None or etree.QName(root).localname.lower() != "opml":
        raise SourceError(Cause("cause-no-opml"))
    found: dict[str, Outline] = {}
    for node in root.iter("{*}outline"):
        outline = _outline({name.lower(): value for name, value in node.attrib.items()})
        if outline.url and len(found) < _MOST:
            found.setdefault(outline.url, outline)
    return list(found.values())


def _outline(said: dict[str, str]) -> Outline:
    kind = said.get(f"{{{_OURS}}}kind", "")
    ours = said.get(f"{{{_OURS}}}url", "") if kind in _KINDS else ""
    url = harmless_link(ours or said.get("xmlurl") or "")
    site = harmless_link(said.get("htmlurl") or "")
    name = said.get("title") or said.get("text") or url.partition("://")[2].partition("/")[0]
    language = said.get("language", "")[:2].lower()
    return Outline(
        title=plain.shorten(plain.one_line(name), 80),
        url=url if len(url) <= _LONGEST else "",
        kind=kind if ours else "feed",
        site=site,
        language=language if language.isascii() and language.isalpha() else "",
        comments=said.get(f"{{{_OURS}}}comments") == "true",
    )


def write_opml(outlines: Iterable[Outline], title: str, now: datetime) -> bytes:
    """A list that every feed reader takes; what is no feed keeps its kind for us."""
    root = etree.Element("opml", version="2.0", nsmap={"colporteur": _OURS})
    head = etree.SubElement(root, "head")
    etree.SubElement(head, "title").text = plain.one_line(title)
    etree.SubElement(head, "dateCreated").text = format_datetime(now)
    body = etree.SubElement(root, "body")
    for outline in outlines:
        _write(etree.SubElement(body, "outline"), outline)
    written: bytes = etree.tostring(root, encoding="utf-8", xml_declaration=True, pretty_print=True)
    return written


def _write(node: _Element, outline: Outline) -> None:
    name = plain.one_line(outline.title)
    node.set("text", name)
    node.set("title", name)
    if outline.kind in ("feed", "wordpress"):
        node.set("type", "rss")
        node.set("xmlUrl", outline.url if outline.kind == "feed" else f"{outline.url.rstrip('/')}/feed/")
    else:
        node.set("type", "link")
        node.set("url", outline.url)
    if outline.site:
        node.set("htmlUrl", outline.site)
    if outline.language:
        node.set("language", outline.language)
    if outline.comments:
        node.set(f"{{{_OURS}}}comments", "true")
    if outline.kind != "feed":
        node.set(f"{{{_OURS}}}kind", outline.kind)
        node.set(f"{{{_OURS}}}url", outline.url)
