"""Sets of articles and questions, each by a hand of its own (data/questions*.json, questions_unread.json.gz).

What a set is made of is told by score_answers.
"""

from __future__ import annotations

import gzip
import json
from functools import cache
from pathlib import Path
from typing import Any

# Read while words, rules and signals were made: their words are known to the lists.
READ = (
    "questions", "questions_devices", "questions_news", "questions_home", "questions_reviews",
    "questions_hardware", "questions_services", "questions_phones", "questions_daily",
)  # fmt: skip
# Never read for that: they teach, and tell, how questions of new hands fare.
UNREAD = ("mixed", "invented", "cars", "telecoms", "computers", "magazine", "consumer", "near")

_DATA = Path(__file__).parent / "data"


def question_set(name: str) -> dict[str, Any]:
    """A set as it is stored: {"now", "articles", "questions"}."""
    if name in UNREAD:
        found: dict[str, Any] = _unread()[name]
    else:
        found = json.loads((_DATA / f"{name}.json").read_text("utf-8"))
    return found


@cache
def _unread() -> dict[str, dict[str, Any]]:
    packed = (_DATA / "questions_unread.json.gz").read_bytes()
    unread: dict[str, dict[str, Any]] = json.loads(gzip.decompress(packed))
    return unread
