"""From Discord to the site: what readers write in mirrored threads becomes comments under their own names.

Like what is owed to Discord, what is owed to a site is state: wanted and written. A new comment whose outcome
is unknown is looked for before it is written again, and before the site is polled, so that the poll never
takes it for somebody else's.
"""

from __future__ import annotations

import asyncio
import hashlib
from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import structlog

from bot import deliveries as retries
from bot import owing
from bot.articles.directory import Directory
from bot.comments.gate import Gate, close_review
from bot.comments.html import Said
from bot.comments.orders import (
    Commenter,
    Credentials,
    EditedComment,
    Held,
    NewComment,
    Order,
    Published,
    Reason,
    Refused,
    RemovedComment,
    Written,
)
from bot.comments.writing import find_mine, write
from bot.config_sources import SourceSettings, WritingSettings
from bot.errors import SourceError
from bot.http import Fetcher, LostAnswerError
from bot.subscribers.memberships import Membership
from bot.subscribers.service import Subscribers
from storage import articles, comments, reviews, thread_deliveries, writings
from storage import subscribers as store
from storage.database import Database, Transaction
from storage.records import Article, Kind, Standing
from storage.records_moderation import Decision
from storage.records_writing import Spoken, Writing

log = structlog.stdlib.get_logger(__name__)

_AT_ONCE = 50
_FOR_GOOD = timedelta(days=3_650)
# Whose refusal passes; the others are final until the reader changes something.
_PASSING = {Reason.FLOOD, Reason.NO_ACCESS}


@dataclass(frozen=True, slots=True)
class Heard:
    """A person's message on Discord, in whatever channel."""

    message: int
    channel: int
    guild: int
    user: int
    name: str
    spoken: Spoken
    answers: int | None = None


