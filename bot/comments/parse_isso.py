"""A thread as an Isso server gives it. For the worker processes."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from bot.causes import Cause
from bot.comments.markup import Markup, to_item
from bot.comments.order import in_order
from bot.errors import SourceError
from storage.records import CommentItem

_SHOWN = 1
_START = datetime.fromtimestamp(0, UTC)


def parse_comments(body: bytes, page: str) -> tuple[CommentItem, ...]:
    """The comments shown below the article at `page`, in time order, parents first.

    A deleted one that has replies (mode 4) is left out; its replies keep its id as their parent.
    """
    return in_order(_item(row, page) for row in read_rows(body) if row.get("mode") == _SHOWN)


def read_rows(body: bytes) -> list[dict[str, Any]]:
    """All the comments of the answer, replies behind what they answer; else SourceError."""
    try:
        return list(_flat(json.loads(body)["replies"]))
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise SourceError(Cause("cause-no-isso")) from error


def _flat(rows: Any) -> Iterator[dict[str, Any]]:
    for row in rows:
        if not isinstance(row["id"], int):
            raise TypeError
        yield row
        yield from _flat(row.get("replies") or ())


def _item(row: dict[str, Any], page: str) -> CommentItem:
    markup = Markup(
        guid=str(row["id"]),
        # Isso escapes names when it takes them.
        author=str(row.get("author") or ""),
        published=_moment(row.get("created")),
        html=str(row.get("text") or ""),
        parent=str(row["parent"]) if row.get("parent") else None,
        avatar=str(row.get("gravatar_image") or ""),
        url=f"{page.partition('#')[0]}#isso-{row['id']}",
    )
    return replace(to_item(markup, page, _START), edited=_moment(row.get("modified")))


def _moment(seconds: Any) -> datetime | None:
    try:
        return datetime.fromtimestamp(float(seconds), UTC) if seconds else None
    except (TypeError, ValueError, OverflowError, OSError):
        return None
