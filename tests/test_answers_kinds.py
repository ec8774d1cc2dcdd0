"""The kinds of value that questions ask for, and what they look like."""

from __future__ import annotations

import pytest

from bot.answers.kinds import KINDS, holds, kinds_asked, values
from tests.made import HANGS


@pytest.mark.parametrize(
    ("question", "kinds"),
    [
        ("combien coute le q10", ["price"]),
        ("le q10 c'est combien", ["price"]),
        ("how much is the q10", ["price"]),
        ("quand sort le q10", ["date"]),
        ("until when does it freeze its prices", ["date"]),
        ("poids du q10", ["weight"]),
        ("batterie du z10 combien de mah", ["charge"]),
        ("autonomie du q10", ["endurance"]),
        ("qui dirige volta", ["person"]),
        ("quel processeur dans le volta x2", []),
        ("combien de volta x2 ont ete vendus", ["count"]),
        ("combien de salaries chez volta", ["count"]),
        ("le x2 est plus rapide que le x3 de combien", []),
        ("volta x2 ou x3 quand on a des enfants", []),
        ("how loud is the x2 in decibels", ["loudness"]),
        ("how much ram in the x2", ["ram"]),
        ("en magasin quand le x2", ["date"]),
    ],
)
def test_a_question_asks_for_a_kind_of_value(question: str, kinds: list[str]) -> None:
    assert [kind.name for kind in kinds_asked(question)] == kinds


@pytest.mark.parametrize(
    ("name", "text", "held"),
    [
        ("price", "Comptez 1 299,99 €.", True),
        ("price", "It is £359.99.", True),
        ("price", "Il a 6,1 pouces.", False),
        ("date", "Le 6 mai, en boutique.", True),
        ("date", "By the end of November.", True),
        ("date", "Il a quatre cœurs.", False),
        ("weight", "It weighs 1.2 kg.", True),
        ("weight", "Avec la 4G.", False),
        ("charge", "A 2,180 mAh battery.", True),
        ("endurance", "Il tient deux jours.", True),
        ("definition", "The screen is 1920 by 1200.", True),
        ("person", "Inès Carvalho-Roux dirige Volta.", True),
        ("person", "The Lumen E5 is here.", False),
        ("colour", "Il existe en noir.", True),
    ],
)
def test_a_text_holds_a_kind_of_value(name: str, text: str, held: bool) -> None:
    (kind,) = [each for each in KINDS if each.name == name]
    assert holds(text, [kind]) == held


def test_the_whole_value_is_found() -> None:
    text = "Il coûte 1 299,99 € ici, $1,199 ailleurs."
    found = [text[start:end] for start, end in values(text, kinds_asked("combien coute le q10"))]
    assert found == ["1 299,99 €", "$1,199"]


@pytest.mark.parametrize("text", ["9" * 20_000, "1 000 " * 4_000, "Aa-" * 6_000, "A" * 20_000])
@pytest.mark.timeout(HANGS)
def test_no_text_takes_for_ever(text: str) -> None:
    holds(text, KINDS)
