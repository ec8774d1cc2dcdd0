"""How private messages are carried out; only the carriers call this."""

from __future__ import annotations

from datetime import UTC, datetime

import discord

from bot import deliveries as rules
from bot.cards import Card, alert_text, bulletin_card
from bot.causes import Cause
from bot.messages import UndeliverableError, carry_message, require
from bot.places import Places
from bot.subscriber_cards import word_text
from bot.texts import language_of
from bot.watch_cards import watch_card
from storage import alerts, articles, languages, postings, reader_digests, watches, words
from storage.database import Database
from storage.records import Delivery

_NO_DIRECT_MESSAGES = 50007


class PrivateCarriers:
    """Digests, watches and words to readers, alerts to managers."""

    def __init__(self, client: discord.Client, database: Database, places: Places) -> None:
        self._client = client
        self._database = database
        self._places = places

    async def letter(self, delivery: Delivery) -> int | None:
        """A reader's own digest."""
        bulletin = await postings.bulletin_by_id(self._database, delivery.subject)
        ordered = await reader_digests.of_user(self._database, delivery.place)
        if bulletin is None or ordered is None:
            raise UndeliverableError(Cause("cause-no-digest-wanted"))
        listed = await articles.by_ids(self._database, bulletin.articles)
        return await self._write_to(delivery, bulletin_card(bulletin, listed, ordered.language))

    async def watch(self, delivery: Delivery) -> int | None:
        """An article that a reader waited for; who takes no private messages hears so when they ask next."""
        notice = await watches.notice_by_id(self._database, delivery.subject)
        article = await articles.by_id(self._database, notice.article_id) if notice else None
        if notice is None or article is None or article.withdrawn:
            raise UndeliverableError(Cause("cause-article-gone"))
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
            user = await self._user(delivery.place)
            letters = user.dm_channel or await user.create_dm()
            return await carry_message(delivery, letters, card)
        except discord.HTTPException as error:
            if _closed(error):
                raise UndeliverableError(Cause("cause-no-letters")) from error
            raise

    async def word(self, delivery: Delivery) -> int | None:
        """A short word to a reader about their roles."""
        word = await words.by_id(self._database, delivery.subject)
        guild = self._client.get_guild(word.guild) if word else None
        if word is None or guild is None or await words.refused(self._database, delivery.place):
            raise UndeliverableError(Cause("cause-no-words-wanted"))
        if delivery.discord_id is not None:
            return delivery.discord_id
        language = language_of(await languages.of(self._database, word.user), self._places.language(guild))
        text = word_text(word, guild, language)
        try:
            user = await self._user(delivery.place)
            return (await user.send(text, nonce=rules.nonce(delivery))).id
        except discord.HTTPException as error:
            if _closed(error):
                raise UndeliverableError(Cause("cause-no-letters")) from error
            raise

    async def alert(self, delivery: Delivery) -> int | None:
        """A private message; where that is closed, a line in the channel that Discord made for managers."""
        alert = await alerts.by_id(self._database, delivery.subject)
        guild = self._client.get_guild(delivery.guild)
        if alert is None or guild is None or delivery.wanted is None:
            raise UndeliverableError(Cause("cause-nobody-to-tell"))
        text = alert_text(alert, self._places.language(guild))
        user_id = delivery.place or guild.owner_id or 0
        try:
            user = await self._user(user_id)
            sent = await user.send(text, nonce=rules.nonce(delivery))
        except discord.HTTPException as error:
            if not _closed(error):
                raise
            channel = guild.public_updates_channel
            if channel is None:
                raise UndeliverableError(Cause("cause-no-manager-letters")) from error
            require(channel, "send_messages")
            sent = await channel.send(text, nonce=rules.nonce(delivery))
        return sent.id

    async def _user(self, user_id: int) -> discord.User:
        return self._client.get_user(user_id) or await self._client.fetch_user(user_id)


def _closed(error: discord.HTTPException) -> bool:
    """Whether somebody takes no private messages, or is not there any more."""
    return error.code == _NO_DIRECT_MESSAGES or isinstance(error, discord.NotFound)
