"""A publisher's list is read whole or not at all, and says why not."""

import json
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from aiohttp import web
from hypothesis import given
from hypothesis import strategies as st

from bot.config import HttpSettings
from bot.errors import SourceError
from bot.http import Fetcher
from bot.subscribers.codes import digest_of
from bot.subscribers.providers import sources
from bot.subscribers.source import compare_entries, gone_codes, new_codes, subscribers
from bot.subscribers.source_list import compare_list, read_list
from bot.workers import Workers
from storage.records import Standing, Subscriber
from storage.records_subscribers import Entry, LinkCode, Reading
from tests.provider_site import Site, missing, publisher, source_of

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
GOOD_CSV = "id,tier,until,status\n1,integral,2026-12-31,active\n2,decouverte,,\n"
CODE = "7K3QM2-XW9DPT"


def whole(*rows: dict, **more: object) -> bytes:
    return json.dumps({"complete": True, "count": len(rows), "subscribers": rows} | more).encode()


def refused(data: bytes | str, form: str = "csv") -> str:
    with pytest.raises(SourceError) as caught:
        read_list(data.encode() if isinstance(data, str) else data, form)
    return str(caught.value)


def test_a_csv_list_is_read() -> None:
    assert read_list(GOOD_CSV.encode(), "csv") == (
        Entry("1", "integral", datetime(2026, 12, 31, 23, 0, tzinfo=UTC)),
        Entry("2", "decouverte"),
    )


@pytest.mark.parametrize(
    "text",
    [
        "\ufeffid,tier\r\n1,integral\r\n2,decouverte\r\n",
        "ID ; Tier\n1;integral\n2;decouverte",
        "tier\tid\nintegral\t1\ndecouverte\t2\n\n",
        'email,id,tier\n"a, b",1,integral\n,2,decouverte\n',
        "id,tier\r1,integral\r2,decouverte\r",
    ],
)
def test_csv_comes_in_many_dialects(text: str) -> None:
    assert read_list(text.encode(), "csv") == (Entry("1", "integral"), Entry("2", "decouverte"))


def test_both_forms_of_json_are_read() -> None:
    rows = ({"id": 1, "tier": "integral"}, {"id": "b", "tier": "decouverte", "code": CODE, "extra": [1]})
    expected = (Entry("1", "integral"), Entry("b", "decouverte", code=digest_of(CODE)))
    assert read_list(whole(*rows), "json") == expected
    assert read_list(json.dumps(rows, indent=2).encode(), "json") == expected


@pytest.mark.parametrize(
    ("until", "end"),
    [
        ("2026-03-29", "2026-03-29T22:00:00"),
        ("2026-10-25", "2026-10-25T23:00:00"),
        ("2028-02-29", "2028-02-29T23:00:00"),
        ("2026-06-01T12:00:00", "2026-06-01T10:00:00"),
        ("2026-06-01 12:00", "2026-06-01T10:00:00"),
        ("2026-06-01T12:00:00.5Z", "2026-06-01T12:00:00"),
        ("2026-06-01T12:00:00-05:00", "2026-06-01T17:00:00"),
        ("9999-12-31", None),
        ("", None),
        (None, None),
    ],
)
def test_a_day_lasts_until_its_end_in_paris(until: str | None, end: str | None) -> None:
    expected = datetime.fromisoformat(end).replace(tzinfo=UTC) if end else None
    (entry,) = read_list(whole({"id": 1, "tier": "x", "until": until}), "json")
    assert entry.until == expected


@pytest.mark.parametrize(
    ("status", "until", "standing"),
    [
        ("", "", Standing.ACTIVE),
        ("Active", "", Standing.ACTIVE),
        ("past_due", "", Standing.ACTIVE),
        ("cancelled", "2026-12-31", Standing.ACTIVE),
        ("cancelled", "", Standing.INACTIVE),
        ("ended", "2026-12-31", Standing.INACTIVE),
        ("none", "", Standing.INACTIVE),
    ],
)
def test_a_status_says_whether_the_tier_runs(status: str, until: str, standing: Standing) -> None:
    (entry,) = read_list(f"id,tier,until,status\n1,x,{until},{status}\n".encode(), "csv")
    assert entry.standing is standing


