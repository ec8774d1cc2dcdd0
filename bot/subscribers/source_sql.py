"""Subscribers in a publisher's own database, read from a table or view, never written."""

from __future__ import annotations

import asyncio
from dataclasses import asdict
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.causes import Cause
from bot.config_publishers import PublisherSettings
from bot.errors import SourceError
from bot.subscribers.list_entries import entry_of
from bot.subscribers.provider import Ranks
from storage import views
from storage.records_subscribers import Entry
from storage.views import Trouble, ViewError, ViewRow

_TROUBLES = {
    Trouble.SLOW: "cause-view-slow",
    Trouble.UNREADABLE: "cause-view-unreadable",
    Trouble.REFUSED: "cause-view-refused",
    Trouble.UNASKED: "cause-view-unasked",
    Trouble.SHORT: "cause-view-short",
    Trouble.NO_DRIVER: "cause-view-no-driver",
}


class SqlView:
    """A table or view of subscribers; a reader may have several rows."""

    def __init__(self, publisher: PublisherSettings) -> None:
        names = publisher.columns.model_dump()
        self._view = views.View(publisher.database.get_secret_value(), publisher.view, **names)
        self._ranks = Ranks.of(publisher)
        self._clock = ZoneInfo(publisher.zone)

    async def everyone(self, now: datetime) -> list[Entry]:
        """See `Provider.everyone`; the count of the same moment proves it whole."""
        return await self._read(None)

    async def one(self, subject: str, now: datetime) -> Entry | None:
        """See `Source.one`."""
        return self._ranks.best(await self._read(subject))

    async def _read(self, subject: str | None) -> list[Entry]:
        try:
            rows = await views.read(self._view, subject)
        except ViewError as error:
            reason = Cause(_TROUBLES[error.trouble], error.told).kept()
            raise SourceError(Cause("cause-view", {"view": self._view.view, "reason": reason})) from None
        return await asyncio.to_thread(_entries, rows, self._ranks, self._clock)


def _entries(rows: list[ViewRow], ranks: Ranks, clock: ZoneInfo) -> list[Entry]:
    told = (asdict(row) | {"tier": ranks.tier(row.tier)} for row in rows)
    return [entry_of(row, ("cause-row", number), clock) for number, row in enumerate(told, start=1)]
