"""What holds a comment: words, links, young accounts; by tables and properties."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.comments.moderation_rules import check_word, first_id, first_link, held_word, is_young, tokens
from bot.config_sources import ModerationSettings
from tests.made import NOON

LETTERS = st.text(alphabet="abcdefghijklmnopqrstuvwxyzéàç", min_size=2, max_size=10)


@pytest.mark.parametrize(
    ("text", "words", "found"),
    [
        ("Gagnez au CASINO !", ["casino"], "casino"),
        ("Les casinos ferment", ["casino"], None),
        ("Les casinos ferment", ["casino*"], "casino*"),
        ("Quel encasinement", ["casino*"], None),
        ("Un enfoire", ["enfoiré"], "enfoiré"),
        ("Un ENFOIRÉ", ["enfoire"], "enfoire"),
        ("Un enfoire\u0301", ["enfoiré"], "enfoiré"),
        ("l’idiot du village", ["idiot"], "idiot"),
        ("L'IDIOT!", ["idiot"], "idiot"),
        ("id\u200biot", ["idiot"], "idiot"),
        ("un **id**iot", ["idiot"], "idiot"),
        ("_idiot_", ["idiot"], "idiot"),
        ("un i\\_diot", ["idiot"], "idiot"),
        ("ｉｄｉｏｔ", ["idiot"], "idiot"),
        ("ma sœur", ["soeur"], "soeur"),
        ("Comment gagner de l’argent vite", ["gagner de l'argent"], "gagner de l'argent"),
        ("gagner de quoi, de l’argent ?", ["gagner de l'argent"], None),
        ("de la cryptomonnaie", ["casino", "crypto*"], "crypto*"),
        ("[ici](https://casino.example/x)", ["casino"], "casino"),
        ("faux-cul", ["faux-cul"], "faux-cul"),
        ("Scunthorpe", ["cunt"], None),
        ("", ["casino"], None),
        ("casino", [], None),
    ],
)
def test_words_match_whole_whatever_their_case_accents_and_disguise(
    text: str, words: list[str], found: str | None
) -> None:
    assert held_word(text, words) == found


@given(LETTERS, LETTERS, LETTERS)
def test_a_listed_word_is_found_wherever_it_stands_alone(before: str, word: str, after: str) -> None:
    assert held_word(f"{before} {word.upper()}, {after}", [word]) == word


@given(LETTERS, LETTERS)
def test_a_word_inside_another_is_no_match_and_a_prefix_is_one_with_a_star(word: str, ending: str) -> None:
    longer = word + ending
    assert held_word(longer, [word]) is None
    assert held_word(longer, [f"{word}*"]) == f"{word}*"


@given(st.text(max_size=200))
def test_no_text_fails(text: str) -> None:
    tokens(text)
    first_link(text, "https://gazette.example")
    held_word(text, ["a*", "b c"])


@pytest.mark.parametrize(
    ("text", "link"),
    [
        ("voir https://spam.example/x", "https://spam.example/x"),
        ("[ici](http://spam.example)", "http://spam.example"),
        ("www.spam.example", "www.spam.example"),
        ("allez sur spam-site.com/promo", "spam-site.com/promo"),
        ("rien à voir.Et voilà", None),
        ("c’est fini.", None),
        ("https://gazette.example/autre", None),
        ("https://www.gazette.example/autre", None),
        ("https://blog.gazette.example/autre", None),
        ("https://gazette.example.evil.com/x", "https://gazette.example.evil.com/x"),
        ("3.14 et 10.000", None),
        ("https://[::1", "https://"),
    ],
)
def test_links_to_the_site_itself_are_no_links(text: str, link: str | None) -> None:
    found = first_link(text, "https://gazette.example")
    assert found == link if link != "https://" else found is None or found.startswith("https")


@pytest.mark.parametrize("piece", ["a-", "a.", "é", "https://", "www.", "a\u0301", "x.com-", "[", "idio "])
def test_no_text_takes_long(piece: str) -> None:
    text = piece * (65_000 // len(piece))
    first_link(text, "https://gazette.example")
    held_word(text, [f"idiot{n}*" for n in range(50)] + ["a b c d"] * 50)


@pytest.mark.parametrize("word", ["casino", "casino*", "gagner de l'argent", "faux-cul", "é*"])
def test_words_that_can_be_listed(word: str) -> None:
    assert check_word(word) == ""


@pytest.mark.parametrize("word", ["", " ", "*", "ca*ino", "casino**", ".*", "(a+)+$", "a|b"])
def test_what_is_no_word_is_refused_with_an_example(word: str) -> None:
    assert "casino" in check_word(word)


def test_an_accounts_id_tells_its_age() -> None:
    made = first_id(NOON - timedelta(days=3))
    assert is_young(made, NOON, 7)
    assert not is_young(made, NOON, 2)
    assert not is_young(made, NOON, 0)


def test_rules_need_a_channel_for_those_who_decide() -> None:
    with pytest.raises(ValueError, match="needs a channel"):
        ModerationSettings(words=("casino",))
    assert ModerationSettings(words=("casino",), channel=10**17).rules.any
    assert not ModerationSettings(channel=10**17).rules.any
