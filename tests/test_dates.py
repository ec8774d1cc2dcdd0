"""Dates as feeds and pages write them."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.dates import parse_date, parse_prose, written_zone, zone_of

PARIS = ZoneInfo("Europe/Paris")
SEVEN = datetime(2014, 2, 21, 6, 20, tzinfo=UTC)


@pytest.mark.parametrize(
    "text",
    [
        "2014-02-21T07:20:00+01:00",
        "2014-02-21T06:20:00Z",
        "2014-02-21T06:20:00.000Z",
        "2014-02-21 07:20:00",
        "2014-02-21 07:20",
        "20140221T072000",
        "Fri, 21 Feb 2014 06:20:00 GMT",
        "Fri, 21 Feb 2014 06:20:00 +0000",
        "Fri, 21 Feb 2014 07:20:00 CET",
        "Fri, 21 Feb 2014 01:20:00 EST",
        "21 Feb 2014 07:20:00",
        "1392963600",
        "1392963600000",
        "21/02/2014 07:20",
        "21.02.2014, 07h20",
        "2014-02-21 01:20:00 -0500",
        "Fri, 21 Feb 2014 07:20:00 +0100",
        "21 Feb 2014 06:20 Z",
        "2014-02-21T07:20:0+01:00",
        "February 21, 2014 1:20 AM EST",
        "21 février 2014 à 7h20",
    ],
)
def test_what_machines_write(text: str) -> None:
    assert parse_date(text, PARIS) == SEVEN


@pytest.mark.parametrize(
    "text",
    [
        "Le 21 février 2014 à 07h20",
        "Publié le 21 février 2014 à 7h20",
        "Publié le vendredi 21 février 2014 à 07:20",
        "21 févr. 2014 à 7 h 20",
        "Le 21/02/2014 à 07h20",
        "February 21, 2014 7:20 am",
        "Posted on 21 February 2014 at 07:20",
        "21. Februar 2014 um 07:20",
        "21. Feb. 2014, 7.20 Uhr // Tipps",
        "Feb 21st, 2014 • 7:20am",
        "07:20, Fri, Feb 21, 2014",
        "Published 1:20 AM EST Feb 21, 2014",
        "By Claire Vasseur, Friday, 21 February 2014 06:20 GMT",
        "sexta-feira, 21 de fevereiro de 2014 às 7:20",
        "viernes, 21 de febrero de 2014 07:20",
        "venerdì 21 febbraio 2014, 07:20",
        "vrijdag 21 februari 2014 07:20",
        "Claude - Le 21/02/2014 à 07:20",
    ],
)
def test_what_people_write(text: str) -> None:
    assert parse_prose(text, PARIS) == SEVEN


@pytest.mark.parametrize(
    "text",
    [
        *("", "hier", "soon", "2014", "février 2014", "2 min", "99/99/2014", "1392", "0"),
        # The number of a version, of the articles of a month, of minutes to read.
        *("WordPress 4.8.12", "iOS 12.1.14 est là", "Februar 2014 (12)", "on Mar 27 14 min"),
        # Dates of what an article speaks of.
        *(
            "ab dem 21. Februar 2014",
            "depuis le 21 février 2014",
            "Il est paru avec trois mois de retard le 21/02/2014",
        ),
        *("Le procès de la box s’ouvre enfin le 21 février 2014", "Journal – 21.2.14 | Le Fil"),
    ],
)
def test_what_is_no_date(text: str) -> None:
    assert parse_date(text, PARIS) is None
    assert parse_prose(text, PARIS) is None


def test_the_afternoon_is_told_from_the_morning() -> None:
    assert parse_prose("8 January 2020, 3:51 pm", PARIS) == datetime(2020, 1, 8, 14, 51, tzinfo=UTC)
    assert parse_prose("January 22, 2017 at 12:19 am", PARIS) == datetime(2017, 1, 21, 23, 19, tzinfo=UTC)


def test_the_day_comes_first_unless_it_cannot() -> None:
    assert parse_date("03/02/2014", UTC) == datetime(2014, 2, 3, tzinfo=UTC)
    assert parse_date("02/21/2014", UTC) == datetime(2014, 2, 21, tzinfo=UTC)


@given(
    st.text(max_size=40)
    | st.from_regex(r"\d{1,4}[-/. ]\d{1,3}[-/. ]\d{1,5}( \d{1,3}:\d{1,3})?", fullmatch=True)
)
@settings(deadline=None)
def test_no_text_breaks_the_reading_of_dates(text: str) -> None:
    found = parse_date(text, PARIS)
    assert found is None or (found.tzinfo is UTC and 1990 <= found.year < 2100)


def test_zones() -> None:
    assert zone_of("Europe/Paris") == PARIS
    assert zone_of("Mars/Olympus") is UTC
    written = written_zone("2014-02-21T07:20:00+05:30")
    assert written is not None
    assert SEVEN.astimezone(written).isoformat() == "2014-02-21T11:50:00+05:30"
    assert written_zone("2014-02-21") is None
