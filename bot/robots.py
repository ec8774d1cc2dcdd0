"""What sites ask of programs that read them: robots.txt, remembered for a day."""

from __future__ import annotations

import asyncio
import time
import weakref
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from urllib.parse import urldefrag, urlsplit

from bot.causes import Cause
from bot.errors import SourceError
from bot.http import Fetcher
from bot.workers import Workers

_DAY = 86_400.0
_HOUR = 3_600.0
_READ = 500_000
_FETCHED = 2_000_000
_KEPT_BYTES = 16_000_000
_KEPT_SITES = 2_000
_KEPT_ADDRESSES = 500
# A site that asks for patience has not said yet what may be read.
_NO_RULES = frozenset(range(400, 500)) - {429}

# Whether the address may be read, the pause asked for in seconds, the sitemaps named.
_Said = tuple[bool, float | None, tuple[str, ...]]
_NOTHING: _Said = (True, None, ())


@dataclass(slots=True)
class _Site:
    body: bytes
    until: float
    said: dict[str, _Said] = field(default_factory=dict)


class Robots:
    """Tells what we may read, by the name with which `user_agent` begins.

    A site without a robots.txt (400 to 499) allows everything. Where it cannot be had (500 and up, 429, no
    answer) nothing may be read for now: SourceError, unless we had one before. Of a longer one than 500 kB
    the beginning counts.
    """

    def __init__(
        self,
        fetch: Fetcher,
        workers: Workers,
        user_agent: str,
        *,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """`clock` counts seconds."""
        self._fetch = fetch
        self._workers = workers
        self._agent = user_agent.partition("/")[0].split(" ")[0] or "Colporteur"
        self._clock = clock
        self._sites: OrderedDict[str, _Site] = OrderedDict()
        self._bytes = 0
        self._asking: weakref.WeakValueDictionary[str, asyncio.Lock] = weakref.WeakValueDictionary()

    async def allowed(self, url: str) -> bool:
        """Whether we may read an address."""
        return (await self._said(url))[0]

    async def delay(self, url: str) -> float | None:
        """The seconds between two requests that the address's site asks for, at most a day."""
        return (await self._said(url))[1]

    async def sitemaps(self, url: str) -> tuple[str, ...]:
        """The addresses of sitemaps that the address's site names, as it writes them."""
        return (await self._said(url))[2]

    async def _said(self, url: str) -> _Said:
        url = urldefrag(url).url
        place = _place(url)
        lock = self._asking.setdefault(place, asyncio.Lock())
        async with lock:
            site = self._sites.get(place)
            if site is None or site.until <= self._clock():
                site = await self._ask(place, site)
        if not site.body:
            return _NOTHING
        if url not in site.said:
            if len(site.said) >= _KEPT_ADDRESSES:
                site.said.clear()
            site.said[url] = await self._workers.run(
                "bot.parse_robots:read_robots", site.body, self._agent, url
            )
        return site.said[url]

    async def _ask(self, place: str, had: _Site | None) -> _Site:
        try:
            answer = await self._fetch.get(place, max_bytes=_FETCHED, accept=_NO_RULES)
        except SourceError as error:
            if had is None:
                raise SourceError(
                    Cause("cause-no-robots", {"reason": error.kept}), after=error.after
                ) from error
            had.until = self._clock() + _HOUR
            return had
        body = answer.body[:_READ] if answer.status < 400 else b""
        return self._keep(place, _Site(body, self._clock() + _DAY))

    def _keep(self, place: str, site: _Site) -> _Site:
        had = self._sites.pop(place, None)
        self._sites[place] = site
        self._bytes += len(site.body) - (len(had.body) if had else 0)
        while self._bytes > _KEPT_BYTES or len(self._sites) > _KEPT_SITES:
            _, oldest = self._sites.popitem(last=False)
            self._bytes -= len(oldest.body)
        return site


def _place(url: str) -> str:
    """Where the rules for an address are."""
    try:
        parts = urlsplit(url)
        host = parts.netloc.rpartition("@")[2].lower()
    except ValueError:
        host = ""
    if not host or parts.scheme not in ("http", "https"):
        raise SourceError(Cause("cause-no-scheme"))
    return f"{parts.scheme}://{host}/robots.txt"
