"""The JSON control API that the demo's page uses, and the subscriber list that the bot reads.

Every answer is JSON; a refused request answers 400 or 404 with `{"error": text for the person}`.
"""

from __future__ import annotations

import asyncio
import hmac
import json
from collections.abc import Awaitable, Callable
from contextlib import suppress
from datetime import UTC, datetime, time, timedelta
from typing import Any

from aiohttp import web

from bot.demo.site import text as site_text
from bot.demo.site.newsroom import STATUSES, Newsroom
from bot.demo.site.records import Article, Comment, LinkCode, Reader, SiteError, Subscription
from bot.demo.site.stories import ZONE

Json = dict[str, Any]
Call = Callable[[web.Request], Awaitable[Any]]

_LONGEST_TITLE = 200
_LONGEST_SUBTITLE = 300
_LONGEST_ARTICLE = 20_000
_LONGEST_COMMENT = 5_000
_PULSE = 15.0


def routes(newsroom: Newsroom) -> list[web.RouteDef]:
    """The routes below `/control`, and `/subscribers.json`."""
    control = _Control(newsroom)
    article, comment, reader = (
        rf"/control/{name}/{{id:\d{{1,18}}}}" for name in ("articles", "comments", "readers")
    )
    calls: list[tuple[str, str, Call]] = [
        ("GET", "/control/state", control.state),
        ("POST", "/control/articles", control.publish),
        ("PATCH", article, control.correct),
        ("DELETE", article, control.withdraw),
        ("POST", f"{article}/comments", control.add_comment),
        ("PATCH", comment, control.edit_comment),
        ("DELETE", comment, control.delete_comment),
        ("PUT", f"{reader}/subscription", control.subscribe),
        ("DELETE", f"{reader}/subscription", control.unsubscribe),
        ("POST", f"{reader}/link-code", control.link_code),
    ]
    return [
        *(web.route(method, path, _json(call)) for method, path, call in calls),
        web.get("/control/live", control.live),
        web.get("/subscribers.json", control.subscribers),
    ]


