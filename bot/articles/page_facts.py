"""What an article page says of its article. For the worker processes."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, tzinfo
from typing import Any

from bot import plain
from bot.articles.page_dates import read_dates
from bot.articles.page_picture import read_image, read_image_credit
from bot.articles.page_title import read_title
from bot.articles.page_tree import IN_MAIN, NS, Tree, first, kinds, linked_data, words
from bot.articles.parse_embeds import embeds_in
from bot.articles.parse_paywall import is_paywalled
from bot.markdown import harmless_link

ARTICLE_KINDS = frozenset(
    {
        *(
            "Article",
            "NewsArticle",
            "BlogPosting",
            "ReportageNewsArticle",
            "AnalysisNewsArticle",
            "TechArticle",
        ),
        *("OpinionNewsArticle", "LiveBlogPosting", "Report", "Review", "AdvertiserContentArticle", "Posting"),
        *("BackgroundNewsArticle", "ReviewNewsArticle", "SocialMediaPosting", "ScholarlyArticle"),
    }
)
_PAGE_KINDS = frozenset({"WebPage", "ItemPage"})
_MINUTES = re.compile(r"^\D{0,30}?(\d{1,3})\s*(?:min\b|minutes?\b|mn\b)[^\d]{0,30}$", re.IGNORECASE)
_ONLY_SUBSCRIBERS = re.compile(
    r"(?:(?:devez|faut|must|need to|have to) (?:être|be|avoir|have)[^.]{0,40}"
    r"(?:abonn|subscri|member|adhérent|premium)[^.]{0,60}comment"
    r"|commentaires?[^.]{0,30}réservés?[^.]{0,20}abonn|réservé[^.]{0,20}abonnés[^.]{0,30}comment"
    r"|(?:only|exclusive to|for) (?:subscribers|members)[^.]{0,30}comment"
    r"|comment[^.]{0,30}(?:only|exclusive|reserved)[^.]{0,20}(?:subscribers|members))",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class PageFacts:
    """`published` and `updated` are aware and keep the zone that the page writes them in."""

    url: str
    title: str
    subtitle: str = ""
    author: str = ""
    published: datetime | None = None
    updated: datetime | None = None
    language: str = ""
    categories: tuple[str, ...] = ()
    summary: str = ""
    image: str = ""
    image_credit: str = ""
    embeds: tuple[str, ...] = ()
    paywalled: bool = False
    reading_minutes: int | None = None
    subscribers_only_comments: bool = False


def read_facts(tree: Tree, url: str, zone: tzinfo) -> PageFacts:
    """What the page says of its article; clock times without a zone are of `zone`."""
    everything = linked_data(tree)
    data = [node for node in everything if kinds(node) & ARTICLE_KINDS]
    title = plain.one_line(read_title(tree, data, url))
    dated = [*data, *(node for node in everything if kinds(node) & _PAGE_KINDS)]
    published, updated = read_dates(tree, dated, url, zone, title)
    summary = first(
        tree, '//meta[@property="og:description"]/@content', '//meta[@name="description"]/@content'
    )
    image = read_image(tree, data, url)
    return PageFacts(
        url=_address(tree, url),
        title=title,
        subtitle=plain.one_line(_subtitle(tree, data, title)),
        author=plain.one_line(_author(tree, data)),
        published=published,
        updated=updated,
        language=_language(tree, data),
        categories=_categories(tree, data),
        summary=plain.shorten(plain.one_line(summary), 500),
        image=image,
        image_credit=read_image_credit(tree, everything, image),
        embeds=embeds_in(tree, IN_MAIN),
        paywalled=is_paywalled(tree, data),
        reading_minutes=_minutes(tree, data),
        subscribers_only_comments=bool(_ONLY_SUBSCRIBERS.search(words(tree.find("body")))),
    )


def _address(tree: Tree, url: str) -> str:
    """The canonical address, if it is one of the same site."""
    said = first(tree, '//link[@rel="canonical"]/@href', '//meta[@property="og:url"]/@content')
    link = harmless_link(said, url) if said else ""
    return link or harmless_link(url)


def _subtitle(tree: Tree, data: list[dict[str, Any]], title: str) -> str:
    text = first(
        tree,
        '//*[self::h2 or self::h3 or self::p or self::div][contains(@id, "subtitle")]',
        '//*[@itemprop="alternativeHeadline"]',
        "//*[self::h2 or self::h3 or self::p or self::div or self::span]"
        "[re:test(@class, 'sub-?title|sous-?titre|subheadline|standfirst|chapo|article[-_]{1,2}dek')]"
        + IN_MAIN,
    ) or next((str(node["alternativeHeadline"]) for node in data if node.get("alternativeHeadline")), "")
    return text if len(text) <= 400 and text != title else ""


def _author(tree: Tree, data: list[dict[str, Any]]) -> str:
    names = [name for node in data for name in _people(node.get("author"))]
    if not names:
        names = [
            name
            for path in (
                '//meta[@name="author" or @property="article:author" or @name="parsely-author"]/@content',
                f'//*[@itemprop="author"]{IN_MAIN}//*[@itemprop="name"]',
                f'//*[@itemprop="author"]{IN_MAIN}',
                f'//a[@rel="author"]{IN_MAIN}',
                f'//*[re:test(@class, "author-name|byline-name|entry-author|post-author")]{IN_MAIN}',
            )
            if (name := re.sub(r"^(?:par|by|von)\s+", "", first(tree, path), flags=re.IGNORECASE))
            and not name.startswith(("http:", "https:"))
        ][:1]
    return plain.shorten(", ".join(dict.fromkeys(names)), 120)


def _people(value: Any) -> Iterable[str]:
    for person in value if isinstance(value, list) else [value]:
        name = person.get("name") if isinstance(person, dict) else person
        if isinstance(name, str) and name.strip() and not name.startswith("http"):
            yield " ".join(name.split())


def _language(tree: Tree, data: list[dict[str, Any]]) -> str:
    said = [
        *tree.xpath(
            "/html/@lang | /html/@xml:lang", namespaces={"xml": "http://www.w3.org/XML/1998/namespace"}
        ),
        *(str(node["inLanguage"]) for node in data if isinstance(node.get("inLanguage"), str)),
        *tree.xpath('//meta[@property="og:locale" or @name="language"]/@content'),
    ]
    return next((text.strip()[:2].lower() for text in said if re.match(r"\s*[A-Za-z]{2}\b", text)), "")


def _categories(tree: Tree, data: list[dict[str, Any]]) -> tuple[str, ...]:
    links = tree.xpath(
        '//*[self::ul or self::div or self::span or self::p][contains(@class, "categories") or @class="cats"]'
        f'{IN_MAIN}//a | //a[contains(concat(" ", @rel, " "), " category ")]{IN_MAIN}',
        namespaces=NS,
    )
    names = [words(link) for link in links[:8]]
    for node in data:
        sections = node.get("articleSection")
        names += [str(part) for part in (sections if isinstance(sections, list) else [sections]) if part]
    names += tree.xpath('//meta[@property="article:section"]/@content')
    lines = (plain.one_line(name) for name in names)
    return tuple(dict.fromkeys(line for line in lines if 0 < len(line) <= 60))[:8]


def _minutes(tree: Tree, data: list[dict[str, Any]]) -> int | None:
    for node in data:
        if match := re.fullmatch(r"PT(?:0H)?(\d{1,3})M.*", str(node.get("timeRequired") or "")):
            return int(match[1])
    for element in tree.xpath('//*[contains(@class, "reading") or contains(@class, "read-time")]')[:10]:
        if match := _MINUTES.match(words(element)[:80]):
            return int(match[1])
    return None
