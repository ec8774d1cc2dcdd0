"""A real WordPress, read by the bot as a process, on the Discord at the wire."""

from __future__ import annotations

import html
import json
import os
import urllib.request
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from tests.stage import Stage, staged

WORDPRESS = os.environ.get("WORDPRESS_URL", "")

pytestmark = [
    pytest.mark.wire,
    pytest.mark.wordpress,
    pytest.mark.skipif(not WORDPRESS, reason="WORDPRESS_URL names no WordPress to read"),
]


def published(kind: str, **query: object) -> list[dict[str, Any]]:
    """What the site itself shows a stranger, oldest first."""
    words = "&".join(f"{key}={value}" for key, value in query.items())
    with urllib.request.urlopen(f"{WORDPRESS}/wp-json/wp/v2/{kind}?per_page=100&order=asc&{words}") as answer:
        found: list[dict[str, Any]] = json.load(answer)
        return found


@pytest.fixture
async def stage(tmp_path: Path) -> AsyncIterator[Stage]:
    source = {"name": "Le Fil", "kind": "wordpress", "url": WORDPRESS, "interval": 1, "backfill": 100}
    http = {"allow_private": [urlsplit(WORDPRESS).netloc]}
    settings = {"sources": [source], "http": http, "publishers": []}
    async with staged(tmp_path, settings=settings) as stage:
        await stage.bot.start()
        yield stage


async def test_public_posts_and_comments_arrive_as_the_site_shows_them(stage: Stage) -> None:
    posts = [post for post in published("posts") if not post["content"]["protected"]]
    titles = [html.unescape(post["title"]["rendered"]) for post in posts]
    await stage.until(lambda: len(stage.titles()) >= len(titles), within=40)
    assert [card["url"] for card in stage.cards()] == [post["link"] for post in posts]
    assert [title.replace("\\", "") for title in stage.titles()] == titles

    await stage.until(lambda: len(stage.threads()) >= len(titles))
    for post, title in zip(posts, titles, strict=True):
        comments = published("comments", post=post["id"], orderby="date_gmt")
        await stage.until(lambda t=title, c=comments: len(stage.said_in(t)) >= len(c))
        cards = stage.cards(stage.threads()[title[:100]])
        assert [card["author"]["url"] for card in cards] == [comment["link"] for comment in comments]


async def test_protected_private_and_future_posts_and_held_comments_never_arrive(stage: Stage) -> None:
    await stage.until(lambda: len(stage.titles()) >= 25, within=40)
    main = next(title for title in stage.titles() if "réseau radio" in title)
    await stage.until(lambda: len(stage.said_in(main.replace("\\", ""))) >= 10)
    everything = json.dumps([stage.cards(), *(stage.cards(thread) for thread in stage.threads().values())])
    for secret in ("protégé", "Secret", "Brouillon", "Programmé", "en attente", "MONTRES", "corbeille"):
        assert json.dumps(secret)[1:-1] not in everything


async def test_what_readers_write_never_pings(stage: Stage) -> None:
    title = "Valbrune relie ses écoles par un réseau radio maillé « fait maison »"
    await stage.until(lambda: len(stage.said_in(title)) >= 10, within=40)
    hostile = next(text for text in stage.said_in(title) if "spoiler" in text)
    assert "@everyone" not in hostile
    assert "<@123>" not in hostile
    assert "\\|\\|spoiler\\|\\|" in hostile
