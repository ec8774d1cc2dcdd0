"""All members with links or roles of ours, page by page, for the plan of a pass."""

from __future__ import annotations

import asyncio
from collections import Counter, defaultdict
from collections.abc import AsyncGenerator, Callable, Sequence
from datetime import datetime

from storage.database import Queries, Row, to_ms
from storage.holdings import holding_of, links_between, roles_between, roles_from
from storage.records import State
from storage.records_roles import Comp
from storage.records_subscribers import Holding, Roles
from storage.roles import comps

# Rows become records on the event loop: a page of members takes some milliseconds.
_PAGE = 1_000
_LAST = 2**63 - 1

# All links of a member stand on one page: a page is cut between members.
_MEMBERS = """
SELECT MAX(user_id) FROM (
    SELECT DISTINCT user_id FROM links WHERE user_id > :after ORDER BY user_id LIMIT :page
) AS page
"""


Page = tuple[list[Holding], list[Comp], Roles]
"""Some members: their links, their complimentary roles, the roles that we meant them to have."""

GivesExactly = Callable[[str, str, int, tuple[tuple[int, int], ...]], bool]
"""Whether a running tier gives exactly these roles: (publisher, tier, seat, (guild, role) of each)."""


async def pages(q: Queries, now: datetime, gives_exactly: GivesExactly) -> AsyncGenerator[Page]:
    """All members but those for whom nothing changes: whose one link runs, and gives just what they have."""
    following = asyncio.create_task(_page(q, 0, to_ms(now), gives_exactly))
    try:
        while True:
            last, page = await following
            if last == _LAST:
                yield page
                return
            # Read while the page before is being looked at.
            following = asyncio.create_task(_page(q, last, to_ms(now), gives_exactly))
            yield page
    finally:
        following.cancel()
        await asyncio.gather(following, return_exceptions=True)


async def _page(q: Queries, after: int, now: int, gives_exactly: GivesExactly) -> tuple[int, Page]:
    """The members after `after`, and the last of them."""
    row = await q.one(_MEMBERS, after=after, page=_PAGE)
    last = row[0] if row and row[0] is not None else _LAST
    links, given, roles = await asyncio.gather(
        links_between(q, after + 1, last),
        comps(q, after, last),
        roles_between(q, after + 1, last),
    )
    quiet = _quiet(links, roles, now, gives_exactly) - {comp.user for comp in given}
    found = [holding_of(row) for row in links if row[2] not in quiet]
    return last, (found, given, roles_from(row for row in roles if row[0] not in quiet))


def _quiet(links: Sequence[Row], roles: Sequence[Row], now: int, gives_exactly: GivesExactly) -> set[int]:
    """For whom their links change nothing: told before they become records, for nearly all are such."""
    owned: dict[int, tuple[tuple[int, int], ...]] = defaultdict(tuple)
    for user, role, guild, state in roles:
        if state != State.DROPPED:
            owned[user] += ((guild, role),)
    count = Counter(row[2] for row in links)
    return {
        user
        for publisher, _, user, _, tier, until, _, _, _, seat in links
        if tier is not None
        and (until is None or until > now)
        and count[user] == 1
        and gives_exactly(publisher, tier, seat, owned[user])
    }
