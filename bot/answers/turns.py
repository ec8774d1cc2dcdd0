"""Whose question comes next: a reader who asks many waits for their own, and nobody else does."""

from __future__ import annotations

import asyncio
from collections import Counter, defaultdict
from collections.abc import AsyncGenerator, Hashable
from contextlib import asynccontextmanager


class Turns:
    """So many at once of all readers, and one of each; who waits is served in the order of coming."""

    def __init__(self, at_once: int = 2) -> None:
        self._places = asyncio.Semaphore(at_once)
        self._own: defaultdict[Hashable, asyncio.Lock] = defaultdict(asyncio.Lock)
        self._waiting: Counter[Hashable] = Counter()

    @asynccontextmanager
    async def of(self, reader: Hashable | None) -> AsyncGenerator[None]:
        """A reader's turn. None is somebody unknown, who does not wait for others of that name."""
        who = object() if reader is None else reader
        self._waiting[who] += 1
        try:
            async with self._own[who], self._places:
                yield
        finally:
            self._waiting[who] -= 1
            if not self._waiting[who]:
                del self._waiting[who], self._own[who]
