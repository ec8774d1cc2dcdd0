"""How a text stands to the products that a question names: whether it names them, or a sibling."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from functools import lru_cache

from bot.answers.language import MODEL_WORDS, STOP_WORDS
from bot.answers.named import Wanted, title_names
from bot.answers.product_names import NUMERALS, key, siblings
from bot.answers.products import find, names
from bot.answers.tokens import fold_with_places, plus_signs

# The end of a long code is said alone: XM5 of WH-1000XM5.
_WORD = re.compile(r"[^\W\d_]+(?=\d)|\d{3,}(?=[^\W\d_]{2,}\d)|[^\W_]+\+*")
_ALIASES: Mapping[str, str] = {"ps": "playstation", "gta": "grandtheftauto"}
_NUMERALS = frozenset(map(str.upper, NUMERALS))
VARIANTS = MODEL_WORDS | {
    "oled",
    "slim",
    "5g",
    "digital",
    "xtx",
    "ti",
    "series",
    "hd",
    "4k",
    "uhd",
    "x",
    "s",
    "z",
}
_DECIMAL = re.compile(r"\d+\.\d")
_LONGEST, _SHORTEST = 30, 4
_DIGITS_OF_A_SIZE = 2
# A name says whose a value is where it begins the sentence, or stands so few characters before it.
_FIRST_WORDS, _CLOSELY = 12, 60
# What may follow a number in a model's name: Mate 20 X.
_LETTERS = frozenset("bcefgknpqrstvxz")

# How well a text names a product: in its title, in the piece itself, elsewhere, only by parts of the name.
IN_TITLE = 1.0
IN_PIECE = 0.7
AROUND = 0.5
BY_PARTS = 0.5
# Who names a line without a number may mean any of its models.
OF_THE_LINE = 0.3
# All words of the name stand there, in whatever order.
BY_WORDS = 0.2


@dataclass(frozen=True, slots=True)
class _Place:
    word: str
    start: int
    end: int
    capital: bool
    hyphen: bool
    """Whether a hyphen stands right behind it."""
    decimal: bool = False
    """Whether it begins a number like 7.5: the version of what it stands behind."""


class Reading:
    """A text taken apart once, to be asked for products."""

    def __init__(self, text: str) -> None:
        self._places = _places(text)

    def named(self, product: Wanted, start: int = 0, end: int | None = None) -> bool:
        """Whether a stretch of the text names the product itself, no other that only begins like it."""
        return any(self._found(product.forms, product.maker, start, end, proper=product.proper))

    def names_line(self, product: Wanted, start: int = 0, end: int | None = None) -> bool:
        """Whether a stretch of the text names a model of the line that is asked for without a number."""
        lines = frozenset(form for form in product.forms if form.isalpha() and len(form) >= _SHORTEST)
        return any(self._found(lines, product.maker, start, end, whole=False))

    def of_another(self, product: Wanted) -> bool:
        """Whether the text names another maker's product of the same code, and not this one."""
        return not self.named(product) and any(self._found(product.forms, "", 0, None))

    def holds(self, words: Set[str], start: int = 0, end: int | None = None) -> bool:
        """Whether a stretch of the text holds all of the words."""
        return words <= {place.word for place in self._places if _within(place, start, end)}

    def holds_lead(self, product: Wanted) -> bool:
        """Whether the text holds what the product's short forms leave out."""
        return not product.short or self.holds({product.lead})

    def sized(self, product: Wanted) -> bool:
        """Whether the text has the product's maker and its number as inches: a 13.5-inch Framework."""
        words = [place.word for place in self._places]
        return product.size in _inches(words) and set(filter(str.isalpha, product.words)) <= set(words)

    def of_another_size(self, product: Wanted) -> bool:
        """Whether the text speaks of another number of inches alone."""
        sizes = _inches([place.word for place in self._places])
        return bool(sizes) and product.size not in sizes

    def begins(self, product: Wanted, start: int = 0, end: int | None = None) -> bool:
        """Whether a stretch of the text names what the product's name begins with: Pixel 4 of Pixel 4 XL."""
        return bool(product.core) and any(self._found(frozenset([product.core]), "", start, end))

    def _found(
        self,
        forms: Set[str],
        maker: str,
        start: int,
        end: int | None,
        *,
        proper: bool = False,
        whole: bool = True,
    ) -> Iterable[bool]:
        places = self._places
        initials = {form[0] for form in forms}
        # A maker's "Move" is not any move.
        bare = bool(maker) and all(map(str.isalpha, forms))
        for at, place in enumerate(places):
            if place.word[0] not in initials or not _within(place, start, end):
                continue
            if not any(form.startswith(place.word) for form in forms):
                continue
            if maker and at and _of_another(places[at - 1], place, maker):
                continue
            joined, last = "", at
            while last < len(places) and len(joined) < _LONGEST:
                joined += places[last].word
                if (
                    joined in forms
                    and (place.capital or not bare)
                    and not (whole and _goes_on(places, last, proper=proper))
                ):
                    yield True
                last += 1


