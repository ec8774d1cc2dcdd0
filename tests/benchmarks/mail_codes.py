"""Codes by mail at size: what addresses cost, whether time tells known from unknown, a crowd that guesses.

Run `python -m tests.benchmarks.mail_codes`.
"""

from __future__ import annotations

import asyncio
import logging
import random
import statistics
import sys
import tempfile
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path

from bot import log
from bot.config import HttpSettings
from bot.config_mail import MailSettings
from bot.config_publishers import PublisherSettings
from bot.errors import ReaderError
from bot.http import Fetcher
from bot.mail import Mailer
from bot.subscribers import providers
from bot.subscribers.address_book import AddressBook, rotate
from bot.subscribers.mail_codes import Asker, MailCodes
from bot.subscribers.service import Subscribers
from bot.vault import Vault, make_key
from bot.workers import Workers
from storage import addresses as store
from storage.database import Database
from storage.records_mail import Address
from tests.subscribers_world import GAZETTE, GUILD, NOW, FakeSource

READERS, PAIRS, ACCOUNTS = 100_000, 1_500, 2_000


def say(line: str) -> None:
    sys.stdout.write(line + "\n")


@asynccontextmanager
async def watched(what: str) -> AsyncIterator[None]:
    """Say how long the block took, and the longest that the event loop did nothing else meanwhile."""
    longest = 0.0

    async def tick() -> None:
        nonlocal longest
        while True:
            began = time.perf_counter()
            await asyncio.sleep(0.002)
            longest = max(longest, time.perf_counter() - began - 0.002)

    ticking, began = asyncio.create_task(tick()), time.perf_counter()
    yield
    ticking.cancel()
    say(f"{what}: {time.perf_counter() - began:.2f} s, the loop waited {longest * 1000:.0f} ms at most")


async def read_long_lists(folder: Path, db: Database) -> None:
    """Read a long list without addresses, with them for the first time, and again."""
    path = folder / "list.csv"
    rows = "".join(f"{n},integral,reader{n}@example.org\n" for n in range(READERS))
    path.write_text(f"id,tier,email\n{rows}", encoding="utf-8")
    told = {"name": "gazette", "kind": "csv", "file": path, "guild": GUILD, "roles": {"integral": 10_020}}
    plain = PublisherSettings.model_validate(told)
    mailing = plain.model_copy(update={"mail_codes": True})
    old, new = make_key(), make_key()
    async with Workers() as workers, Fetcher(HttpSettings()) as fetch:
        lists = providers.sources([mailing], fetch, workers)
        for publisher, what in (
            (plain, "first reading without addresses (and the worker's start)"),
            (plain, "unchanged, without addresses"),
            (mailing, "with addresses for the first time"),
            (mailing, "unchanged, with addresses"),
        ):
            book = AddressBook(db, [publisher], Vault([old]))
            subscribers = Subscribers(db, [publisher], lists, book)
            async with watched(f"{READERS} readers, {what}"):
                assert (await subscribers.refresh("gazette", NOW)).known
    async with watched(f"moving {READERS} addresses to a new key"):
        assert (await rotate(db, Vault([new, old]), lambda _: None)).moved == READERS


async def timing(db: Database) -> None:
    """Ask for known and unknown addresses in random order, and compare what it took."""
    vault = Vault([make_key()])
    mailing = GAZETTE.model_copy(update={"mail_codes": True})
    book = AddressBook(db, [mailing], vault)
    settings = MailSettings.model_validate(
        {"host": "127.0.0.1", "from": "bot@gazette.example", "per_server": 100_000, "per_hour": 100_000}
    )
    codes = MailCodes(db, settings, book, vault, Mailer(settings))
    path = {True: "reader{}@example.org", False: "nobody{}@example.org"}
    async with db.write() as tx:
        await tx.run("DELETE FROM addresses")
    async with db.write() as tx:
        known = [path[True].format(n) for n in range(10_000, 10_000 + PAIRS)]
        await store.save(
            tx,
            [
                Address("gazette", str(n), vault.digest(address), vault.seal(address), vault.name)
                for n, address in enumerate(known)
            ],
        )
    tries = [(kind, n) for kind in (True, False) for n in range(10_000, 10_000 + PAIRS)]
    random.Random(7).shuffle(tries)
    took: dict[bool, list[float]] = {True: [], False: []}
    for user, (kind, n) in enumerate(tries):
        began = time.perf_counter()
        await codes.ask(Asker(user, "reader", GUILD, "fr"), "gazette", path[kind].format(n), NOW)
        took[kind].append(time.perf_counter() - began)
    middle = {kind: statistics.median(times) for kind, times in took.items()}
    say(f"asking: {middle[True] * 1000:.2f} ms known, {middle[False] * 1000:.2f} ms unknown (medians)")
    say(f"a guess by time alone is right in {_right(took):.1%} of pairs (50 % is chance; ± {_chance():.1%})")


def _right(took: dict[bool, list[float]]) -> float:
    """How often a known address takes longer than an unknown one, over all pairs."""
    order = sorted([(t, kind) for kind, times in took.items() for t in times])
    below, right = 0, 0
    for _, kind in order:
        if kind:
            right += below
        else:
            below += 1
    return right / (len(took[True]) * len(took[False]))


def _chance() -> float:
    """Two standard errors of that share, were there no difference at all."""
    return float(2 * ((2 * PAIRS + 1) / (12 * PAIRS * PAIRS)) ** 0.5)


async def guessing(db: Database) -> None:
    """Ten thousand wrong codes of two thousand accounts."""
    source = FakeSource()
    source.entries = ()
    subscribers = Subscribers(db, [GAZETTE], {"gazette": source})

    async def guess(user: int) -> None:
        for number in range(5):
            with suppress(ReaderError):
                await subscribers.linking.link(user, f"WRONG-{number:07}", NOW)

    async with watched(f"{5 * ACCOUNTS} guesses of {ACCOUNTS} accounts"):
        await asyncio.gather(*(guess(user) for user in range(ACCOUNTS)))
    row = await db.one("SELECT COUNT(*) FROM alerts")
    say(f"lists were read {source.readings} times; alerts: {row and row[0]}")


async def measure() -> None:
    with tempfile.TemporaryDirectory() as folder:
        db = await Database.open(f"sqlite:///{folder}/mail.db")
        try:
            await read_long_lists(Path(folder), db)
            await timing(db)
            await guessing(db)
        finally:
            await db.close()


if __name__ == "__main__":
    log.start("console", (), level=logging.ERROR)
    asyncio.run(measure())
