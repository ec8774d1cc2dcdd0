"""The discord.py client: intents, cogs by name, localised commands, what a person hears of an error."""

from __future__ import annotations

import asyncio
import gc
import hashlib
import importlib
import json
from collections.abc import Iterable
from typing import Any, Final

import aiohttp
import discord
import structlog
import yarl
from discord import app_commands
from discord.ext import commands

from bot import once
from bot.articles import filters
from bot.config import DiscordSettings
from bot.courier import Courier
from bot.error_texts import error_text
from bot.errors import OperatorError
from bot.services import Services
from bot.texts import LANGUAGES, language_of, say
from storage import deliveries, memory, role_deliveries, thread_deliveries

log = structlog.stdlib.get_logger(__name__)

COGS: Final = tuple(
    f"cogs.{room}"
    for room in (
        "articles",
        "sources",
        "routes",
        "comments",
        "missed",
        "moderation",
        "hand",
        "answers",
        "search",
        "products",
        "watches",
        "subscribers",
        "privacy",
        "roles",
        "members",
        "admin",
    )
)
# Discord allows 50 over all routes; answers to people go past this limit.
CALLS_PER_SECOND: Final = 45.0
INTENTS: Final = discord.Intents(guilds=True, members=True, guild_messages=True, message_content=True)

# The first gateway connection failing surfaces as an AttributeError in the library.
_CONNECTION_ERRORS: Final = (
    discord.HTTPException,
    discord.GatewayNotFound,
    discord.ConnectionClosed,
    aiohttp.ClientError,
    OSError,
    TimeoutError,
    AttributeError,
)

Context = commands.Context[Any]


def point_at(settings: DiscordSettings) -> None:
    """Reach Discord where the settings say; the library keeps this for the whole process."""
    # Voice is not ours: no word about its missing parts.
    discord.VoiceClient.warn_nacl = discord.VoiceClient.warn_dave = False
    discord.http.Route.BASE = settings.api_url.rstrip("/")
    discord.gateway.DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(settings.gateway_url)


def prepare() -> None:
    """Import the cogs and read the texts, while there is no loop yet that would have to wait for it."""
    for cog in COGS:
        importlib.import_module(cog)
    for language in LANGUAGES:
        say(language, "answer-none")
    filters.parse("x")
    # What is loaded stays; each full collection would walk through it again, for 60 ms.
    gc.collect()
    gc.freeze()


def named(name: str) -> app_commands.locale_str:
    """A command's name or description that follows the reader's language."""
    return app_commands.locale_str(say("en", name), text=name)


class CommandTexts(app_commands.Translator):
    """Gives Discord the French names and descriptions of commands."""

    async def translate(
        self,
        string: app_commands.locale_str,
        locale: discord.Locale,
        context: app_commands.TranslationContextTypes,
    ) -> str | None:
        """The text in a locale that we speak; None keeps the English one."""
        name = string.extras.get("text")
        if not name or locale is not discord.Locale.french:
            return None
        return say("fr", name)


