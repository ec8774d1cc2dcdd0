"""From a site's address to the ways in which it can be read."""

from __future__ import annotations

import contextlib
import gzip
from collections.abc import AsyncIterator
from datetime import UTC, datetime

import pytest
from aiohttp import web
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.articles.discover import Found, find
from bot.articles.parse_home import look
from bot.articles.parse_news import parse_news
from bot.articles.source_sitemap import read_articles
from bot.comments.source import comments_place
from bot.config import HttpSettings
from bot.config_sources import SourceSettings
from bot.errors import ReaderError, SourceError
from bot.http import Fetched, Fetcher
from bot.robots import Robots
from bot.workers import Here
from storage.records import SourceState
from tests.shelf import SITE, Post, Remark, Shelf, WordPress, source

API = f'<link rel="https://api.w.org/" href="{SITE}/wp-json/">'
ARTICLE = '<meta property="og:type" content="article"><h1>La box</h1><article><p>Un texte.</p></article>'
THREAD = """<ol class="comment-list"><li id="comment-7" class="comment"><b class="fn">Léa</b>
    <time datetime="2026-03-01T12:00:00Z"></time><div class="comment-content"><p>Oui.</p></div></li></ol>"""


def page(head: str = "", body: str = "<p>Bonjour</p>", title: str = "Le Fil") -> str:
    return f'<html lang="fr-FR"><head><title>{title}</title>{head}</head><body>{body}</body></html>'


def feed_link(path: str, title: str = "", kind: str = "application/rss+xml") -> str:
    return f'<link rel="alternate" type="{kind}" title="{title}" href="{path}">'


def rss(*titles: str, title: str = "Le Fil", head: str = "") -> str:
    items = "".join(
        f"<item><guid>{t}</guid><title>{t}</title><link>{SITE}/{n}</link>"
        f"<pubDate>0{n} Mar 2026 12:00:00 GMT</pubDate></item>"
        for n, t in enumerate(titles, 1)
    )
    return f'<rss version="2.0"><channel><title>{title}</title>{head}{items}</channel></rss>'


def news(*titles: str) -> str:
    entries = "".join(
        f"<url><loc>{SITE}/{n}</loc><n:news><n:publication_date>2026-03-0{n}T12:00:00Z</n:publication_date>"
        f"<n:title>{t}</n:title></n:news></url>"
        for n, t in enumerate(titles, 1)
    )
    return (
        '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" '
        f'xmlns:n="http://www.google.com/schemas/sitemap-news/0.9">{entries}</urlset>'
    )


async def search(shelf: Shelf, url: str = f"{SITE}/") -> Found:
    return await find(url, shelf, Here(), Robots(shelf, Here(), "Colporteur/1"))


def ways(found: Found) -> list[tuple[str, str, str]]:
    return [
        (o.settings.kind, o.settings.url, o.comments[0].place if o.comments else "none")
        for o in found.options
    ]


# Finding


async def test_a_wordpress_is_read_by_its_api_before_its_feed() -> None:
    site = WordPress(posts=[Post(1, "Un", 1), Post(2, "Deux", 2)], remarks=[Remark(3, 2, "<p>Oui</p>")])
    links = feed_link("/feed/", "Le Fil » Flux") + feed_link(
        "/comments/feed/", "Le Fil » Flux des commentaires"
    )
    site.put(f"{SITE}/", page(API + links))
    site.put(f"{SITE}/feed/", rss("Un", "Deux"))
    site.put(f"{SITE}/2", page(ARTICLE, THREAD))
    found = await search(site)
    assert ways(found) == [("wordpress", SITE, "wordpress"), ("feed", f"{SITE}/feed/", "page")]
    assert (found.title, found.language) == ("Le Fil", "fr")
    best = found.options[0]
    assert (best.settings.name, best.settings.language, best.settings.comments) == ("Le Fil", "fr", True)
    assert best.articles == 2
    assert [h.title for h in best.newest] == ["Deux", "Un"]
    assert best.newest[0].published == datetime(2026, 3, 1, 12, 2, tzinfo=UTC)


