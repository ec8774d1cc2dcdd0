"""Our own questions over small articles and comments: floors that the answers reached honestly."""

from __future__ import annotations

import json
import sys
from collections import Counter
from datetime import datetime
from pathlib import Path
from typing import Any

from tests.adapters_answers import OpenAnswers, open_answers

_SET = json.loads((Path(__file__).parent / "data" / "questions.json").read_text(encoding="utf-8"))
_FLOORS = {
    "article": 0.95,
    "article, typo": 0.93,
    "fact": 0.95,
    "opinion": 0.90,
    "refused": 0.90,
    "rightly": 0.90,
}
_WRONG_AT_MOST = 0.02


def judge(question: dict[str, Any], answer: dict[str, Any]) -> dict[str, bool]:
    """What is right and wrong about an answer."""
    if question.get("refuse"):
        return {"refused": answer["refused"]}
    passages = answer["passages"]
    first = passages[0] if passages else {"article": None, "comment": None}
    right = question["article"].split("|")
    shown = [passage["text"][:700] for passage in passages if passage["article"] in right]
    held = all(
        any(form in text for form in fact.split("|") for text in shown) for fact in question.get("facts", ())
    )
    marks = {
        "article": first["article"] in right,
        "fact": held,
        "wrong": first["article"] in question.get("wrong", ()),
        "answered": not answer["refused"],
    }
    if question["kind"] == "opinion":
        marks["opinion"] = first["article"] in right and first["comment"] is not None and held
    return marks


async def score(opened: OpenAnswers) -> tuple[dict[str, float], list[tuple[str, dict[str, bool]]]]:
    """Shares over the whole set, and every question's marks."""
    marked: list[tuple[str, dict[str, bool]]] = []
    for question in _SET["questions"]:
        marks = judge(question, await opened.answer(question["q"]))
        if "typo" in question:
            again = judge(question, await opened.answer(question["typo"]))
            marks |= {"article, typo": again["article"], "wrong, typo": again["wrong"]}
        marked.append((question["q"], marks))
    sums, sizes = Counter[str](), Counter[str]()
    for _, marks in marked:
        for name, good in marks.items():
            sums[name] += good
            sizes[name] += 1
    shares = {name: sums[name] / sizes[name] for name in sizes}
    silent = sizes["answered"] - sums["answered"]
    shares["rightly"] = sums["refused"] / max(sums["refused"] + silent, 1)
    return shares, marked


async def test_our_own_questions_reach_their_floors() -> None:
    opened = await open_answers(_SET["articles"], datetime.fromisoformat(_SET["now"]))
    try:
        shares, _ = await score(opened)
    finally:
        await opened.close()
    sys.stdout.write("\n".join(f"{name:14} {share:.3f}" for name, share in sorted(shares.items())))
    assert {name: shares[name] >= floor for name, floor in _FLOORS.items()} == dict.fromkeys(_FLOORS, True)
    assert shares["wrong"] <= _WRONG_AT_MOST
    assert shares["wrong, typo"] <= _WRONG_AT_MOST
