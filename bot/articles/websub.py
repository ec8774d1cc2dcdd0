"""WebSub: hubs that tell us when a source has news, so that it need not be looked at so often."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import re
import secrets
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from urllib.parse import urljoin

import structlog

from bot import loops
from bot.errors import RetryError
from bot.http import Fetcher
from bot.web import NOTHING, Call, Reply, Web
from storage import hub_leases
from storage.database import Database
from storage.hub_leases import HubLease

log = structlog.stdlib.get_logger(__name__)

_ROUTE = "websub"
_STEP_SECONDS = 60.0
_AT_ONCE = 5
_LEASE = timedelta(days=10)
_SHORTEST_LEASE, _LONGEST_LEASE = timedelta(minutes=1), timedelta(days=90)
# Of a lease, when we ask for the next; what is left is for trying again.
_RENEW_AT = 0.8
_ASK_AGAIN = timedelta(hours=6)
_LEAST_BETWEEN = timedelta(minutes=1)
_HUB_STAYS = timedelta(hours=1)
_NEVER = datetime.fromtimestamp(0, UTC)
_LONGEST_URL = 2_000
_LONGEST_CHALLENGE = 2_000
# So often may we find news before the hub tells us, until we rather look ourselves.
_MISSES = 2
_DIGESTS = {
    "sha1": hashlib.sha1,
    "sha256": hashlib.sha256,
    "sha384": hashlib.sha384,
    "sha512": hashlib.sha512,
}
_LINK = re.compile(r"<([^<>]{1,2000})>([^<]*)")
_RELATION = re.compile(r';\s*rel\s*=\s*(?:"([^"]*)"|([^\s;,"]+))', re.IGNORECASE)


class Hubs:
    """Subscribes to the hubs of sources, answers them, and says which sources need less looking at.

    `look_now` is called with the name of a source whose hub tells of news. Does nothing where the web
    endpoint is off.
    """

    def __init__(
        self,
        database: Database,
        fetch: Fetcher,
        web: Web,
        look_now: Callable[[str], None],
        *,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._database = database
        self._fetch = fetch
        self._web = web
        self._look_now = look_now
        self._now = now
        self._leases: dict[str, HubLease] = {}
        self._by_path: dict[str, HubLease] = {}
        # Paths of subscriptions that we end, with their topics: the hub asks whether we mean it.
        self._leaving: dict[str, str] = {}
        self._offers: dict[str, tuple[str, str]] = {}
        self._names: frozenset[str] | None = None
        self._misses: dict[str, int] = {}
        self._loaded = False
        self._wake = asyncio.Event()
        web.add(_ROUTE, self._called)

    async def run(self, stop: asyncio.Event) -> None:
        """Ask hubs, renew leases and end those of sources that went, until `stop`."""
        if self._web.on:
            await loops.every(_STEP_SECONDS, self._step, name="hubs", stop=stop, wake=self._wake)
        else:
            await stop.wait()

    def live(self, source: str) -> bool:
        """Whether a hub promised to tell us of a source's news, and keeps its word."""
        lease = self._leases.get(source)
        return bool(
            lease and lease.until and lease.until > self._now() and self._misses.get(source, 0) < _MISSES
        )

    def offered(self, source: str, hub: str, topic: str) -> None:
        """A source names its hub and the address by which the hub knows it."""
        if not self._web.on or not (_is_address(hub) and _is_address(topic)):
            return
        lease = self._leases.get(source)
        if lease is None or (lease.hub, lease.topic) != (hub, topic):
            self._offers[source] = (hub, topic)
            self._wake.set()

    def missed(self, source: str) -> None:
        """We found news by ourselves that the hub should have told us of."""
        if source in self._leases:
            self._misses[source] = self._misses.get(source, 0) + 1

    def keep(self, names: frozenset[str]) -> None:
        """These are all sources there are; the subscriptions of others end."""
        self._names = names
        self._wake.set()

    async def _step(self) -> None:
        if not self._loaded:
            for lease in await hub_leases.every_lease(self._database):
                self._hold(lease)
            self._loaded = True
        await self._take_offers()
        await self._end_orphans()
        now = self._now()
        due = [lease for lease in self._leases.values() if _is_due(lease, now)]
        turns = asyncio.Semaphore(_AT_ONCE)
        await asyncio.gather(*(self._subscribe(lease, turns) for lease in due))

    async def _take_offers(self) -> None:
        offers, self._offers = self._offers, {}
        for source, (hub, topic) in offers.items():
            before = self._leases.get(source)
            if before and self._now() - before.asked < _HUB_STAYS:
                # A site whose pages disagree about their hub would keep us busy.
                continue
            path, secret = secrets.token_urlsafe(32), secrets.token_urlsafe(48)
            lease = HubLease(source, hub, topic, path, secret, asked=_NEVER)
            self._drop(before)
            await self._save(lease)
            if before:
                await self._unsubscribe(before)

    async def _end_orphans(self) -> None:
        if self._names is None:
            return
        for lease in [lease for name, lease in self._leases.items() if name not in self._names]:
            self._drop(lease)
            async with self._database.write() as tx:
                await hub_leases.remove(tx, lease.source)
            await self._unsubscribe(lease)

    async def _subscribe(self, lease: HubLease, turns: asyncio.Semaphore) -> None:
        async with turns:
            # The hub may ask back before it answers, so what we want is stored first.
            lease = replace(lease, asked=self._now())
            await self._save(lease)
            await self._ask("subscribe", lease, {"hub.secret": lease.secret})

    async def _unsubscribe(self, lease: HubLease) -> None:
        if lease.until and lease.until > self._now():
            self._leaving[lease.path] = lease.topic
            asyncio.get_running_loop().call_later(3_600, self._leaving.pop, lease.path, None)
            await self._ask("unsubscribe", lease, {})

    async def _ask(self, mode: str, lease: HubLease, more: dict[str, str]) -> None:
        form = {
            "hub.mode": mode,
            "hub.topic": lease.topic,
            "hub.callback": self._web.address(_ROUTE, lease.path),
            "hub.lease_seconds": str(int(_LEASE.total_seconds())),
            **more,
        }
        try:
            await self._fetch.post_form(lease.hub, form)
        except RetryError as error:
            log.warning("hub did not take our wish", source=lease.source, mode=mode, reason=str(error))
        else:
            log.info("hub asked", source=lease.source, mode=mode)

    async def _called(self, call: Call) -> Reply:
        if call.method == "GET":
            return await self._confirm(call)
        lease = self._by_path.get(call.path)
        if call.method != "POST" or lease is None:
            return NOTHING
        if is_signed(call.body, call.headers.get("X-Hub-Signature", ""), lease.secret):
            self._misses.pop(lease.source, None)
            self._look_now(lease.source)
        else:
            log.warning("hub's call is not signed as it should be", source=lease.source)
        # The same answer to both, as the specification wants it: whoever forges learns nothing.
        return Reply(202)

    async def _confirm(self, call: Call) -> Reply:
        """The hub asks whether it was us who wanted this, or says that it will not."""
        mode, topic = call.query.get("hub.mode", ""), call.query.get("hub.topic", "")
        challenge = call.query.get("hub.challenge", "")[:_LONGEST_CHALLENGE]
        if mode == "unsubscribe" and self._leaving.get(call.path) == topic:
            return Reply(body=challenge)
        lease = self._by_path.get(call.path)
        if lease is None or lease.topic != topic:
            return NOTHING
        if mode == "denied":
            log.warning("hub refuses to tell us of news", source=lease.source)
            await self._save(replace(lease, until=None))
            return Reply()
        if mode != "subscribe" or not challenge:
            return NOTHING
        until = self._now() + _length(call.query.get("hub.lease_seconds", ""))
        await self._save(replace(lease, until=until))
        self._misses.pop(lease.source, None)
        log.info("hub will tell us of news", source=lease.source, until=until.isoformat())
        return Reply(body=challenge)

    async def _save(self, lease: HubLease) -> None:
        # In memory first: what is written then, waits its turn in the same order.
        self._hold(lease)
        async with self._database.write() as tx:
            await hub_leases.save(tx, lease)

    def _hold(self, lease: HubLease) -> None:
        self._leases[lease.source] = lease
        self._by_path[lease.path] = lease

    def _drop(self, lease: HubLease | None) -> None:
        if lease:
            del self._leases[lease.source], self._by_path[lease.path]
            self._misses.pop(lease.source, None)


