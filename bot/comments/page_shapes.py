"""Where the comments of a page begin: elements of known make, else whatever is repeated and named like one.

For the worker processes.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from bot.articles.page_tree import Tree

NS = {"re": "http://exslt.org/regular-expressions"}

_MARKED = "//*[contains(@itemtype, 'schema.org/Comment') or contains(@itemtype, 'schema.org/UserComments')]"
# Of real pages, the surest first.
_KNOWN = (
    "//*[@data-comment-id][not(self::a or self::button or self::form or self::input or self::textarea)]",
    "//*[re:test(@id, '^(li-|div-|dsq-)?comment-?\\d+$')]",
    _MARKED,
    "//*[self::li or self::div or self::article][re:test(@id, '^c\\d+$')]",
    "//*[self::li or self::div or self::article][contains(concat(' ', @class, ' '), ' comment ')]",
)
_BLOCKS = "self::li or self::div or self::article or self::section or self::tr or self::table"
# A number in a place of comments, or in a forum's list of posts.
_NUMBERED = (
    f"//*[{_BLOCKS}][re:test(@id, '^([a-z]+[-_])?(message|msg|post|reply|answer|reaction|review|avis|"
    "kommentar|commentaire|comentario|reactie|p)s?[-_]?\\d+$', 'i')]"
)
_NAMED = f"//*[{_BLOCKS}][re:test(@class, 'comment|kommentar|comentario|reactie|reaction|review', 'i')]"
# As a name of a comment is written in several languages.
WORD = r"(?:comment(?:aire|ario)?|komment(?:ar|ti)|comentario|reactie|reaction|review)s?"
_PART = (
    "item|card|entry|box|post|single|wrap|wrapper|container|con|row|block|node|element|unit|bubble|list-?item"
)
_TOKEN = re.compile(rf"(?!has|no|with|show|hide|zero)[\w-]*{WORD}(?:[-_]{{0,2}}(?:{_PART}))?", re.IGNORECASE)
_PLACE = re.compile(rf"{WORD}|discussion|forum|postlist|messages", re.IGNORECASE)
# Lists of the newest comments of the whole site, and what stands around a page.
_ELSEWHERE = re.compile(
    rf"(?:recent|latest|newest|last|top|popular|derniers?|letzte|neueste|ultimos)[-_]?{WORD}",
    re.IGNORECASE,
)
_TOKENS = 12
_ID = re.compile(r"(\d+)$")
_OWN_ID = re.compile(rf"(?:^|[-_]){WORD}[-_]?(\d+)$|^c(\d+)$", re.IGNORECASE)
_IDS = ("data-comment-id", "data-commentid")


def known_shapes(tree: Tree) -> Iterator[list[Tree]]:
    """The comments' elements by each of the makes that we know, where the page has any."""
    for path in _KNOWN:
        if found := _here(tree.xpath(path, namespaces=NS)):
            yield found


def marked_shapes(tree: Tree) -> Iterator[list[Tree]]:
    """The same by schema.org's marks on them alone."""
    if found := _here(tree.xpath(_MARKED)):
        yield found


def other_shapes(tree: Tree) -> Iterator[list[Tree]]:
    """The same by numbers and by names: the outermost first, a single one from within."""
    numbered = [e for e in tree.xpath(_NUMBERED, namespaces=NS) if _is_in_place(e)]
    # A single one may be the article itself, which is a numbered post too.
    if len(found := [e for e in _here(numbered) if e.find(".//h1") is None]) > 1:
        yield found
    named: list[tuple[str, Tree]] = []
    for element in _here(tree.xpath(_NAMED, namespaces=NS)):
        if element.find(".//h1") is not None:
            continue
        named += [(token, element) for token in element.get("class").split() if _TOKEN.fullmatch(token)]
    counts = Counter(token for token, _ in named)
    several = [token for token, count in counts.items() if count > 1]
    single = [token for token, count in counts.items() if count == 1]
    for token in [*several, *reversed(single)][:_TOKENS]:
        yield [element for other, element in named if other == token]


def guid_of(element: Tree) -> str:
    """The number that a page gives a comment, else what the page calls it, else where it stands."""
    for name in _IDS:
        if number := _ID.search(element.get(name) or ""):
            return number[1]
    said = element.get("data-comment-id") or element.get("id") or ""
    for name in (said, *element.xpath(".//@id")[:20]):
        if number := _OWN_ID.search(name):
            return number[1] or number[2]
    number = _ID.search(said) or _ID.search(element.get("data-id") or "")
    return number[1] if number else said or f"place-{element.getroottree().getpath(element)}"


def _here(found: list[Tree]) -> list[Tree]:
    """Without those that stand in another place of the page than below the article."""
    return [element for element in found if not any(_is_elsewhere(e) for e in _with_ancestors(element))]


def _is_elsewhere(element: Tree) -> bool:
    if element.tag in ("nav", "header") and not element.xpath(".//p"):
        return True
    names = f"{element.get('class') or ''} {element.get('id') or ''}"
    return element.tag not in ("body", "html") and _ELSEWHERE.search(names) is not None


def _is_in_place(element: Tree) -> bool:
    for each in _with_ancestors(element):
        names = f"{each.get('class') or ''} {each.get('id') or ''}"
        if each.tag not in ("body", "html") and _PLACE.search(names):
            return True
    return False


def _with_ancestors(element: Tree) -> Iterator[Tree]:
    yield element
    yield from element.iterancestors()
