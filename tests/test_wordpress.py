"""A real WordPress, read by the bot as a process, on the Discord at the wire."""

from __future__ import annotations

import asyncio
import base64
import html
import json
import os
import urllib.request
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from tests.stage import Guild, Stage, staged

WORDPRESS = os.environ.get("WORDPRESS_URL", "")
SEEDED = "2026-04-01T00:00:00"  # its own posts are older

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
    # What other tests publish and withdraw there at the same time is younger.
    posts = [post for post in published("posts", before=SEEDED) if not post["content"]["protected"]]
    titles = [html.unescape(post["title"]["rendered"]) for post in posts]
    await stage.until(lambda: len(stage.titles()) >= len(titles), within=40)
    cards = stage.cards()[: len(posts)]
    assert [card["url"] for card in cards] == [post["link"] for post in posts]
    assert [card["title"].replace("\\", "") for card in cards] == titles

    await stage.until(lambda: {title[:100] for title in titles} <= set(stage.threads()))
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


# What an editor does


CREDENTIALS = os.environ.get("WORDPRESS_CREDENTIALS", "")
needs_editor = pytest.mark.skipif(not CREDENTIALS, reason="WORDPRESS_CREDENTIALS names no editor's password")


async def edited(path: str, method: str = "POST", **fields: object) -> dict[str, Any]:
    """What the site's own interface answers to its editor."""
    password = json.loads(await asyncio.to_thread(Path(CREDENTIALS).read_text))["users"]["redaction"]
    key = base64.b64encode(f"redaction:{password['app_password']}".encode()).decode()
    request = urllib.request.Request(
        f"{WORDPRESS}/wp-json/wp/v2/{path}",
        json.dumps(fields).encode(),
        {"Authorization": f"Basic {key}", "Content-Type": "application/json"},
        method=method,
    )

    def ask() -> dict[str, Any]:
        with urllib.request.urlopen(request) as answer:
            written: dict[str, Any] = json.load(answer)
            return written

    return await asyncio.to_thread(ask)


Post = Callable[..., Awaitable[int]]


@pytest.fixture
async def post() -> AsyncIterator[Post]:
    """Publishes for a test; afterwards the site is as it was."""
    made: list[int] = []

    async def write(title: str, status: str = "publish", **fields: object) -> int:
        written = await edited("posts", title=title, content="<p>Le texte.</p>", status=status, **fields)
        made.append(int(written["id"]))
        return made[-1]

    yield write
    for number in made:
        await edited(f"posts/{number}?force=true", "DELETE")


@needs_editor
async def test_an_article_is_published_corrected_and_trashed(stage: Stage, post: Post) -> None:
    await stage.until(lambda: len(stage.titles()) >= 25, within=40)
    number = await post("Le pont de Valbrune rouvre lundi")
    await stage.until(lambda: "Le pont de Valbrune rouvre lundi" in stage.titles())
    place = stage.titles().index("Le pont de Valbrune rouvre lundi")
    await edited(f"posts/{number}", title="Le pont de Valbrune rouvre mardi")
    await stage.until(lambda: stage.titles()[place] == "Le pont de Valbrune rouvre mardi")
    notice = "**Titre\u00a0:** ~~Le pont de Valbrune rouvre lundi~~ → Le pont de Valbrune rouvre mardi"
    await stage.until(lambda: notice in stage.said_in("Le pont de Valbrune rouvre mardi"))
    await edited(f"posts/{number}", "DELETE")
    await stage.until(lambda: stage.titles()[place] == "~~Le pont de Valbrune rouvre mardi~~")


@needs_editor
async def test_a_scheduled_article_arrives_when_it_is_published(stage: Stage, post: Post) -> None:
    await stage.until(lambda: len(stage.titles()) >= 25, within=40)
    later = (datetime.now(UTC) + timedelta(hours=2)).strftime("%Y-%m-%dT%H:%M:%S")
    number = await post("La médiathèque ouvre le dimanche", "future", date_gmt=later)
    await post("Un autre article, entre-temps")
    await stage.until(lambda: "Un autre article, entre-temps" in stage.titles())
    assert "La médiathèque ouvre le dimanche" not in stage.titles()
    now = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%S")
    await edited(f"posts/{number}", status="publish", date_gmt=now)
    await stage.until(lambda: "La médiathèque ouvre le dimanche" in stage.titles())


