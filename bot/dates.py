"""Dates as feeds and pages write them → aware UTC. For the worker processes."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from email.utils import parsedate_tz
from functools import lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

_EARLIEST = datetime(1990, 1, 1, tzinfo=UTC)
_LATEST = datetime(2100, 1, 1, tzinfo=UTC)
# Those that mail's own reading of dates does not know, in hours; US zones it knows.
_ZONES = {
    "WET": 0, "WEST": 1, "BST": 1, "IST": 5.5, "CET": 1, "MET": 1, "CEST": 2, "MEST": 2, "EET": 2, "EEST": 3,
    "MSK": 3, "JST": 9, "KST": 9, "AEST": 10, "AEDT": 11, "NZST": 12, "NZDT": 13, "HST": -10, "AKST": -9,
    "AKDT": -8, "BRT": -3, "SAST": 2, "HKT": 8, "SGT": 8, "NST": -3.5, "AST": -4, "ADT": -3,
}  # fmt: skip
_ISO = re.compile(
    r"(\d{4})-?(\d{2})-?(\d{2})(?:[T\s]+(\d{1,2}):?(\d{2})(?::?(\d{2})(?:[.,]\d+)?)?)?\s*"
    r"(Z|UTC|GMT|[A-Z]{2,5}|(?:GMT|UTC)?\s*[+-]\d{1,2}:?(?:\d{2})?)?",
    re.IGNORECASE,
)
_NUMERIC = re.compile(
    r"(?<![\d.])(\d{1,2})([/.-])(\d{1,2})\2(\d{4}|\d{2})(?![\d/.-]\d|\d)(?:\D{1,5}(\d{1,2})[:hH](\d{2}))?"
)
_NAMED_ZONE = re.compile(r"\b([A-Z]{2,5})\)?$")
_OFFSET_AT_END = re.compile(r"[+-]\d{2}:?\d{2}\)?$")
_OFFSET = re.compile(r"([+-])(\d{1,2}):?(\d{2})?")
# What stands before a date in a page: "Publié le", "Mis à jour", "By X on", a clock's "à 7h20".
_BEFORE = re.compile(
    r"(?:publi[ée]e?|publication|mis(?:e)?\s+en\s+ligne|mis(?:e)?\s+à\s+jour|modifi[ée]e?|post[ée]e?|"
    r"posted|published|updated|written|veröffentlicht|erstellt|am|le|on|the|du|date|vom)\b\s*:?",
    re.IGNORECASE,
)
_CLOCK = re.compile(r"(?:\b(?:à|at|um)\s+)?\b(\d{1,2})\s?[hH]\s?(\d{2})?\b")
_ENOUGH = re.compile(r"\d{4}|\d{1,2}\s*[hH:]\s*\d{2}|\d{1,2}\.?\s+\w{3,}")


def zone_of(name: str) -> tzinfo:
    """A time zone by name; UTC if there is none of that name."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        return UTC


def parse_date(text: str, zone: tzinfo = UTC) -> datetime | None:
    """A date as machines write it; `zone` is that of clock times without one. None if it is none."""
    text = " ".join(text.split())[:80]
    if not text:
        return None
    return _plausible(_epoch(text) or _iso(text, zone) or _mail(text, zone) or _numeric(text, zone))


def parse_prose(text: str, zone: tzinfo, languages: Iterable[str] = ()) -> datetime | None:
    """A date as people read it in a page, "Publié le 21 février 2014 à 07h20"; day before month."""
    text = " ".join(text.split())[:120]
    found = parse_date(text, zone)
    if found or not _ENOUGH.search(text):
        return found
    text = _CLOCK.sub(lambda m: f" {m[1]}:{m[2] or '00'}", text)
    text = " ".join(_BEFORE.sub(" ", text).replace("|", " ").replace("·", " ").split())
    return _plausible(_in_words(text, zone, tuple(dict.fromkeys((*languages, "fr", "en", "de")))))


@lru_cache(maxsize=512)
def _in_words(text: str, zone: tzinfo, languages: tuple[str, ...]) -> datetime | None:
    import dateparser  # noqa: PLC0415  (slow to load, and few sources need it)

    settings = {
        "DATE_ORDER": "DMY",
        "PREFER_DAY_OF_MONTH": "first",
        "REQUIRE_PARTS": ["day", "month", "year"],
        "PARSERS": ["absolute-time"],
    }
    try:
        found = dateparser.parse(text, languages=list(languages), settings=settings)
    except (ValueError, OverflowError, RecursionError, KeyError, AttributeError):
        return None
    if found is None:
        return None
    moment: datetime = found
    return moment if moment.tzinfo else moment.replace(tzinfo=zone)


def _plausible(found: datetime | None) -> datetime | None:
    if found is None:
        return None
    try:
        found = found.astimezone(UTC)
    except (OverflowError, ValueError):
        return None
    return found if _EARLIEST <= found < _LATEST else None


def _epoch(text: str) -> datetime | None:
    if re.fullmatch(r"\d{9,10}(\.\d+)?", text):
        return datetime.fromtimestamp(float(text), UTC)
    return datetime.fromtimestamp(int(text) / 1000, UTC) if re.fullmatch(r"\d{12,13}", text) else None


def _iso(text: str, zone: tzinfo) -> datetime | None:
    match = _ISO.fullmatch(text)
    if match is None:
        return None
    year, month, day, hour, minute, second = (int(part or 0) for part in match.groups()[:6])
    try:
        # A leap second, and midnight written as 24:00, are the next minute's.
        moment = datetime(year, month, day, tzinfo=_zone(match[7] or "", zone))
        return moment.replace(hour=hour % 24, minute=minute, second=min(second, 59)) + timedelta(
            days=hour // 24
        )
    except ValueError:
        return None


def _mail(text: str, zone: tzinfo) -> datetime | None:
    try:
        parts = parsedate_tz(text)
        if parts is None or parts[0] < 1970:
            return None
        moment = datetime(*parts[:6])  # noqa: DTZ001  (its zone follows)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    named = _NAMED_ZONE.search(text)
    if named and named[1] in _ZONES:
        return moment.replace(tzinfo=_zone(named[1], zone))
    if not named and not _OFFSET_AT_END.search(text):
        return moment.replace(tzinfo=zone)
    return moment.replace(tzinfo=UTC) - timedelta(seconds=parts[9] or 0)


def _numeric(text: str, zone: tzinfo) -> datetime | None:
    """21/02/2014 11h09: the day comes first, unless it cannot."""
    match = _NUMERIC.search(text)
    if match is None:
        return None
    day, month, year, hour, minute = (int(match[place] or 0) for place in (1, 3, 4, 5, 6))
    year += 2000 if year < 100 else 0
    if month > 12:
        day, month = month, day
    try:
        return datetime(year, month, day, hour % 24, minute, tzinfo=zone)
    except ValueError:
        return None


def _zone(text: str, otherwise: tzinfo) -> tzinfo:
    text = text.strip().upper()
    if text in ("Z", "UTC", "GMT", "UT"):
        return UTC
    if text in _ZONES:
        return timezone(timedelta(hours=_ZONES[text]))
    match = _OFFSET.search(text)
    if match is None:
        return otherwise
    shift = timedelta(hours=int(match[2]), minutes=int(match[3] or 0))
    return timezone(-shift if match[1] == "-" else shift) if shift < timedelta(hours=24) else otherwise


def written_zone(text: str) -> tzinfo | None:
    """The offset that a date is written with, if any."""
    match = re.search(r"[T\s]\d\d:?\d\d.*?(Z|[+-]\d\d:?\d\d)$", text.strip())
    return _zone(match[1], UTC) if match else None
