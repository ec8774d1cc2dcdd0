"""What articles and comments say of a product: texts → a portrait; pure."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from bot.answers import products as names
from bot.answers.amounts import AMOUNT
from bot.answers.aspects import aspects_of, feeling
from bot.answers.passages import plain, sentence_ends
from bot.answers.product_names import key as pieces
from bot.answers.tokens import fold
from storage.passage_records import ARTICLE
from storage.records_search import Product, ProductText

_PRICES = 6
_POINTS = 4
_SIBLINGS = 8
_DEFINED_BY = 40
_ARTICLES = 4
_DEFINING = 320
_MOST_CHARACTERS = 60_000

# What is said of a difference, a month's payment or a whole market is no price of a product.
_NO_PRICE = re.compile(
    r"(?:baiss\w+|hausse|augment\w+|remise|reduction|rabais|economis\w+|de moins"
    r"|de plus|cheaper|save[sd]?|off"
    r"|discount|cut|drop\w*|millions?|milliards?|billion)\s(?:\w+\s){0,2}$"
)
_NO_PRICE_AFTER = re.compile(
    r"^\s*(?:de (?:moins|plus|remise|reduction)|off\b|less\b|more\b|cheaper|par mois"
    r"|/ ?mois|a month|per month|millions?"
    r"|milliards?|billion|m\b|bn\b)"
)
_IS = re.compile(
    r"^[ ,]*(?:\([^)]*\) )?(?:est|sera|etait|reste|is|was|will be)? ?,? ?"
    r"(?:un|une|le|la|l'|les|a|an|the|son|sa|its)\b"
)


@dataclass(frozen=True, slots=True)
class Quote:
    """A sentence, and the text that it stands in."""

    text: str
    source: ProductText


@dataclass(frozen=True, slots=True)
class Price:
    """An amount as it is written, said of the product in a text of that day."""

    amount: str
    source: ProductText


@dataclass(frozen=True, slots=True)
class Point:
    """What readers talk of: how many of them do, how many are pleased and displeased, and one of their words.

    `agreeing` are the others who feel about it as the one who is quoted does.
    """

    aspect: str
    readers: int
    pleased: int
    displeased: int
    quote: Quote
    agreeing: int


@dataclass(frozen=True, slots=True)
class Portrait:
    """A product by what was written of it. `months` are (month, texts that name it), the oldest first."""

    product: Product
    defining: Quote | None
    first: ProductText | None
    latest: ProductText | None
    siblings: tuple[Product, ...]
    prices: tuple[Price, ...]
    points: tuple[Point, ...]
    articles: tuple[ProductText, ...]
    months: tuple[tuple[str, int], ...]
    comments: int


def portray(
    product: Product,
    forms: Sequence[str],
    texts: Sequence[ProductText],
    talk: Sequence[ProductText],
    months: Mapping[str, int],
    others: Sequence[Product],
    language: str,
) -> Portrait:
    """A product's portrait from the texts that name it.

    `talk` are other comments on articles about it, which need not name it.
    """
    by_age = sorted(texts, key=lambda text: text.at)
    own = [text for text in by_age if text.comment_id == ARTICLE]
    said = [text for text in texts if text.comment_id != ARTICLE]
    titled = articles_on(forms, own)
    named = _naming(forms)
    newest = [text for text in reversed(own) if text.article_id in titled]
    newest += [text for text in reversed(own) if text.article_id not in titled]
    return Portrait(
        product=product,
        defining=_defining(named, own, titled, language),
        first=by_age[0] if by_age else None,
        latest=by_age[-1] if by_age else None,
        siblings=_siblings(product, others),
        prices=_prices(named, own, titled),
        points=_points([*said, *talk]),
        articles=tuple(newest[:_ARTICLES]),
        months=tuple(sorted(months.items())),
        comments=len(said),
    )


def articles_on(forms: Iterable[str], texts: Iterable[ProductText]) -> set[int]:
    """Those of the articles whose titles name the product, and no other one."""
    named = _naming(forms)
    return {
        text.article_id
        for text in texts
        if text.comment_id == ARTICLE
        and named.search(fold(text.title))
        and len({pieces(name) for name in names.names(text.title)}) <= 1
    }


def _naming(forms: Iterable[str]) -> re.Pattern[str]:
    spelled = sorted(map(re.escape, forms), key=len, reverse=True)
    return re.compile(rf"(?<![\w+])(?:{'|'.join(spelled) or '(?!)'})(?![\w+])")


def _sentences(text: str) -> list[str]:
    start, found = 0, []
    text = text[:_MOST_CHARACTERS]
    for end in sentence_ends(text):
        if sentence := " ".join(text[start:end].split()):
            found.append(sentence)
        start = end
    return found


def _defining(
    named: re.Pattern[str], own: Sequence[ProductText], titled: set[int], language: str
) -> Quote | None:
    """The sentence that says best what the product is: "The Q10 is a …", early, in an article about it."""
    best: tuple[float, Quote] | None = None
    about = sorted(own, key=lambda text: text.article_id not in titled)
    for text in about[:_DEFINED_BY]:
        for place, sentence in enumerate(_sentences(text.text)):
            match = named.search(fold(sentence))
            if match is None or not 30 <= len(sentence) <= _DEFINING:
                continue
            says = _IS.match(fold(sentence)[match.end() :]) is not None
            worth = 3.0 * (says and match.start() <= 25) + says
            worth += (
                (text.article_id in titled) + 0.5 * (text.language[:2] == language) - 0.05 * min(place, 20)
            )
            if best is None or worth > best[0]:
                best = worth, Quote(sentence, text)
    return best[1] if best else None


def _siblings(product: Product, others: Sequence[Product]) -> tuple[Product, ...]:
    by_name = {other.name: other for other in others if other.key != product.key}
    return tuple(by_name[name] for name in names.siblings(product.name, by_name)[:_SIBLINGS])


def _prices(named: re.Pattern[str], own: Sequence[ProductText], titled: set[int]) -> tuple[Price, ...]:
    """The latest amounts, each on the latest day on which it was said."""
    found: dict[str, Price] = {}
    for text in reversed(own):
        if len(found) >= _PRICES:
            break
        for sentence in filter(AMOUNT.search, _sentences(text.text)):
            for match in AMOUNT.finditer(sentence):
                if _is_price_of(named, sentence, match, about=text.article_id in titled):
                    amount = " ".join(match[0].split()).rstrip(".,")
                    found.setdefault(re.sub(r"\D", "", amount), Price(amount, text))
    return tuple(found.values())[:_PRICES]


def _is_price_of(named: re.Pattern[str], sentence: str, amount: re.Match[str], *, about: bool) -> bool:
    """Whether an amount is this product's price: named in the sentence last before it, or meant all along."""
    before, after = fold(sentence[: amount.start()]), fold(sentence[amount.end() :])
    if _NO_PRICE.search(before[-40:]) or _NO_PRICE_AFTER.match(after):
        return False
    mentions = names.find(sentence)
    if not mentions:
        return about
    nearest = [mention for mention in mentions if mention.start < amount.start()] or [mentions[0]]
    return named.search(fold(sentence[nearest[-1].start : nearest[-1].end])) is not None


