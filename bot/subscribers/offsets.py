"""Reading a WordPress list page by page, so that nobody is missed when it changes meanwhile."""

from __future__ import annotations

import asyncio
import base64
from collections.abc import Mapping
from itertools import pairwise
from types import MappingProxyType
from typing import Protocol, TypeVar
from urllib.parse import urlencode

from bot.causes import Cause
from bot.errors import SourceError
from bot.http import Fetched, Fetcher
from bot.subscribers.provider import MOST_PAGES, PAGE, typed

_NO_QUERY: Mapping[str, str] = MappingProxyType({})


class Numbered(Protocol):
    """Something with a number."""

    id: int


Row = TypeVar("Row", bound=Numbered)


class Rest:
    """A WordPress's REST interface, asked with a name and a password."""

    def __init__(self, url: str, user: str, password: str, fetch: Fetcher) -> None:
        self._url = url.rstrip("/")
        pair = base64.b64encode(f"{user}:{password}".encode()).decode()
        self._headers = {"Authorization": f"Basic {pair}"}
        self._fetch = fetch

    async def get(self, path: str, query: Mapping[str, str] = _NO_QUERY, *, missing: bool = False) -> Fetched:
        """One answer; with `missing`, a 404 is no failure."""
        url = f"{self._url}/wp-json/{path}?{urlencode(query)}"
        return await self._fetch.get(url, headers=self._headers, accept=(404,) if missing else ())

    async def rows(self, kind: type[list[Row]], path: str, query: Mapping[str, str]) -> list[Row]:
        """All rows of a list, by number; SourceError unless it is sure that none is missing.

        Each page begins with the last row of the page before: a row that vanished in between shows.
        """
        found: list[Row] = []
        order = dict(query) | {"per_page": str(PAGE), "orderby": "id", "order": "asc"}
        for _ in range(MOST_PAGES):
            offset = max(len(found) - 1, 0)
            answer = await self.get(path, order | {"offset": str(offset)})
            page = await asyncio.to_thread(typed, kind, answer.body)
            total = _total(answer)
            if found and (not page or page[0].id != found[-1].id):
                raise SourceError(Cause("cause-list-changed"))
            found += page[1:] if found else page
            if any(a.id >= b.id for a, b in pairwise(page)):
                raise SourceError(Cause("cause-list-unordered"))
            if len(found) >= total:
                return found
            if len(page) < PAGE:
                raise SourceError(Cause("cause-list-short", {"total": total, "found": len(found)}))
        raise SourceError(Cause("cause-list-endless"))


def _total(answer: Fetched) -> int:
    told = answer.headers.get("x-wp-total", "")
    if not told.isdecimal():
        raise SourceError(Cause("cause-no-total"))
    return int(told)
