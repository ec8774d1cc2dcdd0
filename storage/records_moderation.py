"""The records of moderation: what was done, what waits, who is muted."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Act(StrEnum):
    """What was done. REFUSED is a site's answer to a moderator; RELEASED lets go what a rule had held."""

    HELD = "held"
    APPROVED = "approved"
    DELETED = "deleted"
    RESTORED = "restored"
    LOCKED = "locked"
    UNLOCKED = "unlocked"
    MUTED = "muted"
    UNMUTED = "unmuted"
    RELEASED = "released"
    REJECTED = "rejected"
    REFUSED = "refused"


class Side(StrEnum):
    """Who acted: a person on Discord, the site (whoever it was there), or a holding rule."""

    DISCORD = "discord"
    SITE = "site"
    RULE = "rule"


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the ledger. `user` and `name` are who acted (or the rule's name); `person` and `person_id`
    whom it is about, as the site or Discord knows them. `message` is the Discord message concerned, `guild`
    the server whose moderators acted.
    """

    act: Act
    side: Side
    at: datetime
    name: str = ""
    user: int | None = None
    source: str = ""
    article_id: int | None = None
    comment_id: int | None = None
    message: int | None = None
    person: str = ""
    person_id: int | None = None
    guild: int = 0
    reason: str = ""
    id: int = 0


class Ruling(StrEnum):
    """What a site is to make of a comment, or of a thread (CLOSED, OPEN)."""

    APPROVED = "approved"
    HELD = "hold"
    TRASH = "trash"
    CLOSED = "closed"
    OPEN = "open"


@dataclass(frozen=True, slots=True)
class Verdict:
    """A ruling for the site: owed while `wanted` differs from `written` and `state` is "open".

    Without a `guid` it is about the whole thread. "refused": the site said no; "alone": it cannot be told.
    `guild` and `user` are whom to tell; `done` is when the site took it.
    """

    article_id: int
    guid: str
    wanted: Ruling
    written: Ruling | None = None
    state: str = "open"
    guild: int = 0
    user: int = 0
    done: datetime | None = None
    reason: str = ""
    attempts: int = 0

    @property
    def owed(self) -> bool:
        """Whether the site is still to be told."""
        return self.state == "open" and self.wanted != self.written


class Why(StrEnum):
    """Why Discord does not show a comment."""

    HELD = "held"
    DELETED = "deleted"
    RULE = "rule"
    MUTED = "muted"


class Decision(StrEnum):
    """What became of what waited; GONE went by itself before anybody decided."""

    APPROVED = "approved"
    REJECTED = "rejected"
    GONE = "gone"


@dataclass(frozen=True, slots=True)
class Review:
    """A comment (`comment_id`) or Discord message (`message`) that waits for a moderator in a channel.

    `rule` is what held it, `detail` what of it; `decision` with its `user` and `name` is None while it waits.
    """

    id: int
    article_id: int
    comment_id: int | None
    message: int | None
    place: int
    rule: str
    detail: str
    author: str
    text: str
    url: str
    opened: datetime
    decision: Decision | None = None
    decided: datetime | None = None
    user: int | None = None
    name: str = ""


@dataclass(frozen=True, slots=True)
class Mute:
    """Somebody who is not mirrored: `person` of a `source`, or the member `person_id` of a `guild`.

    `until` None is for good; `user` is who muted them.
    """

    id: int
    source: str
    person: str
    guild: int
    person_id: int
    name: str
    since: datetime
    until: datetime | None
    user: int
    reason: str = ""
