"""Linking by the web with the bot as a process: from `/link` or the site to the role on Discord."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import jwt
import pytest

from tests.identity_provider import CLIENT_SECRET, identity_provider
from tests.link_world import SECRET, Browser, claims, free_port
from tests.stage import SOURCE, Stage, staged
from tests.test_link_panel import buttons

pytestmark = pytest.mark.wire


@asynccontextmanager
async def linking(folder: Path, private: str = "", **more: Any) -> AsyncIterator[tuple[Stage, str]]:
    """A stage whose publisher links by the web, and the address of the bot's endpoint."""
    listen = f"127.0.0.1:{free_port()}"
    async with staged(folder) as stage:
        settings = stage.bot.settings
        settings["web"] = {"listen": listen, "url": f"http://{listen}"}
        settings["discord"]["client_secret"] = stage.wire.oauth.client_secret
        settings["http"]["allow_private"].append(private)
        settings["publishers"][0] |= more
        stage.backend.redirects.add(f"http://{listen}/oauth/discord")
        await stage.bot.start()
        await stage.until(lambda: stage.wire.gateway.connected)
        await stage.until(lambda: stage.people["lea"].commands(stage.news_id))
        yield stage, f"http://{listen}"
        hidden = (stage.wire.oauth.client_secret, SECRET, CLIENT_SECRET)
        assert [secret for secret in hidden if secret in stage.bot.log] == []


def worn(stage: Stage, name: str) -> list[int]:
    return stage.backend.get_guild(stage.guild.id).members[stage.people[name].user_id].role_ids


async def test_from_the_button_on_discord_to_the_role(tmp_path: Path) -> None:
    async with (
        identity_provider() as provider,
        linking(tmp_path, provider.private, oauth=provider.settings()) as (stage, url),
    ):
        reader = next(r for r in stage.site.readers.values() if r.name.startswith("Léa"))
        stage.site.subscribe(reader.id, "integral", None, "active")
        lea = stage.people["lea"]
        shown = await (await lea.slash(stage.news_id, "link")).finished()
        assert shown.message is not None
        address = buttons(shown.message)[f"Me connecter chez {SOURCE}"]
        assert address.startswith(f"{url}/oauth/begin?ticket=")

        thief = Browser(stage.people["alex"].user_id, reader=f"gazette-{reader.id}")
        stage.wire.oauth.allow(stage.people["alex"].user_id)
        assert (await thief.open(address)).status == 409
        again = await (await lea.slash(stage.news_id, "link")).finished()
        assert again.message is not None
        address = buttons(again.message)[f"Me connecter chez {SOURCE}"]

        browser = Browser(lea.user_id, reader=f"gazette-{reader.id}")
        consent = await browser.open(address)
        asked = await browser.press(consent, allow="")
        assert (await browser.press(asked)).title == "C’est lié"
        await stage.until(lambda: worn(stage, "lea") == [stage.guild.role_ids["integral"]], within=10)
        assert worn(stage, "alex") == []
        ticket = address.partition("ticket=")[2]
        assert ticket not in stage.bot.log


async def test_from_the_account_page_to_the_role_and_after_a_kill_too(tmp_path: Path) -> None:
    signing = {"signed_link": {"secret": SECRET}, "account_url": "https://gazette.example/account"}
    async with linking(tmp_path, **signing) as (stage, url):
        reader = next(r for r in stage.site.readers.values() if r.name.startswith("Léa"))
        stage.site.subscribe(reader.id, "integral", None, "active")
        audience = f"{url}/link/La%20Gazette"
        token = jwt.encode(claims(audience, sub=f"gazette-{reader.id}"), SECRET, "HS256")
        browser = Browser(stage.people["lea"].user_id)
        stage.wire.oauth.allow(stage.people["lea"].user_id)
        asked = await browser.open(f"{audience}?token={token}")
        await stage.bot.kill()
        await stage.bot.start()
        await stage.until(lambda: stage.bot.log.count("web endpoint listens") == 2)
        assert (await browser.press(asked)).title == "C’est lié"
        await stage.until(lambda: worn(stage, "lea") == [stage.guild.role_ids["integral"]], within=10)
        assert token not in stage.bot.log
