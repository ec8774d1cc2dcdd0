"""What is new, changed or gone in an article's thread; pure."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Protocol

from storage.records import CommentItem


class Known(Protocol):
    """What is stored of a comment."""

    @property
    def id(self) -> int: ...
    @property
    def digest(self) -> str: ...
    @property
    def deleted(self) -> bool: ...


@dataclass(frozen=True, slots=True)
class SavedComment:
    """A comment to store: new, changed or come back. `known_id` is our id of it, if we have one."""

    item: CommentItem
    digest: str
    known_id: int | None


@dataclass(frozen=True, slots=True)
class CommentChanges:
    """What a reading of a thread changes, in the order of the reading."""

    saved: tuple[SavedComment, ...] = ()
    gone: tuple[int, ...] = ()


def digest(item: CommentItem) -> str:
    """Covers what a reader sees of a comment, and whom it answers."""
    seen = [item.author, item.avatar, item.url, item.published.isoformat(), item.markdown, item.parent]
    return hashlib.sha256(json.dumps(seen).encode()).hexdigest()[:16]


def decide(items: Iterable[CommentItem], known: Mapping[str, Known], *, floor: int | None) -> CommentChanges:
    """Compare a reading with what is stored of the same thread.

    A stored comment that the reading lacks is gone where its numeric guid is at least `floor`; with 0 every
    one is, with None nothing is said about absent ones.
    """
    read = {item.guid: item for item in items}
    saved: list[SavedComment] = []
    for item in read.values():
        had = known.get(item.guid)
        if had is None or had.deleted or had.digest != digest(item):
            saved.append(SavedComment(item, digest(item), had.id if had else None))
    absent = [(guid, had) for guid, had in known.items() if guid not in read and not had.deleted]
    gone = (had.id for guid, had in absent if _is_covered(guid, floor))
    return CommentChanges(tuple(saved), tuple(gone))


def _is_covered(guid: str, floor: int | None) -> bool:
    if not floor:
        return floor == 0
    return guid.isdecimal() and int(guid) >= floor
