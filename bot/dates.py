"""Dates as feeds and pages write them → aware UTC. For the worker processes."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from email.utils import parsedate_tz
from functools import lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

_EARLIEST = datetime(1990, 1, 1, tzinfo=UTC)
_LATEST = datetime(2100, 1, 1, tzinfo=UTC)
# In hours.
_ZONES = {
    "WET": 0, "WEST": 1, "BST": 1, "IST": 5.5, "CET": 1, "MET": 1, "CEST": 2, "MEST": 2, "EET": 2, "EEST": 3,
    "MSK": 3, "JST": 9, "KST": 9, "AEST": 10, "AEDT": 11, "NZST": 12, "NZDT": 13, "HST": -10, "AKST": -9,
    "AKDT": -8, "BRT": -3, "SAST": 2, "HKT": 8, "SGT": 8, "NST": -3.5, "AST": -4, "ADT": -3, "EST": -5,
    "EDT": -4, "CST": -6, "CDT": -5, "MST": -7, "MDT": -6, "PST": -8, "PDT": -7,
}  # fmt: skip
# Said all the year round.
_PLACES = {"ET": "America/New_York", "CT": "America/Chicago", "PT": "America/Los_Angeles"}
# Without accents; English, French, German, Spanish, Italian, Portuguese, Dutch.
_MONTHS = {
    name: month
    for month, names in enumerate(
        (
            "january jan janvier janv januar janner enero ene gennaio gen janeiro januari",
            "february feb fevrier fevr fev februar febrero febbraio fevereiro februari",
            "march mar mars marz maerz mrz marzo marco maart mrt",
            "april apr avril avr abril abr aprile",
            "may mai mayo maggio mag maio mei",
            "june jun juin juni junio giugno giu junho",
            "july jul juillet juil juli julio luglio lug julho",
            "august aug aout agosto ago augustus",
            "september sep sept septembre septiembre setiembre settembre set setembro",
            "october oct octobre oktober okt octubre ottobre ott outubro out",
            "november nov novembre noviembre novembro",
            "december dec decembre dezember dez diciembre dic dicembre dezembro",
        ),
        1,
    )
    for name in names.split()
}
_MONTH = "|".join(sorted(_MONTHS, key=len, reverse=True))
_WORDED = re.compile(
    rf"\b(?:(?P<day>\d{{1,2}})(?:\.|er|st|nd|rd|th|º|o)?[\s-]*(?:de |of )?(?P<month>{_MONTH})\b|"
    rf"(?P<month2>{_MONTH})\b\.?\s*(?P<day2>\d{{1,2}})(?:st|nd|rd|th)?\b)"
    r"[.,]?[\s-]*(?:de |del )?(?P<year>(?:19|20)\d\d)\b"
)
_TIME = re.compile(
    r"(?<![\d:.,/+-])(?P<hour>[01]?\d|2[0-4])(?:\s?h(?:\s?(?P<past>[0-5]\d))?|:(?P<minute>[0-5]\d)|"
    r"\.(?P<german>[0-5]\d)(?=\s*uhr))(?!\d)(?::(?P<second>\d\d))?(?:[.,]\d+)?(?:\s?(?P<half>[ap])\.?m\b\.?)?"
    r"(?:\s*\(?(?P<zone>utc|gmt|z|[a-z]{2,4}|[+-]\d{2}:?\d{2})\b)?"
)
_HALF = re.compile(r"\d\s?[ap]\.?m\b", re.IGNORECASE)
_RFC822 = re.compile(
    r"(?:[A-Za-z]{3,9},? +)?(\d{1,2}) ([A-Za-z]{3}) (\d{4}) (\d{2}):(\d{2})(?::(\d{2}))? "
    r"(?:GMT|UTC|Z|([+-])(\d{2})(\d{2}))"
)
_ISO = re.compile(
    r"(\d{4})-?(\d{2})-?(\d{2})(?:[T\s]+(\d{1,2}):?(\d{2})(?::?(\d{1,2})(?:[.,]\d+)?)?)?\s*"
    r"(Z|UTC|GMT|[A-Z]{2,5}|(?:GMT|UTC)?\s*[+-]\d{1,2}:?(?:\d{2})?)?",
    re.IGNORECASE,
)
_NUMERIC = re.compile(r"(?<![\d.])(\d{1,2})([/.-])(\d{1,2})\2(\d{4}|\d{2})(?![\d/.-]\d|\d)")
_NAMED_ZONE = re.compile(r"\b([A-Z]{2,5})\)?$")
_OFFSET_AT_END = re.compile(r"[+-]\d{2}:?\d{2}\)?$")
_OFFSET = re.compile(r"([+-])(\d{1,2}):?(\d{2})?")
# Words that belong to a date as people write it.
_AROUND = frozenset(
    "publie publiee publication mis mise en ligne a jour modifie modifiee poste postee posted "
    "published updated last update written created veroffentlicht erstellt aktualisiert stand datum "
    "am um uhr le la on the du date vom den at les dernier derniere maj el dia de las il alle op om "
    "by par von por da di monday tuesday wednesday thursday friday saturday sunday mon tue tues wed "
    "thu thur thurs fri sat sun lundi mardi mercredi jeudi vendredi samedi dimanche montag dienstag "
    "mittwoch donnerstag freitag samstag sonnabend sonntag mo di mi do fr sa so lunes martes "
    "miercoles jueves viernes sabado domingo lunedi martedi mercoledi giovedi venerdi sabato domenica "
    "segunda terca quarta quinta sexta feira maandag dinsdag woensdag donderdag vrijdag zaterdag "
    "zondag min read lecture minutes".split()
)
# Behind these stands the day of an event, or the end of a span.
_SPAN = frozenset(
    "ab bis zum until till jusqu seit depuis since des from hasta desde dal fino tot vanaf".split()
)
_WORD = re.compile(r"[^\W\d_]{2,}")
_FEW = 3
_BEFORE = re.compile(
    r"(?:publi[ée]e?|publication|mis(?:e)?\s+en\s+ligne|mis(?:e)?\s+à\s+jour|modifi[ée]e?|post[ée]e?|"
    r"posted|published|updated|written|veröffentlicht|erstellt|am|le|on|the|du|date|vom)\b\s*:?",
    re.IGNORECASE,
)
_CLOCK = re.compile(r"(?:\b(?:à|at|um)\s+)?\b(\d{1,2})\s?[hH]\s?(\d{2})?\b")
_ENOUGH = re.compile(r"\d{4}|\d{1,2}\s*[hH:]\s*\d{2}|\d{1,2}\.?\s+\w{3,}")
# "(12)" articles of a month, "14 min" to read.
_COUNT = re.compile(r"\(\d{1,4}\)|\b\d{1,3}\s*min\b")


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
    # Most feeds write one of two forms; what follows is slower.
    found = _rfc822(text) or _iso(text, zone) or _epoch(text)
    return _plausible(found or _mail(text, zone) or _worded(text, zone) or _numeric(text, zone))


def parse_prose(text: str, zone: tzinfo, languages: Iterable[str] = ()) -> datetime | None:
    """A date as people read it in a page, "Publié le 21 février 2014 à 07h20"; day before month."""
    text = " ".join(text.split())[:120]
    found = parse_date(text, zone)
    if found or not _ENOUGH.search(text) or not _stands_alone(text, _FEW):
        return found
    text = _COUNT.sub(" ", text)
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


def _rfc822(text: str) -> datetime | None:
    match = _RFC822.fullmatch(text)
    month = _MONTHS.get(match[2].lower()) if match else None
    if match is None or month is None:
        return None
    try:
        moment = datetime(
            int(match[3]), month, int(match[1]), int(match[4]), int(match[5]), int(match[6] or 0), tzinfo=UTC
        )
    except ValueError:
        return None
    shift = timedelta(hours=int(match[8] or 0), minutes=int(match[9] or 0)) if match[7] else timedelta()
    return moment + shift if match[7] == "-" else moment - shift


def _epoch(text: str) -> datetime | None:
    if not text[:9].isdecimal():
        return None
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
    if _HALF.search(text):
        return None
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


def _worded(text: str, zone: tzinfo) -> datetime | None:
    """21 février 2014 à 7h20, February 21st, 2014 7:20 am EST, 22 de janeiro de 2018."""
    bare = _bare(text)
    match = _WORDED.search(bare)
    rest = bare[: match.start()] + " ; " + bare[match.end() :] if match else ""
    if match is None or not _stands_alone(rest, _FEW):
        return None
    month = _MONTHS[match["month"] or match["month2"]]
    return _at_time(int(match["year"]), month, int(match["day"] or match["day2"]), rest, zone)


def _at_time(year: int, month: int, day: int, rest: str, zone: tzinfo) -> datetime | None:
    """The moment of a day that the rest of its text tells; midnight if it does not."""
    clock = _TIME.search(rest)
    try:
        moment = datetime(year, month, day, tzinfo=_zone(clock["zone"] or "", zone) if clock else zone)
        if clock is None:
            return moment
        hour = int(clock["hour"])
        minute = int(clock["minute"] or clock["past"] or clock["german"] or 0)
        if clock["half"] and hour <= 12:
            hour = hour % 12 + (12 if clock["half"] == "p" else 0)
        return moment.replace(hour=hour % 24, minute=minute, second=min(int(clock["second"] or 0), 59))
    except ValueError:
        return None


def _bare(text: str) -> str:
    """Lower case, without accents."""
    if text.isascii():
        return text.lower()
    return "".join(c for c in unicodedata.normalize("NFKD", text.lower()) if not unicodedata.combining(c))


def _stands_alone(text: str, others: int) -> bool:
    """Whether at most so many words stand around a date that are none of its own."""
    words = [word for word in _WORD.findall(_bare(text)) if word not in _MONTHS and word not in _AROUND]
    return len(words) <= others and _SPAN.isdisjoint(words)


def _numeric(text: str, zone: tzinfo) -> datetime | None:
    """21/02/2014 11h09: the day comes first, unless it cannot."""
    match = _NUMERIC.search(text)
    if match is None:
        return None
    rest = _bare(text[: match.start()] + " ; " + text[match.end() :])
    # "Version 4.8.12" is no date.
    if not _stands_alone(rest, _FEW if len(match[4]) == 4 else 0):
        return None
    day, month, year = int(match[1]), int(match[3]), int(match[4])
    year += 2000 if year < 100 else 0
    if month > 12:
        day, month = month, day
    return _at_time(year, month, day, rest, zone)


def _zone(text: str, otherwise: tzinfo) -> tzinfo:
    text = text.strip().upper()
    if text in ("Z", "UTC", "GMT", "UT"):
        return UTC
    if text in _ZONES:
        return timezone(timedelta(hours=_ZONES[text]))
    if text in _PLACES:
        return zone_of(_PLACES[text])
    match = _OFFSET.search(text)
    if match is None:
        return otherwise
    shift = timedelta(hours=int(match[2]), minutes=int(match[3] or 0))
    return timezone(-shift if match[1] == "-" else shift) if shift < timedelta(hours=24) else otherwise


def written_zone(text: str) -> tzinfo | None:
    """The offset that a date is written with, if any."""
    match = re.search(r"[T\s]\d\d:?\d\d.*?(Z|[+-]\d\d:?\d\d)$", text.strip())
    return _zone(match[1], UTC) if match else None
