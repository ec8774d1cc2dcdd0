"""`colporteur run` with a probe on its event loop: python -m tests.benchmarks.monitored REPORT run -c CONFIG

REPORT is a JSON file, written when the bot has stopped: how late the loop came round (`late_ms`, by the
clock, so that other processes' work is in it), how long it was busy without a pause (`busy_ms`, by the
processor time of the loop's own thread), and the resident memory at the end and at its peak, in MB.
"""

from __future__ import annotations

import asyncio
import json
import sys
import time
from pathlib import Path
from typing import Any

from bot import __main__ as command_line
from bot import app
from bot.config import Settings

_PAUSE = 0.002


class Probe:
    """Looks every two milliseconds how long the loop kept it waiting."""

    def __init__(self) -> None:
        self.late: list[float] = []
        self.busy: list[float] = []

    async def watch(self) -> None:
        while True:
            clock, work = time.perf_counter(), time.thread_time()
            await asyncio.sleep(_PAUSE)
            self.late.append((time.perf_counter() - clock - _PAUSE) * 1000)
            self.busy.append((time.thread_time() - work) * 1000)

    def report(self) -> dict[str, Any]:
        return {"late_ms": _spread(self.late), "busy_ms": _spread(self.busy), **memory()}


def memory() -> dict[str, float]:
    """Resident memory of this process in MB: now and at its peak."""
    lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    table = dict(line.split(":", 1) for line in lines)
    # Not getrusage: its peak begins with that of the process that started this one.
    return {
        name: round(int(table[key].split()[0]) / 1024, 1)
        for name, key in (("rss_mb", "VmRSS"), ("peak_mb", "VmHWM"))
    }


def _spread(values: list[float]) -> dict[str, float]:
    ordered = sorted(values)
    return {
        name: round(ordered[min(len(ordered) - 1, int(share * len(ordered)))], 2)
        for name, share in (("p50", 0.5), ("p99", 0.99), ("max", 1.0))
    }


def main() -> None:
    report, sys.argv = Path(sys.argv[1]), ["colporteur", *sys.argv[2:]]
    unwatched = app.run

    async def watched(settings: Settings, stop: asyncio.Event) -> None:
        probe = Probe()
        task = asyncio.create_task(probe.watch())
        try:
            await unwatched(settings, stop)
        finally:
            task.cancel()
            text = json.dumps(probe.report())
            await asyncio.to_thread(report.write_text, text, encoding="utf-8")

    app.run = watched
    command_line.main()


if __name__ == "__main__":
    main()
