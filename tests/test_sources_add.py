"""`/source`: a site is shown before it is read, and managed in words that managers understand."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web

from bot.articles.discover import Found, FoundSource, Headline
from bot.comments.finding import FoundComments
from bot.config_sources import SourceSettings
from bot.demo.wire.people import Person
from bot.source_cards import found_embed, import_embed, list_embed, preview_embed
from bot.texts import LANGUAGES
from storage import sources
from tests import contract
from tests.newsroom import Newsroom, at_work
from tests.shelf import source

THERE = "https://gazette.example"


@dataclass
class Site:
    """A small news site on 127.0.0.1."""

    address: str = ""
    titles: list[str] = field(default_factory=lambda: ["Un", "Deux"])
    down: bool = False
    article: str = ""

    @property
    def url(self) -> str:
        return f"http://{self.address}"

    async def home(self, _: web.Request) -> web.Response:
        links = "".join(
            f'<link rel="alternate" type="application/rss+xml" title="{title}" href="{path}">'
            for title, path in (("Le Fil", "/feed.xml"), ("Mobiles", "/mobiles.xml"))
        )
        head = f'<title>Le Fil</title><meta property="og:site_name" content="Le Fil">{links}'
        return web.Response(text=f'<html lang="fr"><head>{head}</head></html>', content_type="text/html")

    async def feed(self, request: web.Request) -> web.Response:
        if self.down:
            return web.Response(status=500)
        items = "".join(
            f"<item><guid>{t}</guid><title>{t}</title><link>{self.url}/{n}</link>"
            f"<description>{'Un texte. ' * 60}</description>"
            f"<pubDate>{datetime(2026, 3, n, 12, tzinfo=UTC):%d %b %Y %H:%M:%S} GMT</pubDate></item>"
            for n, t in enumerate(self.titles, 1)
        )
        body = f'<rss version="2.0"><channel><title>{request.path}</title>{items}</channel></rss>'
        return web.Response(text=body, content_type="application/rss+xml")

    async def page(self, _: web.Request) -> web.Response:
        return web.Response(text=f"<html><body>{self.article}</body></html>", content_type="text/html")

    async def isso(self, _: web.Request) -> web.Response:
        return web.json_response({"replies": []})


@pytest.fixture
async def site() -> AsyncIterator[Site]:
    site = Site()
    app = web.Application()
    routes = [web.get("/", site.home), web.get("/feed.xml", site.feed), web.get("/mobiles.xml", site.feed)]
    app.add_routes([*routes, web.get("/isso/", site.isso), web.get("/{number}", site.page)])
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    site.address = f"127.0.0.1:{runner.addresses[0][1]}"
    yield site
    await runner.cleanup()


@pytest.fixture
async def newsroom(tmp_path: Path, site: Site) -> AsyncIterator[Newsroom]:
    settings: dict[str, Any] = {
        "http": {"allow_private": [site.address]},
        "sources": [{"name": "La Gazette", "kind": "wordpress", "url": THERE}],
    }
    async with at_work(tmp_path, **settings) as newsroom:
        yield newsroom


async def run(newsroom: Newsroom, command: str, who: str = "manager", **options: Any) -> dict[str, Any]:
    """The bot's whole answer to a subcommand, which is for this person only."""
    person = newsroom.guild.people[who]
    called = await person.slash(newsroom.guild.news_id, f"source {command}", **options)
    interaction = await called.finished()
    message = interaction.followups[-1] if interaction.followups else interaction.message
    assert message is not None
    assert message["flags"] & 64
    return message


async def click(newsroom: Newsroom, message: dict[str, Any], button: str) -> dict[str, Any]:
    clicked = await newsroom.guild.people["manager"].click(newsroom.guild.news_id, int(message["id"]), button)
    assert clicked.kind == "update"
    assert clicked.message is not None
    return clicked.message


async def names(newsroom: Newsroom) -> list[str]:
    return [settings.name for settings in await newsroom.services.directory.all()]


def text_of(message: dict[str, Any]) -> str:
    parts = [message["content"]]
    for embed in message["embeds"]:
        parts += [embed.get("title", ""), embed.get("description", "")]
        parts += [f"{f['name']} {f['value']}" for f in embed.get("fields", [])]
        parts.append(embed.get("footer", {}).get("text", ""))
    return "\n".join(part for part in parts if part)


