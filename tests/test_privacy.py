"""What is held of a person, and that it goes: /my-data, /forget, and the tables behind them."""

from __future__ import annotations

import asyncio
import json
import re
import sqlite3
from collections.abc import AsyncIterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.causes import Cause
from bot.privacy import Privacy
from bot.privacy_cards import data_file
from bot.subscribers.audit_log import verify
from bot.subscribers.codes import digest_of
from bot.subscribers.desk import new_comp
from bot.subscribers.service import Subscribers
from bot.texts import LANGUAGES, say
from storage import audit, deliveries, mails, mutes, provider_events, role_deliveries, words
from storage.database import Database, new_id
from storage.person_traces import NOBODY, TRACES
from storage.records import Kind
from storage.records_moderation import Mute
from storage.records_roles import RoleMap, Word
from storage.records_subscribers import Entry
from tests.moderated import Desk, moderated
from tests.subscribers_world import CODE, GAZETTE, GUILD, HIGH, NOW, FakeSource, roles
from tests.test_cogs import run, text_of
from tests.wire_world import until

READER, OTHER = 70_000_000_001, 70_000_000_002
# Columns that look like a person's and are not: the site's authors, the publisher's own lists, what is about.
SITES_OWN = {("articles", "author"), ("comments", "author"), ("alerts", "subject")}
LIKE_A_PERSON = re.compile(r"user|sealed|person|owner|actor|author|member|_by$|email|address")


async def tables(db: Database) -> dict[str, list[str]]:
    """All tables and their columns."""
    names = [row[0] for row in await db.all("SELECT name FROM sqlite_master WHERE type = 'table'")]
    return {
        name: [row[0] for row in await db.all("SELECT name FROM pragma_table_info(:name)", name=name)]
        for name in names
    }


