"""The news site speaks as a real WordPress does."""

import json
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
from aiohttp.test_utils import TestClient

from bot.demo.site.server import Site
from tests.site_world import API, BASE, SHARED, Clock, opened, read, send

SAMPLES = SHARED / "servers" / "samples" / "wordpress"


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


async def test_the_objects_have_the_fields_of_a_real_wordpress(client: TestClient) -> None:
    if not SAMPLES.exists():
        pytest.skip("no recorded WordPress answers beside this project")
    for ours, theirs in (
        ("posts?per_page=1&_embed=author,wp:term", "posts.json"),
        ("comments?per_page=100", "comments.json"),
        ("users", "users_public.json"),
    ):
        shape = (await read(client, f"{API}/{ours}"))[0]
        recorded = json.loads((SAMPLES / theirs).read_text(encoding="utf-8"))
        assert list(shape) == list(recorded[0])
        known = {name for record in recorded for name in record["_links"]} | {"wp:featuredmedia"}
        assert set(shape["_links"]) <= known
        assert all(type(shape[name]) is type(recorded[0][name]) for name in shape)
    recorded = json.loads((SAMPLES / "posts.json").read_text(encoding="utf-8"))[1]["_embedded"]
    embedded = (await read(client, f"{API}/posts?per_page=1&_embed"))[0]["_embedded"]
    assert set(embedded) == {"author", "wp:term", "wp:featuredmedia"}
    assert set(embedded["author"][0]) == set(recorded["author"][0])
    assert set(embedded["wp:term"][0][0]) == set(recorded["wp:term"][0][0])


@pytest.mark.parametrize(
    ("path", "sample"),
    [
        ("posts?page=99", "posts_page_too_far"),
        ("comments/999", "get_deleted"),
        ("comments?context=edit", "comments_edit_noauth"),
        ("users/me", "bad_password"),
    ],
)
async def test_refusals_are_those_of_a_real_wordpress(client: TestClient, path: str, sample: str) -> None:
    if not SAMPLES.exists():
        pytest.skip("no recorded WordPress answers beside this project")
    recorded = json.loads((SAMPLES / f"{sample}.json").read_text(encoding="utf-8"))
    answer = await read(client, f"{API}/{path}", recorded["data"]["status"])
    assert answer["code"] == recorded["code"]
    assert answer["data"] == recorded["data"]


async def test_posts_come_in_pages_with_totals_and_links(client: TestClient) -> None:
    async with client.get(f"{API}/posts?per_page=5&page=2&_fields=id,title.rendered") as response:
        posts = await response.json()
        assert response.headers["X-WP-Total"] == "13"
        assert response.headers["X-WP-TotalPages"] == "3"
        base = "http://127.0.0.1:8080/site/wp-json/wp/v2/posts?per_page=5&_fields=id%2Ctitle.rendered"
        assert response.headers["Link"] == f'<{base}&page=1>; rel="prev", <{base}&page=3>; rel="next"'
    assert [post["id"] for post in posts] == [18, 17, 16, 15, 14]
    assert all(set(post) == {"id", "title"} and set(post["title"]) == {"rendered"} for post in posts)


async def test_a_head_request_gives_the_total_without_a_body(client: TestClient) -> None:
    async with client.head(f"{API}/comments?per_page=1") as response:
        assert response.status == 200
        assert response.headers["X-WP-Total"] == "62"
        assert await response.read() == b""


@pytest.mark.parametrize(
    ("query", "named"),
    [
        ("per_page=101", "per_page"),
        ("per_page=0", "per_page"),
        ("page=0", "page"),
        ("page=x", "page"),
        ("orderby=colour", "orderby"),
        ("order=up", "order"),
        ("after=yesterday", "after"),
        ("include=1,b", "include"),
    ],
)
async def test_a_bad_parameter_is_named(client: TestClient, query: str, named: str) -> None:
    for collection in ("posts", "comments"):
        answer = await read(client, f"{API}/{collection}?{query}", 400)
        assert answer["code"] == "rest_invalid_param"
        assert answer["message"] == f"Invalid parameter(s): {named}"
        assert list(answer["data"]["params"]) == [named]


