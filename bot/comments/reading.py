"""What reading comments gives, what is kept of it for the next time, and what to ask next; pure.

How a WordPress is polled. Its comments have no date of change, so only their content tells of an edit, and
the newest 100 with their content are one request whose body, compared with the last one, costs no reading
where nothing changed. `pages_to_read` says how much is asked: the newest page in each poll and, where more
than that was written in the last 48 hours, all pages of the 48 hours in every second one. Where all of a page
is new, the next one is read too, so that a flood comes in its order. So what is new comes with the next poll,
and every edit or deletion of the last 48 hours within two. Beyond the window each thread is read in whole
about once a day (`turns`), many threads in one request, which finds late edits, deletions and approvals.

Where a site offers no window (a page, Isso, Ghost, Discourse), the threads are read one by one: those of
the last 48 hours in each poll, those of the last week every hour, and the others once a day.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import blake2b
from typing import Literal, NamedTuple

from storage.records import CommentItem

RECENT = timedelta(hours=48)
_DAY = timedelta(days=1)
_WEEK = timedelta(days=7)
_HOUR = timedelta(hours=1)
_EVER = datetime(1, 1, 2, tzinfo=UTC)
_NEVER_READ = datetime(1970, 1, 2, tzinfo=UTC)


class Placed(NamedTuple):
    """A comment, and the article it stands below: its guid or address."""

    place: str
    item: CommentItem


@dataclass(frozen=True, slots=True)
class CommentsState:
    """What is kept of a source's window. Keep it once its comments are stored; without it all is read.

    `digest` stands for the newest page, `pages` is how many pages the last 48 hours fill, and `all_read`
    says that the last poll read them all. `newest` is the highest number of a comment that we have.
    """

    digest: str = ""
    pages: int = 1
    all_read: bool = False
    newest: int = 0


@dataclass(frozen=True, slots=True)
class CommentWindow:
    """The newest comments of a site, of all articles, in time order.

    `items` are (the article's guid or, where `by` says so, its address; the comment). A stored comment whose
    numeric guid is at least `floor` and that is absent here is gone or held; None: the window says nothing
    about absent comments. With `unchanged` there is nothing to store. `state` is for the next poll.
    """

    items: tuple[tuple[str, CommentItem], ...] = ()
    floor: int | None = None
    by: Literal["guid", "url"] = "guid"
    unchanged: bool = False
    state: CommentsState = CommentsState()


@dataclass(frozen=True, slots=True)
class ThreadState:
    """What is kept of a thread between two readings. Keep it once the thread is stored.

    `digest` stands for what the site sent, `place` is where it was found, and `most` the largest number of
    comments that it listed.
    """

    digest: str = ""
    place: str = ""
    most: int = 0


@dataclass(frozen=True, slots=True)
class ThreadReading:
    """An article's comments, in time order, parents first; a parent may be one that is no longer shown.

    A stored comment that is absent here is gone where `floor` is 0, or where its numeric guid is at least
    `floor`; None: nothing is said about absent comments. With `unchanged` there is nothing to store.
    `closed`: nobody can comment any more; None where the site does not tell.
    """

    items: tuple[CommentItem, ...] = ()
    floor: int | None = 0
    unchanged: bool = False
    closed: bool | None = None
    state: ThreadState = ThreadState()


@dataclass(frozen=True, slots=True)
class Turn:
    """Threads to read: at most `limit` of those discussed after `since`, last read before `before`."""

    since: datetime
    before: datetime
    limit: int


def pages_to_read(state: CommentsState) -> int:
    """How many pages of the newest comments to ask for in this poll, the newest first."""
    return 1 if state.all_read else state.pages


def turns(now: datetime, interval: timedelta, *, window: bool) -> tuple[Turn, ...]:
    """Which threads are due, the most urgent first; `interval` is the time to the next poll.

    `window`: the site's newest comments are read besides, and many threads fit into one request.
    """
    limit = 200 if window else 20
    # Due one poll early, so that a day is never exceeded by waiting for the next one.
    old = now - max(_DAY - 2 * interval, _DAY / 2)
    first = Turn(_EVER, _NEVER_READ, limit)
    if window:
        return first, Turn(_EVER, old, limit)
    each = now - min(interval, _HOUR) / 2
    return (
        first,
        Turn(now - RECENT, each, limit),
        Turn(now - _WEEK, now - max(_HOUR - interval, _HOUR / 2), limit),
        Turn(_EVER, old, limit),
    )


def in_groups(guids: Sequence[str], size: int) -> Iterator[Sequence[str]]:
    """As many at once as fit into one request."""
    return (guids[start : start + size] for start in range(0, len(guids), size))


def digest(*bodies: bytes) -> str:
    """Stands for what a site sent."""
    found = blake2b(digest_size=16)
    for body in bodies:
        found.update(body)
    return found.hexdigest()
