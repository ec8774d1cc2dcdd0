"""Where articles stand on Discord, and which article a message there is about."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from bot.articles.identity import LINK, canonical
from storage import articles, message_articles, thread_deliveries
from storage.database import Database
from storage.records import Article


async def threads_of(database: Database, ids: Iterable[int], seen: Collection[int]) -> dict[int, int]:
    """For each article, the thread where it is discussed, in one of the channels that the reader sees."""
    found: dict[int, int] = {}
    for article_id in dict.fromkeys(ids):
        for thread in await thread_deliveries.threads_of(database, article_id):
            if thread.wanted and thread.discord_id and thread.place in seen:
                found.setdefault(article_id, thread.discord_id)
    return found


async def article_of_message(
    database: Database, messages: Iterable[int], addresses: Iterable[str]
) -> Article | None:
    """The article that the first of some messages (or threads) shows, or to which the first address leads."""
    for message in messages:
        if article_id := await message_articles.shown_by(database, message):
            return await articles.by_id(database, article_id)
    for address in addresses:
        ids = await articles.ids_by_key(database, f"{LINK} {canonical(address.partition('#')[0])}")
        for article_id in ids:
            return await articles.by_id(database, article_id)
    return None