async def test_a_closed_api_leaves_the_feed() -> None:
    site = Shelf()
    site.put(f"{SITE}/", page(API + feed_link("/feed/")))
    site.put(f"{SITE}/feed/", rss("Un"))
    assert ways(await search(site)) == [("feed", f"{SITE}/feed/", "none")]


async def test_what_robots_forbids_is_not_asked_for() -> None:
    site = WordPress(posts=[Post(1, "Un")])
    site.put(f"{SITE}/robots.txt", "User-agent: *\nDisallow: /wp-json/")
    site.put(f"{SITE}/", page(API + feed_link("/feed/")))
    site.put(f"{SITE}/feed/", rss("Un"))
    assert ways(await search(site)) == [("feed", f"{SITE}/feed/", "none")]
    assert not [url for url in site.asked if "wp-json" in url]


async def test_the_api_is_found_by_the_header_and_comments_may_be_closed() -> None:
    class Quiet(WordPress):
        def answer(self, url: str) -> Fetched | None:
            return None if "/comments" in url else super().answer(url)

    site = Quiet(posts=[Post(1, "Un")])
    site.put(f"{SITE}/", page(), headers={"link": f'<{SITE}/wp-json/>; rel="https://api.w.org/"'})
    (option,) = (await search(site)).options
    assert (option.settings.kind, option.settings.comments, option.comments) == ("wordpress", False, ())


async def test_several_feeds_are_offered_each_by_its_name() -> None:
    site = Shelf()
    links = feed_link("/a.xml", "À la une", "application/atom+xml") + feed_link("/b.xml", "Mobiles")
    site.put(f"{SITE}/", page(links + feed_link("/empty.xml", "Vide"), title="Accueil - News"))
    site.put(f"{SITE}/a.xml", rss("Un"))
    site.put(f"{SITE}/b.xml", rss("Deux", head="<language>en-us</language>"))
    site.put(f"{SITE}/empty.xml", rss())
    found = await search(site)
    assert [(o.settings.name, o.settings.language) for o in found.options] == [
        ("News", "fr"),
        ("Mobiles", "en"),
    ]


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/feed/", rss("Un")),
        ("/rss", rss("Un")),
        (
            "/atom.xml",
            '<feed xmlns="http://www.w3.org/2005/Atom"><entry><id>1</id><title>Un</title></entry></feed>',
        ),
        ("/feed.json", '{"version":"https://jsonfeed.org/version/1.1","items":[{"id":"1","title":"Un"}]}'),
    ],
)
async def test_a_feed_that_no_page_links_is_found_at_its_usual_place(path: str, body: str) -> None:
    site = Shelf()
    site.put(f"{SITE}/", page())
    site.put(f"{SITE}/feed/", page())
    site.put(f"{SITE}{path}", body)
    found = await search(site)
    assert ways(found) == [("feed", f"{SITE}{path}", "none")]
    assert [h.title for h in found.options[0].newest] == ["Un"]


async def test_a_news_sitemap_named_in_robots_is_a_way_too() -> None:
    site = Shelf()
    lines = f"Sitemap: {SITE}/all.xml\nSitemap: {SITE}/news-sitemap.xml"
    site.put(f"{SITE}/robots.txt", lines)
    site.put(f"{SITE}/", page(feed_link("/rss.xml")))
    site.put(f"{SITE}/rss.xml", rss("Un"))
    site.put(f"{SITE}/news-sitemap.xml", news("Un", "Deux"))
    found = await search(site)
    assert [kind for kind, _, _ in ways(found)] == ["feed", "sitemap"]
    assert [h.title for h in found.options[1].newest] == ["Deux", "Un"]
    assert f"{SITE}/all.xml" not in site.asked


