"""Articles from RSS, Atom, RDF and JSON feeds."""

from __future__ import annotations

import contextlib
import json
import pickle
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.articles.parse_feed import FeedContent, parse_articles, parse_feed
from bot.articles.source import read_articles
from bot.errors import SourceError
from bot.workers import Here
from storage.records import ArticleItem, SourceState
from tests.shelf import Shelf, source

URL = "https://news.example/feed/"


def rss(*items: str, head: str = "") -> bytes:
    listed = "".join(f"<item>{item}</item>" for item in items)
    return f"""<?xml version="1.0" encoding="utf-8"?><rss version="2.0"
        xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:content="http://purl.org/rss/1.0/modules/content/"
        xmlns:media="http://search.yahoo.com/mrss/" xmlns:atom="http://www.w3.org/2005/Atom"
        xmlns:sy="http://purl.org/rss/1.0/modules/syndication/">
        <channel><title>Le Fil</title>{head}{listed}</channel></rss>""".encode()


def parse(body: bytes, zone: str = "Europe/Paris") -> list[ArticleItem]:
    return parse_articles(body, URL, "", zone, "fr")


def test_an_rss_item_becomes_an_article() -> None:
    item = """
        <guid isPermaLink="false">n-7</guid><link>/2026/box</link>
        <title>La box &amp;amp; le d&#233;bit</title>
        <dc:creator>Claire Vasseur</dc:creator><pubDate>Sun, 01 Mar 2026 13:00:00 +0100</pubDate>
        <category>Télécom</category><category>Box</category>
        <description>&lt;p&gt;Résumé.&lt;/p&gt;</description>
        <content:encoded><![CDATA[<p>Un <b>mot</b>.</p><p>Suite &amp; fin</p><script>x</script>]]>
        </content:encoded>
        <enclosure url="/box.jpg" type="image/jpeg" length="1"/>"""
    assert parse(rss(item, head="<language>fr-FR</language>")) == [
        ArticleItem(
            guid="n-7",
            url="https://news.example/2026/box",
            title="La box & le débit",
            author="Claire Vasseur",
            published=datetime(2026, 3, 1, 12, tzinfo=UTC),
            language="fr",
            categories=("Télécom", "Box"),
            summary="Résumé.",
            text="Un mot.\n\nSuite & fin",
            image="https://news.example/box.jpg",
        )
    ]


def test_an_atom_entry_becomes_an_article() -> None:
    body = b"""<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en"><entry><id>tag:x,2026:7</id>
        <title type="html">A &lt;i&gt;box&lt;/i&gt;</title><link href="https://x.example/7"/>
        <author><name>Ann</name></author><published>2026-03-01T12:00:00Z</published>
        <updated>2026-03-01T13:00:00Z</updated><content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">
        <p>Text</p></div></content></entry></feed>"""
    (item,) = parse(body)
    assert (item.guid, item.url, item.title, item.author) == (
        "tag:x,2026:7",
        "https://x.example/7",
        "A box",
        "Ann",
    )
    assert item.text == "Text"
    assert item.published == datetime(2026, 3, 1, 12, tzinfo=UTC)
    assert item.updated == datetime(2026, 3, 1, 13, tzinfo=UTC)


def test_a_json_item_becomes_an_article() -> None:
    item = {
        "id": 7,
        "url": "https://x.example/7",
        "title": "Plus <3",
        "content_text": "Un\n\ndeux <b>",
        "date_published": "2026-03-01T13:00:00+01:00",
        "authors": [{"name": "Ann"}, {"name": "Bob"}],
        "tags": ["Box"],
    }
    (found,) = parse(json.dumps({"version": "https://jsonfeed.org/version/1.1", "items": [item]}).encode())
    assert (found.guid, found.title, found.author) == ("7", "Plus <3", "Ann, Bob")
    assert found.text == "Un\n\ndeux <b>"
    assert found.published == datetime(2026, 3, 1, 12, tzinfo=UTC)


def test_articles_come_oldest_first() -> None:
    dated = "<guid>{}</guid><title>t</title><pubDate>0{} Mar 2026 12:00:00 GMT</pubDate>"
    items = [dated.format(name, day) for name, day in (("c", 3), ("a", 1), ("b", 2))]
    assert [item.guid for item in parse(rss(*items, "<guid>d</guid><title>t</title>"))] == [
        "a",
        "b",
        "c",
        "d",
    ]


