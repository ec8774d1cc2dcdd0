"""The door for checks of product names from outside."""

from __future__ import annotations

from bot.answers.products import names


def products(text: str) -> list[str]:
    """The products that a text speaks of, canonical names."""
    return names(text)
