"""`/discussion`, and what people write in mirrored threads."""

from __future__ import annotations

import re
from datetime import UTC, datetime

import discord
from discord import app_commands
from discord.ext import commands

from bot.client import Client, named
from bot.comment_cards import parent_embed
from bot.comments.outbox import Heard
from bot.errors import ReaderError
from bot.texts import say
from cogs.language import of
from storage.records_writing import Spoken

_CHOICES = 25


class Comments(commands.Cog):
    """The mirrored threads."""

    def __init__(self, client: Client) -> None:
        self._client = client
        self._services = client.services

    @app_commands.command(name=named("command-comments"), description=named("command-comments-description"))
    @app_commands.rename(article=named("command-comments-article"))
    @app_commands.describe(article=named("command-comments-article-description"))
    @app_commands.guild_only()
    async def discussion(self, interaction: discord.Interaction, article: str) -> None:
        """Tell where an article is discussed."""
        found = await self._services.comments.thread_of(article)
        if found is None:
            raise ReaderError("comments-none", title=article[:200])
        text = say(of(interaction), "comments-thread", title=found.title, thread=f"<#{found.thread_id}>")
        await interaction.response.send_message(text, ephemeral=True)

    @discussion.autocomplete("article")
    async def _titles(self, _interaction: discord.Interaction, typed: str) -> list[app_commands.Choice[str]]:
        titles = await self._services.comments.titles(typed, _CHOICES)
        return [app_commands.Choice(name=title[:100], value=str(id_)) for id_, title in titles]

    # Whom comments answer

    comment = app_commands.Group(
        name=named("command-comment"),
        description=named("command-comment-description"),
        guild_only=True,
        default_permissions=discord.Permissions(manage_messages=True),
    )

    @comment.command(name=named("command-comment-why"), description=named("command-comment-why-description"))
    @app_commands.rename(message=named("command-comment-message"))
    @app_commands.describe(message=named("command-comment-message-description"))
    @app_commands.checks.has_permissions(manage_messages=True)
    async def why(self, interaction: discord.Interaction, message: str) -> None:
        """Tell whom a comment answers, and how that is known."""
        comment = await self._services.comments.shown_by(_message_id(message))
        parent = await self._services.comments.parent_of(comment)
        embed = parent_embed(comment, parent, of(interaction))
        await interaction.response.send_message(embed=embed, ephemeral=True)

    @comment.command(
        name=named("command-comment-relink"), description=named("command-comment-relink-description")
    )
    @app_commands.rename(message=named("command-comment-message"), parent=named("command-comment-parent"))
    @app_commands.describe(
        message=named("command-comment-message-description"),
        parent=named("command-comment-parent-description"),
    )
    @app_commands.checks.has_permissions(manage_messages=True)
    async def relink(self, interaction: discord.Interaction, message: str, parent: str = "") -> None:
        """Say whom a comment answers, for good."""
        service = self._services.comments
        comment = await service.shown_by(_message_id(message))
        answered = await service.shown_by(_message_id(parent)) if parent else None
        await service.relink(comment, answered, interaction.user.id)
        self._client.courier.wake()
        await interaction.response.send_message(say(of(interaction), "comment-relinked"), ephemeral=True)

    # From Discord to the site

    @commands.Cog.listener()
    async def on_message(self, message: discord.Message) -> None:
        """What somebody writes in a mirrored thread may go to the site."""
        if message.author.bot or message.guild is None or not isinstance(message.channel, discord.Thread):
            return
        reference = message.reference
        heard = Heard(
            message=message.id,
            channel=message.channel.id,
            guild=message.guild.id,
            user=message.author.id,
            name=message.author.display_name,
            spoken=_spoken(message),
            answers=reference.message_id if reference else None,
        )
        if not await self._services.outbox.take(heard, datetime.now(UTC)):
            self._client.courier.wake()

    @commands.Cog.listener()
    async def on_raw_message_edit(self, payload: discord.RawMessageUpdateEvent) -> None:
        """An edit of what went to the site follows."""
        if not payload.message.author.bot and "content" in payload.data:
            await self._services.outbox.change(payload.message_id, _spoken(payload.message))

    @commands.Cog.listener()
    async def on_raw_message_delete(self, payload: discord.RawMessageDeleteEvent) -> None:
        """What was deleted here goes from the site too."""
        await self._services.outbox.remove(payload.message_id)


def _message_id(said: str) -> int:
    """The number at the end of a message's link, or the number itself."""
    found = re.search(r"(\d{15,20})/?\s*$", said)
    if found is None:
        raise ReaderError("comment-unknown")
    return int(found[1])


def _spoken(message: discord.Message) -> Spoken:
    mentioned = [*message.mentions, *message.role_mentions, *message.channel_mentions]
    names = {str(each.id): getattr(each, "display_name", each.name) for each in mentioned}
    return Spoken(message.content, names, tuple((file.filename, file.url) for file in message.attachments))


async def setup(client: Client) -> None:
    """Add the cog."""
    await client.add_cog(Comments(client))
