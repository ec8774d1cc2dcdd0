"""Which article an item is: sources change ids, links, titles and dates, and use them again."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.articles.identity import canonical, identify, keys
from storage.records import ArticleItem, KnownArticle
from tests.made import NOON, an_item

LONG = "Le Nova S9 tient deux jours loin de la prise, et son écran se lit en plein soleil. " * 6
OTHER = "La Poste ferme trois cents bureaux dans les campagnes, disent les syndicats ce matin. " * 6


def stored(*items: ArticleItem) -> dict[str, KnownArticle]:
    """What the store knows after reading these items."""
    return {
        key: KnownArticle(
            number, i.guid, i.url, i.title, i.published, "digest", withdrawn=False, comments_read=False
        )
        for number, i in enumerate(items, 1)
        for key in keys(i).values()
    }


def found(*items: ArticleItem, known: dict[str, KnownArticle], **distrusted: Any) -> list[int | None]:
    identities, _ = identify(items, known, frozenset(distrusted.get("distrusted", ())))
    return [identity.known.id if identity.known else None for identity in identities]


def an_article(guid: str = "g1", **fields: Any) -> ArticleItem:
    given: dict[str, Any] = {
        "url": "https://gazette.example/2026/nova-s9-en-test",
        "title": "Le Nova S9 en test : deux jours sans prise",
        "text": LONG,
    }
    return an_item(guid, **given | fields)


BEFORE = an_article()


@pytest.mark.parametrize(
    "after",
    [
        pytest.param(an_article(), id="as it was"),
        pytest.param(an_article(published=NOON + timedelta(days=9)), id="a bumped date"),
        pytest.param(an_article(title="Nova S9 : notre verdict"), id="a new title"),
        pytest.param(an_article("https://gazette.example/?p=77"), id="another id"),
        pytest.param(
            an_article(
                "g2", title="Nova S9 : notre verdict", url="https://gazette.example/2026/nova-s9-verdict"
            ),
            id="another id, link and title, the same text",
        ),
        pytest.param(
            an_article("g2", url="https://gazette.example/tests/nova-s9-en-test-77", text=OTHER),
            id="another id, link and text, the same title and day",
        ),
        pytest.param(
            an_article(
                "g2", url="http://www.gazette.example/2026/nova-s9-en-test/?utm_source=rss#xtor=RSS-3"
            ),
            id="the same link in other clothes",
        ),
        pytest.param(
            an_article(title="Nova S9 : le test", url="https://gazette.example/2026/autre", text=OTHER),
            id="the same id and day, everything else rewritten",
        ),
    ],
)
def test_an_article_is_recognised_with(after: ArticleItem) -> None:
    assert found(after, known=stored(BEFORE)) == [1]


@pytest.mark.parametrize(
    "other",
    [
        pytest.param(
            an_article(
                "g2",
                title="La Poste ferme 300 bureaux",
                url="https://gazette.example/2026/la-poste",
                text=OTHER,
            ),
            id="nothing in common",
        ),
        pytest.param(
            an_article(
                title="La Poste ferme trois cents bureaux",
                url="https://gazette.example/2026/la-poste-ferme",
                text=OTHER,
                published=NOON + timedelta(days=40),
            ),
            id="an id that is used again",
        ),
        pytest.param(
            an_article("g2", url="https://gazette.example/2026/revue-2", title="Revue de presse", text=OTHER),
            id="a title that returns",
        ),
    ],
)
def test_another_article_is_new_with(other: ArticleItem) -> None:
    known = stored(
        BEFORE, an_article("g9", url="https://gazette.example/r", title="Revue de presse", text="Court.")
    )
    assert found(other, known=known) == [None]


def test_ids_that_two_articles_share_are_not_asked_again() -> None:
    first = an_article(
        "same", url="https://gazette.example/2026/un-article-ici", title="Le premier article du jour", text=""
    )
    second = an_article(
        "same",
        url="https://gazette.example/2026/un-autre-ici",
        title="Un second, sans rapport aucun",
        text="",
    )
    identities, distrusted = identify([first, second], {}, frozenset())
    assert len(identities) == 2
    assert distrusted == {"guid"}
    third = an_article(
        "same", url="https://gazette.example/2026/troisieme-la", title="Encore autre chose, enfin", text=""
    )
    assert found(third, known=stored(first, second), distrusted={"guid"}) == [None]


def test_links_that_all_lead_to_the_home_page_are_not_asked_again() -> None:
    home = "https://gazette.example/"
    items = [
        an_article(f"g{n}", url=home, title=title, text="")
        for n, title in enumerate(["Un titre", "Deux chats", "Trois"])
    ]
    identities, distrusted = identify(items, {}, frozenset())
    assert len(identities) == 3
    assert distrusted == {"link"}


def test_an_article_that_a_feed_names_twice_is_one() -> None:
    identities, distrusted = identify(
        [an_article(), an_article(title="Le Nova S9, corrigé")], {}, frozenset()
    )
    assert [identity.item.title for identity in identities] == ["Le Nova S9, corrigé"]
    assert distrusted == frozenset()


def test_a_source_with_new_ids_at_every_look_loses_its_ids() -> None:
    items = [
        an_article(f"old{n}", url=f"https://gazette.example/article-{n}", title=f"Titre {n} {n}", text="")
        for n in range(4)
    ]
    again = [
        an_article(f"new{n}", url=f"https://gazette.example/article-{n}", title=f"Titre {n} {n}", text="")
        for n in range(4)
    ]
    identities, distrusted = identify(again, stored(*items), frozenset())
    assert [identity.known is not None for identity in identities] == [True] * 4
    assert distrusted == {"guid"}


@pytest.mark.parametrize(
    ("url", "short"),
    [
        ("HTTPS://www.Gazette.example/a/", "gazette.example/a"),
        ("https://m.gazette.example/a?utm_source=x&id=3", "gazette.example/a?id=3"),
        ("https://gazette.example/a/amp/", "gazette.example/a"),
        ("https://gazette.example/live#post-12", "gazette.example/live#post-12"),
        ("https://gazette.example/a#comments", "gazette.example/a"),
        ("http://[broken", "http://[broken"),
    ],
)
def test_an_address_is_brought_to_one_form(url: str, short: str) -> None:
    assert canonical(url) == short


@given(
    st.lists(st.tuples(*[st.sampled_from("abc")] * 3), max_size=8),
    st.lists(st.tuples(*[st.sampled_from("abc")] * 3), max_size=4),
)
def test_no_two_items_are_the_same_stored_article(
    read: list[tuple[str, ...]], had: list[tuple[str, ...]]
) -> None:
    def item(parts: tuple[str, ...]) -> ArticleItem:
        guid, link, title = parts
        return an_article(guid, url=f"https://gazette.example/{link}", title=f"Titre {title * 5}", text="")

    identities, _ = identify(map(item, read), stored(*map(item, had)), frozenset())
    ids = [identity.known.id for identity in identities if identity.known]
    assert len(ids) == len(set(ids))
    assert bool(identities) == bool(read)


@given(st.text(max_size=80))
def test_no_address_is_too_odd(url: str) -> None:
    assert isinstance(canonical(url), str)
