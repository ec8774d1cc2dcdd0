"""The articles, comments and readers that the site starts with, dated back from the moment it starts."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from importlib import resources
from typing import Any
from zoneinfo import ZoneInfo

from babel.dates import format_date

from bot.demo.site import text as site_text
from bot.demo.site.records import Article, Category, Comment, Reader, Subscription, Tier

ZONE = ZoneInfo("Europe/Paris")

_DATE = re.compile(r"\{date([+-]\d+)\}")


@dataclass(frozen=True, slots=True)
class Content:
    """All that the site starts with, by id."""

    tiers: dict[str, Tier]
    categories: dict[int, Category]
    readers: dict[int, Reader]
    articles: dict[int, Article]
    comments: dict[int, Comment]


def load(start: datetime) -> Content:
    """The shipped content as it looks at `start`: the newest article some minutes old, the oldest weeks."""
    start = start.astimezone(UTC)
    folder = resources.files("bot.demo.site") / "content"
    people = json.loads((folder / "people.json").read_text(encoding="utf-8"))
    categories = {
        number: Category(number, site_text.slug(name), name)
        for number, name in enumerate(people["categories"], start=2)
    }
    readers = {reader.id: reader for reader in _readers(people["readers"], start)}
    ids = {reader.slug: reader.id for reader in readers.values()}
    by_name = {category.name: category.id for category in categories.values()}
    files = sorted((f for f in folder.iterdir() if f.name[:1].isdigit()), key=lambda f: f.name)
    stories = [json.loads(f.read_text(encoding="utf-8")) for f in files]
    stories.sort(key=lambda story: _published(story["when"], start))
    articles = {
        number: _article(number, story, start, ids, by_name) for number, story in enumerate(stories, start=11)
    }
    return Content(
        tiers={tier["id"]: Tier(**tier) for tier in people["tiers"]},
        categories=categories,
        readers=readers,
        articles=articles,
        comments=_comments(stories, list(articles.values()), ids),
    )


def french_date(day: date) -> str:
    """« 1er mars 2026 », with the spaces that keep it on one line."""
    number = "1er" if day.day == 1 else str(day.day)
    return f"{number}\N{NO-BREAK SPACE}{format_date(day, 'MMMM y', locale='fr')}"


def _readers(rows: list[dict[str, Any]], start: datetime) -> Iterator[Reader]:
    for number, row in enumerate(rows, start=1):
        bought = row.get("subscription")
        until = start.replace(microsecond=0) + timedelta(days=bought["days"]) if bought else None
        yield Reader(
            id=number,
            slug=row["slug"],
            name=row["name"],
            role=row["role"],
            subscription=Subscription(bought["tier"], until, "active") if bought else None,
        )


def _published(when: dict[str, Any], start: datetime) -> datetime:
    """`{"minutes": 90}` before the start, or `{"days": 3, "at": "08:30"}` by the site's clock."""
    if "minutes" in when:
        return (start - timedelta(minutes=when["minutes"])).replace(second=0, microsecond=0).astimezone(UTC)
    day = start.astimezone(ZONE).date() - timedelta(days=when["days"])
    return datetime.combine(day, time.fromisoformat(when["at"]), ZONE).astimezone(UTC)


def _article(
    number: int, story: dict[str, Any], start: datetime, ids: dict[str, int], categories: dict[str, int]
) -> Article:
    published = _published(story["when"], start)
    return Article(
        id=number,
        slug=site_text.slug(story["title"]),
        title=story["title"],
        subtitle=story["subtitle"],
        content=_dated("\n\n".join(story["text"]), published),
        author=ids[story["author"]],
        published=published,
        modified=published + timedelta(minutes=story.get("corrected", 0)),
        categories=tuple(categories[name] for name in story["categories"]),
        picture=story["picture"],
        comments_open=story.get("comments_open", True),
    )


def _dated(text: str, published: datetime) -> str:
    day = published.astimezone(ZONE).date()
    return _DATE.sub(lambda match: french_date(day + timedelta(days=int(match[1]))), text)


def _comments(
    stories: list[dict[str, Any]], articles: list[Article], ids: dict[str, int]
) -> dict[int, Comment]:
    """All comments, numbered by date over the whole site; `to` is the number within the article's list."""
    flat = [
        (article.published + timedelta(minutes=row["after"]), place, row, article)
        for story, article in zip(stories, articles, strict=True)
        for place, row in enumerate(story["comments"], start=1)
    ]
    flat.sort(key=lambda item: (item[0], item[3].id, item[1]))
    numbers = {(article.id, place): number for number, (_, place, _, article) in enumerate(flat, start=1)}
    return {
        numbers[article.id, place]: Comment(
            id=numbers[article.id, place],
            article=article.id,
            parent=numbers[article.id, row["to"]] if "to" in row else 0,
            author=ids[row["by"]],
            published=published,
            content=_dated("\n\n".join(row["text"]), article.published),
            typed_quotes=row.get("typed_quotes", False),
            edited=row.get("edited", False),
        )
        for published, place, row, article in flat
    }
