"""The order in which comments are told."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from storage.records import CommentItem

# When, then by number, then by guid.
_Age = tuple[datetime, int, str]
# The age that decides, how many comments deep an answer waits for it, its own age.
_Turn = tuple[_Age, int, _Age]


def in_order(items: Iterable[CommentItem]) -> tuple[CommentItem, ...]:
    """In time order, but never a child before its parent; a parent that is not among them does not count."""
    known = {item.guid: item for item in items}
    turns: dict[str, _Turn] = {}
    for item in known.values():
        _find_turn(item, known, turns)
    return tuple(sorted(known.values(), key=lambda item: turns[item.guid]))


def _find_turn(item: CommentItem, known: dict[str, CommentItem], turns: dict[str, _Turn]) -> None:
    """An answer's turn is its own, but if that comes before its parent's, just behind the parent."""
    line: dict[str, CommentItem] = {}
    above: CommentItem | None = item
    # Up to a comment whose turn is known, to one without a parent, or around a circle to where it began.
    while above is not None and above.guid not in turns and above.guid not in line:
        line[above.guid] = above
        above = known.get(above.parent or "")
    before = turns.get(above.guid) if above else None
    for each in reversed(line.values()):
        own = (each.published, int(each.guid) if each.guid.isdecimal() else 0, each.guid)
        waits = before is not None and own < before[0]
        before = (before[0], before[1] + 1, own) if before and waits else (own, 0, own)
        turns[each.guid] = before
