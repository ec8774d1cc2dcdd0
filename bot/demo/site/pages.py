"""The site's own pages, made on the server with WordPress's class names: front page, articles, pictures."""

from __future__ import annotations

import json
from datetime import datetime
from html import escape
from importlib import resources

from aiohttp import web

from bot.demo.site import pictures as site_pictures
from bot.demo.site import text as site_text
from bot.demo.site.newsroom import NAME, SLOGAN, Newsroom
from bot.demo.site.records import Article, Comment, SiteError
from bot.demo.site.stories import ZONE, french_date

_STYLE = resources.files("bot.demo.site") / "content" / "style.css"


def routes(newsroom: Newsroom) -> list[web.RouteDef]:
    """The front page, an article's page, and the pictures."""
    pages = _Pages(newsroom)
    return [
        web.get("/", pages.front),
        web.get(r"/{year:\d{4}}/{month:\d{2}}/{slug}/", pages.article),
        web.get(r"/account/{id:\d{1,18}}/discord", pages.discord),
        web.get("/style.css", pages.style),
        web.get("/icon.svg", pages.icon),
        web.get(r"/pictures/{id:\d{1,18}}.svg", pages.picture),
        web.get(r"/avatars/{id:\d{1,18}}.svg", pages.avatar),
    ]


class _Pages:
    def __init__(self, newsroom: Newsroom) -> None:
        self._news = newsroom

    async def front(self, _: web.Request) -> web.Response:
        cards = "".join(map(self._card, self._news.visible_articles()))
        head = f'<link rel="canonical" href="{self._news.base_url}/" />'
        return self._page(NAME, head, f'<main class="front">{cards}</main>')

    async def article(self, request: web.Request) -> web.Response:
        for article in self._news.visible_articles():
            if self._news.url(article).endswith(request.path.removeprefix("/")):
                return self._page(article.title, self._head(article), self._main(article))
        main = "<main><h1>Page introuvable</h1><p>Cet article n’existe pas, ou plus.</p></main>"
        return self._page("Page introuvable", "", main, status=404)

    async def discord(self, request: web.Request) -> web.Response:
        try:
            address = self._news.signed_link(int(request.match_info["id"]))
        except SiteError:
            return web.Response(status=404)
        headers = {"Location": address, "Referrer-Policy": "no-referrer", "Cache-Control": "no-store"}
        return web.Response(status=303, headers=headers)

    async def style(self, _: web.Request) -> web.Response:
        return web.Response(text=_STYLE.read_text(encoding="utf-8"), content_type="text/css")

    async def icon(self, _: web.Request) -> web.Response:
        return _svg(site_pictures.person(0, "Gazette Objets"))

    async def picture(self, request: web.Request) -> web.Response:
        try:
            article = self._news.article(int(request.match_info["id"]))
        except SiteError:
            return web.Response(status=404)
        return _svg(site_pictures.article(article.id, article.picture))

    async def avatar(self, request: web.Request) -> web.Response:
        try:
            reader = self._news.reader(int(request.match_info["id"]))
        except SiteError:
            return web.Response(status=404)
        return _svg(site_pictures.person(reader.id, reader.name))

    def _page(self, title: str, head: str, main: str, *, status: int = 200) -> web.Response:
        base = self._news.base_url
        text = (
            '<!DOCTYPE html>\n<html lang="fr-FR"><head><meta charset="UTF-8" />'
            '<meta name="viewport" content="width=device-width, initial-scale=1" />'
            f"<title>{escape(title)}{'' if title == NAME else f' – {NAME}'}</title>\n{head}\n"
            f'<link rel="alternate" type="application/rss+xml" title="{NAME}" href="{base}/feed/" />\n'
            f'<link rel="https://api.w.org/" href="{base}/wp-json/" />\n'
            f'<link rel="icon" href="{base}/icon.svg" />'
            f'<link rel="stylesheet" href="{base}/style.css" /></head>\n'
            f'<body><header class="site"><a href="{base}/">{NAME}</a><p>{SLOGAN}</p></header>\n'
            f"{main}\n</body></html>\n"
        )
        return web.Response(text=text, status=status, content_type="text/html", charset="UTF-8")

    def _card(self, article: Article) -> str:
        link, count = self._news.url(article), len(self._news.visible_comments(article.id))
        said = f"{count} commentaire{'s' if count > 1 else ''}"
        return (
            f'<article class="post" id="post-{article.id}">'
            f'<img src="{self._news.picture_url(article)}" alt="" />'
            f'<div><h2 class="entry-title"><a href="{link}" rel="bookmark">{escape(article.title)}</a></h2>'
            f'<p class="subtitle">{escape(article.subtitle)}</p>'
            f'<p class="entry-meta">{_time(article.published, "published")} · {said}</p></div></article>\n'
        )

    def _head(self, article: Article) -> str:
        news, link = self._news, self._news.url(article)
        properties = {
            "og:type": "article",
            "og:locale": "fr_FR",
            "og:site_name": NAME,
            "og:title": article.title,
            "og:description": article.subtitle,
            "og:url": link,
            "og:image": news.picture_url(article),
            "article:published_time": article.published.isoformat(),
            "article:modified_time": article.modified.isoformat(),
        }
        told = {
            "@context": "https://schema.org",
            "@type": "NewsArticle",
            "headline": article.title,
            "description": article.subtitle,
            "datePublished": article.published.isoformat(),
            "dateModified": article.modified.isoformat(),
            "author": {"@type": "Person", "name": news.reader(article.author).name},
            "mainEntityOfPage": link,
        }
        # "</script" inside the text must not end the script.
        script = json.dumps(told).replace("<", r"\u003c")
        return "\n".join(
            [
                f'<link rel="canonical" href="{link}" />',
                f'<meta name="description" content="{escape(article.subtitle)}" />',
                f'<meta name="author" content="{escape(news.reader(article.author).name)}" />',
                *(
                    f'<meta property="{name}" content="{escape(value)}" />'
                    for name, value in properties.items()
                ),
                f'<script type="application/ld+json">{script}</script>',
            ]
        )

    def _main(self, article: Article) -> str:
        news = self._news
        names = ", ".join(
            f'<span rel="category tag">{escape(news.categories[number].name)}</span>'
            for number in article.categories
        )
        author = escape(news.reader(article.author).name)
        return (
            f'<main id="main"><article id="post-{article.id}" class="post type-post status-publish">'
            f'<header class="entry-header"><h1 class="entry-title">{escape(article.title)}</h1>'
            f'<p class="subtitle">{escape(article.subtitle)}</p><p class="entry-meta">'
            f'<span class="byline">Par <span class="author vcard"><b class="fn">{author}</b></span></span>, '
            f'{_time(article.published, "entry-date published")} · <span class="cat-links">{names}</span></p>'
            f'</header><img class="entry-image" src="{news.picture_url(article)}" alt="" />'
            f'<div class="entry-content">{site_text.to_html(article.content)}</div></article>\n'
            f"{self._comments(article)}</main>"
        )

    def _comments(self, article: Article) -> str:
        shown = self._news.visible_comments(article.id)
        title = f"Commentaires ({len(shown)})"
        if not article.comments_open:
            title += " – fermés"
        return (
            f'<section id="comments" class="comments-area"><h2 class="comments-title">{title}</h2>'
            f'<ol class="comment-list">{self._thread(article, 0)}</ol></section>'
        )

    def _thread(self, article: Article, parent: int, depth: int = 1) -> str:
        """The comments on one parent; the answers to a deleted one stay below its empty place."""
        place = sorted(
            (c for c in self._news.comments.values() if c.article == article.id and c.parent == parent),
            key=lambda comment: (comment.published, comment.id),
        )
        return "".join(self._branch(article, comment, depth) for comment in place)

    def _branch(self, article: Article, comment: Comment, depth: int) -> str:
        answers = self._thread(article, comment.id, depth + 1)
        if comment.trashed and not answers:
            return ""
        below = f'<ol class="children">{answers}</ol>' if answers else ""
        body = "<p><em>Commentaire supprimé.</em></p>" if comment.trashed else self._body(article, comment)
        return f'<li id="comment-{comment.id}" class="comment depth-{depth}">{body}{below}</li>\n'

    def _body(self, article: Article, comment: Comment) -> str:
        author = self._news.reader(comment.author)
        link = f"{self._news.url(article)}#comment-{comment.id}"
        html = site_text.to_html(comment.content, quotes=not comment.typed_quotes)
        return (
            f'<article id="div-comment-{comment.id}" class="comment-body"><footer class="comment-meta">'
            '<div class="comment-author vcard">'
            f'<img class="avatar" src="{self._news.avatar_url(author)}" alt="" />'
            f'<b class="fn">{escape(author.name)}</b> <span class="says">a dit :</span></div>'
            f'<div class="comment-metadata"><a href="{link}">{_time(comment.published)}</a></div></footer>'
            f'<div class="comment-content">{html}</div></article>'
        )


def _time(moment: datetime, names: str = "") -> str:
    local = moment.astimezone(ZONE)
    kind = f' class="{names}"' if names else ""
    clock = f"{local:%H}\N{NO-BREAK SPACE}h\N{NO-BREAK SPACE}{local:%M}"
    return f'<time{kind} datetime="{local.isoformat()}">{french_date(local.date())} à {clock}</time>'


def _svg(text: str) -> web.Response:
    return web.Response(text=text, content_type="image/svg+xml", headers={"Cache-Control": "max-age=3600"})
