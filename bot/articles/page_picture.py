"""An article's picture and whose it is. For the worker processes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

from bot import plain
from bot.articles.page_tree import IN_MAIN, NS, Tree, first, kinds, words
from bot.markdown import harmless_link

_LONGEST = 200
_END = 400
# "La box en test. © Ann / Agence", "Photo: Ann", "Crédit photo : Ann": what stands behind the sign.
_KINDS = r"(?:photos?|images?|illustrations?|visuel|fotos?|bild|source|quelle)"
_SIGNS = (
    r"(?:©|\(c\)|copyright)",
    rf"(?:crédits?|credits?|bildquelle|bildnachweis|fotocredit)(?: {_KINDS})?\s*[:©]",
    rf"\b{_KINDS}\s*(?:[:©]|(?:copyright|courtesy of|by|par|von)\b)",
    r"\b(?:photographed|pictured|taken|shot) by\b",
)
_SIGN = re.compile(rf"(?:{'|'.join(_SIGNS)})\s*[:©]?\s*(?P<who>\S.{{1,120}}?)[\s\].]*$", re.IGNORECASE)
_AGENCIES = r"(?:/|\b(?:AFP|AP|Reuters|Getty|EPA|DPA|Belga)\b)"
_AGENCY = re.compile(rf"[(\[](?P<who>[^()\[\]]{{2,80}}{_AGENCIES}[^()\[\]]*)[)\]]\W*$")
_CREDITS = (
    "*[@itemprop='copyrightHolder' or @itemprop='creditText' or @itemprop='author' or "
    "re:test(@class, '(^|[_\\s-])(credits?|copyright|photographer|attribution|source)([_\\s-]|$)', 'i')]"
)
_FIGURES = f"//figure[.//img or .//picture]{IN_MAIN}"
_CAPTION = ".//figcaption | .//*[re:test(@class, '(^|[_\\s-])(caption|legende?)([_\\s-]|$)', 'i')]"


def read_image(tree: Tree, data: list[dict[str, Any]], url: str) -> str:
    """The address of the article's picture, or nothing."""
    said = first(tree, '//meta[@property="og:image" or @property="og:image:url"]/@content')
    if not said:
        said = next((place for node in data if (place := _place(node.get("image")))), "")
    said = said or first(
        tree,
        '//meta[@name="twitter:image"]/@content',
        "//article//figure//img/@data-src | //article//figure//img[not(@data-src)]/@src",
        "//figure//img/@data-src | //figure//img[not(@data-src)]/@src",
    )
    return harmless_link(said, url) if said else ""


def read_image_credit(tree: Tree, everything: list[dict[str, Any]], image: str) -> str:
    """Who made the picture, else its caption, else nothing; `everything` is the page's JSON-LD."""
    if not image:
        return ""
    said = next(_said(everything, image), "")
    if not said:
        figure = _figure(tree, image)
        said = _told(figure) if figure is not None else ""
    return plain.shorten(plain.one_line(said), _LONGEST)


def credit_of(caption: str) -> str:
    """Who is credited in a caption; the caption itself if nobody is."""
    end = caption[-_END:]
    found = _SIGN.search(end) or _AGENCY.search(end)
    if found is None:
        return caption
    who = found["who"].strip(" .:")
    return who.rstrip(")") if who.count(")") > who.count("(") else who


def _place(value: Any) -> str:
    if isinstance(value, list):
        value = value[0] if value else ""
    if isinstance(value, dict):
        value = value.get("url") or value.get("@id") or ""
    return value if isinstance(value, str) else ""


def _said(everything: list[dict[str, Any]], image: str) -> Iterator[str]:
    """What the page's data says of this picture's makers."""
    for node in everything:
        place = _place(node) or str(node.get("contentUrl") or "")
        if "ImageObject" not in kinds(node) or _file(place) != _file(image):
            continue
        for name in ("creditText", "copyrightHolder", "creator", "author", "copyrightNotice"):
            value = node.get(name)
            value = value[0] if isinstance(value, list) and value else value
            value = value.get("name") if isinstance(value, dict) else value
            if isinstance(value, str) and value.strip():
                yield value.strip(" ©")
        if isinstance(caption := node.get("caption"), str) and _SIGN.search(caption):
            yield credit_of(caption)


def _figure(tree: Tree, image: str) -> Tree | None:
    """The figure that shows the picture; else the first, if it stands before the text."""
    figures = tree.xpath(_FIGURES, namespaces=NS)[:20]
    wanted = _file(image)
    for figure in figures:
        places = " ".join(
            str(place) for place in figure.xpath(".//img/@*[starts-with(., 'http') or contains(., '/')]")
        )
        if wanted and wanted in places.lower():
            return figure
    early = [
        figure for figure in figures[:1] if len(figure.xpath(f"preceding::p{IN_MAIN}", namespaces=NS)) <= 2
    ]
    return early[0] if early else None


def _told(figure: Tree) -> str:
    credits_ = (words(part) for part in figure.xpath(f".//{_CREDITS}", namespaces=NS))
    credit = next((text for text in credits_ if 1 < len(text) <= _LONGEST), "")
    caption = credit or next(
        (text for part in figure.xpath(_CAPTION, namespaces=NS) if (text := words(part))), ""
    )
    return credit_of(caption)


def _file(address: str) -> str:
    """A picture's name, without what stands for its size."""
    name = urlsplit(address).path.rstrip("/").rpartition("/")[2].lower().partition(".")[0]
    return re.sub(r"[-_]\d{2,4}x\d{2,4}$", "", name)
