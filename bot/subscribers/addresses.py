"""What an email address is, pure: how one is written to, and how one is looked up."""

from __future__ import annotations

import re
import unicodedata

LONGEST = 254
_LONGEST_LOCAL = 64
# Neither quotes nor lists of several: an address that stands in a header cannot end it.
_ADDRESS = re.compile(r"[^\s@<>()\[\]\\,;:\"]+@[^\s@<>()\[\]\\,;:\"]+")


def written(text: str) -> str:
    """An address as it is written to: trimmed, in Unicode's NFC; empty for what is none."""
    plain = unicodedata.normalize("NFC", text.strip())
    if not (_ADDRESS.fullmatch(plain) and plain.isprintable() and len(plain) <= LONGEST):
        return ""
    local, _, domain = plain.partition("@")
    whole = len(local) <= _LONGEST_LOCAL and all(domain.split("."))
    return plain if whole else ""


def normal(text: str) -> str:
    """An address as it is looked up: also without regard to case; empty for what is none.

    Phones begin names with a capital, so case means nothing. Two addresses that differ in nothing else are
    one here; the mail goes to the one that the publisher has. Dots and what follows a + stay: each provider
    has its own idea of those.
    """
    return unicodedata.normalize("NFC", written(text).casefold())
