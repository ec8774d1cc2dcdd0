"""Where the comments of a page are: on a server of their own, or in it. For the worker processes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urljoin

from bot.articles.first_look import CommentsHint
from bot.articles.page_tree import NS, Tree, first
from bot.comments.parse_page import read_comments, read_marked
from bot.markdown import harmless_link

_AREA = (
    "//*[@id='comments' or @id='respond' or @id='commentform' or @id='comment-form']"
    " | //*[re:test(@class, '(^|\\s)(comments?-(list|area|form|section)|commentlist)(\\s|$)')]"
)
# Comments that live elsewhere, in a frame: nothing of them is in the page.
_ELSEWHERE = (
    "//*[@id='disqus_thread' or @id='coral_thread' or @id='hyvor-talk-view' or @id='vf-comments']"
    " | //hyvor-talk-comments | //*[contains(@class, 'fb-comments') or contains(@class, 'viafoura')]"
    " | //script[re:test(@src, 'disqus\\.com|viafoura\\.|hyvor\\.com|openweb|spot\\.im|coral\\.', 'i')]"
)
_FORUM = re.compile(r"""discourseUrl["']?\s*[:=]\s*["'](https?://[^"'\s]{1,300})["']""", re.IGNORECASE)
_ISSO = re.compile(r"^(.*?)/?js/(?:embed|count)(?:\.(?:min|dev))?\.js$")


def hints(tree: Tree, url: str) -> Iterator[CommentsHint]:
    """The surest first: a server that the page names, then what it carries itself."""
    for place, said in (("isso", _isso(tree)), ("ghost", _ghost(tree)), ("discourse", _forum(tree))):
        if said and (address := harmless_link(urljoin(url, said))):
            yield CommentsHint(place, address.rstrip("/"))
    zone = "UTC"
    shown = len(read_comments(tree, url, zone))
    if shown or (tree.xpath(_AREA, namespaces=NS) and not tree.xpath(_ELSEWHERE, namespaces=NS)):
        yield CommentsHint("page", shown=shown)
    if marked := len(read_marked(tree, zone)):
        yield CommentsHint("schema", shown=marked)


def _isso(tree: Tree) -> str:
    said = first(tree, "//script/@data-isso")
    if said or not tree.xpath("//*[@id='isso-thread']"):
        return said
    scripts = (_ISSO.match(src) for src in tree.xpath("//script/@src"))
    return next((script[1] for script in scripts if script), "")


def _ghost(tree: Tree) -> str:
    """The script that shows a Ghost's comments names its address, if only as its own site's."""
    said = tree.xpath("//script[@data-post-id]/@data-ghost-comments")
    return str(said[0]) or "/" if said else ""


def _forum(tree: Tree) -> str:
    for script in tree.xpath("//script[not(@src)]")[:200]:
        if found := _FORUM.search(script.text or ""):
            return found[1]
    return ""
