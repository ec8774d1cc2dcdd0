"""Whom a message at the wire mentions, and whom it pings."""

from __future__ import annotations

import discord
import pytest
from discord import AllowedMentions

from bot.demo.wire.people import Person
from bot.demo.wire.server import WireDiscord
from tests.wire_world import World, forbid, until

pytestmark = pytest.mark.wire


@pytest.fixture
async def roles(world: World, client: discord.Client) -> list[discord.Role]:
    """Readers of "mobile" (Léa) and of "jeux" (Tom), both to be mentioned by anybody."""
    made = []
    for name, reader in (("mobile", world.lea), ("jeux", world.tom)):
        role = world.backend.create_role(world.guild.id, name, mentionable=True)
        world.backend.add_member_role(world.guild.id, reader, role.id)
        await until(lambda role=role: client.get_guild(world.guild.id).get_role(role.id))
        made.append(client.get_guild(world.guild.id).get_role(role.id))
    return made


async def test_of_the_roles_in_a_text_only_those_named_are_pinged(
    world: World, client: discord.Client, roles: list[discord.Role]
) -> None:
    mobile, games = roles
    text = f"Un article {mobile.mention} {games.mention}"
    sent = await client.get_channel(world.news.id).send(
        text, allowed_mentions=AllowedMentions(roles=[mobile])
    )
    assert sent.role_mentions == [mobile]
    (ping,) = world.backend.pings
    assert (ping.message_id, ping.roles, ping.people) == (sent.id, {mobile.id}, {world.lea})


async def test_a_role_that_is_named_and_not_in_the_text_is_not_pinged(
    world: World, client: discord.Client, roles: list[discord.Role]
) -> None:
    sent = await client.get_channel(world.news.id).send("Rien", allowed_mentions=AllowedMentions(roles=roles))
    assert sent.role_mentions == []
    assert not world.backend.pings


async def test_without_leave_nobody_is_mentioned(
    world: World, client: discord.Client, roles: list[discord.Role]
) -> None:
    text = f"@everyone @here {roles[0].mention} <@{world.tom}>"
    sent = await client.get_channel(world.news.id).send(text, allowed_mentions=AllowedMentions.none())
    assert (sent.role_mentions, sent.mentions, sent.mention_everyone) == ([], [], False)
    assert not world.backend.pings


async def test_a_message_that_says_nothing_of_mentions_pings_everybody_it_names(
    world: World, client: discord.Client, roles: list[discord.Role]
) -> None:
    text = f"@everyone {roles[0].mention} <@{world.tom}>"
    sent = await client.get_channel(world.news.id).send(text)
    (ping,) = world.backend.pings
    assert (ping.users, ping.roles, ping.everyone) == ({world.tom}, {roles[0].id}, True)
    assert {world.lea, world.tom} <= ping.people
    assert world.backend.bot_user.id not in ping.people
    assert sent.mention_everyone


async def test_a_role_that_is_not_to_be_mentioned_is_not_pinged_without_the_permission(
    world: World, client: discord.Client, roles: list[discord.Role]
) -> None:
    world.backend.edit_role(world.guild.id, roles[0].id, {"mentionable": False})
    allowed = AllowedMentions(roles=True, everyone=True)
    channel = client.get_channel(world.news.id)
    await channel.send(roles[0].mention, allowed_mentions=allowed)
    assert len(world.backend.pings) == 1
    forbid(world.backend, world.news.id, "mention_everyone")
    sent = await channel.send(f"@everyone {roles[0].mention}", allowed_mentions=allowed)
    assert (sent.role_mentions, sent.mention_everyone) == ([], False)
    assert len(world.backend.pings) == 1


async def test_an_edit_mentions_and_pings_nobody(
    world: World, client: discord.Client, roles: list[discord.Role]
) -> None:
    sent = await client.get_channel(world.news.id).send("Un article")
    allowed = AllowedMentions(roles=True)
    edited = await sent.edit(content=roles[0].mention, allowed_mentions=allowed)
    assert edited.role_mentions == [roles[0]]
    assert not world.backend.pings


async def test_a_reply_pings_its_author_only_with_leave(
    world: World, wire: WireDiscord, client: discord.Client
) -> None:
    question = await Person(wire, world.lea).send(world.news.id, "Quand ?")
    target = await client.get_channel(world.news.id).fetch_message(int(question["id"]))
    quiet = await target.reply("Demain", allowed_mentions=AllowedMentions(replied_user=False))
    assert quiet.mentions == []
    await target.reply("Demain", allowed_mentions=AllowedMentions(replied_user=True))
    assert [ping.people for ping in world.backend.pings] == [{world.lea}]


async def test_a_webhook_that_says_nothing_of_mentions_pings_people_and_no_roles(
    world: World, client: discord.Client, roles: list[discord.Role]
) -> None:
    hook = await client.get_channel(world.news.id).create_webhook(name="Courrier")
    await hook.send(f"@everyone {roles[0].mention} <@{world.tom}>", wait=True)
    (ping,) = world.backend.pings
    assert (ping.users, ping.roles, ping.everyone) == ({world.tom}, set(), False)


async def test_who_does_not_see_the_channel_is_not_pinged(
    world: World, client: discord.Client, roles: list[discord.Role]
) -> None:
    channel = client.get_channel(world.news.id)
    for seeing in (roles[0], channel.guild.me):
        await channel.set_permissions(seeing, view_channel=True)
    await channel.set_permissions(channel.guild.default_role, view_channel=False)
    text = " ".join(role.mention for role in roles)
    await channel.send(text, allowed_mentions=AllowedMentions(roles=roles))
    assert world.backend.pings[-1].people == {world.lea}