@needs_editor
async def test_what_becomes_protected_or_private_is_taken_back(stage: Stage, post: Post) -> None:
    await stage.until(lambda: len(stage.titles()) >= 25, within=40)
    hidden, closed = await post("Le dossier de la digue"), await post("Les comptes de la régie")
    await stage.until(lambda: {"Le dossier de la digue", "Les comptes de la régie"} <= set(stage.titles()))
    await edited(f"posts/{hidden}", password="sesame", content="<p>Le secret de la digue.</p>")
    await edited(f"posts/{closed}", status="private", content="<p>Le secret de la régie.</p>")
    gone = {"~~Le dossier de la digue~~", "~~Les comptes de la régie~~"}
    await stage.until(lambda: gone <= set(stage.titles()))
    assert "Le secret" not in json.dumps(stage.cards())
    await post("Jamais vue", "private")
    await post("Jamais lue", password="sesame")
    await post("La suite du dossier")
    await stage.until(lambda: "La suite du dossier" in stage.titles())
    assert not {"Jamais vue", "Jamais lue"} & set(stage.titles())


@needs_editor
async def test_a_subscriber_comments_from_discord_edits_and_deletes(tmp_path: Path, post: Post) -> None:
    number = await post("Le tram de Valbrune")
    users = json.loads(await asyncio.to_thread(Path(CREDENTIALS).read_text))["users"]
    (tmp_path / "list.csv").write_text(f"id,tier,code\n{users['hugo']['id']},integral,ABCD-EFGH-JKLM\n")

    def settings(guild: Guild) -> dict[str, Any]:
        password = users["redaction"]["app_password"]
        writing = {"user": "redaction", "password": password, "publisher": "Le Fil"}
        source = {"name": "Le Fil", "kind": "wordpress", "url": WORDPRESS, "interval": 1, "backfill": 10}
        publisher = {"name": "Le Fil", "format": "csv", "file": str(tmp_path / "list.csv"), "guild": guild.id}
        return {
            "sources": [source | {"writing": writing}],
            "http": {"allow_private": [urlsplit(WORDPRESS).netloc]},
            "publishers": [publisher | {"interval": 1, "roles": guild.role_ids}],
        }

    async with staged(tmp_path, later=settings) as stage:
        await stage.bot.start()
        await stage.until(lambda: "Le tram de Valbrune" in stage.threads(), within=30)
        thread, lea = stage.threads()["Le tram de Valbrune"], stage.people["lea"]
        await stage.until(lambda: lea.commands(stage.news_id))
        await (await lea.slash(stage.news_id, "link", code="ABCD-EFGH-JKLM")).finished()
        message = int((await lea.send(thread, "Enfin un **tram** !"))["id"])

        async def shown() -> list[str]:
            found = await asyncio.to_thread(published, "comments", post=number)
            return [f"{c['author_name']}: {c['content']['rendered'].strip()}" for c in found]

        async def until_shown(*wanted: str) -> None:
            async with asyncio.timeout(20):
                while await shown() != list(wanted):
                    await asyncio.sleep(0.2)

        async with asyncio.timeout(20):
            while not await shown():
                await asyncio.sleep(0.2)
        (said,) = await shown()
        assert said == "Hugo M.: <p>Enfin un <strong>tram</strong> !</p>"
        await asyncio.sleep(2.5)  # two polls of the site: what was written does not come back
        assert len(stage.messages(thread)) == 1
        await lea.edit(thread, message, "Enfin un tram, et à l’heure")
        await until_shown(said.replace("Enfin un <strong>tram</strong> !", "Enfin un tram, et à l’heure"))
        await lea.delete(thread, message)
        await until_shown()
