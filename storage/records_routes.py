"""The records of where articles go: routes, and what became of an article on them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, time
from enum import StrEnum

from storage.records import Article


class Layout(StrEnum):
    """How much of an article its message shows."""

    FULL = "full"
    COMPACT = "compact"
    HEADLINE = "headline"


@dataclass(frozen=True, slots=True)
class Quiet:
    """Hours of the publisher's day without posts, over midnight where `start` is later than `end`.

    `breaking` is a filter: what it takes is posted all the same. An empty one lets nothing through.
    """

    start: time
    end: time
    zone: str
    breaking: str = ""


@dataclass(frozen=True, slots=True)
class Digest:
    """One message with all articles, each day at a clock time, or each week on a day (Monday is 0)."""

    at: time
    zone: str
    weekday: int | None = None


@dataclass(frozen=True, slots=True)
class Route:
    """Which articles go to which channel, and how.

    `filter` is written in the language of `bot.articles.filters`; an empty one takes all. `mentions` are the
    ids of the roles that each message calls. `thread`: open one for each article. `crosspost`: publish to
    following servers. `per_hour` is the most messages in sixty minutes. `guild` and `made_by` are 0 for a
    route of the settings file.
    """

    id: int
    channel: int
    filter: str = ""
    layout: Layout = Layout.FULL
    mentions: tuple[int, ...] = ()
    thread: bool = True
    crosspost: bool = False
    quiet: Quiet | None = None
    digest: Digest | None = None
    per_hour: int | None = None
    guild: int = 0
    made_by: int = 0
    made: datetime | None = None
    paused: datetime | None = None


class Outcome(StrEnum):
    """What became of an article in a channel.

    POSTED has a message. WAITING gets one when it is due (quiet hours, a full hour). DIGEST waits for the
    route's digest. LISTED stands in a list of several. JOINED was added to the message of another article
    about the same news. OLD was there before its source was met.
    """

    POSTED = "posted"
    WAITING = "waiting"
    DIGEST = "digest"
    LISTED = "listed"
    JOINED = "joined"
    OLD = "old"


@dataclass(frozen=True, slots=True)
class Posting:
    """What became of an article in a channel. `detail` is a reason's name or the id of what holds it."""

    article_id: int
    channel: int
    route: int
    outcome: Outcome
    decided: datetime
    detail: str = ""
    due: datetime | None = None


@dataclass(frozen=True, slots=True)
class ReaderDigest:
    """A reader's own digest, by private message: what came since `since`, sent when it is `due`."""

    user: int
    guild: int
    language: str
    when: Digest
    filter: str
    since: datetime
    due: datetime

    def after(self, now: datetime, due: datetime) -> ReaderDigest:
        """The same once it was sent."""
        return replace(self, since=now, due=due)


class BulletinKind(StrEnum):
    """Why several articles stand in one message."""

    MISSED = "missed"
    DAILY = "daily"
    WEEKLY = "weekly"


@dataclass(frozen=True, slots=True)
class Bulletin:
    """Several articles in one message, oldest first; they came between `since` and `until`.

    `channel` is the reader's id for a private message.
    """

    id: int
    channel: int
    kind: BulletinKind
    since: datetime
    until: datetime
    articles: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Correction:
    """A material change of an article that was posted: what a notice says.

    `headline` is (before, after) where it changed. `figures` are (before, after) of amounts and numbers that
    changed. `note` is the site's own word about the update.
    """

    id: int
    article_id: int
    at: datetime
    headline: tuple[str, str] | None = None
    figures: tuple[tuple[str, str], ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True)
class StoryArticle:
    """An article of a story and why it belongs there; the first one has no evidence."""

    article: Article
    joined: datetime
    evidence: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Alert:
    """What a manager has to hear once: the name of a text and its arguments."""

    id: int
    guild: int
    subject: str
    text: str
    arguments: tuple[tuple[str, str], ...]
    at: datetime
