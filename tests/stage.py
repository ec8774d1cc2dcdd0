"""The bot as a process, on the Discord at the wire, reading the demo's news site: nothing patched.

Every request that the bot makes is checked against the contract when the stage closes.
"""

from __future__ import annotations

import asyncio
import json
import os
import random
import re
import sqlite3
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, closing
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import tomli_w
from aiohttp import web
from simcord.backend import permissions
from simcord.enums import ChannelType

from bot.demo.site.server import Site
from bot.demo.wire.backend import SimulatedDiscord
from bot.demo.wire.faults import Faults
from bot.demo.wire.limits import Limits
from bot.demo.wire.people import Person
from bot.demo.wire.server import WireDiscord
from tests import contract
from tests.blank import lay_out

TOKEN = "stage-token-that-is-long-enough"
SOURCE = "La Gazette"

_DATABASE = "colporteur.db"
_LIST_TOKEN = "list-token-that-is-long-enough"

_BOT_MAY = (
    "view_channel",
    "send_messages",
    "send_messages_in_threads",
    "create_public_threads",
    "embed_links",
    "read_message_history",
    "manage_roles",
    "manage_threads",
    "manage_messages",
)


class BotProcess:
    """`colporteur run` as its own process; its log is a file."""

    def __init__(self, folder: Path, settings: dict[str, Any]) -> None:
        self._config = folder / "config.toml"
        self.settings = settings
        self._log = folder / "bot.log"
        self._report = folder / "report.json"
        self.monitored = False
        self.process: asyncio.subprocess.Process | None = None

    def route_to(self, channel_id: int) -> None:
        """From the next start on, articles go to this channel alone."""
        self.settings["routes"] = [{"channel": channel_id}]

    async def start(self) -> None:
        self._config.write_text(tomli_w.dumps(self.settings), encoding="utf-8")
        module = ("tests.benchmarks.monitored", str(self._report)) if self.monitored else ("bot",)
        with self._log.open("ab") as log:
            self.process = await asyncio.create_subprocess_exec(
                *(sys.executable, "-X", "faulthandler", "-m", *module, "run", "-c", str(self._config)),
                stdout=log,
                stderr=log,
                env={k: v for k, v in os.environ.items() if k != "DISCORD_TOKEN"},
            )

    async def kill(self) -> None:
        """The hard way: nothing of the bot runs any more after this."""
        if self.process and self.process.returncode is None:
            self.process.kill()
            await self.process.wait()

    async def stop(self, within: float = 10) -> int:
        """As an operator stops it; its exit code."""
        assert self.process is not None
        if self.process.returncode is None:
            self.process.terminate()
        return await asyncio.wait_for(self.process.wait(), within)

    async def ended(self, within: float) -> int:
        """Wait until it ends by itself; its exit code."""
        assert self.process is not None
        return await asyncio.wait_for(self.process.wait(), within)

    def memory(self) -> float:
        """Resident memory of the main process, in MB."""
        assert self.process is not None
        pages = int(Path(f"/proc/{self.process.pid}/statm").read_text(encoding="ascii").split()[1])
        return pages * os.sysconf("SC_PAGESIZE") / 2**20

    @property
    def report(self) -> dict[str, Any]:
        """What the probe of a monitored bot saw, once it has stopped."""
        found: dict[str, Any] = json.loads(self._report.read_text(encoding="utf-8"))
        return found

    @property
    def log(self) -> str:
        return self._log.read_text(encoding="utf-8", errors="replace")


