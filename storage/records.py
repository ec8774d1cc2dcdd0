"""The records that pass between the floors: one row, one frozen record.

Times are aware UTC. Ids are made by the program (`storage.database.new_id`) except Discord's own.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class ArticleItem:
    """An article as a source gave it, before it is known whether we have it.

    `guid` is the source's own id for it, `text` the plain body with a blank line between paragraphs,
    `summary` a plain teaser, `embeds` the addresses of posts and videos shown inside it. `paywalled` says
    that the text is only what everybody may read of it, `comments_closed` whether nobody can comment any
    more. What the source did not say is empty or None.
    """

    guid: str
    url: str
    title: str
    subtitle: str = ""
    author: str = ""
    published: datetime | None = None
    updated: datetime | None = None
    language: str = ""
    categories: tuple[str, ...] = ()
    summary: str = ""
    text: str = ""
    image: str = ""
    image_credit: str = ""
    embeds: tuple[str, ...] = ()
    paywalled: bool = False
    reading_minutes: int | None = None
    subscribers_only_comments: bool = False
    comments_closed: bool | None = None


@dataclass(frozen=True, slots=True)
class CommentItem:
    """A comment as a source gave it. `markdown` is safe Discord markdown, empty where the text is lost.

    `guid` and `parent` are the source's ids; `parent` is None for a comment on the article itself. `edited`
    is when the author last changed it, where the source tells.
    """

    guid: str
    author: str
    published: datetime
    markdown: str
    parent: str | None = None
    avatar: str = ""
    url: str = ""
    edited: datetime | None = None


@dataclass(frozen=True, slots=True)
class Article:
    """A stored article. `digest` covers what a reader sees; `withdrawn` is when the site took it down."""

    id: int
    source: str
    item: ArticleItem
    digest: str
    stored: datetime
    withdrawn: datetime | None = None


@dataclass(frozen=True, slots=True)
class KnownArticle:
    """What tells which article an item is, and whether it changed.

    `given` is the digest of what the source gave last. `comments_read`: its comments were read in whole.
    """

    id: int
    guid: str
    url: str
    title: str
    published: datetime | None
    given: str
    withdrawn: bool
    comments_read: bool


@dataclass(frozen=True, slots=True)
class Comment:
    """A stored comment. `parent_id` is our id of the comment it answers; `deleted` makes it a tombstone.

    `edited` is when its text changed. A parent that the site did not name was inferred, as sure as its
    `confidence` (0 to 1) and by its `evidence`, or named by the person `relinked_by`.
    """

    id: int
    article_id: int
    item: CommentItem
    digest: str
    stored: datetime
    parent_id: int | None = None
    deleted: datetime | None = None
    edited: datetime | None = None
    confidence: float | None = None
    evidence: tuple[str, ...] = ()
    relinked_by: int | None = None


@dataclass(frozen=True, slots=True)
class SourceState:
    """What we remember of a source between polls.

    `validators` are URL → (ETag, Last-Modified). `distrusted` are the kinds of keys that two of its articles
    shared. `rhythm` counts what it published in each hour of the week, UTC, from Monday midnight.
    """

    name: str
    first_read: datetime | None = None
    last_read: datetime | None = None
    due: datetime | None = None
    failures: int = 0
    reason: str = ""
    validators: tuple[tuple[str, str, str], ...] = ()
    paused: datetime | None = None
    distrusted: frozenset[str] = frozenset()
    rhythm: tuple[int, ...] = ()


class Kind(StrEnum):
    """What a delivery puts on Discord."""

    ARTICLE = "article"
    THREAD = "thread"
    COMMENT = "comment"
    PART_2 = "part 2"
    PART_3 = "part 3"
    PART_4 = "part 4"
    ORIGINAL = "original"
    MARK = "mark"
    ROLE = "role"
    BULLETIN = "bulletin"
    CORRECTION = "correction"
    CROSSPOST = "crosspost"
    ALERT = "alert"
    LETTER = "letter"
    REVIEW = "review"
    REMOVAL = "removal"
    LOCK = "lock"
    HELD_BACK = "held back"
    CITATION = "citation"
    WATCH = "watch"
    WORD = "word"


class State(StrEnum):
    """Whether a delivery is worked on.

    ASIDE failed by its own fault, so that its lane goes on without it; KEPT is a comment that stays on the
    site, because its thread has as many as it takes; DROPPED was removed on Discord by somebody, and stays
    away.
    """

    OPEN = "open"
    ASIDE = "aside"
    KEPT = "kept"
    DROPPED = "dropped"


@dataclass(frozen=True, slots=True)
class Delivery:
    """One Discord object that we owe: its wanted state and its shown state, as digests.

    `subject` is our id of the article or comment, or the Discord id of the member; `place` is the Discord id
    of the channel or role. `wanted` None means that it should not be there, `shown` None that it isn't,
    and "?" that nobody knows yet. Deliveries of one `bundle` share a message, with the first one's nonce.
    Deliveries of one `lane` are carried out one after the other, by `rank`; `needs` is a delivery that must
    be shown before. `tried` is when it was first begun: set without a `discord_id`, the outcome is unknown.
    `made` counts how often the object was created.
    """

    id: int
    kind: Kind
    guild: int
    place: int
    subject: int
    lane: int
    rank: int
    needs: int | None = None
    wanted: str | None = None
    shown: str | None = None
    discord_id: int | None = None
    made: int = 0
    tried: datetime | None = None
    attempts: int = 0
    due: datetime | None = None
    state: State = State.OPEN
    reason: str = ""
    bundle: int | None = None


class Standing(StrEnum):
    """What is known of a subscriber's tier. Only a positive INACTIVE ever takes a role away."""

    ACTIVE = "active"
    INACTIVE = "inactive"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Subscriber:
    """A paying reader as the publisher's list gives them. `until` None is an open end.

    `reason` is why it ended or is about to, where the provider said so; `version` its time of that fact.
    """

    publisher: str
    subject: str
    tier: str
    until: datetime | None = None
    seen: datetime | None = None
    reason: str = ""
    version: datetime | None = None


@dataclass(frozen=True, slots=True)
class Link:
    """A Discord account and the subscriber it proved to be."""

    publisher: str
    subject: str
    user: int
    linked: datetime
