"""Documents and questions of any number, made from the words of the question sets beside the project.

Words come as often as in the real texts; one in twenty is a name from a long tail that grows with the
library, as names do. The same number gives the same library.
"""

from __future__ import annotations

import gzip
import itertools
import json
import random
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

SETS = Path(__file__).parents[2].parent / "shared" / "retrieval"
_FRENCH = ("piaf_fr", "spf_fr")
_ENGLISH = ("articles_en", "xquad_en", "product_en")
_SYLLABLES = "ba do fi gu ka le mi no pra ro sa ti vel xan zor lin dre cha mon tel".split()
_NAMES = 200_000


def is_there() -> bool:
    """Whether the question sets lie beside the project."""
    return (SETS / "piaf_fr" / "corpus.jsonl.gz").exists()


def documents(count: int, seed: int = 5) -> Iterator[dict[str, str]]:
    """Documents of about 110 words with `id`, `title` and `text`; three in five are French."""
    chance = random.Random(seed)
    french, english = _Words(_FRENCH, chance), _Words(_ENGLISH, chance)
    for number in range(count):
        words = french if chance.random() < 0.6 else english
        title = " ".join(words.some(chance.randint(4, 10)))
        sentences = [
            " ".join(words.some(chance.randint(6, 22))) for _ in range(chance.choice((3, 5, 7, 9, 14)))
        ]
        yield {"id": str(number), "title": title, "text": ". ".join(sentences) + "."}


def questions(count: int, typos: bool = False, seed: int = 6) -> list[str]:
    """Readers' questions of the sets, and a third made of words of the library's long tail."""
    chance = random.Random(seed)
    rows = [row for name in (*_FRENCH, *_ENGLISH) for row in _rows(name, "dev")]
    asked = [row["typo" if typos else "text"] for row in chance.choices(rows, k=count)]
    for place in range(0, count, 3):
        asked[place] = " ".join([*asked[place].split()[:4], *_names(chance, 2)])
    return asked


def products(count: int, seed: int = 7) -> list[str]:
    """Names of products, each with a model."""
    chance = random.Random(seed)
    return [
        f"{' '.join(_names(chance, 2))} {chance.choice('QZSX')}{chance.randrange(99)}" for _ in range(count)
    ]


class _Words:
    def __init__(self, sets: tuple[str, ...], chance: random.Random) -> None:
        rows = (row for name in sets for row in _rows(name, "corpus"))
        counts = Counter(
            word for row in rows for word in re.findall(r"\w[\w'’-]*", f"{row['title']} {row['text']}")
        )
        self._words = list(counts)
        self._weights = list(itertools.accumulate(counts.values()))
        self._chance = chance

    def some(self, count: int) -> list[str]:
        words = self._chance.choices(self._words, cum_weights=self._weights, k=count)
        for place in range(count):
            if self._chance.random() < 0.05:
                words[place] = _names(self._chance, 1)[0]
        return words


def _names(chance: random.Random, count: int) -> list[str]:
    """Names by Zipf's law: the n-th comes 1/n as often as the first."""
    return [_name(int(_NAMES ** chance.random())) for _ in range(count)]


def _name(number: int) -> str:
    if number % 7 == 0:
        return f"{'QZSXKM'[number % 6]}{number % 97}"
    parts = []
    number += 400
    while number:
        number, rest = divmod(number, len(_SYLLABLES))
        parts.append(_SYLLABLES[rest])
    return "".join(parts).capitalize()


def _rows(name: str, part: str) -> list[dict[str, str]]:
    with gzip.open(SETS / name / f"{part}.jsonl.gz", "rt", encoding="utf-8") as file:
        return [json.loads(line) for line in file]
