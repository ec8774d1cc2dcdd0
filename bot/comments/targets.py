"""What a moderator means by a link, and whose moderators decide about it."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import datetime

from bot.articles.directory import Directory
from bot.config_publishers import PublisherSettings
from bot.config_sources import SourceSettings
from bot.errors import ReaderError
from storage import articles, comments, ledger, thread_deliveries, writings
from storage.database import Database, Transaction
from storage.records import Article, Comment, Kind
from storage.records_moderation import Act, Entry, Side
from storage.records_writing import Writing

_LINES = 25
_MESSAGE = re.compile(r"(?:^|/)(\d{15,20})/?\s*$")


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts on Discord, and on which server."""

    user: int
    name: str
    guild: int
    bot: bool = False


@dataclass(frozen=True, slots=True)
class Target:
    """A comment, as the site has it (`comment`), as a reader wrote it on Discord (`writing`), or both.

    `message` is the Discord message by which it was named, `places` the channels in whose threads it may be.
    """

    article: Article
    source: SourceSettings | None
    comment: Comment | None = None
    writing: Writing | None = None
    message: int | None = None
    places: tuple[int, ...] = ()

    @property
    def guid(self) -> str:
        """The site's id of it; empty while the site has none."""
        if self.comment is not None:
            return self.comment.item.guid
        return self.writing.guid if self.writing else ""

    @property
    def author(self) -> str:
        """Who wrote it."""
        if self.writing is not None:
            return self.writing.name
        return self.comment.item.author if self.comment else ""


class Targets:
    """Finds what moderators speak of."""

    def __init__(
        self, database: Database, directory: Directory, publishers: tuple[PublisherSettings, ...]
    ) -> None:
        self._database = database
        self._directory = directory
        self._publishers = publishers

    async def source_of(self, article: Article) -> SourceSettings | None:
        """The source of an article, as it is set up now."""
        found = await self._directory.one(article.source)
        return found[0] if found else None

    async def find(self, said: str) -> Target:
        """The comment meant by the link of a message, even of one that is gone, or by its address there.

        ReaderError where there is none, or several.
        """
        found = _MESSAGE.search(said)
        if found is None:
            comment_id = await comments.by_url(self._database, said.strip())
            if comment_id is None:
                raise ReaderError("comment-unknown")
            return await self.about(comment_id, None, None)
        message = int(found[1])
        writing = await writings.by_message(self._database, message)
        shown = await thread_deliveries.of_message(self._database, message)
        ids = {d.subject for d in shown if d.kind in {Kind.COMMENT, Kind.ORIGINAL}}
        if len(ids) > 1:
            raise ReaderError("comment-several")
        comment_id = ids.pop() if ids else await ledger.comment_of(self._database, message)
        return await self.about(comment_id, writing, message)

    async def about(self, comment_id: int | None, writing: Writing | None, message: int | None) -> Target:
        """What is known by our id of the comment, or by what a reader wrote."""
        comment = await comments.by_id(self._database, comment_id) if comment_id else None
        if comment is not None and writing is None:
            writing = await writings.by_comment(self._database, comment.article_id, comment.item.guid)
        article_id = comment.article_id if comment else writing.article_id if writing else 0
        article = await articles.by_id(self._database, article_id)
        if article is None:
            raise ReaderError("comment-unknown")
        if comment is None and writing is not None and writing.guid:
            known = (await comments.known(self._database, article_id)).get(writing.guid)
            comment = await comments.by_id(self._database, known.id) if known else None
        if message is None and comment is not None:
            message = await thread_deliveries.shown_in(self._database, comment.id)
        source = await self.source_of(article)
        return Target(article, source, comment, writing, message, await self._places(article_id))

    async def fresh(self, tx: Transaction, target: Target) -> Target:
        """A target as it is in a transaction: the site may have answered since it was found."""
        writing = await writings.by_message(tx, target.writing.message) if target.writing else None
        comment = await comments.by_id(tx, target.comment.id) if target.comment else None
        return replace(target, writing=writing, comment=comment)

    async def thread(self, channel: int) -> Target:
        """The article whose thread a channel is, as a target without a comment; ReaderError elsewhere."""
        shown = await thread_deliveries.of_message(self._database, channel)
        thread = next((d for d in shown if d.kind is Kind.THREAD), None)
        article = await articles.by_id(self._database, thread.subject) if thread else None
        if article is None:
            raise ReaderError("moderation-no-thread")
        source = await self.source_of(article)
        return Target(article, source, places=await self._places(article.id))

    async def thread_by(self, said: str) -> Target:
        """The article of the thread that a link leads to or into."""
        numbers = re.findall(r"\d{15,20}", said)
        for number in reversed(numbers):
            try:
                return await self.thread(int(number))
            except ReaderError:
                continue
        target = await self.find(said)
        return Target(target.article, target.source, places=target.places)

    async def _places(self, article_id: int) -> tuple[int, ...]:
        return tuple(
            thread.place for thread in await thread_deliveries.threads_of(self._database, article_id)
        )

    async def history(self, target: Target) -> list[Entry]:
        """What happened to a comment, or without one to a whole thread, newest first."""
        if target.comment is None and target.writing is None:
            return await ledger.of_article(self._database, target.article.id, _LINES)
        comment_id = target.comment.id if target.comment else None
        message = target.writing.message if target.writing else target.message
        about = target.article.source, target.author
        return await ledger.of_comment(self._database, comment_id, message, *about, _LINES)

    async def history_of(self, person: int, guild: int) -> list[Entry]:
        """What happened to a member of Discord, as a server's moderators may know it, newest first."""
        return await ledger.of_person(self._database, person, guild, _LINES)

    async def check_server(self, source: SourceSettings | None, by: Actor) -> None:
        """Refuse moderators of other servers than the one that decides on a source (ReaderError)."""
        home = await self._home(source) if source else None
        if home is not None and home != by.guild:
            raise ReaderError("moderation-other-server")

    async def _home(self, source: SourceSettings) -> int | None:
        """The server whose moderators decide on a source's comments; None where any may."""
        if source.moderation.guild is not None:
            return source.moderation.guild
        if source.writing is not None:
            wanted = source.writing.publisher
            return next((p.guild for p in self._publishers if p.name == wanted), None)
        found = await self._directory.one(source.name)
        return found[1] if found else None


def entry_of(target: Target, act: Act, by: Actor, reason: str, now: datetime) -> Entry:
    """The ledger's line for what somebody did to a target on Discord."""
    writing = target.writing
    return Entry(
        act,
        Side.DISCORD,
        now,
        name=by.name,
        user=by.user or None,
        source=target.article.source,
        article_id=target.article.id,
        comment_id=target.comment.id if target.comment else None,
        message=writing.message if writing else target.message,
        person=target.author,
        person_id=writing.user if writing else None,
        guild=by.guild,
        reason=reason,
    )
