"""Records of the subscribers' part: what a list says, whose link it is, how each list was last read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from storage.records import Link, Standing, Subscriber


@dataclass(frozen=True, slots=True)
class Entry:
    """One reader in a publisher's list. `code` is the digest of their link code, empty where there is none.

    INACTIVE is what the list itself calls ended; an ACTIVE one may still have an `until` that is over.
    """

    subject: str
    tier: str
    until: datetime | None = None
    standing: Standing = Standing.ACTIVE
    code: str = ""


@dataclass(frozen=True, slots=True)
class Holding:
    """A link, and what its subscriber has; None for one whom no list has named yet."""

    link: Link
    subscriber: Subscriber | None


@dataclass(frozen=True, slots=True)
class LinkCode:
    """A one-time code, by its digest. `listed` came with the publisher's list, others were issued by us."""

    publisher: str
    digest: str
    subject: str
    listed: bool
    expires: datetime
    used: datetime | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """What a list that could be believed changes in what we know.

    A list may have a hundred thousand rows, so what is long stays packed until it is written: `subscribers`,
    `new_codes` and `gone_codes` are JSON lines; `snapshot` is all that is known now, for the next comparison.
    """

    total: int
    added: int
    ended: int
    tiers: frozenset[str]
    subscribers: bytes = b""
    new_codes: bytes = b""
    gone_codes: bytes = b""
    snapshot: bytes = b""


@dataclass(frozen=True, slots=True)
class PublisherState:
    """How a publisher's list was last read.

    `last_read` is the last reading that could be believed; `reason` why the latest could not, or what waits.
    `held` removals wait for the approval of the plan named `held_plan`.
    """

    name: str
    last_read: datetime | None = None
    reason: str = ""
    held: int = 0
    held_plan: str = ""


@dataclass(frozen=True, slots=True)
class Roles:
    """Roles of members, each as ((guild, role), user): granted by us, and those that somebody took away."""

    granted: tuple[tuple[tuple[int, int], int], ...] = ()
    refused: tuple[tuple[tuple[int, int], int], ...] = ()
