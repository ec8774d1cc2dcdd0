"""When an article was published and changed, as its page says. For the worker processes."""

from __future__ import annotations

import itertools
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
_UPDATE = re.compile(
    r"updated?\b|modified|mise? à jour|modifi[ée]|aktualisiert|überarbeitet|actualizado|aggiornato",
    re.IGNORECASE,
)
_FIRST_SHOWN = re.compile(r"publi|posted|entry-date", re.IGNORECASE)
_FAR = timedelta(days=2)
_IN_ADDRESS = re.compile(r"/((?:19|20)\d\d)[/-]?(\d\d)[/-]?(\d\d)(?:/|-|$|\.)")


def read_dates(
    tree: Tree, data: list[dict[str, Any]], url: str, zone: tzinfo, title: str = ""
) -> tuple[datetime | None, datetime | None]:
    """Published and updated, aware, in the zone that the page writes; None where it does not say."""
    updated = _first_said([*_said(data, "dateModified"), *_found(tree, _UPDATED)], zone)
    published = _first_said([*_said(data, "datePublished"), *_found(tree, _PUBLISHED)], zone)
    shown, address = _shown(tree, zone), _from_address(url, zone)
    if published and shown == _next_day(published, zone) and published.hour >= 18:
        # Put online in the evening, for the next day's edition: that day is the article's.
        return shown, updated
    if shown and address and abs(shown - address) > _FAR:
        # What is shown first is some other article's, or a later version's.
        shown = None
    return (
        published or shown or address or _near_title(tree, title, zone) or _guessed(tree, url, zone)
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
    """The date that the page shows its readers; that of an update only if no other stands beside it."""
    later: tuple[datetime, Tree] | None = None
    for date, element in _all_shown(tree, zone):
        if later and _family(later[1]).isdisjoint(_family(element)):
            break
        if not _is_update(element):
            return date
        later = later or (date, element)
    return later[0] if later else None


def _family(element: Tree) -> frozenset[Tree]:
    return frozenset(itertools.islice(element.iterancestors(), 3))


def _all_shown(tree: Tree, zone: tzinfo) -> Iterator[tuple[datetime, Tree]]:
    for path in _TIMES:
        for element in tree.xpath(path, namespaces=NS)[:3]:
            text = element.get("datetime") or ""
            date = _kept_zone(text, zone) or parse_prose(spaced(element), zone)
            if date:
                yield date.astimezone(date.tzinfo if text else zone), element
    for path in _NAMED:
        for element in tree.xpath(path, namespaces=NS)[:12]:
            text = spaced(element)
            if 5 < len(text) < 120 and (date := parse_prose(text, zone)):
                yield date.astimezone(zone), element


def _is_update(element: Tree) -> bool:
    """Whether an element, or what stands right before it, says that it dates a later version."""
    name = f"{element.get('class') or ''} {element.get('itemprop') or ''}"
    if _FIRST_SHOWN.search(name):
        return False
    before = element.getprevious()
    tail = (before.tail or "") if before is not None else (element.getparent().text or "")
    return bool(_UPDATE.search(f"{name} {spaced(element)[:60]} {tail[-40:]}"))


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
        line = " ".join(text.split())
        if not _UPDATE.search(line) and (date := parse_prose(line, zone)) is not None:
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
    # It makes the first of January of a year that stands alone, as in a copyright.
    found = parse_date(day, zone) if day and not day.endswith("-01-01") else None
    return found.astimezone(zone) if found else None
