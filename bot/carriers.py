"""How each kind of delivery is carried out on Discord; only the courier calls this."""

from __future__ import annotations

import itertools
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime

import discord

from bot import deliveries as rules
from bot.articles.routes import Routes
from bot.cards import Card, Look, alert_text, article_card, bulletin_card, correction_card
from bot.comment_cards import (
    Answered,
    comment_card,
    crowd_card,
    fitting,
    held_back_card,
    outgrown,
    withdrawn_card,
)
from bot.deliveries import Step
from bot.messages import (
    Thread,
    ThreadGoneError,
    UndeliverableError,
    VanishedError,
    carry_message,
    carry_post,
    open_thread,
    publish,
    react,
    remove,
    rename,
    require,
)
from bot.moderation_carriers import ModerationCarriers
from bot.owing import PARTS, counted
from bot.role_carrier import RoleCarrier
from bot.subscriber_cards import word_text
from bot.texts import language_of
from bot.watch_cards import watch_card
from storage import (
    alerts,
    articles,
    comments,
    deliveries,
    postings,
    reader_digests,
    stories,
    watches,
    words,
)
from storage.database import Database
from storage.records import Comment, Delivery, Kind

_NO_DIRECT_MESSAGES = 50007

_SIGNS = {"published": "✅", "held": "⏳", "waiting": "🕒", "refused": "❌"}

Parent = discord.TextChannel | discord.ForumChannel


