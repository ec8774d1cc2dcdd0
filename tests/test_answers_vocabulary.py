"""Mistyped words, and what they were meant for."""

from __future__ import annotations

from bot.answers.question import understand
from bot.answers.tokens import stem
from bot.answers.vocabulary import Vocabulary
from storage.passage_records import IndexState

_WORDS = "blackberry autonomie batterie telephone q10 z10 s9 wifi tmobile galaxy fermeture ferme".split()


def _vocabulary() -> Vocabulary:
    return Vocabulary.of(IndexState(100, 1), {stem(word): 5 for word in _WORDS}, _WORDS)


def _read(question: str) -> list[str]:
    return [idea.word for idea in understand(question, _vocabulary()).ideas]


def test_one_edit_is_understood_and_said() -> None:
    asked = understand("blakberry autonomei", _vocabulary())
    assert [idea.word for idea in asked.ideas] == ["blackberry", "autonomie"]
    assert asked.corrections == (("blakberry", "blackberry"), ("autonomei", "autonomie"))


def test_a_word_with_a_digit_is_never_taken_for_another() -> None:
    asked = understand("Q11 q10s z1o s9+", _vocabulary())
    assert [(idea.word, idea.known) for idea in asked.ideas] == [
        ("q11", False),
        ("q10s", False),
        ("z1o", False),
        ("s9+", False),
    ]
    assert asked.corrections == ()


def test_a_mistyped_word_of_grammar_is_left_aside() -> None:
    assert _read("cmoment aevc la batterie") == ["batterie"]


def test_a_mistyped_word_of_asking_is_understood_though_no_text_holds_it() -> None:
    assert _read("pirx batterie") == ["prix", "batterie"]


def test_names_written_apart_or_together_meet() -> None:
    apart = understand("wi fi", _vocabulary())
    assert all((stem("wifi"), 1.0) in idea.forms for idea in apart.ideas)
    assert _read("galaxys9") == ["galaxy", "s9"]


def test_words_of_a_family_stand_for_one_another_a_little() -> None:
    (idea,) = understand("fermeture", _vocabulary()).ideas
    assert stem("ferme") in dict(idea.kin)


def test_a_number_belongs_to_the_word_before_it() -> None:
    asked = understand("orion 5 et prix", _vocabulary())
    assert asked.bound == {1: 0}


def test_a_long_question_is_not_read_whole() -> None:
    words = " ".join(f"zzzz{chr(97 + n % 26)}{chr(97 + n // 26 % 26)}q" for n in range(2_000))
    assert len(understand(words, _vocabulary()).ideas) <= 24


def test_the_vocabulary_follows_changes() -> None:
    vocabulary = _vocabulary()
    vocabulary.update(IndexState(101, 2), {"liseu": 1, "galaxi": -5}, ["liseuse"])
    assert (vocabulary.count("liseu"), vocabulary.count("galaxi")) == (1, 0)
    assert [near.word for near in vocabulary.neighbours("lisuese")] == ["liseuse"]
    assert vocabulary.neighbours("galaxi") == []
