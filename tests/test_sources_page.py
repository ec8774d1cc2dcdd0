"""Articles and comments from pages."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.articles.page_tree import load
from bot.articles.parse_page import parse_page
from bot.articles.parse_sitemap import parse_sitemap
from bot.articles.parse_wordpress import parse_posts
from bot.articles.source import read_articles
from bot.comments.parse_page import parse_comments
from bot.comments.source import read_comments, read_recent_comments
from bot.errors import SourceError
from bot.workers import Here
from storage.records import ArticleItem, CommentItem, SourceState
from tests.shelf import Shelf, source

URL = "https://news.example/2026/box/"
SEED = Path(__file__).parents[1].parent / "shared" / "seed"
TEXT = (
    "<p>Le débit annoncé atteint un gigabit par seconde, pour un tarif qui reste le même pendant un an.</p>"
    * 3
)
LONG = TEXT.replace("débit", "prix", 1).replace("tarif", "loyer", 2)


def page(head: str = "", body: str = "") -> tuple[ArticleItem, tuple[CommentItem, ...]]:
    """What is read in a page with an article of a few paragraphs."""
    article = f"<article>{body}<div>{LONG}</div></article>"
    html = f"<html lang='fr-FR'><head>{head}</head><body>{article}</body></html>"
    return parse_page(html.encode(), URL, "Europe/Paris", "en")


def comments(body: str) -> tuple[CommentItem, ...]:
    return parse_comments(f"<html><body>{body}</body></html>".encode(), URL, "Europe/Paris")


@pytest.mark.skipif(not SEED.exists(), reason="the seed lies beside the project, not in it")
def test_the_seed_page_is_read_as_expected() -> None:
    expected = json.loads((SEED / "expected.json").read_text())
    item, thread = parse_page((SEED / "article.html").read_bytes(), URL, "Europe/Paris", "fr")
    assert (item.title, item.subtitle) == (expected["title"], expected["subtitle"])
    assert item.published == datetime.fromisoformat(expected["published"])
    assert item.reading_minutes == expected["reading_minutes"]
    assert list(item.categories) == expected["categories"]
    assert item.language == expected["language"]
    assert item.subscribers_only_comments is expected["subscribers_only_comments"]
    told = [(c.guid, c.published, c.markdown == "") for c in thread]
    assert told == [
        (c["id"], datetime.fromisoformat(c["published"]), c["empty"]) for c in expected["comments"]
    ]
    assert [c.author for c in thread if c.author] == ["fz49000"]
    assert not any('" />' in c.markdown for c in thread)
    assert item.text.startswith("Il y a deux jours")
    assert "Crédits" not in item.text
    assert "@JohnLegere" not in item.text


SITE_NAME = "<meta property='og:site_name' content='Le Fil'>"


@pytest.mark.parametrize(
    ("head", "body", "title"),
    [
        (
            "<title>La box - Le Fil</title><meta property='og:title' content='La box'>",
            "<h1>La box</h1>",
            "La box",
        ),
        ("<title>La box arrive enfin | Le Fil</title>", "<h1>Le Fil</h1><h2>La box arrive enfin</h2>", None),
        (
            "<meta property='og:title' content='Vu : La box arrive enfin'>",
            "<h1>La box arrive enfin</h1>",
            None,
        ),
        (
            SITE_NAME + "<meta property='og:title' content='Box | Le Fil'>",
            "<h1>La box arrive enfin</h1>",
            None,
        ),
        ("<meta property='og:title' content='La box arrive enfin'>", "<h1>news.example</h1>", None),
        ("<title>La box arrive enfin – Mon site</title>", "", None),
        ("<title>La box arrive enfin | Le fil des réseaux</title>", "<h1>Le fil des réseaux</h1>", None),
        ("", "<h1><span>Télécom</span> <span>La box arrive enfin</span></h1>", "Télécom La box arrive enfin"),
    ],
)
def test_the_headline_is_found(head: str, body: str, title: str | None) -> None:
    assert page(head, body)[0].title == (title or "La box arrive enfin")


DATED = {"@type": ["NewsArticle"], "datePublished": "2026-03-01T12:00:00Z"}


@pytest.mark.parametrize(
    "head",
    [
        "<meta property='article:published_time' content='2026-03-01T13:00:00+01:00'>",
        f'<script type="application/ld+json">{json.dumps({"@graph": [DATED]})}</script>',
        "<meta name='date' content='2026-03-01 13:00'>",
        "",
    ],
)
def test_the_date_is_found(head: str) -> None:
    shown = "<p class='article-date'>Publié le 1er mars 2026 à 13h00</p>" if not head else ""
    assert page(head, f"<h1>La box</h1>{shown}")[0].published == datetime(2026, 3, 1, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("body", "url", "day"),
    [
        # The page's own date is that of its address, not that of the article it leads to.
        ("<time datetime='2026-02-20'>20 février</time>", "https://x.example/2026/03/01/box", 1),
        ("<time datetime='2026-03-02T08:00'>2 mars</time>", "https://x.example/2026/03/01/box", 2),
        (
            "<p><time class='updated' datetime='2026-03-05'></time><time datetime='2026-03-01'></time></p>",
            URL,
            1,
        ),
        ("<p class='date'>Mis à jour le 5 mars 2026</p><p class='date'>Publié le 1er mars 2026</p>", URL, 1),
        ("<p class='date'>Mis à jour le 5 mars 2026</p>", URL, 5),
        ("<h1>La box</h1><p>Version 4.8.12</p><p>par Ann, le 1er mars 2026</p>", URL, 1),
        ("<h1>La box</h1><p>Mise à jour du 5 mars 2026</p><p>1er mars 2026</p>", URL, 1),
    ],
)
def test_of_several_dates_that_of_publication_is_taken(body: str, url: str, day: int) -> None:
    html = f"<title>La box</title><article>{body}<div>{LONG}</div></article>"
    published = parse_page(html.encode(), url, "UTC", "fr")[0].published
    assert published is not None
    assert (published.month, published.day) == (3, day)


def test_the_year_of_a_copyright_is_no_date() -> None:
    assert page("", "<h1>La box</h1><p>© 1998–2026 Le Fil</p>")[0].published is None


IMAGE = "<meta property='og:image' content='https://x.example/img/box-1200x800.jpg'>"
MAKER = {"@type": "ImageObject", "url": "https://x.example/img/box.jpg", "creditText": "Ann / Agence"}


def figure(image: str, caption: str) -> str:
    return f"<figure><img src='{image}'><figcaption>{caption}</figcaption></figure>"


@pytest.mark.parametrize(
    ("head", "body", "credit"),
    [
        ("", figure("/img/box.jpg", "La box. © Ann / Agence"), "Ann / Agence"),
        ("", figure("/img/box-640x400.jpg", "La box (Ann/Reuters)."), "Ann/Reuters"),
        ("", figure("/img/box.jpg", "La box <i class='credit'>Photo : Ann / Agence</i>"), "Ann / Agence"),
        ("", figure("/img/box.jpg", "Image copyright Getty Images"), "Getty Images"),
        ("", figure("/img/box.jpg", "La box en test"), "La box en test"),
        ("", figure("/x.jpg", "Photo: Bob") + figure("/img/box.jpg", "Crédit photo : Ann"), "Ann"),
        (
            f'<script type="application/ld+json">{json.dumps({"@graph": [MAKER]})}</script>',
            "",
            "Ann / Agence",
        ),
        ("", "<p>a</p><p>b</p><p>c</p>" + figure("/x.jpg", "© Bob"), ""),
    ],
)
def test_the_credit_of_the_picture_is_found(head: str, body: str, credit: str) -> None:
    assert page(IMAGE + head, f"<h1>La box</h1>{body}")[0].image_credit == credit


FREE = {"@type": "NewsArticle", "headline": "La box", "isAccessibleForFree": True}


def data(*, free: object) -> str:
    return f'<script type="application/ld+json">{json.dumps(FREE | {"isAccessibleForFree": free})}</script>'


@pytest.mark.parametrize(
    ("head", "body", "behind"),
    [
        (data(free=False), "", True),
        (data(free="http://schema.org/False"), "", True),
        (data(free=True), "<div class='paywall'>Cet article est pour les abonnés.</div>", False),
        ("<meta property='article:content_tier' content='locked'>", "", True),
        ("<meta property='article:content_tier' content='free'>", "", False),
        ("<meta itemprop='isAccessibleForFree' content='false'>", "", True),
        ("", "<div class='paywall'>Abonnez-vous : le reste est pour les abonnés.</div>", True),
        ("", "<div class='paywall'></div>", False),
        ("", "", False),
    ],
)
def test_a_paywall_is_marked_and_the_text_is_what_everybody_may_read(
    head: str, body: str, behind: bool
) -> None:
    item, _ = page(head, f"<h1>La box</h1>{body}")
    assert item.paywalled is behind
    assert "Le prix annoncé" in item.text


def test_embedded_posts_of_the_article_are_found_and_those_of_its_comments_are_not() -> None:
    video = "<iframe src='https://www.youtube.com/embed/{}'></iframe>"
    comment = f"<div id='comments'>{video.format('bbbbbbbbbbb')}</div>"
    item, _ = page("", f"<h1>La box</h1>{video.format('aaaaaaaaaaa')}{comment}")
    assert item.embeds == ("https://www.youtube.com/watch?v=aaaaaaaaaaa",)


def test_a_short_article_is_read_to_its_end() -> None:
    line = "<div>La box arrive enfin, et son débit atteint un gigabit par seconde pour tout le monde.</div>"
    html = f"<html><head><title>La box</title></head><body><article>{line * 2}</article></body></html>"
    assert parse_page(html.encode(), URL, "UTC", "fr")[0].text.count("gigabit") == 2


def test_the_featured_picture_of_a_wordpress_is_credited() -> None:
    media = {"source_url": "/box.jpg", "caption": {"rendered": "<p>La box. &copy; Ann</p>"}}
    post = {
        "id": 7,
        "title": {"rendered": "La box"},
        "content": {"rendered": "<p>Vu.</p><iframe src='https://youtu.be/aaaaaaaaaaa'></iframe>"},
        "_embedded": {"wp:featuredmedia": [media]},
    }
    items, _ = parse_posts(json.dumps([post]).encode(), URL, "fr")
    assert (items[0].image, items[0].image_credit) == ("https://news.example/box.jpg", "Ann")
    assert items[0].embeds == ("https://www.youtube.com/watch?v=aaaaaaaaaaa",)


def test_the_rest_of_the_article_is_found() -> None:
    head = """<link rel="canonical" href="/2026/box"><meta property="og:image" content="/box.jpg">
        <meta property="og:description" content="Un &lt;gigabit&gt;."><script type="application/ld+json">
        {"@type":"NewsArticle","headline":"La box","author":[{"name":"Claire"},{"name":"Paul"}],
         "dateModified":"2026-03-02T12:00:00Z","articleSection":["Télécom"],"timeRequired":"PT4M"}</script>"""
    item, found = page(head, "<h1>La box</h1><p class='chapo'>Le gigabit pour tous.</p>")
    assert (item.guid, item.url) == ("https://news.example/2026/box",) * 2
    assert (item.subtitle, item.author, item.language) == ("Le gigabit pour tous.", "Claire, Paul", "fr")
    assert (item.image, item.summary) == ("https://news.example/box.jpg", "Un <gigabit>.")
    assert (item.categories, item.reading_minutes) == (("Télécom",), 4)
    assert item.updated == datetime(2026, 3, 2, 12, tzinfo=UTC)
    assert item.text.startswith("Le prix annoncé")
    assert found == ()


def test_what_surrounds_the_article_is_no_part_of_its_text() -> None:
    noise = "<p>Lire aussi : une autre box</p><p>Suivez-nous sur Mastodon</p><p>© Le Fil 2026</p>"
    item, _ = page("", f"<h1>La box</h1>{LONG}{noise}")
    assert "autre box" not in item.text
    assert "Mastodon" not in item.text
    assert "©" not in item.text


WORDPRESS = """
    <ol class="comment-list"><li id="comment-1" class="comment depth-1"><article class="comment-body">
    <footer class="comment-meta"><div class="comment-author vcard"><img class="avatar"
    src="http://0.gravatar.com/avatar/x"><b class="fn"><a href="/u">Léa B.</a></b>
    <span class="says">dit :</span></div><div class="comment-metadata">
    <time datetime="2026-03-01T13:00:00+01:00">1 mars</time></div></footer>
    <div class="comment-content"><p>Un <em>mot</em>.</p></div><div class="reply">Répondre</div></article>
    <ol class="children"><li id="comment-3" class="comment depth-2"><article class="comment-body"><footer>
    <cite class="fn">Tom</cite><time datetime="2026-03-01T15:00:00+01:00"></time></footer>
    <div class="comment-content"><p>Oui</p></div></article></li></ol></li>
    <li id="comment-2" class="pingback">Ping : <a href="/">x</a></li></ol>"""
SCHEMA = """
    <div itemscope itemtype="https://schema.org/Comment" id="comment-1"><span itemprop="author">
    <i itemprop="name">Léa B.</i></span><meta itemprop="dateCreated" content="2026-03-01T12:00:00Z">
    <div itemprop="text">Un <em>mot</em>.</div>
    <div itemscope itemtype="https://schema.org/Comment" id="comment-3"><span itemprop="author">Tom</span>
    <time itemprop="datePublished" datetime="2026-03-01T14:00:00Z"></time>
    <p itemprop="text">Oui</p></div></div>"""
SAID = [
    {
        "@type": "Comment",
        "@id": "#c1",
        "text": "Un <em>mot</em>.",
        "author": {"name": "Léa B."},
        "dateCreated": 12,
    },
    {"@type": "Comment", "@id": "#c3", "text": "Oui", "author": {"name": "Tom"}, "dateCreated": 14},
]
for said in SAID:
    said["dateCreated"] = f"2026-03-01T{said['dateCreated']}:00:00Z"
ARTICLE = {"@type": "Article", "comment": SAID}
DATA = f'<script type="application/ld+json">{json.dumps(ARTICLE)}</script>'


@pytest.mark.parametrize(("body", "parent"), [(WORDPRESS, "1"), (SCHEMA, "1"), (DATA, None)])
def test_comments_are_found(body: str, parent: str | None) -> None:
    thread = comments(body)
    assert [(c.guid, c.author, c.markdown, c.parent, c.published.hour) for c in thread] == [
        ("1", "Léa B.", "Un *mot*.", None, 12),
        ("3", "Tom", "Oui", parent, 14),
    ]
    assert thread[0].url == f"{URL}#comment-1"


def test_comments_of_a_flat_page_are_told_in_time_order() -> None:
    one = """<div data-comment-id="{0}" data-comment-date="2026-03-01 {1}:00">
        <div class="next-status-name-user">Léa</div><div class="comment-content"><p>{0}</p></div></div>"""
    thread = comments(
        "".join(one.format(guid, at) for guid, at in ((6, "11:09"), (1, "08:57"), (5, "11:02")))
    )
    assert [c.guid for c in thread] == ["1", "5", "6"]
    assert thread[0].published == datetime(2026, 3, 1, 7, 57, tzinfo=UTC)


@pytest.mark.parametrize(
    ("body", "charset"),
    [
        ("<p>été".encode(), ""),
        ("<p>été".encode("cp1252"), ""),
        ("<p>été".encode("latin-1"), "iso-8859-1"),
        ("<meta charset='windows-1252'><p>été".encode("cp1252"), ""),
        ("\ufeff<p>été".encode(), "iso-8859-1"),
        ("<p>été".encode("utf-16"), ""),
        ("<p>été".encode(), "no-such-charset"),
        ("<meta charset='iso-8859-1'><p>été".encode(), ""),
    ],
)
def test_any_encoding_is_read(body: bytes, charset: str) -> None:
    assert load(body, charset).text_content() == "été"


def test_a_broken_letter_does_not_spoil_the_others() -> None:
    body = "<meta charset='utf-8'><p>Été, déjà".encode() + b"\xe9"
    assert load(body).text_content() == "Été, déjà"


@pytest.mark.parametrize("body", [b"", b" ", b"\0", b"<!-- -->", b"<html>", bytes(range(256))])
def test_what_is_no_article_is_said_so(body: bytes) -> None:
    with pytest.raises(SourceError, match=r"no (article|page)"):
        parse_page(body, URL, "Europe/Paris", "fr")


@pytest.mark.parametrize(
    "body",
    [
        b"<h1>T</h1>" + b"<div>" * 100_000,
        b"<h1>T</h1>" + b"<blockquote><b>" * 50_000,
        b"<h1>T</h1>" + b"".join(b"<ul><li id=comment-%d class=comment>x" % n for n in range(2_000)),
        b"<h1>T</h1><script type='application/ld+json'>" + b"[" * 100_000 + b"</script>",
    ],
    ids=["div", "blockquote", "comments", "data"],
)
def test_a_page_of_any_depth_is_read(body: bytes) -> None:
    assert parse_page(body, URL, "Europe/Paris", "fr")[0].title == "T"


def test_a_sitemap_of_news_is_read() -> None:
    body = b"""<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"
        xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">
        <url><loc> https://news.example/1?a=1&amp;b=2 </loc>
        <news:news><news:title>La box</news:title><news:publication_date>2026-03-01T13:00:00+01:00
        </news:publication_date></news:news></url><url><loc>javascript:x</loc></url></urlset>"""
    (place,) = parse_sitemap(body, "https://news.example/sitemap.xml")
    assert (place.url, place.title) == ("https://news.example/1?a=1&b=2", "La box")
    assert place.published == datetime(2026, 3, 1, 12, tzinfo=UTC)


async def test_one_fetch_of_a_page_gives_the_article_and_its_comments() -> None:
    settings = source("page", URL)
    shelf = Shelf()
    body = f"<html><body><article><h1>La box</h1>{LONG}</article>{WORDPRESS}</body></html>"
    shelf.put(settings.url, body, etag='"1"')
    first = await read_articles(settings, SourceState("Le Fil"), shelf, Here())
    assert [item.title for item in first.items] == ["La box"]
    assert first.comments is not None
    assert [comment.guid for comment in first.comments] == ["1", "3"]
    second = await read_articles(settings, SourceState("Le Fil", validators=first.validators), shelf, Here())
    assert second.unchanged
    assert second.comments is None
    assert (await read_comments(settings, first.items[0], shelf, Here())).items == first.comments
    assert await read_recent_comments(settings, shelf, Here()) == await read_recent_comments(
        source("feed", URL), shelf, Here()
    )
