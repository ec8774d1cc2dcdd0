"""Faults of Discord before and after their effect: nothing lost, nothing doubled."""

from __future__ import annotations

import asyncio
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from tests.stage import assert_intact, staged

pytestmark = pytest.mark.wire

FAULTS = {
    "429 with a wait": {"status": 429, "retry_after": 0.2},
    "429 without Via": {"status": 429, "retry_after": 0.2, "via": False},
    "500 before the effect": {"status": 500},
    "500 after the effect": {"status": 500, "after_effect": True},
    "502 before the effect": {"status": 502},
    "502 after the effect": {"status": 502, "after_effect": True},
    "503 after the effect": {"status": 503, "after_effect": True},
    "a reset before the effect": {"reset": True},
    "a reset after the effect": {"reset": True, "after_effect": True},
}


@pytest.mark.parametrize("fault", FAULTS.values(), ids=FAULTS.keys())
async def test_a_fault_of_discord_loses_and_doubles_nothing(tmp_path: Path, fault: dict[str, object]) -> None:
    async with staged(tmp_path) as stage:
        stage.empty_site()
        for path in ("/channels/*/messages", "/channels/*/threads"):
            stage.wire.faults.add(method="POST", path=path, **fault)
        article = stage.publish("Le Nova S9")
        wanted = [f"Commentaire {n}" for n in range(5)]
        for text in wanted:
            stage.comment(article, text)
        await stage.bot.start()
        await stage.until(lambda: stage.said_in("Le Nova S9") == wanted, within=40)
        assert await stage.bot.stop() == 0
        assert stage.titles() == ["Le Nova S9"]
        assert_intact(stage.database)


async def test_a_message_of_unknown_outcome_is_looked_for_when_the_nonce_is_too_old(tmp_path: Path) -> None:
    async with staged(tmp_path, nonce_window=0) as stage:
        stage.empty_site()
        stage.publish("Le Nova S9")
        stage.wire.faults.add(method="POST", path="/channels/*/messages", after_effect=True, delay=30)
        await stage.bot.start()
        await stage.until(lambda: stage.titles() == ["Le Nova S9"])
        await stage.bot.kill()
        with closing(sqlite3.connect(stage.database)) as connection, connection:
            aged = connection.execute("UPDATE deliveries SET tried = tried - 120000 WHERE tried IS NOT NULL")
            assert aged.rowcount == 1
        await stage.bot.start()
        await stage.until(lambda: "Le Nova S9" in stage.threads())
        assert await stage.bot.stop() == 0
        assert stage.titles() == ["Le Nova S9"]


async def test_a_forum_post_of_unknown_outcome_is_looked_for(tmp_path: Path) -> None:
    async with staged(tmp_path) as stage:
        stage.empty_site()
        stage.bot.route_to(stage.forum_id)
        stage.publish("Le Nova S9")
        stage.wire.faults.add(method="POST", path="/channels/*/threads", status=502, after_effect=True)
        stage.wire.faults.add(method="POST", path="/channels/*/threads", reset=True, after_effect=True)
        await stage.bot.start()
        await stage.until(lambda: stage.posts() == ["Le Nova S9"])
        await asyncio.sleep(3)
        assert await stage.bot.stop() == 0
        assert stage.posts() == ["Le Nova S9"]
        assert_intact(stage.database)
