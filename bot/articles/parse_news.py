"""Sitemaps, above all of news → articles. For the worker processes."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import UTC, datetime
from html import unescape
from urllib.parse import urlsplit

from bot import plain
from bot.articles.parse_sitemap import Place, parse_sitemap
from storage.records import ArticleItem

_ITEMS = 1_000
_INDEXES = 3
_LONG_AGO = datetime.min.replace(tzinfo=UTC)
_FAR = datetime.max.replace(tzinfo=UTC)
_OF_NEWS = re.compile(r"news|actu|article|post", re.IGNORECASE)


def parse_news(body: bytes, url: str, language: str) -> tuple[list[ArticleItem], list[str]]:
    """A sitemap's newest 1,000 articles, oldest first; of an index the few sitemaps to read instead."""
    places = [place for place in parse_sitemap(body, url) if place.url]
    pages = {place.url: place for place in places if not place.index}
    items = [_item(place, language) for place in _newest(list(pages.values()))]
    return items, _chosen([place for place in places if place.index])


def _newest(places: list[Place]) -> list[Place]:
    if len(places) > _ITEMS:
        dated = sorted((p for p in places if _date(p) != _LONG_AGO), key=_date)
        # Nobody says at which end of an undated list the newest are.
        half = _ITEMS // 2
        places = dated[-_ITEMS:] if dated else [*places[:half], *places[-half:]]
    return sorted(places, key=lambda place: place.published or place.changed or _FAR)


def _date(place: Place) -> datetime:
    return place.published or place.changed or _LONG_AGO


def _chosen(indexes: Sequence[Place]) -> list[str]:
    """Those of news if any are called so, the last changed first."""
    named = [place for place in indexes if _OF_NEWS.search(urlsplit(place.url).path)] or list(indexes)
    dated = [place for place in named if place.changed]
    # Without dates, sites number their sitemaps upwards or downwards: both ends may be the newest.
    ends = named[:1] + named[:0:-1]
    best = sorted(dated, key=_date, reverse=True) if dated else ends
    return list(dict.fromkeys(place.url for place in best))[:_INDEXES]


def _item(place: Place, language: str) -> ArticleItem:
    return ArticleItem(
        guid=place.url,
        url=place.url,
        title=plain.one_line(unescape(place.title)),
        published=place.published,
        updated=place.changed,
        language=language,
    )
