"""RSS, RDF, Atom and JSON feeds → articles. For the worker processes."""

from __future__ import annotations

import calendar
import hashlib
import io
import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo
from typing import Any

import feedparser

from bot import plain
from bot.dates import parse_date, parse_prose, zone_of
from bot.errors import SourceError
from bot.markdown import harmless_link, to_line, to_text
from storage.records import ArticleItem

_ENTRIES = 1_000
# WordPress puts articles behind a password into its feeds, with a form in place of the text.
_PROTECTED = "action=postpass"
_END = re.compile(rb"</(?:\w{1,20}:)?(?:item|entry)\s*>")


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry as the feed writes it: `title`, `summary` and `content` are HTML, `link` is harmless."""

    guid: str
    link: str
    title: str
    author: str = ""
    published: datetime | None = None
    updated: datetime | None = None
    summary: str = ""
    content: str = ""
    language: str = ""
    image: str = ""
    categories: tuple[str, ...] = ()


def parse_articles(body: bytes, url: str, content_type: str, zone: str, language: str) -> list[ArticleItem]:
    """The feed's articles, oldest first; `zone` is that of clock times without one."""
    entries = parse_entries(body, url, content_type, zone)
    items = [
        _item(entry, language) for entry in entries if _PROTECTED not in (entry.content or entry.summary)
    ]
    unique = {item.guid: item for item in reversed(items)}
    far = datetime.max.replace(tzinfo=UTC)
    return sorted(unique.values(), key=lambda item: item.published or far)


def parse_entries(body: bytes, url: str, content_type: str = "", zone: str = "UTC") -> list[Entry]:
    """The feed's entries in its own order. SourceError if it is no feed."""
    if body.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] == b"{":
        return _json_entries(body, url, zone_of(zone))
    # Without a location of its own feedparser leaves the ids as they are; the links we resolve ourselves.
    headers = {"content-type": content_type} if content_type else {}
    try:
        feed = feedparser.parse(
            io.BytesIO(_fewer(body)),
            response_headers=headers,
            sanitize_html=False,
            resolve_relative_uris=False,
        )
    except (ValueError, LookupError) as error:
        # It stumbles over a damaged name of an encoding.
        raise SourceError("the feed is damaged; its encoding cannot be told") from error
    if not feed.get("version") and not feed.entries:
        raise SourceError("there is no feed at this address")
    language = str(feed.feed.get("language") or "")
    return [_entry(entry, url, language, zone_of(zone)) for entry in feed.entries[:_ENTRIES]]


