"""What answers a question and what is refused: decisions from data alone."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from bot.answers import language
from bot.answers.kinds import DATE
from bot.answers.rules import Evidence, Intent, Subject

# An answer must hold so much of what was asked, names and models too; less of it where its words hardly meet
# by chance (a sum of rarities above the logarithm of the passages).
_ENOUGH = 0.6
_ENOUGH_AT_LEAST = 0.42
_RARE = 4.0
# The weight of a word that no text holds.
_UNHEARD = 2.0
# ... and so much of what was asked about them, unless it holds the kind of thing that is wanted.
_ENOUGH_ABOUT = 0.4
# Of what is asked about a product that it names: with the kind of value that is wanted, where none is, and
# where one is that it lacks.
_ENOUGH_WITH_VALUE = 0.2
_ENOUGH_SAID = 0.35
_ENOUGH_WITH_LOOSE_VALUE = 0.3
# A price or a date stands for itself, another number only in a sentence with what is asked about.
_ENOUGH_OF_A_VALUE = {True: 0.5, False: 1.0}
_ENOUGH_WITHOUT_VALUE = 0.65
_ENOUGH_FOR_A_READER = 0.25
# Another language has other words: so much less of them is asked for in it.
_FOREIGN = 0.5

# What a piece is worth beside others that answer; 1 is the whole question held, or the rank's best fit.
_FIT = 1.0
_OWN_WORDS = 0.5
_VALUE_HELD = 0.4
_VALUE_IN_TITLE = 0.3
_TITLE_WORDS = 0.3
_OPINION_ON_THE_TOPIC = 0.5
_OPINION_ON_THE_POINT = 0.8
_OPINION_IN_FIRST_PERSON = 0.15
_COMMENT_FOR_A_FACT = 0.25
_YEAR_PUBLISHED = 0.3
_NEW_WHERE_NOW = 0.8
_NEW_FOR_A_PRICE = 0.2
_NEW = 0.05
_OLD_FOR_A_LAUNCH = 1.0
_MUCH_WORSE = 0.8
_PRODUCT_NAMED = 0.6
_SIBLING_IN_TITLE = 0.5
_SAME_LANGUAGE = 0.15


def choose(
    intent: Intent, subjects: Sequence[Subject], pieces: Sequence[Evidence], passages: int
) -> list[int]:
    """Which pieces answer, by their place, best first; none where too little is known.

    `passages` is how many the index holds.
    """
    chance = math.log(passages + 1)
    answering = [
        place
        for place, piece in enumerate(pieces)
        if _is_of_then_and_there(intent, piece) and _answers(intent, subjects, piece, chance)
    ]
    if intent.opinion:
        answering = [place for place in answering if pieces[place].comment] or answering
    if not _models_named(subjects, [pieces[place] for place in answering]):
        return []
    fits = {place: _fitness(intent, subjects, pieces[place]) for place in answering}
    worst = max(fits.values(), default=0.0) - _MUCH_WORSE
    good = [place for place in answering if fits[place] >= worst]
    dates = sorted(moment for place in good if (moment := pieces[place].published))
    values = {place: fits[place] + _timeliness(intent, pieces[place], dates) for place in good}
    return sorted(good, key=lambda place: (-values[place], place))


def _is_of_then_and_there(intent: Intent, piece: Evidence) -> bool:
    return not piece.elsewhere and (not intent.years or _of_year(intent, piece))


def _answers(intent: Intent, subjects: Sequence[Subject], piece: Evidence, chance: float) -> bool:
    topics = [place for place, subject in enumerate(subjects) if not subject.manner]
    models = [place for place in topics if subjects[place].model and not subjects[place].product]
    named = [place for place in models if _held(piece, place) == 1]
    if (models and not named) or (len(named) < len(models) and not intent.comparison):
        return False
    if piece.product is not None:
        return piece.product > 0 and _says_enough(intent, subjects, topics, piece)
    if not topics or not _enough(subjects, topics, piece, chance):
        return False
    said = [place for place in topics if place not in piece.names and not subjects[place].model]
    if not said:
        return _is_told(intent, piece)
    if intent.plain and not piece.value:
        return _share(subjects, said, piece) >= _ENOUGH_WITHOUT_VALUE
    return _share(subjects, said, piece) >= (_ENOUGH_WITH_VALUE if piece.value > 0 else _ENOUGH_ABOUT)


def _is_told(intent: Intent, piece: Evidence) -> bool:
    """Whether a piece holds the kind of value that is wanted, if any is."""
    return not intent.kinds or piece.value >= _ENOUGH_OF_A_VALUE[intent.plain]


def _says_enough(intent: Intent, subjects: Sequence[Subject], topics: Sequence[int], piece: Evidence) -> bool:
    """Whether a piece on the product holds what is asked about it."""
    if intent.plain and not piece.value and DATE not in intent.kinds:
        return False
    said = [place for place in topics if not subjects[place].product]
    if intent.opinion and piece.comment:
        return _is_said_by_a_reader(subjects, said, piece)
    if not piece.value:
        said += [place for place, subject in enumerate(subjects) if subject.telling]
    if not said:
        return _is_told(intent, piece)
    if intent.plain and piece.product == 1 and piece.value:
        # A word that stands nowhere says nothing against the price or the day of a product itself.
        said = [place for place in said if not subjects[place].aside]
        if not said:
            return _is_told(intent, piece)
    return _shares_enough(intent, piece, _share(subjects, said, piece))


def _shares_enough(intent: Intent, piece: Evidence, share: float) -> bool:
    """Whether a piece on the product holds so much of the words said about it that it answers."""
    if _is_foreign(intent, piece):
        share /= _FOREIGN
    if not intent.kinds:
        return share >= _ENOUGH_SAID
    if piece.sibling and not piece.value:
        return False
    with_value = _ENOUGH_WITH_VALUE if intent.plain else _ENOUGH_WITH_LOOSE_VALUE
    return share >= (with_value if piece.value > 0 else _ENOUGH_WITHOUT_VALUE)


def _is_said_by_a_reader(subjects: Sequence[Subject], said: Sequence[int], piece: Evidence) -> bool:
    """Whether a reader's words on a product touch what is asked: they have words of their own for it."""
    said = [place for place in said if not subjects[place].aside]
    return not said or _share(subjects, said, piece) >= _ENOUGH_FOR_A_READER


