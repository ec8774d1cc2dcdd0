"""Days, quarters, editions and ordinals in a text, in one form for both languages; pure."""

from __future__ import annotations

import re

from bot.articles.story_words import MONTHS, NUMBERS, ORDINALS, WEEKDAYS

_MONTH = "|".join(sorted(MONTHS, key=len, reverse=True))
# The first day of "26 au 27 novembre".
_DAY_RANGE = re.compile(rf"\b(\d{{1,2}})(?:er)?(?= ?(?:au|et|to|and|or|ou|-) ?\d{{1,2}} ({_MONTH})\b)")
_DAY_MONTH = re.compile(rf"\b(\d{{1,2}})(?:er|st|nd|rd|th)? (?:of )?({_MONTH})\b")
_MONTH_DAY = re.compile(rf"\b({_MONTH})\.? (\d{{1,2}})(?:st|nd|rd|th)?\b(?![,.]\d)")
_MONTH_ALONE = re.compile(rf"\b(?!may\b|mars\b|march\b(?! (?:19|20))|sept\b)({_MONTH})\b|(?<=en )mars\b")
_WEEKDAY = re.compile(rf"\b({'|'.join(WEEKDAYS)})\b")
YEAR = re.compile(r"(?<![\w.,])((?:19|20)\d\d)(?![\w]|[.,]\d)")
_ORDINAL = re.compile(rf"\b({'|'.join(ORDINALS)})\b")
_QUARTER = re.compile(
    r"\b(premier|1er|first|1st|deuxieme|second|2e|2nd|troisieme|third|3e|3rd|quatrieme|fourth|4e|4th)[ -]"
    r"(?:trimestre|quarter|semestre|half)|\b[qt]([1-4])\b(?! ?\d)"
)
_VERSION = re.compile(r"\bversions? (\d+(?:\.\d+)*)")
_STAGE = re.compile(
    r"\b(?:(1er|premier|first|second|2e|deuxieme|2nd) (?:tour|round)|(run-?off)|(demi-finales?|semi-?finals?)"
    r"|(quarts? de finale|quarter-?finals?)|(huitiemes? de finale|last 16|round of 16)|(finale?s?))\b"
)
_SERIAL = r"(?:episode|saison|season|stage|etape|journee|jour|day|motion)"
_EDITION = re.compile(
    rf"(?:#|\bn[°o]\.? ?|\b(?:{_SERIAL}|numero|jour|day|week|semaine) )(\d+|{'|'.join(NUMBERS)})\b"
    rf"|\b(?:(\d+)(?:e|eme|st|nd|rd|th)|({'|'.join(ORDINALS)})|(premiere?|1ere?|first|opening)) {_SERIAL}\b"
)


def days(folded: str) -> tuple[list[str], str]:
    """Days, weekdays, months, years, quarters, editions and ordinals, each as a key, and the text without."""
    found: list[str] = []

    def keep(key: str) -> str:
        found.append(key)
        return " _ "

    folded = _DAY_RANGE.sub(lambda m: keep(f"day:{MONTHS[m[2]]:02}-{int(m[1]):02}"), folded)
    folded = _DAY_MONTH.sub(lambda m: keep(f"day:{MONTHS[m[2]]:02}-{int(m[1]):02}"), folded)
    folded = _MONTH_DAY.sub(lambda m: keep(f"day:{MONTHS[m[1]]:02}-{int(m[2]):02}"), folded)
    folded = _QUARTER.sub(lambda m: keep(f"quarter:{m[2] or _quarter(m[1])}"), folded)
    folded = _STAGE.sub(lambda m: keep(f"stage:{_stage(m)}"), folded)
    folded = _VERSION.sub(lambda m: keep(f"version:{m[1]}"), folded)
    folded = _EDITION.sub(lambda m: keep(f"edition:{_edition(m)}"), folded)
    found += [f"month:{MONTHS[name]:02}" for name in (m.group() for m in _MONTH_ALONE.finditer(folded))]
    found += [f"weekday:{WEEKDAYS[name]}" for name in _WEEKDAY.findall(folded)]
    found += [f"year:{year}" for year in YEAR.findall(folded)]
    found += [f"ordinal:{ORDINALS[name]}" for name in _ORDINAL.findall(folded) if name != "second"]
    return found, folded


def _edition(match: re.Match[str]) -> int:
    if match[4]:
        return 1
    number = match[1] or match[2]
    return ORDINALS[match[3]] if match[3] else NUMBERS.get(number) or int(number)


def _stage(match: re.Match[str]) -> int:
    """1 and 2 for the rounds of a vote, 3 to 6 for a semi-final to a final as the pattern has them."""
    if match[1]:
        return _quarter(match[1]) if match[1] not in {"second", "2nd"} else 2
    return match.lastindex or 0


def _quarter(word: str) -> int:
    return 1 if word in {"premier", "1er", "first", "1st"} else ORDINALS[word]