def _fewer(body: bytes) -> bytes:
    """A feed of too many entries without those in the middle: the newest are at one of its ends."""
    ends = [match.end() for match in _END.finditer(body)]
    if len(ends) <= _ENTRIES:
        return body
    return body[: ends[_ENTRIES // 2 - 1]] + body[ends[-_ENTRIES // 2 - 1] :]


def _item(entry: Entry, language: str) -> ArticleItem:
    text = to_text(entry.content or entry.summary)
    title = to_line(entry.title) or plain.shorten(plain.one_line(text), 80)
    return ArticleItem(
        guid=entry.guid,
        url=entry.link,
        title=title,
        author=to_line(entry.author),
        published=entry.published or entry.updated,
        updated=entry.updated,
        language=entry.language[:2].lower() or language,
        categories=entry.categories,
        summary=plain.shorten(to_line(entry.summary), 500),
        text=text,
        image=entry.image,
    )


def _entry(entry: Any, url: str, language: str, zone: tzinfo) -> Entry:
    link = harmless_link(str(entry.get("link") or ""), url) if entry.get("link") else ""
    title = str(entry.get("title") or "")
    published = _date(entry, ("published", "created"), zone)
    updated = _date(entry, ("updated", "modified"), zone)
    content = max((str(part.get("value") or "") for part in entry.get("content") or ()), key=len, default="")
    return Entry(
        guid=_guid(str(entry.get("id") or ""), link, title, published or updated),
        link=link,
        title=title,
        author=_author(entry),
        published=published,
        updated=updated,
        summary=str(entry.get("summary") or ""),
        content=content,
        language=str(entry.get("language") or language),
        image=_image(entry, url),
        categories=_names(str(tag.get("label") or tag.get("term") or "") for tag in entry.get("tags") or ()),
    )


def _guid(given: str, link: str, title: str, date: datetime | None) -> str:
    """The source's own id, else the link, else one made of title and day."""
    if given.strip() or link:
        return given.strip() or link
    made = f"{plain.one_line(title).casefold()}|{date.date() if date else ''}"
    return "made:" + hashlib.sha256(made.encode()).hexdigest()[:32]


def _date(entry: Any, names: tuple[str, ...], zone: tzinfo) -> datetime | None:
    for name in names:
        # Asked for a date of change that is not there, feedparser gives that of publication.
        if name not in entry:
            continue
        text = str(entry.get(name) or "")
        found = parse_date(text, zone)
        if found is None and (parsed := entry.get(f"{name}_parsed")) and parsed.tm_year >= 1970:
            found = datetime.fromtimestamp(calendar.timegm(parsed), UTC)
        found = found or (parse_prose(text, zone) if text else None)
        if found:
            return found
    return None


def _author(entry: Any) -> str:
    names = (str(person.get("name") or "").partition("(mailto:")[0] for person in entry.get("authors") or ())
    return ", ".join(dict.fromkeys(n for name in names if (n := name.strip()))) or str(
        entry.get("author") or ""
    )


def _image(entry: Any, url: str) -> str:
    media = [*(entry.get("media_content") or ()), *(entry.get("media_thumbnail") or ())]
    places = [
        *(
            m.get("url")
            for m in media
            if m.get("medium", "image") == "image" and "video" not in m.get("type", "")
        ),
        *(
            e.get("href")
            for e in entry.get("enclosures") or ()
            if str(e.get("type", "")).startswith("image/")
        ),
    ]
    return next((link for place in places if place and (link := harmless_link(str(place), url))), "")


def _names(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(line for name in names if (line := to_line(name))))[:20]


def _json_entries(body: bytes, url: str, zone: tzinfo) -> list[Entry]:
    try:
        feed = json.loads(body.decode("utf-8-sig", "replace"))
        rows = feed["items"]
        return [_json_entry(row, feed, url, zone) for row in rows[:_ENTRIES] if isinstance(row, dict)]
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise SourceError("there is no feed at this address") from error


def _json_entry(row: dict[str, Any], feed: dict[str, Any], url: str, zone: tzinfo) -> Entry:
    place = str(row.get("url") or row.get("external_url") or "")
    link = harmless_link(place, url) if place else ""
    published = parse_date(str(row.get("date_published") or ""), zone)
    authors = next((a for a in (_people(row), _people(feed)) if a), "")
    image = str(row.get("image") or row.get("banner_image") or "")
    content = str(row.get("content_html") or "") or plain_to_html(str(row.get("content_text") or ""))
    return Entry(
        guid=_guid(str(row.get("id") or ""), link, str(row.get("title") or ""), published),
        link=link,
        title=plain_to_html(str(row.get("title") or "")),
        author=authors,
        published=published,
        updated=parse_date(str(row.get("date_modified") or ""), zone),
        summary=plain_to_html(str(row.get("summary") or "")),
        content=content,
        language=str(row.get("language") or feed.get("language") or ""),
        image=harmless_link(image, url) if image else "",
        categories=_names(str(tag) for tag in row.get("tags") or ()),
    )


def _people(place: dict[str, Any]) -> str:
    people = [*(place.get("authors") or ()), place.get("author")]
    names = (str(person["name"]) for person in people if isinstance(person, dict) and person.get("name"))
    return ", ".join(dict.fromkeys(names))


def plain_to_html(text: str) -> str:
    """Plain text as HTML that reads the same."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\n", "<br>")
