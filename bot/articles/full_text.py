"""Whether a feed only teases, and an article made whole with what its page says; pure."""

from __future__ import annotations

import re
from dataclasses import replace
from urllib.parse import urlsplit

from bot import plain
from storage.records import ArticleItem

# A text of this length, in characters, is no article but the beginning of one.
_SHORT = 600
# A longer text may end in three dots for effect.
_LONG = 3_000
_ALIKE = 1 / 3
_FOOTER = re.compile(
    r"\n*(?:The post .{1,300} (?:appeared|first appeared) (?:first )?on .{1,100}|"
    r"(?:L[’']article|Cet article) .{1,300} est apparu en premier sur .{1,100}|"
    r"Der Beitrag .{1,300} erschien zuerst auf .{1,100})\s*$"
)
_CUT = re.compile(r"(?:…|\.\.\.|\[\s*(?:…|\.{3})\s*\]|\(\s*(?:…|\.{3})\s*\))\W*$")
_MORE = re.compile(
    r"(?:lire (?:la suite|plus|l[’']article)|en savoir plus|la suite(?: sur| ici)?|weiterlesen|mehr lesen|"
    r"read (?:more|on|the (?:full|rest))|(?:continue|keep) reading|full (?:story|article)|leer más|"
    r"continua a leggere)[^\n.!?]{0,80}[.…»›→>\s]*$",
    re.IGNORECASE,
)
_LINE = 160
_FOOT = 500
# Where a text begins, it is to be found within this much of its page's.
_NEAR = 5_000


def is_teaser(item: ArticleItem) -> bool:
    """Whether the source gave no more than a beginning, and there is a page to read the rest in."""
    text = _without_footer(item.text)
    if not item.url or len(text) < _SHORT:
        return bool(item.url)
    last = text[-_LINE:].rpartition("\n")[2]
    return len(text) < _LONG and bool(_CUT.search(last) or _MORE.search(last))


def completed(item: ArticleItem, page: ArticleItem) -> ArticleItem:
    """The article, with what its page adds to it.

    Id, address, title and dates stay the source's own; a page that is of something else adds nothing.
    """
    if not _is_of(item, page):
        return item
    longer = len(page.text) > len(_without_footer(item.text))
    return replace(
        item,
        title=item.title or page.title,
        subtitle=item.subtitle or page.subtitle,
        author=item.author or page.author,
        published=item.published or page.published,
        updated=item.updated or page.updated,
        language=item.language or page.language,
        categories=item.categories or page.categories,
        summary=item.summary or page.summary,
        text=page.text if longer else item.text,
        image=item.image or page.image,
        image_credit=item.image_credit or (page.image_credit if _one_picture(item, page) else ""),
        embeds=max(item.embeds, page.embeds, key=len),
        paywalled=page.paywalled or (item.paywalled and not longer),
        reading_minutes=item.reading_minutes or page.reading_minutes,
        subscribers_only_comments=item.subscribers_only_comments or page.subscribers_only_comments,
    )


def _without_footer(text: str) -> str:
    """A text without the line that WordPress puts below it in feeds."""
    text = text.rstrip()
    found = _FOOTER.search(text, max(0, len(text) - _FOOT))
    return text[: found.start()].rstrip() if found else text


def _is_of(item: ArticleItem, page: ArticleItem) -> bool:
    """Whether a page is the article's: a consent wall, a login or a home page says other words."""
    words, others = set(plain.fold(item.title).split()), set(plain.fold(page.title).split())
    if not words or len(words & others) >= _ALIKE * len(words):
        return True
    beginning = plain.fold(item.text[:200])[:60]
    return len(beginning) >= 30 and beginning in plain.fold(page.text[:_NEAR])


def _one_picture(item: ArticleItem, page: ArticleItem) -> bool:
    return not item.image or _file(item.image) == _file(page.image)


def _file(address: str) -> str:
    """A picture's name, the same in all sizes of it."""
    name = urlsplit(address).path.rpartition("/")[2].lower()
    return re.sub(r"[-_@](?:\d{2,4}x\d{2,4}|\d{2,4}w?|scaled|\dx)(?=\.\w+$)", "", name)
