"""A code by mail with a real SMTP server, the bot as a process, and a role on the Discord at the wire."""

from __future__ import annotations

import asyncio
import json
import os
import re
import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing, suppress
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from uuid import uuid4

import pytest

from bot.vault import make_key
from tests.stage import Guild, Stage, staged
from tests.test_door_wire import free_port
from tests.test_mail_link import CODE

SERVER = urlsplit(os.environ.get("SMTP_URL", ""))
MAILS = Path(os.environ.get("SMTP_MAILS", "."))
KEY = make_key()

pytestmark = [
    pytest.mark.wire,
    pytest.mark.smtp,
    pytest.mark.skipif(not SERVER.port, reason="SMTP_URL names no SMTP server to send by"),
]


@asynccontextmanager
async def mailing(
    folder: Path, *names: str, port: int | None = None
) -> AsyncIterator[tuple[Stage, list[str]]]:
    """A stage whose publisher has readers with addresses of these names, new for each test."""
    addresses = [f"{name}-{uuid4().hex}@example.org" for name in names]
    rows = "".join(f"r{number},integral,{address}\n" for number, address in enumerate(addresses))
    (folder / "list.csv").write_text(f"id,tier,email\n{rows}", encoding="utf-8")

    def publishers(guild: Guild) -> dict[str, Any]:
        ours = {"name": "La Gazette", "kind": "csv", "file": str(folder / "list.csv"), "guild": guild.id}
        more = {"roles": guild.role_ids, "mail_codes": True, "interval": 0.3}
        return {"publishers": [ours | more]}

    mail = {"host": "127.0.0.1", "port": port or SERVER.port, "tls": "none", "from": "bot@gazette.example"}
    settings = {"mail": mail | {"timeout": 2}, "privacy": {"keys": [KEY]}}
    async with staged(folder, later=publishers, settings=settings) as stage:
        await begun(stage)
        yield stage, addresses
    for secret in (KEY, *addresses):
        assert secret not in stage.bot.log


async def begun(stage: Stage) -> None:
    await stage.bot.start()
    await stage.until(lambda: stage.wire.gateway.connected)
    await stage.until(lambda: stage.people["lea"].commands(stage.news_id))
    await stage.until(lambda: rows(stage, "SELECT 1 FROM addresses"))


async def asked(stage: Stage, who: str, address: str) -> None:
    person = stage.people[who]
    shown = await (await person.slash(stage.news_id, "link")).finished()
    opened = await shown.click("link-mail:La Gazette")
    await (await opened.submit(address=address)).finished()


def rows(stage: Stage, sql: str) -> list[tuple[Any, ...]]:
    with suppress(sqlite3.OperationalError), closing(sqlite3.connect(stage.database)) as connection:
        return connection.execute(sql).fetchall()
    return []


def mails_to(address: str) -> list[dict[str, Any]]:
    found = [json.loads(path.read_text(encoding="utf-8")) for path in sorted(MAILS.glob("*.json"))]
    return [mail for mail in found if mail["rcpt_tos"] == [address]]


async def test_a_reader_links_by_a_code_that_came_by_mail(tmp_path: Path) -> None:
    async with mailing(tmp_path, "lea") as (stage, (address,)):
        lea = stage.people["lea"]
        await asked(stage, "lea", address.upper())
        await stage.until(lambda: mails_to(address))
        (mail,) = mails_to(address)
        assert mail["headers"]["Auto-Submitted"] == "auto-generated"
        assert mail["html"] is None
        (code,) = set(CODE.findall(mail["text"]))
        await (await lea.slash(stage.news_id, "link", code=code)).finished()
        member = stage.backend.get_guild(stage.guild.id).members[lea.user_id]
        await stage.until(lambda: member.role_ids == [stage.guild.role_ids["integral"]])
        # The same code again, and after a kill, brings nothing more.
        await stage.bot.kill()
        await begun(stage)
        await asyncio.sleep(1.5)
        assert len(mails_to(address)) == 1
    assert not re.search(code, stage.bot.log)


async def test_what_a_server_refuses_is_given_up_and_what_it_puts_off_is_tried_again(tmp_path: Path) -> None:
    async with mailing(tmp_path, "bounce", "greylist") as (stage, (bounce, greylist)):
        await asked(stage, "lea", bounce)
        await asked(stage, "alex", greylist)
        told = "SELECT state, reason FROM mails ORDER BY id"
        tries = "SELECT tries FROM mails ORDER BY id"
        # This server puts off the first try of each connection, so it never takes that one.
        await stage.until(lambda: rows(stage, tries)[1] >= (2,), within=15)
        assert rows(stage, told) == [
            ("dropped", "the mail server refuses the address (550 5.1.1)"),
            ("owed", "the mail server does not take the address for now (451 4.7.1)"),
        ]
        assert rows(stage, tries)[0] == (1,)
        assert mails_to(bounce) == mails_to(greylist) == []
        assert rows(stage, "SELECT 1 FROM alerts") == []


async def test_a_mail_waits_for_a_server_that_is_down_also_through_a_kill(tmp_path: Path) -> None:
    port = free_port()
    async with mailing(tmp_path, "lea", port=port) as (stage, (address,)):
        await asked(stage, "lea", address)
        await stage.until(lambda: rows(stage, "SELECT tries FROM mails") >= [(1,)])
        await stage.bot.kill()
        async with passing_on(port):
            await begun(stage)
            await stage.until(lambda: mails_to(address), within=25)
            await stage.until(lambda: rows(stage, "SELECT state FROM mails") == [("sent",)])
            await stage.until(lambda: rows(stage, "SELECT over IS NOT NULL FROM alerts") == [(1,)])
        await asyncio.sleep(1.5)
        assert len(mails_to(address)) == 1


@asynccontextmanager
async def passing_on(port: int) -> AsyncIterator[None]:
    """A way from a port to the SMTP server, while the block lasts."""
    talks: set[asyncio.Task[None]] = set()

    async def copy(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(OSError):
            while data := await reader.read(65_536):
                writer.write(data)
                await writer.drain()
        writer.close()
        with suppress(OSError):
            await writer.wait_closed()

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        inner = await asyncio.open_connection(SERVER.hostname, SERVER.port)
        await asyncio.gather(copy(reader, inner[1]), copy(inner[0], writer))

    def begin(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        talks.add(asyncio.create_task(talk(reader, writer)))

    listening = await asyncio.start_server(begin, "127.0.0.1", port)
    try:
        yield
    finally:
        listening.close()
        await listening.wait_closed()
        await asyncio.wait(talks, timeout=2) if talks else None
