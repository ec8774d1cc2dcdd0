"""Decision trees that were learnt elsewhere, and what they tell of named features; pure."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Self

Tree = float | list[Any]
"""A weight, or [the number of a feature, a limit, the tree up to the limit, the tree above it]."""


@dataclass(frozen=True, slots=True)
class Trees:
    """`features` in the order in which the trees number them; `start` is added to what the trees tell."""

    features: tuple[str, ...]
    start: float
    trees: Sequence[Tree]

    @classmethod
    def read(cls, text: str) -> Self:
        """The trees that `written` wrote."""
        found = json.loads(text)
        return cls(tuple(found["features"]), found["start"], found["trees"])

    def written(self) -> str:
        """The trees as JSON."""
        held = {"features": self.features, "start": self.start, "trees": self.trees}
        return json.dumps(held, separators=(",", ":")) + "\n"

    def likely(self, found: Mapping[str, float]) -> float:
        """How likely it is, from 0 to 1, by features; what is not found is 0."""
        values = [found.get(name, 0.0) for name in self.features]
        return 1 / (1 + math.exp(-self.start - math.fsum(_weight(tree, values) for tree in self.trees)))


def _weight(tree: Tree, values: Sequence[float]) -> float:
    while isinstance(tree, list):
        number, limit, low, high = tree
        tree = low if values[number] <= limit else high
    return tree