async def test_an_article_offers_its_site_and_last_itself() -> None:
    site = Shelf()
    site.put(f"{SITE}/la-box", page(feed_link("/feed/") + ARTICLE, ARTICLE + THREAD, "La box - Le Fil"))
    site.put(f"{SITE}/feed/", rss("Un"))
    found = await search(site, f"{SITE}/la-box")
    assert ways(found) == [("feed", f"{SITE}/feed/", "page"), ("page", f"{SITE}/la-box", "page")]
    assert [o.settings.name for o in found.options] == ["Le Fil", "La box"]
    assert found.options[1].settings.comments


async def test_a_page_with_a_long_text_is_an_article_where_nothing_else_is_found() -> None:
    site = Shelf()
    text = (
        "<h1>La box en détail</h1><article>" + "<p>Une phrase qui dit quelque chose.</p>" * 60 + "</article>"
    )
    site.put(f"{SITE}/la-box", page("", text, "La box en détail"))
    assert ways(await search(site, f"{SITE}/la-box")) == [("page", f"{SITE}/la-box", "none")]


async def test_a_feed_is_itself_and_its_wordpress_beside_it() -> None:
    site = WordPress(posts=[Post(1, "Un")])
    head = f"<link>{SITE}</link><generator>https://wordpress.org/?v=6.4</generator><language>fr-FR</language>"
    site.put(f"{SITE}/category/mobiles/feed/", rss("Un", title="Mobiles &#8211; Le Fil", head=head))
    found = await search(site, f"{SITE}/category/mobiles/feed/")
    assert [kind for kind, _, _ in ways(found)] == ["feed", "wordpress"]
    assert found.options[0].settings.name == "Mobiles – Le Fil"


async def test_an_address_inside_the_api_leads_to_its_wordpress() -> None:
    site = WordPress(posts=[Post(1, "Un")])
    site.put(f"{SITE}/wp-json/", '{"name":"Le Fil","namespaces":["wp/v2"]}')
    assert ways(await search(site, f"{SITE}/wp-json/")) == [("wordpress", SITE, "wordpress")]


@pytest.mark.parametrize("body", [news("Un"), gzip.compress(news("Un").encode())])
async def test_a_sitemap_is_itself(body: str | bytes) -> None:
    site = Shelf()
    site.put(f"{SITE}/news.xml", body)
    assert ways(await search(site, f"{SITE}/news.xml")) == [("sitemap", f"{SITE}/news.xml", "none")]


@pytest.mark.parametrize(
    "said", ["news.example", " <https://news.example/> ", "feed://news.example", "NEWS.example/#top"]
)
async def test_an_address_may_be_written_as_people_do(said: str) -> None:
    site = Shelf()
    for scheme in ("http", "https"):
        site.put(f"{scheme}://news.example/", page(feed_link(f"{SITE}/feed/")))
    site.put(f"{SITE}/feed/", rss("Un"))
    assert ways(await search(site, said)) == [("feed", f"{SITE}/feed/", "none")]


async def test_a_bare_domain_without_https_is_read_by_http() -> None:
    site = Shelf()
    site.put("http://news.example/", page(feed_link("/feed/")))
    site.put("http://news.example/feed/", rss("Un"))
    assert ways(await search(site, "news.example")) == [("feed", "http://news.example/feed/", "none")]


async def test_at_most_eight_requests_and_four_for_comments_are_made_and_none_twice() -> None:
    site = WordPress(posts=[Post(n, f"Article {n}", n) for n in range(1, 30)])
    links = "".join(feed_link(f"/{n}.xml") for n in range(9))
    site.put(f"{SITE}/robots.txt", "".join(f"Sitemap: {SITE}/news-{n}.xml\n" for n in range(9)))
    site.put(f"{SITE}/", page(API + links))
    for n in range(9):
        site.put(f"{SITE}/{n}.xml", rss("Un"))
    await search(site)
    asked = [url for url in site.asked if not url.endswith("/robots.txt")]
    assert len(asked) == len(set(asked))
    assert len([url for url in asked if "/comments" not in url]) <= 8
    assert len([url for url in asked if "/comments" in url]) <= 4


