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


def decide(items: Iterable[CommentItem], known: Mapping[str, Known], *, whole: bool) -> CommentChanges:
    """Compare a reading with what is stored of the same comments.

    `whole`: a stored comment that the reading lacks is gone from the site.
    """
    read = {item.guid: item for item in items}
    saved: list[SavedComment] = []
    for item in read.values():
        had = known.get(item.guid)
        if had is None or had.deleted or had.digest != digest(item):
            saved.append(SavedComment(item, digest(item), had.id if had else None))
    gone = (had.id for guid, had in known.items() if guid not in read and not had.deleted) if whole else ()
    return CommentChanges(tuple(saved), tuple(gone))
