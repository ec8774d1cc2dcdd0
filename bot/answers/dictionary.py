"""The words of French and English: what is one of them was hardly mistyped, though no text holds it."""

from __future__ import annotations

import gzip
import json
from functools import cache
from importlib.resources import files

from bot.answers.tokens import fold

_LANGUAGES = ("fr", "en")
# How often a word stands in the films and books that the lists were counted in: rarer ones hold slips.
_OFTEN = 1_000
_SHORTEST = 4


@cache
def dictionary() -> frozenset[str]:
    """The folded words that are written often, of at least four letters. The first call takes .2 s."""
    found: set[str] = set()
    for language in _LANGUAGES:
        packed = files("spellchecker").joinpath("resources", f"{language}.json.gz").read_bytes()
        counts: dict[str, int] = json.loads(gzip.decompress(packed))
        found |= {fold(word) for word, often in counts.items() if often >= _OFTEN and len(word) >= _SHORTEST}
    return frozenset(found)