# Comments


async def found_with(body: str, head: str = "", **answers: str) -> list[tuple[str, str, int]]:
    """(place, address, how many) of the comments of a feed whose newest article has a body."""
    site = Shelf()
    site.put(f"{SITE}/", page(feed_link("/feed/") + head))
    site.put(f"{SITE}/feed/", rss("Un"))
    site.put(f"{SITE}/1", page(ARTICLE, body))
    for url, answer in answers.items():
        site.put(url, answer)
    (option,) = (await search(site)).options
    for place in option.comments:
        settings = place.of(option.settings)
        assert settings.comments
        assert comments_place(settings) == place.place
        assert SourceSettings.model_validate_json(settings.model_dump_json()) == settings
    assert option.settings.comments is bool(option.comments)
    return [(place.place, place.url, place.shown) for place in option.comments]


ISSO = """<div id="isso-thread"></div><script data-isso="//talk.news.example/"
    src="//talk.news.example/js/embed.min.js"></script>"""
GHOST = '<script data-ghost-comments data-post-id="6b039f07458d1f5106c2f3c5"></script>'
FORUM = """<script>DiscourseEmbed = { discourseUrl: 'https://forum.news.example/',
    discourseEmbedUrl: 'x' };</script>"""
MARKED = """<script type="application/ld+json">{"@type": "Comment", "@id": "#c1", "text": "Oui",
    "author": "Léa", "datePublished": "2026-03-01"}</script>"""


async def test_an_isso_is_found_where_a_page_shows_it() -> None:
    answers = {"https://talk.news.example/?uri=%2F1": '{"replies": [{"id": 1, "mode": 1, "text": "Oui"}]}'}
    assert await found_with(ISSO, **answers) == [("isso", "https://talk.news.example", 1)]
    own = '<div id="isso-thread"></div><script src="/isso/js/embed.min.js"></script>'
    assert await found_with(own, **{f"{SITE}/isso/?uri=%2F1": '{"replies": []}'}) == [
        ("isso", f"{SITE}/isso", 0)
    ]


async def test_a_ghost_is_found_where_a_page_shows_its_comments() -> None:
    api = f"{SITE}/members/api/comments/post/6b039f07458d1f5106c2f3c5/"
    answers = {f"{api}?limit=100&page=1&order=created_at%20asc": '{"comments": []}'}
    assert await found_with(GHOST, **answers) == [("ghost", SITE, 0)]


async def test_a_discourse_is_found_where_a_page_embeds_it() -> None:
    embed = "https://forum.news.example/embed/comments?embed_url=https%3A%2F%2Fnews.example%2F1"
    assert await found_with(FORUM, **{embed: "<p>Rien</p>"}) == [
        ("discourse", "https://forum.news.example", 0)
    ]


async def test_a_server_that_does_not_answer_is_not_offered() -> None:
    assert await found_with(ISSO + GHOST) == []


async def test_comments_marked_as_schema_org_does_are_a_place_beside_the_page() -> None:
    assert await found_with(MARKED) == [("page", "", 1), ("schema", "", 1)]


async def test_a_comment_feed_is_a_place_too() -> None:
    link = feed_link("/comments/feed/", "Le Fil » Flux des commentaires")
    answers = {f"{SITE}/comments/feed/": rss("Un mot de Léa")}
    assert await found_with(THREAD, link, **answers) == [
        ("feed", f"{SITE}/comments/feed/", 1),
        ("page", "", 1),
    ]


# What cannot be found is said clearly


