"""Pages of results and related articles → what Discord shows; pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import discord

from bot import plain
from bot.answer_cards import bold, corrected, link, where
from bot.answers.related import RelatedArticle
from bot.answers.rules import Hit
from bot.answers.search import Page
from bot.cards import button, shown, view_of, web_url
from bot.texts import say
from storage.records import Article
from storage.records_search import Order

_COLOUR = 0x2F6F8F
_NONE_COLOUR = 0x8A8F94
_SNIPPET = 220
_DESCRIPTION = 3_900


def page_embed(page: Page, language: str, threads: Mapping[int, int]) -> discord.Embed:
    """A page of results; `threads` are the discussions of articles that the reader sees."""
    words = shown(page.query.text, 150) or say(language, "search-everything")
    if not page.hits:
        embed = discord.Embed(title=say(language, "search-none", words=words), colour=_NONE_COLOUR)
    else:
        title = say(language, "search-title", count=page.total, words=words)
        embed = discord.Embed(title=plain.shorten(title, 256), colour=_COLOUR)
    lines = [line] if (line := _filters(page, language)) else []
    for hit in page.hits:
        entry = _entry(hit, language, threads)
        if sum(map(len, lines)) + len(entry) > _DESCRIPTION:
            break
        lines.append(entry)
    embed.description = "\n\n".join(lines) or None
    if note := corrected(page.corrections, language):
        embed.set_footer(text=note)
    return embed


def page_view(page: Page, search_id: int, language: str) -> discord.ui.View | None:
    """Buttons to turn the pages and to change the order; all that they need stands in them."""
    if page.total < 2:
        return None
    order, number = page.query.order, page.number
    other = Order.DATE if order is Order.FIT else Order.FIT
    items = [button(say(language, f"search-by-{other}"), f"search:{search_id}:0:{other}")]
    if page.pages > 1:
        place = say(language, "search-page", page=number + 1, pages=page.pages)
        items = [
            button("‹", f"search:{search_id}:{number - 1}:{order}", enabled=number > 0),
            button(place, "search-here", enabled=False),
            button("›", f"search:{search_id}:{number + 1}:{order}", enabled=number + 1 < page.pages),
            *items,
        ]
    return view_of(*items)


def related_embed(article: Article, found: Sequence[RelatedArticle], language: str) -> discord.Embed:
    """The articles near to one, each with what they share."""
    title = say(language, "related-title", title=shown(article.item.title, 180))
    embed = discord.Embed(title=plain.shorten(title, 256), url=web_url(article.item.url), colour=_COLOUR)
    entries = [_related(one) for one in found] or [say(language, "related-none")]
    while len("\n".join(entries)) > _DESCRIPTION:
        entries.pop()
    embed.description = "\n".join(entries)
    return embed


def _entry(hit: Hit, language: str, threads: Mapping[int, int]) -> str:
    thread = threads.get(hit.article.id)
    discussed = f" · <#{thread}>" if thread else ""
    return f"{link(hit.article)}{discussed}\n{where(hit, language)}{bold(hit.snippet, hit.bold, _SNIPPET)}"


def _filters(page: Page, language: str) -> str:
    """The filters that are set, as a line."""
    filters = page.query.filters
    said = {
        "source": filters.source,
        "author": filters.author,
        "category": filters.category,
        "product": page.product,
        "since": discord.utils.format_dt(filters.since, "d") if filters.since else "",
        "until": discord.utils.format_dt(filters.until, "d") if filters.until else "",
    }
    named = [
        say(
            language, f"search-filter-{name}", value=value if name in {"since", "until"} else shown(value, 80)
        )
        for name, value in said.items()
        if value
    ]
    return f"-# {' · '.join(named)}" if named else ""


def _related(related: RelatedArticle) -> str:
    item = related.article.item
    when = f" · {discord.utils.format_dt(item.published, 'd')}" if item.published else ""
    shared = ", ".join(shown(name, 60) for name in (*related.products, *related.categories)[:4])
    address = web_url(item.url)
    title = f"[{shown(item.title, 180)}]({address})" if address else f"**{shown(item.title, 180)}**"
    return f"- {title}{when}" + (f"\n  -# {shared}" if shared else "")
