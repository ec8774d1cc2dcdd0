"""How comments, and what became of readers' own, are carried out; only the carriers call this."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import replace

import discord

from bot import deliveries as rules
from bot.causes import Cause
from bot.comment_cards import (
    Answered,
    comment_card,
    crowd_card,
    fitting,
    held_back_card,
    outgrown,
    withdrawn_card,
)
from bot.messages import Thread, UndeliverableError, VanishedError, carry_message, react, remove, require
from bot.owing import PARTS, counted
from bot.places import Places
from storage import articles, comments, deliveries, thread_deliveries
from storage.database import Database
from storage.records import Comment, Delivery, Kind

_SIGNS = {"published": "✅", "held": "⏳", "waiting": "🕒", "refused": "❌"}


class CommentCarriers:
    """Mirrored comments, alone, in pieces or several in one message; readers' messages and their signs."""

    def __init__(self, database: Database, places: Places) -> None:
        self._database = database
        self._places = places

    async def comment(self, delivery: Delivery) -> int | None:
        thread = await self._comments_thread(delivery)
        comment = await comments.by_id(self._database, delivery.subject)
        if comment is None:
            raise UndeliverableError(Cause("cause-comment-gone"))
        # Discord cannot change what a message replies to: a corrected parent is said in words, and so is
        # that of the last one of several.
        in_words = comment.relinked_by is not None or delivery.bundle
        answered = await self._answered([comment], thread, delivery.place) if in_words else {}
        card = crowd_card([comment], answered, self._places.language(thread.guild))
        reply_to = await self._shown_comment(comment.parent_id, delivery.place)
        return await carry_message(delivery, thread, card, reply_to)

    async def part(self, delivery: Delivery) -> int | None:
        """A further piece of a long comment, as a reply to its beginning."""
        comment = await comments.by_id(self._database, delivery.subject)
        begun = await self._shown_comment(delivery.subject, delivery.place)
        if comment is None or (begun is None and delivery.wanted is not None):
            raise VanishedError("the comment is gone")
        needed = await deliveries.by_id(self._database, delivery.lane)
        thread = await self._places.thread(needed.discord_id or 0 if needed else 0)
        number = PARTS.index(delivery.kind) + 2
        card = comment_card(comment, self._places.language(thread.guild), number)
        return await carry_message(delivery, thread, card, reply_to=begun)

    async def crowd(self, members: Sequence[Delivery]) -> int | None:
        """Several comments in one message, those that are still wanted."""
        delivery = rules.shared(members)
        thread = await self._comments_thread(delivery)
        wanted = [member.subject for member in members if member.wanted is not None]
        stored = {c.id: c for c in await comments.by_ids(self._database, wanted)}
        shown = [stored[id_] for id_ in wanted if id_ in stored]
        if not shown:
            found = await comments.by_ids(self._database, [member.subject for member in members])
            card = crowd_card(found, {}, "en")
            return await carry_message(replace(delivery, wanted=None), thread, card)
        answered = await self._answered(shown, thread, delivery.place)
        return await carry_message(
            delivery, thread, crowd_card(shown, answered, self._places.language(thread.guild))
        )

    async def _answered(self, shown: Sequence[Comment], thread: Thread, place: int) -> dict[int, Answered]:
        """Whom comments answer, and where that stands."""
        asked = [comment.parent_id for comment in shown if comment.parent_id]
        parents = {parent.id: parent for parent in await comments.by_ids(self._database, asked)}
        found: dict[int, Answered] = {}
        for comment in shown:
            if parent := parents.get(comment.parent_id or 0):
                message = await self._shown_comment(parent.id, place)
                url = (
                    f"https://discord.com/channels/{thread.guild.id}/{thread.id}/{message}" if message else ""
                )
                found[comment.id] = Answered(parent.item.author, url)
        return found

    async def _comments_thread(self, delivery: Delivery) -> Thread:
        needed = await deliveries.by_id(self._database, delivery.needs or 0)
        if needed is None or needed.discord_id is None:
            raise VanishedError("the thread is gone")
        thread = await self._places.thread(needed.discord_id)
        require(thread, "send_messages_in_threads", "embed_links")
        return thread

    async def held_back(self, delivery: Delivery) -> int | None:
        """The line that says how many comments of a thread are on the site alone."""
        thread = await self._comments_thread(delivery)
        article = await articles.by_id(self._database, delivery.subject)
        if article is None:
            raise VanishedError("the article is not stored any more")
        card = held_back_card(article, *counted(delivery), self._places.language(thread.guild))
        return await carry_message(delivery, thread, card)

    async def citation(self, delivery: Delivery) -> int | None:
        """An answer that quoted a comment which was deleted since."""
        channel = await self._places.channel(delivery.place)
        if not isinstance(channel, discord.TextChannel | Thread):
            raise VanishedError("the answer's channel is gone")
        return await carry_message(delivery, channel, withdrawn_card(self._places.language(channel.guild)))

    async def original(self, delivery: Delivery) -> int | None:
        """A reader's message goes when its comment went from the site."""
        thread = await self._thread_of_message(delivery)
        if thread is not None and delivery.wanted is None and delivery.discord_id is not None:
            require(thread, "manage_messages")
            await remove(thread, delivery.discord_id)
        return delivery.discord_id

    async def _thread_of_message(self, delivery: Delivery) -> Thread | None:
        threads = await thread_deliveries.threads_of_comment(self._database, delivery.subject)
        place = next((t.discord_id for t in threads if t.place == delivery.place), None)
        return await self._places.thread(place) if place else None

    async def mark(self, delivery: Delivery) -> int | None:
        """The sign of what became of a reader's message on the site, in place of an earlier one."""
        thread = await self._places.thread(delivery.place)
        require(thread, "add_reactions", "read_message_history")
        old = [sign for name, sign in _SIGNS.items() if name != delivery.wanted] if delivery.shown else []
        await react(thread, delivery.subject, _SIGNS[delivery.wanted or "refused"], old)
        return delivery.subject

    async def _shown_comment(self, comment_id: int | None, place: int) -> int | None:
        if comment_id is None:
            return None
        for kind in (Kind.COMMENT, Kind.ORIGINAL):
            shown = await deliveries.of_subject(self._database, kind, comment_id)
            if found := next((d.discord_id for d in shown if d.place == place), None):
                return found
        return None

    async def fitting(self, crowd: Sequence[Delivery]) -> list[Delivery]:
        """Those of new comments, from the first on, that fit into one message."""
        stored = {c.id: c for c in await comments.by_ids(self._database, [d.subject for d in crowd])}
        found = [stored[d.subject] for d in itertools.takewhile(lambda d: d.subject in stored, crowd)]
        return list(crowd[: fitting(found, self._places.fallback) if found else 1])

    async def outgrown(self, members: Sequence[Delivery]) -> list[Delivery]:
        """Those of comments in one message that no longer fit into it."""
        wanted = [member.subject for member in members if member.wanted is not None]
        stored = await comments.by_ids(self._database, wanted)
        # The message bears the first one's nonce and mark.
        found = outgrown(stored, members[0].subject, self._places.fallback)
        return [member for member in members if member.subject in found]
