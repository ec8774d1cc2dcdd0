"""What people get from the commands, in their language."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.demo.wire.people import Person
from bot.texts import say
from storage import articles
from tests.newsroom import Newsroom, at_work
from tests.wire_world import until

PHONE = "Le Nova S9 coûte 649 euros et tient deux jours loin de la prise."


@pytest.fixture
async def newsroom(tmp_path: Path) -> AsyncIterator[Newsroom]:
    async with at_work(tmp_path) as newsroom:
        yield newsroom


async def run(newsroom: Newsroom, who: str, command: str, **options: Any) -> dict[str, Any]:
    """The bot's whole answer to a command, as the person sees it."""
    person = newsroom.guild.people[who]
    interaction = await (await person.slash(newsroom.guild.news_id, command, **options)).finished()
    message = interaction.followups[-1] if interaction.followups else interaction.message
    assert message is not None
    return message


def text_of(message: dict[str, Any]) -> str:
    parts = [message["content"]]
    for embed in message["embeds"]:
        parts += [
            embed.get("author", {}).get("name", ""),
            embed.get("title", ""),
            embed.get("description", ""),
        ]
        parts += [f"{f['name']} {f['value']}" for f in embed.get("fields", [])]
        parts.append(embed.get("footer", {}).get("text", ""))
    return "\n".join(part for part in parts if part)


def ephemeral(message: dict[str, Any]) -> bool:
    return bool(message["flags"] & 64)


async def said(newsroom: Newsroom, person: Person, content: str) -> dict[str, Any]:
    """The bot's answer to a plain message."""
    sent = await person.send(newsroom.guild.news_id, content)

    def answers() -> list[dict[str, Any]]:
        found = person.messages(newsroom.guild.news_id, limit=20)
        return [m for m in found if m.get("message_reference", {}).get("message_id") == sent["id"]]

    await until(answers)
    return answers()[0]


async def test_an_answer_names_its_article_and_link(newsroom: Newsroom) -> None:
    await newsroom.publish("Le Nova S9 en test", text=PHONE)
    message = await run(newsroom, "lea", "ask", question="combien coûte le Nova S9 ?")
    embed = message["embeds"][0]
    assert "649" in embed["description"]
    assert embed["title"] == "Le Nova S9 en test"
    assert embed["url"] == "https://gazette.example/le-nova-s9-en-test"
    assert embed["timestamp"]


async def test_a_readers_comment_is_marked_as_an_opinion(newsroom: Newsroom) -> None:
    article = await newsroom.publish("Le Nova S9 en test", text=PHONE)
    await newsroom.comment(article, "Mon Nova S9 est réactif, je ne regrette pas mon achat.")
    message = await run(newsroom, "lea", "ask", question="que pensent les lecteurs du Nova S9 ?")
    assert "Avis d’un lecteur · commentaire de Zoé" in text_of(message)


@pytest.mark.parametrize(("who", "language"), [("lea", "fr"), ("alex", "en")])
async def test_what_nothing_is_known_about_is_refused_in_the_readers_language(
    newsroom: Newsroom, who: str, language: str
) -> None:
    await newsroom.publish("Le Nova S9 en test", text=PHONE)
    message = await run(newsroom, who, "ask", question="Galaxy S5 autonomie")
    assert message["embeds"][0]["title"] == say(language, "answer-none")


async def test_an_empty_question_is_invited(newsroom: Newsroom) -> None:
    assert "Q10" in text_of(await said(newsroom, newsroom.guild.people["lea"], "!ask"))


async def test_search_lists_articles_with_links(newsroom: Newsroom) -> None:
    await newsroom.publish("Le Nova S9 en test", text=PHONE)
    await newsroom.publish("La liseuse Papyr", text="Une liseuse en couleurs.")
    found = text_of(await run(newsroom, "lea", "search", words="nova"))
    assert "1 résultat" in found
    assert "[Le Nova S9 en test](https://gazette.example/le-nova-s9-en-test)" in found
    assert "Papyr" not in found
    assert "No result" in text_of(await run(newsroom, "alex", "search", words="zeppelin"))


async def test_the_bot_answers_when_mentioned_and_by_prefix(newsroom: Newsroom) -> None:
    await newsroom.publish("Le Nova S9 en test", text=PHONE)
    lea = newsroom.guild.people["lea"]
    me = newsroom.guild.backend.bot_user.id
    assert "649" in text_of(await said(newsroom, lea, f"<@{me}> combien coûte le Nova S9 ?"))
    assert "649" in text_of(await said(newsroom, lea, "!ask combien coûte le Nova S9 ?"))
    assert "résultat" in text_of(await said(newsroom, lea, "!search nova"))


