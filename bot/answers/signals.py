"""What speaks for and against a piece as an answer: small numbers by name, from data alone."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.answers import language
from bot.answers.kinds import DATE, PERSON
from bot.answers.rules import Evidence, Intent, Subject

Signals = dict[str, float]

# What a word of any talk weighs beside another.
_LOOSE = 0.3
_UNHEARD = 1.9
# So well a mistyped word stands for the one that was meant; words of another language are kin at best.
_MISTYPED = 0.7
_KIN = 0.6
# What a comment is about as its article is.
_AROUND = 0.6
# What is held less counts as missing.
_SLIGHT = 0.4
_MANY = 3
_RARE = 4.0
# Pieces compete in time where they hold nearly as much of what is asked, and name the product as well.
_HELD_LESS = 0.3
_NAMED = 0.7
_TOLD = 0.6
# What holds a number, though of other things than those that are counted, is worth less.
_COUNTED = 0.5


def signals(
    intent: Intent, subjects: Sequence[Subject], pieces: Sequence[Evidence], passages: int
) -> dict[int, Signals]:
    """The signals of each piece that may answer, by its place; `passages` is how many the index holds."""
    asked = _Asked.of(intent, subjects, pieces)
    may = [place for place, piece in enumerate(pieces) if asked.may_answer(piece)]
    chance = math.log(passages + 1)
    read = {place: _read(asked, pieces[place], chance) for place in may}
    ages = _ages(pieces, read, _HELD_LESS if asked.solid else 1.0)
    when = _when(intent)
    for name in ("fit", "covered", "beside", "own"):
        best = max((each[name] for each in read.values()), default=0.0)
        for each in read.values():
            each[f"less {name}"] = best - each[name]
    beside_articles = any(not pieces[place].comment for place in read)
    for place, each in read.items():
        if not beside_articles:
            each.pop("comment for a fact", None)
        each[f"changed {when}"] = float(pieces[place].changed)
    for place, age in ages.items():
        read[place] |= {f"{name} {when}": value for name, value in age.items()}
    return read


@dataclass(frozen=True, slots=True)
class _Asked:
    """A question taken apart: ideas by place. `names` are subjects that no product's pattern knows.

    What is `said` about product or names; `solid` is more than talk; `manner` tells what is wanted.
    """

    intent: Intent
    subjects: Sequence[Subject]
    names: Sequence[int]
    said: Sequence[int]
    solid: Sequence[int]
    manner: Sequence[int]
    models: Sequence[int]

    @classmethod
    def of(cls, intent: Intent, subjects: Sequence[Subject], pieces: Sequence[Evidence]) -> _Asked:
        names = [place for place, each in enumerate(subjects) if _is_name(place, each, pieces)]
        topics = [place for place, each in enumerate(subjects) if not each.manner and not each.product]
        said = [place for place in topics if place not in names]
        return cls(
            intent,
            subjects,
            names,
            said,
            [place for place in said if not subjects[place].loose],
            [place for place, each in enumerate(subjects) if each.manner and not each.loose],
            [place for place in topics if subjects[place].model],
        )

    def may_answer(self, piece: Evidence) -> bool:
        """Whether nothing forbids it: another model's piece, or another subject's, never answers."""
        intent = self.intent
        untold = intent.plain and not (piece.value or intent.comparison or DATE in intent.kinds)
        if untold or not self._names_models(piece) or (intent.years and not _is_of_year(intent, piece)):
            return False
        if piece.product is not None:
            return piece.product > 0
        if self.names:
            enough = _AROUND if piece.comment else _MISTYPED
            return any(_held(piece, place) >= enough for place in self.names)
        return any(_held(piece, place) for place in self.solid)

    def _names_models(self, piece: Evidence) -> bool:
        """Whether it names the models asked for, one of them where they are compared."""
        if any(each.variant and _held(piece, place) < _MISTYPED for place, each in enumerate(self.subjects)):
            return False
        named = sum(_held(piece, place) == 1 for place in self.models)
        return named == len(self.models) or (named > 0 and self.intent.comparison)

    def names_product(self, piece: Evidence) -> bool:
        """Whether it says a product's name itself, under whatever title it stands."""
        return any(each.product and piece.held.get(place) == 1 for place, each in enumerate(self.subjects))

    def share(self, places: Iterable[int], held: Callable[[int], float]) -> float:
        """How much is held of some ideas, between 0 and 1."""
        weights = {
            place: self.subjects[place].weight * (_LOOSE if self.subjects[place].loose else 1.0)
            for place in places
        }
        return sum(weight * held(place) for place, weight in weights.items()) / (sum(weights.values()) or 1.0)


