"""Learns how answers are chosen: `python -m tests.fit_answers` writes bot/answers/data, and tells how well.

First what each signal of a piece is worth (weights.json), by a conditional logit: of a question's pieces and
of silence, which is worth 0, the right one shall be likeliest. Then, from the traits of questions and of the
best pieces, small trees that tell whether the best piece answers (known_trees.json). Each set of questions,
of one author, counts alike. The trees are taught on answers chosen by what other sets taught, as new
questions' are.

The 27 sets that teach were read while words, rules and signals were made, so what of their questions is not
met stands nowhere; four more, 560 questions, were written when most was done, and nobody has read them: they
teach nothing and tell how questions of new hands fare. They only helped to choose ENOUGH, and among the last
variants. Of them .93 (mistyped .92) have the right article first, .97 (.96) the decisive words, .93 (.92) of
opinions are answered by readers, .83 (.85) is refused of what nothing is known about, of what is refused .89
(.85) rightly so, and .04 show a sibling's or an outdated article first. Before ten of the 27 sets taught, and
before what they and five others got wrong was read, it was .90 (.89), .95 (.94), .83 (.82), .77 (.76), .81
(.79), .05.

Words that answer for one another come in two strengths. A lexicon of a thousand groups, written with no set
in sight, made as many wrong answers as it spared silences where it counted as much as the older groups; as a
weaker kind, which alone makes no word count as met, it helped, and it stays out of the ranking.

With `--each` the sets that teach are judged too, each by what the others teach (some minutes more).
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

from bot.answers import choice
from bot.answers.certainty import traits
from bot.answers.choice import arranged, is_wholly_held, worths
from bot.answers.rules import Evidence
from bot.answers.service import Weighed
from bot.answers.signals import Signals, signals
from bot.trees import Trees
from tests.adapters_answers import OpenAnswers, open_answers
from tests.boosting import Growth
from tests.question_sets import READ, UNREAD, question_set
from tests.score_answers import Marked, judge, shares

DATA = Path(choice.__file__).parent / "data"
ENOUGH = (0.5, 0.55, 0.6)
_GROWTH = Growth(trees=400, stride=0.04, leaves=12, least_in_leaf=20, seen=0.6, asked=0.15)
_PARTS = 4
_LEAST = 0.05
_PULL, _STEPS, _STRIDE = 40.0, 400, 0.05
_SET_WEIGHT, _REFUSED_WEIGHT = 300.0, 1.5
# So much less than the right one shall a sibling's or an outdated article be worth.
_MARGIN = 1.5
# The right article without the decisive words.
_HALF_RIGHT = 0.3

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Taught:
    """What pieces are worth, and how sure the best of them must look."""

    weights: Mapping[str, float]
    trees: Trees


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as it was asked, the signals of its pieces and how right each of them is."""

    name: str
    question: Mapping[str, Any]
    words: str
    typo: bool
    weighed: Weighed
    passages: Sequence[Mapping[str, Any]]
    signals: Mapping[int, Signals]
    right: Mapping[int, float]
    wrong: Set[int]

    def order(self, weights: Mapping[str, float]) -> list[int]:
        """The pieces that may answer, best first."""
        return arranged(
            self.weighed.intent, self.weighed.subjects, self._evidence, worths(self.signals, weights)
        )

    def traits(self, weights: Mapping[str, float]) -> Signals:
        """What tells whether the best piece answers; nothing where none may."""
        order = self.order(weights)
        if not order:
            return {}
        worth = worths(self.signals, weights)
        return traits(self.weighed.intent, self.weighed.subjects, self._evidence, self.signals, worth, order)

    def wholly_held(self, order: Sequence[int]) -> bool:
        """Whether it is so few words that it is answered by any piece with all of them."""
        return is_wholly_held(self.weighed.intent, self.weighed.subjects, self._evidence, order)

    @property
    def _evidence(self) -> list[Evidence]:
        return [piece.evidence for piece in self.weighed.pieces]


