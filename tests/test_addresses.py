"""Subscribers' addresses: what one is, how it is kept, and how it moves to a new key."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path

import pytest
import structlog.testing
from hypothesis import given
from hypothesis import strategies as st

from bot.config_publishers import PublisherSettings
from bot.subscribers.address_book import AddressBook, Rotation, Sealing, rotate, sealed_changes
from bot.subscribers.addresses import normal, written
from bot.subscribers.service import Subscribers
from bot.subscribers.source_list import read_list
from bot.vault import LostKeyError, Vault, make_key
from storage import addresses as store
from storage.database import Database
from storage.records_mail import Address
from storage.records_subscribers import Entry
from tests.subscribers_world import GAZETTE, NOW, FakeSource

OLD, NEW = make_key(), make_key()
MAILING = GAZETTE.model_copy(update={"mail_codes": True})
LEA, TOM = "lea@example.org", "tom@example.org"


def entry(subject: str, address: str = "", tier: str = "integral") -> Entry:
    return Entry(subject, tier, address=address)


def book_of(db: Database, *keys: str, publisher: PublisherSettings = MAILING) -> AddressBook:
    return AddressBook(db, [publisher], Vault(keys) if keys else None)


def subscribers_of(db: Database, source: FakeSource, *keys: str) -> Subscribers:
    return Subscribers(db, [MAILING], {"gazette": source}, book_of(db, *keys))


# What an address is


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        ("  Lea@Example.ORG\n", "lea@example.org"),
        ("l.e.a+news@example.org", "l.e.a+news@example.org"),
        ("le\u0301a@example.org", "l\u00e9a@example.org"),
        ("LÉA@KÖLN.example", "léa@köln.example"),
        ("reader@localhost", "reader@localhost"),
    ],
)
def test_an_address_is_looked_up_in_its_normal_form(told: str, expected: str) -> None:
    assert normal(told) == expected


@pytest.mark.parametrize(
    "told",
    [
        "",
        "lea",
        "lea@",
        "@example.org",
        "a@b@c.example",
        "lea@example..org",
        "lea@example.org, tom@example.org",
        "Léa <lea@example.org>",
        "lea@example.org\nBcc: tom@example.org",
        '"a b"@example.org',
        "l" * 65 + "@example.org",
        "lea@" + "e" * 250 + ".org",
        "lea\u202e@example.org",
    ],
)
def test_what_is_no_single_address_is_none(told: str) -> None:
    assert (written(told), normal(told)) == ("", "")


@given(st.text(max_size=40) | st.emails())
def test_the_normal_form_is_stable_and_has_one_line(told: str) -> None:
    assert normal(normal(told)) == normal(told)
    assert len(written(told).splitlines()) <= 1


def test_a_mail_goes_to_the_address_as_the_publisher_has_it() -> None:
    (found,) = read_list(b"id,tier,email\n1,integral, Lea.B@Example.org \n", "csv")
    assert found.address == "Lea.B@Example.org"


def test_a_mistyped_address_takes_nothing_from_anybody() -> None:
    rows = [{"id": 1, "tier": "integral", "email": told} for told in ("lea@", None, 7, ["x"])]
    for number, row in enumerate(rows):
        row["id"] = number
    assert [found.address for found in read_list(json.dumps(rows).encode(), "json")] == [""] * 4


def test_an_entry_does_not_show_its_address() -> None:
    assert "lea" not in repr(entry("a", LEA))


# The vault


def test_what_is_sealed_is_opened_by_each_key_and_by_no_other() -> None:
    sealed = Vault([OLD]).seal(LEA)
    assert Vault([NEW, OLD]).open(sealed) == LEA
    assert LEA not in sealed
    for other in ([NEW], [make_key()]):
        with pytest.raises(LostKeyError):
            Vault(other).open(sealed)
    with pytest.raises(LostKeyError):
        Vault([OLD]).open(sealed[:-2] + "AA")


def test_a_digest_is_the_same_each_time_and_needs_the_key() -> None:
    assert Vault([OLD]).digest(LEA) == Vault([OLD]).digest(LEA)
    assert Vault([NEW, OLD]).digests(LEA) == (Vault([NEW]).digest(LEA), Vault([OLD]).digest(LEA))
    assert len({Vault([OLD]).digest(LEA), Vault([NEW]).digest(LEA), Vault([OLD]).digest(TOM)}) == 3


def test_a_vault_does_not_show_its_keys() -> None:
    assert OLD not in repr(Vault([OLD]))
    assert OLD not in repr(Sealing((OLD,)))


# Keeping


async def test_a_reading_keeps_addresses_unreadable(db: Database, tmp_path: Path) -> None:
    source = FakeSource(entry("a", LEA), entry("b", TOM), entry("c"))
    await subscribers_of(db, source, OLD).refresh("gazette", NOW)
    book = book_of(db, OLD)
    assert await book.address_of("gazette", "a") == LEA
    assert await book.address_of("gazette", "c") == ""
    digests = Vault([OLD]).digests(normal(" LEA@example.org"))
    assert await store.subject_of(db, "gazette", digests, NOW) == "a"
    assert await store.subject_of(db, "gazette", Vault([NEW]).digests(LEA), NOW) == ""
    with sqlite3.connect(tmp_path / "test.db") as raw:
        dump = "\n".join(raw.iterdump())
    raw.close()
    assert "integral" in dump
    assert "example.org" not in dump


async def test_without_keys_or_where_no_code_goes_by_mail_no_address_is_kept(db: Database) -> None:
    source = FakeSource(entry("a", LEA))
    await Subscribers(db, [MAILING], {"gazette": source}, book_of(db)).refresh("gazette", NOW)
    quiet = book_of(db, OLD, publisher=GAZETTE)
    await Subscribers(db, [GAZETTE], {"gazette": source}, quiet).refresh("gazette", NOW)
    assert await store.by_key(db) == {}


async def test_an_address_follows_its_list(db: Database) -> None:
    source = FakeSource(entry("a", LEA), entry("b", TOM))
    subscribers, book = subscribers_of(db, source, OLD), book_of(db, OLD)
    await subscribers.refresh("gazette", NOW)
    source.entries = (entry("a", "lea@new.example"), entry("b"))
    await subscribers.refresh("gazette", NOW)
    assert [await book.address_of("gazette", s) for s in "ab"] == ["lea@new.example", ""]
    source.entries = (entry("b", TOM),)
    await subscribers.refresh("gazette", NOW)
    assert [await book.address_of("gazette", s) for s in "ab"] == ["", TOM]


async def test_a_fact_about_one_subscriber_brings_its_address_and_an_older_list_does_not_undo_it(
    db: Database,
) -> None:
    source = FakeSource(entry("a", LEA))
    subscribers, book = subscribers_of(db, source, OLD), book_of(db, OLD)
    await subscribers.refresh("gazette", NOW)
    source.entries = (entry("a", "lea@new.example", tier="decouverte"),)
    await subscribers.look("gazette", "a", NOW)
    assert await book.address_of("gazette", "a") == "lea@new.example"
    source.entries = (entry("a", tier="integral"),)
    await subscribers.look("gazette", "a", NOW)
    assert await book.address_of("gazette", "a") == "lea@new.example"


def test_what_did_not_change_is_not_sealed_again() -> None:
    vault = Vault([OLD])
    known = json.dumps({"a": vault.digest(LEA), "gone": vault.digest(TOM)})
    changed = sealed_changes([entry("a", LEA), entry("b", TOM)], Sealing((OLD,), known))
    rows = [json.loads(line) for line in changed.splitlines()]
    assert [(row[0], bool(row[2])) for row in rows] == [("b", True), ("gone", False)]
    assert (
        sealed_changes([entry("a", LEA.upper())], Sealing((OLD,), json.dumps({"a": vault.digest(LEA)})))
        == b""
    )


async def test_two_subscriptions_with_one_address_are_told_apart_by_which_one_runs(db: Database) -> None:
    source = FakeSource(entry("a", LEA), entry("b", LEA), entry("c", LEA))
    subscribers = subscribers_of(db, source, OLD)
    await subscribers.refresh("gazette", NOW)
    digests = Vault([OLD]).digests(LEA)
    assert await store.subject_of(db, "gazette", digests, NOW) == "a"
    source.entries = (entry("b", LEA),)
    await subscribers.refresh("gazette", NOW)
    assert await store.subject_of(db, "gazette", digests, NOW) == "b"


# Keys


async def fill(db: Database, count: int, key: str = OLD) -> None:
    vault = Vault([key])
    async with db.write() as tx:
        await store.save(
            tx,
            [
                Address(
                    "gazette",
                    str(n),
                    vault.digest(f"r{n}@x.example"),
                    vault.seal(f"r{n}@x.example"),
                    vault.name,
                )
                for n in range(count)
            ],
        )


async def test_rotation_moves_every_address_and_the_old_key_can_go(db: Database) -> None:
    await fill(db, 2_500)
    told: list[int] = []
    assert await rotate(db, Vault([NEW, OLD]), told.append) == Rotation(moved=2_500, lost=0)
    assert told == [1_000, 1_000, 500]
    assert await store.by_key(db) == {Vault([NEW]).name: 2_500}
    assert await book_of(db, NEW).address_of("gazette", "7") == "r7@x.example"
    assert await store.subject_of(db, "gazette", Vault([NEW]).digests("r7@x.example"), NOW) == "7"
    assert await book_of(db, NEW).lost() == 0
    assert await rotate(db, Vault([NEW, OLD]), told.append) == Rotation(moved=0, lost=0)


async def test_a_rotation_that_was_killed_goes_on_and_addresses_are_found_meanwhile(db: Database) -> None:
    await fill(db, 2_500)

    def killed(_: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        await rotate(db, Vault([NEW, OLD]), killed)
    both = Vault([NEW, OLD])
    assert await store.by_key(db) == {Vault([OLD]).name: 1_500, both.name: 1_000}
    assert await store.subject_of(db, "gazette", both.digests("r1@x.example"), NOW) == "1"
    assert await store.subject_of(db, "gazette", both.digests("r999@x.example"), NOW) == "999"
    assert await rotate(db, both, lambda _: None) == Rotation(moved=1_500, lost=0)


async def test_addresses_whose_key_is_gone_are_told_and_stop_nothing(db: Database) -> None:
    await fill(db, 3)
    assert await rotate(db, Vault([NEW]), lambda _: None) == Rotation(moved=0, lost=3)
    book = book_of(db, NEW)
    with structlog.testing.capture_logs() as logged:
        await book.open()
    (line,) = logged
    assert (line["event"], line["count"]) == ("addresses need a key that is gone", 3)
    assert "rotate-keys" in line["mend"]
    with pytest.raises(LostKeyError):
        await book.address_of("gazette", "1")
    # The list is read as ever, and makes good what was lost.
    source = FakeSource(*(entry(str(n), f"r{n}@x.example") for n in range(3)))
    await Subscribers(db, [MAILING], {"gazette": source}, book).refresh("gazette", NOW)
    assert await book.lost() == 0


async def test_what_no_setting_asks_for_any_more_is_forgotten_at_the_start(db: Database) -> None:
    await fill(db, 3)
    await book_of(db, OLD, publisher=GAZETTE).open()
    assert await store.by_key(db) == {}


async def test_an_address_that_changes_while_it_is_moved_stays_the_new_one(db: Database) -> None:
    await fill(db, 1)
    (old,) = await store.not_under(db, Vault([NEW]).name, ("", ""), 10)
    vault, new = Vault([OLD]), Vault([NEW])
    moved = Address("gazette", "0", new.digest("r0@x.example"), new.seal("r0@x.example"), new.name)
    changed = Address("gazette", "0", vault.digest(TOM), vault.seal(TOM), vault.name)
    async with db.write() as tx:
        await store.save(tx, [changed])
        await store.reseal(tx, [(old, moved)])
    assert await book_of(db, NEW, OLD).address_of("gazette", "0") == TOM
