"""Sets of articles and questions, each by a hand of its own (data/questions*.json, questions_packed.json.gz).

What a set is made of is told by score_answers.
"""

from __future__ import annotations

import gzip
import json
from functools import cache
from pathlib import Path
from typing import Any

_PLAIN = (
    "questions", "questions_devices", "questions_news", "questions_home", "questions_reviews",
    "questions_hardware", "questions_services", "questions_phones", "questions_daily",
)  # fmt: skip
_PACKED = (
    "mixed", "invented", "cars", "telecoms", "computers", "magazine", "consumer", "near", "handsets", "games",
    "household", "software", "models", "regional", "electronics", "tariffs", "riding", "versions",
)  # fmt: skip
# What they got wrong was read while words and signals were made; they teach.
READ = _PLAIN + _PACKED
# Nobody has read them for that, and they teach nothing: they tell how questions of new hands fare.
UNREAD = ("memory", "general", "mobility", "students")

_DATA = Path(__file__).parent / "data"


def question_set(name: str) -> dict[str, Any]:
    """A set as it is stored: {"now", "articles", "questions"}."""
    if name not in _PLAIN:
        return _packed()[name]
    found: dict[str, Any] = json.loads((_DATA / f"{name}.json").read_text("utf-8"))
    return found


@cache
def _packed() -> dict[str, dict[str, Any]]:
    packed = (_DATA / "questions_packed.json.gz").read_bytes()
    sets: dict[str, dict[str, Any]] = json.loads(gzip.decompress(packed))
    return sets
