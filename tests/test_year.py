"""A year of one site in time lapse: every article reaches Discord exactly once."""

from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest
from aiohttp import web
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from bot.articles import rules
from bot.articles.identity import identify, keys
from bot.articles.parse_feed import parse_articles
from bot.config_sources import SourceSettings
from storage import sources
from storage.database import new_id
from storage.records import KnownArticle
from tests.newsroom import Newsroom, at_work
from tests.year import Year

ARTICLES = 5_000
BROUGHT = 20


class Feed:
    """The site's feed over HTTP."""

    def __init__(self, year: Year) -> None:
        self.year = year
        self.url = ""

    async def serve(self) -> web.AppRunner:
        async def answer(_: web.Request) -> web.Response:
            return web.Response(body=self.year.feed(), content_type="application/rss+xml")

        application = web.Application()
        application.router.add_get("/feed", answer)
        runner = web.AppRunner(application, access_log=None)
        await runner.setup()
        site = web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        self.url = f"http://127.0.0.1:{runner.addresses[0][1]}/feed"
        return runner


@pytest.fixture
async def feed() -> AsyncIterator[Feed]:
    feed = Feed(Year(random.Random(2026)))
    runner = await feed.serve()
    yield feed
    await runner.cleanup()


async def read(room: Newsroom, source: SourceSettings, year: Year) -> None:
    state = await sources.by_name(room.services.database, source.name)
    await room.services.articles.read(source, state, year.now)
    room.client.courier.wake()


def shown(room: Newsroom, year: Year) -> Counter[int]:
    """How often each article stands on Discord, in a message of its own or in a list."""
    found: Counter[int] = Counter()
    for card in room.guild.people["manager"].messages(room.guild.news_id, limit=20_000):
        (embed,) = card["embeds"]
        url, _, place = embed["url"].partition("#")
        if place.startswith("list"):
            found.update(year.urls[link] for link in re.findall(r"\]\((\S+)\)", embed["description"]))
        elif not place.startswith("correction"):
            found[year.urls[url]] += 1
    return found


@pytest.mark.wire
async def test_a_year_of_one_site_arrives_exactly_once(tmp_path: Path, feed: Feed) -> None:
    year = feed.year
    address = feed.url.removeprefix("http://").removesuffix("/feed")

    async with at_work(
        tmp_path,
        calls_per_second=2_000,
        later=lambda guild: {"routes": [{"channel": guild.news_id, "thread": False}]},
        http={"allow_private": [address]},
    ) as room:
        source = SourceSettings(
            name="Le Temps", kind="feed", url=feed.url, full_text=False, comments=False, missed=BROUGHT
        )
        await read(room, source, year)
        while year.count < ARTICLES:
            down = year.chance.random() < 0.05
            for _ in range(2 if down else 1):
                year.publish(year.chance.randint(1, BROUGHT))
                for _ in range(year.chance.randint(0, 4)):
                    year.disturb()
            year.now += timedelta(hours=1)
            await read(room, source, year)
        await room.settled(within=120)
        found = shown(room, year)
    assert min(year.mishaps.values()) > 40, year.mishaps
    assert [number for number in range(1, year.count + 1) if found[number] == 0] == []
    assert [number for number, times in found.items() if times > 1] == []


@given(st.integers(0, 2**32), st.integers(5, 60))
# An id is used again within the day, or later, under a headline that shares words with the first.
@example(seed=925, steps=26)
@example(seed=584, steps=40)
@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
def test_whatever_a_site_does_each_article_is_new_exactly_once(seed: int, steps: int) -> None:
    year = Year(random.Random(seed), window=30)
    known: dict[str, KnownArticle] = {}
    distrusted: frozenset[str] = frozenset()
    new: Counter[int] = Counter()
    for _ in range(steps):
        year.publish(year.chance.randint(0, 6))
        for _ in range(year.chance.randint(0, 3)):
            year.disturb()
        items = parse_articles(year.feed(), "https://temps.example/feed", "", "UTC", "fr")
        identities, distrusted = identify(items, known, distrusted)
        for identity in identities:
            item, had = identity.item, identity.known
            if had is None:
                new[year.urls[item.url]] += 1
            article_id = had.id if had else new_id()
            stored = KnownArticle(
                article_id, item.guid, item.url, item.title, item.published, rules.digest(item), False, False
            )
            known |= {key: stored for key, other in list(known.items()) if other.id == article_id}
            known |= dict.fromkeys(identity.keys, stored)
            assert set(identity.keys) <= set(keys(item).values())
    assert new == Counter(range(1, year.count + 1))
