"""What is kept of an article to tell whether another is the same news; pure."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass

from bot.answers.language import ENGLISH_STOP_WORDS, FRENCH_STOP_WORDS, STOP_WORDS
from bot.articles.story_facts import UNITS, Figure, Word, clean, days, figures, fold, models, money, words
from bot.articles.story_kinds import is_correction, is_update, kind_of
from bot.articles.story_names import FIRMS
from bot.articles.story_words import DAY_NAMES, events_of, keys_of, phrases_in, place_of

_MOST_TITLE, _MOST_TEXT = 300, 3000
_LEAD = 80
_PREFIX = 5
_HEADLINE_CASE = 0.7
_SPEECH = re.compile(r"«[^»]*»|\"[^\"]*\"|“[^”]*”")
_NO_NAMES = STOP_WORDS | DAY_NAMES | UNITS
_DISTINCT = re.compile(r"[a-z]+[+-]?\d")


@dataclass(frozen=True, slots=True)
class Facts:
    """What a stretch of text says.

    `keys` are its words and concepts, `names` its proper names, `places` countries, `models` in their order,
    `sums` money, `bounds` what a sum is under or over, `figures` other numbers, `days` keys such as
    "day:03-12", "weekday:1", "quarter:2".
    """

    keys: frozenset[str]
    names: frozenset[str]
    places: frozenset[str]
    models: tuple[str, ...]
    sums: frozenset[Figure]
    bounds: frozenset[Figure]
    figures: frozenset[Figure]
    days: frozenset[str]
    events: frozenset[str]


@dataclass(frozen=True, slots=True)
class Profile:
    """An article as it is compared.

    `headline` is its title, folded; `head` the title with the beginning of its text; `tokens` are all its
    folded words and the beginnings of the longer ones; `capitals` what its title writes with one;
    `spoken` the folded words of its head; `language` two letters; `length` the number of words read.
    """

    kind: str
    update: bool
    correction: bool
    headline: str
    title: Facts
    head: Facts
    whole: Facts
    tokens: frozenset[str]
    capitals: frozenset[str]
    spoken: frozenset[str]
    language: str
    length: int


def profile(title: str, text: str, language: str = "") -> Profile:
    """Read an article; `text` may be a teaser, the whole or "". Only its beginning counts.

    `language` is its code ("fr", "en-GB"), guessed when empty.
    """
    title, text = clean(title[:_MOST_TITLE]), clean(text[:_MOST_TEXT])
    in_title, in_text = list(words(title)), list(words(text))
    pieces = text.split(" ", _LEAD)
    lead, rest = " ".join(pieces[:_LEAD]), " ".join(pieces[_LEAD:])
    folded = fold(title), fold(_SPEECH.sub(" ", lead))
    sure = _sure_names(in_title, in_text)
    head = _facts(f"{title} . {lead}", sure)
    tokens = {word.folded for word in (*in_title, *in_text)}
    return Profile(
        kind=kind_of(*folded),
        update=is_update(*folded),
        correction=is_correction(*folded),
        headline=folded[0],
        title=_facts(title, sure),
        head=head,
        whole=_joined(head, _facts(rest, sure)) if rest else head,
        tokens=frozenset(tokens | {token[:_PREFIX] for token in tokens if len(token) > _PREFIX}),
        capitals=frozenset(word.folded for word in in_title if word.capital and _may_be_name(word.folded)),
        spoken=frozenset(word.folded for word in (*in_title, *words(lead)) if word.folded not in STOP_WORDS),
        language=language[:2] or _language(tokens),
        length=len(in_title) + len(in_text),
    )


def tells_of(article: Profile, name: str) -> bool:
    """Whether an article has a name in it, spelt alike."""
    return (
        name in article.tokens
        or name.rstrip("s") in article.tokens
        or (len(name) >= _PREFIX and name[:_PREFIX] in article.tokens)
    )


def _language(tokens: set[str]) -> str:
    return "fr" if len(tokens & FRENCH_STOP_WORDS) > len(tokens & ENGLISH_STOP_WORDS) else "en"


def _sure_names(in_title: list[Word], in_text: list[Word]) -> frozenset[str]:
    """Words written as names where no rule of spelling asks for the capital, and firms everywhere."""
    long = [word for word in in_title if len(word.folded) > 3]
    headline_case = len(long) > 3 and sum(word.capital for word in long) > _HEADLINE_CASE * len(long)
    spelt = in_text if headline_case else [*in_title, *in_text]
    small = Counter(word.folded for word in spelt if not word.capital)
    inside = Counter(word.folded for word in spelt if word.capital and not word.first)
    anywhere = Counter(word.folded for word in (*in_title, *in_text) if word.capital)
    sure = {name for name, times in inside.items() if times >= small[name] and len(name) > 1}
    sure |= {name for name in anywhere if name in FIRMS or _DISTINCT.match(name)}
    sure |= {word.folded for word in (*in_title, *in_text) if word.odd}
    sure |= {
        name for name, times in anywhere.items() if times > 1 and not small[name] and not events_of(name)
    }
    return frozenset(name for name in sure - _NO_NAMES if name in FIRMS or _is_name(name))


def _may_be_name(word: str) -> bool:
    return word not in _NO_NAMES and not place_of(word) and (word in FIRMS or _is_name(word))


def _is_name(word: str) -> bool:
    return any(key[0] not in "#@" for key in keys_of(word))


def _joined(a: Facts, b: Facts) -> Facts:
    return Facts(
        keys=a.keys | b.keys,
        names=a.names | b.names,
        places=a.places | b.places,
        models=tuple(dict.fromkeys(a.models + b.models)),
        sums=a.sums | b.sums,
        bounds=a.bounds | b.bounds,
        figures=a.figures | b.figures,
        days=a.days | b.days,
        events=a.events | b.events,
    )


def _facts(text: str, sure: frozenset[str]) -> Facts:
    said = [word.folded for word in words(text)]
    telling = [*said, *phrases_in(fold(text))]
    named, rest = models(text)
    sums, bounds, rest = money(fold(rest))
    dated, rest = days(rest)
    return Facts(
        keys=frozenset(key for word in telling for key in keys_of(word)),
        names=sure.intersection(said),
        places=frozenset(place for word in said if (place := place_of(word))),
        models=tuple(dict.fromkeys(named)),
        sums=frozenset(sums),
        bounds=frozenset(bounds),
        figures=frozenset(figures(rest)),
        days=frozenset(dated),
        events=frozenset(event for word in telling for event in events_of(word)),
    )
