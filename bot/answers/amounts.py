"""What in a text is true on its day: amounts of money, and times told from that day; pure."""

from __future__ import annotations

import re
from typing import Final

AMOUNT: Final = re.compile(
    r"(?:[$€£]\s?\d[\d.,]*(?:[ \u00a0\u202f]\d{3})*|\d{1,3}(?:[ \u00a0\u202f.,]\d{3})*(?:[.,]\d{1,2})?"
    r"[ \u00a0\u202f]?(?:[$€£]|euros?\b|dollars?\b|usd\b|eur\b)(?:\d{2})?)",
    re.IGNORECASE,
)
_RELATIVE = re.compile(
    r"\b(?:demain|hier|aujourd['’]hui|(?:la semaine|le mois|l['’]ann[ée]e) (?:prochaine?|derni[eè]re?)"
    r"|bient[ôo]t"
    r"|(?:lun|mar|mercre|jeu|vendre|same)di|dimanche"
    r"|tomorrow|yesterday|today|(?:next|last) (?:week|month|year)"
    r"|soon"
    r"|(?:mon|tues|wednes|thurs|fri|satur|sun)day)\b",
    re.IGNORECASE,
)


def holds_for_its_day(text: str) -> bool:
    """Whether a text says something that may be different on another day."""
    return AMOUNT.search(text) is not None or _RELATIVE.search(text) is not None
