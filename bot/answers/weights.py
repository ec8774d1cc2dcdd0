"""What each signal of a piece is worth as an answer; learnt by tests/fit_answers.py (data/weights.json)."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from importlib.resources import files


@cache
def weights() -> Mapping[str, float]:
    """By the signal's name; one that is not there is worth nothing."""
    text = files("bot.answers").joinpath("data", "weights.json").read_text("utf-8")
    found: dict[str, float] = json.loads(text)
    return found
