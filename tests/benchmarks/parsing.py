"""Entries read per second, ours beside feedparser's and fastfeedparser's: python -m tests.benchmarks.parsing

Over the real feeds that lie beside the project, each reader in turn on each feed, the best of several runs in
processor time. Ours gives finished articles (plain text, dates, harmless links); feedparser is asked as it
comes (`default`) and without its sanitizer (`bare`); fastfeedparser is left out if it is not installed. The
main figure is of the well-formed feeds: those in which feedparser finds nothing wrong.
"""

from __future__ import annotations

import importlib
import io
import json
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

import feedparser
from rich.console import Console
from rich.table import Table

from bot.articles.parse_feed import parse_articles, parse_entries
from bot.articles.parse_feed_fast import read_fast
from bot.dates import zone_of
from bot.errors import SourceError

INGEST = Path(__file__).parents[2].parent / "shared" / "ingest"
_RUNS = 7


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed as it was fetched; `name` is its file's."""

    name: str
    body: bytes
    url: str
    content_type: str = ""


Reader = Callable[[Feed], int]


def real_feeds() -> list[Feed]:
    """The feeds beside the project; none if they are absent."""
    manifest = INGEST / "manifest.jsonl"
    if not manifest.exists():
        return []
    rows = [json.loads(line) for line in manifest.read_text(encoding="utf-8").splitlines()]
    return [
        Feed(row["file"], (INGEST / row["file"]).read_bytes(), row["url"], _content_type(row.get("headers")))
        for row in rows
        if row["type"] == "feed"
    ]


def _content_type(headers: dict[str, str] | None) -> str:
    return next((v for name, v in (headers or {}).items() if name.lower() == "content-type"), "")


def ours(feed: Feed) -> int:
    return len(parse_articles(feed.body, feed.url, feed.content_type, "Europe/Paris", "fr"))


def our_entries(feed: Feed) -> int:
    return len(parse_entries(feed.body, feed.url, feed.content_type))


def feedparser_default(feed: Feed) -> int:
    return len(feedparser.parse(io.BytesIO(feed.body)).entries)


def feedparser_bare(feed: Feed) -> int:
    found = feedparser.parse(io.BytesIO(feed.body), sanitize_html=False, resolve_relative_uris=False)
    return len(found.entries)


def readers() -> dict[str, Reader]:
    """All readers by name, the one that the others are measured by first."""
    found = {
        "feedparser, default": feedparser_default,
        "feedparser, bare": feedparser_bare,
        "ours, articles": ours,
        "ours, entries only": our_entries,
    }
    try:
        fast = importlib.import_module("fastfeedparser")
    except ImportError:
        return found
    return found | {"fastfeedparser": lambda feed: len(fast.parse(feed.body).entries)}


def is_well_formed(feed: Feed) -> bool:
    """Whether it is XML in which feedparser finds nothing wrong."""
    parsed = feedparser.parse(io.BytesIO(feed.body))
    return not parsed.bozo and bool(parsed.version)


def measure(reader: Reader, feeds: Iterable[Feed]) -> tuple[int, int, float]:
    """Entries, feeds that could not be read, and seconds of processor time; the best run of each feed."""
    entries = failed = 0
    seconds = 0.0
    for feed in feeds:
        best, count = float("inf"), 0
        for _ in range(_RUNS):
            begun = time.process_time()
            try:
                count = reader(feed)
            except Exception:  # noqa: BLE001  (another's reader may fail in any way)
                count = -1
            best = min(best, time.process_time() - begun)
        entries += max(count, 0)
        failed += count < 0
        seconds += best
    return entries, failed, seconds


def is_fast(feed: Feed) -> bool:
    try:
        return read_fast(feed.body, feed.url, feed.content_type, zone_of("Europe/Paris")) is not None
    except SourceError:
        return False


def main() -> None:
    feeds = real_feeds()
    if not feeds:
        Console().print("The real feeds are not beside the project: there is nothing to measure.")
        return
    well = [feed for feed in feeds if is_well_formed(feed)]
    for name, some in (("well-formed", well), ("all", feeds)):
        quick = sum(map(is_fast, some))
        table = Table(
            "reader",
            "entries",
            "unread feeds",
            "entries/s",
            "times feedparser",
            title=f"{name}, {len(some)} feeds, {quick} of them by the fast path",
        )
        base = 0.0
        for reader_name, reader in readers().items():
            entries, failed, seconds = measure(reader, some)
            # A reader that loses entries is not the quicker for it: all are paid by what feedparser found.
            speed = entries / seconds
            base = base or speed
            table.add_row(reader_name, str(entries), str(failed), f"{speed:,.0f}", f"{speed / base:.1f}")
        Console().print(table)


if __name__ == "__main__":
    main()
