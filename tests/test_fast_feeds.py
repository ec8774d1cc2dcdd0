"""The fast reading of feeds: it gives what the slow one gives, or it declines."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot import markdown
from bot.articles import parse_text
from bot.articles.parse_feed import parse_entries
from bot.articles.parse_feed_fast import read_fast
from bot.articles.parse_feed_slow import read_slow
from bot.dates import zone_of
from bot.errors import SourceError
from tests.benchmarks.parsing import is_well_formed, real_feeds
from tests.made import HANGS

URL = "https://news.example/feed/"
ZONE = zone_of("Europe/Paris")
SPACES = """xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:content="http://purl.org/rss/1.0/modules/content/"
    xmlns:media="http://search.yahoo.com/mrss/" xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd"
    xmlns:atom="http://www.w3.org/2005/Atom" xmlns:sy="http://purl.org/rss/1.0/modules/syndication/"
    xmlns:dcterms="http://purl.org/dc/terms/" xmlns:x="urn:x" """


def rss(items: str, head: str = "<title>Le Fil</title>", attributes: str = "") -> bytes:
    return (
        f"<?xml version='1.0' encoding='utf-8'?><rss version='2.0' {SPACES}{attributes}>"
        f"<channel>{head}{items}</channel></rss>"
    ).encode()


def atom(entries: str, head: str = "", attributes: str = "") -> bytes:
    space = "http://www.w3.org/2005/Atom"
    return f"<feed xmlns='{space}' {SPACES}{attributes}>{head}{entries}</feed>".encode()


def same(body: bytes, content_type: str = "") -> bool | None:
    """Whether both readings agree; None where the fast one declines."""
    fast = read_fast(body, URL, content_type, ZONE)
    return None if fast is None else fast == read_slow(body, URL, content_type, ZONE)


real = real_feeds()


@pytest.mark.skipif(not real, reason="the real feeds lie beside the project, not in it")
def test_on_every_real_feed_both_readings_agree_or_the_fast_one_declines() -> None:
    agreed = {feed.name: same(feed.body, kind) for feed in real for kind in {feed.content_type, ""}}
    assert [name for name, whether in agreed.items() if whether is False] == []


@pytest.mark.skipif(not real, reason="the real feeds lie beside the project, not in it")
def test_most_well_formed_feeds_are_read_the_fast_way() -> None:
    well = [feed for feed in real if is_well_formed(feed)]
    assert sum(same(feed.body, feed.content_type) is not None for feed in well) > 0.9 * len(well)


@pytest.mark.parametrize(
    "body",
    [
        rss(
            "<item><title>T</title><link>/1</link><guid>a</guid><description>&lt;p&gt;D</description></item>"
        ),
        rss("<item><guid>https://x.example/1</guid><title>Été &amp;amp; hiver</title></item>"),
        rss("<item><author>a@x.example (Ann)</author><dc:creator>Bob</dc:creator></item>"),
        rss("<item><itunes:subtitle>s</itunes:subtitle><itunes:summary>t</itunes:summary></item>"),
        rss("<item><description>a</description><description>b</description></item>"),
        rss("<item><content:encoded><![CDATA[<p>x</p>]]></content:encoded></item>"),
        rss(
            "<item><media:group><media:content url='/a.jpg'><media:credit>Ann</media:credit>"
            "<media:description>d</media:description></media:content></media:group></item>"
        ),
        rss("<item><category domain='d'>A</category><category>B</category><x:y><x:z>1</x:z></x:y></item>"),
        rss(
            "<item/>", "<ttl>30</ttl><atom:link rel='hub' href='https://h.example/'/><language>fr</language>"
        ),
        rss("<item/>", "<sy:updatePeriod>hourly</sy:updatePeriod><image><title>i</title></image>"),
        rss("<item><link>a</link></item>", attributes="xml:base='https://b.example/x/'"),
        rss("<item><title>d\u00e9j\u00c3\u00a0 vu</title></item>"),
        rss("<item><title>it&#146;s</title></item>"),
        b"\xef\xbb\xbf" + rss("<item><title>T</title></item>"),
        rss("<item><title>été</title></item>").decode().replace("utf-8", "iso-8859-1").encode("latin-1"),
        atom("<entry><id>tag:x</id><title type='html'>&lt;b&gt;T</title><link href='/1'/></entry>"),
        atom(
            "<entry><author><name>Ann</name><email>a@x</email></author></entry>", attributes="xml:lang='fr'"
        ),
        atom(
            "<entry><content type='xhtml'><div xmlns='http://www.w3.org/1999/xhtml'><p CLASS='a&quot;b'>x"
            " &lt; y</p>z<br/></div></content></entry>"
        ),
        atom("<entry><link rel='enclosure' type='image/png' href='/p.png'/><summary>s</summary></entry>"),
        atom("<entry><published>2026-03-01T12:00:00Z</published><updated>1 mars 2026</updated></entry>"),
        atom("<entry><source><title>other</title><id>o</id></source><title>own</title></entry>"),
        rss(""),
    ],
)
def test_what_news_feeds_hold_is_read_the_fast_way(body: bytes) -> None:
    assert same(body) is True


@pytest.mark.parametrize(
    ("why", "body"),
    [
        (
            "the encoding is not true of the bytes",
            rss("<item><title>é</title></item>").decode().encode("cp1252"),
        ),
        ("two encodings are named", rss("<item/>").replace(b"utf-8", b"iso-8859-1")),
        ("a document type", b"<!DOCTYPE rss>" + rss("<item/>")[38:]),
        ("damaged XML", rss("<item><title>a & b</title></item>")),
        ("an entity of HTML", rss("<item><title>&eacute;</title></item>")),
        ("markup where text belongs", rss("<item><description>a <b>b</b></description></item>")),
        ("a date that only feedparser may know", rss("<item><pubDate>gestern</pubDate></item>")),
        ("nothing of a feed", b"<html><body/></html>"),
        ("an empty file", b""),
    ],
)
def test_the_fast_reading_declines(why: str, body: bytes) -> None:
    assert read_fast(body, URL, "text/xml; charset=utf-8", ZONE) is None, why


PARTS = [
    *("<title>T</title>", "<title/>", "<title type='html'>&lt;i&gt;x</title>", "<dc:title>D</dc:title>"),
    *(
        "<link>/a</link>",
        "<link/>",
        "<link href='/b'/>",
        "<link rel='self' href='/s'/>",
        "<atom:link href='/c'/>",
    ),
    *("<guid>g</guid>", "<guid isPermaLink='false'>h</guid>", "<id>/i</id>", "<guid/>"),
    *(
        "<description>d</description>",
        "<description/>",
        "<summary>s</summary>",
        "<dc:description>e</dc:description>",
    ),
    *("<itunes:summary>i</itunes:summary>", "<itunes:subtitle>j</itunes:subtitle>", "<content>c</content>"),
    *(
        "<content:encoded>f</content:encoded>",
        "<content type='image/png'>aGk=</content>",
        "<abstract>b</abstract>",
    ),
    *(
        "<author>Ann</author>",
        "<author>a@x.example (Ann)</author>",
        "<author/>",
        "<dc:creator>Bob</dc:creator>",
    ),
    *("<author><name>Cy</name><email>c@x</email></author>", "<author><email>d@x</email></author>"),
    *("<contributor><name>Z</name></contributor>", "<itunes:author>Eve</itunes:author>"),
    *("<pubDate>Sun, 01 Mar 2026 13:00:00 GMT</pubDate>", "<pubDate/>", "<dc:date>2026-03-02</dc:date>"),
    *("<updated>2026-03-03T00:00:00Z</updated>", "<dcterms:created>2026-02-01</dcterms:created>"),
    *(
        "<category>A</category>",
        "<category term='t' label='l'/>",
        "<category domain='d'/>",
        "<dc:subject>S</dc:subject>",
    ),
    *(
        "<itunes:keywords>a, b,,c</itunes:keywords>",
        "<itunes:category text='I'><itunes:category text='J'/></itunes:category>",
    ),
    *("<enclosure url='/e.png' type='image/png'/>", "<enclosure url='/e.mp3' type='audio/mpeg'/>"),
    *("<media:content url='/m.jpg' width='10'/>", "<media:content url='/n.jpg' medium='image' width='900'/>"),
    *("<media:content url='/v.mp4' type='video/mp4'><media:credit>C</media:credit></media:content>",),
    *("<media:thumbnail url='/t.jpg'/>", "<media:group><media:content url='/g.jpg'/></media:group>"),
    *(
        "<media:description>md</media:description>",
        "<media:title>mt</media:title>",
        "<media:keywords>k</media:keywords>",
    ),
    *(
        "<source url='/o'>O</source>",
        "<image><url>/i.png</url></image>",
        "<language>de</language>",
        "<x:y a='1'>z</x:y>",
    ),
    *(
        "<itunes:image href='/i.jpg'/>",
        "<comments>/c</comments>",
        "<media:credit role='author'>Dan</media:credit>",
    ),
]


@given(st.lists(st.sampled_from(PARTS), max_size=7), st.booleans())
@settings(deadline=None, max_examples=150)
def test_of_any_parts_in_any_order_both_readings_make_the_same(parts: list[str], in_atom: bool) -> None:
    made = "".join(parts)
    body = atom(f"<entry>{made}</entry>") if in_atom else rss(f"<item>{made}</item><item/>")
    assert same(body) is not False


@given(st.binary(max_size=40), st.integers(0, 600))
@settings(deadline=None, max_examples=80)
def test_of_a_damaged_feed_both_readings_make_the_same(noise: bytes, place: int) -> None:
    whole = rss("<item><guid>a</guid><title>été</title><description>d &amp; e</description></item>")
    body = whole[:place] + noise + whole[place:]
    try:
        assert same(body) is not False
    except SourceError:
        assert read_fast(body, URL, "", ZONE) is None


LAUGHS = "".join(f'<!ENTITY l{n} "{(f"&l{n - 1};" if n else "lol") * 10}">' for n in range(10))


@pytest.mark.parametrize(
    "body",
    [
        f"<!DOCTYPE x [{LAUGHS}]>".encode() + rss("<item><title>&l9;</title></item>")[38:],
        b'<!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/passwd">]>'
        + rss("<item><title>&f;</title></item>")[38:],
        rss("<item><x:a>" + "<x:a>" * 5_000),
        rss("<item><x:a>" + "<x:a>" * 5_000 + "</x:a>" * 5_001 + "</item>"),
        rss("<item><category>" + "<x:a>" * 200 + "</x:a>" * 200 + "</category></item>"),
        rss("<item><media:group>" * 1 + "<media:group>" * 200 + "</media:group>" * 201 + "</item>"),
        atom("<entry><title type='xhtml'>" + "<d xmlns='http://www.w3.org/1999/xhtml'>" * 200),
        rss("<item><title>" + "x" * 12_000_000 + "</title></item>"),
        rss("<item>" + "<media:content url='/a'/>" * 20_000 + "</item>"),
        rss("<item>" + "<category>c</category>" * 20_000 + "</item>"),
    ],
    ids=["laughs", "file", "open", "deep", "in text", "groups", "xhtml", "long", "pictures", "categories"],
)
@pytest.mark.timeout(HANGS)
def test_hostile_feeds_come_to_an_end(body: bytes) -> None:
    for entry in parse_entries(body, URL):
        assert "root:" not in entry.title
        assert len(entry.categories) <= 20


TAGS = "p div ul ol li b a span h2 blockquote figure pre table tr td br img script em svg time".split()
WORDS = [
    "mot",
    "a  b",
    "\n",
    "  ",
    "\n\n x",
    "été &amp; l&#8217;",
    "&nbsp;",
    "fin. ",
    "&lt;b&gt;",
    "x\ty",
    "e\u0301",
    "\u200b",
]


def some_html(chance: random.Random, depth: int = 0) -> str:
    """Markup, mostly nested as it should be."""
    parts = []
    for _ in range(chance.randint(0, 4)):
        name, attributes = (
            chance.choice(TAGS),
            chance.choice(("", ' class="x"', " title='l\"x'", ' href="/a?b&amp;c"')),
        )
        if depth > 4 or chance.random() < 0.45:
            parts.append(chance.choice(WORDS))
        elif name in ("br", "hr", "img"):
            parts.append(f"<{name}{attributes} />")
        else:
            end = f"</{name}>" if chance.random() < 0.95 else ""
            parts.append(f"<{name}{attributes}>{some_html(chance, depth + 1)}{end}")
    return "".join(parts)


@given(st.integers(0, 10**9))
@settings(deadline=None, max_examples=200)
def test_the_quick_way_to_plain_text_gives_what_the_long_way_gives(seed: int) -> None:
    html = some_html(random.Random(seed))
    assert parse_text.to_text(html) == markdown.to_text(html)
    assert parse_text.to_line(html) == markdown.to_line(html)


@given(st.text(alphabet="<>/abp \"'=&;é\u00a0\n\u200b!-", max_size=60))
@settings(deadline=None, max_examples=200)
def test_so_it_does_with_text_that_only_looks_like_markup(text: str) -> None:
    assert parse_text.to_text(text) == markdown.to_text(text)
