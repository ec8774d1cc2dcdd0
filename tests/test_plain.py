"""Texts of strangers: cleaned, and shown on Discord as just these words."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot import plain

MENTION = re.compile(r"@everyone|@here|<@[!&]?\d+>|<#\d+>|<t:-?\d+(:\w)?>|</[^>]+:\d+>|<a?:\w+:\d+>|<id:\w+>")
HOSTILE = st.text(alphabet="@everyonhr<>#!&:/t0123456789aid*_~`|[]() \n-.\\é", max_size=60)


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("a_b *c* ~~d~~ `e` ||f||", r"a\_b \*c\* \~\~d\~\~ \`e\` \|\|f\|\|"),
        ("# Titre", r"\# Titre"),
        ("-# petit", r"\-# petit"),
        ("> cité\n- point\n1. premier", "\\> cité\n\\- point\n1\\. premier"),
        ("prix - 20 %", "prix - 20 %"),
        ("[ici](http://x.example/a_b)", r"\[ici\](<http://x.example/a_b>)"),
        ("voir https://x.example/a_b_c. Oui", "voir <https://x.example/a_b_c>. Oui"),
        ("@everyone et <@123>", "@\u200beveryone et \\<\u200b@123>"),
        ("<#12> </ask:34> <t:1> <a:b:5> <id:guide>", None),
        ("discord.gg/abc", "discord.\u200bgg/abc"),
    ],
)
def test_markdown_shows_just_the_words(written: str, shown: str | None) -> None:
    escaped = plain.escape(written)
    assert shown is None or escaped == shown
    assert not MENTION.search(escaped)


@given(HOSTILE)
def test_no_text_ever_mentions_anyone(text: str) -> None:
    assert not MENTION.search(plain.escape(text))
    assert not MENTION.search(plain.without_mentions(text))


@given(HOSTILE)
def test_escaping_loses_no_word(text: str) -> None:
    shown = re.sub(r"\\([^\w\s])|\u200b", r"\1", plain.escape(text))
    assert re.sub(r"[\\<>]", "", shown) == re.sub(r"[\\<>]", "", text)


@pytest.mark.parametrize(
    ("given_text", "cleaned"),
    [
        ("e\u0301te\u0301", "été"),
        ("a\u202eb\u200bc\ufeff\x00d", "abcd"),
        ("z" + "\u0336\u0337\u0338" * 50, "z\u0336\u0337\u0338"),
        ("a\r\nb\u2028c", "a\nb\nc"),
        ("👩\u200d💻", "👩\u200d💻"),
    ],
)
def test_odd_characters_go(given_text: str, cleaned: str) -> None:
    assert plain.clean(given_text) == cleaned


def test_lines_and_paragraphs() -> None:
    assert plain.one_line("  a \n\n b \u00a0 c ") == "a b c"
    assert plain.one_line("Quoi\u202f? «\u00a0Rien\u00a0»") == "Quoi\u202f? «\u00a0Rien\u00a0»"
    assert plain.paragraphs(" a \n\n\n\n  b\n c ") == "a\n\nb\nc"


@given(st.text(max_size=80), st.integers(1, 60))
def test_shortened_text_fits(text: str, limit: int) -> None:
    assert len(plain.shorten(text, limit)) <= limit


def test_text_is_cut_between_words() -> None:
    assert plain.shorten("un texte assez long", 15) == "un texte assez…"
    assert plain.shorten("court", 15) == "court"
