"""What folded words mean, the same in French and English; pure."""

from __future__ import annotations

import re
from functools import lru_cache

from bot.answers.language import STOP_WORDS
from bot.articles.story_events import EVENTS, FOLLOWING, PHRASES, VAGUE
from bot.articles.story_names import MONTH_WORDS, NUMBER_WORDS, ORDINAL_WORDS, PLACES, WEEKDAY_WORDS
from bot.articles.story_things import SORTS, THINGS


def _table(lines: str) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for row in lines.replace("|", "\n").splitlines():
        name, *words = row.split() or [""]
        for word in words:
            found[word] = (*found.get(word, ()), name)
    return found


_PHRASE_TABLE = tuple(
    (word, re.compile(rf"\b(?:{pattern})"))
    for word, pattern in (row.split(maxsplit=1) for row in PHRASES.splitlines() if row)
)
_EVENT_TABLE = _table(EVENTS)
_THING_TABLE = _table(THINGS)
_PLACE_TABLE = _table(PLACES)
MONTHS = {word: number for number, words in enumerate(MONTH_WORDS, 1) for word in words.split()}
WEEKDAYS = {word: number for number, words in enumerate(WEEKDAY_WORDS) for word in words.split()}
DAY_NAMES = frozenset((*MONTHS, *WEEKDAYS))
NUMBERS = {word: int(names[0]) for word, names in _table(NUMBER_WORDS).items()}
ORDINALS = {word: int(names[0]) for word, names in _table(ORDINAL_WORDS).items()}

_SHORTEST, _STEM = 3, 5


def _named(table: dict[str, tuple[str, ...]], word: str) -> tuple[str, ...]:
    if word in table:
        return table[word]
    for end in range(len(word), _SHORTEST - 1, -1):
        if (names := table.get(word[:end] + "*")) is not None:
            return names
    return ()


def phrases_in(folded: str) -> list[str]:
    """The words that stand for the phrases in a folded text."""
    return [word for word, pattern in _PHRASE_TABLE if pattern.search(folded)]


@lru_cache(maxsize=20_000)
def events_of(word: str) -> tuple[str, ...]:
    """The events that a folded word may tell."""
    return _named(_EVENT_TABLE, word)


def is_telling(event: str) -> bool:
    """Whether a headline with this event tells other news than one without it."""
    return event not in VAGUE


def is_following(event: str) -> bool:
    """Whether an event belongs to a news as another one, before or after it: an appeal, a funeral."""
    return event in FOLLOWING


def sorts_of(keys: frozenset[str]) -> frozenset[str]:
    """The sorts of goods and illnesses among concepts: where they differ, the news does."""
    return keys & SORTS


def place_of(word: str) -> str:
    """The country or union that a folded word names, "" for none."""
    return _PLACE_TABLE.get(word, ("",))[0]


@lru_cache(maxsize=20_000)
def keys_of(word: str) -> tuple[str, ...]:
    """What a folded word is compared by: its concepts, its place, else its beginning, as French and English
    share many; nothing for a word that says nothing."""
    if place := place_of(word):
        return (f"@{place}",)
    if word in STOP_WORDS or len(word) < 2:
        return ()
    if concepts := {*_named(_EVENT_TABLE, word), *_named(_THING_TABLE, word)}:
        return tuple(f"#{concept}" for concept in sorted(concepts))
    return (word[:_STEM],)
