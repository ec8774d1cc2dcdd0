"""The demo's news site as a person and the demo's page use it."""

import asyncio
import re
from collections.abc import AsyncIterator
from datetime import datetime, timedelta

import feedparser
import lxml.html
import pytest
from aiohttp.test_utils import TestClient

from bot.demo.site import stories as site_content
from bot.demo.site import text as site_text
from bot.demo.site.server import Fault, Site
from tests.site_world import API, BASE, SHARED, START, Clock, opened, read, send


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


# What it starts with


@pytest.mark.parametrize(
    "start", ["2026-01-01T00:05", "2026-03-29T03:10", "2026-10-25T02:30", "2028-02-29T23:59"]
)
def test_the_content_makes_sense_at_any_moment_of_the_year(start: str) -> None:
    now = datetime.fromisoformat(start).replace(tzinfo=site_content.ZONE)
    content = site_content.load(now)
    articles = sorted(content.articles.values(), key=lambda article: article.published)
    assert 12 <= len(articles) <= 14
    assert now - articles[-1].published < timedelta(hours=3)
    assert timedelta(weeks=3) < now - articles[0].published < timedelta(weeks=8)
    assert [article.id for article in articles] == sorted(content.articles)
    for comment in content.comments.values():
        assert content.articles[comment.article].published < comment.published < now
        if comment.parent:
            parent = content.comments[comment.parent]
            assert parent.article == comment.article
            assert parent.published < comment.published
        assert "{" not in comment.content
    for article in articles:
        assert "{" not in article.content
        assert article.categories
        assert 3 <= len(article.content.split("\n\n")) <= 6


def test_the_content_keeps_french_typography() -> None:
    content = site_content.load(START)
    texts = [f"{a.title}\n{a.subtitle}\n{a.content}" for a in content.articles.values()]
    texts += [comment.content for comment in content.comments.values()]
    for text in texts:
        plain = re.sub(r"https?://\S+", "", text)
        assert not re.search(r"['\"]|\.\.\.", plain), text
        assert not re.search(r"(?<![\u202f?!])[;?!]", plain), text
        assert not re.search(r"(?<!\u00a0):(?!\d)", plain), text
        assert not re.search(r"«(?!\u00a0)|(?<!\u00a0)»", plain), text
        assert not re.search(r"\d [€$%]", plain), text


def test_siblings_have_their_own_prices() -> None:
    texts = " ".join(article.content for article in site_content.load(START).articles.values())
    for said in (
        "Le Nova S9 sera vendu 649\u00a0€",
        "Le Nova S9+, plus grand, commence à 849\u00a0€",
        "Les Brume Buds 3 coûtent 129\u00a0€, les Brume Buds 3 Pro 199\u00a0€",
        "la Papyr 7 tient six semaines sur une charge, la Papyr 7 Color trois semaines",
    ):
        assert said in texts


def test_the_blackberry_story_keeps_its_facts_and_none_of_the_seeds_sentences() -> None:
    seed = SHARED / "seed"
    story = next(a for a in site_content.load(START).articles.values() if "BlackBerry" in a.title)
    whole = f"{story.title} {story.subtitle} {story.content}".replace("\u00a0", " ")
    for fact in (
        "250 $",
        "200 dollars",
        "50 dollars",
        "Q10",
        "Z10",
        "Mike Sievert",
        "John Chen",
        "John Legere",
    ):
        assert fact in whole
    if not seed.exists():
        pytest.skip("the seed is not beside this project")
    text = next(seed.glob("*.txt")).read_text(encoding="utf-8")
    words = re.findall(r"\w+", text.lower())
    theirs = {tuple(words[n : n + 7]) for n in range(len(words) - 6)}
    ours = re.findall(r"\w+", whole.lower())
    assert not [ours[n : n + 7] for n in range(len(ours) - 6) if tuple(ours[n : n + 7]) in theirs]


# Its feeds and pages


async def test_the_feed_is_read_by_a_feed_reader(client: TestClient, site: Site) -> None:
    async with client.get("/site/feed/") as response:
        feed = feedparser.parse(
            await response.read(), response_headers={"content-type": response.headers["Content-Type"]}
        )
    assert not feed.bozo
    assert feed.feed.title == "La Gazette des Objets"
    newest = site.visible_articles()[0]
    entry = feed.entries[0]
    assert (entry.title, entry.link, entry.author) == (newest.title, site.url(newest), "Camille Verdier")
    assert entry.id == "http://127.0.0.1:8080/site/?p=23"
    assert [tag.term for tag in entry.tags] == ["Smartphones"]
    assert "<p>" in entry.content[0].value
    async with client.get("/site/comments/feed/") as response:
        comments = feedparser.parse(await response.read())
    assert len(comments.entries) == 10
    assert comments.entries[0].id.endswith("#comment-62")


