"""The record of what a reader wrote on Discord for the site."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Spoken:
    """A Discord message: its text, how those it mentions are called (by id), (name, address) of its files."""

    content: str
    names: Mapping[str, str]
    files: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Writing:
    """A message of a mirrored thread that is to be a comment on the site.

    `answers` is the message that it replies to. `wanted` and `written` are digests: None for nothing there,
    "?" for an outcome that nobody knows. `guid` is the site's id of the comment, `key` what its edits
    take. `tried` is what it said when it was last sent.
    """

    message: int
    channel: int
    guild: int
    article_id: int
    user: int
    name: str
    subject: str
    answers: int | None
    spoken: Spoken
    wanted: str | None
    written: str | None = None
    guid: str = ""
    key: str = ""
    state: str = "open"
    reason: str = ""
    sent: datetime | None = None
    attempts: int = 0
    due: datetime | None = None
    tried: Spoken | None = None
