"""`/latest`: the newest articles."""

from __future__ import annotations

from discord.ext import commands

from bot.cards import latest_embed
from bot.client import Client, Context, named
from cogs.language import of
from storage import articles

_COUNT = 8


class Articles(commands.Cog):
    """What was published."""

    def __init__(self, client: Client) -> None:
        self._services = client.services

    # mypy cannot match the method behind the library's decorators.
    @commands.hybrid_command(  # type: ignore[arg-type]
        name=named("command-latest"), description=named("command-latest-description")
    )
    @commands.cooldown(5, 10, commands.BucketType.user)
    async def latest(self, context: Context) -> None:
        """Show the newest articles."""
        found = await articles.latest(self._services.database, _COUNT)
        await context.reply(embed=latest_embed(found, of(context)), mention_author=False)


async def setup(client: Client) -> None:
    """Add the cog."""
    await client.add_cog(Articles(client))