@pytest.mark.parametrize(
    "question",
    [
        "x" * 6000,
        '" OR 1=1 --',
        "NEAR(a b) AND *",
        "((((",
        "🦑🦑🦑",
        "'; DROP TABLE articles;",
        ".*(a+)+$",
        "\u202e",
    ],
)
async def test_no_question_fails(newsroom: Newsroom, question: str) -> None:
    await newsroom.publish("Le Nova S9 en test", text=PHONE)
    message = await run(newsroom, "lea", "ask", question=question)
    assert message["embeds"]
    assert "côté" not in text_of(message)


async def test_a_reader_who_floods_is_slowed_and_the_others_are_not(newsroom: Newsroom) -> None:
    await newsroom.publish("Le Nova S9 en test", text=PHONE)
    answers = [await run(newsroom, "lea", "ask", question="Nova S9 ?") for _ in range(7)]
    assert "Doucement" in text_of(answers[-1])
    assert ephemeral(answers[-1])
    assert "Slow down" not in text_of(await run(newsroom, "alex", "ask", question="Nova S9 price"))


async def test_latest_lists_the_newest_articles(newsroom: Newsroom) -> None:
    await newsroom.publish("Un")
    assert "[Un](https://gazette.example/un)" in text_of(await run(newsroom, "lea", "latest"))


async def test_the_next_question_knows_what_was_stored_corrected_and_withdrawn(newsroom: Newsroom) -> None:
    async def told() -> str:
        return text_of(await run(newsroom, "lea", "ask", question="poids du Kestra K5 ?"))

    article_id = await newsroom.publish("Kestra K5", text="Le Kestra K5 pèse 152 grammes.")
    assert "152 grammes" in await told()
    await newsroom.publish("Kestra K5", text="Le Kestra K5 pèse 160 grammes.")
    assert "160 grammes" in (corrected := await told())
    assert "152 grammes" not in corrected
    async with newsroom.services.database.write() as tx:
        await articles.withdraw(tx, article_id, "gone", newsroom.now)
    assert "grammes" not in await told()


async def test_the_discussion_of_an_article_is_found_while_typing(newsroom: Newsroom) -> None:
    await newsroom.publish("Le Nova S9 en test", text=PHONE)
    await newsroom.publish("La liseuse Papyr")
    await newsroom.settled()
    lea = newsroom.guild.people["lea"]
    offered = await lea.autocomplete(newsroom.guild.news_id, "discussion", "article", "papir")
    assert [choice.title for choice in offered] == ["La liseuse Papyr"]
    message = await run(newsroom, "lea", "discussion", article=offered[0].value)
    assert "<#" in text_of(message)
    assert ephemeral(message)
    assert "n’est pas discuté" in text_of(await run(newsroom, "lea", "discussion", article="zeppelin"))


async def test_status_is_for_managers_and_private(newsroom: Newsroom) -> None:
    message = await run(newsroom, "manager", "status")
    assert ephemeral(message)
    assert "La Gazette" in text_of(message)
    offered = {command.name for command in newsroom.guild.people["lea"].commands(newsroom.guild.news_id)}
    assert "status" not in offered


async def test_a_fault_inside_is_owned_up_to(newsroom: Newsroom) -> None:
    async with newsroom.services.database.write() as tx:
        await tx.run("ALTER TABLE articles RENAME TO gone")
    assert "mal tourné" in text_of(await run(newsroom, "lea", "latest"))


async def test_every_command_and_option_has_a_french_name_and_description(newsroom: Newsroom) -> None:
    everything = list(newsroom.guild.backend.commands[None].values())
    menus = [command for command in everything if command.get("type", 1) != 1]
    commands = [command for command in everything if command not in menus]
    assert (len(commands), len(menus)) == (20, 3)
    assert all((menu["name_localizations"] or {}).get("fr") for menu in menus)
    for thing in [*commands, *(option for c in commands for option in c.get("options", []))]:
        for part in ("name", "description"):
            assert thing[part]
            assert (thing[f"{part}_localizations"] or {}).get("fr"), thing["name"]


# Subscribers


def write_list(folder: Path, *rows: str) -> None:
    lines = ["id,tier,until,status,code", *rows]
    (folder / "subscribers.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")


