"""One-time codes, pure: how one is stored, and who may try none for a while."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Collection
from datetime import datetime, timedelta

LIFE = timedelta(minutes=10)
SHORTEST = 8
WRONG_TRIES = 5
TRIES_WINDOW = timedelta(minutes=10)
# So many wrong codes of all accounts together within the window are no mistakes any more.
CROWD = 100
WRONG_TRIES_IN_A_CROWD = 2
_ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
_LENGTH = 12
# A code that no list shows is remembered this long, so that it cannot come back.
MEMORY = timedelta(days=30)


def make() -> str:
    """A new code: twelve letters and digits that nobody mistakes for others, 58 bits."""
    letters = "".join(secrets.choice(_ALPHABET) for _ in range(_LENGTH))
    return f"{letters[:6]}-{letters[6:]}"


def locked_until(tries: Collection[datetime], now: datetime, crowd: int = 0) -> datetime | None:
    """Until when an account may try no code, given its latest wrong tries.

    While many accounts guess (`crowd` wrong tries of all together) each has fewer of them; a right code is
    never refused for what others do.
    """
    most = WRONG_TRIES if crowd < CROWD else WRONG_TRIES_IN_A_CROWD
    latest = sorted(tries)[-most:]
    if len(latest) < most or latest[-1] - latest[0] >= TRIES_WINDOW:
        return None
    end = latest[-1] + TRIES_WINDOW
    return end if end > now else None


def digest_of(code: str) -> str:
    """A code as it is stored. Case, blanks, hyphens and look-alikes do not matter; empty for what is none."""
    plain = "".join(code.split()).replace("-", "").upper().translate(str.maketrans("OIL", "011"))
    if not (SHORTEST <= len(plain) <= 64 and plain.isascii() and plain.isalnum()):
        return ""
    return hashlib.sha256(plain.encode()).hexdigest()
