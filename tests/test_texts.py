"""The catalogue: complete in both languages, and French set as French is set."""

from __future__ import annotations

import re

import discord
import pytest

from bot.texts import LANGUAGES, catalogue, language_of, names, say

ARGUMENT = re.compile(r"\{ \$(\w+)")


def arguments_of(language: str) -> dict[str, set[str]]:
    blocks = re.split(r"\n(?=[a-z])", catalogue(language))
    return {b.split(" =")[0]: set(ARGUMENT.findall(b)) for b in blocks if b[:1].isalpha()}


def test_both_languages_have_the_same_texts() -> None:
    assert names("fr") == names("en")


def test_both_languages_use_the_same_arguments() -> None:
    assert arguments_of("fr") == arguments_of("en")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_text_can_be_said(language: str) -> None:
    for name, arguments in arguments_of(language).items():
        assert say(language, name, **dict.fromkeys(arguments, 2)).strip()


def test_a_missing_argument_is_an_error() -> None:
    with pytest.raises(KeyError):
        say("fr", "search-none")


@pytest.mark.parametrize("language", LANGUAGES)
def test_command_names_and_descriptions_keep_discords_limits(language: str) -> None:
    for name in names(language):
        if name.endswith("-description"):
            assert 1 <= len(say(language, name)) <= 100
        elif name.startswith("command-"):
            assert re.fullmatch(r"[-_\w]{1,32}", say(language, name))
            assert say(language, name) == say(language, name).lower()


def test_french_sets_no_break_spaces_before_high_punctuation_and_inside_quotes() -> None:
    for name in names("fr"):
        text = say("fr", name, **dict.fromkeys(arguments_of("fr")[name], "mot"))
        assert not re.search(r"(?<![\u00a0\u202f(*])[;!?»](?!\w)|«(?!\u00a0)| [:;!?»]", text), text
        assert not re.search(r"(?<=\w):(?!/)(?=\s|\*|$)", text), text
        assert "'" not in text, f"{name}: a straight apostrophe"


@pytest.mark.parametrize(
    ("locales", "language"),
    [
        (["fr"], "fr"),
        (["en-GB", "fr"], "en"),
        (["de", "fr"], "fr"),
        (["de", None], "en"),
        ([], "en"),
        ([str(discord.Locale.french)], "fr"),
    ],
)
def test_the_first_language_we_speak_is_used(locales: list[str | None], language: str) -> None:
    assert language_of(*locales) == language
