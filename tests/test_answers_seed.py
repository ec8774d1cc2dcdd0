"""The saved page that the project starts from: its questions, through the doors for checks from outside."""

from __future__ import annotations

import json
from collections.abc import AsyncGenerator
from pathlib import Path
from typing import Any

import pytest

from tests import adapters
from tests.adapters_answers import OpenAnswers, open_answers

_SEED = Path(__file__).parents[1].parent / "shared" / "seed"
_EXPECTED: dict[str, Any] = (
    json.loads((_SEED / "expected.json").read_text(encoding="utf-8")) if _SEED.exists() else {"questions": []}
)

pytestmark = pytest.mark.skipif(not _SEED.exists(), reason="the shared seed is not beside the project")


@pytest.fixture
async def opened() -> AsyncGenerator[OpenAnswers]:
    page = adapters.page(
        (_SEED / "article.html").read_bytes(), "https://news.example/article/t-mobile-q10-z10/"
    )
    comments = [
        {"id": each["id"], "author": each["author"], "published": each["date"], "text": each["text"]}
        for each in page["comments"]
    ]
    article = {
        "id": "seed",
        "site": "seed",
        "language": "fr",
        "url": "https://news.example/article/t-mobile-q10-z10/",
        "title": page["title"],
        "subtitle": page["subtitle"],
        "published": page["date"],
        "categories": [],
        "text": page["text"],
        "comments": comments,
    }
    answers = await open_answers([article])
    yield answers
    await answers.close()


@pytest.mark.parametrize("question", _EXPECTED["questions"], ids=lambda question: question["q"])
async def test_the_seeds_questions_are_answered_or_refused(
    opened: OpenAnswers, question: dict[str, Any]
) -> None:
    answer = await opened.answer(question["q"])
    shown = " ".join(passage["text"] for passage in answer["passages"]).replace("\xa0", " ")
    cited = {passage["comment"] for passage in answer["passages"]}
    assert answer["refused"] == question.get("must_refuse", False)
    assert [form for form in question.get("must_contain", ()) if not _holds(shown, form)] == []
    assert set(question.get("must_cite_comment", ())) <= cited


def _holds(shown: str, form: str) -> bool:
    return any(other in shown for other in form.split("|"))
