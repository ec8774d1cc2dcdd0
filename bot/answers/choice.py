"""What answers a question and what is refused: one decision, by weights that were learnt."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot.answers.rules import Evidence, Intent, Subject
from bot.answers.signals import signals
from bot.answers.weights import ENOUGH, WEIGHTS

# What is worth so much less than the best is not shown beside it.
_MUCH_WORSE = 5.0
_FEW = 2


def choose(
    intent: Intent, subjects: Sequence[Subject], pieces: Sequence[Evidence], passages: int
) -> list[int]:
    """Which pieces answer, by their place, best first; none where too little is known.

    `passages` is how many the index holds. Who asks what readers think is told by readers, if any of them
    may answer.
    """
    found = signals(intent, subjects, pieces, passages)
    worth = {
        place: sum(WEIGHTS.get(name, 0.0) * value for name, value in each.items())
        for place, each in found.items()
    }
    return arranged(intent, subjects, pieces, worth, ENOUGH)


def arranged(
    intent: Intent,
    subjects: Sequence[Subject],
    pieces: Sequence[Evidence],
    worth: Mapping[int, float],
    enough: float,
) -> list[int]:
    """The pieces that may answer, by their worth; none where the best is not worth enough."""
    if not worth or not _models_named(subjects, pieces):
        return []
    if max(worth.values()) <= enough and not any(_all_held(subjects, pieces[place]) for place in worth):
        return []
    by_readers = [place for place in worth if intent.opinion and pieces[place].comment]
    chosen = sorted(by_readers or worth, key=lambda place: (-worth[place], place))
    return [place for place in chosen if worth[place] >= worth[chosen[0]] - _MUCH_WORSE]


def _all_held(subjects: Sequence[Subject], piece: Evidence) -> bool:
    """Whether a piece holds all of a question that is hardly more than a word."""
    asked = [place for place, subject in enumerate(subjects) if not subject.manner]
    return (
        piece.product is None
        and 0 < len(asked) <= _FEW
        and all(max(piece.held.get(place, 0.0), piece.about.get(place, 0.0)) == 1 for place in asked)
    )


def _models_named(subjects: Sequence[Subject], pieces: Sequence[Evidence]) -> bool:
    """Whether each model that was asked for is named by one of the pieces at least."""
    return all(
        any(max(piece.held.get(place, 0.0), piece.about.get(place, 0.0)) == 1 for piece in pieces)
        for place, subject in enumerate(subjects)
        if subject.model and not subject.manner
    )