async def read_set(name: str) -> list[Asked]:
    held = question_set(name)
    now = datetime.fromisoformat(held["now"])
    opened = await open_answers(held["articles"], now)
    try:
        return [
            await _read(name, opened, question, words, now)
            for question in held["questions"]
            for words in (question["question"], question.get("typo"))
            if words
        ]
    finally:
        await opened.close()


async def _read(
    name: str, opened: OpenAnswers, question: Mapping[str, Any], words: str, now: datetime
) -> Asked:
    weighed = await opened.answers.weigh(words, now)
    found = signals(
        weighed.intent, weighed.subjects, [piece.evidence for piece in weighed.pieces], weighed.passages
    )
    passages = [opened.passage(piece.source.ref, piece.text) for piece in weighed.pieces]
    right = {place: _right(question, passages[place]) for place in found}
    wrong = {place for place in found if passages[place]["article"] in question.get("wrong", ())}
    return Asked(name, question, words, words != question["question"], weighed, passages, found, right, wrong)


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


def teach(sets: Mapping[str, Sequence[Asked]], names: Sequence[str]) -> Taught:
    """What sets teach. The trees see answers chosen by what other sets taught, as new questions' will be."""
    found, known, weights = [], [], []
    for part in range(_PARTS):
        heard = [*sets][part::_PARTS]
        chosen = fit((each for name, each in sets.items() if name not in heard), names)
        for asked in (asked for name in heard for asked in sets[name]):
            if traits := asked.traits(chosen):
                found.append(traits)
                known.append(not asked.question.get("refuse"))
                weights.append(_SET_WEIGHT / len(sets[asked.name]))
    return Taught(fit(sets.values(), names), _GROWTH.grow(found, known, weights))


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


def mark(asked: Asked, taught: Taught, enough: float) -> Marked:
    """What is right about the answer that is given by what was taught."""
    order = asked.order(taught.weights)
    if not asked.wholly_held(order) and taught.trees.likely(asked.traits(taught.weights)) < enough:
        order = []
    answer = {"refused": not order, "passages": [asked.passages[place] for place in order]}
    return Marked(asked.words, asked.question["kind"], asked.typo, "", judge(asked.question, answer))


def tell(label: str, marked: Iterable[Marked]) -> None:
    held = " ".join(f"{name} {share:.3f}" for name, share in sorted(shares(marked).items()))
    sys.stdout.write(f"{label:50} {held}\n")


async def main() -> None:
    sets = {name: await read_set(name) for name in (*READ, *UNREAD)}
    names = sorted(
        {name for each in sets.values() for asked in each for of in asked.signals.values() for name in of}
    )
    taught = teach({name: sets[name] for name in READ}, names)
    write(taught)
    marked = {name: _marked(sets[name], taught) for name in UNREAD}
    for name in UNREAD:
        tell(name, [each for each in marked[name][ENOUGH[1]] if not each.typo])
    _tell_all("never read", marked)
    if "--each" not in sys.argv:
        return
    others = {name: teach({each: sets[each] for each in READ if each != name}, names) for name in READ}
    _tell_all(
        "read, each by what the others teach", {name: _marked(sets[name], others[name]) for name in READ}
    )


Levels = dict[float, list[Marked]]


def _marked(questions: Sequence[Asked], taught: Taught) -> Levels:
    return {enough: [mark(asked, taught, enough) for asked in questions] for enough in ENOUGH}


def _tell_all(label: str, sets: Mapping[str, Levels]) -> None:
    for enough in ENOUGH:
        for how, typo in (("as asked", False), ("mistyped", True)):
            marked = [each for levels in sets.values() for each in levels[enough] if each.typo == typo]
            tell(f"{label}, from {enough}, {how}", marked)


def write(taught: Taught) -> None:
    weights = {name: round(weight, 2) for name, weight in taught.weights.items() if abs(weight) >= _LEAST}
    (DATA / "weights.json").write_text(json.dumps(weights, indent=1) + "\n", "utf-8")
    (DATA / "known_trees.json").write_text(taught.trees.written(), "utf-8")


if __name__ == "__main__":
    asyncio.run(main())