@pytest.mark.parametrize(
    ("told", "version"),
    [
        ({"version": 17}, "1970-01-01T00:00:00.017"),
        ({"version": "18"}, "1970-01-01T00:00:00.018"),
        ({"updated": "2026-06-01T12:00:00.25Z"}, "2026-06-01T12:00:00.250"),
        ({"updated": "2026-06-01 12:00"}, "2026-06-01T10:00:00"),
        ({"version": "", "updated": 19}, "1970-01-01T00:00:00.019"),
        ({"version": None}, None),
    ],
)
def test_a_row_may_tell_how_new_it_is(told: dict[str, object], version: str | None) -> None:
    expected = datetime.fromisoformat(version).replace(tzinfo=UTC) if version else None
    (entry,) = read_list(whole({"id": 1, "tier": "x"} | told), "json")
    assert entry.version == expected


@pytest.mark.parametrize("told", ["soon", "-1", "9" * 30])
def test_a_version_that_is_none_is_named(told: str) -> None:
    with pytest.raises(SourceError, match=r"line 2: version .* neither a date and time nor a whole number"):
        read_list(f"id,tier,version\n1,x,{told}\n".encode(), "csv")


def test_a_reader_who_bought_nothing_may_be_listed_for_their_code() -> None:
    row = {"id": "gazette-1", "tier": None, "until": None, "status": "none", "code": CODE}
    (entry,) = read_list(whole(row), "json")
    assert entry == Entry("gazette-1", "", None, Standing.INACTIVE, digest_of(CODE))


@pytest.mark.parametrize(
    ("data", "told"),
    [
        ("id,tier\n1,intégral\n".encode("latin-1"), "byte 13 is not UTF-8; save the list as UTF-8"),
        (GOOD_CSV.encode("utf-16"), "byte 0 is not UTF-8; save the list as UTF-8"),
        ("", 'the column "id" is missing; its header must name it'),
        ("id,level\n1,integral\n", 'the column "tier" is missing; its header must name it'),
        ("id,tier,tier\n1,a,b\n", 'the column "tier" is there twice; name each column once'),
        ("id,tier\n", "the list is empty; an empty list removes nobody, mend the export"),
        (
            "id,tier,until\n1,integral,2026-12-31\n2,deco",
            "line 3: 2 fields where the header has 3; the list is cut off or a field lacks its quotes",
        ),
        ('id,tier\n1,"integ', "line 2: unexpected end of data; the list is cut off or badly quoted"),
        ("id,tier\n1,a\n1,b\n", 'line 3: id "1" is there twice; give each reader one row'),
        ("id,tier\n ,a\n", "line 2: id is empty; give the reader’s number or name in your shop"),
        ("id,tier\n1, \n", "line 2: tier is empty for an active reader; name it, or set status to none"),
        ("id,tier\na\x00b,x\n", 'line 2: id "a?b" is too long or unreadable; at most 200 printable signs'),
        (
            "id,tier,until\n1,a,31/12/2026\n",
            'line 2: until "31/12/2026" is no date; write 2026-12-31 or 2026-12-31T18:00:00+01:00',
        ),
    ],
)
def test_a_broken_csv_is_unknown_with_field_value_and_mend(data: bytes | str, told: str) -> None:
    assert refused(data) == told


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"", "the JSON is cut off or broken (Expecting value); check the export"),
        (b"[]", "the list is empty; an empty list removes nobody, mend the export"),
        (whole(), "the list is empty; an empty list removes nobody, mend the export"),
        (b"12", "the subscribers are not a JSON list; check the export"),
        (b"[1]", "entry 1 is not a JSON object; check the export"),
        (
            b'{"error": "down"}',
            'the key "complete" is missing; the object needs complete, count and subscribers',
        ),
        (
            whole({"id": 1, "tier": "x"}, complete=False),
            'complete is "False", not true; wait for the whole list',
        ),
        (
            whole({"id": 1, "tier": "x"}, complete="true"),
            'complete is "true", not true; wait for the whole list',
        ),
        (whole({"id": 1, "tier": "x"}, count=2), 'count is "2", but the list holds 1; mend the export'),
        (whole({"id": 1, "tier": "x"}, count=True), 'count is "True", but the list holds 1; mend the export'),
        (
            whole({"id": 1, "tier": "x"}, subscribers={}),
            "the subscribers are not a JSON list; check the export",
        ),
        (
            whole({"id": 1, "tier": "x"})[:-2],
            "the JSON is cut off or broken (Expecting ',' delimiter); check the export",
        ),
        (
            whole({"id": 1, "tier": "x"}) + b"[",
            "the JSON is cut off or broken (Extra data); check the export",
        ),
        (
            whole({"id": 1, "level": "x"}),
            'entry 1: the key "tier" is missing; every reader needs an id and a tier',
        ),
        (whole({"id": True, "tier": "x"}), 'entry 1: id "True" is not text; put it in quotes'),
        (whole({"id": 1, "tier": 3}), 'entry 1: tier "3" is not text; put it in quotes'),
        (
            whole({"id": 1, "tier": "x", "until": 1798758000}),
            'entry 1: until "1798758000" is not text; put it in quotes',
        ),
        (
            whole({"id": 1, "tier": "x", "status": "rich"}),
            (
                'entry 1: status "rich" is none we know; use one of actif, active, canceled, cancelled, '
                "deleted, ended, expired, fraud, grace, inactive, none, past_due, refunded, trial, "
                "trialing, unpaid"
            ),
        ),
        (
            whole({"id": 1, "tier": "x", "code": "1234"}),
            "entry 1: code is too weak; make it of at least 8 letters and digits",
        ),
        (
            whole({"id": 1, "tier": "x", "code": CODE}, {"id": 2, "tier": "x", "code": CODE.lower()}),
            "entry 2: code is also another reader’s; make a code for each",
        ),
    ],
)
def test_a_broken_json_is_unknown_with_field_value_and_mend(data: bytes, told: str) -> None:
    assert refused(data, "json") == told


