"""When an article was published and changed, as its page says. For the worker processes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta, tzinfo
from typing import Any

from bot.articles.page_tree import IN_MAIN, NS, Tree, spaced, words
from bot.dates import parse_date, parse_prose, written_zone

_PUBLISHED = (
    (
        '//meta[@property="article:published_time" or @property="og:article:published_time" or '
        '@name="article:published_time" or @property="og:published_time"]/@content'
    ),
    '//*[@itemprop="datePublished"][not(ancestor::*[contains(@class, "comment")])]/@content',
    '//*[@itemprop="datePublished"][not(ancestor::*[contains(@class, "comment")])]/@datetime',
    (
        '//meta[@name="date" or @name="pubdate" or @name="publish-date" or @name="publication_date" or '
        '@name="DC.date.issued" or @name="dc.date" or @name="DC.date" or @name="dcterms.created" or '
        '@name="parsely-pub-date" or @name="sailthru.date" or @name="cXenseParse:recs:publishtime" or '
        '@name="last-modified-date" or @name="citation_publication_date"]/@content'
    ),
)
_UPDATED = (
    '//meta[@property="article:modified_time" or @property="og:updated_time"]/@content',
    '//*[@itemprop="dateModified"]/@content | //*[@itemprop="dateModified"]/@datetime',
)
_TIMES = (f"//time[@pubdate]{IN_MAIN}", f"//article//time{IN_MAIN}", f"//time{IN_MAIN}")
_NAMES = (
    ("entry-date", "post-date", "date-post", "published", "article-date", "pubdate"),
    ("-date", "date-", "_date", "Date", " date "),
    ("meta", "byline", "posted"),
)
_NAMED = tuple(
    "//*["
    + " or ".join(
        f'contains(concat(" ", @class, " "), "{name}") or contains(@id, "{name}")' for name in names
    )
    + f"]{IN_MAIN}"
    for names in _NAMES
)
_NEAR = 12
_IN_ADDRESS = re.compile(r"/((?:19|20)\d\d)[/-]?(\d\d)[/-]?(\d\d)(?:/|-|$|\.)")


def read_dates(
    tree: Tree, data: list[dict[str, Any]], url: str, zone: tzinfo, title: str = ""
) -> tuple[datetime | None, datetime | None]:
    """Published and updated, aware, in the zone that the page writes; None where it does not say."""
    updated = _first_said([*_said(data, "dateModified"), *_found(tree, _UPDATED)], zone)
    published = _first_said([*_said(data, "datePublished"), *_found(tree, _PUBLISHED)], zone)
    shown = _shown(tree, zone)
    if published and shown == _next_day(published, zone) and published.hour >= 18:
        # Put online in the evening, for the next day's edition: that day is the article's.
        return shown, updated
    return (
        published
        or shown
        or _from_address(url, zone)
        or _near_title(tree, title, zone)
        or _guessed(tree, url, zone)
    ), updated


def _next_day(moment: datetime, zone: tzinfo) -> datetime:
    day = moment + timedelta(days=1)
    return datetime(day.year, day.month, day.day, tzinfo=zone)


def _said(data: list[dict[str, Any]], name: str) -> list[str]:
    return [value for node in data if isinstance(value := node.get(name), str)]


def _found(tree: Tree, paths: Iterable[str]) -> Iterator[str]:
    for path in paths:
        yield from (str(value) for value in tree.xpath(path)[:5])


def _first_said(texts: Iterable[str], zone: tzinfo) -> datetime | None:
    return next((date for text in texts if (date := _kept_zone(text, zone))), None)


def _kept_zone(text: str, zone: tzinfo) -> datetime | None:
    """The moment in the zone it was written in: its day there is the article's day."""
    moment = parse_date(text, zone)
    if moment is None:
        return None
    return moment.astimezone(written_zone(text) or zone)


def _shown(tree: Tree, zone: tzinfo) -> datetime | None:
    """The date that the page shows its readers."""
    for path in _TIMES:
        for element in tree.xpath(path, namespaces=NS)[:3]:
            text = element.get("datetime") or ""
            date = _kept_zone(text, zone) or parse_prose(spaced(element), zone)
            if date:
                return date.astimezone(date.tzinfo if text else zone)
    for path in _NAMED:
        for element in tree.xpath(path, namespaces=NS)[:12]:
            text = spaced(element)
            if 5 < len(text) < 120 and (date := parse_prose(text, zone)):
                return date.astimezone(zone)
    return None


def _near_title(tree: Tree, title: str, zone: tzinfo) -> datetime | None:
    """The first date that stands by itself behind the headline."""
    headings = tree.xpath("//h1 | //h2 | //h3")
    heading = next((h for h in headings if title and words(h) == title), None)
    if heading is None:
        return None
    texts = heading.xpath(
        f"following::text()[string-length() > 5 and string-length() < 80]{IN_MAIN}", namespaces=NS
    )
    for text in texts[:_NEAR]:
        if (date := parse_prose(" ".join(text.split()), zone)) is not None:
            return date.astimezone(zone)
    return None


def _from_address(url: str, zone: tzinfo) -> datetime | None:
    match = _IN_ADDRESS.search(url)
    found = parse_date("-".join(match.groups()), zone) if match else None
    return found.astimezone(zone) if found else None


def _guessed(tree: Tree, url: str, zone: tzinfo) -> datetime | None:
    import htmldate  # noqa: PLC0415  (slow, and seldom needed)

    try:
        day = htmldate.find_date(tree, url=url, original_date=True, extensive_search=True)
    except Exception:  # noqa: BLE001  (a guess may fail in any way; then there is none)
        return None
    found = parse_date(day, zone) if day else None
    return found.astimezone(zone) if found else None
