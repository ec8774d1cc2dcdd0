"""The posts of a Discourse topic that stand as comments below an article. For the worker processes."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from html import escape
from typing import Any
from urllib.parse import urljoin

from bot.causes import Cause
from bot.comments.markup import Markup, to_item
from bot.comments.order import in_order
from bot.dates import parse_date
from bot.errors import SourceError
from storage.records import CommentItem

_START = datetime.fromtimestamp(0, UTC)
# Not a moderator's action, and not a whisper.
_REGULAR = 1
_AVATAR = "96"


def missing_posts(body: bytes) -> tuple[str, ...]:
    """The ids of a topic's posts that its first answer only counts."""
    posts, stream = _posts(body)
    shown = {post["id"] for post in posts}
    return tuple(str(number) for number in stream if number not in shown)


def parse_topic(bodies: Sequence[bytes], url: str) -> tuple[tuple[CommentItem, ...], bool]:
    """All answers of a topic at `url` → (its comments, in time order, parents first; whether it is closed).

    A comment's guid is its number in the topic; the first post stands for the article.
    """
    rows = {post["post_number"]: post for body in bodies for post in _posts(body)[0]}
    items = [_item(post, url) for number, post in rows.items() if number > 1 and _is_shown(post)]
    topic = json.loads(bodies[0])
    return in_order(items), bool(topic.get("closed") or topic.get("archived"))


def _posts(body: bytes) -> tuple[list[dict[str, Any]], list[int]]:
    try:
        stream = json.loads(body)["post_stream"]
        posts = [post for post in stream["posts"] if isinstance(post["post_number"], int) and post["id"]]
        return posts, list(stream.get("stream") or ())
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise SourceError(Cause("cause-no-discourse")) from error


def _is_shown(post: dict[str, Any]) -> bool:
    gone = post.get("deleted_at") or post.get("user_deleted") or post.get("hidden")
    return post.get("post_type", _REGULAR) == _REGULAR and not gone


def _item(post: dict[str, Any], url: str) -> CommentItem:
    answered = post.get("reply_to_post_number") or 1
    avatar = str(post.get("avatar_template") or "").replace("{size}", _AVATAR)
    markup = Markup(
        guid=str(post["post_number"]),
        author=escape(str(post.get("name") or post.get("username") or ""), quote=False),
        published=parse_date(str(post.get("created_at") or "")),
        html=str(post.get("cooked") or ""),
        parent=str(answered) if answered > 1 else None,
        avatar=urljoin(url, avatar) if avatar else "",
        url=f"{url}/{post['post_number']}",
    )
    edited = parse_date(str(post.get("updated_at") or "")) if int(post.get("version") or 1) > 1 else None
    return replace(to_item(markup, url, _START), edited=edited)
