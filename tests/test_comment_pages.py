"""Comment lists as site software of many makes writes them, and what only looks like one."""

from __future__ import annotations

from datetime import UTC, datetime
from string import Template

import pytest

from bot.comments.parse_page import parse_comments
from bot.comments.source import read_comments
from bot.workers import Here
from storage.records import ArticleItem, CommentItem
from tests.shelf import Shelf, source

URL = "https://news.example/2026/box/"


def read(body: str) -> tuple[CommentItem, ...]:
    return parse_comments(f"<html><body>{body}</body></html>".encode(), URL, "UTC")


def twice(comment: str) -> str:
    """Léa's comment and Tom's, each as a make writes it."""
    said = ((1, "Léa", "Trop cher."), (2, "Tom", "Pas du tout."))
    times = {"iso": "2026-03-01T12:00:0{}Z", "fr": "1 mars 2026 à 12h0{}", "de": "01.03.2026 12:0{}"}
    return "".join(
        Template(comment).substitute(n=n, who=who, text=text, **{k: v.format(n) for k, v in times.items()})
        for n, who, text in said
    )


PHPBB = (
    '<div id="page-body" class="forum">'
    + twice(
        """<div id="p$n" class="post has-profile bg2"><div class="inner">
        <dl class="postprofile" id="profile$n"><dt><a href="/memberlist.php?u=$n"
        class="username">$who</a></dt>
        <dd>Messages : 12</dd></dl><div class="postbody"><h3><a href="#p$n">Re: box</a></h3>
        <ul class="post-buttons"><li>Citer</li></ul><p class="author">par <strong>$who</strong> »
        <time datetime="$iso">dim.</time></p><div class="content">$text</div></div></div></div>"""
    )
    + "</div>"
)
VBULLETIN = (
    '<ol id="posts" class="posts discussion">'
    + twice(
        """<li class="postbit" id="post_$n"><div class="posthead"><span class="date">$de</span></div>
        <div class="userinfo"><a class="username" href="/u/$n"><strong>$who</strong></a></div>
        <div class="postbody"><div class="content">$text</div></div></li>"""
    )
    + "</ol>"
)
DISQUS = (
    '<div id="dsq-content"><ul id="dsq-comments">'
    + twice(
        """<li class="comment even" id="dsq-comment-$n"><div id="dsq-comment-header-$n">
        <cite id="dsq-cite-$n"><span id="dsq-author-user-$n">$who</span></cite></div>
        <div id="dsq-comment-body-$n" class="dsq-comment-body"><time datetime="$iso"></time>
        <div id="dsq-comment-message-$n" class="dsq-comment-message"><p>$text</p></div></div></li>"""
    )
    + "</ul></div>"
)
DRUPAL = (
    '<section id="comments">'
    + twice(
        """<a id="comment-$n"></a><article class="comment comment-by-anonymous clearfix">
        <h3 class="comment__title"><a class="permalink" href="/comment/$n#comment-$n">Box</a></h3>
        <footer class="submitted">Submitted by <span class="username">$who</span> on
        <time datetime="$iso">1 March</time></footer><div class="field-name-comment-body"><p>$text</p></div>
        <ul class="links inline"><li>Reply</li></ul></article>"""
    )
    + "</section>"
)
FRENCH = (
    '<div class="liste-commentaires">'
    + twice(
        """<div class="commentaire-item"><div class="entete"><b>$who</b> <small>$fr</small></div>
        <div class="commentaire-texte">$text</div><a class="signaler">Signaler</a></div>"""
    )
    + "</div>"
)
GERMAN = (
    '<section id="kommentare"><ul>'
    + twice(
        """<li id="kommentar-$n"><h4>$who</h4><time datetime="$iso">heute</time>
        <p>$text</p><ul class="actions"><li>Antworten</li></ul></li>"""
    )
    + "</ul></section>"
)
CAMEL = (
    "<main>"
    + twice(
        """<div class="FooCommentBox" id="FooComment$n"><div class="FooCommentHead">
        <span class="FooCommentUserName">$who</span> <span class="FooCommentDate">$de</span></div>
        <div class="FooCommentText">$text</div><div class="FooCommentVotes"><span class="votes">3</span>
        </div></div>"""
    )
    + "</main>"
)
MICRODATA = twice(
    """<div itemprop="comment" itemscope itemtype="https://schema.org/Comment" id="r$n">
    <span itemprop="author" itemscope><span itemprop="name">$who</span></span>
    <meta itemprop="dateCreated" content="$iso"><div itemprop="text">$text</div></div>"""
)
BLOGGER = (
    '<div class="widget Blog"><div id="comments"><ol>'
    + twice(
        """<li class="comment" id="c$n"><div class="comment-block"><div class="comment-header">
        <cite class="user"><a>$who</a></cite><span class="datetime"><a href="?x#c$n">$fr</a></span></div>
        <p class="comment-content">$text</p><span class="comment-actions"><a class="comment-reply"
        data-comment-id="$n">Répondre</a></span></div></li>"""
    )
    + "</ol></div></div>"
)
MAKES = {
    "phpBB": PHPBB,
    "vBulletin": VBULLETIN,
    "Disqus": DISQUS,
    "Drupal": DRUPAL,
    "French": FRENCH,
    "German": GERMAN,
    "camel case": CAMEL,
    "microdata": MICRODATA,
    "Blogger": BLOGGER,
}