class _Control:
    def __init__(self, newsroom: Newsroom) -> None:
        self._news = newsroom

    async def state(self, _: web.Request) -> Json:
        news = self._news
        return {
            "version": news.version,
            "articles": [self._article(article) for article in news.visible_articles()],
            "readers": [self._reader(reader) for reader in news.readers.values()],
            "tiers": [{"id": tier.id, "name": tier.name} for tier in news.tiers.values()],
            "categories": [{"id": c.id, "name": c.name} for c in news.categories.values()],
        }

    async def publish(self, request: web.Request) -> Json:
        asked = await _body(request)
        fields = self._article_fields({"subtitle": "", "categories": []} | asked)
        if missing := {"title", "content", "author"} - fields.keys():
            raise SiteError(400, f"Il manque : {', '.join(sorted(missing))}.")
        return self._article(self._news.publish(fields.pop("author"), **fields))

    async def correct(self, request: web.Request) -> Json:
        fields = self._article_fields(await _body(request))
        if not fields:
            raise SiteError(400, "Rien à changer.")
        return self._article(self._news.correct(_id(request), fields))

    async def withdraw(self, request: web.Request) -> Json:
        self._news.withdraw(_id(request))
        return {}

    async def add_comment(self, request: web.Request) -> Json:
        asked = await _body(request)
        content = _text(asked, "content", _LONGEST_COMMENT)
        author, parent = _number(asked, "author_id"), _number(asked, "parent", 0)
        return self._comment(self._news.add_comment(_id(request), author, content, parent))

    async def edit_comment(self, request: web.Request) -> Json:
        content = _text(await _body(request), "content", _LONGEST_COMMENT)
        return self._comment(self._news.edit_comment(_id(request), content))

    async def delete_comment(self, request: web.Request) -> Json:
        self._news.delete_comment(_id(request))
        return {}

    async def subscribe(self, request: web.Request) -> Json:
        asked = await _body(request)
        tier, status = asked.get("tier"), asked.get("status", "active")
        if not isinstance(tier, str) or tier not in self._news.tiers:
            raise SiteError(400, f"tier : une formule parmi {', '.join(self._news.tiers)}.")
        if status not in STATUSES:
            raise SiteError(400, f"status : un état parmi {', '.join(STATUSES)}.")
        return self._reader(self._news.subscribe(_id(request), tier, _moment(asked.get("until")), status))

    async def unsubscribe(self, request: web.Request) -> Json:
        self._news.unsubscribe(_id(request))
        return {}

    async def link_code(self, request: web.Request) -> Json | None:
        return _code(self._news.make_link_code(_id(request)))

    async def live(self, request: web.Request) -> web.StreamResponse:
        """Server-sent events: the version at once and after every change, until either side leaves."""
        response = web.StreamResponse(
            headers={"Content-Type": "text/event-stream", "Cache-Control": "no-store"}
        )
        changes = self._news.listen()
        changes.put_nowait(self._news.version)
        try:
            await response.prepare(request)
            with suppress(ConnectionError):
                await self._send_changes(response, changes)
        finally:
            self._news.unlisten(changes)
        return response

    async def subscribers(self, request: web.Request) -> web.Response:
        """The list that the bot reads, for who knows the secret."""
        given = request.headers.get("Authorization", "").encode()
        if self._news.secret and not hmac.compare_digest(given, f"Bearer {self._news.secret}".encode()):
            return web.json_response({"error": "secret"}, status=401, headers={"WWW-Authenticate": "Bearer"})
        rows = [row for reader in self._news.readers.values() if (row := self._subscriber(reader))]
        return web.json_response({"complete": True, "count": len(rows), "subscribers": rows})

    async def _send_changes(self, response: web.StreamResponse, changes: asyncio.Queue[int]) -> None:
        closing = asyncio.ensure_future(self._news.closing.wait())
        coming = asyncio.ensure_future(changes.get())
        try:
            while not closing.done():
                await asyncio.wait((closing, coming), timeout=_PULSE, return_when=asyncio.FIRST_COMPLETED)
                if coming.done():
                    data = json.dumps({"version": coming.result()})
                    coming = asyncio.ensure_future(changes.get())
                    await response.write(f"event: change\ndata: {data}\n\n".encode())
                elif not closing.done():
                    await response.write(b": still here\n\n")
        finally:
            closing.cancel()
            coming.cancel()

    def _article_fields(self, asked: Json) -> Json:
        fields: Json = {}
        if "title" in asked:
            fields["title"] = " ".join(_text(asked, "title", _LONGEST_TITLE).split())
        if "subtitle" in asked:
            fields["subtitle"] = " ".join(_text(asked, "subtitle", _LONGEST_SUBTITLE, empty=True).split())
        if "content" in asked:
            fields["content"] = _text(asked, "content", _LONGEST_ARTICLE)
        if "categories" in asked:
            fields["categories"] = self._category_ids(asked["categories"])
        if "author_id" in asked:
            fields["author"] = self._news.reader(_number(asked, "author_id")).id
        return fields

    def _category_ids(self, chosen: Any) -> tuple[int, ...]:
        """Categories by id or by name."""
        known: dict[Any, int] = {}
        for category in self._news.categories.values():
            known |= {category.id: category.id, category.name: category.id}
        if not isinstance(chosen, list) or not all(isinstance(c, int | str) and c in known for c in chosen):
            names = ", ".join(category.name for category in self._news.categories.values())
            raise SiteError(400, f"categories : une liste de {names}.")
        return tuple(dict.fromkeys(known[c] for c in chosen))

    def _article(self, article: Article) -> Json:
        news = self._news
        answered = {comment.parent for comment in news.visible_comments(article.id)}
        comments = [c for c in news.comments.values() if c.article == article.id]
        return {
            "id": article.id,
            "slug": article.slug,
            "url": news.url(article),
            "title": article.title,
            "subtitle": article.subtitle,
            "author": news.reader(article.author).name,
            "author_id": article.author,
            "published": article.published.isoformat(),
            "modified": article.modified.isoformat(),
            "categories": [news.categories[number].name for number in article.categories],
            "image": news.picture_url(article),
            "content_html": site_text.to_html(article.content),
            "content_text": article.content,
            "comment_status": "open" if article.comments_open else "closed",
            "comments": [
                self._comment(comment)
                for comment in sorted(comments, key=lambda comment: (comment.published, comment.id))
                if not comment.trashed or comment.id in answered
            ],
        }

    def _comment(self, comment: Comment) -> Json:
        """A comment; a deleted one that has answers keeps its place, without its words and its author."""
        if comment.trashed:
            author_id, author, avatar, text = 0, "Commentaire supprimé", "", ""
            html = "<p><em>Ce commentaire a été supprimé.</em></p>\n"
        else:
            reader, text = self._news.reader(comment.author), comment.content
            author_id, author, avatar = reader.id, reader.name, self._news.avatar_url(reader)
            html = site_text.to_html(text, quotes=not comment.typed_quotes)
        return {
            "id": comment.id,
            "parent": comment.parent,
            "author_id": author_id,
            "author": author,
            "avatar": avatar,
            "date": comment.published.isoformat(),
            "content_html": html,
            "content_text": text,
            "edited": comment.edited,
            "status": "trash" if comment.trashed else "approved",
        }

    def _reader(self, reader: Reader) -> Json:
        bought = reader.subscription
        return {
            "id": reader.id,
            "name": reader.name,
            "role": reader.role,
            "avatar": self._news.avatar_url(reader),
            "subscription": bought and {"tier": bought.tier, "until": _iso(bought), "status": bought.status},
            "link_url": f"{self._news.base_url}/account/{reader.id}/discord" if self._news.signing else None,
            "link_code": _code(reader.link_code) if self._news.live_code(reader) else None,
        }

    def _subscriber(self, reader: Reader) -> Json | None:
        """A row of the list: who bought, who ended, and who only asks to be linked."""
        bought, code = reader.subscription or reader.last, self._news.live_code(reader)
        if bought is None and code is None:
            return None
        return {
            "id": f"gazette-{reader.id}",
            "tier": bought.tier if bought else None,
            "until": _iso(bought) if bought else None,
            "status": bought.status if bought else "none",
            "code": code,
        }


