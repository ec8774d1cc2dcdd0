"""Posts and videos that others' HTML shows inside an article. For the worker processes."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from urllib.parse import parse_qs, urlsplit

from lxml import etree, html

from bot.articles.page_tree import NS, Tree
from bot.markdown import harmless_link

_MOST = 10
_LONGEST = 400_000
_SIGNS = ("<iframe", "<blockquote", "<lite-", "<amp-", "wp-block-embed")
_POSTS = (
    "twitter-tweet|twitter-video|instagram-media|tiktok-embed|bluesky-embed|mastodon-embed|text-post-media"
)
_MARKED = (
    "descendant-or-self::*[self::iframe or self::lite-youtube or self::amp-youtube or self::amp-twitter or "
    f"self::blockquote[re:test(@class, '{_POSTS}')] or "
    "self::figure[contains(@class, 'wp-block-embed')][not(.//iframe)][not(.//blockquote)]]"
)
_PLACES = ("data-instgrm-permalink", "data-text-post-permalink", "data-embed-url", "cite")
_SOURCES = ("src", "data-src", "data-lazy-src", "data-cookieblock-src")
_STATUS = re.compile(r"/([\w%-]{1,40}|i/web|i)/status(?:es)?/(\d+)")
_VIDEO_ID = re.compile(r"[\w-]{6,20}")
_TOOT = re.compile(r"(/@[\w.@-]+/\d+)(?:/embed)?/?")
_BLUESKY = re.compile(r"/(?:profile|embed)/([^/]+)/(?:post|app\.bsky\.feed\.post)/(\w+)")


def embeds_in_html(text: str) -> tuple[str, ...]:
    """The addresses of posts and videos embedded in a piece of HTML, in its order."""
    if not any(sign in text for sign in _SIGNS):
        return ()
    try:
        tree = html.fragment_fromstring(text[:_LONGEST], create_parent="div")
    except (etree.LxmlError, ValueError, AssertionError):
        return ()
    return embeds_in(tree)


def embeds_in(tree: Tree, condition: str = "") -> tuple[str, ...]:
    """The same in a tree; `condition` is one for its paths, as `page_tree.IN_MAIN`."""
    found = (_address(element) for element in tree.xpath(_MARKED + condition, namespaces=NS)[:200])
    return tuple(dict.fromkeys(address for address in found if address))[:_MOST]


def _address(element: Tree) -> str:
    """What the marked element shows, at its public address; nothing if that is no post and no video."""
    return next((known for place in _said(element) if (known := _public(place))), "")


def _said(element: Tree) -> Iterator[str]:
    """The addresses that an element names, the surest first."""
    if video := element.get("videoid") or element.get("data-videoid"):
        yield f"https://www.youtube.com/watch?v={video}"
    if post := element.get("data-tweetid"):
        yield f"https://x.com/i/status/{post}"
    for name in (*_SOURCES, *_PLACES):
        if place := element.get(name):
            yield place
    if element.tag != "iframe":
        yield from reversed(element.xpath(".//a/@href")[:50])
        yield (element.text_content() or "").strip()[:300]


def _public(address: str) -> str:
    link = harmless_link(address, "https://")
    if not link:
        return ""
    parts = urlsplit(link)
    host = (parts.hostname or "").removeprefix("www.").removeprefix("m.")
    reader = next(
        (read for name, read in _READERS.items() if host == name or host.endswith(f".{name}")), None
    )
    query = {name: values[0] for name, values in parse_qs(parts.query).items()}
    return harmless_link(reader(parts.path, query)) if reader else _mastodon(host, parts.path)


def _youtube(path: str, query: dict[str, str]) -> str:
    kind, _, name = path.strip("/").partition("/")
    video = query.get("v", "") if kind == "watch" else name.partition("/")[0]
    video = kind if not name and kind != "watch" else video
    if kind == "playlist" or video == "videoseries":
        return ""
    return f"https://www.youtube.com/watch?v={video}" if _VIDEO_ID.fullmatch(video) else ""


def _twitter(path: str, query: dict[str, str]) -> str:
    if match := _STATUS.search(path):
        return f"https://x.com/{match[1]}/status/{match[2]}"
    post = query.get("id", "")
    return f"https://x.com/i/status/{post}" if "embed" in path and post.isdecimal() else ""


def _bluesky(path: str, query: dict[str, str]) -> str:
    match = _BLUESKY.search(path)
    return f"https://bsky.app/profile/{match[1]}/post/{match[2]}" if match else ""


def _instagram(path: str, query: dict[str, str]) -> str:
    match = re.search(r"/(p|reel|tv)/([\w-]+)", path)
    return f"https://www.instagram.com/{match[1]}/{match[2]}/" if match else ""


def _tiktok(path: str, query: dict[str, str]) -> str:
    if match := re.search(r"/(@[\w.-]+)/video/(\d+)", path):
        return f"https://www.tiktok.com/{match[1]}/video/{match[2]}"
    match = re.search(r"/(?:embed(?:/v\d)?|player/v\d)/(\d+)", path)
    return f"https://www.tiktok.com/embed/v2/{match[1]}" if match else ""


def _vimeo(path: str, query: dict[str, str]) -> str:
    match = re.fullmatch(r"/(?:video/)?(\d+)(?:/\w+)?/?", path)
    return f"https://vimeo.com/{match[1]}" if match else ""


def _dailymotion(path: str, query: dict[str, str]) -> str:
    match = re.search(r"/video/(\w+)", path)
    video = match[1] if match else query.get("video", "")
    return f"https://www.dailymotion.com/video/{video}" if video.isalnum() else ""


def _facebook(path: str, query: dict[str, str]) -> str:
    shown = query.get("href", "") if path.startswith("/plugins/") else ""
    return shown if (urlsplit(shown).hostname or "").endswith("facebook.com") else ""


def _threads(path: str, query: dict[str, str]) -> str:
    match = re.search(r"/(@[\w.]+)/post/([\w-]+)", path)
    return f"https://www.threads.net/{match[1]}/post/{match[2]}" if match else ""


def _mastodon(host: str, path: str) -> str:
    """A post on a server of any name: its path tells."""
    match = _TOOT.fullmatch(path)
    return f"https://{host}{match[1]}" if match and host else ""


_READERS: dict[str, Callable[[str, dict[str, str]], str]] = {
    "youtube.com": _youtube,
    "youtube-nocookie.com": _youtube,
    "youtu.be": _youtube,
    "twitter.com": _twitter,
    "x.com": _twitter,
    "bsky.app": _bluesky,
    "instagram.com": _instagram,
    "tiktok.com": _tiktok,
    "vimeo.com": _vimeo,
    "dailymotion.com": _dailymotion,
    "facebook.com": _facebook,
    "threads.net": _threads,
    "threads.com": _threads,
}
