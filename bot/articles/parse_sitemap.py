"""Sitemaps, also of news, also compressed or plain lists → addresses. For the worker processes."""

from __future__ import annotations

import re
import zlib
from dataclasses import dataclass
from datetime import datetime

from lxml import etree

from bot.articles.page_tree import decode
from bot.causes import Cause
from bot.dates import parse_date
from bot.errors import SourceError
from bot.markdown import harmless_link

_LARGEST = 60_000_000
_ADDRESSES = 50_000


@dataclass(frozen=True, slots=True)
class Place:
    """An address in a sitemap. `index` marks another sitemap; title and date come from news sitemaps."""

    url: str
    title: str = ""
    published: datetime | None = None
    changed: datetime | None = None
    index: bool = False


def parse_sitemap(body: bytes, url: str) -> list[Place]:
    """The addresses of a sitemap, in its order. SourceError if it is none."""
    body = _unpacked(body)
    if not re.match(rb"[\s\xef\xbb\xbf\xfe\xff\x00]*<", body[:200]):
        return _from_lines(decode(body), url)
    parser = etree.XMLParser(recover=True, resolve_entities=False, no_network=True, huge_tree=False)
    try:
        root = etree.fromstring(body.lstrip(), parser)
    except (etree.LxmlError, ValueError) as error:
        raise SourceError(Cause("cause-no-sitemap")) from error
    if root is None:
        raise SourceError(Cause("cause-no-sitemap"))
    places = (
        _place(node, url) for node in root if isinstance(node.tag, str) and _name(node) in ("url", "sitemap")
    )
    return [place for place in places if place][:_ADDRESSES]


def _unpacked(body: bytes) -> bytes:
    if not body.startswith(b"\x1f\x8b"):
        return body
    try:
        return zlib.decompressobj(16 + zlib.MAX_WBITS).decompress(body, _LARGEST)
    except zlib.error as error:
        raise SourceError(Cause("cause-sitemap-broken")) from error


def _from_lines(text: str, url: str) -> list[Place]:
    lines = (line.strip() for line in text.splitlines())
    links = (harmless_link(line, url) for line in lines if line.startswith(("http://", "https://")))
    return [Place(link) for link in links if link][:_ADDRESSES]


def _place(node: etree._Element, url: str) -> Place | None:
    said: dict[str, str] = {}
    for part in node.iter():
        if isinstance(part.tag, str) and part.text and part.text.strip():
            if _name(part) == "loc" and part.getparent() is not node:
                continue
            said.setdefault(_name(part), part.text.strip())
    link = said.get("loc", "")
    if not link.startswith(("http://", "https://", "/")):
        return None
    return Place(
        url=harmless_link(link, url),
        title=said.get("title", ""),
        published=parse_date(said.get("publication_date", "")),
        changed=parse_date(said.get("lastmod", "")),
        index=_name(node) == "sitemap",
    )


def _name(node: etree._Element) -> str:
    return str(etree.QName(node).localname)
