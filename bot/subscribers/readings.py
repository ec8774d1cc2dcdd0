"""What a reading of a publisher's list, or a fact about one subscriber, changes in what we know; pure."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from storage.records import Standing, Subscriber
from storage.records_subscribers import Entry

OVERDUE = frozenset({"past_due"})
"""Reasons that count from when they were first seen, where the provider gives no date."""


@dataclass(frozen=True, slots=True)
class Changes:
    """What a reading changes in what we know, and the `tiers` that run in it.

    `new_codes` are (digest, subject) that the list shows for the first time, `gone_codes` digests that it
    shows no more.
    """

    subscribers: tuple[Subscriber, ...] = ()
    new_codes: tuple[tuple[str, str], ...] = ()
    gone_codes: tuple[str, ...] = ()
    tiers: frozenset[str] = frozenset()
    added: int = 0
    ended: int = 0

    def __bool__(self) -> bool:
        return bool(self.subscribers or self.new_codes or self.gone_codes)


def changes(
    publisher: str,
    entries: Iterable[Entry],
    stored: Mapping[str, Subscriber],
    shown: Collection[str],
    now: datetime,
) -> Changes:
    """What a complete reading says that we did not know; who is missing in it has ended.

    `shown` are the digests of the codes that the last reading showed.
    """
    found: list[Subscriber] = []
    added, ended = 0, 0
    codes: dict[str, str] = {}
    tiers: set[str] = set()
    subjects: set[str] = set()
    for entry in entries:
        subjects.add(entry.subject)
        if entry.code:
            codes[entry.code] = entry.subject
        old = stored.get(entry.subject)
        new = told(publisher, entry, old, now)
        if _runs(new, now):
            tiers.add(new.tier)
        if differs(old, new):
            found.append(new)
            added += old is None
            ended += old is not None and _runs(old, now) and not _runs(new, now)
    for subject, old in stored.items():
        if subject not in subjects and _runs(old, now):
            found.append(Subscriber(publisher, subject, old.tier, now, now, version=old.version))
            ended += 1
    return Changes(
        subscribers=tuple(found),
        new_codes=tuple((digest, codes[digest]) for digest in sorted(codes.keys() - set(shown))),
        gone_codes=tuple(sorted(set(shown) - codes.keys())),
        tiers=frozenset(tiers),
        added=added,
        ended=ended,
    )


def told(publisher: str, entry: Entry, old: Subscriber | None, now: datetime) -> Subscriber:
    """What is known of a subscriber once an entry is taken in: `old` where that is the newer fact.

    A failing payment that gives no date counts from when it was first seen.
    """
    version = _whole_milliseconds(entry.version)
    if old is not None and old.version and version and version < old.version:
        return old
    if entry.standing is Standing.ACTIVE:
        until = entry.until
        if until is None and entry.reason in OVERDUE:
            until = old.until if old is not None and old.reason == entry.reason else now
        return Subscriber(publisher, entry.subject, entry.tier, until, now, entry.reason, version)
    tier = entry.tier or (old.tier if old else "")
    end: datetime | None = min(entry.until or now, now)
    if old is not None and not _runs(old, now):
        # Why it ended may still change, and with it the grace; when it ended does not.
        tier, end = old.tier, old.until
    return Subscriber(publisher, entry.subject, tier, end, now, entry.reason, version)


def differs(old: Subscriber | None, new: Subscriber) -> bool:
    """Whether a subscriber is worth writing down again."""
    if old is None:
        return True
    return (old.tier, old.until, old.reason, old.version) != (new.tier, new.until, new.reason, new.version)


def _whole_milliseconds(version: datetime | None) -> datetime | None:
    """As it is stored, or the same fact would look newer than itself."""
    return version.replace(microsecond=version.microsecond // 1000 * 1000) if version else None


def _runs(subscriber: Subscriber, now: datetime) -> bool:
    return subscriber.until is None or subscriber.until > now