@pytest.mark.parametrize(
    "data",
    [
        b"[" * 100_000,
        b'{"a":' * 100_000,
        b'[{"id": ' + b"9" * 5_000 + b', "tier": "x"}]',
        b"[1,]",
        b"[1 2]",
        b"{1: 2}",
    ],
)
def test_hostile_json_is_only_a_broken_list(data: bytes) -> None:
    told = refused(data, "json")
    assert "check the export" in told
    assert len(told) < 120


def test_reasons_hold_no_address_and_no_code() -> None:
    twice = "id,tier\nlea@example.org,a\nlea@example.org,b\n"
    shifted = f"id,tier,until,code\n1,a,{CODE},\n"
    assert refused(twice) == "line 3: id (not shown) is there twice; give each reader one row"
    assert CODE not in refused(shifted)
    assert "until (not shown) is no date" in refused(shifted)
    assert CODE not in refused(f"id,tier,status\n1,a,{CODE}\n")


@given(st.binary(max_size=200), st.sampled_from(["csv", "json"]))
def test_no_bytes_raise_anything_but_a_source_error(data: bytes, form: str) -> None:
    with suppress(SourceError):
        assert read_list(data, form)


@given(st.integers(0, len(whole({"id": 1, "tier": "a"}, {"id": 2, "tier": "b", "until": "2026-01-01"})) - 1))
def test_a_cut_json_list_is_never_believed(length: int) -> None:
    data = whole({"id": 1, "tier": "a"}, {"id": 2, "tier": "b", "until": "2026-01-01"})
    assert refused(data[:length], "json")


