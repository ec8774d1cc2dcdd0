"""A WordPress of several posts on 127.0.0.1, as the bot reads and writes it, that fails as planned."""

from __future__ import annotations

import asyncio
import base64
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar

from aiohttp import web

from bot.demo.wire.faults import Faults

PASSWORD = "abcd efgh"
_KEY = "Basic " + base64.b64encode(f"redaction:{PASSWORD}".encode()).decode()
_COMMENTS = "/wp-json/wp/v2/comments"


@dataclass
class MoodySite:
    """`comments` by id, as their public shape; `status` decides what new ones become; `lose` answers after
    the effect are never sent; `refuse` is an answer (status, code) to the next attempt; `closed` are posts
    where nobody may comment; `down` breaks every connection; `faults` are planned as for the Discord.
    Without `keeps_marks` it has no plugin for the ids of Discord messages. `elapsed` moves its clock.
    """

    comments: dict[int, dict[str, Any]] = field(default_factory=dict)
    status: str = "approved"
    lose: int = 0
    refuse: list[tuple[int, str]] = field(default_factory=list)
    closed: set[int] = field(default_factory=set)
    down: bool = False
    faults: Faults = field(default_factory=Faults)
    keeps_marks: bool = True
    elapsed: timedelta = timedelta()
    url: str = ""
    written: int = 0

    def application(self) -> web.Application:
        application = web.Application(middlewares=[self._disturbed])
        application.router.add_route("*", _COMMENTS, self._comments)
        application.router.add_route("*", f"{_COMMENTS}/{{id}}", self._comment)
        application.router.add_get("/wp-json/wp/v2/users/me", self._me)
        return application

    def public(self) -> list[dict[str, Any]]:
        return [row for row in self.comments.values() if row["status"] == "approved"]

    @property
    def now(self) -> datetime:
        return datetime.now(UTC) + self.elapsed

    def say(self, post: int, text: str, **more: Any) -> int:
        """Somebody comments on the site; the comment's id."""
        number = max(self.comments, default=0) + 1
        date = self.now.strftime("%Y-%m-%dT%H:%M:%S")
        self.comments[number] = {
            "id": number,
            "post": post,
            "parent": 0,
            "author": 0,
            "author_name": "Zoé",
            "author_avatar_urls": {},
            "date": date,
            "date_gmt": date,
            "content": _content(text),
            "link": f"{self.url}/{post}/#comment-{number}",
            "status": "approved",
            "type": "comment",
            "meta": [],
            "author_email": "",
            **more,
        }
        return number

    def edit(self, number: int, text: str) -> None:
        """Somebody changes a comment on the site."""
        self.comments[number]["content"] = _content(text)

    # What the bot asks

    @web.middleware
    async def _disturbed(self, request: web.Request, handler: Any) -> web.StreamResponse:
        fault = self.faults.take(request.method, request.path)
        if self.down:
            return self.away(request)
        if fault is None:
            answer: web.StreamResponse = await handler(request)
            return answer
        if fault.after_effect:
            await handler(request)
        await asyncio.sleep(fault.delay)
        return _cut(request) if fault.reset else web.Response(status=fault.status or 500)

    def away(self, request: web.Request) -> web.Response:
        """What comes of a request while the site is down."""
        return _cut(request)

    async def _me(self, request: web.Request) -> web.Response:
        if not is_editor(request):
            return refusal(401, "rest_not_logged_in")
        return web.json_response({"id": 2, "capabilities": {"moderate_comments": True}})

    async def _comments(self, request: web.Request) -> web.Response:
        if request.method == "POST":
            return await self._new(request)
        may = is_editor(request)
        status = request.query.get("status", "approve")
        shown = {"approve": {"approved"}, "all": {"approved", "hold"}}.get(status, {status})
        posts = {int(post) for post in request.query.get("post", "").split(",") if post}
        after = request.query.get("after", "").rstrip("Z")
        rows = [
            row
            for row in self.comments.values()
            if row["status"] in shown
            and (may or row["status"] == "approved")
            and (not posts or row["post"] in posts)
            and row["date_gmt"] > after
        ]
        rows.sort(key=lambda row: row["id"], reverse=request.query.get("order", "desc") == "desc")
        size, page = int(request.query.get("per_page", 10)), int(request.query.get("page", 1))
        headers = {"X-WP-Total": str(len(rows)), "X-WP-TotalPages": str(-(-len(rows) // size))}
        return web.json_response(rows[(page - 1) * size : page * size], headers=headers)

    async def _new(self, request: web.Request) -> web.Response:
        if not is_editor(request):
            return refusal(401, "rest_comment_login_required")
        if self.refuse:
            return refusal(*self.refuse.pop(0))
        said = await request.json()
        if int(said["post"]) in self.closed:
            return refusal(403, "rest_comment_closed")
        number = self.say(
            int(said["post"]),
            said["content"],
            parent=int(said.get("parent") or 0),
            author=int(said.get("author") or 0),
            author_name=said.get("author_name") or "Léa",
            status=said.get("status") or self.status,
            meta=(said.get("meta") if self.keeps_marks else None) or [],
            author_email=said.get("author_email", ""),
        )
        self.written += 1
        if self.lose:
            self.lose -= 1
            return _cut(request)
        return web.json_response(self.comments[number], status=201)

    async def _comment(self, request: web.Request) -> web.Response:
        row = self.comments.get(int(request.match_info["id"]))
        if row is None:
            return refusal(404, "rest_comment_invalid_id")
        may = is_editor(request)
        if not may and (request.method != "GET" or row["status"] != "approved"):
            return refusal(401, "rest_forbidden")
        if request.method == "GET":
            return web.json_response(row)
        if request.method == "DELETE":
            if row["status"] == "trash":
                return refusal(410, "rest_already_trashed")
            row["status"] = "trash"
            return web.json_response(row)
        said = await request.json()
        if "content" in said:
            row["content"] = _content(said["content"])
        row["status"] = said.get("status", row["status"])
        return web.json_response(row)


def is_editor(request: web.Request) -> bool:
    """Whether a request bears the editor's application password."""
    return request.headers.get("Authorization") == _KEY


def _content(raw: str) -> dict[str, str]:
    return {"rendered": f"<p>{raw}</p>", "raw": raw}


def _cut(request: web.Request) -> web.Response:
    assert request.transport is not None
    request.transport.abort()
    return web.Response(status=500)


def refusal(status: int, code: str) -> web.Response:
    """A refusal as WordPress words it."""
    return web.json_response({"code": code, "message": code, "data": {"status": status}}, status=status)


Site = TypeVar("Site", bound=MoodySite)


@asynccontextmanager
async def served(site: Site) -> AsyncIterator[Site]:
    """The site at its address while the block lasts."""
    runner = web.AppRunner(site.application(), access_log=None, shutdown_timeout=1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    site.url = f"http://127.0.0.1:{runner.addresses[0][1]}"
    try:
        yield site
    finally:
        await runner.cleanup()


@asynccontextmanager
async def moody_site() -> AsyncIterator[MoodySite]:
    async with served(MoodySite()) as site:
        yield site
