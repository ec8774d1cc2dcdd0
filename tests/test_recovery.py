"""Nothing lost, nothing doubled: kills at random moments, faults before and after effects, lost gateways."""

from __future__ import annotations

import asyncio
import random
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from bot.demo.wire.limits import Limits
from tests.stage import Stage, staged

pytestmark = pytest.mark.wire

ARTICLES = [f"Article {n:02}" for n in range(20)]


def fill(stage: Stage) -> dict[str, list[str]]:
    """20 articles with 200 comments, a third of them replies; the comments by article."""
    stage.empty_site()
    dice = random.Random(3)
    said: dict[str, list[str]] = {}
    for title in ARTICLES:
        article = stage.publish(title)
        known: list[int] = []
        for n in range(10):
            parent = dice.choice(known) if known and dice.random() < 1 / 3 else 0
            known.append(stage.comment(article, f"{title}, commentaire {n}", parent))
        said[title] = [f"{title}, commentaire {n}" for n in range(10)]
    return said


def shown(stage: Stage) -> dict[str, list[str]]:
    return {title: stage.said_in(title) for title in stage.threads()}


def assert_shown_once_and_in_order(stage: Stage, said: dict[str, list[str]]) -> None:
    assert stage.titles() == ARTICLES
    assert sorted(stage.threads()) == ARTICLES
    assert shown(stage) == said


def assert_intact(database: Path) -> None:
    with closing(sqlite3.connect(database)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        owed = connection.execute(
            "SELECT kind, reason FROM deliveries WHERE COALESCE(wanted, '') <> COALESCE(shown, '')"
        ).fetchall()
    assert owed == []


async def test_thirty_kills_while_articles_and_comments_arrive(tmp_path: Path) -> None:
    dice = random.Random(11)
    async with staged(tmp_path) as stage:
        said = fill(stage)
        for _ in range(30):
            effects = len(stage.wire.requests)
            await stage.bot.start()
            # The first requests are the login's; a kill during those proves little.
            await stage.until(lambda seen=effects: len(stage.wire.requests) > seen + 3)
            await asyncio.sleep(dice.uniform(0, 0.15))
            await stage.bot.kill()
        assert len(stage.titles()) < len(ARTICLES) or shown(stage) != said, "all was done before the kills"
        await stage.bot.start()
        await stage.until(lambda: shown(stage) == said, within=60)
        assert await stage.bot.stop() == 0
        assert_shown_once_and_in_order(stage, said)
        assert_intact(stage.database)


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
        await stage.until(lambda: stage.titles() == ["Le Nova S9"] or stage.wire.faults.planned == [])
        await asyncio.sleep(0.2)
        await stage.bot.kill()
        with closing(sqlite3.connect(stage.database)) as connection, connection:
            connection.execute("UPDATE deliveries SET tried = tried - 120000 WHERE tried IS NOT NULL")
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


async def test_the_gateway_may_fail_in_every_way(tmp_path: Path) -> None:
    async with staged(tmp_path) as stage:
        stage.empty_site()
        stage.wire.gateway.refuse_connections(2)
        await stage.bot.start()
        titles: list[str] = []
        for disturb in (
            lambda: None,
            stage.wire.gateway.drop_connections,
            stage.wire.gateway.ask_reconnect,
            lambda: (stage.wire.gateway.forget_sessions(), stage.wire.gateway.drop_connections()),
            stage.wire.gateway.drop_connections,
        ):
            await stage.until(lambda: stage.wire.gateway.connected, within=30)
            disturb()
            titles.append(f"Article {len(titles)}")
            stage.publish(titles[-1])
            await stage.until(lambda: stage.titles() == titles, within=30)
        lea = stage.people["lea"]
        await stage.until(lambda: stage.wire.gateway.connected, within=30)
        asked = await lea.slash(stage.news_id, "latest")
        assert (await asked.finished()).message is not None
        assert await stage.bot.stop() == 0


async def test_with_rate_limits_on_the_allowed_rate_is_used_and_never_passed(tmp_path: Path) -> None:
    limits = Limits()
    async with staged(tmp_path, limits=limits) as stage:
        stage.empty_site()
        article = stage.publish("Le Nova S9")
        wanted = [f"Commentaire {n}" for n in range(31)]
        for text in wanted:
            stage.comment(article, text)
        await stage.bot.start()
        await stage.until(lambda: stage.said_in("Le Nova S9") == wanted, within=90)
        assert limits.violations == 0
        thread = stage.threads()["Le Nova S9"]
        path = f"/channels/{thread}/messages"
        sent = [r.when for r in stage.wire.requests if (r.method, r.path) == ("POST", path)]
        # Five in five seconds, the first window full at once: 31 messages take six windows at the least.
        assert (sent[-1] - sent[0]).total_seconds() <= 30 / 0.9
