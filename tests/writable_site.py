"""A WordPress of one post whose comments an editor closes and opens, on 127.0.0.1."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from aiohttp import web

from tests.moody_site import PASSWORD, MoodySite, is_editor, refusal, served

__all__ = ["PASSWORD", "WritableSite", "writable_site"]

_POSTS = "/wp-json/wp/v2/posts"


@dataclass
class WritableSite(MoodySite):
    """While it is `down` all answers are 503; `commenting` is what an editor makes of the post's comments."""

    commenting: str = "open"
    modified: str = "2026-03-02T12:00:00"
    posts: list[int] = field(default_factory=lambda: [7])

    def application(self) -> web.Application:
        application = super().application()
        application.router.add_get(_POSTS, self._posts)
        application.router.add_post(f"{_POSTS}/7", self._close)
        return application

    def says(self, text: str, author: str = "Zoé", *, ago: int = 0) -> int:
        """A reader comments on the site itself, some minutes ago; the comment's id."""
        then = (self.now - timedelta(minutes=ago)).strftime("%Y-%m-%dT%H:%M:%S")
        return self.say(7, text, author_name=author, date=then, date_gmt=then)

    def turn(self, commenting: str) -> None:
        """An editor closes or opens the post's comments."""
        self.commenting = commenting
        self.modified = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%S.%f")

    def away(self, request: web.Request) -> web.Response:
        return web.Response(status=503)

    async def _posts(self, _: web.Request) -> web.Response:
        return web.json_response([self._post(number) for number in self.posts])

    def _post(self, number: int) -> dict[str, Any]:
        rendered = {"rendered": f"Le Nova S{number + 2}"}
        return {
            "id": number,
            "date_gmt": self.now.strftime("%Y-%m-%dT%H:%M:%S"),
            "modified_gmt": self.modified,
            "title": rendered,
            "link": f"{self.url}/{number}/",
            "excerpt": rendered,
            "content": rendered,
            "comment_status": self.commenting,
        }

    async def _close(self, request: web.Request) -> web.Response:
        if not is_editor(request):
            return refusal(401, "rest_forbidden")
        self.turn((await request.json())["comment_status"])
        return web.json_response({"id": 7, "comment_status": self.commenting})


@asynccontextmanager
async def writable_site() -> AsyncIterator[WritableSite]:
    async with served(WritableSite()) as site:
        yield site
