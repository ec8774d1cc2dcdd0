"""Subscribers from a CSV or JSON list, in a file or at a URL; strict, because a doubt must remove nobody.

Columns or keys: `id` and `tier`; if given also `until` (an ISO date, that day included, or a date and time),
`status`, `code`, `email`, and `version` or `updated`, which grows with each change of the reader's row: a
time or a whole number. JSON is a list, or `{"complete": true, "count": n, "subscribers": [...]}`.
"""

from __future__ import annotations

import asyncio
import csv
import io
import json
import re
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any, Literal
from urllib.parse import quote
from zoneinfo import ZoneInfo

from bot.config_publishers import PublisherSettings
from bot.errors import SourceError
from bot.http import Fetched, Fetcher
from bot.subscribers.address_book import Sealing
from bot.subscribers.addresses import written
from bot.subscribers.codes import SHORTEST, digest_of
from bot.subscribers.source import compare_entries
from bot.workers import Workers
from storage.database import from_ms
from storage.records import Standing
from storage.records_subscribers import Entry, Reading

ZONE = "Europe/Paris"

_VERSIONS = ("version", "updated")
_FIELDS = ("id", "tier", "until", "status", "code", *_VERSIONS)
_RUNNING = frozenset({"", "active", "actif", "trial", "trialing", "past_due", "grace"})
_REASONS = {"past_due": "past_due", "grace": "past_due", "cancelled": "cancelled", "canceled": "cancelled"}
_REASONS |= {over: over for over in ("refunded", "fraud", "unpaid", "deleted")}
_OVER = frozenset({"ended", "expired", "inactive", "none", "unpaid", "refunded", "fraud", "deleted"})
_LAST_PERIOD = frozenset({"cancelled", "canceled"})
_LARGEST_FILE = 100_000_000
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_MOMENT = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d([.,]\d+)?)?(Z|[+-]\d\d:?\d\d)?")
_LIKE_A_CODE = re.compile(r"(?=.*[A-Za-z])(?=.*\d)[A-Za-z0-9 -]{8,}|[A-Z -]{8,}")
_LONGEST = 200
_LONGEST_HEADER = 10_000
_PATIENCE = 60.0

Form = Literal["csv", "json"]
Row = Mapping[str, Any]


class ListSource:
    """A publisher's list, taken apart in a worker.

    A CSV is proved whole by its last line where the settings name an `end_marker`: `#end`, or `#end 1234`
    with the number of readers.
    """

    def __init__(self, publisher: PublisherSettings, fetch: Fetcher, workers: Workers) -> None:
        self._publisher = publisher
        self._fetch = fetch
        self._workers = workers

    async def compare(self, snapshot: bytes, now: datetime, sealing: Sealing | None = None) -> Reading:
        """See `Source.compare`."""
        publisher = self._publisher
        read = (publisher.name, await self._data(), self._form, snapshot, now)
        arguments = (*read, publisher.zone, publisher.end_marker, sealing)
        reading = await self._workers.run(f"{__name__}:compare_list", *arguments, timeout=_PATIENCE)
        assert isinstance(reading, Reading)  # noqa: S101 - a worker's answer has no type
        return reading

    async def one(self, subject: str, now: datetime) -> Entry | None:
        """See `Source.one`: from the reader's own address if there is one, else from the whole list."""
        if self._publisher.subscriber_url is not None:
            return await self._asked_for(subject, self._publisher.subscriber_url)
        found = await self._find(await self._data(), self._form, subject, self._publisher.end_marker)
        # Who is missing in a whole list has ended.
        return found or Entry(subject, "", standing=Standing.INACTIVE)

    async def _asked_for(self, subject: str, address: str) -> Entry | None:
        answer = await self._get(address.replace("{id}", quote(subject, safe="")), accept=(404,))
        if answer.status == 404:
            return None
        told = answer.body.strip()
        return await self._find(told if told.startswith(b"[") else b"[" + told + b"]", "json", subject)

    async def _find(self, data: bytes, form: Form, subject: str, end_marker: str = "") -> Entry | None:
        arguments = (data, form, subject, self._publisher.zone, end_marker)
        found = await self._workers.run(f"{__name__}:find", *arguments, timeout=_PATIENCE)
        assert found is None or isinstance(found, Entry)  # noqa: S101 - a worker's answer has no type
        return found

    @property
    def _form(self) -> Form:
        return "csv" if self._publisher.kind == "csv" else "json"

    async def _data(self) -> bytes:
        if self._publisher.url is not None:
            return (await self._get(self._publisher.url)).body
        assert self._publisher.file is not None  # noqa: S101 - the settings have either
        return await asyncio.to_thread(_read_file, self._publisher.file)

    async def _get(self, url: str, accept: tuple[int, ...] = ()) -> Fetched:
        token = self._publisher.token.get_secret_value()
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        return await self._fetch.get(url, headers=headers, accept=accept, max_bytes=_LARGEST_FILE)


