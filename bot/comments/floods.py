"""How many comments a thread takes, and how many in a minute; pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

MINUTE = timedelta(seconds=60)


@dataclass(frozen=True, slots=True)
class Limits:
    """The most comments that a thread shows, and the most within sixty seconds; None: as many as come."""

    per_article: int | None = None
    per_minute: int | None = None


@dataclass(frozen=True, slots=True)
class Verdict:
    """What becomes of the comments that wait for a thread, from the first on.

    `room` of them may be shown now, `later` follow as minutes pass, the next ones at `again`, and the last
    `kept` stay on the site.
    """

    room: int
    later: int = 0
    kept: int = 0
    again: datetime | None = None


def judge(limits: Limits, *, waiting: int, shown: int, recent: Sequence[datetime], now: datetime) -> Verdict:
    """`shown` is how many comments the thread ever showed, `recent` when it showed the latest, in order.

    Once a minute is full, as many as it takes follow together when it is over: so they share messages.
    """
    taken = waiting if limits.per_article is None else min(waiting, max(limits.per_article - shown, 0))
    kept = waiting - taken
    if limits.per_minute is None or not taken:
        return Verdict(taken, 0, kept)
    minute = [moment for moment in recent if now - moment < MINUTE]
    free = limits.per_minute - len(minute)
    if free > 0:
        room = min(taken, free)
        return Verdict(room, taken - room, kept)
    together = min(taken, limits.per_minute)
    return Verdict(0, taken, kept, minute[together - free - 1] + MINUTE)