async def test_a_page_too_far_is_an_error_for_posts_and_empty_for_comments(client: TestClient) -> None:
    assert (await read(client, f"{API}/posts?page=4", 400))["code"] == "rest_post_invalid_page_number"
    async with client.get(f"{API}/comments?page=40") as response:
        assert await response.json() == []
        assert response.headers["X-WP-Total"] == "62"
        assert 'rel="prev"' in response.headers["Link"]


async def test_dates_are_local_and_gmt_and_filters_know_both(client: TestClient, site: Site) -> None:
    article = site.visible_articles()[1]
    post = await read(client, f"{API}/posts/{article.id}")
    assert post["date"] == "2026-03-09T17:45:00"
    assert post["date_gmt"] == "2026-03-09T16:45:00"
    local = await read(client, f"{API}/posts?after=2026-03-09T17:44:59&_fields=id")
    assert [found["id"] for found in local] == [23, 22]
    gmt = await read(client, f"{API}/posts?after=2026-03-09T16:45:00Z&_fields=id")
    assert [found["id"] for found in gmt] == [23]
    before = await read(client, f"{API}/posts?before=2026-03-09T16:45:00Z&per_page=1&_fields=id")
    assert [found["id"] for found in before] == [21]


async def test_posts_are_found_by_id_slug_category_and_change(
    client: TestClient, site: Site, clock: Clock
) -> None:
    slug = site.articles[15].slug
    assert [p["id"] for p in await read(client, f"{API}/posts?slug={slug}")] == [15]
    assert [p["id"] for p in await read(client, f"{API}/posts?include=12,15&orderby=include&order=asc")] == [
        12,
        15,
    ]
    games = next(c for c in await read(client, f"{API}/categories?per_page=100") if c["name"] == "Jeux")
    assert games["count"] == 1
    assert [p["id"] for p in await read(client, f"{API}/posts?categories={games['id']}")] == [11]
    clock.now += timedelta(minutes=1)
    site.correct(13, {"title": "Corrigé"})
    changed = await read(client, f"{API}/posts?modified_after=2026-03-10T09:30:00Z")
    assert [(p["id"], p["title"]["rendered"]) for p in changed] == [(13, "Corrigé")]
    assert [p["id"] for p in await read(client, f"{API}/posts?orderby=modified&per_page=1")] == [13]


async def test_comments_tell_their_parents_and_come_in_order(client: TestClient, site: Site) -> None:
    shown = await read(client, f"{API}/comments?post=23&order=asc&per_page=100")
    assert [c["id"] for c in shown] == sorted(c["id"] for c in shown)
    assert [c["id"] for c in shown] == [c.id for c in site.visible_comments(23)]
    child = next(c for c in shown if c["parent"])
    assert [c["id"] for c in await read(client, f"{API}/comments?parent={child['parent']}")] == [child["id"]]
    quoting = [c for c in shown if "<blockquote>" in c["content"]["rendered"]]
    typed = [
        c for c in await read(client, f"{API}/comments?post=22") if "<p>&gt; " in c["content"]["rendered"]
    ]
    assert quoting
    assert typed


async def test_a_deleted_comment_is_forbidden_and_its_answers_stay(client: TestClient, site: Site) -> None:
    parent = next(c.parent for c in site.visible_comments(23) if c.parent)
    await send(client, "DELETE", f"comments/{parent}")
    assert (await read(client, f"{API}/comments/{parent}", 401))["code"] == "rest_cannot_read"
    shown = await read(client, f"{API}/comments?post=23&per_page=100")
    assert parent not in [c["id"] for c in shown]
    assert parent in [c["parent"] for c in shown]
    article = next(a for a in (await read(client, "/site/control/state"))["articles"] if a["id"] == 23)
    place = next(c for c in article["comments"] if c["id"] == parent)
    assert (place["status"], place["content_text"], place["author_id"]) == ("trash", "", 0)


async def test_unknown_routes_and_ids_are_json_too(client: TestClient) -> None:
    assert (await read(client, f"{API}/nothing", 404))["code"] == "rest_no_route"
    assert (await read(client, f"{API}/posts/999", 404))["code"] == "rest_post_invalid_id"
    assert (await read(client, f"{API}/comments?status=hold", 401))["code"] == "rest_forbidden_param"
    assert (await read(client, "/site/wp-json/"))["name"] == "La Gazette des Objets"
