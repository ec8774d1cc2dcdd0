"""Well-formed RSS, RDF and Atom through lxml, many times faster than feedparser. For the worker processes.

It gives just what `parse_feed_slow` gives, or it declines: what it has not been taught, damaged XML,
encodings that do not fit their bytes, document types, markup where text belongs, dates of odd forms.
"""

from __future__ import annotations

from datetime import tzinfo

from bot.articles.parse_feed_draft import read_draft
from bot.articles.parse_feed_entry import MOST, Entry, Head, to_entry, to_head
from bot.articles.parse_feed_xml import (
    Attributes,
    Declined,
    Element,
    Tree,
    attributes_of,
    leaf,
    link_of,
    markup,
    read_tree,
)

_ROOTS = {"rss": "channel", "rdf:rdf": "channel", "feed": ""}
_ITEMS = frozenset({"item", "entry"})
_HEAD_TEXTS = frozenset({"ttl", "sy:updateperiod", "sy:updatefrequency"})
# What a head may hold that holds others, none of which is the feed's own.
_HEAD_NESTED = frozenset(
    "image textinput author contributor items cloud subtitle tagline rights copyright info category "
    "dc:subject dc:contributor itunes:owner itunes:category".split()
)


def read_fast(body: bytes, url: str, content_type: str, zone: tzinfo) -> tuple[Head, list[Entry]] | None:
    """A feed's head and its entries, in its order; None where it must be read the slow way."""
    try:
        feed = _Feed(read_tree(body, content_type))
        drafts = [read_draft(item, feed.tree, zone) for item in feed.items[:MOST]]
    except Declined:
        return None
    head = to_head(feed.texts, feed.links, url)
    return head, [to_entry(draft, url, head.language) for draft in drafts]


class _Feed:
    """A feed's items as elements, and what it says of itself."""

    def __init__(self, tree: Tree) -> None:
        self.tree = tree
        self.items: list[Element] = []
        self.texts: dict[str, str] = {}
        self.links: list[Attributes] = []
        kind = tree.name(tree.root)
        if kind not in _ROOTS:
            raise Declined
        said = attributes_of(tree.root)
        if kind != "rdf:rdf" and (language := said.get("xml:lang", said.get("lang"))):
            self.texts["language"] = language.replace("_", "-")
        for element in tree.root:
            self._take_channel(element) if tree.name(element) == _ROOTS[kind] else self._take(element)
        if kind == "rdf:rdf" and not self.items:
            # Whether that is a feed at all takes a closer look.
            raise Declined

    def _take_channel(self, channel: Element) -> None:
        said = attributes_of(channel)
        if "href" in said or "lastmod" in said:
            raise Declined
        for element in channel:
            self._take(element)

    def _take(self, element: Element) -> None:
        name = self.tree.name(element)
        if name in _ITEMS:
            self.items.append(element)
        elif name == "link":
            self.links.append(link_of(element, self.tree)[0])
        elif name in ("title", "dc:title"):
            self.texts["title"] = self.texts.get("title") or markup(element)
        elif name in ("language", "dc:language"):
            self.texts["language"] = leaf(element)
        elif name in _HEAD_TEXTS and not element.attrib:
            self.texts[name.replace(":", "_")] = leaf(element)
        elif name == "media:title" or (len(element) and name not in _HEAD_NESTED):
            raise Declined
