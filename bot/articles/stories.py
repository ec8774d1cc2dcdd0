"""Whether two articles, in French or English, tell the same news; pure.

First everything that speaks against it (story_conflicts): another model, price, day, place, event or kind of
article. Nothing outweighs one of those. Then what both tell must be enough.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

from bot.articles.story_conflicts import conflicts, is_specific, numbers, shared, strange_events
from bot.articles.story_facts import Figure
from bot.articles.story_kinds import NEWS
from bot.articles.story_profile import Profile, profile, tells_of
from bot.articles.story_words import is_telling

__all__ = ["Profile", "Verdict", "compare", "profile"]

_COPY = 0.9
_SHORTEST_COPY = 25
_TITLE_WEIGHT = 2.0
_SMALLEST = 5

# Fitted on tests/data/story_pairs.json, rounded; the start is set for few wrong merges.
_START = -4.4
_WEIGHTS = {
    "named_both": 1.3, "named_one": 1.6, "words": 4.1, "title": 1.6, "events": 0.2, "figures": 0.5,
    "sums": 0.2, "days": 0.2, "weekday": 0.6, "models": 0.5, "update": 0.8, "thin": -1.4, "foreign": 0.6,
    "strange_names": -1.2, "strange_events": -2.2, "strange_figure": -0.5, "strange_counts": -0.2,
}  # fmt: skip
_ENOUGH = 0.5


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether two articles tell the same news.

    `score` is from 0 to 1 and leaves out what is against; `evidence` are the shared facts, such as
    "model:q10", "price:149 eur", "name:fibralia", "event:recall"; `against` what forbids the merge.
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
    score = 1 / (1 + math.exp(-_weigh(a, b)))
    return Verdict(not against and score >= _ENOUGH, score, tuple(_evidence(a, b)), against)


def _is_copy(a: Profile, b: Profile) -> bool:
    """The same text once more, perhaps under another headline: no fact may differ."""
    if min(a.length, b.length) < _SHORTEST_COPY:
        return False
    met = len(a.tokens & b.tokens) / max(len(a.tokens), len(b.tokens))
    facts = a.whole.sums == b.whole.sums and set(a.whole.models) == set(b.whole.models)
    return met >= _COPY and facts and a.whole.days == b.whole.days and a.whole.figures == b.whole.figures


def _weigh(a: Profile, b: Profile) -> float:
    return _START + sum(_WEIGHTS[name] * value for name, value in signals(a, b).items())


def signals(a: Profile, b: Profile) -> dict[str, float]:
    """What is counted for and against one news."""
    named_a, named_b = _subjects(a), _subjects(b)
    met_a, met_b = _met(named_a, b), _met(named_b, a)
    part_a, part_b = len(met_a) / max(1, len(named_a)), len(met_b) / max(1, len(named_b))
    words_a, words_b = _words_met(a, b), _words_met(b, a)
    figures = max(_figures_met(a, b), _figures_met(b, a))
    sums = max(len(shared(a.head.sums, b.whole.sums)), len(shared(b.head.sums, a.whole.sums)))
    days_a, days_b = ({day for day in x.head.days if day.startswith("day")} for x in (a, b))
    week_a, week_b = ({day for day in x.head.days if day.startswith("week")} for x in (a, b))
    counts_a, counts_b = ([y for y in x.head.figures if y[0] == "n" and y[1] >= 100] for x in (a, b))
    strange_a, strange_b = strange_events(a, b), strange_events(b, a)
    return {
        "named_both": min(part_a, part_b),
        "named_one": max(part_a, part_b),
        "words": max(words_a, words_b),
        "title": min(_title_met(a, b), _title_met(b, a)),
        "events": min(2, len(a.title.events & b.title.events)),
        "figures": min(3, figures),
        "sums": min(2, sums),
        "days": min(2, len(days_a & days_b)),
        "weekday": bool(week_a & week_b),
        "models": _about(a, b) and _about(b, a),
        "strange_names": min(2, len(a.title.names - met_a), len(b.title.names - met_b)),
        "strange_events": bool(strange_a) + bool(strange_b),
        "strange_figure": bool(_strange_numbers(a, b)) + bool(_strange_numbers(b, a)),
        "strange_counts": bool(counts_a and counts_b and not shared(counts_a, counts_b)),
        "foreign": a.language != b.language,
        "thin": not (
            figures
            or sums
            or a.title.events & b.whole.events
            or b.title.events & a.whole.events
            or min(len(met_a), len(met_b)) > 2
        ),
        "update": a.update or b.update,
    }


def _figures_met(a: Profile, b: Profile) -> int:
    met = shared(a.whole.figures, numbers(b.whole))
    return sum(is_specific(figure) or figure[1] >= _SMALLEST for figure in met)


def _strange_numbers(a: Profile, b: Profile) -> list[Figure]:
    return [x for x in numbers(a.title) if is_specific(x) and not shared([x], numbers(b.whole))]


def _title_met(a: Profile, b: Profile) -> float:
    return len(a.title.keys & b.whole.keys) / max(1, len(a.title.keys))


def _subjects(article: Profile) -> frozenset[str]:
    return article.head.names | {f"@{place}" for place in article.head.places}


def _met(names: frozenset[str], other: Profile) -> frozenset[str]:
    return frozenset(
        name
        for name in names
        if (name[1:] in other.whole.places if name[0] == "@" else tells_of(other, name))
    )


def _words_met(a: Profile, b: Profile) -> float:
    """How much of what a's head says is anywhere in b, from 0 to 1; its title counts double."""
    weight = _TITLE_WEIGHT - 1
    total = len(a.head.keys) + weight * len(a.title.keys)
    met = len(a.head.keys & b.whole.keys) + weight * len(a.title.keys & b.whole.keys)
    return met / total if total else 0.0


def _about(a: Profile, b: Profile) -> bool:
    """Whether b speaks of the model that a is about."""
    return not frozenset(a.title.models or a.head.models[:1]).isdisjoint(b.whole.models)


def _evidence(a: Profile, b: Profile) -> Iterator[str]:
    yield from (f"model:{model}" for model in sorted({*a.head.models} & {*b.head.models}))
    for unit, value in sorted({*shared(a.head.sums, b.whole.sums)}):
        yield f"price:{value:g} {unit}"
    for unit, value in sorted(x for x in shared(a.whole.figures, b.whole.figures) if is_specific(x)):
        yield f"figure:{value:g} {unit}"
    yield from sorted(a.head.days & b.head.days)
    yield from (f"name:{name}" for name in sorted(a.head.names & b.whole.names))
    yield from (f"place:{place}" for place in sorted(a.head.places & b.head.places))
    met = a.title.events & b.whole.events | b.title.events & a.whole.events
    yield from (f"event:{event}" for event in sorted(met) if is_telling(event) or a.kind == NEWS)
