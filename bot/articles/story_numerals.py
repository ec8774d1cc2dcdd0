"""Numbers written in words, French and English, put into digits; pure."""

from __future__ import annotations

import re

_ONES = {
    word: value
    for value, words in enumerate(
        """
        zero|un une one|deux two|trois three|quatre four|cinq five|six|sept seven|huit eight|neuf nine|dix ten
        onze eleven|douze twelve|treize thirteen|quatorze fourteen|quinze fifteen|seize sixteen
        dix-sept seventeen|dix-huit eighteen|dix-neuf nineteen
        """.strip().replace("\n", "|").split("|")
    )
    for word in words.split()
}  # fmt: skip
_TENS = {
    "vingt": 20, "twenty": 20, "trente": 30, "thirty": 30, "quarante": 40, "forty": 40, "cinquante": 50,
    "fifty": 50, "soixante": 60, "sixty": 60, "soixante-dix": 70, "seventy": 70, "quatre-vingt": 80,
    "quatre-vingts": 80, "eighty": 80, "quatre-vingt-dix": 90, "ninety": 90,
}  # fmt: skip
_SCALES = {"cent": 100, "cents": 100, "hundred": 100, "mille": 1000, "thousand": 1000}
_DOZENS = {
    "dizaine": 10, "douzaine": 12, "dozen": 12, "quinzaine": 15, "vingtaine": 20, "trentaine": 30,
    "quarantaine": 40, "cinquantaine": 50, "soixantaine": 60, "centaine": 100, "millier": 1000,
}  # fmt: skip
_PARTS = {
    "50": r"la moitie|half (?:of|the|its|his|her|their)|un(?:e)? \w+ sur deux|one in two",
    "33": r"un tiers|(?:a|one|the)[ -]third of|one in three|\bun(?:e)? \w+ sur trois",
    "67": r"deux[ -]tiers|two[ -]thirds",
    "25": r"un quart(?! d'heure)|(?:a|one)[ -]quarter of|one in four|\bun(?:e)? \w+ sur quatre",
    "75": r"(?:les |)trois[ -]quarts|three[ -]quarters",
    "20": r"un cinquieme|(?:a|one)[ -]fifth|one in five|\bun(?:e)? \w+ sur cinq",
    "10": r"un dixieme|(?:a|one)[ -]tenth|one in ten|\bun(?:e)? \w+ sur dix",
}

_ANY = "|".join(sorted((*_ONES, *_TENS, *_SCALES), key=len, reverse=True))
_COMPOUND = re.compile(rf"\b(?:{_ANY})(?:(?:[ -](?:et |and )?|-et-)(?:{_ANY}))+\b")
_WORD = re.compile(rf"\b(?:{_ANY})\b")
_ROUND = re.compile(
    rf"\b(?:une?|an?|(\w+)) ({'|'.join(_DOZENS)})s?\b(?: d[e'])?(?: (milliers|thousands)\b(?: d[e'])?)?"
)
_HALF = re.compile(r"\b(?:un )?demi[ -](million|milliard)|\bhalf an? (million|billion)\b")
_AND_HALF = re.compile(r"\b(?:(?:un|une|one|an?) )(million|milliard|billion) (?:et demi|and a half)\b")
_ONE_AND_HALF = re.compile(r"\b(?:one|un|une) and a half (million|billion)")
_PART = [(re.compile(rf"\b(?:{pattern})\b"), f"environ {share} %") for share, pattern in _PARTS.items()]


def in_digits(folded: str) -> str:
    """A folded text with its numbers of several words in digits ("vingt-six", "a dozen", "un cinquième")."""
    folded = _HALF.sub(lambda m: f"0.5 {m[1] or m[2]}", folded)
    folded = _AND_HALF.sub(lambda m: f"1.5 {m[1]}", _ONE_AND_HALF.sub(lambda m: f"1.5 {m[1]}", folded))
    folded = _ROUND.sub(_about, folded)
    for pattern, share in _PART:
        folded = pattern.sub(share, folded)
    return _COMPOUND.sub(_added_up, folded)


def _about(match: re.Match[str]) -> str:
    times = _ONES.get(match[1], _TENS.get(match[1], 0)) if match[1] else 1
    if not times:
        return match.group()
    return f"environ {times * _DOZENS[match[2]]}{' mille ' if match[3] else ' '}"


def _added_up(match: re.Match[str]) -> str:
    total = value = 0
    for word in _WORD.findall(match.group()):
        if scale := _SCALES.get(word):
            value = max(1, value) * scale
            if scale == 1000:
                total, value = total + value, 0
        else:
            number = _ONES.get(word, _TENS.get(word, 0))
            if not _fits(value, number):
                return match.group()
            value += number
    return str(total + value)


def _fits(value: int, number: int) -> bool:
    """Whether a number may follow another within one: 20 and 6, 100 and 30; "deux trois" are two numbers."""
    last = value % 100
    return last == 0 or (last >= 20 and number < 20 and last % 10 == 0)
