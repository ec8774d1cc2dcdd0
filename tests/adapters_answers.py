"""Doors to the answers for scorers from outside: the documents become articles in a database of their own."""

from __future__ import annotations

import re
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bot.answers.service import Answers
from storage import articles as stored_articles
from storage import comments as stored_comments
from storage.database import Database
from storage.passage_records import ARTICLE, TextRef
from storage.records import ArticleItem, CommentItem
from tests.blank import open_blank

_BATCH = 500


class OpenIndex:
    """A search over documents."""

    def __init__(
        self, folder: tempfile.TemporaryDirectory[str], database: Database, ids: dict[int, str]
    ) -> None:
        self._folder = folder
        self._database = database
        self._answers = Answers(database)
        self._ids = ids

    @property
    def answers(self) -> Answers:
        """What answers users."""
        return self._answers

    async def search(self, query: str, limit: int) -> list[str]:
        """Ids of documents, best first."""
        return [self._ids[hit.article.id] for hit in await self._answers.search(query, limit=limit)]

    async def close(self) -> None:
        """Close the database and throw it away."""
        await self._database.close()
        self._folder.cleanup()


class OpenAnswers:
    """Answers over articles and their comments."""

    def __init__(
        self,
        folder: tempfile.TemporaryDirectory[str],
        database: Database,
        ids: dict[int, str],
        comment_ids: dict[int, str],
        now: datetime,
    ) -> None:
        self._folder = folder
        self._database = database
        self._answers = Answers(database)
        self._ids = ids
        self._comment_ids = comment_ids
        self._now = now

    @property
    def answers(self) -> Answers:
        """What answers users."""
        return self._answers

    async def answer(self, question: str) -> dict[str, Any]:
        """What a reader would be told."""
        answer = await self._answers.ask(question, self._now)
        return {
            "refused": answer.refused,
            "passages": [
                self.passage(
                    TextRef(each.article.id, each.comment.id if each.comment else ARTICLE), each.text
                )
                for each in answer.passages
            ],
        }

    def passage(self, ref: TextRef, text: str) -> dict[str, Any]:
        """A piece of a text as scorers know it."""
        comment = self._comment_ids[ref.comment_id] if ref.comment_id != ARTICLE else None
        return {"article": self._ids[ref.article_id], "comment": comment, "text": text}

    async def close(self) -> None:
        """Close the database and throw it away."""
        await self._database.close()
        self._folder.cleanup()


async def open_index(documents: list[dict[str, Any]]) -> OpenIndex:
    """Store documents {id, title, text} as articles and index them."""
    folder, database = await _open()
    ids: dict[int, str] = {}
    for start in range(0, len(documents), _BATCH):
        async with database.write() as tx:
            for document in documents[start : start + _BATCH]:
                item = ArticleItem(
                    guid=str(document["id"]), url="", title=document["title"], text=document["text"]
                )
                id_ = await stored_articles.save(tx, "documents", item, "1", datetime.now(UTC), None)
                ids[id_] = str(document["id"])
    opened = OpenIndex(folder, database, ids)
    await opened.answers.index.catch_up()
    return opened


async def open_answers(articles: list[dict[str, Any]], now: datetime | None = None) -> OpenAnswers:
    """Store articles as DESIGN.md has them, with their comments, and index them.

    `now` is the day the questions are asked on, the real one where it is not given.
    """
    folder, database = await _open()
    ids: dict[int, str] = {}
    comment_ids: dict[int, str] = {}
    moment = now or datetime.now(UTC)
    async with database.write() as tx:
        for article in articles:
            item = _item(article)
            article_id = await stored_articles.save(
                tx, article.get("site") or "site", item, "1", moment, None
            )
            ids[article_id] = article["id"]
            for comment in article.get("comments", ()):
                comment_id = await stored_comments.save(
                    tx, article_id, _comment(comment), "1", moment, known_id=None, parent_id=None
                )
                comment_ids[comment_id] = comment["id"]
    opened = OpenAnswers(folder, database, ids, comment_ids, moment)
    await opened.answers.index.catch_up()
    return opened


async def _open() -> tuple[tempfile.TemporaryDirectory[str], Database]:
    folder = tempfile.TemporaryDirectory(prefix="colporteur-")
    return folder, await open_blank(Path(folder.name) / "answers.db")


def _item(article: dict[str, Any]) -> ArticleItem:
    return ArticleItem(
        guid=str(article["id"]),
        url=article.get("url") or "",
        title=article.get("title") or "",
        subtitle=article.get("subtitle") or "",
        published=_moment(article.get("published")),
        language=article.get("language") or "",
        categories=tuple(article.get("categories") or ()),
        text=article.get("text") or "",
    )


def _comment(comment: dict[str, Any]) -> CommentItem:
    text = comment.get("text") or ""
    if "</p>" in text or "<br" in text:
        text = re.sub(r"<[^>]*>", "", re.sub(r"</p>|<br ?/?>", "\n", text))
    return CommentItem(
        guid=str(comment["id"]),
        author=comment.get("author") or "",
        published=_moment(comment.get("published")) or datetime(1970, 1, 1, tzinfo=UTC),
        markdown=text,
    )


def _moment(value: Any) -> datetime | None:
    """An ISO time, a date alone too; without a zone it is UTC."""
    if not value:
        return None
    moment = datetime.fromisoformat(str(value))
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
