"""Moderation, once for both sides: each decision acts on Discord and on the site, by those who may."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from simcord.backend import permissions

from storage import ledger, writings
from storage.records_moderation import Act, Entry, Side
from tests.moderated import Desk, eventually, moderated

_MESSAGE_DELETE = 72


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Desk]:
    async with moderated(tmp_path) as desk:
        yield desk


# Delete, hold, approve


async def test_a_deleted_comment_goes_from_both_sides_and_stays_away(desk: Desk) -> None:
    desk.site.says("Du spam")
    desk.site.says("Une remarque")
    await desk.exchange()
    link = f"https://discord.com/channels/{desk.room.guild.id}/{desk.thread}/{desk.card('Du spam')}"
    heard = await desk.command("delete", link=link, reason="publicité")
    assert "Supprimé sur Discord." in heard
    assert "Le site a fait de même." in heard
    for _ in range(2):
        await desk.exchange()
        assert desk.said() == ["Une remarque"]
        assert desk.public() == ["Une remarque"]
    assert desk.site.comments[1]["status"] == "trash"
    assert await desk.history() == ["deleted by manager"]


async def test_a_held_comment_comes_back_on_both_sides_when_it_is_approved(desk: Desk) -> None:
    desk.site.says("À vérifier")
    await desk.exchange()
    link = str(desk.card("À vérifier"))
    assert "Retenu" in await desk.command("hold", link=link)
    await desk.exchange()
    assert (desk.said(), desk.public()) == ([], [])
    assert desk.site.comments[1]["status"] == "hold"
    # Its message is gone, and its link still means the comment.
    assert "Approuvé" in await desk.command("approve", link=link)
    await desk.exchange()
    assert (desk.said(), desk.public()) == (["À vérifier"], ["À vérifier"])
    await desk.exchange()
    assert desk.said() == ["À vérifier"]
    assert await desk.history() == ["held by manager", "approved by manager"]


async def test_the_same_decision_twice_is_one(desk: Desk) -> None:
    desk.site.says("Du spam")
    await desk.exchange()
    link = str(desk.card("Du spam"))
    for _ in range(2):
        assert "Le site a fait de même" in await desk.command("delete", link=link)
    assert await desk.history() == ["deleted by manager"]


async def test_the_link_of_a_card_that_is_gone_means_its_comment_whoever_took_it_away(desk: Desk) -> None:
    desk.site.says("Un mot")
    await desk.exchange()
    link = str(desk.card("Un mot"))
    desk.site.comments[1]["status"] = "hold"
    await desk.exchange()
    assert "Approuvé" in await desk.command("approve", link=link)
    await desk.exchange()
    assert (desk.said(), desk.public()) == (["Un mot"], ["Un mot"])
    await desk.command("hold", link=f"{desk.site.url}/7/#comment-1")
    await desk.exchange()
    assert "retenu" in await desk.command("history", link=link)


async def test_a_comment_is_named_by_its_address_on_the_site_too(desk: Desk) -> None:
    desk.site.says("Du spam")
    await desk.exchange()
    assert "Supprimé" in await desk.command("delete", link=f"{desk.site.url}/7/#comment-1")
    await desk.exchange()
    assert (desk.said(), desk.public()) == ([], [])


async def test_a_readers_own_message_is_deleted_on_both_sides(desk: Desk) -> None:
    message = await desk.say("Mes excuses d’avance")
    await desk.exchange()
    assert desk.public() == ["Mes excuses d’avance"]
    await desk.command("delete", link=str(message))
    for _ in range(2):
        await desk.exchange()
        assert (desk.said(), desk.public()) == ([], [])


async def test_a_readers_own_message_that_was_held_comes_back_as_a_card(desk: Desk) -> None:
    message = await desk.say("Bonjour")
    await desk.exchange()
    await desk.command("hold", link=str(message))
    await desk.exchange()
    assert (desk.said(), desk.site.comments[1]["status"]) == ([], "hold")
    await desk.command("approve", link=str(message))
    await desk.exchange()
    await desk.exchange()
    assert (desk.said(), desk.public()) == (["Bonjour"], ["Bonjour"])
    assert desk.site.written == 1


async def test_what_the_site_itself_holds_is_approved_from_discord(desk: Desk) -> None:
    desk.site.status = "hold"
    message = await desk.say("Première fois ici")
    await desk.exchange()
    assert desk.public() == []
    assert "Le site a fait de même" in await desk.command("approve", link=str(message))
    await desk.exchange()
    assert (desk.said(), desk.public()) == (["Première fois ici"], ["Première fois ici"])


async def test_what_is_deleted_before_the_site_has_it_never_gets_there(desk: Desk) -> None:
    desk.site.down = True
    message = await desk.say("Trop vite")
    await desk.exchange()
    await desk.command("delete", link=str(message))
    desk.site.down = False
    await desk.exchange()
    assert (desk.said(), desk.public(), desk.site.written) == ([], [], 0)


async def test_there_is_nothing_to_approve_in_what_everybody_sees(desk: Desk) -> None:
    desk.site.says("Une remarque")
    await desk.exchange()
    assert "déjà le cas" in await desk.command("approve", link=str(desk.card("Une remarque")))
    assert await desk.history() == []


# On the site


async def test_what_the_site_takes_away_and_gives_back_follows_and_is_written_down(desk: Desk) -> None:
    desk.site.says("Un mot")
    await desk.exchange()
    for status in ("hold", "approved", "spam", "approved", "trash", "approved"):
        desk.site.comments[1]["status"] = status
        await desk.exchange()
        assert desk.said() == desk.public()
    assert await desk.history() == ["deleted by site", "restored by site"] * 3


async def test_what_a_moderator_deleted_on_discord_comes_back_when_the_site_restores_it(desk: Desk) -> None:
    desk.site.says("Un mot")
    await desk.exchange()
    await desk.command("delete", link=str(desk.card("Un mot")))
    await desk.exchange()
    desk.site.comments[1]["status"] = "approved"
    await desk.exchange()
    assert desk.said() == ["Un mot"]
    assert await desk.history() == ["deleted by manager", "restored by site"]


async def test_a_site_that_holds_a_readers_message_keeps_it_held_and_does_not_bin_it(desk: Desk) -> None:
    await desk.say("Bonjour")
    await desk.exchange()
    desk.site.comments[1]["status"] = "hold"
    await desk.exchange()
    assert desk.said() == []
    await desk.exchange()
    assert desk.site.comments[1]["status"] == "hold"
    desk.site.comments[1]["status"] = "approved"
    await desk.exchange()
    assert desk.said() == ["Bonjour"]


# When the site is away, refuses, or takes nothing


async def test_while_the_site_is_away_its_part_is_owed_and_said_so(desk: Desk) -> None:
    desk.site.says("Du spam")
    await desk.exchange()
    desk.site.down = True
    assert "je continue d’essayer" in await desk.command("delete", link=str(desk.card("Du spam")))
    assert desk.said() == []
    assert await desk.owed()
    desk.site.down = False
    # An edit on the site meanwhile does not bring it back.
    desk.site.comments[1]["content"]["rendered"] = "<p>Du spam corrigé</p>"
    async with desk.room.services.outbox.turn(desk.source.name):
        await desk.room.services.comments.read(desk.source, datetime.now(UTC))
    await desk.settled()
    assert desk.said() == []

    async def told() -> bool:
        await desk.exchange()
        return not await desk.owed()

    await eventually(told)
    assert (desk.said(), desk.public()) == ([], [])


async def test_a_site_that_takes_no_decisions_is_named_and_discord_follows_alone(tmp_path: Path) -> None:
    async with moderated(tmp_path, writing=False) as desk:
        desk.site.says("Du spam")
        await desk.exchange()
        link = str(desk.card("Du spam"))
        assert "aucune décision" in await desk.command("hold", link=link)
        await desk.exchange()
        assert (desk.said(), desk.public()) == ([], ["Du spam"])
        await desk.command("approve", link=link)
        assert desk.said() == ["Du spam"]


async def test_a_refusal_is_said_and_written_down(desk: Desk) -> None:
    desk.site.says("Du spam")
    await desk.exchange()
    link = str(desk.card("Du spam"))
    del desk.site.comments[1]
    heard = await desk.command("hold", link=link)
    assert "Le site refuse" in heard
    assert await desk.history() == ["held by manager", "refused by site"]


# By those who may


@pytest.mark.parametrize("command", ["delete", "hold", "approve", "history"])
async def test_nobody_else_may(desk: Desk, command: str) -> None:
    desk.site.says("Un mot")
    await desk.exchange()
    link = str(desk.card("Un mot"))
    offered = {c.name for c in desk.room.guild.people["lea"].commands(desk.thread)}
    assert "comment" not in offered
    # The server's owner opened the command to everybody: the bot still asks.
    guild = desk.room.guild
    for registered in guild.backend.commands[None].values():
        registered["default_member_permissions"] = None
    assert "Gérer les messages" in await desk.command(command, by="lea", link=link)
    assert (desk.said(), desk.public()) == (["Un mot"], ["Un mot"])


async def test_a_role_of_the_settings_may(desk: Desk) -> None:
    desk.site.says("Un mot")
    await desk.exchange()
    guild = desk.room.guild
    for registered in guild.backend.commands[None].values():
        registered["default_member_permissions"] = None
    guild.backend.add_member_role(guild.id, guild.people["lea"].user_id, guild.role_ids["decouverte"])
    assert "Supprimé" in await desk.command("delete", by="lea", link=str(desk.card("Un mot")))


async def test_another_servers_moderators_do_not_decide_for_the_site(tmp_path: Path) -> None:
    async with moderated(tmp_path, rules={"guild": 10**17}) as desk:
        desk.site.says("Un mot")
        await desk.exchange()
        assert "autre serveur" in await desk.command("delete", link=str(desk.card("Un mot")))
        assert (desk.said(), desk.public()) == (["Un mot"], ["Un mot"])


# By hand


async def delete_by_hand(desk: Desk, text: str) -> None:
    message = desk.card(text)
    await desk.room.guild.people["manager"].delete(desk.thread, message)

    async def noted() -> bool:
        return bool(await desk.history())

    await eventually(noted)


async def test_a_card_deleted_by_hand_goes_from_the_site_too(desk: Desk) -> None:
    desk.site.says("Du spam")
    await desk.exchange()
    await delete_by_hand(desk, "Du spam")
    for _ in range(2):
        await desk.exchange()
        assert (desk.said(), desk.public()) == ([], [])
    assert await desk.history() == ["deleted by discord"]


async def test_where_the_settings_say_so_only_discord_loses_what_is_deleted_by_hand(tmp_path: Path) -> None:
    async with moderated(tmp_path, rules={"deletions": "discord"}) as desk:
        desk.site.says("Du spam")
        await desk.exchange()
        link = desk.card("Du spam")
        await delete_by_hand(desk, "Du spam")
        desk.site.comments[1]["content"]["rendered"] = "<p>Du spam corrigé</p>"
        await desk.exchange()
        assert (desk.said(), desk.public()) == ([], ["Du spam"])
        await desk.command("approve", link=str(link))
        assert desk.said() == ["Du spam corrigé"]


async def test_the_audit_log_tells_who_deleted_by_hand(desk: Desk) -> None:
    guild, manager = desk.room.guild, desk.room.guild.people["manager"]
    may = int(guild.backend.get_guild(guild.id).roles[guild.bot_role_id].permissions)
    wanted = may | permissions.flag("view_audit_log")
    guild.backend.edit_role(guild.id, guild.bot_role_id, {"permissions": wanted})
    desk.site.says("Du spam")
    await desk.exchange()
    guild.backend.record_audit_log(
        guild.id,
        _MESSAGE_DELETE,
        target_id=guild.backend.bot_user.id,
        user_id=manager.user_id,
        options={"channel_id": str(desk.thread), "count": "1"},
    )
    await delete_by_hand(desk, "Du spam")
    assert await desk.history() == ["deleted by manager"]


async def test_a_message_that_shows_several_comments_is_no_word_about_each(desk: Desk) -> None:
    for number in range(12):
        desk.site.says(f"Remarque {number}")
    await desk.exchange()
    await delete_by_hand(desk, "Remarque 3")
    await desk.exchange()
    assert len(desk.public()) == 12
    assert "Remarque 3" not in str(desk.said())


async def test_a_reader_who_deletes_their_own_message_is_no_case_for_the_ledger(desk: Desk) -> None:
    message = await desk.say("Je retire")
    await desk.exchange()
    await desk.room.guild.people["lea"].delete(desk.thread, message)

    async def gone() -> bool:
        known = await writings.by_message(desk.room.services.database, message)
        return known is not None and known.wanted is None

    await eventually(gone)
    await desk.exchange()
    await desk.exchange()
    assert (desk.said(), desk.public(), await desk.history()) == ([], [], [])
    assert "à lui d’en décider" in await desk.command("approve", link=str(message))
    assert desk.site.comments[1]["status"] == "trash"


# The ledger


async def test_history_shows_who_did_what_and_why(desk: Desk) -> None:
    desk.site.says("Un mot")
    await desk.exchange()
    link = str(desk.card("Un mot"))
    await desk.command("hold", link=link, reason="à vérifier")
    shown = await desk.command("history", link=link)
    manager = desk.room.guild.people["manager"].user_id
    assert "Commentaire de Zoé sous «\u00a0Le Nova S9\u00a0»" in shown
    assert f"**retenu** · <@{manager}> (manager) · Zoé · «\u00a0à vérifier\u00a0»" in shown
    assert "retenu" in await desk.command("history")
    assert "Rien n’a été fait" in await desk.command("history", member=desk.room.guild.people["lea"].user_id)


async def test_the_ledger_can_only_grow(desk: Desk) -> None:
    database = desk.room.services.database
    async with database.write() as tx:
        await ledger.add(tx, Entry(Act.HELD, Side.SITE, datetime.now(UTC)))
    for statement in ("UPDATE ledger SET reason = 'x'", "DELETE FROM ledger"):
        with pytest.raises(Exception, match="only grows"):
            async with database.write() as tx:
                await tx.run(statement)


async def test_the_menu_on_a_message_offers_everything(desk: Desk) -> None:
    desk.site.says("Du spam")
    await desk.exchange()
    manager = desk.room.guild.people["manager"]
    opened = await (
        await manager.context_menu(desk.thread, "Modérer", message_id=desk.card("Du spam"))
    ).finished()
    pressed = await (await opened.click("moderate-delete")).finished()
    assert pressed.message is not None
    assert "Supprimé" in pressed.message["content"]
    await desk.exchange()
    assert (desk.said(), desk.public()) == ([], [])