def everything(path: str | Path) -> str:
    """All values of all tables, by table and column."""
    with closing(sqlite3.connect(path)) as connection:
        names = [r[0] for r in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        found = []
        for name in names:
            cursor = connection.execute(f'SELECT * FROM "{name}"')  # noqa: S608 - a table's own name
            columns = [column[0] for column in cursor.description]
            found += [f"{name}.{c}={v!r}" for row in cursor for c, v in zip(columns, row, strict=True)]
    return "\n".join(found)


def naming(path: str | Path, *marks: object) -> list[str]:
    """Where the database still names somebody."""
    return [
        line for line in everything(path).splitlines() if any(str(m) in line.split("=", 1)[1] for m in marks)
    ]


async def test_every_table_says_what_it_holds_of_a_person(db: Database) -> None:
    known = {trace.table for trace in TRACES} | NOBODY
    assert set(await tables(db)) - known == set()
    assert {trace.table for trace in TRACES} & NOBODY == set()


async def test_every_column_that_names_a_person_is_in_the_list(db: Database) -> None:
    named = {(trace.table, column) for trace in TRACES for column in trace.columns} | SITES_OWN
    columns = {(table, column) for table, all_ in (await tables(db)).items() for column in all_}
    assert {each for each in columns if LIKE_A_PERSON.search(each[1])} - named == set()
    assert named - columns == set()


async def test_every_trace_can_be_read_and_erased_or_says_why_it_stays(db: Database) -> None:
    async with db.write() as tx:
        for trace in TRACES:
            assert trace.erase or trace.stays, trace.name
            assert await tx.all(trace.read, user=READER) == []
            for statement in trace.erase:
                assert await tx.run(statement, user=READER) == 0
    assert len({trace.name for trace in TRACES}) == len(TRACES)
    for language in LANGUAGES:
        assert all(say(language, f"data-{trace.name}") for trace in TRACES)


# Subscribers


@pytest.fixture
def source() -> FakeSource:
    return FakeSource(Entry("a", "integral", code=digest_of(CODE)), Entry("b", "decouverte"))


@pytest.fixture
def subscribers(db: Database, source: FakeSource) -> Subscribers:
    return Subscribers(db, [GAZETTE], {"gazette": source})


@pytest.fixture
def privacy(db: Database, subscribers: Subscribers) -> Privacy:
    return Privacy(db, subscribers.projection)


async def shown(db: Database) -> None:
    """Discord shows what was wanted."""
    async with db.write() as tx:
        for delivery in await deliveries.of_kind(tx, Kind.ROLE):
            place = None if delivery.wanted is None else delivery.place
            await deliveries.shown(tx, delivery.id, delivery.wanted, place, 0, NOW)


async def fill(db: Database, subscribers: Subscribers) -> None:
    """A reader who used all that subscribers have, and who manages roles too."""
    await subscribers.refresh("gazette", NOW)
    await subscribers.linking.link(READER, CODE, NOW)
    await subscribers.linking.issue_code("gazette", "a", NOW)
    await subscribers.speaks(READER, "fr")
    await subscribers.want_words(READER, NOW, on=False)
    desk = subscribers.desk
    await desk.grant_comp(new_comp(GUILD, 10_099, READER, OTHER, "concours", NOW, 3))
    await desk.grant_comp(new_comp(GUILD, 10_098, OTHER, READER, "merci", NOW, None))
    await desk.map(RoleMap("gazette", "mecene", GUILD, 10_097, READER, NOW))
    await shown(db)
    word = Word(new_id(), READER, GUILD, "gazette", "word-gone", (("role", "1"),), "gone")
    async with db.write() as tx:
        await words.accept(tx, READER)
        await words.add(tx, word, NOW)
        await provider_events.add(tx, "gazette", "e1", "a", NOW)
        await deliveries.want(
            tx, kind=Kind.WORD, guild=0, place=READER, subject=word.id, lane=READER, rank=1, wanted="word"
        )
        await tx.run(
            "INSERT INTO reader_digests VALUES (:u, 1, 'fr', '{}', 0, 0)",
            u=READER,
        )
        await tx.run("INSERT INTO bulletins VALUES (1, :u, 'letter', 0, 0, '[]')", u=READER)
        await tx.run("INSERT INTO watches VALUES (1, :u, 'fr', 'nova', '', '[\"nova\"]', 0)", u=READER)
        await tx.run("INSERT INTO watch_notices VALUES (1, :u, 1, 1, 'fr', 'nova')", u=READER)
        await tx.run("INSERT INTO closed_letters VALUES (:u, 0, NULL)", u=READER)
        await tx.run(
            "INSERT INTO link_visits VALUES ('s', 'asked', 'gazette', 'a', 't', :u, 'lea', 0)", u=READER
        )
        await tx.run(
            "INSERT INTO mails (id, user_id, guild, publisher, address, asked, expires, state, sealed, due)"
            " VALUES (1, :u, 1, 'gazette', 'd', 0, 0, 'owed', 'canary-sealed', 0)",
            u=READER,
        )
        await tx.run("INSERT INTO addresses VALUES ('gazette', 'a', 'd', 'canary-sealed', 'k')")
        await tx.run('INSERT INTO searches VALUES (1, :u, \'{"words": "nova"}\', 0)', u=READER)
        await tx.run("INSERT INTO routes VALUES (1, 1, 1, '{}', :u, 0, NULL)", u=READER)
        await tx.run("INSERT INTO source_servers VALUES ('s', 1, :u, 0)", u=READER)
        await tx.run("INSERT INTO product_corrections VALUES ('a', 'b', 'B', :u, 0)", u=READER)


async def test_my_data_holds_what_any_table_says_of_a_reader(
    db: Database, subscribers: Subscribers, privacy: Privacy
) -> None:
    await fill(db, subscribers)
    held = await privacy.held(READER, NOW)
    assert held["links"] == [
        {"publisher": "gazette", "subject": "a", "linked": NOW.isoformat(), "language": "fr"}
    ]
    assert held["subscriptions"][0]["tier"] == "integral"
    assert [one["reason"] for one in held["complimentary-roles"]] == ["concours"]
    assert [one["reason"] for one in held["complimentary-roles-given"]] == ["merci"]
    assert held["searches"] == [{"query": {"words": "nova"}, "made": "1970-01-01T00:00:00+00:00"}]
    talk = {"comments", "reviews", "messages", "moderated", "mutes"}
    duties = {"moderating", "mutes-made", "reviews-decided", "rulings", "answers-corrected"}
    elsewhere = talk | duties | {"tries", "alerts", "words-refused"}
    assert held.keys() == {trace.name for trace in TRACES} - elsewhere


async def test_forget_leaves_no_trace_of_the_account_in_the_whole_file(
    db: Database, subscribers: Subscribers, privacy: Privacy
) -> None:
    await fill(db, subscribers)
    assert await privacy.forget(READER, NOW)
    assert {place for _, place in await roles(db)} == {10_098}
    await shown(db)
    await privacy.sweep(NOW)
    assert (await privacy.held(READER, NOW)).keys() == {"mails"}
    assert "canary-sealed" not in [row[0] for row in await db.all("SELECT sealed FROM mails")]
    # They count against who asks too often, for an hour.
    async with db.write() as tx:
        await mails.forget(tx, NOW, NOW)
    assert await privacy.held(READER, NOW) == {}
    assert naming(db.path, READER) == []
    assert (await verify(db)).erased
    last = [(entry.event, entry.user) async for entry in audit.entries(db)][-3:]
    assert last == [("removal", None), ("removal", None), ("forget", None)]


async def test_what_was_told_about_roles_is_kept_for_half_a_year(
    db: Database, subscribers: Subscribers, privacy: Privacy
) -> None:
    await fill(db, subscribers)
    await subscribers.refresh("gazette", NOW + timedelta(days=170))
    assert {"words", "private-messages"} <= (await privacy.held(READER, NOW)).keys()
    await subscribers.refresh("gazette", NOW + timedelta(days=190))
    assert not {"words", "private-messages"} & (await privacy.held(READER, NOW)).keys()


async def test_what_the_publisher_tells_stays_the_publishers(
    db: Database, subscribers: Subscribers, privacy: Privacy
) -> None:
    await fill(db, subscribers)
    await privacy.forget(READER, NOW)
    assert [row[0] for row in await db.all("SELECT subject FROM subscribers ORDER BY subject")] == ["a", "b"]
    assert await db.all("SELECT 1 FROM link_codes WHERE listed = 0 OR used > 0") == []


async def test_forget_in_mid_queue_grants_nothing_and_takes_back_what_was_begun(
    db: Database, subscribers: Subscribers, privacy: Privacy
) -> None:
    await subscribers.linking.link(READER, CODE, NOW)
    await subscribers.desk.grant_comp(new_comp(GUILD, 10_099, READER, OTHER, "concours", NOW, 3))
    begun, waiting = sorted(await deliveries.of_subject(db, Kind.ROLE, READER), key=lambda d: d.place)
    async with db.write() as tx:
        assert await deliveries.begin(tx, begun.id, NOW)
    await privacy.forget(READER, NOW)
    (left,) = await deliveries.of_subject(db, Kind.ROLE, READER)
    assert (left.id, left.wanted, left.shown) == (begun.id, None, "?")
    async with db.write() as tx:
        # The courier had read it before it was forgotten.
        assert not await deliveries.begin(tx, waiting.id, NOW)
        await deliveries.shown(tx, begun.id, "granted", begun.place, 0, NOW)
    assert [d.place for d in await role_deliveries.owed_to(db, GUILD, READER)] == [HIGH]


async def test_a_crash_in_the_middle_of_forget_leaves_all_as_it_was(
    db: Database, subscribers: Subscribers, privacy: Privacy
) -> None:
    await fill(db, subscribers)
    before = everything(db.path)
    async with db.write() as tx:
        await tx.run("""
            CREATE TEMP TRIGGER crash BEFORE INSERT ON audit WHEN new.event = 'forget'
            BEGIN SELECT RAISE(ABORT, 'power cut'); END""")
    with pytest.raises(sqlite3.IntegrityError, match="power cut"):
        await privacy.forget(READER, NOW)
    assert everything(db.path) == before


async def test_forget_while_a_list_is_being_read_brings_nothing_back(
    db: Database, source: FakeSource, subscribers: Subscribers, privacy: Privacy
) -> None:
    await subscribers.linking.link(READER, CODE, NOW)
    await shown(db)
    source.pause.clear()
    source.entries = (Entry("a", "decouverte", code=digest_of(CODE)), Entry("b", "decouverte"))
    reading = asyncio.create_task(subscribers.refresh("gazette", NOW + timedelta(minutes=1)))
    await asyncio.sleep(0)
    await privacy.forget(READER, NOW)
    source.pause.set()
    assert (await reading).known
    await shown(db)
    await privacy.sweep(NOW)
    assert naming(db.path, READER) == []


async def test_two_forgets_at_once_and_a_third_do_it_once(
    db: Database, subscribers: Subscribers, privacy: Privacy
) -> None:
    await fill(db, subscribers)
    done = await asyncio.gather(*(privacy.forget(READER, NOW) for _ in range(2)))
    assert sorted(done) == [False, True]
    await shown(db)
    await privacy.sweep(NOW)
    assert not await privacy.forget(READER, NOW)
    assert [entry.event async for entry in audit.entries(db)].count("forget") == 1


async def test_who_links_again_begins_from_nothing(
    db: Database, source: FakeSource, subscribers: Subscribers, privacy: Privacy
) -> None:
    await fill(db, subscribers)
    await privacy.forget(READER, NOW)
    source.entries = (Entry("a", "integral", code=digest_of("NEWC-ODEF-ORME")), Entry("b", "decouverte"))
    later = NOW + timedelta(minutes=1)
    await subscribers.linking.link(READER, "NEWC-ODEF-ORME", later)
    await shown(db)
    await privacy.sweep(later)
    assert {role for user, role in await roles(db) if user == READER} == {HIGH}
    held = await privacy.held(READER, NOW)
    assert held.keys() == {
        "subscriptions",
        "events",
        "addresses",
        "mails",
        "codes",
        "links",
        "roles",
        "audit",
    }
    assert held["links"][0]["language"] == ""


async def test_a_used_code_stays_used(db: Database, subscribers: Subscribers, privacy: Privacy) -> None:
    await subscribers.linking.link(READER, CODE, NOW)
    await privacy.forget(READER, NOW)
    with pytest.raises(Exception, match="link-code-unknown"):
        await subscribers.linking.link(OTHER, CODE, NOW)


async def test_wrong_codes_and_mutes_are_not_escaped_by_being_forgotten(
    db: Database, subscribers: Subscribers, privacy: Privacy
) -> None:
    for _ in range(5):
        with pytest.raises(Exception, match="link-code-unknown"):
            await subscribers.linking.link(READER, "WRONG-WRONG2", NOW)
    end = NOW + timedelta(days=1)
    async with db.write() as tx:
        await mutes.add(tx, Mute(new_id(), "", "", GUILD, READER, "Léa", NOW, end, OTHER, "spam"))
    await privacy.forget(READER, NOW)
    with pytest.raises(Exception, match="link-locked"):
        await subscribers.linking.link(READER, CODE, NOW)
    assert await mutes.of_member(db, GUILD, READER, NOW)
    assert (await privacy.held(READER, NOW)).keys() == {"tries", "mutes"}
    await privacy.sweep(end)
    assert (await privacy.held(READER, NOW)).keys() == {"tries"}


async def test_the_ledger_loses_its_persons_and_nothing_else(db: Database) -> None:
    async with db.write() as tx:
        await tx.run(
            "INSERT INTO ledger VALUES (1, 0, 'muted', 'discord', 5, 'm', '', NULL, NULL, NULL,"
            " 'p', 6, 1, 'r')"
        )
        await tx.run("UPDATE ledger SET person = '', person_id = NULL, reason = '' WHERE person_id = 6")
    assert await db.one("SELECT user_id, name, person, person_id, reason FROM ledger") == (
        5,
        "m",
        "",
        None,
        "",
    )
    for change in ("person = 'q'", "reason = 'r'", "user_id = NULL", "at = 1", "name = 'x', user_id = NULL"):
        with pytest.raises(sqlite3.IntegrityError, match="only grows"):
            async with db.write() as tx:
                await tx.run(f"UPDATE ledger SET {change}")  # noqa: S608


# What readers wrote, on Discord


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Desk]:
    async with moderated(tmp_path, rules={"words": ["zut"]}) as desk:
        yield desk