@pytest.mark.parametrize("make", MAKES)
def test_author_date_and_text_are_told_apart(make: str) -> None:
    found = read(MAKES[make])
    assert [(c.author, c.markdown) for c in found] == [("Léa", "Trop cher."), ("Tom", "Pas du tout.")]
    assert [c.published.strftime("%Y-%m-%d") for c in found] == ["2026-03-01"] * 2
    assert len({c.guid for c in found}) == 2


@pytest.mark.parametrize("make", MAKES)
def test_a_comment_keeps_its_name_when_another_comes_before_it(make: str) -> None:
    body = MAKES[make]
    first, second = read(body)
    assert {c.guid for c in read(f"<div><div><p>Publicité</p></div>{body}</div>")} == {
        first.guid,
        second.guid,
    }


NOTHING = {
    "a form": """<div id="comments" class="comments-area"><h2>2 Comments</h2><div id="respond">
        <h3>Leave a Reply</h3><form><p class="comment-notes">It will not be published. 1 March 2026</p>
        <p class="comment-form-author"><label>Name</label></p><textarea name="comment"></textarea>
        </form></div></div>""",
    "a way to the comments": '<nav><ul><li class="comment">Comments</li><li>1 March 2026</li></ul></nav>',
    "the newest comments of the site": """<aside id="recent-comments-2"><ul id="recentcomments">
        <li class="recentcomments comment"><span class="comment-author-link">Léa</span> on <a
        href="/x">Box</a>,
        <time datetime="2026-03-01T12:00:00Z">1 March</time></li></ul></aside>""",
    "articles of opinion": """<section class="comment"><article class="teaser comment"><h3><a
        href="/1">Why boxes
        matter more than ever</a></h3><span class="author">Léa</span><time
        datetime="2026-03-01T12:00:00Z"></time>
        </article><article class="teaser comment"><h3><a href="/2">Boxes must go</a></h3><span
        class="author">Tom</span><time datetime="2026-03-02T12:00:00Z"></time></article></section>""",
    "a frame": '<div id="comments"><div class="fb-comments" data-href="x">Loading 1 March 2026</div></div>',
    "the article": """<div class="post-comments-open"><article id="post-7" class="post"><h1>Box</h1><span
        class="author">Léa</span><time datetime="2026-03-01T12:00:00Z"></time><p>Un texte.</p></article>
        </div>""",
}


@pytest.mark.parametrize("what", NOTHING)
def test_what_stands_around_comments_is_none(what: str) -> None:
    assert read(NOTHING[what]) == ()


# schema.org


EDITED = """<script type="application/ld+json">{"@type": "Comment", "@id": "#c1", "text": "Oui",
    "author": "Léa", "datePublished": "2026-03-01T12:00:00Z",
    "dateModified": "2026-03-01T12:07:00Z"}</script>"""


def test_the_date_of_a_change_is_the_comments_edit() -> None:
    (linked,) = read(EDITED)
    assert linked.edited == datetime(2026, 3, 1, 12, 7, tzinfo=UTC)
    (same,) = read(EDITED.replace("12:07", "12:00"))
    assert same.edited is None
    marked = MICRODATA.replace(
        "</span></span>", '</span></span><meta itemprop="dateModified" content="2026-03-02">'
    )
    assert [c.edited for c in read(marked)] == [datetime(2026, 3, 2, tzinfo=UTC)] * 2


async def test_of_a_source_marked_so_only_marked_comments_are_read() -> None:
    shelf = Shelf()
    shelf.put(URL, f"<body>{EDITED}{GERMAN}{DISQUS}</body>")
    item = ArticleItem(guid="1", url=URL, title="Box")
    marked = await read_comments(source("feed", comments_from="schema"), item, shelf, Here())
    assert [c.markdown for c in marked.items] == ["Oui"]
    every = await read_comments(source("feed", comments_from="page"), item, shelf, Here())
    assert [c.author for c in every.items] == ["Léa", "Tom"]
