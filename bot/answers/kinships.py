"""Words that answer for one another in news about products, French and English together."""

from __future__ import annotations

from importlib.resources import files


def _groups(name: str) -> tuple[tuple[str, ...], ...]:
    text = files("bot.answers").joinpath("data", name).read_text("utf-8")
    return tuple(tuple(line.split()) for line in text.splitlines() if line and not line.startswith("#"))


KINSHIPS = _groups("kinships.txt")
"""Groups of folded words; a word may stand in several."""
DISTANT = _groups("distant_kin.txt")
"""Groups whose words answer for one another less surely."""