async def test_an_unchanged_feed_is_not_sent_twice(client: TestClient, site: Site) -> None:
    async with client.get("/site/feed/") as response:
        etag, changed = response.headers["ETag"], response.headers["Last-Modified"]
    for known in ({"If-None-Match": etag}, {"If-Modified-Since": changed}):
        async with client.get("/site/feed/", headers=known) as response:
            assert response.status == 304
            assert await response.read() == b""
    site.correct(23, {"title": "Un autre titre"})
    async with client.get("/site/feed/", headers={"If-None-Match": etag}) as response:
        assert response.status == 200


async def test_a_person_can_read_an_article_and_its_thread(client: TestClient, site: Site) -> None:
    article = site.articles[23]
    async with client.get(site.url(article).removeprefix(BASE)) as response:
        assert response.status == 200
        page = lxml.html.fromstring(await response.text())
    assert page.xpath("string(//h1[@class='entry-title'])") == article.title
    assert page.xpath("//meta[@property='og:title']/@content") == [article.title]
    assert page.xpath("//link[@rel='canonical']/@href") == [site.url(article)]
    assert len(page.xpath("//ol[@class='comment-list']//article")) == 7
    assert page.xpath("//ol[@class='children']/li/ol[@class='children']")
    async with client.get("/site/") as response:
        front = lxml.html.fromstring(await response.text())
    assert len(front.xpath("//article")) == 13
    for address in (
        *front.xpath("//img/@src"),
        *page.xpath("//img/@src"),
        *front.xpath("//link[@rel='icon']/@href"),
    ):
        async with client.get(address.removeprefix(BASE)) as response:
            assert response.content_type == "image/svg+xml"
            lxml.html.fromstring(await response.text())


async def test_a_page_that_is_not_there_says_so(client: TestClient, site: Site) -> None:
    address = site.url(site.articles[23]).removeprefix(BASE)
    await send(client, "DELETE", "articles/23")
    for path in (address, "/site/2026/03/", "/site/pictures/23.svg", "/site/avatars/99.svg"):
        async with client.get(path) as response:
            assert response.status == 404
    assert (await read(client, f"{API}/posts/23", 401))["code"] == "rest_forbidden"
    assert await read(client, f"{API}/comments?post=23") == []


# Its faults


async def test_the_site_misbehaves_where_it_is_told(client: TestClient, site: Site) -> None:
    site.fault = Fault("error", status=502, match="^/wp-json")
    async with client.get(f"{API}/posts") as response:
        assert response.status == 502
    async with client.get("/site/feed/") as response:
        assert response.status == 200
    site.fault = Fault("hang")
    with pytest.raises(TimeoutError):
        await asyncio.wait_for(read(client, f"{API}/posts"), 0.05)
    assert await read(client, "/site/control/state")
    site.fault = Fault("slow", seconds=0.02)
    assert await read(client, f"{API}/posts")


# Its text


@pytest.mark.parametrize(
    ("typed", "html"),
    [
        ("a\n\nb", "<p>a</p>\n<p>b</p>\n"),
        ("> a\n> b\nc", "<blockquote><p>a<br />\nb</p></blockquote>\n<p>c</p>\n"),
        ("> > a\n> b", "<blockquote><blockquote><p>a</p></blockquote>\n<p>b</p></blockquote>\n"),
        (
            ">>>>> a",
            "<blockquote><blockquote><blockquote><p>&gt;&gt; a</p></blockquote></blockquote></blockquote>\n",
        ),
        ("javascript:alert(1)", "<p>javascript:alert(1)</p>\n"),
        ('http://x/"onclick=1', '<p><a href="http://x/" rel="nofollow ugc">http://x/</a>"onclick=1</p>\n'),
        ("", ""),
    ],
)
def test_typed_text_becomes_harmless_html(typed: str, html: str) -> None:
    assert site_text.to_html(typed) == html


def test_a_slug_is_short_and_ascii() -> None:
    assert site_text.slug("L’œuvre « S9+ » à 9 €") == "loeuvre-s9-plus-a-9"
    assert site_text.slug("日本") == "article"
    assert len(site_text.slug("mot " * 40)) <= 70
