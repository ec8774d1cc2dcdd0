"""`colporteur check`: would the bot work as it is set up? Each finding with its mend; nothing is changed."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import quote

import aiohttp
import discord

from bot.articles.directory import Directory
from bot.articles.routes import Routes
from bot.articles.routing import from_settings
from bot.articles.source import read_articles
from bot.client import INTENTS, point_at
from bot.comments.orders import Credentials
from bot.comments.writing import check_access
from bot.config import Settings
from bot.config_publishers import PublisherSettings
from bot.config_sources import SourceSettings, WritingSettings
from bot.errors import SourceError
from bot.http import Fetcher
from bot.mail import Mailer, MailServerError
from bot.subscribers import providers
from bot.subscribers.address_book import LOST_MEND, AddressBook
from bot.subscribers.door import ROUTE
from bot.subscribers.publisher_sign_in import PublisherSignIn
from bot.subscribers.signed_links import signed_address
from bot.subscribers.web_links import redirect_address
from bot.vault import Vault
from bot.web import Web
from bot.workers import Here
from storage.database import Database
from storage.records import SourceState
from storage.records_roles import RoleMap
from storage.records_routes import Route
from storage.roles import maps

_CHANNEL_NEEDS = {
    "view_channel": "View Channel",
    "send_messages": "Send Messages",
    "embed_links": "Embed Links",
    "read_message_history": "Read Message History",
}
_THREAD_NEEDS = {
    "create_public_threads": "Create Public Threads",
    "send_messages_in_threads": "Send Messages in Threads",
}


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that was looked at; a `mend` says what to do where it is not fine."""

    what: str
    mend: str = ""

    @property
    def fine(self) -> bool:
        """Whether there is nothing to mend."""
        return not self.mend


async def check(settings: Settings) -> list[Finding]:
    """Look at the settings, at Discord, at every source and at every publisher."""
    findings = [Finding("settings: no mistakes")]
    sources, routes = await _stored(settings)
    if not sources:
        findings.append(Finding("sources: none", "add one under [[sources]], or by /source add on Discord"))
    if not routes:
        mend = "add one under [[routes]], or by /route add on Discord"
        findings.append(Finding("routes: none, so nothing is posted", mend))
    findings += await _check_discord(settings, routes)
    async with Fetcher(settings.http) as fetch:
        for source in sources:
            try:
                reading = await read_articles(source, SourceState(source.name), fetch, Here())
                findings.append(Finding(f"source {source.name}: {len(reading.items)} articles read"))
            except SourceError as error:
                mend = f"{error}; check sources.url and sources.kind, and open the address in a browser"
                findings.append(Finding(f"source {source.name}: {source.url}", mend))
            if source.writing is not None:
                findings.append(await _check_writing(source, source.writing, fetch))
        for publisher in settings.publishers:
            findings.append(await _check_publisher(settings, publisher, fetch))
            findings += await _check_links(Web(settings.web), publisher, fetch)
    if settings.mail.host:
        findings.append(await _check_mail(settings))
    findings += await _check_keys(settings)
    return findings


async def _check_publisher(settings: Settings, publisher: PublisherSettings, fetch: Fetcher) -> Finding:
    """Read a publisher's subscribers as the bot will, and say where its provider has to call."""
    what = f"publisher {publisher.name} ({publisher.kind})"
    try:
        reading = await providers.sources([publisher], fetch, Here())[publisher.name].compare(b"", _now())
    except SourceError as error:
        return Finding(what, f"{error}; docs/subscribers.md tells what to set for kind {publisher.kind!r}")
    what += f": {reading.total} subscribers read"
    if publisher.webhook_secrets:
        what += f"; its webhook calls {Web(settings.web).address(ROUTE, quote(publisher.name))}"
    return Finding(what)


async def _check_links(web: Web, publisher: PublisherSettings, fetch: Fetcher) -> list[Finding]:
    """Say what the publisher's side has to know of the ways to link by the web."""
    findings = []
    if publisher.signed_link:
        address = signed_address(web, publisher.name)
        findings.append(Finding(f"publisher {publisher.name}: signs links, which begin with {address}"))
    if publisher.oauth:
        back = redirect_address(web, publisher.name)
        what, mend = f"publisher {publisher.name}: its sign-in sends readers back to {back}", ""
        try:
            await PublisherSignIn(publisher.oauth, fetch, back).address("state", "nonce", "challenge")
        except SourceError as error:
            mend = f"{error}; check publishers.oauth"
        findings.append(Finding(what, mend))
    return findings


