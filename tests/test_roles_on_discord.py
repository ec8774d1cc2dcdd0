"""Roles on Discord: what the wire shows when something stands in the way."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import discord
import pytest

from bot.causes import Cause
from bot.demo.wire.limits import Limits
from bot.subscribers.projection import Rank
from storage import languages, provider_events, role_deliveries
from storage.database import Value
from tests.moderated import eventually
from tests.newsroom import Newsroom, at_work
from tests.test_cogs import run, text_of
from tests.wire_world import until

pytestmark = pytest.mark.wire


@pytest.fixture
async def newsroom(tmp_path: Path) -> AsyncIterator[Newsroom]:
    async with at_work(tmp_path) as newsroom:
        yield newsroom


async def want(newsroom: Newsroom, member: int, *changes: tuple[str, str | None]) -> None:
    """Owe a member roles by tier: "granted" or None."""
    guild, ids = newsroom.guild.id, newsroom.guild.role_ids
    owed = [(guild, ids[tier], member, -guild, int(Rank.PAYER), wanted) for tier, wanted in changes]
    async with newsroom.services.database.write() as tx:
        await role_deliveries.want(tx, owed)
    newsroom.client.courier.wake()
    await newsroom.settled()


def worn(newsroom: Newsroom, member: int) -> set[int]:
    return set(newsroom.guild.backend.get_guild(newsroom.guild.id).members[member].role_ids)


def writes(newsroom: Newsroom) -> list[str]:
    """The calls that changed members."""
    found = [r for r in newsroom.wire.requests if "/members/" in r.path and r.method != "GET"]
    return [request.method for request in found]


async def row(newsroom: Newsroom, sql: str, **values: Value) -> Any:
    return await newsroom.services.database.one(sql, **values)


async def test_a_swap_of_tiers_is_one_patch_and_other_bots_roles_survive(newsroom: Newsroom) -> None:
    lea, guild = newsroom.guild.people["lea"].user_id, newsroom.guild
    await want(newsroom, lea, ("decouverte", "granted"))
    foreign = guild.backend.create_role(guild.id, "autre").id
    guild.backend.add_member_role(guild.id, lea, foreign)
    newsroom.wire.requests.clear()
    await want(newsroom, lea, ("decouverte", None), ("integral", "granted"))
    assert worn(newsroom, lea) == {foreign, guild.role_ids["integral"]}
    assert writes(newsroom) == ["PATCH"]


async def test_50013_because_the_bot_is_too_low_is_paused_and_goes_on_when_moved(newsroom: Newsroom) -> None:
    guild, lea = newsroom.guild, newsroom.guild.people["lea"].user_id
    low = [guild.role_ids["decouverte"], guild.bot_role_id, guild.role_ids["integral"]]
    guild.backend.reorder_roles(guild.id, [{"id": r, "position": i} for i, r in enumerate(low, 1)])
    await want(newsroom, lea, ("integral", "granted"))
    assert await newsroom.reasons() == [str(Cause("cause-role-paused-order"))]
    assert "au-dessus du mien" in guild.people["owner"].letters()[-1]["content"]
    assert writes(newsroom) == []
    high = [guild.role_ids["decouverte"], guild.role_ids["integral"], guild.bot_role_id]
    guild.backend.reorder_roles(guild.id, [{"id": r, "position": i} for i, r in enumerate(high, 1)])
    await until(lambda: worn(newsroom, lea))


async def test_50013_without_manage_roles_is_the_other_cause(newsroom: Newsroom) -> None:
    guild, lea = newsroom.guild, newsroom.guild.people["lea"].user_id
    may = discord.Permissions(view_channel=True, send_messages=True).value
    guild.backend.edit_role(guild.id, guild.bot_role_id, {"permissions": may})
    await want(newsroom, lea, ("integral", "granted"), ("decouverte", "granted"))
    assert set(await newsroom.reasons()) == {str(Cause("cause-role-paused-permission"))}
    assert len(guild.people["owner"].letters()) == 2
    said = text_of(await run(newsroom, "manager", "roles status"))
    assert "la permission" in said


async def test_a_role_that_was_deleted_turns_its_mapping_off(newsroom: Newsroom) -> None:
    guild = newsroom.guild
    guild.backend.delete_role(guild.id, guild.role_ids["integral"])
    lea = guild.people["lea"].user_id
    await want(newsroom, lea, ("integral", "granted"))
    await until(lambda: True)
    mappings = await newsroom.services.subscribers.desk.mappings(guild.id)
    assert [m.lost for m in mappings] == [False, True]
    assert await newsroom.reasons() == []


async def test_204_but_the_role_unchanged_is_seen_and_tried_again(newsroom: Newsroom) -> None:
    lea, guild = newsroom.guild.people["lea"].user_id, newsroom.guild
    newsroom.wire.faults.add(method="PUT", path="/guilds/*/members/*/roles/*", status=204)
    await want(newsroom, lea, ("integral", "granted"))
    assert await newsroom.reasons() == ["Discord took the change of the role, but it does not show"]
    await until(lambda: worn(newsroom, lea) == {guild.role_ids["integral"]}, within=15)


async def test_who_leaves_and_comes_back_has_the_role_at_once(newsroom: Newsroom) -> None:
    lea, guild = newsroom.guild.people["lea"].user_id, newsroom.guild
    await want(newsroom, lea, ("integral", "granted"))
    guild.backend.remove_member(guild.id, lea)
    await until(lambda: guild.id and newsroom.client.get_guild(guild.id).get_member(lea) is None)
    await newsroom.settled()
    guild.backend.add_member(guild.id, lea, announce=True)
    await until(lambda: worn(newsroom, lea) == {guild.role_ids["integral"]}, within=15)


async def test_a_cache_that_is_partial_removes_nobody(newsroom: Newsroom) -> None:
    lea, guild = newsroom.guild.people["lea"].user_id, newsroom.guild
    await want(newsroom, lea, ("integral", "granted"))
    cached = newsroom.client.get_guild(guild.id)
    assert cached is not None
    whole, cached._member_count = cached._member_count, 5_000
    await want(newsroom, lea, ("integral", None))
    assert worn(newsroom, lea) == {guild.role_ids["integral"]}
    assert "not all members" in (await newsroom.reasons())[0]
    cached._member_count = whole
    await until(lambda: not worn(newsroom, lea), within=15)


async def test_a_role_given_by_hand_is_flagged_and_stays(newsroom: Newsroom) -> None:
    lea, guild = newsroom.guild.people["lea"].user_id, newsroom.guild
    guild.backend.add_member_role(guild.id, lea, guild.role_ids["integral"])
    await until(lambda: len(newsroom.client.get_guild(guild.id).get_member(lea).roles) == 2)
    await want(newsroom, lea, ("integral", "granted"))
    said = text_of(await run(newsroom, "manager", "roles why", member=lea))
    assert "c’est donc à lui de le retirer" in said
    await want(newsroom, lea, ("integral", None))
    assert worn(newsroom, lea) == {guild.role_ids["integral"]}


async def test_a_new_payer_is_first_in_line_before_ten_thousand_removals(newsroom: Newsroom) -> None:
    guild, database = newsroom.guild, newsroom.services.database
    role, lea = guild.role_ids["integral"], guild.people["lea"].user_id
    crowd = [guild.backend.make_user(f"r{n}").id for n in range(60)]
    for user in crowd:
        guild.backend.add_member(guild.id, user, roles=[role], announce=True)
    await until(lambda: len(newsroom.client.get_guild(guild.id).members) >= 60)
    absent = range(30_000, 39_940)
    newsroom.wire.limits = Limits()
    async with database.write() as tx:
        every = [*crowd, *absent]
        await role_deliveries.want(tx, [(guild.id, role, u, guild.id, 3, "granted") for u in every])
        await tx.run("UPDATE deliveries SET shown = wanted, discord_id = place WHERE kind = 'role'")
        await role_deliveries.want(tx, [(guild.id, role, u, guild.id, int(Rank.SWEEP), None) for u in every])
    newsroom.client.courier.wake()
    await until(lambda: sum(role not in worn(newsroom, user) for user in crowd) >= 8, within=15)
    async with database.write() as tx:
        await role_deliveries.want(tx, [(guild.id, role, lea, -guild.id, int(Rank.PAYER), "granted")])
    newsroom.client.courier.wake()
    await until(lambda: worn(newsroom, lea), within=10)
    owed = await role_deliveries.owed_in(database, guild.id)
    assert owed > 9_000
    assert newsroom.wire.limits.violations == 0


# Commands


async def test_a_manager_maps_gives_and_takes_roles_and_sees_why(newsroom: Newsroom) -> None:
    guild, alex = newsroom.guild, newsroom.guild.people["alex"].user_id
    role = guild.backend.create_role(guild.id, "mécène")
    order = [role.id, *guild.role_ids.values(), guild.bot_role_id]
    guild.backend.reorder_roles(guild.id, [{"id": r, "position": i} for i, r in enumerate(order, 1)])
    said = text_of(
        await run(newsroom, "owner", "roles map", publisher="La Gazette", tier="mecene", role=role.id)
    )
    assert "donne désormais" in said or "now gives" in said
    assert "mecene" in text_of(await run(newsroom, "owner", "roles list"))
    await run(newsroom, "owner", "roles comp grant", member=alex, role=role.id, reason="concours", days=3)
    await until(lambda: worn(newsroom, alex) == {role.id})
    assert "concours" in text_of(await run(newsroom, "owner", "roles why", member=alex))
    assert "concours" in text_of(await run(newsroom, "owner", "roles comp list"))
    (comp,) = await newsroom.services.subscribers.desk.comps(guild.id, datetime.now(UTC))
    await run(newsroom, "owner", "roles comp end", role=str(comp.id))
    await until(lambda: not worn(newsroom, alex))
    log = text_of(await run(newsroom, "owner", "roles audit"))
    assert "concours" in log
    await run(newsroom, "owner", "roles unmap", publisher="La Gazette", tier="mecene")


async def test_a_role_above_the_actors_own_is_not_theirs_to_give(newsroom: Newsroom) -> None:
    guild, lea = newsroom.guild, newsroom.guild.people["lea"].user_id
    may = discord.Permissions(manage_roles=True).value
    low = guild.backend.create_role(guild.id, "modération", permissions=may)
    order = [low.id, *guild.role_ids.values(), guild.bot_role_id]
    guild.backend.reorder_roles(guild.id, [{"id": r, "position": i} for i, r in enumerate(order, 1)])
    guild.backend.add_member_role(guild.id, lea, low.id)
    options: dict[str, Any] = {"member": lea, "role": guild.role_ids["integral"], "reason": "moi"}
    assert "au-dessus de votre" in text_of(await run(newsroom, "lea", "roles comp grant", **options))
    assert worn(newsroom, lea) == {low.id}


async def test_a_held_plan_is_shown_and_applied_and_a_stale_one_refused(
    newsroom: Newsroom, tmp_path: Path
) -> None:
    service, guild = newsroom.services.subscribers, newsroom.guild
    rows = [f"r{n},integral,,active," for n in range(30)]
    listed = tmp_path / "subscribers.csv"
    listed.write_text("\n".join(["id,tier,until,status,code", *rows]) + "\n")
    now = datetime.now(UTC) - timedelta(minutes=5)
    for n in range(30):
        await service.linking.join("La Gazette", f"r{n}", 40_000 + n, now, "test")
    await service.refresh("La Gazette", now)
    listed.write_text("\n".join(["id,tier,until,status,code", *rows[25:]]) + "\n")
    await service.refresh("La Gazette", now + timedelta(minutes=1))
    shown = await run(newsroom, "owner", "roles plan")
    now += timedelta(minutes=5)
    plan = await service.desk.plan(guild.id, now)
    assert plan.digest in text_of(shown)
    assert [a["filename"] for a in shown["attachments"]] == [f"plan-{plan.digest}.csv"]
    assert "0000" in text_of(await run(newsroom, "owner", "roles apply", plan="0000"))
    await run(newsroom, "owner", "roles apply", plan=plan.digest)
    assert not (await service.desk.plan(guild.id, now)).held


async def test_status_tells_the_last_event_and_a_silence_that_is_unusual(newsroom: Newsroom) -> None:
    now, database = datetime.now(UTC), newsroom.services.database
    async with database.write() as tx:
        for hours in (60, 55, 50):
            await provider_events.add(tx, "La Gazette", str(hours), "r1", now - timedelta(hours=hours))
    said = text_of(await run(newsroom, "owner", "roles status"))
    assert f"<t:{int((now - timedelta(hours=50)).timestamp())}:R>" in said
    assert "Aucun événement depuis 50 h, alors qu’il en arrivait" in said
    async with database.write() as tx:
        await provider_events.add(tx, "La Gazette", "new", "r1", now)
    assert "alors qu’il" not in text_of(await run(newsroom, "owner", "roles status"))


async def test_why_shows_a_held_removal_and_who_may_approve_it(newsroom: Newsroom, tmp_path: Path) -> None:
    service, guild = newsroom.services.subscribers, newsroom.guild
    now = datetime.now(UTC) - timedelta(minutes=5)
    lea = guild.people["lea"].user_id
    may = discord.Permissions(manage_roles=True).value
    low = guild.backend.create_role(guild.id, "modération", permissions=may)
    order = [low.id, *guild.role_ids.values(), guild.bot_role_id]
    guild.backend.reorder_roles(guild.id, [{"id": r, "position": i} for i, r in enumerate(order, 1)])
    guild.backend.add_member_role(guild.id, guild.people["alex"].user_id, low.id)
    users = [lea, *range(30_000, 30_029)]
    rows = [f"r{n},integral,,active," for n in range(30)]
    for listed in (rows, rows[-1:]):
        (tmp_path / "subscribers.csv").write_text("\n".join(["id,tier,until,status,code", *listed]) + "\n")
        await service.refresh("La Gazette", now)
        for n, user in enumerate(users if listed == rows else ()):
            await service.linking.join("La Gazette", f"r{n}", user, now, "test")
        now += timedelta(minutes=1)
    said = text_of(await run(newsroom, "owner", "roles why", member=lea))
    held = (await service.desk.plan(guild.id, now)).digest
    assert f"/roles apply {held}" in said
    owner, alex = guild.people["owner"].user_id, guild.people["alex"].user_id
    line = next(line for line in said.splitlines() if line.startswith("Peuvent donner cet accord"))
    assert f"<@{owner}>" in line
    assert f"<@{alex}>" not in line
    assert "Retraits\u00a0: 29" in text_of(await run(newsroom, "owner", "roles status"))
    assert "Peuvent donner" not in text_of(await run(newsroom, "owner", "roles why", member=alex))


async def test_words_come_in_the_language_of_the_readers_last_command(
    newsroom: Newsroom, tmp_path: Path
) -> None:
    listed = tmp_path / "subscribers.csv"
    listed.write_text("id,tier,until,status,code\nr1,integral,,active,ABCDEFGHJKLM\nr2,integral,,active,\n")
    alex, guild = newsroom.guild.people["alex"], newsroom.guild
    assert guild.backend.locales[alex.user_id] == "en-US"
    await run(newsroom, "alex", "link", code="ABCDEFGHJKLM")
    guild.backend.locales[alex.user_id] = "fr"
    await run(newsroom, "alex", "latest")
    database = newsroom.services.database

    async def french() -> bool:
        return await languages.of(database, alex.user_id) == "fr"

    await eventually(french)
    guild.backend.locales[alex.user_id] = "en-US"
    await run(newsroom, "alex", "subscription")
    listed.write_text("id,tier,until,status,code\nr1,integral,2020-01-01,active,\nr2,integral,,active,\n")
    await newsroom.services.subscribers.refresh("La Gazette", datetime.now(UTC))
    newsroom.client.courier.wake()
    await until(alex.letters)
    assert "has gone because your subscription ended" in alex.letters()[-1]["content"]
