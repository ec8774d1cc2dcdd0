"""Readers who say that they agree are counted, others are not."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from tests.adapters_answers import open_answers

_NOW = datetime(2026, 1, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    ("said", "agreeing"),
    [
        (["Idem, la batterie tient la journée."], 1),
        (["Same here, battery is great.", "Moi aussi, batterie au top."], 2),
        (["La batterie est mauvaise chez moi."], 0),
        (["Same price as the battery of my old one."], 0),
        (["Idem pour le clavier, une horreur."], 0),
    ],
)
async def test_who_says_that_they_agree_on_the_point_is_counted(said: list[str], agreeing: int) -> None:
    comments = ["Deux jours de batterie, parfait, une batterie pareille est rare.", *said]
    opened = await open_answers([_article(comments)], _NOW)
    try:
        answer = await opened.answers.ask("avis sur la batterie du Veltra K9", _NOW)
    finally:
        await opened.close()
    first = next(each for each in answer.passages if each.comment and each.comment.author == "reader 0")
    assert first.agreeing == agreeing


def _article(comments: list[str]) -> dict[str, Any]:
    return {
        "id": "k9",
        "title": "Veltra K9 : notre test",
        "published": "2025-05-01",
        "language": "fr",
        "text": "Le Veltra K9 a une batterie de 4 000 mAh. Il coûte 399 €.",
        "comments": [
            {"id": f"c{place}", "author": f"reader {place}", "published": "2025-05-02", "text": text}
            for place, text in enumerate(comments)
        ],
    }
