"""When a provider that used to send events sends none; pure."""

from __future__ import annotations

from datetime import datetime, timedelta

from storage.records_subscribers import Rhythm

# A night is no silence, nor is a chance pause: of events that come at random one gap in 400 is so long.
_SHORTEST = timedelta(hours=24)
_USUAL_GAPS = 6
_FEWEST = 3


def silence(rhythm: Rhythm, now: datetime) -> timedelta | None:
    """How long a provider has been silent, where that is longer than its events make likely."""
    if rhythm.count < _FEWEST:
        return None
    usual = (rhythm.last - rhythm.first) / (rhythm.count - 1)
    since = now - rhythm.last
    return since if since > max(_SHORTEST, usual * _USUAL_GAPS) else None