async def test_linking_gives_the_role_and_tells_so_privately(newsroom: Newsroom, tmp_path: Path) -> None:
    write_list(tmp_path, "r1,integral,,active,ABCD-EFGH-JKLM")
    message = await run(newsroom, "lea", "link", code="abcd efgh jklm")
    assert ephemeral(message)
    assert text_of(message) == "Votre compte Discord est lié. Votre rôle arrive."
    await newsroom.settled()
    lea = newsroom.guild.people["lea"].user_id
    member = newsroom.guild.backend.get_guild(newsroom.guild.id).members[lea]
    assert member.role_ids == [newsroom.guild.role_ids["integral"]]
    shown = text_of(await run(newsroom, "lea", "subscription"))
    assert "La Gazette · integral" in shown
    assert "sans date de fin" in shown
    assert f"Rôle\u00a0: <@&{newsroom.guild.role_ids['integral']}>" in shown
    assert "https://gazette.example/account" in shown


async def test_unlinking_takes_the_role_back(newsroom: Newsroom, tmp_path: Path) -> None:
    write_list(tmp_path, "r1,integral,,active,ABCDEFGHJKLM")
    await run(newsroom, "lea", "link", code="ABCDEFGHJKLM")
    await newsroom.settled()
    assert "n’est plus lié" in text_of(await run(newsroom, "lea", "unlink"))
    await newsroom.settled()
    lea = newsroom.guild.people["lea"].user_id
    assert newsroom.guild.backend.get_guild(newsroom.guild.id).members[lea].role_ids == []
    assert "n’est lié à aucun" in text_of(await run(newsroom, "lea", "unlink"))


async def test_a_wrong_code_and_too_many_of_them(newsroom: Newsroom, tmp_path: Path) -> None:
    write_list(tmp_path, "r1,integral,,active,ABCDEFGHJKLM")
    for _ in range(5):
        assert "n’est pas valable" in text_of(await run(newsroom, "lea", "link", code="WRONGWRONG22"))
    assert "Trop de codes" in text_of(await run(newsroom, "lea", "link", code="ABCDEFGHJKLM"))


async def test_a_subscription_is_linked_to_one_account(newsroom: Newsroom, tmp_path: Path) -> None:
    write_list(tmp_path, "r1,integral,,active,ABCDEFGHJKLM")
    await run(newsroom, "lea", "link", code="ABCDEFGHJKLM")
    write_list(tmp_path, "r1,integral,,active,NPQRSTVWXYZ2")
    assert "already linked" in text_of(await run(newsroom, "alex", "link", code="NPQRSTVWXYZ2"))


@pytest.mark.parametrize(
    ("row", "why"),
    [
        ("r1,integral,2020-01-01,active,ABCDEFGHJKLM", "l’abonnement est terminé"),
        ("r1,mecene,,active,ABCDEFGHJKLM", "cette formule n’en donne pas"),
    ],
)
async def test_subscription_says_why_there_is_no_role(
    newsroom: Newsroom, tmp_path: Path, row: str, why: str
) -> None:
    write_list(tmp_path, row, "r2,integral,,active,")
    await run(newsroom, "lea", "link", code="ABCDEFGHJKLM")
    assert why in text_of(await run(newsroom, "lea", "subscription"))


async def test_without_a_link_subscription_says_what_to_do(newsroom: Newsroom) -> None:
    assert "/link" in text_of(await run(newsroom, "alex", "subscription"))


async def test_a_broken_or_empty_list_takes_no_role(newsroom: Newsroom, tmp_path: Path) -> None:
    write_list(tmp_path, "r1,integral,,active,ABCDEFGHJKLM")
    await run(newsroom, "lea", "link", code="ABCDEFGHJKLM")
    await newsroom.settled()
    for text in ("", "id,tier\n", "name,level\nr1,x\n", "id,tier\nr1", "\xff\xfe"):
        (tmp_path / "subscribers.csv").write_text(text, encoding="latin-1")
        later = datetime.now(UTC) + timedelta(days=1)
        report = await newsroom.services.subscribers.refresh("La Gazette", later)
        assert not report.known
    newsroom.client.courier.wake()
    await newsroom.settled()
    lea = newsroom.guild.people["lea"].user_id
    member = newsroom.guild.backend.get_guild(newsroom.guild.id).members[lea]
    assert member.role_ids == [newsroom.guild.role_ids["integral"]]
