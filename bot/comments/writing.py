"""Writing on a site: one comment at a time, its correction, its removal, a moderator's decision."""

from __future__ import annotations

from bot.causes import Cause
from bot.comments import write_isso, write_wordpress
from bot.comments.orders import (
    Access,
    Credentials,
    Held,
    NewComment,
    Order,
    Published,
    Reason,
    Refused,
    Written,
)
from bot.comments.source import comments_place, comments_server
from bot.config_sources import SourceSettings
from bot.http import Fetcher

__all__ = ["can_write", "check_access", "find_mine", "write"]


def can_write(source: SourceSettings) -> bool:
    """Whether this kind of site takes comments from us."""
    return comments_place(source) in {"wordpress", "isso"}


async def write(source: SourceSettings, credentials: Credentials, order: Order, fetch: Fetcher) -> Written:
    """Carry out an order once.

    Raises bot.http.LostAnswerError where it may have been carried out all the same: ask `find_mine` before
    repeating a new comment; every other order can be repeated as it is. With any other SourceError nothing
    has happened.
    """
    match comments_place(source):
        case "wordpress":
            return await write_wordpress.write(source.url, credentials, order, fetch)
        case "isso":
            return await write_isso.write(comments_server(source), credentials, order, fetch)
    return Refused(Reason.NOT_ALLOWED, Cause("cause-comments-read-only").kept())


async def find_mine(
    source: SourceSettings, credentials: Credentials, order: NewComment, fetch: Fetcher
) -> Published | Held | None:
    """The comment that an order made though its answer was lost, by our mark, else by author and text."""
    match comments_place(source):
        case "wordpress":
            return await write_wordpress.find_mine(source.url, credentials, order, fetch)
        case "isso":
            return await write_isso.find_mine(comments_server(source), credentials, order, fetch)
    return None


async def check_access(source: SourceSettings, credentials: Credentials, fetch: Fetcher) -> Access:
    """Whether the credentials are good for writing; SourceError where the site does not answer."""
    match comments_place(source):
        case "wordpress":
            return await write_wordpress.check_access(source.url, credentials, fetch)
        case "isso":
            return await write_isso.check_access(comments_server(source), credentials, fetch)
    return Access(granted=False, message="the comments of this site can only be read")
