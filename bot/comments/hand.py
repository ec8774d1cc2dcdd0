"""What moderators do by hand on Discord, without a command: they delete messages and lock threads."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from bot import owing
from bot.comments import closing
from bot.comments.outbox import Outbox
from bot.comments.rulings import Rulings
from bot.comments.targets import Actor, Target, Targets, entry_of
from bot.errors import ReaderError
from storage import deliveries, ledger, thread_deliveries, verdicts, writings
from storage.database import Database, Transaction
from storage.records import Delivery, Kind
from storage.records_moderation import Act, Ruling, Verdict, Why

_SHOWING = {Kind.COMMENT, Kind.ORIGINAL}
_REMOVED = "removed on Discord by hand"


class Hand:
    """Takes what was done by hand for what it means on both sides."""

    def __init__(self, database: Database, targets: Targets, rulings: Rulings, outbox: Outbox) -> None:
        self._database = database
        self._targets = targets
        self._rulings = rulings
        self._outbox = outbox

    async def author_of(self, message: int) -> int | None:
        """Whose message means something to the other side: 0 for a card of ours; None: nobody's."""
        shown = [d for d in await thread_deliveries.of_message(self._database, message) if d.kind in _SHOWING]
        if any(d.kind is Kind.COMMENT and d.wanted is not None for d in shown):
            return 0
        writing = await writings.by_message(self._database, message)
        return writing.user if writing is not None and writing.wanted is not None else None

    async def differs(self, thread_id: int, *, closed: bool) -> bool:
        """Whether a thread that is locked or not so differs from what we know, and not by our own hand."""
        shown = await thread_deliveries.of_message(self._database, thread_id)
        thread = next((d for d in shown if d.kind is Kind.THREAD), None)
        if thread is None or await closing.is_owed(self._database, thread):
            return False
        had = await verdicts.of(self._database, thread.subject, "")
        return (had.wanted if had else Ruling.OPEN) is not closing.ruling(closed=closed)

    async def deleted(self, message: int, by: Actor, now: datetime) -> bool:
        """A message is gone from Discord, by whom where that is known (`user`); whether that means anything.

        What we removed ourselves means nothing more. A comment's card stays away, and by the settings its
        comment goes from the site too, if the card showed it alone. A reader's own message goes with its
        comment, whoever deleted it.
        """
        shown = [d for d in await thread_deliveries.of_message(self._database, message) if d.kind in _SHOWING]
        alive = [d for d in shown if d.wanted is not None]
        if shown and not alive:
            return False
        cards = [d for d in alive if d.kind is Kind.COMMENT]
        if cards:
            await self._card_deleted(cards, message, by, now)
            return True
        writing = await writings.by_message(self._database, message)
        if writing is None or writing.wanted is None:
            return False
        target = await self._targets.about(None, writing, message)
        if by.user and by.user != writing.user:
            async with self._database.write() as tx:
                await ledger.add(tx, entry_of(target, Act.DELETED, by, "", now))
            if target.source and target.source.moderation.deletions == "discord":
                return False
        return await self._outbox.remove(message, now)

    async def _card_deleted(self, cards: Sequence[Delivery], message: int, by: Actor, now: datetime) -> None:
        targets = [await self._targets.about(card.subject, None, message) for card in cards]
        both = len(cards) == 1 and await self._reaches_site(targets[0], by)
        async with self._database.write() as tx:
            for card, target in zip(cards, targets, strict=True):
                await ledger.add(tx, entry_of(target, Act.DELETED, by, "", now))
                await self._leave(tx, card)
                if both:
                    await verdicts.withhold(tx, card.subject, Why.DELETED)
                    await owing.comment_gone(tx, card.subject)
                    verdict = Verdict(
                        target.article.id, target.guid, Ruling.TRASH, guild=by.guild, user=by.user
                    )
                    await self._rulings.owe(tx, verdict, target.source)

    async def _reaches_site(self, target: Target, by: Actor) -> bool:
        source = target.source
        if source is None or source.writing is None or source.moderation.deletions != "both" or by.bot:
            return False
        try:
            await self._targets.check_server(source, by)
        except ReaderError:
            return False
        return True

    async def _leave(self, tx: Transaction, card: Delivery) -> None:
        """The card stays away, and the further messages of a long comment follow it."""
        await deliveries.leave(tx, card.id, _REMOVED)
        for kind in owing.PARTS:
            for part in await deliveries.of_subject(tx, kind, card.subject):
                if part.place == card.place:
                    await deliveries.unwant(tx, part.id)

    async def locked(self, thread_id: int, by: Actor, now: datetime, *, closed: bool) -> bool:
        """A thread was locked or opened; whether that was somebody's hand, and follows to the site."""
        if not await self.differs(thread_id, closed=closed):
            return False
        target = await self._targets.thread(thread_id)
        try:
            await self._targets.check_server(target.source, by)
        except ReaderError:
            return False
        shown = await thread_deliveries.of_message(self._database, thread_id)
        here = next((d for d in shown if d.kind is Kind.THREAD), None)
        async with self._database.write() as tx:
            entry = entry_of(target, Act.LOCKED if closed else Act.UNLOCKED, by, "", now)
            await closing.turn(tx, entry, closed=closed, but=here)
            ruling = closing.ruling(closed=closed)
            verdict = Verdict(target.article.id, "", ruling, guild=by.guild, user=by.user)
            await self._rulings.owe(tx, verdict, target.source)
        return True
