"""What is asked, what answers it, and what is refused: decisions from data alone."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.answers import language


@dataclass(frozen=True, slots=True)
class ArticleSource:
    """The article a passage stands in."""

    id: int
    title: str
    url: str
    published: datetime | None


@dataclass(frozen=True, slots=True)
class CommentSource:
    """The comment a passage stands in."""

    id: int
    author: str
    url: str
    published: datetime | None


@dataclass(frozen=True, slots=True)
class AnswerPassage:
    """At most 700 characters that answer; `bold` are the (start, end) of its decisive words.

    `comment` is None for the article's own text. `opinion` marks what a reader thinks.
    """

    article: ArticleSource
    comment: CommentSource | None
    text: str
    bold: tuple[tuple[int, int], ...]
    opinion: bool


@dataclass(frozen=True, slots=True)
class Answer:
    """At most three passages, or a refusal with the `nearest` articles.

    `corrections` are (asked, read) for words that were taken for others.
    """

    question: str
    refused: bool
    passages: tuple[AnswerPassage, ...] = ()
    corrections: tuple[tuple[str, str], ...] = ()
    nearest: tuple[ArticleSource, ...] = ()


@dataclass(frozen=True, slots=True)
class Hit:
    """An article found, with the piece of it, or of a comment on it, that fits best."""

    article: ArticleSource
    comment: CommentSource | None
    snippet: str
    bold: tuple[tuple[int, int], ...]
    score: float


@dataclass(frozen=True, slots=True)
class Intent:
    """What kind of answer is wanted."""

    opinion: bool
    price: bool
    date: bool
    now: bool
    launch: bool
    comparison: bool
    years: frozenset[int]


@dataclass(frozen=True, slots=True)
class Subject:
    """An idea of the question as the rules weigh it.

    `rarity` is its inverse passage frequency, `weight` between 1 (common) and 2 (rare). A `model` is the name
    of a model or a number: nothing else stands for it. A `manner` says only how people ask, or which kind of
    answer they want.
    """

    weight: float
    rarity: float
    model: bool
    manner: bool


@dataclass(frozen=True, slots=True)
class Evidence:
    """How well a piece of a text holds each idea: by its own words, and by its article's title (`about`).

    `names` are the ideas that are proper names there. With `sibling` its title names another model than was
    asked for. `fit` is the rank's score as a share of the best one's.
    """

    comment: bool
    published: datetime | None
    fit: float
    held: Mapping[int, float]
    about: Mapping[int, float]
    names: frozenset[int]
    sibling: bool
    text: str


# An answer must hold so much of what was asked, names and models too; less of it where its words hardly meet
# by chance (a sum of rarities above the logarithm of the passages), or where it holds the price or date that
# is wanted of a model. Measured on questions over texts that hold the answer and over texts that don't: 4 of
# 5 of the latter are refused, 1 to 3 of 10 of the former (fewer on products).
_ENOUGH = 0.6
_ENOUGH_AT_LEAST = 0.42
_RARE = 4.0
# ... and so much of what was asked about them, unless it holds the kind of thing that is wanted.
_ENOUGH_ABOUT = 0.4

# What a piece is worth beside others that answer; 1 is the whole question held, or the rank's best fit.
_FIT = 1.0
_OWN_WORDS = 0.5
_KIND_HELD = 0.3
_OPINION_ON_THE_TOPIC = 0.5
_OPINION_IN_FIRST_PERSON = 0.15
_COMMENT_FOR_A_FACT = 0.25
_YEAR_HELD = 0.8
_NEW_WHERE_NOW = 0.8
_NEW_FOR_A_PRICE = 0.2
_NEW = 0.05
_OLD_FOR_A_LAUNCH = 1.0
_MUCH_WORSE = 0.8
_MODEL_IN_TITLE = 0.4
_SIBLING_IN_TITLE = 0.5

_PRICE = re.compile(
    r"[$€£]\s?\d|\d\s?(?:[$€£]|eur\b|euros?\b|dollars?\b|usd\b|centimes?\b|millions? d['’]euros)",
    re.IGNORECASE,
)
_MONTH = (
    r"(?:janvier|janv|f[ée]vrier|mars|avril|mai|juin|juillet|ao[uû]t|septembre|sept|octobre|novembre|d[ée]cembre"
    r"|january|february|march|april|may|june|july|august|september|october|november|december)"
)
_DATE = re.compile(
    rf"\b(?:\d{{1,2}}(?:er|st|nd|rd|th)?\s{_MONTH}\b|{_MONTH}\s\d|(?:19|20)\d\d\b|\d{{1,2}}/\d{{1,2}}/\d{{2,4}}"
    rf"|(?:en|d[ée]but|fin|mi|in|by|until)[ -]{_MONTH}\b|demain|trimestre|semestre|printemps|automne|hiver"
    r"|(?:lun|mar|mercre|jeu|vendre|same)di|dimanche|tomorrow|(?:mon|tues|wednes|thurs|fri|satur|sun)day"
    r"|quarter|spring|autumn)",
    re.IGNORECASE,
)
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)?")


def read_intent(folded: str, now: datetime) -> Intent:
    """What kind of answer a folded question wants; `now` says what "last year" is."""
    words = set(_WORD.findall(folded))
    price = bool(words & language.PRICE_WORDS) or "how much" in folded
    return Intent(
        opinion=language.OPINION.search(folded) is not None,
        price=price,
        date=bool(words & language.DATE_WORDS),
        now=bool(words & language.NOW_WORDS),
        launch=language.LAUNCH.search(folded) is not None,
        comparison=language.COMPARISON.search(folded) is not None,
        years=_years(folded, now),
    )


def _years(folded: str, now: datetime) -> frozenset[int]:
    said = {int(year) for year in _YEAR.findall(folded)}
    said |= {now.year for _ in language.THIS_YEAR.findall(folded)}
    return frozenset(said | {now.year - 1 for _ in language.LAST_YEAR.findall(folded)})


def is_manner(word: str) -> bool:
    """Whether a folded word only says how people ask, or which kind of answer is wanted."""
    return word in _MANNER_WORDS or _YEAR.fullmatch(word) is not None


_MANNER_WORDS = (
    language.ASKING_WORDS
    | language.PRICE_WORDS
    | language.DATE_WORDS
    | language.QUANTITY_WORDS
    | language.OPINION_WORDS
    | language.NOW_WORDS
)


def choose(
    intent: Intent, subjects: Sequence[Subject], pieces: Sequence[Evidence], passages: int
) -> list[int]:
    """Which pieces answer, by their place, best first; none where too little is known.

    `passages` is how many the index holds.
    """
    chance = math.log(passages + 1)
    answering = [place for place, piece in enumerate(pieces) if _answers(intent, subjects, piece, chance)]
    if intent.opinion:
        answering = [place for place in answering if pieces[place].comment] or answering
    if not _models_named(subjects, [pieces[place] for place in answering]):
        return []
    dates = sorted(moment for place in answering if (moment := pieces[place].published))
    values = {
        place: _value(intent, subjects, pieces[place], _freshness(pieces[place].published, dates))
        for place in answering
    }
    worst = max(values.values(), default=0.0) - _MUCH_WORSE
    good = [place for place in answering if values[place] >= worst]
    return sorted(good, key=lambda place: (-values[place], place))


def _answers(intent: Intent, subjects: Sequence[Subject], piece: Evidence, chance: float) -> bool:
    topics = [place for place, subject in enumerate(subjects) if not subject.manner]
    models = [place for place in topics if subjects[place].model]
    named = [place for place in models if _held(piece, place) == 1]
    if (models and not named) or (len(named) < len(models) and not intent.comparison):
        return False
    if not topics or not _enough(intent, subjects, topics, piece, chance):
        return False
    said = [place for place in topics if place not in piece.names and not subjects[place].model]
    return not said or _kind_held(intent, piece) or _share(subjects, said, piece) >= _ENOUGH_ABOUT


def _enough(
    intent: Intent, subjects: Sequence[Subject], topics: Sequence[int], piece: Evidence, chance: float
) -> bool:
    share = _share(subjects, topics, piece)
    if share < _ENOUGH_AT_LEAST:
        return False
    rarity = sum(subjects[place].rarity * _held(piece, place) for place in topics)
    of_the_model = any(subjects[place].model for place in topics) and _kind_held(intent, piece)
    return share >= _ENOUGH or rarity - chance >= _RARE or of_the_model


def _models_named(subjects: Sequence[Subject], pieces: Sequence[Evidence]) -> bool:
    """Whether each model that was asked for is named by one of the pieces at least."""
    return all(
        any(_held(piece, place) == 1 for piece in pieces)
        for place, subject in enumerate(subjects)
        if subject.model and not subject.manner
    )


def _held(piece: Evidence, place: int) -> float:
    return max(piece.held.get(place, 0.0), piece.about.get(place, 0.0))


def _share(subjects: Sequence[Subject], places: Sequence[int], piece: Evidence) -> float:
    held = sum(subjects[place].weight * _held(piece, place) for place in places)
    return held / (sum(subjects[place].weight for place in places) or 1.0)


def _kind_held(intent: Intent, piece: Evidence) -> bool:
    """Whether a kind of thing is wanted that can be recognised, and is there."""
    if intent.price:
        return _PRICE.search(piece.text) is not None
    return intent.date and _DATE.search(piece.text) is not None


def _value(intent: Intent, subjects: Sequence[Subject], piece: Evidence, fresh: float) -> float:
    every = range(len(subjects))
    models = [place for place in every if subjects[place].model]
    value = _FIT * piece.fit + _share(subjects, every, piece)
    value += _OWN_WORDS * _weight(subjects, piece.held)
    value += _KIND_HELD * _kind_held(intent, piece)
    value += _MODEL_IN_TITLE * (bool(models) and all(piece.about.get(place) == 1 for place in models))
    value -= _SIBLING_IN_TITLE * piece.sibling
    if intent.opinion:
        value += _opinion(subjects, piece)
    else:
        value -= _COMMENT_FOR_A_FACT * piece.comment
    return value + _timeliness(intent, piece, fresh)


def _opinion(subjects: Sequence[Subject], piece: Evidence) -> float:
    """How much more it is what a reader thinks, rather under an article about it, and no mere question."""
    personal = language.FIRST_PERSON.search(piece.text) is not None
    asking = piece.text.rstrip().endswith("?")
    return (
        _OPINION_ON_THE_TOPIC * _weight(subjects, piece.about)
        + _OPINION_IN_FIRST_PERSON * personal
        - _OPINION_IN_FIRST_PERSON * asking
    )


def _weight(subjects: Sequence[Subject], held: Mapping[int, float]) -> float:
    """What is held of everything, between 0 and 1."""
    total = sum(subject.weight for subject in subjects) or 1.0
    return sum(subjects[place].weight * part for place, part in held.items()) / total


def _timeliness(intent: Intent, piece: Evidence, fresh: float) -> float:
    if intent.years:
        of_year = piece.published is not None and piece.published.year in intent.years
        return _YEAR_HELD * (of_year or any(str(year) in piece.text for year in intent.years))
    if intent.now:
        return _NEW_WHERE_NOW * fresh
    if intent.price and not intent.opinion:
        return -_OLD_FOR_A_LAUNCH * fresh if intent.launch else _NEW_FOR_A_PRICE * fresh
    return _NEW * fresh


def _freshness(moment: datetime | None, dates: Sequence[datetime]) -> float:
    """0 for the oldest of the dates, 1 for the newest."""
    if moment is None or not dates or dates[0] == dates[-1]:
        return 0.0
    return (moment - dates[0]) / (dates[-1] - dates[0])
