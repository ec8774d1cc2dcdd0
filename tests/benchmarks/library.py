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
_MODELS = ("", "+", " plus", " pro", "-20", "x")
_ODD = (
    "' OR 1=1; DROP TABLE articles; --",
    'NEAR("a" "b", 5) AND title:q10 NOT *',
    "^(a+)+$ [[:alpha:]] \\d{1000}",
    "🤷‍♀️",
    "\x00\x01\ud800",
    "1 299,99 €",
    "l'aujourd'hui-là-t-il",
    "漢字かな交じり文",
    "مرحبا",
    "anticonstitutionnellementissime" * 3,
)


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


def strange(count: int, seed: int = 8) -> list[str]:
    """Questions that are made to cost: up to 10,000 characters of common, rare, mistyped or model words,
    of each mixed, or of other languages and other people's syntax.
    """
    chance = random.Random(seed)
    common = [word for word, _ in _counts(_FRENCH + _ENGLISH).most_common(2_000)]
    made: list[str] = []
    while len(made) < count:
        several = [
            chance.choices(common[: chance.choice((60, 2_000))], k=200),
            _names(chance, 200),
            [_mistyped(word, chance) for word in chance.choices(common, k=200)],
            [_mistyped(word, chance) for word in _names(chance, 200)],
            [f"{chance.choice('qzsx')}{chance.randrange(99)}{chance.choice(_MODELS)}" for _ in range(200)],
            chance.choices(_ODD, k=200),
        ]
        several.append([word for some in several for word in some[:40]])
        for words in several:
            chance.shuffle(words)
            made.append(" ".join(words[: chance.choice((12, 24, 60, 200))])[:10_000])
        made.append((" ".join(_names(chance, 3)) + " ") * 400)
    return made[:count]


def _mistyped(word: str, chance: random.Random) -> str:
    at = chance.randrange(len(word))
    return word[:at] + chance.choice("aeiounrst") + word[at + chance.randrange(2) :]


def products(count: int, seed: int = 7) -> list[str]:
    """Names of products, each with a model."""
    chance = random.Random(seed)
    return [
        f"{' '.join(_names(chance, 2))} {chance.choice('QZSX')}{chance.randrange(99)}" for _ in range(count)
    ]


class _Words:
    def __init__(self, sets: tuple[str, ...], chance: random.Random) -> None:
        counts = _counts(sets)
        self._words = list(counts)
        self._weights = list(itertools.accumulate(counts.values()))
        self._chance = chance

    def some(self, count: int) -> list[str]:
        words = self._chance.choices(self._words, cum_weights=self._weights, k=count)
        for place in range(count):
            if self._chance.random() < 0.05:
                words[place] = _names(self._chance, 1)[0]
        return words


def _counts(sets: tuple[str, ...]) -> Counter[str]:
    """How often each word stands in the sets."""
    rows = (row for name in sets for row in _rows(name, "corpus"))
    return Counter(
        word for row in rows for word in re.findall(r"\w[\w'’-]*", f"{row['title']} {row['text']}")
    )


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
