"""One entry of a well-formed feed → its draft. For the worker processes.

What looks strange here is how feedparser reads entries, which is how they came to be written.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import datetime, tzinfo

from bot.articles.parse_feed_entry import Draft, Media
from bot.articles.parse_feed_xml import (
    Attributes,
    Declined,
    Element,
    Tree,
    attributes_of,
    is_text,
    leaf,
    link_of,
    markup,
    mended,
)
from bot.dates import parse_date

_ADDRESS = re.compile(r"[\w.+-]+@[a-zA-Z0-9-]+(?:\.[a-zA-Z0-9-]+)*\.[a-zA-Z]{2,4}")
_PERSON = frozenset({"name", "email", "uri", "url", "homepage"})
_NOT_TAUGHT = (
    "body xhtml:body fullitem textinput keywords tags managingeditor svg math name email item entry channel "
    "feed rss itunes:owner itunes:name itunes:email"
).split()
_GROUPED = frozenset(
    "media:title media:description media:category media:keywords media:content media:thumbnail media:group "
    "media:credit itunes:category".split()
)
_PICTURE = frozenset({"url", "width", "height"})


def read_draft(item: Element, tree: Tree, zone: tzinfo) -> Draft:
    """The parts of an entry; Declined if it has parts that were not taught here."""
    said = attributes_of(item)
    if "lastmod" in said or "href" in said:
        raise Declined
    reading = _Reading(tree, zone)
    reading.draft.id = said.get("rdf:about", "")
    reading.walk(item, 0)
    return reading.finished()


class _Reading:
    def __init__(self, tree: Tree, zone: tzinfo) -> None:
        self.draft = Draft()
        self._tree = tree
        self._zone = zone
        self._title = ""
        self._title_final = False
        self._link: str | None = None
        self._summary: str | None = None
        self._summary_depth = 99
        self._has_content = False
        self._thumbnails: list[Media] = []
        self._people: list[tuple[bool, bool]] = []
        self._dates: dict[str, datetime | None] = {}

    def walk(self, parent: Element, depth: int) -> None:
        """Take all elements of an entry, or of one that only groups them."""
        for element in parent:
            name = self._tree.name(element)
            take = _TAKEN.get(name)
            if take is not None:
                if depth and name not in _GROUPED:
                    raise Declined
                take(self, element, depth)
            elif len(element):
                self._pass_by(element)

    def finished(self) -> Draft:
        """The draft, with what only all elements together could tell."""
        draft, dates = self.draft, self._dates
        forms = [nested for nested, _ in self._people]
        if forms != sorted(forms, reverse=True) or (len(forms) > 1 and not all(n for _, n in self._people)):
            # Authors of several forms run into one another.
            raise Declined
        draft.link = self._link or ""
        draft.title = self._title
        draft.summary = self._summary or ""
        draft.published = dates.get("published") or dates.get("created")
        draft.updated = dates.get("updated")
        draft.media += self._thumbnails
        return draft

    def _pass_by(self, element: Element) -> None:
        """Leave out an element that nobody asks for, with all that it holds."""
        names = {self._tree.name(inner) for inner in element.iter()} - _PERSON
        if any(":" not in name or name in _TAKEN for name in names):
            raise Declined

    def title(self, element: Element, depth: int) -> None:
        text = markup(element)
        if self._title_final and self._title:
            raise Declined
        self._title = self._title or text

    def media_title(self, element: Element, depth: int) -> None:
        if self._title_final or not self._title:
            raise Declined

    def image(self, element: Element, depth: int) -> None:
        if any(self._tree.name(inner) not in _PICTURE for inner in element):
            raise Declined
        self._title_final = True

    def source(self, element: Element, depth: int) -> None:
        """Another feed's: nothing in it is the entry's."""
        self._title_final = True

    def id(self, element: Element, depth: int) -> None:
        value = leaf(element)
        if attributes_of(element).get("ispermalink", "true") == "true":
            value = self._tree.resolved(value, element)
            self._link = value if self._link is None else self._link
        self.draft.id = value

    def link(self, element: Element, depth: int) -> None:
        said, address = link_of(element, self._tree)
        if address is not None:
            self._link = address
        if said["rel"] == "enclosure":
            self.draft.enclosures.append(_media(said, "href"))

    def enclosure(self, element: Element, depth: int) -> None:
        said = attributes_of(element)
        said["href"] = said.get("url", said.get("uri", said.get("href", "")))
        self.draft.enclosures.append(_media(said, "href"))

    def description(self, element: Element, depth: int) -> None:
        self._describe(markup(element, "html"), depth)

    def summary(self, element: Element, depth: int) -> None:
        self._describe(markup(element), depth)

    def abstract(self, element: Element, depth: int) -> None:
        self._summarize(markup(element), depth)

    def _describe(self, text: str, depth: int) -> None:
        if self._summary is not None and not self._has_content:
            # A second description is the text itself.
            self._has_content = True
            self.draft.contents.append(text)
        else:
            self._summarize(text, depth)

    def _summarize(self, text: str, depth: int) -> None:
        if depth <= self._summary_depth:
            self._summary, self._summary_depth = text, depth

    def content(self, element: Element, depth: int) -> None:
        self._fill(markup(element), to_summary=is_text(element))

    def encoded(self, element: Element, depth: int) -> None:
        self._fill(markup(element, "html"))

    def _fill(self, text: str, *, to_summary: bool = True) -> None:
        self._has_content = True
        self.draft.contents.append(text)
        if to_summary and self._summary is None:
            self._summary = text

    def person(self, element: Element, depth: int) -> None:
        name, address = self._parts(element) if len(element) else _told(leaf(element))
        self._people.append((bool(len(element)), bool(name)))
        if shown := name.partition("(mailto:")[0].strip():
            self.draft.authors.append(shown)
        if name or address:
            self.draft.author = f"{name} ({address})" if name and address else name or address

    def _parts(self, element: Element) -> tuple[str, str]:
        parts = {self._tree.name(inner): (inner.text or "").strip() for inner in element}
        whole = len(parts) == len(element) and not any(len(inner) for inner in element)
        if not whole or not parts.keys() <= _PERSON or (element.text or "").strip():
            raise Declined
        return parts.get("name", ""), parts.get("email", "")

    def contributor(self, element: Element, depth: int) -> None:
        if any(self._tree.name(inner) not in _PERSON or len(inner) for inner in element):
            raise Declined

    def published(self, element: Element, depth: int) -> None:
        self._date("published", element)

    def updated(self, element: Element, depth: int) -> None:
        self._date("updated", element)

    def created(self, element: Element, depth: int) -> None:
        self._date("created", element)

    def _date(self, name: str, element: Element) -> None:
        text = leaf(element)
        self._dates[name] = date = parse_date(text, self._zone)
        if text and date is None:
            raise Declined

    def category(self, element: Element, depth: int) -> None:
        said, text = attributes_of(element), self._own_text(element)
        term, label = said.get("term", ""), said.get("label", "")
        self.draft.categories += (
            name for name in (label or term, "" if label and not term else text) if name
        )

    def _own_text(self, element: Element) -> str:
        """The text of an element, without that of others inside it."""
        for inner in element:
            self._pass_by(inner)
            if any(part.attrib and (part.text or "").strip() for part in inner.iter()):
                raise Declined
        return mended("".join((element.text or "", *(inner.tail or "" for inner in element))))

    def itunes_category(self, element: Element, depth: int) -> None:
        if text := attributes_of(element).get("text"):
            self.draft.categories.append(text)
        self.walk(element, depth + 1)

    def keywords(self, element: Element, depth: int) -> None:
        if element.attrib:
            raise Declined
        self.draft.categories += (word.strip() for word in leaf(element).split(","))

    def language(self, element: Element, depth: int) -> None:
        self.draft.language = leaf(element)

    def media(self, element: Element, depth: int) -> None:
        self.draft.media.append(_media(attributes_of(element), "url"))
        self.walk(element, depth + 1)

    def thumbnail(self, element: Element, depth: int) -> None:
        said = attributes_of(element)
        if len(element) or not said.get("url"):
            raise Declined
        self._thumbnails.append(_media(said, "url"))

    def group(self, element: Element, depth: int) -> None:
        self.walk(element, depth + 1)

    def credit(self, element: Element, depth: int) -> None:
        self.draft.credits.append(leaf(element))

    def decline(self, element: Element, depth: int) -> None:
        raise Declined


def _media(said: Attributes, place: str) -> Media:
    return Media(said.get(place, ""), said.get("type", ""), said.get("medium", ""), said.get("width", ""))


def _told(text: str) -> tuple[str, str]:
    """The name and the mail address in "Ann (ann@x.example)", "ann@x.example (Ann)", "Ann"."""
    if "@" not in text:
        return text, ""
    address = _ADDRESS.search(text)
    if address is None or text.count("@") > 1 or "&" in text:
        raise Declined
    rest = text.replace(address[0], "").replace("()", "").replace("<>", "").strip()
    return rest.removeprefix("(").removesuffix(")").strip(), address[0]


_TAKEN: Mapping[str, Callable[[_Reading, Element, int], None]] = {
    **dict.fromkeys(("title", "dc:title"), _Reading.title),
    "media:title": _Reading.media_title,
    "image": _Reading.image,
    "source": _Reading.source,
    **dict.fromkeys(("guid", "id"), _Reading.id),
    "link": _Reading.link,
    "enclosure": _Reading.enclosure,
    **dict.fromkeys(("description", "dc:description", "media:description"), _Reading.description),
    **dict.fromkeys(("summary", "itunes:summary"), _Reading.summary),
    "abstract": _Reading.abstract,
    "content": _Reading.content,
    "content:encoded": _Reading.encoded,
    **dict.fromkeys(("author", "dc:creator", "dc:author", "itunes:author"), _Reading.person),
    **dict.fromkeys(("contributor", "dc:contributor"), _Reading.contributor),
    **dict.fromkeys(("published", "issued", "pubdate", "dcterms:issued"), _Reading.published),
    **dict.fromkeys(
        ("updated", "modified", "lastbuilddate", "dc:date", "dcterms:modified"), _Reading.updated
    ),
    **dict.fromkeys(("created", "dcterms:created"), _Reading.created),
    **dict.fromkeys(("category", "dc:subject", "media:category"), _Reading.category),
    **dict.fromkeys(("itunes:keywords", "media:keywords"), _Reading.keywords),
    **dict.fromkeys(("language", "dc:language"), _Reading.language),
    "itunes:category": _Reading.itunes_category,
    "media:content": _Reading.media,
    "media:thumbnail": _Reading.thumbnail,
    "media:group": _Reading.group,
    "media:credit": _Reading.credit,
    **dict.fromkeys(_NOT_TAUGHT, _Reading.decline),
}
