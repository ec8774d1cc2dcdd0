"""What is typed to search and what is found by it, decided from data alone."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answers.highlight import found_spans, snippet
from bot.answers.offers import Offered, nearest
from bot.answers.search_dates import read_days
from bot.answers.search_words import Wanted, as_written, read

NOW = datetime(2026, 3, 15, 10, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("nova s9", Wanted("nova s9")),
        ('nova "deux longues journées"', Wanted("nova", ("deux longues journees",))),
        ("« à l’épreuve » -test", Wanted("", ("a l'epreuve",), ("test",))),
        ('-"en test" S9+', Wanted("S9+", (), ("en test",))),
        ("T-Mobile -5G", Wanted("T-Mobile", (), ("5g",))),
        ('nova "sans fin', Wanted("nova", ("sans fin",))),
        ("a - b", Wanted("a b")),
        ('-- "" «» !!!', Wanted()),
        ("“cœur de verre”", Wanted("", ("coeur de verre",))),
    ],
)
def test_words_phrases_and_exclusions_are_told_apart(text: str, wanted: Wanted) -> None:
    assert read(text) == wanted


@given(st.text(max_size=2_000))
def test_whatever_is_typed_can_be_read(text: str) -> None:
    wanted = read(text)
    assert len(wanted.phrases) <= 12
    assert all(any(c.isalnum() for c in said) for said in (*wanted.phrases, *wanted.without))


def test_a_word_is_also_looked_for_as_texts_may_write_it() -> None:
    assert as_written("coeur") == ("coeur", "cœur")
    assert as_written("q10") == ("q10", "q 10")
    assert as_written("batterie") == ("batterie",)


def test_phrases_are_found_whatever_their_case_and_accents() -> None:
    text = "L’ÉTÉ des Œuvres : l'été des œuvres, pas l'étendue. Le S9+ n’est pas le S9."
    assert [text[a:b] for a, b in found_spans(text, ["l'ete des oeuvres"])] == [
        "L’ÉTÉ des Œuvres",
        "l'été des œuvres",
    ]
    assert [text[a:b] for a, b in found_spans(text, ["s9"])] == ["S9"]


@given(st.text(max_size=600), st.lists(st.text(min_size=1, max_size=12), max_size=4), st.integers(20, 300))
def test_a_snippet_is_a_piece_of_its_text(text: str, phrases: list[str], length: int) -> None:
    piece, spans = snippet(text, phrases, length)
    assert piece in text
    assert len(piece) <= length
    assert all(0 <= start < end <= len(piece) for start, end in spans)


def test_a_snippet_shows_where_most_of_what_is_wanted_stands() -> None:
    text = "Un début sans rien. " * 30 + "Le Nova tient deux jours. " + "Une fin sans rien. " * 30
    piece, spans = snippet(text, ["nova", "deux jours"], 200)
    assert [piece[a:b] for a, b in spans] == ["Nova", "deux jours"]


@pytest.mark.parametrize(
    ("said", "first", "after"),
    [
        ("2026", "2026-01-01", "2027-01-01"),
        ("2026-12", "2026-12-01", "2027-01-01"),
        ("2026-03-02", "2026-03-02", "2026-03-03"),
        ("02/03/2026", "2026-03-02", "2026-03-03"),
        ("2.3.2026", "2026-03-02", "2026-03-03"),
        ("mars 2026", "2026-03-01", "2026-04-01"),
        ("1er août 2025", "2025-08-01", "2025-08-02"),
        ("March 2026", "2026-03-01", "2026-04-01"),
        ("hier", "2026-03-14", "2026-03-15"),
        ("Aujourd’hui", "2026-03-15", "2026-03-16"),
    ],
)
def test_days_months_and_years_are_read(said: str, first: str, after: str) -> None:
    found = read_days(said, NOW)
    assert found is not None
    assert [f"{moment:%Y-%m-%d}" for moment in found] == [first, after]


def test_so_many_days_end_now() -> None:
    assert read_days("7 jours", NOW) == (NOW.replace(day=8), NOW)
    assert read_days("2 weeks", NOW) == (NOW.replace(day=1), NOW)


@pytest.mark.parametrize("said", ["", "bientôt", "2026-13", "31/02/2026", "99999", "ma 2026", "0000"])
def test_what_is_no_date_is_none(said: str) -> None:
    assert read_days(said, NOW) is None


@pytest.mark.parametrize("typed", ["gaz", "GAZETTE", "gazete", "la gazet", "zette"])
def test_names_are_completed_with_typos(typed: str) -> None:
    names = [Offered(name, name) for name in ("Le Fil", "La Gazette", "Radio Brume")]
    assert nearest(names, typed, 1)[0].label == "La Gazette"


def test_of_nothing_typed_the_first_are_offered() -> None:
    names = [Offered(str(number), str(number)) for number in range(40)]
    assert nearest(names, " ", 25) == names[:25]
