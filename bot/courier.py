"""The only door out to Discord: brings what is shown to what is wanted, lane by lane.

Each step is remembered before it is tried and after it is done. A message bears a nonce made from its
delivery, so that a repetition within Discord's window changes nothing; past it, the courier looks for the
message before it sends again. Edits, removals and roles may be repeated as they are.
"""

from __future__ import annotations

import asyncio
import itertools
from collections import deque
from collections.abc import Sequence
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from functools import partial

import aiohttp
import discord
import structlog
from aiolimiter import AsyncLimiter

from bot import deliveries as rules
from bot import owing
from bot.articles.directory import Directory
from bot.articles.routes import Routes
from bot.carriers import Carriers
from bot.causes import Cause
from bot.errors import RetryError
from bot.floods import Floods
from bot.loops import every
from bot.messages import (
    LockedError,
    NotAllowedError,
    RoleDeniedError,
    RoleGoneError,
    ThreadGoneError,
    UndeliverableError,
    VanishedError,
)
from storage import alerts, crowds, deliveries, floods, role_deliveries, roles, thread_deliveries
from storage.database import Database, Transaction
from storage.records import Delivery, Kind, State

log = structlog.stdlib.get_logger(__name__)

_LANES_AT_ONCE = 20
_REMOVED = 1_000
_POLL_SECONDS = 5.0
_FORBIDDEN = timedelta(minutes=5)
_ASIDE = timedelta(days=1)
# Discord tells when a thread is unlocked; this is for when we do not hear it.
_LOCKED = timedelta(days=1)
_TOO_MANY_THREADS = 160006


