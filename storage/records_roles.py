"""Records of roles: mappings, complimentary roles, first runs, words to readers, the audit log."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class RoleMap:
    """A tier's role on a server, as a manager set it on Discord."""

    publisher: str
    tier: str
    guild: int
    role: int
    made_by: int
    made: datetime


@dataclass(frozen=True, slots=True)
class Comp:
    """A complimentary role: whose it is, who answers for it and why, until when (None: an open end)."""

    id: int
    guild: int
    role: int
    user: int
    owner: int
    reason: str
    granted: datetime
    until: datetime | None = None
    ended: datetime | None = None


@dataclass(frozen=True, slots=True)
class Start:
    """The first run of a publisher on a server: a dry one until it is `applied`."""

    publisher: str
    guild: int
    opened: datetime
    applied: datetime | None = None


@dataclass(frozen=True, slots=True)
class Word:
    """A short private message to a reader: a text's name and its arguments. `occasion` is told once."""

    id: int
    user: int
    guild: int
    publisher: str
    text: str
    arguments: tuple[tuple[str, str], ...]
    occasion: str


class Event(StrEnum):
    """What the audit log tells."""

    GRANT = "grant"
    REMOVAL = "removal"
    LINK = "link"
    UNLINK = "unlink"
    APPROVAL = "approval"
    START = "start"
    MAPPING = "mapping"
    UNMAPPING = "unmapping"
    COMP = "comp"
    COMP_END = "comp-end"
    FORGET = "forget"


BOT, OPERATOR = "bot", "operator"
"""Actors that are no person on Discord; one that is stands as `user ID`."""


@dataclass(frozen=True, slots=True)
class Deed:
    """Something done, by whom and why. `role` and `user` 0 where there is none."""

    event: Event
    actor: str
    cause: str
    guild: int = 0
    role: int = 0
    user: int = 0
    publisher: str = ""
    subject: str = ""


@dataclass(frozen=True, slots=True)
class AuditEntry:
    """A row of the audit log. The persons in it are None once they were erased; `person` stays."""

    number: int
    at: datetime
    event: str
    guild: int
    role: int
    publisher: str
    cause: str
    user: int | None
    actor: str | None
    subject: str | None
    salt: str | None
    person: str
    hash: str