def _within(place: _Place, start: int, end: int | None) -> bool:
    return place.start >= start and (end is None or place.end <= end)


def _of_another(before: _Place, code: _Place, maker: str) -> bool:
    """Whether another maker's name stands before a bare code: Lumeo Q20 is no BlackBerry Q20."""
    named = before.capital and before.word.isalpha() and before.word not in STOP_WORDS
    return named and before.word != maker and code.start - before.end == 1


def _goes_on(places: Sequence[_Place], last: int, *, proper: bool) -> bool:
    """Whether the name goes on behind a word: S9 Lite, Switch 2, Pixel 4 XL, Mate 20 X, XPS 13 9370."""
    if last + 1 >= len(places):
        return False
    here, after = places[last], places[last + 1]
    if after.start - here.end > 1:
        return False
    if after.word in VARIANTS:
        return after.capital or after.word in {"xl", "fe"}
    if after.capital and after.start > here.end:
        return proper or (here.word[-1].isdigit() and after.word in _LETTERS and not after.hyphen)
    return (
        after.word.isdigit()
        and not after.decimal
        and not proper
        and not here.word[-1].isdigit()
        and len(after.word) < 3
        and after.start > here.end
    )


def _inches(words: Sequence[str]) -> set[str]:
    """The numbers of inches among words; 13.5 inches are 13."""
    return {
        words[at - back]
        for at, word in enumerate(words)
        if word in {"inch", "inches", "pouce", "pouces"}
        for back in (1, 2)
        if at >= back and words[at - back].isdigit() and len(words[at - back]) == _DIGITS_OF_A_SIZE
    }


def without_short(product: Wanted) -> Wanted:
    """A product as a text names it that does not hold its lead."""
    return replace(product, forms=product.forms - product.short) if product.short else product


def names_sibling_first(products: Sequence[Wanted], sentence: str, place: int) -> bool:
    """Whether a sentence names a sibling before a place, and no product: that place is the sibling's."""
    found = find(sentence)
    if any("".join(key(each.name)) in product.forms for each in found for product in products):
        return False
    reading = Reading(sentence)
    if any(product.rest and reading.holds(product.rest) for product in products):
        return False
    before = [
        each.name for each in found if each.start < _FIRST_WORDS or place - _CLOSELY < each.start < place
    ]
    return any(siblings(product.name, before) for product in products)


@lru_cache(maxsize=500)
def main_subject(text: str) -> str:
    """The form of the first product that a text names."""
    return next(("".join(key(name)) for name in names(text)), "")


def in_title(title: str, product: Wanted) -> bool:
    """Whether a title names a product, also where a list leaves out what its names begin with."""
    return any("".join(key(name)) in product.forms for name in title_names(title))


@lru_cache(maxsize=2_000)
def _places(text: str) -> tuple[_Place, ...]:
    folded, at = fold_with_places(plus_signs(text))
    found: list[_Place] = []
    for match in _WORD.finditer(folded):
        word = match[0]
        first, last = at[match.start()], at[match.end() - 1] + 1
        hyphen = text[last : last + 1] == "-"
        if found and found[-1].word.isalpha() and text[first:last] in _NUMERALS:
            word = NUMERALS[word]
        last += text[last : last + 1] == ")"
        if word == "plus" and text[first].isupper() and found and _is_service(found[-1], first):
            found[-1] = replace(found[-1], word=found[-1].word + "+", end=last)
            continue
        found.append(
            _Place(
                _ALIASES.get(word, word),
                first,
                last,
                text[first].isupper(),
                hyphen,
                _DECIMAL.match(text, first) is not None,
            )
        )
    return tuple(found)


def _is_service(name: _Place, plus: int) -> bool:
    """Whether a "Plus" there is a name's sign: PlayStation Plus is PlayStation+."""
    return name.capital and name.word.isalpha() and plus - name.end == 1


def sibling_in(title: str, products: Sequence[Wanted]) -> bool:
    """Whether a title names a sibling of one of the products, and none that its name begins with."""
    wanted = {form for product in products for form in product.forms}
    held = [name for name in title_names(title) if "".join(key(name)) not in wanted]
    return any(
        not product.name.startswith(other) and key(product.name)[: len(key(other))] != key(other)
        for product in products
        if not product.proper
        for other in siblings(product.name, held)
    )