def _now() -> datetime:
    return datetime.now(UTC)


async def _check_mail(settings: Settings) -> Finding:
    what = f"mail: {settings.mail.host}"
    try:
        await Mailer(settings.mail).check()
    except MailServerError as error:
        return Finding(what, str(error))
    return Finding(f"{what} takes our mails")


async def _check_keys(settings: Settings) -> list[Finding]:
    """Addresses that nobody can read any more."""
    keys = [key.get_secret_value() for key in settings.privacy.keys]
    path = Path(settings.storage.url.removeprefix("sqlite:///"))
    if not await asyncio.to_thread(path.exists):
        return []
    database = await Database.open(settings.storage.url)
    try:
        lost = await AddressBook(database, vault=Vault(keys) if keys else None).lost()
    finally:
        await database.close()
    return [Finding(f"privacy.keys: {lost} addresses need a key that is gone", LOST_MEND)] if lost else []


async def _check_writing(source: SourceSettings, how: WritingSettings, fetch: Fetcher) -> Finding:
    """A wrong application password is no error to WordPress: it takes us for anybody."""
    what = f"source {source.name}: writing comments"
    credentials = Credentials(how.user, how.password.get_secret_value())
    try:
        access = await check_access(source, credentials, fetch)
    except SourceError as error:
        return Finding(what, f"{error}; check sources.writing and sources.comments_url")
    return Finding(
        what, "" if access.granted else f"{access.message}; check sources.writing.user and password"
    )


async def _stored(settings: Settings) -> tuple[tuple[SourceSettings, ...], tuple[Route, ...]]:
    """The sources and routes of the settings file and, where there is a store, those made on Discord."""
    path = Path(settings.storage.url.removeprefix("sqlite:///"))
    if not await asyncio.to_thread(path.exists):
        return settings.sources, tuple(map(from_settings, settings.routes))
    database = await Database.open(settings.storage.url)
    try:
        await database.check()
        sources = await Directory(database, settings.sources).all()
        return sources, await Routes(database, settings.routes).all()
    finally:
        await database.close()


async def _mapped(settings: Settings) -> dict[int, dict[str, int]]:
    """The role of each tier by server: those made on Discord, the settings file's before them."""
    found: dict[int, dict[str, int]] = {}
    for made in await _made_maps(settings):
        found.setdefault(made.guild, {})[f"{made.tier}, {made.publisher}"] = made.role
    for publisher in settings.publishers:
        for guild, named in publisher.role_ids.items():
            known = found.setdefault(guild, {})
            known |= {f"{tier}, {publisher.name}": role for tier, role in named.items()}
    return found


async def _made_maps(settings: Settings) -> list[RoleMap]:
    path = Path(settings.storage.url.removeprefix("sqlite:///"))
    if not await asyncio.to_thread(path.exists):
        return []
    database = await Database.open(settings.storage.url)
    try:
        return await maps(database)
    finally:
        await database.close()


async def _check_discord(settings: Settings, routes: Iterable[Route]) -> list[Finding]:
    token = settings.discord.token.get_secret_value()
    if not token:
        return [Finding("token: missing", "set DISCORD_TOKEN to the bot's token from the developer portal")]
    point_at(settings.discord)
    try:
        async with _logged_in(token) as client:
            application = await client.application_info()
            findings = [Finding(f"token: logs in as {client.user}"), *_check_intents(application.flags)]
            findings += [await _check_channel(client, route) for route in routes]
            wanted = {s.moderation.channel for s in settings.sources if s.moderation.channel}
            desks = [Route(0, channel, thread=False) for channel in sorted(wanted)]
            findings += [await _check_channel(client, desk, "moderators' channel") for desk in desks]
            findings += _check_redirect(settings, application)
            for guild, named in (await _mapped(settings)).items():
                findings += await _check_roles(client, guild, named)
            return findings
    except discord.LoginFailure:
        return [Finding("token: refused by Discord", "copy the bot's token anew from the developer portal")]
    except (discord.HTTPException, aiohttp.ClientError, OSError) as error:
        return [Finding("Discord: not reachable", f"check discord.api_url and the network ({error})")]