class Client(commands.Bot):
    """One connection to Discord, from login to close."""

    def __init__(
        self,
        services: Services,
        stop: asyncio.Event,
        *,
        patience: float = 1.0,
        calls_per_second: float = CALLS_PER_SECOND,
    ) -> None:
        """`patience` is how long, in seconds, the last server to come is waited for before it is ready."""
        super().__init__(
            command_prefix="!",
            intents=INTENTS,
            help_command=None,
            max_messages=None,
            guild_ready_timeout=patience,
            allowed_mentions=discord.AllowedMentions.none(),
            http_trace=once.trace(),
        )
        self.services = services
        self.courier = Courier(
            self,
            services.database,
            services.routes,
            services.directory,
            services.settings.language,
            calls_per_second=calls_per_second,
        )
        self._stop = stop
        self._deliveries: asyncio.Task[None] | None = None
        self.tree.error(self._on_tree_error)

    async def setup_hook(self) -> None:
        """Load the cogs, register the commands where they changed, start the courier once ready."""
        for cog in COGS:
            # `load_extension` would run each module a second time.
            await importlib.import_module(cog).setup(self)
            await asyncio.sleep(0)  # each takes some milliseconds
        await self.tree.set_translator(CommandTexts())
        await self._register_commands()
        self._deliveries = asyncio.create_task(self._deliver(), name="deliveries")

    async def _register_commands(self) -> None:
        """Discord keeps commands: they are sent only when they differ from what it has."""
        translated = []
        for command in self.tree.get_commands():
            translator: Any = self.tree.translator
            translated.append(await command.get_translated_payload(self.tree, translator))
            await asyncio.sleep(0)
        application = self.application_id or 0  # known since the login
        text = json.dumps([application, translated], sort_keys=True)
        digest = hashlib.sha256(text.encode()).hexdigest()
        if await memory.recall(self.services.database, "commands") != digest:
            await self.http.bulk_upsert_global_commands(application, payload=translated)
            async with self.services.database.write() as tx:
                await memory.remember(tx, "commands", digest)
            log.info("commands registered", count=len(translated))

    async def _deliver(self) -> None:
        await self.wait_until_ready()
        log.info("ready", user=str(self.user), guilds=len(self.guilds))
        await self.courier.run(self._stop)

    async def close(self) -> None:
        """End the courier's steps under way, then the connection."""
        if self._deliveries is not None:
            if not self._stop.is_set():
                self._deliveries.cancel()
            await asyncio.wait([self._deliveries], timeout=4)
            self._deliveries.cancel()
        await super().close()

    async def on_member_join(self, member: discord.Member) -> None:
        """Roles that waited for this member are due again."""
        async with self.services.database.write() as tx:
            revived = await role_deliveries.revive(tx, member.guild.id, member.id)
        if revived:
            self.courier.wake()

    async def on_guild_channel_update(
        self, _: discord.abc.GuildChannel, channel: discord.abc.GuildChannel
    ) -> None:
        """What the bot was not allowed to do there may be allowed now."""
        await self._retry([channel])

    async def on_guild_role_update(self, _: discord.Role, role: discord.Role) -> None:
        """The same, for every channel and every role of the server."""
        if role in role.guild.me.roles:
            await self._retry(role.guild.channels)
        async with self.services.database.write() as tx:
            retried = await role_deliveries.retry(tx, role.guild.id)
        if retried:
            self.courier.wake()

    async def on_raw_thread_update(self, payload: discord.RawThreadUpdateEvent) -> None:
        """What waited for a locked thread is due once it is open."""
        if not payload.data["thread_metadata"].get("locked"):
            async with self.services.database.write() as tx:
                opened = await thread_deliveries.opened_again(tx, payload.thread_id)
            if opened:
                self.courier.wake()

    async def on_raw_thread_delete(self, payload: discord.RawThreadDeleteEvent) -> None:
        """A thread that somebody removed takes what it would show with it."""
        async with self.services.database.write() as tx:
            await thread_deliveries.drop_thread(tx, payload.thread_id, "the thread was removed")

    async def _retry(self, channels: Iterable[discord.abc.GuildChannel]) -> None:
        async with self.services.database.write() as tx:
            retried = [await deliveries.retry_place(tx, channel.id) for channel in channels]
        if any(retried):
            self.courier.wake()

    async def on_command_error(self, context: Context, error: commands.CommandError) -> None:
        """Say in words what went wrong with a `!command`."""
        if isinstance(error, commands.CommandNotFound):
            return
        guild = context.guild
        locale = context.interaction.locale if context.interaction else guild and guild.preferred_locale
        text = error_text(error, language_of(str(locale), self.services.settings.language))
        await context.reply(text, ephemeral=True, mention_author=False)

    async def _on_tree_error(
        self, interaction: discord.Interaction, error: app_commands.AppCommandError
    ) -> None:
        text = error_text(error, language_of(str(interaction.locale)))
        if interaction.response.is_done():
            await interaction.followup.send(text, ephemeral=True)
        else:
            await interaction.response.send_message(text, ephemeral=True)


async def connect(services: Services, stop: asyncio.Event, clients: list[Client]) -> None:
    """Stay connected until `stop`, with a new client whenever one ends.

    The client at work is the only member of `clients`. A token or intents that Discord refuses are an
    OperatorError: no retry helps.
    """
    failures = 0
    while not stop.is_set():
        client = Client(services, stop)
        clients[:] = [client]
        task = asyncio.create_task(client.start(services.settings.discord.token.get_secret_value()))
        stopping = asyncio.create_task(stop.wait())
        try:
            await asyncio.wait([task, stopping], return_when=asyncio.FIRST_COMPLETED)
            if task.done():
                task.result()
        except discord.LoginFailure:
            raise OperatorError(
                "discord.token: Discord refuses it; copy the bot's token anew from the developer portal"
            ) from None
        except discord.PrivilegedIntentsRequired:
            raise OperatorError(
                "Discord refuses the intents; switch on Server Members and Message Content "
                "for the bot in the developer portal"
            ) from None
        # The first gateway connection failing surfaces as an AttributeError in the library.
        except (
            discord.DiscordException,
            aiohttp.ClientError,
            OSError,
            TimeoutError,
            AttributeError,
        ) as error:
            failures = 0 if client.is_ready() else failures + 1
            log.warning("connection ended, will connect again", reason=repr(error), failures=failures)
        finally:
            stopping.cancel()
            await client.close()
            task.cancel()
            await asyncio.gather(task, stopping, return_exceptions=True)
        if not stop.is_set():
            await _pause(min(2.0**failures, 60.0), stop)


async def _pause(seconds: float, stop: asyncio.Event) -> None:
    try:
        await asyncio.wait_for(stop.wait(), seconds)
    except TimeoutError:
        return
