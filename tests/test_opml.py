"""Lists of sources, in and out."""

from __future__ import annotations

import contextlib
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from bot.articles.discover import Finder
from bot.articles.first_look import Outline
from bot.articles.opml import read_opml, write_opml
from bot.config_sources import SourceSettings
from bot.errors import SourceError
from bot.robots import Robots
from bot.workers import Here
from tests.shelf import Shelf, source

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)

OTHERS = """<?xml version="1.0" encoding="UTF-8"?>
<opml version="1.0"><head><title>Abonnements</title></head><body>
  <outline text="Actualité" title="Actualité">
    <outline text="Le Fil &amp; co" type="rss" xmlUrl="https://fil.example/feed/" htmlUrl="https://fil.example/"/>
    <outline text="Plus bas"><outline type="rss" text="Profond" XMLURL="http://deep.example/rss?a=1&amp;b=2"
      language="en-US"/></outline>
  </outline>
  <outline type="rss" xmlUrl="https://nameless.example/atom.xml"/>
  <outline type="rss" text="Encore" xmlUrl="https://fil.example/feed/"/>
  <outline type="rss" text="Mal" xmlUrl="javascript:alert(1)"/>
  <outline type="rss" text="Fichier" xmlUrl="file:///etc/passwd"/>
  <outline text="Vide"/>
</body></opml>"""


def listed(*outlines: str) -> bytes:
    return f"<opml version='2.0'><body>{''.join(outlines)}</body></opml>".encode()


def test_a_list_of_another_reader_is_read_at_any_depth_each_address_once() -> None:
    assert read_opml(OTHERS.encode()) == [
        Outline("Le Fil & co", "https://fil.example/feed/", "feed", "https://fil.example/"),
        Outline("Profond", "http://deep.example/rss?a=1&b=2", language="en"),
        Outline("nameless.example", "https://nameless.example/atom.xml"),
    ]


def test_what_was_written_is_read_again() -> None:
    outlines = [
        Outline("Le Fil <b> & « co »", "https://fil.example/feed/?a=1&b=2", language="fr"),
        Outline("Gazette", "https://gazette.example", "wordpress", "https://gazette.example", "fr", True),
        Outline("Plan", "https://fil.example/news.xml", "sitemap"),
        Outline("Page", "https://fil.example/article", "page"),
    ]
    assert read_opml(write_opml(outlines, "Sources", NOW)) == outlines


def test_other_readers_find_a_feed_for_a_wordpress() -> None:
    written = write_opml([Outline("Gazette", "https://gazette.example/", "wordpress")], "Sources", NOW)
    (outline,) = etree.fromstring(written).iter("outline")
    assert (outline.get("type"), outline.get("xmlUrl")) == ("rss", "https://gazette.example/feed/")


def test_a_list_keeps_the_shape_that_opml_asks_for() -> None:
    root = etree.fromstring(write_opml([Outline("Le\x00 Fil", "https://fil.example/feed/")], "S\x07", NOW))
    assert (root.tag, root.get("version"), root[0].tag, root[1].tag) == ("opml", "2.0", "head", "body")
    assert root.findtext("head/dateCreated") == "Sun, 01 Mar 2026 12:00:00 +0000"
    assert [o.get("text") for o in root.iter("outline")] == ["Le Fil"]


def test_five_hundred_are_enough() -> None:
    many = (f'<outline xmlUrl="https://x.example/{n}"/>' for n in range(2_000))
    assert len(read_opml(listed(*many))) == 500


def test_unknown_kinds_and_long_addresses_are_not_taken_over() -> None:
    body = f"""<opml xmlns:c="urn:colporteur:source"><body>
        <outline text="A" c:kind="shell" c:url="https://a.example/" xmlUrl="https://a.example/feed"/>
        <outline text="B" c:kind="page" c:url="file:///etc/passwd"/>
        <outline text="C" xmlUrl="https://c.example/{"x" * 3_000}"/></body></opml>"""
    assert read_opml(body.encode()) == [Outline("A", "https://a.example/feed")]


LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10 if n else "lol"}">' for n in range(10))
OUTSIDE = """<!DOCTYPE opml [<!ENTITY f SYSTEM 'file:///etc/passwd'>]>
    <opml><body><outline text='a' xmlUrl='https://x.example/1'/><outline text='b'>&f;</outline>"""


@pytest.mark.parametrize(
    "body",
    [
        f"<!DOCTYPE opml [{LAUGHS}]><opml><body><outline text='&l9;' xmlUrl='https://x.example/1'/></body></opml>",
        OUTSIDE,
        "<opml><body>" + "<outline text='x'>" * 20_000,
        "<opml><body><outline text='a' xmlUrl='https://x.example/1'",
    ],
    ids=["billion laughs", "external entity", "depth", "cut"],
)
def test_hostile_lists_give_little(body: str) -> None:
    with contextlib.suppress(SourceError):
        found = read_opml(body.encode())
        assert len(found) <= 1
        assert all(len(o.title) <= 80 and "root:" not in o.title for o in found)


@pytest.mark.parametrize("body", [b"", b"no", b"{}", b"<html><body/></html>", b"\0\0", b"<rss/>"])
def test_what_is_no_list_is_said_so(body: bytes) -> None:
    with pytest.raises(SourceError, match="no OPML"):
        read_opml(body)


@given(st.binary(max_size=60), st.integers(0, 1_000))
@settings(deadline=None, max_examples=60)
def test_a_damaged_list_is_read_or_refused(noise: bytes, place: int) -> None:
    whole = OTHERS.encode()
    with contextlib.suppress(SourceError):
        read_opml(whole[:place] + noise + whole[place:])


async def test_a_finder_turns_sources_into_a_list_and_back() -> None:
    finder = Finder(Shelf(), Here(), Robots(Shelf(), Here(), "Colporteur/1"))
    given = [
        source("feed", "https://fil.example/feed/", name="Fil", language="en", comments=False),
        source("wordpress", "https://gazette.example", name="Gazette"),
        source("sitemap", "https://fil.example/news.xml", name="Plan"),
    ]
    back = await finder.read_list(await finder.write_list(given, "Sources", NOW))
    assert back == given
    assert all(isinstance(settings, SourceSettings) for settings in back)
