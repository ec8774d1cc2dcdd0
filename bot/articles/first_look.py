"""What a first look at an address shows, and what a list of sources names. Records alone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class FeedLink:
    """A feed that a page links. `comments`: it carries comments, not articles."""

    url: str
    title: str = ""
    comments: bool = False


@dataclass(frozen=True, slots=True)
class CommentsHint:
    """Where a page has its comments: `place` as in the settings' `comments_from`, `url` the server's.

    `shown` is how many of them the page itself carries.
    """

    place: str
    url: str = ""
    shown: int = 0


@dataclass(frozen=True, slots=True)
class Look:
    """What is at an address.

    `kind` is what it is, "comments" a feed of comments. `title` and `language` ("fr") are the site's, as far
    as it says. `wordpress` is the address of the WordPress that made it, `sitemaps` those that it links.
    `article`: it is the page of one; `comments`: there is a place for comments in it that can be read;
    `hints` tell where, the surest first.
    """

    kind: Literal["page", "feed", "comments", "sitemap"]
    title: str = ""
    language: str = ""
    feeds: tuple[FeedLink, ...] = ()
    wordpress: str = ""
    sitemaps: tuple[str, ...] = ()
    article: bool = False
    comments: bool = False
    hints: tuple[CommentsHint, ...] = ()


@dataclass(frozen=True, slots=True)
class Outline:
    """A source in an OPML list. `url` is what is read, `site` the address that people open.

    `comments`: its comments are read too, which other readers' lists know nothing of.
    """

    title: str
    url: str
    kind: str = "feed"
    site: str = ""
    language: str = ""
    comments: bool = False
