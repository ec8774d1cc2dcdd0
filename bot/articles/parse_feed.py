"""RSS, RDF, Atom and JSON feeds → articles. For the worker processes."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime

from bot import plain
from bot.articles.parse_embeds import embeds_in_html
from bot.articles.parse_feed_entry import MOST, Entry, Head
from bot.articles.parse_feed_fast import read_fast
from bot.articles.parse_feed_json import read_json
from bot.articles.parse_paywall import ends_at_paywall
from bot.articles.parse_text import one_line, to_line, to_text
from bot.dates import zone_of
from storage.records import ArticleItem

__all__ = ["Entry", "FeedContent", "parse_articles", "parse_entries", "parse_feed"]

# WordPress puts articles behind a password into its feeds, with a form in place of the text.
_PROTECTED = "action=postpass"
_END = re.compile(rb"</(?:\w{1,20}:)?(?:item|entry)\s*>")
# Of what is cut at 500 characters no more is worth the work.
_TEASER = 1_500
_FAR = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class FeedContent:
    """A feed: its articles, oldest first, and what it says of itself.

    `site` is the home page, `hub` and `topic` are the WebSub hub and the address to subscribe to there, `ttl`
    how many seconds the feed may be kept. Addresses are http(s) or empty; what was not said is empty or None.
    """

    items: tuple[ArticleItem, ...]
    title: str = ""
    site: str = ""
    language: str = ""
    hub: str = ""
    topic: str = ""
    ttl: float | None = None


def parse_feed(data: bytes, url: str, content_type: str, timezone: str, language: str) -> FeedContent:
    """The feed at `url`; `timezone` is that of clock times without one, `language` that of unmarked articles.

    SourceError if it is no feed.
    """
    return _content(*_read(data, url, content_type, timezone), language)


def parse_articles(body: bytes, url: str, content_type: str, zone: str, language: str) -> list[ArticleItem]:
    """The feed's articles alone, oldest first."""
    return list(parse_feed(body, url, content_type, zone, language).items)


def parse_entries(body: bytes, url: str, content_type: str = "", zone: str = "UTC") -> list[Entry]:
    """The feed's entries in its own order. SourceError if it is no feed."""
    return _read(body, url, content_type, zone)[1]


def _read(body: bytes, url: str, content_type: str, zone: str) -> tuple[Head, list[Entry]]:
    begun = body.lstrip(b"\xef\xbb\xbf \t\r\n")
    if begun.startswith(b"{"):
        return read_json(body, url, zone_of(zone))
    # A blank line before the declaration, as many templates leave it, is all that is wrong with many feeds.
    body = _fewer(begun if begun.startswith(b"<?xml") and b"\xef\xbb\xbf" not in body[:3] else body)
    found = read_fast(body, url, content_type, zone_of(zone))
    if found is None:
        from bot.articles.parse_feed_slow import read_slow  # noqa: PLC0415  (slow to load, and often not needed)

        found = read_slow(body, url, content_type, zone_of(zone))
    return found


def _fewer(body: bytes) -> bytes:
    """A feed of too many entries without those in the middle: the newest are at one of its ends."""
    if body.count(b"</") <= MOST:
        return body
    ends = [match.end() for match in _END.finditer(body)]
    if len(ends) <= MOST:
        return body
    return body[: ends[MOST // 2 - 1]] + body[ends[-MOST // 2 - 1] :]


def _content(head: Head, entries: list[Entry], language: str) -> FeedContent:
    # Feeds list the newest first; of one moment, what stands lower is the older.
    shown = (entry for entry in reversed(entries) if _PROTECTED not in (entry.content or entry.summary))
    items = sorted((_item(entry, language) for entry in shown), key=lambda item: item.published or _FAR)
    return FeedContent(
        items=tuple(items),
        title=to_line(head.title),
        site=head.site,
        language=head.language[:2].lower(),
        hub=head.hub,
        topic=head.topic,
        ttl=head.ttl,
    )


def _item(entry: Entry, language: str) -> ArticleItem:
    body = entry.content or entry.summary
    text = to_text(body)
    teaser = text if entry.summary == body else to_text(entry.summary)
    return ArticleItem(
        guid=entry.guid,
        url=entry.link,
        title=to_line(entry.title) or plain.shorten(one_line(text[:_TEASER]), 80),
        author=to_line(entry.author),
        published=entry.published or entry.updated,
        updated=entry.updated,
        language=entry.language[:2].lower() or language,
        categories=entry.categories,
        summary=plain.shorten(one_line(teaser[:_TEASER]), 500),
        text=text,
        image=entry.image,
        image_credit=plain.shorten(to_line(entry.image_credit), 200),
        embeds=embeds_in_html(body),
        paywalled=ends_at_paywall(text),
    )
