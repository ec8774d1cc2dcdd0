"""How long one question may take: its stages look whether time is left, and do less where none is."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

T = TypeVar("T")

# Of the 150 ms that no question may exceed, what is left for the stages that cannot be cut short.
_SECONDS = 0.1


class Budget:
    """The time of one question, counted from now on by the processor time of the thread that works on it.

    A busy machine thus gives the same answers as an idle one.
    """

    def __init__(self, seconds: float = _SECONDS, clock: Callable[[], float] = time.thread_time) -> None:
        self._clock = clock
        self._end = clock() + seconds

    @property
    def spent(self) -> bool:
        """Whether the time is up."""
        return self._clock() >= self._end

    def within(self, things: Iterable[T]) -> Iterator[T]:
        """The things one by one while there is time; the first in any case."""
        for place, thing in enumerate(things):
            if place and self.spent:
                return
            yield thing
