"""Questions over small articles and comments, of our own and of other hands: floors reached honestly.

All of all sets: `python -m tests.score_answers tests/data/questions*.json`. Most of what stands here was read
while the answers were made; the last four sets were not, and teach nothing (question_sets.py).
"""

from __future__ import annotations

import re
from collections.abc import AsyncGenerator
from datetime import datetime
from pathlib import Path

import pytest

from tests.adapters_answers import OpenAnswers, open_answers
from tests.question_sets import UNREAD, question_set
from tests.score_answers import Marked, mark, shares

_DATA = Path(__file__).parent / "data"
# Silence is chosen by what sets teach about others: on these it is a little rarer than it could be.
_AT_LEAST = {"article": 0.93, "fact": 0.93, "opinion": 0.90, "refused": 0.86, "rightly": 0.88}
_AT_LEAST_MISTYPED = {"article": 0.92, "fact": 0.92}
_WRONG_AT_MOST = 0.02
# Harder sets: many more questions about siblings, and about what is no longer as it was.
_HARDER = {"article": 0.90, "fact": 0.92, "opinion": 0.90, "refused": 0.80, "rightly": 0.85}
_HARDER_MISTYPED = {"article": 0.88, "fact": 0.90}
_HARDER_WRONG_AT_MOST = 0.03
# The youngest sets: what nobody told is more often answered all the same.
_YOUNGEST = {"article": 0.92, "fact": 0.93, "opinion": 0.90, "refused": 0.70, "rightly": 0.80}
_YOUNGEST_MISTYPED = {"article": 0.88, "fact": 0.90}
_YOUNGEST_WRONG_AT_MOST = 0.06
# Sets of new hands, all together.
_UNREAD = {"article": 0.90, "fact": 0.93, "opinion": 0.90, "refused": 0.80, "rightly": 0.85}
_UNREAD_MISTYPED = {"article": 0.88, "fact": 0.90}
_UNREAD_WRONG_AT_MOST = 0.05
_CODE = re.compile(r"\b([a-zA-Z])(\d{1,2})\b(?!\+)")


# Of the larger sets every third question is enough mistyped.
@pytest.mark.parametrize(
    ("name", "step"), [("questions", 1), ("questions_news", 3), ("questions_devices", 3)]
)
async def test_questions_reach_their_floors(name: str, step: int) -> None:
    marked = await _marked(name, step)
    assert _below(marked, _AT_LEAST, _WRONG_AT_MOST, typo=False) == {}
    assert _below(marked, _AT_LEAST_MISTYPED, _WRONG_AT_MOST, typo=True) == {}


@pytest.mark.parametrize("name", ["questions_home", "questions_reviews"])
async def test_harder_questions_reach_their_floors(name: str) -> None:
    marked = await _marked(name, 3)
    assert _below(marked, _HARDER, _HARDER_WRONG_AT_MOST, typo=False) == {}
    assert _below(marked, _HARDER_MISTYPED, _HARDER_WRONG_AT_MOST, typo=True) == {}


@pytest.mark.parametrize(
    "name", ["questions_hardware", "questions_services", "questions_phones", "questions_daily"]
)
async def test_questions_of_the_youngest_sets_reach_their_floors(name: str) -> None:
    marked = await _marked(name, 1)
    assert _below(marked, _YOUNGEST, _YOUNGEST_WRONG_AT_MOST, typo=False) == {}
    assert _below(marked, _YOUNGEST_MISTYPED, _YOUNGEST_WRONG_AT_MOST, typo=True) == {}


async def test_questions_that_nobody_had_read_reach_their_floors() -> None:
    marked = [each for name in UNREAD for each in await _marked(name, 5)]
    assert _below(marked, _UNREAD, _UNREAD_WRONG_AT_MOST, typo=False) == {}
    assert _below(marked, _UNREAD_MISTYPED, _UNREAD_WRONG_AT_MOST, typo=True) == {}


async def _marked(name: str, step: int) -> list[Marked]:
    held = question_set(name)
    opened = await open_answers(held["articles"], datetime.fromisoformat(held["now"]))
    try:
        return await mark(opened, held["questions"], every=step)
    finally:
        await opened.close()


async def test_a_model_that_no_article_knows_is_refused(stage: OpenAnswers) -> None:
    held = question_set("questions_news")
    asked = [question["question"] for question in held["questions"] if "wrong" in question]
    unknown = [_CODE.sub(lambda match: f"{match[1]}{int(match[2]) + 33}", question) for question in asked]
    changed = [new for new, question in zip(unknown, asked, strict=True) if new != question]
    assert len(changed) >= 20
    assert [question for question in changed if not (await stage.answer(question))["refused"]] == []


@pytest.mark.parametrize(
    "said", ["bonjour, {} svp merci", "hi, could you tell me {}", "je cherche une info : {}", "{} lol"]
)
async def test_what_is_said_around_a_question_does_not_change_its_answer(
    stage: OpenAnswers, said: str
) -> None:
    for question in ("prix du q10", "who runs giffgaff", "salto ferme quand", "poids du galaxy s9+"):
        around, alone = await stage.answer(said.format(question)), await stage.answer(question)
        assert around["refused"] == alone["refused"]
        assert around["passages"][:1] == alone["passages"][:1]


@pytest.fixture
async def stage() -> AsyncGenerator[OpenAnswers]:
    held = question_set("questions_news")
    opened = await open_answers(held["articles"], datetime.fromisoformat(held["now"]))
    yield opened
    await opened.close()


def _below(marked: list[Marked], floors: dict[str, float], wrong: float, *, typo: bool) -> dict[str, float]:
    """The shares that miss their floors, and that of wrong articles where it is too high."""
    found = shares(each for each in marked if each.typo == typo)
    missed = {name: found[name] for name, floor in floors.items() if found[name] < floor}
    return missed | ({"wrong": found["wrong"]} if found["wrong"] > wrong else {})
