"""What is kept of an article to tell whether another is the same news; pure."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from rapidfuzz.fuzz import ratio

from bot.answers.language import ENGLISH_STOP_WORDS, FRENCH_STOP_WORDS, STOP_WORDS
from bot.articles.story_days import days
from bot.articles.story_facts import UNITS, Figure, Word, clean, figures, fold, models, money, words
from bot.articles.story_kinds import kind_of
from bot.articles.story_marks import Marks, marks
from bot.articles.story_names import FIRMS, OWNERS
from bot.articles.story_numerals import in_digits
from bot.articles.story_words import (
    DAY_NAMES,
    NUMBERS,
    concepts_of,
    events_of,
    idioms_in,
    keys_of,
    phrases_in,
    place_of,
    weight_of,
)

# A long text tells of so much that anything is in it: two articles are compared by their beginnings.
_MOST_TITLE, _MOST_TEXT, _TAIL = 300, 600, 300
_LEAD, _CUES, _SEQUENCE = 50, 80, 60
PREFIX = 5
_FAINT = 0.3
_SPELT_ALIKE = 80
_HEADLINE_CASE = 0.7
_SPEECH = re.compile(r"«[^»]*»|\"[^\"]*\"|“[^”]*”")
_NO_NAMES = STOP_WORDS | DAY_NAMES | UNITS | NUMBERS.keys()

Term = tuple[str, float, tuple[str, ...]]
"""A word, what it weighs (from 0 to 1), and the keys by which it is compared."""


@dataclass(frozen=True, slots=True)
class Facts:
    """What a stretch of text says.

    `places` are countries, `models` in their order, `sums` money, `bounds` what is told roughly,
    `figures` other numbers, `days` keys such as "day:03-12", "weekday:1", "quarter:2", `events` what happens.
    """

    places: frozenset[str]
    models: tuple[str, ...]
    sums: frozenset[Figure]
    bounds: frozenset[Figure]
    figures: frozenset[Figure]
    days: frozenset[str]
    events: frozenset[str]

    @property
    def numbers(self) -> frozenset[Figure]:
        """Sums, bounds and other figures together."""
        return self.sums | self.bounds | self.figures


@dataclass(frozen=True, slots=True)
class Profile:
    """An article as it is compared: its title, its head (title and beginning of the text), the whole.

    `kind` is that of the article, `title_kind` what its headline alone says of it.
    `headline` is the folded title; `title_words` and `text_words` are folded and in order, `title_phrases`
    stand for what the title says in several words; `title_terms` and `head_terms` are what is said there
    besides names and numbers; `title_names` the names in the title, `names` all words that are written as
    one, with whether that is sure; `words` and `keys` are everything in it,
    `beginnings` those of its longer words; `language` two letters; `length` the number of words read.
    """

    kind: str
    title_kind: str
    marks: Marks
    headline: str
    title: Facts
    head: Facts
    whole: Facts
    title_words: tuple[str, ...]
    text_words: tuple[str, ...]
    title_phrases: tuple[str, ...]
    title_terms: tuple[Term, ...]
    head_terms: tuple[Term, ...]
    title_names: tuple[str, ...]
    names: dict[str, bool]
    words: frozenset[str]
    beginnings: frozenset[str]
    keys: frozenset[str]
    language: str
    length: int


def profile(title: str, text: str, language: str = "") -> Profile:
    """Read an article; `text` may be a teaser, the whole or "". Only its beginning counts, and a
    correction noted at its end.

    `language` is its code ("fr", "en-GB"), guessed when empty.
    """
    tail = clean(text[-_TAIL:])
    title, text = clean(title[:_MOST_TITLE]), clean(text[:_MOST_TEXT])
    lead, rest = _split(text)
    headline, opening = fold(title), " ".join(text.split(" ", _CUES)[:_CUES])
    in_title, in_lead, in_rest = list(words(title)), list(words(lead)), list(words(rest))
    in_text = [*in_lead, *in_rest]
    names = _names(in_title, in_text)
    phrases = phrases_in(headline), phrases_in(f"{headline} . {fold(lead)}")
    idioms = idioms_in([word.folded for word in (*in_title, *in_lead)])
    head = _facts(f"{title} . {lead}", [*in_title, *in_lead], phrases[1])
    said = frozenset(word.folded for word in (*in_title, *in_text))
    meant = said | {OWNERS[word] for word in said if word in OWNERS}
    return Profile(
        kind=kind_of(headline, fold(_SPEECH.sub(" ", opening))),
        title_kind=kind_of(headline, ""),
        marks=marks(headline, fold(opening), fold(tail)),
        headline=headline,
        title=_facts(title, in_title, phrases[0]),
        head=head,
        whole=_joined(head, _facts(rest, in_rest, [])) if rest else head,
        title_words=tuple(word.folded for word in in_title),
        text_words=tuple(word.folded for word in in_text[:_SEQUENCE]),
        title_phrases=tuple(phrases[0]),
        title_terms=_terms(in_title, names),
        head_terms=_terms([*in_title, *in_lead], names),
        title_names=tuple(
            dict.fromkeys(w.folded for w in in_title if w.capital and _is_title_name(w.folded, names))
        ),
        names=names,
        words=meant,
        beginnings=frozenset(word[:PREFIX] for word in said if len(word) > PREFIX),
        keys=frozenset(key for word in (*said, *phrases[1], *idioms) for key in keys_of(word)),
        language=language[:2] or _language(said),
        length=len(in_title) + len(in_text),
    )


def _split(text: str) -> tuple[str, str]:
    """The beginning of a text and the rest, never between a number and its "million" or unit."""
    pieces = text.split(" ")
    end = _LEAD
    while end < len(pieces) and any(char.isdigit() for char in pieces[end - 1]):
        end += 1
    return " ".join(pieces[:end]), " ".join(pieces[end:])


def is_told(word: str, keys: Iterable[str], article: Profile) -> bool:
    """Whether a folded word, or what it may mean by its keys, is in an article."""
    return word in article.words or not article.keys.isdisjoint(keys)


def tells_of(article: Profile, name: str) -> bool:
    """Whether an article has a name in it, spelt alike."""
    if name in article.words or name.rstrip("s") in article.words:
        return True
    if (place := place_of(name)) and place in article.whole.places:
        return True
    if is_common(name) and not article.keys.isdisjoint(keys_of(name)):
        return True
    if len(name) <= PREFIX:
        return False
    return name[:PREFIX] in article.beginnings or any(
        other[0] == name[0] and abs(len(other) - len(name)) < 3 and ratio(other, name) >= _SPELT_ALIKE
        for other in article.names
    )


def is_common(word: str) -> bool:
    """Whether a word means something besides being a name."""
    return bool(concepts_of(word) or events_of(word))


def _language(said: Iterable[str]) -> str:
    found = set(said)
    return "fr" if len(found & FRENCH_STOP_WORDS) > len(found & ENGLISH_STOP_WORDS) else "en"


def _names(in_title: list[Word], in_text: list[Word]) -> dict[str, bool]:
    """The words with a capital, and whether no rule of spelling asks for it."""
    long = [word for word in in_title if len(word.folded) > 3]
    headline_case = len(in_title) > 4 and sum(w.capital for w in long) > _HEADLINE_CASE * max(1, len(long))
    found: Counter[str] = Counter()
    for place, spelt in ((0, in_title), (1, in_text)):
        for word in spelt:
            if word.capital and word.folded not in _NO_NAMES and not word.folded.isdigit():
                sure = word.odd or not (word.first or (place == 0 and headline_case))
                found[word.folded] += sure
    return {name: times > 0 for name, times in found.items()}


def _is_title_name(word: str, names: dict[str, bool]) -> bool:
    if word not in names:
        return False
    return (
        word in FIRMS
        or bool(place_of(word))
        or not is_common(word)
        or (names[word] and weight_of(word) > _FAINT and not events_of(word))
    )


def _terms(spelt: list[Word], names: dict[str, bool]) -> tuple[Term, ...]:
    """The words that are neither names nor numbers, each once."""
    found: dict[str, Term] = {}
    for word in dict.fromkeys(w.folded for w in spelt):
        is_name = names.get(word, False) and not concepts_of(word)
        weight = weight_of(word)
        if weight and not is_name and word not in DAY_NAMES and not any(c.isdigit() for c in word):
            found[word] = (word, weight, keys_of(word))
    return tuple(found.values())


def _joined(a: Facts, b: Facts) -> Facts:
    return Facts(
        places=a.places | b.places,
        models=tuple(dict.fromkeys(a.models + b.models)),
        sums=a.sums | b.sums,
        bounds=a.bounds | b.bounds,
        figures=a.figures | b.figures,
        days=a.days | b.days,
        events=a.events | b.events,
    )


def _facts(text: str, spelt: list[Word], phrases: list[str]) -> Facts:
    said = [word.folded for word in spelt]
    named, rest = models(text)
    sums, bounds, rest = money(in_digits(fold(rest)))
    dated, rest = days(rest)
    counted, rough = figures(rest)
    return Facts(
        places=frozenset(place for word in said if (place := place_of(word))),
        models=tuple(dict.fromkeys(named)),
        sums=frozenset(sums),
        bounds=frozenset((*bounds, *rough)),
        figures=frozenset(counted),
        days=frozenset(dated),
        events=frozenset(event for word in (*said, *phrases) for event in events_of(word)),
    )
