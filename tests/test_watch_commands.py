"""Readers who are told when an article comes: once, privately, until they say stop."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from bot.demo.wire.people import Interaction
from tests.made import an_item
from tests.newsroom import Newsroom, at_work
from tests.test_cogs import ephemeral, run, text_of
from tests.test_search_commands import custom_id, labels
from tests.wire_world import until


@pytest.fixture
async def newsroom(tmp_path: Path) -> AsyncIterator[Newsroom]:
    async with at_work(tmp_path) as newsroom:
        yield newsroom


async def wait_for(newsroom: Newsroom, who: str, question: str) -> str:
    """Ask, be refused, press the button: what the bot says to that."""
    refusal = await run(newsroom, who, "ask", question=question)
    (label,) = labels(refusal)
    person = newsroom.guild.people[who]
    pressed = await person.click(newsroom.guild.news_id, int(refusal["id"]), custom_id(refusal, label))
    return text_of(await answer_to(pressed))


async def answer_to(interaction: Interaction) -> dict[str, Any]:
    message = (await interaction.finished()).message
    assert message is not None
    assert ephemeral(message)
    return message


def letters(newsroom: Newsroom, who: str) -> list[str]:
    """What the bot wrote of itself, not as an answer to a button."""
    found = newsroom.guild.people[who].letters()
    return [text_of(letter) for letter in found if not ephemeral(letter)]


async def test_a_reader_is_told_once_of_each_article_about_the_product(newsroom: Newsroom) -> None:
    assert "**Galaxy S5**" in await wait_for(newsroom, "lea", "Galaxy S5 autonomie ?")
    await newsroom.publish("Le Galaxy S50 arrive", text="Un autre téléphone.")
    await newsroom.settled()
    assert letters(newsroom, "lea") == []
    await newsroom.publish("Le Galaxy S5 en test", text="Enfin là.")
    await newsroom.settled()
    await newsroom.publish("Le Galaxy S5 en test", text="Enfin là. Corrigé.")
    await newsroom.settled()
    (letter,) = letters(newsroom, "lea")
    assert "Vous vouliez être prévenu au sujet de **Galaxy S5**" in letter
    assert "Le Galaxy S5 en test" in letter
    assert letters(newsroom, "alex") == []


async def test_words_are_waited_for_together_and_two_readers_each_in_their_language(
    newsroom: Newsroom,
) -> None:
    assert "zeppelin solaire" in await wait_for(newsroom, "lea", "que sait-on du zeppelin solaire ?")
    await wait_for(newsroom, "alex", "solar zeppelin")
    await wait_for(newsroom, "alex", "zeppelin solaire")
    await newsroom.publish("Un zeppelin à Paris", text="Il vole.")
    await newsroom.publish("Des zeppelins solaires dans le ciel", text="Ils volent.")
    await newsroom.settled()
    assert [letter.split("**")[1] for letter in letters(newsroom, "lea")] == ["zeppelin solaire"]
    (letter,) = letters(newsroom, "alex")
    assert "You asked to be told" in letter


async def test_the_letters_button_ends_it_also_after_a_restart(newsroom: Newsroom) -> None:
    await wait_for(newsroom, "lea", "Galaxy S5 ?")
    await newsroom.publish("Le Galaxy S5 en test", text="Enfin là.")
    await newsroom.settled()
    lea = newsroom.guild.people["lea"]
    (letter,) = lea.letters()
    await newsroom.restarted()
    pressed = await lea.click(lea.dm(), int(letter["id"]), custom_id(letter, "Ne plus me prévenir"))
    assert "plus parler" in text_of(await answer_to(pressed))
    await newsroom.publish("Encore le Galaxy S5", text="Du nouveau.")
    await newsroom.settled()
    assert len(letters(newsroom, "lea")) == 1


async def test_watches_are_listed_and_ended(newsroom: Newsroom) -> None:
    assert "Rien." in text_of(await run(newsroom, "lea", "watches"))
    await wait_for(newsroom, "lea", "Galaxy S5 ?")
    await wait_for(newsroom, "lea", "zeppelin ?")
    lea = newsroom.guild.people["lea"]
    listed = await (await lea.slash(newsroom.guild.news_id, "watches")).finished()
    message = await answer_to(listed)
    assert "**Galaxy S5**" in text_of(message)
    options = message["components"][0]["components"][0]["options"]
    chosen = next(option["value"] for option in options if option["label"] == "Galaxy S5")
    changed = await (await listed.select("watches-stop", chosen)).finished()
    assert changed.kind == "update"
    left = text_of(await answer_to(listed))
    assert "1 alerte est retirée" in left
    assert "Galaxy" not in left
    assert "zeppelin" in left


async def test_a_reader_waits_for_so_much_and_no_more(newsroom: Newsroom) -> None:
    lea = newsroom.guild.people["lea"].user_id
    for number in range(20):
        await newsroom.services.watches.add(lea, "fr", f"zeppelin{number}", newsroom.now)
    assert "déjà 20 choses" in await wait_for(newsroom, "lea", "Galaxy S5 ?")
    await newsroom.services.watches.add(lea, "fr", "zeppelin3", newsroom.now)
    assert len(await newsroom.services.watches.of(lea)) == 20


async def test_closed_letters_are_told_quietly_once(newsroom: Newsroom) -> None:
    lea = newsroom.guild.people["lea"]
    await wait_for(newsroom, "lea", "Galaxy S5 ?")
    lea.take_dms(on=False)
    await newsroom.publish("Le Galaxy S5 en test", text="Enfin là.")
    await newsroom.settled()
    first = await (await lea.slash(newsroom.guild.news_id, "ask", question="Galaxy S5 ?")).finished()
    await until(lambda: any(map(ephemeral, first.followups)))
    told = first.followups[-1]
    assert "messages privés sont fermés" in text_of(told)
    assert ephemeral(told)
    assert "fermés" not in text_of(await run(newsroom, "lea", "watches"))


async def test_what_was_there_before_is_no_news(newsroom: Newsroom) -> None:
    await wait_for(newsroom, "lea", "Galaxy S5 ?")
    item = an_item("old", title="Le Galaxy S5 d’avant", published=newsroom.now)
    await newsroom.services.articles.add("gazette", item, newsroom.now, post=False)
    await newsroom.settled()
    assert letters(newsroom, "lea") == []
