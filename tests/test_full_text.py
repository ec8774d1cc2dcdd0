"""Feeds that only tease, and the articles made whole."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from bot.articles.full_text import completed, is_teaser
from storage.records import ArticleItem

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
PARAGRAPH = "Le débit annoncé atteint un gigabit par seconde, pour un tarif qui reste le même pendant un an. "
WHOLE = (PARAGRAPH * 9).strip()
TEASER = ArticleItem("n-7", "https://news.example/7", "La box arrive enfin", published=NOON, text=PARAGRAPH)
PAGE = ArticleItem(
    guid="https://news.example/7?page",
    url="https://news.example/7?page",
    title="La box arrive enfin | Le Fil",
    subtitle="Le gigabit pour tous",
    author="Claire Vasseur",
    published=NOON.replace(hour=13),
    language="fr",
    categories=("Télécom",),
    summary="Le gigabit.",
    text=WHOLE,
    image="https://news.example/box-1200x800.jpg",
    image_credit="Ann / Agence",
    embeds=("https://www.youtube.com/watch?v=abcdefghijk",),
    reading_minutes=4,
)


def with_text(text: str) -> ArticleItem:
    return replace(TEASER, text=text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        PARAGRAPH,
        WHOLE + "…",
        WHOLE + " [...]",
        WHOLE + " […]",
        WHOLE + "\n\nLire la suite",
        WHOLE + "\n\nRead more »",
        WHOLE + " Continue reading La box →",
        PARAGRAPH * 3 + "\n\nThe post La box appeared first on Le Fil.",
        WHOLE + "…\n\nThe post La box appeared first on Le Fil.",
        WHOLE + "\n\nWeiterlesen…",
    ],
)
def test_a_beginning_is_known_as_one(text: str) -> None:
    assert is_teaser(with_text(text))


@pytest.mark.parametrize(
    "text",
    [
        WHOLE,
        WHOLE + "\n\nThe post La box appeared first on Le Fil.",
        WHOLE * 5 + " À suivre…",
        WHOLE + "\n\nPour en savoir plus, lire aussi notre dossier. Il est complet.",
        "Il attend…\n\n" + WHOLE,
    ],
)
def test_a_whole_article_is_left_as_it_is(text: str) -> None:
    assert not is_teaser(with_text(text))


def test_an_article_without_an_address_has_no_page_to_read() -> None:
    assert not is_teaser(replace(TEASER, url=""))


def test_what_the_feed_says_of_identity_stays_and_the_page_adds_the_rest() -> None:
    assert completed(TEASER, PAGE) == replace(
        PAGE, guid=TEASER.guid, url=TEASER.url, title=TEASER.title, published=NOON
    )


def test_what_the_feed_says_itself_is_kept() -> None:
    own = replace(
        TEASER, author="Ann", categories=("Box",), summary="Résumé", language="en", text=WHOLE + PARAGRAPH
    )
    whole = completed(own, PAGE)
    assert (whole.author, whole.categories, whole.summary, whole.language) == (
        "Ann",
        ("Box",),
        "Résumé",
        "en",
    )
    assert whole.text == own.text


@pytest.mark.parametrize(
    ("image", "credit"),
    [
        ("https://cdn.example/thumbs/box-150x150.jpg", "Ann / Agence"),
        ("https://cdn.example/other.jpg", ""),
        ("", "Ann / Agence"),
    ],
)
def test_a_credit_goes_with_its_own_picture_only(image: str, credit: str) -> None:
    assert completed(replace(TEASER, image=image), PAGE).image_credit == credit


@pytest.mark.parametrize(
    ("feed", "page", "text", "behind"),
    [
        (False, True, WHOLE, True),
        (True, False, WHOLE, False),
        (True, False, "", True),
        (False, False, WHOLE, False),
    ],
)
def test_a_paywall_is_told_by_whoever_gave_the_text(feed: bool, page: bool, text: str, behind: bool) -> None:
    item = completed(replace(TEASER, paywalled=feed), replace(PAGE, paywalled=page, text=text))
    assert item.paywalled is behind


@pytest.mark.parametrize(
    "title", ["Vos choix en matière de cookies", "Connexion", "Le Fil, toute l’actualité"]
)
def test_a_page_of_something_else_adds_nothing(title: str) -> None:
    assert (
        completed(TEASER, replace(PAGE, title=title, text="Nous respectons votre vie privée. " * 40))
        == TEASER
    )


def test_an_article_with_another_headline_is_known_by_how_it_begins() -> None:
    retitled = replace(PAGE, title="Fibre : le gigabit pour tous les abonnés")
    assert completed(TEASER, retitled).text == WHOLE