class Outbox:
    """Takes what readers write, and brings it to the sites.

    `behind` says that messages may have been said of which we did not hear yet. Each event of Discord's has a
    task of its own, which holds `in_order` until it is taken: what is deleted at once was written first.
    """

    def __init__(
        self, database: Database, directory: Directory, subscribers: Subscribers, fetch: Fetcher, gate: Gate
    ) -> None:
        self._database = database
        self._gate = gate
        self._directory = directory
        self._subscribers = subscribers
        self._fetch = fetch
        self._turns: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)
        self.in_order = asyncio.Lock()
        self.behind = True

    def turn(self, source: str) -> asyncio.Lock:
        """Held while a source is written to or its comments are read: never both at once."""
        return self._turns[source]

    async def take(self, heard: Heard, now: datetime) -> bool:
        """Take a message; whether it will be brought to a site.

        A reader who may not write there is told why, once a day; their message stays.
        """
        article = await self._article_of(heard.channel)
        source = await self._source_of(article) if article else None
        if article is None or source is None or source.writing is None:
            return False
        held = await self._subscribers.standing(heard.user, now)
        why, membership = _entitled(held, source.writing)
        if membership is None:
            await self._explain(heard, article, why, held, now)
            return False
        writing = Writing(
            message=heard.message,
            channel=heard.channel,
            guild=heard.guild,
            article_id=article.id,
            user=heard.user,
            name=heard.name,
            subject=membership.subject,
            answers=heard.answers,
            spoken=heard.spoken,
            wanted=_digest(heard.spoken),
        )
        async with self._database.write() as tx:
            if await store.link_of_user(tx, membership.publisher, heard.user) is None:
                return False
            if await writings.by_message(tx, heard.message) is None:
                writing = await self._gate.message(tx, writing, article, source, now)
                await writings.add(tx, writing)
        if writing.state == "muted":
            await self._explain(heard, article, "muted", held, now)
        return writing.state == "open"

    async def change(self, message: int, spoken: Spoken, now: datetime) -> bool:
        """A message was edited; whether that goes to a site."""
        async with self._database.write() as tx:
            known = await writings.by_message(tx, message)
            # Of somebody who was forgotten only deletions are followed.
            if known is None or known.wanted is None or not known.user:
                return False
            changed = await writings.want(tx, message, spoken, _digest(spoken))
            if changed:
                await self._gate.edited(tx, replace(known, spoken=spoken), now)
            return changed

    async def remove(self, message: int, now: datetime) -> bool:
        """A message was deleted; whether that goes to a site."""
        async with self._database.write() as tx:
            known = await writings.by_message(tx, message)
            if known is None or not await writings.want(tx, message, known.spoken, None):
                return False
            await close_review(tx, await reviews.of(tx, message=message), Decision.GONE, now)
            return True

    async def release(self, now: datetime) -> int:
        """Bring to the sites what is due; how much came to an end."""
        ended = 0
        for writing in await writings.due(self._database, now, _AT_ONCE):
            article = await articles.by_id(self._database, writing.article_id)
            source = await self._source_of(article) if article else None
            if article is None or source is None or source.writing is None:
                async with self._database.write() as tx:
                    await writings.not_written(tx, writing.message, "", now + _FOR_GOOD, "refused")
                continue
            if await self._waits(writing):
                continue
            async with self.turn(source.name):
                ended += await self._carry(writing, article, source, source.writing, now)
        return ended

    async def settle(self, source: SourceSettings, now: datetime) -> None:
        """Find out what became of new comments of unknown outcome; the caller has the source's turn."""
        if source.writing is None:
            return
        for writing in await writings.unknown(self._database, source.name):
            article = await articles.by_id(self._database, writing.article_id)
            if article is not None:
                found = await self._find(writing, article, source, source.writing, now)
                await self._record(writing, found, now, writing.tried or writing.spoken)

    async def _carry(
        self, writing: Writing, article: Article, source: SourceSettings, how: WritingSettings, now: datetime
    ) -> bool:
        credentials = _credentials(how)
        order = await self._order(writing, article, how, now)
        async with self._database.write() as tx:
            await writings.begin(tx, writing.message, now)
        try:
            outcome: Written | None = None
            sent = writing.spoken
            if isinstance(order, NewComment) and writing.written == "?":
                outcome = await self._find(writing, article, source, how, now)
                sent = writing.tried or sent
            # What was deleted before it ever got there needs no writing.
            if outcome is None and (writing.wanted is not None or writing.guid):
                sent = writing.spoken
                async with self._database.write() as tx:
                    await writings.begin_again(tx, writing.message, sent)
                outcome = await write(source, credentials, order, self._fetch)
        except LostAnswerError as error:
            due = retries.retry_at(now, writing.attempts + 1, error.after)
            async with self._database.write() as tx:
                await writings.lost(tx, writing.message, error.kept, due)
            return False
        except SourceError as error:
            due = retries.retry_at(now, writing.attempts + 1, error.after)
            async with self._database.write() as tx:
                if writing.written == "?":
                    # Whether an earlier try succeeded is still not known.
                    await writings.lost(tx, writing.message, error.kept, due)
                else:
                    await writings.not_written(tx, writing.message, error.kept, due, "open")
            return False
        await self._record(writing, outcome, now, sent)
        return True

    async def _find(
        self, writing: Writing, article: Article, source: SourceSettings, how: WritingSettings, now: datetime
    ) -> Published | Held | None:
        """The comment that an earlier try made, by what it said then."""
        order = await self._new(replace(writing, spoken=writing.tried or writing.spoken), article, how, now)
        return await find_mine(source, _credentials(how), order, self._fetch)

    async def _record(self, writing: Writing, outcome: Written | None, now: datetime, sent: Spoken) -> None:
        message = writing.message
        async with self._database.write() as tx:
            match outcome:
                case None:
                    await writings.not_written(tx, message, "", now, "open")
                case Published(guid=guid, key=key) | Held(guid=guid, key=key):
                    # One that was edited or deleted meanwhile is known now, and that follows next.
                    await writings.written(tx, message, _digest(sent), guid, key or writing.key)
                    await _mark(tx, writing, "held" if isinstance(outcome, Held) else "published")
                case Refused(reason=reason, message=said, after=after) if reason in _PASSING:
                    due = retries.retry_at(now, writing.attempts + 4, after)
                    await writings.not_written(tx, message, said or reason, due, "open")
                    await _mark(tx, writing, "waiting")
                case Refused(reason=Reason.GONE):
                    await writings.written(tx, message, writing.wanted, writing.guid, writing.key)
                case Refused(reason=reason, message=said):
                    await writings.not_written(tx, message, said or reason, now + _FOR_GOOD, "refused")
                    await _mark(tx, writing, "refused")
                    text = f"writing-{reason.replace('_', '-')}"
                    subject = f"writing {message} {reason}"
                    if writing.user:
                        await owing.alert(tx, writing.guild, writing.user, subject, text, {}, now)
                case _:
                    await writings.written(tx, message, None, writing.guid, writing.key)
                    await _forget(tx, writing, now)
        log.info("written to the site", message=message, outcome=type(outcome).__name__)

    async def _waits(self, writing: Writing) -> bool:
        """Whether what it answers is still on its way to the site, or not known yet."""
        if writing.answers is None or writing.guid:
            return False
        own = await writings.by_message(self._database, writing.answers)
        if own is not None:
            return own.state in {"open", "held"} and own.wanted is not None and not own.guid
        if await thread_deliveries.of_message(self._database, writing.answers):
            return False
        return self.behind or await thread_deliveries.uncertain(self._database, writing.channel)

    async def _order(self, writing: Writing, article: Article, how: WritingSettings, now: datetime) -> Order:
        if not writing.guid:
            return await self._new(writing, article, how, now)
        if writing.wanted is None:
            return RemovedComment(article.item, writing.guid, writing.key)
        return EditedComment(article.item, writing.guid, _said(writing), writing.key)

    async def _new(
        self, writing: Writing, article: Article, how: WritingSettings, now: datetime
    ) -> NewComment:
        author = Commenter(
            name=writing.name,
            email=f"{hashlib.sha256(writing.subject.encode()).hexdigest()[:16]}@{how.email_domain}",
            user=writing.subject if writing.subject.isdecimal() else "",
        )
        return NewComment(
            article=article.item,
            said=_said(writing),
            sent=writing.sent or now,
            author=author,
            parent=await self._answered(writing),
            mark=str(writing.message),
        )

    async def _answered(self, writing: Writing) -> str | None:
        """The site's id of the comment that a message answers."""
        if writing.answers is None:
            return None
        own = await writings.by_message(self._database, writing.answers)
        if own is not None:
            return own.guid or None
        shown = await thread_deliveries.of_message(self._database, writing.answers)
        # A message that shows several comments answers none of them in particular.
        subjects = {d.subject for d in shown if d.kind is not Kind.THREAD}
        if len(subjects) != 1:
            return None
        comment = await comments.by_id(self._database, subjects.pop())
        return comment.item.guid if comment else None

    async def _article_of(self, channel: int) -> Article | None:
        shown = await thread_deliveries.of_message(self._database, channel)
        thread = next((d for d in shown if d.kind is Kind.THREAD), None)
        return await articles.by_id(self._database, thread.subject) if thread else None

    async def _source_of(self, article: Article) -> SourceSettings | None:
        return next((s for s in await self._directory.all() if s.name == article.source), None)

    async def _explain(
        self, heard: Heard, article: Article, why: str, held: tuple[Membership, ...], now: datetime
    ) -> None:
        account = next((membership.account_url for membership in held if membership.account_url), "")
        arguments = {"title": article.item.title[:200], "account": account or article.item.url}
        subject = f"writing {heard.user} {why} {now.date()}"
        async with self._database.write() as tx:
            await owing.alert(tx, heard.guild, heard.user, subject, f"writing-{why}", arguments, now)


