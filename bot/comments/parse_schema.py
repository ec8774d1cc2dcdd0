"""The comments in a page's linked data (JSON-LD), schema.org's `Comment`. For the worker processes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime, tzinfo
from hashlib import blake2b
from html import escape
from typing import Any

from bot.articles.page_tree import Tree, kinds, linked_data
from bot.comments.markup import Markup
from bot.dates import parse_date, written_zone

_KINDS = {"Comment", "UserComments"}
# Not the end of a longer id of hexadecimal digits.
_NUMBER = re.compile(r"(?:^|[/#=_]|comment-?|#c-?)(\d+)/?$", re.IGNORECASE)

_Node = dict[str, Any]


def read_linked(tree: Tree, zone: tzinfo) -> Iterator[Markup]:
    """The comments as they are written, in the page's order.

    One answers the comment that it lies in, as its `comment`, or that it names as its `parentItem`.
    """
    nodes = linked_data(tree)
    said: list[_Node] = []
    known: dict[str, _Node] = {}
    for node in nodes:
        if not kinds(node) & _KINDS or not isinstance(_text(node), str):
            continue
        name = _name(node)
        if not name or (name in known and _text(known[name]) != _text(node)):
            # Nameless, or named by its article's address as all the others are.
            name = _trace(node)
        if name not in known:
            said.append(node)
            known[name] = node
    guids = {id(node): _guid(name) for name, node in known.items()}
    above = _above(nodes, known)
    for node in said:
        answered = known.get(_reference(node.get("parentItem"))) or above.get(id(node))
        yield Markup(
            guid=guids[id(node)],
            author=_author(node),
            published=kept_zone(str(node.get("datePublished") or node.get("dateCreated") or ""), zone),
            html=str(_text(node)),
            parent=guids.get(id(answered)),
            avatar=_picture(node),
            edited=_edited(node, zone),
            url=str(node.get("url") or ""),
        )


def edited_at(said: str, published: datetime | None, zone: tzinfo) -> datetime | None:
    """When a comment was changed: many sites give the day of its publication, which is no change."""
    moment = parse_date(said, zone)
    return moment.astimezone(UTC) if moment and published and moment > published else None


def kept_zone(text: str, zone: tzinfo) -> datetime | None:
    """A date in the zone that it is written in, else in the site's."""
    moment = parse_date(text, zone)
    return moment.astimezone(written_zone(text) or zone) if moment else None


def _above(nodes: list[_Node], known: dict[str, _Node]) -> dict[int, _Node]:
    """By each node's identity, the node whose `comment` it is."""
    found: dict[int, _Node] = {}
    for node in nodes:
        inner = node.get("comment") or node.get("comments") or ()
        for child in inner if isinstance(inner, list) else [inner]:
            if isinstance(child, dict):
                found.setdefault(id(known.get(_name(child), child)), node)
    return found


def _name(node: _Node) -> str:
    return str(node.get("@id") or node.get("url") or node.get("identifier") or "")


def _trace(node: _Node) -> str:
    """A name for a comment that has none: it stays the same when the text is corrected."""
    date = str(node.get("datePublished") or node.get("dateCreated") or "")
    seen = f"{_author(node)}|{date or _text(node)}"
    return f"said-{blake2b(seen.encode(), digest_size=8).hexdigest()}"


def _guid(name: str) -> str:
    number = _NUMBER.search(name)
    return number[1] if number else name


def _reference(value: Any) -> str:
    if isinstance(value, list):
        value = value[0] if value else ""
    return _name(value) if isinstance(value, dict) else str(value or "")


def _text(node: _Node) -> Any:
    return node.get("text") or node.get("commentText") or node.get("description")


def _author(node: _Node) -> str:
    said = node.get("author") or node.get("creator") or ""
    if isinstance(said, list):
        said = said[0] if said else ""
    return str(said.get("name") or "") if isinstance(said, dict) else escape(str(said), quote=False)


def _edited(node: _Node, zone: tzinfo) -> datetime | None:
    published = parse_date(str(node.get("datePublished") or node.get("dateCreated") or ""), zone)
    return edited_at(str(node.get("dateModified") or ""), published, zone)


def _picture(node: _Node) -> str:
    author = node.get("author")
    image = author.get("image") if isinstance(author, dict) else ""
    return str(image.get("url") or "") if isinstance(image, dict) else str(image or "")
