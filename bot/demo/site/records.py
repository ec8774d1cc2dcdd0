"""What the demo's news site holds: readers, articles, comments, subscriptions. In memory, in one loop."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


class SiteError(Exception):
    """A request that the site refuses: an HTTP status and what to tell the person."""

    def __init__(self, status: int, message: str) -> None:
        super().__init__(message)
        self.status = status
        self.message = message


@dataclass(frozen=True, slots=True)
class Tier:
    """A subscription that the site sells."""

    id: str
    name: str


@dataclass(frozen=True, slots=True)
class Category:
    """What articles are sorted into."""

    id: int
    slug: str
    name: str


@dataclass(frozen=True, slots=True)
class Subscription:
    """What a reader bought. `until` None is an open end; `status` is one of `STATUSES`."""

    tier: str
    until: datetime | None
    status: str


@dataclass(frozen=True, slots=True)
class LinkCode:
    """A one-time code that proves on Discord who a reader is."""

    code: str
    expires: datetime


@dataclass(slots=True)
class Reader:
    """A person with an account on the site, journalists included.

    `last` remembers a subscription that was ended, so that the subscriber list can say so.
    """

    id: int
    slug: str
    name: str
    role: str
    subscription: Subscription | None = None
    last: Subscription | None = None
    link_code: LinkCode | None = None


@dataclass(slots=True)
class Article:
    """An article. `content` is plain text, `revision` counts its changes, `trashed` hides it."""

    id: int
    slug: str
    title: str
    subtitle: str
    content: str
    author: int
    published: datetime
    modified: datetime
    categories: tuple[int, ...] = ()
    picture: str = "page"
    comments_open: bool = True
    revision: int = 0
    trashed: bool = False


@dataclass(slots=True)
class Comment:
    """A comment. `parent` is 0 for one on the article; `typed_quotes` leaves its `>` as typed."""

    id: int
    article: int
    parent: int
    author: int
    published: datetime
    content: str
    typed_quotes: bool = False
    edited: bool = False
    trashed: bool = False