def _json(call: Call) -> Callable[[web.Request], Awaitable[web.Response]]:
    async def respond(request: web.Request) -> web.Response:
        try:
            return web.json_response(await call(request), headers={"Cache-Control": "no-store"})
        except SiteError as error:
            return web.json_response({"error": error.message}, status=error.status)

    return respond


def _id(request: web.Request) -> int:
    return int(request.match_info["id"])


async def _body(request: web.Request) -> Json:
    # A page of another origin cannot send this type without asking first, and nobody answers it.
    if request.content_type != "application/json":
        raise SiteError(400, "Content-Type : application/json est attendu.")
    try:
        asked = await request.json()
    except (ValueError, RecursionError, web.HTTPRequestEntityTooLarge):
        raise SiteError(400, "Le corps de la requête n’est pas du JSON lisible.") from None
    if not isinstance(asked, dict):
        raise SiteError(400, "Le corps de la requête doit être un objet JSON.")
    return asked


def _text(asked: Json, name: str, longest: int, *, empty: bool = False) -> str:
    value = asked.get(name)
    text = site_text.clean(value) if isinstance(value, str) else None
    if text is None or (not text and not empty):
        raise SiteError(400, f"{name} : un texte est attendu.")
    if len(text) > longest:
        raise SiteError(400, f"{name} : {len(text)} caractères, {longest} au plus.")
    return text


def _number(asked: Json, name: str, otherwise: int | None = None) -> int:
    value = asked.get(name)
    if value is None and otherwise is not None:
        return otherwise
    if not isinstance(value, int) or isinstance(value, bool):
        raise SiteError(400, f"{name} : un nombre est attendu.")
    return value


def _moment(value: Any) -> datetime | None:
    """An end: a date is the whole of that day by the site's clock, nothing is an open end."""
    if value is None or value == "":
        return None
    try:
        moment = datetime.fromisoformat(value)
        if len(value) == 10:
            moment = datetime.combine(moment.date() + timedelta(days=1), time.min)
        return (moment if moment.tzinfo else moment.replace(tzinfo=ZONE)).astimezone(UTC)
    except (TypeError, ValueError, OverflowError):
        raise SiteError(400, "until : une date comme 2026-12-31 est attendue.") from None


def _iso(bought: Subscription) -> str | None:
    return bought.until.isoformat() if bought.until else None


def _code(code: LinkCode | None) -> Json | None:
    return {"code": code.code, "expires": code.expires.isoformat()} if code else None
