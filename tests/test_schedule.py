"""When a source is looked at next, and whose turn it is."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.articles.schedule import LONGEST, max_age, next_look, note
from bot.articles.turns import Turns
from storage.records import SourceState
from tests.shelf import source

MONDAY = datetime(2026, 3, 2, tzinfo=UTC)
MORNING = tuple(4 if 6 <= hour % 24 < 12 else 0 for hour in range(168))

moments = st.datetimes(datetime(2026, 1, 1), datetime(2027, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001
rhythms = st.lists(st.integers(0, 50), min_size=168, max_size=168).map(tuple)


def known(rhythm: tuple[int, ...] = (), days: int = 30) -> SourceState:
    """A source first read so many days before Monday."""
    return SourceState("Le Fil", first_read=MONDAY - timedelta(days=days), rhythm=rhythm)


def wait(state: SourceState, now: datetime, *, interval: float = 300, **facts: Any) -> float:
    settings = {"adaptive": facts.pop("adaptive", True), "interval": interval}
    return (next_look(source(**settings), state, now, **facts) - now).total_seconds()


def test_a_source_is_looked_at_again_after_its_interval() -> None:
    assert wait(known(), MONDAY) == 300


def test_what_the_site_calls_fresh_is_not_asked_again() -> None:
    assert wait(known(), MONDAY, cache_control="public, max-age=900") == 900
    assert wait(known(), MONDAY, ttl=1200) == 1200
    assert wait(known(), MONDAY, cache_control="max-age=1", ttl=2) == 300


def test_a_site_cannot_keep_us_away_for_more_than_an_hour() -> None:
    assert wait(known(), MONDAY, cache_control="max-age=31536000") == 3600
    assert wait(known(), MONDAY, ttl=float("inf")) == 3600


def test_an_interval_of_more_than_an_hour_is_kept() -> None:
    assert wait(known(MORNING), MONDAY, interval=7200, cache_control="max-age=60") == 7200


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        ("max-age=60", 60),
        ("Public, Max-Age = 60", 60),
        ('max-age="60"', 60),
        ("no-cache, max-age=60", 0),
        ("s-maxage=60", 0),
        ("max-age=-1", 0),
        ("max-age=x", 0),
        ("", 0),
    ],
)
def test_what_cache_control_says(header: str, seconds: float) -> None:
    assert max_age(header) == seconds


def test_the_night_of_a_site_is_looked_at_six_times_less_often() -> None:
    assert wait(known(MORNING), MONDAY.replace(hour=20)) == 1800
    assert wait(known(MORNING), MONDAY.replace(hour=9)) == 300


def test_a_wait_that_begins_in_the_night_ends_when_the_morning_has_begun() -> None:
    before = MONDAY.replace(hour=5, minute=55)
    assert 300 <= wait(known(MORNING), before) <= 600


def test_the_habits_of_a_site_may_be_left_aside() -> None:
    assert wait(known(MORNING), MONDAY.replace(hour=20), adaptive=False) == 300


def test_habits_are_not_believed_before_two_weeks_and_thirty_articles() -> None:
    evening = MONDAY.replace(hour=20)
    few = tuple(29 if hour == 9 else 0 for hour in range(168))
    assert wait(known(MORNING, days=13), evening) == 300
    assert wait(known(few), evening) == 300


def test_a_source_that_publishes_on_weekdays_is_left_alone_on_sunday() -> None:
    weekdays = tuple(3 if hour < 120 and 6 <= hour % 24 < 12 else 0 for hour in range(168))
    sunday = MONDAY + timedelta(days=6, hours=20)
    assert wait(known(weekdays), sunday) == 1800


@given(
    rhythms,
    moments,
    st.floats(0.2, 86_400),
    st.floats(0, 1e6),
    st.floats(-1, 1),
    st.booleans(),
)
def test_no_wait_is_shorter_than_the_interval_or_longer_than_an_hour(
    rhythm: tuple[int, ...], now: datetime, interval: float, ttl: float, jitter: float, adaptive: bool
) -> None:
    seconds = wait(known(rhythm, days=400), now, interval=interval, ttl=ttl, jitter=jitter, adaptive=adaptive)
    assert interval * 0.95 - 1e-3 <= seconds <= max(interval, LONGEST) * 1.05 + 1e-3


@given(rhythms, moments, st.floats(1, 3_600))
def test_habits_never_make_a_look_more_than_six_times_rarer(
    rhythm: tuple[int, ...], now: datetime, interval: float
) -> None:
    assert wait(known(rhythm, days=400), now, interval=interval) <= 6 * interval + 1e-3


@given(rhythms, moments, st.integers(1, 600))
def test_who_looks_later_never_looks_again_earlier(
    rhythm: tuple[int, ...], now: datetime, later: int
) -> None:
    first = next_look(source(), known(rhythm, days=400), now)
    second = next_look(source(), known(rhythm, days=400), now + timedelta(seconds=later))
    assert second >= first - timedelta(milliseconds=1)


def test_articles_are_counted_in_their_hour_of_the_week() -> None:
    tuesday = MONDAY + timedelta(days=1, hours=7, minutes=30)
    rhythm = note((), [tuesday, tuesday], tuesday - timedelta(minutes=5), tuesday)
    assert (len(rhythm), rhythm[31], sum(rhythm)) == (168, 2, 2)


def test_a_date_that_cannot_be_counts_as_the_time_of_the_look() -> None:
    noon = MONDAY.replace(hour=12)
    assert note((), [MONDAY], noon - timedelta(minutes=5), noon)[12] == 1
    assert note((), [noon + timedelta(days=3)], noon - timedelta(minutes=5), noon)[12] == 1


def test_what_was_found_after_a_long_absence_counts_only_by_a_date_that_can_be() -> None:
    noon = MONDAY.replace(hour=12)
    since = noon - timedelta(hours=5)
    rhythm = note((), [MONDAY, MONDAY.replace(hour=9)], since, noon)
    assert (rhythm[9], sum(rhythm)) == (1, 1)


def test_the_first_look_counts_nothing() -> None:
    assert note((), [MONDAY], None, MONDAY) == ()


def test_a_changed_habit_is_followed() -> None:
    rhythm: tuple[int, ...] = MORNING
    for day in range(60):
        for hour in range(18, 24):
            moment = MONDAY + timedelta(days=day, hours=hour)
            rhythm = note(rhythm, [moment, moment], moment - timedelta(minutes=5), moment)
    evening, morning = MONDAY.replace(hour=20), MONDAY.replace(hour=8)
    assert wait(known(rhythm), evening) == 300
    assert wait(known(rhythm), morning) > 1200


@given(rhythms, st.lists(moments, max_size=30))
def test_counts_stay_small_and_above_nothing(rhythm: tuple[int, ...], published: list[datetime]) -> None:
    now = datetime(2027, 1, 1, tzinfo=UTC)
    after = note(rhythm, published, now - timedelta(days=400), now)
    assert min(after) >= 0
    assert sum(after) <= max(sum(rhythm), 400)


def test_a_source_has_its_turn_when_it_is_due() -> None:
    turns = Turns(at_once=9)
    turns.plan("a", "site", 10)
    assert (turns.begin(9.9), turns.next()) == (None, 10)
    assert turns.begin(10) == "a"
    assert turns.begin(99) is None


def test_the_sources_of_a_site_have_their_turns_one_after_the_other() -> None:
    turns = Turns(at_once=9)
    turns.plan("a", "site", 1)
    turns.plan("b", "site", 2)
    turns.plan("c", "other", 3)
    assert [turns.begin(9), turns.begin(9), turns.begin(9)] == ["a", "c", None]
    turns.end("a")
    assert turns.begin(9) == "b"


def test_a_new_plan_replaces_the_old() -> None:
    turns = Turns(at_once=9)
    turns.plan("a", "site", 100)
    turns.plan("a", "site", 1)
    assert turns.begin(1) == "a"
    turns.end("a")
    assert turns.begin(100) is None


def test_a_resting_site_is_left_alone_whoever_is_due() -> None:
    turns = Turns(at_once=9)
    turns.plan("a", "site", 1)
    assert turns.begin(1) == "a"
    turns.plan("b", "site", 2)
    turns.rest("site", 50)
    turns.end("a")
    turns.plan("a", "site", 3)
    assert (turns.begin(49), turns.begin(50)) == (None, "b")


def test_a_forgotten_source_has_no_turn() -> None:
    turns = Turns(at_once=9)
    turns.plan("a", "site", 1)
    turns.plan("b", "site", 2)
    turns.forget("a")
    assert [turns.begin(9), turns.begin(9)] == ["b", None]


@given(
    st.dictionaries(
        st.text("abcdef", min_size=1, max_size=2),
        st.tuples(st.sampled_from("xyz"), st.integers(0, 20)),
        min_size=1,
    ),
    st.integers(1, 4),
    st.randoms(use_true_random=False),
)
def test_everyone_has_a_turn_never_too_many_at_once(
    plans: dict[str, tuple[str, int]], at_once: int, chance: Any
) -> None:
    turns = Turns(at_once)
    for name, (site, due) in plans.items():
        turns.plan(name, site, due)
    under_way: list[str] = []
    had: list[str] = []
    for _ in range(10_000):
        if (begun := turns.begin(20)) is not None:
            under_way.append(begun)
            had.append(begun)
        elif under_way:
            turns.end(under_way.pop(chance.randrange(len(under_way))))
        else:
            break
        sites = [plans[name][0] for name in under_way]
        assert len(sites) == len(set(sites)) <= at_once
    assert sorted(had) == sorted(plans)
