"""`/product`, its names, `/related`, asking about a message: as readers and managers use them."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.demo.wire.commands import MESSAGE
from bot.demo.wire.people import Interaction
from storage import products
from tests.made import a_comment_item
from tests.newsroom import Newsroom, at_work
from tests.test_cogs import ephemeral, run, text_of

LAUNCH = (
    "Le Nova S9 est un téléphone à clavier coulissant. Il coûte 649 euros. Le Nova S10, lui, coûte 899 euros."
)
LATER = "Le Nova S9 passe à 549 € pour la rentrée, soit une baisse de 100 euros."
VOICES = {
    "Zoé": "L’autonomie du S9 est excellente, deux jours sans charger.",
    "Tom": "L’autonomie est bonne, je confirme.",
    "Max": "L’écran du Nova S9 est décevant.",
}


@pytest.fixture
async def newsroom(tmp_path: Path) -> AsyncIterator[Newsroom]:
    async with at_work(tmp_path) as newsroom:
        yield newsroom


async def a_phone(newsroom: Newsroom) -> int:
    """Two articles on a phone, months apart, with comments on the first; our id of that."""
    early = newsroom.now - timedelta(days=120)
    article = await newsroom.publish("Nova S9 : le test", text=LAUNCH, published=early)
    await newsroom.publish("Le Nova S9 baisse", text=LATER)
    said = enumerate(VOICES.items(), 1)
    items = [a_comment_item(str(n), minutes=n, author=who, markdown=text) for n, (who, text) in said]
    await newsroom.thread(article, items)
    return article


async def test_a_card_tells_what_a_product_is_costs_and_what_readers_say(newsroom: Newsroom) -> None:
    await a_phone(newsroom)
    message = await run(newsroom, "lea", "product", name="nova s9")
    found = text_of(message)
    assert "Nova S9" in found
    assert "Le Nova S9 est un téléphone à clavier coulissant." in found
    assert found.index("**549 €**") < found.index("**649 euros**")
    assert "899" not in found.split("Articles")[0]
    assert "100 euros" not in found
    assert "**Autonomie**\u00a0: 2 lecteurs (2 pour, 0 contre)" in found
    assert "1 autre lecteur dit de même" in found
    assert "Nova S10" in found
    assert "La première" in found
    assert message["embeds"][0]["image"]["url"].endswith("mentions.png")


async def test_a_product_is_proposed_while_typing_and_an_unknown_one_names_the_nearest(
    newsroom: Newsroom,
) -> None:
    await a_phone(newsroom)
    lea = newsroom.guild.people["lea"]
    offered = await lea.autocomplete(newsroom.guild.news_id, "product", "name", "nva s9")
    assert offered[0].title == "Nova S9"
    assert "Nova S9" in text_of(await run(newsroom, "lea", "product", name=offered[0].value))
    assert "Vouliez-vous dire" in text_of(await run(newsroom, "lea", "product", name="Nova S11"))
    assert "Aucun article" in text_of(await run(newsroom, "lea", "product", name="zzzzz"))


async def test_a_manager_merges_and_splits_names_for_good(newsroom: Newsroom) -> None:
    await newsroom.publish("Le Nova S9 en test", text="Un bon téléphone.")
    await newsroom.publish("Le Nova S9 Lite en test", text="Un petit téléphone.")
    merged = await run(newsroom, "manager", "products merge", name="Nova S9 Lite", into="Nova S9")
    assert ephemeral(merged)
    assert "est désormais un nom de **Nova S9**" in text_of(merged)
    await newsroom.publish("Encore le Nova S9 Lite", text="Du nouveau.")
    assert "3 textes le nomment" in text_of(await run(newsroom, "lea", "product", name="Nova S9"))
    names = text_of(await run(newsroom, "manager", "products names", name="Nova S9"))
    assert "nova s9 lite" in names
    split = await run(newsroom, "manager", "products split", name="Nova S9", form="Nova S9 Lite")
    assert "ne désigne plus **Nova S9**" in text_of(split)
    assert "1 texte le nomme" in text_of(await run(newsroom, "lea", "product", name="Nova S9"))
    assert "2 textes le nomment" in text_of(await run(newsroom, "lea", "product", name="Nova S9 Lite"))


async def test_a_form_that_is_another_product_is_split_off_also_when_all_is_read_again(
    newsroom: Newsroom,
) -> None:
    await newsroom.publish("Le Veltra K9 en test", text="Le K9 est léger.")
    await newsroom.publish("La K9 de Nexa", text="La K9 est une moto.")
    split = await run(newsroom, "manager", "products split", name="Veltra K9", form="K9", **{"as": "Nexa K9"})
    assert "mais **Nexa K9**" in text_of(split)
    async with newsroom.services.database.write() as tx:
        await products.read_all_again(tx)
    await newsroom.services.catalogue.catch_up()
    wrong = await run(newsroom, "manager", "products split", name="Veltra K9", form="K9")
    assert "Aucun texte n’écrit" in text_of(wrong)


async def test_names_are_for_managers(newsroom: Newsroom) -> None:
    offered = {command.name for command in newsroom.guild.people["lea"].commands(newsroom.guild.news_id)}
    assert "product" in offered
    assert not any(name.startswith("products") for name in offered)


async def test_related_articles_share_products_and_are_not_the_same_news(newsroom: Newsroom) -> None:
    await a_phone(newsroom)
    await newsroom.publish("Une recette de tarte", text="Des pommes et du sucre.")
    lea = newsroom.guild.people["lea"]
    offered = await lea.autocomplete(newsroom.guild.news_id, "related", "article", "le tes")
    found = text_of(await run(newsroom, "lea", "related", article=offered[0].value))
    assert "Proche de «\u00a0Nova S9" in found
    assert "Le Nova S9 baisse" in found
    assert "tarte" not in found


async def said_by(interaction: Interaction) -> dict[str, Any]:
    """The bot's whole answer to a press or a modal."""
    done = await interaction.finished()
    message = done.followups[-1] if done.followups else done.message
    assert message is not None
    return message


