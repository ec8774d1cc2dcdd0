"""Wrong codes: who may try none for a while, how often lists are read for them, and who has to know."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable
from datetime import datetime

from aiolimiter import AsyncLimiter

from bot import owing
from bot.subscribers import codes as rules
from storage import alerts, codes
from storage.database import Database, Queries

ReadLists = Callable[[datetime], Awaitable[None]]
"""Read every list afresh: a code that we do not know may stand there by now."""

_TROUBLE = "guessing"
_READINGS, _SECONDS = 10, 60.0


class Guesses:
    """The wrong codes of all accounts. The alert goes to the owner of `guild`."""

    def __init__(self, db: Database, guild: int, read_lists: ReadLists) -> None:
        self._db = db
        self._guild = guild
        self._read = read_lists
        self._pace = AsyncLimiter(_READINGS, _SECONDS)
        self._turn = asyncio.Lock()
        self._begun = 0
        # Tries of locked accounts: they cost no write, so that a flood of them is cheap.
        self._refused: deque[datetime] = deque(maxlen=rules.CROWD)
        self._told = False

    async def locked(self, q: Queries, user: int, now: datetime) -> datetime | None:
        """Until when an account may try no code; None where it may."""
        tries = await codes.wrong_tries(q, user, rules.WRONG_TRIES)
        if not tries:
            return None
        return rules.locked_until(tries, now, await self._crowd(q, now))

    async def refuse(self, now: datetime, *, locked: bool) -> None:
        """A wrong code, or any of a locked account, was refused; a manager hears of too many."""
        if locked:
            self._refused.append(now)
        if self._told or not (self._stormy(now) or await self._crowd(self._db, now) >= rules.CROWD):
            return
        minutes = str(int(rules.TRIES_WINDOW.total_seconds() // 60))
        said = {"count": str(rules.CROWD), "minutes": minutes}
        async with self._db.write() as tx:
            await owing.alert(tx, self._guild, 0, _TROUBLE, "alert-guessing", said, now)
        self._told = True

    async def read_lists(self, now: datetime) -> None:
        """Read the lists once more, unless somebody began to after we asked.

        There are ten readings a minute at most, so who has a new code waits a few seconds at the worst.
        """
        asked = self._begun
        async with self._turn:
            if self._begun == asked:
                await self._pace.acquire()
                self._begun += 1
                await self._read(now)

    async def calm(self, now: datetime) -> None:
        """End the alert once it is quiet again."""
        if self._stormy(now) or not await alerts.lasts(self._db, _TROUBLE):
            return
        if await self._crowd(self._db, now) < rules.CROWD // 2:
            self._told = False
            async with self._db.write() as tx:
                await alerts.end(tx, _TROUBLE, now)

    async def _crowd(self, q: Queries, now: datetime) -> int:
        return await codes.crowd(q, now - rules.TRIES_WINDOW, rules.CROWD)

    def _stormy(self, now: datetime) -> bool:
        return len(self._refused) == rules.CROWD and now - self._refused[0] < rules.TRIES_WINDOW
