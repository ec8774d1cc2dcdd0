"""The site's REST API below `/wp-json`: it asks, filters, sorts and refuses as a real WordPress 6 does."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from aiohttp import web

from bot.demo.site.newsroom import NAME, SLOGAN, Newsroom
from bot.demo.site.records import Article, Comment
from bot.demo.site.rest_query import Query, RestError, handle
from bot.demo.site.stories import ZONE
from bot.demo.site.wordpress import MEDIA, Shapes

_POST_ORDERS = ("author", "date", "id", "include", "modified", "parent", "relevance", "slug", "title")
_COMMENT_ORDERS = ("date", "date_gmt", "id", "include", "post", "parent", "type")
_TERM_ORDERS = ("id", "include", "name", "slug", "count")
_USER_ORDERS = ("id", "include", "name", "slug")


def routes(newsroom: Newsroom) -> list[web.RouteDef]:
    """The routes below `/wp-json`."""
    api = _Rest(newsroom)
    paths: list[tuple[str, Callable[[Query], web.Response]]] = [
        ("", api.index),
        ("/wp/v2/posts", api.posts),
        (r"/wp/v2/posts/{id:\d{1,18}}", api.post),
        ("/wp/v2/comments", api.comments),
        (r"/wp/v2/comments/{id:\d{1,18}}", api.comment),
        ("/wp/v2/categories", api.categories),
        (r"/wp/v2/categories/{id:\d{1,18}}", api.category),
        ("/wp/v2/users", api.users),
        ("/wp/v2/users/me", api.me),
        (r"/wp/v2/users/{id:\d{1,18}}", api.user),
        (r"/wp/v2/media/{id:\d{1,18}}", api.media),
    ]
    made = [
        web.get("/wp-json" + path + slash, handle(newsroom, call))
        for path, call in paths
        for slash in ("", "/")
    ]
    return [*made, web.route("*", "/wp-json/{tail:.*}", handle(newsroom, api.nothing))]


class _Rest:
    def __init__(self, newsroom: Newsroom) -> None:
        self._news = newsroom
        self._shapes = Shapes(newsroom)

    def index(self, query: Query) -> web.Response:
        base = self._news.base_url
        paths = ("", "/posts", "/comments", "/categories", "/users")
        return query.json(
            {
                "name": NAME,
                "description": SLOGAN,
                "url": base,
                "home": base,
                "gmt_offset": int(self._news.now.astimezone(ZONE).strftime("%z")[:3]),
                "timezone_string": ZONE.key,
                "namespaces": ["wp/v2"],
                "authentication": [],
                "routes": {
                    f"/wp/v2{path}": {"namespace": "wp/v2", "methods": ["GET"], "endpoints": []}
                    for path in paths
                },
                "site_logo": 0,
                "site_icon": 0,
                "site_icon_url": "",
                "_links": {"help": [{"href": "https://developer.wordpress.org/rest-api/"}]},
            }
        )

    def nothing(self, _: Query) -> web.Response:
        raise RestError(404, "rest_no_route", "No route was found matching the URL and request method.")

    def posts(self, query: Query) -> web.Response:
        order = query.order(_POST_ORDERS, "date")
        after, before = query.moment("after"), query.moment("before")
        changed_after, changed_before = query.moment("modified_after"), query.moment("modified_before")
        include, exclude, slugs = query.ids("include"), query.ids("exclude"), query.words("slug")
        categories, authors = query.ids("categories"), query.ids("author")
        query.check()
        found = [
            article
            for article in self._news.visible_articles()
            if (after is None or article.published > after)
            and (before is None or article.published < before)
            and (changed_after is None or article.modified > changed_after)
            and (changed_before is None or article.modified < changed_before)
            and (not include or article.id in include)
            and article.id not in exclude
            and (not slugs or article.slug in slugs)
            and (not categories or set(categories) & set(article.categories))
            and (not authors or article.author in authors)
        ]
        keys: dict[str, Callable[[Article], Any]] = {
            "id": lambda article: article.id,
            "modified": lambda article: (article.modified, article.id),
            "slug": lambda article: article.slug,
            "title": lambda article: article.title.casefold(),
            "author": lambda article: (article.author, article.id),
            "include": lambda article: include.index(article.id) if article.id in include else 0,
        }
        key = keys.get(order.by, lambda article: (article.published, article.id))
        found.sort(key=key, reverse=order.falling)
        return query.listing(
            "/wp/v2/posts", found, lambda article: self._shapes.post(article, query.embed), strict=True
        )

    def post(self, query: Query) -> web.Response:
        query.check()
        article = self._news.articles.get(query.id)
        if article is None:
            raise RestError(404, "rest_post_invalid_id", "Invalid post ID.")
        if article.trashed:
            raise RestError(401, "rest_forbidden", "Sorry, you are not allowed to do that.")
        alternate = f'<{self._news.url(article)}>; rel="alternate"; type=text/html'
        return query.json(self._shapes.post(article, query.embed), link=alternate)

    def comments(self, query: Query) -> web.Response:
        order = query.order(_COMMENT_ORDERS, "date_gmt")
        posts, parents = query.ids("post"), query.ids("parent")
        include, exclude, authors = query.ids("include"), query.ids("exclude"), query.ids("author")
        after, before = query.moment("after"), query.moment("before")
        query.check()
        if query.text("status", "approve") not in {"approve", "approved"}:
            raise RestError(401, "rest_forbidden_param", "Query parameter not permitted: status")
        found = [
            comment
            for comment in self._news.visible_comments()
            if (not posts or comment.article in posts)
            and (not parents or comment.parent in parents)
            and (not include or comment.id in include)
            and comment.id not in exclude
            and (not authors or comment.author in authors)
            and (after is None or comment.published > after)
            and (before is None or comment.published < before)
        ]
        keys: dict[str, Callable[[Comment], Any]] = {
            "id": lambda comment: comment.id,
            "post": lambda comment: (comment.article, comment.id),
            "parent": lambda comment: (comment.parent, comment.id),
            "include": lambda comment: include.index(comment.id) if comment.id in include else 0,
        }
        key = keys.get(order.by, lambda comment: (comment.published, comment.id))
        found.sort(key=key, reverse=order.falling)
        return query.listing("/wp/v2/comments", found, self._shapes.comment, strict=False)

    def comment(self, query: Query) -> web.Response:
        query.check()
        comment = self._news.comments.get(query.id)
        if comment is None:
            raise RestError(404, "rest_comment_invalid_id", "Invalid comment ID.")
        if comment.trashed or self._news.articles[comment.article].trashed:
            raise RestError(401, "rest_cannot_read", "Sorry, you are not allowed to read this comment.")
        return query.json(self._shapes.comment(comment))

    def categories(self, query: Query) -> web.Response:
        order = query.order(_TERM_ORDERS, "name", falling=False)
        include, slugs, post = query.ids("include"), query.words("slug"), query.ids("post")
        query.check()
        filed = {
            n for article in self._news.visible_articles() if article.id in post for n in article.categories
        }
        found = [
            category
            for category in self._news.categories.values()
            if (not include or category.id in include)
            and (not slugs or category.slug in slugs)
            and (not post or category.id in filed)
        ]
        by_id = order.by in {"id", "include"}
        found.sort(key=lambda category: category.id if by_id else 0)
        if not by_id:
            found.sort(key=lambda category: category.slug, reverse=order.falling)
        return query.listing("/wp/v2/categories", found, self._shapes.category, strict=False)

    def category(self, query: Query) -> web.Response:
        category = self._news.categories.get(query.id)
        if category is None:
            raise RestError(404, "rest_term_invalid", "Term does not exist.")
        return query.json(self._shapes.category(category))

    def users(self, query: Query) -> web.Response:
        query.order(_USER_ORDERS, "name", falling=False)
        include, slugs = query.ids("include"), query.words("slug")
        query.check()
        writers = {article.author for article in self._news.visible_articles()}
        found = [
            reader
            for reader in self._news.readers.values()
            if reader.id in writers
            and (not include or reader.id in include)
            and (not slugs or reader.slug in slugs)
        ]
        found.sort(key=lambda reader: reader.name.casefold())
        return query.listing("/wp/v2/users", found, self._shapes.user, strict=False)

    def me(self, _: Query) -> web.Response:
        raise RestError(401, "rest_not_logged_in", "You are not currently logged in.")

    def user(self, query: Query) -> web.Response:
        reader = self._news.readers.get(query.id)
        if reader is None:
            raise RestError(404, "rest_user_invalid_id", "Invalid user ID.")
        if not any(article.author == reader.id for article in self._news.visible_articles()):
            raise RestError(401, "rest_user_cannot_view", "Sorry, you are not allowed to list users.")
        return query.json(self._shapes.user(reader))

    def media(self, query: Query) -> web.Response:
        article = self._news.articles.get(query.id - MEDIA)
        if article is None or article.trashed:
            raise RestError(404, "rest_post_invalid_id", "Invalid post ID.")
        return query.json(self._shapes.media(article))
