"""Which changes of an article its readers hear of."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.articles.corrections import Change, compare
from tests.made import an_item


def changed(before: dict[str, Any], after: dict[str, Any]) -> Change | None:
    return compare(an_item(**before), an_item(**after))


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("Le Nova S9 arive", "Le Nova S9 arrive"),
        ("Le Nova S9 arrive", "Le Nova S9 arrive !"),
        ("L'appareil arrive", "L’appareil arrive"),
        ("Le Nova S9 arrive", "LE NOVA S9 ARRIVE"),
    ],
)
def test_a_slip_of_the_pen_in_a_headline_is_no_news(before: str, after: str) -> None:
    assert changed({"title": before}, {"title": after}) is None


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("Le Nova S9 arrive", "Le Nova S9+ arrive"),
        ("Le Nova S9 coûte 649 euros", "Le Nova S9 coûte 699 euros"),
        ("Le Nova S9 arrive", "Le Nova S9 n’arrive pas"),
        ("Trois morts à Lyon", "Cinq morts à Lyon"),
        ("Une perte d’un million", "Une perte d’un billion"),
        ("Le ministre annonce la réforme", "Le ministre dénonce la réforme"),
    ],
)
def test_a_headline_that_says_something_else_is_told(before: str, after: str) -> None:
    assert changed({"title": before}, {"title": after}) == Change(headline=(before, after))


@pytest.mark.parametrize(
    ("before", "after", "figures"),
    [
        (
            "Il coûte 649 euros. Il pleut.",
            "Il coûte 699 euros. Il pleut encore.",
            [("649 euros", "699 euros")],
        ),
        ("Sa batterie de 4 000 mAh dure.", "Sa batterie de 4 500 mAh dure.", [("4 000 mAh", "4 500 mAh")]),
        ("Il sort le 5 mars en France.", "Il sort le 12 mars en France.", [("5 mars", "12 mars")]),
        ("It costs $649 in the US.", "It costs $699 in the US.", [("$649", "$699")]),
        ("La hausse est de 3 % en mai.", "La hausse est de 4 % en mai.", [("3 %", "4 %")]),
    ],
)
def test_figures_that_changed_are_told(before: str, after: str, figures: list[tuple[str, str]]) -> None:
    assert changed({"text": before}, {"text": after}) == Change(figures=tuple(figures))


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("Il coûte 649 euros.", "Il coûte 649 euros. Il pèse 180 grammes."),
        ("Il coûte 4000 euros.", "Il coûte 4 000 euros."),
        ("Il coûte 649 euros. Il pèse lourd.", "Il pèse lourd. Il coûte 649 euros."),
        ("Une phrase qui disparaît avec 12 pommes.", "Rien de tout cela, mais 13 poires ailleurs."),
    ],
)
def test_figures_that_are_new_moved_or_set_otherwise_are_not(before: str, after: str) -> None:
    assert changed({"text": before}, {"text": after}) is None


@pytest.mark.parametrize(
    "note",
    [
        "Mise à jour à 17 h : le constructeur confirme.",
        "[Edit] Le prix était faux.",
        "Update: the maker confirms.",
        "Correction : le prix est de 699 euros.",
    ],
)
def test_the_sites_own_note_is_told_once(note: str) -> None:
    before, after = {"text": "Il arrive."}, {"text": f"{note}\n\nIl arrive."}
    assert changed(before, after) == Change(note=note)
    assert changed(after, {"text": f"{note}\n\nIl arrive demain."}) is None


@given(st.text(max_size=300), st.text(max_size=300))
def test_no_text_is_too_odd(before: str, after: str) -> None:
    assert changed({"title": before, "text": before}, {"title": before, "text": before}) is None
    changed({"title": before, "text": before}, {"title": after, "text": after})
