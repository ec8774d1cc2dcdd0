"""Quiet hours and the times of digests, as people write them and by the clock of a zone; pure.

A clock time that summer time leaps over counts as reached at the leap. One that comes twice begins at the
first and, where something ends with it, ends at the last.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

from bot.answers.tokens import fold
from bot.errors import ReaderError
from storage.records_routes import Digest, Quiet

_DAY = timedelta(days=1)

# 8:00   08h30   8 h   8 am   midnight is 0:00
_TIME = r"(\d{1,2})(?: ?[:h.] ?(\d{2})(?!\d)| ?h(?!\w))?(?: ?([ap])\.?m\b\.?)?"
_QUIET = re.compile(rf"(?:de |from |entre |between )?{_TIME} ?(?:-|–|—|to|à|until|till|et|and) ?{_TIME}")
_DIGEST = re.compile(rf"((?:[^\W\d]+[ ,]+)*?)(?:à |at )?{_TIME}")
_DAILY = frozenset("daily day every each quotidien quotidienne jour chaque tous les jours".split())
_WEEKLY = frozenset("weekly week every each on hebdo hebdomadaire semaine chaque tous le les".split())
_WEEKDAYS = (
    "monday lundi",
    "tuesday mardi",
    "wednesday mercredi",
    "thursday jeudi",
    "friday vendredi",
    "saturday samedi",
    "sunday dimanche",
)


def read_quiet(text: str, zone: str, breaking: str = "") -> Quiet:
    """Quiet hours as a person writes them: 22:00-07:00, 22h – 7h, 10pm to 7am; ReaderError otherwise."""
    found = _QUIET.fullmatch(" ".join(text.casefold().split()))
    start, end = (_time(*found.groups()[:3]), _time(*found.groups()[3:])) if found else (None, None)
    if start is None or end is None or start == end:
        raise ReaderError("clock-quiet", value=_glance(text))
    return Quiet(start, end, zone, breaking)


def read_digest(text: str, zone: str) -> Digest:
    """A digest's time as a person writes it: daily 08:00, weekly mon 8am, lundi 8h; ReaderError otherwise."""
    found = _DIGEST.fullmatch(" ".join(text.casefold().split()))
    at = _time(*found.groups()[1:]) if found else None
    if not found or at is None:
        raise ReaderError("clock-digest", value=_glance(text))
    words = re.findall(r"\w+", found[1])
    days = [day for word in words if (day := _weekday(word)) is not None]
    others = {word for word in words if _weekday(word) is None}
    if len(days) == 1 and others <= _WEEKLY:
        return Digest(at, zone, days[0])
    if days or not others <= _DAILY:
        raise ReaderError("clock-digest", value=_glance(text))
    return Digest(at, zone)


def _time(hours: str, minutes: str | None, half: str | None) -> time | None:
    hour, minute = int(hours), int(minutes or 0)
    if half:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if half == "p" else 0)
    if (hour, minute) == (24, 0):
        hour = 0
    return time(hour, minute) if hour < 24 and minute < 60 else None


def _weekday(word: str) -> int | None:
    """A day's number by its name or the first letters of it, at least three; plural too."""
    stem = word.removesuffix("s") if len(word) > 5 else word
    for number, names in enumerate(_WEEKDAYS):
        if len(stem) >= 3 and any(name.startswith(stem) for name in names.split()):
            return number
    return None


def _glance(text: str) -> str:
    return " ".join(text.replace("`", "'").split())[:40]


def quiet_until(quiet: Quiet, now: datetime) -> datetime | None:
    """When the quiet hours of `now` end, aware UTC; None where it is not quiet."""
    zone = ZoneInfo(quiet.zone)
    today = now.astimezone(zone).date()
    for day in (today - _DAY, today):
        last_day = day if quiet.start <= quiet.end else day + _DAY
        start = _reached(day, quiet.start, zone)
        end = _reached(last_day, quiet.end, zone, last=True)
        if start <= now < end:
            return end
    return None


def next_digest(digest: Digest, after: datetime) -> datetime:
    """The first time of a digest later than `after`, aware UTC."""
    zone = ZoneInfo(digest.zone)
    day = after.astimezone(zone).date()
    while True:
        if digest.weekday in {None, day.weekday()}:
            due = _reached(day, digest.at, zone)
            if due > after:
                return due
        day += _DAY


def _reached(day: date, at: time, zone: ZoneInfo, *, last: bool = False) -> datetime:
    """When the zone's clock first (or last) comes to a time of a day."""
    wall = datetime.combine(day, at.replace(tzinfo=None, fold=int(last)), zone)
    moment = wall.astimezone(UTC)
    if moment.astimezone(zone).replace(tzinfo=None) == wall.replace(tzinfo=None):
        return moment
    return _leap(wall, zone)


def _leap(wall: datetime, zone: ZoneInfo) -> datetime:
    """When the clock leaps over a time that it never shows, to the second."""
    before, after = sorted(wall.replace(fold=fold).astimezone(UTC) for fold in (0, 1))
    offset = after.astimezone(zone).utcoffset()
    while after - before > timedelta(seconds=1):
        middle = before + (after - before) // 2
        if middle.astimezone(zone).utcoffset() == offset:
            after = middle
        else:
            before = middle
    return after.replace(microsecond=0)


@cache
def zones() -> tuple[str, ...]:
    """The names of all places that have a zone, sorted. Reads files: call it on a thread."""
    return tuple(sorted(name for name in available_timezones() if "/" in name or name == "UTC"))


def find_zones(typed: str, limit: int) -> list[str]:
    """The zones whose names hold what was typed, those that begin with it (or whose place does) first."""
    wanted = fold("_".join(typed.split()))
    folded = [(name, fold(name)) for name in zones()]
    found = [(name, low) for name, low in folded if wanted in low]
    found.sort(key=lambda each: not any(part.startswith(wanted) for part in (each[1], *each[1].split("/"))))
    return [name for name, _ in found[:limit]]


def check_zone(name: str) -> str:
    """The name of a zone; ReaderError where there is none."""
    try:
        return ZoneInfo(name).key
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise ReaderError("clock-zone", value=_glance(name)) from None
