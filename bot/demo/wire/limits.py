"""Rate limits as Discord gives them: a bucket per route and major parameter, and one over everything.

A client that reads the headers and waits never sees a 429. The figures are of the right order and no
more: Discord publishes none, and a client must learn them from the headers.
"""

from __future__ import annotations

import hashlib
import math
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from bot.demo.wire.routes import Match


@dataclass(frozen=True, slots=True)
class Rate:
    """`limit` requests in `seconds`, counted from the first; routes with the same `name` share a bucket."""

    limit: int
    seconds: float
    name: str = ""


_MESSAGES = "/channels/{channel_id}/messages"
_ROLE = "/guilds/{guild_id}/members/{user_id}/roles/{role_id}"
_REACTION = _MESSAGES + "/{message_id}/reactions/{emoji}"
_WEBHOOK = "/webhooks/{webhook_id}/{token}"

TABLE: Mapping[tuple[str, str], Rate] = {
    ("POST", _MESSAGES): Rate(5, 5),
    ("PATCH", _MESSAGES + "/{message_id}"): Rate(5, 5),
    ("DELETE", _MESSAGES + "/{message_id}"): Rate(5, 1),
    ("POST", _MESSAGES + "/{message_id}/crosspost"): Rate(10, 3600),
    ("GET", _MESSAGES): Rate(5, 1),
    ("PUT", _REACTION + "/@me"): Rate(1, 0.25, "reactions"),
    ("DELETE", _REACTION + "/@me"): Rate(1, 0.25, "reactions"),
    ("POST", "/channels/{channel_id}/threads"): Rate(10, 10, "threads"),
    ("POST", _MESSAGES + "/{message_id}/threads"): Rate(10, 10, "threads"),
    ("PATCH", "/channels/{channel_id}"): Rate(5, 5),
    ("POST", _WEBHOOK): Rate(5, 2),
    ("PATCH", _WEBHOOK + "/messages/{message_id}"): Rate(5, 2),
    ("PUT", _ROLE): Rate(10, 10, "roles"),
    ("DELETE", _ROLE): Rate(10, 10, "roles"),
    ("PATCH", "/guilds/{guild_id}/members/{user_id}"): Rate(10, 10),
}
SUBLIMITS: Mapping[tuple[str, str], Mapping[str, Rate]] = {
    ("PATCH", "/channels/{channel_id}"): {"name": Rate(2, 600), "topic": Rate(2, 600)},
}
"""Limits on a field of the body, of which the headers of a bucket say nothing before the 429."""
OTHER = Rate(50, 1)
GLOBAL = Rate(50, 1)


@dataclass(slots=True)
class _Window:
    ends: float
    left: int


@dataclass(frozen=True, slots=True)
class Verdict:
    """The headers for the answer; `retry_after` in seconds where the request is one too many."""

    headers: Mapping[str, str]
    retry_after: float | None = None
    everywhere: bool = False


@dataclass(slots=True)
class Limits:
    """Counts requests. `now` is any clock in seconds; `violations` is how many 429 were given."""

    table: Mapping[tuple[str, str], Rate] = field(default_factory=lambda: TABLE)
    sublimits: Mapping[tuple[str, str], Mapping[str, Rate]] = field(default_factory=lambda: SUBLIMITS)
    other: Rate = OTHER
    everywhere: Rate = GLOBAL
    now: Callable[[], float] = time.monotonic
    violations: int = 0
    _windows: dict[tuple[str, str], _Window] = field(default_factory=dict)

    def count(self, match: Match, body: object = None) -> Verdict:
        """Count one request with its JSON body, or find that it is one too many.

        Requests whose path carries its own token (interactions, webhooks) are free of the global limit.
        """
        if not match.route.open and not self._take(("", ""), self.everywhere):
            return self._refuse(self._windows["", ""], {"X-RateLimit-Global": "true"}, "global")
        rate = self.table.get((match.route.method, match.route.template), self.other)
        name = rate.name or f"{match.route.method} {match.route.template}"
        fits = self._take((name, match.major), rate)
        window = self._windows[name, match.major]
        headers = self._headers(name, rate, window)
        if not fits:
            return self._refuse(window, headers, "user")
        spent = self._spent_by_fields(match, body if isinstance(body, Mapping) else {})
        return Verdict(headers) if spent is None else self._refuse(spent, headers, "user")

    def _spent_by_fields(self, match: Match, body: Mapping[str, object]) -> _Window | None:
        for name, rate in self.sublimits.get((match.route.method, match.route.template), {}).items():
            key = (f"{match.route.template} {name}", match.major)
            if name in body and not self._take(key, rate):
                return self._windows[key]
        return None

    def _take(self, key: tuple[str, str], rate: Rate) -> bool:
        now = self.now()
        window = self._windows.get(key)
        if window is None or window.ends <= now:
            self._forget(now)
            window = self._windows[key] = _Window(now + rate.seconds, rate.limit)
        if window.left == 0:
            return False
        window.left -= 1
        return True

    def _forget(self, now: float) -> None:
        if len(self._windows) > 1000:
            self._windows = {key: window for key, window in self._windows.items() if window.ends > now}

    def _wait(self, window: _Window) -> float:
        # Rounded up, so that a client that waits exactly as told is never a moment early.
        return max(0.001, math.ceil((window.ends - self.now()) * 1000) / 1000)

    def _headers(self, name: str, rate: Rate, window: _Window) -> dict[str, str]:
        wait = self._wait(window)
        return {
            "X-RateLimit-Limit": str(rate.limit),
            "X-RateLimit-Remaining": str(window.left),
            "X-RateLimit-Reset": f"{time.time() + wait:.3f}",
            "X-RateLimit-Reset-After": f"{wait:.3f}",
            "X-RateLimit-Bucket": hashlib.sha256(name.encode()).hexdigest()[:32],
        }

    def _refuse(self, window: _Window, headers: Mapping[str, str], scope: str) -> Verdict:
        self.violations += 1
        wait = self._wait(window)
        more = {"X-RateLimit-Scope": scope, "Retry-After": str(math.ceil(wait))}
        return Verdict({**headers, **more}, wait, everywhere=scope == "global")
