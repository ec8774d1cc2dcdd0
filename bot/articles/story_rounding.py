"""Which figures are the same, however they are rounded or written; pure."""

from __future__ import annotations

from collections.abc import Collection

from bot.articles.story_facts import ROUGHLY, Figure

# How far a round figure may be from the other, as a part of it.
_LEAST_ROUNDED, _LARGE, _MOST_ROUNDED = 10, 1000, 1e15
_ROUNDED, _ROUGH_SUM, _ROUGH_COUNT = 0.011, 0.06, 0.12
_GREAT, _ROUGH_GREAT = 1e5, 0.105
_EXACT = frozenset(("score", "clock"))
_MONEY, _JUST_UNDER = frozenset(("eur", "usd", "gbp")), 0.051


def shared(found: Collection[Figure], others: Collection[Figure]) -> list[Figure]:
    """The figures that are among the others, however they are rounded or written."""
    return [figure for figure in found if any(_alike(figure, other) for other in others)]


def _alike(x: Figure, y: Figure) -> bool:
    (unit, value), (other_unit, other) = x, y
    is_rough = (unit[0] == ROUGHLY) != (other_unit[0] == ROUGHLY)
    unit, other_unit = unit.lstrip(ROUGHLY), other_unit.lstrip(ROUGHLY)
    if unit != other_unit and "n" not in {unit, other_unit}:
        return False
    if value == other or {unit, other_unit} & _EXACT:
        return value == other
    if unit == other_unit and unit in _MONEY and _is_just_under(value, other):
        return True
    is_count = unit == other_unit == "n"
    most = _ROUNDED
    if is_rough:
        most = _ROUGH_COUNT if is_count else _ROUGH_GREAT if value >= _GREAT else _ROUGH_SUM
    return _rounds(value, other, most, is_count)


def _is_just_under(value: float, other: float) -> bool:
    """Whether one price is told as the other: 2 euros for 1.99."""
    smaller, larger = sorted((value, other))
    return larger < _LEAST_ROUNDED and larger == int(larger) and larger - smaller <= _JUST_UNDER


def _rounds(value: float, other: float, most: float, is_count: bool) -> bool:
    """Whether one number is the other in round figures: 9.4 billion for 9.37, 20 euros for 19.90."""
    smaller, larger = sorted((value, other))
    if not _LEAST_ROUNDED <= larger < _MOST_ROUNDED or larger - smaller > most * larger:
        return False
    if is_count and larger < _LARGE and most == _ROUNDED:
        return int(larger) == smaller
    return any(float(f"{x:.1e}") == x or x == int(y) for x, y in ((value, other), (other, value)))
