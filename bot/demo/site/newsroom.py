"""What the demo's news site holds, and every change that a person can make. In memory, for one event loop."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta
from typing import Any

import jwt

from bot.demo.site import stories as site_content
from bot.demo.site import text as site_text
from bot.demo.site.records import Article, Comment, LinkCode, Reader, SiteError, Subscription

NAME = "La Gazette des Objets"
SLOGAN = "L’actualité des objets numériques, sans jargon"
STATUSES = ("active", "past_due", "cancelled", "ended")

_CODE_ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
_CODE_LENGTH = 12
_CODE_LIFE = timedelta(minutes=10)


class Newsroom:
    """The site's readers, articles, comments and subscriptions. Unknown ids raise SiteError 404."""

    def __init__(
        self,
        base_url: str,
        *,
        secret: str = "",
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self.base_url = base_url.rstrip("/")
        self.secret = secret
        self.signing: tuple[str, str] | None = None
        self.version = 0
        self.closing = asyncio.Event()
        self._clock = clock
        self._listeners: set[asyncio.Queue[int]] = set()
        content = site_content.load(clock())
        self.tiers, self.categories = content.tiers, content.categories
        self.readers, self.articles, self.comments = content.readers, content.articles, content.comments
        self._last_article, self._last_comment = max(self.articles), max(self.comments)

    @property
    def now(self) -> datetime:
        """The site's time, in whole seconds as WordPress keeps them."""
        return self._clock().replace(microsecond=0)

    def url(self, article: Article) -> str:
        """The address of an article's page."""
        day = article.published.astimezone(site_content.ZONE)
        return f"{self.base_url}/{day:%Y/%m}/{article.slug}/"

    def picture_url(self, article: Article) -> str:
        """The address of an article's picture."""
        return f"{self.base_url}/pictures/{article.id}.svg"

    def avatar_url(self, reader: Reader) -> str:
        """The address of a reader's picture."""
        return f"{self.base_url}/avatars/{reader.id}.svg"

    def visible_articles(self) -> list[Article]:
        """The published articles, newest first."""
        shown = (article for article in self.articles.values() if not article.trashed)
        return sorted(shown, key=lambda article: (article.published, article.id), reverse=True)

    def visible_comments(self, article_id: int | None = None) -> list[Comment]:
        """The approved comments of one article, or of all, oldest first."""
        shown = (
            comment
            for comment in self.comments.values()
            if not comment.trashed
            and not self.articles[comment.article].trashed
            and article_id in {None, comment.article}
        )
        return sorted(shown, key=lambda comment: (comment.published, comment.id))

    def article(self, article_id: int) -> Article:
        """The article of an id."""
        article = self.articles.get(article_id)
        if article is None or article.trashed:
            raise SiteError(404, "Cet article n’existe pas.")
        return article

    def comment(self, comment_id: int) -> Comment:
        """The comment of an id."""
        comment = self.comments.get(comment_id)
        if comment is None or comment.trashed or self.articles[comment.article].trashed:
            raise SiteError(404, "Ce commentaire n’existe pas.")
        return comment

    def reader(self, reader_id: int) -> Reader:
        """The reader of an id."""
        try:
            return self.readers[reader_id]
        except KeyError:
            raise SiteError(404, "Ce lecteur n’existe pas.") from None

    def publish(
        self, author_id: int, title: str, content: str, *, subtitle: str = "", categories: Iterable[int] = ()
    ) -> Article:
        """Publish an article now."""
        self._last_article += 1
        article = Article(
            id=self._last_article,
            slug=self._free_slug(title),
            title=title,
            subtitle=subtitle,
            content=content,
            author=self.reader(author_id).id,
            published=self.now,
            modified=self.now,
            categories=tuple(categories),
        )
        self.articles[article.id] = article
        self._changed()
        return article

    def correct(self, article_id: int, changes: dict[str, Any]) -> Article:
        """Change fields of an article; its address stays."""
        article = self.article(article_id)
        for name, value in changes.items():
            setattr(article, name, value)
        # Readers of the site tell versions apart by this date, which knows only seconds.
        article.modified = max(self.now, article.modified + timedelta(seconds=1))
        article.revision += 1
        self._changed()
        return article

    def withdraw(self, article_id: int) -> None:
        """Move an article to the trash, its comments with it."""
        self.article(article_id).trashed = True
        self._changed()

    def add_comment(self, article_id: int, author_id: int, content: str, parent: int = 0) -> Comment:
        """Comment on an article, or answer another comment of it."""
        article, author = self.article(article_id), self.reader(author_id)
        if not article.comments_open:
            raise SiteError(400, "Les commentaires de cet article sont fermés.")
        if parent and self.comment(parent).article != article.id:
            raise SiteError(400, "Cette réponse vise le commentaire d’un autre article.")
        self._last_comment += 1
        comment = Comment(self._last_comment, article.id, parent, author.id, self.now, content)
        self.comments[comment.id] = comment
        self._changed()
        return comment

    def edit_comment(self, comment_id: int, content: str) -> Comment:
        """Change the text of a comment."""
        comment = self.comment(comment_id)
        comment.content, comment.typed_quotes, comment.edited = content, False, True
        self._changed()
        return comment

    def delete_comment(self, comment_id: int) -> None:
        """Move a comment to the trash; its answers keep pointing at it."""
        self.comment(comment_id).trashed = True
        self._changed()

    def subscribe(self, reader_id: int, tier: str, until: datetime | None, status: str) -> Reader:
        """Start or change a reader's subscription."""
        reader = self.reader(reader_id)
        reader.subscription = Subscription(tier, until, status)
        self._changed()
        return reader

    def unsubscribe(self, reader_id: int) -> None:
        """End a reader's subscription at once."""
        reader = self.reader(reader_id)
        if reader.subscription is not None:
            reader.last = Subscription(reader.subscription.tier, self.now, "ended")
            reader.subscription = None
            self._changed()

    def make_link_code(self, reader_id: int) -> LinkCode:
        """A new code for a reader; the one before is void."""
        reader = self.reader(reader_id)
        letters = "".join(secrets.choice(_CODE_ALPHABET) for _ in range(_CODE_LENGTH))
        reader.link_code = LinkCode(f"{letters[:6]}-{letters[6:]}", self.now + _CODE_LIFE)
        self._changed()
        return reader.link_code

    def signed_link(self, reader_id: int) -> str:
        """Where a reader links their Discord account at once: `signing` is its address, and our secret."""
        reader = self.reader(reader_id)
        if self.signing is None:
            raise SiteError(404, "Ce site ne signe pas de lien.")
        address, secret = self.signing
        now = int(self.now.timestamp())
        claims = {"sub": f"gazette-{reader.id}", "aud": address, "iat": now, "exp": now + 300}
        token = jwt.encode(claims | {"jti": secrets.token_hex(16)}, secret, algorithm="HS256")
        return f"{address}?token={token}"

    def live_code(self, reader: Reader) -> str | None:
        """The code that a reader may use now."""
        code = reader.link_code
        return code.code if code and code.expires > self._clock() else None

    def listen(self) -> asyncio.Queue[int]:
        """A queue that receives the version after every change, until `unlisten`."""
        queue: asyncio.Queue[int] = asyncio.Queue()
        self._listeners.add(queue)
        return queue

    def unlisten(self, queue: asyncio.Queue[int]) -> None:
        """Stop sending to a queue."""
        self._listeners.discard(queue)

    def _changed(self) -> None:
        self.version += 1
        for queue in self._listeners:
            queue.put_nowait(self.version)

    def _free_slug(self, title: str) -> str:
        taken = {article.slug for article in self.articles.values()}
        slug = first = site_text.slug(title)
        number = 2
        while slug in taken:
            slug, number = f"{first}-{number}", number + 1
        return slug
