"""What people did in mirrored threads while nobody listened, found out once Discord is there again.

Discord repeats what a short drop of the connection missed, and nothing of what a stop or an outage did. So
the threads are read again: for messages that are newer than the last one heard, and for what became of
those that the sites have.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.comments.outbox import Heard, Outbox
from storage import memory, thread_deliveries, writings
from storage.database import Database
from storage.records_writing import Writing

_HEARD = "heard"
# How long ago something may have been written for its edits and deletions to be looked for.
_REMEMBERED = timedelta(days=14)
# Messages are taken side by side: one that is a little older than the last one taken may have been lost.
_MINUTE = timedelta(minutes=1)
_EPOCH_MS = 1_420_070_400_000


@dataclass(frozen=True, slots=True)
class Look:
    """A thread to read again, from what follows the message `after`. What follows `new` was not heard yet;
    `known` is by message what was.
    """

    channel: int
    after: int
    new: int
    known: Mapping[int, Writing]


class Missed:
    """Compares threads with what was heard of them, and tells the outbox."""

    def __init__(self, database: Database, outbox: Outbox) -> None:
        self._database = database
        self._outbox = outbox

    def begin(self) -> None:
        """Discord tells nothing of what was before now."""
        self._outbox.behind = True

    @property
    def caught_up(self) -> bool:
        """Whether everything that was said has been heard."""
        return not self._outbox.behind

    async def looks(self, latest: Mapping[int, int | None], now: datetime) -> list[Look]:
        """Which of these threads to read, by their latest message; before the very first time, none."""
        said = await memory.recall(self._database, _HEARD)
        if said is None:
            return []
        heard = int(said) - _span(_MINUTE)
        found = []
        for channel, message in latest.items():
            if not await thread_deliveries.of_message(self._database, channel):
                continue
            known = await writings.of_channel(self._database, channel, message_at(now - _REMEMBERED))
            if known or message is None or message > heard:
                oldest = min([heard, *(writing.message - 1 for writing in known)])
                found.append(Look(channel, oldest, heard, {writing.message: writing for writing in known}))
        return found

    async def take(
        self, look: Look, found: Iterable[Heard], told: Mapping[int, Heard | None], now: datetime
    ) -> None:
        """Act on what a thread says; `told` is what Discord told of messages since; None: it is gone."""
        gone = set(look.known)
        for read in found:
            gone.discard(read.message)
            async with self._outbox.in_order:
                heard = told.get(read.message, read)
                if heard is None:
                    continue
                if heard.message in look.known:
                    await self._outbox.change(heard.message, heard.spoken, now)
                elif heard.message > look.new:
                    await self._outbox.take(heard, now)
        for message in gone:
            async with self._outbox.in_order:
                if message not in told:
                    await self._outbox.remove(message, now)

    async def end(self, began: datetime) -> None:
        """Everything before this moment has been heard."""
        async with self._database.write() as tx:
            await memory.remember_most(tx, _HEARD, message_at(began))
        self._outbox.behind = False

    async def hear(self, channel: int, message: int) -> None:
        """A message has been heard; only mirrored threads matter.

        Until we have caught up, it proves nothing about what was said before.
        """
        if self.caught_up and await thread_deliveries.of_message(self._database, channel):
            async with self._database.write() as tx:
                await memory.remember_most(tx, _HEARD, message)


def message_at(moment: datetime) -> int:
    """What the id of a message of that moment begins with."""
    return (round(moment.timestamp() * 1000) - _EPOCH_MS) << 22


def _span(time: timedelta) -> int:
    return round(time.total_seconds() * 1000) << 22
