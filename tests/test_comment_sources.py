"""Comments wherever they are read: WordPress in windows, feeds, linked data, Isso, Ghost, Discourse."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bot.comments.parse_page import parse_comments
from bot.comments.reading import (
    ThreadReading,
)
from bot.comments.source import (
    comments_place,
    has_window,
    read_comments,
    read_recent_comments,
)
from bot.errors import SourceError
from bot.http import Fetched
from bot.workers import Here
from storage.records import ArticleItem, CommentItem
from tests.comments_site import settings
from tests.shelf import SITE, Shelf
from tests.site_world import SHARED

SAMPLES = SHARED / "servers" / "samples"
needs_samples = pytest.mark.skipif(not SAMPLES.exists(), reason="no recorded answers of real servers here")
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


def article(guid: str = "7", path: str = "7/") -> ArticleItem:
    return ArticleItem(guid=guid, url=f"{SITE}/{path}", title="Le pont")


def recorded(path: str) -> Any:
    return json.loads((SAMPLES / path).read_text())


def facts(items: Iterable[CommentItem]) -> list[tuple[str, str, str | None, str]]:
    return [(item.guid, item.author, item.parent, item.markdown) for item in items]


# Where comments are


def test_the_settings_say_where_comments_are() -> None:
    assert comments_place(settings()) == "wordpress"
    assert comments_place(settings(kind="feed")) == "page"
    assert comments_place(settings("isso", kind="feed")) == "isso"
    assert has_window(settings())
    assert has_window(settings("feed", kind="feed"))
    assert not has_window(settings("ghost", kind="feed"))


# Comment feeds

ATOM = """<feed xmlns="http://www.w3.org/2005/Atom" xmlns:thr="http://purl.org/syndication/thread/1.0">
    <title>Commentaires</title>{}</feed>"""
ENTRY = """<entry><id>{0}/7/#comment-{1}</id><author><name>Léa &amp; Tom</name></author>
    <link rel="alternate" href="{0}/7/comment-page-2/#comment-{1}"/>
    <published>2026-03-01T1{1}:00:00Z</published>
    <content type="html">&lt;p&gt;Mot {1}&lt;/p&gt;</content>{2}</entry>"""
ANSWER = '<thr:in-reply-to ref="{}/7/#comment-{}" href="x" type="text/html"/>'


def atom(*numbers: int, answers: dict[int, int] | None = None) -> str:
    answered = {n: ANSWER.format(SITE, to) for n, to in (answers or {}).items()}
    return ATOM.format("".join(ENTRY.format(SITE, n, answered.get(n, "")) for n in numbers))


async def test_an_atom_feed_gives_a_thread_with_its_parents() -> None:
    shelf = Shelf()
    shelf.put(f"{SITE}/7/feed/atom/", atom(3, 2, 1, answers={3: 1}))
    thread = await read_comments(settings("feed"), article(), shelf, Here())
    assert facts(thread.items) == [
        ("1", "Léa & Tom", None, "Mot 1"),
        ("2", "Léa & Tom", None, "Mot 2"),
        ("3", "Léa & Tom", "1", "Mot 3"),
    ]
    assert thread.floor == 1
    assert (await read_comments(settings("feed"), article(), shelf, Here(), thread.state)).unchanged


async def test_a_feed_that_lists_fewer_than_before_lists_all() -> None:
    shelf = Shelf()
    shelf.put(f"{SITE}/7/feed/atom/", atom(3, 2, 1))
    before = await read_comments(settings("feed"), article(), shelf, Here())
    shelf.put(f"{SITE}/7/feed/atom/", atom(3, 2))
    after = await read_comments(settings("feed"), article(), shelf, Here(), before.state)
    assert (before.floor, after.floor) == (1, 0)
    shelf.put(f"{SITE}/7/feed/atom/", atom())
    none = await read_comments(settings("feed"), article(), shelf, Here(), after.state)
    assert (none.items, none.floor) == ((), 0)


async def test_the_newest_comments_of_a_site_are_placed_by_their_articles_address() -> None:
    shelf = Shelf()
    shelf.put(f"{SITE}/comments/feed/atom/", atom(2, 1))
    source = settings("feed", kind="feed", url=f"{SITE}/feed/")
    window = await read_recent_comments(source, shelf, Here())
    assert (window.by, window.floor) == ("url", 1)
    assert [(place, item.guid) for place, item in window.items] == [(f"{SITE}/7/", "1"), (f"{SITE}/7/", "2")]
    assert (await read_recent_comments(source, shelf, Here(), window.state)).unchanged


async def test_a_site_without_comment_feeds_says_what_to_do() -> None:
    with pytest.raises(SourceError, match="comments_url"):
        await read_comments(settings("feed"), article(), Shelf(), Here())


@needs_samples
async def test_the_rss_of_a_real_wordpress_names_parents_in_a_line_of_its_own() -> None:
    shelf = Shelf()
    shelf.put(f"{SITE}/7/feed/", (SAMPLES / "wordpress" / "comment_feed.xml").read_bytes())
    thread = await read_comments(settings("feed"), article(), shelf, Here())
    by_guid = {item.guid: item for item in thread.items}
    assert by_guid["16"].parent == "2"
    assert by_guid["16"].markdown == "Posté par le bot au nom de Nadia"
    assert by_guid["11"].parent == "10"
    assert by_guid["10"].parent is None


# Linked data

PAGE = f"{SITE}/le-pont"


def linked(*nodes: object) -> list[tuple[str, str, str | None, str]]:
    data = json.dumps({"@context": "https://schema.org", "@graph": list(nodes)})
    html = f'<html><body><script type="application/ld+json">{data}</script></body></html>'
    return facts(parse_comments(html.encode(), PAGE, "Europe/Paris"))


def remark(number: int | None, text: str, **more: object) -> dict[str, object]:
    named = {} if number is None else {"@id": f"{PAGE}#comment-{number}"}
    date = f"2026-03-01T1{number or 0}:00:00Z"
    return {"@type": "Comment", **named, "text": text, "author": {"name": "Léa"}, "dateCreated": date, **more}


def test_a_comment_that_lies_in_another_answers_it() -> None:
    found = linked(
        {
            "@type": "NewsArticle",
            "comment": [remark(1, "Un", comment=[remark(2, "Deux")]), remark(3, "Trois")],
        }
    )
    assert found == [("1", "Léa", None, "Un"), ("2", "Léa", "1", "Deux"), ("3", "Léa", None, "Trois")]


def test_a_comment_that_names_its_parent_answers_it() -> None:
    parent = {"@type": "Comment", "@id": f"{PAGE}#comment-1"}
    found = linked(
        {"@type": "NewsArticle", "@id": PAGE},
        remark(1, "Un", parentItem={"@id": PAGE}),
        remark(2, "Deux", parentItem=parent),
        remark(3, "Trois", parentItem=f"{PAGE}#comment-2"),
    )
    assert [(guid, above) for guid, _, above, _ in found] == [("1", None), ("2", "1"), ("3", "2")]


def test_answers_given_by_reference_are_followed() -> None:
    found = linked(remark(1, "Un", comment={"@id": f"{PAGE}#comment-2"}), remark(2, "Deux"))
    assert [(guid, above) for guid, _, above, _ in found] == [("1", None), ("2", "1")]


def test_nameless_comments_keep_their_identity_when_they_are_corrected() -> None:
    first = linked(remark(None, "Un", author="Léa"), remark(None, "Deux", author={"name": "Tom"}, url=PAGE))
    again = linked(remark(None, "Un !", author="Léa"), remark(None, "Deux", author={"name": "Tom"}, url=PAGE))
    assert [guid for guid, *_ in first] == [guid for guid, *_ in again]
    assert len({guid for guid, *_ in first}) == 2
    shared = linked(remark(None, "Un", url=PAGE), remark(None, "Deux", url=PAGE, author="Tom"))
    assert sorted(text for *_, text in shared) == ["Deux", "Un"]


def test_microdata_may_name_a_parent() -> None:
    one = """<div itemscope itemtype="https://schema.org/Comment" id="comment-{0}">{2}
    <span itemprop="author">Léa</span><time itemprop="dateCreated" datetime="2026-03-01T1{0}:00:00Z"></time>
    <p itemprop="text">{1}</p></div>"""
    above = '<link itemprop="parentItem" href="#comment-1">'
    html = one.format(1, "Un", '<link itemprop="parentItem" href="/le-pont">') + one.format(2, "Deux", above)
    found = facts(parse_comments(f"<html><body>{html}</body></html>".encode(), PAGE, "Europe/Paris"))
    assert found == [("1", "Léa", None, "Un"), ("2", "Léa", "1", "Deux")]


# Isso

ISSO = "https://isso.news.example"


def isso(shelf: Shelf, body: object) -> None:
    shelf.put(f"{ISSO}/?uri=%2F7%2F", json.dumps(body))


@needs_samples
async def test_a_thread_of_a_real_isso_is_read_with_its_replies_and_edits() -> None:
    shelf = Shelf()
    isso(shelf, recorded("isso/fetch.json")["json"])
    thread = await read_comments(settings("isso", comments_url=ISSO), article(), shelf, Here())
    assert [(item.guid, item.author, item.parent) for item in thread.items] == [
        ("1", "Hugo", None),
        ("2", "Nadia", "1"),
        ("3", "Zoé", "1"),
        ("4", "", None),
        ("5", "", None),
    ]
    first = thread.items[0]
    assert first.url == f"{SITE}/7/#isso-1"
    assert first.published == datetime.fromtimestamp(1795398817.9859643, UTC)
    assert "**assez**" in first.markdown
    assert "@\u200beveryone" in first.markdown or "@everyone" not in first.markdown
    assert first.edited is None


@needs_samples
async def test_a_deleted_parent_of_a_real_isso_is_left_out_and_its_reply_keeps_it() -> None:
    shelf = Shelf()
    isso(shelf, recorded("isso/fetch_after_delete.json")["json"])
    thread = await read_comments(settings("isso", comments_url=ISSO), article(), shelf, Here())
    assert facts(thread.items) == [("7", "Nadia", "6", "une réponse")]
    isso(shelf, recorded("isso/fetch_all_deleted.json")["json"])
    none = await read_comments(settings("isso", comments_url=ISSO), article(), shelf, Here())
    assert (none.items, none.floor) == ((), 0)


async def test_a_correction_on_an_isso_is_dated_and_what_waits_is_not_shown() -> None:
    shelf = Shelf()
    rows = [{"id": 1, "created": 1.5, "modified": 9.5, "mode": 1, "text": "<p>Un</p>", "author": "A &amp; B"}]
    isso(shelf, {"replies": [*rows, {"id": 2, "mode": 2, "text": "<p>En attente</p>", "created": 2.0}]})
    thread = await read_comments(settings("isso", comments_url=ISSO), article(), shelf, Here())
    assert facts(thread.items) == [("1", "A & B", None, "Un")]
    assert thread.items[0].edited == datetime.fromtimestamp(9.5, UTC)
    again = await read_comments(settings("isso", comments_url=ISSO), article(), shelf, Here(), thread.state)
    assert again.unchanged


# Ghost

POST = "6b039f07458d1f5106c2f3c5"
GHOST = f"{SITE}/members/api/comments/{{}}/?limit=100&page={{}}&order=created_at%20asc"


@needs_samples
async def test_a_thread_of_a_real_ghost_is_read_with_replies_to_replies() -> None:
    shelf = Shelf()
    shelf.put(GHOST.format(f"post/{POST}", 1), json.dumps(recorded("ghost/comments_public.json")["body"]))
    thread = await read_comments(settings("ghost", kind="feed"), article(POST), shelf, Here())
    assert facts(thread.items) == [
        ("6b039f76458d1f5106c2f40b", "Hugo", None, "18 Mbit/s, largement assez (modifié)"),
        (
            "6b039f76458d1f5106c2f40c",
            "Nadia",
            "6b039f76458d1f5106c2f40b",
            "Il y a un cache local par bâtiment.",
        ),
        ("6b039f77458d1f5106c2f40d", "Leo", "6b039f76458d1f5106c2f40c", "Lequel ? Squid 🦑 ?"),
    ]
    assert thread.items[0].edited == datetime(2026, 11, 23, 2, 5, 43, tzinfo=UTC)
    assert thread.items[1].edited is None
    shelf.put(
        GHOST.format(f"post/{POST}", 1),
        json.dumps(recorded("ghost/comments_public_after_delete.json")["body"]),
    )
    after = await read_comments(settings("ghost", kind="feed"), article(POST), shelf, Here(), thread.state)
    assert [item.author for item in after.items] == ["Hugo", "Nadia"]
    assert not after.unchanged


def ghost_row(number: int, html: str | None = "<p>Mot</p>", **more: object) -> dict[str, object]:
    date = f"2026-03-01T10:{number:02}:00.000Z"
    return {"id": f"g{number}", "html": html, "created_at": date, "member": {"name": "A <b>"}, **more}


async def test_pages_and_further_replies_of_a_ghost_are_asked_for_and_a_deleted_parent_left_out() -> None:
    shelf = Shelf()
    pages = {"meta": {"pagination": {"pages": 2}}}
    one = ghost_row(1, None, replies=[ghost_row(2, parent_id="g1")], count={"replies": 2})
    shelf.put(GHOST.format(f"post/{POST}", 1), json.dumps({"comments": [one], **pages}))
    shelf.put(GHOST.format(f"post/{POST}", 2), json.dumps({"comments": [ghost_row(4, member=None)], **pages}))
    replies = [ghost_row(2, parent_id="g1"), ghost_row(3, parent_id="g1", in_reply_to_id="g2")]
    shelf.put(GHOST.format("g1/replies", 1), json.dumps({"comments": replies}))
    shelf.put(f"{SITE}/7/", f'<script data-ghost-comments data-post-id="{POST}"></script>')
    thread = await read_comments(settings("ghost", kind="feed"), article("7"), shelf, Here())
    assert [(item.guid, item.author, item.parent) for item in thread.items] == [
        ("g2", "A <b>", "g1"),
        ("g3", "A <b>", "g2"),
        ("g4", "", None),
    ]
    assert thread.state.place == POST
    assert (await read_comments(settings("ghost"), article("7"), shelf, Here(), thread.state)).unchanged


# Discourse

FORUM = "https://forum.news.example"


def said(number: int, **more: object) -> dict[str, object]:
    date = f"2026-03-01T1{number}:00:00.000Z"
    return {
        "id": 100 + number,
        "post_number": number,
        "post_type": 1,
        "name": "",
        "username": f"u{number}",
        "avatar_template": "/user_avatar/forum/u/{size}/1_2.png",
        "created_at": date,
        "updated_at": "2026-03-02T10:00:00.000Z",
        "cooked": f"<p>Mot {number}</p>",
        "version": 1,
        "reply_to_post_number": None,
        **more,
    }


async def test_the_topic_that_an_article_embeds_is_its_thread() -> None:
    shelf = Shelf()
    shelf.put(
        f"{FORUM}/embed/comments?embed_url=https%3A%2F%2Fnews.example%2F7%2F",
        f'<a href="{FORUM}/t/le-pont/42/1">',
    )
    stream = {
        "posts": [said(1), said(2, version=3), said(3, reply_to_post_number=2)],
        "stream": [101, 102, 103, 104, 105, 106],
    }
    shelf.put(f"{FORUM}/t/42.json", json.dumps({"post_stream": stream, "closed": True}))
    more = [
        said(4, reply_to_post_number=3, name="Léa <3"),
        said(5, deleted_at="2026-03-03T10:00:00Z"),
        said(6, post_type=3),
    ]
    asked = "&".join(f"post_ids%5B%5D={n}" for n in (104, 105, 106))
    shelf.put(f"{FORUM}/t/42/posts.json?{asked}", json.dumps({"post_stream": {"posts": more}}))
    source = settings("discourse", kind="feed", comments_url=FORUM)
    thread = await read_comments(source, article(), shelf, Here())
    assert facts(thread.items) == [
        ("2", "u2", None, "Mot 2"),
        ("3", "u3", "2", "Mot 3"),
        ("4", "Léa <3", "3", "Mot 4"),
    ]
    assert thread.closed
    assert thread.items[0].edited == datetime(2026, 3, 2, 10, tzinfo=UTC)
    assert thread.items[1].edited is None
    assert thread.items[0].avatar == f"{FORUM}/user_avatar/forum/u/96/1_2.png"
    assert thread.items[0].url == f"{FORUM}/t/42/2"
    shelf.asked.clear()
    assert (await read_comments(source, article(), shelf, Here(), thread.state)).unchanged
    assert len(shelf.asked) == 2


async def test_an_article_that_nobody_talks_of_has_no_comments() -> None:
    source = settings("discourse", kind="feed", comments_url=FORUM)
    assert await read_comments(source, article(), Shelf(), Here()) == ThreadReading()


@pytest.mark.parametrize("place", ["wordpress", "isso", "ghost", "discourse"])
@pytest.mark.parametrize(
    "body", ["<html>", "[1]", "{}", '{"replies":[{}]}', '{"comments":[1]}', "[" * 9_000, ""]
)
async def test_what_is_no_such_server_is_said_so(place: str, body: str) -> None:
    class Wrong(Shelf):
        def answer(self, url: str) -> Fetched:
            return Fetched(200, url, body.encode())

    source = settings(place, comments_url=f"{SITE}")
    with pytest.raises(SourceError):
        await read_comments(source, article(POST, "t/le-pont/42"), Wrong(), Here())
