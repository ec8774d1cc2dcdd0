"""A product's portrait → the card that Discord shows; pure."""

from __future__ import annotations

from collections.abc import Sequence

import discord

from bot import plain
from bot.answers.portrait import Point, Portrait, Price
from bot.cards import shown, web_url
from bot.texts import say
from storage.passage_records import ARTICLE
from storage.records_search import Product, ProductText

PICTURE = "mentions.png"

_COLOUR = 0x2F6F8F
_FIELD = 1_024
_QUOTE = 200


def portrait_embed(portrait: Portrait, language: str, *, chart: bool) -> discord.Embed:
    """All that is known of a product; with `chart` the message has the picture of its mentions attached."""
    embed = discord.Embed(title=shown(portrait.product.name, 256), colour=_COLOUR)
    if portrait.defining:
        quote = shown(portrait.defining.text, 400)
        embed.description = f"{quote}\n-# {_source(portrait.defining.source)}"
    mentions = [
        say(language, f"product-{name}", source=_source(text))
        for name, text in (("first", portrait.first), ("latest", portrait.latest))
        if text is not None
    ]
    count = say(language, "product-count", texts=portrait.product.texts, comments=portrait.comments)
    _add(embed, say(language, "product-mentions"), [count, *mentions])
    _add(embed, say(language, "product-prices"), [_price(price, language) for price in portrait.prices])
    _add(embed, say(language, "product-points"), [_point(point, language) for point in portrait.points])
    _add(embed, say(language, "product-readers"), [_voice(point, language) for point in portrait.points[:3]])
    _add(embed, say(language, "product-articles"), [f"- {_source(text)}" for text in portrait.articles])
    siblings = ", ".join(shown(product.name, 60) for product in portrait.siblings)
    _add(embed, say(language, "product-siblings"), [siblings] if siblings else [])
    if chart:
        embed.set_image(url=f"attachment://{PICTURE}")
        embed.set_footer(text=say(language, "product-chart"))
    return embed


def forms_text(product: Product, forms: Sequence[str], language: str) -> str:
    """How texts write a product, for a manager."""
    listed = ", ".join(f"“{shown(form, 60)}”" for form in forms[:25])
    return plain.shorten(say(language, "product-forms", name=shown(product.name, 80), forms=listed), 1_900)


def _add(embed: discord.Embed, name: str, lines: Sequence[str]) -> None:
    """A field of as many of the lines as it holds, if any."""
    kept = list(lines)
    while len("\n".join(kept)) > _FIELD:
        kept.pop()
    if kept and len(embed) + len(name) + len("\n".join(kept)) < 5_800:
        embed.add_field(name=name, value="\n".join(kept), inline=False)


def _source(text: ProductText) -> str:
    """The article with its link, and the day of the text."""
    address = web_url(text.url)
    title = shown(text.title, 90)
    linked = f"[{title}]({address})" if address and len(address) <= 250 else f"**{title}**"
    return f"{linked} · {discord.utils.format_dt(text.at, 'd')}"


def _price(price: Price, language: str) -> str:
    return say(language, "product-price", amount=shown(price.amount, 40), source=_source(price.source))


def _point(point: Point, language: str) -> str:
    felt = say(language, "product-felt", pleased=point.pleased, displeased=point.displeased)
    name = say(language, f"aspect-{point.aspect}")
    count = say(language, "product-point", aspect=name, readers=point.readers)
    return f"- {count}" + (f" ({felt})" if point.pleased or point.displeased else "")


def _voice(point: Point, language: str) -> str:
    source = point.quote.source
    author = source.author if source.comment_id != ARTICLE else ""
    by = shown(author, 60) or say(language, "card-anonymous")
    agreeing = f" · {say(language, 'answer-agreeing', count=point.agreeing)}" if point.agreeing else ""
    day = discord.utils.format_dt(source.at, "d")
    return f"> {shown(point.quote.text, _QUOTE)}\n-# {by} · {day}{agreeing}"
