"""An article page → its article and its comments. For the worker processes."""

from __future__ import annotations

from datetime import UTC, datetime

from bot.articles.page_facts import PageFacts, read_facts
from bot.articles.page_text import read_text
from bot.articles.page_tree import Tree, load
from bot.articles.parse_paywall import ends_at_paywall
from bot.causes import Cause
from bot.comments.parse_page import read_comments, to_items
from bot.dates import zone_of
from bot.errors import SourceError
from storage.records import ArticleItem, CommentItem


def parse_page(
    body: bytes, url: str, zone: str, language: str, charset: str = ""
) -> tuple[ArticleItem, tuple[CommentItem, ...]]:
    """The page's article, and its comments in time order. SourceError if there is no article in it."""
    tree = load(body, charset)
    facts, text = read_article(tree, url, zone)
    if not facts.title:
        raise SourceError(Cause("cause-no-article"))
    return _item(facts, text, language), to_items(read_comments(tree, url, zone), url, _utc(facts.published))


def read_article(tree: Tree, url: str, zone: str) -> tuple[PageFacts, str]:
    """What the page says of its article, and the article's text."""
    facts = read_facts(tree, url, zone_of(zone))
    return facts, read_text(tree, facts.title, facts.subtitle)


def _item(facts: PageFacts, text: str, language: str) -> ArticleItem:
    return ArticleItem(
        guid=facts.url,
        url=facts.url,
        title=facts.title,
        subtitle=facts.subtitle,
        author=facts.author,
        published=_utc(facts.published),
        updated=_utc(facts.updated),
        language=facts.language or language,
        categories=facts.categories,
        summary=facts.summary,
        text=text,
        image=facts.image,
        image_credit=facts.image_credit,
        embeds=facts.embeds,
        paywalled=facts.paywalled or ends_at_paywall(text),
        reading_minutes=facts.reading_minutes,
        subscribers_only_comments=facts.subscribers_only_comments,
    )


def _utc(moment: datetime | None) -> datetime | None:
    return moment.astimezone(UTC) if moment else None
