"""The demo without its bot, served for a browser, and how a person finds things on its page."""

from __future__ import annotations

import re
import socket
from dataclasses import dataclass, field

import pytest
from aiohttp import web

from bot.demo import scene as scenes
from bot.demo.site.server import Site
from bot.demo.web.api import add_page
from bot.demo.web.guard import guard
from bot.demo.wire.backend import SimulatedDiscord
from tests.demo_bot import Responder

async_api = pytest.importorskip("playwright.async_api", reason="playwright is not installed")
Browser, Locator, Page, expect = async_api.Browser, async_api.Locator, async_api.Page, async_api.expect

WIDE, NARROW = {"width": 1280, "height": 800}, {"width": 390, "height": 844}


@dataclass
class World:
    """A demo with a small bot behind it, and what went wrong on the pages that show it."""

    backend: SimulatedDiscord
    scene: scenes.Scene
    bot: Responder
    browser: Browser
    port: int = 0
    complaints: list[str] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    async def serve(self) -> None:
        """Begin to answer, on the port of before if there was one."""
        door = socket.socket()
        door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        door.bind(("127.0.0.1", self.port))
        self.port = door.getsockname()[1]
        self.site = Site(f"{self.address}/site")
        app = web.Application(middlewares=[guard])
        add_page(app, self.backend, self.scene)
        app.add_subapp("/site", self.site.application())
        self.runner = web.AppRunner(app, access_log=None, shutdown_timeout=1)
        await self.runner.setup()
        await web.SockSite(self.runner, door).start()

    async def open(self, size: dict[str, int] = WIDE, person: str = "Léa", query: str = "") -> Page:
        """A page as one of the people, in French."""
        context = await self.browser.new_context(viewport=size, locale="fr-FR")
        page = await context.new_page()
        page.set_default_timeout(8_000)
        page.on("console", lambda said: said.type == "error" and self.complaints.append(said.text))
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("request", lambda request: self.asked.append(request.url))
        await page.goto(self.address + query)
        if person != "Alex":
            await page.get_by_role("radio", name=person).check()
        await expect(page.locator("#me")).to_contain_text(person)
        return page


def composer(page: Page) -> Locator:
    return page.get_by_role("textbox", name=re.compile("^Envoyer un message"))


def messages(page: Page) -> Locator:
    return page.get_by_role("log").get_by_role("article")


def options(page: Page) -> Locator:
    return page.get_by_role("listbox").get_by_role("option")


async def enter(page: Page, channel: str) -> None:
    """Open a channel, and wait until it is open."""
    await (
        page.get_by_role("navigation", name="Salons").get_by_role("button", name=channel, exact=True).click()
    )
    await expect(page.get_by_role("log", name=f"Messages de {channel}")).to_be_visible()
