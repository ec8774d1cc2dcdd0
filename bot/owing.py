"""What is owed to Discord for each kind of thing, written in the transaction that stores the thing."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from bot.comments import pieces
from storage import (
    alerts,
    articles,
    citations,
    comments,
    deliveries,
    floods,
    postings,
    stories,
    verdicts,
    words,
)
from storage.database import Queries, Transaction, new_id
from storage.records import Delivery, Kind, State
from storage.records_moderation import Review
from storage.records_roles import Word
from storage.records_routes import Bulletin, Correction, Outcome, Route

# The further messages of a long comment.
PARTS = (Kind.PART_2, Kind.PART_3, Kind.PART_4)


async def article(tx: Transaction, article_id: int, route: Route) -> None:
    """An article's message in a route's channel, its thread with the comments there are, its crosspost."""
    digest = await message_digest(tx, article_id)
    message = await _want(tx, Kind.ARTICLE, route.channel, article_id, lane=route.channel, wanted=digest)
    if route.thread:
        thread = await _want(
            tx, Kind.THREAD, route.channel, article_id, lane=message, needs=message, wanted=digest, rank=0
        )
        place = await deliveries.by_id(tx, thread)
        for member in (article_id, *await stories.joined_to(tx, article_id, route.channel)):
            for stored in await comments.of_article(tx, member):
                await comment(tx, [place] if place else [], stored.id, stored.digest, stored.item.markdown)
    await _crosspost(tx, route, article_id, message)


async def article_again(tx: Transaction, article_id: int) -> None:
    """Every message in which an article stands is to show it as it is stored now."""
    digest = await message_digest(tx, article_id)
    await deliveries.want_again(tx, Kind.ARTICLE, article_id, digest)
    await deliveries.want_again(tx, Kind.THREAD, article_id, digest)
    for lead in await stories.leads(tx, article_id):
        await deliveries.want_again(tx, Kind.ARTICLE, lead, await message_digest(tx, lead))
    for posting in await postings.of_article(tx, article_id):
        if posting.outcome is Outcome.LISTED:
            listed = await postings.bulletin_by_id(tx, int(posting.detail))
            if listed is not None:
                wanted = await _bulletin_digest(tx, listed)
                await deliveries.want_again(tx, Kind.BULLETIN, listed.id, wanted)


async def comment(
    tx: Transaction, threads: Iterable[Delivery], comment_id: int, digest: str, markdown: str
) -> None:
    """A comment is owed to every thread of its article, in the order in which it is stored.

    A long one takes several messages; one that is withheld from Discord takes none.
    """
    count = len(pieces.of(markdown))
    if await verdicts.withheld(tx, comment_id):
        return
    originals = await deliveries.of_subject(tx, Kind.ORIGINAL, comment_id)
    own = {original.place for original in originals if original.wanted is not None}
    for thread in threads:
        if thread.wanted is None or thread.place in own:
            continue
        first = await _want(
            tx, Kind.COMMENT, thread.place, comment_id, lane=thread.id, needs=thread.id, wanted=digest
        )
        begun = await deliveries.by_id(tx, first)
        for number, part in enumerate(PARTS, 2):
            if number <= count and begun is not None and begun.state is not State.DROPPED:
                await _want(tx, part, thread.place, comment_id, lane=thread.id, needs=first, wanted=digest)
            else:
                await deliveries.want_again(tx, part, comment_id, None)


async def comment_gone(tx: Transaction, comment_id: int) -> None:
    """A comment is to be nowhere any more."""
    for kind in (Kind.COMMENT, *PARTS, Kind.ORIGINAL):
        await deliveries.want_again(tx, kind, comment_id, None)
    await citations.withdraw(tx, comment_id)


async def removal(tx: Transaction, channel: int, message: int) -> None:
    """A person's message is to go from a thread."""
    await _want(tx, Kind.REMOVAL, channel, message, lane=message)


async def lock(tx: Transaction, thread: Delivery, entry: int, *, closed: bool) -> None:
    """A thread is to be locked, or open again, with one line that says so; `entry` is the ledger's."""
    wanted = "locked" if closed else "open"
    # What waits for a locked thread would keep its opening waiting too.
    rank = None if closed else 0
    await _want(tx, Kind.LOCK, thread.place, entry, lane=thread.id, needs=thread.id, wanted=wanted, rank=rank)


async def review(tx: Transaction, what: Review) -> None:
    """The one message by which moderators decide, as it is to look now."""
    wanted = _short([what.text, what.rule, what.detail, what.decision, what.name])
    await _want(tx, Kind.REVIEW, what.place, what.id, lane=what.place, wanted=wanted)