@dataclass
class Stage:
    """A Discord, a site and the settings of a bot for both."""

    wire: WireDiscord
    site: Site
    bot: BotProcess
    guild: Guild
    database: Path
    random: random.Random = field(default_factory=lambda: random.Random(7))

    @property
    def backend(self) -> SimulatedDiscord:
        return self.guild.backend

    @property
    def people(self) -> dict[str, Person]:
        return self.guild.people

    @property
    def news_id(self) -> int:
        return self.guild.news_id

    @property
    def forum_id(self) -> int:
        return self.guild.forum_id

    def reader(self, name: str) -> Person:
        """One more person who may read and ask."""
        user = self.backend.make_user(name)
        self.backend.add_member(self.guild.id, user.id)
        return Person(self.backend, user.id)

    def empty_site(self) -> None:
        """Begin with no article at all."""
        self.site.articles.clear()
        self.site.comments.clear()

    def publish(self, title: str, content: str = "Un texte assez long pour être lu.") -> int:
        return self.site.publish(next(iter(self.site.readers)), title, content).id

    def comment(self, article: int, text: str, parent: int = 0) -> int:
        return self.site.add_comment(article, self.random.choice(list(self.site.readers)), text, parent).id

    def messages(self, channel_id: int) -> list[dict[str, Any]]:
        """What stands in a channel or thread, oldest first, system messages left out."""
        person = self.people["manager"]
        found = [m for m in person.messages(channel_id, limit=5_000) if m["type"] in {0, 19}]
        return sorted(found, key=lambda message: int(message["id"]))

    def cards(self, channel_id: int | None = None) -> list[dict[str, Any]]:
        """The embeds of the bot's messages in a channel, oldest first."""
        return [embed for m in self.messages(channel_id or self.news_id) for embed in m["embeds"]]

    def titles(self) -> list[str]:
        """The titles of the posted articles, in order."""
        return [card["title"] for card in self.cards()]

    def threads(self) -> dict[str, int]:
        """The threads of the news channel, by name."""
        found = map(self.backend.get_channel, self.backend.get_guild(self.guild.id).thread_ids)
        return {thread.name or "": thread.id for thread in found if thread.parent_id == self.news_id}

    def posts(self) -> list[str]:
        """The posts of the forum, oldest first."""
        found = map(self.backend.get_channel, sorted(self.backend.get_guild(self.guild.id).thread_ids))
        return [thread.name or "" for thread in found if thread.parent_id == self.forum_id]

    def said_in(self, title: str) -> list[str]:
        """The comments mirrored into an article's thread, in order, without whom they answer."""
        thread = self.threads().get(title)
        cards = self.cards(thread) if thread else []
        return [re.sub(r"^-# ↪ [^\n]*\n", "", card["description"]) for card in cards]

    async def until(self, condition: Callable[[], object], within: float = 20) -> None:
        """Wait until a condition holds; the bot's last words tell why where it never does."""
        try:
            async with asyncio.timeout(within):
                while not condition():
                    await asyncio.sleep(0.02)
        except TimeoutError:
            tail = "\n".join(self.bot.log.splitlines()[-25:])
            raise AssertionError(f"not within {within} s; the bot's last words:\n{tail}") from None


@asynccontextmanager
async def staged(
    folder: Path,
    *,
    limits: Limits | None = None,
    settings: dict[str, Any] | None = None,
    later: Callable[[Guild], dict[str, Any]] = lambda _: {},
    nonce_window: float = 300,
) -> AsyncIterator[Stage]:
    """A stage on one port of 127.0.0.1 while the block lasts; the bot is not started yet.

    `later` gives settings that need the ids of the guild.
    """
    guild = build_guild(nonce_window=nonce_window)
    await lay_out(folder / _DATABASE)
    wire = WireDiscord(guild.backend, token=TOKEN, limits=limits, faults=Faults())
    runner = web.AppRunner(root := web.Application(), access_log=None, shutdown_timeout=1)
    site = Site("http://127.0.0.1/site", secret=_LIST_TOKEN, clock=lambda: datetime.now(UTC))
    root.add_subapp("/site", site.application())
    root.add_subapp("/discord", wire.application())
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    address = f"127.0.0.1:{runner.addresses[0][1]}"
    site.base_url = f"http://{address}/site"
    wire.bound(f"http://{address}/discord")
    stage = Stage(
        wire=wire,
        site=site,
        bot=BotProcess(folder, _settings(address, folder, guild) | later(guild) | (settings or {})),
        database=folder / _DATABASE,
        guild=guild,
    )
    try:
        yield stage
    finally:
        await stage.bot.kill()
        await runner.cleanup()
    assert wire.crashes == []
    assert [secret for secret in (TOKEN, _LIST_TOKEN) if secret in stage.bot.log] == []
    complaints = [
        c for r in wire.requests for c in contract.check(r.method, r.path, r.query, r.json, r.files)
    ]
    assert complaints == [], "\n".join(complaints[:5])


