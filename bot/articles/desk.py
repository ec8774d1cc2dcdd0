"""The news desk: decides what becomes of stored articles in the channels, and owes it to Discord."""

from __future__ import annotations

import asyncio
from collections import OrderedDict, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from bot import owing
from bot.articles import routing, stories
from bot.articles.directory import Audience, Directory
from bot.articles.identity import canonical
from bot.articles.routes import Routes
from storage import articles, postings
from storage import stories as stored_stories
from storage.database import Database, Queries, Transaction, new_id
from storage.records import Article
from storage.records_routes import Bulletin, BulletinKind, Outcome, Posting, Route

_STORY_TIME = timedelta(hours=72)
_COMPARED = 400
_KEPT_PROFILES = 1_000
_RELEASED = 200
# More than this in one channel at the end of its quiet hours is a list.
_BURST = 20


@dataclass(frozen=True, slots=True)
class Joining:
    """An article that tells the news of a story, and why."""

    article_id: int
    story: int
    evidence: tuple[str, ...]


@dataclass(slots=True)
class Plan:
    """What is to become of articles, before it is written down."""

    postings: list[Posting] = field(default_factory=list)
    bulletins: list[Bulletin] = field(default_factory=list)
    joinings: list[Joining] = field(default_factory=list)
    routes: dict[int, Route] = field(default_factory=dict)


class Desk:
    """Decides by the routes; one decision at a time, so that no hour gets more than its share."""

    def __init__(self, database: Database, routes: Routes, directory: Directory, *, merge: bool) -> None:
        """`merge`: articles of several sources about the same news share a message."""
        self.deciding = asyncio.Lock()
        self._database = database
        self._routes = routes
        self._directory = directory
        self._merge = merge
        self._profiles: OrderedDict[tuple[int, str], stories.Profile] = OrderedDict()

    async def plan(
        self, arrivals: Sequence[Article], now: datetime, *, missed: int, since: datetime | None
    ) -> Plan:
        """What becomes of articles that just arrived, oldest first.

        More than `missed` for one channel stand in one list, of what came since `since`. The caller holds
        `deciding` until the plan is written, and has posted what was due before. Nothing is written here.
        """
        routes = await self._routes.all()
        plan = Plan(routes={route.id: route for route in routes})
        if not arrivals or not routes:
            return plan
        recent = await self._recent(routes, now, waiting=True)
        audiences = {a.source: await self._directory.audience(a.source) for a in arrivals}
        plan.postings = await asyncio.to_thread(_place, arrivals, routes, audiences, now, recent)
        if self._merge and len(arrivals) <= missed:
            await self._join(plan, arrivals, now)
        _list_missed(plan, now, missed, since or now)
        return plan

    async def carry(self, tx: Transaction, plan: Plan, now: datetime) -> None:
        """Write a plan down, and owe what follows from it; its articles are stored already."""
        await postings.save(tx, *plan.postings)
        for joining in plan.joinings:
            await stored_stories.join(tx, joining.article_id, joining.story, joining.evidence, now)
        for bulletin in plan.bulletins:
            route = next(p.route for p in plan.postings if p.detail == str(bulletin.id))
            await owing.bulletin(tx, bulletin, plan.routes[route])
        for posting in plan.postings:
            if posting.outcome is Outcome.POSTED:
                await owing.article(tx, posting.article_id, plan.routes[posting.route])
            elif posting.outcome is Outcome.JOINED:
                await owing.article_again(tx, posting.article_id)

    async def release(self, now: datetime) -> int:
        """Post what waited for its hour and the digests that are due; how many articles went out."""
        async with self.deciding:
            return await self.post_due(now)

    async def post_due(self, now: datetime) -> int:
        """The same for who holds `deciding` already."""
        due = await postings.due(self._database, now, _RELEASED)
        digests = await postings.digests_due(self._database, now)
        if not due and not digests:
            return 0
        plan = Plan(routes={route.id: route for route in await self._routes.all()})
        recent = await self._recent(plan.routes.values(), now, waiting=False)
        stored = {a.id: a for a in await articles.by_ids(self._database, [p.article_id for p in due])}
        dropped = [p for p in due if p.route not in plan.routes or stored[p.article_id].withdrawn]
        waited = [p for p in due if p not in dropped]
        plan.postings = await asyncio.to_thread(_place_again, waited, stored, plan.routes, now, recent)
        _list_missed(plan, now, _BURST, min((p.decided for p in waited), default=now))
        for route_id, channel in digests:
            ids = await postings.waiting_for_digest(self._database, route_id, now)
            if route := plan.routes.get(route_id):
                _list_digest(plan, route, ids, now)
            else:
                dropped += [Posting(id_, channel, route_id, Outcome.DIGEST, now) for id_ in ids]
        async with self._database.write() as tx:
            for posting in dropped:
                await postings.drop(tx, posting.article_id, posting.channel)
            await self.carry(tx, plan, now)
        return sum(posting.outcome is not Outcome.WAITING for posting in plan.postings)

    async def _recent(
        self, routes: Iterable[Route], now: datetime, *, waiting: bool
    ) -> dict[int, list[datetime]]:
        """When messages of the last hour were posted, for the channels that have a limit.

        `waiting`: also when those are due that wait there.
        """
        found: dict[int, list[datetime]] = {}
        for channel in {route.channel for route in routes if route.per_hour}:
            found[channel] = await postings.recent(self._database, channel, now - routing.HOUR)
            if waiting:
                found[channel] += await postings.waiting(self._database, channel)
        return found

    async def _join(self, plan: Plan, arrivals: Sequence[Article], now: datetime) -> None:
        """Give articles about the news of another source's article to that one's message."""
        wanted = {p.article_id for p in plan.postings if p.outcome in {Outcome.POSTED, Outcome.WAITING}}
        others = await articles.stored_since(self._database, now - _STORY_TIME, _COMPARED)
        for arrival in arrivals:
            if arrival.id in wanted:
                found = await asyncio.to_thread(self._same_news, arrival, others)
                if found is not None:
                    await self._add_to_story(plan, arrival, *found)
            others = [arrival, *others]

    def _same_news(
        self, arrival: Article, others: Sequence[Article]
    ) -> tuple[Article, tuple[str, ...]] | None:
        link = canonical(arrival.item.url)
        profile = self._profile(arrival)
        best: tuple[float, Article, tuple[str, ...]] | None = None
        for other in others:
            if other.source == arrival.source or other.id == arrival.id:
                continue
            if link and canonical(other.item.url) == link:
                return other, ("link",)
            verdict = stories.compare(profile, self._profile(other))
            if verdict.same and (best is None or verdict.score > best[0]):
                best = verdict.score, other, verdict.evidence
        return best[1:] if best else None

    def _profile(self, article: Article) -> stories.Profile:
        key = (article.id, article.digest)
        if key not in self._profiles:
            item = article.item
            text = item.text or item.summary
            self._profiles[key] = stories.profile(item.title, text, item.language)
            if len(self._profiles) > _KEPT_PROFILES:
                self._profiles.popitem(last=False)
        return self._profiles[key]

    async def _add_to_story(
        self, plan: Plan, arrival: Article, other: Article, evidence: tuple[str, ...]
    ) -> None:
        """Where the story has a message in a channel already, the arrival joins it there."""
        known = next((j.story for j in plan.joinings if other.id in {j.article_id, j.story}), None)
        story = known or await stored_stories.story_of(self._database, other.id) or other.id
        plan.joinings.append(Joining(arrival.id, story, evidence))
        leads = await _leads(self._database, story, plan, arrival.id)
        plan.postings = [
            replace(p, outcome=Outcome.JOINED, detail=str(leads[p.channel]), due=None)
            if p.article_id == arrival.id and p.channel in leads and p.outcome is not Outcome.DIGEST
            else p
            for p in plan.postings
        ]


