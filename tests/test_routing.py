"""Quiet hours and digests by the clock, and where an article goes and when."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from bot.articles.clock import check_zone, find_zones, next_digest, quiet_until, read_digest, read_quiet
from bot.articles.filters import matches, read
from bot.articles.routing import HOUR, from_settings, place, place_on
from bot.config_sources import RouteSettings
from bot.errors import ReaderError
from storage.records_routes import Digest, Layout, Outcome, Posting, Quiet, Route
from tests.made import NOON, an_article

PARIS = ZoneInfo("Europe/Paris")
NIGHT = Quiet(time(22), time(7), "Europe/Paris")
MINUTE = timedelta(minutes=1)

ZONES = st.sampled_from(
    ["Europe/Paris", "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu", "Pacific/Apia", "UTC"]
)
TIMES = st.builds(time, st.integers(0, 23), st.sampled_from([0, 15, 30, 59]))
# Around the days on which clocks change, and Samoa's lost day.
CHANGES = [
    datetime(2026, 3, 28, tzinfo=UTC),
    datetime(2026, 10, 24, tzinfo=UTC),
    datetime(2011, 12, 28, tzinfo=UTC),
    datetime(2026, 4, 4, tzinfo=UTC),
]
MOMENTS = st.builds(
    lambda day, seconds: day + timedelta(seconds=seconds),
    st.sampled_from(CHANGES),
    st.integers(0, 4 * 86_400) | st.integers(0, 10 * 365 * 86_400),
)


def paris(*when: int) -> datetime:
    return datetime(*when, tzinfo=PARIS)  # type: ignore[misc, arg-type]


# The clock


@pytest.mark.parametrize(
    ("now", "until"),
    [
        (paris(2026, 3, 2, 21, 59), None),
        (paris(2026, 3, 2, 22, 0), paris(2026, 3, 3, 7)),
        (paris(2026, 3, 3, 6, 59), paris(2026, 3, 3, 7)),
        (paris(2026, 3, 3, 7, 0), None),
        (paris(2026, 3, 28, 23, 0), paris(2026, 3, 29, 7)),
        (paris(2026, 10, 24, 23, 0), paris(2026, 10, 25, 7)),
    ],
)
def test_a_night_is_quiet_over_midnight_and_summer_time(now: datetime, until: datetime | None) -> None:
    assert quiet_until(NIGHT, now) == until


def test_hours_of_one_day_can_be_quiet() -> None:
    siesta = Quiet(time(13), time(15), "Europe/Paris")
    assert quiet_until(siesta, paris(2026, 3, 2, 14)) == paris(2026, 3, 2, 15)
    assert quiet_until(siesta, paris(2026, 3, 2, 16)) is None


def test_an_hour_that_comes_twice_is_quiet_both_times() -> None:
    quiet = Quiet(time(1), time(2, 30), "Europe/Paris")
    first = paris(2026, 10, 25, 2, 15).astimezone(UTC)
    end = datetime(2026, 10, 25, 1, 30, tzinfo=UTC)
    assert quiet_until(quiet, first) == quiet_until(quiet, first + HOUR) == end


@given(TIMES, TIMES, ZONES, MOMENTS)
def test_it_is_quiet_while_the_clock_says_so(start: time, end: time, zone: str, now: datetime) -> None:
    assume(start != end)
    quiet = Quiet(start, end, zone)
    wall = now.astimezone(ZoneInfo(zone))
    shows = wall.time()
    inside = start <= shows < end if start < end else shows >= start or shows < end
    twice = wall.utcoffset() != wall.replace(fold=1 - wall.fold).utcoffset()
    until = quiet_until(quiet, now)
    if inside:
        assert until is not None
    if until is not None:
        assert inside or twice
        assert now < until <= now + timedelta(hours=26)


@given(TIMES, ZONES, MOMENTS, st.none() | st.integers(0, 6))
def test_a_digest_comes_once_each_day_of_its_kind_at_its_time(
    at: time, zone: str, after: datetime, weekday: int | None
) -> None:
    digest = Digest(at, zone, weekday)
    first = next_digest(digest, after)
    second = next_digest(digest, first)
    assert after < first < second
    assert next_digest(digest, first - MINUTE) <= first
    days = 1 if weekday is None else 7
    assert first - after <= timedelta(days=days, hours=26)
    wall = first.astimezone(ZoneInfo(zone))
    leap = (first - timedelta(seconds=1)).astimezone(ZoneInfo(zone)).utcoffset() != wall.utcoffset()
    assert leap or (wall.time() == at and weekday in {None, wall.weekday()})


def test_a_digest_at_a_time_that_summer_time_leaps_over_comes_at_the_leap() -> None:
    digest = Digest(time(2, 30), "Europe/Paris")
    assert next_digest(digest, paris(2026, 3, 28, 12)) == paris(2026, 3, 29, 3)
    assert next_digest(digest, paris(2026, 3, 29, 3)) == paris(2026, 3, 30, 2, 30)


def test_a_digest_at_a_time_that_comes_twice_comes_once() -> None:
    digest = Digest(time(2, 30), "Europe/Paris")
    first = next_digest(digest, paris(2026, 10, 24, 12))
    assert first == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    assert next_digest(digest, first) == paris(2026, 10, 26, 2, 30)


@pytest.mark.parametrize("text", ["22:00-07:00", "22h-7h", "22 h – 7 h", "10pm to 7am", "de 22h00 à 7h"])
def test_quiet_hours_are_read_as_people_write_them(text: str) -> None:
    assert read_quiet(text, "Europe/Paris") == NIGHT


@pytest.mark.parametrize(
    ("text", "weekday"),
    [
        ("daily 08:00", None),
        ("8h", None),
        ("chaque jour à 8 h", None),
        ("quotidien 8h", None),
        ("weekly mon 08:00", 0),
        ("Mondays at 8 am", 0),
        ("hebdo lundi 8h", 0),
        ("tous les dimanches 8h", 6),
    ],
)
def test_digest_times_are_read_as_people_write_them(text: str, weekday: int | None) -> None:
    assert read_digest(text, "UTC") == Digest(time(8), "UTC", weekday)


@given(st.text(st.sampled_from("0123456789:h-– apmàlundi²٣"), max_size=20))
def test_no_text_for_a_time_raises_anything_but_a_mistake(text: str) -> None:
    for read_time in (read_quiet, read_digest):
        try:
            read_time(text, "UTC")  # type: ignore[operator]
        except ReaderError:
            continue


@pytest.mark.parametrize("text", ["", "22:00", "25:00-7:00", "7-7", "22:60-7:00", "13pm-7am"])
def test_other_quiet_hours_are_refused(text: str) -> None:
    with pytest.raises(ReaderError, match="clock-quiet"):
        read_quiet(text, "UTC")


@pytest.mark.parametrize("text", ["", "daily", "weekly 8:00", "mon tue 8:00", "foo 8:00", "daily mon 25:00"])
def test_other_digest_times_are_refused(text: str) -> None:
    with pytest.raises(ReaderError, match="clock-digest"):
        read_digest(text, "UTC")


def test_zones_are_found_by_any_part_of_their_names() -> None:
    assert find_zones("pari", 5) == ["Europe/Paris"]
    assert find_zones("new york", 5)[0] == "America/New_York"
    assert len(find_zones("", 25)) == 25
    assert check_zone("Europe/Paris") == "Europe/Paris"
    for wrong in ("Europe/Zeppelin", "../etc/passwd", "", "Europe"):
        with pytest.raises(ReaderError, match="clock-zone"):
            check_zone(wrong)


# Where


def test_the_first_route_of_each_channel_that_takes_an_article_decides() -> None:
    routes = [
        Route(1, 10, "category:tests"),
        Route(2, 10, "nova", paused=NOON),
        Route(3, 10),
        Route(4, 10, "nova"),
        Route(5, 20, "nova"),
        Route(6, 30, "zeppelin"),
    ]
    placed = place(an_article(title="Le Nova"), routes, NOON, {})
    assert [(p.route, p.channel, p.outcome) for p in placed] == [
        (3, 10, Outcome.POSTED),
        (5, 20, Outcome.POSTED),
    ]


def test_quiet_hours_keep_an_article_until_they_end_but_not_breaking_news() -> None:
    route = Route(1, 10, quiet=replace(NIGHT, breaking="category:alerte"))
    night = paris(2026, 3, 2, 23)
    calm = place_on(an_article(), route, night, ())
    assert (calm.outcome, calm.detail, calm.due) == (Outcome.WAITING, "quiet", paris(2026, 3, 3, 7))
    loud = place_on(an_article(categories=("Alerte",)), route, night, [paris(2026, 3, 3, 7)])
    assert (loud.outcome, loud.due) == (Outcome.POSTED, None)


def test_a_full_hour_keeps_an_article_until_the_oldest_message_falls_out() -> None:
    route = Route(1, 10, per_hour=2)
    recent = [NOON - 50 * MINUTE, NOON - 10 * MINUTE]
    posting = place_on(an_article(), route, NOON, recent)
    assert (posting.outcome, posting.detail, posting.due) == (Outcome.WAITING, "full", NOON + 10 * MINUTE)
    assert place_on(an_article(), route, NOON, recent[1:]).outcome is Outcome.POSTED


def test_a_digest_takes_an_article_at_any_hour() -> None:
    route = Route(1, 10, digest=Digest(time(8), "Europe/Paris"), quiet=NIGHT, per_hour=1)
    posting = place_on(an_article(), route, paris(2026, 3, 2, 23), [NOON])
    assert (posting.outcome, posting.due) == (Outcome.DIGEST, paris(2026, 3, 3, 8))


@given(
    st.lists(st.integers(0, 40), min_size=1, max_size=30),
    st.integers(1, 4),
    st.sampled_from([None, Quiet(time(13), time(15), "UTC")]),
)
def test_all_come_in_order_and_no_hour_has_too_many(
    gaps: list[int], per_hour: int, quiet: Quiet | None
) -> None:
    route = Route(1, 10, per_hour=per_hour, quiet=quiet)
    now = NOON
    waiting: list[Posting] = []
    posted: list[tuple[int, datetime]] = []

    def release(until: datetime) -> None:
        while waiting and min(p.due or now for p in waiting) <= until:
            first = min(waiting, key=lambda p: (p.due or now, p.article_id))
            waiting.remove(first)
            moment = first.due or now
            again = place_on(articles[first.article_id], route, moment, [at for _, at in posted])
            if again.outcome is Outcome.POSTED:
                posted.append((first.article_id, moment))
            else:
                waiting.append(again)

    articles = {}
    for number, gap in enumerate(gaps):
        now += gap * MINUTE
        release(now)
        article = replace(an_article(), id=number)
        articles[number] = article
        recent = [at for _, at in posted] + [p.due for p in waiting if p.due]
        posting = place(article, [route], now, {10: recent})[0]
        if posting.outcome is Outcome.POSTED:
            posted.append((number, now))
        else:
            waiting.append(posting)
    release(now + timedelta(days=10))
    assert [number for number, _ in posted] == list(range(len(gaps)))
    times = [at for _, at in posted]
    assert all(later - earlier >= HOUR for earlier, later in zip(times, times[per_hour:], strict=False))
    assert not quiet or all(quiet_until(quiet, at) is None for at in times)


# From the settings file


def test_a_route_of_the_settings_joins_its_keys_in_one_filter() -> None:
    route = from_settings(
        RouteSettings(
            channel=10_000,
            source='La "Gazette"',
            categories=("Tests", "Sécurité informatique"),
            filter="nova or s9",
            layout=Layout.COMPACT,
        )
    )
    assert route.filter == (
        'source:"La \\"Gazette\\"" and (category:Tests or category:"Sécurité informatique") and (nova or s9)'
    )
    fits = replace(an_article(title="Nova", categories=("tests",)), source='La "Gazette"')
    assert matches(read(route.filter), fits)
    assert not matches(read(route.filter), replace(fits, source="gazette"))
    assert (route.layout, route.guild, route.thread) == (Layout.COMPACT, 0, True)


@pytest.mark.parametrize(
    ("settings", "text"),
    [
        ({}, ""),
        ({"filter": "*"}, ""),
        ({"source": "gazette"}, "source:gazette"),
        ({"categories": ("or",)}, 'category:"or"'),
        ({"filter": "nova"}, "nova"),
    ],
)
def test_only_what_the_settings_say_stands_in_the_filter(settings: dict[str, object], text: str) -> None:
    assert from_settings(RouteSettings.model_validate({"channel": 10_000, **settings})).filter == text


def test_many_long_categories_are_not_too_long_for_the_settings() -> None:
    names = tuple(f"Catégorie numéro {n} au nom bien long" for n in range(100))
    route = from_settings(RouteSettings(channel=10_000, categories=names))
    assert place(an_article(categories=names[-1:]), [route], NOON, {})


def test_the_id_of_a_settings_route_follows_from_its_content() -> None:
    settings = RouteSettings.model_validate(
        {"channel": 10_000, "filter": "nova", "quiet": {"start": "22:00", "end": "07:00"}}
    )
    same, other = from_settings(settings), from_settings(settings.model_copy(update={"thread": False}))
    assert from_settings(settings).id == same.id != other.id
    assert 0 < same.id < 2**60
    assert same.quiet == NIGHT