def _points(comments: Iterable[ProductText]) -> tuple[Point, ...]:
    """What most readers speak of, each reader counted once a point."""
    felt: dict[str, dict[str, tuple[int, Quote]]] = defaultdict(dict)
    for comment in comments:
        for sentence in _sentences(plain(comment.text)):
            folded = fold(sentence)
            if folded.endswith("?"):
                continue
            for aspect in aspects_of(folded):
                reader = comment.author or str(comment.comment_id)
                had = felt[aspect].get(reader)
                if had is None or had[0] == 0:
                    felt[aspect][reader] = feeling(folded), Quote(sentence, comment)
    points = [_point(aspect, list(readers.values())) for aspect, readers in felt.items()]
    return tuple(sorted(points, key=lambda point: (-point.readers, point.aspect))[:_POINTS])


def _point(aspect: str, felt: Sequence[tuple[int, Quote]]) -> Point:
    pleased = sum(feels > 0 for feels, _ in felt)
    displeased = sum(feels < 0 for feels, _ in felt)
    most = 0 if not pleased and not displeased else 1 if pleased >= displeased else -1
    quotes = [quote for feels, quote in felt if feels == most]
    quote = min(quotes, key=lambda each: (abs(len(each.text) - 120), each.source.at))
    agreeing = len(quotes) - 1 if most else 0
    return Point(aspect, len(felt), pleased, displeased, quote, agreeing)
