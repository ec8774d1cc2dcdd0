"""Keeps the comments of a thread within what its source's settings allow; only the courier asks."""

from __future__ import annotations

from datetime import datetime

import structlog

from bot import deliveries as rules
from bot import owing
from bot.articles.directory import Directory
from bot.causes import Cause
from bot.comments.floods import MINUTE, Limits, Verdict, judge
from storage import deliveries, floods
from storage.database import Database, Queries
from storage.records import Delivery, State

log = structlog.stdlib.get_logger(__name__)

_WAITS = Cause("cause-minute-full").kept()


class Floods:
    """Judges each comment that a thread is about to show."""

    def __init__(self, database: Database, directory: Directory) -> None:
        self._database = database
        self._directory = directory

    async def room(self, head: Delivery, now: datetime) -> int | None:
        """How many comments, from the first of its thread on, may be shown now; None: all that there are.

        Where that is 0, they wait, or stay on the site, and the thread has a line that says so.
        """
        if not rules.may_join(head):
            return None
        limits = await self._limits(head.lane)
        if limits == Limits():
            return None
        verdict = await self._judge(self._database, head.lane, limits, now)
        line = (await floods.kept(self._database, head.lane) + verdict.kept, verdict.later)
        if verdict.kept or not verdict.room or await self._line(head.lane) != line:
            await self._hold_back(head, limits, now)
        return verdict.room

    async def _hold_back(self, head: Delivery, limits: Limits, now: datetime) -> None:
        async with self._database.write() as tx:
            verdict = await self._judge(tx, head.lane, limits, now)
            if verdict.kept:
                await floods.keep(tx, head.lane, (await floods.waiting(tx, head.lane))[-verdict.kept :])
            if verdict.again:
                await deliveries.failed(tx, head.id, _WAITS, verdict.again, State.OPEN, untouched=True)
            await owing.held_back(tx, head.lane, verdict.later)
        log.info("comments held back", thread=head.lane, kept=verdict.kept, later=verdict.later)

    async def _judge(self, q: Queries, thread: int, limits: Limits, now: datetime) -> Verdict:
        return judge(
            limits,
            waiting=len(await floods.waiting(q, thread)),
            shown=await floods.shown(q, thread),
            recent=await floods.shown_since(q, thread, now - MINUTE),
            now=now,
        )

    async def _line(self, thread: int) -> tuple[int, int]:
        """What the thread's line says, or is to say: how many stay on the site, how many follow."""
        return owing.counted(await owing.line_of(self._database, thread))

    async def _limits(self, thread: int) -> Limits:
        name = await floods.source_of(self._database, thread)
        settings = next((s for s in await self._directory.all() if s.name == name), None)
        if settings is None:
            return Limits()
        return Limits(settings.comments_per_article, settings.comments_per_minute)
