"""`/ask`, `/search`, `!ask`, `!search`, and asking by mention."""

from __future__ import annotations

from datetime import UTC, datetime

import discord
from discord import app_commands
from discord.ext import commands

from bot.answer_cards import answer_embeds, hits_embed, invitation_embed
from bot.answers.rules import AnswerPassage
from bot.client import Client, Context, named
from bot.texts import language_of, say
from cogs.language import of

_HITS = 6
_LONGEST = 1_000


class Answers(commands.Cog):
    """Questions about products and news, answered from the stored articles and comments."""

    def __init__(self, client: Client) -> None:
        self._client = client
        self._answers = client.services.answers
        self._floods = commands.CooldownMapping.from_cooldown(5, 15, commands.BucketType.user)

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
            embeds, quoted = await self._answer(question, of(context))
            sent = await context.reply(embeds=embeds, mention_author=False)
        await self._answers.cited(sent.channel.id, sent.id, quoted)

    @commands.hybrid_command(  # type: ignore[arg-type]
        name=named("command-search"), description=named("command-search-description")
    )
    @commands.cooldown(5, 15, commands.BucketType.user)
    @app_commands.rename(words=named("command-search-words"))
    @app_commands.describe(words=named("command-search-words-description"))
    async def search(self, context: Context, *, words: str = "") -> None:
        """List the articles that fit."""
        async with context.typing():
            hits = await self._answers.search(words[:_LONGEST], limit=_HITS)
            sent = await context.reply(embed=hits_embed(words, hits, of(context)), mention_author=False)
        await self._answers.cited(sent.channel.id, sent.id, hits)

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
            embeds, quoted = await self._answer(message.content.removeprefix(mention).strip(), language)
            sent = await message.reply(embeds=embeds, mention_author=False)
        await self._answers.cited(sent.channel.id, sent.id, quoted)

    async def _answer(
        self, question: str, language: str
    ) -> tuple[list[discord.Embed], tuple[AnswerPassage, ...]]:
        """What is shown, and what of it was said by others."""
        if not question.strip():
            return [invitation_embed(language)], ()
        answer = await self._answers.ask(question[:_LONGEST], datetime.now(UTC))
        return answer_embeds(answer, language), answer.passages


async def setup(client: Client) -> None:
    """Add the cog."""
    await client.add_cog(Answers(client))
