"""The site's records as the JSON objects of a real WordPress 6."""

from __future__ import annotations

from datetime import datetime
from html import escape
from typing import Any

from bot.demo.site import text as site_text
from bot.demo.site.newsroom import Newsroom
from bot.demo.site.records import Article, Category, Comment, Reader
from bot.demo.site.stories import ZONE

Json = dict[str, Any]

MEDIA = 10_000  # a picture's id is its article's plus this

_CURIES = [{"name": "wp", "href": "https://api.w.org/{rel}", "templated": True}]


class Shapes:
    """Makes the objects, with links built on the newsroom's address."""

    def __init__(self, newsroom: Newsroom) -> None:
        self._news = newsroom
        self._api = f"{newsroom.base_url}/wp-json/wp/v2"

    def post(self, article: Article, embed: frozenset[str]) -> Json:
        """A post; `embed` are the link relations to be embedded."""
        api, link = self._api, self._news.url(article)
        shape: Json = {
            "id": article.id,
            **_dates("date", article.published),
            "guid": {"rendered": f"{self._news.base_url}/?p={article.id}"},
            **_dates("modified", article.modified),
            "slug": article.slug,
            "status": "publish",
            "type": "post",
            "link": link,
            "title": {"rendered": _rendered(article.title)},
            "content": {"rendered": site_text.to_html(article.content), "protected": False},
            "excerpt": {"rendered": f"<p>{_excerpt(article)}</p>\n", "protected": False},
            "author": article.author,
            "featured_media": article.id + MEDIA,
            "comment_status": "open" if article.comments_open else "closed",
            "ping_status": "closed",
            "sticky": False,
            "template": "",
            "format": "standard",
            "meta": [],
            "categories": list(article.categories),
            "tags": [],
            "_links": {
                **_self_links(api, "posts", article.id),
                "about": [{"href": f"{api}/types/post"}],
                "author": [{"embeddable": True, "href": f"{api}/users/{article.author}"}],
                "replies": [{"embeddable": True, "href": f"{api}/comments?post={article.id}"}],
                "version-history": [
                    {"count": article.revision, "href": f"{api}/posts/{article.id}/revisions"}
                ],
                "wp:featuredmedia": [{"embeddable": True, "href": f"{api}/media/{article.id + MEDIA}"}],
                "wp:attachment": [{"href": f"{api}/media?parent={article.id}"}],
                "wp:term": [
                    {"taxonomy": taxonomy, "embeddable": True, "href": f"{api}/{name}?post={article.id}"}
                    for taxonomy, name in (("category", "categories"), ("post_tag", "tags"))
                ],
                "curies": _CURIES,
            },
        }
        return shape | ({"_embedded": self._embedded(article, embed)} if embed else {})

    def comment(self, comment: Comment) -> Json:
        """A comment."""
        api, author = self._api, self._news.reader(comment.author)
        links: Json = {
            **_self_links(api, "comments", comment.id),
            "author": [{"embeddable": True, "href": f"{api}/users/{author.id}"}],
            "up": [{"embeddable": True, "post_type": "post", "href": f"{api}/posts/{comment.article}"}],
        }
        if comment.parent:
            links["in-reply-to"] = [{"embeddable": True, "href": f"{api}/comments/{comment.parent}"}]
        if any(other.parent == comment.id for other in self._news.visible_comments(comment.article)):
            links["children"] = [{"embeddable": True, "href": f"{api}/comments?parent={comment.id}"}]
        return {
            "id": comment.id,
            "post": comment.article,
            "parent": comment.parent,
            "author": author.id,
            "author_name": author.name,
            "author_url": "",
            **_dates("date", comment.published),
            "content": {"rendered": site_text.to_html(comment.content, quotes=not comment.typed_quotes)},
            "link": f"{self._news.url(self._news.articles[comment.article])}#comment-{comment.id}",
            "status": "approved",
            "type": "comment",
            "author_avatar_urls": self._avatars(author),
            "meta": [],
            "_links": links,
        }

    def category(self, category: Category) -> Json:
        """A category, with the number of its articles."""
        count = sum(category.id in article.categories for article in self._news.visible_articles())
        term = self._term(category)
        return {"id": category.id, "count": count, "description": ""} | term | {"parent": 0, "meta": []}

    def user(self, reader: Reader) -> Json:
        """A user as the public sees them."""
        shape = self._author(reader)
        links = shape.pop("_links")
        return shape | {"meta": [], "_links": links}

    def media(self, article: Article) -> Json:
        """An article's picture."""
        source = self._news.picture_url(article)
        return {
            "id": article.id + MEDIA,
            **_dates("date", article.published),
            "slug": f"{article.slug}-image",
            "type": "attachment",
            "link": source,
            "title": {"rendered": _rendered(article.title)},
            "author": article.author,
            "caption": {"rendered": ""},
            "alt_text": "",
            "media_type": "image",
            "mime_type": "image/svg+xml",
            "media_details": {"width": 960, "height": 540, "sizes": {}},
            "source_url": source,
            "_links": _self_links(self._api, "media", article.id + MEDIA),
        }

    def _embedded(self, article: Article, embed: frozenset[str]) -> Json:
        made: Json = {}
        if "author" in embed:
            made["author"] = [self._author(self._news.reader(article.author))]
        if "wp:featuredmedia" in embed:
            made["wp:featuredmedia"] = [self.media(article)]
        if "wp:term" in embed:
            made["wp:term"] = [[self._term(self._news.categories[n]) for n in article.categories], []]
        return made

    def _author(self, reader: Reader) -> Json:
        return {
            "id": reader.id,
            "name": reader.name,
            "url": "",
            "description": "",
            "link": f"{self._news.base_url}/author/{reader.slug}/",
            "slug": reader.slug,
            "avatar_urls": self._avatars(reader),
            "_links": _self_links(self._api, "users", reader.id),
        }

    def _term(self, category: Category) -> Json:
        return {
            "id": category.id,
            "link": f"{self._news.base_url}/category/{category.slug}/",
            "name": _rendered(category.name),
            "slug": category.slug,
            "taxonomy": "category",
            "_links": {
                **_self_links(self._api, "categories", category.id),
                "about": [{"href": f"{self._api}/taxonomies/category"}],
                "wp:post_type": [{"href": f"{self._api}/posts?categories={category.id}"}],
                "curies": _CURIES,
            },
        }

    def _avatars(self, reader: Reader) -> dict[str, str]:
        address = self._news.avatar_url(reader)
        return {size: f"{address}?s={size}" for size in ("24", "48", "96")}


def _excerpt(article: Article) -> str:
    """What the editor wrote as one, else the first 55 words."""
    words = article.content.split()
    end = " [&hellip;]" if len(words) > 55 else ""
    return _rendered(article.subtitle or " ".join(words[:55])) + ("" if article.subtitle else end)


def _rendered(text: str) -> str:
    return escape(text, quote=False).replace("&amp;", "&#038;")


def _dates(name: str, moment: datetime) -> Json:
    """The two clocks of WordPress, local and GMT, both without saying so."""
    local = moment.astimezone(ZONE)
    return {name: f"{local:%Y-%m-%dT%H:%M:%S}", f"{name}_gmt": f"{moment:%Y-%m-%dT%H:%M:%S}"}


def _self_links(api: str, name: str, number: int) -> Json:
    return {"self": [{"href": f"{api}/{name}/{number}"}], "collection": [{"href": f"{api}/{name}"}]}
