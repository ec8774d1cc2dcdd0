"""A thread mirrored both ways, its site, and the people who moderate it."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bot.comments.targets import Actor
from bot.config_sources import SourceSettings
from storage import sources, verdicts, writings
from storage.records_moderation import Entry
from tests.made import an_item
from tests.newsroom import SOURCE, Newsroom, at_work
from tests.stage import Guild
from tests.test_cogs import run, text_of, write_list
from tests.writable_site import PASSWORD, WritableSite, writable_site

CODE = "ABCD-EFGH-JKLM"


@dataclass
class Desk:
    """Léa is linked and may write on the site, Alex is nobody, the manager moderates."""

    room: Newsroom
    site: WritableSite
    source: SourceSettings
    article: int
    thread: int
    channel: int
    clicks: list[str] = field(default_factory=list)

    @property
    def manager(self) -> Actor:
        return Actor(self.room.guild.people["manager"].user_id, "manager", self.room.guild.id)

    async def exchange(self) -> None:
        """What is owed to the site is written, the site is read, and what follows is shown."""
        now = datetime.now(UTC)
        await self.room.services.outbox.release(now)
        await self.room.services.moderation.release(now)
        if not self.site.down:
            async with self.room.services.outbox.turn(self.source.name):
                await self.room.services.outbox.settle(self.source, now)
                await self.room.services.comments.read(self.source, now)
            await self.room.services.answers.index.catch_up()
        await self.settled()

    async def look(self) -> None:
        """The site's articles are read."""
        state = await sources.by_name(self.room.services.database, self.source.name)
        await self.room.services.articles.read(self.source, state, datetime.now(UTC))
        await self.settled()

    async def settled(self) -> None:
        self.room.client.courier.wake()
        await self.room.settled()

    async def say(self, text: str, who: str = "lea") -> int:
        """Somebody writes in the thread; the message's id, once the bot took it."""
        message = int((await self.room.guild.people[who].send(self.thread, text))["id"])

        async def taken() -> bool:
            return await writings.by_message(self.room.services.database, message) is not None

        await eventually(taken)
        return message

    def messages(self, channel: int | None = None) -> list[dict[str, Any]]:
        found = self.room.guild.people["manager"].messages(channel or self.thread, limit=200)
        kept = [m for m in found if m["type"] in {0, 19} and not m.get("flags", 0) & 64]
        return sorted(kept, key=lambda m: int(m["id"]))

    def said(self) -> list[str]:
        """Everything in the thread, oldest first: what people wrote, and what the bot's cards say."""
        texts = [
            m["content"] or " / ".join(e.get("description") or e["title"] for e in m["embeds"])
            for m in self.messages()
        ]
        return [text for text in texts if text]

    def card(self, text: str) -> int:
        """The message in the thread that says something."""
        return next(int(m["id"]) for m in self.messages() if text in json.dumps(m, ensure_ascii=False))

    def asked(self) -> list[dict[str, Any]]:
        """What waits, or waited, in the moderators' channel."""
        return self.messages(self.channel)

    def public(self) -> list[str]:
        """What the site shows to everybody."""
        return [row["content"]["raw"] for row in self.site.public()]

    async def command(self, name: str, by: str = "manager", **options: Any) -> str:
        """The bot's answer to `/comment NAME`, in the thread."""
        person = self.room.guild.people[by]
        interaction = await (await person.slash(self.thread, f"comment {name}", **options)).finished()
        message = interaction.followups[-1] if interaction.followups else interaction.message
        assert message is not None
        assert message["flags"] & 64
        await self.settled()
        return text_of(message)

    async def press(self, what: str, who: str = "manager", number: int = -1) -> str:
        """Somebody presses a button of what waits; what they hear."""
        message = self.asked()[number]
        button = next(
            b["custom_id"] for b in message["components"][0]["components"] if b["custom_id"].endswith(what)
        )
        return await self.press_id(int(message["id"]), button, who)

    async def press_id(self, message: int, button: str, who: str = "manager") -> str:
        interaction = await (
            await self.room.guild.people[who].click(self.channel, message, button)
        ).finished()
        heard = interaction.followups[-1] if interaction.followups else interaction.message
        await self.settled()
        return text_of(heard) if heard else ""

    async def history(self) -> list[str]:
        """The acts in the ledger about the article, oldest first, with who did them."""
        target = await self.room.services.moderation.targets.thread(self.thread)
        found: list[Entry] = await self.room.services.moderation.targets.history(target)
        return [f"{e.act} by {e.name or e.side}" for e in reversed(found)]

    async def owed(self) -> bool:
        """Whether the site is still to be told something."""
        later = datetime(2100, 1, 1, tzinfo=UTC)
        return bool(await verdicts.due(self.room.services.database, later, 5))


async def eventually(condition: Any) -> None:
    for _ in range(300):
        if await condition():
            return
        await asyncio.sleep(0.02)
    raise AssertionError("it never came to that")


@asynccontextmanager
async def moderated(
    folder: Path, *, writing: bool = True, rules: dict[str, Any] | None = None
) -> AsyncIterator[Desk]:
    """The desk while the block lasts, with holding rules as the settings have them."""
    write_list(folder, f"15,integral,,active,{CODE}")
    channels: list[int] = []

    def later(guild: Guild, at: WritableSite) -> dict[str, Any]:
        channels.append(guild.backend.create_channel(guild.id, "modération").id)
        source: dict[str, Any] = {"name": SOURCE, "kind": "wordpress", "url": at.url}
        roles = {"roles": [guild.role_ids["decouverte"]]}
        source["moderation"] = {"channel": channels[0], "guild": guild.id} | roles | (rules or {})
        if writing:
            source["writing"] = {"user": "redaction", "password": PASSWORD, "publisher": "La Gazette"}
        return {"sources": [source], "http": {"allow_private": [at.url.removeprefix("http://")]}}

    async with writable_site() as at, at_work(folder, later=lambda guild: later(guild, at)) as room:
        article = await room.store(an_item("7", title="Le Nova S9", url=f"{at.url}/7/"))
        await room.settled()
        source = room.services.settings.sources[0]
        await room.services.comments.read(source, datetime.now(UTC))
        await run(room, "lea", "link", code=CODE)
        thread = await room.message_of(article)
        yield Desk(room, at, source, article, thread, channels[0])
