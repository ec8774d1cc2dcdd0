"""A small WebSub hub on loopback."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import aiohttp
from aiohttp import web as aioweb


@dataclass
class Hub:
    """A WebSub hub: verifies what subscribers want, and distributes; `status` is its answer to wishes."""

    wishes: list[dict[str, str]] = field(default_factory=list)
    confirmed: dict[str, dict[str, str]] = field(default_factory=dict)
    status: int = 202
    lease: str = "864000"
    verifies: bool = True
    tasks: set[asyncio.Task[None]] = field(default_factory=set)
    address: str = ""

    async def take(self, request: aioweb.Request) -> aioweb.Response:
        wish = {name: str(value) for name, value in (await request.post()).items()}
        self.wishes.append(wish)
        if self.status < 300 and self.verifies:
            task = asyncio.create_task(self.verify(wish))
            self.tasks.add(task)
            task.add_done_callback(self.tasks.discard)
        return aioweb.Response(status=self.status)

    async def verify(self, wish: Mapping[str, str]) -> None:
        query = {"hub.mode": wish["hub.mode"], "hub.topic": wish["hub.topic"], "hub.challenge": "défi <b>"}
        if wish["hub.mode"] == "subscribe":
            query["hub.lease_seconds"] = self.lease
        status, said = await ask(wish["hub.callback"], params=query)
        if (status, said) == (200, "défi <b>"):
            if wish["hub.mode"] == "subscribe":
                self.confirmed[wish["hub.callback"]] = dict(wish)
            else:
                self.confirmed.pop(wish["hub.callback"], None)

    async def publish(self, body: bytes = b"<rss/>", signature: str | None = None) -> list[int]:
        """Tell all subscribers; their answers."""
        answers = []
        for callback, wish in self.confirmed.items():
            digest = hmac.new(wish["hub.secret"].encode(), body, hashlib.sha256).hexdigest()
            headers = {"X-Hub-Signature": f"sha256={digest}" if signature is None else signature}
            status, _ = await ask(callback, "POST", data=body, headers=headers)
            answers.append(status)
        return answers

    @property
    def modes(self) -> list[str]:
        return [wish["hub.mode"] for wish in self.wishes]


async def ask(url: str, method: str = "GET", **more: Any) -> tuple[int, str]:
    async with aiohttp.request(method, url, **more) as answer:
        return answer.status, await answer.text()


@asynccontextmanager
async def served(hub: Hub) -> AsyncIterator[str]:
    app = aioweb.Application()
    app.router.add_post("/hub", hub.take)
    runner = aioweb.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    await aioweb.TCPSite(runner, "127.0.0.1", 0).start()
    hub.address = f"http://127.0.0.1:{runner.addresses[0][1]}/hub"
    yield hub.address
    await runner.cleanup()
