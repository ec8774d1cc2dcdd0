"""The door for checks of inferred threads from outside."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from bot.comments.parents import ArticleText, FlatComment, infer


def parents(comments: Sequence[Mapping[str, Any]], article: Mapping[str, Any]) -> dict[str, str | None]:
    """Which comment each comment answers: `{id, author, published, text}` in the page's order, by id."""
    found = infer([flat(comment) for comment in comments], told(article))
    return {guid: parent.id for guid, parent in found.items()}


def flat(comment: Mapping[str, Any]) -> FlatComment:
    """A comment as JSON has it → ours; a time without a zone is taken as UTC."""
    said = comment.get("published") or None
    moment = datetime.fromisoformat(said) if isinstance(said, str) else said
    if moment and moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    return FlatComment(str(comment["id"]), comment.get("author") or "", moment, comment.get("text") or "")


def told(article: Mapping[str, Any]) -> ArticleText:
    return ArticleText(article.get("title") or "", article.get("text") or "", article.get("url") or "")