def _is_foreign(intent: Intent, piece: Evidence) -> bool:
    return bool(intent.language and piece.language) and not piece.language.startswith(intent.language)


def _enough(subjects: Sequence[Subject], topics: Sequence[int], piece: Evidence, chance: float) -> bool:
    share = _share(subjects, topics, piece)
    if share < _ENOUGH_AT_LEAST:
        return False
    rarity = sum(subjects[place].rarity * _held(piece, place) for place in topics)
    unheard = any(subjects[place].weight >= _UNHEARD and not _held(piece, place) for place in topics)
    told = piece.value == 1 and not unheard and any(piece.about.get(place) == 1 for place in topics)
    return share >= _ENOUGH or rarity - chance >= _RARE or told


def _models_named(subjects: Sequence[Subject], pieces: Sequence[Evidence]) -> bool:
    """Whether each model that was asked for is named by one of the pieces at least."""
    return all(
        any(_held(piece, place) == 1 for piece in pieces)
        for place, subject in enumerate(subjects)
        if subject.model and not subject.manner and not subject.product
    )


def _held(piece: Evidence, place: int) -> float:
    return max(piece.held.get(place, 0.0), piece.about.get(place, 0.0))


def _share(subjects: Sequence[Subject], places: Iterable[int], piece: Evidence) -> float:
    places = list(places)
    held = sum(subjects[place].weight * _held(piece, place) for place in places)
    return held / (sum(subjects[place].weight for place in places) or 1.0)


def _fitness(intent: Intent, subjects: Sequence[Subject], piece: Evidence) -> float:
    every = range(len(subjects))
    models = [place for place in every if subjects[place].model]
    value = _FIT * piece.fit + _share(subjects, every, piece)
    value += _OWN_WORDS * _weight(subjects, piece.held)
    value += _VALUE_HELD * piece.value + _VALUE_IN_TITLE * piece.headline
    named = all(piece.about.get(place) == 1 for place in models) if models else False
    value += _PRODUCT_NAMED * (named if piece.product is None else piece.product)
    value -= _SIBLING_IN_TITLE * piece.sibling
    value += _SAME_LANGUAGE * (intent.language != "" and piece.language.startswith(intent.language))
    value += _TITLE_WORDS * _weight(subjects, piece.about)
    if intent.opinion or (intent.experience and not intent.kinds and piece.comment):
        value += _opinion(subjects, piece)
    else:
        value -= _COMMENT_FOR_A_FACT * piece.comment
    return value


def _opinion(subjects: Sequence[Subject], piece: Evidence) -> float:
    """How much more it is what a reader thinks, rather under an article about it, and no mere question."""
    personal = language.FIRST_PERSON.search(piece.text) is not None
    asking = piece.text.rstrip().endswith("?")
    point = [place for place, each in enumerate(subjects) if not each.manner and not each.product]
    said = {place: part for place, part in piece.held.items() if place in point}
    return (
        _OPINION_ON_THE_TOPIC * _weight(subjects, piece.about)
        + _OPINION_ON_THE_POINT * _share_of(subjects, point, said)
        + _OPINION_IN_FIRST_PERSON * personal
        - _OPINION_IN_FIRST_PERSON * asking
    )


def _share_of(subjects: Sequence[Subject], places: Iterable[int], held: Mapping[int, float]) -> float:
    """What is held of some ideas, between 0 and 1."""
    places = list(places)
    total = sum(subjects[place].weight for place in places) or 1.0
    return sum(subjects[place].weight * held.get(place, 0.0) for place in places) / total


def _weight(subjects: Sequence[Subject], held: Mapping[int, float]) -> float:
    """What is held of everything, between 0 and 1."""
    total = sum(subject.weight for subject in subjects) or 1.0
    return sum(subjects[place].weight * part for place, part in held.items()) / total


def _timeliness(intent: Intent, piece: Evidence, dates: Sequence[datetime]) -> float:
    fresh = _freshness(piece.published, dates)
    if intent.years:
        return _YEAR_PUBLISHED * _published_then(intent, piece)
    if intent.now:
        return _NEW_WHERE_NOW * fresh
    if intent.launch:
        return -_OLD_FOR_A_LAUNCH * fresh
    if intent.price and not intent.opinion:
        return _NEW_FOR_A_PRICE * fresh
    return _NEW * fresh


def _of_year(intent: Intent, piece: Evidence) -> bool:
    return _published_then(intent, piece) or any(str(year) in piece.text for year in intent.years)


def _published_then(intent: Intent, piece: Evidence) -> bool:
    return piece.published is not None and piece.published.year in intent.years


def _freshness(moment: datetime | None, dates: Sequence[datetime]) -> float:
    """0 for the oldest of the dates, 1 for the newest."""
    if moment is None or not dates or dates[0] == dates[-1]:
        return 0.0
    return (moment - dates[0]) / (dates[-1] - dates[0])