def components(message: dict[str, Any]) -> list[str]:
    return [part["custom_id"] for row in message["components"] for part in row["components"]]


# Adding


async def test_a_site_is_shown_first_and_read_only_after_add(newsroom: Newsroom, site: Site) -> None:
    message = await run(newsroom, "add", url=site.address)
    shown = text_of(message)
    for words in ("Le Fil", "flux", "2 articles", "Deux", "aucun trouvé", "Rien n’est enregistré"):
        assert words in shown
    assert await names(newsroom) == ["La Gazette"]
    assert "est maintenant lue" in text_of(done := await click(newsroom, message, "source-add"))
    assert not done["components"]
    assert not done["embeds"]
    added = (await newsroom.services.directory.all())[1]
    assert (added.name, added.kind, added.url) == ("Le Fil", "feed", f"{site.url}/feed.xml")
    assert (added.language, added.comments, added.backfill) == ("fr", False, 0)


async def test_another_way_to_read_the_site_can_be_chosen(newsroom: Newsroom, site: Site) -> None:
    message = await run(newsroom, "add", url=site.url)
    assert components(message) == ["source-option", "source-add", "source-cancel"]
    manager = newsroom.guild.people["manager"]
    chosen = await manager.select(newsroom.guild.news_id, int(message["id"]), "source-option", ["1"])
    assert chosen.message is not None
    assert "Mobiles" in text_of(chosen.message)
    await click(newsroom, chosen.message, "source-add")
    assert await names(newsroom) == ["La Gazette", "Mobiles"]


async def test_the_place_of_its_comments_can_be_chosen_or_left(newsroom: Newsroom, site: Site) -> None:
    site.article = """<div id="isso-thread"></div><script data-isso="/isso"></script><ol><li id="comment-1"
        class="comment"><b class="fn">Léa</b><div class="comment-content">Oui.</div></li></ol>"""
    manager, place = newsroom.guild.people["manager"], newsroom.guild.news_id
    message = await run(newsroom, "add", url=f"{site.url}/feed.xml")
    assert components(message) == ["source-comments", "source-add", "source-cancel"]
    assert "lus sur un serveur Isso" in text_of(message)
    assert f"{site.address}/isso" in text_of(message)
    for number, words in (("2", "laissés de côté"), ("1", "lus dans la page")):
        chosen = await manager.select(place, int(message["id"]), "source-comments", [number])
        assert chosen.message is not None
        assert words in text_of(chosen.message)
    await click(newsroom, message, "source-add")
    added = (await newsroom.services.directory.all())[1]
    assert (added.comments, added.comments_from, added.comments_url) == (True, "auto", None)


async def test_a_server_of_comments_is_kept_with_its_address(newsroom: Newsroom, site: Site) -> None:
    site.article = '<div id="isso-thread"></div><script data-isso="/isso"></script>'
    await click(newsroom, await run(newsroom, "add", url=f"{site.url}/feed.xml"), "source-add")
    added = (await newsroom.services.directory.all())[1]
    assert (added.comments, added.comments_from, added.comments_url) == (True, "isso", f"{site.url}/isso")


async def test_what_is_cancelled_is_not_added(newsroom: Newsroom, site: Site) -> None:
    message = await run(newsroom, "add", url=site.url)
    assert "Rien n’a été ajouté" in text_of(await click(newsroom, message, "source-cancel"))
    assert await names(newsroom) == ["La Gazette"]


async def test_older_articles_are_posted_only_if_asked_for(newsroom: Newsroom, site: Site) -> None:
    message = await run(newsroom, "add", url=site.url, backfill=3)
    assert "3 articles les plus récents" in text_of(await click(newsroom, message, "source-add"))
    assert (await newsroom.services.directory.by_name("Le Fil", newsroom.guild.id)).backfill == 3


async def test_the_same_site_is_not_added_twice(newsroom: Newsroom, site: Site) -> None:
    offers = [await run(newsroom, "add", url=f"{site.url}/feed.xml") for _ in range(2)]
    await click(newsroom, offers[0], "source-add")
    assert "déjà lue, sous le nom **/feed.xml**" in text_of(await click(newsroom, offers[1], "source-add"))
    assert len(await names(newsroom)) == 2


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("le site", "n’est pas une adresse du web"),
        ("http://127.0.0.1:1/", "127.0.0.1 est une adresse privée"),
        ("file:///etc/passwd", "n’est pas une adresse du web"),
    ],
)
async def test_what_cannot_be_added_is_explained(newsroom: Newsroom, url: str, words: str) -> None:
    assert words in text_of(await run(newsroom, "add", url=url))


