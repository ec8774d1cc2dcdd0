"""A text as the search for products reads it: its words, their looks, what stands between them."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.answers.language import STOP_WORDS
from bot.answers.product_names import glued
from bot.answers.product_words import (
    MEASURE,
    NEAR_NO_CODE,
    NEVER_CODE,
    NO_CODE,
    NOT_NAMES,
    OPENERS,
    ROMAN,
    UNITS,
)
from bot.answers.tokens import fold

_WORD = re.compile(
    r"""ID\.\d?                                            # ID.3, ID. Buzz
    | \d+(?:[.,]\d+)+[^\W\d_]*\+{0,2}                        # 24.04   12,99   5,3K
    | [^\W_]+(?:[-‐‑.!][^\W_]+)*(?:\+{1,2}(?!\w))?          # a word, and what hangs together""",
    re.VERBOSE,
)
_ADJACENT = frozenset([" ", "\u00a0", "\u202f", "", "-"])
_SENTENCE_END = re.compile(r"[.!?…:;\n«“\"()–—|]")
_SUM = re.compile(r"\s?(?:%|[€$£](?!\d)|[°²³]|:\d|[-–]\d)")
_YEAR = re.compile(r"(?:19|20)\d\d")
_NUMBER = re.compile(r"(?!0\d*(?!\.))\d{1,4}(?:\.\d{1,3}){0,3}\+?")
_KNOWN_NUMBER = re.compile(r"\d{1,4}(?:\.\d{1,3}){0,3}\+?|\d{3}-\d{1,3}")
_SHORT_MODEL = re.compile(r"\d{1,4}[acerstxuio]{1,2}\+?|\d{1,3}[ACDEHLMNPRSTUX]{1,2}\+?")
_UNKNOWN_SHORT_MODEL = re.compile(r"\d{1,2}[acstxACSTX]\+?|\d{2,4}[ACERSTX]{1,2}\+?")
_CODE = re.compile(r"[^\W\d_]{1,7}-?\d{1,5}(?:[^\W_]{0,6})(?:-[^\W_]{1,5})?\+?")
_SMALL_CODE = re.compile(r"[a-z]\d{1,3}[a-z]?\+?")
_ARTICLES = frozenset("le la l les un une mon ma mes ton ta du de d au ce the a an my old your this".split())


_FRENCH = frozenset("le la les un une des de du et est au aux en que qui pour sur avec pas ne".split())
_ENGLISH = frozenset("the a an and is of to in for on with that it was are by from".split())