def test_an_article_without_an_id_is_known_by_its_link_or_by_title_and_day() -> None:
    by_link, one, same, other_day = parse(
        rss(
            "<title>T</title><link>https://x.example/1</link>",
            "<title>Le  point</title><pubDate>01 Mar 2026 08:00:00 GMT</pubDate>",
        )
    ) + parse(
        rss(
            "<title>le point</title><pubDate>01 Mar 2026 19:00:00 GMT</pubDate>",
            "<title>Le point</title><pubDate>02 Mar 2026 08:00:00 GMT</pubDate>",
        )
    )
    if by_link.guid.startswith("made:"):
        by_link, one = one, by_link
    assert by_link.guid == "https://x.example/1"
    assert one.guid == same.guid != other_day.guid


def test_an_id_that_is_repeated_is_passed_on_to_those_who_tell_articles_apart() -> None:
    repeated = rss("<guid>a</guid><title>new</title>", "<guid>a</guid><title>old</title>")
    assert [(item.guid, item.title) for item in parse(repeated)] == [("a", "old"), ("a", "new")]


def test_an_id_is_a_link_only_if_it_looks_like_one() -> None:
    word, place = parse(rss("<guid>https://x.example/1</guid>", "<guid>n-7</guid>"))
    assert (word.url, place.url) == ("", "https://x.example/1")


@pytest.mark.parametrize(
    "date",
    [
        "Sun, 01 Mar 2026 13:00:00 CET",
        "1772366400",
        "1 mars 2026 à 13h00",
        "01/03/2026 13:00",
        "2026-03-01 13:00",
    ],
)
def test_dates_that_feed_readers_get_wrong(date: str) -> None:
    (item,) = parse(rss(f"<guid>a</guid><title>t</title><pubDate>{date}</pubDate>"))
    assert item.published == datetime(2026, 3, 1, 12, tzinfo=UTC)


HARMFUL = ["javascript:alert(1)", "java&#10;script:alert(1)", "data:text/html,x", "file:///x", "vbscript:x"]


@pytest.mark.parametrize("link", HARMFUL)
@pytest.mark.parametrize(
    "item",
    [
        "<link>{0}</link>",
        "<guid>{0}</guid>",
        "<enclosure url='{0}' type='image/png'/>",
        "<media:content url='{0}' medium='image'/>",
        "<media:thumbnail url='{0}'/>",
        "<description>&lt;iframe src='{0}'&gt;&lt;/iframe&gt;</description>",
    ],
)
def test_links_that_do_harm_are_dropped(item: str, link: str) -> None:
    head = f"<link>{link}</link><atom:link rel='hub' href='{link}'/><atom:link rel='self' href='{link}'/>"
    body = rss("<guid isPermaLink='false'>a</guid><title>t</title>" + item.format(link), head=head)
    content = parse_feed(body, URL, "", "Europe/Paris", "fr")
    (found,) = content.items
    assert (found.url, found.image, found.embeds) == ("", "", ())
    assert (content.site, content.hub, content.topic) == ("", "", "")


@pytest.mark.parametrize("link", ["javascript:alert(1)", "data:text/html,x", "file:///x"])
def test_so_are_those_of_a_json_feed(link: str) -> None:
    item = {"id": "a", "url": link, "image": link, "content_html": f"<iframe src='{link}'>"}
    feed = {
        "home_page_url": link,
        "feed_url": link,
        "hubs": [{"type": "WebSub", "url": link}],
        "items": [item],
    }
    content = parse_feed(json.dumps(feed).encode(), URL, "", "Europe/Paris", "fr")
    (found,) = content.items
    assert (found.url, found.image, found.embeds) == ("", "", ())
    assert (content.site, content.hub, content.topic) == ("", "", "")


