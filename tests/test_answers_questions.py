"""Our own questions over small articles and comments: floors that the answers reached honestly."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path

from tests.adapters_answers import open_answers
from tests.score_answers import Marked, mark, shares

_SET = json.loads((Path(__file__).parent / "data" / "questions.json").read_text(encoding="utf-8"))
_AT_LEAST = {"article": 0.95, "fact": 0.95, "opinion": 0.90, "refused": 0.90, "rightly": 0.90}
_AT_LEAST_MISTYPED = {"article": 0.93, "fact": 0.93}
_WRONG_AT_MOST = 0.02


async def test_our_own_questions_reach_their_floors() -> None:
    opened = await open_answers(_SET["articles"], datetime.fromisoformat(_SET["now"]))
    try:
        marked = await mark(opened, _SET["questions"])
    finally:
        await opened.close()
    assert _below(marked, _AT_LEAST, typo=False) == {}
    assert _below(marked, _AT_LEAST_MISTYPED, typo=True) == {}


def _below(marked: list[Marked], floors: dict[str, float], *, typo: bool) -> dict[str, float]:
    """The shares that miss their floors, and that of wrong articles where it is too high."""
    found = shares(each for each in marked if each.typo == typo)
    missed = {name: found[name] for name, floor in floors.items() if found[name] < floor}
    return missed | ({"wrong": found["wrong"]} if found["wrong"] > _WRONG_AT_MOST else {})
