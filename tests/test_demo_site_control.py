"""The news site's control API, and the subscriber list that it changes."""

import asyncio
import re
from collections.abc import AsyncIterator
from datetime import timedelta

import feedparser
import pytest
from aiohttp import ClientSession, web
from aiohttp.test_utils import TestClient, TestServer

from bot.demo.site.server import Site
from bot.subscribers.codes import digest_of
from bot.subscribers.source_list import read_list
from storage.records import Standing
from storage.records_subscribers import Entry
from tests.site_world import API, BASE, Clock, opened, read, send


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def site(clock: Clock) -> Site:
    return Site(f"{BASE}/site", clock=clock)


@pytest.fixture
async def client(site: Site) -> AsyncIterator[TestClient]:
    async with opened(site) as client:
        yield client


async def test_an_article_is_published_corrected_and_withdrawn(client: TestClient, clock: Clock) -> None:
    asked = {
        "title": "Un  <b>titre</b>",
        "subtitle": "",
        "content": "Un & deux.\r\n\r\n> cité\r\nVoir https://example.org/x?a=1&b=2.",
        "categories": ["Audio", 3],
        "author_id": 5,
    }
    made = await send(client, "POST", "articles", asked)
    assert made["title"] == "Un <b>titre</b>"
    assert made["author"] == "Sofia Lambert"
    assert made["categories"] == ["Audio"]
    assert made["content_html"] == (
        "<p>Un &amp; deux.</p>\n<blockquote><p>cité</p></blockquote>\n"
        '<p>Voir <a href="https://example.org/x?a=1&amp;b=2" rel="nofollow ugc">'
        "https://example.org/x?a=1&amp;b=2</a>.</p>\n"
    )
    post = (await read(client, f"{API}/posts?per_page=1"))[0]
    assert post["title"]["rendered"] == "Un &lt;b&gt;titre&lt;/b&gt;"
    clock.now += timedelta(minutes=5)
    corrected = await send(client, "PATCH", f"articles/{made['id']}", {"title": "Autre titre"})
    assert (corrected["title"], corrected["url"]) == ("Autre titre", made["url"])
    again = await send(client, "PATCH", f"articles/{made['id']}", {"subtitle": "Dans la même seconde"})
    assert again["modified"] > corrected["modified"] > made["modified"]
    await send(client, "DELETE", f"articles/{made['id']}")
    await send(client, "PATCH", f"articles/{made['id']}", {"title": "x"}, 404)


async def test_two_articles_of_one_title_have_two_addresses(client: TestClient) -> None:
    asked = {"title": "Même titre", "content": "x", "author_id": 13}
    first = await send(client, "POST", "articles", asked)
    second = await send(client, "POST", "articles", asked)
    assert (first["slug"], second["slug"]) == ("meme-titre", "meme-titre-2")


async def test_a_reader_comments_answers_edits_and_deletes(client: TestClient) -> None:
    made = await send(
        client, "POST", "articles/23/comments", {"author_id": 1, "content": "Bonjour\nà tous", "parent": 0}
    )
    assert made["content_html"] == "<p>Bonjour<br />\nà tous</p>\n"
    answer = await send(
        client, "POST", "articles/23/comments", {"author_id": 2, "content": "<script>", "parent": made["id"]}
    )
    assert (answer["parent"], answer["content_html"]) == (made["id"], "<p>&lt;script&gt;</p>\n")
    edited = await send(client, "PATCH", f"comments/{made['id']}", {"content": "> encore"})
    assert edited["edited"]
    assert edited["content_html"] == "<blockquote><p>encore</p></blockquote>\n"
    await send(client, "DELETE", f"comments/{made['id']}")
    await send(client, "DELETE", f"comments/{made['id']}", status=404)


@pytest.mark.parametrize(
    ("method", "path", "body", "status"),
    [
        ("POST", "articles", {"content": "x", "author_id": 5}, 400),
        ("POST", "articles", {"title": " \n", "content": "x", "author_id": 5}, 400),
        ("POST", "articles", {"title": "x" * 201, "content": "x", "author_id": 5}, 400),
        ("POST", "articles", {"title": "x", "content": "x", "author_id": 99}, 404),
        ("POST", "articles", {"title": "x", "content": "x", "author_id": True}, 400),
        ("POST", "articles", {"title": "x", "content": "x", "author_id": 5, "categories": ["?"]}, 400),
        ("POST", "articles", {"title": "x", "content": "x", "author_id": 5, "categories": [[]]}, 400),
        ("POST", "articles", ["x"], 400),
        ("PATCH", "articles/23", {}, 400),
        ("PATCH", "articles/23", {"title": None}, 400),
        ("POST", "articles/23/comments", {"author_id": 1, "content": ""}, 400),
        ("POST", "articles/23/comments", {"author_id": 1, "content": "x" * 5001}, 400),
        ("POST", "articles/23/comments", {"author_id": 1, "content": "x", "parent": 1}, 400),
        ("POST", "articles/23/comments", {"author_id": 1, "content": "x", "parent": 9999}, 404),
        ("POST", "articles/999/comments", {"author_id": 1, "content": "x"}, 404),
        ("PATCH", "comments/9999", {"content": "x"}, 404),
        ("PUT", "readers/1/subscription", {"tier": "gold", "status": "active"}, 400),
        ("PUT", "readers/1/subscription", {"tier": [], "status": "active"}, 400),
        ("PUT", "readers/1/subscription", {"tier": "integral", "status": "rich"}, 400),
        ("PUT", "readers/1/subscription", {"tier": "integral", "until": "soon", "status": "active"}, 400),
        ("PUT", "readers/1/subscription", {"tier": "integral", "until": [], "status": "active"}, 400),
        (
            "PUT",
            "readers/1/subscription",
            {"tier": "integral", "until": "9999-12-31", "status": "active"},
            400,
        ),
        ("POST", "readers/99/link-code", None, 404),
    ],
)
async def test_bad_input_is_refused_with_a_reason(
    client: TestClient, site: Site, method: str, path: str, body: object, status: int
) -> None:
    answer = await send(client, method, path, body, status)
    assert answer["error"]
    assert site.version == 0


