"""What all readers of feeds make: a feed's head and its entries. For the worker processes."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from bot import plain
from bot.articles.parse_text import to_line
from bot.markdown import harmless_link

MOST = 1_000
_UNITS = {
    "hourly": 3_600.0,
    "daily": 86_400.0,
    "weekly": 604_800.0,
    "monthly": 2_592_000.0,
    "yearly": 31_536_000.0,
}
_PAGES = frozenset({"html", "text/html", "xhtml", "application/xhtml+xml"})
# `harmless_link` would give these back as they are.
_PLAIN_LINK = re.compile(
    r"https?://[a-z0-9.-]++(?::\d++)?(?:/[A-Za-z0-9!$&'()*+,=:@~_./-]*+)?(?:\?[A-Za-z0-9!$&'()*+,=:@~_./?-]++)?"
)


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry as the feed writes it: `title`, `summary` and `content` are HTML, addresses are harmless."""

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
    image_credit: str = ""
    categories: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Head:
    """What a feed says of itself; `title` is HTML, addresses are harmless, `ttl` is in seconds."""

    title: str = ""
    site: str = ""
    language: str = ""
    hub: str = ""
    topic: str = ""
    ttl: float | None = None


@dataclass(frozen=True, slots=True)
class Media:
    """A picture, a sound or a film beside an entry."""

    url: str
    type: str = ""
    medium: str = ""
    width: str = ""


@dataclass(slots=True)
class Draft:
    """The parts of an entry as they are gathered from a feed of any kind."""

    id: str = ""
    link: str = ""
    title: str = ""
    summary: str = ""
    author: str = ""
    language: str = ""
    contents: list[str] = field(default_factory=list)
    authors: list[str] = field(default_factory=list)
    published: datetime | None = None
    updated: datetime | None = None
    media: list[Media] = field(default_factory=list)
    enclosures: list[Media] = field(default_factory=list)
    credits: list[str] = field(default_factory=list)
    categories: list[str] = field(default_factory=list)


def to_entry(draft: Draft, url: str, language: str) -> Entry:
    """The entry of a draft, from the feed at `url`; `language` is the feed's."""
    # An id may stand for the link; one that is a mere word leads nowhere.
    link = clean_link(draft.link, url) if draft.link != draft.id or "/" in draft.link else ""
    image = _image(draft, url)
    return Entry(
        guid=make_guid(draft.id, link, draft.title, draft.published or draft.updated),
        link=link,
        title=draft.title,
        author=", ".join(dict.fromkeys(draft.authors)) or draft.author,
        published=draft.published,
        updated=draft.updated,
        summary=draft.summary,
        content=max(draft.contents, key=len, default=""),
        language=draft.language or language,
        image=image,
        image_credit=next((credit for credit in draft.credits if credit), "") if image else "",
        categories=names(draft.categories),
    )


def clean_link(place: str, url: str) -> str:
    """An absolute, harmless address, or nothing."""
    if not place:
        return ""
    plain_link = _PLAIN_LINK.fullmatch(place) and "/." not in place and "//" not in place[8:]
    return place if plain_link else harmless_link(place, url)


def make_guid(given: str, link: str, title: str, date: datetime | None) -> str:
    """The source's own id, else the link, else one made of title and day."""
    if given.strip() or link:
        return given.strip() or link
    made = f"{plain.one_line(title).casefold()}|{date.date() if date else ''}"
    return "made:" + hashlib.sha256(made.encode()).hexdigest()[:32]


def names(said: Iterable[str]) -> tuple[str, ...]:
    """Names of categories, each once."""
    return tuple(dict.fromkeys(line for name in said if (line := to_line(name))))[:20]


def to_head(texts: Mapping[str, str], links: Sequence[Mapping[str, Any]], url: str) -> Head:
    """The head of a feed, from its texts by name and its links by attributes."""
    if not links:
        return Head(texts.get("title", ""), "", texts.get("language", ""), ttl=_ttl(texts))
    places = {str(link.get("rel")): str(link.get("href") or "") for link in reversed(links)}
    pages = (str(link.get("href") or "") for link in reversed(links) if _is_page(link))
    return Head(
        title=texts.get("title", ""),
        site=clean_link(next(pages, ""), url),
        language=texts.get("language", ""),
        hub=clean_link(places.get("hub", ""), url),
        topic=clean_link(places.get("self", ""), url),
        ttl=_ttl(texts),
    )


def _ttl(texts: Mapping[str, str]) -> float | None:
    """Seconds between looks, by <ttl> in minutes, or by sy:updatePeriod and sy:updateFrequency."""
    minutes, frequency = texts.get("ttl", ""), texts.get("sy_updatefrequency", "")
    if minutes.isdecimal() and len(minutes) < 7 and int(minutes):
        return int(minutes) * 60.0
    unit = _UNITS.get(texts.get("sy_updateperiod", "").lower())
    times = int(frequency) if frequency.isdecimal() and len(frequency) < 5 else 1
    # Once an hour is what WordPress writes where nobody chose anything.
    return unit / max(times, 1) if unit and (unit, times) != (_UNITS["hourly"], 1) else None


def _is_page(link: Mapping[str, Any]) -> bool:
    return link.get("rel") == "alternate" and link.get("type", "text/html") in _PAGES


def _image(draft: Draft, url: str) -> str:
    """The widest of the pictures beside the entry, else the first; else an enclosed one."""
    if not draft.media and not draft.enclosures:
        return ""
    beside = [m for m in draft.media if _is_picture(m)]
    beside.sort(key=lambda m: -int(m.width) if m.width.isdecimal() and len(m.width) < 6 else 0)
    enclosed = [m for m in draft.enclosures if m.type.startswith("image/")]
    return next((link for m in (*beside, *enclosed) if m.url and (link := clean_link(m.url, url))), "")


def _is_picture(media: Media) -> bool:
    return media.medium in ("", "image") and (not media.type or media.type.startswith("image"))
