"""The headline of an article page. For the worker processes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

from bot.articles.page_tree import IN_MAIN, NS, Tree, first, words

_SEPARATOR = r"\s*(?:[|–—·•»«:]|\s[-/~]\s|//|ǀ|\(|\[)\s*"
_APART = r"\s+(?:[|–—»·•ǀ:-]|::|//)\s+"
_LONGEST = 300


def read_title(tree: Tree, data: list[dict[str, Any]], url: str = "") -> str:
    """The headline as the page shows it: a heading that the page's own titles bear out, else such a title."""
    page = first(tree, "//head/title", "//title[not(ancestor::svg)]")
    sites = _sites(tree, url, page)
    shared = [
        first(tree, '//meta[@property="og:title"]/@content'),
        first(tree, '//meta[@name="parsely-title"]/@content'),
        first(tree, '//meta[@name="twitter:title" or @property="twitter:title"]/@content'),
        *(str(node.get("headline") or "") for node in data),
    ]
    shared = [" ".join(text.split()) for text in shared if text.strip()]
    top = [text for text in _headings(tree, "h1") if _letters(text) not in sites]
    lower = [text for text in _headings(tree, "h2", "h3", "h4") if _letters(text) not in sites]
    return (
        _same(top, shared)
        or _part(top, shared, at_end=_SEPARATOR, within=True)
        or _same(lower, shared)
        or _part(lower, shared, at_end=_SEPARATOR, within=True)
        or _part([*top, *lower], [page], at_end=_SEPARATOR, within=False)
        or _chosen(top, shared, sites)
        or _bare(page, sites)
        or next(iter([*top, *lower]), "")
    )


def _sites(tree: Tree, url: str, page: str) -> frozenset[str]:
    """The site's name or motto as it may stand beside a title, in letters only."""
    said = first(tree, '//meta[@property="og:site_name"]/@content')
    host = (urlsplit(url).hostname or "").removeprefix("www.")
    parts = re.split(_APART, page)
    # "The headline | The site": what comes last and is the shorter is the site, even as the first heading.
    motto = parts[-1] if len(parts) == 2 and len(parts[1]) < len(parts[0]) else ""
    motto = motto if motto and motto == first(tree, "//h1") else ""
    names = (said, host, host.partition(".")[0], motto)
    return frozenset(letters for name in names if len(letters := _letters(name)) > 2)


def _headings(tree: Tree, *levels: str) -> Iterator[str]:
    for level in levels:
        for heading in tree.xpath(f"//{level}{IN_MAIN}", namespaces=NS)[:40]:
            text = words(heading)
            if text and len(text) <= _LONGEST:
                yield text
            # A kicker may stand in the same heading as the headline.
            for part in heading.iterchildren("span", "a", "strong", "em", "div"):
                if (inner := words(part)) and inner != text and len(inner) > 15:
                    yield inner


def _same(headings: list[str], shared: list[str]) -> str:
    for title in shared:
        for heading in headings:
            if _letters(heading) == _letters(title):
                return heading
    return ""


def _part(headings: list[str], titles: list[str], *, at_end: str, within: bool) -> str:
    """A heading that is a whole part of a title, between its separators: the first part, or the longest.

    At the title's end it must stand behind `at_end`: what follows a bar or a dash is often the site.
    """
    found: list[tuple[bool, int, str]] = []
    for heading in headings:
        text = re.escape(heading)
        middle = rf"|{_SEPARATOR}{text}{_SEPARATOR}" if within else ""
        pattern = re.compile(rf"^{text}(?:$|{_SEPARATOR})|{at_end}\s*{text}$" + middle, re.IGNORECASE)
        matches = (pattern.search(title) for title in titles if len(heading) > 3)
        found += ((match.start() == 0, len(heading), heading) for match in matches if match)
    return max(found, key=lambda f: f[:2])[2] if found else ""


def _chosen(top: list[str], shared: list[str], sites: frozenset[str]) -> str:
    """A title made for sharing, unless it is dressed up with the site's name: then the page's heading."""
    if not shared:
        return ""
    bare = _without_site(shared[0], sites)
    return top[0] if bare != shared[0] and top and len(top[0]) > 15 else bare


def _bare(title: str, sites: frozenset[str]) -> str:
    """A page's title without what seems to be the site's name."""
    bare = _without_site(title, sites)
    parts = re.split(_APART, bare)
    if bare == title and len(parts) > 1 and len(parts[0]) > 12 and len(parts[-1].split()) <= 4:
        return parts[0].strip()
    return bare


def _without_site(title: str, sites: frozenset[str]) -> str:
    """A title without its part that is the site's name, and what stands behind that."""
    parts = re.split(_APART, title)
    named = [place for place, part in enumerate(parts) if _letters(part) in sites]
    if not named or len(parts) < 2:
        return title
    return parts[0].strip() if named[0] else parts[-1].strip()


def _letters(text: str) -> str:
    return re.sub(r"[\W_]+", "", text.casefold())
