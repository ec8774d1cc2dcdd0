"""What was learnt from pairs of articles, and how it judges two more; pure, its data is read at first use.

tests/fit_stories.py learns it: how rare words are (data/story_common.txt), how kinds of articles sound
(data/story_voices.txt) and decision trees (data/story_trees.json). Each tree asks a few questions of what
two articles share and tell apart ("is less than a third of this headline told there?") and ends in a weight
for or against one news; the weights of all trees together are the score.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from importlib.resources import files

from bot.articles.story_conflicts import other_kind
from bot.articles.story_overlap import Rarity, overlap
from bot.articles.story_profile import Profile
from bot.articles.story_signals import signals
from bot.articles.story_voices import VOICES, Weights, voices
from bot.articles.story_words import lines_of
from bot.trees import Trees


def features(a: Profile, b: Profile, rarity: Rarity, weights: Weights) -> dict[str, float]:
    """All that the trees ask for; the order of the two articles does not matter."""
    told = {name: float(value) for name, value in signals(a, b).items()}
    return told | overlap(a, b, rarity) | voices(a, b, weights) | {"other_kind": other_kind(a, b)}


def score(a: Profile, b: Profile) -> float:
    """How likely two articles are one news, from 0 to 1."""
    return _trees().likely(features(a, b, _rarity(), _voices()))


@cache
def _trees() -> Trees:
    return Trees.read(files("bot.articles").joinpath("data", "story_trees.json").read_text("utf-8"))


@cache
def _rarity() -> Rarity:
    return read_rarity(lines_of("story_common.txt"))


@cache
def _voices() -> Weights:
    return read_voices(lines_of("story_voices.txt"))


def read_rarity(lines: Iterable[str]) -> Rarity:
    """Lines of a rarity and the traces that have it; the first line is the rarity of all others."""
    unmet, *rows = lines
    return Rarity(
        {trace: float(rarity) for rarity, *traces in map(str.split, rows) for trace in traces}, float(unmet)
    )


def read_voices(lines: Iterable[str]) -> Weights:
    """Lines of a cue and, after a tab each, what it weighs for every voice, empty for nothing."""
    found: dict[str, dict[str, float]] = {voice: {} for voice in VOICES}
    for line in lines:
        cue, *weights = line.split("\t")
        for voice, weight in zip(VOICES, weights, strict=True):
            if weight:
                found[voice][cue] = float(weight)
    return found