class Courier:
    """Carries deliveries to Discord through a client that is ready, until it is stopped."""

    def __init__(
        self,
        client: discord.Client,
        database: Database,
        routes: Routes,
        directory: Directory,
        fallback_language: str,
        *,
        calls_per_second: float,
    ) -> None:
        self._carriers = Carriers(client, database, routes, fallback_language)
        self._floods = Floods(database, directory)
        self._database = database
        # Messages that we take away ourselves, the last ones: Discord tells of those as of others.
        self.removed: deque[int] = deque(maxlen=_REMOVED)
        self._wake = asyncio.Event()
        self._stop = asyncio.Event()
        self._lanes: dict[int, asyncio.Task[None]] = {}
        self._again: set[int] = set()
        self._room = asyncio.Semaphore(_LANES_AT_ONCE)
        self._pace = AsyncLimiter(4, 4 / calls_per_second)

    def wake(self) -> None:
        """Look for something owed now, not only at the next round."""
        self._wake.set()

    async def run(self, stop: asyncio.Event) -> None:
        """Deliver until `stop`; then finish the steps under way, for at most three seconds."""
        self._stop = stop
        async with self._database.write() as tx:
            await deliveries.reopen(tx, _now() + _ASIDE)
            await deliveries.retry_all(tx)
            await floods.reopen(tx)
        try:
            await every(_POLL_SECONDS, self._start_lanes, name="courier", stop=stop, wake=self._wake)
        finally:
            if self._lanes:
                _, late = await asyncio.wait(self._lanes.values(), timeout=3)
                for task in late:
                    task.cancel()

    async def _start_lanes(self) -> None:
        if await deliveries.aside_due(self._database, _now()):
            async with self._database.write() as tx:
                await deliveries.reopen(tx, _now())
        for lane in await deliveries.due_lanes(self._database, _now()):
            if lane in self._lanes:
                # It may be past its last look already.
                self._again.add(lane)
                continue
            task = asyncio.create_task(self._serve(lane), name=f"lane {lane}")
            self._lanes[lane] = task
            task.add_done_callback(partial(self._lane_ended, lane))

    def _lane_ended(self, lane: int, task: asyncio.Task[None]) -> None:
        self._lanes.pop(lane, None)
        if lane in self._again:
            self._again.discard(lane)
            self.wake()
        if not task.cancelled() and (error := task.exception()):
            log.error("lane ended", lane=lane, exc_info=error)

    async def _serve(self, lane: int) -> None:
        """Carry out the deliveries of a lane one after the other, until one has to wait."""
        pause: float | None = 0.0
        while pause is not None and not self._stop.is_set():
            await self._rest(pause)
            async with self._room:
                pause = await self._serve_at_once(lane)

    async def _serve_at_once(self, lane: int) -> float | None:
        """The same, until one has to stand back: for how many seconds; None when the lane is served."""
        crowd = rules.CROWD
        while not self._stop.is_set():
            delivery = await deliveries.head(self._database, lane, _now())
            if delivery is None:
                return None
            if pause := self._carriers.roles.wait_for_room(delivery):
                return pause
            room = await self._floods.room(delivery, _now())
            if room == 0:
                self.wake()
                continue
            members = (await self._members(delivery, crowd))[:room]
            await self._deliver(members)
            # A crowd that is under way ends as a crowd.
            crowd = 2 if len(members) > 1 else rules.CROWD
        return None

    async def _rest(self, seconds: float) -> None:
        if seconds:
            with suppress(TimeoutError):
                await asyncio.wait_for(self._stop.wait(), seconds)

    async def _deliver(self, members: Sequence[Delivery]) -> None:
        delivery = members[0]
        whole = rules.shared(members)
        if whole.wanted is None and whole.discord_id is not None:
            self.removed.append(whole.discord_id)
        async with self._database.write() as tx:
            if len(members) > 1 and delivery.bundle is None and delivery.kind is not Kind.ROLE:
                await crowds.tie(tx, [member.id for member in members])
            begun = [await deliveries.begin(tx, member.id, _now()) for member in members]
        if not all(begun):
            # Forgotten while it was its turn.
            return
        try:
            async with self._pace:
                discord_id = await self._carriers.carry_out(delivery, members)
        except Exception as error:  # noqa: BLE001 - each is judged below, and none may end the lane's loop
            await self._record_failure(members, error)
            return
        async with self._database.write() as tx:
            for member in members:
                made = member.made + (member.wanted is None and member.discord_id is not None)
                shown = member.place if member.kind is Kind.ROLE else discord_id
                place = None if member.wanted is None else shown
                await deliveries.shown(tx, member.id, member.wanted, place, made, _now())
            if delivery.reason:
                await alerts.end(tx, _trouble(delivery), _now())
        if delivery.kind in {Kind.ARTICLE, Kind.THREAD}:
            self.wake()

    async def _members(self, delivery: Delivery, crowd: int) -> list[Delivery]:
        """The deliveries that share a message with this one; so many new comments are put into one now."""
        if delivery.kind is Kind.ROLE:
            return await self._carriers.roles.swap_of(delivery)
        if delivery.bundle is not None:
            members = await crowds.of_bundle(self._database, delivery.bundle)
            return await self._still_together(members)
        if not rules.may_join(delivery):
            return [delivery]
        unsent = await deliveries.unsent(self._database, delivery.lane, rules.CROWD * 4)
        new = list(itertools.takewhile(rules.may_join, unsent))
        return await self._carriers.comments.fitting(new) if len(new) >= crowd else [delivery]

    async def _still_together(self, members: list[Delivery]) -> list[Delivery]:
        """Without those that an edit made too long to share a message: each gets one of its own."""
        leaving = await self._carriers.comments.outgrown(members)
        if not leaving:
            return members
        async with self._database.write() as tx:
            await crowds.part(tx, leaving, [member for member in members if member not in leaving])
        return await crowds.of_bundle(self._database, members[0].bundle or 0)

    async def _record_failure(self, members: Sequence[Delivery], error: Exception) -> None:
        delivery = members[0]
        attempts = delivery.attempts + 1
        now = _now()
        known = {"delivery": delivery.id, "kind": str(delivery.kind), "attempts": attempts}
        async with self._database.write() as tx:
            match error:
                case VanishedError():
                    await _vanished(tx, members, error)
                    log.info("gone from Discord", **known)
                case LockedError():
                    await _failed(tx, members, _reason(error), now + _LOCKED, State.OPEN, untouched=True)
                    log.info("thread is locked, its lane waits", **known)
                case discord.HTTPException(code=code) if code == _TOO_MANY_THREADS:
                    await _failed(tx, members, _reason(error), now + _FORBIDDEN, State.OPEN, untouched=True)
                    log.warning("as many threads are open as may be", **known)
                case UndeliverableError() | discord.HTTPException(status=400):
                    await _failed(tx, members, _reason(error), now + _ASIDE, State.ASIDE)
                    log.error("set aside", reason=str(error), **known)
                case NotAllowedError():
                    await _failed(tx, members, _reason(error), now + _FORBIDDEN, State.OPEN)
                    await self._alert(tx, delivery, error, now)
                    log.error("not allowed", reason=str(error), **known)
                case RoleDeniedError() | RoleGoneError():
                    await self._stop_role(tx, delivery, error, now)
                    log.error("role cannot be changed", role=error.role, reason=str(error), **known)
                case discord.Forbidden():
                    await _failed(tx, members, _reason(error), now + _FORBIDDEN, State.OPEN)
                    log.error("not allowed", reason=str(error), **known)
                case (
                    discord.HTTPException()
                    | aiohttp.ClientError()
                    | OSError()
                    | TimeoutError()
                    | RetryError()
                ):
                    after = (
                        error.after if isinstance(error, RetryError) else getattr(error, "retry_after", None)
                    )
                    due = rules.retry_at(now, attempts, after)
                    await _failed(tx, members, _reason(error), due, State.OPEN)
                    if isinstance(error, RetryError):
                        # It is this one's own trouble: the others of its lane go on.
                        await deliveries.step_out(tx, delivery.id)
                    log.warning(
                        "will try again", reason=str(error) or repr(error), due=due.isoformat(), **known
                    )
                    asyncio.get_running_loop().call_later((due - now).total_seconds(), self.wake)
                case _:
                    await _failed(tx, members, _reason(error), now + _ASIDE, State.ASIDE)
                    log.error("set aside", exc_info=error, **known)

    async def _alert(
        self, tx: Transaction, delivery: Delivery, error: NotAllowedError, now: datetime
    ) -> None:
        """Tell whoever made the route, once, what the bot lacks in its channel."""
        manager = await alerts.manager_of(tx, delivery.place)
        arguments = {"channel": f"<#{error.channel}>", "permissions": ",".join(error.missing)}
        subject = _trouble(delivery)
        await owing.alert(tx, error.guild, manager, subject, "alert-permissions", arguments, now)
        self.wake()

    async def _stop_role(
        self, tx: Transaction, delivery: Delivery, error: RoleDeniedError | RoleGoneError, now: datetime
    ) -> None:
        """A role that cannot be changed stops for everybody, and is told once."""
        if isinstance(error, RoleGoneError):
            text, role = "alert-role-gone", str(error.role)
            await roles.lose(tx, error.guild, error.role, now)
        else:
            text, role = f"alert-role-{error.cause}", f"<@&{error.role}>"
            reason, later = _reason(error), now + _FORBIDDEN
            await deliveries.failed(tx, delivery.id, reason, later, State.ASIDE)
            await role_deliveries.pause(tx, error.guild, error.role, reason, later)
        await owing.alert(tx, error.guild, 0, _trouble(delivery), text, {"role": role}, now)
        self.wake()


