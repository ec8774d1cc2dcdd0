"""Comments as a site's comment feed gives them. For the worker processes."""

from __future__ import annotations

import io
import re
from typing import Any

import feedparser

from bot.comments.markup import Markup
from bot.dates import parse_date
from bot.errors import SourceError

_ID = re.compile(r"(?:#comment-|[?&]c=|comment[/-])(\d+)")
_BY = re.compile(r"^(?:By|Par|Von|Por|Da|Door)\s*:\s*", re.IGNORECASE)


def parse_markup(body: bytes, url: str) -> list[Markup]:
    """A comment feed's comments, in its own order; parents only where it names them (Atom threading)."""
    feed = feedparser.parse(io.BytesIO(body), sanitize_html=False, resolve_relative_uris=False)
    if not feed.get("version") and not feed.entries:
        raise SourceError("there is no comment feed at this address")
    return [_markup(entry) for entry in feed.entries]


def _markup(entry: Any) -> Markup:
    said = str(entry.get("id") or entry.get("link") or "")
    content = max((str(part.get("value") or "") for part in entry.get("content") or ()), key=len, default="")
    answers = entry.get("thr_in-reply-to") or entry.get("in-reply-to") or {}
    return Markup(
        guid=_number(said) or _number(str(entry.get("link") or "")) or said,
        author=str(entry.get("author") or "") or _BY.sub("", str(entry.get("title") or "")),
        published=parse_date(str(entry.get("published" if "published" in entry else "updated") or "")),
        html=content or str(entry.get("summary") or ""),
        parent=_number(str(answers.get("ref") or "")) or None,
        url=str(entry.get("link") or ""),
    )


def _number(text: str) -> str:
    match = _ID.search(text)
    return match[1] if match else ""
