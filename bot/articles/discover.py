"""From any address of a site to the ways in which it can be read, the best first."""

from __future__ import annotations

import asyncio
import contextlib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Literal
from urllib.parse import urljoin

from pydantic import ValidationError
from yarl import URL

from bot.articles.first_look import CommentsHint, Look, Outline
from bot.articles.reading import ArticleReading
from bot.articles.source import read_articles
from bot.articles.visit import Visit, arrive
from bot.causes import Cause
from bot.comments.finding import FoundComments, find_comments
from bot.config_sources import SourceSettings
from bot.errors import ReaderError, SourceError
from bot.http import Fetched, Fetcher
from bot.robots import Robots
from bot.workers import Workers
from storage.records import ArticleItem, SourceState

_PATIENCE = 60.0
_FOR_COMMENTS = 4
_FEEDS = 3
_SITEMAPS = 2
_NEWEST = 3
# A page that does not say that it is an article is one if it has as much text.
_LONG_TEXT = 800
_WELL_KNOWN = ("/feed/", "/rss", "/atom.xml", "/feed.json")
_LONG_AGO = datetime.min.replace(tzinfo=UTC)

_API = re.compile(r'<([^<>]+)>\s*;\s*rel="https://api\.w\.org/"')
_NEWS = re.compile(r"(?:^|[/_.-])(?:google-?)?(?:news|actus?|actualites)", re.IGNORECASE)

Kind = Literal["wordpress", "feed", "sitemap", "page"]


@dataclass(frozen=True, slots=True)
class Headline:
    """An article as a reader would know it."""

    title: str
    url: str
    published: datetime | None = None


@dataclass(frozen=True, slots=True)
class FoundSource:
    """A way to read a site, tried out: `articles` is how many it shows now, `newest` a few of them.

    `comments`: where they can be read, the best first; without any the source is read without comments.
    """

    settings: SourceSettings
    articles: int
    newest: tuple[Headline, ...]
    comments: tuple[FoundComments, ...] = ()


@dataclass(frozen=True, slots=True)
class Found:
    """What a site offers, at least one way to read it, the best first."""

    options: tuple[FoundSource, ...]
    title: str
    language: str


async def find(url: str, fetch: Fetcher, workers: Workers, robots: Robots) -> Found:
    """Look at an address as a person gives it: of a site, a feed, a sitemap, an article, or a bare domain.

    Nothing is stored; the site is asked eight times at most, four times more for its comments, and never what
    its robots.txt forbids. Raises
    ReaderError with what is wrong and how to mend it.
    """
    visit = Visit(fetch, robots)
    answer = await arrive(url, visit, robots)
    try:
        look = await _look(answer, workers)
    except SourceError as error:
        raise ReaderError("source-unreadable", address=answer.url, reason=error.reason) from error
    if look.kind == "comments":
        raise ReaderError("source-comment-feed", address=answer.url)
    search = _Search(visit, Visit(fetch, robots, _FOR_COMMENTS), workers, robots, answer, look)
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(_PATIENCE):
            await search.run()
    if search.found:
        return Found(tuple(search.found), search.site, look.language)
    if look.kind != "page" and search.reason:
        raise ReaderError("source-unreadable", address=answer.url, reason=search.reason)
    raise ReaderError("source-nothing-found", address=answer.url)


async def _look(answer: Fetched, workers: Workers) -> Look:
    kind = answer.headers.get("content-type", "")
    look: Look = await workers.run(
        "bot.articles.parse_home:look", answer.body, answer.url, kind, answer.charset
    )
    return look


