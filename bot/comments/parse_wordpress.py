"""Comments as WordPress's REST API gives them. For the worker processes."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from bot.comments.markup import Markup, to_item
from bot.comments.order import in_order
from bot.comments.reading import Placed
from bot.wordpress import read_rows


def parse_comments(body: bytes) -> tuple[Placed, ...]:
    """An answer of /wp/v2/comments, in time order, parents first."""
    rows = {
        str(row["id"]): row for row in read_rows(body, "comments") if row.get("type", "comment") == "comment"
    }
    start = datetime.min.replace(tzinfo=UTC)
    items = [to_item(markup(row), str(row.get("link") or ""), start) for row in rows.values()]
    return tuple(Placed(str(rows[item.guid].get("post", "")), item) for item in in_order(items))


def parse_markup(body: bytes) -> list[Markup]:
    """The same as it is written, in the order of the answer."""
    return [markup(row) for row in read_rows(body, "comments")]


def markup(row: dict[str, Any]) -> Markup:
    """One row of the answer."""
    avatars = row.get("author_avatar_urls") or {}
    avatar = next((avatars[size] for size in ("96", "48", "24") if avatars.get(size)), "")
    return Markup(
        guid=str(row["id"]),
        author=str(row.get("author_name") or ""),
        published=_date(row),
        html=str((row.get("content") or {}).get("rendered") or ""),
        parent=str(row["parent"]) if row.get("parent") else None,
        # Gravatar answers https as well, and Discord shows no other.
        avatar=str(avatar).replace("http://", "https://", 1) if "gravatar.com/" in avatar else str(avatar),
        url=str(row.get("link") or ""),
        ping=row.get("type", "comment") != "comment",
    )


def _date(row: dict[str, Any]) -> datetime | None:
    try:
        date = datetime.fromisoformat(str(row.get("date_gmt") or ""))
    except ValueError:
        return None
    return date.replace(tzinfo=date.tzinfo or UTC).astimezone(UTC)
