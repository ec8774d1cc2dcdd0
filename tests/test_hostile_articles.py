"""Titles and texts of strangers, wherever the bot shows them: no ping, no broken markdown."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.made import an_item
from tests.newsroom import Newsroom, at_work
from tests.test_cogs import run

HOSTILE = {
    "mentions": "@everyone @here <@123456789012345678> <@&123456789012345678> <#123456789012345678> </ask:1>",
    "invites": "discord.gg/abcdef https://discord.com/invite/abcdef https://discordapp.com/invite/x",
    "quotes": "> > >>> cité\n>>> et encore\n-# petit\n# Titre",
    "tables": "| a | b |\n|---|---|\n| 1 | 2 |",
    "code": "```py\nprint('`')\n``` `` ` ``` ~~~",
    "links": '[clic](javascript:alert(1)) [x](https://x.example "t") <https://y.example> ](](',
    "emphasis": "**gras** __souligné__ ~~barré~~ ||secret|| *_*_*",
    "right to left": "\u202eأهلا وسهلا\u202c \u2067abc\u2069 \u200b\u200d\ufeff",
    "zalgo": "Z" + "\u0335\u0321\u0322\u0327\u0328" * 40 + "algo",
    "times": "<t:1700000000:R> <id:customize> <a:x:123456789012345678> :smile:",
    "long": "Très long titre " * 700,
    "one word": "a" * 10_000,
    "emoji": "👩‍👩‍👧‍👦" * 200,
    "control": "a\x00b\x1b[31mc\u2028d\u0085e",
    "empty": " \u200b \n ",
}
NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)


@pytest.fixture
async def newsroom(tmp_path: Path) -> AsyncIterator[Newsroom]:
    def routes(guild: Any) -> dict[str, Any]:
        return {
            "routes": [
                {"channel": guild.news_id},
                {"channel": guild.forum_id, "layout": "compact"},
                {"channel": guild.announcements_id, "digest": {"at": "13:00", "zone": "UTC"}},
            ]
        }

    async with at_work(tmp_path, later=routes, calls_per_second=1_000) as newsroom:
        newsroom.now = NOON
        yield newsroom


def a_hostile_item(name: str, **fields: Any) -> Any:
    text = HOSTILE[name]
    given = {
        "title": text,
        "subtitle": text,
        "summary": text,
        "text": text,
        "author": text,
        "categories": (text[:90], text[90:180]),
        "image_credit": text,
        "image": "https://gazette.example/p.jpg",
        "url": f"https://gazette.example/{name.replace(' ', '-')}-12345",
        "published": NOON,
    }
    return an_item(name, **given | fields)


async def test_no_article_pings_or_breaks_a_limit_anywhere(newsroom: Newsroom) -> None:
    for name in HOSTILE:
        await newsroom.store(a_hostile_item(name))
    await newsroom.settled()
    for name, text in HOSTILE.items():
        await newsroom.store(a_hostile_item(name, title=f"{text} 77", text=f"Mise à jour : {text}"))
    await newsroom.services.desk.release(NOON + timedelta(hours=2))
    newsroom.client.courier.wake()
    await newsroom.settled()
    assert await newsroom.reasons() == []
    assert len(newsroom.cards(newsroom.guild.news_id)) == len(HOSTILE)
    pinged = [ping for ping in newsroom.guild.backend.pings if ping.people or ping.everyone or ping.roles]
    assert pinged == []
    for card in newsroom.cards(newsroom.guild.news_id):
        said = [card.get("title", ""), card.get("description", "")]
        assert not re.search(r"(?<!\\)\]\(", "\n".join(said)), "a link of a stranger's making"


async def test_what_is_said_about_an_article_is_as_harmless(newsroom: Newsroom) -> None:
    for name in HOSTILE:
        await newsroom.store(a_hostile_item(name))
    await newsroom.settled()
    for name in HOSTILE:
        url = f"https://gazette.example/{name.replace(' ', '-')}-12345"
        assert (await run(newsroom, "lea", "article why", address=url))["embeds"]
        assert (await run(newsroom, "lea", "article story", address=url))["embeds"]
    assert (await run(newsroom, "lea", "latest"))["embeds"]
    odd = await run(newsroom, "lea", "article why", address=HOSTILE["mentions"] + HOSTILE["code"])
    assert odd["embeds"]
    assert [p for p in newsroom.guild.backend.pings if p.people or p.everyone or p.roles] == []
