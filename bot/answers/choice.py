"""What answers a question and what is refused: the best piece by weights that were learnt, if it is sure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot.answers.certainty import certainty, traits
from bot.answers.rules import Evidence, Intent, Subject
from bot.answers.signals import Signals, signals
from bot.answers.weights import weights

# What is worth so much less than the best is not shown beside it.
_MUCH_WORSE = 5.0
_FEW = 2
# So well a piece names a product that is written otherwise: S III for S3.
_NAMED = 0.7
# How sure an answer must be: chosen by tests/fit_answers.py, which tells how and how well.
ENOUGH = 0.55
# Where one article alone is asked, others may still be: more is asked of it.
ENOUGH_OF_ONE = 0.8


def choose(
    intent: Intent,
    subjects: Sequence[Subject],
    pieces: Sequence[Evidence],
    passages: int,
    enough: float = ENOUGH,
) -> list[int]:
    """Which pieces answer, by their place, best first; none where it is not sure `enough` that they do.

    `passages` is how many the index holds. Who asks what readers think is told by readers, if any of them
    may answer.
    """
    found = signals(intent, subjects, pieces, passages)
    worth = worths(found, weights())
    order = arranged(intent, subjects, pieces, worth)
    if not order or is_wholly_held(intent, subjects, pieces, order):
        return order
    sure = certainty(traits(intent, subjects, pieces, found, worth, order))
    return order if sure >= enough else []


def worths(found: Mapping[int, Signals], by_signal: Mapping[str, float]) -> dict[int, float]:
    """What each piece is worth by its signals."""
    return {
        place: sum(by_signal.get(name, 0.0) * value for name, value in each.items())
        for place, each in found.items()
    }


def arranged(
    intent: Intent,
    subjects: Sequence[Subject],
    pieces: Sequence[Evidence],
    worth: Mapping[int, float],
) -> list[int]:
    """The pieces that may answer, by their worth, without those that are worth much less than the best."""
    if not worth or not _models_named(subjects, pieces):
        return []
    by_readers = [place for place in worth if intent.opinion and pieces[place].comment]
    chosen = sorted(by_readers or worth, key=lambda place: (-worth[place], place))
    return [place for place in chosen if worth[place] >= worth[chosen[0]] - _MUCH_WORSE]


def is_wholly_held(
    intent: Intent, subjects: Sequence[Subject], pieces: Sequence[Evidence], order: Sequence[int]
) -> bool:
    """Whether a piece holds all of a question that is hardly more than a word, or than a product's price."""
    asked = [place for place, subject in enumerate(subjects) if not subject.manner]
    shown = [pieces[place] for place in order]
    if all(subjects[place].product for place in asked):
        return intent.price and any(piece.product and piece.value for piece in shown)
    return (
        len(asked) == len(subjects)
        and len(asked) <= _FEW
        and any(
            piece.product is None
            and all(max(piece.held.get(place, 0.0), piece.about.get(place, 0.0)) == 1 for place in asked)
            for piece in shown
        )
    )


def _models_named(subjects: Sequence[Subject], pieces: Sequence[Evidence]) -> bool:
    """Whether each model that was asked for is named by one of the pieces at least."""
    named = any((piece.product or 0.0) >= _NAMED for piece in pieces)
    return all(
        any(max(piece.held.get(place, 0.0), piece.about.get(place, 0.0)) == 1 for piece in pieces)
        for place, subject in enumerate(subjects)
        if subject.model and not (subject.manner or (subject.product and named))
    )
