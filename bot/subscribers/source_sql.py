"""Subscribers in a publisher's own database, read from a table or view, never written."""

from __future__ import annotations

import asyncio
from dataclasses import asdict
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.config_publishers import PublisherSettings
from bot.errors import SourceError
from bot.subscribers.provider import Ranks
from bot.subscribers.source_list import entry_of
from storage import views
from storage.records_subscribers import Entry
from storage.views import ViewError, ViewRow


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
            mend = "check publishers.database, view and columns"
            raise SourceError(f"{self._view.view}: {error}; {mend}") from None
        return await asyncio.to_thread(_entries, rows, self._ranks, self._clock)


def _entries(rows: list[ViewRow], ranks: Ranks, clock: ZoneInfo) -> list[Entry]:
    told = (asdict(row) | {"tier": ranks.tier(row.tier)} for row in rows)
    return [entry_of(row, f"row {number}", clock) for number, row in enumerate(told, start=1)]
