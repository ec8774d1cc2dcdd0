"""A gateway that fails in every way, and rate limits that are never passed."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.demo.wire.limits import Limits
from tests.stage import staged

pytestmark = pytest.mark.wire


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
        stage.bot.settings["routes"] = [{"channel": stage.news_id, "thread": False}]
        wanted = [f"Article {n}" for n in range(31)]
        for title in wanted:
            stage.publish(title)
        await stage.bot.start()
        await stage.until(lambda: stage.titles() == wanted, within=90)
        assert limits.violations == 0
        path = f"/channels/{stage.news_id}/messages"
        sent = [r.when for r in stage.wire.requests if (r.method, r.path) == ("POST", path)]
        # Five in five seconds, the first window full at once: 31 messages take six windows at the least.
        assert (sent[-1] - sent[0]).total_seconds() <= 30 / 0.9
