"""Moderation, once for both sides: what moderators decide on Discord, also by hand, follows to the site.

Each decision, its line in the ledger and what it owes to either side are one transaction.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot import owing
from bot.articles.directory import Directory
from bot.comments import closing
from bot.comments.gate import close_review, open_review, review_of_comment, review_of_message
from bot.comments.hand import Hand
from bot.comments.moderation_rules import Hold
from bot.comments.muting import Muting
from bot.comments.outbox import Outbox
from bot.comments.rulings import Rulings
from bot.comments.targets import Actor, Target, Targets, entry_of
from bot.config_publishers import PublisherSettings
from bot.errors import ReaderError
from bot.http import Fetcher
from storage import articles, ledger, reviews, thread_deliveries, verdicts, writings
from storage.database import Database, Transaction
from storage.records import Comment
from storage.records_moderation import Act, Decision, Review, Ruling, Verdict, Why
from storage.records_writing import Writing

# An interaction is answered in time while a site thinks.
_PATIENCE = 6.0
_RULING = {Act.HELD: Ruling.HELD, Act.DELETED: Ruling.TRASH, Act.REJECTED: Ruling.TRASH}
_BY_HAND = "hand"


@dataclass(frozen=True, slots=True)
class Decided:
    """What came of a press on a button: the `review` as it stands, and whether the press decided it."""

    review: Review
    first: bool


class Moderation:
    """What moderators may do; whether they may, their command has asked."""

    def __init__(
        self,
        database: Database,
        directory: Directory,
        outbox: Outbox,
        publishers: tuple[PublisherSettings, ...],
        fetch: Fetcher,
    ) -> None:
        self._database = database
        self.targets = Targets(database, directory, publishers)
        self._rulings = Rulings(database, self.targets, outbox, fetch)
        self.hand = Hand(database, self.targets, self._rulings, outbox)
        self.muting = Muting(database, self.targets)

    async def release(self, now: datetime) -> int:
        """Tell the sites what is due; how many rulings came to an end."""
        return await self._rulings.release(now)

    # What is decided

    async def judge(self, target: Target, act: Act, by: Actor, reason: str, now: datetime) -> Verdict | None:
        """Hold, approve or delete on both sides; how that stands on the site, None where it has no part.

        What was decided so already is not decided again. ReaderError where another server's moderators
        decide, or there is nothing to approve.
        """
        await self.targets.check_server(target.source, by)
        async with self._database.write() as tx:
            if act is Act.APPROVED:
                await self._approve(tx, target, by, reason, now)
            elif not await self._is_so(tx, target, _RULING[act]):
                await self._take_away(tx, target, act, by, reason, now)
        return await self._settled(target, now)

    async def _is_so(self, tx: Transaction, target: Target, ruling: Ruling) -> bool:
        verdict = await verdicts.of(tx, target.article.id, target.guid) if target.guid else None
        return verdict is not None and verdict.wanted is ruling and verdict.state == "open"

    async def close(
        self, target: Target, by: Actor, reason: str, now: datetime, *, closed: bool
    ) -> Verdict | None:
        """Lock an article's thread on both sides, or open it; how that stands on the site."""
        await self.targets.check_server(target.source, by)
        ruling = closing.ruling(closed=closed)
        article_id = target.article.id
        async with self._database.write() as tx:
            had = await verdicts.of(tx, article_id, "")
            if (had.wanted if had else Ruling.OPEN) is ruling:
                raise ReaderError("moderation-nothing")
            entry = entry_of(target, Act.LOCKED if closed else Act.UNLOCKED, by, reason, now)
            await closing.turn(tx, entry, closed=closed)
            verdict = Verdict(article_id, "", ruling, guild=by.guild, user=by.user)
            await self._rulings.owe(tx, verdict, target.source)
        return await self._rulings.settle(article_id, "", now, _PATIENCE)

    async def roles_of(self, review_id: int) -> tuple[int, ...]:
        """The roles that may decide on what waits, besides those who manage messages."""
        review = await reviews.by_id(self._database, review_id)
        article = await articles.by_id(self._database, review.article_id) if review else None
        source = await self.targets.source_of(article) if article else None
        return source.moderation.roles if source else ()

    async def decide(self, review_id: int, by: Actor, now: datetime, *, approve: bool) -> Decided:
        """Decide on what waits; of two presses the first counts."""
        review = await reviews.by_id(self._database, review_id)
        if review is None:
            raise ReaderError("moderation-review-unknown")
        writing = await writings.by_message(self._database, review.message) if review.message else None
        target = await self.targets.about(review.comment_id, writing, review.message)
        decision = Decision.APPROVED if approve else Decision.REJECTED
        async with self._database.write() as tx:
            first = await close_review(tx, review, decision, now, by.user, by.name)
            if first and approve:
                await self._approve(tx, target, by, "", now)
            elif first:
                await self._take_away(tx, target, Act.REJECTED, by, "", now)
        await self._settled(target, now)
        return Decided(await reviews.by_id(self._database, review_id) or review, first)

    async def _settled(self, target: Target, now: datetime) -> Verdict | None:
        if not target.guid:
            return None
        verdict = await verdicts.of(self._database, target.article.id, target.guid)
        if verdict is None or not verdict.owed:
            return verdict
        return await self._rulings.settle(target.article.id, target.guid, now, _PATIENCE)

    async def _take_away(
        self, tx: Transaction, target: Target, act: Act, by: Actor, reason: str, now: datetime
    ) -> None:
        target = await self.targets.fresh(tx, target)
        await ledger.add(tx, entry_of(target, act, by, reason, now))
        comment, writing = target.comment, target.writing
        holding = act is Act.HELD
        if comment is not None:
            await verdicts.withhold(tx, comment.id, Why.HELD if holding else Why.DELETED)
            await owing.comment_gone(tx, comment.id)
        if writing is not None and not holding:
            await self._end_writing(tx, writing, has_comment=comment is not None)
        elif writing is not None and not writing.guid:
            await writings.turn(tx, writing.message, "held")
            await owing.mark(tx, writing.channel, writing.message, "held")
        if act is Act.REJECTED and writing is not None and writing.user:
            subject = f"rejected {writing.message}"
            arguments = {"title": target.article.item.title[:200]}
            await owing.alert(tx, writing.guild, writing.user, subject, "writing-rejected", arguments, now)
        for review in await self._reviews(tx, target):
            await close_review(tx, review, Decision.REJECTED, now, by.user, by.name)
        if holding:
            await self._ask(tx, target, reason, now)
        if target.guid:
            verdict = Verdict(target.article.id, target.guid, _RULING[act], guild=by.guild, user=by.user)
            await self._rulings.owe(tx, verdict, target.source)

    async def _end_writing(self, tx: Transaction, writing: Writing, *, has_comment: bool) -> None:
        """A reader's message goes; the ruling tells the site where the site has it."""
        await writings.want(tx, writing.message, writing.spoken, None)
        if writing.guid:
            await writings.written(tx, writing.message, None, writing.guid, writing.key)
        if not has_comment:
            await owing.removal(tx, writing.channel, writing.message)

    async def _approve(self, tx: Transaction, target: Target, by: Actor, reason: str, now: datetime) -> None:
        target = await self.targets.fresh(tx, target)
        comment, writing = target.comment, target.writing
        why = await verdicts.withheld(tx, comment.id) if comment else None
        verdict = await verdicts.of(tx, target.article.id, target.guid) if target.guid else None
        waits = writing is not None and writing.state in {"held", "refused", "muted"}
        taken = verdict is not None and verdict.wanted in _RULING.values()
        absent = bool(target.guid) and (comment is None or comment.deleted is not None)
        if absent and verdict is None and writing is not None and writing.wanted is None:
            raise ReaderError("moderation-withdrawn")
        forgiven = await thread_deliveries.forgive(tx, comment.id) if comment else 0
        if not (why or waits or taken or absent or forgiven):
            raise ReaderError("moderation-nothing")
        freed = why is Why.RULE or (writing is not None and writing.state == "held")
        await ledger.add(tx, entry_of(target, Act.RELEASED if freed else Act.APPROVED, by, reason, now))
        for review in await self._reviews(tx, target):
            await close_review(tx, review, Decision.APPROVED, now, by.user, by.name)
        if waits and writing is not None:
            await writings.turn(tx, writing.message, "open")
        if comment is not None:
            await verdicts.lift(tx, comment.id)
            if comment.deleted is None:
                await self._show(tx, comment)
        if taken or absent:
            wanted = Verdict(target.article.id, target.guid, Ruling.APPROVED, guild=by.guild, user=by.user)
            await self._rulings.owe(tx, wanted, target.source)

    async def _show(self, tx: Transaction, comment: Comment) -> None:
        threads = await thread_deliveries.threads_of(tx, comment.article_id)
        await owing.comment(tx, threads, comment.id, comment.digest, comment.item.markdown)

    async def _reviews(self, tx: Transaction, target: Target) -> list[Review]:
        by_comment = await reviews.of(tx, comment_id=target.comment.id) if target.comment else None
        by_message = await reviews.of(tx, message=target.writing.message) if target.writing else None
        return [review for review in (by_comment, by_message) if review is not None]

    async def _ask(self, tx: Transaction, target: Target, reason: str, now: datetime) -> None:
        """What a moderator holds waits with two buttons, like what a rule holds."""
        place = target.source.moderation.channel if target.source else None
        if not place:
            return
        hold = Hold(_BY_HAND, reason)
        if target.comment is None and target.writing is not None:
            await open_review(tx, review_of_message(target.writing, place, hold, now))
        elif target.comment is not None:
            about = (target.article.id, target.comment.id, target.comment.item)
            await open_review(tx, review_of_comment(*about, place, hold, now))
