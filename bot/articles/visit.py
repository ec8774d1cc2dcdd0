"""A first visit to a site: few requests, each allowed by robots.txt."""

from __future__ import annotations

import re
from typing import Any

from yarl import URL

from bot.causes import Cause
from bot.config import HttpSettings
from bot.errors import ReaderError, SourceError
from bot.http import Fetched, Fetcher
from bot.robots import Robots

_REQUESTS = 8
_LONGEST = 2_000


class Visit(Fetcher):
    """Lets few requests through, each only if robots.txt allows it, and none twice."""

    def __init__(self, fetch: Fetcher, robots: Robots, requests: int = _REQUESTS) -> None:
        super().__init__(HttpSettings())
        self._fetch = fetch
        self._robots = robots
        self._left = requests
        self._answers: dict[str, Fetched | SourceError] = {}

    async def get(self, url: str, **options: Any) -> Fetched:
        if url not in self._answers:
            self._answers[url] = await self._try(url, options)
        answer = self._answers[url]
        if isinstance(answer, SourceError):
            raise answer
        self._answers.setdefault(answer.url, answer)
        return answer

    async def _try(self, url: str, options: dict[str, Any]) -> Fetched | SourceError:
        try:
            if self._left <= 0:
                return SourceError(Cause("cause-too-many-requests"))
            if not await self._robots.allowed(url):
                return SourceError(Cause("cause-robots-forbid"))
            self._left -= 1
            return await self._fetch.get(url, **options)
        except SourceError as error:
            return error


async def arrive(said: str, visit: Visit, robots: Robots) -> Fetched:
    """The answer at the first of the addresses that may have been meant."""
    failure: SourceError | None = None
    url = ""
    for meant in _addresses(said):
        try:
            if not await robots.allowed(meant):
                raise ReaderError("source-robots-forbid", address=meant)
            return await visit.get(meant)
        except SourceError as error:
            failure, url = failure or error, url or meant
    raise ReaderError("source-unreadable", address=url, reason=failure.reason if failure else "") from failure


def _addresses(said: str) -> list[str]:
    """What a person wrote → the addresses that may be meant; without a scheme, https before http."""
    text = said.strip().strip("<>")
    text = re.sub(r"^feed:(?://)?(?=https?:)", "", re.sub(r"^feed://(?!https?:)", "http://", text))
    meant = [text] if "://" in text else [f"https://{text}", f"http://{text}"]
    try:
        urls = [URL(address).with_fragment(None) for address in meant]
    except ValueError:
        urls = []
    fine = [u for u in urls if u.scheme in ("http", "https") and u.host and not u.raw_user]
    if not fine or len(text) > _LONGEST or re.search(r"\s", text):
        raise ReaderError("source-address-wrong", address=said.strip()[:100] or "–")
    return [f"{url}/" if url == url.origin() and not str(url).endswith("/") else str(url) for url in fine]