async def _vanished(tx: Transaction, members: Sequence[Delivery], error: VanishedError) -> None:
    """Give up what somebody removed, but not what we removed without hearing so and want again."""
    ours = members[0].shown == "?" and members[0].discord_id is not None
    for member in members:
        if ours:
            await deliveries.shown(tx, member.id, None, None, member.made + 1)
        else:
            await deliveries.drop(tx, member.id, str(error))
    if isinstance(error, ThreadGoneError):
        await thread_deliveries.drop_thread(tx, error.thread, str(error))


async def _failed(
    tx: Transaction,
    members: Sequence[Delivery],
    reason: str,
    due: datetime,
    state: State,
    *,
    untouched: bool = False,
) -> None:
    for member in members:
        await deliveries.failed(tx, member.id, reason, due, state, untouched=untouched)


def _trouble(delivery: Delivery) -> str:
    return f"{'role' if delivery.kind is Kind.ROLE else 'channel'} {delivery.place}"


def _reason(error: Exception) -> str:
    """As it is stored; each reads it in their language."""
    match error:
        case Exception(args=[Cause() as cause, *_]):
            return cause.kept()
        case discord.HTTPException():
            words = error.text or str(error.code)
            return Cause("cause-discord-refused", {"status": error.status, "words": words}).kept()
        case aiohttp.ClientError() | OSError() | TimeoutError():
            return Cause("cause-discord-unreachable", {"fault": type(error).__name__}).kept()
    return Cause("cause-fault", {"fault": type(error).__name__}).kept()


def _now() -> datetime:
    return datetime.now(UTC)
