"""Figures, models and names in a text, in one form for both languages; pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from bot.answers.language import STOP_WORDS
from bot.articles.story_days import YEAR
from bot.articles.story_names import CALLED, NAME_ALIASES
from bot.articles.story_words import DAY_NAMES, NUMBERS, keys_of

_SPACES = re.compile(r"[\s\u00a0\u2000-\u200b\u202f]+")
_QUOTES = str.maketrans({"’": "'", "ʼ": "'", "‘": "'", "‐": "-", "‑": "-", "–": "-", "œ": "oe", "Œ": "Oe"})
_OCTETS = re.compile(r"(?<=\d) ?([TGM])o\b")
_CALLED = {name: firm for firm, names in CALLED.items() for name in names.split(", ")}
_PERIPHRASE = re.compile(rf"\b(?:{'|'.join(sorted(_CALLED, key=len, reverse=True))})\b", re.IGNORECASE)
_MARKS = re.compile("[\u0300-\u036f]+")

_NUMBER = r"(?<![\w.,])(?<!\d-)(\d{1,3}(?:[ ,.]\d{3})+(?![\d])(?:[.,]\d{1,2})?|\d+(?:[.,]\d+)?)(?![.,]?\d)"
_WORDED = rf"(?:{_NUMBER}|\b({'|'.join(sorted(NUMBERS, key=len, reverse=True))}))"
_SCALE = r"(?:[ -]?(milliards?|millions?|mille|billions?|trillions?|thousand|hundred|bn|md|mds|tn|m|k)\b)?"
_MULTIPLES = {
    "k": 1e3, "mille": 1e3, "thousand": 1e3, "hundred": 1e2, "m": 1e6, "million": 1e6, "bn": 1e9, "md": 1e9,
    "mds": 1e9, "milliard": 1e9, "billion": 1e9, "tn": 1e12, "trillion": 1e12,
}  # fmt: skip
_CURRENCIES = {
    "€": "eur", "euro": "eur", "euros": "eur", "eur": "eur", "$": "usd", "dollar": "usd", "dollars": "usd",
    "usd": "usd", "£": "gbp", "livres": "gbp", "pounds": "gbp", "gbp": "gbp", "yen": "jpy", "yens": "jpy",
    "¥": "jpy", "cents": "cent", "centimes": "cent",
}  # fmt: skip
_MONEY_BEFORE = re.compile(rf"[a-z]{{0,2}}([€$£¥]) ?{_NUMBER.replace('(?<![', '(?<![_')}{_SCALE}")
_MONEY_AFTER = re.compile(
    rf"{_WORDED}{_SCALE}(?: d'| de | )?-?"
    r"(€|\$|£|¥|euros?\b|dollars?\b|livres\b|pounds\b|eur\b|usd\b|yens?\b|cents\b|centimes\b)"
)
_PERCENT = re.compile(rf"{_NUMBER} ?(?:%|pour cent\b|per ?cent\b)")
_UNITS = {
    "gb": "gb", "tb": "tb", "mb": "mb", "mah": "mah", "kwh": "kwh",
    "w": "w", "hz": "hz", "mp": "mp", "mpx": "mp", "megapixel": "mp", "megapixels": "mp", "pouces": "inch",
    "inch": "inch", "inches": "inch", "km": "km", "kilometres": "km", "kilometers": "km", "miles": "mi",
    "kg": "kg", "g": "g", "grammes": "g", "grams": "g", "mm": "mm", "db": "db", "decibels": "db",
    "heures": "h", "heure": "h", "hours": "h", "hour": "h", "h": "h", "minutes": "min", "min": "min",
    "points": "pt", "degres": "deg", "degrees": "deg", "c": "deg",
}  # fmt: skip
UNITS = frozenset((*_UNITS, *_UNITS.values(), *_CURRENCIES.values()))
_MEASURE = re.compile(rf"{_WORDED}[ -]?({'|'.join(sorted(_UNITS, key=len, reverse=True))})\b(?! ?\d)")
_COUNT = re.compile(rf"{_WORDED}{_SCALE}(?!\w)")
_SCORE = re.compile(r"(?<![\w.,-])(\d{1,2}) ?- ?(\d{1,2})(?![\w.,]\d|\w|-)")
_CLOCK = re.compile(r"\b(\d{1,2}) ?(?:h|hours?|heures?|:)(?: and| et)? ?([0-5]\d)\b(?: min\w*)?")
_BOUND = re.compile(
    r"(?:sous|moins de|pres de|plus de|quelque|environ|depasse|below|under|over|nearly|almost|about|around|"
    r"more than|less than|autour de|jusqu'a|up to|pres d'|passe sous|just shy of|shy of|close to|roughly|"
    r"some|de l'ordre de|a peu pres|avoisine|frole|presque|tops?|well over)(?: l[ea]s?| the)? ?$"
)

_ROUGH_FROM = 20

_MODEL_WORDS = frozenset(
    """
    pro max plus mini ultra lite air fe se xl ti super color colour fold flip slim edge oled neo classic nano
    small medium large
    """.split()
)
_SMALL_MODEL_WORDS = frozenset(("mini", "pro", "max"))
_MODEL = re.compile(
    r"(?<![\w/@.-])(?:[dlDL]')?(?:([A-Za-z]+)-?(\d[\w]*(?:\.\d+)*(?:-?(?:rc|beta|alpha)\d*)?\+*)"
    r"|([a-z]{0,5}[A-Z][\w-]*(?: (?:Pro|Max|Mini|Ultra|Air|Plus|Model|Series|Gen))?) "
    r"(\d{1,4}(?:\.\d+)*(?:-?(?:rc|beta|alpha)\d*)?[a-z]?\+*)"
    r"(?![\w%€$£]|[.,]?\d| ?(?:€|\$|%|°)|-\d| \d{3}\b))"
)
_COUNTED = re.compile(r"[ -](?:euros?|dollars?|pour cent|millions?|milliards?|billion|percent|ans?\b|years?)")
_TRIAL = re.compile(
    r" ?(?:-| )(?:b[eê]ta|alpha|rc|release candidate|preview)(?: publi(?:que|c))?(?: ?(\d+))?\b",
    re.IGNORECASE,
)
_SUFFIX = re.compile(r"[ -]?(\w+)\b(\+?)")
_NAMED_SUFFIX = re.compile(
    r"\b(?!(?:Pro|Max|Plus|Ultra) )([A-Z][a-z]{2,}) "
    r"(Pro|Max|Plus|Mini|Ultra|Lite|Air|XL|Color|Colour|Slim|Display|One|Go|X)\b"
)
# A part of a series ("Artemis III"), no ruler, war or phase of a trial.
_NUMBERED = re.compile(
    r"\b(?!(?:Charles|Eli[sz]abeth|L[eé]on?|Felipe|Louis|Henr[iy]|Napol[eé]on|Philippe|William|George|Beno[iî]t"
    r"|Benedict|Jean-Paul|Paul|Vatican|War|[GP]uerre|Type|Phase|Part|Title|Act|Tome|Volume) )"
    r"([A-Z][\w-]{2,}) (II|III|IV|V|VI|VII|VIII|IX|XV|XVI)\b(?!e)"
)
_ROMAN_NUMBERS = {
    "II": 2, "III": 3, "IV": 4, "V": 5, "VI": 6, "VII": 7, "VIII": 8, "IX": 9, "XV": 15, "XVI": 16,
}  # fmt: skip
_ALIASES = {"playstation": "ps", "r": "renault"}
_NOT_MODELS = re.compile(
    r"(?:[qt][1-4]|\d.*|(?:sub|mid?|pre|post|inter|non|rc)\d.*|[a-z]?\d+[gk]|usb.*|ipv\d|mp[34]|h26\d|top\d+|page\d+|article\d+|covid-?19|ligue\d)$"
)
# Written small they are no places.
_SMALL_ABBREVIATIONS = frozenset(("us", "eu", "in", "uk"))
_WORD = re.compile(r"[^\W_]+(?:['.&-][^\W_]+)*\+*")
_SENTENCE_START = re.compile(r"(?:^|[.!?:;\n«»\"“”|]|[–—-] ) ?['\"«“( \[]*$")


Figure = tuple[str, float]
"""A unit or currency ("n" for a bare count; after "~" one told roughly) and how much of it."""
ROUGHLY = "~"


@dataclass(frozen=True, slots=True)
class Word:
    """A word, folded: whether it has a capital, begins a sentence, is written oddly (OpenAI, iOS, PSG)."""

    folded: str
    capital: bool
    first: bool
    odd: bool


def clean(text: str) -> str:
    """One kind of space, quote and hyphen; the units of memory in English; firms by their names."""
    text = _SPACES.sub(" ", unicodedata.normalize("NFKC", text.translate(_QUOTES)))
    text = _PERIPHRASE.sub(lambda match: _CALLED[match.group().lower()], text)
    return _OCTETS.sub(lambda match: f" {match[1]}B", text)


def fold(text: str) -> str:
    """Lower case without accents."""
    if text.isascii():
        return text.lower()
    return _MARKS.sub("", unicodedata.normalize("NFKD", text.lower()))


def words(text: str) -> Iterator[Word]:
    """The words of a cleaned text, elisions and possessives taken off."""
    headline = text.isupper()
    for match in _WORD.finditer(text):
        raw = _bare(match.group())
        if raw in _SMALL_ABBREVIATIONS:
            continue
        capital = raw[0].isupper() or (len(raw) > 2 and raw[1].isupper())
        start = match.start()
        first = capital and bool(_SENTENCE_START.search(text[max(0, start - 4) : start]))
        odd = len(raw) > 2 and not headline and "-" not in raw and raw[1:].lower() != raw[1:]
        folded = fold(raw)
        yield Word(NAME_ALIASES.get(folded, folded), capital, first, odd)


def _bare(word: str) -> str:
    head, quote, tail = word.partition("'")
    if quote and len(head) <= 2 and tail:
        return tail
    return head if quote and tail.lower() in {"s", "t", "re", "ve", "ll"} else word


def _value(digits: str | None, word: str | None, scale: str | None = None) -> float:
    if digits is None:
        value = float(NUMBERS[word or ""])
    else:
        digits = re.sub(r"[ ,.](?=\d{3}(?!\d))", "", digits).replace(",", ".").replace(" ", "")
        value = float(digits)
    return value * (_MULTIPLES[scale.rstrip("s") if len(scale) > 3 else scale] if scale else 1)


def money(folded: str) -> tuple[list[Figure], list[Figure], str]:
    """The sums, the sums that only bound one (under 200 euros), and the text without them."""
    found: list[Figure] = []
    bounds: list[Figure] = []

    def take(match: re.Match[str], sign: str, value: float) -> str:
        sum_ = _CURRENCIES[sign], round(value, 2)
        if value and _is_bound(match):
            bounds.append((ROUGHLY + sum_[0], sum_[1]))
        elif value:
            found.append(sum_)
        return " _ "

    def before(match: re.Match[str]) -> str:
        return take(match, match[1], _value(match[2], None, match[3]))

    def after(match: re.Match[str]) -> str:
        return take(match, match[4], _value(match[1], match[2], match[3]))

    rest = _MONEY_AFTER.sub(after, _MONEY_BEFORE.sub(before, folded))
    return found, bounds, rest


def _is_bound(match: re.Match[str]) -> bool:
    """Whether the number comes after "nearly" or its like."""
    return bool(_BOUND.search(match.string[max(0, match.start() - 16) : match.start()]))


def figures(folded: str) -> tuple[list[Figure], list[Figure]]:
    """Percentages, measures and counts of a text without its sums, and those told roughly (nearly 8,000)."""
    found: list[Figure] = []
    rough: list[Figure] = []

    def keep(unit: str, value: float) -> str:
        found.append((unit, round(value, 3)))
        return " _ "

    folded = _PERCENT.sub(lambda m: keep("%", _value(m[1], None)), folded)
    folded = _CLOCK.sub(lambda m: keep("clock", int(m[1]) * 60 + int(m[2])), folded)
    folded = _SCORE.sub(lambda m: keep("score", int(m[1]) * 100 + int(m[2])), folded)
    folded = _MEASURE.sub(lambda m: keep(_UNITS[m[3]], _value(m[1], m[2])), folded)
    folded = YEAR.sub(" _ ", folded)
    for match in _COUNT.finditer(folded):
        value = _value(match[1], match[2], match[3])
        is_rough = value >= _ROUGH_FROM and _is_bound(match)
        if value >= 2:
            (rough if is_rough else found).append((ROUGHLY + "n" if is_rough else "n", round(value, 3)))
    return found, rough


def models(text: str) -> tuple[list[str], str]:
    """The models that a cleaned text names, in order: "s9+", "iphone15pro", "fold6", "ios17.1"; and the text
    without their numbers."""
    found: list[str] = []
    rest, seen = [], 0
    for match in _MODEL.finditer(text):
        if key := _model(match):
            found.append(key + _suffixes(text, match.end()))
            rest.append(text[seen : match.start()])
            seen = match.end()
    found += [f"{fold(match[1])}_{fold(match[2])}" for match in _NAMED_SUFFIX.finditer(text)]
    found += [f"{fold(match[1])}{_ROMAN_NUMBERS[match[2]]}" for match in _NUMBERED.finditer(text)]
    return found, " _ ".join([*rest, text[seen:]])


def _model(match: re.Match[str]) -> str:
    stem, number = fold(match[1] or match[3]), fold(match[2] or match[4])
    counted = YEAR.fullmatch(number) or _COUNTED.match(match.string, match.end())
    if match[3] and (counted or (match[3][1:].islower() and _is_no_name(stem))):
        return ""
    key = _ALIASES.get(stem, stem).replace(" ", "") + number
    return "" if _NOT_MODELS.match(key) or len(key) > 24 else key


def _is_no_name(word: str) -> bool:
    return word in STOP_WORDS or word in DAY_NAMES or any(key[0] in "#@" for key in keys_of(word))


def _suffixes(text: str, start: int) -> str:
    if trial := _TRIAL.match(text, start):
        return f"beta{trial[1] or ''}"
    kept = ""
    while match := _SUFFIX.match(text, start):
        word = match[1]
        known = word.lower() in _MODEL_WORDS and (word[0].isupper() or word in _SMALL_MODEL_WORDS)
        if not known and word != "X" and word not in _ROMAN_NUMBERS:
            break
        kept += word.lower() + match[2]
        start = match.end()
    return kept
