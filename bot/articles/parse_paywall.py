"""Whether an article is for subscribers only, by its page or by how its text ends; nothing is unlocked."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from bot.articles.page_tree import IN_MAIN, NS, Tree, words

_TAIL = 400
# One of them is in every such ending: they are quickly looked for.
_STEMS = ("abonn", "subscri", "reste", "sign in", "log in", "member", "mit ")
_ENDINGS = (
    r"(?:article|suite|contenu|lecture)[^.\n]{0,40} (?:réservée?s?|accessible uniquement)[^.\n]{0,20}abonn",
    r"il vous reste (?:à lire )?\d{1,2}(?:[.,]\d+)? ?%",
    r"abonnez-vous pour (?:lire|accéder|continuer|découvrir)",
    r"pour (?:lire|accéder|continuer)[^.\n]{0,40}abonnez-vous",
    r"this (?:post|article|story) is (?:only )?(?:for|available to)[^.\n]{0,20}(?:subscriber|member)s",
    r"(?:subscribe|sign in|log in) (?:now )?to (?:continue|keep reading|read (?:more|the|this))",
    r"(?:weiterlesen|lesen)[^.\n]{0,20} mit [\w+]{0,12}(?:abo|plus)\b",
    r"(?:artikel|inhalt) ist (?:nur )?(?:für )?abonnent",
)
_ENDS = re.compile("|".join(_ENDINGS), re.IGNORECASE)
_NO = "re:test({}, '(^|/)(false|no)$', 'i')"
_LOCKED = (
    '//meta[@property="article:content_tier" or @name="article:content_tier"][@content="locked"]',
    f'//*[@itemprop="isAccessibleForFree"][{_NO.format("@content")} or {_NO.format("@href")}]',
    f'//meta[@name="isAccessibleForFree" or @property="isAccessibleForFree"][{_NO.format("@content")}]',
)
_WALL = (
    r"(^|\s)(paywall(-?(container|wrapper|box|overlay|notice|message|banner))?|subscribers?-only-notice|"
    r"premium-(wall|gate)|abo-?wall|gh-post-upgrade-cta|article__(paywall|status--?abo|restricted))(\s|$)"
)
_SAID = 20


def ends_at_paywall(text: str) -> bool:
    """Whether a text ends by saying that the rest is for subscribers."""
    tail = text[-_TAIL:].lower()
    return any(stem in tail for stem in _STEMS) and bool(_ENDS.search(tail))


def is_paywalled(tree: Tree, data: Iterable[dict[str, Any]]) -> bool:
    """Whether a page marks its article as not for everybody; `data` is its JSON-LD about the article."""
    said = [value for node in data if (value := node.get("isAccessibleForFree")) is not None]
    if said:
        return any(map(_is_no, said))
    if any(tree.xpath(path, namespaces=NS) for path in _LOCKED):
        return True
    walls = tree.xpath(f"//*[re:test(@class, '{_WALL}', 'i')]{IN_MAIN}", namespaces=NS)
    return any(len(words(wall)) > _SAID for wall in walls[:5])


def _is_no(said: Any) -> bool:
    if isinstance(said, list):
        return any(map(_is_no, said))
    return said is False or str(said).strip().lower().rpartition("/")[2] in ("false", "no")
