"""Whether two articles, in French or English, tell the same news; pure.

First what forbids it (story_conflicts): another model, price, day, place or kind of article; nothing
outweighs one of those. Then all that is shared and strange (story_signals) is weighed.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

from rapidfuzz.distance import LCSseq

from bot.articles.story_conflicts import conflicts, shared
from bot.articles.story_kinds import NEWS
from bot.articles.story_profile import Profile, profile
from bot.articles.story_signals import signals
from bot.articles.story_words import is_telling

__all__ = ["Profile", "Verdict", "compare", "profile"]

_COPY = 0.97
_SHORTEST_COPY = 25

# Fitted by tests/fit_stories.py, which tells how and how well.
START = -1.52
WEIGHTS = {
    "numbers": 0.58, "days": 1.39, "weekday": 0.96, "models": 0.36, "names": 0.34, "event": 0.91,
    "words": 2.5, "update": 0.82, "correction": 0.35, "foreign": 0.4, "short": 0.4, "slant": -2.5,
    "later": -3.49, "former": -2.18, "strange_events": -2.47, "strange_names": -1.39, "strange_days": -2.34,
    "strange_weekdays": -2.02, "title_numbers": -2.74, "swapped": -2.07, "wording": -1.98,
}  # fmt: skip
ENOUGH = 0.7


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether two articles tell the same news.

    `score` is from 0 to 1, 0 where something forbids the merge: that is in `against`. Where they do,
    `evidence` are the shared facts, such as "model:q10", "price:149 eur", "name:fibralia", "event:recall".
    """

    same: bool
    score: float
    evidence: tuple[str, ...]
    against: tuple[str, ...]


def compare(a: Profile, b: Profile) -> Verdict:
    """Judge two articles; the order does not matter."""
    if a == b and a.length:
        return Verdict(True, 1.0, ("copy",), ())
    against = conflicts(a, b)
    if _is_copy(a, b) and all(reason.startswith("kind:") for reason in against):
        return Verdict(True, 1.0, ("copy",), ())
    if against:
        return Verdict(False, 0.0, (), against)
    weight = START + sum(WEIGHTS[name] * value for name, value in signals(a, b).items())
    score = 1 / (1 + math.exp(-weight))
    same = score >= ENOUGH
    return Verdict(same, score, tuple(_evidence(a, b)) if same else (), ())


def _is_copy(a: Profile, b: Profile) -> bool:
    """The same text once more, perhaps under another headline: no fact may differ."""
    if min(a.length, b.length) < _SHORTEST_COPY or a.whole != b.whole:
        return False
    return LCSseq.normalized_similarity(a.text_words, b.text_words) >= _COPY


def _evidence(a: Profile, b: Profile) -> Iterator[str]:
    yield from (f"model:{model}" for model in sorted({*a.head.models} & {*b.head.models}))
    for unit, value in sorted({*shared(a.head.sums, b.whole.sums)}):
        yield f"price:{value:g} {unit}"
    for unit, value in sorted({*shared(a.whole.figures, b.whole.figures)}):
        if unit != "n" or value >= 10:
            yield f"figure:{value:g} {unit}"
    yield from sorted(a.head.days & b.head.days)
    sure = {name for name, is_sure in a.names.items() if is_sure}
    yield from (f"name:{name}" for name in sorted(sure & b.names.keys()))
    yield from (f"place:{place}" for place in sorted(a.head.places & b.head.places))
    met = a.title.events & b.whole.events | b.title.events & a.whole.events
    yield from (f"event:{event}" for event in sorted(met) if is_telling(event) or a.kind == NEWS)
