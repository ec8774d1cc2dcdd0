"""How each kind of delivery is carried out on Discord; only the courier calls this."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence

import discord

from bot import deliveries as rules
from bot.articles.routes import Routes
from bot.cards import Card, Look, article_card, bulletin_card, correction_card
from bot.causes import Cause
from bot.comment_carriers import CommentCarriers
from bot.deliveries import Step
from bot.messages import (
    UndeliverableError,
    VanishedError,
    carry_message,
    carry_post,
    open_thread,
    publish,
    require,
)
from bot.moderation_carriers import ModerationCarriers
from bot.owing import PARTS
from bot.places import Parent, Places
from bot.private_carriers import PrivateCarriers
from bot.renaming import Renaming
from bot.role_carrier import RoleCarrier
from storage import (
    articles,
    deliveries,
    postings,
    stories,
)
from storage.database import Database
from storage.records import Delivery, Kind


class Carriers:
    """One carrier for each kind of delivery, through a client that is ready."""

    def __init__(self, client: discord.Client, database: Database, routes: Routes, fallback: str) -> None:
        """`fallback` is the language where a server names none that we speak."""
        self._database = database
        self._routes = routes
        self._places = places = Places(client, fallback)
        self._renaming = Renaming()
        self.comments = CommentCarriers(database, places)
        moderation = ModerationCarriers(database, places)
        private = PrivateCarriers(client, database, places)
        self._by_kind: dict[Kind, Callable[[Delivery], Awaitable[int | None]]] = {
            Kind.ARTICLE: self._carry_article,
            Kind.THREAD: self._carry_thread,
            Kind.COMMENT: self.comments.comment,
            **dict.fromkeys(PARTS, self.comments.part),
            Kind.BULLETIN: self._carry_bulletin,
            Kind.CORRECTION: self._carry_correction,
            Kind.CROSSPOST: self._carry_crosspost,
            Kind.ALERT: private.alert,
            Kind.LETTER: private.letter,
            Kind.WATCH: private.watch,
            Kind.ORIGINAL: self.comments.original,
            Kind.MARK: self.comments.mark,
            Kind.HELD_BACK: self.comments.held_back,
            Kind.CITATION: self.comments.citation,
            Kind.REVIEW: moderation.review,
            Kind.REMOVAL: moderation.removal,
            Kind.LOCK: moderation.lock,
            Kind.WORD: private.word,
        }
        self.roles = RoleCarrier(client, database)

    async def carry_out(self, delivery: Delivery, members: Sequence[Delivery] = ()) -> int | None:
        """Do what a delivery needs; the Discord id of what is there afterwards.

        `members` are all deliveries that share its message. Raises UndeliverableError, VanishedError,
        NotAllowedError, RoleDeniedError, RoleGoneError, RetryError, and what discord.py raises.
        """
        if delivery.kind is Kind.ROLE:
            return await self.roles.carry(delivery, members)
        if len(members) > 1:
            return await self.comments.crowd(members)
        return await self._by_kind[delivery.kind](delivery)

    async def _carry_article(self, delivery: Delivery) -> int | None:
        channel = await self._places.parent(delivery.place)
        article = await articles.by_id(self._database, delivery.subject)
        if article is None:
            raise UndeliverableError(Cause("cause-article-gone"))
        look = await self._look(delivery)
        card = article_card(article, self._places.language(channel.guild), look)
        return await self._carry_card(delivery, channel, card)

    async def _carry_card(self, delivery: Delivery, channel: Parent, card: Card) -> int | None:
        """As a message, or as a forum post, whose first message it is."""
        require(channel, "send_messages", "embed_links")
        if isinstance(channel, discord.TextChannel):
            return await carry_message(delivery, channel, card)
        if rules.step(delivery) is Step.CREATE:
            return await carry_post(delivery, channel, card)
        post = await self._places.thread(delivery.discord_id or 0)
        shown = await carry_message(delivery, post, card)
        if shown is not None:
            await self._renaming.rename(post, card.thread_name)
        return shown

    async def _look(self, delivery: Delivery) -> Look:
        """How the route shows its articles here, and which others joined this one."""
        decided = await postings.of_article(self._database, delivery.subject)
        wanted = next((p.route for p in decided if p.channel == delivery.place), 0)
        route = next((r for r in await self._routes.all() if r.id == wanted), None)
        joined = await stories.joined_to(self._database, delivery.subject, delivery.place)
        others = tuple(await articles.by_ids(self._database, joined))
        return Look(route.layout, route.mentions, others) if route else Look(joined=others)

    async def _carry_thread(self, delivery: Delivery) -> int | None:
        channel = await self._places.parent(delivery.place)
        needed = await deliveries.by_id(self._database, delivery.needs or 0)
        article = await articles.by_id(self._database, delivery.subject)
        if needed is None or needed.discord_id is None or article is None or delivery.wanted is None:
            return delivery.discord_id
        name = article_card(article, "en").thread_name
        if delivery.discord_id is None and isinstance(channel, discord.TextChannel):
            require(channel, "create_public_threads", "send_messages_in_threads")
            return await open_thread(channel, needed.discord_id, name)
        thread = await self._places.thread(delivery.discord_id or needed.discord_id)
        await self._renaming.rename(thread, name)
        return thread.id

    async def _carry_bulletin(self, delivery: Delivery) -> int | None:
        channel = await self._places.parent(delivery.place)
        bulletin = await postings.bulletin_by_id(self._database, delivery.subject)
        if bulletin is None:
            raise UndeliverableError(Cause("cause-bulletin-gone"))
        listed = await articles.by_ids(self._database, bulletin.articles)
        card = bulletin_card(bulletin, listed, self._places.language(channel.guild))
        return await self._carry_card(delivery, channel, card)

    async def _carry_correction(self, delivery: Delivery) -> int | None:
        needed = await deliveries.by_id(self._database, delivery.needs or 0)
        correction = await stories.correction_by_id(self._database, delivery.subject)
        article = await articles.by_id(self._database, correction.article_id) if correction else None
        if needed is None or needed.discord_id is None or correction is None or article is None:
            raise VanishedError("what it corrects is gone")
        if needed.kind is Kind.THREAD:
            thread = await self._places.thread(needed.discord_id)
            require(thread, "send_messages_in_threads", "embed_links")
            return await carry_message(
                delivery, thread, correction_card(correction, article, self._places.language(thread.guild))
            )
        channel = await self._places.parent(delivery.place)
        place = (
            channel
            if isinstance(channel, discord.TextChannel)
            else await self._places.thread(needed.discord_id)
        )
        card = correction_card(correction, article, self._places.language(channel.guild))
        return await carry_message(delivery, place, card, reply_to=needed.discord_id)

    async def _carry_crosspost(self, delivery: Delivery) -> int | None:
        needed = await deliveries.by_id(self._database, delivery.needs or 0)
        if needed is None or needed.discord_id is None:
            raise VanishedError("the message is gone")
        channel = await self._places.parent(delivery.place)
        if not isinstance(channel, discord.TextChannel) or not channel.is_news():
            raise UndeliverableError(Cause("cause-no-announcements"))
        require(channel, "send_messages")
        return await publish(channel, needed.discord_id)
