"""Subscribers: lists are read, accounts linked, and the roles that follow are written as deliveries.

Nothing here speaks to Discord: the courier carries the deliveries out. Times are arguments, aware UTC.
"""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import structlog

from bot import owing
from bot.causes import Cause
from bot.config_publishers import PublisherSettings
from bot.errors import SourceError
from bot.subscribers import memberships, readings, rules, source
from bot.subscribers.address_book import AddressBook
from bot.subscribers.approvals import Approvals
from bot.subscribers.codes import MEMORY, TRIES_WINDOW
from bot.subscribers.desk import Desk
from bot.subscribers.guesses import Guesses
from bot.subscribers.linking import Linking, publisher_named
from bot.subscribers.memberships import Membership
from bot.subscribers.projection import Projection
from storage import alerts, codes, languages, visits, words
from storage import roles as store_roles
from storage import subscribers as store
from storage.database import Database, Transaction
from storage.holdings import ending
from storage.records import Subscriber
from storage.records_roles import OPERATOR, Word
from storage.records_subscribers import Entry, PublisherState, Reading

log = structlog.stdlib.get_logger(__name__)

# So many readings in a row that could not be believed are worth a word.
_FAILURES = 2
_LONGEST_GRACE = timedelta(days=90)
_LONGEST_WARNING = timedelta(days=30)
# Longer than anything lasts that is told once.
_WORDS = timedelta(days=180)
_TURNS = 64


@dataclass(frozen=True, slots=True)
class Report:
    """What a reading of a publisher's list came to.

    `known` False means that it could not be believed: `reason` says why, `retry_after` when to come back if
    the other side said so. `held` removals wait for `approve(plan)`. `unmapped` are tiers without a role.
    """

    publisher: str
    at: datetime
    known: bool
    subscribers: int = 0
    added: int = 0
    ended: int = 0
    grants: int = 0
    removals: int = 0
    held: int = 0
    plan: str = ""
    unmapped: tuple[str, ...] = ()
    reason: Cause | None = None
    retry_after: float | None = None

    def check(self) -> None:
        """SourceError where the list could not be believed."""
        if not self.known and self.reason:
            raise SourceError(self.reason, after=self.retry_after)


