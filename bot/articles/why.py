"""Why an article was posted or not, for any address."""

from __future__ import annotations

import asyncio
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from bot.articles.directory import Audience, Directory, Listed
from bot.articles.filter_grammar import read
from bot.articles.filters import Reason, explain
from bot.articles.identity import GUID, LINK, canonical
from bot.articles.routes import Routes
from storage import articles, deliveries, postings, stories
from storage.database import Database
from storage.records import Article, Delivery, Kind
from storage.records_routes import Outcome, Posting, Route, StoryArticle

_KINDS = {Outcome.POSTED: Kind.ARTICLE, Outcome.JOINED: Kind.ARTICLE, Outcome.LISTED: Kind.BULLETIN}


@dataclass(frozen=True, slots=True)
class Fate:
    """What became of an article on a route, or in a channel whose route is gone.

    `posting` is None where the route did not take the article: then `paused`, `younger` (the route was made
    after the article came) or `reason` (the part of its filter) says why, or else another route of the
    channel was first. `delivery` is the message in which the article stands, `lead` the article that has it.
    """

    channel: int
    route: Route | None = None
    posting: Posting | None = None
    delivery: Delivery | None = None
    lead: Article | None = None
    paused: bool = False
    younger: bool = False
    elsewhere: bool = False
    reason: Reason | None = None


@dataclass(frozen=True, slots=True)
class Why:
    """All that is known of an address. Without an article, `sources` are those that read its site."""

    url: str
    article: Article | None = None
    old: bool = False
    fates: tuple[Fate, ...] = ()
    sources: tuple[Listed, ...] = ()


class Explanations:
    """Answers why, from what was written down when it was decided."""

    def __init__(self, database: Database, routes: Routes, directory: Directory) -> None:
        self._database = database
        self._routes = routes
        self._directory = directory

    async def why(self, url: str, channels: Collection[int], guild: int) -> Why:
        """What became of an address's article in some channels of a server; where two sources have it, of the
        newest.
        """
        article = await self._find(url)
        if article is None:
            return Why(url, sources=await self._covering(url, guild))
        decided = {p.channel: p for p in await postings.of_article(self._database, article.id)}
        routes = [route for route in await self._routes.all() if route.channel in channels]
        audience = await self._directory.audience(article.source)
        fates = [await self._fate(article, route, decided.get(route.channel), audience) for route in routes]
        orphaned = decided.keys() & set(channels) - {route.channel for route in routes}
        fates += [await self._posted(decided[channel], None) for channel in sorted(orphaned)]
        return Why(url, article, 0 in decided, tuple(fates), await self._covering(article.item.url, guild))

    async def story(self, url: str) -> list[StoryArticle]:
        """The articles about the same news as an address's, and why each joined; empty where it is alone."""
        article = await self._find(url)
        story = await stories.story_of(self._database, article.id) if article else None
        return await stories.members(self._database, story) if story else []

    async def _find(self, url: str) -> Article | None:
        asked = url.strip().strip("<>")
        ids = await articles.ids_by_key(self._database, f"{LINK} {canonical(asked)}")
        ids = ids or await articles.ids_by_key(self._database, f"{GUID} {asked}")
        found = await articles.by_ids(self._database, ids)
        return max(found, key=lambda article: article.stored) if found else None

    async def _covering(self, url: str, guild: int) -> tuple[Listed, ...]:
        site = _site(url if "//" in url else f"https://{url}")
        return tuple(s for s in await self._directory.listed(guild) if site and _site(s.settings.url) == site)

    async def _fate(
        self, article: Article, route: Route, posting: Posting | None, audience: Audience
    ) -> Fate:
        if posting is not None and posting.route == route.id:
            return await self._posted(posting, route)
        if not audience.has(route.guild):
            return Fate(route.channel, route, elsewhere=True)
        younger = bool(route.made and route.made > article.stored)
        reason = await asyncio.to_thread(explain, read(route.filter), article)
        return Fate(route.channel, route, paused=bool(route.paused), younger=younger, reason=reason)

    async def _posted(self, posting: Posting, route: Route | None) -> Fate:
        """Where an article stands that a channel got."""
        subject, lead = posting.article_id, None
        if posting.outcome in {Outcome.JOINED, Outcome.LISTED}:
            subject = int(posting.detail)
        if posting.outcome is Outcome.JOINED:
            lead = await articles.by_id(self._database, subject)
        shown: Sequence[Delivery] = ()
        if kind := _KINDS.get(posting.outcome):
            shown = await deliveries.of_subject(self._database, kind, subject)
        delivery = next((d for d in shown if d.place == posting.channel), None)
        return Fate(posting.channel, route, posting, delivery, lead)


def _site(url: str) -> str:
    try:
        return (urlsplit(url).hostname or "").removeprefix("www.").removeprefix("m.")
    except ValueError:
        return ""
