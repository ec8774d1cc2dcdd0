"""What is to be written on a site, and what came of it; pure."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from bot.comments.html import Said
from storage.records import ArticleItem


class Status(StrEnum):
    """What a moderator makes of a comment."""

    APPROVED = "approved"
    HELD = "hold"
    SPAM = "spam"
    TRASH = "trash"


class Reason(StrEnum):
    """Why a site refused.

    FLOOD passes with time. NO_ACCESS is the operator's matter: our credentials do not work. The others are
    the reader's: the same comment again, comments closed, too long, nothing in it, not allowed to this
    reader, an answer to what is not there, a comment that is gone.
    """

    FLOOD = "flood"
    DUPLICATE = "duplicate"
    CLOSED = "closed"
    TOO_LONG = "too_long"
    EMPTY = "empty"
    NOT_ALLOWED = "not_allowed"
    UNKNOWN_PARENT = "unknown_parent"
    GONE = "gone"
    NO_ACCESS = "no_access"


@dataclass(frozen=True, slots=True)
class Credentials:
    """How we may write: WordPress's name and application password of a moderator, Isso's of its admin."""

    user: str = ""
    password: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Commenter:
    """A reader as the site is to show them. `user` is the site's own id of them; without it they are a guest,
    with an address that stays the same for all that they write.
    """

    name: str
    email: str = ""
    user: str = ""


@dataclass(frozen=True, slots=True)
class NewComment:
    """A comment to publish. `author` None is the owner of the credentials; without a `status` the site's own
    rules decide. `mark` is the Discord message's id, `sent` when it was first tried.
    """

    article: ArticleItem
    said: Said
    sent: datetime
    author: Commenter | None = None
    parent: str | None = None
    mark: str = ""
    status: Status | None = None


@dataclass(frozen=True, slots=True)
class EditedComment:
    """Another text for one of our comments; `key` is what its publishing gave."""

    article: ArticleItem
    guid: str
    said: Said
    key: str = ""


@dataclass(frozen=True, slots=True)
class RemovedComment:
    """A comment to take away: into the trash where the site has one."""

    article: ArticleItem
    guid: str
    key: str = ""


@dataclass(frozen=True, slots=True)
class JudgedComment:
    """A moderator's decision on any comment."""

    article: ArticleItem
    guid: str
    status: Status


@dataclass(frozen=True, slots=True)
class ClosedThread:
    """Nobody, or with `closed` False everybody again, is to comment on an article."""

    article: ArticleItem
    closed: bool = True


Order = NewComment | EditedComment | RemovedComment | JudgedComment | ClosedThread


@dataclass(frozen=True, slots=True)
class Published:
    """Everybody sees it. `parent` is what the site made it an answer to; keep `key` for its edits."""

    guid: str
    url: str
    parent: str | None = None
    key: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Held:
    """A moderator of the site has to look at it first."""

    guid: str
    key: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Removed:
    """Nobody sees it any more, whoever took it away."""

    guid: str


@dataclass(frozen=True, slots=True)
class Turned:
    """The thread is `closed`, or open again."""

    closed: bool


@dataclass(frozen=True, slots=True)
class Refused:
    """The site says no, in `message`; `after` is in how many seconds it makes sense to try again."""

    reason: Reason
    message: str = ""
    after: float | None = None


Written = Published | Held | Removed | Turned | Refused


@dataclass(frozen=True, slots=True)
class Access:
    """Whether our credentials allow what we need; `message` says to the operator what is missing."""

    granted: bool
    message: str = ""
