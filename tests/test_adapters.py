"""The doors for checks from outside, and how well what lies behind them reads real feeds and pages."""

from __future__ import annotations

import re
import subprocess
import sys
from collections import Counter
from collections.abc import Mapping
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
INGEST = ROOT.parent / "shared" / "ingest"
FEEDS = ("feed-rs", "feedparser", "gofeed", "real")


@pytest.fixture(scope="module")
def score() -> Mapping[str, tuple[int, int]]:
    """(passed, asked) by "origin field", as the collection's own scorer counts them."""
    if not INGEST.exists():
        pytest.skip("the collection of feeds and pages lies beside the project, not in it")
    doors = (f"--{name}=tests.adapters:{name}".split("=") for name in ("feed", "page", "comments", "sitemap"))
    command = [
        sys.executable,
        str(INGEST / "score.py"),
        str(INGEST),
        *(word for door in doors for word in door),
    ]
    said = subprocess.run(command, capture_output=True, text=True, check=True, cwd=ROOT).stdout
    assert "errors {}" in said, "a door raised an error"
    found: dict[str, tuple[int, int]] = {}
    for line in said.splitlines():
        origin, _, rest = line.partition(" ")
        for field, passed, asked in re.findall(r"([a-z_]+) (\d+)/(\d+)", rest):
            found[f"{origin} {field}"] = (int(passed), int(asked))
        for precision, recall in re.findall(r"body P ([\d.]+) R ([\d.]+)", rest):
            found[f"{origin} body"] = (int(1000 * _f1(float(precision), float(recall))), 1000)
    return found


def _f1(precision: float, recall: float) -> float:
    return 2 * precision * recall / (precision + recall)


def share(score: Mapping[str, tuple[int, int]], *names: str) -> float:
    """The share of checks passed, of all fields whose name begins so."""
    counted: Counter[str] = Counter()
    for name, (passed, asked) in score.items():
        if name.startswith(names):
            counted.update(passed=passed, asked=asked)
    return counted["passed"] / counted["asked"]


def test_feeds_are_read_as_other_readers_read_them(score: Mapping[str, tuple[int, int]]) -> None:
    assert share(score, *FEEDS) >= 0.97


def test_the_texts_of_pages_are_found(score: Mapping[str, tuple[int, int]]) -> None:
    assert share(score, "aeb body") >= 0.97


def test_titles_and_dates_of_pages_are_found(score: Mapping[str, tuple[int, int]]) -> None:
    assert share(score, "traf title", "moz title", "synthetic title") >= 0.90
    assert share(score, "traf date", "synthetic date") >= 0.94


def test_sitemaps_are_read_whole(score: Mapping[str, tuple[int, int]]) -> None:
    assert share(score, "sitemap") == 1


def test_comment_threads_of_wordpress_are_read_whole(score: Mapping[str, tuple[int, int]]) -> None:
    assert share(score, "wxr") == 1


def test_comment_lists_of_real_pages_are_read(score: Mapping[str, tuple[int, int]]) -> None:
    lists = [f"traf comment_{field}" for field in ("count", "found", "author", "date", "parent", "text")]
    assert share(score, *lists) >= 0.99
