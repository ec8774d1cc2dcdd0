"""Readers' own digests: one private message each day or week, at the time and about what they chose."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import datetime

from bot import owing
from bot.articles import filters
from bot.articles.clock import next_digest
from bot.articles.filter_grammar import read
from storage import articles, reader_digests
from storage.database import Database, new_id
from storage.records import Article
from storage.records_routes import Bulletin, BulletinKind, Digest, ReaderDigest

_AT_ONCE = 50
_MOST = 200


class ReaderDigests:
    """Takes orders and sends what is due."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def order(
        self, user: int, guild: int, language: str, when: Digest, wanted: str, now: datetime
    ) -> ReaderDigest:
        """Order a digest or change it; ReaderError for a filter that cannot be read."""
        filters.parse(wanted)
        digest = ReaderDigest(user, guild, language, when, wanted, now, next_digest(when, now))
        async with self._database.write() as tx:
            await reader_digests.save(tx, digest)
        return digest

    async def stop(self, user: int) -> bool:
        """End a reader's digest; whether there was one."""
        async with self._database.write() as tx:
            return await reader_digests.remove(tx, user)

    async def release(self, now: datetime) -> int:
        """Send what is due; how many messages that makes. Where nothing new fits, none is sent."""
        sent = 0
        for digest in await reader_digests.due(self._database, now, _AT_ONCE):
            news = await articles.news_since(self._database, digest.since, _MOST)
            fitting = await asyncio.to_thread(_fitting, digest, news)
            async with self._database.write() as tx:
                if fitting:
                    kind = BulletinKind.DAILY if digest.when.weekday is None else BulletinKind.WEEKLY
                    ids = tuple(article.id for article in fitting)
                    bulletin = Bulletin(new_id(), digest.user, kind, digest.since, now, ids)
                    await owing.letter(tx, bulletin)
                await reader_digests.save(tx, digest.after(now, next_digest(digest.when, now)))
            sent += bool(fitting)
        return sent


def _fitting(digest: ReaderDigest, news: Sequence[Article]) -> list[Article]:
    wanted = read(digest.filter)
    return [article for article in news if filters.matches(wanted, article)]
