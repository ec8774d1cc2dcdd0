"""A WordPress's comments in memory, at a time that a test moves."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

from bot.config_sources import SourceSettings
from bot.http import Fetched
from tests.shelf import NOON, SITE, Shelf


class CommentSettings(SourceSettings):
    """A source's settings with what says where its comments are."""

    comments_from: str = "auto"
    comments_url: str = ""


def settings(place: str = "auto", kind: str = "wordpress", **more: Any) -> CommentSettings:
    """Settings of a source whose comments are in some place."""
    return CommentSettings.model_validate(
        {"name": "Le Fil", "kind": kind, "url": SITE, "comments_from": place, **more}
    )


@dataclass(frozen=True)
class Note:
    """A comment as its site has it."""

    id: int
    post: int
    html: str
    at: datetime
    parent: int = 0


class CommentsSite(Shelf):
    """What WordPress answers about its comments; `now` is its clock."""

    def __init__(self) -> None:
        super().__init__()
        self.notes: dict[int, Note] = {}
        self.withheld: set[int] = set()
        self.now = NOON
        self.next = 1

    def say(self, post: int = 7, html: str = "Un mot", ago: timedelta = timedelta(), **more: Any) -> int:
        """Somebody comments; the comment's id."""
        note = Note(self.next, post, html, self.now - ago, **more)
        self.notes[note.id] = note
        self.next += 1
        return note.id

    def edit(self, number: int, html: str) -> None:
        """Another text for a comment."""
        self.notes[number] = replace(self.notes[number], html=html)

    def answer(self, url: str) -> Fetched | None:
        parts = urlsplit(url)
        if parts.path != "/wp-json/wp/v2/comments":
            return super().answer(url)
        query = {name: values[-1] for name, values in parse_qs(parts.query).items()}
        posts = {int(post) for post in query.get("post", "").split(",") if post}
        if posts & self.withheld:
            return Fetched(401, url, b'{"code":"rest_cannot_read_post"}')
        found = [n for n in self.notes.values() if (not posts or n.post in posts)]
        shown = [n for n in found if n.post not in self.withheld]
        shown.sort(key=lambda note: note.id, reverse=query["order"] == "desc")
        size, page = int(query["per_page"]), int(query.get("page", 1))
        headers = {"x-wp-total": str(len(found)), "x-wp-totalpages": str(-(-len(found) // size))}
        rows = [_row(note) for note in shown[(page - 1) * size : page * size]]
        return Fetched(200, url, json.dumps(rows).encode(), headers)


def _row(note: Note) -> dict[str, Any]:
    return {
        "id": note.id,
        "post": note.post,
        "parent": note.parent,
        "author_name": "Léa",
        "date_gmt": f"{note.at:%Y-%m-%dT%H:%M:%S}",
        "content": {"rendered": f"<p>{note.html}</p>"},
        "link": f"{SITE}/{note.post}/#comment-{note.id}",
        "type": "comment",
        "author_avatar_urls": {},
    }
