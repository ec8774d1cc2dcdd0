"""Articles from RSS, Atom, RDF and JSON feeds."""

from __future__ import annotations

import contextlib
import json
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.articles.parse_feed import parse_articles
from bot.articles.source import read_articles
from bot.errors import SourceError
from bot.workers import Here
from storage.records import ArticleItem, SourceState
from tests.shelf import Shelf, source

URL = "https://news.example/feed/"


def rss(*items: str, head: str = "") -> bytes:
    listed = "".join(f"<item>{item}</item>" for item in items)
    return f"""<?xml version="1.0" encoding="utf-8"?><rss version="2.0"
        xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:content="http://purl.org/rss/1.0/modules/content/">
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


def test_an_id_that_is_repeated_gives_one_article() -> None:
    assert len(parse(rss("<guid>a</guid><title>1</title>", "<guid>a</guid><title>2</title>"))) == 1


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


@pytest.mark.parametrize(
    "link", ["javascript:alert(1)", "java&#10;script:alert(1)", "data:text/html,x", "file:///x"]
)
def test_links_that_do_harm_are_dropped(link: str) -> None:
    (item,) = parse(rss(f"<guid isPermaLink='false'>a</guid><title>t</title><link>{link}</link>"))
    assert item.url == ""


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
