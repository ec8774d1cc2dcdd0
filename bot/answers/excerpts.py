"""The piece of a text that a reader is shown: whole sentences, at most so many characters."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.answers.kinds import Kind, holds
from bot.answers.passages import sentence_ends
from bot.answers.question import Meaning
from bot.answers.tokens import fold, fold_with_places, plus_signs, unit_terms, units

_MOST_SENTENCES = 400
_VALUE_RARITY = 3.0
_LEAD = 0.5


@dataclass(frozen=True, slots=True)
class Excerpt:
    """A piece of a text, how well it fits (in sums of rarity), and how well it holds each idea."""

    first: int
    last: int
    score: float
    held: Mapping[int, float]


def excerpts(
    text: str,
    meaning: Meaning,
    rarities: Sequence[float],
    length: int,
    kinds: Sequence[Kind] = (),
    lead: int = 0,
) -> list[Excerpt]:
    """The pieces of a text that hold an idea, best first, none over another; of no ideas, its opening.

    Where `kinds` of value are wanted, a sentence that holds one counts as an idea more. The first `lead`
    characters, a title, say less of a piece than its own words.
    """
    sentences = _sentences(text, length)
    held = _held(text, sentences, meaning)
    for (first, _), ideas in zip(sentences, held, strict=True):
        if first < lead:
            ideas |= {place: _LEAD * weight for place, weight in ideas.items()}
    if kinds:
        for (first, last), ideas in zip(sentences, held, strict=True):
            if holds(text[first:last], kinds):
                ideas[len(rarities)] = 1.0
        rarities = (*rarities, _VALUE_RARITY)
    found: list[Excerpt] = []
    for start, (first, _) in enumerate(sentences):
        if meaning and not held[start]:
            continue
        end = start
        while end + 1 < len(sentences) and sentences[end + 1][1] - first <= length:
            end += 1
        found.append(_excerpt(sentences, held, rarities, start, end))
    found.sort(key=lambda each: (-each.score, each.first))
    chosen: list[Excerpt] = []
    for each in found:
        if all(each.last <= other.first or each.first >= other.last for other in chosen):
            chosen.append(each)
    return chosen


def _sentences(text: str, length: int) -> list[tuple[int, int]]:
    """Sentences as (first, last) characters without the space around; one that is too long is cut."""
    found: list[tuple[int, int]] = []
    start = 0
    for end in sentence_ends(text):
        while end - start > length:
            cut = text.rfind(" ", start + length // 2, start + length)
            cut = cut if cut > start else start + length
            found.append((start, cut))
            start = cut
        found.append((start, end))
        start = end
        if len(found) >= _MOST_SENTENCES:
            break
    trimmed = [
        (first + len(text[first:last]) - len(text[first:last].lstrip()), last) for first, last in found
    ]
    return [
        (first, first + len(text[first:last].rstrip())) for first, last in trimmed if text[first:last].strip()
    ]


def _held(text: str, sentences: Sequence[tuple[int, int]], meaning: Meaning) -> list[dict[int, float]]:
    """How well each sentence holds each idea."""
    plussed = plus_signs(text)
    folded, places = fold_with_places(plussed)
    telling = [raw for raw in {*units(folded)} if not meaning.keys().isdisjoint(unit_terms(raw))]
    if isinstance(places, range):
        parts = [folded[first:last] for first, last in sentences]
    else:
        parts = [fold(plussed[first:last]) for first, last in sentences]
    # Most sentences hold none of what was asked, and need not be taken apart.
    return [_ideas(part, meaning) if any(raw in part for raw in telling) else {} for part in parts]


def _ideas(folded: str, meaning: Meaning) -> dict[int, float]:
    held: dict[int, float] = {}
    for raw in units(folded):
        for term in unit_terms(raw):
            if term in meaning:
                for place, weight in meaning[term]:
                    held[place] = max(held.get(place, 0.0), weight)
    return held


def _excerpt(
    sentences: Sequence[tuple[int, int]],
    holds: Sequence[Mapping[int, float]],
    rarities: Sequence[float],
    start: int,
    end: int,
) -> Excerpt:
    best: dict[int, float] = {}
    extra = 0.0
    for held in holds[start : end + 1]:
        for place, weight in held.items():
            extra += 0.1 * rarities[place] * weight
            best[place] = max(best.get(place, 0.0), weight)
        extra += (
            0.2 * sum(rarities[place] * weight for place, weight in held.items()) if len(held) > 1 else 0.0
        )
    score = sum(rarities[place] * weight for place, weight in best.items()) + min(extra, sum(rarities))
    return Excerpt(sentences[start][0], sentences[end][1], score, best)