@pytest.mark.parametrize(
    ("said", "text"),
    [
        ("javascript:alert(1)", "source-address-wrong"),
        ("ftp://news.example/", "source-address-wrong"),
        ("file:///etc/passwd", "source-address-wrong"),
        ("le site de la gazette", "source-address-wrong"),
        ("https://me:secret@news.example/", "source-address-wrong"),
        ("https://[::1", "source-address-wrong"),
        ("", "source-address-wrong"),
        ("x" * 3_000, "source-address-wrong"),
        (f"{SITE}/gone", "source-unreadable"),
        (f"{SITE}/comments/feed/", "source-comment-feed"),
        (f"{SITE}/secret/", "source-robots-forbid"),
        (f"{SITE}/nothing", "source-nothing-found"),
        (f"{SITE}/picture.png", "source-nothing-found"),
        (f"{SITE}/broken.json", "source-nothing-found"),
    ],
)
async def test_what_is_wrong_is_named(said: str, text: str) -> None:
    site = Shelf()
    site.put(f"{SITE}/robots.txt", "User-agent: *\nDisallow: /secret/")
    site.put(f"{SITE}/comments/feed/", rss("Par : Léa", title="Commentaires sur Le Fil"))
    site.put(f"{SITE}/nothing", page())
    site.put(f"{SITE}/picture.png", b"\x89PNG\r\n\x1a\n\0\0")
    site.put(f"{SITE}/broken.json", '{"items": 7}')
    with pytest.raises(ReaderError) as error:
        await search(site, said)
    assert error.value.text == text
    assert error.value.arguments["address"]
    assert len(str(error.value.arguments["address"])) <= 2_000


# The first look


@pytest.mark.parametrize(
    ("title", "path"),
    [
        ("Le Fil » Flux des commentaires", "/x/feed/"),
        ("Le Fil » Comments Feed", "/x/feed/"),
        ("Le Fil » La box Flux des commentaires", "/la-box/feed/"),
        ("", "/comments/feed/"),
        ("Blog - Comments", "/feeds/comments/default"),
    ],
)
def test_feeds_of_comments_are_told_apart(title: str, path: str) -> None:
    (link,) = look(page(feed_link(path, title)).encode(), f"{SITE}/").feeds
    assert link.comments


@pytest.mark.parametrize(
    ("title", "path"), [("Comment ça marche - Flux RSS", "/rss"), ("Documents", "/commentary/rss")]
)
def test_feeds_of_articles_are_not_taken_for_comments(title: str, path: str) -> None:
    (link,) = look(page(feed_link(path, title)).encode(), f"{SITE}/").feeds
    assert not link.comments


def test_a_feed_full_of_links_to_comments_is_one_of_comments() -> None:
    items = "".join(f"<item><title>x</title><link>{SITE}/1#comment-{n}</link></item>" for n in range(3))
    body = f'<rss version="2.0"><channel><title>Le Fil</title>{items}</channel></rss>'
    assert look(body.encode(), f"{SITE}/x").kind == "comments"


def test_links_are_resolved_and_harmless() -> None:
    links = (
        feed_link("feed.xml")
        + feed_link("javascript:alert(1)")
        + feed_link("//cdn.example/f")
        + feed_link("")
    )
    links += feed_link(f"{SITE}/wp-json/wp/v2/pages/2", kind="application/json")
    seen = look(page(f'<base href="/blog/">{links}').encode(), f"{SITE}/x/y").feeds
    assert [link.url for link in seen if "blog/" in link.url or "cdn" in link.url] == [
        f"{SITE}/blog/feed.xml",
        "https://cdn.example/f",
        f"{SITE}/blog/",
    ]
    assert not [link for link in seen if "wp-json" in link.url or "javascript" in link.url]


@pytest.mark.parametrize(
    ("head", "title", "name"),
    [
        ('<meta property="og:site_name" content="La Gazette">', "Accueil", "La Gazette"),
        ("", "News : l’actu des objets", "News"),
        ("", "L’actualité | Example News | Accueil", "Example News"),
        ('<script type="application/ld+json">{"@type":"WebSite","name":"Le Site"}</script>', "x", "Le Site"),
        ("", "", "news.example"),
    ],
)
def test_the_site_is_called_what_it_calls_itself(head: str, title: str, name: str) -> None:
    assert look(page(head, title=title).encode(), "https://www.news.example/").title == name


