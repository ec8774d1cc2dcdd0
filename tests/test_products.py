"""Products found in sentences: of our own set, in tables, and whatever the text."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answers.products import canonical, find, same, siblings
from tests.adapters_products import products

SENTENCES = json.loads((Path(__file__).parent / "data" / "product_sentences.json").read_text("utf-8"))
PIECES = st.sampled_from(
    "le la et the K9 Q 10 S9 + Plus plus iPhone 15 / Pro Max Galaxy S24+ (2a) Phone Nothing Samsung's 5 s l' "
    "Windows 11 , . \n Mnémo Fi-Box 7 990 GB € ID. Buzz PS5 Series X Mark II ² İ".split(" ")
)


def folded(name: str) -> str:
    return "".join(name.casefold().split())


def f1(rows: list[dict[str, Any]]) -> float:
    right = found = wanted = 0
    for row in rows:
        names = {folded(name) for name in products(row["text"])}
        expected = {folded(name) for name in row["products"]}
        right, found, wanted = right + len(names & expected), found + len(names), wanted + len(expected)
    return 2 * right / (found + wanted)


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("half", ["tuning", "check"])
def test_products_are_found_in_sentences(half: str, language: str) -> None:
    rows = [row for row in SENTENCES[half] if row["language"] == language]
    assert len(rows) >= 80
    assert f1(rows) >= 0.85


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("BlackBerry vend le Q10 et le Z10", ["BlackBerry Q10", "BlackBerry Z10"]),
        ("le Q 10 ou un iPhone 5 s", ["Q10", "iPhone 5s"]),
        ("L'iPhone 5 s'est bien vendu", ["iPhone 5"]),
        ("S9 et S9+ en promotion", ["S9", "S9+"]),
        ("mon s9 plus chauffe, le s9 plus est lent", ["S9", "S9+"]),
        ("un iphone 15 plus cher que le s24", ["iPhone 15", "S24"]),
        ("iPhone 15 128 Go à 799 €", ["iPhone 15"]),
        ("Xbox Series X et S", ["Xbox Series X", "Xbox Series S"]),
        ("iPhone 15 Pro et Pro Max", ["iPhone 15 Pro", "iPhone 15 Pro Max"]),
        ("iPhone 15 et 15 coques offertes", ["iPhone 15"]),
        ("The Nimbus X1, X1+ and X1 Ultra", ["Nimbus X1", "Nimbus X1+", "Nimbus X1 Ultra"]),
        ("Le Veltra K9 est là. Le K9 est vert.", ["Veltra K9"]),
        ("Voici la Lyra, une voiture électrique", ["Lyra"]),
        ("l'iPhone 15 reste le meilleur iPhone", ["iPhone 15"]),
    ],
)
def test_names_are_written_as_usual(text: str, expected: list[str]) -> None:
    assert products(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Apple et T-Mobile s'expriment sur Twitter",
        "l'A6 est fermée, le format A4 aussi",
        "Comptez 849 euros",
        "Q3 2024, T1 2024, CES 2026",
        "Écrivez à @fz49000 avant le 3 mars",
        "Max Verstappen a gagné",
    ],
)
def test_what_only_looks_like_a_product_is_none(text: str) -> None:
    assert products(text) == []


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("iPhone 5 s", "iPhone 5s"),
        ("BlackBerry Q 10", "Q10"),
        ("S9 Plus", "Samsung Galaxy S9+"),
        ("PS5", "PlayStation 5"),
        ("Nintendo Switch 2", "Switch 2"),
        ("Veltra K9", "K9"),
        ("citroen e-c3", "Citroën ë-C3"),
        ("Disney Plus", "Disney+"),
        ("WH-1000XM5", "Sony WH1000XM5"),
    ],
)
def test_names_of_one_product_are_the_same(one: str, other: str) -> None:
    assert same(one, other)
    assert same(other, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Q10", "Z10"),
        ("S9", "S9+"),
        ("iPhone 15", "iPhone 15 Pro"),
        ("iPhone 5", "iPhone 5s"),
        ("Pixel 9 Pro", "Pixel 9 Pro XL"),
        ("Canon R6", "Nikon R6"),
        ("Aeris Mini 2", "Aeris Mini 3"),
        ("PS4", "PS5"),
        ("Switch", "Switch 2"),
    ],
)
def test_siblings_are_never_the_same(one: str, other: str) -> None:
    assert not same(one, other)
    assert not same(other, one)


def test_siblings_are_of_one_family() -> None:
    known = [
        "BlackBerry Z10",
        "S9",
        "S9+",
        "iPhone 15",
        "iPhone 15 Pro",
        "PS4",
        "Galaxy S24 Ultra",
        "Netflix",
    ]
    assert siblings("BlackBerry Q10", known) == ["BlackBerry Z10"]
    assert siblings("iPhone 14", known) == ["iPhone 15", "iPhone 15 Pro"]
    assert siblings("PlayStation 5", known) == ["PS4"]
    assert siblings("Galaxy S9", known) == ["S9+", "Galaxy S24 Ultra"]
    assert siblings("Netflix", known) == []


@pytest.mark.parametrize(
    ("text", "kind"),
    [("le Veltra K9", "model"), ("chez Netflix", "service"), ("sous Windows 11", "software")],
)
def test_a_mention_says_what_kind_of_thing_it_is(text: str, kind: str) -> None:
    assert [mention.kind for mention in find(text)] == [kind]


def test_a_mention_says_where_it_stands() -> None:
    text = "Un Q 10, un Nothing Phone (2a) et une PS5."
    assert [text[each.start : each.end] for each in find(text)] == ["Q 10", "Nothing Phone (2a)", "PS5"]


@given(st.text() | st.lists(PIECES).map(" ".join) | st.lists(PIECES).map("".join))
def test_whatever_the_text_mentions_lie_in_it_and_in_order(text: str) -> None:
    end = 0
    for mention in find(text):
        assert end <= mention.start < mention.end <= len(text)
        assert mention.name.strip() == mention.name != ""
        end = mention.end


@given(st.text() | st.lists(PIECES, min_size=1).map(" ".join))
def test_a_canonical_name_is_its_own(name: str) -> None:
    once = canonical(name)
    assert canonical(once) == once
    assert same(name, once) or not once.strip()


def test_every_name_found_is_canonical() -> None:
    for row in SENTENCES["tuning"]:
        for name in products(row["text"]):
            assert canonical(name) == name


def test_a_long_text_takes_no_longer_per_word() -> None:
    text = "Le Q10 face au Z10 " * 5_000
    assert len(find(text)) == 10_000
