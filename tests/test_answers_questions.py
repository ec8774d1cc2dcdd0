"""Questions over small articles and comments, of our own and of another hand: floors reached honestly.

All of both sets: `python -m tests.score_answers tests/data/questions.json tests/data/questions_news.json`.
"""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path

import pytest

from tests.adapters_answers import open_answers
from tests.score_answers import Marked, mark, shares

_DATA = Path(__file__).parent / "data"
_AT_LEAST = {"article": 0.93, "fact": 0.93, "opinion": 0.90, "refused": 0.90, "rightly": 0.88}
_AT_LEAST_MISTYPED = {"article": 0.92, "fact": 0.92}
_WRONG_AT_MOST = 0.02


# The larger set's every other question is enough here, and takes half the time.
@pytest.mark.parametrize(("name", "step"), [("questions", 1), ("questions_news", 2)])
async def test_questions_reach_their_floors(name: str, step: int) -> None:
    held = json.loads((_DATA / f"{name}.json").read_text(encoding="utf-8"))
    opened = await open_answers(held["articles"], datetime.fromisoformat(held["now"]))
    try:
        marked = await mark(opened, held["questions"][::step])
    finally:
        await opened.close()
    assert _below(marked, _AT_LEAST, typo=False) == {}
    assert _below(marked, _AT_LEAST_MISTYPED, typo=True) == {}


def _below(marked: list[Marked], floors: dict[str, float], *, typo: bool) -> dict[str, float]:
    """The shares that miss their floors, and that of wrong articles where it is too high."""
    found = shares(each for each in marked if each.typo == typo)
    missed = {name: found[name] for name, floor in floors.items() if found[name] < floor}
    return missed | ({"wrong": found["wrong"]} if found["wrong"] > _WRONG_AT_MOST else {})
