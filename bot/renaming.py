"""Other names for threads, no oftener than Discord takes them: the library would wait, and a lane with it."""

from __future__ import annotations

import time
from collections.abc import Callable

from bot.causes import Cause
from bot.errors import RetryError
from bot.messages import LockedError, Thread

_MOST, _SECONDS = 2, 600.0


class Renaming:
    """Remembers when which thread was renamed."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        """`clock` counts seconds."""
        self._clock = clock
        self._renamed: dict[int, tuple[float, ...]] = {}

    async def rename(self, thread: Thread, name: str) -> None:
        """Give a thread this name if it has another; LockedError, or RetryError where it is too soon."""
        if thread.name == name:
            return
        if thread.locked:
            raise LockedError
        if wait := self.begin(thread.id):
            raise RetryError(Cause("cause-renamed-often"), after=wait)
        await thread.edit(name=name, archived=False)

    def begin(self, thread_id: int) -> float:
        """Count one renaming; or in how many seconds the thread may be renamed again."""
        since = self._clock() - _SECONDS
        self._renamed = {id_: times for id_, times in self._renamed.items() if times[-1] > since}
        recent = tuple(at for at in self._renamed.get(thread_id, ()) if at > since)
        if len(recent) == _MOST:
            return recent[0] - since
        self._renamed[thread_id] = (*recent, self._clock())
        return 0.0
