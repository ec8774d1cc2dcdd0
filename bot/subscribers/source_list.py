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
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any, Literal
from urllib.parse import quote
from zoneinfo import ZoneInfo

from bot.causes import Cause
from bot.config_publishers import PublisherSettings
from bot.errors import SourceError
from bot.http import Fetched, Fetcher
from bot.subscribers.address_book import Sealing
from bot.subscribers.list_entries import FIELDS, Row, Where, entry_of, refusal, shown
from bot.subscribers.source import compare_entries
from bot.workers import Workers
from storage.records import Standing
from storage.records_subscribers import Entry, Reading

ZONE = "Europe/Paris"

_LARGEST_FILE = 100_000_000
_LONGEST_HEADER = 10_000
_PATIENCE = 60.0

Form = Literal["csv", "json"]


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
        raise SourceError(Cause("cause-not-utf8", {"byte": str(error.start)})) from None
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
            raise refusal(where, "cause-id-twice", value=shown(entry.subject, anything=True))
        if entry.code and entry.code in digests:
            raise refusal(where, "cause-code-twice")
        entries[entry.subject] = entry
        digests.add(entry.code)
    if not entries:
        raise SourceError(Cause("cause-list-empty"))
    if count is not None and count != len(entries):
        raise SourceError(Cause("cause-list-miscounted", {"count": count, "found": len(entries)}))
    return tuple(entries.values())


def _up_to_end(text: str, marker: str) -> tuple[str, int | None]:
    """What stands before the last line, which must be the marker, and the count in it."""
    before, _, last = text.rstrip().rpartition("\n")
    count = last.strip().removeprefix(marker).strip(" ,;:=\t")
    if not last.strip().startswith(marker) or (count and not count.isdecimal()):
        raise SourceError(Cause("cause-list-unended", {"marker": marker}))
    return before, int(count) if count else None


def _read_file(path: Path) -> bytes:
    try:
        if path.stat().st_size > _LARGEST_FILE:
            megabytes = _LARGEST_FILE // 1_000_000
            raise SourceError(Cause("cause-file-too-large", {"file": str(path), "megabytes": megabytes}))
        return path.read_bytes()
    except OSError as error:
        fault = error.strerror or type(error).__name__
        raise SourceError(Cause("cause-file-unreadable", {"file": str(path), "fault": fault})) from None


def _csv_rows(text: str) -> Iterator[tuple[Where, Row]]:
    """Rows by column name. The delimiter is whichever of , ; and tab makes a header with `id` and `tier`."""
    headers = {delimiter: _header(text, delimiter) for delimiter in ",;\t"}
    delimiter = max(headers, key=lambda d: ("id" in headers[d], "tier" in headers[d], len(headers[d])))
    header = headers[delimiter]
    for name in ("id", "tier"):
        if name not in header:
            raise SourceError(Cause("cause-column-missing", {"name": name}))
    for name in header:
        if name in FIELDS and header.count(name) > 1:
            raise SourceError(Cause("cause-column-twice", {"name": name}))
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        next(reader)
        for cells in reader:
            where = ("cause-line", reader.line_num)
            if not any(cell.strip() for cell in cells):
                continue
            if len(cells) != len(header):
                raise refusal(where, "cause-fields", found=len(cells), wanted=len(header))
            yield where, dict(zip(header, cells, strict=True))
    except csv.Error as error:
        raise refusal(("cause-line", reader.line_num), "cause-csv-broken", fault=str(error)) from None


def _header(text: str, delimiter: str) -> list[str]:
    first = re.split(r"[\r\n]", text[:_LONGEST_HEADER], maxsplit=1)[0]
    return [name.strip().lower() for name in next(csv.reader([first], delimiter=delimiter), [])]


def _json_rows(text: str) -> Iterator[tuple[Where, Row]]:
    try:
        told = json.loads(text)
    except (ValueError, RecursionError) as error:
        fault = error.msg if isinstance(error, json.JSONDecodeError) else ""
        fault = fault or Cause("cause-json-hostile").kept()
        raise SourceError(Cause("cause-json-broken", {"fault": fault})) from None
    rows = _whole(told) if isinstance(told, dict) else told
    if not isinstance(rows, list):
        raise SourceError(Cause("cause-no-json-list"))
    for number, row in enumerate(rows, start=1):
        where = ("cause-entry", number)
        if not isinstance(row, dict):
            raise refusal(where, "cause-no-json-object")
        yield where, row


def _whole(told: Row) -> Any:
    """The rows of the object form, when it says that it is complete and counts them right."""
    for name in ("complete", "count", "subscribers"):
        if name not in told:
            raise SourceError(Cause("cause-whole-key-missing", {"name": name}))
    rows, count = told["subscribers"], told["count"]
    if told["complete"] is not True:
        raise SourceError(Cause("cause-not-complete", {"value": shown(told["complete"])}))
    if isinstance(rows, list) and (isinstance(count, bool) or count != len(rows)):
        raise SourceError(Cause("cause-miscounted", {"value": shown(count), "found": len(rows)}))
    return rows
