"""Takes the quotes of deleted comments out of those that quote them, now and in later readings."""

from __future__ import annotations

import asyncio
from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace

from bot import owing
from bot.comments import rules
from bot.comments.quotes import hide, of_deleted
from storage import comments, quotes
from storage.database import Queries, Transaction
from storage.records import CommentItem, Delivery


async def hidden(
    q: Queries, article_id: int, items: Iterable[CommentItem], known: Mapping[str, comments.KnownComment]
) -> list[CommentItem]:
    """What a site shows of a thread, without quotes of what it showed before and deleted since."""
    read = list(items)
    withdrawn = await quotes.of_article(q, article_id)
    if not withdrawn:
        return read
    back = {known[item.guid].id for item in read if item.guid in known}
    left = [(key, within) for deleted, key, within in withdrawn if deleted not in back]
    return [_without(item, left, known[item.guid].id if item.guid in known else 0) for item in read]


async def withdraw(
    tx: Transaction, article_id: int, gone: Collection[int], threads: Collection[Delivery]
) -> None:
    """Comments are about to be deleted: what quotes them is stored and shown without the quotes."""
    thread = await comments.of_article(tx, article_id)
    found = await asyncio.to_thread(of_deleted, gone, thread)
    for quote in found:
        await quotes.add(tx, article_id, quote.deleted, quote.key, quote.within)
    left = [(quote.key, quote.within) for quote in found]
    for comment in thread if found else ():
        item = _without(comment.item, left, comment.id)
        if comment.id not in gone and item != comment.item:
            digest = rules.digest(item)
            await quotes.redact(tx, comment.id, item.markdown, digest)
            await owing.comment(tx, threads, comment.id, digest, item.markdown)
    for deleted in gone:
        await quotes.forget_evidence(tx, article_id, deleted)


def _without(item: CommentItem, withdrawn: Collection[tuple[str, int]], comment_id: int) -> CommentItem:
    marked = {key for key, within in withdrawn if not within}
    own = {key for key, within in withdrawn if within == comment_id and within}
    return replace(item, markdown=hide(item.markdown, marked, own))