async def test_a_body_that_a_foreign_page_could_send_is_refused(client: TestClient) -> None:
    for kind, body in (
        ("text/plain", '{"content": "x"}'),
        ("application/json", "{"),
        ("application/json", "[" * 9999),
    ):
        async with client.patch(
            "/site/control/comments/1", data=body, headers={"Content-Type": kind}
        ) as response:
            assert response.status == 400
            assert (await response.json())["error"]


async def test_lone_surrogates_and_control_characters_do_no_harm(client: TestClient) -> None:
    body = r'{"author_id": 1, "content": "a\ud800b\u0000c\u001b[2J"}'
    async with client.post(
        "/site/control/articles/23/comments", data=body, headers={"Content-Type": "application/json"}
    ) as response:
        assert response.status == 200
        assert (await response.json())["content_text"] == "a?bc[2J"
    async with client.get("/site/comments/feed/") as response:
        assert not feedparser.parse(await response.read()).bozo


async def test_subscriptions_show_in_the_list_that_the_bot_reads(client: TestClient, clock: Clock) -> None:
    listed = await read(client, "/site/subscribers.json")
    assert listed["complete"]
    assert listed["count"] == len(listed["subscribers"]) == 4
    by_id = {row["id"]: row for row in listed["subscribers"]}
    assert (by_id["gazette-2"]["tier"], by_id["gazette-3"]["tier"]) == ("integral", "decouverte")
    await send(
        client,
        "PUT",
        "readers/1/subscription",
        {"tier": "decouverte", "until": "2026-03-31", "status": "active"},
    )
    await send(client, "DELETE", "readers/2/subscription")
    by_id = {row["id"]: row for row in (await read(client, "/site/subscribers.json"))["subscribers"]}
    assert by_id["gazette-1"] == {
        "id": "gazette-1",
        "tier": "decouverte",
        "until": "2026-03-31T22:00:00+00:00",
        "status": "active",
        "code": None,
    }
    assert (by_id["gazette-2"]["status"], by_id["gazette-2"]["until"]) == (
        "ended",
        "2026-03-10T09:30:00+00:00",
    )
    readers = (await read(client, "/site/control/state"))["readers"]
    assert readers[1]["subscription"] is None


async def test_a_link_code_lives_ten_minutes(client: TestClient, clock: Clock) -> None:
    made = await send(client, "POST", "readers/1/link-code")
    assert re.fullmatch(r"[2-9A-HJ-NP-TV-Z]{6}-[2-9A-HJ-NP-TV-Z]{6}", made["code"])
    rows = (await read(client, "/site/subscribers.json"))["subscribers"]
    assert next(row for row in rows if row["id"] == "gazette-1") == {
        "id": "gazette-1", "tier": None, "until": None, "status": "none", "code": made["code"]
    }  # fmt: skip
    again = await send(client, "POST", "readers/1/link-code")
    assert again["code"] != made["code"]
    state = await read(client, "/site/control/state")
    assert state["readers"][0]["link_code"] == again
    clock.now += timedelta(minutes=10)
    rows = (await read(client, "/site/subscribers.json"))["subscribers"]
    assert "gazette-1" not in [row["id"] for row in rows]


async def test_the_bot_understands_the_list(client: TestClient) -> None:
    made = await send(client, "POST", "readers/1/link-code")
    await send(client, "DELETE", "readers/2/subscription")
    async with client.get("/site/subscribers.json") as response:
        entries = {entry.subject: entry for entry in read_list(await response.read(), "json")}
    assert entries["gazette-1"] == Entry("gazette-1", "", None, Standing.INACTIVE, digest_of(made["code"]))
    assert (entries["gazette-2"].tier, entries["gazette-2"].standing) == ("integral", Standing.INACTIVE)
    assert (entries["gazette-3"].tier, entries["gazette-3"].standing) == ("decouverte", Standing.ACTIVE)


async def test_the_list_is_given_only_to_who_knows_the_secret(clock: Clock) -> None:
    async with opened(Site(f"{BASE}/site", secret="tiens-tiens", clock=clock)) as client:
        await read(client, "/site/subscribers.json", 401)
        await read(client, "/site/subscribers.json", 401, Authorization="Bearer autre")
        assert (await read(client, "/site/subscribers.json", Authorization="Bearer tiens-tiens"))["complete"]


async def test_every_change_is_told_to_who_listens(client: TestClient, site: Site) -> None:
    async with client.get("/site/control/live") as response:
        assert response.content_type == "text/event-stream"
        for version in range(3):
            lines = [await asyncio.wait_for(response.content.readline(), 2) for _ in range(3)]
            assert lines == [b"event: change\n", b'data: {"version": %d}\n' % version, b"\n"]
            site.unsubscribe(2) if version else site.add_comment(23, 1, "x")


async def test_closing_the_site_ends_its_streams() -> None:
    site = Site("http://127.0.0.1/site")
    application = web.Application()
    application.add_subapp("/site", site.application())
    server = TestServer(application)
    await server.start_server()
    async with ClientSession() as session, session.get(server.make_url("/site/control/live")) as response:
        await response.content.readline()
        await asyncio.wait_for(server.close(), 2)
        await asyncio.wait_for(response.content.read(), 2)