def compare_list(
    publisher: str,
    data: bytes,
    form: Form,
    snapshot: bytes,
    now: datetime,
    zone: str = ZONE,
    end_marker: str = "",
    sealing: Sealing | None = None,
) -> Reading:
    """Read a list and compare it; runs in a worker."""
    entries = read_list(data, form, zone, end_marker=end_marker)
    return compare_entries(publisher, entries, snapshot, now, sealing)


def find(data: bytes, form: Form, subject: str, zone: str = ZONE, end_marker: str = "") -> Entry | None:
    """One reader's entry in a list; runs in a worker."""
    entries = read_list(data, form, zone, end_marker=end_marker)
    return next((entry for entry in entries if entry.subject == subject), None)


def read_list(data: bytes, form: Form, zone: str = ZONE, *, end_marker: str = "") -> tuple[Entry, ...]:
    """The entries of a list, or SourceError with the first thing that is wrong with it."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise SourceError(f"byte {error.start} is not UTF-8; save the list as UTF-8") from None
    count: int | None = None
    if end_marker:
        text, count = _up_to_end(text, end_marker)
    rows = _csv_rows(text) if form == "csv" else _json_rows(text)
    entries: dict[str, Entry] = {}
    digests: set[str] = set()
    clock = ZoneInfo(zone)
    for where, row in rows:
        entry = entry_of(row, where, clock)
        if entry.subject in entries:
            raise _refusal(where, "id", entry.subject, "is there twice; give each reader one row")
        if entry.code and entry.code in digests:
            raise SourceError(f"{where}: code is also another reader's; make a code for each")
        entries[entry.subject] = entry
        digests.add(entry.code)
    if not entries:
        raise SourceError("the list is empty; an empty list removes nobody, mend the export")
    if count is not None and count != len(entries):
        raise SourceError(f"the last line counts {count} readers, but the list holds {len(entries)}")
    return tuple(entries.values())


def _up_to_end(text: str, marker: str) -> tuple[str, int | None]:
    """What stands before the last line, which must be the marker, and the count in it."""
    before, _, last = text.rstrip().rpartition("\n")
    count = last.strip().removeprefix(marker).strip(" ,;:=\t")
    if not last.strip().startswith(marker) or (count and not count.isdecimal()):
        raise SourceError(f'the last line is not "{marker}"; the list is cut off, wait for the whole one')
    return before, int(count) if count else None


def _read_file(path: Path) -> bytes:
    try:
        if path.stat().st_size > _LARGEST_FILE:
            raise SourceError(f"file {path} is larger than {_LARGEST_FILE} bytes")
        return path.read_bytes()
    except OSError as error:
        raise SourceError(
            f"file {path} cannot be read ({error.strerror}); check its path and owner"
        ) from None


def _csv_rows(text: str) -> Iterator[tuple[str, Row]]:
    """Rows by column name. The delimiter is whichever of , ; and tab makes a header with `id` and `tier`."""
    headers = {delimiter: _header(text, delimiter) for delimiter in ",;\t"}
    delimiter = max(headers, key=lambda d: ("id" in headers[d], "tier" in headers[d], len(headers[d])))
    header = headers[delimiter]
    for name in ("id", "tier"):
        if name not in header:
            raise SourceError(f'the column "{name}" is missing; its header must name it')
    for name in header:
        if name in _FIELDS and header.count(name) > 1:
            raise SourceError(f'the column "{name}" is there twice; name each column once')
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        next(reader)
        for cells in reader:
            where = f"line {reader.line_num}"
            if not any(cell.strip() for cell in cells):
                continue
            if len(cells) != len(header):
                told = f"{len(cells)} fields where the header has {len(header)}"
                raise SourceError(f"{where}: {told}; the list is cut off or a field lacks its quotes")
            yield where, dict(zip(header, cells, strict=True))
    except csv.Error as error:
        raise SourceError(f"line {reader.line_num}: {error}; the list is cut off or badly quoted") from None


def _header(text: str, delimiter: str) -> list[str]:
    first = re.split(r"[\r\n]", text[:_LONGEST_HEADER], maxsplit=1)[0]
    return [name.strip().lower() for name in next(csv.reader([first], delimiter=delimiter), [])]


def _json_rows(text: str) -> Iterator[tuple[str, Row]]:
    try:
        told = json.loads(text)
    except (ValueError, RecursionError) as error:
        why = error.msg if isinstance(error, json.JSONDecodeError) else "too deep, or too large a number"
        raise SourceError(f"the JSON is cut off or broken ({why}); check the export") from None
    rows = _whole(told) if isinstance(told, dict) else told
    if not isinstance(rows, list):
        raise SourceError("the subscribers are not a JSON list; check the export")
    for number, row in enumerate(rows, start=1):
        if not isinstance(row, dict):
            raise SourceError(f"entry {number} is not a JSON object; check the export")
        yield f"entry {number}", row


def _whole(told: Row) -> Any:
    """The rows of the object form, when it says that it is complete and counts them right."""
    for name in ("complete", "count", "subscribers"):
        if name not in told:
            raise SourceError(
                f'the key "{name}" is missing; the object needs complete, count and subscribers'
            )
    rows, count = told["subscribers"], told["count"]
    if told["complete"] is not True:
        raise SourceError(f"complete is {_shown(told['complete'])}, not true; wait for the whole list")
    if isinstance(rows, list) and (isinstance(count, bool) or count != len(rows)):
        raise SourceError(f"count is {_shown(count)}, but the list holds {len(rows)}; mend the export")
    return rows


def entry_of(row: Row, where: str, clock: ZoneInfo) -> Entry:
    """What a row says of a reader; SourceError names what is wrong in it."""
    for name in ("id", "tier"):
        if name not in row:
            raise SourceError(f'{where}: the key "{name}" is missing; every reader needs an id and a tier')
    subject = _word(row, "id", where)
    until = _end(_word(row, "until", where), where, clock)
    status = _word(row, "status", where).lower()
    tier = _word(row, "tier", where)
    if not subject:
        raise SourceError(f"{where}: id is empty; give the reader's number or name in your shop")
    if status in _RUNNING or (status in _LAST_PERIOD and until is not None):
        standing = Standing.ACTIVE
    elif status in _OVER | _LAST_PERIOD:
        standing = Standing.INACTIVE
    else:
        known = ", ".join(sorted((_RUNNING | _OVER | _LAST_PERIOD) - {""}))
        raise _refusal(where, "status", status, f"is none we know; use one of {known}")
    if not tier and standing is Standing.ACTIVE:
        raise SourceError(f"{where}: tier is empty for an active reader; name it, or set status to none")
    reason = _REASONS.get(status, "")
    version = _version(row, where, clock)
    return Entry(subject, tier, until, standing, _digest(row, where), reason, version, address=_address(row))


def _version(row: Row, where: str, clock: ZoneInfo) -> datetime | None:
    name = next((name for name in _VERSIONS if row.get(name) not in (None, "")), "")
    text = _word(row, name, where)
    if not text:
        return None
    try:
        # Any number that grows will do: only which is larger counts.
        return from_ms(int(text)) if text.isdecimal() else _moment(text, clock).astimezone(UTC)
    except (ValueError, OverflowError):
        raise _refusal(where, name, text, "is neither a date and time nor a whole number") from None


def _word(row: Row, name: str, where: str) -> str:
    value = row.get(name)
    if isinstance(value, int) and not isinstance(value, bool) and name in ("id", *_VERSIONS):
        return str(value)
    if value is None:
        return ""
    if not isinstance(value, str):
        raise _refusal(where, name, value, "is not text; put it in quotes")
    word = value.strip()
    if len(word) > _LONGEST or not word.isprintable():
        raise _refusal(where, name, word, f"is too long or unreadable; at most {_LONGEST} printable signs")
    return word


def _address(row: Row) -> str:
    """A mistyped address takes no role from anybody: it is none."""
    told = row.get("email")
    return written(told) if isinstance(told, str) else ""


def _digest(row: Row, where: str) -> str:
    code = row.get("code")
    if code is None or code == "":
        return ""
    digest = digest_of(code) if isinstance(code, str) else ""
    if not digest:
        raise SourceError(f"{where}: code is too weak; make it of at least {SHORTEST} letters and digits")
    return digest


def _end(text: str, where: str, clock: ZoneInfo) -> datetime | None:
    """A day includes itself, by the publisher's clock; the year 9999 stands for no end."""
    if not text or text.startswith("9999-"):
        return None
    try:
        return _moment(text, clock).astimezone(UTC).replace(microsecond=0)
    except (ValueError, OverflowError):
        mend = "is no date; write 2026-12-31 or 2026-12-31T18:00:00+01:00"
        raise _refusal(where, "until", text, mend) from None


def _moment(text: str, clock: ZoneInfo) -> datetime:
    if _DAY.fullmatch(text):
        return datetime.combine(date.fromisoformat(text) + timedelta(days=1), time.min, clock)
    if _MOMENT.fullmatch(text):
        moment = datetime.fromisoformat(text)
        return moment if moment.tzinfo else moment.replace(tzinfo=clock)
    raise ValueError(text)


def _refusal(where: str, name: str, value: object, mend: str) -> SourceError:
    return SourceError(f"{where}: {name} {_shown(value, anything=name == 'id')} {mend}")


def _shown(value: object, *, anything: bool = False) -> str:
    """A value as a reason may hold it: no email address, and nothing that could be a code gone astray."""
    text = "".join(c if c.isprintable() else "?" for c in str(value))
    if "@" in text or (not anything and _LIKE_A_CODE.fullmatch(text)):
        return "(not shown)"
    return f'"{text[:40]}…"' if len(text) > 40 else f'"{text}"'
