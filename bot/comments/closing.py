"""Threads that nobody may add to any more: what closes on one side is locked on the other."""

from __future__ import annotations

from datetime import datetime

from bot import owing
from storage import articles, deliveries, ledger, verdicts
from storage.database import Queries, Transaction
from storage.records import Article, Delivery, Kind
from storage.records_moderation import Act, Entry, Ruling, Side, Verdict


def ruling(*, closed: bool) -> Ruling:
    """How a thread is to be."""
    return Ruling.CLOSED if closed else Ruling.OPEN


async def turn(tx: Transaction, entry: Entry, *, closed: bool, but: Delivery | None = None) -> None:
    """Write down who closed or opened an article's thread, and owe it to Discord, `but` where it is so."""
    entry_id = await ledger.add(tx, entry)
    for thread in await deliveries.of_subject(tx, Kind.THREAD, entry.article_id or 0):
        if thread.wanted is not None and (but is None or thread.id != but.id):
            await owing.lock(tx, thread, entry_id, closed=closed)


async def site_says(
    tx: Transaction, article: Article, *, closed: bool, read: datetime, new: bool = False
) -> None:
    """A reading that began at `read` found the comments of an article closed or open.

    Only a change counts: a site that lets nobody comment from the start may be discussed on Discord. What
    was read before the site took our own word is older than that word.
    """
    told, verdict = ruling(closed=closed), await verdicts.of(tx, article.id, "")
    known = verdict.wanted if verdict else Ruling.OPEN
    if verdict is not None and (verdict.owed or (verdict.done is not None and read <= verdict.done)):
        return
    if known is told:
        return
    if verdict is not None and verdict.state != "open":
        # We were locked by a moderator, and the site could not follow: it is not the one to unlock.
        return
    settled = Verdict(article.id, "", told)
    await verdicts.want(tx, settled)
    await verdicts.written(tx, settled, told, read)
    if not new:
        act = Act.LOCKED if closed else Act.UNLOCKED
        entry = Entry(act, Side.SITE, read, source=article.source, article_id=article.id)
        await turn(tx, entry, closed=closed)


async def site_said(tx: Transaction, article_id: int, *, closed: bool, read: datetime) -> None:
    """The same for an article of our id, known before."""
    article = await articles.by_id(tx, article_id)
    if article is not None:
        await site_says(tx, article, closed=closed, read=read)


async def is_owed(q: Queries, thread: Delivery) -> bool:
    """Whether a thread is still to be locked or opened by us."""
    return any(owed.kind is Kind.LOCK for owed in await deliveries.unsent(q, thread.id, 200))