def _is_name(place: int, subject: Subject, pieces: Sequence[Evidence]) -> bool:
    """Whether an idea is written with a capital wherever it stands, and names what a title is about."""
    if subject.product or subject.manner or subject.loose or subject.model:
        return False
    holding = [piece for piece in pieces if _held(piece, place) >= _MISTYPED]
    return all(place in piece.names for piece in holding) and any(
        piece.about.get(place, 0.0) >= _MISTYPED for piece in holding
    )


def _held(piece: Evidence, place: int) -> float:
    return max(piece.held.get(place, 0.0), piece.about.get(place, 0.0))


def _read(asked: _Asked, piece: Evidence, chance: float) -> Signals:
    """What one piece says by itself; the shares of what is held are 1 where nothing is asked."""
    intent = asked.intent
    foreign = bool(intent.language and piece.language) and not piece.language.startswith(intent.language)
    most = 1 / _KIN if foreign else 1.0

    def whole(place: int) -> float:
        return min(1.0, most * _held(piece, place))

    def beside(place: int) -> float:
        return min(1.0, most * piece.beside.get(place, 0.0))

    covered = asked.share(asked.said, whole) if asked.said else 1.0
    together = asked.share(asked.said, lambda place: min(whole(place), beside(place))) if asked.said else 1.0
    every = [place for place, each in enumerate(asked.subjects) if not (each.manner and each.loose)]
    found = {
        "start": 1.0,
        f"start {_wanted(intent)}": 1.0,
        "fit": piece.fit,
        "covered": covered,
        "beside": together,
        "own": asked.share(every, lambda place: piece.held.get(place, 0.0)),
        "title": asked.share(every, lambda place: piece.about.get(place, 0.0)),
        "manner": asked.share(asked.manner, whole),
        "manner beside": asked.share(asked.manner, beside),
        "sibling": float(piece.sibling),
        "elsewhere": float(piece.elsewhere),
        "foreign": float(foreign),
    }
    if asked.said:
        found |= _of_said(asked, piece, covered, together, whole, beside)
    found |= _of_names(asked, piece, chance)
    found |= _of_readers(asked, piece) if intent.opinion or piece.comment else {}
    found |= _of_value(asked, piece, together) if intent.kinds else {}
    found |= _of_years(intent, piece) if intent.years else {}
    return found


def _wanted(intent: Intent) -> str:
    if intent.opinion:
        return "opinion"
    if PERSON in intent.kinds:
        return "person"
    return "plain" if intent.plain else "value" if intent.kinds else "anything"


def _of_said(
    asked: _Asked,
    piece: Evidence,
    covered: float,
    together: float,
    whole: Callable[[int], float],
    beside: Callable[[int], float],
) -> Signals:
    solid = asked.solid
    held = [whole(place) for place in solid]
    kind = "product" if piece.product is not None else "name" if asked.names else "words"
    return {
        f"covered {kind}": covered,
        f"covered {kind} opinion": covered * asked.intent.opinion,
        "covered with value": covered * (piece.value > 0),
        "beside opinion": together * asked.intent.opinion,
        "all": float(covered == 1),
        "none": float(bool(held) and max(held) < _SLIGHT),
        f"none {kind}": float(bool(held) and max(held) < _SLIGHT),
        "none beside": float(bool(held) and not any(map(beside, solid))),
        "missing": min(_MANY, sum(each < _SLIGHT for each in held)),
        "met": min(_MANY, sum(held)),
        "unheard": sum(
            whole(place) < _SLIGHT and asked.subjects[place].weight >= _UNHEARD for place in solid
        ),
        "missing behind product": sum(asked.subjects[place].behind and whole(place) < 1 for place in solid),
    }


