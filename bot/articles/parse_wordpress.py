"""Posts as WordPress's REST API gives them. For the worker processes."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from bot import plain
from bot.articles.page_picture import credit_of
from bot.articles.parse_embeds import embeds_in_html
from bot.articles.parse_paywall import ends_at_paywall
from bot.articles.parse_text import to_line, to_text
from bot.markdown import harmless_link
from bot.wordpress import read_rows
from storage.records import ArticleItem

_CLOSED = {"closed": True, "open": False}
# What WordPress files an article under that was filed under nothing.
_NO_CATEGORY = frozenset({"uncategorized", "non-classe"})


def parse_posts(body: bytes, url: str, language: str) -> tuple[list[ArticleItem], set[str]]:
    """An answer of /wp/v2/posts → its articles, and the ids of those protected by a password."""
    items: list[ArticleItem] = []
    protected: set[str] = set()
    for row in read_rows(body, "posts"):
        if (row.get("content") or {}).get("protected") or (row.get("excerpt") or {}).get("protected"):
            protected.add(str(row["id"]))
        else:
            items.append(_item(row, url, language))
    return items, protected


def _item(row: dict[str, Any], url: str, language: str) -> ArticleItem:
    html = _rendered(row, "content")
    text = to_text(html)
    return ArticleItem(
        guid=str(row["id"]),
        url=harmless_link(str(row.get("link") or ""), url),
        title=to_line(_rendered(row, "title")),
        author=_author(row),
        published=_date(row.get("date_gmt")),
        updated=_date(row.get("modified_gmt")),
        language=language,
        categories=_categories(row),
        summary=plain.shorten(to_line(_rendered(row, "excerpt")), 500),
        text=text,
        image=_image(row, url),
        image_credit=_image_credit(row, url),
        embeds=embeds_in_html(html),
        paywalled=ends_at_paywall(text),
        reading_minutes=max(1, round(len(text.split()) / 230)) if text else None,
        subscribers_only_comments=False,
        comments_closed=_CLOSED.get(str(row.get("comment_status"))),
    )


def _rendered(row: dict[str, Any], name: str) -> str:
    value = row.get(name)
    return str(value.get("rendered") or "") if isinstance(value, dict) else ""


def _embedded(row: dict[str, Any], name: str) -> list[Any]:
    embedded = row.get("_embedded")
    found = embedded.get(name) if isinstance(embedded, dict) else None
    return found if isinstance(found, list) else []


def _author(row: dict[str, Any]) -> str:
    names = [str(person.get("name") or "") for person in _embedded(row, "author") if isinstance(person, dict)]
    return to_line(", ".join(name for name in names if name))


def _categories(row: dict[str, Any]) -> tuple[str, ...]:
    terms = [term for group in _embedded(row, "wp:term") if isinstance(group, list) for term in group]
    names = (
        to_line(str(term.get("name") or ""))
        for term in terms
        if isinstance(term, dict)
        and term.get("taxonomy") == "category"
        and term.get("slug") not in _NO_CATEGORY
    )
    return tuple(dict.fromkeys(name for name in names if name))


def _image(row: dict[str, Any], url: str) -> str:
    for media in _embedded(row, "wp:featuredmedia"):
        if isinstance(media, dict) and media.get("source_url"):
            return harmless_link(str(media["source_url"]), url)
    return ""


def _image_credit(row: dict[str, Any], url: str) -> str:
    """Whom the caption of the featured picture credits, else that caption."""
    if not _image(row, url):
        return ""
    media = next((m for m in _embedded(row, "wp:featuredmedia") if isinstance(m, dict)), {})
    return plain.shorten(credit_of(to_line(_rendered(media, "caption"))), 200)


def _date(value: Any) -> datetime | None:
    """WordPress writes UTC without saying so."""
    try:
        date = datetime.fromisoformat(str(value or ""))
    except ValueError:
        return None
    return date.replace(tzinfo=date.tzinfo or UTC).astimezone(UTC)
