"""What is new, changed or gone, and where it goes."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bot.articles.rules import channels, decide, digest
from storage.articles import KnownArticle
from storage.records import Route
from tests.made import an_item


def known(**digests: str) -> dict[str, KnownArticle]:
    return {
        guid[1:]: KnownArticle(i, text, withdrawn=False, comments_read=True)
        for i, (guid, text) in enumerate(digests.items(), 1)
    }


def test_an_unknown_article_is_new_and_posted() -> None:
    changes = decide([an_item("1")], {})
    assert [(new.item.guid, new.post) for new in changes.new] == [("1", True)]


def test_the_same_article_changes_nothing() -> None:
    changes = decide([an_item("1")], known(g1=digest(an_item("1"))))
    assert (changes.new, changes.changed, changes.gone) == ((), (), ())


def test_a_corrected_article_is_changed() -> None:
    changes = decide([an_item("1", title="Corrigé")], known(g1=digest(an_item("1"))))
    assert [(changed.id, changed.item.title) for changed in changes.changed] == [(1, "Corrigé")]


def test_a_first_reading_posts_only_the_backfill() -> None:
    items = [an_item(str(n)) for n in range(5)]
    changes = decide(items, {}, first=True, backfill=2)
    assert [new.post for new in changes.new] == [False, False, False, True, True]


def test_a_withdrawn_article_is_gone_once() -> None:
    had = {"1": KnownArticle(7, "d", withdrawn=False, comments_read=True)}
    assert decide([], had, ["1"]).gone == (7,)
    had = {"1": KnownArticle(7, "d", withdrawn=True, comments_read=True)}
    assert decide([], had, ["1"]).gone == ()


def test_a_withdrawn_article_that_returns_is_changed() -> None:
    had = {"1": KnownArticle(7, digest(an_item("1")), withdrawn=True, comments_read=True)}
    assert [changed.id for changed in decide([an_item("1")], had).changed] == [7]


@given(st.lists(st.sampled_from("abcdef")), st.sets(st.sampled_from("abcdef")))
def test_every_article_is_decided_exactly_once(read: list[str], stored: set[str]) -> None:
    had = {g: KnownArticle(ord(g), digest(an_item(g)), withdrawn=False, comments_read=True) for g in stored}
    changes = decide([an_item(guid) for guid in read], had)
    assert sorted(new.item.guid for new in changes.new) == sorted(set(read) - stored)
    assert changes.changed == ()


def test_a_route_takes_its_source_and_categories() -> None:
    routes = [
        Route(1),
        Route(2, source="other"),
        Route(3, categories=("Mobile",), thread=False),
        Route(4, categories=("Sport",)),
    ]
    assert channels("gazette", an_item(categories=("mobile",)), routes) == {1: True, 3: False}


def test_a_channel_gets_an_article_once_whatever_the_routes() -> None:
    routes = [Route(1, thread=False), Route(1, source="gazette")]
    assert channels("gazette", an_item(), routes) == {1: True}