class Subscribers:
    """All publishers with their lists, by name."""

    def __init__(
        self,
        db: Database,
        publishers: Iterable[PublisherSettings],
        sources: Mapping[str, source.Source],
        addresses: AddressBook | None = None,
    ) -> None:
        self._db = db
        self._publishers = {publisher.name: publisher for publisher in publishers}
        self._sources = sources
        self.projection = Projection(self._publishers.values())
        self.approvals = Approvals(db, self.projection)
        self.desk = Desk(db, self._publishers.values(), self.projection, self.approvals)
        self._addresses = addresses or AddressBook(db)
        first = next((publisher.guild for publisher in self._publishers.values()), 0)
        self._guesses = Guesses(db, first, self._read_lists)
        self.linking = Linking(db, self._publishers, self.projection, self.approvals, self._guesses)
        self._failures: dict[str, int] = defaultdict(int)
        # Facts that came while a list was being read: they are newer than it.
        self._facts: dict[str, dict[str, Subscriber]] = {}
        self._looks = tuple(asyncio.Lock() for _ in range(_TURNS))
        self._turns: dict[str, asyncio.Lock] = defaultdict(asyncio.Lock)
        self._begun: dict[str, int] = defaultdict(int)

    async def refresh(self, publisher: str, now: datetime) -> Report:
        """Read a list and write down what follows. A list that cannot be believed changes nobody."""
        async with self._turns[publisher]:
            return await self._refresh(publisher, now)

    async def look(self, publisher: str, subject: str, now: datetime) -> bool:
        """A hint came: fetch the facts about one subscriber, and write down what follows at once.

        Whether anything changed. SourceError when they cannot be had, so that the hint is kept and tried
        again. Where the provider knows nobody of that id nothing changes: only a whole list can tell that.
        """
        publisher_named(self._publishers, publisher)
        async with self._looks[hash((publisher, subject)) % _TURNS]:
            entry = await self._sources[publisher].one(subject, now)
            if entry is not None:
                await self._addresses.note(publisher, entry)
            async with self._db.write() as tx:
                return entry is not None and await self._take_fact(tx, publisher, entry, _seconds(now))

    async def standing(self, user: int, now: datetime, guild: int | None = None) -> tuple[Membership, ...]:
        """What each link of a Discord account gives (on one server, where it is named), and why."""
        return await memberships.of_user(self._db, self._publishers, self.projection, user, now, guild)

    async def approve(
        self, plan: str, now: datetime, *, guild: int | None = None, actor: str = OPERATOR
    ) -> int:
        """See `Approvals.approve`."""
        return await self.approvals.approve(plan, now, guild=guild, actor=actor)

    async def want_words(self, user: int, now: datetime, *, on: bool) -> None:
        """Whether a reader is told in private before and after a role goes."""
        async with self._db.write() as tx:
            await (words.accept(tx, user) if on else words.refuse(tx, user, now))

    async def speaks(self, user: int, language: str) -> None:
        """Remember a reader's Discord language, for words about their roles; nobody's who is not linked."""
        if await languages.is_news(self._db, user, language):
            async with self._db.write() as tx:
                await languages.remember(tx, user, language)

    async def states(self) -> tuple[PublisherState, ...]:
        """How each configured list was last read; one that was never read has no date."""
        known = await store.publishers(self._db)
        return tuple(known.get(name, PublisherState(name)) for name in self._publishers)

    async def settle(self, now: datetime) -> bool:
        """Follow what time alone changes: complimentary roles that end, ends that come near.

        Whether anything is owed for it.
        """
        await self._guesses.calm(now)
        users = await store_roles.due_comps(self._db, now)
        ending = await self._ending(now)
        if not users and not ending:
            return False
        async with self._db.write() as tx:
            for user in users:
                await self._follow(tx, user, now)
            await store_roles.settle_comps(tx, now)
            told = [await owing.word(tx, word, now) for word in ending]
        return bool(users) or any(told)

    async def _ending(self, now: datetime) -> list[Word]:
        """What to tell readers whose subscription is announced to end soon."""
        found, tiers = [], await self.projection.tiers(self._db)
        holdings = await ending(self._db, now - _LONGEST_GRACE, now + _LONGEST_WARNING)
        for holding in holdings:
            settings = self._publishers.get(holding.link.publisher)
            if settings is not None and settings.warn_days:
                soon = timedelta(days=settings.warn_days)
                word = rules.ending_word(holding, tiers[settings.name], now, soon)
                found += [word] if word else []
        return found

    async def _read_lists(self, now: datetime) -> None:
        await asyncio.gather(*(self._refresh_once(name, now) for name in self._publishers))

    async def _refresh_once(self, publisher: str, now: datetime) -> None:
        """Read a list, unless somebody began to read it after we asked."""
        begun = self._begun[publisher]
        async with self._turns[publisher]:
            if self._begun[publisher] == begun:
                await self._refresh(publisher, now)

    async def _refresh(self, publisher: str, now: datetime) -> Report:
        publisher_named(self._publishers, publisher)
        now = _seconds(now)
        self._begun[publisher] += 1
        self._facts[publisher] = {}
        try:
            known = await store.snapshot(self._db, publisher)
            sealing = await self._addresses.sealing(publisher)
            reading = await self._sources[publisher].compare(known, now, sealing)
        except SourceError as error:
            return await self._leave(publisher, error, now)
        return await self._take(publisher, reading, now)

    async def _leave(self, publisher: str, error: SourceError, now: datetime) -> Report:
        """The list is unknown: only what is a week overdue follows."""
        log.warning("subscriber list not believed", publisher=publisher, reason=str(error))
        self._failures[publisher] += 1
        async with self._db.write() as tx:
            plan = await self.projection.plan(tx, {}, now)
            await self.projection.apply_pass(tx, plan, now)
            state = (await store.publishers(tx)).get(publisher, PublisherState(publisher))
            state = replace(state, reason=error.kept, held=len(plan.held), held_plan=plan.digest)
            await store.save_publisher(tx, state)
            if self._failures[publisher] >= _FAILURES:
                guild = self._publishers[publisher].guild
                said = {"publisher": publisher, "reason": error.kept}
                trouble = _list_trouble(publisher)
                await owing.alert(tx, guild, 0, trouble, "alert-list-unreadable", said, now)
        return _report(publisher, now, plan, reason=error.reason, known=False, retry_after=error.after)

    async def _take(self, publisher: str, reading: Reading, now: datetime) -> Report:
        """Believe a list: write what it changed and what follows for roles, in one transaction."""
        reads = {publisher: now}
        self._failures[publisher] = 0
        changed = bool(reading.subscribers or reading.new_codes or reading.gone_codes or reading.addresses)
        if await self.approvals.unopened(self._db, publisher):
            async with self._db.write() as tx:
                await self.approvals.open_starts(tx, publisher, now)
        # Most passes have nothing to write: the writer need not wait for their plan.
        plan = None if changed else await self.projection.plan(self._db, reads, now)
        async with self._db.write() as tx:
            if plan is None or plan.grants or plan.removals:
                facts = self._facts.pop(publisher, {})
                await _save(tx, publisher, reading, facts, now)
                await self._addresses.take(tx, publisher, reading, facts)
                plan = await self.projection.plan(tx, reads, now)
                await self.projection.apply_pass(tx, plan, now)
            tiers = await self.projection.tiers(tx)
            unmapped = tuple(sorted(reading.tiers - tiers[publisher].places.keys()))
            reason = _reason(plan, unmapped)
            state = PublisherState(
                publisher, now, reason.kept() if reason else "", len(plan.held), plan.digest
            )
            await store.save_publisher(tx, state)
            await alerts.end(tx, _list_trouble(publisher), now)
            await self.approvals.tell(tx, publisher, self._publishers[publisher].role_ids, plan, now)
            await codes.forget_tries(tx, now - TRIES_WINDOW * 2)
            await codes.forget(tx, now - MEMORY)
            await words.forget(tx, now - _WORDS)
            await visits.forget(tx, now)
            await store_roles.forget_removals(tx, now - rules.BRAKE_WINDOW)
        return _report(
            publisher,
            now,
            plan,
            known=True,
            subscribers=reading.total,
            added=reading.added,
            ended=reading.ended,
            unmapped=unmapped,
            reason=reason,
        )

    async def _take_fact(self, tx: Transaction, publisher: str, entry: Entry, now: datetime) -> bool:
        """Write down a fact about one subscriber and what follows for the accounts that are linked."""
        old = await store.subscriber(tx, publisher, entry.subject)
        new = readings.told(publisher, entry, old, now)
        if not readings.differs(old, new):
            return False
        await store.save(tx, [new])
        known = await store.snapshot(tx, publisher)
        await store.save_snapshot(tx, publisher, source.patched(known, [new]))
        self._facts.setdefault(publisher, {})[entry.subject] = new
        for link in await store.links_of_subject(tx, publisher, entry.subject):
            await self._follow(tx, link.user, now)
        return True

    async def _follow(self, tx: Transaction, user: int, now: datetime) -> None:
        """Owe what one member's facts changed; the brake holds here too."""
        plan = await self.projection.plan_member(tx, user, now)
        plan = await self.projection.braked(tx, plan, now)
        await self.projection.apply_pass(tx, plan, now, hinted=True)


