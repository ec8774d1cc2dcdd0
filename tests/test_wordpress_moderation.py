"""Moderation on a real WordPress, by the bot as a process: both sides are equal after each decision."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from uuid import uuid4

import pytest

from tests.stage import Guild, Stage, staged
from tests.test_cogs import text_of
from tests.test_wordpress import CREDENTIALS, WORDPRESS, edited, published

pytestmark = [
    pytest.mark.wire,
    pytest.mark.wordpress,
    pytest.mark.skipif(not CREDENTIALS, reason="WORDPRESS_CREDENTIALS names no WordPress to moderate"),
]


@dataclass
class Debate:
    """An article of ours on the site, and its thread."""

    stage: Stage
    post: int
    thread: int
    desk: int

    async def says(self, text: str, status: str = "approved") -> int:
        """A guest comments on the site."""
        fields = {"post": self.post, "content": text, "status": status, "author_name": f"Zoé {uuid4()}"}
        return int((await edited("comments", **fields, author_email=f"{uuid4()}@site.example"))["id"])

    async def public(self) -> list[str]:
        found = await asyncio.to_thread(published, "comments", post=self.post)
        return [comment["content"]["rendered"].strip() for comment in found]

    def said(self) -> list[str]:
        """What everybody sees in the thread, oldest first."""
        public = [m for m in self.stage.messages(self.thread) if not m.get("flags", 0) & 64]
        return [m["content"] or m["embeds"][0].get("description", "") for m in public]

    def card(self, text: str) -> str:
        return next(
            m["id"] for m in self.stage.messages(self.thread) if text in json.dumps(m, ensure_ascii=False)
        )

    async def equal(self, *texts: str) -> None:
        """Both sides show exactly this, and it stays so."""
        await self.until(lambda: self.shown(*texts))
        await asyncio.sleep(1.5)
        assert await self.shown(*texts)

    async def shown(self, *texts: str) -> bool:
        cards = [text for text in self.said() if text]
        return cards == list(texts) and await self.public() == [f"<p>{text}</p>" for text in texts]

    async def until(self, condition: Callable[[], Awaitable[bool]]) -> None:
        try:
            async with asyncio.timeout(20):
                while not await condition():
                    await asyncio.sleep(0.2)
        except TimeoutError:
            raise AssertionError(f"{self.said()} and {await self.public()}") from None

    async def command(self, name: str, **options: Any) -> str:
        person = self.stage.people["manager"]
        interaction = await (await person.slash(self.thread, f"comment {name}", **options)).finished()
        message = interaction.followups[-1] if interaction.followups else interaction.message
        assert message is not None
        return text_of(message)


@asynccontextmanager
async def debating(folder: Path) -> AsyncIterator[Debate]:
    title = f"Le tram {uuid4()}"
    post = int((await edited("posts", title=title, content="<p>Le texte.</p>", status="publish"))["id"])
    users = json.loads(await asyncio.to_thread(Path(CREDENTIALS).read_text))["users"]
    (folder / "list.csv").write_text("id,tier\n")
    desks: list[int] = []

    def settings(guild: Guild) -> dict[str, Any]:
        desks.append(guild.backend.create_channel(guild.id, "modération").id)
        password = users["redaction"]["app_password"]
        writing = {"user": "redaction", "password": password, "publisher": "Le Fil"}
        source = {"name": "Le Fil", "kind": "wordpress", "url": WORDPRESS, "interval": 1, "backfill": 10}
        publisher = {"name": "Le Fil", "format": "csv", "file": str(folder / "list.csv"), "guild": guild.id}
        moderation = {"channel": desks[0], "words": ["tombola"]}
        return {
            "sources": [source | {"writing": writing, "moderation": moderation}],
            "http": {"allow_private": [urlsplit(WORDPRESS).netloc]},
            "publishers": [publisher | {"interval": 60, "roles": guild.role_ids}],
        }

    try:
        async with staged(folder, later=settings) as stage:
            await stage.bot.start()
            await stage.until(lambda: title in stage.threads(), within=30)
            await stage.until(lambda: stage.people["manager"].commands(stage.news_id))
            yield Debate(stage, post, stage.threads()[title], desks[0])
    finally:
        await edited(f"posts/{post}?force=true", "DELETE")


@pytest.fixture
async def debate(tmp_path: Path) -> AsyncIterator[Debate]:
    async with debating(tmp_path) as debate:
        yield debate


async def test_hold_approve_delete_and_restore_from_discord(debate: Debate) -> None:
    await debate.says("Un premier mot")
    await debate.equal("Un premier mot")
    link = debate.card("Un premier mot")
    for command, texts in [
        ("hold", ()),
        ("approve", ("Un premier mot",)),
        ("delete", ()),
        ("approve", ("Un premier mot",)),
    ]:
        assert "Le site a fait de même" in await debate.command(command, link=link)
        await debate.equal(*texts)


async def test_hold_spam_bin_and_back_on_the_site(debate: Debate) -> None:
    number = await debate.says("Un premier mot")
    await debate.equal("Un premier mot")
    for status in ("hold", "approved", "spam", "approved", "trash", "approved"):
        await edited(f"comments/{number}", status=status)
        await debate.equal(*(("Un premier mot",) if status == "approved" else ()))
    assert "retiré" in await debate.command("history")


async def test_comments_closed_on_either_side(debate: Debate) -> None:
    async def closed() -> bool:
        row = published("posts", include=debate.post)[0]
        return bool(row["comment_status"] == "closed")

    def locked() -> bool:
        meta = debate.stage.backend.get_channel(debate.thread).thread_metadata
        return meta is not None and meta.locked

    assert "Le site a fait de même" in await debate.command("lock")
    assert await closed()
    await debate.stage.until(locked)
    await asyncio.sleep(3)
    assert locked()
    await edited(f"posts/{debate.post}", comment_status="open")
    await debate.stage.until(lambda: not locked())
    await edited(f"posts/{debate.post}", comment_status="closed")
    await debate.stage.until(locked)
    assert "Le site a fait de même" in await debate.command("unlock")
    assert not await closed()


async def test_what_a_rule_holds_is_rejected_by_a_button_after_a_kill(debate: Debate) -> None:
    await debate.says("Gagnez à la tombola")
    await debate.stage.until(lambda: debate.stage.messages(debate.desk))
    assert await debate.public() == ["<p>Gagnez à la tombola</p>"]
    await debate.stage.bot.kill()
    await debate.stage.bot.start()
    (waits,) = debate.stage.messages(debate.desk)
    reject = waits["components"][0]["components"][1]["custom_id"]
    manager = debate.stage.people["manager"]
    await debate.stage.until(lambda: "ready" in debate.stage.bot.log.rpartition("commands")[2])
    pressed = await (await manager.click(debate.desk, int(waits["id"]), reject)).answered()
    while pressed.kind == "none":  # the bot was not back yet
        pressed = await (await manager.click(debate.desk, int(waits["id"]), reject)).answered()
    await debate.equal()
    asked = [m for m in debate.stage.messages(debate.desk) if not m.get("flags", 0) & 64]
    assert ["manager" in str(m["embeds"]) for m in asked] == [True]
