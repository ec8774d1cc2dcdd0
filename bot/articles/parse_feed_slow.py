"""RSS, RDF and Atom through feedparser, which reads the most damaged of them. For the worker processes."""

from __future__ import annotations

import calendar
import io
from datetime import UTC, datetime, tzinfo
from typing import Any

import feedparser

from bot.articles.parse_feed_entry import MOST, Draft, Entry, Head, Media, to_entry, to_head
from bot.causes import Cause
from bot.dates import parse_date, parse_prose
from bot.errors import SourceError

_TEXTS = ("title", "language", "ttl", "sy_updateperiod", "sy_updatefrequency")


def read_slow(body: bytes, url: str, content_type: str, zone: tzinfo) -> tuple[Head, list[Entry]]:
    """A feed's head and its entries, in its order. SourceError if it is no feed."""
    # Without a location of its own feedparser leaves the ids as they are; the links we resolve ourselves.
    headers = {"content-type": content_type} if content_type else {}
    try:
        feed = feedparser.parse(
            io.BytesIO(body), response_headers=headers, sanitize_html=False, resolve_relative_uris=False
        )
    except (ValueError, LookupError) as error:
        # It stumbles over a damaged name of an encoding.
        raise SourceError(Cause("cause-feed-encoding")) from error
    if not feed.get("version") and not feed.entries:
        raise SourceError(Cause("cause-no-feed"))
    said = feed.feed
    texts = {name: text for name in _TEXTS if isinstance(text := said.get(name), str)}
    head = to_head(texts, said.get("links") or (), url)
    return head, [to_entry(_draft(entry, zone), url, head.language) for entry in feed.entries[:MOST]]


def _draft(entry: Any, zone: tzinfo) -> Draft:
    people = (str(person.get("name") or "").partition("(mailto:")[0] for person in entry.get("authors") or ())
    return Draft(
        id=_text(entry, "id"),
        link=_text(entry, "link"),
        title=_text(entry, "title"),
        summary=_text(entry, "summary"),
        author=_text(entry, "author"),
        language=_text(entry, "language"),
        contents=[str(part.get("value") or "") for part in entry.get("content") or ()],
        authors=[name for person in people if (name := person.strip())],
        published=_date(entry, "published", zone) or _date(entry, "created", zone),
        updated=_date(entry, "updated", zone),
        media=[
            _media(m, "url") for m in (*_listed(entry, "media_content"), *_listed(entry, "media_thumbnail"))
        ],
        enclosures=[_media(e, "href") for e in _listed(entry, "enclosures")],
        credits=[str(credit.get("content") or "") for credit in _listed(entry, "media_credit")],
        categories=[str(tag.get("label") or tag.get("term") or "") for tag in entry.get("tags") or ()],
    )


def _text(entry: Any, name: str) -> str:
    return str(entry.get(name) or "")


def _listed(entry: Any, name: str) -> list[Any]:
    return list(entry.get(name) or ())


def _media(said: Any, place: str) -> Media:
    type_, medium, width = (str(said.get(name) or "") for name in ("type", "medium", "width"))
    return Media(str(said.get(place) or ""), type_, medium, width)


def _date(entry: Any, name: str, zone: tzinfo) -> datetime | None:
    # Asked for a date of change that is not there, feedparser gives that of publication.
    if name not in entry:
        return None
    text = _text(entry, name)
    return parse_date(text, zone) or _moment(entry.get(f"{name}_parsed")) or parse_prose(text, zone)


def _moment(parsed: Any) -> datetime | None:
    if not parsed or parsed.tm_year < 1970:
        return None
    return datetime.fromtimestamp(calendar.timegm(parsed), UTC)
