"""Writing comments on an Isso server.

Everybody may write there; a signed cookie, kept as `key`, allows corrections for a while (15 minutes unless
the server says otherwise). The admin's password allows them at any time, and decisions on all comments.
Isso counts what one address writes (`[guard]`), and we are one address for all our readers.
"""

from __future__ import annotations

import json
import re
from datetime import timedelta
from html import escape, unescape
from typing import Any
from urllib.parse import quote, urlencode

from bot.causes import Cause
from bot.comments.html import to_markdown
from bot.comments.orders import (
    Access,
    ClosedThread,
    Credentials,
    EditedComment,
    Held,
    JudgedComment,
    NewComment,
    Order,
    Published,
    Reason,
    Refused,
    Removed,
    RemovedComment,
    Status,
    Written,
)
from bot.comments.source_isso import page_path, thread_url
from bot.errors import SourceError
from bot.http import Fetched, Fetcher, LostAnswerError

_SHORTEST = 3
_LONGEST = 65_535
_SHOWN = 1
_WAITS = 2
_MINUTE = 60.0
_SKEW = timedelta(minutes=10)
_PAGE_BYTES = 3_000_000
_COOKIE = re.compile(r"^([^=;\s]+)=([^;]*)")
_WORDS = re.compile(r"<p>(.*?)</p>", re.DOTALL)

_Row = dict[str, Any]


async def write(server: str, credentials: Credentials, order: Order, fetch: Fetcher) -> Written:
    """Carry out an order; see bot.comments.writing."""
    desk = _Desk(server, credentials, fetch)
    match order:
        case NewComment():
            return await _publish(desk, order)
        case EditedComment():
            return await _edit(desk, order)
        case RemovedComment():
            return await _remove(desk, order.guid, order.key)
        case JudgedComment():
            return await _judge(desk, order)
        case ClosedThread():
            return Refused(Reason.NOT_ALLOWED, Cause("cause-isso-close").kept())


async def find_mine(
    server: str, credentials: Credentials, order: NewComment, fetch: Fetcher
) -> Published | Held | None:
    """The comment that an order made already; one that waits is seen only with the admin's password."""
    desk = _Desk(server, credentials, fetch)
    name = escape(order.author.name if order.author else "", quote=False)
    text = to_markdown(order.said)
    for row in await desk.thread(order.article.url, plain=1):
        recent = float(row.get("created") or 0) >= (order.sent - _SKEW).timestamp()
        if recent and (row.get("author") or "", row.get("text")) == (name, text):
            return _told(row, order.article.url, "")
    for guid, author, waiting in await desk.waiting() if credentials.password else ():
        if (author, waiting) == (unescape(name) or "Anonymous", text):
            return Held(guid)
    return None


async def check_access(server: str, credentials: Credentials, fetch: Fetcher) -> Access:
    """Everybody may write; a password has to be the admin's."""
    desk = _Desk(server, credentials, fetch)
    await desk.thread("/")
    if credentials.password and not await desk.log_in():
        return Access(False, "Isso does not take this admin password, or its admin pages are off")
    return Access(True)


class _Desk:
    """Requests to a server, also as its admin."""

    def __init__(self, server: str, credentials: Credentials, fetch: Fetcher) -> None:
        self._base = server.rstrip("/")
        self._password = credentials.password
        self._fetch = fetch

    async def ask(self, method: str, path: str, body: object = None, cookie: str = "") -> Fetched:
        """The server's answer, whatever it is."""
        headers = {"Cookie": cookie} if cookie else {}
        url = f"{self._base}/{path}"
        return await self._fetch.send(method, url, json=body, headers=headers, max_bytes=_PAGE_BYTES)

    async def thread(self, page: str, **query: object) -> list[_Row]:
        """All comments that a page shows, and those that it only counts."""
        answer = await self._fetch.get(thread_url(self._base, page, **query))
        try:
            rows = json.loads(answer.body)["replies"]
            return [each for row in rows for each in (row, *(row.get("replies") or ()))]
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise SourceError(Cause("cause-no-isso")) from error

    async def shows(self, guid: str, page: str) -> bool:
        """Whether everybody sees a comment below a page."""
        return any(str(row["id"]) == guid and row.get("mode") == _SHOWN for row in await self.thread(page))

    async def log_in(self) -> str:
        """The admin's cookie; nothing where the password is not taken."""
        answer = await self._fetch.send("POST", f"{self._base}/login/", form={"password": self._password})
        name, value = _cookie(answer)
        return f"{name}={value}" if name == "admin-session" and value else ""

    async def key(self, guid: str) -> str | Refused:
        """What the admin signs decisions on a comment with."""
        if not self._password:
            return Refused(Reason.NOT_ALLOWED, Cause("cause-isso-late").kept())
        session = await self.log_in()
        if not session:
            return Refused(Reason.NO_ACCESS, Cause("cause-isso-password").kept())
        query = urlencode({"mode": 0, "comment_search_url": f"{self._base}/#isso-{int(guid)}"})
        page = (await self.ask("GET", f"admin/?{query}", cookie=session)).body.decode("utf-8", "replace")
        found = re.search(rf"send_edit\({int(guid)}, '([\w.-]+)'", page)
        return found[1] if found else Refused(Reason.GONE, Cause("cause-comment-gone").kept())

    async def decide(self, guid: str, action: str, body: object = None) -> Fetched | Refused:
        """Do something as the admin: activate, edit, delete."""
        key = await self.key(guid)
        if isinstance(key, Refused):
            return key
        return await self.ask("POST", f"id/{int(guid)}/{action}/{quote(key)}", body)

    async def waiting(self) -> list[tuple[str, str, str]]:
        """The newest comments that wait for the admin: (guid, author, text)."""
        session = await self.log_in()
        if not session:
            raise SourceError(Cause("cause-isso-password"))
        answer = await self.ask("GET", f"admin/?mode={_WAITS}&order_by=created&asc=0", cookie=session)
        page = answer.body.decode("utf-8", "replace")
        texts = dict(re.findall(r'<pre id="isso-text-(\d+)">(.*?)</pre>', page, re.DOTALL))
        names = dict(re.findall(r'id="isso-author-(\d+)">(.*?)</span>', page, re.DOTALL))
        # Names are escaped when they are taken, and once more here.
        return [(n, unescape(unescape(names.get(n, ""))), unescape(text)) for n, text in texts.items()]


