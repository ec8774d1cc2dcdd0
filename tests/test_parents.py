"""Which comment answers which on a flat page: whole threads, single cases, and what always holds."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.articles.page_tree import load
from bot.articles.parse_page import read_article
from bot.comments.parents import ArticleText, FlatComment, Parent, Reading, infer, quotes, read
from bot.comments.parse_page import read_comments
from bot.markdown import to_text
from tests.adapters_comments import flat, parents, told
from tests.made import HANGS

DATA: dict[str, Any] = json.loads(
    (Path(__file__).parent / "data" / "comment_threads.json").read_text("utf-8")
)
THREADS: list[dict[str, Any]] = DATA["threads"]
SCENES: dict[str, dict[str, Any]] = {scene["scene"]: scene for scene in DATA["scenes"]}
REPLIES = [
    (name, html, parent)
    for name, scene in SCENES.items()
    for replies in scene["replies"].values()
    for html, parent in replies
]
SHARED = Path(__file__).parents[1].parent / "shared"
START = datetime(2024, 1, 1, 9, tzinfo=UTC)

ARTICLE = told(SCENES["newspaper"]["article"])


def thread(reply: str, author: str = "Testeur", scene: str = "newspaper") -> list[FlatComment]:
    """The earlier comments, numbered from 1, five minutes apart, and a reply with the id 99."""
    said = [
        FlatComment(str(number + 1), name, START + timedelta(minutes=5 * number), text)
        for number, (name, text) in enumerate(SCENES[scene]["earlier"])
    ]
    return [*said, FlatComment("99", author, START + timedelta(hours=9), reply)]


def reading(reply: str, author: str = "Testeur") -> Reading:
    return read(thread(reply, author), ARTICLE)["99"]


@pytest.mark.parametrize("half", ["tuning", "check"])
def test_parents_of_whole_threads_are_found(half: str) -> None:
    wanted: dict[tuple[str, str], str | None] = {}
    found: dict[tuple[str, str], str | None] = {}
    for each in THREADS:
        if each["half"] == half:
            answer = parents(each["comments"], each["article"])
            wanted |= {(each["thread"], c["id"]): c["parent"] for c in each["comments"]}
            found |= {(each["thread"], guid): parent for guid, parent in answer.items()}
    right = sum(parent is not None and parent == found[key] for key, parent in wanted.items())

    assert found.keys() == wanted.keys()
    assert right / sum(parent is not None for parent in found.values()) >= 0.97
    assert right / sum(parent is not None for parent in wanted.values()) >= 0.90


def test_a_thread_reads_the_same_from_the_newest_and_from_the_oldest() -> None:
    for each in THREADS:
        if each["comments"][0]["published"]:
            turned = parents(each["comments"][::-1], each["article"])
            assert turned == parents(each["comments"], each["article"]), each["thread"]


def test_the_parents_of_the_seed_are_found() -> None:
    page, expected = SHARED / "seed" / "article.html", SHARED / "seed" / "expected.json"
    if not page.exists():
        pytest.skip("the seed is not here")
    wanted = json.loads(expected.read_text("utf-8"))["parents"]
    tree = load(page.read_bytes())
    facts, text = read_article(tree, "https://news.example/a", "Europe/Paris")
    comments = [
        FlatComment(m.guid, to_text(m.author), m.published, m.html)
        for m in read_comments(tree, "https://news.example/a", "Europe/Paris")
    ]

    found = read(comments, ArticleText(facts.title, text))

    assert {guid: found[guid].parent.id for guid in wanted} == {k: v["parent"] for k, v in wanted.items()}
    assert all(found[guid].parent.id is None for guid in ("5", "6", "10"))
    assert [quote.article for quote in found["1"].quotes] == [True]
    assert {quote.comment for quote in found["7"].quotes} == {"3"}
    assert found["8"].mentions == ("fz49000",)


@pytest.mark.parametrize(("scene", "reply", "parent"), REPLIES)
def test_a_reply_finds_whom_it_answers(scene: str, reply: str, parent: str | None) -> None:
    article = told(SCENES[scene]["article"])
    assert infer(thread(reply, scene=scene), article)["99"].id == parent


def test_what_several_say_answers_none_of_them() -> None:
    said = [
        "C’est du vol pur et simple.",
        "C’est du vol pur et simple. Je pars.",
        "<p>C’est du vol pur et simple.</p><p>Et mes parents aussi.</p>",
        "<blockquote>C’est du vol pur et simple.</blockquote><p>Non.</p>",
    ]
    found = infer([FlatComment(str(n), f"Nom{n}", None, html) for n, html in enumerate(said)], ARTICLE)
    assert [parent.id for parent in found.values()] == [None] * 4


def test_a_parent_names_its_evidence() -> None:
    assert reading("@Zoé yes").parent == Parent("11", 0.95, ("name:@Zoé yes",))
    assert reading("<blockquote>Je viens de résilier.</blockquote>Moi aussi.").parent == Parent(
        "3", 0.97, ("quote:Je viens de résilier.",)
    )
    assert reading('<a href="#comment-11">@Zoé</a> yes').parent.evidence == (
        "link:#comment-11",
        "name:@Zoé yes",
    )
    assert reading("#11 : yes").parent.evidence == ("number:#11 : yes",)
    assert reading("<p>La direction invoque le coût du papier.</p><p>Oui.</p>").parent.evidence == (
        "article:La direction invoque le coût du papier.",
    )
    several = reading("<blockquote>On nous prend pour des pigeons.</blockquote>Oui.")
    assert several.parent.evidence == ("several:On nous prend pour des pigeons.",)


def test_a_guess_is_less_sure_than_a_name_in_full() -> None:
    full, part, wrong = (
        reading(f"@{name} merci").parent for name in ("Alice Martin", "Alice", "Alicia Martin")
    )
    assert full.id == part.id == wrong.id == "1"
    assert full.confidence > part.confidence
    assert full.confidence > wrong.confidence


def test_a_quote_says_where_it_stands_and_who_said_it() -> None:
    html = "<p>A &amp; B.</p><blockquote><p>La rubrique &eacute;checs a <b>disparu</b></p></blockquote>Snif"
    comments = thread(html)

    (quote,) = quotes(comments[-1], comments, ARTICLE)

    assert (quote.comment, quote.article, quote.marked) == ("4", False, True)
    assert quote.text == "La rubrique échecs a disparu"
    assert html[quote.start : quote.end] == "La rubrique &eacute;checs a <b>disparu"


def test_mentions_are_the_authors_as_they_spell_themselves() -> None:
    assert reading("@jeanmichel et @oeil du sud : oui, @Pierre aussi").mentions == (
        "Jean-Michel",
        "L’Œil du Sud",
    )


def test_a_name_that_wrote_only_later_is_not_answered() -> None:
    early = FlatComment("0", "Testeur", START, "@Zoé yes")
    assert infer([early, *thread("")], ARTICLE)["0"].id is None


def test_the_time_decides_before_the_order_of_the_page() -> None:
    comments = thread("@Zoé yes")
    assert infer([comments[-1], *comments[:-1]], ARTICLE)["99"].id == "11"


def test_without_times_the_order_of_the_page_decides() -> None:
    first = FlatComment("1", "Ann", None, "Where is the plan?")
    second = FlatComment("2", "Bea", None, "@Ann page 9")
    assert infer([first, second], ARTICLE)["2"].id == "1"
    assert infer([second, first], ARTICLE)["2"].id is None


def test_one_does_not_answer_oneself_by_posting_twice() -> None:
    again = "<p>Je viens de résilier. Le service client a été charmant, rien à dire.</p>"
    assert reading(again, "Jean-Michel").parent.id is None
    assert reading(f"{again}<p>Enfin presque.</p>", "Jean-Michel").parent.id is None
    assert reading("@Jean-Michel voilà", "Jean-Michel").parent.id is None


def test_an_answer_to_an_answer_finds_the_way_back() -> None:
    comments = [
        FlatComment("1", "Ann", START, "The bridge is closed again."),
        FlatComment("2", "Bea", START + timedelta(minutes=1), "@Ann until when?"),
        FlatComment("3", "Cleo", START + timedelta(minutes=2), "Trains are late too."),
        FlatComment("4", "Bea", START + timedelta(minutes=3), "@Cleo as always."),
        FlatComment("5", "Ann", START + timedelta(minutes=4), "@Bea Friday, they say."),
    ]
    assert infer(comments, ARTICLE)["5"].id == "2"


def test_a_link_to_another_page_does_not_lead_into_this_thread() -> None:
    here = ArticleText(ARTICLE.title, ARTICLE.text, "https://news.example/prices")
    other = '<a href="https://news.example/weather#comment-3">ici</a> aussi'
    same = '<a href="https://news.example/prices?page=2#comment-3">ici</a> aussi'
    assert read(thread(other), here)["99"].parent.id is None
    assert read(thread(same), here)["99"].parent.id == "3"


PIECES = st.sampled_from(
    (
        "<p>|</p>|<blockquote>|</blockquote>|[quote=Bob]|[/quote]|&gt; |@Bob|@Al|#1:|#2 |<a href='#c1'>|</a>|"
        '<q>|«|»|"|Bob a écrit :|Al wrote:|<!--|<pre>|</pre>|<i>|</i>|…|[…]|&amp|<br>|é|\u0301|\u202e|<|'
        "Where is the plan for the bridge? |They closed the bridge on Friday. |>|&|\x00|'|<a href='http://['>|\n|"
        "<blockquote cite='#2'>"
    ).split("|")
)
HOSTILE = st.lists(PIECES, max_size=14).map("".join) | st.text(max_size=60)
TIMES = st.none() | st.integers(0, 5).map(lambda minutes: START + timedelta(minutes=minutes))
AUTHORS = st.sampled_from(["Bob", "Al", "Bob2", "", "@", "…"])
COMMENTS = st.lists(st.builds(FlatComment, st.integers(1, 12).map(str), AUTHORS, TIMES, HOSTILE), max_size=10)


@settings(max_examples=200, deadline=None)
@given(COMMENTS)
def test_whatever_is_written_no_parent_is_later_or_in_a_circle(comments: list[FlatComment]) -> None:
    found = read(comments, ARTICLE)
    known = {comment.id: comment for comment in reversed(comments)}
    assert found.keys() == known.keys()
    for guid, each in found.items():
        assert 0 <= each.parent.confidence <= 1
        line, above = [guid], each.parent.id
        while above is not None:
            assert above not in line
            line.append(above)
            above = found[above].parent.id
        if each.parent.id is not None:
            mine, theirs = known[guid].published, known[each.parent.id].published
            assert mine is None or theirs is None or theirs <= mine
        for quote in each.quotes:
            assert 0 <= quote.start <= quote.end <= len(known[guid].html)


@pytest.mark.parametrize(
    "html",
    [
        "<!--" * 5000,
        "[quote" * 5000,
        "[quote=a]" * 3000 + "[/quote]",
        "<blockquote>" * 3000 + "x",
        "@a " * 8000,
        "." * 20000,
        ". a" * 7000,
        "«" * 9000 + "»" * 9000,
        "> " * 9000,
        '<a href="#comment-1">x' * 900,
        "#1 " * 6000,
        "<p>" * 6000 + "word " * 3000,
        "&" * 20000,
        "Bob said " * 2000,
    ],
    ids=lambda html: html[:9],
)
@pytest.mark.timeout(HANGS)
def test_hostile_comments_come_to_an_end(html: str) -> None:
    comments = [FlatComment(str(n), f"Bob{n}", None, html) for n in range(5)]
    infer(comments, ARTICLE)


@pytest.mark.timeout(HANGS)
def test_five_hundred_comments_get_their_parents_at_once() -> None:
    comments: list[FlatComment] = []
    for number in ("", "2"):
        for each in THREADS:
            comments += [
                FlatComment(f"{each['thread']}{number}-{c.id}", c.author and c.author + number, None, c.html)
                for c in map(flat, each["comments"])
            ]
    assert len(infer(comments[:500], told(THREADS[0]["article"]))) == 500
