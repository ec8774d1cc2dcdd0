"""Which sources there are, and who may change that."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from importlib import resources
from pathlib import Path
from typing import Any

import pytest

from bot.articles.directory import Audience, Directory
from bot.config_sources import SourceSettings
from bot.errors import ReaderError
from storage import source_servers, sources
from storage.database import Database, to_ms
from tests.shelf import source

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
OURS, THEIRS, USER = 11_000, 12_000, 13_000
BOTH = (OURS, THEIRS)


def feed(name: str, url: str = "", **more: Any) -> SourceSettings:
    return source(
        "feed", url or f"https://{name.casefold().replace(' ', '-')}.example/feed", name=name, **more
    )


def names(found: tuple[SourceSettings, ...]) -> list[str]:
    return [settings.name for settings in found]


async def stored(db: Database, name: str, definition: str) -> None:
    async with db.write() as tx:
        await source_servers.add(tx, name, definition, NOW)
        await source_servers.join(tx, name, OURS, USER, NOW)


async def refused(text: str, call: Any) -> None:
    with pytest.raises(ReaderError) as error:
        await call
    assert error.value.text == text


async def test_the_settings_file_comes_first_then_what_was_added(db: Database) -> None:
    directory = Directory(db, (feed("Gazette"),))
    added = await directory.add(feed("Fil", backfill=3, language="en"), OURS, USER, NOW)
    assert await directory.all() == (feed("Gazette"), added.settings)
    again = Directory(db, (feed("Gazette"),))
    assert (await again.all())[1] == feed("Fil", backfill=3, language="en")


async def test_a_taken_name_gets_a_number(db: Database) -> None:
    directory = Directory(db, (feed("Gazette"),))
    for n in (1, 2, 3):
        await directory.add(feed("gazette", f"https://{n}.example/feed"), OURS, USER, NOW)
    assert names(await directory.all()) == ["Gazette", "gazette 2", "gazette 3", "gazette 4"]
    long = feed("x" * 80)
    await directory.add(long, OURS, USER, NOW)
    second = await directory.add(long.model_copy(update={"url": "https://y.example/"}), OURS, USER, NOW)
    assert second.settings.name == "x" * 78 + " 2"
    assert (await directory.add(feed("*", "https://star.example/"), OURS, USER, NOW)).settings.name == "* 2"


@pytest.mark.parametrize("url", ["https://gazette.example/feed", "http://www.gazette.example/feed/"])
async def test_what_is_read_already_is_not_added_twice(db: Database, url: str) -> None:
    directory = Directory(db, (feed("Gazette"),))
    with pytest.raises(ReaderError) as error:
        await directory.add(feed("Autre", url), OURS, USER, NOW)
    assert (error.value.text, error.value.arguments) == ("source-known", {"name": "Gazette"})
    other_kind = source("wordpress", "https://gazette.example/feed", name="Autre")
    assert (await directory.add(other_kind, OURS, USER, NOW)).settings.name == "Autre"


async def test_a_list_is_added_at_once_without_what_is_known_or_named_twice(db: Database) -> None:
    directory = Directory(db, (feed("Gazette"),))
    wanted = [feed("Gazette"), feed("Fil"), feed("Fil"), feed("Fil", "https://other.example/feed")]
    added = await directory.add_all(wanted, OURS, USER, NOW)
    assert [one.settings.name for one in added] == ["Fil", "Fil 2"]
    assert names(await directory.all()) == ["Gazette", "Fil", "Fil 2"]
    assert await directory.add_all(wanted, OURS, USER, NOW) == []


async def test_the_settings_file_wins_a_name(db: Database, caplog: pytest.LogCaptureFixture) -> None:
    await Directory(db, ()).add(feed("Gazette"), OURS, USER, NOW)
    directory = Directory(db, (feed("gazette", "https://file.example/feed"),))
    for _ in range(3):
        assert [s.url for s in await directory.all()] == ["https://file.example/feed"]
    assert sum("added source is not read" in record.getMessage() for record in caplog.records) == 1
    # Its row keeps the name: the next of that name finds another.
    more = feed("Gazette", "https://third.example/feed")
    assert (await directory.add(more, OURS, USER, NOW)).settings.name == "Gazette 2"


@pytest.mark.parametrize(
    "definition",
    ["", "{", "[]", '{"name":"x"}', '{"name":"x","kind":"telnet","url":"https://x.example"}',
     '{"name":"x","kind":"feed","url":"file:///etc/passwd"}',
     '{"name":"x","kind":"feed","url":"https://x.example","shell":1}'],
)  # fmt: skip
async def test_a_definition_that_cannot_be_read_stops_nothing(
    db: Database, caplog: pytest.LogCaptureFixture, definition: str
) -> None:
    await stored(db, "Vieux", definition)
    directory = Directory(db, (feed("Gazette"),))
    await directory.add(feed("Fil"), OURS, USER, NOW)
    assert names(await directory.all()) == ["Gazette", "Fil"]
    assert "Vieux" in caplog.text
    assert (await directory.add(feed("Vieux"), OURS, USER, NOW)).settings.name == "Vieux 2"


async def test_only_who_added_a_source_removes_it(db: Database) -> None:
    directory = Directory(db, (feed("Gazette"),))
    await directory.add(feed("Fil"), OURS, USER, NOW)
    await refused("source-in-file", directory.remove("Gazette", OURS))
    await refused("source-unknown", directory.remove("Fil", THEIRS))
    await refused("source-unknown", directory.remove("Zeppelin", OURS))
    await refused("source-unknown-near", directory.remove("Gazete", OURS))
    assert (await directory.remove("fil", OURS)).name == "Fil"
    assert names(await directory.all()) == ["Gazette"]
    await refused("source-unknown", directory.remove("Fil", OURS))


async def paused(directory: Directory, guild: int) -> list[datetime | None]:
    return [listed.state.paused for listed in await directory.listed(guild)]


async def test_a_source_is_paused_and_goes_on(db: Database) -> None:
    directory = Directory(db, (feed("Gazette"),))
    await directory.add(feed("Fil"), OURS, USER, NOW)
    await directory.pause("gazette", NOW, OURS, [OURS])
    await directory.pause("Fil", NOW, OURS, [OURS])
    assert await paused(directory, OURS) == [NOW, NOW]
    assert {state.paused for state in await sources.every_state(db)} == {NOW}
    await directory.pause("Gazette", None, OURS, [OURS])
    assert await paused(directory, OURS) == [None, NOW]
    await refused("source-unknown", directory.pause("Zeppelin", NOW, OURS, [OURS]))


async def test_a_server_sees_the_file_and_its_own_sources_only(db: Database) -> None:
    directory = Directory(db, (feed("Gazette"),))
    await directory.add(feed("Fil"), OURS, USER, NOW)
    await directory.add(feed("Mobiles"), THEIRS, USER, NOW)
    assert names(await directory.all()) == ["Gazette", "Fil", "Mobiles"]
    assert names(await directory.seen(THEIRS)) == ["Gazette", "Mobiles"]
    assert [listed.settings.name for listed in await directory.listed(OURS)] == ["Gazette", "Fil"]
    assert await directory.names("", 25, THEIRS) == ["Gazette", "Mobiles"]
    for call in (
        directory.by_name("Fil", THEIRS),
        directory.pause("Fil", NOW, THEIRS, BOTH),
        directory.remove("Fil", THEIRS),
    ):
        await refused("source-unknown", call)


async def test_a_source_that_two_servers_added_is_read_once_and_by_both_until_both_left(db: Database) -> None:
    directory = Directory(db, ())
    first = await directory.add(feed("Fil", backfill=3), OURS, USER, NOW)
    second = await directory.add(feed("Autre", "http://fil.example/feed/"), THEIRS, USER, NOW)
    assert (second.settings, first.shared, second.shared) == (first.settings, False, True)
    assert names(await directory.all()) == ["Fil"]
    assert await directory.audience("Fil") == Audience(frozenset(BOTH))
    await refused("source-known", directory.add(feed("Fil"), THEIRS, USER, NOW))
    await directory.remove("Fil", OURS)
    assert (names(await directory.seen(OURS)), names(await directory.seen(THEIRS))) == ([], ["Fil"])
    await directory.remove("Fil", THEIRS)
    assert names(await directory.all()) == []


async def test_a_source_is_read_unless_all_who_have_it_paused_it(db: Database) -> None:
    directory = Directory(db, (feed("Gazette"),))
    for guild in BOTH:
        await directory.add(feed("Fil"), guild, USER, NOW)
    for name in ("Gazette", "Fil"):
        await directory.pause(name, NOW, OURS, BOTH)
        assert (await sources.by_name(db, name)).paused is None
        assert not (await directory.audience(name)).has(OURS)
        assert (await directory.audience(name)).has(THEIRS)
        await directory.pause(name, NOW, THEIRS, BOTH)
        assert (await sources.by_name(db, name)).paused == NOW
    assert await paused(directory, THEIRS) == [NOW, NOW]
    await directory.pause("Gazette", None, THEIRS, BOTH)
    assert (await sources.by_name(db, "Gazette")).paused is None
    assert await paused(directory, OURS) == [NOW, NOW]


async def test_who_leaves_or_comes_decides_no_longer_or_from_now_on_whether_a_source_is_read(
    db: Database,
) -> None:
    directory = Directory(db, ())
    for guild in BOTH:
        await directory.add(feed("Fil"), guild, USER, NOW)
    await directory.pause("Fil", NOW, OURS, BOTH)
    await directory.remove("Fil", THEIRS)
    assert (await sources.by_name(db, "Fil")).paused == NOW
    await directory.add(feed("Fil"), THEIRS, USER, NOW)
    assert (await sources.by_name(db, "Fil")).paused is None
    assert await paused(directory, OURS) == [NOW]


def test_the_operators_routes_get_every_source() -> None:
    assert Audience(frozenset({OURS}), frozenset({OURS})).has(0)


async def test_a_source_without_a_server_is_everybodys_and_nobody_loses_it_in_silence(db: Database) -> None:
    async with db.write() as tx:
        definition = feed("Fil").model_dump_json(exclude_defaults=True)
        await source_servers.add(tx, "Fil", definition, NOW)
    directory = Directory(db, ())
    assert [names(await directory.seen(guild)) for guild in BOTH] == [["Fil"], ["Fil"]]
    assert (await directory.audience("Fil")).has(THEIRS)
    assert await directory.one("Fil") == (feed("Fil"), None)
    await directory.pause("Fil", NOW, OURS, BOTH)
    assert (await sources.by_name(db, "Fil")).paused is None
    await directory.remove("Fil", OURS)
    assert names(await directory.all()) == []


async def test_a_source_that_is_no_more_is_everybodys(db: Database) -> None:
    assert (await Directory(db, ()).audience("Fil")).has(THEIRS)


async def test_the_list_says_what_was_added(db: Database) -> None:
    directory = Directory(db, (feed("Gazette"),))
    await directory.add(feed("Fil"), OURS, USER, NOW)
    async with db.write() as tx:
        await sources.failed(tx, "Fil", "broken", NOW)
    gazette, fil = await directory.listed(OURS)
    assert (gazette.added, gazette.state.failures) == (False, 0)
    assert (fil.added, fil.state.reason) == (True, "broken")


async def test_every_change_is_heard_after_it_happened(db: Database) -> None:
    directory = Directory(db, (feed("Gazette"),))
    heard: list[str] = []
    directory.changed.append(lambda: heard.append("changed"))
    await directory.add(feed("Fil"), OURS, USER, NOW)
    await directory.add_all([feed("A"), feed("B")], OURS, USER, NOW)
    await directory.pause("Fil", NOW, OURS, BOTH)
    await directory.pause("Fil", None, OURS, BOTH)
    await directory.remove("Fil", OURS)
    assert len(heard) == 5
    await directory.add_all([feed("A")], OURS, USER, NOW)
    await refused("source-known", directory.add(feed("A"), OURS, USER, NOW))
    assert len(heard) == 5


async def test_names_are_proposed_by_what_was_typed(db: Database) -> None:
    directory = Directory(db, (feed("La Gazette"), feed("Le Fil")))
    assert await directory.names("gaz", 25, OURS) == ["La Gazette"]
    assert await directory.names("", 1, OURS) == ["La Gazette"]


async def test_what_was_added_before_sources_had_servers_keeps_its_server_and_its_pause(
    tmp_path: Path,
) -> None:
    path, definition = tmp_path / "old.db", feed("Fil").model_dump_json(exclude_defaults=True)
    files = sorted(f for f in resources.files("storage.migrations").iterdir() if f.name.endswith(".sql"))
    with closing(sqlite3.connect(path)) as old:
        old.execute("CREATE TABLE migrations (number INTEGER PRIMARY KEY, applied BIGINT)")
        for file in (file for file in files if file.name < "0019"):
            old.executescript(file.read_text(encoding="utf-8"))
            old.execute("INSERT INTO migrations VALUES (?, 0)", (int(file.name[:4]),))
        old.execute("INSERT INTO added_sources VALUES ('Fil', ?, ?, ?, 0)", (definition, OURS, USER))
        old.execute("INSERT INTO sources (name, paused) VALUES ('Fil', ?)", (to_ms(NOW),))
        old.commit()
    db = await Database.open(f"sqlite:///{path}")
    directory = Directory(db, ())
    assert names(await directory.seen(OURS)) == ["Fil"]
    assert names(await directory.seen(THEIRS)) == []
    assert await paused(directory, OURS) == [NOW]
    await directory.pause("Fil", None, OURS, BOTH)
    assert (await sources.by_name(db, "Fil")).paused is None
    await db.close()
