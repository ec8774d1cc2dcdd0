"""Web sites in memory, for tests of what reads them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qs, urlsplit

from bot.causes import Cause
from bot.config import HttpSettings
from bot.config_sources import SourceSettings
from bot.errors import SourceError
from bot.http import Fetched, Fetcher

SITE = "https://news.example"
NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


def source(kind: str = "wordpress", url: str = SITE, **more: Any) -> SourceSettings:
    """Settings of a source."""
    return SourceSettings.model_validate({"name": "Le Fil", "kind": kind, "url": url, **more})


class Shelf(Fetcher):
    """Answers from a shelf of addresses; `asked` holds what was fetched, in order."""

    def __init__(self, pages: Mapping[str, Fetched] | None = None) -> None:
        super().__init__(HttpSettings())
        self.pages = dict(pages or {})
        self.asked: list[str] = []

    def put(self, url: str, body: str | bytes, **facts: Any) -> None:
        """Put a page at an address."""
        data = body.encode() if isinstance(body, str) else body
        self.pages[url] = Fetched(200, url, data, **facts)

    async def get(  # type: ignore[override]
        self, url: str, *, etag: str = "", last_modified: str = "", accept: Any = (), **_: Any
    ) -> Fetched:
        self.asked.append(url)
        found = self.answer(url)
        if found is None:
            found = Fetched(404, url)
        if etag and etag == found.etag:
            return replace(found, status=304, body=b"", not_modified=True)
        if found.status >= 400 and found.status not in accept:
            raise SourceError(Cause("cause-refused", {"status": found.status}))
        return found

    def answer(self, url: str) -> Fetched | None:
        """What lies at an address."""
        return self.pages.get(url)


@dataclass
class Post:
    """A post of the WordPress in memory; times are minutes after noon."""

    id: int
    title: str
    date: int = 0
    modified: int | None = None
    protected: bool = False
    html: str = "<p>Texte.</p>"


@dataclass
class Remark:
    """A comment of the WordPress in memory."""

    id: int
    post: int
    html: str
    author: str = "Léa"
    parent: int = 0
    type: str = "comment"


@dataclass
class WordPress(Shelf):
    """A WordPress's REST API in memory, as far as it is read."""

    posts: list[Post] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)
    hidden: int = 0

    def __post_init__(self) -> None:
        Shelf.__init__(self)

    def answer(self, url: str) -> Fetched | None:
        parts = urlsplit(url)
        query = {name: values[-1] for name, values in parse_qs(parts.query).items()}
        if parts.path == "/wp-json/wp/v2/posts":
            return self._page(url, [_post(post, query) for post in self._posts(query)], query)
        if parts.path == "/wp-json/wp/v2/comments":
            return self._comments(url, query)
        return super().answer(url)

    def _posts(self, query: Mapping[str, str]) -> list[Post]:
        found = list(self.posts)
        if "include" in query:
            found = [post for post in found if str(post.id) in query["include"].split(",")]
        if "modified_after" in query:
            found = [post for post in found if _date(_modified(post)) + "Z" > query["modified_after"]]
        by_change = query.get("orderby") == "modified"
        return sorted(found, key=_modified if by_change else (lambda post: post.date), reverse=True)

    def _comments(self, url: str, query: Mapping[str, str]) -> Fetched:
        if any(str(post.id) == query.get("post") and post.protected for post in self.posts):
            return Fetched(401, url, b'{"code":"rest_cannot_read_post"}')
        found = [r for r in self.remarks if query.get("post") in (None, str(r.post))]
        found.sort(key=lambda r: r.id, reverse=query["order"] == "desc")
        return self._page(url, [_remark(r) for r in found], query, self.hidden)

    def _page(self, url: str, rows: list[Any], query: Mapping[str, str], hidden: int = 0) -> Fetched:
        size, page = int(query["per_page"]), int(query.get("page", 1))
        shown = rows[(page - 1) * size : page * size]
        total = len(rows) + hidden
        headers = {"x-wp-total": str(total), "x-wp-totalpages": str(-(-total // size))}
        return Fetched(200, url, json.dumps(shown).encode(), headers)


def _modified(post: Post) -> int:
    return post.date if post.modified is None else post.modified


def _date(minutes: int) -> str:
    return datetime.fromtimestamp(NOON.timestamp() + 60 * minutes, UTC).strftime("%Y-%m-%dT%H:%M:%S")


def _post(post: Post, query: Mapping[str, str]) -> dict[str, Any]:
    row: dict[str, Any] = {"id": post.id, "modified_gmt": _date(_modified(post))}
    if "_embed" in query:
        row |= {
            "date_gmt": _date(post.date),
            "link": f"{SITE}/{post.id}/",
            "title": {"rendered": post.title},
            "content": {"rendered": "" if post.protected else post.html, "protected": post.protected},
            "excerpt": {"rendered": "<p>Résumé&hellip;</p>", "protected": post.protected},
            "_embedded": {
                "author": [{"name": "Claire &amp; Paul"}],
                "wp:term": [[{"taxonomy": "category", "name": "Réseaux", "slug": "reseaux"}], []],
                "wp:featuredmedia": [{"source_url": f"{SITE}/{post.id}.jpg"}],
            },
        }
    return row


def _remark(remark: Remark) -> dict[str, Any]:
    return {
        "id": remark.id,
        "post": remark.post,
        "parent": remark.parent,
        "author_name": remark.author,
        "date_gmt": _date(remark.id),
        "content": {"rendered": remark.html},
        "link": f"{SITE}/{remark.post}/#comment-{remark.id}",
        "type": remark.type,
        "author_avatar_urls": {"96": "http://0.gravatar.com/avatar/x"},
    }
