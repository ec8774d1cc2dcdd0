"""Which products a question names, and whether a text names them or only their siblings."""

from __future__ import annotations

import pytest

from bot.answers.named import Wanted, wanted
from bot.answers.named_texts import Reading, sibling_in

_TITLES = (
    "BlackBerry Q10 : les précommandes",
    "Le BlackBerry Z10 arrive",
    "Volta X2 ou Volta X3 ?",
    "Nintendo Switch OLED : un plus bel écran",
    "Dell XPS 13 9360",
    "Pixel 4a review",
)


def _names(question: str, corrections: dict[str, str] | None = None) -> list[str]:
    return [product.name for product in wanted(question, corrections or {}, _TITLES)]


def _one(name: str) -> Wanted:
    (product,) = wanted(name, {}, [name])
    return product


@pytest.mark.parametrize(
    ("question", "names"),
    [
        ("prix du q10", ["Q10"]),
        ("prix du q 10", ["Q10"]),
        ("le blackberry q10 chez SFR", ["BlackBerry Q10"]),
        ("volta x4 date de sortie", ["Volta X4"]),
        ("switch oled prix", ["Nintendo Switch OLED"]),
        ("le s9 plus et le s9", ["S9+", "S9"]),
        ("pixel4a batterie", ["Pixel 4a"]),
        ("qui dirige Volta ?", []),
        ("recette de la tarte aux poireaux", []),
    ],
)
def test_a_question_names_products_however_it_is_written(question: str, names: list[str]) -> None:
    assert _names(question) == names


def test_a_corrected_word_counts_as_corrected() -> None:
    assert _names("prix du vlota x2", {"vlota": "volta"}) == ["Volta X2"]


def test_a_mistyped_name_is_the_known_one_but_a_sibling_never_is() -> None:
    assert _names("prix du XSP 13 9360") == ["Dell XPS 13 9360"]
    assert _names("prix du Q20") == ["Q20"]
    assert _names("prix du Pixel 4") == ["Pixel 4"]


@pytest.mark.parametrize(
    ("question", "title", "same"),
    [
        ("bruit du framework 16", "Framework Laptop 16 ships: brilliant, noisy", True),
        ("autonomie de la R5", "Renault taille dans le prix de la R5 électrique", True),
        ("autonomie de la Renault 5", "Renault taille dans le prix de la R5 électrique", True),
        ("radeon 9070 xt price", "Radeon RX 9070 XT at $599", True),
        ("prix ps plus", "PlayStation Plus : la hausse", True),
        ("prix de iCloud", "Apple adds 6TB to iCloud+", True),
        ("prix phone (2a) plus", "Nothing Phone (2a) Plus : 449 €", True),
        ("prix nothing phone 2a", "Nothing Phone (2a) Plus : 449 €", False),
        ("prix du galaxy 4", "Galaxy Watch 4 : la montre", False),
        ("prix de la surface 3", "Surface Pro 3 : l'hybride", False),
        ("prix du s9", "Galaxy S9 Plus : le grand", False),
    ],
)
def test_a_title_may_write_the_name_otherwise(question: str, title: str, same: bool) -> None:
    products = wanted(question, {}, [title])
    assert any(Reading(title).named(product) for product in products) == same


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("BlackBerry Q10", "Le Q 10 est là."),
        ("Galaxy S9+", "Le Galaxy S9 Plus est là."),
        ("PS5", "La PlayStation 5 est là."),
        ("iPhone SE", "The second iPhone SE is here."),
        ("Volta X2", "Le X2, lui, baisse."),
        ("XPS 13 9360", "Le 9360 tient mieux."),
        ("Pixel 4", "Le Pixel 4 et le Pixel 4 XL"),
    ],
)
def test_a_text_names_a_product(name: str, text: str) -> None:
    assert Reading(text).named(_one(name))


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("BlackBerry Q10", "Le Z10 et le Q5 sont là."),
        ("Galaxy S9", "Le Galaxy S9+ est là."),
        ("Galaxy S9", "Le Galaxy S9 Plus est là."),
        ("Pixel 4", "Le Pixel 4a, le Pixel 4 XL."),
        ("Nintendo Switch", "La Switch 2 et la Switch Lite."),
        ("BlackBerry Q20", "Le Lumeo Q20 est un téléviseur."),
        ("Volta X3 Mini", "Le Volta X3 est là."),
    ],
)
def test_a_sibling_is_not_the_product(name: str, text: str) -> None:
    assert not Reading(text).named(_one(name))


def test_the_parts_of_a_name_may_stand_apart() -> None:
    text = Reading("Le Pixel 4 tombe à 549 euros, le XL à 679 euros")
    product = _one("Pixel 4 XL")
    assert text.begins(product)
    assert text.holds(product.rest)


@pytest.mark.parametrize(
    ("name", "title", "sibling"),
    [
        ("BlackBerry Q10", "Le BlackBerry Z10 arrive", True),
        ("Volta X2", "Volta X3 : 499 euros", True),
        ("Switch OLED", "La Nintendo Switch passe à 239 euros", False),
        ("BlackBerry Q10", "Salto ferme", False),
    ],
)
def test_a_title_may_be_a_siblings(name: str, title: str, sibling: bool) -> None:
    assert sibling_in(title, [_one(name)]) == sibling
