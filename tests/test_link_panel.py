"""The panel of `/link`: every way of this server's publishers, private, in the reader's language."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from bot.config_publishers import PublisherSettings
from bot.subscribers.ways import Offer, Way, offered
from tests.newsroom import Newsroom, at_work
from tests.test_cogs import ephemeral, run, text_of, write_list

OAUTH = {"issuer": "https://id.example", "client_id": "colporteur"}
SIGNED = {"secret": "s" * 32}


def publisher(name: str, guild: int = 1 << 40, **more: Any) -> PublisherSettings:
    return PublisherSettings.model_validate({"name": name, "kind": "csv", "file": "x", "guild": guild} | more)


@pytest.fixture
async def newsroom(tmp_path: Path) -> AsyncIterator[Newsroom]:
    async with at_work(tmp_path) as newsroom:
        yield newsroom


def buttons(message: dict[str, Any]) -> dict[str, str]:
    """What each button says, and where it leads: an address or our own id of it."""
    found = [button for row in message["components"] for button in row["components"]]
    return {button["label"]: button.get("url") or button["custom_id"] for button in found}


def test_each_publisher_of_a_server_offers_what_its_settings_say() -> None:
    account = {"account_url": "https://gazette.example/account"}
    publishers = [
        publisher("La Gazette", oauth=OAUTH, signed_link=SIGNED, **account),
        publisher("Le Club", **account),
        publisher("La Revue"),
        publisher("Ailleurs", guild=1 << 41, oauth=OAUTH),
    ]
    assert offered(publishers, 1 << 40) == [
        Offer("La Gazette", Way.SIGN_IN),
        Offer("La Gazette", Way.ACCOUNT, account["account_url"]),
        Offer("Le Club", Way.ACCOUNT, account["account_url"]),
    ]


async def test_link_without_a_code_shows_the_ways_privately(newsroom: Newsroom) -> None:
    message = await run(newsroom, "lea", "link")
    assert ephemeral(message)
    assert buttons(message) == {
        "Mon compte chez La Gazette": "https://gazette.example/account",
        "J’ai un code": "link-code",
    }
    assert "I have a code" in buttons(await run(newsroom, "alex", "link"))


async def test_a_code_typed_behind_the_button_links_also_after_a_restart(
    newsroom: Newsroom, tmp_path: Path
) -> None:
    write_list(tmp_path, "r1,integral,,active,ABCD-EFGH-JKLM")
    lea = newsroom.guild.people["lea"]
    shown = await (await lea.slash(newsroom.guild.news_id, "link")).finished()
    await newsroom.restarted()
    opened = await shown.click("link-code")
    assert opened.kind == "modal"
    wrong = await (await opened.submit(code="WRONG-WRONG-22")).finished()
    assert "n’est pas valable" in text_of((wrong.followups or [wrong.message or {}])[-1])
    again = await (await (await shown.click("link-code")).submit(code="abcd efgh jklm")).finished()
    assert "Votre rôle arrive" in text_of((again.followups or [again.message or {}])[-1])
