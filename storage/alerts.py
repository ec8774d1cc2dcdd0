"""What a manager has to hear, once for each trouble."""

from __future__ import annotations

import json
from datetime import datetime

from storage.database import Queries, Transaction, from_ms, new_id, to_ms
from storage.records_routes import Alert

_OPEN = """
SELECT id FROM alerts WHERE guild = :guild AND subject = :subject AND over IS NULL
"""

_ADD = """
INSERT INTO alerts (id, guild, subject, text, arguments, at)
VALUES (:id, :guild, :subject, :text, :arguments, :at)
"""

_LASTS = """
SELECT 1 FROM alerts WHERE subject = :subject AND over IS NULL LIMIT 1
"""

_END = """
UPDATE alerts SET over = :now WHERE subject = :subject AND over IS NULL
"""

_MANAGER = """
SELECT made_by FROM routes WHERE channel = :channel AND made_by <> 0 ORDER BY made, id LIMIT 1
"""

_BY_ID = """
SELECT id, guild, subject, text, arguments, at FROM alerts WHERE id = :id
"""


async def begin(
    tx: Transaction, guild: int, subject: str, text: str, arguments: dict[str, str], now: datetime
) -> int | None:
    """Note a trouble; its id, or None while the same one lasts already."""
    if await tx.one(_OPEN, guild=guild, subject=subject):
        return None
    alert_id = new_id()
    written = json.dumps(arguments, ensure_ascii=False)
    await tx.run(_ADD, id=alert_id, guild=guild, subject=subject, text=text, arguments=written, at=to_ms(now))
    return alert_id


async def end(tx: Transaction, subject: str, now: datetime) -> bool:
    """A trouble is over; whether there was one."""
    return bool(await tx.run(_END, subject=subject, now=to_ms(now)))


async def lasts(q: Queries, subject: str) -> bool:
    """Whether a trouble was noted and is not over."""
    return await q.one(_LASTS, subject=subject) is not None


async def manager_of(q: Queries, channel: int) -> int:
    """Who made the first route to a channel; 0 where the settings file did."""
    row = await q.one(_MANAGER, channel=channel)
    return int(row[0]) if row else 0


async def by_id(q: Queries, alert_id: int) -> Alert | None:
    """The alert of our id."""
    row = await q.one(_BY_ID, id=alert_id)
    if row is None:
        return None
    return Alert(row[0], row[1], row[2], row[3], tuple(json.loads(row[4]).items()), from_ms(row[5]))
