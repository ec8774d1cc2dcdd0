"""Sources that do harm back off with a reason; the bot stays small and the others go on."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from tests.hostile import FAULTS, served
from tests.stage import SOURCE, staged

pytestmark = pytest.mark.wire

REASONS = {
    "error": "panne de son côté (500)",
    "hang": "pas donné de réponse entière en",
    "huge": "dépasse 8\u00a0Mo",
    "bomb": "dépasse 8\u00a0Mo",
    "redirect": "adresse privée",
    "loop": "sans fin",
    "broken": "a interrompu sa réponse",
}


async def test_a_hostile_source_costs_neither_memory_nor_the_other_sources(tmp_path: Path) -> None:
    async with served() as (hostile, addresses), staged(tmp_path) as stage:
        stage.empty_site()
        stage.bot.monitored = True
        settings = stage.bot.settings
        settings["http"]["allow_private"] += addresses.values()
        settings["sources"] += [
            {"name": fault, "kind": "feed", "url": f"http://{address}/{fault}", "interval": 0.5}
            for fault, address in addresses.items()
        ]
        stage.publish("Avant")
        await stage.bot.start()
        await stage.until(lambda: stage.titles() == ["Avant"])
        before = stage.bot.memory()

        largest = before
        titles = ["Avant"]
        for _ in range(10):
            titles.append(f"Pendant {len(titles)}")
            stage.publish(titles[-1])
            await stage.until(lambda: stage.titles() == titles, within=15)
            largest = max(largest, stage.bot.memory())
            await asyncio.sleep(0.5)
        await stage.until(lambda: all(hostile.asked[fault] for fault in FAULTS), within=30)
        assert largest - before < 100

        shown = ""
        manager = stage.people["manager"]
        for _ in range(100):
            answer = (await (await manager.slash(stage.news_id, "status")).finished()).message
            assert answer is not None
            shown = answer["embeds"][0]["fields"][0]["value"]
            if all(reason in shown for reason in REASONS.values()):
                break
            await asyncio.sleep(0.2)
        assert [fault for fault, reason in REASONS.items() if reason not in shown] == []
        assert f"**{SOURCE}**\u00a0: lue" in shown
        # A source that fails is asked ever less often.
        assert hostile.asked["error"] < 10
        assert await stage.bot.stop() == 0
        assert stage.bot.report["peak_mb"] - before < 100
