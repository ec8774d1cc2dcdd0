"""Why a source failed: kept as a text's name and its arguments, and said in each reader's language."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from bot.texts import say

_KEPT = ('["cause-', '["permission-')


@dataclass(frozen=True, slots=True)
class Cause:
    """The name of a text in the `causes*.ftl` and its arguments, among them causes that are kept, or several.

    As a string it is the English of the log and the command line.
    """

    text: str
    arguments: Mapping[str, str | int | Sequence[str]] = field(default_factory=dict)

    def __str__(self) -> str:
        return self.said("en")

    def said(self, language: str) -> str:
        """The text in "fr" or "en"; KeyError where the name or an argument is missing."""
        arguments = {name: _said(what, language) for name, what in self.arguments.items()}
        return say(language, self.text, **arguments)

    def kept(self) -> str:
        """As it is stored; `said` reads it."""
        return json.dumps([self.text, dict(self.arguments)], ensure_ascii=False)


def said(reason: str, language: str) -> str:
    """A stored reason in "fr" or "en"; one that is no cause of ours stays as it is."""
    if not reason.startswith(_KEPT):
        return reason
    try:
        text, arguments = json.loads(reason)
        return Cause(text, arguments).said(language)
    except (ValueError, TypeError, AttributeError, LookupError, RecursionError):
        return reason


def _said(argument: str | int | Sequence[str], language: str) -> str | int:
    if isinstance(argument, int):
        return argument
    return ", ".join(said(one, language) for one in ([argument] if isinstance(argument, str) else argument))
