"""Fits the weights in bot/articles/stories.py; `python -m tests.fit_stories` prints them and how they do.

A logistic regression by gradient descent over the pairs of tests/data/story_pairs.json that nothing forbids.
Every weight is drawn to what was expected of it before (PRIOR), and none may change its sign: so few pairs
would otherwise teach their author's habits. Pairs of the origin "second" are judged, not learnt from: what
makes their same news the same is mostly what readers know besides ("Kyoto's new handheld"). "fourth" too
is only judged; each of the others is also judged by what the rest of them teach, and so ENOUGH is chosen.
"""

from __future__ import annotations

import json
import math
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from bot.articles import stories
from bot.articles.story_conflicts import conflicts
from bot.articles.story_signals import signals

LEARNT = ("first", "third", "fifth", "sixth")
PRIOR = {
    "numbers": 0.5, "days": 1.0, "weekday": 0.7, "models": 0.5, "event": 0.5, "words": 1.5, "title": 0.7,
    "update": 1.0, "correction": 3.0, "names": 0.4, "title_names": 0.6, "foreign": 0.0, "short": 0.0,
    "both": 0.7, "strange_days": -1.0, "strange_counts": -1.0, "later": -1.5, "former": -2.0,
    "strange_events": -1.5, "opposed": -1.5, "swapped": -2.0, "wording": -1.5, "strange_units": -0.6,
    "strange_names": -0.7, "no_name": -1.5, "strange_firm": -1.2, "title_numbers": -1.6,
}  # fmt: skip
# Two languages or little text are no reason to merge, though in these pairs they look like one.
MOST = {"foreign": 0.3, "short": 0.6}
LEAST = {"later": -3.0}
_PULL, _STEPS, _ORIGIN_WEIGHT = 8.0, 400, 300.0

Row = tuple[list[float], bool, float]
Model = tuple[float, dict[str, float]]


def read_pairs() -> list[dict[str, Any]]:
    text = (Path(__file__).parent / "data" / "story_pairs.json").read_text("utf-8")
    pairs: list[dict[str, Any]] = json.loads(text)
    for pair in pairs:
        a, b = (stories.profile(pair[side]["title"], pair[side]["text"]) for side in "ab")
        pair["signals"], pair["forbidden"] = signals(a, b), bool(conflicts(a, b))
    return pairs


def fit(pairs: Sequence[dict[str, Any]]) -> Model:
    """The start and the weights for the pairs, each origin counting alike."""
    counts = Counter(pair["origin"] for pair in pairs)
    rows: list[Row] = [
        (
            [float(pair["signals"][name]) for name in PRIOR],
            pair["same"],
            _ORIGIN_WEIGHT / counts[pair["origin"]],
        )
        for pair in pairs
        if not pair["forbidden"]
    ]
    spread = [_spread([row[0][i] for row in rows]) for i in range(len(PRIOR))]
    start, weights = -2.0, list(PRIOR.values())
    slopes = [1e-9] * (len(weights) + 1)
    for _ in range(_STEPS):
        errors = [_error(row, start, weights) for row in rows]
        downhill = [
            sum(errors),
            *(sum(e * row[0][i] for e, row in zip(errors, rows, strict=True)) for i in range(len(weights))),
        ]
        for i, expected in enumerate(PRIOR.values()):
            downhill[i + 1] += _PULL * spread[i] ** 2 * (weights[i] - expected)
        slopes = [slope + slope_now**2 for slope, slope_now in zip(slopes, downhill, strict=True)]
        start -= 0.5 * downhill[0] / math.sqrt(slopes[0])
        for i, name in enumerate(PRIOR):
            weights[i] = _bounded(name, weights[i] - 0.5 * downhill[i + 1] / math.sqrt(slopes[i + 1]))
    return start, dict(zip(PRIOR, weights, strict=True))


def _error(row: Row, start: float, weights: Sequence[float]) -> float:
    values, same, weight = row
    z = start + sum(w * value for w, value in zip(weights, values, strict=True))
    return weight * (1 / (1 + math.exp(-z)) - same)


def _bounded(name: str, weight: float) -> float:
    if PRIOR[name] < 0:
        return max(min(weight, 0.0), LEAST.get(name, -math.inf))
    return min(max(weight, 0.0), MOST.get(name, math.inf))


def _spread(values: Sequence[float]) -> float:
    mean = sum(values) / len(values)
    return math.sqrt(sum((value - mean) ** 2 for value in values) / len(values)) or 1.0


def score(model: Model, pair: dict[str, Any]) -> float:
    start, weights = model
    if pair["forbidden"]:
        return 0.0
    return 1 / (1 + math.exp(-start - sum(weights[name] * value for name, value in pair["signals"].items())))


def tell(label: str, model: Model, pairs: Sequence[dict[str, Any]]) -> None:
    for enough in (0.7, 0.72, 0.75, 0.78, 0.8):
        merged = [pair["same"] for pair in pairs if score(model, pair) >= enough]
        precision = sum(merged) / max(1, len(merged))
        recall = sum(merged) / sum(pair["same"] for pair in pairs)
        sys.stdout.write(f"{label} from {enough:.2f}: precision {precision:.3f}, recall {recall:.3f}\n")


def main() -> None:
    pairs = read_pairs()
    of = {
        origin: [pair for pair in pairs if pair["origin"] == origin]
        for origin in (*LEARNT, "second", "fourth")
    }
    for left in LEARNT:
        learnt = [pair for origin in LEARNT if origin != left for pair in of[origin]]
        tell(f"{left}, learnt from the others", fit(learnt), of[left])
    model = fit([pair for origin in LEARNT for pair in of[origin]])
    for origin, found in of.items():
        tell(f"{origin}, learnt from all", model, found)
    weights = {name: round(weight, 2) for name, weight in model[1].items()}
    sys.stdout.write(f"START = {model[0]:.2f}\nWEIGHTS = {weights}\n")


if __name__ == "__main__":
    main()
