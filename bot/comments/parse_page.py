"""The comments that a page carries in its HTML. For the worker processes."""

from __future__ import annotations

import copy
import itertools
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime, tzinfo
from hashlib import blake2b
from typing import Any

from bot import plain
from bot.articles.page_tree import Tree, inner_html, load, spaced, words
from bot.comments.markup import Markup, to_item
from bot.comments.order import in_order
from bot.comments.page_shapes import NS, WORD, guid_of, known_shapes, marked_shapes, other_shapes
from bot.comments.parse_schema import edited_at, kept_zone, read_linked
from bot.dates import parse_prose, zone_of
from storage.records import CommentItem

_MOST = 2_000
_NUMBER = re.compile(r"(\d+)$")
_AUTHOR = (
    ".//*[contains(concat(' ', @class, ' '), ' fn ')]",
    ".//*[contains(@class, 'status-name-user')]",
    ".//*[@itemprop='author' or @itemprop='creator']//*[@itemprop='name']",
    ".//*[@itemprop='author' or @itemprop='creator']",
    ".//*[re:test(@class, 'comment[-_]{0,2}author', 'i')]",
    ".//*[re:test(@class, 'author|(user|account|nick|screen)[-_]?name|commenter|poster', 'i')]",
    ".//*[re:test(@class, '(^| )user( |$)')]",
    ".//a[contains(@rel, 'nofollow') and contains(@class, 'url')]",
)
_BOLD = ".//*[self::h3 or self::h4 or self::h5 or self::cite or self::strong or self::b]"
_IN_TEXT = ("p", "blockquote", "li")
_NAME = 80
_BEFORE_DATE = re.compile(
    r"^(.{1,80}?)\s*[-–—|,·]\s*(?:[a-zé]{2,4}\.?\s)?\s*\d{1,4}[./-]\s?\d.*$", re.IGNORECASE
)
_DATED = "*[@itemprop='datePublished' or @itemprop='dateCreated' or @itemprop='commentTime']"
_DATE = (
    ".//time/@datetime",
    f".//{_DATED}/@content | .//{_DATED}/@datetime",
    f".//time | .//{_DATED}",
    ".//*[re:test(@class, 'comment[-_]{0,2}(metadata|date)', 'i')]",
    ".//*[re:test(@class, 'date|time|posted|submitted', 'i')]",
    ".//*[re:test(@class, 'meta|info', 'i')]",
    ".//a[contains(@href, '#comment-')]",
    ".//*[self::b or self::small or self::span or self::strong or self::em][re:test(., '\\d')]",
)
_CONTENT = (
    ".//*[contains(concat(' ', @class, ' '), ' comment-content ')]",
    ".//*[@itemprop='text' or @itemprop='commentText']",
    ".//*[re:test(@class, '(^|[ _-])comments?[_-]*(content|text|message|inner-text|entry)( |$)')]",
    f".//*[re:test(@class, '{WORD}([_-]*card)?[_-]*(text|message|texte)( |$)', 'i')]",
    f".//*[re:test(@class, '{WORD}([_-]*card)?[_-]*(content|inhalt|contenu)( |$)', 'i')]",
    ".//*[re:test(@class, '(^| )(entry-content|content|post-message|message|text)( |$)')]",
    ".//*[re:test(@class, '(^|[ _-])comments?[_-]*body( |$)')]",
)
# What stands around a comment's text, wherever it is found.
_AROUND = (
    "(^|[ _-])(fn|says|reply|comment-?meta(data)?|comment-?author|comment-?date|vcard|avatar|"
    "comment-reply-link|edit-link|comment-header|comment-footer|comment-info|comment-actions?|"
    "comment-awaiting-moderation)( |$)"
)
# And what else, where nothing in the comment is named as its text.
_CHROME = (
    ".//time | .//ul[re:test(@class, 'tool-?bar|action|button|link|share|menu', 'i')]"
    " | .//*[re:test(@class, '(^|[ _-])(votes?|likes?|rating|share|report|buttons?|tool-?bar|functions|"
    "signature|profile|answer)( |$)', 'i')]"
)
_SAYS = re.compile(
    r"\s*(?:says|said|sagt|schrieb|dit|a dit|a écrit|dice|zegt|meint)?\s*:?\s*$", re.IGNORECASE
)


