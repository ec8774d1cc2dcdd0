"""What readers write in a mirrored thread appears on the site, once, and follows their edits."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from bot.config import parse
from bot.config_sources import SourceSettings
from bot.preflight import check
from storage import writings
from tests.made import an_item
from tests.newsroom import SOURCE, Newsroom, at_work
from tests.test_cogs import run, write_list
from tests.wire_world import until
from tests.writable_site import PASSWORD, WritableSite, writable_site


@dataclass
class Talk:
    """A thread on Discord, the site, and Léa, who is linked and may write."""

    room: Newsroom
    site: WritableSite
    source: SourceSettings
    thread: int

    async def say(self, text: str, who: str = "lea", **more: Any) -> int:
        """Somebody writes in the thread; the message's id, once the bot has heard it."""
        person = self.room.guild.people[who]
        return int((await person.send(self.thread, text, **more))["id"])

    async def taken(self, message: int) -> None:
        async def known() -> bool:
            return await writings.by_message(self.room.services.database, message) is not None

        for _ in range(200):
            if await known():
                return
            await asyncio.sleep(0.02)
        raise AssertionError("the message was not taken")

    async def exchange(self) -> None:
        """The bot writes what is due, then polls the site, then shows what follows."""
        now = datetime.now(UTC)
        await self.room.services.outbox.release(now)
        async with self.room.services.outbox.turn(self.source.name):
            await self.room.services.outbox.settle(self.source, now)
            await self.room.services.comments.read(self.source, now)
        self.room.client.courier.wake()
        await self.room.settled()

    def signs(self, message: int) -> list[str]:
        found = self.room.guild.people["manager"].message(self.thread, message)
        assert found is not None
        return [reaction["emoji"]["name"] for reaction in found.get("reactions", [])]

    def said(self) -> list[str]:
        """Everything in the thread: texts of people, cards of the bot."""
        found = self.room.guild.people["manager"].messages(self.thread, limit=100)
        texts = sorted(
            (int(m["id"]), m["content"] or str([e["description"] for e in m["embeds"]])) for m in found
        )
        return [text for _, text in texts if text not in {"", "[]"}]


@pytest.fixture
async def talk(tmp_path: Path) -> AsyncIterator[Talk]:
    write_list(tmp_path, "15,integral,,active,ABCD-EFGH-JKLM")
    async with writable_site() as site:
        host = site.url.removeprefix("http://")
        source = {
            "name": SOURCE,
            "kind": "wordpress",
            "url": site.url,
            "writing": {"user": "redaction", "password": PASSWORD, "publisher": "La Gazette"},
        }
        async with at_work(tmp_path, sources=[source], http={"allow_private": [host]}) as room:
            article = await room.store(an_item("7", title="Le Nova S9"))
            await room.settled()
            settings = room.services.settings.sources[0]
            await room.services.comments.read(settings, room.now)
            await run(room, "lea", "link", code="ABCD-EFGH-JKLM")
            yield Talk(room, site, settings, await room.message_of(article))


async def test_a_subscribers_message_becomes_a_comment_under_their_name(talk: Talk) -> None:
    message = await talk.say("Le mien tient **deux jours**.")
    await talk.taken(message)
    await talk.exchange()
    (comment,) = talk.site.public()
    assert comment["content"]["raw"] == "Le mien tient <strong>deux jours</strong>."
    assert comment["author"] == 15
    assert talk.signs(message) == ["✅"]
    assert talk.said() == ["Le mien tient **deux jours**."]


async def test_what_was_written_never_comes_back_as_a_card(talk: Talk) -> None:
    message = await talk.say("Bonjour")
    await talk.taken(message)
    for _ in range(3):
        await talk.exchange()
    assert talk.site.written == 1
    assert talk.said() == ["Bonjour"]


async def test_an_answer_goes_below_the_right_comment(talk: Talk) -> None:
    first = await talk.say("Premier")
    await talk.taken(first)
    await talk.exchange()
    second = await talk.say("Réponse", reply_to=first)
    await talk.taken(second)
    await talk.exchange()
    assert [row["parent"] for row in talk.site.public()] == [0, 1]


