"""What answers a question and what is refused, decided from data."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime

import pytest

from bot.answers.choice import choose
from bot.answers.rules import Evidence, Subject, read_intent

_NOW = datetime(2024, 6, 1, tzinfo=UTC)
_MODEL = Subject(weight=1.8, rarity=5.0, model=True, manner=False)
_TOPIC = Subject(weight=1.8, rarity=5.0, model=False, manner=False)
_MANNER = Subject(weight=1.0, rarity=1.0, model=False, manner=True)


def _piece(
    held: Mapping[int, float],
    text: str = "Rien de précis.",
    *,
    about: Mapping[int, float] | None = None,
    comment: bool = False,
    year: int = 2024,
    sibling: bool = False,
    names: frozenset[int] = frozenset(),
    product: float | None = None,
    value: float = 0.0,
) -> Evidence:
    published = datetime(year, 3, 1, tzinfo=UTC)
    return Evidence(
        comment, published, 1.0, held, about or {}, names, sibling, text, product, value, beside=held
    )


def _choose(question: str, subjects: list[Subject], pieces: list[Evidence]) -> list[int]:
    return choose(read_intent(question, _NOW), subjects, pieces, passages=1_000)


def test_a_piece_without_the_model_does_not_answer() -> None:
    assert _choose("autonomie q10", [_TOPIC, _MODEL], [_piece({0: 1}), _piece({0: 1, 1: 1})]) == [1]


def test_the_model_may_stand_in_the_title() -> None:
    assert _choose("autonomie q10", [_TOPIC, _MODEL], [_piece({0: 1}, about={1: 1})]) == [0]


def test_what_is_said_of_a_model_must_be_what_was_asked() -> None:
    assert _choose("poids q10", [_TOPIC, _MODEL], [_piece({}, about={1: 1})]) == []


def test_too_little_of_the_question_is_refused() -> None:
    assert _choose("a b c d", [_TOPIC] * 4, [_piece({0: 1})]) == []


def test_few_words_that_hardly_meet_by_chance_are_enough() -> None:
    rare = Subject(weight=2.0, rarity=7.0, model=False, manner=False)
    of_any_talk = Subject(weight=1.5, rarity=3.0, model=False, manner=False, loose=True)
    assert _choose("a b c d", [rare, rare, rare, of_any_talk], [_piece({0: 1, 1: 1, 2: 1})]) == [0]


def test_words_of_asking_need_not_be_held() -> None:
    assert _choose("trouver ecran", [_MANNER, _TOPIC], [_piece({1: 1})]) == [0]


def test_a_question_of_nothing_but_grammar_is_refused() -> None:
    assert _choose("", [], [_piece({})]) == []


def test_a_price_is_preferred_where_a_price_is_asked() -> None:
    pieces = [_piece({0: 1}), _piece({0: 1}, "Il coûte 649 €.", value=1.0)]
    assert _choose("prix q10", [_MODEL], pieces)[0] == 1


@pytest.mark.parametrize(
    ("question", "first"),
    [("prix q10 maintenant", 2024), ("prix q10 en 2019", 2019), ("prix de lancement q10", 2019)],
)
def test_the_time_that_is_asked_about_decides(question: str, first: int) -> None:
    pieces = [_piece({0: 1}, "Il coûte 649 €.", year=year, value=1.0) for year in (2019, 2021, 2024)]
    published = pieces[_choose(question, [_MODEL], pieces)[0]].published
    assert published is not None
    assert published.year == first


def test_readers_answer_what_readers_are_asked() -> None:
    pieces = [_piece({0: 1}), _piece({}, "Je l'adore.", about={0: 1}, comment=True)]
    assert _choose("avis q10", [_MODEL], pieces) == [1]


def test_articles_come_before_comments_for_a_fact() -> None:
    pieces = [_piece({0: 1}, comment=True), _piece({0: 1})]
    assert _choose("ecran", [_TOPIC], pieces) == [1, 0]


def test_a_comparison_takes_pieces_on_either_model_but_not_on_one_alone() -> None:
    pieces = [_piece({0: 1}), _piece({1: 1})]
    assert sorted(_choose("q10 ou z10", [_MODEL, _MODEL], pieces)) == [0, 1]
    shared = [_piece({0: 1, 2: 1}), _piece({1: 1, 2: 1})]
    assert sorted(_choose("q10 ou z10 ecran", [_MODEL, _MODEL, _TOPIC], shared)) == [0, 1]
    assert _choose("q10 ou z10 ecran", [_MODEL, _MODEL, _TOPIC], shared[:1]) == []


@pytest.mark.parametrize("courtesy", ["s'il vous plait", "svp", "please", "merci"])
def test_courtesy_asks_for_nothing(courtesy: str) -> None:
    intent = read_intent(f"combien coute le q10 {courtesy}", _NOW)
    assert (intent.price, intent.opinion) == (True, False)


@pytest.mark.parametrize(
    ("question", "compared"),
    [("q10 ou z10", True), ("le q10 est sorti ou pas", False), ("q10 out or not", False)],
)
def test_or_not_compares_nothing(question: str, compared: bool) -> None:
    assert read_intent(question, _NOW).comparison == compared


def test_an_article_on_a_sibling_comes_later() -> None:
    pieces = [_piece({0: 1}, sibling=True), _piece({0: 1})]
    assert _choose("q10", [_MODEL], pieces)[0] == 1


def test_a_piece_that_does_not_name_the_product_does_not_answer() -> None:
    product = Subject(weight=1.5, rarity=2.0, model=True, manner=False, product=True)
    pieces = [_piece({0: 1, 1: 1}, product=0.0), _piece({1: 1}, product=0.5)]
    assert _choose("ecran q10", [product, _TOPIC], pieces) == [1]


def test_a_price_of_the_product_is_refused_where_none_is_told() -> None:
    product = Subject(weight=1.5, rarity=2.0, model=True, manner=False, product=True)
    assert _choose("prix q10", [product], [_piece({0: 1}, product=1.0)]) == []
    assert _choose("prix q10", [product], [_piece({0: 1}, product=1.0, value=0.6)]) == [0]


def test_a_year_that_no_piece_is_of_is_refused() -> None:
    pieces = [_piece({0: 1}, "Il coûte 649 €.", year=2024, value=1.0)]
    assert _choose("prix q10 en 2019", [_MODEL], pieces) == []


@pytest.mark.parametrize("question", ["que pensent les lecteurs du q10", "avis q10", "what do readers think"])
def test_a_question_of_opinion_is_known(question: str) -> None:
    assert read_intent(question, _NOW).opinion


@pytest.mark.parametrize("question", ["combien coute le q10", "how much is it", "q10 price"])
def test_a_question_of_price_is_known(question: str) -> None:
    assert read_intent(question, _NOW).price


@pytest.mark.parametrize(
    ("question", "year"),
    [("les ventes en 2019", 2019), ("les ventes de l'an dernier", 2023), ("sales this year", 2024)],
)
def test_a_year_is_understood_from_today(question: str, year: int) -> None:
    assert read_intent(question, _NOW).years == {year}
