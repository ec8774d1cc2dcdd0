"""A site and a Discord with a bot between them, what people do on either side, and what goes wrong."""

from __future__ import annotations

import asyncio
import re
import sqlite3
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager, closing, suppress
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

from bot.config import Settings, parse
from bot.demo.wire.people import REFUSALS
from bot.demo.wire.server import WireDiscord, serve
from tests.both_sides import OnDiscord, OnSite, differences, in_thread
from tests.made import an_item
from tests.moody_site import PASSWORD, MoodySite, moody_site
from tests.mortal_bot import MortalBot, owned_tasks
from tests.stage import TOKEN, Guild, build_guild
from tests.wire_world import pointed_at, until

POSTS = (7, 8)
SIGNS = {"approved": "✅", "hold": "⏳"}
_AGE = "UPDATE deliveries SET due = due - :spent, tried = tried - :spent"
_CODE = "ABCD-EFGH-JKLM"


@dataclass(slots=True)
class Remark:
    """Something that somebody said. `here` is their message on Discord, `there` their comment on the site.

    `may`: whoever said it on Discord may write on the site. `removed`: a moderator took it from Discord.
    `unsure`: what the bot knew of it then is not certain. `taken_back`: who said it deleted it.
    """

    number: int
    post: int
    version: int = 1
    long: bool = False
    here: int = 0
    there: int = 0
    may: bool = True
    answers: Remark | None = field(default=None, repr=False)
    removed: bool = False
    unsure: bool = False
    taken_back: bool = False

    @property
    def text(self) -> str:
        return f"Propos {self.number}, version {self.version}" + " mot" * (1_500 if self.long else 0)