async def test_a_list_is_read_from_a_file(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    async with source_of(publisher("csv", file=path)) as source:
        with pytest.raises(SourceError, match=r"list\.csv cannot be read \(No such file or directory\)"):
            await source.compare(b"", NOW)
        path.write_text(GOOD_CSV)
        assert (await source.compare(b"", NOW)).total == 2


async def test_a_list_is_fetched_with_its_token() -> None:
    async with Site(lambda _: web.Response(text=GOOD_CSV)).open() as site:
        for token in ("", "tiens-tiens"):
            async with source_of(publisher("csv", url=f"{site.url}/list.csv", token=token)) as source:
                await source.compare(b"", NOW)
    assert [request.headers.get("Authorization") for request in site.asked] == [None, "Bearer tiens-tiens"]


async def test_a_list_tells_about_one_reader_too(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_text("id,tier\n1,integral\n2,decouverte\n")
    async with source_of(publisher("csv", file=path)) as source:
        assert await source.one("2", NOW) == Entry("2", "decouverte")
        assert await source.one("3", NOW) == Entry("3", "", standing=Standing.INACTIVE)


async def test_one_reader_is_asked_for_where_there_is_an_address_for_it() -> None:
    def answer(request: web.Request) -> object:
        return {"id": "a/b", "tier": "integral"} if request.raw_path == "/readers/a%2Fb" else missing()

    async with Site(answer).open() as site:
        urls = {"url": f"{site.url}/all.csv", "subscriber_url": f"{site.url}/readers/{{id}}"}
        async with source_of(publisher("csv", **urls)) as source:
            assert await source.one("a/b", NOW) == Entry("a/b", "integral")
            assert await source.one("c", NOW) is None


def test_an_end_marker_proves_a_csv_whole() -> None:
    rows = "id,tier\n1,a\n2,b\n"
    for end in ("#end", "#end 2\n", "#end;2\r\n"):
        assert len(read_list((rows + end).encode(), "csv", end_marker="#end")) == 2


@pytest.mark.parametrize(
    ("end", "why"),
    [("", "cut off"), ("#en", "cut off"), ("#end 3", "counts 3 readers"), ("#end x", "cut off")],
)
def test_a_csv_without_its_end_marker_is_truncated(end: str, why: str) -> None:
    with pytest.raises(SourceError, match=why):
        read_list(f"id,tier\n1,a\n2,b\n{end}".encode(), "csv", end_marker="#end")


async def test_a_worker_process_compares_and_refuses_the_same(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_text(GOOD_CSV)
    async with Workers() as workers, Fetcher(HttpSettings()) as fetch:
        source = sources([publisher("csv", file=path)], fetch, workers)["gazette"]
        assert await source.compare(b"", NOW) == compare_list("gazette", GOOD_CSV.encode(), "csv", b"", NOW)
        path.write_text("id,tier\n")
        with pytest.raises(SourceError, match="the list is empty"):
            await source.compare(b"", NOW)


# Comparing


def compared(snapshot: bytes, *entries: Entry, now: datetime = NOW) -> Reading:
    return compare_entries("gazette", entries, snapshot, now)


def test_a_reading_holds_only_what_changed() -> None:
    later = NOW + timedelta(minutes=5)
    first = compared(b"", Entry("a", "integral", later), Entry("b", "x", code="one"))
    assert (first.total, first.added, first.tiers) == (2, 2, {"integral", "x"})
    assert list(subscribers("gazette", first, NOW)) == [
        Subscriber("gazette", "a", "integral", later, NOW),
        Subscriber("gazette", "b", "x", None, NOW),
    ]
    assert list(new_codes("gazette", first, NOW)) == [
        LinkCode("gazette", "one", "b", True, NOW + timedelta(minutes=10))
    ]
    same = compared(first.snapshot, Entry("b", "x", code="one"), Entry("a", "integral", later))
    assert (same.subscribers, same.new_codes, same.gone_codes, same.snapshot) == (
        b"",
        b"",
        b"",
        first.snapshot,
    )
    second = compared(first.snapshot, Entry("a", "x", code="two"), now=later)
    assert list(subscribers("gazette", second, later)) == [
        Subscriber("gazette", "a", "x", None, later),
        Subscriber("gazette", "b", "x", later, later),
    ]
    assert list(gone_codes(second)) == ["one"]
    third = compared(second.snapshot, Entry("a", "x"), now=later)
    assert (third.subscribers, list(gone_codes(third))) == (b"", ["two"])


def test_a_subject_of_any_letters_comes_through() -> None:
    odd = 'é\u2028\u0085"\\n' + "😀"
    reading = compared(b"", Entry(odd, odd))
    assert [s.subject for s in subscribers("gazette", reading, NOW)] == [odd]
    assert compared(reading.snapshot, Entry(odd, odd)).subscribers == b""