async def test_an_edit_and_a_deletion_follow_to_the_site(talk: Talk) -> None:
    message = await talk.say("Bonjour")
    await talk.taken(message)
    await talk.exchange()
    lea = talk.room.guild.people["lea"]
    await lea.edit(talk.thread, message, "Bonsoir")
    await until(lambda: True)
    await _until_due(talk)
    await talk.exchange()
    assert talk.site.public()[0]["content"]["raw"] == "Bonsoir"
    await lea.delete(talk.thread, message)
    await _until_due(talk)
    await talk.exchange()
    assert talk.site.public() == []
    assert talk.said() == []


async def _until_due(talk: Talk) -> None:
    for _ in range(200):
        if await writings.due(talk.room.services.database, datetime.now(UTC), 5):
            return
        await asyncio.sleep(0.02)
    raise AssertionError("nothing is due")


async def test_a_lost_answer_neither_doubles_nor_loses_the_comment(talk: Talk) -> None:
    talk.site.lose = 1
    message = await talk.say("Une seule fois")
    await talk.taken(message)
    await talk.exchange()
    await talk.exchange()
    assert talk.site.written == 1
    assert len(talk.site.public()) == 1
    assert talk.said() == ["Une seule fois"]
    assert talk.signs(message) == ["✅"]


async def test_a_held_comment_says_so_and_is_published_when_it_is_approved(talk: Talk) -> None:
    talk.site.status = "hold"
    message = await talk.say("À vérifier")
    await talk.taken(message)
    await talk.exchange()
    assert talk.signs(message) == ["⏳"]
    talk.site.comments[1]["status"] = "approved"
    await talk.exchange()
    assert talk.signs(message) == ["✅"]
    assert talk.said() == ["À vérifier"]


async def test_a_refusal_is_told_in_private_and_the_message_stays(talk: Talk) -> None:
    talk.site.refuse = [(409, "comment_duplicate")]
    message = await talk.say("Encore")
    await talk.taken(message)
    await talk.exchange()
    assert talk.signs(message) == ["❌"]
    (letter,) = talk.room.guild.people["lea"].letters()
    assert "déjà écrit" in letter["content"]
    assert talk.said() == ["Encore"]


async def test_who_is_not_linked_is_told_why_once_and_loses_nothing(talk: Talk) -> None:
    await talk.say("Moi aussi", who="alex")
    await talk.say("Et encore", who="alex")
    await until(lambda: bool(talk.room.guild.people["alex"].letters()))
    await talk.exchange()
    (letter,) = talk.room.guild.people["alex"].letters()
    assert "/lier" in letter["content"]
    assert talk.site.public() == []
    assert talk.said() == ["Moi aussi", "Et encore"]


async def test_a_comment_deleted_on_the_site_goes_from_discord(talk: Talk) -> None:
    message = await talk.say("À retirer")
    await talk.taken(message)
    await talk.exchange()
    talk.site.comments[1]["status"] = "trash"
    await talk.exchange()
    assert talk.said() == []


async def test_check_names_a_password_that_does_not_work(tmp_path: Path) -> None:
    async with writable_site() as site:
        how = {"user": "redaction", "password": "wrong", "publisher": "La Gazette"}
        publisher = {"name": "La Gazette", "format": "csv", "file": "x.csv", "guild": 10**17, "roles": {}}
        source = {"name": SOURCE, "kind": "wordpress", "url": site.url}
        tree = {
            "storage": {"url": f"sqlite:///{tmp_path / 'none.db'}"},
            "http": {"allow_private": [site.url.removeprefix("http://")]},
            "publishers": [publisher],
        }
        for password, fine in (("wrong", False), (PASSWORD, True)):
            writing = {"writing": how | {"password": password}}
            findings = await check(parse(tree | {"sources": [source | writing]}, {}))
            (found,) = [finding for finding in findings if "writing" in finding.what]
            assert found.fine is fine
