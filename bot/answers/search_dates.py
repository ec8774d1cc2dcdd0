"""Days as people type them into a filter → from when to when; pure."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

from bot.answers.tokens import fold

_MONTHS = (
    "janvier january|fevrier february|mars march|avril april|mai may|juin june|juillet july|aout august"
    "|septembre september|octobre october|novembre november|decembre december"
).split("|")
_DAYS_AGO = {"today": 0, "aujourd'hui": 0, "yesterday": 1, "hier": 1}
_SPAN = re.compile(r"(\d{1,3}) ?(d|days?|j|jours?|w|weeks?|semaines?|months?|mois|y|years?|ans?)")
_LENGTHS = {"d": 1, "j": 1, "w": 7, "s": 7, "m": 30, "y": 365, "a": 365}


def read_days(text: str, now: datetime) -> tuple[datetime, datetime] | None:
    """The first moment of a day, month or year and the first one after it; None where it is none.

    2026, 2026-03, 2026-03-02, 02/03/2026, mars 2026, March 2026, today, hier, 7 days (ago until now).
    """
    said = fold(text).strip()
    if said in _DAYS_AGO:
        day = (now - timedelta(days=_DAYS_AGO[said])).replace(hour=0, minute=0, second=0, microsecond=0)
        return day, day + timedelta(days=1)
    if span := _SPAN.fullmatch(said):
        return now - timedelta(days=int(span[1]) * _LENGTHS[span[2][0]]), now
    return _calendar(said)


def _calendar(said: str) -> tuple[datetime, datetime] | None:
    if found := re.fullmatch(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?", said):
        year, month, day = (int(part) if part else 0 for part in found.groups())
    elif found := re.fullmatch(r"(?:(\d{1,2})[/.])?(\d{1,2})[/.](\d{4})", said):
        day, month, year = (int(part) if part else 0 for part in found.groups())
    elif found := re.fullmatch(r"(?:(\d{1,2})(?:er|st|nd|rd|th)? )?([a-z]{3,9})\.? (\d{4})", said):
        day, month, year = int(found[1] or 0), _month(found[2]), int(found[3])
        if not month:
            return None
    else:
        return None
    try:
        first = datetime(year, month or 1, day or 1, tzinfo=UTC)
        if day:
            return first, first + timedelta(days=1)
        if month:
            return first, datetime(year + month // 12, month % 12 + 1, 1, tzinfo=UTC)
        return first, datetime(year + 1, 1, 1, tzinfo=UTC)
    except (ValueError, OverflowError):
        return None


def _month(word: str) -> int:
    for number, names in enumerate(_MONTHS, 1):
        if any(name.startswith(word) for name in names.split()):
            return number
    return 0
