"""`colporteur demo`: a Discord, a news site and the page on one port of 127.0.0.1, and the bot itself."""

from __future__ import annotations

import asyncio
import secrets
import socket
import sys
import tempfile
import webbrowser
from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote

import tomli_w
from aiohttp import web

from bot.demo import scene as scenes
from bot.demo.scene import Scene
from bot.demo.site.server import Site
from bot.demo.web.api import add_page
from bot.demo.web.guard import ADDRESS, guard
from bot.demo.wire.backend import SimulatedDiscord
from bot.demo.wire.server import WireDiscord
from bot.errors import OperatorError

_POLL_SECONDS = 0.7
_READY_SECONDS = 20.0
# The forum takes what people like to argue about; everything goes to the news channel.
_DEBATED = ("Consommation", "Sécurité", "Rétroviseur")


async def run(stop: asyncio.Event, *, port: int, browser: bool, say: Callable[[str], object]) -> None:
    """Show the demo until `stop`, or until the bot ends."""
    say("Starting a simulated Discord, a small news site and the bot …")
    with tempfile.TemporaryDirectory(prefix="colporteur-demo-") as folder:
        async with _stage(port) as (url, wire, settings), _bot(Path(folder), settings) as process:
            ended = asyncio.create_task(process.wait())
            stopping = asyncio.create_task(stop.wait())
            await _until_connected(wire, ended)
            if not ended.done():
                say(f"Colporteur at work: {url}")
                say("This Discord is simulated, on this machine only. Ctrl-C ends everything.")
                if browser:
                    await asyncio.to_thread(webbrowser.open, url)
            await asyncio.wait([ended, stopping], return_when=asyncio.FIRST_COMPLETED)
            stopping.cancel()
            if ended.done() and not stop.is_set():
                lines = (Path(folder) / "bot.log").read_text(encoding="utf-8").splitlines()[-20:]
                raise OperatorError("\n".join(["the bot ended by itself; its last words:", *lines]))
            say("Ending …")


@asynccontextmanager
async def _stage(port: int) -> AsyncGenerator[tuple[str, WireDiscord, dict[str, Any]]]:
    """Discord, site and page on one port; their address and the settings for a bot to work with them."""
    door = _listen(port)
    address = f"127.0.0.1:{door.getsockname()[1]}"
    url = f"http://{address}"
    token, list_token = secrets.token_urlsafe(24), secrets.token_urlsafe(24)
    backend = SimulatedDiscord()
    scene = scenes.build(backend)
    wire = WireDiscord(backend, token=token)
    site = Site(f"{url}/site", secret=list_token)
    bot_address, link_secret = _free_address(), secrets.token_urlsafe(32)
    site.signing = (f"http://{bot_address}/link/{quote(scenes.NAME)}", link_secret)
    backend.redirects.add(f"http://{bot_address}/oauth/discord")
    application = web.Application(middlewares=[guard])
    add_page(application, backend, scene)
    application.add_subapp("/site", site.application())
    application.add_subapp("/discord", wire.application())
    runner = web.AppRunner(application, access_log=None, shutdown_timeout=1)
    await runner.setup()
    try:
        await web.SockSite(runner, door).start()
        wire.bound(f"{url}/discord")
        settings = _settings(address, token, list_token, scene)
        yield url, wire, _with_links(settings, bot_address, wire.oauth.client_secret, link_secret)
    finally:
        await runner.cleanup()


def _with_links(
    settings: dict[str, Any], address: str, client_secret: str, link_secret: str
) -> dict[str, Any]:
    """Readers link on the site's account page, too."""
    (publisher,) = settings["publishers"]
    return settings | {
        "web": {"listen": address, "url": f"http://{address}"},
        "discord": settings["discord"] | {"client_secret": client_secret},
        "publishers": [publisher | {"signed_link": {"secret": link_secret}}],
    }


def _free_address() -> str:
    door = _listen(0)
    with door:
        return f"{ADDRESS}:{door.getsockname()[1]}"


def _listen(port: int) -> socket.socket:
    door = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        door.bind(("127.0.0.1", port))
    except OSError:
        door.close()
        raise OperatorError(f"--port {port}: something else uses this port; give another, or 0") from None
    return door


def _settings(address: str, token: str, list_token: str, scene: Scene) -> dict[str, Any]:
    site = f"http://{address}/site"
    return {
        "language": "fr",
        "log": "console",
        "discord": {
            "token": token,
            "api_url": f"http://{address}/discord/api/v10",
            "gateway_url": f"ws://{address}/discord/gateway",
        },
        "http": {"allow_private": [address]},
        "sources": [
            {
                "name": scenes.NAME,
                "kind": "wordpress",
                "url": site,
                "interval": _POLL_SECONDS,
                "backfill": 100,
            }
        ],
        "routes": [
            {"channel": scene.news_id},
            {"channel": scene.debates_id, "categories": list(_DEBATED)},
        ],
        "publishers": [
            {
                "name": scenes.NAME,
                "kind": "json",
                "url": f"{site}/subscribers.json",
                "token": list_token,
                "interval": _POLL_SECONDS,
                "guild": scene.guild_id,
                "account_url": f"http://{address}/",
                "roles": {"decouverte": scene.discovery_role_id, "integral": scene.integral_role_id},
            }
        ],
    }


@asynccontextmanager
async def _bot(folder: Path, settings: dict[str, object]) -> AsyncGenerator[asyncio.subprocess.Process]:
    """The bot as its own process, unchanged, with settings like anybody's."""
    config = folder / "config.toml"
    settings = settings | {"storage": {"url": f"sqlite:///{folder / 'colporteur.db'}"}}
    config.touch(mode=0o600)
    config.write_text(tomli_w.dumps(settings), encoding="utf-8")
    with (folder / "bot.log").open("wb") as log:
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "bot.demo.child", "run", "--config", str(config)),
            stdout=log,
            stderr=log,
            # Ctrl-C reaches us alone; we end the bot in our order.
            start_new_session=True,
        )
        try:
            yield process
        finally:
            if process.returncode is None:
                process.terminate()
                try:
                    await asyncio.wait_for(process.wait(), 8)
                except TimeoutError:
                    process.kill()
                    await process.wait()


async def _until_connected(wire: WireDiscord, ended: asyncio.Task[int]) -> None:
    for _ in range(round(_READY_SECONDS / 0.05)):
        if wire.gateway.connected or ended.done():
            return
        await asyncio.sleep(0.05)
