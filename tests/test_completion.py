"""What is offered while somebody types."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answers.catalogue import Catalogue
from bot.answers.names import Names
from bot.answers.offers import Field, Offered
from bot.answers.service import Answers
from bot.workers import Here
from storage import articles
from storage.records import ArticleItem
from tests.blank import open_blank

_NOW = datetime(2024, 6, 1, tzinfo=UTC)
_PRODUCTS = (
    "BlackBerry Q10",
    "BlackBerry Z10",
    "Galaxy S9",
    "Galaxy S9+",
    "iPhone 5s",
    "Écran Étoile",
    "Spotify Premium",
)


def _names() -> Names:
    names = Names()
    names.change(
        [(Field.PRODUCT, Offered(label, label), 10 - place) for place, label in enumerate(_PRODUCTS)]
    )
    names.change([(Field.SOURCE, Offered("Le Fil", "Le Fil"), 1)])
    return names


@pytest.mark.parametrize(
    ("typed", "offered"),
    [
        ("b", ["BlackBerry Q10", "BlackBerry Z10"]),
        ("blackberry q", ["BlackBerry Q10"]),
        ("q 10", ["BlackBerry Q10"]),
        ("Q10", ["BlackBerry Q10"]),
        ("galaxys9", ["Galaxy S9", "Galaxy S9+"]),
        ("s9+", ["Galaxy S9+"]),
        ("iphone5", ["iPhone 5s"]),
        ("5s iph", ["iPhone 5s"]),
        ("ecran", ["Écran Étoile"]),
        ("ÉTOILE", ["Écran Étoile"]),
        ("blakberry z", ["BlackBerry Z10"]),
        ("galxy", ["Galaxy S9", "Galaxy S9+"]),
        ("sptoify prem", ["Spotify Premium"]),
        ("premuim", ["Spotify Premium"]),
        ("q11", []),
        ("fil", []),
    ],
)
def test_what_is_typed_is_completed(typed: str, offered: list[str]) -> None:
    assert [each.label for each in _names().complete(Field.PRODUCT, typed, 25)] == offered


def test_nothing_typed_gives_the_weightiest_and_never_more_than_asked() -> None:
    assert [each.label for each in _names().complete(Field.PRODUCT, " ", 2)] == list(_PRODUCTS[:2])


def test_a_name_that_begins_as_typed_comes_before_a_weightier_one() -> None:
    names = Names()
    names.change(
        [
            (Field.TITLE, Offered("Le prix du Q10", "1"), 9),
            (Field.TITLE, Offered("Prix en baisse", "2"), 1),
        ]
    )
    assert [each.value for each in names.complete(Field.TITLE, "prix", 5)] == ["2", "1"]


def test_names_follow_changes() -> None:
    names = _names()
    names.change(
        [(Field.PRODUCT, Offered("BlackBerry Passport", "BlackBerry Q10"), 99)],
        [(Field.PRODUCT, "BlackBerry Z10")],
    )
    assert [each.label for each in names.complete(Field.PRODUCT, "black", 5)] == ["BlackBerry Passport"]


@given(st.text(max_size=200))
def test_whatever_is_typed_nothing_fails(typed: str) -> None:
    assert len(_NAMES.complete(Field.PRODUCT, typed, 3)) <= 3


_NAMES = _names()


async def test_completion_follows_the_articles(tmp_path: Path) -> None:
    database = await open_blank(tmp_path / "c.db")
    answers = Answers(database)
    first = ArticleItem(
        "1", "", "Mobira vend le BlackBerry Q10", author="Anne", categories=("Mobiles",), text="x"
    )

    async def store(item: ArticleItem, known: int | None = None) -> int:
        async with database.write() as tx:
            id_ = await articles.save(tx, "Le Fil", item, item.title, _NOW, known)
        await answers.index.catch_up(id_)
        return id_

    async def offered(field: Field, typed: str) -> list[str]:
        return [each.label for each in await answers.completion.complete(field, typed, 5)]

    id_ = await store(first)
    await answers.completion.load()
    assert await offered(Field.TITLE, "mobria") == ["Mobira vend le BlackBerry Q10"]
    assert await offered(Field.PRODUCT, "q1") == []
    await Catalogue(database, answers.completion, Here()).catch_up()
    await answers.completion.refresh_products()
    assert await offered(Field.PRODUCT, "q1") == ["BlackBerry Q10"]
    assert [await offered(field, "") for field in (Field.SOURCE, Field.AUTHOR, Field.CATEGORY)] == [
        ["Le Fil"],
        ["Anne"],
        ["Mobiles"],
    ]
    newer = await store(replace(first, guid="2", title="Mobira baisse le prix"))
    assert await offered(Field.TITLE, "mobi") == ["Mobira baisse le prix", "Mobira vend le BlackBerry Q10"]
    await store(replace(first, title="Mobira solde le BlackBerry Q10"), id_)
    async with database.write() as tx:
        await articles.withdraw(tx, newer, "w", _NOW)
    await answers.index.catch_up(newer)
    assert await offered(Field.TITLE, "mobi") == ["Mobira solde le BlackBerry Q10"]
    await answers.index.close()
    await database.close()
