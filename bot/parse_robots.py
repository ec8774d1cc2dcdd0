"""What a robots.txt says. For the worker processes."""

from __future__ import annotations

import itertools

from protego import Protego

_SITEMAPS = 50
_LONGEST_DELAY = 86_400.0


def read_robots(body: bytes, agent: str, url: str) -> tuple[bool, float | None, tuple[str, ...]]:
    """Whether `agent` may read an address; the pause in seconds that it is asked for; the sitemaps named."""
    said = Protego.parse(body.decode("utf-8-sig", "replace"))
    pauses = [pause for pause in (said.crawl_delay(agent), _pause(said, agent)) if pause]
    delay = min(max(pauses), _LONGEST_DELAY) if pauses else None
    return said.can_fetch(url, agent), delay, tuple(itertools.islice(said.sitemaps, _SITEMAPS))


def _pause(said: Protego, agent: str) -> float | None:
    rate = said.request_rate(agent)
    return rate.seconds / rate.requests if rate else None
