"""Learnt trees tell what they were taught, whatever is asked of them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.trees import Tree, Trees

# Is it dear (more than 100)? Then its age (more than 3 years) speaks against it.
_BARGAIN = Trees(("price", "years"), 0.0, [[0, 100.0, 2.0, [1, 3.0, 0.5, -2.0]]])

_LEAVES = st.floats(-5, 5)
_TREES: st.SearchStrategy[Tree] = st.recursive(
    _LEAVES,
    lambda trees: st.tuples(st.integers(0, 1), st.floats(-9, 9), trees, trees).map(list),
    max_leaves=8,
)


@pytest.mark.parametrize(
    ("found", "likely"),
    [
        ({"price": 90.0, "years": 9.0}, 0.88),
        ({"price": 100.0}, 0.88),
        ({"price": 101.0, "years": 3.0}, 0.62),
        ({"price": 101.0, "years": 4.0}, 0.12),
        ({}, 0.88),
    ],
)
def test_a_tree_is_followed_to_its_leaf(found: dict[str, float], likely: float) -> None:
    assert _BARGAIN.likely(found) == pytest.approx(likely, abs=0.005)


@given(st.lists(_TREES, max_size=5), st.floats(-3, 3), st.floats(-99, 99), st.floats(-99, 99))
def test_trees_are_read_as_they_were_written(trees: list[Tree], start: float, a: float, b: float) -> None:
    grown = Trees(("a", "b"), start, trees)
    likely = grown.likely({"a": a, "b": b})
    assert 0 <= likely <= 1
    assert Trees.read(grown.written()).likely({"a": a, "b": b}) == likely
