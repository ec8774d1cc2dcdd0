"""The comments that a page carries in its HTML. For the worker processes."""

from __future__ import annotations

import copy
import itertools
import re
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, tzinfo
from typing import Any

from bot import plain
from bot.articles.page_tree import Tree, inner_html, load, words
from bot.comments.markup import Markup, to_item
from bot.comments.order import in_order
from bot.comments.parse_schema import kept_zone, read_linked
from bot.dates import parse_prose, zone_of
from storage.records import CommentItem

_MOST = 2_000
# Where a comment begins: shapes of real pages, the surest first.
_SHAPES = (
    "//*[@data-comment-id]",
    "//*[re:test(@id, '^(li-|div-)?comment-?\\d+$')]",
    "//*[contains(@itemtype, 'schema.org/Comment') or contains(@itemtype, 'schema.org/UserComments')]",
    "//*[self::li or self::div or self::article][re:test(@id, '^c\\d+$')]",
    "//*[self::li or self::div or self::article][contains(concat(' ', @class, ' '), ' comment ')]",
)
_ID = re.compile(r"(\d+)$")
_AUTHOR = (
    ".//*[contains(concat(' ', @class, ' '), ' fn ')]",
    ".//*[contains(@class, 'status-name-user')]",
    ".//*[@itemprop='author' or @itemprop='creator']//*[@itemprop='name']",
    ".//*[@itemprop='author' or @itemprop='creator']",
    ".//*[re:test(@class, 'comment[-_]{0,2}author')]",
    ".//*[re:test(@class, 'author|user-?name|nickname')]",
)
_DATED = "*[@itemprop='datePublished' or @itemprop='dateCreated' or @itemprop='commentTime']"
_DATE = (
    ".//time/@datetime",
    f".//{_DATED}/@content | .//{_DATED}/@datetime",
    f".//time | .//{_DATED}",
    ".//*[re:test(@class, 'comment[-_]{0,2}(metadata|date)')]",
    ".//*[re:test(@class, 'date|time|posted')]",
    ".//*[contains(@class, 'meta')]",
    ".//a[contains(@href, '#comment-')]",
)
_CONTENT = (
    ".//*[contains(concat(' ', @class, ' '), ' comment-content ')]",
    ".//*[@itemprop='text' or @itemprop='commentText']",
    ".//*[re:test(@class, '(^|[ _-])comments?[_-]*(content|text|message|inner-text|entry)( |$)')]",
    ".//*[re:test(@class, '(^| )(entry-content|content|message|text)( |$)')]",
    ".//*[re:test(@class, '(^|[ _-])comments?[_-]*body( |$)')]",
)
_AROUND = (
    "(^|[ _-])(fn|says|reply|comment-?meta(data)?|comment-?author|comment-?date|vcard|avatar|"
    "comment-reply-link|edit-link|comment-header|comment-footer|comment-info|comment-actions?|"
    "comment-awaiting-moderation)( |$)"
)
_NS = {"re": "http://exslt.org/regular-expressions"}
_SAYS = re.compile(
    r"\s*(?:says|said|sagt|schrieb|dit|a dit|a écrit|dice|zegt|meint)?\s*:?\s*$", re.IGNORECASE
)


def parse_comments(body: bytes, url: str, zone: str, charset: str = "") -> tuple[CommentItem, ...]:
    """The page's comments, in time order, parents first."""
    return to_items(read_comments(load(body, charset), url, zone), url, None)


def to_items(found: Iterable[Markup], url: str, otherwise: datetime | None) -> tuple[CommentItem, ...]:
    """Ours from theirs, in time order; `otherwise` stands for a date that a page does not give.

    What other sites' links to the article left behind is no comment.
    """
    start = otherwise or datetime.fromtimestamp(0, UTC)
    return in_order(to_item(markup, url, start) for markup in found if not markup.ping)


def read_comments(tree: Tree, url: str, zone: str) -> list[Markup]:
    """The comments as they are written, in the page's order, with the dates' own zones."""
    most: list[Markup] = []
    for shape in _SHAPES:
        found = _Shape(tree, shape, zone_of(zone)).read()
        if found and (not most or len(found) > 2 * len(most)):
            most = found
    return most or list(itertools.islice(read_linked(tree, zone_of(zone)), _MOST))


