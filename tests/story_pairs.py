"""Pairs of articles, the same news or not, each origin by a hand of its own: data/story_pairs.json.gz."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any

OLDER = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth")
NEWER = (
    "ninth", "tenth", "eleventh", "twelfth", "thirteenth", "fourteenth", "fifteenth", "sixteenth",
    "seventeenth", "eighteenth", "nineteenth", "twentieth",
)  # fmt: skip
# Nothing was learnt from these, nor were they read when words and rules were written: they judge.
UNREAD = ("twenty-first", "twenty-second", "twenty-third", "twenty-fourth")


def read_pairs() -> list[dict[str, Any]]:
    """Every pair: its `origin`, `kind`, whether it is the `same`, and its articles `a` and `b`."""
    packed = (Path(__file__).parent / "data" / "story_pairs.json.gz").read_bytes()
    pairs: list[dict[str, Any]] = json.loads(gzip.decompress(packed))
    return pairs
