"""Whose turn it is to be read; pure: moments are numbers of any one clock."""

from __future__ import annotations

import heapq
from dataclasses import dataclass, field


@dataclass(slots=True)
class _Site:
    """The sources of one site by when they are due; entries whose source was planned anew are stale."""

    waiting: list[tuple[float, str]] = field(default_factory=list)
    busy: bool = False
    rests: float = float("-inf")


class Turns:
    """Gives sources their turn when they are due: so many at once, and one of each site.

    A source is planned, begun, ended and planned again.
    """

    def __init__(self, at_once: int) -> None:
        self._at_once = at_once
        self._sites: dict[str, _Site] = {}
        # Sites by when one of their sources may begin; looked up again when that moment has come.
        self._heap: list[tuple[float, str]] = []
        self._due: dict[str, float] = {}
        self._under_way: dict[str, str] = {}

    def plan(self, name: str, site: str, due: float) -> None:
        """Let a source, which is not under way, have its turn at `due`; replaces what was planned."""
        self._due[name] = due
        found = self._sites.setdefault(site, _Site())
        heapq.heappush(found.waiting, (due, name))
        self._announce(site, found)

    def forget(self, name: str) -> None:
        """Give a source no turn."""
        self._due.pop(name, None)

    def begin(self, now: float) -> str | None:
        """The next source that may begin; it is under way until its `end`."""
        while len(self._under_way) < self._at_once and self._heap and self._heap[0][0] <= now:
            _, site = heapq.heappop(self._heap)
            found = self._sites[site]
            due = None if found.busy else self._earliest(found)
            if due is None:
                # A busy site is announced again when its source ends.
                continue
            if due > now:
                heapq.heappush(self._heap, (due, site))
                continue
            _, name = heapq.heappop(found.waiting)
            del self._due[name]
            found.busy = True
            self._under_way[name] = site
            return name
        return None

    def end(self, name: str) -> None:
        """A source that was under way has been read, well or not."""
        site = self._under_way.pop(name)
        self._sites[site].busy = False
        self._announce(site, self._sites[site])

    def rest(self, site: str, until: float) -> None:
        """Leave a site alone for a while."""
        self._sites.setdefault(site, _Site()).rests = until

    def is_under_way(self, name: str) -> bool:
        """Whether a source was begun and has not ended."""
        return name in self._under_way

    def next(self) -> float | None:
        """When to ask again whose turn it is, if no source ends before; None: not before one does."""
        if not self._heap or len(self._under_way) >= self._at_once:
            return None
        return self._heap[0][0]

    def _announce(self, site: str, found: _Site) -> None:
        due = None if found.busy else self._earliest(found)
        if due is not None:
            heapq.heappush(self._heap, (due, site))

    def _earliest(self, found: _Site) -> float | None:
        """When the first source of a site may begin, None if none waits."""
        while found.waiting and self._due.get(found.waiting[0][1]) != found.waiting[0][0]:
            heapq.heappop(found.waiting)
        return max(found.waiting[0][0], found.rests) if found.waiting else None
