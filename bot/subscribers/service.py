"""Subscribers: lists are read, accounts linked, and the roles that follow are written as deliveries.

Nothing here speaks to Discord: the courier carries the deliveries out. Times are arguments, aware UTC.
"""

from __future__ import annotations

import asyncio
import secrets
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

import structlog

from bot.config import PublisherSettings
from bot.errors import OperatorError, ReaderError, SourceError
from bot.subscribers import rules, source
from storage import deliveries
from storage import subscribers as store
from storage.database import Database, Queries, Transaction
from storage.records import Kind, Link, Standing
from storage.records_subscribers import Holding, LinkCode, PublisherState, Reading

log = structlog.stdlib.get_logger(__name__)

GRANTED = "granted"
"""The wanted state of a role that a member should have."""

# Who just linked is waiting in front of the screen; who leaves is not.
_RANK_LINKED, _RANK_GRANT, _RANK_REMOVE = 0, 1, 2

_CODE_ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
_CODE_LENGTH = 12


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


@dataclass(frozen=True, slots=True)
class Membership:
    """One link of a member: what it gives, and why not more. `roles` are those that they should have.

    `subject` is the publisher's id of them.
    """

    publisher: str
    guild: int
    tier: str
    until: datetime | None
    standing: Standing
    why: rules.Why
    linked: datetime
    roles: tuple[int, ...] = ()
    account_url: str = ""
    subject: str = ""