def file_of(desk: Desk, message: dict[str, Any]) -> dict[str, Any]:
    """The JSON file in an answer of the bot."""
    files = desk.room.guild.backend.cdn
    data = files.get(message["attachments"][0]["url"].removeprefix(files.base))
    found: dict[str, Any] = json.loads(data or b"")
    return found


async def forget(desk: Desk, who: str) -> str:
    """Somebody asks to be forgotten, and presses the button; what they hear."""
    room = desk.room
    message = await run(room, who, "forget")
    button = message["components"][0]["components"][0]["custom_id"]
    person = room.guild.people[who]
    pressed = await (await person.click(room.guild.news_id, int(message["id"]), button)).finished()
    await until(lambda: pressed.message and pressed.message["content"])
    await desk.settled()
    return text_of(pressed.message or {})


def test_why_a_role_waits_is_told_in_the_persons_language() -> None:
    held = {"roles": [{"role": 5, "reason": Cause("cause-role-away").kept()}, {"role": 6, "reason": "old"}]}
    rows = json.loads(data_file(READER, held, "fr", NOW))["held"]["roles"]["entries"]
    assert [row["reason"].split("\u202f")[0] for row in rows] == ["le membre n’est pas sur le serveur", "old"]


async def test_what_a_reader_wrote_is_told_and_forgotten_and_the_site_keeps_its_copy(desk: Desk) -> None:
    lea, path = desk.room.guild.people["lea"].user_id, desk.room.services.database.path
    published = await desk.say("Très bon téléphone")
    await desk.exchange()
    await desk.say("zut alors")
    await desk.room.services.moderation.muting.mute_member(
        lea, "lea", desk.manager, timedelta(milliseconds=1), "", datetime.now(UTC)
    )
    told = file_of(desk, await run(desk.room, "lea", "my-data"))
    assert told["account"] == str(lea)
    held = told["held"]
    assert [row["spoken"]["content"] for row in held["messages"]["entries"]] == [
        "Très bon téléphone",
        "zut alors",
    ]
    assert held["comments"]["entries"][0]["text"] == "Très bon téléphone"
    assert held["reviews"]["entries"][0]["text"] == "zut alors"
    assert held["links"]["about"].startswith("Vos liens")
    assert {"moderated", "audit", "roles"} <= held.keys()
    assert "oublié" in await forget(desk, "lea")
    await desk.room.services.privacy.sweep(datetime.now(UTC))
    assert naming(path, lea, "zut") == []
    assert "rien" in text_of(await run(desk.room, "lea", "my-data"))
    assert "zut" not in json.dumps(desk.asked())
    assert desk.public() == ["Très bon téléphone"]
    assert published
    await desk.exchange()
    assert desk.public() == ["Très bon téléphone"]