def parse_comments(body: bytes, url: str, zone: str, charset: str = "") -> tuple[CommentItem, ...]:
    """The page's comments, in time order, parents first."""
    return to_items(read_comments(load(body, charset), url, zone), url, None)


def parse_marked(body: bytes, url: str, zone: str, charset: str = "") -> tuple[CommentItem, ...]:
    """Those that schema.org's marks tell, in JSON-LD or on the page's elements."""
    return to_items(read_marked(load(body, charset), zone), url, None)


def to_items(found: Iterable[Markup], url: str, otherwise: datetime | None) -> tuple[CommentItem, ...]:
    """Ours from theirs, in time order; `otherwise` stands for a date that a page does not give.

    What other sites' links to the article left behind is no comment.
    """
    start = otherwise or datetime.fromtimestamp(0, UTC)
    return in_order(to_item(markup, url, start) for markup in found if not markup.ping)


def read_comments(tree: Tree, url: str, zone: str) -> list[Markup]:
    """The comments as they are written, in the page's order, with the dates' own zones."""
    most = _best(known_shapes(tree), zone_of(zone))
    return most or read_marked(tree, zone) or _best(other_shapes(tree), zone_of(zone), dated=True)


def read_marked(tree: Tree, zone: str) -> list[Markup]:
    """The same of those alone that schema.org's marks tell."""
    linked = list(itertools.islice(read_linked(tree, zone_of(zone)), _MOST))
    return linked or _best(marked_shapes(tree), zone_of(zone))


def _best(shapes: Iterable[Sequence[Tree]], zone: tzinfo, *, dated: bool = False) -> list[Markup]:
    """What the first shape gives, unless another one gives more than twice as many comments.

    `dated`: only what has a date, for nothing else tells a comment from a form or a heading.
    """
    best: list[Markup] = []
    most = 0
    for elements in shapes:
        found = [m for m in _Shape(elements, zone).read() if not dated or (m.published and _is_whole(m))]
        whole = sum(_is_whole(markup) for markup in found)
        if whole > 2 * most:
            best, most = found, whole
    return best


def _is_whole(markup: Markup) -> bool:
    """Whether somebody says something: a heading or a button that is called a comment does not."""
    return markup.ping or bool(markup.html.strip() and (markup.author or markup.published))


