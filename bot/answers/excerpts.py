"""The piece of a text that a reader is shown: whole sentences, at most so many characters."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from bot.answers.kinds import Kind, holds
from bot.answers.passages import sentence_ends
from bot.answers.question import Meaning
from bot.answers.tokens import units_with

_MOST_SENTENCES = 400
_VALUE_RARITY = 3.0
_LEAD = 0.5


@dataclass(frozen=True, slots=True)
class Excerpt:
    """A piece of a text, how well it fits (in sums of rarity), and how well it holds each idea.

    `words` are the (start, end) in the text of those that hold them.
    """

    first: int
    last: int
    score: float
    held: Mapping[int, float]
    words: Sequence[tuple[int, int]] = ()


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
    told = units_with(text[: sentences[-1][1]], meaning.keys()) if meaning and sentences else []
    held = _held(sentences, told, meaning)
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
            words = [(first, last) for first, last, _ in told if each.first <= first and last <= each.last]
            chosen.append(replace(each, words=words))
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


def _held(
    sentences: Sequence[tuple[int, int]], told: Iterable[tuple[int, int, Iterable[str]]], meaning: Meaning
) -> list[dict[int, float]]:
    """How well each sentence holds each idea, by the units that tell of them."""
    held: list[dict[int, float]] = [{} for _ in sentences]
    firsts = [first for first, _ in sentences]
    for start, _, terms in told:
        ideas = held[bisect_right(firsts, start) - 1]
        for term in terms:
            for place, weight in meaning.get(term, ()):
                ideas[place] = max(weight, ideas.get(place, 0.0))
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
    for held in filter(None, holds[start : end + 1]):
        together = 0.0
        for place, weight in held.items():
            together += rarities[place] * weight
            extra += 0.1 * rarities[place] * weight
            if weight > best.get(place, 0.0):
                best[place] = weight
        extra += 0.2 * together if len(held) > 1 else 0.0
    score = sum(rarities[place] * weight for place, weight in best.items()) + min(extra, sum(rarities))
    return Excerpt(sentences[start][0], sentences[end][1], score, best)
