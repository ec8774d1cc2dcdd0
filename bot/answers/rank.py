"""The order of passages found for a question: few signals, each a share of what was asked."""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz

from bot.answers.question import Asked, Meaning, shape
from storage.passage_records import FoundPassage, TextRef

# BM25, with the length weighing less than usual: a long passage of an article is not a worse one.
_SATURATION = 1.0
_LENGTH_SHARE = 0.5
_USUAL_LENGTH = 110
_IN_TITLE = 3.0
_IN_CONTEXT = 0.5

# What each signal is worth. Found on the development halves of the question sets, where all of it is flat:
# half or twice any of them moves the mean MRR by less than .005.
_PASSAGE = 0.8
_WHOLE_TEXT = 1.0
_COVERAGE = 0.9
_NEIGHBOURS = 1.2
_ASKED_IN_TITLE = 0.6
_TITLE_ASKED = 0.4
_TITLE_LIKENESS = 0.4
_FIRST_PASSAGE = 0.2
_MODEL_MISSING = 0.5
_OTHER_MODEL = 0.6

_NEAR = 2
_KIN = 0.5

_Place = tuple[int, int, float]
"""Where a term stands, the idea that it stands for, and how well."""


@dataclass(frozen=True, slots=True)
class Scored:
    """A passage and what it is worth; `held` says how well it holds each idea that it holds."""

    passage: FoundPassage
    score: float
    held: Mapping[int, float]


@dataclass(slots=True)
class _Read:
    """What a passage holds of the ideas: how often in its body, how well in title and context, and where.

    `worth` is its BM25.
    """

    passage: FoundPassage
    length: int
    often: dict[int, float]
    title: dict[int, float]
    context: dict[int, float]
    best: dict[int, float]
    neighbours: set[int]
    title_share: float
    other_models: int
    worth: float


def rank(asked: Asked, found: Sequence[FoundPassage]) -> list[Scored]:
    """The passages, best first."""
    meaning = asked.meaning(_KIN, 0.0)
    read = [_read(asked, meaning, passage) for passage in found]
    texts: dict[TextRef, list[_Read]] = defaultdict(list)
    for each in read:
        texts[each.passage.ref].append(each)
    exact = [place for place, idea in enumerate(asked.ideas) if idea.exact]
    scored = [
        Scored(each.passage, _score(asked, each, exact) + whole, each.best)
        for parts in texts.values()
        for whole in [_WHOLE_TEXT * _whole(asked, parts)]
        for each in parts
    ]
    return sorted(scored, key=lambda each: (-each.score, each.passage.id))


def by_article(scored: Sequence[Scored]) -> list[list[Scored]]:
    """Passages grouped by their article: best article first, its best passage first."""
    groups: dict[int, list[Scored]] = {}
    for each in scored:
        groups.setdefault(each.passage.ref.article_id, []).append(each)
    return list(groups.values())


def _read(asked: Asked, meaning: Meaning, passage: FoundPassage) -> _Read:
    title, body = passage.title.split(), passage.body.split()
    in_title, in_body = _places(title, meaning), _places(body, meaning)
    title_best = _best(in_title)
    context_best = _best(_places(passage.context.split(), meaning))
    often: dict[int, float] = {}
    best: dict[int, float] = {}
    for _, idea, weight in in_body:
        often[idea] = often.get(idea, 0.0) + weight
        if weight > best.get(idea, 0.0):
            best[idea] = weight
    for part, share in ((title_best, 1.0), (context_best, _IN_CONTEXT)):
        for idea, weight in part.items():
            if share * weight > best.get(idea, 0.0):
                best[idea] = share * weight
    length = len(title) + len(body)
    counts = _with_title(often, title_best, context_best)
    return _Read(
        passage=passage,
        length=length,
        often=often,
        title=title_best,
        context=context_best,
        best=best,
        neighbours=_neighbours(in_body) | _neighbours(in_title) if len(best) > 1 else set(),
        title_share=len({position for position, _, _ in in_title}) / len(title) if in_title else 0.0,
        other_models=_siblings(title, asked, meaning) if asked.shapes else 0,
        worth=_bm25(asked, counts, length),
    )


def _places(terms: Sequence[str], meaning: Meaning) -> list[_Place]:
    """Where terms stand that mean something, with each idea that they stand for."""
    held = itertools.compress(enumerate(terms), map(meaning.__contains__, terms))
    return [(position, idea, weight) for position, term in held for idea, weight in meaning[term]]


def _siblings(title: Sequence[str], asked: Asked, meaning: Meaning) -> int:
    """Models in a title that are shaped like one that was asked for, but are another.

    A bare number is one only behind a word that was asked for: Note 9, but not 549 euros.
    """
    return sum(
        term not in meaning
        and not term.isalpha()
        and shape(term) in asked.shapes
        and (
            not term[0].isdigit()
            or (place > 0 and title[place - 1] in meaning and title[place - 1].isalpha())
        )
        for place, term in enumerate(title)
    )


def _best(places: Iterable[_Place]) -> dict[int, float]:
    best: dict[int, float] = {}
    for _, idea, weight in places:
        if weight > best.get(idea, 0.0):
            best[idea] = weight
    return best


def _neighbours(places: Sequence[_Place]) -> set[int]:
    """Ideas whose next idea stands right after them."""
    return {
        first
        for (before, first, _), (after, second, _) in itertools.pairwise(places)
        if second == first + 1 and after - before <= _NEAR
    }


def _bm25(asked: Asked, often: Mapping[int, float], length: float) -> float:
    norm = _SATURATION * (1 - _LENGTH_SHARE + _LENGTH_SHARE * length / _USUAL_LENGTH)
    total = 0.0
    for idea, count in often.items():
        total += asked.shares[idea] * count * (_SATURATION + 1) / (count + norm)
    return total


def _with_title(
    often: Mapping[int, float], title: Mapping[int, float], context: Mapping[int, float]
) -> Mapping[int, float]:
    if not title and not context:
        return often
    counts = {**often}
    for part, times in ((title, _IN_TITLE), (context, _IN_CONTEXT)):
        for idea, weight in part.items():
            counts[idea] = counts.get(idea, 0.0) + times * weight
    return counts


def _whole(asked: Asked, parts: Sequence[_Read]) -> float:
    """BM25 over all that was found of a text."""
    if len(parts) == 1:
        return parts[0].worth
    often: dict[int, float] = defaultdict(float)
    for part in parts:
        for idea, count in part.often.items():
            often[idea] += count
    counts = _with_title(often, parts[0].title, parts[0].context)
    return _bm25(asked, counts, sum(part.length for part in parts))


def _score(asked: Asked, each: _Read, exact: Iterable[int]) -> float:
    coverage = near = in_title = 0.0
    for idea, weight in each.best.items():
        coverage += asked.shares[idea] * weight
    for idea in each.neighbours:
        near += min(asked.shares[idea], asked.shares[idea + 1])
    for idea, weight in each.title.items():
        in_title += asked.shares[idea] * weight
    missing = sum(each.best.get(place, 0.0) < 1 for place in exact)
    return (
        _PASSAGE * each.worth
        + _COVERAGE * coverage * coverage
        + _NEIGHBOURS * near
        + _ASKED_IN_TITLE * in_title
        + _TITLE_ASKED * each.title_share
        + _TITLE_LIKENESS * fuzz.token_sort_ratio(asked.terms, each.passage.title) / 100
        + _FIRST_PASSAGE * (each.passage.first == 0)
        - _MODEL_MISSING * missing
        - _OTHER_MODEL * each.other_models
    )
