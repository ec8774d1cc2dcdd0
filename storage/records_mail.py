"""Records of addresses and of the mails that are owed to them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class Address:
    """A subscriber's address at rest: `digest` finds it, `sealed` holds it; `key` names their key."""

    publisher: str
    subject: str
    digest: str
    sealed: str = field(repr=False)
    key: str


class MailState(StrEnum):
    """What becomes of a mail: OWED until it was SENT or DROPPED, or its address turned out to be nobody's.

    OVER is never looked at again: somebody asked too often.
    """

    OWED = "owed"
    SENT = "sent"
    DROPPED = "dropped"
    UNKNOWN = "unknown"
    OVER = "over"


@dataclass(frozen=True, slots=True)
class Mail:
    """A mail that a Discord account asked for; not sent after `expires`.

    `address` is a digest, `sealed` to whom it goes and what it says, encrypted.
    """

    id: int
    user: int
    guild: int
    publisher: str
    address: str
    asked: datetime
    expires: datetime
    state: MailState
    sealed: str = field(repr=False)
    due: datetime
    tries: int = 0
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Asked:
    """How many mails were asked for since some time: by an account, for an address, on a server, at all."""

    user: int
    address: int
    guild: int
    all: int
