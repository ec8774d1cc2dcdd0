"""Subscribers: lists are read, accounts linked, and the roles that follow are written as deliveries.

Nothing here speaks to Discord: the courier carries the deliveries out. Times are arguments, aware UTC.
"""

from __future__ import annotations

import asyncio
import secrets
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import structlog

from bot import owing
from bot.config import PublisherSettings
from bot.errors import OperatorError, ReaderError, SourceError
from bot.subscribers import memberships, readings, rules, source
from bot.subscribers.approvals import Approvals
from bot.subscribers.desk import Desk
from bot.subscribers.memberships import Membership
from bot.subscribers.projection import Projection, Rank
from storage import alerts, audit, words
from storage import roles as store_roles
from storage import subscribers as store
from storage.database import Database, Transaction
from storage.records import Link, Subscriber
from storage.records_roles import OPERATOR, Deed, Event, Word
from storage.records_subscribers import Entry, LinkCode, PublisherState, Reading

log = structlog.stdlib.get_logger(__name__)

_CODE_ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
_CODE_LENGTH = 12
# So many readings in a row that could not be believed are worth a word.
_FAILURES = 2
_LONGEST_GRACE = timedelta(days=90)
_LONGEST_WARNING = timedelta(days=30)
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
    reason: str = ""
    retry_after: float | None = None


