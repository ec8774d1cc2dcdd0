"""JSON Feed. For the worker processes."""

from __future__ import annotations

import json
from datetime import tzinfo
from typing import Any

from bot.articles.parse_feed_entry import MOST, Draft, Entry, Head, Media, to_entry, to_head
from bot.causes import Cause
from bot.dates import parse_date
from bot.errors import SourceError


def read_json(body: bytes, url: str, zone: tzinfo) -> tuple[Head, list[Entry]]:
    """A feed's head and its entries, in its order. SourceError if it is no feed."""
    try:
        feed = json.loads(body.decode("utf-8-sig", "replace"))
        head = _head(feed, url)
        rows = [row for row in feed["items"][:MOST] if isinstance(row, dict)]
        return head, [to_entry(_draft(row, feed, zone), url, head.language) for row in rows]
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise SourceError(Cause("cause-no-feed")) from error


def _head(feed: dict[str, Any], url: str) -> Head:
    hubs = [hub for hub in feed.get("hubs") or () if isinstance(hub, dict)]
    links = [
        {"rel": "hub", "href": hub.get("url")} for hub in hubs if str(hub.get("type")).lower() == "websub"
    ]
    links.append({"rel": "self", "href": feed.get("feed_url")})
    links.append({"rel": "alternate", "href": feed.get("home_page_url")})
    texts = {"title": _html(feed.get("title")), "language": str(feed.get("language") or "")}
    return to_head(texts, links, url)


def _draft(row: dict[str, Any], feed: dict[str, Any], zone: tzinfo) -> Draft:
    image = str(row.get("image") or row.get("banner_image") or "")
    return Draft(
        id=str(row.get("id") or ""),
        link=str(row.get("url") or row.get("external_url") or ""),
        title=_html(row.get("title")),
        summary=_html(row.get("summary")),
        language=str(row.get("language") or ""),
        contents=[str(row.get("content_html") or "") or _html(row.get("content_text"))],
        authors=_people(row) or _people(feed),
        published=parse_date(str(row.get("date_published") or ""), zone),
        updated=parse_date(str(row.get("date_modified") or ""), zone),
        media=[Media(image)] if image else [],
        categories=[str(tag) for tag in row.get("tags") or ()],
    )


def _people(place: dict[str, Any]) -> list[str]:
    people = [*(place.get("authors") or ()), place.get("author")]
    return [str(person["name"]) for person in people if isinstance(person, dict) and person.get("name")]


def _html(text: Any) -> str:
    """Plain text as HTML that reads the same."""
    said = str(text or "")
    return said.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\n", "<br>")