class Carriers:
    """One carrier for each kind of delivery, through a client that is ready."""

    def __init__(self, client: discord.Client, database: Database, routes: Routes, fallback: str) -> None:
        """`fallback` is the language where a server names none that we speak."""
        self._client = client
        self._database = database
        self._routes = routes
        self._fallback_language = fallback
        moderation = ModerationCarriers(database, self._channel, self._language)
        self._by_kind: dict[Kind, Callable[[Delivery], Awaitable[int | None]]] = {
            Kind.ARTICLE: self._carry_article,
            Kind.THREAD: self._carry_thread,
            Kind.COMMENT: self._carry_comment,
            **dict.fromkeys(PARTS, self._carry_part),
            Kind.BULLETIN: self._carry_bulletin,
            Kind.CORRECTION: self._carry_correction,
            Kind.CROSSPOST: self._carry_crosspost,
            Kind.ALERT: self._carry_alert,
            Kind.LETTER: self._carry_letter,
            Kind.WATCH: self._carry_watch,
            Kind.ORIGINAL: self._carry_original,
            Kind.MARK: self._carry_mark,
            Kind.HELD_BACK: self._carry_held_back,
            Kind.CITATION: self._carry_citation,
            Kind.REVIEW: moderation.review,
            Kind.REMOVAL: moderation.removal,
            Kind.LOCK: moderation.lock,
            Kind.WORD: self._carry_word,
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
            return await self._carry_crowd(members)
        return await self._by_kind[delivery.kind](delivery)

    async def fitting(self, crowd: Sequence[Delivery]) -> list[Delivery]:
        """Those of new comments, from the first on, that fit into one message."""
        stored = {c.id: c for c in await comments.by_ids(self._database, [d.subject for d in crowd])}
        found = [stored[d.subject] for d in itertools.takewhile(lambda d: d.subject in stored, crowd)]
        return list(crowd[: fitting(found, self._fallback_language) if found else 1])

    async def outgrown(self, members: Sequence[Delivery]) -> list[Delivery]:
        """Those of comments in one message that no longer fit into it."""
        wanted = [member.subject for member in members if member.wanted is not None]
        stored = await comments.by_ids(self._database, wanted)
        # The message bears the first one's nonce and mark.
        found = outgrown(stored, members[0].subject, self._fallback_language)
        return [member for member in members if member.subject in found]

    # Articles and their threads

    async def _carry_article(self, delivery: Delivery) -> int | None:
        channel = await self._parent(delivery.place)
        article = await articles.by_id(self._database, delivery.subject)
        if article is None:
            raise UndeliverableError("the article is not stored any more")
        look = await self._look(delivery)
        card = article_card(article, self._language(channel.guild), look)
        return await self._carry_card(delivery, channel, card)

    async def _carry_card(self, delivery: Delivery, channel: Parent, card: Card) -> int | None:
        """As a message, or as a forum post, whose first message it is."""
        require(channel, "send_messages", "embed_links")
        if isinstance(channel, discord.TextChannel):
            return await carry_message(delivery, channel, card)
        if rules.step(delivery) is Step.CREATE:
            return await carry_post(delivery, channel, card)
        return await carry_message(delivery, await self._thread(delivery.discord_id or 0), card)

    async def _look(self, delivery: Delivery) -> Look:
        """How the route shows its articles here, and which others joined this one."""
        decided = await postings.of_article(self._database, delivery.subject)
        wanted = next((p.route for p in decided if p.channel == delivery.place), 0)
        route = next((r for r in await self._routes.all() if r.id == wanted), None)
        joined = await stories.joined_to(self._database, delivery.subject, delivery.place)
        others = tuple(await articles.by_ids(self._database, joined))
        return Look(route.layout, route.mentions, others) if route else Look(joined=others)

    async def _carry_thread(self, delivery: Delivery) -> int | None:
        channel = await self._parent(delivery.place)
        needed = await deliveries.by_id(self._database, delivery.needs or 0)
        article = await articles.by_id(self._database, delivery.subject)
        if needed is None or needed.discord_id is None or article is None or delivery.wanted is None:
            return delivery.discord_id
        name = article_card(article, "en").thread_name
        if delivery.discord_id is None and isinstance(channel, discord.TextChannel):
            require(channel, "create_public_threads", "send_messages_in_threads")
            return await open_thread(channel, needed.discord_id, name)
        thread = await self._thread(delivery.discord_id or needed.discord_id)
        if thread.name != name:
            await rename(thread, name)
        return thread.id

    async def _carry_bulletin(self, delivery: Delivery) -> int | None:
        channel = await self._parent(delivery.place)
        bulletin = await postings.bulletin_by_id(self._database, delivery.subject)
        if bulletin is None:
            raise UndeliverableError("the list is not stored any more")
        listed = await articles.by_ids(self._database, bulletin.articles)
        card = bulletin_card(bulletin, listed, self._language(channel.guild))
        return await self._carry_card(delivery, channel, card)

    async def _carry_correction(self, delivery: Delivery) -> int | None:
        needed = await deliveries.by_id(self._database, delivery.needs or 0)
        correction = await stories.correction_by_id(self._database, delivery.subject)
        article = await articles.by_id(self._database, correction.article_id) if correction else None
        if needed is None or needed.discord_id is None or correction is None or article is None:
            raise VanishedError("what it corrects is gone")
        if needed.kind is Kind.THREAD:
            thread = await self._thread(needed.discord_id)
            require(thread, "send_messages_in_threads", "embed_links")
            return await carry_message(
                delivery, thread, correction_card(correction, article, self._language(thread.guild))
            )
        channel = await self._parent(delivery.place)
        place = channel if isinstance(channel, discord.TextChannel) else await self._thread(needed.discord_id)
        card = correction_card(correction, article, self._language(channel.guild))
        return await carry_message(delivery, place, card, reply_to=needed.discord_id)

    async def _carry_crosspost(self, delivery: Delivery) -> int | None:
        needed = await deliveries.by_id(self._database, delivery.needs or 0)
        if needed is None or needed.discord_id is None:
            raise VanishedError("the message is gone")
        channel = await self._parent(delivery.place)
        if not isinstance(channel, discord.TextChannel) or not channel.is_news():
            raise UndeliverableError("only an announcement channel publishes to other servers")
        require(channel, "send_messages")
        return await publish(channel, needed.discord_id)

    # Comments

    async def _carry_comment(self, delivery: Delivery) -> int | None:
        thread = await self._comments_thread(delivery)
        comment = await comments.by_id(self._database, delivery.subject)
        if comment is None:
            raise UndeliverableError("the comment is not stored any more")
        # Discord cannot change what a message replies to: a corrected parent is said in words, and so is
        # that of the last one of several.
        in_words = comment.relinked_by or delivery.bundle
        answered = await self._answered([comment], thread, delivery.place) if in_words else {}
        card = crowd_card([comment], answered, self._language(thread.guild))
        reply_to = await self._shown_comment(comment.parent_id, delivery.place)
        return await carry_message(delivery, thread, card, reply_to)

    async def _carry_part(self, delivery: Delivery) -> int | None:
        """A further piece of a long comment, as a reply to its beginning."""
        comment = await comments.by_id(self._database, delivery.subject)
        begun = await self._shown_comment(delivery.subject, delivery.place)
        if comment is None or (begun is None and delivery.wanted is not None):
            raise VanishedError("the comment is gone")
        needed = await deliveries.by_id(self._database, delivery.lane)
        thread = await self._thread(needed.discord_id or 0 if needed else 0)
        number = PARTS.index(delivery.kind) + 2
        card = comment_card(comment, self._language(thread.guild), number)
        return await carry_message(delivery, thread, card, reply_to=begun)

    async def _carry_crowd(self, members: Sequence[Delivery]) -> int | None:
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
            delivery, thread, crowd_card(shown, answered, self._language(thread.guild))
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
        thread = await self._thread(needed.discord_id)
        require(thread, "send_messages_in_threads", "embed_links")
        return thread

    async def _carry_held_back(self, delivery: Delivery) -> int | None:
        """The line that says how many comments of a thread are on the site alone."""
        thread = await self._comments_thread(delivery)
        article = await articles.by_id(self._database, delivery.subject)
        if article is None:
            raise VanishedError("the article is not stored any more")
        card = held_back_card(article, *counted(delivery), self._language(thread.guild))
        return await carry_message(delivery, thread, card)

    async def _carry_citation(self, delivery: Delivery) -> int | None:
        """An answer that quoted a comment which was deleted since."""
        channel = await self._channel(delivery.place)
        if not isinstance(channel, discord.TextChannel | Thread):
            raise VanishedError("the answer's channel is gone")
        return await carry_message(delivery, channel, withdrawn_card(self._language(channel.guild)))

    # Readers' own messages

    async def _carry_original(self, delivery: Delivery) -> int | None:
        """A reader's message goes when its comment went from the site."""
        thread = await self._thread_of_message(delivery)
        if thread is not None and delivery.wanted is None and delivery.discord_id is not None:
            require(thread, "manage_messages")
            await remove(thread, delivery.discord_id)
        return delivery.discord_id

    async def _thread_of_message(self, delivery: Delivery) -> Thread | None:
        threads = await deliveries.threads_of_comment(self._database, delivery.subject)
        place = next((t.discord_id for t in threads if t.place == delivery.place), None)
        return await self._thread(place) if place else None

    async def _carry_mark(self, delivery: Delivery) -> int | None:
        """The sign of what became of a reader's message on the site, in place of an earlier one."""
        thread = await self._thread(delivery.place)
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

    # Private messages

    async def _carry_letter(self, delivery: Delivery) -> int | None:
        """A reader's own digest."""
        bulletin = await postings.bulletin_by_id(self._database, delivery.subject)
        ordered = await reader_digests.of_user(self._database, delivery.place)
        if bulletin is None or ordered is None:
            raise UndeliverableError("the reader wants no digest any more")
        listed = await articles.by_ids(self._database, bulletin.articles)
        return await self._write_to(delivery, bulletin_card(bulletin, listed, ordered.language))

    async def _carry_watch(self, delivery: Delivery) -> int | None:
        """An article that a reader waited for; who takes no private messages hears so when they ask next."""
        notice = await watches.notice_by_id(self._database, delivery.subject)
        article = await articles.by_id(self._database, notice.article_id) if notice else None
        if notice is None or article is None or article.withdrawn:
            raise UndeliverableError("the article is not there any more")
        try:
            sent = await self._write_to(delivery, watch_card(notice, article))
        except UndeliverableError:
            async with self._database.write() as tx:
                await watches.letters_closed(tx, delivery.place, datetime.now(UTC))
            raise
        async with self._database.write() as tx:
            await watches.letters_open(tx, delivery.place)
        return sent

    async def _write_to(self, delivery: Delivery, card: Card) -> int | None:
        """A private message to the reader whose id is the delivery's place."""
        try:
            user = self._client.get_user(delivery.place) or await self._client.fetch_user(delivery.place)
            letters = user.dm_channel or await user.create_dm()
            return await carry_message(delivery, letters, card)
        except discord.HTTPException as error:
            if error.code == _NO_DIRECT_MESSAGES or isinstance(error, discord.NotFound):
                raise UndeliverableError("the reader takes no private messages") from error
            raise

    async def _carry_word(self, delivery: Delivery) -> int | None:
        """A short word to a reader about their roles."""
        word = await words.by_id(self._database, delivery.subject)
        guild = self._client.get_guild(word.guild) if word else None
        if word is None or guild is None or await words.refused(self._database, delivery.place):
            raise UndeliverableError("the reader wants no such words")
        if delivery.discord_id is not None:
            return delivery.discord_id
        text = word_text(word, guild, self._language(guild))
        try:
            user = self._client.get_user(delivery.place) or await self._client.fetch_user(delivery.place)
            return (await user.send(text, nonce=rules.nonce(delivery))).id
        except discord.HTTPException as error:
            if error.code == _NO_DIRECT_MESSAGES or isinstance(error, discord.NotFound):
                raise UndeliverableError("the reader takes no private messages") from error
            raise

    async def _carry_alert(self, delivery: Delivery) -> int | None:
        """A private message; where that is closed, a line in the channel that Discord made for managers."""
        alert = await alerts.by_id(self._database, delivery.subject)
        guild = self._client.get_guild(delivery.guild)
        if alert is None or guild is None or delivery.wanted is None:
            raise UndeliverableError("there is nobody to tell any more")
        text = alert_text(alert, self._language(guild))
        user_id = delivery.place or guild.owner_id or 0
        try:
            user = self._client.get_user(user_id) or await self._client.fetch_user(user_id)
            sent = await user.send(text, nonce=rules.nonce(delivery))
        except discord.HTTPException as error:
            if error.code != _NO_DIRECT_MESSAGES and not isinstance(error, discord.NotFound):
                raise
            channel = guild.public_updates_channel
            if channel is None:
                raise UndeliverableError("the manager takes no private messages") from error
            require(channel, "send_messages")
            sent = await channel.send(text, nonce=rules.nonce(delivery))
        return sent.id

    # Channels

    async def _parent(self, channel_id: int) -> Parent:
        channel = await self._channel(channel_id)
        if not isinstance(channel, discord.TextChannel | discord.ForumChannel):
            raise UndeliverableError(f"channel {channel_id} is not a text or forum channel")
        return channel

    async def _thread(self, thread_id: int) -> Thread:
        channel = await self._channel(thread_id)
        if not isinstance(channel, Thread):
            raise ThreadGoneError(thread_id)
        return channel

    async def _channel(self, channel_id: int) -> object:
        try:
            return self._client.get_channel(channel_id) or await self._client.fetch_channel(channel_id)
        except discord.NotFound as error:
            raise ThreadGoneError(channel_id) from error

    def _language(self, guild: discord.Guild) -> str:
        return language_of(str(guild.preferred_locale), self._fallback_language)