@pytest.mark.parametrize(
    ("head", "body", "url", "article", "comments"),
    [
        (ARTICLE, THREAD, "/a", True, True),
        (ARTICLE, '<div id="respond"><form></form></div>', "/a", True, True),
        (ARTICLE, '<div id="comments"><div id="disqus_thread"></div></div>', "/a", True, False),
        (ARTICLE, "", "/a", True, False),
        (ARTICLE, "", "/", False, False),
        ('<meta property="og:type" content="website">', "<h1>x</h1>", "/a", False, False),
    ],
)
def test_an_article_and_its_place_for_comments_are_seen(
    head: str, body: str, url: str, article: bool, comments: bool
) -> None:
    seen = look(page(head, body).encode(), SITE + url)
    assert (seen.article, seen.comments) == (article, comments)


@pytest.mark.parametrize(
    "body",
    [
        b"<!---->" * 20_000 + b"x",
        b"<?x?>" * 20_000 + b"<!DOCTYPE " * 2_000,
        b"<title" * 20_000,
        b"<rss>" + b"<title>" * 20_000,
        b"<rss>" + b"<generator " * 9_000,
        b"<rss>" + b"<generator>x" * 9_000,
        b"<feed " * 12_000,
        b"<div>" * 30_000,
        b'{"items":' + b"[" * 9_000,
    ],
)
def test_a_hostile_page_costs_little_time(body: bytes) -> None:
    start = datetime.now(UTC)
    with contextlib.suppress(SourceError):
        look(body, f"{SITE}/")
    assert (datetime.now(UTC) - start).total_seconds() < 2


@given(st.binary(max_size=300))
@settings(deadline=None, max_examples=100)
def test_anything_is_looked_at_or_refused(body: bytes) -> None:
    with contextlib.suppress(SourceError):
        look(body, f"{SITE}/")


# Sitemaps as sources


async def test_a_news_sitemap_gives_articles_with_title_and_date_oldest_first() -> None:
    shelf = Shelf()
    shelf.put(
        f"{SITE}/news.xml",
        news("Un &amp;amp; un", "Deux"),
        etag='"1"',
        headers={"cache-control": "max-age=60"},
    )
    settings = source("sitemap", f"{SITE}/news.xml")
    first = await read_articles(settings, SourceState("Le Fil"), shelf, Here())
    assert [(i.guid, i.title, i.language) for i in first.items] == [
        (f"{SITE}/1", "Un & un", "fr"),
        (f"{SITE}/2", "Deux", "fr"),
    ]
    assert first.items[0].published == datetime(2026, 3, 1, 12, tzinfo=UTC)
    assert first.hints.cache_control == "max-age=60"
    again = await read_articles(settings, SourceState("Le Fil", validators=first.validators), shelf, Here())
    assert again.unchanged
    assert again.validators == first.validators


def index(*entries: tuple[str, str]) -> str:
    inner = "".join(f"<sitemap><loc>{SITE}/{n}</loc><lastmod>{m}</lastmod></sitemap>" for n, m in entries)
    return f'<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{inner}</sitemapindex>'


async def test_of_an_index_the_newest_few_are_read() -> None:
    shelf = Shelf()
    dated = [(f"posts-{n}.xml", f"2026-03-0{n}") for n in range(1, 6)]
    shelf.put(f"{SITE}/index.xml", index(*dated, ("tags.xml", "2026-03-09")), etag='"i"')
    for n in range(1, 6):
        shelf.put(
            f"{SITE}/posts-{n}.xml", news(f"Article {n}").replace(f"{SITE}/1", f"{SITE}/{n}"), etag=f'"{n}"'
        )
    settings = source("sitemap", f"{SITE}/index.xml")
    first = await read_articles(settings, SourceState("Le Fil"), shelf, Here())
    assert {i.title for i in first.items} == {"Article 5", "Article 4", "Article 3"}
    state = SourceState("Le Fil", validators=first.validators)
    assert (await read_articles(settings, state, shelf, Here())).unchanged
    shelf.put(f"{SITE}/posts-5.xml", news("Tout neuf"), etag='"new"')
    later = await read_articles(settings, state, shelf, Here())
    assert [i.title for i in later.items] == ["Tout neuf"]
    assert not later.unchanged


