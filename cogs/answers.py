"""`/ask`, `!ask`, asking by mention, and asking about a message."""

from __future__ import annotations

from collections.abc import Collection
from datetime import UTC, datetime
from typing import Any

import discord
from discord import app_commands
from discord.ext import commands

from bot import plain
from bot.answer_cards import answer_embeds, invitation_embed
from bot.answers import places
from bot.answers.rules import Answer, AnswerPassage
from bot.answers.watches import subject_of
from bot.cards import shown, view_of
from bot.client import Client, Context, named
from bot.errors import ReaderError
from bot.texts import language_of, say
from bot.watch_cards import watch_button
from cogs.language import of
from cogs.pressed import guarded, seen
from cogs.search import article_of
from storage.records import Article

_LONGEST = 1_000
_ASKED_ABOUT = 300


class Answers(commands.Cog):
    """Questions about products and news, answered from the stored articles and comments."""

    def __init__(self, client: Client) -> None:
        self._client = client
        self._services = client.services
        self._floods = commands.CooldownMapping.from_cooldown(5, 15, commands.BucketType.user)
        self._menu = app_commands.ContextMenu(name=named("menu-ask"), callback=self.ask_about)

    async def cog_load(self) -> None:
        """Add what a cog cannot declare."""
        self._client.tree.add_command(self._menu)

    async def cog_unload(self) -> None:
        """Take it away again."""
        self._client.tree.remove_command(self._menu.name, type=self._menu.type)

    # mypy cannot match the method behind the library's decorators.
    @commands.hybrid_command(  # type: ignore[arg-type]
        name=named("command-ask"), description=named("command-ask-description")
    )
    @commands.cooldown(5, 15, commands.BucketType.user)
    @app_commands.rename(question=named("command-ask-question"))
    @app_commands.describe(question=named("command-ask-question-description"))
    async def ask(self, context: Context, *, question: str = "") -> None:
        """Answer with passages and their sources, or say that nothing is known."""
        async with context.typing():
            answer, passages = await self._answer(context.author.id, question, of(context), seen(context))
            sent = await context.reply(**answer, mention_author=False)
        await self._services.answers.cited(sent.channel.id, sent.id, passages)
        user = context.author.id
        if context.interaction and await self._services.watches.should_hear(user, _now()):
            await context.interaction.followup.send(say(of(context), "watch-closed"), ephemeral=True)

    @commands.Cog.listener()
    async def on_message(self, message: discord.Message) -> None:
        """Answer a message that begins by mentioning the bot."""
        me = self._client.user
        if message.author.bot or me is None or message.guild is None:
            return
        mention = next((m for m in (me.mention, f"<@!{me.id}>") if message.content.startswith(m)), None)
        if mention is None:
            return
        language = language_of(str(message.guild.preferred_locale))
        bucket = self._floods.get_bucket(message)
        if bucket and (seconds := bucket.update_rate_limit()):
            text = say(language, "error-slow-down", seconds=max(1, round(seconds)))
            await message.reply(text, mention_author=False)
            return
        async with message.channel.typing():
            context = await self._client.get_context(message)
            question = message.content.removeprefix(mention).strip()
            answer, passages = await self._answer(message.author.id, question, language, seen(context))
            sent = await message.reply(**answer, mention_author=False)
        await self._services.answers.cited(sent.channel.id, sent.id, passages)

    # About a message

    async def ask_about(self, interaction: discord.Interaction, message: discord.Message) -> None:
        """Ask for a question about what a message shows."""
        article = await article_of(self._client, message)
        text = plain.one_line(message.clean_content)
        if article is None and not text:
            raise ReaderError("ask-about-nothing")
        about = "" if article else plain.shorten(text, _ASKED_ABOUT)
        await interaction.response.send_modal(AskAbout(self, article, about, of(interaction)))

    async def answer_about(
        self, interaction: discord.Interaction, article: Article | None, question: str
    ) -> None:
        """Answer from an article first; where it says nothing, from everything."""
        await interaction.response.defer(ephemeral=True, thinking=True)
        language, question = of(interaction), question[:_LONGEST]
        threads = seen(interaction)
        if article is None:
            arguments, _ = await self._answer(interaction.user.id, question, language, threads)
            await interaction.followup.send(**arguments, ephemeral=True)
            return
        reader = interaction.user.id
        answer = await self._services.answers.ask(question, _now(), article_id=article.id, reader=reader)
        content = None
        if answer.refused:
            answer = await self._services.answers.ask(question, _now(), reader=reader)
            title = shown(article.item.title, 200)
            content = None if answer.refused else say(language, "answer-elsewhere", title=title)
        arguments = await self._shown(answer, language, threads)
        await interaction.followup.send(content or "", **arguments, ephemeral=True)

    async def _answer(
        self, reader: int, question: str, language: str, channels: Collection[int]
    ) -> tuple[dict[str, Any], tuple[AnswerPassage, ...]]:
        """An answer as a message's arguments, and what of it was said by others."""
        if not question.strip():
            return {"embeds": [invitation_embed(language)]}, ()
        answer = await self._services.answers.ask(question[:_LONGEST], _now(), reader=reader)
        return await self._shown(answer, language, channels), answer.passages

    async def _shown(self, answer: Answer, language: str, channels: Collection[int]) -> dict[str, Any]:
        ids = [passage.article.id for passage in answer.passages]
        threads = await places.threads_of(self._services.database, ids, channels)
        found: dict[str, Any] = {"embeds": answer_embeds(answer, language, threads)}
        if answer.refused and (subject := subject_of(answer.question)):
            found["view"] = view_of(watch_button(subject, language))
        return found


class AskAbout(discord.ui.Modal):
    """A question about an article, or about a message's text."""

    def __init__(self, cog: Answers, article: Article | None, about: str, language: str) -> None:
        super().__init__(title=say(language, "ask-about-title"), timeout=900)
        self._cog = cog
        self._article = article
        self.question: discord.ui.TextInput[AskAbout] = discord.ui.TextInput(
            custom_id="question",
            default=about or None,
            max_length=_LONGEST,
            style=discord.TextStyle.paragraph,
        )
        self.add_item(discord.ui.Label(text=say(language, "ask-about-question"), component=self.question))

    async def on_submit(self, interaction: discord.Interaction) -> None:
        """Answer it."""
        await guarded(
            interaction, lambda again: self._cog.answer_about(again, self._article, self.question.value)
        )


def _now() -> datetime:
    return datetime.now(UTC)


async def setup(client: Client) -> None:
    """Add the cog."""
    await client.add_cog(Answers(client))