@dataclass
class TwoSides:
    """Two threads, Léa who may write, Alex who may not, a manager; `said` is everything that was said."""

    wire: WireDiscord
    site: MoodySite
    guild: Guild
    bot: MortalBot
    database: Path
    threads: dict[int, int] = field(default_factory=dict)
    said: list[Remark] = field(default_factory=list)
    closed: set[int] = field(default_factory=set)
    shared: set[int] = field(default_factory=set)

    # The site

    def comment(
        self, post: int, answers: Remark | None, status: str = "approved", *, long: bool = False
    ) -> None:
        remark = self._remark(post, answers, long=long)
        row = self.row(answers) if answers else None
        parent = int(row["id"]) if row and row["post"] == post else 0
        remark.there = self.site.say(post, remark.text, parent=parent, status=status)

    def correct(self, remark: Remark, *, long: bool) -> None:
        remark.version += 1
        remark.long = long
        self.site.edit(remark.there, remark.text)

    def judge(self, remark: Remark, status: str) -> None:
        row = self.row(remark)
        if row is not None and row["status"] != status:
            row["status"] = status
            remark.unsure = True

    def row(self, remark: Remark) -> dict[str, Any] | None:
        """The comment on the site that says this."""
        rows = self.rows(remark)
        return rows[0] if rows else None

    def rows(self, remark: Remark) -> list[dict[str, Any]]:
        words = f"Propos {remark.number},"
        return [row for row in self.site.comments.values() if row["content"]["raw"].startswith(words)]

    # Discord

    async def write(self, post: int, who: str, answers: Remark | None) -> None:
        remark = self._remark(post, answers)
        remark.may = who == "lea"
        reply_to = self.message_of(answers, post) if answers else None
        if reply_to is None:
            remark.answers = None
        sent = await self.guild.people[who].send(self.threads[post], remark.text, reply_to)
        remark.here = int(sent["id"])

    async def rewrite(self, remark: Remark) -> None:
        if self.is_here(remark):
            remark.version += 1
            who = "lea" if remark.may else "alex"
            await self.guild.people[who].edit(self.threads[remark.post], remark.here, remark.text)

    async def take_back(self, remark: Remark) -> None:
        if self.is_here(remark):
            remark.taken_back = True
            who = "lea" if remark.may else "alex"
            await self.guild.people[who].delete(self.threads[remark.post], remark.here)

    async def remove(self, remark: Remark) -> None:
        """A moderator deletes the message that shows a comment of the site, and all else that it shows."""
        thread = self.threads[remark.post]
        message = self.message_of(remark, remark.post)
        if message is None or message == remark.here:
            return
        messages = {int(m["id"]): _links(m) for m in self._messages(remark.post)}
        gone = {number for number, links in messages.items() if links and links <= messages[message]}
        for each in self.said:
            if each.post == remark.post and self.message_of(each, remark.post) in gone:
                each.removed = True
                each.unsure |= not self._is_known(message)
        for number in gone:
            await self.guild.people["manager"].delete(thread, number)

    def is_here(self, remark: Remark) -> bool:
        return self.guild.people["manager"].message(self.threads[remark.post], remark.here) is not None

    def message_of(self, remark: Remark | None, post: int) -> int | None:
        """The message in a thread that says this."""
        if remark is None or remark.post != post:
            return None
        words = f"Propos {remark.number},"
        return next((each.message for each in self.thread(post) if each.text.startswith(words)), None)

    def thread(self, post: int) -> list[OnDiscord]:
        return in_thread(self._messages(post))

    def _messages(self, post: int) -> list[dict[str, Any]]:
        found = self.guild.people["manager"].messages(self.threads[post], limit=5_000)
        return [message for message in found if message["type"] in {0, 19}]

    def _remark(self, post: int, answers: Remark | None, *, long: bool = False) -> Remark:
        if answers is not None and answers.post != post:
            answers = None
        self.said.append(Remark(len(self.said) + 1, post, long=long, answers=answers))
        return self.said[-1]

    def _is_known(self, message: int) -> bool:
        """Whether the bot has written down that this message is its own."""
        with closing(sqlite3.connect(self.database)) as connection:
            found = connection.execute("SELECT 1 FROM deliveries WHERE discord_id = ?", (message,))
            return found.fetchone() is not None

    def observe(self, event: str, payload: Mapping[str, Any], _only_for: int | None) -> None:
        """Remember which messages stand for several comments."""
        if event.startswith("MESSAGE_") and len(payload.get("embeds") or ()) > 1:
            self.shared.add(int(payload["id"]))

    # Time and trouble

    async def pass_time(self, spent: timedelta) -> None:
        """Every clock goes on; the courier's own is the wall's, so what it remembers grows older."""
        self.site.elapsed += spent
        self.bot.elapsed += spent
        self.guild.backend.clock.advance(spent.total_seconds())
        milliseconds = round(spent.total_seconds() * 1000)
        if self.bot.client is None:
            with closing(sqlite3.connect(self.database)) as connection, connection:
                connection.execute(_AGE, {"spent": milliseconds})
            return
        async with self.bot.services.database.write() as tx:
            await tx.run(_AGE, spent=milliseconds)
        self.bot.client.courier.wake()

    async def kill_at(self, where: str, *, after_effect: bool) -> None:
        """Kill the bot while a change is on its way to one side, if it makes one soon."""
        faults = self.site.faults if where == "site" else self.wire.faults
        methods = ("POST",) if where == "site" else ("POST", "PATCH", "DELETE", "PUT")
        planned = [
            faults.add(method=method, status=500, delay=0.2, after_effect=after_effect) for method in methods
        ]
        self.bot.read()
        self.bot.write()
        with suppress(TimeoutError):
            await until(lambda: any(fault.hits for fault in planned), within=0.05)
        await self.bot.kill()
        faults.planned = [fault for fault in faults.planned if fault not in planned]

    # The end

    async def settle(self) -> None:
        """Everything works again, and the bot gets the time that it needs."""
        self.site.down = False
        self.site.faults.clear()
        self.wire.faults.clear()
        if not self.bot.alive:
            await self.bot.start()
        await self.settle_down()
        for hours in (0, 1, 1, 30, 30, 1):
            await self.pass_time(timedelta(hours=hours))
            await self._quiet()

    async def settle_down(self) -> None:
        """The bot knows what was said."""
        await asyncio.sleep(0.05)
        await until(lambda: self.wire.gateway.connected and self.bot.caught_up, within=20)

    async def _quiet(self, within: float = 20) -> None:
        """Read and write until nothing is owed any more."""
        try:
            async with asyncio.timeout(within):
                while True:
                    for work in (self.bot.write, self.bot.read):
                        work()
                        await self.bot.at_rest()
                    await asyncio.sleep(0.01)
                    if not self._owed():
                        return
                    await self.pass_time(timedelta(seconds=10))
                    await asyncio.sleep(0.01)
        except TimeoutError:
            raise AssertionError(f"still owed after {within} s: {self._owed()}") from None

    def _owed(self) -> list[tuple[Any, ...]]:
        with closing(sqlite3.connect(self.database)) as connection:
            deliveries = connection.execute(
                "SELECT kind, reason FROM deliveries WHERE state = 'open'"
                " AND COALESCE(wanted, '') <> COALESCE(shown, '')"
            ).fetchall()
            writings = connection.execute(
                "SELECT message_id, reason FROM writings WHERE state = 'open'"
                " AND COALESCE(wanted, '') <> COALESCE(written, '')"
            ).fetchall()
        return [*deliveries, *writings]

    def complaints(self) -> list[str]:
        """What is not as it should be, now that everything is settled."""
        found = [f"crash: {error!r}" for error in [*self.wire.crashes, *self.bot.crashes]]
        for post in self.threads:
            site = [
                OnSite(str(row["id"]), row["content"]["raw"], str(row["parent"] or ""), row["link"])
                for row in self.site.public()
                if row["post"] == post
            ]
            here = [remark for remark in self.said if remark.post == post]
            found += differences(
                site,
                self.thread(post),
                only_here={r.text for r in here if r.here and self._may_stay(r)},
                only_there={r.text for r in here if r.removed},
                shared=self.shared,
            )
        for remark in self.said:
            found += [f"{why}: {remark}" for why in self._wrong(remark)]
        return [re.sub("( mot)+", " mot…", complaint) for complaint in found]

    def _may_stay(self, remark: Remark) -> bool:
        """Whether a person's message may stand on Discord though the site does not show it."""
        row = self.row(remark)
        if not remark.may or row is None:
            return not remark.may or self._excused(remark)
        return row["status"] == "hold" or not self._was_seen(row)

    def _was_seen(self, row: dict[str, Any]) -> bool:
        """Whether a comment was ever public when the bot looked: else it cannot know what became of it."""
        with closing(sqlite3.connect(self.database)) as connection:
            found = connection.execute("SELECT 1 FROM comments WHERE guid = ?", (str(row["id"]),))
            return found.fetchone() is not None

    def _excused(self, remark: Remark) -> bool:
        """Whether the site had a reason to refuse it."""
        above = self.row(remark.answers) if remark.answers else None
        judged = remark.answers is not None and remark.answers.unsure
        return remark.post in self.closed or judged or (above is not None and above["status"] != "approved")

    def _wrong(self, remark: Remark) -> list[str]:
        rows = self.rows(remark)
        found = ["written twice"] if len(rows) > 1 else []
        if not remark.here:
            return found
        if rows and not remark.may:
            found.append("not theirs to write")
        # Unless a moderator of the site wants it all the same.
        if rows and remark.taken_back and rows[0]["status"] != "trash" and not remark.unsure:
            found.append("taken back, but still there")
        unknown = rows and remark.unsure and not self._was_seen(rows[0])
        if remark.may and self.is_here(remark) and not unknown:
            found += self._wrong_sign(remark, rows[0]["status"] if rows else "")
        return found

    def _wrong_sign(self, remark: Remark, status: str) -> list[str]:
        message = self.guild.people["manager"].message(self.threads[remark.post], remark.here)
        assert message is not None
        signs = [reaction["emoji"]["name"] for reaction in message.get("reactions", [])]
        wanted = SIGNS.get(status, "❌")
        return [] if signs == [wanted] else [f"marked {signs}, not {wanted}"]


