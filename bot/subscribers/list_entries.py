"""What a row of a list says of a reader; strict, because a doubt must remove nobody."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from bot.causes import Cause
from bot.errors import SourceError
from bot.subscribers.addresses import written
from bot.subscribers.codes import SHORTEST, digest_of
from storage.database import from_ms
from storage.records import Standing
from storage.records_subscribers import Entry

_VERSIONS = ("version", "updated")
FIELDS = ("id", "tier", "until", "status", "code", *_VERSIONS)
"""The columns or keys that are read."""

_RUNNING = frozenset({"", "active", "actif", "trial", "trialing", "past_due", "grace"})
_REASONS = {"past_due": "past_due", "grace": "past_due", "cancelled": "cancelled", "canceled": "cancelled"}
_REASONS |= {over: over for over in ("refunded", "fraud", "unpaid", "deleted")}
_OVER = frozenset({"ended", "expired", "inactive", "none", "unpaid", "refunded", "fraud", "deleted"})
_LAST_PERIOD = frozenset({"cancelled", "canceled"})
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_MOMENT = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d([.,]\d+)?)?(Z|[+-]\d\d:?\d\d)?")
_LIKE_A_CODE = re.compile(r"(?=.*[A-Za-z])(?=.*\d)[A-Za-z0-9 -]{8,}|[A-Z -]{8,}")
_LONGEST = 200

Row = Mapping[str, Any]
Where = tuple[str, int]
"""The name of a text that tells a row by its number, and that number."""


def entry_of(row: Row, where: Where, clock: ZoneInfo) -> Entry:
    """What a row says of a reader; SourceError names what is wrong in it."""
    for name in ("id", "tier"):
        if name not in row:
            raise refusal(where, "cause-key-missing", name=name)
    subject = _word(row, "id", where)
    until = _end(_word(row, "until", where), where, clock)
    status = _word(row, "status", where).lower()
    tier = _word(row, "tier", where)
    if not subject:
        raise refusal(where, "cause-id-empty")
    if status in _RUNNING or (status in _LAST_PERIOD and until is not None):
        standing = Standing.ACTIVE
    elif status in _OVER | _LAST_PERIOD:
        standing = Standing.INACTIVE
    else:
        known = ", ".join(sorted((_RUNNING | _OVER | _LAST_PERIOD) - {""}))
        raise refusal(where, "cause-status-unknown", value=shown(status), known=known)
    if not tier and standing is Standing.ACTIVE:
        raise refusal(where, "cause-tier-empty")
    reason = _REASONS.get(status, "")
    version = _version(row, where, clock)
    return Entry(subject, tier, until, standing, _digest(row, where), reason, version, address=_address(row))


def _version(row: Row, where: Where, clock: ZoneInfo) -> datetime | None:
    name = next((name for name in _VERSIONS if row.get(name) not in (None, "")), "")
    text = _word(row, name, where)
    if not text:
        return None
    try:
        # Any number that grows will do: only which is larger counts.
        return from_ms(int(text)) if text.isdecimal() else _moment(text, clock).astimezone(UTC)
    except (ValueError, OverflowError):
        raise refusal(where, "cause-no-version", name=name, value=shown(text)) from None


def _word(row: Row, name: str, where: Where) -> str:
    value = row.get(name)
    if isinstance(value, int) and not isinstance(value, bool) and name in ("id", *_VERSIONS):
        return str(value)
    if value is None:
        return ""
    if not isinstance(value, str):
        raise refusal(where, "cause-not-text", name=name, value=shown(value, anything=name == "id"))
    word = value.strip()
    if len(word) > _LONGEST or not word.isprintable():
        value = shown(word, anything=name == "id")
        raise refusal(where, "cause-not-printable", name=name, value=value, most=_LONGEST)
    return word


def _address(row: Row) -> str:
    """A mistyped address takes no role from anybody: it is none."""
    told = row.get("email")
    return written(told) if isinstance(told, str) else ""


def _digest(row: Row, where: Where) -> str:
    code = row.get("code")
    if code is None or code == "":
        return ""
    digest = digest_of(code) if isinstance(code, str) else ""
    if not digest:
        raise refusal(where, "cause-code-weak", least=SHORTEST)
    return digest


def _end(text: str, where: Where, clock: ZoneInfo) -> datetime | None:
    """A day includes itself, by the publisher's clock; the year 9999 stands for no end."""
    if not text or text.startswith("9999-"):
        return None
    try:
        return _moment(text, clock).astimezone(UTC).replace(microsecond=0)
    except (ValueError, OverflowError):
        raise refusal(where, "cause-no-date", value=shown(text)) from None


def _moment(text: str, clock: ZoneInfo) -> datetime:
    if _DAY.fullmatch(text):
        return datetime.combine(date.fromisoformat(text) + timedelta(days=1), time.min, clock)
    if _MOMENT.fullmatch(text):
        moment = datetime.fromisoformat(text)
        return moment if moment.tzinfo else moment.replace(tzinfo=clock)
    raise ValueError(text)


def refusal(where: Where, text: str, **more: str | int) -> SourceError:
    """Why a row cannot be believed: a text that begins with where the row is."""
    name, number = where
    return SourceError(Cause(text, {"where": Cause(name, {"number": str(number)}).kept(), **more}))


def shown(value: object, *, anything: bool = False) -> str:
    """A value as a reason may hold it: no email address, and nothing that could be a code gone astray."""
    text = "".join(c if c.isprintable() else "?" for c in str(value))
    if "@" in text or (not anything and _LIKE_A_CODE.fullmatch(text)):
        return Cause("cause-not-shown").kept()
    return Cause("cause-quoted", {"value": f"{text[:40]}…" if len(text) > 40 else text}).kept()
