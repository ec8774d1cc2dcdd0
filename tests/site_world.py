"""The demo's news site at a fixed time, behind a client."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from bot.demo.site.server import Site

SHARED = Path(__file__).parents[1].parent / "shared"
BASE = "http://127.0.0.1:8080"
API = "/site/wp-json/wp/v2"
START = datetime(2026, 3, 10, 9, 30, tzinfo=UTC)


class Clock:
    """A clock that a test moves."""

    def __init__(self, now: datetime = START) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now


@asynccontextmanager
async def opened(site: Site) -> AsyncIterator[TestClient]:
    """A client of the site, mounted below /site."""
    application = web.Application()
    application.add_subapp("/site", site.application())
    async with TestClient(TestServer(application)) as client:
        yield client


async def read(client: TestClient, path: str, status: int = 200, **headers: str) -> Any:
    """The JSON at a path, which must answer with the status."""
    async with client.get(path, headers=headers) as response:
        assert response.status == status, await response.text()
        return await response.json()


async def send(client: TestClient, method: str, path: str, body: object = None, status: int = 200) -> Any:
    """The control API's answer to a change."""
    async with client.request(method, f"/site/control/{path}", json=body) as response:
        assert response.status == status, await response.text()
        return await response.json()