class Subscribers:
    """All publishers with their lists, by name."""

    def __init__(
        self, db: Database, publishers: Iterable[PublisherSettings], sources: Mapping[str, source.Source]
    ) -> None:
        self._db = db
        self._publishers = {publisher.name: publisher for publisher in publishers}
        self._sources = sources
        self._tiers = {p.name: rules.Tiers(p.name, p.guild, dict(p.roles)) for p in self._publishers.values()}
        self._turns: dict[str, asyncio.Lock] = defaultdict(asyncio.Lock)
        self._begun: dict[str, int] = defaultdict(int)

    async def refresh(self, publisher: str, now: datetime) -> Report:
        """Read a list and write down what follows. A list that cannot be believed changes nobody."""
        async with self._turns[publisher]:
            return await self._refresh(publisher, now)

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

    async def unlink(self, user: int, now: datetime) -> int:
        """Forget the links of a Discord account and take back what they gave; how many links there were."""
        async with self._db.write() as tx:
            count = await store.unlink(tx, user)
            plan = await self._plan_member(tx, user, now)
            await self._apply(tx, plan.removals, _RANK_REMOVE)
        log.info("account unlinked", user=user, links=count)
        return count

    async def standing(self, user: int, now: datetime) -> tuple[Membership, ...]:
        """What each link of a Discord account gives, and why."""
        states = await store.publishers(self._db)
        return tuple(
            self._membership(holding, states, now) for holding in await store.holdings_of(self._db, user)
        )

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

    async def approve(self, plan: str, now: datetime) -> int:
        """Carry out the held removals of exactly this plan; how many. OperatorError if they changed since."""
        async with self._db.write() as tx:
            current = await self._plan(tx, {}, now)
            if not plan or current.digest != plan:
                mend = f"the plan is {current.digest} now" if current.held else "nothing is held now"
                raise OperatorError(f"plan {plan!r} is out of date: {mend}; look at /status again")
            await self._apply(tx, current.held, _RANK_REMOVE)
            for state in (await store.publishers(tx)).values():
                if state.held_plan == plan:
                    await store.save_publisher(tx, replace(state, held=0, held_plan="", reason=""))
        log.warning("held removals approved", plan=plan, removals=len(current.held))
        return len(current.held)

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
        try:
            reading = await self._sources[publisher].compare(await store.snapshot(self._db, publisher), now)
        except SourceError as error:
            return await self._leave(publisher, error, now)
        return await self._take(publisher, reading, now)

    async def _leave(self, publisher: str, error: SourceError, now: datetime) -> Report:
        """The list is unknown: only what is a week overdue follows."""
        log.warning("subscriber list not believed", publisher=publisher, reason=str(error))
        async with self._db.write() as tx:
            plan = await self._plan(tx, {}, now)
            await self._apply_pass(tx, plan)
            state = (await store.publishers(tx)).get(publisher, PublisherState(publisher))
            state = replace(state, reason=str(error), held=len(plan.held), held_plan=plan.digest)
            await store.save_publisher(tx, state)
        return _report(publisher, now, plan, reason=str(error), known=False, retry_after=error.after)

    async def _take(self, publisher: str, reading: Reading, now: datetime) -> Report:
        """Believe a list: write what it changed and what follows for roles, in one transaction."""
        reads = {publisher: now}
        changed = bool(reading.subscribers or reading.new_codes or reading.gone_codes)
        # Most passes have nothing to write: the writer need not wait for their plan.
        plan = None if changed else await self._plan(self._db, reads, now)
        async with self._db.write() as tx:
            if plan is None or plan.grants or plan.removals:
                await _save(tx, publisher, reading, now)
                plan = await self._plan(tx, reads, now)
                await self._apply_pass(tx, plan)
            unmapped = tuple(sorted(reading.tiers - self._tiers[publisher].roles.keys()))
            reason = _reason(plan, unmapped)
            state = PublisherState(publisher, now, reason, len(plan.held), plan.digest)
            await store.save_publisher(tx, state)
            await store.forget_tries(tx, now - rules.TRIES_WINDOW * 2)
            await store.forget_codes(tx, now - rules.CODE_MEMORY)
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

    async def _plan(self, q: Queries, reads: Mapping[str, datetime], now: datetime) -> rules.Plan:
        """The plan of a pass over all members. `reads` are readings that are not written down yet."""
        last_reads = await self._last_reads(q) | dict(reads)
        grants: list[rules.RoleChange] = []
        removals: list[rules.RoleChange] = []
        async for holdings, roles in store.pages(q):
            page = rules.plan(holdings, roles, self._tiers, last_reads, now)
            grants += page.grants
            removals += page.removals
        whole = rules.Plan(tuple(grants), tuple(removals))
        return rules.brake(whole, await store.granted(q)) if removals else whole

    async def _plan_member(self, tx: Transaction, user: int, now: datetime) -> rules.Plan:
        holdings, roles = await store.holdings_of(tx, user), await store.roles_of(tx, user)
        return rules.plan(holdings, roles, self._tiers, await self._last_reads(tx), now)

    async def _last_reads(self, q: Queries) -> dict[str, datetime | None]:
        return {name: state.last_read for name, state in (await store.publishers(q)).items()}

    async def _apply_pass(self, tx: Transaction, plan: rules.Plan) -> None:
        await self._apply(tx, plan.grants, _RANK_GRANT)
        await self._apply(tx, plan.removals, _RANK_REMOVE)

    async def _apply(self, tx: Transaction, changes: Iterable[rules.RoleChange], rank: int) -> None:
        for change in changes:
            await deliveries.want(
                tx,
                kind=Kind.ROLE,
                guild=change.guild,
                place=change.role,
                subject=change.user,
                lane=change.guild,
                rank=rank,
                wanted=GRANTED if change.grant else None,
            )

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
        theirs = await store.link_of_subject(tx, code.publisher, code.subject)
        ours = await store.link_of_user(tx, code.publisher, user)
        if theirs is not None and theirs.user != user:
            raise ReaderError("link-subscriber-taken", publisher=code.publisher)
        if ours is not None and ours.subject != code.subject:
            raise ReaderError("link-account-taken", publisher=code.publisher)
        if not await store.use_code(tx, code, now):
            return False
        if ours is None:
            await store.link(tx, Link(code.publisher, code.subject, user, now))
        plan = await self._plan_member(tx, user, now)
        await self._apply(tx, plan.grants, _RANK_LINKED)
        return True

    def _membership(
        self, holding: Holding, states: Mapping[str, PublisherState], now: datetime
    ) -> Membership:
        link, subscriber = holding.link, holding.subscriber
        settings, tiers = self._publishers.get(link.publisher), self._tiers.get(link.publisher)
        last_read = states[link.publisher].last_read if link.publisher in states else None
        wanted, _ = rules.claims([holding], self._tiers, {link.publisher: last_read}, now)
        return Membership(
            publisher=link.publisher,
            guild=settings.guild if settings else 0,
            tier=subscriber.tier if subscriber else "",
            until=subscriber.until if subscriber else None,
            standing=rules.standing(subscriber, last_read, now),
            why=rules.why(holding, tiers, last_read, now),
            linked=link.linked,
            roles=tuple(role for _, role in sorted(wanted)),
            account_url=(settings.account_url or "") if settings else "",
            subject=link.subject,
        )

    def _settings(self, publisher: str) -> PublisherSettings:
        try:
            return self._publishers[publisher]
        except KeyError:
            known = ", ".join(self._publishers) or "none"
            raise OperatorError(
                f"publisher {publisher!r} is not in the settings; they name {known}"
            ) from None


async def _save(tx: Transaction, publisher: str, reading: Reading, now: datetime) -> None:
    # Generators: the database's thread unpacks them, row by row.
    await store.save(tx, source.subscribers(publisher, reading, now))
    await store.add_codes(tx, source.new_codes(publisher, reading, now))
    await store.end_codes(tx, publisher, source.gone_codes(reading), now)
    await store.save_snapshot(tx, publisher, reading.snapshot)


def _reason(plan: rules.Plan, unmapped: Sequence[str]) -> str:
    """What an operator should look at, though the list is fine."""
    reasons = []
    if plan.held:
        count = len(plan.held)
        reasons.append(
            f"{count} role removals at once are held; if they are right: colporteur approve {plan.digest}"
        )
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
