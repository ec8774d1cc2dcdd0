"""What is new, changed or gone."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from bot.articles.identity import Identity
from bot.articles.rules import ArticleChanges, decide, digest
from storage.records import ArticleItem, KnownArticle
from tests.made import NOON, an_item

MET = NOON - timedelta(days=30)


def known(article_id: int, item: ArticleItem, *, withdrawn: bool = False, given: str = "") -> KnownArticle:
    return KnownArticle(
        article_id,
        item.guid,
        item.url,
        item.title,
        item.published,
        given or digest(item),
        withdrawn=withdrawn,
        comments_read=True,
    )


def decided(*pairs: tuple[ArticleItem, KnownArticle | None], **options: Any) -> ArticleChanges:
    return decide([Identity(item, had, ()) for item, had in pairs], **{"met": MET} | options)


def test_an_unknown_article_is_new_and_posted() -> None:
    changes = decided((an_item("1"), None))
    assert [(new.item.guid, new.post) for new in changes.new] == [("1", True)]


def test_the_same_article_changes_nothing() -> None:
    assert decided((an_item("1"), known(7, an_item("1")))) == ArticleChanges()


def test_a_corrected_article_is_changed() -> None:
    changes = decided((an_item("1", title="Corrigé"), known(7, an_item("1"))))
    assert [(changed.id, changed.item.title) for changed in changes.changed] == [(7, "Corrigé")]


def test_a_first_reading_posts_only_the_newest_of_the_backfill() -> None:
    items = [an_item(str(n), published=NOON - timedelta(hours=n)) for n in range(5)]
    changes = decided(*((item, None) for item in items), met=None, backfill=2)
    assert [(new.item.guid, new.post) for new in changes.new] == [
        ("4", False),
        ("3", False),
        ("2", False),
        ("1", True),
        ("0", True),
    ]


def test_what_was_published_long_before_the_source_was_met_is_no_news() -> None:
    old, young = (an_item(str(days), published=MET - timedelta(days=days)) for days in (3, 1))
    assert [new.post for new in decided((old, None), (young, None)).new] == [False, True]


def test_an_article_without_a_date_is_news() -> None:
    assert [new.post for new in decided((an_item("1", published=None), None)).new] == [True]


def test_a_withdrawn_article_is_gone_once() -> None:
    assert decided(gone=[known(7, an_item("1"))]).gone == (7,)
    assert decided(gone=[known(7, an_item("1"), withdrawn=True)]).gone == ()


def test_a_withdrawn_article_that_returns_is_changed() -> None:
    changes = decided((an_item("1"), known(7, an_item("1"), withdrawn=True)))
    assert [changed.id for changed in changes.changed] == [7]


def test_an_article_under_a_new_link_is_only_remembered() -> None:
    item = an_item("1")
    changes = decide([Identity(item, known(7, item), ("link gazette.example/2",))], met=MET)
    assert changes == ArticleChanges(renamed=((7, ("link gazette.example/2",)),))


@given(st.sets(st.sampled_from("abcdef")), st.sets(st.sampled_from("abcdef")))
def test_every_article_is_decided_exactly_once(read: set[str], stored: set[str]) -> None:
    pairs = [(an_item(g), known(ord(g), an_item(g)) if g in stored else None) for g in sorted(read)]
    changes = decided(*pairs)
    assert sorted(new.item.guid for new in changes.new) == sorted(read - stored)
    assert changes.changed == ()