async def test_a_message_that_is_deleted_after_forget_still_takes_its_comment_along(desk: Desk) -> None:
    message = await desk.say("Très bon téléphone")
    await desk.exchange()
    await forget(desk, "lea")
    lea = desk.room.guild.people["lea"]
    await lea.edit(desk.thread, message, "Autre chose")
    await desk.exchange()
    assert desk.public() == ["Très bon téléphone"]
    await lea.delete(desk.thread, message)
    await until(lambda: not desk.said())
    await asyncio.sleep(0.2)
    await desk.exchange()
    assert desk.public() == []


async def test_what_was_not_sent_yet_is_not_sent_any_more(desk: Desk) -> None:
    desk.site.down = True
    await desk.say("Très bon téléphone")
    await forget(desk, "lea")
    desk.site.down = False
    await desk.exchange()
    assert desk.public() == []


async def test_forget_is_private_says_what_stays_and_works_for_its_person_alone(desk: Desk) -> None:
    room = desk.room
    message = await run(room, "lea", "forget")
    assert message["flags"] & 64
    said = text_of(message)
    assert "à l’éditeur" in said
    assert "Vos liens" in said
    role = room.guild.role_ids["integral"]
    member = room.guild.backend.get_guild(room.guild.id).members[room.guild.people["lea"].user_id]
    await until(lambda: member.role_ids == [role])
    await forget(desk, "lea")
    assert member.role_ids == []
    assert "rien" in text_of(await run(room, "lea", "forget"))