def _entitled(held: tuple[Membership, ...], how: WritingSettings) -> tuple[str, Membership | None]:
    """Who a reader is at the publisher, or why they may not write there."""
    mine = [membership for membership in held if membership.publisher == how.publisher]
    if not mine:
        return "not-linked", None
    active = [m for m in mine if m.standing is Standing.ACTIVE]
    if not active:
        return "not-subscribed", None
    fitting = [m for m in active if not how.tiers or m.tier in how.tiers]
    return ("", fitting[0]) if fitting else ("wrong-tier", None)


async def _forget(tx: Transaction, writing: Writing, now: datetime) -> None:
    """What its author took back is gone, before a poll tells; if the site shows it again, that is news."""
    stored = (await comments.known(tx, writing.article_id)).get(writing.guid)
    if stored is not None:
        await comments.delete(tx, stored.id, now)
        await owing.comment_gone(tx, stored.id)


async def _mark(tx: Transaction, writing: Writing, mark: str) -> None:
    await owing.mark(tx, writing.channel, writing.message, mark)


def _said(writing: Writing) -> Said:
    return Said(writing.spoken.content, writing.spoken.names, writing.spoken.files)


def _credentials(how: WritingSettings) -> Credentials:
    return Credentials(how.user, how.password.get_secret_value())


def _digest(spoken: Spoken) -> str:
    text = "\n".join([spoken.content, *(url for _, url in spoken.files)])
    return hashlib.sha256(text.encode()).hexdigest()[:16]
