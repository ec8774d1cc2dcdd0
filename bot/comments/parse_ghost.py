"""Comments as Ghost's members API gives them. For the worker processes."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from html import escape
from typing import Any

from bot.causes import Cause
from bot.comments.markup import Markup, to_item
from bot.dates import parse_date
from bot.errors import SourceError
from storage.records import CommentItem

_START = datetime.fromtimestamp(0, UTC)


def parse_page(body: bytes, page: str) -> tuple[tuple[CommentItem, ...], tuple[str, ...], int]:
    """One page of an answer → (its comments with their replies, the comments whose replies are not all
    there, how many pages there are).

    A deleted or hidden comment (its `html` is null) is left out; its replies keep its id as their parent.
    """
    try:
        answer = json.loads(body)
        rows = list(answer["comments"])
        items = tuple(_item(row, page) for row in _flat(rows) if row.get("html") is not None)
        lacking = tuple(str(row["id"]) for row in rows if _lacks_replies(row))
        return items, lacking, int(answer.get("meta", {}).get("pagination", {}).get("pages") or 1)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise SourceError(Cause("cause-no-ghost-comments")) from error


def _flat(rows: Any) -> Iterator[dict[str, Any]]:
    for row in rows:
        yield row
        yield from _flat(row.get("replies") or ())


def _lacks_replies(row: dict[str, Any]) -> bool:
    return int((row.get("count") or {}).get("replies") or 0) > len(row.get("replies") or ())


def _item(row: dict[str, Any], page: str) -> CommentItem:
    member = row.get("member") or {}
    markup = Markup(
        guid=str(row["id"]),
        author=escape(str(member.get("name") or ""), quote=False),
        published=parse_date(str(row.get("created_at") or "")),
        html=str(row["html"]),
        parent=str(row.get("in_reply_to_id") or row.get("parent_id") or "") or None,
        avatar=str(member.get("avatar_image") or ""),
        # Its address opens the comments, and in newer versions the comment itself.
        url=f"{page.partition('#')[0]}#ghost-comments-{row['id']}",
    )
    edited = parse_date(str(row.get("edited_at") or ""))
    return replace(to_item(markup, page, _START), edited=edited)
