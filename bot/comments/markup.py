"""A comment as a page, a feed or an API writes it, before it becomes ours. For the worker processes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from bot import plain
from bot.markdown import harmless_link, to_line, to_markdown
from storage.records import CommentItem


@dataclass(frozen=True, slots=True)
class Markup:
    """`author` and `html` are HTML; `published` is None where the place does not say it, and else keeps the
    zone it is written in. `ping` marks a link from another site, not a person's comment. `edited` is when the
    author changed it, where the place says so.
    """

    guid: str
    author: str
    published: datetime | None
    html: str
    parent: str | None = None
    avatar: str = ""
    url: str = ""
    ping: bool = False
    edited: datetime | None = None


def to_item(markup: Markup, page: str, otherwise: datetime) -> CommentItem:
    """Safe markdown, harmless links; `otherwise` stands for a date that is not given."""
    link = harmless_link(markup.url, page) if markup.url else ""
    return CommentItem(
        guid=markup.guid,
        author=plain.shorten(to_line(markup.author).strip(" ,;:"), 80),
        published=(markup.published or otherwise).astimezone(UTC),
        markdown=to_markdown(markup.html, page),
        parent=markup.parent,
        avatar=harmless_link(markup.avatar, page) if markup.avatar else "",
        url=link or f"{page.partition('#')[0]}#comment-{markup.guid}",
        edited=markup.edited,
    )