async def _publish(desk: _Desk, order: NewComment) -> Written:
    text = to_markdown(order.said)
    if refused := _unfit(text):
        return refused
    page = order.article.url
    # Isso would quietly make it a comment on the article.
    if order.parent is not None and not await desk.shows(order.parent, page):
        return Refused(Reason.UNKNOWN_PARENT, "the comment that this one answers is not there any more")
    body: dict[str, Any] = {"text": text, "title": order.article.title or page}
    if order.parent is not None:
        body["parent"] = int(order.parent)
    if order.author is not None:
        body |= {"author": order.author.name, "email": order.author.email or None}
    answer = await desk.ask("POST", f"new?{urlencode({'uri': page_path(page)})}", body)
    if answer.status >= 300:
        return _refusal(answer)
    return _told(_row(answer), page, _cookie(answer)[1])


async def _edit(desk: _Desk, order: EditedComment) -> Written:
    text = to_markdown(order.said)
    if refused := _unfit(text):
        return refused
    body, cookie = {"text": text}, f"{int(order.guid)}={order.key}"
    answer: Fetched | Refused
    try:
        answer = await desk.ask("PUT", f"id/{int(order.guid)}", body, cookie)
    except LostAnswerError as error:
        # The server stumbles over a comment that is gone.
        if error.status != 500 or await desk.shows(order.guid, order.article.url):
            raise
        return Refused(Reason.GONE, Cause("cause-comment-gone").kept())
    if answer.status == 403:
        answer = await desk.decide(order.guid, "edit", body)
    if isinstance(answer, Refused):
        return answer
    if answer.status >= 300:
        return _refusal(answer)
    return _told(_row(answer), order.article.url, _cookie(answer)[1] or order.key)


async def _remove(desk: _Desk, guid: str, key: str) -> Written:
    answer: Fetched | Refused
    try:
        answer = await desk.ask("DELETE", f"id/{int(guid)}", cookie=f"{int(guid)}={key}")
    except LostAnswerError as error:
        if error.status != 500:
            raise
        # The server stumbles over a comment that is gone.
        return Removed(guid)
    if answer.status == 403:
        answer = await desk.decide(guid, "delete")
    if isinstance(answer, Refused):
        return Removed(guid) if answer.reason is Reason.GONE else answer
    return _refusal(answer) if answer.status >= 300 and answer.status != 404 else Removed(guid)


async def _judge(desk: _Desk, order: JudgedComment) -> Written:
    if order.status is Status.HELD:
        return Refused(Reason.NOT_ALLOWED, Cause("cause-isso-hold").kept())
    action = "activate" if order.status is Status.APPROVED else "delete"
    answer = await desk.decide(order.guid, action)
    if isinstance(answer, Refused) or answer.status >= 300:
        return answer if isinstance(answer, Refused) else _refusal(answer)
    if action == "delete":
        return Removed(order.guid)
    return Published(order.guid, f"{order.article.url}#isso-{order.guid}")


def _unfit(text: str) -> Refused | None:
    if len(text) < _SHORTEST:
        return Refused(Reason.EMPTY, f"Isso takes no comment of less than {_SHORTEST} characters")
    if len(text) > _LONGEST:
        return Refused(Reason.TOO_LONG, f"Isso takes at most {_LONGEST} characters")
    return None


def _refusal(answer: Fetched) -> Refused:
    found = _WORDS.search(answer.body.decode("utf-8", "replace"))
    words = unescape(found[1]) if found else Cause("cause-refused", {"status": answer.status}).kept()
    if "ratelimit" in words:
        # It names our address, which is nobody's business.
        return Refused(Reason.FLOOD, Cause("cause-isso-flood").kept(), _MINUTE)
    reasons = {404: Reason.GONE, 413: Reason.TOO_LONG}
    return Refused(reasons.get(answer.status, Reason.NOT_ALLOWED), words)


def _row(answer: Fetched) -> _Row:
    try:
        row = json.loads(answer.body)
        int(row["id"])
    except (ValueError, KeyError, TypeError) as error:
        raise LostAnswerError(Cause("cause-not-isso")) from error
    found: _Row = row
    return found


def _told(row: _Row, page: str, key: str) -> Published | Held:
    guid = str(row["id"])
    if row.get("mode") == _WAITS:
        return Held(guid, key)
    return Published(guid, f"{page}#isso-{guid}", str(row["parent"]) if row.get("parent") else None, key)


def _cookie(answer: Fetched) -> tuple[str, str]:
    found = _COOKIE.match(answer.headers.get("set-cookie", ""))
    return (found[1], found[2]) if found else ("", "")