async def held_back(tx: Transaction, thread_id: int, later: int | None = None) -> None:
    """A thread has one line that says how many comments stay on the site, and how many follow, if any do.

    Without `later` the same follow as before.
    """
    thread = await deliveries.by_id(tx, thread_id)
    line = await line_of(tx, thread_id)
    kept = await floods.kept(tx, thread_id)
    later = counted(line)[1] if later is None else later
    if thread is None or not (kept or later or line):
        return
    await deliveries.want(
        tx,
        kind=Kind.HELD_BACK,
        guild=0,
        place=thread.place,
        subject=thread.subject,
        # Its own lane: the thread's waits.
        lane=-thread.id,
        rank=0,
        needs=thread.id,
        wanted=f"{kept} {later}" if kept or later else None,
    )


async def line_of(q: Queries, thread_id: int) -> Delivery | None:
    """The line of a thread that says what is held back."""
    thread = await deliveries.by_id(q, thread_id)
    lines = await deliveries.of_subject(q, Kind.HELD_BACK, thread.subject) if thread else []
    return next((line for line in lines if line.needs == thread_id), None)


def counted(line: Delivery | None) -> tuple[int, int]:
    """How many comments stay on the site, and how many follow, as a thread's line says it."""
    kept, _, later = ((line and line.wanted) or "0 0").partition(" ")
    return int(kept), int(later)


async def mark(tx: Transaction, channel: int, message: int, what: str) -> None:
    """A reader's message bears a sign of what became of it on the site."""
    await _want(tx, Kind.MARK, channel, message, lane=message, wanted=what)


async def bulletin(tx: Transaction, what: Bulletin, route: Route) -> None:
    """One message for several articles."""
    await postings.add_bulletin(tx, what)
    wanted = await _bulletin_digest(tx, what)
    message = await _want(tx, Kind.BULLETIN, what.channel, what.id, lane=what.channel, wanted=wanted)
    await _crosspost(tx, route, what.id, message)


async def letter(tx: Transaction, what: Bulletin) -> None:
    """A digest to one reader, whose id stands for the channel."""
    await postings.add_bulletin(tx, what)
    await _want(tx, Kind.LETTER, what.channel, what.id, lane=what.channel)


async def watch(tx: Transaction, user: int, notice: int) -> None:
    """A private message to a reader about an article that they waited for."""
    await _want(tx, Kind.WATCH, user, notice, lane=user)


async def correction(tx: Transaction, what: Correction) -> None:
    """A short notice wherever the article's first version was seen: in its thread, else below its message."""
    await stories.add_correction(tx, what)
    threads = {t.place: t for t in await deliveries.of_subject(tx, Kind.THREAD, what.article_id)}
    for message in await deliveries.of_subject(tx, Kind.ARTICLE, what.article_id):
        thread = threads.get(message.place)
        needs, lane = (thread.id, thread.id) if thread else (message.id, message.lane)
        if message.wanted is not None and message.discord_id is not None:
            await _want(tx, Kind.CORRECTION, message.place, what.id, lane=lane, needs=needs)


async def alert(
    tx: Transaction, guild: int, user: int, subject: str, text: str, arguments: dict[str, str], now: datetime
) -> None:
    """One private message to a manager (0: the server's owner), however long the trouble lasts."""
    alert_id = await alerts.begin(tx, guild, subject, text, arguments, now)
    if alert_id is not None:
        await deliveries.want(
            tx,
            kind=Kind.ALERT,
            guild=guild,
            place=user,
            subject=alert_id,
            lane=alert_id,
            rank=alert_id,
            wanted=str(Kind.ALERT),
        )


async def word(tx: Transaction, what: Word, now: datetime) -> bool:
    """A short private message to a reader, once for its occasion unless they want none; if it is new."""
    what = replace(what, id=new_id())
    if not await words.add(tx, what, now):
        return False
    await _want(tx, Kind.WORD, what.user, what.id, lane=what.user)
    return True


async def message_digest(tx: Transaction, article_id: int) -> str:
    """Covers what an article's message shows: itself, and the articles that joined it."""
    stored = await articles.by_id(tx, article_id)
    own = stored.digest if stored else ""
    joined = await stories.joined_digests(tx, article_id)
    return _short([own, joined]) if joined else own


async def _crosspost(tx: Transaction, route: Route, subject: int, message: int) -> None:
    """A lane of its own: Discord publishes about ten an hour, and nothing else is to wait for that."""
    if route.crosspost:
        await _want(tx, Kind.CROSSPOST, route.channel, subject, lane=-message, needs=message)


async def _bulletin_digest(tx: Transaction, what: Bulletin) -> str:
    return _short([(a.id, a.digest) for a in await articles.by_ids(tx, what.articles)])


async def _want(
    tx: Transaction,
    kind: Kind,
    place: int,
    subject: int,
    *,
    lane: int,
    wanted: str = "",
    needs: int | None = None,
    rank: int | None = None,
) -> int:
    return await deliveries.want(
        tx,
        kind=kind,
        guild=0,
        place=place,
        subject=subject,
        lane=lane,
        rank=new_id() if rank is None else rank,
        needs=needs,
        # What is shown once and never changes needs no digest.
        wanted=wanted or str(kind),
    )


def _short(parts: object) -> str:
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()[:16]
