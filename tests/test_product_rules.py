"""What is said of a product: prices, opinions, what it is; and what a reader waits for."""

from __future__ import annotations

import io
from datetime import datetime, timedelta

import pytest
from PIL import Image

from bot.answers.amounts import holds_for_its_day
from bot.answers.aspects import aspects_of, feeling
from bot.answers.catalogue import product_key, read_products
from bot.answers.chart import draw
from bot.answers.portrait import Portrait, portray
from bot.answers.tokens import fold
from bot.answers.watches import fits, profile, subject_of
from storage.passage_records import ARTICLE, IndexedText, TextRef
from storage.records_search import NameCorrection, Product, ProductText, Watch
from tests.made import NOON, an_article

PHONE = Product("novas9", "Nova S9")


def a_text(text: str, title: str = "Le Nova S9", days: int = 0, comment: str = "") -> ProductText:
    number = abs(hash((text, days))) % 10_000
    at: datetime = NOON + timedelta(days=days)
    url = "https://gazette.example/1"
    return ProductText(1 + days, number if comment else ARTICLE, title, url, at, text, comment, "fr")


def drawn(*texts: ProductText, forms: tuple[str, ...] = ("nova s9", "s9")) -> Portrait:
    others = [PHONE, Product("novas10", "Nova S10"), Product("papyr7", "Papyr 7")]
    return portray(PHONE, forms, texts, (), {"2026-03": 2}, others, "fr")


@pytest.mark.parametrize(
    ("text", "prices"),
    [
        ("Le Nova S9 coûte 649 euros.", ["649 euros"]),
        ("Le S9 est à 1 299,99 €, le S10 à 1 499 €.", ["1 299,99 €"]),
        ("Il vaut $599 aux États-Unis.", ["$599"]),
        ("Le Nova S10 coûte 899 euros.", []),
        ("Il profite d’une baisse de 100 euros.", []),
        ("Le marché pèse 3 milliards d’euros, soit 40 millions d’euros par mois.", []),
        ("Nova S9 : 29 € par mois pendant deux ans.", []),
    ],
)
def test_prices_are_the_products_own(text: str, prices: list[str]) -> None:
    assert [price.amount.replace("\u00a0", " ") for price in drawn(a_text(text)).prices] == prices


def test_prices_are_told_the_latest_first_each_once() -> None:
    texts = [a_text("Il coûte 649 €.", days=day) for day in (0, 5)] + [a_text("Il coûte 549 €.", days=9)]
    assert [(p.amount, p.source.at.day) for p in drawn(*texts).prices] == [("549 €", 11), ("649 €", 7)]


def test_the_defining_sentence_says_what_it_is() -> None:
    early = a_text(
        "On attendait le Nova S9 depuis longtemps, et le voici. Le Nova S9 est une liseuse de poche."
    )
    found = drawn(early, a_text("Le Nova S9 est une réussite, dit-on ici et là.", "Brèves", days=3)).defining
    assert found is not None
    assert found.text == "Le Nova S9 est une liseuse de poche."


def test_siblings_are_of_the_family() -> None:
    assert [product.name for product in drawn(a_text("x")).siblings] == ["Nova S10"]


def test_readers_are_counted_once_a_point_and_one_is_quoted() -> None:
    said = [
        a_text("L’autonomie est excellente. L’autonomie, encore, est top.", comment="Zoé"),
        a_text("Bonne autonomie.", comment="Tom"),
        a_text("L’autonomie est mauvaise, hélas.", comment="Max"),
        a_text("L’autonomie est-elle bonne ?", comment="Ana"),
        a_text("L’écran, sans avis.", comment="Ida"),
    ]
    battery, screen = drawn(*said).points
    assert (battery.aspect, battery.readers, battery.pleased, battery.displeased) == ("battery", 3, 2, 1)
    assert battery.agreeing == 1
    assert (screen.aspect, screen.readers, screen.agreeing) == ("screen", 1, 0)


@pytest.mark.parametrize(
    ("said", "felt"),
    [
        ("L’autonomie est excellente", 1),
        ("Je ne suis pas satisfait", -1),
        ("Pas mal du tout", 1),
        ("pas cher", 1),
        ("trop cher", -1),
        ("not worth it", -1),
        ("I love it", 1),
        ("It is not good", -1),
        ("Je l’ai reçu mardi", 0),
    ],
)
def test_praise_and_blame_are_told_apart(said: str, felt: int) -> None:
    assert feeling(fold(said)) == felt


def test_what_a_sentence_is_about() -> None:
    assert aspects_of(fold("La batterie et l’écran")) == ["battery", "screen"]


@pytest.mark.parametrize(
    ("text", "is_so"),
    [
        ("649 €", True),
        ("sort demain", True),
        ("next week", True),
        ("un bel écran", False),
        ("en 2019", False),
    ],
)
def test_what_holds_for_its_day_only(text: str, is_so: bool) -> None:
    assert holds_for_its_day(text) is is_so


def test_a_comment_means_its_articles_product_by_the_short_name() -> None:
    text = IndexedText(TextRef(1, 2), "", "Le Veltra K9 en test", "", "Zoé", (), "Le K9 est bien.")
    (named,) = read_products(text, {})
    assert (named.name, named.form, named.times) == ("Veltra K9", "k9", 1)
    corrected = {"k9": NameCorrection("k9", "nexak9", "Nexa K9")}
    assert read_products(text, corrected)[0].name == "Nexa K9"


def test_one_product_has_one_key() -> None:
    assert product_key("iphone 5 s") == product_key("iPhone 5s")
    assert product_key("Galaxy S9") != product_key("Galaxy S9+")


@pytest.mark.parametrize(
    ("question", "subject"),
    [
        ("Quand sort le Galaxy S5 ?", "Galaxy S5"),
        ("que sait-on du zeppelin solaire ?", "zeppelin solaire"),
        ("combien coûte l’abonnement Bouygues ?", "abonnement Bouygues"),
        ("???", ""),
        ("x" * 500, ""),
    ],
)
def test_what_a_question_is_about(question: str, subject: str) -> None:
    assert subject_of(question) == subject


@pytest.mark.parametrize(
    ("watch", "fitting"),
    [
        (Watch(1, 1, "fr", "Veltra K9", "veltrak9"), True),
        (Watch(1, 1, "fr", "K9", "k9"), True),
        (Watch(1, 1, "fr", "K90", "k90"), False),
        (Watch(1, 1, "fr", "leger", "", ("leg",)), False),
        (Watch(1, 1, "fr", "nothing", ""), False),
    ],
)
def test_which_articles_a_reader_waits_for(watch: Watch, fitting: bool) -> None:
    about = profile(an_article(title="Le Veltra K9 en test", text="Il pèse peu."), {})
    assert fits(watch, about) is fitting


def test_a_chart_is_a_small_picture_of_any_span() -> None:
    for counts in ({"2026-03": 1}, {"2010-01": 5, "2026-03": 2}, {"2025-12": 1, "2026-01": 900}):
        picture = Image.open(io.BytesIO(draw(counts)))
        assert picture.format == "PNG"
        assert picture.size == (960, 270)