async def test_managers_are_answered_in_their_language(newsroom: Newsroom, site: Site) -> None:
    owner = newsroom.guild.people["owner"]
    newsroom.guild.people["owner"] = Person(owner.backend, owner.user_id, "en-GB")
    assert "Nothing is stored" in text_of(await run(newsroom, "add", "owner", url=site.url))


# Managing


async def test_a_source_added_here_is_removed_and_one_of_the_file_is_not(
    newsroom: Newsroom, site: Site
) -> None:
    await click(newsroom, await run(newsroom, "add", url=site.url), "source-add")
    assert "fichier de configuration" in text_of(await run(newsroom, "remove", name="La Gazette"))
    assert "Vouliez-vous dire **Le Fil**" in text_of(await run(newsroom, "remove", name="Le Fi"))
    assert "n’est plus lue" in text_of(await run(newsroom, "remove", name="Le Fil"))
    assert await names(newsroom) == ["La Gazette"]


async def test_names_are_proposed(newsroom: Newsroom) -> None:
    manager = newsroom.guild.people["manager"]
    for command in ("remove", "pause", "resume", "test"):
        found = await manager.autocomplete(newsroom.guild.news_id, f"source {command}", "name", "gaz")
        assert [choice.value for choice in found] == ["La Gazette"]


async def test_the_list_tells_how_each_source_is_doing(newsroom: Newsroom, site: Site) -> None:
    await click(newsroom, await run(newsroom, "add", url=site.url), "source-add")
    assert "La Gazette** (API de WordPress)\u00a0: pas encore lue" in text_of(await run(newsroom, "list"))
    async with newsroom.services.database.write() as tx:
        await sources.failed(tx, "Le Fil", "there is *nothing*", datetime.now(UTC) + timedelta(hours=1))
    assert "illisible (there is \\*nothing\\*)" in text_of(await run(newsroom, "list"))
    assert "suspendue jusqu’à" in text_of(await run(newsroom, "pause", name="le fil"))
    assert "Le Fil** (flux)\u00a0: suspendue <t:" in text_of(await run(newsroom, "list"))
    assert "de nouveau lue" in text_of(await run(newsroom, "resume", name="Le Fil"))
    assert "suspendue" not in text_of(await run(newsroom, "list"))


async def test_the_reader_hears_of_every_change(newsroom: Newsroom, site: Site) -> None:
    heard: list[int] = []
    newsroom.services.directory.changed.append(lambda: heard.append(1))
    await click(newsroom, await run(newsroom, "add", url=site.url), "source-add")
    await run(newsroom, "pause", name="Le Fil")
    await run(newsroom, "remove", name="Le Fil")
    assert len(heard) == 3


async def test_a_test_shows_what_would_be_posted_and_where_and_posts_nothing(
    newsroom: Newsroom, site: Site
) -> None:
    await click(newsroom, await run(newsroom, "add", url=site.url, backfill=1), "source-add")
    shown = text_of(await run(newsroom, "test", name="Le Fil"))
    assert "1 article serait publié maintenant" in shown
    assert f"[Deux]({site.url}/2)\n  nouveau\u00a0: publié dans <#{newsroom.guild.news_id}>" in shown
    assert "déjà en ligne avant l’ajout" in shown
    assert newsroom.guild.people["lea"].messages(newsroom.guild.news_id) == []
    assert (await sources.by_name(newsroom.services.database, "Le Fil")).last_read is None


async def test_a_test_of_a_source_that_fails_says_why(newsroom: Newsroom, site: Site) -> None:
    await click(newsroom, await run(newsroom, "add", url=site.url), "source-add")
    site.down = True
    assert "panne de son côté (500)" in text_of(await run(newsroom, "test", name="Le Fil"))


# Lists


