"""The door for providers' webhooks: a signed event is stored once, answered, and followed by a fresh look.

Strangers learn nothing: whatever is not signed by a publisher's secret gets the same answer in the same time,
be the publisher's name right or wrong.
"""

from __future__ import annotations

import asyncio
import re
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Protocol

import structlog

from bot.errors import SourceError
from bot.loops import backoff
from bot.subscribers.hook import STANDARD, Hook, digest
from bot.subscribers.service import Report
from bot.web import Call, Reply, Web
from storage import provider_events
from storage.database import Database
from storage.provider_events import OwedLook

log = structlog.stdlib.get_logger(__name__)

ROUTE = "publishers"
"""The name of our route on the web endpoint."""

_REFUSED = Reply(401)
# A refusal comes so long after its call, whatever had to be computed to refuse it.
_REFUSAL_SECONDS = 0.1
# Standard Webhooks wants base64. Nobody signs with it: it only takes the time of a real one.
_DECOY = "c3RyYW5nZXJzIGxlYXJuIG5vdGhpbmc="
# WooCommerce tries an address with this before it saves it, unsigned.
_PING = re.compile(rb"webhook_id=\d{1,20}")
_LONGEST_SUBJECT = 200
# More hints than this at once are cheaper as one reading of the whole list.
_MANY = 50
_FIRST_PAUSE = 5.0
_LONGEST_PAUSE = 900.0
# Longer than any provider goes on sending an event that it could not deliver.
_MEMORY = timedelta(days=30)


class Looker(Protocol):
    """Who follows hints: `Subscribers`."""

    async def look(self, publisher: str, subject: str, now: datetime) -> bool:
        """Fetch the facts about one subscriber; whether anything changed. SourceError: try again later."""
        ...

    async def refresh(self, publisher: str, now: datetime) -> Report:
        """Read all facts of a publisher."""
        ...


@dataclass(frozen=True, slots=True)
class Guarded:
    """A publisher's webhook. Each of `secrets` is good, so that one can be replaced without a gap."""

    publisher: str
    hook: Hook
    secrets: tuple[str, ...] = field(repr=False)


class Door:
    """Takes the calls of all publishers' providers at `/publishers/NAME`."""

    def __init__(
        self,
        db: Database,
        guarded: Iterable[Guarded],
        looker: Looker,
        *,
        refusal_seconds: float = _REFUSAL_SECONDS,
    ) -> None:
        self._db = db
        self._refusal_seconds = refusal_seconds
        self._guarded: Mapping[str, Guarded] = {one.publisher: one for one in guarded}
        self._looker = looker

    @property
    def publishers(self) -> tuple[str, ...]:
        """Whose calls are taken."""
        return tuple(self._guarded)

    def open(self, web: Web) -> None:
        """Take calls from now on, where there is anybody to call."""
        if self._guarded:
            web.add(ROUTE, self.take)

    async def take(self, call: Call) -> Reply:
        """Answer a call: 204 once its event is stored, 401 for everything that no secret of ours signed."""
        begun = time.monotonic()
        if call.method == "POST" and _PING.fullmatch(call.body):
            return Reply(200)
        now = datetime.now(UTC)
        one = self._guarded.get(call.path)
        signed = _signed(call, one or Guarded("", STANDARD, (_DECOY,)), now)
        if one is None or not signed or call.method != "POST":
            await asyncio.sleep(begun + self._refusal_seconds - time.monotonic())
            return _REFUSED
        hint = one.hook.hint(call)
        if hint is not None and len(hint.subject) <= _LONGEST_SUBJECT:
            event = digest(hint.event.encode())
            async with self._db.write() as tx:
                new = await provider_events.add(tx, one.publisher, event, hint.subject, now)
            log.info("provider's event stored", publisher=one.publisher, again=not new)
        return Reply(204)

    async def release(self, publisher: str, now: datetime) -> bool:
        """Look at those whom events were about; whether anything changed. What fails is looked at later."""
        owed = await provider_events.owed(self._db, publisher, now, most=_MANY + 1)
        if len(owed) > _MANY or not all(look.subject for look in owed):
            return await self._sweep(publisher, now)
        changed = False
        for subject in dict.fromkeys(look.subject for look in owed):
            looks = [look for look in owed if look.subject == subject]
            changed |= await self._look(publisher, subject, looks, now)
        return changed

    async def _look(self, publisher: str, subject: str, looks: list[OwedLook], now: datetime) -> bool:
        events = [look.event for look in looks]
        try:
            changed = await self._looker.look(publisher, subject, now)
        except SourceError as error:
            pause = backoff(_FIRST_PAUSE, 1 + max(look.tries for look in looks))
            due = now + timedelta(seconds=min(max(pause, error.after or 0), _LONGEST_PAUSE))
            log.warning("provider's event waits", publisher=publisher, reason=str(error))
            async with self._db.write() as tx:
                await provider_events.put_off(tx, publisher, events, due)
            return False
        await self._settle(publisher, events, now)
        return changed

    async def _sweep(self, publisher: str, now: datetime) -> bool:
        """What came before the reading began is settled by it; a failure is the loop's to repeat."""
        events = [look.event for look in await provider_events.owed(self._db, publisher, now, most=100_000)]
        report = await self._looker.refresh(publisher, now)
        report.check()
        await self._settle(publisher, events, now)
        return bool(report.grants or report.removals)

    async def _settle(self, publisher: str, events: list[str], now: datetime) -> None:
        async with self._db.write() as tx:
            await provider_events.settle(tx, publisher, events, now)
            await provider_events.forget(tx, now - _MEMORY)


def _signed(call: Call, one: Guarded, now: datetime) -> bool:
    """Whether one of the secrets signed a call. All are tried, so that the time does not tell which did."""
    signed = [_signed_with(call, one.hook, secret, now) for secret in one.secrets]
    return any(signed)


def _signed_with(call: Call, hook: Hook, secret: str, now: datetime) -> bool:
    try:
        hook.verify(call, secret, now)
    except Exception:  # noqa: BLE001 - verifiers raise whatever a stranger makes them raise
        return False
    return True
