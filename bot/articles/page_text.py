"""The text of an article in its page. For the worker processes."""

from __future__ import annotations

import copy
import re
from collections.abc import Iterator

import trafilatura

from bot import plain
from bot.articles.page_tree import IN_MAIN, NS, Tree, inner_html, words
from bot.articles.parse_text import to_text

_AREA = "re:test(@class, '(^| )(comments?-?(list|area|section)?)( |$)')"
# What others wrote into the page, and the conversation below it.
_EMBEDDED = (
    "//blockquote[re:test(@class, 'twitter-tweet|instagram-media|tiktok-embed|bluesky-embed|mastodon')]",
    "//*[@data-comment-id or re:test(@id, '^(li-|div-)?comment-?\\d+$')]",
    "//*[re:test(@id, '^(comments?|disqus_thread|respond)$')][not(self::body)]",
    f"//*[self::section or self::div or self::ol][{_AREA}][not(descendant::article)]",
    "//figcaption",
)
# Whole lines that are the site's, not the article's.
_LINES = (
    r"(?:see|read|find out|learn|watch) (?:more|also|next)\b.{0,140}",
    r"(?:also read|don[’']t miss|related\s*:).{0,140}",
    r"(?:more|related)(?: stories| articles| from| on\b.{0,60}| news)?\s*:?",
    r"(?:[àa] lire|[àa] voir|lire|voir) (?:aussi|également|la suite)\b.{0,140}",
    r"sur le même (?:sujet|thème)\b.{0,60}",
    r"(?:lesen sie auch|mehr zum thema|auch interessant|mehr aus|weitere informationen zu[mr]?)\b.{0,140}",
    r"follow (?:us\b.{0,80}|.{2,80} on (?:twitter|x|facebook|instagram|youtube|google news).{0,80})",
    r"(?:suivez[- ]nous|folgen sie uns).{0,100}",
    r"(?:sign up|subscribe|register|abonnez-vous|inscrivez-vous|jetzt abonnieren)\b.{0,160}",
    r"(?:get|receive|recevez) .{3,80}(?:inbox|newsletter|letterbox|par e-?mail|every (?:day|week)).{0,120}",
    r".{0,40}(?:newsletter|lettre d[’']information)[^.]{0,60}",
    r"if you (?:enjoy|like)d? (?:reading )?this (?:article|post|story)\b.{0,800}",
    r"pour (?:lire la suite|accéder|continuer)\b.{0,160}",
    r"(?:il vous reste|la suite est réservée).{0,160}",
    r"you (?:must|need to) be .{0,40}(?:logged in|registered).{0,120}",
    r"vous devez être .{0,40}(?:abonné|connecté).{0,120}",
    r"sie (?:sind|müssen) .{0,40}(?:eingeloggt|angemeldet|registriert).{0,120}",
    r"(?:©|\(c\)|copyright\b|tous droits réservés|alle rechte vorbehalten).{0,200}",
    r".{0,120}all rights reserved\.?",
    r"(?:write to|contact|e-?mail) .{2,60} at \S+@\S+",
    r"\S+@\S+\.\w+",
    r"(?:tags?|mots[- ]clés|schlagw[oö]rte?r?|topics|keywords|th[eè]mes)\s*(?::.{0,200})?",
    r"(?:sources?|quelle|via|credits?|crédits?|photos?|illustrations?)\s*:.{0,80}",
    r"(?:share|share this|partager|teilen|print|print article|order reprints|text size|by)\W*",
    r"(?:comments?|commentaires?|kommentare?|leave a comment|view comments|show comments)\W*",
    r"(?:advertisement|publicité|anzeige|werbung|thank you|tell us what you think|recommended)\W*",
    r"this (?:article|copy) (?:has been sent to|is for your personal).{0,400}",
    r"an error has occurred.{0,60}",
    r"(?:(?:listen|download|itunes|spotify)\s*:\s*)?https?:\S+",
    r"[|:\s-]+",
)
_NOISE = re.compile("|".join(_LINES), re.IGNORECASE)
_CELLS = re.compile(r"\s*\|\s*")
_ENOUGH = 0.25
_HEAD = 6
_LITTLE = 3_000


def read_text(tree: Tree, title: str, subtitle: str = "") -> str:
    """The article's paragraphs, a blank line between two; without comments and what surrounds it."""
    main = copy.deepcopy(tree)
    for path in _EMBEDDED:
        for element in main.xpath(path, namespaces=NS):
            if element.getparent() is not None:
                element.drop_tree()
    said = sum(len(words(part)) for part in main.xpath(f"//p{IN_MAIN}", namespaces=NS))
    text = _extract(main, fast=True)
    if len(text) < said * _ENOUGH and said > 1_000:
        # It took a teaser for the article: look again, with more care.
        text = max(text, _extract(main, fast=False), key=len)
    text = _short(main, text) or text
    kept = _within_body(main, [line for line in text.split("\n") if line.strip()])
    return plain.paragraphs("\n\n".join(_without_noise(kept, title, subtitle)))


def _extract(tree: Tree, *, fast: bool) -> str:
    found = trafilatura.bare_extraction(
        copy.deepcopy(tree), fast=fast, include_comments=False, include_tables=True, with_metadata=False
    )
    return getattr(found, "text", None) or ""


def _short(tree: Tree, text: str) -> str:
    """All that the page's one article says, where that is little, with few links, yet more than was taken."""
    articles = tree.xpath("//article")
    if len(articles) != 1 or len(words(articles[0])) > _LITTLE:
        return ""
    if articles[0].xpath(".//form | .//nav | .//aside | .//header | .//footer | .//ul | .//iframe"):
        return ""
    linked = sum(len(words(link)) for link in articles[0].xpath(".//a"))
    said = to_text(inner_html(articles[0]))
    return said if len(said) > max(1.3 * len(text), 5 * linked) else ""


def _within_body(tree: Tree, lines: list[str]) -> list[str]:
    """Where the page marks its article's body, and most was found there, only what is in it."""
    bodies = tree.xpath('//*[@itemprop="articleBody"]')
    if len(bodies) != 1 or not lines:
        return lines
    body = _letters(words(bodies[0]))
    inside = [line for line in lines if _letters(line) in body]
    return inside if sum(map(len, inside)) > 0.6 * sum(map(len, lines)) else lines


def _without_noise(lines: list[str], title: str, subtitle: str) -> Iterator[str]:
    heads = {_letters(title), _letters(subtitle)}
    for place, line in enumerate(lines):
        if place < _HEAD and _letters(line) in heads:
            continue
        if not _NOISE.fullmatch(line.strip()):
            yield _CELLS.sub(" – ", line.strip("| ")) if line.startswith("|") else line


def _letters(text: str) -> str:
    return re.sub(r"[\W_]+", "", text.casefold())