def _of_names(asked: _Asked, piece: Evidence, chance: float) -> Signals:
    bare = float(not asked.solid)
    if piece.product is not None:
        return {"product": piece.product, "product title": float(piece.product == 1), "bare product": bare}
    topics = [*asked.names, *asked.said]
    rarity = sum(asked.subjects[place].rarity * _held(piece, place) for place in topics) - chance
    found = {"no product": 1.0, "rare": max(-1.0, min(1.0, rarity / _RARE))}
    if asked.names:
        found |= {
            "name": asked.share(asked.names, lambda place: float(_held(piece, place) >= _MISTYPED)),
            "name title": asked.share(
                asked.names, lambda place: float(piece.about.get(place, 0.0) >= _MISTYPED)
            ),
            "bare name": bare,
        }
    return found


def _of_readers(asked: _Asked, piece: Evidence) -> Signals:
    if not asked.intent.opinion:
        owner = asked.intent.experience and not asked.intent.kinds
        return {"comment for a fact": 1.0, "comment of an owner": float(owner)}
    if not piece.comment:
        return {}
    return {
        "comment": 1.0,
        "comment own": asked.share(asked.said, lambda place: piece.held.get(place, 0.0)),
        "comment asks": float(piece.text.rstrip().endswith("?")),
        "comment replies": float(piece.text.startswith("@") and not asked.names_product(piece)),
        "comment in first person": float(language.FIRST_PERSON.search(piece.text) is not None),
    }


def _of_value(asked: _Asked, piece: Evidence, together: float) -> Signals:
    wanted = _wanted(asked.intent)
    return {
        f"value {wanted}": float(piece.value > 0),
        "uncounted": float(0 < piece.value < _COUNTED),
        "value": piece.value,
        "value in title": float(piece.headline),
        "value beside": together * (piece.value > 0),
    }


def _of_years(intent: Intent, piece: Evidence) -> Signals:
    found = {
        "of the year": float(_is_then(intent, piece)),
        "says the year": float(any(str(year) in piece.text for year in intent.years)),
    }
    if intent.months and piece.published is not None:
        found["of the month"] = float(_is_then(intent, piece) and piece.published.month in intent.months)
    return found


def _is_then(intent: Intent, piece: Evidence) -> bool:
    return piece.published is not None and piece.published.year in intent.years


def _is_of_year(intent: Intent, piece: Evidence) -> bool:
    return _is_then(intent, piece) or any(str(year) in piece.text for year in intent.years)


def _when(intent: Intent) -> str:
    """What time says about an answer depends on what is asked."""
    if intent.now:
        return "now"
    if intent.launch:
        return "at launch"
    if intent.years:
        return "in a year"
    if intent.price:
        return "price"
    if DATE in intent.kinds:
        return "release" if intent.release else "date"
    return "opinion" if intent.opinion else "otherwise"


def _ages(pieces: Sequence[Evidence], read: Mapping[int, Signals], less: float) -> dict[int, Signals]:
    """How new the pieces are among those that answer about as well: in time, in turn, and the newest."""
    covered = max((each["covered"] for each in read.values()), default=0.0)
    named = max((pieces[place].product or 0.0 for place in read), default=0.0)
    told = max((pieces[place].value for place in read), default=0.0)
    moments = {
        place: moment
        for place, each in read.items()
        if (moment := pieces[place].published) is not None
        and each["covered"] >= covered - less
        and (pieces[place].product or 0.0) >= min(named, _NAMED)
        and pieces[place].value >= min(told, _TOLD)
    }
    articles = {moment for place, moment in moments.items() if not pieces[place].comment}
    dates = sorted(articles or set(moments.values()))
    if len(dates) < 2:
        return {}
    return {place: _age(moment, dates) for place, moment in moments.items()}


def _age(moment: datetime, dates: Sequence[datetime]) -> Signals:
    new = max(0.0, min(1.0, (moment - dates[0]) / (dates[-1] - dates[0])))
    turn = sum(date < moment for date in dates) / (len(dates) - 1)
    return {"new": new, "late": min(1.0, turn), "newest": float(new == 1)}
