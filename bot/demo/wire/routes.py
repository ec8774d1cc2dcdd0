"""The REST routes: simcord's table, with ours in front of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any, Protocol

import simcord.http.routes  # noqa: F401 (importing it fills the table)
from simcord.http.router import _ROUTES, RequestContext

if TYPE_CHECKING:
    from bot.demo.wire.backend import SimulatedDiscord

MAJOR = ("channel_id", "guild_id", "webhook_id")


class Context(RequestContext):
    """A request as a route sees it, on our backend."""

    backend: SimulatedDiscord


class Handler(Protocol):
    def __call__(self, ctx: Any, /) -> Any: ...


@dataclass(frozen=True, slots=True)
class Route:
    """One route of the table: what it answers and how it counts against the rate limits."""

    method: str
    template: str
    handler: Handler

    @property
    def open(self) -> bool:
        """Whether the token in the path is authorisation enough."""
        return "{token}" in self.template or self.template == "/gateway"


@dataclass(frozen=True, slots=True)
class Match:
    """A request's route and the values in its path."""

    route: Route
    args: dict[str, str]

    @property
    def major(self) -> str:
        """The parameters that split a rate limit: channel, guild, or webhook with its token."""
        values = [self.args[name] for name in MAJOR if name in self.args]
        if "webhook_id" in self.args:
            values.append(self.args.get("token", ""))
        return ":".join(values)


_OURS: dict[tuple[str, str], Handler] = {}


def answers(method: str, template: str) -> Callable[[Handler], Handler]:
    """Put a handler in front of simcord's for this method and path."""

    def keep(handler: Handler) -> Handler:
        _OURS[method, template] = handler
        return handler

    return keep


@cache
def _table() -> dict[tuple[str, int], list[tuple[list[str], Route]]]:
    """All routes by method and number of path segments, the most literal first."""
    found: dict[tuple[str, str], Handler] = {}
    for method, routes in _ROUTES.items():
        for segments, handler in routes:
            found.setdefault((method, "/" + "/".join(segments)), handler)
    table: dict[tuple[str, int], list[tuple[list[str], Route]]] = {}
    for (method, template), handler in (found | _OURS).items():
        segments = template.strip("/").split("/")
        place = table.setdefault((method, len(segments)), [])
        place.append((segments, Route(method, template, handler)))
    for place in table.values():
        place.sort(key=lambda entry: sum(s.startswith("{") for s in entry[0]))
    return table


def find(method: str, path: str) -> Match | None:
    """The route of a request, or None where neither we nor simcord have one."""
    segments = path.strip("/").split("/")
    for template, route in _table().get((method, len(segments)), ()):
        if all(t == s or (t[0] == "{" and s) for t, s in zip(template, segments, strict=True)):
            args = {t[1:-1]: s for t, s in zip(template, segments, strict=True) if t[0] == "{"}
            return Match(route, args)
    return None
