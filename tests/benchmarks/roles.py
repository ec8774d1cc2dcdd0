"""A hundred thousand links and a thousand changes: how long a plan takes, its memory, what is written.

Run `python -m tests.benchmarks.roles`; with `--machine` ten thousand random steps of the role machine.
"""

from __future__ import annotations

import asyncio
import logging
import sys
import tempfile
import time
import tracemalloc
from datetime import datetime, timedelta

from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test

from bot import log
from bot.subscribers.projection import GRANTED
from bot.subscribers.service import Subscribers
from storage import role_deliveries
from storage import subscribers as store
from storage.database import Database
from storage.records import Link, Subscriber
from tests import role_machine
from tests.subscribers_world import GAZETTE, GUILD, LOW, NOW, FakeSource

LINKS, CHANGES = 100_000, 1_000


async def fill(db: Database) -> None:
    """Everybody is linked and has a role; of a thousand the tier has changed since."""
    async with db.write() as tx:
        await store.save(
            tx,
            (
                Subscriber("gazette", str(n), "integral" if n < CHANGES // 2 else "decouverte", end(n), NOW)
                for n in range(LINKS)
            ),
        )
        for n in range(LINKS):
            await store.link(tx, Link("gazette", str(n), 1_000 + n, NOW - timedelta(seconds=n)))
        await role_deliveries.want(tx, [(GUILD, LOW, 1_000 + n, GUILD, 3, GRANTED) for n in range(LINKS)])
        await tx.run("UPDATE deliveries SET shown = wanted, discord_id = place")
        await tx.run(
            "INSERT INTO role_starts (publisher, guild, opened, applied) VALUES ('gazette', :g, 0, 0)",
            g=GUILD,
        )


def end(number: int) -> datetime | None:
    """Half of the subscriptions have an end, each its own."""
    return None if number % 2 else NOW + timedelta(days=30, seconds=number)


async def owed(db: Database) -> int:
    """How many writes Discord would get."""
    row = await db.one("SELECT COUNT(*) FROM deliveries WHERE COALESCE(wanted, '') <> COALESCE(shown, '')")
    return int(row[0]) if row else 0


async def measure() -> None:
    """Plan once for the time and once for the memory, apply, and plan again."""
    with tempfile.TemporaryDirectory() as folder:
        db = await Database.open(f"sqlite:///{folder}/roles.db")
        subscribers = Subscribers(db, [GAZETTE], {"gazette": FakeSource()})
        await fill(db)
        reads = {"gazette": NOW + timedelta(minutes=1)}
        began, used = time.perf_counter(), time.process_time()
        plan = await subscribers.projection.plan(db, reads, NOW + timedelta(minutes=1))
        seconds, used = time.perf_counter() - began, time.process_time() - used
        tracemalloc.start()
        await subscribers.projection.plan(db, reads, NOW + timedelta(minutes=1))
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        changes = len(plan.grants) + len(plan.removals) + len(plan.held)
        told = f"{seconds:.2f} s ({used:.2f} s of processor), {peak / 1e6:.0f} MB at most, {changes} changes"
        say(f"plan over {LINKS} links: {told}")
        async with db.write() as tx:
            await subscribers.projection.apply_pass(tx, plan, NOW)
        say(f"owed to Discord: {await owed(db)} writes")
        async with db.write() as tx:
            await tx.run("UPDATE deliveries SET shown = wanted")
        began = time.perf_counter()
        again = await subscribers.projection.plan(db, reads, NOW + timedelta(minutes=2))
        say(f"second pass: {time.perf_counter() - began:.2f} s, {len(again.grants)} grants, "
            f"{len(again.removals)} removals, {len(again.held)} held; owed: {await owed(db)}")  # fmt: skip
        await db.close()


def run_machine() -> None:
    """Ten thousand steps, each checked."""
    log.start("console", (), level=logging.CRITICAL)
    began = time.perf_counter()
    run_state_machine_as_test(
        role_machine.RoleMachine,
        settings=settings(
            max_examples=140,
            stateful_step_count=80,
            deadline=None,
            database=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
    say(f"{role_machine.steps_run} steps in {time.perf_counter() - began:.0f} s: no wrongful removal")


def say(line: str) -> None:
    sys.stdout.write(line + "\n")


if __name__ == "__main__":
    if "--machine" in sys.argv:
        run_machine()
    else:
        asyncio.run(measure())
