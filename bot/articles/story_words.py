"""What folded words mean, the same in French and English; their lists are read at first use."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from importlib.resources import files
from itertools import product

from bot.answers.language import STOP_WORDS
from bot.articles.story_names import MONTH_WORDS, NUMBER_WORDS, ORDINAL_WORDS, PLACES, WEEKDAY_WORDS

# How much a word tells of what an article is about: a concept of every other article, another one, a name
# or a word so rare that no list has it.
_FAINT, _KNOWN, _RARE = 0.25, 0.6, 1.0
_SHORTEST, _STEM = 2, 5
_DOUBLED = re.compile(r"(.)\1")
_ELISION = re.compile(r"\b[a-z]{1,2}'")
# In the tree of idioms: the end of one, and the place of some more words.
_END, _BETWEEN, _MOST_BETWEEN = "!", "..", 3

# Told along with too much else to set two news apart.
_VAGUE = frozenset(
    """
    launch expose rise results open fix flaw study offer invest beat catch land cut hack blaze order ground
    deal-with leave schedule outnumber evacuate visit restore quake bug fail melt accept
    """.split()
)

Table = dict[str, tuple[str, ...]]
Idioms = dict[str, "Idioms"]
"""By their next word: how idioms go on."""


def lines_of(name: str) -> Iterator[str]:
    """The lines of one of the word lists in data/, without its remarks."""
    text = files("bot.articles").joinpath("data", name).read_text("utf-8")
    return (line for line in text.splitlines() if line and not line.startswith("# "))


def _table(rows: Iterator[str] | list[str]) -> Table:
    found: Table = {}
    for row in rows:
        name, *words = row.split()
        for word in words:
            found[word] = (*found.get(word, ()), name)
    return found


def _rows(lines: str) -> list[str]:
    return [row for row in lines.replace("|", "\n").splitlines() if row.strip()]


_PLACES = _table(_rows(PLACES))
MONTHS = {word: number for number, words in enumerate(MONTH_WORDS, 1) for word in words.split()}
WEEKDAYS = {word: number for number, words in enumerate(WEEKDAY_WORDS) for word in words.split()}
DAY_NAMES = frozenset((*MONTHS, *WEEKDAYS))
NUMBERS = {word: int(names[0]) for word, names in _table(_rows(NUMBER_WORDS)).items()}
ORDINALS = {word: int(names[0]) for word, names in _table(_rows(ORDINAL_WORDS)).items()}


@cache
def _concepts() -> Table:
    return _table(lines_of("story_concepts.txt"))


@cache
def _events() -> Table:
    return _table(lines_of("story_events.txt"))


@cache
def _phrases() -> tuple[tuple[str, re.Pattern[str]], ...]:
    rows = (row.split(maxsplit=1) for row in lines_of("story_phrases.txt"))
    return tuple((word, re.compile(rf"\b(?:{pattern})")) for word, pattern in rows)


@cache
def _idioms() -> Idioms:
    root: Idioms = {}
    for row in lines_of("story_idioms.txt"):
        stands_for, idioms = _ELISION.sub("", row).split(" ", 1)
        for idiom in idioms.split("|"):
            for spelt in product(*(choice.split("/") for choice in idiom.split())):
                node = root
                for word in spelt:
                    node = node if word == "-" else node.setdefault(word, {})
                node[stands_for + _END] = {}
    return root


def phrases_in(folded: str) -> list[str]:
    """The words that stand for the phrases in a folded text."""
    return [word for word, pattern in _phrases() if pattern.search(folded)]


def idioms_in(said: Sequence[str]) -> set[str]:
    """The words that stand for the idioms in the words of a text."""
    return {
        found
        for start, word in enumerate(said, 1)
        if (idioms := _idioms().get(word))
        for found in _ended(idioms, said, start)
    }


def _ended(idioms: Idioms, said: Sequence[str], start: int) -> Iterator[str]:
    """The words that stand for the idioms of which all that is left comes from a place on."""
    for word, rest in idioms.items():
        if word[-1] == _END:
            yield word[:-1]
        elif word == _BETWEEN:
            for gap in range(_MOST_BETWEEN + 1):
                yield from _ended(rest, said, start + gap)
    if start < len(said) and (following := idioms.get(said[start])):
        yield from _ended(following, said, start + 1)


def place_of(word: str) -> str:
    """The country or union that a folded word names, "" for none."""
    return _PLACES.get(word, ("",))[0]


@lru_cache(maxsize=20_000)
def events_of(word: str) -> tuple[str, ...]:
    """The events that a folded word may tell."""
    if (names := _events().get(word)) is not None:
        return names
    for end in range(len(word), _SHORTEST, -1):
        if (names := _events().get(word[:end] + "*")) is not None:
            return names
    return ()


def is_telling(event: str) -> bool:
    """Whether a headline with this event tells other news than one without it."""
    return event not in _VAGUE


@lru_cache(maxsize=20_000)
def concepts_of(word: str) -> frozenset[str]:
    """The concepts that a folded word may mean; `~` begins those that say little."""
    table = _concepts()
    ends = range(_SHORTEST, len(word) + 1)
    return frozenset(
        (*table.get(word, ()), *(name for end in ends for name in table.get(word[:end] + "*", ())))
    )


def _says_nothing(word: str) -> bool:
    return word in STOP_WORDS or word in NUMBERS or word in ORDINALS or len(word) < _SHORTEST


@lru_cache(maxsize=20_000)
def keys_of(word: str) -> tuple[str, ...]:
    """What a folded word is compared by: its concepts, its place, else its beginning, as French and English
    share many; nothing for a word that says nothing."""
    if place := place_of(word):
        return (f"@{place}",)
    if _says_nothing(word):
        return ()
    if found := {name.lstrip("~") for name in concepts_of(word)} | set(events_of(word)):
        return tuple(f"#{concept}" for concept in sorted(found))
    return (_DOUBLED.sub(r"\1", word.replace("y", "i").replace("k", "c"))[:_STEM],)


@lru_cache(maxsize=20_000)
def weight_of(word: str) -> float:
    """How much a word tells of what an article is about, from 0 to 1."""
    if _says_nothing(word):
        return 0.0
    concepts = concepts_of(word)
    if any(name[0] == "~" for name in concepts) and not place_of(word):
        return _FAINT
    return _KNOWN if concepts or place_of(word) or events_of(word) else _RARE
