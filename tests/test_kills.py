"""kill -9 at random moments: nothing lost, nothing doubled, all in order."""

from __future__ import annotations

import asyncio
import itertools
import random
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.stage import Stage, assert_intact, staged

pytestmark = pytest.mark.wire

ARTICLES = [f"Article {n:02}" for n in range(20)]


class Arrivals:
    """20 articles with 200 comments, a third of them replies, that arrive bit by bit."""

    def __init__(self, stage: Stage) -> None:
        stage.empty_site()
        self.said = {title: [f"{title}, commentaire {n}" for n in range(10)] for title in ARTICLES}
        self._steps = self._walk(stage)

    def some(self, count: int) -> None:
        for _ in itertools.islice(self._steps, count):
            pass

    def _walk(self, stage: Stage) -> Iterator[None]:
        dice = random.Random(3)
        for title, comments in self.said.items():
            article = stage.publish(title)
            known: list[int] = []
            yield
            for text in comments:
                parent = dice.choice(known) if known and dice.random() < 1 / 3 else 0
                known.append(stage.comment(article, text, parent))
                yield


def shown(stage: Stage) -> dict[str, list[str]]:
    return {title: stage.said_in(title) for title in stage.threads()}


def assert_shown_once_and_in_order(stage: Stage, said: dict[str, list[str]]) -> None:
    assert stage.titles() == ARTICLES
    assert sorted(stage.threads()) == ARTICLES
    assert shown(stage) == said


async def test_thirty_kills_while_articles_and_comments_arrive(tmp_path: Path) -> None:
    dice = random.Random(11)
    async with staged(tmp_path) as stage:
        arrivals = Arrivals(stage)
        said = arrivals.said
        for _ in range(30):
            arrivals.some(7)
            effects = len(stage.wire.requests)
            await stage.bot.start()
            # The first requests are the login's; a kill during those proves little.
            await stage.until(lambda seen=effects: len(stage.wire.requests) > seen + 3)
            await asyncio.sleep(dice.uniform(0, 0.15))
            await stage.bot.kill()
        arrivals.some(len(ARTICLES) * 11)
        await stage.bot.start()
        await stage.until(lambda: shown(stage) == said, within=60)
        assert await stage.bot.stop() == 0
        assert_shown_once_and_in_order(stage, said)
        assert_intact(stage.database)
