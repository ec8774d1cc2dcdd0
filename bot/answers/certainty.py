"""How sure it is that the best piece answers: by what it holds, and by what of the question it lacks.

What decides was learnt by tests/fit_answers.py (data/known_trees.json).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files

from bot.answers.rules import Evidence, Intent, Subject
from bot.answers.signals import Signals
from bot.trees import Trees

# An idea that is held less well than this is not held.
_HELD = 0.5
# Kin words hold one so well.
_SLIGHTLY, _KIN = 0.3, 0.7
_FIRST = 3
# How far ahead the best piece is where it is the only one.
_ALONE = 10.0


def certainty(found: Mapping[str, float]) -> float:
    """How likely the best piece answers, from 0 to 1, by its `traits`."""
    return _trees().likely(found)


@cache
def _trees() -> Trees:
    return Trees.read(files("bot.answers").joinpath("data", "known_trees.json").read_text("utf-8"))


def traits(
    intent: Intent,
    subjects: Sequence[Subject],
    pieces: Sequence[Evidence],
    signals: Mapping[int, Signals],
    worth: Mapping[int, float],
    order: Sequence[int],
) -> Signals:
    """What tells whether the first piece of an `order` answers: its signals, its lead, what was asked."""
    best, *others = (worth[place] for place in order)
    return {
        **signals[order[0]],
        **_of_question(intent, subjects),
        **_of_lacking(subjects, pieces, pieces[order[0]]),
        **_of_held(subjects, pieces[order[0]]),
        "worth": best,
        "lead": best - max(others, default=best - _ALONE),
        "first ones": sum([best, *others][:_FIRST]) / len(order[:_FIRST]),
        "shown": float(len(order)),
        "may answer": float(len(signals)),
        "pieces": float(len(pieces)),
    }


def _of_question(intent: Intent, subjects: Sequence[Subject]) -> Signals:
    return {
        "ideas": float(len(subjects)),
        "words": float(intent.words),
        "topics": float(sum(not (each.manner or each.product) for each in subjects)),
        "loose": float(sum(each.loose for each in subjects)),
        "manners": float(sum(each.manner for each in subjects)),
        "products": float(sum(each.product for each in subjects)),
        "models": float(sum(each.model for each in subjects)),
        "heaviest": max((each.weight for each in subjects), default=0.0),
        "rarest": max((each.rarity for each in subjects), default=0.0),
        "now": float(intent.now),
        "comparison": float(intent.comparison),
        "experience": float(intent.experience),
        "release": float(intent.release),
        "years": float(bool(intent.years)),
        "kinds": float(len(intent.kinds)),
        **{f"asks {kind.name}": 1.0 for kind in intent.kinds},
    }


def _of_lacking(subjects: Sequence[Subject], pieces: Sequence[Evidence], best: Evidence) -> Signals:
    """The ideas that the best piece does not hold, and of them those that no piece of its article holds, that
    no piece does, and that stand nowhere; products aside."""
    lacking = [place for place, each in enumerate(subjects) if not (each.product or _holds(best, place))]
    article = [piece for piece in pieces if piece.article == best.article]
    nowhere = {place for place in lacking if not any(_holds(piece, place) for piece in pieces)}
    not_there = {place for place in lacking if not any(_holds(piece, place) for piece in article)}
    topics = [place for place in lacking if not (subjects[place].manner or subjects[place].loose)]
    weights = [subjects[place].weight for place in topics]
    manners = [place for place in lacking if subjects[place].manner]
    unknown = [place for place in topics if not subjects[place].known]
    return {
        "lacking": float(len(topics)),
        "lacking unknown": float(len(unknown)),
        "lacking known": float(len(topics) - len(unknown)),
        "lacking behind": float(sum(subjects[place].behind for place in topics)),
        "heaviest lacking": max(weights, default=0.0),
        "weight lacking": sum(weights),
        "nowhere": float(len(nowhere.intersection(topics))),
        "not in its article": float(len(not_there.intersection(topics))),
        "manners lacking": float(len(manners)),
        "manners nowhere": float(len(nowhere.intersection(manners))),
        "manners not in its article": float(len(not_there.intersection(manners))),
    }


def _of_held(subjects: Sequence[Subject], best: Evidence) -> Signals:
    """The topics that the best piece holds as they were asked, by kin words, and beside one another."""
    topics = [place for place, each in enumerate(subjects) if not (each.product or each.manner or each.loose)]
    held = [max(best.held.get(place, 0.0), best.about.get(place, 0.0)) for place in topics]
    beside = [best.beside.get(place, 0.0) for place in topics]
    return {
        "held as asked": float(held.count(1.0)),
        "held by kin": float(sum(_SLIGHTLY < each < _KIN for each in held)),
        "beside as asked": float(beside.count(1.0)),
        "all beside": float(all(each >= _HELD for each in beside)),
    }


def _holds(piece: Evidence, place: int) -> bool:
    return max(piece.held.get(place, 0.0), piece.about.get(place, 0.0)) >= _HELD
