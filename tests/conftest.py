"""What tests share: an empty database, a small newsroom on a Discord at the wire, and quiet logs."""

from __future__ import annotations

import fcntl
import os
import sys
import tempfile
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import discord
import pytest
import structlog
from hypothesis import settings

from bot.demo.wire.server import WireDiscord, serve
from storage.database import Database
from tests.blank import open_blank
from tests.wire_world import TOKEN, World, logged_in, make_client, make_world

# Where an environment forbids bytecode, each of hundreds of starts of the bot would compile all of it anew.
sys.dont_write_bytecode = False
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)

# How long an example takes says more about the machine than about the bot.
settings.register_profile("steady", deadline=None)
settings.load_profile("steady")

structlog.configure(
    processors=[
        structlog.stdlib.add_log_level,
        structlog.processors.format_exc_info,
        structlog.processors.KeyValueRenderer(key_order=["event"]),
    ],
    logger_factory=structlog.stdlib.LoggerFactory(),
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What takes long comes first: the small files at the end keep every worker busy until the last."""
    items.sort(key=lambda item: item.get_closest_marker("wire") is None)


def pytest_xdist_auto_num_workers() -> int:
    """Two more than there are cores: a good part of the tests wait for a bot to start, or to be told to."""
    return (os.cpu_count() or 1) + 2


@pytest.fixture(autouse=True)
def one_at_a_time(request: pytest.FixtureRequest) -> Iterator[None]:
    """There is one WordPress, one Isso, one Stripe, one SMTP: no two tests use it at once, in any worker."""
    shared = next(
        (mark for mark in ("wordpress", "isso", "stripe", "smtp") if request.node.get_closest_marker(mark)),
        None,
    )
    if shared is None:
        yield
        return
    with (Path(tempfile.gettempdir()) / f"colporteur-tests-{shared}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


@pytest.fixture
async def db(tmp_path: Path) -> AsyncIterator[Database]:
    database = await open_blank(tmp_path / "test.db")
    yield database
    await database.close()


@pytest.fixture
def world() -> World:
    return make_world()


@pytest.fixture
async def wire(world: World) -> AsyncIterator[WireDiscord]:
    async with serve(world.backend, token=TOKEN) as wire:
        yield wire
        assert wire.crashes == []


@pytest.fixture
async def client(wire: WireDiscord) -> AsyncIterator[discord.Client]:
    async with logged_in(wire, make_client()) as client:
        yield client
