"""Discord accounts are joined to subscribers, and parted; the roles that follow are owed at once.

Every way to link ends in `join`, whatever proved who the reader is. Times are arguments, aware UTC.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

import structlog

from bot.config_publishers import PublisherSettings
from bot.errors import OperatorError, ReaderError
from bot.subscribers import codes, memberships
from bot.subscribers.approvals import Approvals
from bot.subscribers.guesses import Guesses
from bot.subscribers.memberships import Membership
from bot.subscribers.projection import Projection, Rank
from storage import audit
from storage import codes as stored_codes
from storage import subscribers as store
from storage.database import Database, Transaction
from storage.holdings import holdings_of
from storage.records import Link
from storage.records_roles import Deed, Event
from storage.records_subscribers import LinkCode

log = structlog.stdlib.get_logger(__name__)


class Linking:
    """The links of Discord accounts to the subscribers of all publishers."""

    def __init__(
        self,
        db: Database,
        publishers: Mapping[str, PublisherSettings],
        projection: Projection,
        approvals: Approvals,
        guesses: Guesses,
    ) -> None:
        self._db = db
        self._publishers = publishers
        self._projection = projection
        self._approvals = approvals
        self._guesses = guesses

    async def link(self, user: int, code: str, now: datetime) -> tuple[Membership, ...]:
        """Join a Discord account to the subscriber whose code it has; all its memberships.

        ReaderError `link-code-unknown` for every code that does not work, whatever the reason; `link-locked`
        (with `until`) after five of them in ten minutes; `link-subscriber-taken` and `link-account-taken`
        when either side has a link with that `publisher` already.
        """
        now = now.replace(microsecond=0)
        digest = codes.digest_of(code)
        guess = await self._try(user, digest, now)
        if guess is not None and not await self._try_again(user, digest, guess, now):
            log.info("link code refused", user=user)
            await self._guesses.refuse(now, locked=False)
            raise ReaderError("link-code-unknown")
        log.info("account linked", user=user)
        return await memberships.of_user(self._db, self._publishers, self._projection, user, now)

    async def join(self, publisher: str, subject: str, user: int, now: datetime, way: str) -> None:
        """Link a Discord account to a subscriber whom it proved to be in some `way`, and owe the role.

        ReaderError `link-subscriber-taken` where every seat is, `link-account-taken` where the account is
        another subscriber of this publisher.
        """
        publisher_named(self._publishers, publisher)
        async with self._db.write() as tx:
            await self.join_in(tx, publisher, subject, user, now.replace(microsecond=0), way)
        log.info("account linked", user=user, way=way)

    async def unlink(self, user: int, now: datetime) -> int:
        """Forget the links of a Discord account and take back what they gave; how many links there were."""
        async with self._db.write() as tx:
            count = await self.unlink_in(tx, user, now)
        log.info("account unlinked", user=user, links=count)
        return count

    async def unlink_in(self, tx: Transaction, user: int, now: datetime) -> int:
        """The same inside a transaction."""
        gone = await holdings_of(tx, user)
        await store.unlink(tx, user)
        await audit.record(
            tx,
            [
                Deed(Event.UNLINK, f"user {user}", "asked", 0, 0, user, h.link.publisher, h.link.subject)
                for h in gone
            ],
            now,
        )
        await self._projection.settle_member(tx, user, f"user {user}", now)
        return len(gone)

    async def issue_code(self, publisher: str, subject: str, now: datetime) -> str:
        """A code that we make for a subscriber; the one before ends. OperatorError without such a list."""
        publisher_named(self._publishers, publisher)
        code = codes.make()
        digest = codes.digest_of(code)
        async with self._db.write() as tx:
            await stored_codes.end_issued(tx, publisher, subject, now)
            new = LinkCode(publisher, digest, subject, listed=False, expires=now + codes.LIFE)
            await stored_codes.add(tx, [new])
        return code

    async def _try(self, user: int, digest: str, now: datetime) -> int | None:
        """Link by a code that we know; else the number of this wrong try."""
        guess = None
        # A look first, so that those who are locked never wait for the writer.
        until = await self._guesses.locked(self._db, user, now)
        if until is None:
            async with self._db.write() as tx:
                until = await self._guesses.locked(tx, user, now)
                if until is None and not await self._redeem(tx, user, digest, now):
                    # Counted before the lists are asked, or a hundred guesses at once would all pass.
                    guess = await stored_codes.add_wrong_try(tx, user, now)
        if until is not None:
            await self._guesses.refuse(now, locked=True)
            raise ReaderError("link-locked", until=until)
        return guess

    async def _try_again(self, user: int, digest: str, guess: int, now: datetime) -> bool:
        """Link by a code that the lists show by now; the try does not count then."""
        await self._guesses.read_lists(now)
        if not await stored_codes.live(self._db, digest, now, user):
            return False
        async with self._db.write() as tx:
            linked = await self._redeem(tx, user, digest, now)
            if linked:
                await stored_codes.take_back_try(tx, guess)
        return linked

    async def _redeem(self, tx: Transaction, user: int, digest: str, now: datetime) -> bool:
        """Use a code up and link; False for one that does not work. Who is taken keeps the code alive."""
        found = await stored_codes.live(tx, digest, now, user) if digest else []
        if len(found) != 1 or found[0].publisher not in self._publishers:
            return False
        code = found[0]
        await self._make_room(tx, code.publisher, code.subject, user, now)
        if not await stored_codes.use(tx, code, now):
            return False
        way = "code" if code.user is None else "mail"
        await self.join_in(tx, code.publisher, code.subject, user, now, way)
        return True

    async def join_in(
        self, tx: Transaction, publisher: str, subject: str, user: int, now: datetime, way: str
    ) -> None:
        """`join` inside a transaction; `now` in whole seconds."""
        await self._make_room(tx, publisher, subject, user, now)
        await self._approvals.open_starts(tx, publisher, now)
        if await store.link_of_user(tx, publisher, user) is None:
            await store.link(tx, Link(publisher, subject, user, now))
            deed = Deed(Event.LINK, f"user {user}", way, 0, 0, user, publisher, subject)
            await audit.record(tx, [deed], now)
        plan = await self._projection.plan_member(tx, user, now)
        await self._projection.apply(tx, plan.grants, Rank.LINKED, f"user {user}", now)

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
            await self._projection.settle_member(tx, link.user, f"user {user}", now)


def publisher_named(publishers: Mapping[str, PublisherSettings], name: str) -> PublisherSettings:
    """The settings of a publisher; OperatorError where they name none of that name."""
    try:
        return publishers[name]
    except KeyError:
        known = ", ".join(publishers) or "none"
        raise OperatorError(f"publisher {name!r} is not in the settings; they name {known}") from None
