"""How products are read from questions in a hurry, and whose a value in a text is."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from bot.answers.named import wanted
from bot.answers.named_texts import Reading, names_sibling_first
from bot.answers.rules import read_intent
from tests.adapters_answers import open_answers

_NOW = datetime(2026, 1, 1, tzinfo=UTC)
_TITLES = [
    "Xbox Series S : petite, vite pleine",
    "Pebble Time breaks Kickstarter before lunch",
    "Huawei Mate 20 Lite : notre test",
    "Steam Deck OLED: the one they should have shipped first",
]


@pytest.mark.parametrize(
    ("question", "names"),
    [
        ("la series s est pleine", ["Xbox Series S"]),
        ("mate20 lite combien", ["Huawei Mate 20 Lite"]),
        ("mate 20 x weight", ["Mate 20 X"]),
        ("steam deck oled 1 terabyte price", ["Steam Deck OLED"]),
        ("hbo max tarif", ["HBO Max"]),
        ("pebble time price", ["pebble time"]),
        ("visible+ monthly price", ["Visible+"]),
        ("who runs the show", []),
    ],
)
def test_names_in_a_hurry_are_those_that_the_titles_and_everybody_know(
    question: str, names: list[str]
) -> None:
    assert [product.name for product in wanted(question, {}, _TITLES)] == names


def test_a_name_known_from_a_title_ends_where_another_begins() -> None:
    product = wanted("pebble time price", {}, _TITLES)[0]
    assert Reading("Pebble Time gets cheaper").named(product)
    assert not Reading("There's a Pebble Time Steel").named(product)


def test_a_value_behind_a_siblings_name_is_the_siblings() -> None:
    products = wanted("poids de la xbox series s", {}, _TITLES)
    sentence = "La Xbox Series X, un frigo de 4,4 kilos"
    assert names_sibling_first(products, sentence, sentence.index("4,4"))
    assert not names_sibling_first(products, "Elle pèse 1,9 kilo, la Xbox Series X plus", 9)


@pytest.mark.parametrize(
    ("question", "opinion"),
    [
        ("battery drain on the k1 after firmware 3.5?", True),
        ("which firmware fixes the battery drain?", False),
        ("le gps est-il precis selon les coureurs ?", True),
        ("ecran vert c'est frequent ?", True),
        ("prix du k1", False),
    ],
)
def test_who_names_a_trouble_asks_whether_others_have_it(question: str, opinion: bool) -> None:
    assert read_intent(question, _NOW).opinion == opinion


@pytest.mark.parametrize(
    ("question", "refused"),
    [
        ("prix netflix en france", False),
        ("prix netflix au canada", True),
        ("prix netflix", False),
    ],
)
async def test_a_price_of_a_country_is_said_to_be_of_it(question: str, refused: bool) -> None:
    text = "La formule Standard de Netflix coûte 13,49 € en France. Au Canada, elle disparaît."
    article = {"id": "n", "title": "Netflix augmente", "published": "2025-05-01", "text": text}
    opened = await open_answers([article], _NOW)
    try:
        assert (await opened.answer(question))["refused"] == refused
    finally:
        await opened.close()