HEAD = {
    "rss": rss(
        "<guid>a</guid>",
        head="""<link>/</link><language>fr-FR</language><ttl>30</ttl>
        <atom:link rel="hub" href="https://hub.example/"/><atom:link rel="self" href="/feed/?all"/>""",
    ),
    "update period": rss(
        "<guid>a</guid>",
        head="""<link>https://news.example/</link><language>fr</language><sy:updatePeriod>hourly</sy:updatePeriod>
        <sy:updateFrequency>2</sy:updateFrequency><atom:link href="https://hub.example/" rel="hub"/>
        <atom:link rel="self" href="https://news.example/feed/?all"/>""",
    ),
    "atom": b"""<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="fr">
        <title type="html">Le &lt;b&gt;Fil</title><link href="https://news.example/"/><link rel="hub" href="https://hub.example/"/>
        <link rel="self" type="application/atom+xml" href="/feed/?all"/><entry><id>a</id></entry></feed>""",
    "json": json.dumps(
        {
            "title": "Le Fil",
            "home_page_url": "https://news.example/",
            "feed_url": "https://news.example/feed/?all",
            "language": "fr",
            "hubs": [
                {"type": "rssCloud", "url": "https://cloud.example/"},
                {"type": "WebSub", "url": "https://hub.example/"},
            ],
            "items": [{"id": "a"}],
        }
    ).encode(),
}


@pytest.mark.parametrize(
    ("kind", "ttl"), [("rss", 1800), ("update period", 1800), ("atom", None), ("json", None)]
)
def test_a_feed_tells_of_itself(kind: str, ttl: float | None) -> None:
    content = parse_feed(HEAD[kind], URL, "", "Europe/Paris", "en")
    assert content == FeedContent(
        items=content.items,
        title="Le Fil",
        site="https://news.example/",
        language="fr",
        hub="https://hub.example/",
        topic="https://news.example/feed/?all",
        ttl=ttl,
    )
    assert [item.guid for item in content.items] == ["a"]
    assert pickle.loads(pickle.dumps(content)) == content  # noqa: S301


def test_a_picture_comes_with_its_credit_and_the_widest_is_taken() -> None:
    (item,) = parse(
        rss(
            """<guid>a</guid><media:content url="/small.jpg" width="140"/><media:content url="/film.mp4"
            type="video/mp4"/><media:content url="/wide.jpg" width="1200">
            <media:credit>Ann / Agence</media:credit></media:content>"""
        )
    )
    assert (item.image, item.image_credit) == ("https://news.example/wide.jpg", "Ann / Agence")


@pytest.mark.parametrize(
    ("html", "embed"),
    [
        (
            '<iframe src="//www.youtube.com/embed/dQw4w9WgXcQ?rel=0">',
            "https://www.youtube.com/watch?v=dQw4w9WgXcQ",
        ),
        (
            '<iframe data-src="https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ">',
            "https://www.youtube.com/watch?v=dQw4w9WgXcQ",
        ),
        (
            '<figure class="wp-block-embed"><div>https://youtu.be/dQw4w9WgXcQ</div></figure>',
            "https://www.youtube.com/watch?v=dQw4w9WgXcQ",
        ),
        ('<iframe src="https://player.vimeo.com/video/76979871?h=1">', "https://vimeo.com/76979871"),
        (
            '<iframe src="https://www.dailymotion.com/embed/video/x7tgad0">',
            "https://www.dailymotion.com/video/x7tgad0",
        ),
        (
            '<blockquote class="twitter-tweet"><a href="https://t.co/x">x</a> <a href="https://twitter.com/ann/status/12?s=2">1</a>',
            "https://x.com/ann/status/12",
        ),
        ('<iframe src="https://platform.twitter.com/embed/Tweet.html?id=12">', "https://x.com/i/status/12"),
        ('<iframe src="https://mastodon.social/@ann/11/embed">', "https://mastodon.social/@ann/11"),
        (
            '<blockquote class="mastodon-embed" data-embed-url="https://piaille.fr/@ann/11/embed">',
            "https://piaille.fr/@ann/11",
        ),
        (
            '<blockquote class="bluesky-embed"><a href="https://bsky.app/profile/did:plc:x/post/3k?ref_src=embed">1</a>',
            "https://bsky.app/profile/did:plc:x/post/3k",
        ),
        (
            '<blockquote class="instagram-media" data-instgrm-permalink="https://www.instagram.com/reel/Ab_1/?utm_source=x">',
            "https://www.instagram.com/reel/Ab_1/",
        ),
        (
            '<blockquote class="tiktok-embed" cite="https://www.tiktok.com/@ann/video/71">',
            "https://www.tiktok.com/@ann/video/71",
        ),
        ("<blockquote>https://x.com/ann/status/12</blockquote>", None),
        ('<iframe src="https://ads.example/banner">', None),
    ],
)
def test_embedded_posts_and_videos_are_told_by_their_public_addresses(html: str, embed: str | None) -> None:
    (item,) = parse(rss(f"<guid>a</guid><description><![CDATA[<p>Vu ici :</p>{html}]]></description>"))
    assert item.embeds == ((embed,) if embed else ())


