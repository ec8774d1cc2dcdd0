"""The site's RSS 2.0 feeds as WordPress writes them: articles, and the newest comments."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import UTC, datetime
from email.utils import format_datetime, parsedate_to_datetime
from html import escape

from aiohttp import web

from bot.demo.site import text as site_text
from bot.demo.site.newsroom import NAME, SLOGAN, Newsroom
from bot.demo.site.records import Article, Comment

_NAMESPACES = " ".join(
    f'xmlns:{name}="{address}"'
    for name, address in (
        ("content", "http://purl.org/rss/1.0/modules/content/"),
        ("wfw", "http://wellformedweb.org/CommentAPI/"),
        ("dc", "http://purl.org/dc/elements/1.1/"),
        ("atom", "http://www.w3.org/2005/Atom"),
        ("sy", "http://purl.org/rss/1.0/modules/syndication/"),
        ("slash", "http://purl.org/rss/1.0/modules/slash/"),
    )
)
_LONGEST = 10


def routes(newsroom: Newsroom) -> list[web.RouteDef]:
    """The two feeds, with and without a slash at the end."""
    feeds = _Feeds(newsroom)
    return [
        web.get(path + slash, answer)
        for path, answer in (("/feed", feeds.articles), ("/comments/feed", feeds.comments))
        for slash in ("", "/")
    ]


class _Feeds:
    def __init__(self, newsroom: Newsroom) -> None:
        self._news = newsroom

    async def articles(self, request: web.Request) -> web.Response:
        shown = self._news.visible_articles()[:_LONGEST]
        changed = max((article.modified for article in shown), default=self._news.now)
        mark = str([(article.id, article.revision) for article in shown])
        body = self._channel("", "/feed/", changed, map(self._article, shown))
        return _conditional(request, body, changed, mark)

    async def comments(self, request: web.Request) -> web.Response:
        """The newest comments. As in WordPress, its date is that of the newest: an edit answers 304."""
        shown = self._news.visible_comments()[::-1][:_LONGEST]
        changed = max((comment.published for comment in shown), default=self._news.now)
        mark = str(max((comment.id for comment in shown), default=0))
        body = self._channel("Commentaires pour ", "/comments/feed/", changed, map(self._comment, shown))
        return _conditional(request, body, changed, mark)

    def _channel(self, prefix: str, path: str, changed: datetime, items: Iterable[str]) -> str:
        base = self._news.base_url
        return (
            f'<?xml version="1.0" encoding="UTF-8"?><rss version="2.0" {_NAMESPACES}>\n<channel>\n'
            f"<title>{escape(prefix + NAME)}</title>\n"
            f'<atom:link href="{base}{path}" rel="self" type="application/rss+xml" />\n'
            f"<link>{base}</link>\n<description>{escape(SLOGAN)}</description>\n"
            f"<lastBuildDate>{_rfc822(changed)}</lastBuildDate>\n<language>fr-FR</language>\n"
            "<sy:updatePeriod>hourly</sy:updatePeriod>\n<sy:updateFrequency>1</sy:updateFrequency>\n"
            f"{''.join(items)}</channel>\n</rss>\n"
        )

    def _article(self, article: Article) -> str:
        news, link = self._news, self._news.url(article)
        answers = len(news.visible_comments(article.id))
        names = (news.categories[number].name for number in article.categories)
        return (
            f"<item>\n<title>{escape(article.title)}</title>\n<link>{link}</link>\n"
            f"<comments>{link}#{'comments' if answers else 'respond'}</comments>\n"
            f"<dc:creator>{_cdata(news.reader(article.author).name)}</dc:creator>\n"
            f"<pubDate>{_rfc822(article.published)}</pubDate>\n"
            + "".join(f"<category>{_cdata(name)}</category>\n" for name in names)
            + f'<guid isPermaLink="false">{news.base_url}/?p={article.id}</guid>\n'
            f"<description>{_cdata(escape(article.subtitle, quote=False))}</description>\n"
            f"<content:encoded>{_cdata(site_text.to_html(article.content))}</content:encoded>\n"
            f"<wfw:commentRss>{link}feed/</wfw:commentRss>\n"
            f"<slash:comments>{answers}</slash:comments>\n</item>\n"
        )

    def _comment(self, comment: Comment) -> str:
        news = self._news
        article, author = news.articles[comment.article], news.reader(comment.author).name
        link = f"{news.url(article)}#comment-{comment.id}"
        html = site_text.to_html(comment.content, quotes=not comment.typed_quotes)
        return (
            f"<item>\n<title>{escape(f'Commentaires sur {article.title} par {author}')}</title>\n"
            f"<link>{link}</link>\n<dc:creator>{_cdata(author)}</dc:creator>\n"
            f"<pubDate>{_rfc822(comment.published)}</pubDate>\n"
            f'<guid isPermaLink="false">{link}</guid>\n'
            f"<description>{_cdata(escape(comment.content, quote=False))}</description>\n"
            f"<content:encoded>{_cdata(html)}</content:encoded>\n</item>\n"
        )


def _conditional(request: web.Request, body: str, changed: datetime, mark: str) -> web.Response:
    """The feed, or 304 when the reader has it. The ETag goes before the date, which knows only seconds."""
    stamp = format_datetime(changed.astimezone(UTC), usegmt=True)
    etag = f'"{hashlib.sha256((stamp + mark).encode()).hexdigest()[:32]}"'
    headers = {"ETag": etag, "Last-Modified": stamp}
    known = request.headers.get("If-None-Match")
    fresh = (
        etag in known if known is not None else _not_since(request.headers.get("If-Modified-Since"), changed)
    )
    if fresh:
        return web.Response(status=304, headers=headers)
    return web.Response(text=body, content_type="application/rss+xml", charset="UTF-8", headers=headers)


def _not_since(stamp: str | None, changed: datetime) -> bool:
    try:
        return stamp is not None and parsedate_to_datetime(stamp) >= changed
    except (ValueError, TypeError):
        return False


def _rfc822(moment: datetime) -> str:
    return format_datetime(moment.astimezone(UTC))


def _cdata(text: str) -> str:
    return "<![CDATA[" + text.replace("]]>", "]]]]><![CDATA[>") + "]]>"
