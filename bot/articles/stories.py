"""Whether two articles, in French or English, tell the same news; pure.

First what forbids it (story_conflicts): another model, price, day or place; nothing outweighs one of those.
Then all that is shared and strange is weighed by what was learnt from pairs (story_model).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from rapidfuzz.distance import LCSseq

from bot.articles.story_conflicts import conflicts, other_kinds
from bot.articles.story_kinds import NEWS
from bot.articles.story_model import score
from bot.articles.story_profile import Profile, profile
from bot.articles.story_rounding import shared
from bot.articles.story_words import is_telling

__all__ = ["Profile", "Verdict", "compare", "profile"]

_COPY = 0.97
_SHORTEST_COPY = 25
_FEWEST_WORDS = 4

# Chosen by tests/fit_stories.py, which tells how and how well. Of few words, as in a teaser, little is sure.
ENOUGH, ENOUGH_OF_FEW, FEW_WORDS = 0.75, 0.9, 46


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether two articles tell the same news.

    `score` is from 0 to 1, 0 where something in `against` forbids the merge. Where they do,
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
    likely = score(a, b) if min(a.length, b.length) >= _FEWEST_WORDS else 0.0
    if likely < enough(a, b):
        return Verdict(False, likely, (), other_kinds(a, b))
    return Verdict(True, likely, tuple(_evidence(a, b)), ())


def enough(a: Profile, b: Profile) -> float:
    """From which score on two articles are one news."""
    return ENOUGH if min(a.length, b.length) >= FEW_WORDS else ENOUGH_OF_FEW


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
