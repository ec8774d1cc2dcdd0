"""How what moderation owes to Discord is carried out; only the carriers call this."""

from __future__ import annotations

import discord

from bot.causes import Cause
from bot.deliveries import Step, step
from bot.messages import Thread, UndeliverableError, VanishedError, carry_message, remove, require
from bot.moderation_cards import lock_card, review_card
from bot.places import Places
from storage import articles, deliveries, reviews
from storage.database import Database
from storage.records import Delivery


class ModerationCarriers:
    """Reviews for moderators, removals of people's messages, locks of threads."""

    def __init__(self, database: Database, places: Places) -> None:
        self._database = database
        self._places = places

    async def review(self, delivery: Delivery) -> int | None:
        """The message by which moderators decide."""
        review = await reviews.by_id(self._database, delivery.subject)
        article = await articles.by_id(self._database, review.article_id) if review else None
        channel = await self._places.channel(delivery.place)
        if review is None or article is None or not isinstance(channel, discord.TextChannel | Thread):
            raise UndeliverableError(Cause("cause-no-review-channel"))
        sending = "send_messages" if isinstance(channel, discord.TextChannel) else "send_messages_in_threads"
        require(channel, sending, "embed_links")
        return await carry_message(
            delivery, channel, review_card(review, article, self._places.language(channel.guild))
        )

    async def removal(self, delivery: Delivery) -> int | None:
        """A person's message goes from a thread."""
        thread = await self._places.thread(delivery.place)
        require(thread, "manage_messages")
        await remove(thread, delivery.subject)
        return delivery.subject

    async def lock(self, delivery: Delivery) -> int | None:
        """A thread is locked or opened, with one line that says so: before a lock, after an opening."""
        needed = await deliveries.by_id(self._database, delivery.needs or 0)
        article = await articles.by_id(self._database, needed.subject) if needed else None
        if needed is None or needed.discord_id is None or article is None:
            raise VanishedError("the thread is gone")
        thread = await self._places.thread(needed.discord_id)
        require(thread, "manage_threads", "send_messages_in_threads", "embed_links")
        closed = delivery.wanted == "locked"
        already = thread.locked
        if not closed:
            # What Discord answers is open; what we know of the thread may be older.
            thread = await thread.edit(archived=False, locked=False)
        line = delivery.discord_id
        if step(delivery) is Step.CREATE and not (closed and already):
            card = lock_card(article, delivery.subject, self._places.language(thread.guild), closed=closed)
            line = await carry_message(delivery, thread, card)
        if closed:
            await thread.edit(archived=False, locked=True)
        return line