class _Shape:
    """The comments of one page, found by one shape."""

    def __init__(self, elements: Sequence[Tree], zone: tzinfo) -> None:
        self._zone = zone
        self._ids: dict[Tree, str] = {}
        self._outer: dict[str, Tree] = {}
        for element in elements[: 3 * _MOST]:
            guid = guid_of(element)
            self._ids[element] = guid
            self._outer.setdefault(guid, element)

    def read(self) -> list[Markup]:
        found = (self._markup(guid, element) for guid, element in list(self._outer.items())[:_MOST])
        return _numbered([markup for markup in found if markup])

    def _markup(self, guid: str, element: Tree) -> Markup | None:
        text = self._text(element)
        date = self._date(element)
        author, said_in = self._author(element, text)
        alone = self._alone(element if text is None else text, said_in)
        content = inner_html(alone)
        ping = "pingback" in (element.get("class") or "") or "trackback" in (element.get("class") or "")
        if not (ping or date or author or content.strip()):
            return None
        if guid.startswith("place-") and _is_link(alone):
            return None
        return Markup(
            guid=guid,
            author=plain.shorten(author, 200).replace("&", "&amp;").replace("<", "&lt;"),
            published=date,
            html=content,
            parent=self._parent(guid, element),
            avatar=self._avatar(element),
            ping=ping,
            edited=self._edited(element, date),
        )

    def _own(self, element: Tree, path: str) -> Iterator[Any]:
        """What a path finds in a comment, but not in the answers inside it."""
        guid = self._ids[element]
        for found in element.xpath(path, namespaces=NS):
            place: Tree = found.getparent() if isinstance(found, str) else found  # type: ignore[attr-defined]
            while place not in self._ids and place is not None:
                place = place.getparent()
            if place is not None and self._ids[place] == guid:
                yield found

    def _parent(self, guid: str, element: Tree) -> str | None:
        for name in ("data-parent-id", "data-comment-parent", "data-parent", "data-parentid"):
            said = _NUMBER.search(element.get(name) or "")
            if said and said[1] != "0":
                return said[1]
        for said in self._own(element, ".//*[@itemprop='parentItem']"):
            named = said.get("href") or said.get("content") or said.get("itemid") or ""
            number = _NUMBER.search(named.rstrip("/"))
            if number and number[1] in self._outer and number[1] != guid:
                return number[1]
        for above in element.iterancestors():
            if self._ids.get(above, guid) != guid:
                return self._ids[above]
        return None

    def _author(self, element: Tree, text: Tree | None) -> tuple[str, Tree | None]:
        """The name, and where it stands: where it is told, else what is printed in bold above the text."""
        for path in (*_AUTHOR, _BOLD):
            for found in self._own(element, path):
                above = list(itertools.takewhile(lambda e: e is not element, found.iterancestors()))
                if any(e.tag == "form" for e in (found, *above)) or "content" in (found.get("class") or ""):
                    continue
                if path is _BOLD and any(e is text or e.tag in _IN_TEXT for e in above):
                    continue
                name = _BEFORE_DATE.sub(r"\1", _SAYS.sub("", words(found)))
                if name and (path is not _BOLD or len(name) <= _NAME):
                    return name, found
        return "", None

    def _date(self, element: Tree) -> datetime | None:
        if said := element.get("data-comment-date"):
            return kept_zone(said, self._zone)
        for path in _DATE:
            for found in itertools.islice(self._own(element, path), 4):
                text = found if isinstance(found, str) else spaced(found)
                date = kept_zone(text, self._zone) or (
                    parse_prose(text, self._zone) if 5 < len(text) < 120 else None
                )
                if date:
                    return date if isinstance(found, str) else date.astimezone(self._zone)
        return None

    def _edited(self, element: Tree, published: datetime | None) -> datetime | None:
        path = ".//*[@itemprop='dateModified']/@content | .//*[@itemprop='dateModified']/@datetime"
        said = next(self._own(element, path), "")
        return edited_at(str(said), published, self._zone)

    def _text(self, element: Tree) -> Tree | None:
        """What is named as the text of a comment."""
        for path in _CONTENT:
            for found in self._own(element, path):
                if found not in self._ids and found.tag not in ("form", "textarea", "input"):
                    return found
        return None

    def _alone(self, element: Tree, author: Tree | None = None) -> Tree:
        """An element without the answers inside it and without what stands around a comment's text."""
        guid = next((self._ids[e] for e in (element, *element.iterancestors()) if e in self._ids), "")
        within = [e for e in element.iterdescendants() if self._ids.get(e, guid) != guid]
        marks = element.xpath(f".//*[re:test(@class, '{_AROUND}')]|.//form|.//button", namespaces=NS)
        if element in self._ids:
            marks = [mark for mark in marks if mark.tag == "form" or mark.find(".//p") is None]
            marks += element.xpath(_CHROME, namespaces=NS)
        if author is not None and element in author.iterancestors():
            above = itertools.takewhile(lambda e: e is not element, author.iterancestors())
            marks += [author] if not any(e.tag in _IN_TEXT for e in above) else []
        if not within and not marks:
            return element
        for mark in (*within, *marks):
            mark.set("data-colporteur", "drop")
        alone = copy.deepcopy(element)
        for mark in (*within, *marks):
            mark.attrib.pop("data-colporteur", None)
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


def _is_link(alone: Tree) -> bool:
    """Whether a text is but a link: the headline of another article, one of comment maybe."""
    said = len(words(alone))
    return sum(len(words(link)) for link in alone.iter("a")) > 0.5 * said > 0


def _numbered(found: list[Markup]) -> list[Markup]:
    """A name that stays for each comment that the page gives none: by its author and date, not its place."""
    names: dict[str, str] = {}
    for markup in found:
        if markup.guid.startswith("place-"):
            seen = f"{markup.author}|{markup.published or markup.html}|"
            again = sum(name.startswith(seen) for name in names.values())
            names[markup.guid] = f"{seen}{again}"
    new = {guid: f"said-{blake2b(name.encode(), digest_size=8).hexdigest()}" for guid, name in names.items()}
    return [
        replace(
            markup, guid=new.get(markup.guid, markup.guid), parent=new.get(markup.parent or "", markup.parent)
        )
        for markup in found
    ]
