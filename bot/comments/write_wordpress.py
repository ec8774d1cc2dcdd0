"""Writing comments on a WordPress by its REST API, with a moderator's application password."""

from __future__ import annotations

import json
import re
from base64 import b64encode
from collections.abc import Mapping
from datetime import UTC, timedelta
from html import unescape
from typing import Any
from urllib.parse import urlencode

from bot.causes import Cause
from bot.comments.html import to_html
from bot.comments.orders import (
    Access,
    ClosedThread,
    Commenter,
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
    Turned,
    Written,
)
from bot.errors import SourceError
from bot.http import Fetched, Fetcher, LostAnswerError

_API = "wp-json/wp/v2"
_MOST_BYTES = 65_525
_FLOOD = 15.0
# How far the site's clock may be behind ours.
_SKEW = timedelta(minutes=10)
_SHOWN = ("approved", "hold")
_MINE_FIELDS = "id,parent,author,author_name,author_email,content,meta,status,link"
_TAG = re.compile(r"<[^>]*>")
_REASONS = {
    "comment_flood": Reason.FLOOD,
    "comment_duplicate": Reason.DUPLICATE,
    "rest_comment_closed": Reason.CLOSED,
    "rest_comment_draft_post": Reason.CLOSED,
    "rest_comment_trash_post": Reason.CLOSED,
    "rest_cannot_read_post": Reason.CLOSED,
    "comment_content_column_length": Reason.TOO_LONG,
    "comment_author_column_length": Reason.TOO_LONG,
    "comment_author_email_column_length": Reason.TOO_LONG,
    "rest_comment_content_invalid": Reason.EMPTY,
    "rest_comment_invalid_post_id": Reason.GONE,
    "rest_post_invalid_id": Reason.GONE,
    "rest_comment_invalid_id": Reason.GONE,
    "rest_already_trashed": Reason.GONE,
}
_BY_STATUS = {
    401: Reason.NO_ACCESS,
    404: Reason.GONE,
    409: Reason.DUPLICATE,
    410: Reason.GONE,
    413: Reason.TOO_LONG,
}

_Row = dict[str, Any]


async def write(site: str, credentials: Credentials, order: Order, fetch: Fetcher) -> Written:
    """Carry out an order; see bot.comments.writing."""
    desk = _Desk(site, credentials, fetch)
    match order:
        case NewComment():
            return await _publish(desk, order)
        case EditedComment():
            return await _edit(desk, order)
        case RemovedComment():
            return await _remove(desk, order.guid)
        case JudgedComment():
            return await _judge(desk, order)
        case ClosedThread():
            return await _close(desk, order)


async def find_mine(
    site: str, credentials: Credentials, order: NewComment, fetch: Fetcher
) -> Published | Held | None:
    """The comment that an order made already, also one that waits, was taken for spam or away."""
    desk = _Desk(site, credentials, fetch)
    since = f"{(order.sent - _SKEW).astimezone(UTC):%Y-%m-%dT%H:%M:%S}Z"
    for status in ("all", "spam", "trash"):
        query = {"post": order.article.guid, "after": since, "status": status, "context": "edit"}
        query |= {"per_page": "100", "orderby": "id", "order": "desc", "_fields": _MINE_FIELDS}
        answer = await desk.ask("GET", f"comments?{urlencode(query)}")
        if isinstance(answer, Refused):
            raise SourceError(Cause("cause-not-told", {"message": answer.message}))
        for row in answer if isinstance(answer, list) else []:
            if _is_mine(row, order):
                return _told(row)
    return None


async def check_access(site: str, credentials: Credentials, fetch: Fetcher) -> Access:
    """A wrong password is silently nobody's: only this question tells."""
    answer = await _Desk(site, credentials, fetch).ask("GET", "users/me?context=edit")
    if isinstance(answer, Refused) or not isinstance(answer, dict):
        return Access(False, "WordPress does not know this user with this application password")
    if not (answer.get("capabilities") or {}).get("moderate_comments"):
        return Access(False, f"the user {credentials.user} may not moderate comments; an editor may")
    return Access(True)


class _Desk:
    """Requests with our credentials."""

    def __init__(self, site: str, credentials: Credentials, fetch: Fetcher) -> None:
        self._base = f"{site.rstrip('/')}/{_API}"
        said = f"{credentials.user}:{credentials.password}".encode()
        self._headers = {"Authorization": f"Basic {b64encode(said).decode()}"} if credentials.user else {}
        self._fetch = fetch

    async def ask(
        self, method: str, path: str, body: Mapping[str, Any] | None = None
    ) -> _Row | list[_Row] | Refused:
        """The site's answer, or its refusal."""
        url = f"{self._base}/{path}"
        answer = await self._fetch.send(method, url, json=body, headers=self._headers, max_bytes=1_000_000)
        try:
            found = json.loads(answer.body)
        except (ValueError, RecursionError):
            found = None
        if 300 <= answer.status < 400:
            raise SourceError(Cause("cause-moved"))
        if answer.status >= 400:
            return _refusal(answer, found)
        if not isinstance(found, dict | list):
            kind = SourceError if method == "GET" else LostAnswerError
            raise kind(Cause("cause-not-wordpress"))
        return found

    async def row(self, method: str, path: str, body: Mapping[str, Any] | None = None) -> _Row | Refused:
        """The same for one comment."""
        found = await self.ask(method, path, body)
        if isinstance(found, list):
            raise LostAnswerError(Cause("cause-not-wordpress"))
        return found


