"""Parents for the comments of a site that does not tell them. For the worker processes."""

from __future__ import annotations

import html
import re
from collections.abc import Sequence

from bot.comments.parents import ArticleText, FlatComment, Parent, infer
from storage.records import CommentItem

_LINK = re.compile(r"\[([^\]\n]*)\]\(&lt;?(\S+?)(?:&gt;)?\)|\[([^\]\n]*)\]\((\S+?)\)")
_ESCAPE = re.compile(r"\\([\\*_~`|\[\]<>#+.()-])")


def infer_parents(items: Sequence[CommentItem], title: str, text: str, url: str) -> dict[str, Parent]:
    """By guid, the parents that were found, of comments in time order below an article."""
    flat = [FlatComment(item.guid, item.author, item.published, to_html(item.markdown)) for item in items]
    found = infer(flat, ArticleText(title, text, url))
    return {guid: parent for guid, parent in found.items() if parent.id is not None}


def to_html(markdown: str) -> str:
    """Our own markdown as far as it shows whom a comment answers: lines, quotes, links."""
    safe = html.escape(_ESCAPE.sub(r"\1", markdown), quote=False)
    linked = _LINK.sub(lambda m: f'<a href="{m[2] or m[4]}">{m[1] or m[3] or ""}</a>', safe)
    return linked.replace("\n", "<br>\n")
