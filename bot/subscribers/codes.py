"""One-time codes, pure: how one is stored, and who may try none for a while."""

from __future__ import annotations

import hashlib
from collections.abc import Collection
from datetime import datetime, timedelta

LIFE = timedelta(minutes=10)
SHORTEST = 8
WRONG_TRIES = 5
TRIES_WINDOW = timedelta(minutes=10)
# A code that no list shows is remembered this long, so that it cannot come back.
MEMORY = timedelta(days=30)


def locked_until(tries: Collection[datetime], now: datetime) -> datetime | None:
    """Until when an account may try no code, given its latest wrong tries."""
    latest = sorted(tries)[-WRONG_TRIES:]
    if len(latest) < WRONG_TRIES or latest[-1] - latest[0] >= TRIES_WINDOW:
        return None
    end = latest[-1] + TRIES_WINDOW
    return end if end > now else None


def digest_of(code: str) -> str:
    """A code as it is stored. Case, blanks, hyphens and look-alikes do not matter; empty for what is none."""
    plain = "".join(code.split()).replace("-", "").upper().translate(str.maketrans("OIL", "011"))
    if not (SHORTEST <= len(plain) <= 64 and plain.isascii() and plain.isalnum()):
        return ""
    return hashlib.sha256(plain.encode()).hexdigest()
