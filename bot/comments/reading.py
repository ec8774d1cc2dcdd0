"""What reading the comments of a whole site gives."""

from __future__ import annotations

from dataclasses import dataclass

from storage.records import CommentItem


@dataclass(frozen=True, slots=True)
class CommentWindow:
    """The newest comments of a site, of all articles, in time order.

    `items` are (the article's guid, the comment). A stored comment whose id is at least `floor` and that is
    absent here is gone or held; None: the window says nothing about absent comments.
    """

    items: tuple[tuple[str, CommentItem], ...] = ()
    floor: int | None = None