async def test_one_broken_sitemap_of_an_index_keeps_the_others_and_is_tried_again() -> None:
    shelf = Shelf()
    shelf.put(
        f"{SITE}/index.xml", index(("news-1.xml", "2026-03-01"), ("news-2.xml", "2026-03-02")), etag='"i"'
    )
    shelf.put(f"{SITE}/news-1.xml", news("Un"), etag='"1"')
    settings = source("sitemap", f"{SITE}/index.xml")
    first = await read_articles(settings, SourceState("Le Fil"), shelf, Here())
    assert [i.title for i in first.items] == ["Un"]
    shelf.put(f"{SITE}/news-2.xml", news("Deux").replace(f"{SITE}/1", f"{SITE}/2"))
    state = SourceState("Le Fil", validators=first.validators)
    assert [i.title for i in (await read_articles(settings, state, shelf, Here())).items] == ["Deux"]
    del shelf.pages[f"{SITE}/news-1.xml"], shelf.pages[f"{SITE}/news-2.xml"]
    with pytest.raises(SourceError):
        await read_articles(settings, state, shelf, Here())


def test_of_a_giant_sitemap_the_newest_thousand_are_kept() -> None:
    urls = "".join(
        f"<url><loc>{SITE}/{n}</loc><lastmod>2026-03-01T00:{n // 60:02}:{n % 60:02}Z</lastmod></url>"
        for n in range(3_000)
    )
    items, inner = parse_news(f"<urlset>{urls}</urlset>".encode(), SITE, "fr")
    assert len(items) == 1_000
    assert items[-1].url == f"{SITE}/2999"
    assert inner == []


# At a real server


@pytest.fixture
async def served() -> AsyncIterator[str]:
    """A small site on 127.0.0.1, and what it must not lead us to."""
    app = web.Application()

    async def home(request: web.Request) -> web.Response:
        base = f"http://{request.host}"
        head = feed_link(f"{base}/feed.xml", "Le Fil") + feed_link("http://127.0.0.1:1/secret", "Secret")
        return web.Response(text=page(head), content_type="text/html")

    async def feed(_: web.Request) -> web.Response:
        return web.Response(text=rss("Un", "Deux"), content_type="application/rss+xml")

    async def away(_: web.Request) -> web.Response:
        raise web.HTTPFound("http://127.0.0.1:1/secret")

    app.add_routes([web.get("/", home), web.get("/feed.xml", feed), web.get("/away", away)])
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    yield f"127.0.0.1:{runner.addresses[0][1]}"
    await runner.cleanup()


async def test_a_real_site_is_found_and_private_addresses_are_refused(served: str) -> None:
    async with Fetcher(HttpSettings(allow_private=(served,))) as fetch:
        robots = Robots(fetch, Here(), "Colporteur/1")
        found = await find(f"http://{served}", fetch, Here(), robots)
        assert ways(found) == [("feed", f"http://{served}/feed.xml", "none")]
        assert [h.title for h in found.options[0].newest] == ["Deux", "Un"]
        with pytest.raises(ReaderError) as error:
            await find(f"http://{served}/away", fetch, Here(), robots)
        assert "private address" in str(error.value.arguments["reason"])
    async with Fetcher(HttpSettings()) as fetch:
        with pytest.raises(ReaderError) as error:
            await find(f"http://{served}", fetch, Here(), Robots(fetch, Here(), "Colporteur/1"))
        assert "private address" in str(error.value.arguments["reason"])
