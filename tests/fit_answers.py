"""Fits the weights in bot/answers/weights.py; `python -m tests.fit_answers` prints them and how they do.

A conditional logit: of a question's pieces and of silence, which is worth 0, the right one shall be
likeliest. Each set of questions (of one author) counts alike, and is judged by what the other sets teach:
so ENOUGH is chosen, for as few wrong silences as the share of rightly refused questions allows. Every
weight is drawn to nothing, since few questions would otherwise teach their authors' habits.

The lists of words and the signals were made with all these questions in sight: unseen ones fare worse. Left
out in turn, the four youngest together (hardware, services, phones, daily) have the right article first
for .95 (.93 mistyped), .79 (.80) refused of what nothing is known about, .91 (.84) of what is refused rightly
so, a wrong one on top for .03; all nine .95 (.94), .84 (.85), .95 (.89) and .02.

Words that answer for one another come in two strengths. A lexicon of a thousand groups, written with no set
in sight, made as many wrong answers as it spared silences where it counted as much as the older groups; as a
weaker kind, which alone makes no word count as met, it helped, and it stays out of the ranking.
"""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bot.answers.choice import arranged
from bot.answers.service import Weighed
from bot.answers.signals import signals
from tests.adapters_answers import OpenAnswers, open_answers
from tests.score_answers import Marked, judge, shares

SETS = (
    "questions",
    *(
        f"questions_{subject}"
        for subject in ("devices", "news", "home", "reviews", "hardware", "services", "phones", "daily")
    ),
)
ENOUGH = (0.0, -0.3, -0.6, -0.9, -1.2)
_PULL, _STEPS, _STRIDE = 40.0, 400, 0.05
_SET_WEIGHT, _REFUSED_WEIGHT = 300.0, 1.5
# So much less than the right one shall a sibling's or an outdated article be worth.
_MARGIN = 1.5
# The right article without the decisive words.
_HALF_RIGHT = 0.3

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as it was asked, the signals of its pieces and how right each of them is."""

    question: Mapping[str, Any]
    words: str
    typo: bool
    weighed: Weighed
    passages: Sequence[Mapping[str, Any]]
    signals: Mapping[int, Mapping[str, float]]
    right: Mapping[int, float]
    wrong: Set[int]


async def read_set(name: str) -> list[Asked]:
    held = json.loads((Path(__file__).parent / "data" / f"{name}.json").read_text("utf-8"))
    now = datetime.fromisoformat(held["now"])
    opened = await open_answers(held["articles"], now)
    try:
        return [
            await _read(opened, question, words, now)
            for question in held["questions"]
            for words in (question["question"], question.get("typo"))
            if words
        ]
    finally:
        await opened.close()


async def _read(opened: OpenAnswers, question: Mapping[str, Any], words: str, now: datetime) -> Asked:
    weighed = await opened.answers.weigh(words, now)
    found = signals(
        weighed.intent, weighed.subjects, [piece.evidence for piece in weighed.pieces], weighed.passages
    )
    passages = [opened.passage(piece.source.ref, piece.text) for piece in weighed.pieces]
    right = {place: _right(question, passages[place]) for place in found}
    wrong = {place for place in found if passages[place]["article"] in question.get("wrong", ())}
    return Asked(question, words, words != question["question"], weighed, passages, found, right, wrong)


def _right(question: Mapping[str, Any], passage: Mapping[str, Any]) -> float:
    if question.get("refuse"):
        return 0.0
    marks = judge(question, {"refused": False, "passages": [passage]})
    if not marks["article"] or not marks.get("opinion", True):
        return 0.0
    told = any(
        judge({**question, "facts": [fact]}, {"refused": False, "passages": [passage]})["fact"]
        for fact in question.get("facts") or [""]
    )
    return 1.0 if told else _HALF_RIGHT


def fit(sets: Iterable[Sequence[Asked]], names: Sequence[str]) -> dict[str, float]:
    """The weights of the signals for questions, each set counting alike."""
    rows, right, margin, owner, weights = [], [], [], [], []
    for questions in sets:
        for asked in questions:
            refused = bool(asked.question.get("refuse"))
            if not refused and not any(asked.right.values()):
                continue
            for place, each in asked.signals.items():
                rows.append([each.get(name, 0.0) for name in names])
                right.append(asked.right[place])
                margin.append(_MARGIN * (place in asked.wrong))
                owner.append(len(weights))
            weights.append(_SET_WEIGHT / len(questions) * (_REFUSED_WEIGHT if refused else 1.0))
    found = _descend(*map(np.array, (rows, right, margin, owner, weights)))
    return dict(zip(names, map(float, found), strict=True))


def _descend(
    rows: Floats, right: Floats, margin: Floats, owner: NDArray[np.int64], weights: Floats
) -> Floats:
    """Gradient descent with a stride per weight (Adam)."""
    share = weights[owner] / weights.sum()
    pull = _PULL * rows.std(0) ** 2 / weights.sum()
    answered = np.bincount(owner, right, len(weights)) > 0
    model = np.zeros(rows.shape[1])
    slope, square = np.zeros_like(model), np.zeros_like(model)
    for step in range(1, _STEPS + 1):
        worth = np.exp(np.minimum(rows @ model + margin, 50.0))
        likely = worth / (1.0 + np.bincount(owner, worth, len(weights)))[owner]
        good = np.bincount(owner, worth * right, len(weights))
        wanted = np.where(answered[owner], worth * right / np.maximum(good, 1e-12)[owner], 0.0)
        downhill = ((likely - wanted) * share) @ rows + pull * model
        slope = 0.9 * slope + 0.1 * downhill
        square = 0.999 * square + 0.001 * downhill**2
        model -= _STRIDE * (slope / (1 - 0.9**step)) / (np.sqrt(square / (1 - 0.999**step)) + 1e-8)
    return model


def mark(asked: Asked, model: Mapping[str, float], enough: float) -> Marked:
    """What is right about the answer that a model gives."""
    weighed = asked.weighed
    worth = {
        place: sum(model.get(name, 0.0) * value for name, value in each.items())
        for place, each in asked.signals.items()
    }
    evidence = [piece.evidence for piece in weighed.pieces]
    order = arranged(weighed.intent, weighed.subjects, evidence, worth, enough)
    answer = {"refused": not order, "passages": [asked.passages[place] for place in order]}
    return Marked(asked.words, asked.question["kind"], asked.typo, "", judge(asked.question, answer))


def tell(label: str, marked: Iterable[Marked]) -> None:
    held = " ".join(f"{name} {share:.3f}" for name, share in sorted(shares(marked).items()))
    sys.stdout.write(f"{label:50} {held}\n")


async def main() -> None:
    sets = {name: await read_set(name) for name in SETS}
    names = sorted(
        {name for each in sets.values() for asked in each for of in asked.signals.values() for name in of}
    )
    for left, questions in sets.items():
        model = fit((each for name, each in sets.items() if name != left), names)
        for enough in ENOUGH:
            marked = [mark(asked, model, enough) for asked in questions]
            tell(f"{left}, learnt from the others, above {enough}", marked)
    model = fit(sets.values(), names)
    weights = {name: round(weight, 2) for name, weight in model.items() if abs(weight) >= 0.05}
    sys.stdout.write("WEIGHTS = " + json.dumps(weights, indent=4) + "\n")


if __name__ == "__main__":
    asyncio.run(main())
