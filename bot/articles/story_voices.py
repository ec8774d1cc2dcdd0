"""How reviews, round-ups, later news, first reports and updates are told: by weighted words; pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import pairwise

from bot.articles.story_profile import Profile

VOICES = ("review", "roundup", "later", "first", "update")
_BEGINNING = 7
START = "^"
"""Stands in the table of weights for how an article sounds that has none of the words."""

Weights = Mapping[str, Mapping[str, float]]
"""By voice: what each of its cues weighs."""


def cues_of(article: Profile) -> Iterator[str]:
    """The words that the voices are known by: of the headline, of the text, and each two in a row."""
    title, text = ([word[:_BEGINNING] for word in side] for side in (article.title_words, article.text_words))
    yield from {f"T:{word}" for word in title}
    yield from {*text, *(f"{one} {two}" for side in (title, text) for one, two in pairwise(side))}
    if article.headline[-1:] in {"?", "!", '"', "»"}:
        yield f"end{article.headline[-1]}"


def heard(article: Profile, weights: Weights) -> dict[str, float]:
    """How much an article sounds like each of VOICES; above 0 where it rather does."""
    cues = [START, *sorted(cues_of(article))]
    return {voice: sum(weights[voice].get(cue, 0.0) for cue in cues) for voice in VOICES}


def voices(a: Profile, b: Profile, weights: Weights) -> dict[str, float]:
    """How much the one and the other article sound like each voice, and how far they are apart."""
    in_a, in_b = heard(a, weights), heard(b, weights)
    found = {}
    for voice in VOICES:
        found[f"{voice}_voice_least"] = min(in_a[voice], in_b[voice])
        found[f"{voice}_voice_most"] = max(in_a[voice], in_b[voice])
        found[f"{voice}_voice_apart"] = abs(in_a[voice] - in_b[voice])
    return found
