"""Threads that close on one side are locked on the other, and muted people are not mirrored."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from storage import comments, mutes, writings
from tests.moderated import Desk, eventually, moderated


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Desk]:
    async with moderated(tmp_path) as desk:
        await desk.look()
        yield desk


def is_locked(desk: Desk) -> bool:
    meta = desk.room.guild.backend.get_channel(desk.thread).thread_metadata
    return meta is not None and meta.locked


async def turned_by_hand(desk: Desk, *, locked: bool) -> None:
    before = len(await desk.history())
    desk.room.guild.backend.edit_channel(desk.thread, {}, thread_metadata={"locked": locked})

    async def noted() -> bool:
        return len(await desk.history()) > before

    await eventually(noted)


# Locks


async def test_a_lock_closes_the_comments_on_both_sides_with_one_line(desk: Desk) -> None:
    assert "Le site a fait de même" in await desk.command("lock", reason="hors sujet")
    assert (is_locked(desk), desk.site.commenting) == (True, "closed")
    assert desk.said() == ["🔒 Les commentaires sont clos"]
    await desk.look()
    assert desk.said() == ["🔒 Les commentaires sont clos"]
    assert "déjà le cas" in await desk.command("lock")
    await desk.command("unlock")
    await desk.look()
    assert (is_locked(desk), desk.site.commenting) == (False, "open")
    assert desk.said() == ["🔒 Les commentaires sont clos", "🔓 Les commentaires sont rouverts"]
    assert await desk.history() == ["locked by manager", "unlocked by manager"]


async def test_comments_closed_on_the_site_lock_the_thread_until_they_open_again(desk: Desk) -> None:
    desk.site.turn("closed")
    await desk.look()
    assert is_locked(desk)
    desk.site.turn("open")
    await desk.look()
    assert not is_locked(desk)
    assert len(desk.said()) == 2
    assert await desk.history() == ["locked by site", "unlocked by site"]


async def test_what_came_while_the_thread_was_locked_follows_its_opening(desk: Desk) -> None:
    await desk.command("lock")
    await desk.look()
    desk.site.says("Encore un mot")
    await desk.exchange()
    assert desk.said() == ["🔒 Les commentaires sont clos"]
    await desk.command("unlock")
    await desk.look()

    async def followed() -> bool:
        return len(desk.said()) == 3

    await eventually(followed)
    assert desk.said() == [
        "🔒 Les commentaires sont clos",
        "🔓 Les commentaires sont rouverts",
        "Encore un mot",
    ]


async def test_a_thread_locked_by_hand_closes_the_comments_of_the_site(desk: Desk) -> None:
    await turned_by_hand(desk, locked=True)
    await desk.exchange()
    assert desk.site.commenting == "closed"
    assert desk.said() == []
    await turned_by_hand(desk, locked=False)
    await desk.exchange()
    await desk.look()
    assert (is_locked(desk), desk.site.commenting) == (False, "open")
    assert await desk.history() == ["locked by discord", "unlocked by discord"]


async def test_a_lock_is_owed_while_the_site_is_away_and_is_not_undone_by_what_it_said_before(
    desk: Desk,
) -> None:
    desk.site.down = True
    assert "je continue d’essayer" in await desk.command("lock")
    assert is_locked(desk)
    desk.site.down = False
    desk.site.modified = "2026-03-02T13:00:00"
    await desk.look()
    assert is_locked(desk)

    async def told() -> bool:
        await desk.exchange()
        return not await desk.owed()

    await eventually(told)
    assert desk.site.commenting == "closed"


async def test_an_article_that_nobody_may_comment_from_the_start_can_be_discussed_on_discord(
    desk: Desk,
) -> None:
    desk.site.posts.append(8)
    desk.site.turn("closed")
    await desk.look()
    backend = desk.room.guild.backend
    threads = [backend.get_channel(each) for each in backend.get_guild(desk.room.guild.id).thread_ids]
    locked = {t.name: t.thread_metadata.locked for t in threads if t.thread_metadata}
    assert locked == {"Le Nova S9": True, "Le Nova S10": False}


async def test_a_thread_on_a_site_that_takes_no_decisions_is_locked_alone(tmp_path: Path) -> None:
    async with moderated(tmp_path, writing=False) as desk:
        await desk.look()
        assert "aucune décision" in await desk.command("lock")
        desk.site.modified = "2026-03-02T13:00:00"
        await desk.look()
        assert (is_locked(desk), desk.site.commenting) == (True, "open")


async def test_who_may_not_manage_threads_locks_nothing(desk: Desk) -> None:
    for registered in desk.room.guild.backend.commands[None].values():
        registered["default_member_permissions"] = None
    assert "Gérer les fils" in await desk.command("lock", by="lea")
    assert (is_locked(desk), desk.site.commenting) == (False, "open")


# Mutes


async def test_a_muted_authors_new_comments_stay_on_the_site(desk: Desk) -> None:
    desk.site.says("Premier mot", "Zoé")
    await desk.exchange()
    heard = await desk.command("mute", link=str(desk.card("Premier mot")), reason="insultes")
    assert "Zoé" in heard
    assert "restent sur le site" in heard
    desk.site.says("Deuxième mot", "ZOÉ")
    desk.site.says("Autre voix", "Ada")
    await desk.exchange()
    assert desk.said() == ["Premier mot", "Autre voix"]
    assert len(await comments.of_article(desk.room.services.database, desk.article)) == 3
    assert "Zoé" in await desk.command("mutes")
    # The site takes it away and gives it back: that is no end of the mute.
    for status in ("hold", "approved"):
        desk.site.comments[2]["status"] = status
        await desk.exchange()
    assert desk.said() == ["Premier mot", "Autre voix"]
    (muted,) = await mutes.every(desk.room.services.database, datetime.now(UTC))
    assert "n’est plus en sourdine" in await desk.command("unmute", who=str(muted.id))
    desk.site.says("Troisième mot", "Zoé")
    await desk.exchange()
    assert desk.said() == ["Premier mot", "Autre voix", "Troisième mot"]
    assert "mis en sourdine" in await desk.command("history", link=f"{desk.site.url}/7/#comment-1")


async def test_what_is_withheld_from_discord_is_no_answer_there(desk: Desk) -> None:
    desk.site.says("Le Nova S9 chauffe beaucoup pendant la charge rapide.", "Zoé")
    desk.site.says("Le Nova S9 ne chauffe jamais chez moi, charge rapide comprise.", "Ada")
    await desk.exchange()
    asked = "le Nova S9 chauffe pendant la charge rapide ?"
    assert "beaucoup" in str(await desk.room.services.answers.ask(asked, datetime.now(UTC)))
    await desk.command("hold", link=str(desk.card("beaucoup")))
    await desk.room.services.answers.index.catch_up()
    assert "beaucoup" not in str(await desk.room.services.answers.ask(asked, datetime.now(UTC)))


async def test_a_muted_members_messages_stay_on_discord_and_they_are_told(desk: Desk) -> None:
    lea = desk.room.guild.people["lea"]
    assert "Discord" in await desk.command("mute", member=lea.user_id)
    message = await desk.say("Pas pour le site")
    await desk.exchange()
    await desk.exchange()
    assert (desk.said(), desk.public()) == (["Pas pour le site"], [])
    assert "la modération ne transmet pas" in lea.letters()[-1]["content"]
    # An edit does not free it; what comes after the end of the mute goes.
    await lea.edit(desk.thread, message, "Toujours pas")
    (muted,) = await mutes.every(desk.room.services.database, datetime.now(UTC))
    await desk.command("unmute", who=str(muted.id))
    await desk.say("Pour le site")
    await desk.exchange()
    await desk.exchange()
    assert desk.public() == ["Pour le site"]
    kept = await writings.by_message(desk.room.services.database, message)
    assert kept is not None
    assert kept.state == "muted"


async def test_a_mute_for_a_time_ends_by_itself(desk: Desk) -> None:
    lea = desk.room.guild.people["lea"]
    assert "<t:" in await desk.command("mute", member=lea.user_id, **{"for": "hour"})
    database, now = desk.room.services.database, datetime.now(UTC)
    assert await mutes.of_member(database, desk.room.guild.id, lea.user_id, now) is not None
    later = now + timedelta(hours=1, seconds=5)
    assert await mutes.of_member(database, desk.room.guild.id, lea.user_id, later) is None
    assert await mutes.every(database, later) == []


async def test_those_who_are_muted_are_offered_for_unmuting(desk: Desk) -> None:
    lea, manager = desk.room.guild.people["lea"], desk.room.guild.people["manager"]
    await desk.command("mute", member=lea.user_id)
    offered = await manager.autocomplete(desk.thread, "comment unmute", "who", "le")
    assert [choice.title for choice in offered] == ["lea · membre de Discord"]
    assert "Personne de ce nom" in await desk.command("unmute", who="12")
    assert "Dites qui" in await desk.command("mute")
