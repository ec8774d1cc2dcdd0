"""Grows decision trees, each mending what those before it judge wrongly (gradient boosting)."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from sklearn.ensemble import GradientBoostingClassifier

from bot.trees import Tree, Trees


@dataclass(frozen=True, slots=True)
class Growth:
    """How many trees of how many leaves, how far each mends, and the share of rows and features it sees."""

    trees: int
    stride: float
    leaves: int
    least_in_leaf: int
    seen: float
    asked: float

    def grow(
        self, found: Sequence[Mapping[str, float]], right: Sequence[bool], weights: Sequence[float]
    ) -> Trees:
        """The trees that tell what is right by features; a row without a feature has 0."""
        names = tuple(sorted({name for row in found for name in row}))
        values = np.array([[row.get(name, 0.0) for name in names] for row in found])
        boosted = GradientBoostingClassifier(
            n_estimators=self.trees, learning_rate=self.stride, max_leaf_nodes=self.leaves, max_depth=None,
            min_samples_leaf=self.least_in_leaf, subsample=self.seen, max_features=self.asked,
            random_state=1,
        )  # fmt: skip
        boosted.fit(values, right, sample_weight=weights)
        rate = float(np.average(right, weights=weights))
        grown = [self._as_lists(tree.tree_, 0) for tree in boosted.estimators_[:, 0]]
        return Trees(names, round(math.log(rate / (1 - rate)), 3), grown)

    def _as_lists(self, tree: Any, node: int) -> Tree:
        if tree.children_left[node] < 0:
            return round(self.stride * float(tree.value[node][0][0]), 3)
        limit = float(f"{tree.threshold[node]:.4g}")
        sides = (tree.children_left[node], tree.children_right[node])
        return [int(tree.feature[node]), limit, *(self._as_lists(tree, side) for side in sides)]
