"""Why a publisher's list cannot be read, as managers read it on Discord: each in their own language."""

from __future__ import annotations

import sqlite3
from collections.abc import AsyncIterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.causes import Cause
from storage import role_deliveries
from storage import subscribers as store
from storage.records_subscribers import PublisherState
from tests.newsroom import Newsroom, at_work
from tests.stage import Guild
from tests.test_cogs import run, text_of

pytestmark = pytest.mark.wire

LIST, SHOP = "La Gazette", "Le Club"
BROKEN = (
    "ligne 2\u00a0: until «\u00a0bientôt\u00a0» n’est pas une date\u202f; "
    "écrivez 2026-12-31 ou 2026-12-31T18:00:00+01:00"
)
EMPTY = (
    "le prestataire ne nomme personne\u202f; une réponse vide n’enlève rien à personne, vérifiez ses réglages"
)
OLD = "the shop answers 500"


def publishers(folder: Path, guild: Guild) -> dict[str, Any]:
    """One with a list, one with a database that names nobody."""
    with closing(sqlite3.connect(folder / "shop.db")) as connection:
        connection.execute("CREATE TABLE readers (id, tier)")
    base = {"guild": guild.id, "roles": guild.role_ids, "account_url": "https://gazette.example/account"}
    names = {"view": "readers", "columns": {"id": "id", "tier": "tier"}}
    shop = {"name": SHOP, "kind": "sql", "database": f"sqlite:///{folder / 'shop.db'}", **names}
    listed = {"name": LIST, "kind": "csv", "file": str(folder / "list.csv")}
    return {"publishers": [base | listed, base | shop]}


@pytest.fixture
async def newsroom(tmp_path: Path) -> AsyncIterator[Newsroom]:
    async with at_work(tmp_path, later=lambda guild: publishers(tmp_path, guild)) as newsroom:
        yield newsroom


async def read(newsroom: Newsroom, publisher: str, rows: str = "id,tier,until\n1,integral,bientôt\n") -> None:
    """As often as it takes until somebody is told."""
    (Path(newsroom.services.database.path).parent / "list.csv").write_text(rows, encoding="utf-8")
    for minutes in (2, 1):
        at = datetime.now(UTC) - timedelta(minutes=minutes)
        await newsroom.services.subscribers.refresh(publisher, at)
    newsroom.client.courier.wake()
    await newsroom.settled()


def speaks(newsroom: Newsroom, who: str, locale: str) -> None:
    newsroom.guild.backend.locales[newsroom.guild.people[who].user_id] = locale


@pytest.mark.parametrize(("publisher", "french"), [(LIST, BROKEN), (SHOP, EMPTY)])
async def test_a_french_manager_reads_in_french_why_a_list_is_not_believed(
    newsroom: Newsroom, publisher: str, french: str
) -> None:
    await read(newsroom, publisher)
    assert french in text_of(await run(newsroom, "manager", "roles status"))
    assert french in text_of(await run(newsroom, "manager", "status"))
    assert french in newsroom.guild.people["owner"].letters()[-1]["content"]


async def test_an_english_manager_reads_the_same_in_english(newsroom: Newsroom) -> None:
    await read(newsroom, LIST)
    speaks(newsroom, "manager", "en-US")
    told = text_of(await run(newsroom, "manager", "roles status"))
    assert 'line 2: until "bientôt" is no date; write 2026-12-31' in told


async def test_what_a_good_list_leaves_to_be_looked_at_is_told_in_french_too(newsroom: Newsroom) -> None:
    await read(newsroom, LIST, "id,tier\n1,platine\n")
    told = text_of(await run(newsroom, "manager", "roles status"))
    assert "aucun rôle n’est prévu pour la formule platine\u202f; ajoutez-la aux rôles de l’éditeur" in told


async def test_words_that_were_stored_before_there_were_causes_are_shown_as_they_are(
    newsroom: Newsroom,
) -> None:
    async with newsroom.services.database.write() as tx:
        await store.save_publisher(tx, PublisherState(LIST, reason=OLD))
    assert OLD in text_of(await run(newsroom, "manager", "roles status"))
    assert OLD in text_of(await run(newsroom, "manager", "status"))


@pytest.mark.parametrize(
    ("kept", "told"),
    [
        (
            Cause("cause-role-paused-order").kept(),
            "en pause\u00a0: ce rôle se trouve au-dessus",
        ),
        ("paused: the role stands above the bot's own", "paused: the role stands above the bot's own"),
    ],
)
async def test_a_pause_is_told_and_ends_however_its_reason_was_stored(
    newsroom: Newsroom, kept: str, told: str
) -> None:
    guild, role = newsroom.guild.id, newsroom.guild.role_ids["integral"]
    absent, never = 77, datetime.now(UTC) + timedelta(days=1)
    async with newsroom.services.database.write() as tx:
        await role_deliveries.want(tx, [(guild, role, absent, -guild, 3, "granted")])
        assert await role_deliveries.pause(tx, guild, role, kept, never) == 1
    assert told in text_of(await run(newsroom, "manager", "roles status"))
    async with newsroom.services.database.write() as tx:
        assert await role_deliveries.retry(tx, guild) == 1