@dataclass(slots=True)
class Words:
    """The words of a text in parallel lists; `folded` without case and accents.

    `french` says that French is likelier than English.
    """

    text: str
    words: list[str]
    folded: list[str]
    starts: list[int]
    ends: list[int]
    french: bool = False

    def __len__(self) -> int:
        return len(self.words)

    def gap(self, place: int) -> str:
        """What stands between a word and the one before it."""
        return self.text[self.ends[place - 1] if place else 0 : self.starts[place]]

    def follows(self, place: int) -> bool:
        """Whether a word exists and stands right behind the one before it."""
        return 0 < place < len(self.words) and self.gap(place) in _ADJACENT

    def behind(self, place: int, length: int = 8) -> str:
        """The text right behind a word."""
        return self.text[self.ends[place] : self.ends[place] + length]

    def opens(self, place: int) -> bool:
        """Whether a word opens a sentence."""
        return place == 0 or _SENTENCE_END.search(self.gap(place)) is not None

    def capital(self, place: int) -> bool:
        """Whether a word without digits has a capital: Orion, iPhone, not orion."""
        word = self.words[place]
        return word != word.lower() and not any(map(str.isdigit, word))

    def number(self, place: int, *, known: bool = False) -> bool:
        """Whether a number may be a model's or a version's: no sum, size, date or part of one.

        Behind a known line 5 s is no time, and 15/15 no mark.
        """
        word = self.words[place]
        if not (_KNOWN_NUMBER if known else _NUMBER).fullmatch(word) or _SUM.match(self.behind(place)):
            return False
        if not known and re.match(r"/\d", self.behind(place)):
            return False
        if place + 1 == len(self.words) or not self.follows(place + 1):
            return True
        after = self.folded[place + 1]
        if after.isdigit() and len(after) == 3 and len(word) <= 3:
            # 1 299 is one number; iPhone 15 128 Go are two.
            return after in {"128", "256", "512"} and self.measured(place + 1)
        return not self.measured(place) or (known and after in {"s", "c"})

    def measured(self, place: int) -> bool:
        """Whether a unit follows a number."""
        if _SUM.match(self.behind(place)):
            return True
        if not self.follows(place + 1) or not UNITS.fullmatch(self.folded[place + 1]):
            return False
        unit = self.words[place + 1]
        if unit in {"go", "to"} and not self.french:
            return False
        return self.behind(place + 1, 1) not in {"'", "’"}

    def year(self, place: int) -> bool:
        """Whether a word is a year."""
        return place < len(self.words) and _YEAR.fullmatch(self.words[place]) is not None

    def roman(self, place: int) -> bool:
        """Whether a word is a Roman number of a model."""
        return self.words[place] in ROMAN

    def model(self, place: int, *, known: bool) -> bool:
        """Whether a word of letters and digits may stand behind a name: 13T, Z4, 7800X3D.

        Behind a known line also what would be a measure elsewhere: iPhone 16e, Pixel 9a.
        """
        word, folded = self.words[place], self.folded[place]
        if not _mixed(word) or NEVER_CODE.fullmatch(folded):
            return False
        if word[0].isdigit():
            short = _SHORT_MODEL if known else _UNKNOWN_SHORT_MODEL
            return short.fullmatch(word) is not None or not MEASURE.fullmatch(folded)
        return True

    def code(self, place: int) -> bool:
        """Whether a word of letters and digits is a model's name by itself: Q10, WH-900; z10 behind "le"."""
        word, folded = self.words[place], self.folded[place]
        if not _CODE.fullmatch(word) or NEVER_CODE.fullmatch(folded):
            return False
        if word == word.lower() and not (
            _SMALL_CODE.fullmatch(word) and place and self.folded[place - 1] in _ARTICLES
        ):
            return False
        if self.gap(place)[-1:] in {"@", "#", "/", "-", "_", "°", "$", "."}:
            return False
        if NO_CODE.fullmatch(folded):
            return False
        return not (self.follows(place + 1) and self.year(place + 1)) and not self._standard(place)

    def _standard(self, place: int) -> bool:
        """Whether the words around say that it is a road, a sheet of paper, a level."""
        return any(
            pattern.fullmatch(self.folded[place])
            and not words.isdisjoint(self.folded[max(0, place - before) : place + 1 + after])
            for pattern, words, before, after in NEAR_NO_CODE
        )

    def name(self, place: int) -> bool:
        """Whether a word may be the first of an unknown name."""
        folded = self.folded[place]
        return (
            self.capital(place)
            and len(folded) > 1
            and folded not in STOP_WORDS
            and folded not in OPENERS
            and folded not in NOT_NAMES
        )


def read_words(text: str) -> Words:
    """Take a text apart. A known line's name comes off its number: iPhone15, RTX4070, GPT-4."""
    found = Words(text, [], [], [], [])
    for match in _WORD.finditer(text):
        word, start = match[0], match.start()
        cut = 0 if word.isalpha() else glued(word)
        if cut:
            _add(found, word[:cut], start)
            rest = word[cut:].lstrip("-")
            word, start = rest, match.end() - len(rest)
        _add(found, word, start)
    french = sum(word in _FRENCH for word in found.folded)
    found.french = french > sum(word in _ENGLISH for word in found.folded)
    return found


def _add(found: Words, word: str, start: int) -> None:
    found.words.append(word)
    found.folded.append(fold(word))
    found.starts.append(start)
    found.ends.append(start + len(word))


def _mixed(word: str) -> bool:
    return any(map(str.isdigit, word)) and any(map(str.isalpha, word))