class _Search:
    """Tries the ways to read a site; `found` grows, best first, and `reason` is what failed last."""

    def __init__(
        self,
        visit: Visit,
        comments_visit: Visit,
        workers: Workers,
        robots: Robots,
        answer: Fetched,
        look: Look,
    ) -> None:
        self._visit = visit
        self._workers = workers
        self._robots = robots
        self._answer = answer
        self._look = look
        self._comments_visit = comments_visit
        self._discussed = look.hints if look.article else None
        self.site = look.title or (URL(answer.url).host or "?").removeprefix("www.")
        self.found: list[FoundSource] = []
        self.reason: str | Cause = ""

    async def run(self) -> None:
        url = self._answer.url
        if self._look.kind == "feed":
            await self._try_feed(url, given=True)
            await self._try_wordpress()
        elif self._look.kind == "sitemap":
            await self._try_sitemap(url, given=True)
        else:
            await self._try_wordpress()
            await self._try_feeds()
            await self._try_sitemaps()
            if self._look.article or (not self.found and URL(url).path != "/"):
                await self._try_page()

    async def _try_wordpress(self) -> None:
        for base in dict.fromkeys(_wordpress(self._answer, self._look)):
            settings = self._settings("wordpress", base)
            reading = await self._read(settings)
            if reading is None or not reading.items:
                continue
            await self._keep_with_comments(settings, reading)
            return

    async def _try_feeds(self) -> None:
        links = [link for link in self._look.feeds if not link.comments]
        for link in links[:_FEEDS]:
            await self._try_feed(link.url, link.title)
        if not self.found:
            for path in _WELL_KNOWN:
                if await self._try_feed(urljoin(self._answer.url, path)):
                    return

    async def _try_feed(self, url: str, title: str = "", *, given: bool = False) -> bool:
        try:
            answer = await self._visit.get(url)
            look = await _look(answer, self._workers)
        except SourceError as error:
            self.reason = error.reason
            return False
        if look.kind != "feed":
            return False
        name = self.site if not self.found else title or look.title
        settings = self._settings("feed", url, name=name, language=look.language)
        reading = await self._read(settings)
        if reading is None or not (reading.items or given):
            return False
        await self._keep_with_comments(settings, reading)
        return True

    async def _try_sitemaps(self) -> None:
        named = (*self._look.sitemaps, *await self._robots.sitemaps(self._answer.url))
        urls = [urljoin(self._answer.url, place) for place in dict.fromkeys(named)]
        urls = [url for url in urls if url.startswith(("http://", "https://"))]
        news = [url for url in urls if _NEWS.search(URL(url).path)]
        for url in (news or ([] if self.found else urls))[:_SITEMAPS]:
            if await self._try_sitemap(url):
                return

    async def _try_sitemap(self, url: str, *, given: bool = False) -> bool:
        settings = self._settings("sitemap", url)
        reading = await self._read(settings)
        # A sitemap of all pages, without headlines, is taken only if it is what was asked for.
        if reading is None or not any(item.title or given for item in reading.items):
            return False
        await self._keep_with_comments(settings, reading)
        return True

    async def _try_page(self) -> None:
        settings = self._settings("page", self._answer.url)
        reading = await self._read(settings)
        if reading is None or not reading.items:
            return
        if not self._look.article and len(reading.items[0].text) < _LONG_TEXT:
            return
        settings = settings.model_copy(update={"name": _name(reading.items[0].title)})
        self._discussed = self._look.hints
        await self._keep_with_comments(settings, reading)

    async def _read(self, settings: SourceSettings) -> ArticleReading | None:
        try:
            return await read_articles(settings, SourceState(settings.name), self._visit, self._workers)
        except SourceError as error:
            self.reason = error.reason
            return None

    async def _keep_with_comments(self, settings: SourceSettings, reading: ArticleReading) -> None:
        newest = next((item for item in _by_age(reading.items) if item.url), None)
        if self._discussed is None:
            self._discussed = await self._hints(newest)
        feeds = [link for link in self._look.feeds if link.comments and settings.kind != "page"]
        found = await find_comments(
            settings, newest, self._discussed or (), feeds, self._comments_visit, self._workers
        )
        headlines = [Headline(i.title or i.url, i.url, i.published) for i in _by_age(reading.items)[:_NEWEST]]
        settings = found[0].of(settings) if found else settings
        self.found.append(FoundSource(settings, len(reading.items), tuple(headlines), found))

    async def _hints(self, newest: ArticleItem | None) -> tuple[CommentsHint, ...] | None:
        """Where an article's page has its comments; None if it cannot be read."""
        if newest is None:
            return None
        try:
            return (await _look(await self._visit.get(newest.url), self._workers)).hints
        except SourceError:
            return None

    def _settings(self, kind: Kind, url: str, *, name: str = "", language: str = "") -> SourceSettings:
        settings = SourceSettings(name=_name(name or self.site), kind=kind, url=url, comments=False)
        spoken = language or self._look.language
        return settings.model_copy(update={"language": spoken}) if spoken else settings


def _name(title: str) -> str:
    """A title as the name of a source; `*` stands for all of them."""
    return " ".join(title.replace("*", " ").split())[:60].strip() or "?"


def _wordpress(answer: Fetched, look: Look) -> Iterator[str]:
    """Where the WordPress may be that made the page."""
    linked = _API.search(answer.headers.get("link", ""))
    for url in (answer.url, urljoin(answer.url, linked[1]) if linked else ""):
        base, api, _ = url.partition("/wp-json")
        if api:
            yield base
    if look.wordpress:
        yield look.wordpress


def _by_age(items: Iterable[ArticleItem]) -> list[ArticleItem]:
    """The newest first, those without a date last."""
    return sorted(items, key=lambda i: i.published or i.updated or _LONG_AGO, reverse=True)


class Finder:
    """`find` with what it needs, and lists of sources in OPML."""

    def __init__(self, fetch: Fetcher, workers: Workers, robots: Robots) -> None:
        self._fetch = fetch
        self._workers = workers
        self._robots = robots

    async def find(self, url: str) -> Found:
        """See `find`."""
        return await find(url, self._fetch, self._workers, self._robots)

    async def read_list(self, body: bytes) -> list[SourceSettings]:
        """The sources of an OPML file, each once; SourceError if it is none."""
        outlines: list[Outline] = await self._workers.run("bot.articles.opml:read_opml", body)
        return [settings for outline in outlines if (settings := _listed(outline))]

    async def write_list(self, sources: Iterable[SourceSettings], title: str, now: datetime) -> bytes:
        """Sources as an OPML file."""
        outlines = [
            Outline(s.name, s.url, s.kind, s.url if s.kind == "wordpress" else "", s.language, s.comments)
            for s in sources
        ]
        written: bytes = await self._workers.run("bot.articles.opml:write_opml", outlines, title, now)
        return written


def _listed(outline: Outline) -> SourceSettings | None:
    given = {"name": outline.title or "?", "kind": outline.kind, "url": outline.url}
    more = {"language": outline.language} if outline.language else {}
    try:
        return SourceSettings.model_validate({**given, **more, "comments": outline.comments})
    except ValidationError:
        return None
