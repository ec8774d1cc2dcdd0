"""What is asked, and what an answer is made of: records, and the reading of what is wanted."""

from __future__ import annotations

import re
from collections.abc import Mapping, Set
from dataclasses import dataclass, field
from datetime import datetime

from bot.answers import language
from bot.answers.kinds import COUNT, PRICE, Kind, kinds_asked, words_asked
from bot.answers.opinions import asks_opinion


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

    `comment` is None for the article's own text. `opinion` marks what a reader thinks; `agreeing` others
    say under the same article that they agree.
    """

    article: ArticleSource
    comment: CommentSource | None
    text: str
    bold: tuple[tuple[int, int], ...]
    opinion: bool
    agreeing: int = 0


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
    """What kind of answer is wanted: any of the `kinds` of value; `experience` is what an owner may know.

    `language` is that of the question, "" where its words tell nothing. `telling` words only ask for kinds.
    It has so many `words`.
    """

    opinion: bool
    experience: bool
    kinds: tuple[Kind, ...]
    now: bool
    launch: bool
    comparison: bool
    release: bool
    years: frozenset[int]
    language: str
    telling: frozenset[str] = frozenset()
    months: frozenset[int] = frozenset()
    words: int = 0

    @property
    def price(self) -> bool:
        """Whether a price is asked for."""
        return any(kind.name == PRICE.name for kind in self.kinds)

    @property
    def plain(self) -> bool:
        """Whether what is asked for is known by its look alone: a price, a date."""
        return any(kind.plain for kind in self.kinds)


@dataclass(frozen=True, slots=True)
class Subject:
    """An idea of the question as the rules weigh it.

    `rarity` is its inverse passage frequency, `weight` between 1 (common) and 2 (rare). A `model` is the name
    of a model or a number: nothing else stands for it. A `manner` says only how people ask, or which kind of
    answer they want. A `product` is part of a product's name, which is judged as a whole. A `loose`
    one is a word of any talk; what stands right `behind` a product's name may be part of it, and a `variant`
    there names another model. What is not `known` stands nowhere.
    """

    weight: float
    rarity: float
    model: bool
    manner: bool
    product: bool = False
    loose: bool = False
    behind: bool = False
    variant: bool = False
    known: bool = True


@dataclass(frozen=True, slots=True)
class Evidence:
    """How well a piece of a text holds each idea: by its own words, and by its article's title (`about`).

    `names` are the ideas that are proper names there. With `sibling` its title names another model than was
    asked for. `fit` is the rank's score as a share of the best one's. `product` says how well it names the
    products asked for (0 not at all, None where none is), `value` how well it holds the kind of value wanted
    (with `headline` the title has one). A price that is wanted of a country is of none that it names with
    `elsewhere`. What stands together in the sentence with the value, or in the best one, is `beside` it. A
    title that tells what is no longer as it was says that it is `changed`. The piece stands in, or under,
    the `article`.
    """

    comment: bool
    published: datetime | None
    fit: float
    held: Mapping[int, float]
    about: Mapping[int, float]
    names: frozenset[int]
    sibling: bool
    text: str
    product: float | None = None
    value: float = 0.0
    headline: bool = False
    language: str = ""
    elsewhere: bool = False
    beside: Mapping[int, float] = field(default_factory=dict)
    changed: bool = False
    article: int = 0


# Stop words that also stand in the names of models tell no language.
_NAMING = frozenset(["se", "one", "plus"])
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)?")


def read_intent(folded: str, now: datetime, written: str = "") -> Intent:
    """What kind of answer a folded question wants; `now` says what "last year" is.

    Where words of it were corrected, `written` is it as it was written, folded.
    """
    folded, written = (language.COURTESY.sub(" ", each).strip(" ,") for each in (folded, written))
    words = set(_WORD.findall(folded))
    opinion = asks_opinion(folded) or asks_opinion(written)
    at_last = language.AT_LAST.search(folded) is not None
    launch = language.LAUNCH.search(folded) is not None and not at_last
    recent = bool(words & language.NOW_WORDS) or language.NOW.search(folded) is not None
    kinds = () if opinion else _kinds(written, folded)
    return Intent(
        opinion=opinion,
        experience=language.EXPERIENCE.search(folded) is not None,
        kinds=kinds,
        telling=words_asked(folded, kinds),
        now=at_last or (recent and not launch),
        launch=launch,
        comparison=language.COMPARISON.search(folded) is not None,
        release=bool(words & language.RELEASE_WORDS),
        years=_years(folded, now),
        months=frozenset(number for word, number in language.MONTHS.items() if word in words),
        words=len(folded.split()),
        language=_language(words),
    )


def _kinds(written: str, folded: str) -> tuple[Kind, ...]:
    """The kinds asked for as it was written; a mistyped word may have asked for more than how many."""
    found = kinds_asked(written)
    return found if found and found != (COUNT,) else kinds_asked(folded) or found


def _language(words: Set[str]) -> str:
    french = len(words & language.FRENCH_STOP_WORDS - language.ENGLISH_STOP_WORDS - _NAMING)
    english = len(words & language.ENGLISH_STOP_WORDS - language.FRENCH_STOP_WORDS - _NAMING)
    if french == english:
        french, english = len(words & language.FRENCH_TELLING), len(words & language.ENGLISH_TELLING)
    return "fr" if french > english else "en" if english > french else ""


def _years(folded: str, now: datetime) -> frozenset[int]:
    said = {int(year) for year in _YEAR.findall(folded)}
    said |= {now.year for _ in language.THIS_YEAR.findall(folded)}
    return frozenset(said | {now.year - 1 for _ in language.LAST_YEAR.findall(folded)})


def is_manner(word: str, *, opinion: bool = True) -> bool:
    """Whether a folded word only says how people ask, or which kind of answer is wanted.

    Who wants no `opinion` says with a word for readers, or for what they feel, what the question is about.
    """
    if not opinion and word in _OF_OPINIONS_ALONE:
        return False
    return word in _MANNER_WORDS or bool(_YEAR.fullmatch(word) or language.NOW.fullmatch(word))


_OF_OPINIONS_ALONE = (
    language.OPINION_WORDS
    - language.CHOICE_WORDS
    - language.ASKING_WORDS
    - frozenset("any good great bien".split())
)
_MANNER_WORDS = (
    language.ASKING_WORDS
    | language.TALK_WORDS
    | language.PRICE_WORDS
    | language.DATE_WORDS
    | language.QUANTITY_WORDS
    | language.OPINION_WORDS
    | language.CHOICE_WORDS
    | language.NOW_WORDS
    | language.VARIETY_WORDS
)