@pytest.mark.parametrize(
    ("end", "behind"),
    [
        ("Cet article est réservé à nos abonnés.", True),
        ("La suite de cet article est réservée aux abonnés.", True),
        ("Il vous reste 75 % de cet article à lire.", True),
        ("This post is for paying subscribers only.", True),
        ("Subscribe to continue reading", True),
        ("Les abonnés de la box attendent.", False),
        ("He will subscribe.", False),
    ],
)
def test_a_text_that_ends_at_a_paywall_is_marked(end: str, behind: bool) -> None:
    (item,) = parse(rss(f"<guid>a</guid><description>&lt;p&gt;Début.&lt;/p&gt; {end}</description>"))
    assert item.paywalled is behind


def test_an_article_behind_a_password_is_not_read() -> None:
    form = "&lt;form action='https://x.example/wp-login.php?action=postpass'&gt;&lt;/form&gt;"
    assert parse(rss(f"<guid>a</guid><title>Protégé</title><description>{form}</description>")) == []


def test_a_wrong_word_on_the_encoding_is_seen_through() -> None:
    body = '<?xml version="1.0" encoding="iso-8859-1"?><rss version="2.0"><channel><item><title>été'
    body += "</title></item></channel></rss>"
    assert parse(body.encode("iso-8859-1"))[0].title == "été"
    said_utf8 = body.replace("iso-8859-1", "utf-8").encode("cp1252")
    assert parse(said_utf8)[0].title == "été"


def test_of_too_many_entries_both_ends_are_kept() -> None:
    items = [f"<guid>{n}</guid><title>t</title>" for n in range(3_000)]
    kept = {item.guid for item in parse(rss(*items))}
    assert len(kept) == 1_000
    assert {"0", "2999"} <= kept


LAUGHS = b"".join(b'<!ENTITY l%d "%s">' % (n, (b"&l%d;" % (n - 1) if n else b"lol") * 10) for n in range(10))


@pytest.mark.parametrize(
    "body",
    [
        b"<!DOCTYPE x ["
        + LAUGHS
        + b"]><rss version='2.0'><channel><item><title>&l9;</title></item></channel></rss>",
        b"<rss version='2.0'><channel><item><title>x</title><description>" + b"<a>" * 20_000,
        b'<!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/passwd">]>' + rss("<title>x&f;</title>"),
    ],
    ids=["billion laughs", "depth", "external entity"],
)
def test_hostile_xml_gives_little(body: bytes) -> None:
    items = parse(body)
    assert len(items) == 1
    assert len(items[0].title) < 1_000
    assert "root:" not in items[0].title + items[0].text


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"/etc/passwd",
        b"http://127.0.0.1/",
        b"<html><body>x",
        b"{}",
        b'{"items":' + b"[" * 9_000,
        b"\0" * 99,
    ],
)
def test_what_is_no_feed_is_said_so(body: bytes) -> None:
    with pytest.raises(SourceError, match="no feed"):
        parse(body)


@given(st.binary(max_size=60), st.integers(0, 400))
@settings(deadline=None, max_examples=50)
def test_a_damaged_feed_is_read_or_refused(noise: bytes, place: int) -> None:
    whole = rss("<guid>a</guid><title>t</title><description>d</description>")
    with contextlib.suppress(SourceError):
        parse(whole[:place] + noise + whole[place:])


async def test_a_feed_that_did_not_change_is_neither_sent_nor_read() -> None:
    shelf = Shelf()
    shelf.put(source("feed", URL).url, rss("<guid>a</guid><title>t</title>"), etag='"1"')
    first = await read_articles(source("feed", URL), SourceState("Le Fil"), shelf, Here())
    assert [item.guid for item in first.items] == ["a"]
    known = SourceState("Le Fil", validators=first.validators)
    second = await read_articles(source("feed", URL), known, shelf, Here())
    assert second.unchanged
    assert second.validators == first.validators
