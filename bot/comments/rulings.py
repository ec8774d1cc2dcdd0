"""Moderators' rulings on their way to the sites: owed in the database, told in turn, tried again."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta

import structlog

from bot import deliveries as retries
from bot import owing
from bot.comments.orders import (
    ClosedThread,
    Credentials,
    JudgedComment,
    Order,
    Reason,
    Refused,
    Status,
    Written,
)
from bot.comments.outbox import Outbox
from bot.comments.targets import Targets
from bot.comments.writing import can_write, write
from bot.config_sources import SourceSettings
from bot.errors import SourceError
from bot.http import Fetcher
from storage import articles, comments, ledger, verdicts
from storage.database import Database, Transaction
from storage.records import Article
from storage.records_moderation import Act, Entry, Ruling, Side, Verdict

log = structlog.stdlib.get_logger(__name__)

_AT_ONCE = 50
_FOR_GOOD = timedelta(days=3_650)
_PASSING = {Reason.FLOOD, Reason.NO_ACCESS}


class Rulings:
    """Tells sites what moderators decided."""

    def __init__(self, database: Database, targets: Targets, outbox: Outbox, fetch: Fetcher) -> None:
        self._database = database
        self._targets = targets
        self._outbox = outbox
        self._fetch = fetch

    async def owe(self, tx: Transaction, verdict: Verdict, source: SourceSettings | None) -> None:
        """A ruling for the site, or for nobody where the site takes none from us."""
        told = source is not None and source.writing is not None and can_write(source)
        state = "open" if told else "alone"
        wanted = Verdict(
            verdict.article_id,
            verdict.guid,
            verdict.wanted,
            state=state,
            guild=verdict.guild,
            user=verdict.user,
        )
        await verdicts.want(tx, wanted)

    async def release(self, now: datetime) -> int:
        """Tell the sites what is due; how many rulings came to an end."""
        due = await verdicts.due(self._database, now, _AT_ONCE)
        return sum([await self._tell(verdict.article_id, verdict.guid, now, late=True) for verdict in due])

    async def settle(self, article_id: int, guid: str, now: datetime, patience: float) -> Verdict | None:
        """Tell a site at once; how the ruling stands after at most `patience` seconds."""
        try:
            async with asyncio.timeout(patience):
                await self._tell(article_id, guid, now, late=False)
        except TimeoutError:
            log.info("a site takes its time", article=article_id)
        return await verdicts.of(self._database, article_id, guid)

    async def _tell(self, article_id: int, guid: str, now: datetime, *, late: bool) -> bool:
        article = await articles.by_id(self._database, article_id)
        source = await self._targets.source_of(article) if article else None
        if article is None or source is None or source.writing is None:
            verdict = await verdicts.of(self._database, article_id, guid)
            if verdict is not None:
                async with self._database.write() as tx:
                    await verdicts.failed(tx, verdict, "", now, "alone")
            return False
        credentials = Credentials(source.writing.user, source.writing.password.get_secret_value())
        async with self._outbox.turn(source.name):
            verdict = await verdicts.of(self._database, article_id, guid)
            if verdict is None or not verdict.owed:
                return False
            try:
                outcome = await write(source, credentials, _order(verdict, article), self._fetch)
            except SourceError as error:
                due = retries.retry_at(now, verdict.attempts + 1, error.after)
                async with self._database.write() as tx:
                    await verdicts.failed(tx, verdict, error.kept, due, "open")
                return False
            await self._record(verdict, article, outcome, now, late=late)
        return True

    async def _record(
        self, verdict: Verdict, article: Article, outcome: Written, now: datetime, *, late: bool
    ) -> None:
        async with self._database.write() as tx:
            current = await verdicts.of(tx, verdict.article_id, verdict.guid)
            if current is None or current.wanted is not verdict.wanted:
                return  # another word was given meanwhile, and is told next
            match outcome:
                case Refused(reason=reason, message=said, after=after) if reason in _PASSING:
                    due = retries.retry_at(now, verdict.attempts + 4, after)
                    await verdicts.failed(tx, verdict, said or reason, due, "open")
                case Refused(reason=reason) if reason is Reason.GONE and verdict.wanted is Ruling.TRASH:
                    await self._done(tx, verdict)
                case Refused(reason=reason, message=said):
                    await self._refused(tx, verdict, article, said or reason, now, late=late)
                case _:
                    await self._done(tx, verdict)
        log.info(
            "ruling told", article=article.id, wanted=str(verdict.wanted), outcome=type(outcome).__name__
        )

    async def _done(self, tx: Transaction, verdict: Verdict) -> None:
        # Not when it was decided: a reading that began before the site took it is outdated.
        now = datetime.now(UTC)
        await verdicts.written(tx, verdict, verdict.wanted, now)
        if verdict.wanted is Ruling.APPROVED:
            await articles.read_soon(tx, verdict.article_id)
        elif verdict.wanted in {Ruling.HELD, Ruling.TRASH}:
            # The next reading must be able to tell when somebody on the site decides otherwise.
            known = (await comments.known(tx, verdict.article_id)).get(verdict.guid)
            if known is not None:
                await comments.delete(tx, known.id, now)

    async def _refused(
        self, tx: Transaction, verdict: Verdict, article: Article, reason: str, now: datetime, *, late: bool
    ) -> None:
        await verdicts.failed(tx, verdict, reason, now + _FOR_GOOD, "refused")
        known = (await comments.known(tx, article.id)).get(verdict.guid)
        entry = Entry(
            Act.REFUSED,
            Side.SITE,
            now,
            source=article.source,
            article_id=article.id,
            comment_id=known.id if known else None,
            reason=reason,
        )
        entry_id = await ledger.add(tx, entry)
        if late and verdict.user:
            arguments = {"title": article.item.title[:200], "reason": reason[:300]}
            subject = f"ruling {entry_id}"
            text = "moderation-refused-late"
            await owing.alert(tx, verdict.guild, verdict.user, subject, text, arguments, now)


def _order(verdict: Verdict, article: Article) -> Order:
    if not verdict.guid:
        return ClosedThread(article.item, closed=verdict.wanted is Ruling.CLOSED)
    return JudgedComment(article.item, verdict.guid, Status(verdict.wanted.value))