@dataclass(frozen=True)
class Guild:
    """A newsroom's server: news, announcements, a forum with tags, roles for two tiers, four people."""

    backend: SimulatedDiscord
    id: int
    news_id: int
    forum_id: int
    announcements_id: int
    bot_role_id: int
    role_ids: dict[str, int]
    people: dict[str, Person]


def build_guild(*, nonce_window: float = 300, lag: float = 0) -> Guild:
    """The server in an empty Discord, with the bot as a member that may do what it needs."""
    backend = SimulatedDiscord(nonce_window=nonce_window, lag=lag)
    guild = backend.create_guild("La Gazette")
    managed = next(role for role in guild.roles.values() if role.managed)
    allowed = sum(permissions.flag(name) for name in _BOT_MAY)
    backend.edit_role(guild.id, managed.id, {"permissions": allowed})
    roles = {tier: backend.create_role(guild.id, tier).id for tier in ("decouverte", "integral")}
    order = [*roles.values(), managed.id]
    backend.reorder_roles(guild.id, [{"id": r, "position": i} for i, r in enumerate(order, 1)])
    tags = [{"id": str(backend.snowflake()), "name": name} for name in ("Smartphones", "Audio")]
    manager_role = backend.create_role(guild.id, "manager", permissions=permissions.flag("administrator"))
    people: dict[str, Person] = {}
    for name, locale in (("manager", "fr"), ("lea", "fr"), ("alex", "en-US")):
        user = backend.make_user(name)
        backend.add_member(guild.id, user.id, roles=[manager_role.id] if name == "manager" else [])
        backend.locales[user.id] = locale
        people[name] = Person(backend, user.id)
    news = backend.create_channel(guild.id, "actualités")
    forum = backend.create_channel(guild.id, "débats", type=ChannelType.FORUM, available_tags=tags)
    announcements = backend.create_channel(guild.id, "annonces", type=ChannelType.NEWS)
    people["owner"] = Person(backend, guild.owner_id)
    return Guild(backend, guild.id, news.id, forum.id, announcements.id, managed.id, roles, people)


def _settings(address: str, folder: Path, guild: Guild) -> dict[str, Any]:
    site = f"http://{address}/site"
    return {
        "discord": {
            "token": TOKEN,
            "api_url": f"http://{address}/discord/api/v10",
            "gateway_url": f"ws://{address}/discord/gateway",
        },
        "storage": {"url": f"sqlite:///{folder / _DATABASE}"},
        "http": {"allow_private": [address], "timeout": 3},
        "sources": [
            {"name": SOURCE, "kind": "wordpress", "url": site, "interval": 0.3, "backfill": 100},
        ],
        "routes": [{"channel": guild.news_id}],
        "publishers": [
            {
                "name": SOURCE,
                "kind": "json",
                "url": f"{site}/subscribers.json",
                "token": _LIST_TOKEN,
                "interval": 0.3,
                "guild": guild.id,
                "roles": guild.role_ids,
            }
        ],
    }


def assert_intact(database: Path) -> None:
    with closing(sqlite3.connect(database)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        owed = connection.execute(
            "SELECT kind, reason FROM deliveries WHERE COALESCE(wanted, '') <> COALESCE(shown, '')"
        ).fetchall()
    assert owed == []
