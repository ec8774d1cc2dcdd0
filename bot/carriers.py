"""How each kind of delivery is carried out on Discord; only the courier calls this."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from contextlib import suppress
from datetime import UTC, datetime

import discord

from bot import deliveries as rules
from bot.cards import Card, article_card, comment_card
from bot.deliveries import Step
from bot.once import once
from bot.texts import language_of
from storage import articles, comments, deliveries
from storage.database import Database
from storage.records import Delivery, Kind

_LOOK_BACK = 200

_UNKNOWN_CHANNEL, _UNKNOWN_MEMBER, _UNKNOWN_MESSAGE, _UNKNOWN_ROLE = 10003, 10007, 10008, 10011
_ARCHIVED, _THREAD_EXISTS, _LOCKED = 50083, 160004, 160005
_GONE = {_UNKNOWN_CHANNEL, _UNKNOWN_MESSAGE}

Thread = discord.Thread
Parent = discord.TextChannel | discord.ForumChannel


class UndeliverableError(Exception):
    """A delivery that fails by its own fault: it is set aside, its lane goes on."""


class VanishedError(Exception):
    """What a delivery needs was removed on Discord: the delivery goes with it."""


class Carriers:
    """One carrier for each kind of delivery, through a client that is ready."""

    def __init__(self, client: discord.Client, database: Database, fallback_language: str) -> None:
        self._client = client
        self._database = database
        self._fallback_language = fallback_language
        self._by_kind: dict[Kind, Callable[[Delivery], Awaitable[int | None]]] = {
            Kind.ARTICLE: self._carry_article,
            Kind.THREAD: self._carry_thread,
            Kind.COMMENT: self._carry_comment,
            Kind.ROLE: self._carry_role,
        }

    async def carry_out(self, delivery: Delivery) -> int | None:
        """Do what a delivery needs; the Discord id of what is there afterwards.

        Raises UndeliverableError, VanishedError, and what discord.py raises.
        """
        return await self._by_kind[delivery.kind](delivery)

    # Articles and their threads

    async def _carry_article(self, delivery: Delivery) -> int | None:
        channel = await self._parent(delivery.place)
        article = await articles.by_id(self._database, delivery.subject)
        if article is None:
            raise UndeliverableError("the article is not stored any more")
        card = article_card(article, self._language(channel.guild))
        if isinstance(channel, discord.ForumChannel):
            return await self._carry_post(delivery, channel, card)
        return await self._carry_message(delivery, channel, card)

    async def _carry_post(self, delivery: Delivery, forum: discord.ForumChannel, card: Card) -> int | None:
        """A forum post and its first message bear the same id; posts have no nonce."""
        if rules.step(delivery) is not Step.CREATE:
            thread = await self._thread(delivery.discord_id or 0)
            return await self._carry_message(delivery, thread, card)
        if delivery.tried and (found := await _find_post(forum, card)):
            return found
        wanted = {name.casefold() for name in card.tags}
        tags = [tag for tag in forum.available_tags if tag.name.casefold() in wanted][:5]
        if forum.flags.require_tag and not tags:
            tags = list(forum.available_tags[:1])
        with once():
            post = await forum.create_thread(name=card.thread_name, embed=card.embed, applied_tags=tags)
        return post.thread.id

    async def _carry_thread(self, delivery: Delivery) -> int | None:
        channel = await self._parent(delivery.place)
        needed = await deliveries.by_id(self._database, delivery.needs or 0)
        article = await articles.by_id(self._database, delivery.subject)
        if needed is None or needed.discord_id is None or article is None or delivery.wanted is None:
            return delivery.discord_id
        name = article_card(article, "en").thread_name
        if delivery.discord_id is None and isinstance(channel, discord.TextChannel):
            return await _open_thread(channel, needed.discord_id, name)
        thread = await self._thread(delivery.discord_id or needed.discord_id)
        if thread.name != name:
            await thread.edit(name=name, archived=False)
        return thread.id

    # Comments

    async def _carry_comment(self, delivery: Delivery) -> int | None:
        needed = await deliveries.by_id(self._database, delivery.needs or 0)
        if needed is None or needed.discord_id is None:
            raise VanishedError("the thread is gone")
        thread = await self._thread(needed.discord_id)
        comment = await comments.by_id(self._database, delivery.subject)
        if comment is None:
            raise UndeliverableError("the comment is not stored any more")
        card = comment_card(comment, self._language(thread.guild))
        reply_to = await self._shown_comment(comment.parent_id, delivery.place)
        return await self._carry_message(delivery, thread, card, reply_to)

    async def _shown_comment(self, comment_id: int | None, place: int) -> int | None:
        if comment_id is None:
            return None
        shown = await deliveries.of_subject(self._database, Kind.COMMENT, comment_id)
        return next((d.discord_id for d in shown if d.place == place), None)

    # Messages

    async def _carry_message(
        self,
        delivery: Delivery,
        channel: discord.TextChannel | Thread,
        card: Card,
        reply_to: int | None = None,
    ) -> int | None:
        match rules.step(delivery):
            case Step.CREATE:
                return await self._send(delivery, channel, card, reply_to)
            case Step.EDIT:
                message = channel.get_partial_message(delivery.discord_id or 0)
                # The library's default mentions cover edits of the text alone.
                nobody = discord.AllowedMentions.none()
                await _awake(channel, lambda: message.edit(embed=card.embed, allowed_mentions=nobody))
                return delivery.discord_id
            case Step.REMOVE:
                if delivery.discord_id is not None:
                    await _remove(channel, delivery.discord_id)
                elif delivery.tried and (found := await _find_message(channel, card)):
                    await _remove(channel, found)
                return None

    async def _send(
        self, delivery: Delivery, channel: discord.TextChannel | Thread, card: Card, reply_to: int | None
    ) -> int:
        if rules.must_look(delivery, _now()) and (found := await _find_message(channel, card)):
            return found
        reference = (
            discord.MessageReference(message_id=reply_to, channel_id=channel.id, fail_if_not_exists=False)
            if reply_to
            else None
        )
        try:
            if reference is None:
                message = await channel.send(embed=card.embed, nonce=rules.nonce(delivery))
            else:
                message = await channel.send(
                    embed=card.embed, nonce=rules.nonce(delivery), reference=reference
                )
        except discord.HTTPException as error:
            if error.code == _LOCKED:
                raise UndeliverableError("the thread is locked") from error
            if error.code == _UNKNOWN_CHANNEL:
                raise VanishedError("the channel or thread was removed") from error
            raise
        return message.id

    # Roles

    async def _carry_role(self, delivery: Delivery) -> int | None:
        guild = self._client.get_guild(delivery.guild)
        if guild is None:
            raise UndeliverableError("the bot is not on this server")
        removing = delivery.wanted is None
        member = guild.get_member(delivery.subject)
        held = member is not None and member.get_role(delivery.place) is not None
        if not removing and held and delivery.tried is None:
            raise UndeliverableError("somebody else granted this role; it is theirs to take away")
        change = self._client.http.remove_role if removing else self._client.http.add_role
        try:
            await change(guild.id, delivery.subject, delivery.place, reason="Colporteur: subscription")
        except discord.NotFound as error:
            if error.code == _UNKNOWN_ROLE:
                raise UndeliverableError(f"the role {delivery.place} is not there any more") from error
            if error.code == _UNKNOWN_MEMBER and not removing:
                raise UndeliverableError("the member has left the server") from error
            if error.code != _UNKNOWN_MEMBER:
                raise
        return None if removing else delivery.place

    # Channels

    async def _parent(self, channel_id: int) -> Parent:
        channel = await self._channel(channel_id)
        if not isinstance(channel, discord.TextChannel | discord.ForumChannel):
            raise UndeliverableError(f"channel {channel_id} is not a text or forum channel")
        return channel

    async def _thread(self, thread_id: int) -> Thread:
        channel = await self._channel(thread_id)
        if not isinstance(channel, Thread):
            raise VanishedError("the thread is gone")
        return channel

    async def _channel(self, channel_id: int) -> object:
        try:
            return self._client.get_channel(channel_id) or await self._client.fetch_channel(channel_id)
        except discord.NotFound as error:
            raise VanishedError("the channel or thread was removed") from error

    def _language(self, guild: discord.Guild) -> str:
        return language_of(str(guild.preferred_locale), self._fallback_language)


async def _open_thread(channel: discord.TextChannel, message_id: int, name: str) -> int:
    """Open the thread of a message; it bears the message's id, so a second time finds the first's."""
    try:
        await channel.get_partial_message(message_id).create_thread(name=name)
    except discord.HTTPException as error:
        if error.code == _UNKNOWN_MESSAGE:
            raise VanishedError("the article's message was removed") from error
        if error.code != _THREAD_EXISTS:
            raise
    return message_id


async def _awake(channel: discord.TextChannel | Thread, change: Callable[[], Awaitable[object]]) -> None:
    """Make a change, waking the thread first where it is archived; a removed message is VanishedError."""
    try:
        await change()
    except discord.HTTPException as error:
        if error.code in _GONE:
            raise VanishedError("the message was removed") from error
        if error.code != _ARCHIVED or not isinstance(channel, Thread):
            raise
        await channel.edit(archived=False)
        await change()


async def _remove(channel: discord.TextChannel | Thread, message_id: int) -> None:
    """Delete a message; one that is gone already is as good."""
    with suppress(VanishedError):
        await _awake(channel, channel.get_partial_message(message_id).delete)


async def _find_message(channel: discord.TextChannel | Thread, card: Card) -> int | None:
    """A message of ours with the card's mark, among the latest."""
    me = channel.guild.me.id
    async for message in channel.history(limit=_LOOK_BACK):
        if message.author.id == me and card.mark and card.mark in _marks(message):
            return message.id
    return None


async def _find_post(forum: discord.ForumChannel, card: Card) -> int | None:
    """A forum post of ours whose first message has the card's mark."""
    me = forum.guild.me.id
    active = [t for t in await forum.guild.active_threads() if t.parent_id == forum.id]
    archived = [t async for t in forum.archived_threads(limit=50)]
    for thread in active + archived:
        if thread.owner_id == me and thread.name == card.thread_name:
            starter = await thread.fetch_message(thread.id)
            if card.mark in _marks(starter):
                return thread.id
    return None


def _marks(message: discord.Message) -> set[str | None]:
    return {url for embed in message.embeds for url in (embed.url, embed.author.url)}


def _now() -> datetime:
    return datetime.now(UTC)