def _place(
    arrivals: Sequence[Article],
    routes: Sequence[Route],
    audiences: Mapping[str, Audience],
    now: datetime,
    recent: dict[int, list[datetime]],
) -> list[Posting]:
    placed: list[Posting] = []
    for article in arrivals:
        reached = [route for route in routes if audiences[article.source].has(route.guild)]
        for posting in routing.place(article, reached, now, recent):
            placed.append(posting)
            if posting.channel in recent and posting.outcome is not Outcome.DIGEST:
                recent[posting.channel].append(posting.due or now)
    return placed


def _place_again(
    waited: Sequence[Posting],
    stored: dict[int, Article],
    routes: dict[int, Route],
    now: datetime,
    recent: dict[int, list[datetime]],
) -> list[Posting]:
    placed: list[Posting] = []
    for posting in waited:
        sent = recent.get(posting.channel, [])
        placed.append(routing.place_on(stored[posting.article_id], routes[posting.route], now, sent))
        sent.append(placed[-1].due or now)
    return placed


def _list_digest(plan: Plan, route: Route, ids: Sequence[int], now: datetime) -> None:
    """One message for what waited for a route's digest."""
    weekly = route.digest is not None and route.digest.weekday is not None
    waited = [Posting(article_id, route.channel, route.id, Outcome.DIGEST, now) for article_id in ids]
    since = now - timedelta(days=7 if weekly else 1)
    _list(plan, waited, BulletinKind.WEEKLY if weekly else BulletinKind.DAILY, since, now)


def _list_missed(plan: Plan, now: datetime, missed: int, since: datetime) -> None:
    """More articles for a channel at once than people read become one list."""
    of_channel: dict[int, list[Posting]] = defaultdict(list)
    for posting in plan.postings:
        if posting.outcome is Outcome.POSTED:
            of_channel[posting.channel].append(posting)
    for listed in of_channel.values():
        if len(listed) > missed:
            _list(plan, listed, BulletinKind.MISSED, since, now)


def _list(plan: Plan, listed: list[Posting], kind: BulletinKind, since: datetime, now: datetime) -> None:
    ids = tuple(posting.article_id for posting in listed)
    bulletin = Bulletin(new_id(), listed[0].channel, kind, since, now, ids)
    plan.bulletins.append(bulletin)
    kept = [posting for posting in plan.postings if posting not in listed]
    plan.postings = kept + [
        replace(posting, outcome=Outcome.LISTED, detail=str(bulletin.id), due=None, decided=now)
        for posting in listed
    ]


async def _leads(q: Queries, story: int, plan: Plan, arrival: int) -> dict[int, int]:
    """Channel → the article of a story, but the arrival, that has a message there or is going to."""
    stored = [member.article.id for member in await stored_stories.members(q, story)]
    members = {story, *stored, *(j.article_id for j in plan.joinings if j.story == story)} - {arrival}
    found: dict[int, int] = {}
    earlier = [p for member in sorted(members) for p in await postings.of_article(q, member)]
    for posting in [*earlier, *(p for p in plan.postings if p.article_id in members)]:
        if posting.outcome in {Outcome.POSTED, Outcome.WAITING}:
            found.setdefault(posting.channel, posting.article_id)
        elif posting.outcome is Outcome.JOINED:
            found.setdefault(posting.channel, int(posting.detail))
    return found