class _Shape:
    """The comments of one page, found by one shape."""

    def __init__(self, tree: Tree, path: str, zone: tzinfo) -> None:
        self._zone = zone
        self._ids: dict[Tree, str] = {}
        self._outer: dict[str, Tree] = {}
        for element in tree.xpath(path, namespaces=_NS)[: 3 * _MOST]:
            guid = _guid(element)
            self._ids[element] = guid
            self._outer.setdefault(guid, element)

    def read(self) -> list[Markup]:
        found = (self._markup(guid, element) for guid, element in list(self._outer.items())[:_MOST])
        return [markup for markup in found if markup]

    def _markup(self, guid: str, element: Tree) -> Markup | None:
        date = self._date(element)
        content = self._content(element)
        author = self._author(element)
        ping = "pingback" in (element.get("class") or "") or "trackback" in (element.get("class") or "")
        if not (ping or date or author or content.strip()):
            return None
        return Markup(
            guid=guid,
            author=plain.shorten(author, 200).replace("&", "&amp;").replace("<", "&lt;"),
            published=date,
            html=content,
            parent=self._parent(guid, element),
            avatar=self._avatar(element),
            ping=ping,
        )

    def _own(self, element: Tree, path: str) -> Iterator[Any]:
        """What a path finds in a comment, but not in the answers inside it."""
        guid = self._ids[element]
        for found in element.xpath(path, namespaces=_NS):
            place: Tree = found.getparent() if isinstance(found, str) else found  # type: ignore[attr-defined]
            while place not in self._ids and place is not None:
                place = place.getparent()
            if place is not None and self._ids[place] == guid:
                yield found

    def _parent(self, guid: str, element: Tree) -> str | None:
        for name in ("data-parent-id", "data-comment-parent", "data-parent", "data-parentid"):
            said = _ID.search(element.get(name) or "")
            if said and said[1] != "0":
                return said[1]
        for said in self._own(element, ".//*[@itemprop='parentItem']"):
            named = said.get("href") or said.get("content") or said.get("itemid") or ""
            number = _ID.search(named.rstrip("/"))
            if number and number[1] in self._outer and number[1] != guid:
                return number[1]
        for above in element.iterancestors():
            if self._ids.get(above, guid) != guid:
                return self._ids[above]
        return None

    def _author(self, element: Tree) -> str:
        for path in _AUTHOR:
            for found in self._own(element, path):
                if "content" not in (found.get("class") or "") and (name := _SAYS.sub("", words(found))):
                    return name
        return ""

    def _date(self, element: Tree) -> datetime | None:
        if said := element.get("data-comment-date"):
            return kept_zone(said, self._zone)
        for path in _DATE:
            for found in itertools.islice(self._own(element, path), 4):
                text = found if isinstance(found, str) else words(found)
                date = kept_zone(text, self._zone) or (
                    parse_prose(text, self._zone) if 5 < len(text) < 120 else None
                )
                if date:
                    return date if isinstance(found, str) else date.astimezone(self._zone)
        return None

    def _content(self, element: Tree) -> str:
        for path in _CONTENT:
            for found in self._own(element, path):
                if found not in self._ids:
                    return inner_html(self._alone(found))
        return inner_html(self._alone(element))

    def _alone(self, element: Tree) -> Tree:
        """An element without the answers inside it and without what stands around a comment's text."""
        guid = next((self._ids[e] for e in (element, *element.iterancestors()) if e in self._ids), "")
        within = [e for e in element.iterdescendants() if self._ids.get(e, guid) != guid]
        marks = element.xpath(f".//*[re:test(@class, '{_AROUND}')]|.//form|.//button", namespaces=_NS)
        if not within and not marks:
            return element
        for mark in (*within, *marks):
            mark.set("data-colporteur", "drop")
        alone = copy.deepcopy(element)
        for mark in (*within, *marks):
            mark.attrib.pop("data-colporteur")
        for mark in alone.xpath(".//*[@data-colporteur]"):
            if mark.getparent() is not None:
                mark.drop_tree()
        return alone

    def _avatar(self, element: Tree) -> str:
        for image in self._own(element, ".//img[contains(@class, 'avatar') or contains(@class, 'photo')]"):
            place = image.get("data-src") or image.get("data-lazy-src") or image.get("src") or ""
            if place.startswith(("http:", "https:", "/")):
                return (
                    str(place).replace("http://", "https://", 1) if "gravatar.com/" in place else str(place)
                )
        return ""


def _guid(element: Tree) -> str:
    said = element.get("data-comment-id") or element.get("id") or ""
    number = _ID.search(said)
    if number:
        return number[1]
    return said or f"place-{element.getroottree().getpath(element)}"
