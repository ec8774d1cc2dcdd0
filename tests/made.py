"""Records made for tests: whole ones, of which a test names only what it is about."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from storage.database import new_id
from storage.records import Article, ArticleItem, Comment, CommentItem, Delivery, Kind

# Seconds: what has not ended by then does not end, on the slowest of machines.
HANGS = 60
NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)


def an_item(guid: str = "1", **fields: Any) -> ArticleItem:
    given: dict[str, Any] = {
        "url": f"https://gazette.example/{guid}",
        "title": f"Article {guid}",
        "published": NOON,
        "language": "fr",
        "summary": "Un résumé.",
        "text": "Un texte.",
    }
    return ArticleItem(guid=guid, **given | fields)


def an_article(guid: str = "1", **fields: Any) -> Article:
    return Article(new_id(), "gazette", an_item(guid, **fields), f"digest-{guid}", NOON)


def a_comment_item(guid: str = "1", minutes: int = 0, **fields: Any) -> CommentItem:
    given: dict[str, Any] = {
        "author": "Zoé",
        "published": NOON + timedelta(minutes=minutes),
        "markdown": f"Commentaire {guid}",
        "url": f"https://gazette.example/1#comment-{guid}",
    }
    return CommentItem(guid=guid, **given | fields)


def a_comment(guid: str = "1", **fields: Any) -> Comment:
    return Comment(new_id(), 1, a_comment_item(guid, **fields), "digest", NOON)


def a_delivery(**fields: Any) -> Delivery:
    given: dict[str, Any] = {
        "id": new_id(),
        "kind": Kind.COMMENT,
        "guild": 0,
        "place": 1,
        "subject": 1,
        "lane": 1,
        "rank": 1,
    }
    return Delivery(**given | fields)