@asynccontextmanager
async def _logged_in(token: str) -> AsyncGenerator[discord.Client]:
    client = discord.Client(intents=INTENTS)
    try:
        await client.login(token)
        yield client
    finally:
        await client.close()


def _check_intents(flags: discord.ApplicationFlags) -> list[Finding]:
    mend = "switch it on in the developer portal, under Bot"
    members = flags.gateway_guild_members or flags.gateway_guild_members_limited
    content = flags.gateway_message_content or flags.gateway_message_content_limited
    return [
        Finding("intent Server Members", "" if members else mend),
        Finding("intent Message Content", "" if content else mend),
    ]


def _check_redirect(settings: Settings, application: discord.AppInfo) -> list[Finding]:
    if not any(publisher.signed_link or publisher.oauth for publisher in settings.publishers):
        return []
    back = Web(settings.web).address("oauth", "discord")
    mend = "" if back in application.redirect_uris else "add it in the developer portal, OAuth2, Redirects"
    return [Finding(f"sign-in on Discord sends readers back to {back}", mend)]


async def _check_channel(client: discord.Client, route: Route, name: str = "channel") -> Finding:
    channel_id = route.channel
    what = f"{name} {channel_id}"
    try:
        channel = await client.fetch_channel(channel_id)
    except discord.NotFound:
        return Finding(what, "it does not exist; copy the id anew, or remove the route")
    except discord.Forbidden:
        return Finding(what, "the bot cannot see it; give it View Channel there")
    if not isinstance(channel, discord.TextChannel | discord.ForumChannel):
        return Finding(what, "it is neither a text nor a forum channel; choose another")
    if route.crosspost and not (isinstance(channel, discord.TextChannel) and channel.is_news()):
        return Finding(what, "only an announcement channel publishes to others; set routes.crosspost = false")
    guild = await client.fetch_guild(channel.guild.id)
    me = await guild.fetch_member(client.user.id if client.user else 0)
    # A fetched channel knows no roles of its guild; the same one of the fetched guild does.
    there = next((c for c in await guild.fetch_channels() if c.id == channel_id), channel)
    have = there.permissions_for(me)
    needs = _CHANNEL_NEEDS | (_THREAD_NEEDS if route.thread else {})
    if any((role := guild.get_role(id_)) and not role.mentionable for id_ in route.mentions):
        needs |= {"mention_everyone": "Mention All Roles (or make the role mentionable)"}
    missing = [name for flag, name in needs.items() if not getattr(have, flag)]
    mend = f"give the bot in #{channel.name}: {', '.join(missing)}" if missing else ""
    return Finding(f"{what}: #{channel.name} on {guild.name}", mend)


async def _check_roles(client: discord.Client, guild_id: int, roles: dict[str, int]) -> list[Finding]:
    try:
        guild = await client.fetch_guild(guild_id)
    except discord.HTTPException:
        return [Finding(f"server {guild_id}", "the bot is not on it; invite it, or correct publishers.guild")]
    me = await guild.fetch_member(client.user.id if client.user else 0)
    findings = [
        Finding(
            f"server {guild.name}: Manage Roles",
            "" if me.guild_permissions.manage_roles else "give the bot the permission Manage Roles",
        )
    ]
    for tier, role_id in roles.items():
        role = guild.get_role(role_id)
        what = f"role of {tier}: {role.name if role else role_id}"
        if role is None:
            findings.append(Finding(what, "it does not exist; copy the id anew"))
        elif role >= me.top_role:
            mend = f"move the role {me.top_role.name} above it under Server Settings, Roles"
            findings.append(Finding(what, mend))
        elif not me.guild_permissions.manage_roles:
            findings.append(Finding(what, "give the bot the permission Manage Roles; it cannot be changed"))
        else:
            findings.append(Finding(what))
    return findings
