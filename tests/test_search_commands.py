"""`/search`, its pages and its filters, as readers use them."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.newsroom import Newsroom, at_work
from tests.test_cogs import ephemeral, run, text_of
from tests.wire_world import until


@pytest.fixture
async def newsroom(tmp_path: Path) -> AsyncIterator[Newsroom]:
    async with at_work(tmp_path) as newsroom:
        yield newsroom


def labels(message: dict[str, Any]) -> list[str]:
    return [button["label"] for row in message["components"] for button in row["components"]]


def custom_id(message: dict[str, Any], label: str) -> str:
    buttons = [button for row in message["components"] for button in row["components"]]
    found: str = next(button["custom_id"] for button in buttons if button["label"] == label)
    return found


async def pressed_on(newsroom: Newsroom, who: str, message: dict[str, Any], label: str) -> dict[str, Any]:
    """The message as it is once the press on one of its buttons changed it."""
    person, number = newsroom.guild.people[who], int(message["id"])
    await person.click(newsroom.guild.news_id, number, custom_id(message, label))

    def changed() -> dict[str, Any] | None:
        now = person.message(newsroom.guild.news_id, number)
        return now if now != message else None

    await until(changed)
    found = changed()
    assert found is not None
    return found


async def publish_many(newsroom: Newsroom, count: int) -> None:
    for number in range(count):
        await newsroom.publish(
            f"Nova numéro {number:02}",
            text=f"Le Nova et son écran, partie {number}.",
            published=newsroom.now - timedelta(days=number),
        )


async def test_pages_turn_in_place_and_the_order_changes(newsroom: Newsroom) -> None:
    await publish_many(newsroom, 7)
    first = await run(newsroom, "lea", "search", words="nova")
    assert "7 résultats" in text_of(first)
    assert labels(first) == ["‹", "1 / 2", "›", "Par date"]
    second = await pressed_on(newsroom, "lea", first, "›")
    assert labels(second)[1] == "2 / 2"
    assert text_of(second) != text_of(first)
    by_date = text_of(await pressed_on(newsroom, "lea", second, "Par date"))
    assert by_date.index("numéro 00") < by_date.index("numéro 01") < by_date.index("numéro 04")


async def test_somebody_else_gets_pages_of_their_own(newsroom: Newsroom) -> None:
    await publish_many(newsroom, 7)
    asked = await newsroom.guild.people["lea"].slash(newsroom.guild.news_id, "search", words="nova")
    first = (await asked.finished()).message
    assert first is not None
    alex = newsroom.guild.people["alex"]
    pressed = await alex.click(newsroom.guild.news_id, int(first["id"]), custom_id(first, "›"))
    own = (await pressed.finished()).followups or [pressed.message]
    assert own[-1] is not None
    assert ephemeral(own[-1])
    assert "results" in text_of(own[-1])
    assert labels(own[-1])[1] == "2 / 2"
    unchanged = alex.message(newsroom.guild.news_id, int(first["id"]))
    assert unchanged is not None
    assert labels(unchanged)[1] == "1 / 2"


async def test_two_readers_search_and_turn_at_once_and_each_sees_their_own(newsroom: Newsroom) -> None:
    await publish_many(newsroom, 12)

    async def read_on(who: str, words: str) -> list[str]:
        first = await run(newsroom, who, "search", words=words)
        second = await pressed_on(newsroom, who, first, "›")
        return [text_of(first), text_of(second)]

    lea, alex = await asyncio.gather(read_on("lea", "nova"), read_on("alex", "écran"))
    assert all("résultats pour «\u00a0nova\u00a0»" in text for text in lea)
    assert all("results for “écran”" in text for text in alex)
    assert lea[0] != lea[1]


async def test_phrases_and_exclusions_are_exact_without_accents(newsroom: Newsroom) -> None:
    await newsroom.publish("Le Nova à l’épreuve", text="Il tient deux longues journées loin de la prise.")
    await newsroom.publish("Le Nova bradé", text="Deux promotions, de longues journées d’attente. Été chaud.")
    found = text_of(await run(newsroom, "lea", "search", words='nova "deux longues journees"'))
    assert "1 résultat" in found
    assert "l’épreuve" in found
    assert "**deux longues journées**" in found
    found = text_of(await run(newsroom, "lea", "search", words="nova -ete"))
    assert "l’épreuve" in found
    assert "bradé" not in found


async def test_filters_narrow_and_are_proposed_with_typos(newsroom: Newsroom) -> None:
    await newsroom.publish("Le Nova S9 en test", categories=("Téléphonie",), author="Zoé Martin")
    await newsroom.publish("Le Nova S10 en test", source="le fil", categories=("Audio",))
    lea, news = newsroom.guild.people["lea"], newsroom.guild.news_id
    for option, typed, wanted in (
        ("source", "gazete", "gazette"),
        ("category", "telefonie", "Téléphonie"),
        ("author", "zoe", "Zoé Martin"),
        ("product", "nova s9", "Nova S9"),
    ):
        offered = await lea.autocomplete(news, "search", option, typed)
        assert offered[0].title == wanted, option
        found = text_of(await run(newsroom, "lea", "search", words="test", **{option: offered[0].value}))
        assert "S9 en test" in found
        assert "S10 en test" not in found
    assert "Produit\u00a0: Nova S9" in found


async def test_dates_narrow_and_a_wrong_one_is_told(newsroom: Newsroom) -> None:
    await newsroom.publish("Le Nova ancien", published=newsroom.now.replace(year=2019, day=1))
    await newsroom.publish("Le Nova récent")
    found = text_of(await run(newsroom, "lea", "search", words="nova", until="2019"))
    assert "ancien" in found
    assert "récent" not in found
    assert "récent" in text_of(await run(newsroom, "lea", "search", words="nova", since="7 jours"))
    wrong = await run(newsroom, "lea", "search", words="nova", since="la saint-glinglin")
    assert "saint-glinglin" in text_of(wrong)


async def test_a_filter_that_nothing_fits_names_the_nearest(newsroom: Newsroom) -> None:
    await newsroom.publish("Le Nova S9 en test", categories=("Téléphonie",))
    found = text_of(await run(newsroom, "lea", "search", words="nova", source="zzz"))
    assert "Aucune source" in found


async def test_buttons_answer_after_a_restart(tmp_path: Path) -> None:
    async with at_work(tmp_path) as newsroom:
        await publish_many(newsroom, 7)
        message = await run(newsroom, "lea", "search", words="nova")
        await newsroom.restarted()
        turned = await pressed_on(newsroom, "lea", message, "›")
        assert labels(turned)[1] == "2 / 2"
