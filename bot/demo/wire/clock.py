"""Real time and real identifiers for a simulated Discord."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from simcord._clock import Clock

DISCORD_EPOCH_MS = 1_420_070_400_000


class WallClock(Clock):
    """The wall clock, plus the seconds that a test has let pass with `advance`."""

    def now(self) -> datetime:
        return datetime.now(UTC) + timedelta(seconds=self.elapsed)


class Snowflakes:
    """Identifiers that grow for ever, even where the clock is set back or many fall in one millisecond."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._last = 0

    def next(self) -> int:
        milliseconds = int(self._clock.now().timestamp() * 1000) - DISCORD_EPOCH_MS
        self._last = max(milliseconds << 22, self._last + 1)
        return self._last
