"""The bot in this process, on the Discord at the wire, with a store filled by hand: no sources, no wait."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from bot import app
from bot.app import App
from bot.causes import said
from bot.client import CALLS_PER_SECOND, Client
from bot.config import parse
from bot.demo.wire.server import WireDiscord, serve
from bot.services import Services
from bot.workers import Here
from storage import deliveries
from storage.records import ArticleItem, CommentItem, Kind
from tests import contract
from tests.blank import lay_out
from tests.made import a_comment_item, an_item
from tests.stage import TOKEN, Guild, build_guild
from tests.wire_world import pointed_at, until

SOURCE = "gazette"
_DATABASE = "newsroom.db"


@dataclass
class Newsroom:
    """A bot at work and what it works with."""

    wire: WireDiscord
    guild: Guild
    app: App
    client: Client
    _stop: asyncio.Event
    _task: asyncio.Task[None]
    now: datetime = field(default_factory=lambda: datetime.now(UTC).replace(microsecond=0))

    @property
    def services(self) -> Services:
        return self.app.services

    async def publish(self, title: str, *, source: str = SOURCE, **fields: Any) -> int:
        """Store an article as news; our id of it."""
        guid = title.lower().replace(" ", "-")
        return await self.store(an_item(guid, **{"title": title, "published": self.now} | fields), source)

    async def store(self, item: ArticleItem, source: str = SOURCE) -> int:
        """Store an article as news, or as it is now; our id of it."""
        article_id = await self.services.articles.add(source, item, self.now, post=True)
        await self._changed()
        return article_id

    async def comment(self, article_id: int, *texts: str) -> list[CommentItem]:
        """Store a thread of comments, a minute apart."""
        items = [
            a_comment_item(str(n), published=self.now + timedelta(minutes=n), markdown=text)
            for n, text in enumerate(texts, 1)
        ]
        await self.thread(article_id, items)
        return items

    async def thread(self, article_id: int, items: Iterable[CommentItem]) -> None:
        """Store an article's whole thread as it is now."""
        await self.services.comments.store_thread(article_id, items, self.now)
        await self._changed()

    async def _changed(self) -> None:
        await self.services.answers.index.catch_up()
        await self.services.catalogue.catch_up()
        self.client.courier.wake()

    async def restarted(self) -> None:
        """A new client in place of the one at work, as after a restart: it knows only what is stored."""
        await self.closed()
        self._stop = asyncio.Event()
        self.client = Client(self.services, self._stop, patience=0.05)
        self._task = asyncio.create_task(self.client.start(TOKEN))
        await until(lambda: self.client.is_ready() or self._task.done())

    async def closed(self) -> None:
        """No client is at work any more."""
        self._stop.set()
        await self.client.close()
        await asyncio.gather(self._task, return_exceptions=True)

    async def settled(self, within: float = 15) -> None:
        """Wait until nothing is owed that could be delivered now, at most so many seconds."""
        async with asyncio.timeout(within):
            while await self._due():
                await asyncio.sleep(0.02)

    async def _due(self) -> bool:
        database, soon = self.services.database, datetime.now(UTC)
        lanes = await deliveries.due_lanes(database, soon)
        heads = [await deliveries.head(database, lane, soon) for lane in lanes]
        return any(heads)

    async def reasons(self, language: str = "en") -> list[str]:
        """Why deliveries are held up."""
        return [said(d.reason, language) for d in await deliveries.troubled(self.services.database, 20)]

    async def message_of(self, article_id: int) -> int:
        """The Discord id of an article's message."""
        shown = await deliveries.of_subject(self.services.database, Kind.ARTICLE, article_id)
        return shown[0].discord_id or 0

    def cards(self, channel_id: int) -> list[dict[str, Any]]:
        """The embeds in a channel or thread, oldest first."""
        found = self.guild.people["manager"].messages(channel_id, limit=500)
        return [m["embeds"][0] for m in sorted(found, key=lambda m: int(m["id"])) if m["embeds"]]


@asynccontextmanager
async def at_work(
    folder: Path,
    *,
    later: Callable[[Guild], dict[str, Any]] = lambda _: {},
    calls_per_second: float = CALLS_PER_SECOND,
    lag: float = 0,
    **settings: Any,
) -> AsyncIterator[Newsroom]:
    """A newsroom while the block lasts; afterwards every request has kept the contract.

    `later` gives settings that need the ids of the guild; Discord's clock is `lag` seconds behind ours.
    """
    guild = build_guild(lag=lag)
    await lay_out(folder / _DATABASE)
    async with serve(guild.backend, token=TOKEN) as wire, pointed_at(wire):
        tree = _settings(folder, guild) | later(guild) | settings
        stop = asyncio.Event()
        async with app.opened(parse(tree, {}), Here()) as opened:
            client = Client(opened.services, stop, patience=0.05, calls_per_second=calls_per_second)
            task = asyncio.create_task(client.start(TOKEN))
            newsroom = Newsroom(wire, guild, opened, client, stop, task)
            try:
                await until(lambda: client.is_ready() or task.done())
                yield newsroom
            finally:
                await newsroom.closed()
    assert wire.crashes == []
    assert [
        c for r in wire.requests for c in contract.check(r.method, r.path, r.query, r.json, r.files)
    ] == []


def _settings(folder: Path, guild: Guild) -> dict[str, Any]:
    return {
        "discord": {"token": TOKEN},
        "storage": {"url": f"sqlite:///{folder / _DATABASE}"},
        "routes": [{"channel": guild.news_id}],
        "publishers": [
            {
                "name": "La Gazette",
                "kind": "csv",
                "file": str(folder / "subscribers.csv"),
                "guild": guild.id,
                "roles": guild.role_ids,
                "account_url": "https://gazette.example/account",
            }
        ],
    }