class Subscribers:
    """All publishers with their lists, by name."""

    def __init__(
        self, db: Database, publishers: Iterable[PublisherSettings], sources: Mapping[str, source.Source]
    ) -> None:
        self._db = db
        self._publishers = {publisher.name: publisher for publisher in publishers}
        self._sources = sources
        self.projection = Projection(self._publishers.values())
        self.approvals = Approvals(db, self.projection)
        self.desk = Desk(db, self._publishers.values(), self.projection, self.approvals)
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
        self._settings(publisher)
        async with self._looks[hash((publisher, subject)) % _TURNS]:
            entry = await self._sources[publisher].one(subject, now)
            async with self._db.write() as tx:
                await store.note_event(tx, publisher, now)
                return entry is not None and await self._take_fact(tx, publisher, entry, _seconds(now))

    async def link(self, user: int, code: str, now: datetime) -> tuple[Membership, ...]:
        """Join a Discord account to the subscriber whose code it has; all its memberships.

        ReaderError `link-code-unknown` for every code that does not work, whatever the reason; `link-locked`
        (with `until`) after five of them in ten minutes; `link-subscriber-taken` and `link-account-taken`
        when either side has a link with that `publisher` already.
        """
        now = _seconds(now)
        digest = rules.code_digest(code)
        async with self._db.write() as tx:
            await self._check_lock(tx, user, now)
            linked = await self._redeem(tx, user, digest, now)
            # Counted before the lists are asked, or a hundred guesses at once would all pass.
            guess = None if linked else await store.add_wrong_try(tx, user, now)
        if guess is not None:
            await asyncio.gather(*(self._refresh_once(name, now) for name in self._publishers))
            async with self._db.write() as tx:
                linked = await self._redeem(tx, user, digest, now)
                if linked:
                    await store.take_back_try(tx, guess)
            if not linked:
                log.info("link code refused", user=user)
                raise ReaderError("link-code-unknown")
        log.info("account linked", user=user)
        return await self.standing(user, now)

    async def join(self, publisher: str, subject: str, user: int, now: datetime, way: str) -> None:
        """Link a Discord account to a subscriber whom it proved to be in some `way`, and owe the role.

        ReaderError `link-subscriber-taken` where every seat is, `link-account-taken` where the account is
        another subscriber of this publisher.
        """
        self._settings(publisher)
        async with self._db.write() as tx:
            await self.join_in(tx, publisher, subject, user, _seconds(now), way)
        log.info("account linked", user=user, way=way)

    async def unlink(self, user: int, now: datetime) -> int:
        """Forget the links of a Discord account and take back what they gave; how many links there were."""
        async with self._db.write() as tx:
            count = await self.unlink_in(tx, user, now)
        log.info("account unlinked", user=user, links=count)
        return count

    async def unlink_in(self, tx: Transaction, user: int, now: datetime) -> int:
        """The same inside a transaction."""
        gone = await store.holdings_of(tx, user)
        await store.unlink(tx, user)
        await audit.record(
            tx,
            [
                Deed(Event.UNLINK, f"user {user}", "asked", 0, 0, user, h.link.publisher, h.link.subject)
                for h in gone
            ],
            now,
        )
        await self._settle_member(tx, user, f"user {user}", now)
        return len(gone)

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

    async def states(self) -> tuple[PublisherState, ...]:
        """How each configured list was last read; one that was never read has no date."""
        known = await store.publishers(self._db)
        return tuple(known.get(name, PublisherState(name)) for name in self._publishers)

    async def issue_code(self, publisher: str, subject: str, now: datetime) -> str:
        """A code that we make for a subscriber; the one before ends. OperatorError without such a list."""
        self._settings(publisher)
        letters = "".join(secrets.choice(_CODE_ALPHABET) for _ in range(_CODE_LENGTH))
        digest = rules.code_digest(letters)
        async with self._db.write() as tx:
            await store.end_issued_codes(tx, publisher, subject, now)
            new = LinkCode(publisher, digest, subject, listed=False, expires=now + rules.CODE_LIFE)
            await store.add_codes(tx, [new])
        return f"{letters[:6]}-{letters[6:]}"

    async def settle(self, now: datetime) -> bool:
        """Follow what time alone changes: complimentary roles that end, ends that come near.

        Whether anything is owed for it.
        """
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
        holdings = await store.ending(self._db, now - _LONGEST_GRACE, now + _LONGEST_WARNING)
        for holding in holdings:
            settings = self._publishers.get(holding.link.publisher)
            if settings is not None and settings.warn_days:
                soon = timedelta(days=settings.warn_days)
                word = rules.ending_word(holding, tiers[settings.name], now, soon)
                found += [word] if word else []
        return found

    async def _refresh_once(self, publisher: str, now: datetime) -> None:
        """Read a list, unless somebody began to read it after we asked."""
        begun = self._begun[publisher]
        async with self._turns[publisher]:
            if self._begun[publisher] == begun:
                await self._refresh(publisher, now)

    async def _refresh(self, publisher: str, now: datetime) -> Report:
        self._settings(publisher)
        now = _seconds(now)
        self._begun[publisher] += 1
        self._facts[publisher] = {}
        try:
            reading = await self._sources[publisher].compare(await store.snapshot(self._db, publisher), now)
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
            state = replace(state, reason=str(error), held=len(plan.held), held_plan=plan.digest)
            await store.save_publisher(tx, state)
            if self._failures[publisher] >= _FAILURES:
                guild = self._publishers[publisher].guild
                said = {"publisher": publisher, "reason": str(error)}
                trouble = _list_trouble(publisher)
                await owing.alert(tx, guild, 0, trouble, "alert-list-unreadable", said, now)
        return _report(publisher, now, plan, reason=str(error), known=False, retry_after=error.after)

    async def _take(self, publisher: str, reading: Reading, now: datetime) -> Report:
        """Believe a list: write what it changed and what follows for roles, in one transaction."""
        reads = {publisher: now}
        self._failures[publisher] = 0
        changed = bool(reading.subscribers or reading.new_codes or reading.gone_codes)
        if await self.approvals.unopened(self._db, publisher):
            async with self._db.write() as tx:
                await self.approvals.open_starts(tx, publisher, now)
        # Most passes have nothing to write: the writer need not wait for their plan.
        plan = None if changed else await self.projection.plan(self._db, reads, now)
        async with self._db.write() as tx:
            if plan is None or plan.grants or plan.removals:
                await _save(tx, publisher, reading, self._facts.pop(publisher, {}), now)
                plan = await self.projection.plan(tx, reads, now)
                await self.projection.apply_pass(tx, plan, now)
            tiers = await self.projection.tiers(tx)
            unmapped = tuple(sorted(reading.tiers - tiers[publisher].places.keys()))
            reason = _reason(plan, unmapped)
            state = PublisherState(publisher, now, reason, len(plan.held), plan.digest)
            await store.save_publisher(tx, state)
            await alerts.end(tx, _list_trouble(publisher), now)
            await self.approvals.tell(tx, publisher, self._publishers[publisher].role_ids, plan, now)
            await store.forget_tries(tx, now - rules.TRIES_WINDOW * 2)
            await store.forget_codes(tx, now - rules.CODE_MEMORY)
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

    async def _settle_member(self, tx: Transaction, user: int, actor: str, now: datetime) -> None:
        """Owe what somebody's own word changed: neither a brake nor a first plan stands in its way."""
        plan = await self.projection.plan_member(tx, user, now)
        gone = [change for change in (*plan.removals, *plan.held) if not change.grant]
        await self.projection.apply(tx, gone, Rank.EXPIRY, actor, now)
        await self.projection.apply(tx, plan.grants, Rank.LINKED, actor, now)

    async def _check_lock(self, tx: Transaction, user: int, now: datetime) -> None:
        until = rules.locked_until(await store.wrong_tries(tx, user, rules.WRONG_TRIES), now)
        if until is not None:
            raise ReaderError("link-locked", until=until)

    async def _redeem(self, tx: Transaction, user: int, digest: str, now: datetime) -> bool:
        """Use a code up and link; False for one that does not work. Who is taken keeps the code alive."""
        codes = await store.live_codes(tx, digest, now) if digest else []
        if len(codes) != 1 or codes[0].publisher not in self._publishers:
            return False
        code = codes[0]
        await self._make_room(tx, code.publisher, code.subject, user, now)
        if not await store.use_code(tx, code, now):
            return False
        await self.join_in(tx, code.publisher, code.subject, user, now, "code")
        return True

    async def join_in(
        self, tx: Transaction, publisher: str, subject: str, user: int, now: datetime, way: str
    ) -> None:
        """`join` inside a transaction; `now` in whole seconds."""
        await self._make_room(tx, publisher, subject, user, now)
        await self.approvals.open_starts(tx, publisher, now)
        if await store.link_of_user(tx, publisher, user) is None:
            await store.link(tx, Link(publisher, subject, user, now))
            deed = Deed(Event.LINK, f"user {user}", way, 0, 0, user, publisher, subject)
            await audit.record(tx, [deed], now)
        plan = await self.projection.plan_member(tx, user, now)
        await self.projection.apply(tx, plan.grants, Rank.LINKED, f"user {user}", now)

    async def _make_room(
        self, tx: Transaction, publisher: str, subject: str, user: int, now: datetime
    ) -> None:
        """Refuse an account for which there is no seat, or free the oldest where the settings say so."""
        ours = await store.link_of_user(tx, publisher, user)
        if ours is not None:
            if ours.subject != subject:
                raise ReaderError("link-account-taken", publisher=publisher)
            return
        theirs = await store.links_of_subject(tx, publisher, subject)
        known = await store.subscriber(tx, publisher, subject)
        settings = self._publishers[publisher]
        seats = settings.seats.get(known.tier, 1) if known else 1
        if len(theirs) < seats:
            return
        if settings.second_account == "refuse":
            raise ReaderError("link-subscriber-taken", publisher=publisher)
        for link in theirs[: len(theirs) - seats + 1]:
            await store.unlink_one(tx, publisher, link.user)
            deed = Deed(Event.UNLINK, f"user {user}", "moved", 0, 0, link.user, publisher, subject)
            await audit.record(tx, [deed], now)
            await self._settle_member(tx, link.user, f"user {user}", now)

    def _settings(self, publisher: str) -> PublisherSettings:
        try:
            return self._publishers[publisher]
        except KeyError:
            known = ", ".join(self._publishers) or "none"
            raise OperatorError(
                f"publisher {publisher!r} is not in the settings; they name {known}"
            ) from None


async def _save(
    tx: Transaction, publisher: str, reading: Reading, facts: Mapping[str, Subscriber], now: datetime
) -> None:
    """Write a reading down, but for the subscribers of whom newer `facts` came while it was made."""
    # Generators: the database's thread unpacks them, row by row.
    found = source.subscribers(publisher, reading, now)
    await store.save(tx, (subscriber for subscriber in found if subscriber.subject not in facts))
    await store.add_codes(tx, source.new_codes(publisher, reading, now))
    await store.end_codes(tx, publisher, source.gone_codes(reading), now)
    snapshot = source.patched(reading.snapshot, facts.values()) if facts else reading.snapshot
    await store.save_snapshot(tx, publisher, snapshot)


def _reason(plan: rules.Plan, unmapped: Sequence[str]) -> str:
    """What an operator should look at, though the list is fine."""
    reasons = []
    if plan.held:
        count = len(plan.held)
        reasons.append(f"{count} role changes are held; if they are right: colporteur approve {plan.digest}")
    if unmapped:
        names = ", ".join(unmapped[:5])
        reasons.append(f"no role is set for tier {names}; add it to the publisher's roles")
    return "; ".join(reasons)


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
