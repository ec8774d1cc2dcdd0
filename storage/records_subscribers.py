"""Records of the subscribers' part: what a list says, whose link it is, how each list was last read."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from storage.records import Link, Standing, Subscriber


@dataclass(frozen=True, slots=True)
class Entry:
    """One reader in a publisher's list. `code` is the digest of their link code, empty where there is none.

    INACTIVE is what the list itself calls ended; an ACTIVE one may still have an `until` that is over.
    `reason` is why it ended or is about to (past_due, fraud, cancelled, …): the publisher's settings say how
    many days of grace each gives. `version` is the provider's own time of this fact: an older fact never
    overwrites a newer one; None is as new as its reading. `address` is where mail reaches them, empty where
    that is not told; it is not shown.
    """

    subject: str
    tier: str
    until: datetime | None = None
    standing: Standing = Standing.ACTIVE
    code: str = ""
    reason: str = ""
    version: datetime | None = None
    address: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Holding:
    """A link, and what its subscriber has; None for one whom no list has named yet.

    `seat` counts the accounts that were linked to the subscription before this one.
    """

    link: Link
    subscriber: Subscriber | None
    seat: int = 0


@dataclass(frozen=True, slots=True)
class LinkCode:
    """A one-time code, by its digest. `listed` came with the publisher's list, others were issued by us.

    `user` is the only Discord account that may use it; None for any.
    """

    publisher: str
    digest: str
    subject: str
    listed: bool
    expires: datetime
    used: datetime | None = None
    user: int | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """What a list that could be believed changes in what we know.

    A list may have a hundred thousand rows, so what is long stays packed until it is written: `subscribers`,
    `new_codes` and `gone_codes` are JSON lines; `snapshot` is all that is known now, for the next comparison.
    `addresses` are those that changed, sealed (see bot/subscribers/address_book.py).
    """

    total: int
    added: int
    ended: int
    tiers: frozenset[str]
    subscribers: bytes = b""
    new_codes: bytes = b""
    gone_codes: bytes = b""
    snapshot: bytes = b""
    addresses: bytes = b""


@dataclass(frozen=True, slots=True)
class PublisherState:
    """How a publisher's list was last read.

    `last_read` is the last reading that could be believed; `reason` why the latest could not, or what waits.
    `held` changes wait for the approval of the plan named `held_plan`.
    """

    name: str
    last_read: datetime | None = None
    reason: str = ""
    held: int = 0
    held_plan: str = ""


@dataclass(frozen=True, slots=True)
class Rhythm:
    """How many events of a provider are remembered, and when the first and the last of them came."""

    count: int
    first: datetime
    last: datetime


@dataclass(frozen=True, slots=True)
class Roles:
    """Roles of members, each as ((guild, role), user): granted by us, and those that somebody took away."""

    granted: tuple[tuple[tuple[int, int], int], ...] = ()
    refused: tuple[tuple[tuple[int, int], int], ...] = ()