def is_signed(body: bytes, signature: str, secret: str) -> bool:
    """Whether `method=hex` is the HMAC of a body; takes as long for a wrong one as for the right one."""
    method, _, given = signature.strip().partition("=")
    digest = _DIGESTS.get(method.lower(), hashlib.sha256)
    wanted = hmac.new(secret.encode(), body, digest).hexdigest()
    same = hmac.compare_digest(wanted.encode(), given.strip().lower().encode(errors="replace"))
    return same and method.lower() in _DIGESTS


def read_links(header: str, url: str) -> tuple[str, str]:
    """The hub and the topic that an HTTP Link header names, resolved against `url`; "" for none."""
    found: dict[str, str] = {}
    for place, rest in _LINK.findall(header):
        relations = next((a or b for a, b in _RELATION.findall(rest)), "")
        for relation in relations.lower().split():
            found.setdefault(relation, urljoin(url, place.strip()))
    return found.get("hub", ""), found.get("self", "")


def _is_address(url: str) -> bool:
    return url.startswith(("http://", "https://")) and len(url) <= _LONGEST_URL


def _is_due(lease: HubLease, now: datetime) -> bool:
    """Whether to ask the hub, for the first time or again."""
    if lease.until is None or lease.until <= now:
        return now - lease.asked >= _ASK_AGAIN
    wait = (lease.until - lease.asked) * _RENEW_AT
    return now - lease.asked >= max(wait, _LEAST_BETWEEN)


def _length(seconds: str) -> timedelta:
    """How long a lease lasts; what the hub does not say is what we asked for."""
    length = timedelta(seconds=int(seconds)) if re.fullmatch(r"\d{1,9}", seconds, re.ASCII) else _LEASE
    return min(max(length, _SHORTEST_LEASE), _LONGEST_LEASE)
