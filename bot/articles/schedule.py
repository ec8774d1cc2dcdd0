"""When a source is looked at next; pure."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

from bot.config_sources import SourceSettings
from storage.records import SourceState

LONGEST = 3_600.0
_HOURS = 168
_SLOWEST = 6.0
_JITTER = 0.05
_TRUSTED_AFTER = timedelta(days=14)
_TRUSTED_ARTICLES = 30
# Past this sum all counts are halved, so that the last few hundred articles decide.
_REMEMBERED = 400
# A date may be somewhat older than the look before it: feeds are made ahead, caches hold them back.
_SLACK = timedelta(minutes=30)
_SHORTLY = timedelta(hours=2)

Rhythm = tuple[int, ...]


def next_look(
    source: SourceSettings,
    state: SourceState,
    now: datetime,
    *,
    cache_control: str = "",
    ttl: float | None = None,
    jitter: float = 0.0,
) -> datetime:
    """When to look again after a look at `now` that went well.

    The source's interval is the shortest time. What the site asks for (`cache_control`, the header; `ttl`,
    seconds) and, with `adaptive`, its quiet hours make it longer, but never longer than an hour. `jitter`,
    from -1 to 1, moves the result by up to 5 % of the time between.
    """
    shortest = source.interval
    if shortest >= LONGEST:
        return now + timedelta(seconds=shortest * (1 + _JITTER * jitter))
    seconds = max(shortest, min(max(max_age(cache_control), ttl or 0.0), LONGEST))
    if source.adaptive and _trusted(state, now):
        seconds = max(seconds, _adapted(shortest, state.rhythm, now))
    return now + timedelta(seconds=seconds * (1 + _JITTER * jitter))


def note(rhythm: Rhythm, published: Iterable[datetime], since: datetime | None, now: datetime) -> Rhythm:
    """The rhythm with the articles that a look at `now` found and the look at `since` had not.

    A date that cannot be (a feed that dates everything at midnight) counts as the time of the look, if the
    last was shortly before. At the first look, `since` None, nothing proves the dates, and none counts.
    """
    if since is None:
        return rhythm
    moments = [moment for given in published if (moment := _plausible(given, since, now))]
    if not moments:
        return rhythm
    counts = list(rhythm) if len(rhythm) == _HOURS else [0] * _HOURS
    for moment in moments:
        counts[_hour(moment)] += 1
        if sum(counts) > _REMEMBERED:
            counts = [count // 2 for count in counts]
    return tuple(counts)


def max_age(cache_control: str) -> float:
    """The seconds for which a Cache-Control header calls an answer fresh, 0 where it names none."""
    for part in cache_control.lower().split(","):
        name, value = (side.strip(' "') for side in (part + "=").split("=")[:2])
        if name in ("no-store", "no-cache"):
            return 0.0
        if name == "max-age" and value.isascii() and value.isdigit():
            return float(value[:9])
    return 0.0


def _plausible(moment: datetime, since: datetime, now: datetime) -> datetime | None:
    if since - _SLACK <= moment <= now:
        return moment
    return now if now - since <= _SHORTLY else None


def _trusted(state: SourceState, now: datetime) -> bool:
    return (
        state.first_read is not None
        and now - state.first_read >= _TRUSTED_AFTER
        and len(state.rhythm) == _HOURS
        and sum(state.rhythm) >= _TRUSTED_ARTICLES
    )


def _adapted(shortest: float, rhythm: Rhythm, now: datetime) -> float:
    """Seconds until `shortest` seconds have gone by, where those of a quiet hour count for less.

    So a long wait that begins in the night ends soon after the morning has begun.
    """
    at, left = now.astimezone(UTC), shortest
    waited = 0.0
    while waited < LONGEST:
        slowness = _slowness(rhythm, _hour(at))
        room = 3_600.0 - at.minute * 60 - at.second - at.microsecond / 1e6
        if left * slowness <= room:
            waited += left * slowness
            break
        waited, left = waited + room, left - room / slowness
        at += timedelta(seconds=room)
    return min(waited, LONGEST)


def _slowness(rhythm: Rhythm, hour: int) -> float:
    """From 1 in an hour as busy as most to 6 in one in which nothing is ever published.

    A source of few articles leaves gaps by chance, so the hours beside this one, and the same hour of the
    other days, speak for it too.
    """
    beside = rhythm[hour - 1] + rhythm[(hour + 1) % _HOURS]
    other_days = sum(rhythm[hour % 24 :: 24]) / 7
    usual = sum(rhythm) / _HOURS
    share = (rhythm[hour] + beside / 2 + other_days) / (3 * usual)
    return 1 + (_SLOWEST - 1) * max(0.0, 1 - 4 * share)


def _hour(moment: datetime) -> int:
    moment = moment.astimezone(UTC)
    return moment.weekday() * 24 + moment.hour