def _links(message: dict[str, Any]) -> set[str]:
    """The comments of which a message is a card, or a piece of one."""
    return {embed["author"].get("url", "") for embed in message["embeds"]}


@asynccontextmanager
async def two_sides(folder: Path) -> AsyncIterator[TwoSides]:
    """Both sides with a bot that is ready, while the block lasts."""
    asyncio.get_running_loop().set_task_factory(owned_tasks)
    (folder / "subscribers.csv").write_text(f"id,tier,until,status,code\n15,integral,,active,{_CODE}\n")
    guild = build_guild()
    async with moody_site() as site, serve(guild.backend, token=TOKEN) as wire, pointed_at(wire):
        database = folder / "both.db"
        bot = MortalBot(lambda: _settings(folder, guild, site))
        sides = TwoSides(wire, site, guild, bot, database)
        guild.backend.observers.append(sides.observe)
        try:
            await bot.start()
            await _begin(sides)
            yield sides
        finally:
            await bot.kill()


async def _begin(sides: TwoSides) -> None:
    """Two articles with their threads, and Léa's account linked."""
    services, people = sides.bot.services, sides.guild.people
    for post in POSTS:
        item = an_item(str(post), title=f"Article {post}", published=sides.bot.now)
        await services.articles.add("gazette", item, sides.bot.now, post=True)
    sides.bot.read()
    await sides.bot.at_rest()
    await sides._quiet()
    backend = sides.guild.backend
    names = {backend.get_channel(t).name: t for t in backend.get_guild(sides.guild.id).thread_ids}
    sides.threads = {post: names[f"Article {post}"] for post in POSTS}
    await (await people["lea"].slash(sides.guild.news_id, "link", code=_CODE)).finished()


def _settings(folder: Path, guild: Guild, site: MoodySite) -> Settings:
    writing = {"user": "redaction", "password": PASSWORD, "publisher": "La Gazette"}
    publisher = {
        "name": "La Gazette",
        "format": "csv",
        "file": str(folder / "subscribers.csv"),
        "guild": guild.id,
        "roles": guild.role_ids,
    }
    tree = {
        "discord": {"token": TOKEN},
        "storage": {"url": f"sqlite:///{folder / 'both.db'}"},
        "routes": [{"channel": guild.news_id}],
        "publishers": [publisher],
        "sources": [{"name": "gazette", "kind": "wordpress", "url": site.url, "writing": writing}],
        "http": {"allow_private": [site.url.removeprefix("http://")], "timeout": 5},
    }
    return parse(tree, {})


__all__ = ["POSTS", "REFUSALS", "Remark", "TwoSides", "two_sides"]