async def _save(
    tx: Transaction, publisher: str, reading: Reading, facts: Mapping[str, Subscriber], now: datetime
) -> None:
    """Write a reading down, but for the subscribers of whom newer `facts` came while it was made."""
    # Generators: the database's thread unpacks them, row by row.
    found = source.subscribers(publisher, reading, now)
    await store.save(tx, (subscriber for subscriber in found if subscriber.subject not in facts))
    await codes.add(tx, source.new_codes(publisher, reading, now))
    await codes.end(tx, publisher, source.gone_codes(reading), now)
    snapshot = source.patched(reading.snapshot, facts.values()) if facts else reading.snapshot
    await store.save_snapshot(tx, publisher, snapshot)


def _reason(plan: rules.Plan, unmapped: Sequence[str]) -> Cause | None:
    """What somebody should look at, though the list is fine."""
    held = Cause("cause-held", {"count": len(plan.held), "plan": plan.digest}) if plan.held else None
    missing = Cause("cause-unmapped", {"tiers": unmapped[:5]}) if unmapped else None
    if held and missing:
        return Cause("cause-both", {"first": held.kept(), "second": missing.kept()})
    return held or missing


def _report(publisher: str, at: datetime, plan: rules.Plan, **more: object) -> Report:
    return Report(
        publisher=publisher,
        at=at,
        grants=len(plan.grants),
        removals=len(plan.removals),
        held=len(plan.held),
        plan=plan.digest,
        **more,  # type: ignore[arg-type]
    )


def _seconds(now: datetime) -> datetime:
    """Whole seconds, so that what was stored compares equal to what was said."""
    return now.replace(microsecond=0)


def _list_trouble(publisher: str) -> str:
    return f"list {publisher}"
