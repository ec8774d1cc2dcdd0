"""What people read: one catalogue in Fluent, French and English."""

from __future__ import annotations

from functools import cache
from importlib import resources
from typing import Final

from fluent.runtime import FluentBundle, FluentResource

from bot.plain import shorten

LANGUAGES: Final = ("fr", "en")

# The library refuses longer arguments.
_LONGEST = 1_000


def language_of(*locales: str | None) -> str:
    """The first of some Discord locales ("fr", "en-GB", …) that we speak; English where there is none."""
    for locale in locales:
        language = (locale or "").split("-")[0].lower()
        if language in LANGUAGES:
            return language
    return "en"


def say(language: str, name: str, /, **arguments: object) -> str:
    """The text of a name in "fr" or "en"; KeyError where the name or an argument is missing."""
    bundle = _bundle(language)
    message = bundle.get_message(name)
    if message.value is None:
        raise KeyError(name)
    fitting = {k: shorten(v, _LONGEST) if isinstance(v, str) else v for k, v in arguments.items()}
    text, errors = bundle.format_pattern(message.value, fitting)
    if errors:
        raise KeyError(f"{name}: {errors[0]}")
    return str(text)


def names(language: str) -> list[str]:
    """The names of all texts of a language, in the order of its file."""
    return [line.split(" =")[0] for line in catalogue(language).splitlines() if line[:1].isalpha()]


@cache
def _bundle(language: str) -> FluentBundle:
    # Isolation marks would show as odd characters in names and links on some clients.
    bundle = FluentBundle([language], use_isolating=False)
    bundle.add_resource(FluentResource(catalogue(language)))
    return bundle


def catalogue(language: str) -> str:
    """All texts of a language as Fluent source: the files of its folder, one per room of the house."""
    folder = resources.files("bot.texts").joinpath(language)
    files = sorted((file for file in folder.iterdir() if file.name.endswith(".ftl")), key=lambda f: f.name)
    return "\n".join(file.read_text(encoding="utf-8") for file in files)
