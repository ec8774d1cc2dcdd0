"""Linking by the web in this process: our endpoint, the Discord at the wire, and browsers."""

from __future__ import annotations

import html
import re
import secrets
import socket
import time
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import aiohttp
import jwt
from yarl import URL

from bot import app
from bot.config import parse
from bot.demo.wire.server import WireDiscord, serve
from bot.services import Services
from bot.web import Web
from bot.workers import Here
from tests import contract
from tests.stage import TOKEN, Guild, build_guild
from tests.test_web import listening

NAME = "La Gazette"
SECRET = "a secret of thirty-two bytes or more"
LIST = "id,tier,until,status\nr1,integral,,active\nr2,decouverte,,active\n"


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port: int = taken.getsockname()[1]
        return port


def claims(audience: str, **more: Any) -> dict[str, Any]:
    """What a good link of the reader r1 says; a claim that is None is left out."""
    now = int(time.time())
    told = {"sub": "r1", "iat": now, "exp": now + 300, "jti": secrets.token_hex(16), "aud": audience} | more
    return {name: value for name, value in told.items() if value is not None}


@dataclass(frozen=True)
class Page:
    """What a browser shows in the end."""

    status: int
    url: URL
    text: str
    headers: Mapping[str, str]

    @property
    def title(self) -> str:
        found = re.search("<title>(.*?)</title>", self.text)
        return html.unescape(found[1]) if found else ""

    @property
    def words(self) -> str:
        return " ".join(html.unescape(re.sub("<[^>]*>", " ", self.text.partition("<main>")[2])).split())


class Browser:
    """A browser with its cookies. `person` is who is signed in to Discord there, 0 for nobody."""

    def __init__(self, person: int = 0, language: str = "fr-FR,fr;q=0.9,en;q=0.5", **cookies: str) -> None:
        self._jar = aiohttp.CookieJar(unsafe=True, quote_cookie=False)
        self._headers = {"Accept-Language": language}
        self.sign_in(person=str(person), **cookies)

    def sign_in(self, **cookies: str) -> None:
        """Be somebody at the sign-ins, by their cookies."""
        self._jar.update_cookies(cookies, URL("http://127.0.0.1/"))

    @property
    def cookies(self) -> dict[str, str]:
        return {cookie.key: cookie.value for cookie in self._jar}

    async def open(self, url: str | URL, *, until: str = "") -> Page:
        """Go to an address, and on to where it leads; with `until` not to an address that has this in it."""
        first = url = URL(url, encoded=True) if isinstance(url, str) else url
        for _ in range(10):
            page = await self._ask("GET", url)
            if not 300 <= page.status < 400:
                return Page(page.status, url, page.text, page.headers)
            url = url.join(URL(page.headers["Location"], encoded=True))
            if until and until in str(url):
                return Page(page.status, url, "", page.headers)
        raise AssertionError(f"{first} never ends")

    async def press(self, page: Page, **fields: str) -> Page:
        """Press the button of a page; `fields` instead of those that its form has."""
        found = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', page.text))
        answer = await self._ask("POST", page.url, data=fields or found)
        if 300 <= answer.status < 400:
            return await self.open(page.url.join(URL(answer.headers["Location"], encoded=True)))
        return answer

    async def _ask(self, method: str, url: URL, **more: Any) -> Page:
        async with (
            aiohttp.ClientSession(cookie_jar=self._jar, headers=self._headers) as session,
            session.request(method, url, allow_redirects=False, **more) as answer,
        ):
            return Page(answer.status, url, await answer.text(), answer.headers)


@dataclass
class LinkWorld:
    """Our endpoint at `url`, a Discord, and what the bot has stored."""

    url: str
    wire: WireDiscord
    guild: Guild
    services: Services
    woken: list[None] = field(default_factory=list)

    @property
    def audience(self) -> str:
        return f"{self.url}/link/La%20Gazette"

    def person(self, name: str) -> int:
        return self.guild.people[name].user_id

    def signed(self, key: Any = SECRET, algorithm: str = "HS256", **more: Any) -> str:
        """A link as the publisher's account page shows it."""
        token = jwt.encode(claims(self.audience, **more), key, algorithm=algorithm)
        return f"{self.audience}?token={token}"

    def browser(self, name: str = "", **more: Any) -> Browser:
        """A browser of somebody who is signed in to Discord, and allowed us there before."""
        if not name:
            return Browser(**more)
        self.wire.oauth.allow(self.person(name))
        return Browser(self.person(name), **more)

    async def links(self) -> set[tuple[str, str]]:
        """Who is linked: the publisher's id, and the name on Discord."""
        names = {person.user_id: name for name, person in self.guild.people.items()}
        rows = await self.services.database.all("SELECT subject, user_id FROM links")
        return {(row[0], names[row[1]]) for row in rows}

    async def spent(self) -> int:
        rows = await self.services.database.all("SELECT token FROM link_tokens")
        return len(rows)

    async def invite(self, name: str, publisher: str = NAME) -> str:
        """The address behind the button that somebody sees on Discord."""
        return await self.services.web_links.invite(publisher, self.person(name), datetime.now(UTC))


def publisher(folder: Path, guild: Guild, **more: Any) -> dict[str, Any]:
    """A publisher's settings, with a list of two readers."""
    (folder / "subscribers.csv").write_text(LIST, encoding="utf-8")
    told: dict[str, Any] = {
        "name": NAME,
        "kind": "csv",
        "file": str(folder / "subscribers.csv"),
        "guild": guild.id,
        "roles": guild.role_ids,
        "account_url": "https://gazette.example/account",
    }
    return told | more


@asynccontextmanager
async def link_world(
    folder: Path, *publishers: dict[str, Any], private: str = "", body_seconds: float = 10
) -> AsyncIterator[LinkWorld]:
    """A world in which the publishers link by the web; one that signs links where none is told.

    `private` is one more "host:port" that may be asked. Each of our calls to Discord has kept the contract.
    """
    guild = build_guild()
    url = f"http://127.0.0.1:{free_port()}"
    async with serve(guild.backend, token=TOKEN) as wire:
        guild.backend.redirects.add(f"{url}/oauth/discord")
        rows = publishers or ({"signed_link": {"secret": SECRET}},)
        settings = parse(
            {
                "discord": {
                    "token": TOKEN,
                    "api_url": wire.api_url,
                    "client_secret": wire.oauth.client_secret,
                },
                "storage": {"url": f"sqlite:///{folder / 'links.db'}"},
                "http": {"allow_private": [wire.url.removeprefix("http://"), private], "timeout": 5},
                "web": {"listen": url.removeprefix("http://"), "url": url},
                "publishers": [publisher(folder, guild, **row) for row in rows],
            },
            {},
        )
        async with app.opened(settings, Here()) as opened:
            world = LinkWorld(url, wire, guild, opened.services)
            web = Web(settings.web, body_seconds=body_seconds)
            opened.services.web_links.open(web, lambda: world.woken.append(None))
            async with listening(web):
                yield world
    assert wire.crashes == []
    assert [
        c for r in wire.requests for c in contract.check(r.method, r.path, r.query, r.json, r.files)
    ] == []


async def link(services: Services, subject: str, user: int) -> None:
    """Somebody linked before."""
    await services.subscribers.linking.join(NAME, subject, user, datetime.now(UTC), "code")
