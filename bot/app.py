"""Puts everything together, runs it, and closes it in reverse order."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime

import structlog

from bot import client, loops, memory
from bot.answers.catalogue import Catalogue
from bot.answers.related import Related
from bot.answers.search import Searches
from bot.answers.service import Answers
from bot.answers.watches import Watches
from bot.articles.desk import Desk
from bot.articles.directory import Directory
from bot.articles.discover import Finder
from bot.articles.reader_digests import ReaderDigests
from bot.articles.routes import Routes
from bot.articles.service import Articles, ArticlesRead
from bot.articles.websub import Hubs
from bot.articles.why import Explanations
from bot.comments.gate import Gate
from bot.comments.missed import Missed
from bot.comments.moderation import Moderation
from bot.comments.outbox import Outbox
from bot.comments.service import Comments
from bot.config import Settings
from bot.config_publishers import PublisherSettings
from bot.config_sources import SourceSettings
from bot.errors import OperatorError
from bot.http import Fetcher
from bot.mail import Mailer
from bot.privacy import Privacy
from bot.reader import Looked, Reader
from bot.robots import Robots
from bot.services import Services
from bot.subscribers import providers
from bot.subscribers.address_book import AddressBook
from bot.subscribers.door import Door
from bot.subscribers.mail_codes import MailCodes
from bot.subscribers.service import Subscribers
from bot.subscribers.web_links import WebLinks
from bot.vault import Vault
from bot.web import Web
from bot.workers import Workers
from storage.database import Database
from storage.records import SourceState

log = structlog.stdlib.get_logger(__name__)

_INDEX_SECONDS = 60.0
_RELEASE_SECONDS = 5.0
_OUTBOX_SECONDS = 1.0
_SETTLE_SECONDS = 30.0
_HINTS_SECONDS = 0.5
# Readers who sign in at once do not wait for each other, nor for a slow feed of the same site.
_SIGN_INS = 8
_MAIL_SECONDS = 1.0


@dataclass(frozen=True, slots=True)
class App:
    """The services of a process, and what they stand on."""

    services: Services
    fetch: Fetcher
    workers: Workers


@asynccontextmanager
async def opened(settings: Settings, workers: Workers | None = None) -> AsyncGenerator[App]:
    """Everything but Discord, open for use."""
    database = await Database.open(settings.storage.url)
    try:
        async with (
            workers or Workers(size=2) as hands,
            Fetcher(settings.http) as fetch,
            Fetcher(settings.http, per_host=_SIGN_INS) as sign_ins,
        ):
            lists = providers.sources(settings.publishers, fetch, hands)
            robots = Robots(fetch, hands, settings.http.user_agent)
            routes = Routes(database, settings.routes)
            directory = Directory(database, settings.sources)
            desk = Desk(database, routes, directory, merge=settings.stories)
            answers = Answers(database)
            watches = Watches(database)
            completer = answers.completion
            catalogue = Catalogue(database, completer, hands)
            vault = _vault(settings)
            book = AddressBook(database, settings.publishers, vault)
            subscribers = Subscribers(database, settings.publishers, lists, book)
            gate = Gate(directory)
            outbox = Outbox(database, directory, subscribers, fetch, gate)
            services = Services(
                settings=settings,
                database=database,
                directory=directory,
                finder=Finder(fetch, hands, robots),
                routes=routes,
                desk=desk,
                articles=Articles(database, fetch, hands, desk, robots, watches),
                explanations=Explanations(database, routes, directory),
                reader_digests=ReaderDigests(database),
                comments=Comments(database, fetch, hands, gate),
                outbox=outbox,
                missed=Missed(database, outbox),
                moderation=Moderation(database, directory, outbox, settings.publishers, fetch),
                answers=answers,
                catalogue=catalogue,
                completer=completer,
                searches=Searches(database, answers, catalogue, completer),
                related=Related(database, answers),
                watches=watches,
                subscribers=subscribers,
                web_links=WebLinks(database, settings, subscribers, sign_ins),
                addresses=book,
                mail_codes=_mail_codes(settings, database, book, vault),
                privacy=Privacy(database, subscribers.projection),
            )
            try:
                yield App(services, fetch, hands)
            finally:
                await answers.index.close()
    finally:
        await database.close()


def _vault(settings: Settings) -> Vault | None:
    keys = [key.get_secret_value() for key in settings.privacy.keys]
    return Vault(keys) if keys else None


def _mail_codes(
    settings: Settings, database: Database, book: AddressBook, vault: Vault | None
) -> MailCodes | None:
    """Codes by mail, where there is a server that sends them and a key to keep addresses with."""
    if vault is None or not settings.mail.host:
        return None
    return MailCodes(database, settings.mail, book, vault, Mailer(settings.mail))


async def run(settings: Settings, stop: asyncio.Event) -> None:
    """Run the bot until `stop`, then end within five seconds with nothing half done."""
    if not settings.discord.token.get_secret_value():
        raise OperatorError("discord.token is missing: set DISCORD_TOKEN, or discord.token in the settings")
    client.point_at(settings.discord)
    memory.save()
    async with opened(settings) as app:
        await _Process(app, stop).run()


class _Process:
    """The named tasks of a running bot."""

    def __init__(self, app: App, stop: asyncio.Event) -> None:
        self._services = app.services
        self._fetch = app.fetch
        self._reader: Reader | None = None
        self._stop = stop
        self._clients: list[client.Client] = []

    async def run(self) -> None:
        settings = self._services.settings
        await self._services.addresses.open()
        web = Web(settings.web)
        door = Door(
            self._services.database, providers.guarded(settings.publishers), self._services.subscribers
        )
        door.open(web)
        self._services.web_links.open(web, self._wake)
        hubs = Hubs(self._services.database, self._fetch, web, self._look_now)
        self._reader = Reader(self._services.database, self._services.directory, self._read, pushes=hubs)
        tasks = [
            asyncio.create_task(client.connect(self._services, self._stop, self._clients), name="discord"),
            asyncio.create_task(self._reader.run(self._stop), name="reader"),
            asyncio.create_task(hubs.run(self._stop), name="hubs"),
            asyncio.create_task(web.run(self._stop), name="web"),
            self._loop(_INDEX_SECONDS, self._index, "index"),
            self._loop(_INDEX_SECONDS, self._products, "products"),
            self._loop(_RELEASE_SECONDS, self._release, "desk"),
            self._loop(_OUTBOX_SECONDS, self._write, "outbox"),
            self._loop(_SETTLE_SECONDS, self._settle, "roles"),
            self._loop(_MAIL_SECONDS, self._mail, "mails"),
            *(self._loop(p.interval, self._refresher(p), f"publisher {p.name}") for p in settings.publishers),
            *(
                self._loop(_HINTS_SECONDS, self._follower(door, name), f"hints of {name}")
                for name in door.publishers
            ),
        ]
        try:
            await asyncio.wait(
                [*tasks, asyncio.create_task(self._stop.wait(), name="stop")],
                return_when=asyncio.FIRST_COMPLETED,
            )
        finally:
            self._stop.set()
            await _end(tasks)
        for task in tasks:
            if not task.cancelled() and (error := task.exception()):
                raise error

    def _loop(self, seconds: float, step: Callable[[], Awaitable[object]], name: str) -> asyncio.Task[None]:
        return asyncio.create_task(loops.every(seconds, step, name=name, stop=self._stop), name=name)

    def _wake(self) -> None:
        for current in self._clients:
            current.courier.wake()

    async def _read(self, source: SourceSettings, state: SourceState, now: datetime) -> Looked:
        """Read a source's articles and comments once."""
        done = await self._services.articles.read(source, state, now)
        if done.any:
            await self._changed()
        if source.comments and await self._read_comments(source, done, now):
            await self._changed()
        hints = done.hints
        return Looked(
            done.state, done.unchanged, done.published, hints.cache_control, hints.ttl, hints.hub, hints.topic
        )

    async def _read_comments(self, source: SourceSettings, done: ArticlesRead, now: datetime) -> int:
        changed = 0
        async with self._services.outbox.turn(source.name):
            await self._services.outbox.settle(source, now)
            if done.comments:
                article_id, items = done.comments
                changed += await self._services.comments.store_thread(article_id, items, now)
            return changed + await self._services.comments.read(source, now)

    async def _write(self) -> None:
        """Bring to the sites what readers wrote on Discord, and what moderators decided there."""
        brought = await self._services.outbox.release(_now())
        if await self._services.moderation.release(_now()) or brought:
            self._wake()

    async def _settle(self) -> None:
        """Follow what time alone changes for roles, and forget mails that nobody counts any more."""
        if await self._services.subscribers.settle(_now()):
            self._wake()
        if self._services.mail_codes is not None:
            await self._services.mail_codes.tidy(_now())
        await self._services.privacy.sweep(_now())

    async def _mail(self) -> None:
        """Send the mails that are owed."""
        if self._services.mail_codes is not None:
            await self._services.mail_codes.release(_now())

    def _look_now(self, source: str) -> None:
        """A hub says that there is news."""
        if self._reader is not None:
            self._reader.look_now(source)

    async def _index(self) -> None:
        """Index whatever was missed, and get ready to complete what readers type."""
        await self._services.answers.index.catch_up()
        await self._services.answers.completion.load()

    async def _products(self) -> None:
        """Read the products that were missed, and complete them."""
        await self._services.catalogue.catch_up()
        await self._services.answers.completion.refresh_products()

    async def _release(self) -> None:
        """Post what waited for its hour, and send the digests that are due."""
        posted = await self._services.desk.release(_now())
        if await self._services.reader_digests.release(_now()) or posted:
            self._wake()

    async def _changed(self) -> None:
        """What was stored is delivered, and can be asked about at once."""
        self._wake()
        await self._services.answers.index.catch_up()
        await self._services.catalogue.catch_up(wait=False)

    def _refresher(self, publisher: PublisherSettings) -> Callable[[], Awaitable[None]]:
        async def refresh() -> None:
            report = await self._services.subscribers.refresh(publisher.name, _now())
            if report.grants or report.removals:
                self._wake()
            report.check()

        return refresh

    def _follower(self, door: Door, publisher: str) -> Callable[[], Awaitable[None]]:
        async def follow() -> None:
            if await door.release(publisher, _now()):
                self._wake()

        return follow


async def _end(tasks: list[asyncio.Task[None]]) -> None:
    """Let each task finish its step; what takes longer than it may is cancelled (writes roll back)."""
    discord_task, *others = tasks
    _, late = await asyncio.wait(others, timeout=1)
    for task in late:
        task.cancel()
    await asyncio.wait([discord_task], timeout=4)
    discord_task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)


def _now() -> datetime:
    return datetime.now(UTC)
