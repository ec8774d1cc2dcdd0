"""Faults planned in advance: what goes wrong, where, how often, before or after the effect."""

from __future__ import annotations

from dataclasses import dataclass, field
from fnmatch import fnmatchcase


@dataclass(slots=True)
class Fault:
    """One planned fault.

    `method` and `path` are globs over the path after `/api/v10`. `times` counts down; None is for ever.
    `after_effect`: the request is carried out and its answer is lost. `delay` in seconds comes first;
    then the connection is reset, or `status` answered, or (with neither) the request goes its usual way.
    """

    method: str
    path: str
    times: int | None = 1
    status: int | None = None
    after_effect: bool = False
    delay: float = 0
    reset: bool = False
    retry_after: float = 0.05
    via: bool = True
    hits: int = 0

    def fits(self, method: str, path: str) -> bool:
        return fnmatchcase(method, self.method) and fnmatchcase(path, self.path)


@dataclass(slots=True)
class Faults:
    """The faults that are still to come, in the order in which they were planned."""

    planned: list[Fault] = field(default_factory=list)

    def add(
        self,
        *,
        method: str = "*",
        path: str = "*",
        status: int | None = None,
        after_effect: bool = False,
        times: int | None = 1,
        delay: float = 0,
        reset: bool = False,
        retry_after: float = 0.05,
        via: bool = True,
    ) -> Fault:
        """Plan a fault; the record that comes back counts its `hits`."""
        fault = Fault(method, path, times, status, after_effect, delay, reset, retry_after, via)
        self.planned.append(fault)
        return fault

    def take(self, method: str, path: str) -> Fault | None:
        """The first planned fault that fits this request, counted as used."""
        fault = next((fault for fault in self.planned if fault.fits(method, path)), None)
        if fault is None:
            return None
        fault.hits += 1
        if fault.times is not None:
            fault.times -= 1
            if fault.times <= 0:
                self.planned.remove(fault)
        return fault

    def clear(self) -> None:
        self.planned.clear()
