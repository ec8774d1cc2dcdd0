"""The doors for checks from outside: each calls the code that users get and nothing else."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from bot.articles.page_tree import load
from bot.articles.parse_feed import parse_entries
from bot.articles.parse_page import read_article
from bot.articles.parse_sitemap import parse_sitemap
from bot.comments import parse_feed as comment_feed
from bot.comments import parse_wordpress
from bot.comments.markup import Markup
from bot.comments.parents import ArticleText, FlatComment, Reading, read
from bot.comments.parse_page import read_comments
from bot.markdown import to_text

ZONE = "Europe/Paris"


def feed(data: bytes, url: str) -> list[dict[str, Any]]:
    """A feed's entries, in its own order."""
    return [
        {
            "id": entry.guid,
            "link": entry.link,
            "title": entry.title,
            "author": entry.author,
            "published": entry.published,
            # What was never updated changed last when it was published.
            "updated": entry.updated or entry.published,
            "summary": entry.summary,
            "content": entry.content,
        }
        for entry in parse_entries(data, url)
    ]


def page(data: bytes, url: str) -> dict[str, Any]:
    """An article page, with its comments in the page's order."""
    tree = load(data)
    facts, text = read_article(tree, url, ZONE)
    marks = read_comments(tree, url, ZONE)
    flat = [FlatComment(mark.guid, to_text(mark.author), mark.published, mark.html) for mark in marks]
    threads = read(flat, ArticleText(facts.title, text, url))
    return {
        "title": facts.title,
        "subtitle": facts.subtitle,
        "date": facts.published.isoformat() if facts.published else None,
        "author": facts.author,
        "text": text,
        "comments": [_comment(mark) | _said(threads.get(mark.guid)) for mark in marks],
    }


def comments(data: bytes, url: str, format: str) -> list[dict[str, Any]]:  # noqa: A002
    """A thread, in the order of the answer; `format` as in the collection's manifest."""
    if format == "wp-rest":
        found = parse_wordpress.parse_markup(data)
    elif format == "html":
        found = read_comments(load(data), url, ZONE)
    else:
        found = comment_feed.parse_markup(data, url)
    return [_comment(markup) for markup in found]


def sitemap(data: bytes, url: str) -> list[dict[str, Any]]:
    """A sitemap's addresses."""
    return [
        {"loc": place.url, "title": place.title, "published": place.published}
        for place in parse_sitemap(data, url)
    ]


def parents(comments: Sequence[Mapping[str, Any]], article: Mapping[str, Any]) -> dict[str, str | None]:
    """Which comment each comment answers, where the page does not say."""
    from tests import adapters_comments

    return adapters_comments.parents(comments, article)


def same_story(a: Mapping[str, Any], b: Mapping[str, Any]) -> bool:
    """Whether two articles {title, text} tell the same news."""
    from tests import adapters_stories

    return adapters_stories.same_story(a, b)


def products(text: str) -> list[str]:
    """The products that a text speaks of, by their canonical names."""
    from tests import adapters_products

    return adapters_products.products(text)


async def open_index(documents: Any) -> Any:
    """A search index over documents."""
    from tests import adapters_answers

    return await adapters_answers.open_index(documents)


async def open_answers(articles: Any) -> Any:
    """Answers over articles and their comments."""
    from tests import adapters_answers

    return await adapters_answers.open_answers(articles)


def _said(reading: Reading | None) -> dict[str, Any]:
    """Whom a comment quotes, by id, and whom it calls, by name."""
    if reading is None:
        return {"quotes": None, "mentions": None}
    quoted = next((quote.comment for quote in reading.quotes if quote.comment), None)
    return {"quotes": quoted, "mentions": next(iter(reading.mentions), None)}


def _comment(markup: Markup) -> dict[str, Any]:
    return {
        "id": markup.guid,
        "author": to_text(markup.author),
        "date": markup.published.isoformat() if markup.published else None,
        "text": to_text(markup.html),
        "parent": markup.parent,
        "type": "pingback" if markup.ping else "comment",
    }
