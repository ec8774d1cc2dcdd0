"""What reading a source gives."""

from __future__ import annotations

from dataclasses import dataclass

from storage.records import ArticleItem, CommentItem


@dataclass(frozen=True, slots=True)
class Hints:
    """How a site wants to be read: its Cache-Control, a feed's time to live in seconds, its WebSub hub."""

    cache_control: str = ""
    ttl: float | None = None
    hub: str = ""
    topic: str = ""


NO_HINTS = Hints()


@dataclass(frozen=True, slots=True)
class ArticleReading:
    """What one look at a source found.

    `items` are oldest first and may hold articles that we have already. `validators` replace those of the
    source's state. `unchanged`: the site said, or we saw, that nothing changed since they were made.
    `gone` names by guid those that are known to be gone from the site. `comments` are those of the one
    article of a page, None where the reading brought none.
    """

    items: tuple[ArticleItem, ...] = ()
    validators: tuple[tuple[str, str, str], ...] = ()
    unchanged: bool = False
    gone: frozenset[str] = frozenset()
    comments: tuple[CommentItem, ...] | None = None
    hints: Hints = NO_HINTS