async def test_sources_are_exported_and_imported_as_opml(newsroom: Newsroom, site: Site) -> None:
    await click(newsroom, await run(newsroom, "add", url=site.url), "source-add")
    message = await run(newsroom, "export")
    assert "2 sources" in message["content"]
    assert message["attachments"][0]["filename"] == "colporteur.opml"
    await run(newsroom, "remove", name="Le Fil")
    sources_now = [
        await newsroom.services.directory.by_name("La Gazette", newsroom.guild.id),
        source("feed", f"{site.url}/feed.xml"),
    ]
    opml = await newsroom.services.finder.write_list(sources_now, "Sources", datetime.now(UTC))
    offer = await run(newsroom, "import", file=("sources.opml", opml))
    assert "1 source serait ajoutée" in text_of(offer)
    assert "1 autre est déjà lue" in text_of(offer)
    assert components(offer) == ["source-add", "source-cancel"]
    assert await names(newsroom) == ["La Gazette"]
    assert "1 source est maintenant lue" in text_of(await click(newsroom, offer, "source-add"))
    assert await names(newsroom) == ["La Gazette", "Le Fil"]
    assert "Rien à ajouter" in text_of(await run(newsroom, "import", file=("sources.opml", opml)))


@pytest.mark.parametrize(
    ("data", "words"), [(b"\x89PNG", "n’est pas une liste"), (b" " * 1_000_001, "est trop grand")]
)
async def test_a_file_that_is_no_list_is_refused(newsroom: Newsroom, data: bytes, words: str) -> None:
    assert words in text_of(await run(newsroom, "import", file=("photo.png", data)))


# Who may, and what it is called


def test_readers_do_not_see_the_commands(newsroom: Newsroom) -> None:
    offered = {command.name for command in newsroom.guild.people["lea"].commands(newsroom.guild.news_id)}
    assert not {name for name in offered if name.startswith("source")}


def named_parts(command: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield command
    for option in command.get("options", []):
        yield from named_parts(option)


async def test_every_command_and_option_has_a_french_name_and_description(newsroom: Newsroom) -> None:
    registered = newsroom.guild.backend.commands[None].values()
    (group,) = (command for command in registered if command["name"] == "source")
    parts = list(named_parts(group))
    assert sorted(part["name"] for part in group["options"]) == [
        *("add", "export", "import", "list", "pause", "remove", "resume", "test"),
    ]
    for part in parts:
        for text in ("name", "description"):
            assert part[text]
            assert (part[f"{text}_localizations"] or {}).get("fr"), part["name"]
    assert int(group["default_member_permissions"]) == 1 << 5


# Cards


@dataclass
class Previewed:
    title: str
    url: str
    state: str
    channels: tuple[int, ...] = ()
    reason: str = ""


def complaints(embed: Any) -> list[str]:
    body = {"embeds": [embed.to_dict()], "allowed_mentions": {"parse": []}}
    return contract.check("POST", "/channels/1/messages", {}, body)


@pytest.mark.parametrize("language", LANGUAGES)
def test_cards_keep_the_limits_of_discord(language: str) -> None:
    nasty = "@everyone [x](https://evil.example) **" + "ô" * 400
    settings = SourceSettings(name=nasty[:80], kind="feed", url=f"{THERE}/{'x' * 1_900}")
    headlines = tuple(Headline(nasty, f"{THERE}/{'y' * 1_900}", datetime.now(UTC)) for _ in range(3))
    places = (FoundComments("isso", f"{THERE}/{'z' * 1_900}", 3), FoundComments("schema"))
    option = FoundSource(settings, 3, headlines, places)
    embeds = [
        *(found_embed(option, language, place) for place in range(3)),
        import_embed(nasty, [settings] * 500, 3, language),
        preview_embed(
            nasty, [Previewed(nasty, THERE, "new", tuple(range(10**17, 10**17 + 9)))] * 99, {1}, language
        ),
        list_embed([], language),
    ]
    assert [complaint for embed in embeds for complaint in complaints(embed)] == []
    assert all("@everyone" not in text_of({"content": "", "embeds": [e.to_dict()]}) for e in embeds[:5])
    assert Found((option,), "x", "fr").options


def test_a_preview_names_the_channels_of_the_managers_server_only() -> None:
    previews = [
        Previewed("Un", THERE, "new", (1, 2), "posted"),
        Previewed("Deux", THERE, "new", (2,), "posted"),
        Previewed("Trois", THERE, "new"),
        Previewed("Quatre", THERE, "known"),
        Previewed("Cinq", THERE, "changed"),
        Previewed("Six", THERE, "new", (1,), "waiting"),
    ]
    text = preview_embed("Le Fil", previews, {1}, "fr").description or ""
    assert text.startswith("1 article serait publié")
    assert "<#1>" in text
    assert "<#2>" not in text
    assert text.count("aucune route de ce serveur") == 2
