"""HTML of strangers becomes Discord markdown that does no harm."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.markdown import harmless_link, to_line, to_markdown, to_text
from tests.made import HANGS
from tests.test_plain import MENTION

BASE = "https://news.example/a/"


@pytest.mark.parametrize(
    ("html", "markdown"),
    [
        (
            "<p>Un <strong>mot</strong> et <em>un autre</em>.</p><p>Suite</p>",
            "Un **mot** et *un autre*.\n\nSuite",
        ),
        ("a<br>b", "a\nb"),
        ("<h2>Titre <b>gras</b></h2><p>x</p>", "**Titre gras**\n\nx"),
        ("<ul><li>a<ul><li>b</li></ul></li><li>c</li></ul>", "- a\n  - b\n- c"),
        ("<ol><li>a</li><li>b</li></ol>", "1. a\n2. b"),
        ("<blockquote><p>a</p><p>b</p></blockquote><p>c</p>", "> a\n>\n> b\n\nc"),
        ("<blockquote>a<blockquote>b</blockquote></blockquote>", "> a\n>\n> b"),
        ("<table><tr><td>a</td><td>b</td></tr><tr><td>c</td><td>d</td></tr></table>", "a – b\nc – d"),
        ("<pre><code>x = `y`\n```\nz</code></pre>", "```\nx = `y`\n`\u200b``\nz\n```"),
        ("<p>du <code>code</code></p>", "du `code`"),
        ("<del>faux</del> <u>vrai</u>", "~~faux~~ __vrai__"),
        ('<a href="/x(y)">lien</a>', "[lien](<https://news.example/x%28y%29>)"),
        ('<a href="https://x.example/a_b">https://x.example/a_b</a>', "<https://x.example/a_b>"),
        ('<a href="javascript:alert(1)">lien</a>', "lien"),
        ('<a href="JaVa&#10;script:alert(1)">lien</a>', "lien"),
        ('<a href="data:text/html,x">lien</a>', "lien"),
        ('<img src="/p.png" alt="une photo">', "[une photo](<https://news.example/p.png>)"),
        ('<img data-src="/p.png" src="data:image/gif;base64,x">', "[🖼️](<https://news.example/p.png>)"),
        ('bien <img src="/s.png" alt=":-)">', "bien :-)"),
        ('<p>pas hésité " /&gt;</p><p>Moi aussi …&quot; /&gt;</p>', "pas hésité\n\nMoi aussi …"),
        ('<p>il dit "oui" et <b>c\'est</b> tout</p>', 'il dit "oui" et **c\'est** tout'),
        ("<script>x</script><style>y</style>ok<iframe src='http://z'></iframe>", "ok"),
        ("<p>1. non</p><p># non</p><p>&gt; non</p>", "1\\. non\n\n\\# non\n\n\\> non"),
        ("5 &lt; 6 &amp;&amp; 7", "5 \\< 6 && 7"),
        ("", ""),
        ("<p> </p>", ""),
    ],
)
def test_what_discord_shows(html: str, markdown: str) -> None:
    assert to_markdown(html, BASE) == markdown


PIECES = (
    *(
        "@everyone",
        "@here",
        "<@1>",
        "&lt;@1&gt;",
        "&#64;everyone",
        "@<b>everyone</b>",
        "@<!-- -->here",
        "<i></i>",
    ),
    *(
        "&lt;#2&gt;",
        "</ask:3>",
        "&lt;t:4&gt;",
        "<code>",
        "</code>",
        "<pre>",
        "@every",
        "one",
        "@\u200bhere",
        "\\",
    ),
)


@given(st.lists(st.sampled_from(PIECES), max_size=8))
@settings(deadline=None)
def test_no_markup_ever_mentions_anyone(parts: list[str]) -> None:
    assert not MENTION.search(to_markdown("".join(parts), BASE))


@given(st.text(alphabet="<>/ab\"'= &;!-#1", max_size=80))
@settings(deadline=None)
def test_no_markup_breaks_the_conversion(html: str) -> None:
    assert to_markdown(html) == to_markdown(html).strip()
    assert "\n\n\n" not in to_text(html)


@pytest.mark.parametrize(
    "html",
    [
        "<div>" * 50_000,
        "<b><i>" * 25_000,
        "<blockquote>" * 50_000 + "x",
        "<table><tr><td>" * 4_000,
        "<ul><li>" * 5_000 + "x",
        "<" * 50_000,
        "<a " * 50_000,
        "<!--" * 50_000,
        "x" + " " * 200_000 + "y",
        "x" + "&#32;" * 50_000 + "y",
        '"' + " " * 200_000,
        '" /> ' * 20_000,
        "a" + "\u0301" * 200_000,
        "&amp;" * 20_000,
        "mot " * 2_500,
    ],
    ids=lambda html: html[:12],
)
@pytest.mark.timeout(HANGS)
def test_hostile_markup_comes_to_an_end(html: str) -> None:
    to_markdown(html, BASE)


def test_plain_text_keeps_the_paragraphs_and_nothing_else() -> None:
    html = "<h2>T</h2><p>un <b>mot</b><br>suite</p><ul><li>a</li></ul><p><a href='/x'>lien</a> &lt;b&gt;</p>"
    assert to_text(html) == "T\n\nun mot\nsuite\n\n- a\n\nlien <b>"
    assert to_line("Un <em>titre</em>\n &amp; plus") == "Un titre & plus"


@pytest.mark.parametrize(
    ("address", "link"),
    [
        ("http://x.example/é?q=a b", "http://x.example/%C3%A9?q=a%20b"),
        ("//x.example/a", "https://x.example/a"),
        ("../b", "https://news.example/b"),
        ("HTTP://News.Example/A", "http://news.example/A"),
        ("http://me:secret@x.example/", "http://x.example/"),
        ("javascript:alert(1)", ""),
        ("java\nscript:alert(1)", ""),
        (" javascript:alert(1)", ""),
        ("data:text/html,x", ""),
        ("file:///etc/passwd", ""),
        ("mailto:a@b.example", ""),
        ("http://[", ""),
        ("http://", ""),
        ("http://x.example/>)**", "http://x.example/%3E%29**"),
    ],
)
def test_only_harmless_links_are_passed_on(address: str, link: str) -> None:
    assert harmless_link(address, BASE) == link
