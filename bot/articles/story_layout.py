"""Where in two articles what they share is told, and which day comes first; pure."""

from __future__ import annotations

from collections.abc import Collection

from bot.articles.story_profile import Profile
from bot.articles.story_words import WEEKDAYS

_PARTS = 4
_WEEK = 7
# In text_words a comma is not kept: a stretch of this many words is about as long as a clause.
_EARLY = 12


def layout(
    a: Profile, b: Profile, met: Collection[str], words: tuple[list[str], list[str]]
) -> dict[str, float]:
    """How evenly the traces `met` are spread over both texts, of which `words` are the traces in order.

    A round-up, or later news, tells another article's news in one place alone, often at the end.
    """
    found = {}
    for name, of in (("spread", _spread), ("place", _place), ("opens", _opens)):
        values = [of(text, met) for text in words]
        found[f"{name}_least"], found[f"{name}_most"] = min(values), max(values)
    return found | {"first_weekday": _first_weekday(a, b)}


def _spread(text: list[str], met: Collection[str]) -> float:
    """In how many of the parts of a text something is met, from 0 to 1."""
    return len({_PARTS * i // len(text) for i, trace in enumerate(text) if trace in met}) / _PARTS


def _place(text: list[str], met: Collection[str]) -> float:
    """Where what is met is told on the average: 0 at the beginning, 1 at the end."""
    places = [i / len(text) for i, trace in enumerate(text) if trace in met]
    return sum(places) / len(places) if places else 1.0


def _opens(text: list[str], met: Collection[str]) -> float:
    """How much is met in the first words."""
    return float(len({trace for trace in text[:_EARLY] if trace in met}))


def _first_weekday(a: Profile, b: Profile) -> float:
    """1 where both name the same day first, less the further they are apart; 0.5 where one names none."""
    first = [
        next((WEEKDAYS[w] for w in (*x.title_words, *x.text_words) if w in WEEKDAYS), None) for x in (a, b)
    ]
    if first[0] is None or first[1] is None:
        return 0.5
    gap = (first[0] - first[1]) % _WEEK
    return 1.0 if not gap else -float(min(gap, _WEEK - gap))
