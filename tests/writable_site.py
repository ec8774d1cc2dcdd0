"""A WordPress of one post that takes comments, on 127.0.0.1, as far as the bot reads and writes it."""

from __future__ import annotations

import asyncio
import base64
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from aiohttp import web

PASSWORD = "abcd efgh"
_KEY = "Basic " + base64.b64encode(f"redaction:{PASSWORD}".encode()).decode()


@dataclass
class WritableSite:
    """`comments` by id, as their public shape; `status` decides what new ones become; `lose` answers after
    the effect are never sent; `refuse` is an answer (status, code) to the next attempt; while it is
    `down` all answers are 503; `closed` is what an editor makes of the post's comments.
    """

    comments: dict[int, dict[str, Any]] = field(default_factory=dict)
    status: str = "approved"
    lose: int = 0
    refuse: list[tuple[int, str]] = field(default_factory=list)
    url: str = ""
    written: int = 0
    down: bool = False
    closed: str = "open"
    modified: str = "2026-03-02T12:00:00"
    posts: list[int] = field(default_factory=lambda: [7])

    def application(self) -> web.Application:
        application = web.Application(middlewares=[self._outage])
        application.router.add_get("/wp-json/wp/v2/posts", self._posts)
        application.router.add_post("/wp-json/wp/v2/posts/7", self._close)
        application.router.add_route("*", "/wp-json/wp/v2/comments", self._comments)
        application.router.add_route("*", "/wp-json/wp/v2/comments/{id}", self._comment)
        application.router.add_get("/wp-json/wp/v2/users/me", self._me)
        return application

    def public(self) -> list[dict[str, Any]]:
        return [row for row in self.comments.values() if row["status"] == "approved"]

    def says(self, text: str, author: str = "Zoé", *, ago: int = 0) -> int:
        """A reader comments on the site itself, some minutes ago; the comment's id."""
        number = max(self.comments, default=0) + 1
        then = (datetime.now(UTC) - timedelta(minutes=ago)).strftime("%Y-%m-%dT%H:%M:%S")
        self.comments[number] = {
            "id": number,
            "post": 7,
            "parent": 0,
            "author": 0,
            "author_name": author,
            "author_avatar_urls": {},
            "date": then,
            "date_gmt": then,
            "content": {"rendered": f"<p>{text}</p>", "raw": text},
            "link": f"{self.url}/7/#comment-{number}",
            "status": "approved",
            "type": "comment",
            "meta": [],
            "author_email": "",
        }
        return number

    def turn(self, closed: str) -> None:
        """An editor closes or opens the post's comments."""
        self.closed = closed
        self.modified = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%S.%f")

    @web.middleware
    async def _outage(self, request: web.Request, handler: Any) -> web.StreamResponse:
        if self.down:
            return web.Response(status=503)
        answer: web.StreamResponse = await handler(request)
        return answer

    async def _posts(self, _: web.Request) -> web.Response:
        return web.json_response([self._post(number) for number in self.posts])

    def _post(self, number: int) -> dict[str, Any]:
        rendered = {"rendered": f"Le Nova S{number + 2}"}
        now = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%S")
        return {
            "id": number,
            "date_gmt": now,
            "modified_gmt": self.modified,
            "title": rendered,
            "link": f"{self.url}/{number}/",
            "excerpt": rendered,
            "content": rendered,
            "comment_status": self.closed,
        }

    async def _close(self, request: web.Request) -> web.Response:
        if request.headers.get("Authorization") != _KEY:
            return _refusal(401, "rest_forbidden")
        self.turn((await request.json())["comment_status"])
        return web.json_response({"id": 7, "comment_status": self.closed})

    async def _me(self, request: web.Request) -> web.Response:
        if request.headers.get("Authorization") != _KEY:
            return _refusal(401, "rest_not_logged_in")
        return web.json_response({"id": 2, "capabilities": {"moderate_comments": True}})

    async def _comments(self, request: web.Request) -> web.Response:
        if request.method == "POST":
            return await self._new(request)
        may = request.headers.get("Authorization") == _KEY
        status = request.query.get("status", "approve")
        wanted = [
            r for r in self.comments.values() if r["status"] == "approved" or (may and status != "approve")
        ]
        rows = sorted(wanted, key=lambda row: -row["id"])
        return web.json_response(rows, headers={"X-WP-Total": str(len(rows)), "X-WP-TotalPages": "1"})

    async def _new(self, request: web.Request) -> web.Response:
        if request.headers.get("Authorization") != _KEY:
            return _refusal(401, "rest_comment_login_required")
        if self.refuse:
            return _refusal(*self.refuse.pop(0))
        said = await request.json()
        number = max(self.comments, default=0) + 1
        now = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%S")
        self.comments[number] = {
            "id": number,
            "post": int(said["post"]),
            "parent": int(said.get("parent") or 0),
            "author": int(said.get("author") or 0),
            "author_name": said.get("author_name") or "Léa",
            "author_avatar_urls": {},
            "date": now,
            "date_gmt": now,
            "content": {"rendered": f"<p>{said['content']}</p>", "raw": said["content"]},
            "link": f"{self.url}/7/#comment-{number}",
            "status": said.get("status") or self.status,
            "type": "comment",
            "meta": said.get("meta") or [],
            "author_email": said.get("author_email", ""),
        }
        self.written += 1
        if self.lose:
            self.lose -= 1
            assert request.transport is not None
            request.transport.abort()
            await asyncio.sleep(0)
        return web.json_response(self.comments[number], status=201)

    async def _comment(self, request: web.Request) -> web.Response:
        row = self.comments.get(int(request.match_info["id"]))
        if row is None or (row["status"] == "trash" and request.method == "GET"):
            return _refusal(404, "rest_comment_invalid_id")
        if request.method == "GET":
            return web.json_response(row)
        if request.headers.get("Authorization") != _KEY:
            return _refusal(401, "rest_forbidden")
        if request.method == "DELETE":
            row["status"] = "trash"
            return web.json_response(row)
        said = await request.json()
        if "content" in said:
            row["content"] = {"rendered": f"<p>{said['content']}</p>", "raw": said["content"]}
        row["status"] = said.get("status", row["status"])
        return web.json_response(row)


def _refusal(status: int, code: str) -> web.Response:
    return web.json_response({"code": code, "message": code, "data": {"status": status}}, status=status)


@asynccontextmanager
async def writable_site() -> AsyncIterator[WritableSite]:
    site = WritableSite()
    runner = web.AppRunner(site.application(), access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    site.url = f"http://127.0.0.1:{runner.addresses[0][1]}"
    try:
        yield site
    finally:
        await runner.cleanup()
