"""Comments as a site's comment feed gives them. For the worker processes."""

from __future__ import annotations

import io
import re
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urldefrag

import feedparser

from bot.causes import Cause
from bot.comments.markup import Markup, to_item
from bot.comments.order import in_order
from bot.comments.reading import Placed
from bot.dates import parse_date
from bot.errors import SourceError

_ID = re.compile(r"(?:#comment-|[?&]c=|comment[/-])(\d+)")
# WordPress's RSS says whom a comment answers in a line of its own: "In reply to <a …>Léa</a>."
_ANSWERS = re.compile(
    r"""\s*<p>[^<>]{2,40}<a\s[^<>]*href=["'][^"'<>]*#comment-(\d+)["'][^<>]*>(?:(?!</?[ap]\b).){0,300}</a>[^<>]{0,9}</p>""",
    re.IGNORECASE | re.DOTALL,
)
_COMMENT_PAGE = re.compile(r"comment-page-\d+/?$")
_BY = re.compile(r"^(?:By|Par|Von|Por|Da|Door)\s*:\s*", re.IGNORECASE)


def parse_comments(body: bytes, url: str) -> tuple[Placed, ...]:
    """A comment feed's comments with their articles' addresses, in time order, parents first."""
    start = datetime.fromtimestamp(0, UTC)
    found = {markup.guid: markup for markup in parse_markup(body, url)}
    items = (to_item(markup, markup.url or url, start) for markup in found.values())
    return tuple(Placed(_article(found[item.guid].url), item) for item in in_order(items))


def parse_markup(body: bytes, url: str) -> list[Markup]:
    """A comment feed's comments, in its own order; parents where it names them."""
    feed = feedparser.parse(io.BytesIO(body), sanitize_html=False, resolve_relative_uris=False)
    if not feed.get("version") and not feed.entries:
        raise SourceError(Cause("cause-no-comments-here"))
    return [_markup(entry) for entry in feed.entries]


def _markup(entry: Any) -> Markup:
    said = str(entry.get("id") or entry.get("link") or "")
    content = max((str(part.get("value") or "") for part in entry.get("content") or ()), key=len, default="")
    content = content or str(entry.get("summary") or "")
    answers = entry.get("thr_in-reply-to") or entry.get("in-reply-to") or {}
    parent = _number(str(answers.get("ref") or "")) or None
    if (said_first := _ANSWERS.match(content)) and parent in (None, said_first[1]):
        parent, content = said_first[1], content[said_first.end() :]
    return Markup(
        guid=_number(said) or _number(str(entry.get("link") or "")) or said,
        author=str(entry.get("author") or "") or _BY.sub("", str(entry.get("title") or "")),
        published=parse_date(str(entry.get("published" if "published" in entry else "updated") or "")),
        html=content,
        parent=parent,
        url=str(entry.get("link") or ""),
    )


def _article(link: str) -> str:
    return _COMMENT_PAGE.sub("", urldefrag(link).url)


def _number(text: str) -> str:
    match = _ID.search(text)
    return match[1] if match else ""
