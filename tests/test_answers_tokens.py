"""How texts become terms, the same for what is indexed and what is asked."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answers.kinships import DISTANT, KINSHIPS
from bot.answers.language import COMMON_WORDS, STOP_WORDS
from bot.answers.tokens import fold, fold_with_places, spans, stem, terms


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Les batteries", "la batterie"),
        ("Écran brisé", "ecran brise"),
        ("l’autonomie", "autonomie"),
        ("jusqu'à l'écran", "écran"),
        ("cœur", "coeur"),
        ("Q 10", "q10"),
        ("Q-10", "Q10"),
        ("iPhone 5 s", "iphone 5S"),
        ("S 9+", "s9+"),
        ("128 Go", "128GB"),
        ("5 G", "5g"),
        ("1 299,00 €", "1299"),
        ("$1,299.99", "1 299,99"),
        ("Anne's phones", "anne phone"),
    ],
)
def test_spellings_of_the_same_become_the_same_terms(one: str, other: str) -> None:
    assert terms(one) == terms(other)


@pytest.mark.parametrize(
    ("one", "other"), [("Q10", "Z10"), ("S9", "S9+"), ("K9", "K8"), ("Tab 8.0", "Tab 8.4"), ("C", "C#")]
)
def test_siblings_stay_apart(one: str, other: str) -> None:
    assert terms(one) != terms(other)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [("T-Mobile", "tmobile"), ("Wi-Fi", "wifi"), ("ASP.NET", "aspnet"), ("WH-1000XM5", "wh1000xm5")],
)
def test_what_hangs_together_is_found_joined_too(text: str, wanted: str) -> None:
    assert stem(wanted) in terms(text)


def test_words_of_grammar_are_no_terms() -> None:
    assert terms("Qu'est-ce que c'est, aujourd'hui ? What is it? Peut-on ?") == []


def test_a_year_range_is_two_numbers() -> None:
    assert terms("2014-2015") == ["2014", "2015"]


@given(st.text(max_size=200))
def test_any_text_has_terms_that_an_index_parts_by_spaces(text: str) -> None:
    found = terms(text)
    assert " ".join(found).split() == found
    assert terms(text.upper()) is not None


@given(st.text(max_size=200))
def test_every_folded_character_has_its_place(text: str) -> None:
    folded, places = fold_with_places(text)
    assert len(folded) == len(places)
    assert all(
        fold(text[place]).find(character) >= 0 for character, place in zip(folded, places, strict=True)
    )


def test_spans_are_in_the_text_as_it_was_written() -> None:
    text = "Le cœur du Q 10, chez T‑Mobile."
    assert [text[first:last] for first, last in spans(text, frozenset({"coeur", "q10", "tmobil"}))] == [
        "cœur",
        "Q 10",
        "T‑Mobile",
    ]


def test_the_word_lists_are_folded() -> None:
    words = STOP_WORDS | COMMON_WORDS | {word for group in KINSHIPS + DISTANT for word in group}
    assert {word for word in words if fold(word) != word} == set()