async def _publish(desk: _Desk, order: NewComment) -> Written:
    content = to_html(order.said)
    if refused := _unfit(content):
        return refused
    # WordPress takes any number for a parent, and would show the comment nowhere.
    if order.parent is not None and not await _is_there(desk, order.parent, order.article.guid):
        return Refused(Reason.UNKNOWN_PARENT, "the comment that this one answers is not there any more")
    body: dict[str, Any] = {"post": int(order.article.guid), "content": content}
    if order.parent is not None:
        body["parent"] = int(order.parent)
    if order.author is not None:
        body |= _author(order.author, order.mark)
    if order.mark:
        body["meta"] = {"discord_message_id": order.mark}
    if order.status is not None:
        body["status"] = order.status.value
    row = await desk.row("POST", "comments", body)
    return row if isinstance(row, Refused) else _told(row)


async def _edit(desk: _Desk, order: EditedComment) -> Written:
    content = to_html(order.said)
    if refused := _unfit(content):
        return refused
    row = await desk.row("POST", f"comments/{int(order.guid)}", {"content": content})
    if isinstance(row, Refused):
        return row
    if row.get("status") not in _SHOWN:
        return Refused(Reason.GONE, f"the comment is in the site's {row.get('status')}")
    return _told(row)


async def _remove(desk: _Desk, guid: str) -> Written:
    row = await desk.row("DELETE", f"comments/{int(guid)}")
    if isinstance(row, Refused) and row.message.startswith("rest_trash_not_supported"):
        row = await desk.row("DELETE", f"comments/{int(guid)}?force=true")
    if isinstance(row, Refused) and row.reason is not Reason.GONE:
        return row
    return Removed(guid)


async def _judge(desk: _Desk, order: JudgedComment) -> Written:
    if order.status is Status.TRASH:
        return await _remove(desk, order.guid)
    try:
        row = await desk.row("POST", f"comments/{int(order.guid)}", {"status": order.status.value})
    except LostAnswerError as error:
        # WordPress has a fault of its own where a comment is already what it should become.
        if error.status != 500:
            raise
        row = await desk.row("GET", f"comments/{int(order.guid)}?context=edit")
        if isinstance(row, Refused) or row.get("status") != order.status.value:
            raise
    if isinstance(row, Refused):
        return row
    return Removed(order.guid) if order.status is Status.SPAM else _told(row)


async def _close(desk: _Desk, order: ClosedThread) -> Written:
    wanted = "closed" if order.closed else "open"
    row = await desk.row("POST", f"posts/{int(order.article.guid)}", {"comment_status": wanted})
    if isinstance(row, Refused):
        return row
    if row.get("comment_status") != wanted:
        kept = Cause("cause-comments-kept", {"status": str(row.get("comment_status"))}).kept()
        return Refused(Reason.NOT_ALLOWED, kept)
    return Turned(order.closed)


async def _is_there(desk: _Desk, guid: str, post: str) -> bool:
    if not guid.isdecimal():
        return False
    row = await desk.row("GET", f"comments/{guid}?context=edit&_fields=id,post,status")
    if isinstance(row, Refused) and row.reason is not Reason.GONE:
        # Whoever may not moderate sees what everybody sees.
        row = await desk.row("GET", f"comments/{guid}?_fields=id,post,status")
    return not isinstance(row, Refused) and str(row.get("post")) == post and row.get("status") in _SHOWN


def _author(author: Commenter, mark: str) -> dict[str, Any]:
    if author.user:
        return {"author": int(author.user)}
    # Most sites want an address of a guest; this one leads nowhere.
    return {"author_name": author.name, "author_email": author.email or f"{mark or 'reader'}@discord.invalid"}


def _unfit(content: str) -> Refused | None:
    if not content:
        return Refused(Reason.EMPTY, "there is nothing in it that the site could show")
    if len(content.encode()) > _MOST_BYTES:
        return Refused(Reason.TOO_LONG, f"the site takes at most {_MOST_BYTES} bytes")
    return None


def _refusal(answer: Fetched, found: Any) -> Refused:
    said = found if isinstance(found, dict) else {}
    code = str(said.get("code") or "")
    reason = _REASONS.get(code) or _BY_STATUS.get(answer.status, Reason.NOT_ALLOWED)
    if answer.status == 401:
        reason = Reason.NO_ACCESS
    words = ": ".join(unescape(str(said[name])) for name in ("code", "message") if said.get(name))
    message = words or Cause("cause-refused", {"status": answer.status}).kept()
    return Refused(reason, message, _FLOOD if reason is Reason.FLOOD else None)


def _told(row: _Row) -> Published | Held:
    guid = str(row["id"])
    if row.get("status") != "approved":
        return Held(guid)
    parent = str(row["parent"]) if row.get("parent") else None
    return Published(guid, str(row.get("link") or ""), parent)


def _is_mine(row: _Row, order: NewComment) -> bool:
    meta = row.get("meta")
    mark = str(meta.get("discord_message_id") or "") if isinstance(meta, dict) else ""
    if mark and order.mark:
        return mark == order.mark
    author = order.author
    same_author = author is None or (
        str(row.get("author")) == author.user
        if author.user
        else [row.get("author_name"), row.get("author_email")] == [*_author(author, order.mark).values()]
    )
    same_parent = str(row.get("parent") or "") == (order.parent or "")
    content = row.get("content") or {}
    return same_author and same_parent and _words(content.get("raw")) == _words(to_html(order.said))


def _words(html: Any) -> str:
    """What is left for comparing: WordPress adds to links, and mends what it takes for broken."""
    return "".join(unescape(_TAG.sub("", str(html or ""))).split())