async def menu(newsroom: Newsroom, name: str, message_id: int) -> Interaction:
    lea = newsroom.guild.people["lea"]
    offered = {c.title for c in lea.commands(newsroom.guild.news_id, MESSAGE)}
    assert offered == {"Interroger à ce sujet", "Articles proches"}
    return await lea.context_menu(newsroom.guild.news_id, name, message_id=message_id)


async def test_related_articles_of_a_message(newsroom: Newsroom) -> None:
    article = await a_phone(newsroom)
    await newsroom.settled()
    shown = await menu(newsroom, "Articles proches", await newsroom.message_of(article))
    message = await said_by(shown)
    assert ephemeral(message)
    assert "Le Nova S9 baisse" in text_of(message)


async def test_asking_about_an_articles_message_answers_from_it_first(newsroom: Newsroom) -> None:
    article = await a_phone(newsroom)
    await newsroom.settled()
    opened = await menu(newsroom, "Interroger à ce sujet", await newsroom.message_of(article))
    assert opened.kind == "modal"
    message = await said_by(await opened.submit(question="combien coûte le Nova S9 ?"))
    assert ephemeral(message)
    assert "649" in text_of(message)
    opened = await menu(newsroom, "Interroger à ce sujet", await newsroom.message_of(article))
    message = await said_by(await opened.submit(question="le Nova S9 baisse à la rentrée ?"))
    assert "549" in text_of(message)
    assert "n’en dit rien" in text_of(message)


async def test_asking_about_what_somebody_said(newsroom: Newsroom) -> None:
    await a_phone(newsroom)
    lea = newsroom.guild.people["lea"]
    sent = await lea.send(newsroom.guild.news_id, "combien coûte le Nova S9 ?")
    opened = await menu(newsroom, "Interroger à ce sujet", int(sent["id"]))
    assert "549" in text_of(await said_by(await opened.submit()))


async def test_latest_takes_a_source_and_a_category(newsroom: Newsroom) -> None:
    await newsroom.publish("Un", categories=("Mobile",))
    await newsroom.publish("Deux", source="le fil")
    lea = newsroom.guild.people["lea"]
    offered = await lea.autocomplete(newsroom.guild.news_id, "latest", "source", "fil")
    found = text_of(await run(newsroom, "lea", "latest", source=offered[0].value))
    assert "Deux" in found
    assert "[Un]" not in found
    assert "[Un]" in text_of(await run(newsroom, "lea", "latest", category="mobile"))


async def test_a_card_that_quotes_a_comment_goes_when_the_comment_does(newsroom: Newsroom) -> None:
    article = await a_phone(newsroom)
    message = await run(newsroom, "lea", "product", name="Nova S9")
    await newsroom.thread(article, [])
    await newsroom.settled()
    now = newsroom.guild.people["alex"].message(newsroom.guild.news_id, int(message["id"]))
    assert now is not None
    assert "a supprimé depuis" in text_of(now) or "has deleted since" in text_of(now)
