"""Which sources there are, and who may change that."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from bot.articles.directory import Directory
from bot.config_sources import SourceSettings
from bot.errors import ReaderError
from storage import sources
from storage.database import Database
from storage.sources import AddedSource
from tests.shelf import source

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
OURS, THEIRS, USER = 11_000, 12_000, 13_000


def feed(name: str, url: str = "", **more: Any) -> SourceSettings:
    return source(
        "feed", url or f"https://{name.casefold().replace(' ', '-')}.example/feed", name=name, **more
    )


def names(found: tuple[SourceSettings, ...]) -> list[str]:
    return [settings.name for settings in found]


async def stored(db: Database, name: str, definition: str) -> None:
    async with db.write() as tx:
        await sources.add(tx, AddedSource(name, definition, OURS, USER, NOW))


async def refused(text: str, call: Any) -> None:
    with pytest.raises(ReaderError) as error:
        await call
    assert error.value.text == text


async def test_the_settings_file_comes_first_then_what_was_added(db: Database) -> None:
    directory = Directory(db, (feed("Gazette"),))
    added = await directory.add(feed("Fil", backfill=3, language="en"), OURS, USER, NOW)
    assert await directory.all() == (feed("Gazette"), added)
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
    assert second.name == "x" * 78 + " 2"
    assert (await directory.add(feed("*", "https://star.example/"), OURS, USER, NOW)).name == "* 2"


@pytest.mark.parametrize("url", ["https://gazette.example/feed", "http://www.gazette.example/feed/"])
async def test_what_is_read_already_is_not_added_twice(db: Database, url: str) -> None:
    directory = Directory(db, (feed("Gazette"),))
    with pytest.raises(ReaderError) as error:
        await directory.add(feed("Autre", url), OURS, USER, NOW)
    assert (error.value.text, error.value.arguments) == ("source-known", {"name": "Gazette"})
    other_kind = source("wordpress", "https://gazette.example/feed", name="Autre")
    assert (await directory.add(other_kind, OURS, USER, NOW)).name == "Autre"


async def test_a_list_is_added_at_once_without_what_is_known_or_named_twice(db: Database) -> None:
    directory = Directory(db, (feed("Gazette"),))
    wanted = [feed("Gazette"), feed("Fil"), feed("Fil"), feed("Fil", "https://other.example/feed")]
    added = await directory.add_all(wanted, OURS, USER, NOW)
    assert [s.name for s in added] == ["Fil", "Fil 2"]
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
    assert (await directory.add(more, OURS, USER, NOW)).name == "Gazette 2"


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
    assert (await directory.add(feed("Vieux"), OURS, USER, NOW)).name == "Vieux 2"


async def test_only_who_added_a_source_removes_it(db: Database) -> None:
    directory = Directory(db, (feed("Gazette"),))
    await directory.add(feed("Fil"), OURS, USER, NOW)
    await refused("source-in-file", directory.remove("Gazette", OURS))
    await refused("source-other-server", directory.remove("Fil", THEIRS))
    await refused("source-unknown", directory.remove("Zeppelin", OURS))
    await refused("source-unknown-near", directory.remove("Gazete", OURS))
    assert (await directory.remove("fil", OURS)).name == "Fil"
    assert names(await directory.all()) == ["Gazette"]
    await refused("source-unknown", directory.remove("Fil", OURS))


async def test_a_source_is_paused_and_goes_on(db: Database) -> None:
    directory = Directory(db, (feed("Gazette"),))
    await directory.add(feed("Fil"), OURS, USER, NOW)
    await directory.pause("gazette", NOW)
    await directory.pause("Fil", NOW, OURS)
    assert [listed.state.paused for listed in await directory.listed()] == [NOW, NOW]
    await refused("source-other-server", directory.pause("Fil", None, THEIRS))
    await directory.pause("Gazette", None, THEIRS)
    assert [listed.state.paused for listed in await directory.listed()] == [None, NOW]
    await refused("source-unknown", directory.pause("Zeppelin", NOW))


async def test_the_list_says_who_added_what(db: Database) -> None:
    directory = Directory(db, (feed("Gazette"),))
    await directory.add(feed("Fil"), OURS, USER, NOW)
    async with db.write() as tx:
        await sources.failed(tx, "Fil", "broken", NOW)
    gazette, fil = await directory.listed()
    assert (gazette.guild, gazette.state.failures) == (None, 0)
    assert (fil.guild, fil.state.reason) == (OURS, "broken")


async def test_every_change_is_heard_after_it_happened(db: Database) -> None:
    directory = Directory(db, (feed("Gazette"),))
    heard: list[str] = []
    directory.changed.append(lambda: heard.append("changed"))
    await directory.add(feed("Fil"), OURS, USER, NOW)
    await directory.add_all([feed("A"), feed("B")], OURS, USER, NOW)
    await directory.pause("Fil", NOW)
    await directory.pause("Fil", None)
    await directory.remove("Fil", OURS)
    assert len(heard) == 5
    await directory.add_all([feed("A")], OURS, USER, NOW)
    await refused("source-known", directory.add(feed("A"), OURS, USER, NOW))
    assert len(heard) == 5


async def test_names_are_proposed_by_what_was_typed(db: Database) -> None:
    directory = Directory(db, (feed("La Gazette"), feed("Le Fil")))
    assert await directory.names("gaz", 25) == ["La Gazette"]
    assert await directory.names("", 1) == ["La Gazette"]
