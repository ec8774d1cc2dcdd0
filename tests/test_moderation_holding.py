"""What the rules hold waits for a moderator with two buttons, in either direction."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

from bot.client import Client
from tests.moderated import Desk, eventually, moderated
from tests.stage import TOKEN
from tests.wire_world import until

WORDS: dict[str, Any] = {"words": ["casino", "arnaqu*"]}


def buttons(message: dict[str, Any]) -> list[str]:
    return [b["label"] for row in message["components"] for b in row["components"]]


def signs(desk: Desk, message: int) -> list[str]:
    found = desk.room.guild.people["manager"].message(desk.thread, message)
    return [reaction["emoji"]["name"] for reaction in (found or {}).get("reactions", [])]


# From the site


async def test_a_comment_with_a_listed_word_waits_and_is_let_through(tmp_path: Path) -> None:
    async with moderated(tmp_path, rules=WORDS) as desk:
        desk.site.says("Un avis")
        desk.site.says("Venez au CASINO")
        await desk.exchange()
        assert desk.said() == ["Un avis"]
        (asked,) = desk.asked()
        assert buttons(asked) == ["Approuver", "Refuser"]
        assert "«\u00a0casino\u00a0»" in asked["embeds"][0]["title"]
        assert asked["embeds"][0]["description"] == "Venez au CASINO"
        assert "passe de l’autre côté" in await desk.press("approve")
        assert desk.said() == ["Un avis", "Venez au CASINO"]
        (asked,) = desk.asked()
        assert buttons(asked) == []
        assert "manager" in str(asked["embeds"][0]["fields"])
        assert await desk.history() == ["held by words", "released by manager"]
        # What was approved of is not held again, and what it becomes is.
        await desk.exchange()
        desk.site.comments[2]["content"]["rendered"] = "<p>Venez au casino, une arnaque</p>"
        await desk.exchange()
        assert desk.said() == ["Un avis"]
        assert [buttons(asked) for asked in desk.asked()] == [["Approuver", "Refuser"]]


async def test_a_rejected_comment_goes_from_the_site_too(tmp_path: Path) -> None:
    async with moderated(tmp_path, rules=WORDS) as desk:
        desk.site.says("Venez au casino")
        await desk.exchange()
        assert desk.public() == ["Venez au casino"]
        assert "des deux côtés" in await desk.press("reject")
        for _ in range(2):
            await desk.exchange()
            assert (desk.said(), desk.public()) == ([], [])
        assert await desk.history() == ["held by words", "rejected by manager"]


async def test_an_edit_that_brings_a_listed_word_takes_the_comment_back(tmp_path: Path) -> None:
    async with moderated(tmp_path, rules=WORDS) as desk:
        desk.site.says("Un avis")
        await desk.exchange()
        desk.site.comments[1]["content"]["rendered"] = "<p>Une arnaque</p>"
        await desk.exchange()
        assert desk.said() == []
        assert len(desk.asked()) == 1
        # What waits is shown as it is now.
        desk.site.comments[1]["content"]["rendered"] = "<p>Une arnaque, vraiment</p>"
        await desk.exchange()
        assert [m["embeds"][0]["description"] for m in desk.asked()] == ["Une arnaque, vraiment"]
        await desk.press("approve")
        assert desk.said() == ["Une arnaque, vraiment"]


async def test_a_listed_word_in_a_name_waits_and_nobody_in_particular_is_always_new(tmp_path: Path) -> None:
    rules = WORDS | {"newcomers": {"comments": 1}, "slow": {"comments": 1, "minutes": 60}}
    async with moderated(tmp_path, rules=rules) as desk:
        desk.site.says("Bonjour", "Casino Bonus")
        desk.site.says("Bonjour", "")
        desk.site.says("Bonsoir", "")
        desk.site.says("www.spam.example", "")
        await desk.exchange()
        assert desk.said() == ["Bonjour", "Bonsoir"]
        assert len(desk.asked()) == 2


async def test_a_newcomers_link_waits_until_they_are_known(tmp_path: Path) -> None:
    async with moderated(tmp_path, rules={"newcomers": {"comments": 2}}) as desk:
        desk.site.says("Bonjour", ago=9)
        desk.site.says("https://spam.example/x", ago=8)
        desk.site.says(f"{desk.site.url}/8/ en parle aussi", ago=7)
        await desk.exchange()
        assert len(desk.asked()) == 1
        assert "spam.example" not in str(desk.said())
        desk.site.says("https://autre.example/x", ago=6)
        await desk.exchange()
        assert "autre.example" in str(desk.said())


async def test_slow_mode_lets_so_many_through_and_no_old_ones_wait(tmp_path: Path) -> None:
    async with moderated(tmp_path, rules={"slow": {"comments": 2, "minutes": 10}}) as desk:
        for number in range(3):
            desk.site.says(f"Vieux {number}", "Ada", ago=5_000)
            desk.site.says(f"Neuf {number}", "Zoé", ago=5 - number)
        desk.site.says("Une autre voix", "Ève")
        await desk.exchange()
        assert sorted(desk.said()) == [
            "Neuf 0", "Neuf 1", "Une autre voix", "Vieux 0", "Vieux 1", "Vieux 2",
        ]  # fmt: skip
        (asked,) = desk.asked()
        assert "n° 3" in asked["embeds"][0]["title"]


async def test_what_goes_from_the_site_by_itself_leaves_nothing_to_decide(tmp_path: Path) -> None:
    async with moderated(tmp_path, rules=WORDS) as desk:
        desk.site.says("Venez au casino")
        await desk.exchange()
        before = desk.asked()[0]
        button = before["components"][0]["components"][0]["custom_id"]
        desk.site.comments[1]["status"] = "trash"
        await desk.exchange()
        (asked,) = desk.asked()
        assert buttons(asked) == []
        assert "Disparu" in str(asked["embeds"][0]["fields"])
        assert button.startswith("review:")


# From Discord


async def test_a_readers_message_waits_and_is_brought_to_the_site(tmp_path: Path) -> None:
    async with moderated(tmp_path, rules=WORDS) as desk:
        message = await desk.say("Une vraie arnaque")
        await desk.exchange()
        assert (desk.said(), desk.public(), signs(desk, message)) == (["Une vraie arnaque"], [], ["⏳"])
        assert buttons(desk.asked()[0]) == ["Approuver", "Refuser"]
        await desk.press("approve")
        await desk.exchange()
        await desk.exchange()
        assert desk.public() == ["Une vraie arnaque"]
        assert desk.said() == ["Une vraie arnaque"]
        assert signs(desk, message) == ["✅"]


async def test_a_rejected_message_goes_and_its_author_is_told(tmp_path: Path) -> None:
    async with moderated(tmp_path, rules=WORDS) as desk:
        await desk.say("Une vraie arnaque")
        await desk.settled()
        await desk.press("reject")
        await desk.exchange()
        await desk.exchange()
        assert (desk.said(), desk.public(), desk.site.written) == ([], [], 0)
        assert "n’a pas accepté" in desk.room.guild.people["lea"].letters()[-1]["content"]


async def test_an_edit_does_not_slip_past_the_words(tmp_path: Path) -> None:
    async with moderated(tmp_path, rules=WORDS) as desk:
        message = await desk.say("Un avis")
        await desk.exchange()
        await desk.room.guild.people["lea"].edit(desk.thread, message, "Une arnaque")
        await eventually_asked(desk)
        await desk.exchange()
        assert desk.public() == ["Un avis"]
        await desk.press("approve")
        await desk.exchange()
        assert desk.public() == ["Une arnaque"]


async def eventually_asked(desk: Desk) -> None:
    async def asked() -> bool:
        await desk.settled()
        return bool(desk.asked())

    await eventually(asked)


async def test_a_young_accounts_link_and_a_fast_writer_wait(tmp_path: Path) -> None:
    rules = {"newcomers": {"comments": 0, "days": 9}, "slow": {"comments": 2, "minutes": 10}}
    async with moderated(tmp_path, rules=rules) as desk:
        await desk.say("Voyez https://spam.example")
        await desk.say("Sans lien")
        await desk.say("Encore")
        await desk.exchange()
        await desk.exchange()
        assert desk.public() == ["Sans lien"]
        titles = [m["embeds"][0]["title"] for m in desk.asked()]
        assert ["nouveau venu" in title for title in titles] == [True, False]


async def test_a_message_that_its_author_deletes_leaves_nothing_to_decide(tmp_path: Path) -> None:
    async with moderated(tmp_path, rules=WORDS) as desk:
        message = await desk.say("Une arnaque")
        await desk.settled()
        await desk.room.guild.people["lea"].delete(desk.thread, message)

        async def over() -> bool:
            await desk.settled()
            return "Disparu" in str(desk.asked()[0]["embeds"])

        await eventually(over)
        await desk.exchange()
        assert desk.site.written == 0


# Two buttons


async def test_of_two_moderators_who_press_at_once_one_decides(tmp_path: Path) -> None:
    async with moderated(tmp_path, rules=WORDS) as desk:
        desk.site.says("Venez au casino")
        await desk.exchange()
        message = desk.asked()[0]
        approve, reject = [b["custom_id"] for b in message["components"][0]["components"]]
        number = int(message["id"])
        heard = await asyncio.gather(
            desk.press_id(number, approve), desk.press_id(number, reject, who="owner")
        )
        assert sum("déjà décidé" in text for text in heard) == 1
        await desk.exchange()
        assert len(await desk.history()) == 2
        assert desk.said() == desk.public()


async def test_who_may_not_moderate_decides_nothing(tmp_path: Path) -> None:
    async with moderated(tmp_path, rules=WORDS) as desk:
        desk.site.says("Venez au casino")
        await desk.exchange()
        assert "Gérer les messages" in await desk.press("approve", who="lea")
        assert desk.said() == []
        assert buttons(desk.asked()[0]) == ["Approuver", "Refuser"]


async def test_the_buttons_outlast_the_bots_connection(tmp_path: Path) -> None:
    async with moderated(tmp_path, rules=WORDS) as desk:
        desk.site.says("Venez au casino")
        await desk.exchange()
        await desk.room.client.close()
        again = Client(desk.room.services, asyncio.Event(), patience=0.05)
        task = asyncio.create_task(again.start(TOKEN))
        await until(lambda: again.is_ready() or task.done())
        desk.room.client = again
        try:
            assert "passe de l’autre côté" in await desk.press("approve")
            assert desk.said() == ["Venez au casino"]
        finally:
            await again.close()
            await asyncio.gather(task, return_exceptions=True)


async def test_what_a_moderator_holds_waits_with_two_buttons_too(tmp_path: Path) -> None:
    async with moderated(tmp_path) as desk:
        desk.site.says("À vérifier")
        await desk.exchange()
        await desk.command("hold", link=str(desk.card("À vérifier")), reason="sources ?")
        assert "sources ?" in desk.asked()[0]["embeds"][0]["title"]
        assert desk.asked()[0]["embeds"][0]["description"] == "À vérifier"
        await desk.press("approve")
        await desk.exchange()
        assert (desk.said(), desk.public()) == (["À vérifier"], ["À vérifier"])


async def test_a_decision_while_the_site_is_away_is_owed(tmp_path: Path) -> None:
    async with moderated(tmp_path, rules=WORDS) as desk:
        desk.site.says("Venez au casino")
        await desk.exchange()
        desk.site.down = True
        await desk.press("reject")
        assert await desk.owed()
        desk.site.down = False

        async def told() -> bool:
            await desk.exchange()
            return not await desk.owed()

        await eventually(told)
        assert (desk.said(), desk.public()) == ([], [])
