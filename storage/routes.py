"""The routes that managers made on Discord."""

from __future__ import annotations

import json
from datetime import datetime, time
from typing import Any

from storage.database import Queries, Row, Transaction, Value, from_ms, to_ms
from storage.records_routes import Digest, Layout, Quiet, Route

_EVERY = """
SELECT id, guild, channel, definition, made_by, made, paused FROM routes ORDER BY guild, made, id
"""

_BY_ID = """
SELECT id, guild, channel, definition, made_by, made, paused FROM routes WHERE id = :id
"""

_ADD = """
INSERT INTO routes (id, guild, channel, definition, made_by, made, paused)
VALUES (:id, :guild, :channel, :definition, :made_by, :made, :paused)
"""

_CHANGE = """
UPDATE routes SET channel = :channel, definition = :definition WHERE id = :id AND guild = :guild
"""

_REMOVE = """
DELETE FROM routes WHERE id = :id AND guild = :guild
"""

_PAUSE = """
UPDATE routes SET paused = :paused WHERE id = :id AND guild = :guild
"""


async def every(q: Queries) -> list[Route]:
    """All routes, those of a guild together and oldest first."""
    return [_route(row) for row in await q.all(_EVERY)]


async def by_id(q: Queries, route_id: int) -> Route | None:
    """The route of our id."""
    row = await q.one(_BY_ID, id=route_id)
    return _route(row) if row else None


async def add(tx: Transaction, route: Route) -> None:
    """Store a new route; it has its guild, and when it was made."""
    await tx.run(
        _ADD,
        **_values(route),
        made_by=route.made_by,
        made=to_ms(route.made),
        paused=to_ms(route.paused),
    )


async def change(tx: Transaction, route: Route) -> bool:
    """Store what a route of its guild is now, but for whether it is paused; whether it was there."""
    return bool(await tx.run(_CHANGE, **_values(route)))


async def remove(tx: Transaction, guild: int, route_id: int) -> bool:
    """Remove a route of a guild; whether it was there."""
    return bool(await tx.run(_REMOVE, id=route_id, guild=guild))


async def pause(tx: Transaction, guild: int, route_id: int, since: datetime | None) -> bool:
    """Let a route of a guild stand still, or with None go on; whether it was there."""
    return bool(await tx.run(_PAUSE, id=route_id, guild=guild, paused=to_ms(since)))


def definition(route: Route) -> str:
    """What a route does, as JSON: the same for routes that do the same."""
    quiet, digest = route.quiet, route.digest
    tree: dict[str, Any] = {
        "filter": route.filter,
        "layout": route.layout,
        "mentions": route.mentions,
        "thread": route.thread,
        "crosspost": route.crosspost,
        "per_hour": route.per_hour,
        "quiet": quiet
        and {
            "start": quiet.start.isoformat(),
            "end": quiet.end.isoformat(),
            "zone": quiet.zone,
            "breaking": quiet.breaking,
        },
        "digest": digest and {"at": digest.at.isoformat(), "zone": digest.zone, "weekday": digest.weekday},
    }
    return json.dumps(tree, ensure_ascii=False, sort_keys=True)


def _values(route: Route) -> dict[str, Value]:
    return {
        "id": route.id,
        "guild": route.guild,
        "channel": route.channel,
        "definition": definition(route),
    }


def _route(row: Row) -> Route:
    tree: dict[str, Any] = json.loads(row[3])
    quiet, digest = tree["quiet"], tree["digest"]
    return Route(
        id=row[0],
        guild=row[1],
        channel=row[2],
        filter=tree["filter"],
        layout=Layout(tree["layout"]),
        mentions=tuple(tree["mentions"]),
        thread=tree["thread"],
        crosspost=tree["crosspost"],
        per_hour=tree["per_hour"],
        quiet=quiet
        and Quiet(
            start=time.fromisoformat(quiet["start"]),
            end=time.fromisoformat(quiet["end"]),
            zone=quiet["zone"],
            breaking=quiet["breaking"],
        ),
        digest=digest
        and Digest(at=time.fromisoformat(digest["at"]), zone=digest["zone"], weekday=digest["weekday"]),
        made_by=row[4],
        made=from_ms(row[5]),
        paused=from_ms(row[6]),
    )
