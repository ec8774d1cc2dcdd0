"""The first look at an address: what it is, and which feeds lead from it. For the worker processes."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from html import unescape
from typing import Any
from urllib.parse import urljoin, urlsplit

from bot import plain
from bot.articles.first_look import FeedLink, Look
from bot.articles.page_facts import ARTICLE_KINDS
from bot.articles.page_tree import NS, Tree, decode, first, kinds, linked_data, load
from bot.comments.parse_hints import hints
from bot.markdown import harmless_link, to_line

_BEGINNING = 60_000
_FEEDS = 12
_NAME = 60
_FEED_TYPES = (
    "rss+xml",
    "atom+xml",
    "rdf+xml",
    "feed+json",
    "application/json",
    "text/xml",
    "application/xml",
)

# Possessive, for nobody shall make us try how else a prologue might be taken apart.
_ROOT = re.compile(
    r"\s*+(?>(?><\?.*?\?>|<!--.*?-->|<!doctype[^>\[]*(?:\[.*?\]\s*)?>)\s*+)*+<([\w.-]+:)?([\w.-]+)",
    re.IGNORECASE | re.DOTALL,
)
_ROOTS = {"rss": "feed", "rdf": "feed", "feed": "feed", "urlset": "sitemap", "sitemapindex": "sitemap"}
_TITLE = re.compile(r"<title\b[^>]{0,200}>(.{0,1000}?)</title", re.IGNORECASE | re.DOTALL)
_LINK = re.compile(r"<link>\s*(?:<!\[CDATA\[)?\s*(https?://[^\s<\]]+)", re.IGNORECASE)
_LANGUAGE = re.compile(
    r"(?:<(?:dc:|news:)?language>\s{0,9}|<(?:feed|rss)\b[^>]{0,500}\bxml:lang=[\"'])([A-Za-z]{2})\b",
    re.IGNORECASE,
)
_WORDPRESS = re.compile(r"<generator\b[^>]{0,200}>[^<]{0,200}wordpress", re.IGNORECASE)
_ITEM = re.compile(r"<(?:item|entry)\b", re.IGNORECASE)
_REMARK = re.compile(r"#comment-\d+\s*(?:</link|[\"'])", re.IGNORECASE)
_ABOUT_COMMENTS = re.compile(
    r"\b(?:comments?\s+(?:feed|on|for)|comments\s*$|(?:flux|fil)\s+(?:rss\s+)?des\s+commentaires"
    r"|commentaires\s+(?:sur|pour|de)|commentaires\s*$|kommentar\w*|comentarios|commenti|reacties)",
    re.IGNORECASE,
)
_COMMENT_PATH = re.compile(r"/(?:comments|commentaires|kommentare|comentarios)(?:/|$|[.?])", re.IGNORECASE)
_APART = re.compile(r"\s+(?:[|–—·•»:-]|::)\s+")


def look(body: bytes, url: str, content_type: str = "", charset: str = "") -> Look:
    """What is at an address. SourceError if it is nothing that can be read."""
    wide = {b"\0<": "utf-16-be", b"<\0": "utf-16-le"}.get(body[:2], "")
    text = decode(body[:_BEGINNING], wide or charset)
    if body.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] == b"{":
        return _json_feed(body)
    root = _ROOT.match(text.lstrip("\ufeff"))
    kind = _ROOTS.get(root[2].lower()) if root else None
    if kind == "sitemap" or body.startswith(b"\x1f\x8b") or _is_list(text, content_type):
        return Look("sitemap", language=_language(_LANGUAGE.search(text)))
    if kind == "feed":
        return _feed(text, url)
    return _page(load(body, charset), url)


def _is_list(text: str, content_type: str) -> bool:
    return "text/plain" in content_type and text.lstrip().startswith(("http://", "https://"))


def _language(found: re.Match[str] | None) -> str:
    return found[1].lower() if found else ""


def _json_feed(body: bytes) -> Look:
    try:
        feed = json.loads(body.decode("utf-8-sig", "replace"))
        rows = feed["items"]
    except (ValueError, KeyError, TypeError, RecursionError):
        return Look("page")
    if not isinstance(rows, list):
        return Look("page")
    said = str(feed.get("language") or "")
    return Look("feed", _short(str(feed.get("title") or "")), said[:2].lower() if said[:2].isalpha() else "")


def _feed(text: str, url: str) -> Look:
    title = _TITLE.search(text)
    name = to_line(unescape(title[1].replace("<![CDATA[", "").replace("]]>", ""))) if title else ""
    remarks = len(_REMARK.findall(text)) > len(_ITEM.findall(text)) / 2 > 0
    about = _ABOUT_COMMENTS.search(name) is not None or _COMMENT_PATH.search(urlsplit(url).path) is not None
    site = _LINK.search(text)
    made = bool(site) and _WORDPRESS.search(text) is not None
    return Look(
        kind="comments" if remarks or about else "feed",
        title=_short(name),
        language=_language(_LANGUAGE.search(text)),
        wordpress=harmless_link(site[1]).rstrip("/") if site and made else "",
    )


def _page(tree: Tree, url: str) -> Look:
    base = first(tree, "//head/base/@href")
    base = urljoin(url, base) if base else url
    article = _is_article(tree, url)
    told = tuple(hints(tree, base))
    return Look(
        kind="page",
        title=_short(_site_name(tree, url, article=article)),
        language=_page_language(tree),
        feeds=tuple(_feeds(tree, base))[:_FEEDS],
        wordpress=_wordpress(tree, url, base),
        sitemaps=tuple(_sitemaps(tree, base)),
        article=article,
        comments=bool(told),
        hints=told,
    )


def _feeds(tree: Tree, base: str) -> Iterator[FeedLink]:
    seen: set[str] = set()
    for link in tree.xpath("//link[@rel and @href and @type]")[:200]:
        kind = link.get("type").lower()
        if "alternate" not in link.get("rel").lower().split() or not kind.strip().endswith(_FEED_TYPES):
            continue
        url = harmless_link(link.get("href"), base)
        # WordPress and others offer their data in JSON too, which is no feed.
        if not url or url in seen or "/wp-json" in url or "oembed" in url or "rest_route=" in url:
            continue
        seen.add(url)
        title = _short(link.get("title") or "")
        yield FeedLink(url, title, _is_of_comments(title, url))


def _is_of_comments(title: str, url: str) -> bool:
    return bool(_ABOUT_COMMENTS.search(title) or _COMMENT_PATH.search(urlsplit(url).path))


def _wordpress(tree: Tree, url: str, base: str) -> str:
    said = first(tree, '//link[@rel="https://api.w.org/"]/@href')
    if said:
        return _before_api(harmless_link(said, base))
    made = first(tree, '//meta[@name="generator" and contains(@content, "WordPress")]/@content')
    return harmless_link("/", url).rstrip("/") if made else ""


def _before_api(url: str) -> str:
    """The address of a WordPress, by that of its API; nothing where the API has no path of its own."""
    place, api, _ = url.partition("/wp-json")
    return place if api else ""


def _sitemaps(tree: Tree, base: str) -> Iterator[str]:
    said = tree.xpath('//link[@rel="sitemap"]/@href | //a[contains(@href, "sitemap")]/@href')
    links = (harmless_link(link, base) for link in said[:20])
    yield from (link for link in dict.fromkeys(links) if link.endswith((".xml", ".xml.gz")))


def _is_article(tree: Tree, url: str) -> bool:
    parts = urlsplit(url)
    if not parts.path.strip("/") and not parts.query:
        return False
    if first(tree, '//meta[@property="og:type"]/@content').lower() == "article":
        return True
    if first(tree, '//meta[@property="article:published_time"]/@content'):
        return True
    if {"single", "single-post"} & set(first(tree, "//body/@class").split()):
        return True
    data = [node for node in linked_data(tree) if kinds(node) & ARTICLE_KINDS and node.get("headline")]
    if len(data) == 1:
        return True
    return bool(tree.xpath("//h1[re:test(@id, 'title.{0,3}single|single.{0,3}title')]", namespaces=NS))


def _page_language(tree: Tree) -> str:
    said = first(tree, "/html/@lang", '//meta[@property="og:locale"]/@content')
    return said[:2].lower() if re.match(r"[A-Za-z]{2}\b|[A-Za-z]{2}_", said) else ""


def _site_name(tree: Tree, url: str, *, article: bool) -> str:
    """What the site calls itself, else what its title has in common with its host, else the host."""
    said = first(
        tree, '//meta[@property="og:site_name"]/@content', '//meta[@name="application-name"]/@content'
    )
    said = said or next((name for node in linked_data(tree) if (name := _publisher(node))), "")
    if said:
        return said
    host = (urlsplit(url).hostname or "").removeprefix("www.")
    parts = [part for part in _APART.split(first(tree, "//head/title")) if part.strip()]
    label = _letters(host.partition(".")[0])
    known = next(
        (part for part in parts if (text := _letters(part)) and (text in label or label in text)), ""
    )
    return known or (parts[-1 if article else 0] if parts and (len(parts) > 1 or not article) else host)


def _publisher(node: dict[str, Any]) -> str:
    name = node.get("name")
    ours = kinds(node) & {"WebSite", "NewsMediaOrganization"}
    return name if ours and isinstance(name, str) else ""


def _letters(text: str) -> str:
    return "".join(c for c in text.casefold() if c.isalnum())


def _short(text: str) -> str:
    return plain.shorten(plain.one_line(text), _NAME)
