"""What managers get from `/route`, in their language."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from datetime import time
from pathlib import Path
from typing import Any

import pytest
from simcord.backend import permissions
from simcord.enums import ChannelType

from bot.texts import say
from storage.records_routes import Digest, Layout, Quiet, Route
from tests.newsroom import Newsroom, at_work
from tests.test_cogs import ephemeral, run, text_of


@pytest.fixture
async def newsroom(tmp_path: Path) -> AsyncIterator[Newsroom]:
    async with at_work(tmp_path, routes=[]) as newsroom:
        yield newsroom


async def add(newsroom: Newsroom, **options: Any) -> dict[str, Any]:
    options = {"channel": newsroom.guild.news_id} | options
    return await run(newsroom, "manager", "route add", **options)


async def the_route(newsroom: Newsroom) -> Route:
    (route,) = await newsroom.services.routes.all()
    return route


async def change(newsroom: Newsroom, command: str, **options: Any) -> dict[str, Any]:
    route = await the_route(newsroom)
    return await run(newsroom, "manager", f"route {command}", route=str(route.id), **options)


async def test_a_route_is_added_with_all_that_can_be_said(newsroom: Newsroom) -> None:
    role = newsroom.guild.role_ids["integral"]
    newsroom.guild.backend.edit_role(newsroom.guild.id, role, {"mentionable": True})
    options = {
        "filter": "catégorie:Tests ou nova",
        "layout": "compact",
        "role": role,
        "thread": False,
        "quiet": "22h-7h",
        "breaking": "titre:alerte",
        "per-hour": 5,
        "zone": "America/New_York",
    }
    message = await add(newsroom, **options)
    assert ephemeral(message)
    text = text_of(message)
    for part in (
        "Route ajoutée",
        f"<#{newsroom.guild.news_id}>",
        "`catégorie:Tests ou nova`",
        "carte compacte",
        f"<@&{role}>",
        "calme de 22:00 à 07:00 (America/New_York)",
        "sauf `titre:alerte`",
        "5 messages par heure",
    ):
        assert part in text
    route = await the_route(newsroom)
    manager = newsroom.guild.people["manager"].user_id
    assert (route.guild, route.made_by, route.layout) == (newsroom.guild.id, manager, Layout.COMPACT)
    assert route.quiet == Quiet(time(22), time(7), "America/New_York", "titre:alerte")
    assert (route.mentions, route.thread, route.per_hour) == ((role,), False, 5)


async def test_a_route_to_a_forum_with_a_digest(newsroom: Newsroom) -> None:
    text = text_of(await add(newsroom, channel=newsroom.guild.forum_id, digest="hebdo lundi 8h"))
    assert "résumé le lundi à 08:00 (Europe/Paris)" in text
    assert "tous les articles" in text
    assert (await the_route(newsroom)).digest == Digest(time(8), "Europe/Paris", 0)


async def test_what_the_bot_lacks_in_the_channel_is_named_as_discord_does(newsroom: Newsroom) -> None:
    guild = newsroom.guild
    allowed = sum(
        permissions.flag(name) for name in ("view_channel", "send_messages", "read_message_history")
    )
    guild.backend.edit_role(guild.id, guild.bot_role_id, {"permissions": allowed})
    everyone = guild.backend.get_guild(guild.id).roles[guild.id]
    guild.backend.edit_role(guild.id, everyone.id, {"permissions": 0})
    text = text_of(await add(newsroom))
    for name in ("embed-links", "create-public-threads", "send-messages-in-threads"):
        assert say("fr", f"permission-{name}") in text
    assert say("fr", "permission-view-channel") not in text
    text = text_of(await add(newsroom, channel=guild.forum_id))
    assert "Envoyer des messages dans les posts" in text
    assert await newsroom.services.routes.all() == ()


async def test_a_role_that_may_not_be_mentioned_is_told(newsroom: Newsroom) -> None:
    role = newsroom.guild.role_ids["integral"]
    assert say("fr", "permission-mention-everyone") in text_of(await add(newsroom, role=role))
    everyone = newsroom.guild.id
    assert "jamais tout le monde" in text_of(await add(newsroom, role=everyone))
    assert await newsroom.services.routes.all() == ()


async def test_only_announcement_channels_publish(newsroom: Newsroom) -> None:
    guild = newsroom.guild
    assert "salon des annonces" in text_of(await add(newsroom, publish=True))
    channel = guild.backend.create_channel(guild.id, "annonces", type=ChannelType.NEWS)
    assert "publié aux serveurs abonnés" in text_of(await add(newsroom, channel=channel.id, publish=True))
    assert (await the_route(newsroom)).crosspost


@pytest.mark.parametrize(
    ("options", "parts"),
    [
        ({"filter": "nova ("}, ["Caractère 7", "quelque chose à chercher"]),
        ({"filter": "couleur:rouge"}, ["`couleur:rouge`", "« couleur »", "catégorie"]),
        ({"filter": "/a(/"}, ["parenthèse du motif"]),
        ({"quiet": "22h"}, ["`22h`", "22h-7h"]),
        ({"quiet": "22h-7h", "breaking": '"alerte'}, ["guillemet"]),
        ({"breaking": "alerte"}, ["heures calmes"]),
        ({"digest": "parfois"}, ["`parfois`", "quotidien 8h"]),
        ({"digest": "lundi 8h", "zone": "Europe/Zeppelin"}, ["`Europe/Zeppelin`"]),
    ],
)
async def test_a_mistake_names_its_place_and_its_mend(
    newsroom: Newsroom, options: dict[str, str], parts: list[str]
) -> None:
    message = await add(newsroom, **options)
    assert ephemeral(message)
    for part in parts:
        assert part.replace("« ", "«\u00a0").replace(" »", "\u00a0»") in text_of(message)
    assert await newsroom.services.routes.all() == ()


async def test_the_list_shows_every_route_and_how_it_stands(newsroom: Newsroom) -> None:
    assert "Aucune route" in text_of(await run(newsroom, "manager", "route list"))
    await add(newsroom, filter="nova")
    await change(newsroom, "pause")
    await add(newsroom, channel=newsroom.guild.forum_id)
    message = await run(newsroom, "manager", "route list")
    lines = message["embeds"][0]["description"].splitlines()
    assert ephemeral(message)
    assert "`nova`" in lines[0]
    assert "**suspendue** <t:" in lines[0]
    assert f"<#{newsroom.guild.forum_id}> · tous les articles" in lines[1]


async def test_routes_of_the_settings_are_listed_and_left_alone(tmp_path: Path) -> None:
    async with at_work(tmp_path) as newsroom:
        assert "fichier de réglages" in text_of(await run(newsroom, "manager", "route list"))
        for command in ("remove", "pause", "edit"):
            assert "fichier de réglages" in text_of(await change(newsroom, command))
        assert not (await the_route(newsroom)).paused


async def test_an_edit_changes_only_what_was_given(newsroom: Newsroom) -> None:
    await add(newsroom, filter="nova", quiet="22h-7h", **{"per-hour": 5})
    text = text_of(await change(newsroom, "edit", breaking="alerte", layout="headline"))
    assert "Route modifiée" in text
    route = await the_route(newsroom)
    assert route.quiet == Quiet(time(22), time(7), "Europe/Paris", "alerte")
    assert (route.filter, route.per_hour, route.layout) == ("nova", 5, Layout.HEADLINE)
    await change(newsroom, "edit", filter="*", quiet="non", digest="quotidien 8h", **{"per-hour": 0})
    route = await the_route(newsroom)
    assert (route.quiet, route.per_hour, route.digest) == (None, None, Digest(time(8), "Europe/Paris"))
    assert "Caractère" in text_of(await change(newsroom, "edit", filter="("))
    await change(newsroom, "edit", channel=newsroom.guild.forum_id)
    assert (await the_route(newsroom)).channel == newsroom.guild.forum_id


async def test_a_role_is_mentioned_no_more(newsroom: Newsroom) -> None:
    role = newsroom.guild.role_ids["integral"]
    newsroom.guild.backend.edit_role(newsroom.guild.id, role, {"mentionable": True})
    await add(newsroom, role=role)
    await change(newsroom, "edit", nobody=True)
    assert (await the_route(newsroom)).mentions == ()


async def test_a_route_is_paused_resumed_and_removed(newsroom: Newsroom) -> None:
    await add(newsroom, filter="nova")
    assert "Route suspendue" in text_of(await change(newsroom, "pause"))
    assert (await the_route(newsroom)).paused
    assert "Route reprise" in text_of(await change(newsroom, "resume"))
    assert not (await the_route(newsroom)).paused
    assert "Route retirée" in text_of(await change(newsroom, "remove"))
    assert await newsroom.services.routes.all() == ()


@pytest.mark.parametrize("typed", ["nova", "123", "9" * 30, "²"])
async def test_what_was_typed_instead_of_chosen_is_no_route(newsroom: Newsroom, typed: str) -> None:
    assert "Je ne trouve pas" in text_of(await run(newsroom, "manager", "route remove", route=typed))


async def test_routes_and_zones_are_found_while_typing(newsroom: Newsroom) -> None:
    await add(newsroom, filter="nova")
    await change(newsroom, "pause")
    await add(newsroom, channel=newsroom.guild.forum_id)
    manager, here = newsroom.guild.people["manager"], newsroom.guild.news_id

    async def offered(command: str, typed: str, option: str = "route") -> list[str]:
        found = await manager.autocomplete(here, f"route {command}", option, typed)
        return [choice.title for choice in found]

    assert await offered("remove", "") == ["#actualités · nova", "#débats · tous les articles"]
    assert await offered("edit", "debat") == ["#débats · tous les articles"]
    assert await offered("resume", "") == ["#actualités · nova"]
    assert await offered("pause", "") == ["#débats · tous les articles"]
    zones = await manager.autocomplete(here, "route add", "zone", "pari", channel=here)
    assert [choice.value for choice in zones] == ["Europe/Paris"]


async def test_a_filter_is_tried_on_the_latest_articles(newsroom: Newsroom) -> None:
    await newsroom.publish("Le Nova S9 en test", categories=("Tests",))
    await newsroom.publish("La liseuse Papyr", categories=("Livres",), author="Jean Petit")
    message = await run(newsroom, "manager", "route test", filter="catégorie:tests -orbe")
    assert ephemeral(message)
    text = text_of(message)
    assert "1 des 2 derniers articles serait pris" in text
    assert "✅ [Le Nova S9 en test](https://gazette.example/le-nova-s9-en-test)" in text
    assert "`category:tests` ne convient pas\u202f; il a «\u00a0Livres\u00a0»" in text
    text = text_of(await run(newsroom, "manager", "route test", filter='-auteur:"jean petit" -zeppelin'))
    assert 'non `author:"jean petit"` l’exclut' in text


async def test_a_route_is_tried_on_the_latest_articles(newsroom: Newsroom) -> None:
    await add(newsroom, filter="zeppelin")
    assert "Aucun article" in text_of(await change(newsroom, "test"))
    await newsroom.publish("Le Nova S9 en test")
    assert "`zeppelin` n’y est pas" in text_of(await change(newsroom, "test"))
    assert "Choisissez" in text_of(await run(newsroom, "manager", "route test"))
    assert "Je ne trouve pas" in text_of(await run(newsroom, "manager", "route test", route="7"))


async def test_a_slow_pattern_says_that_it_is_slow(newsroom: Newsroom) -> None:
    await newsroom.publish("Long", text="a" * 20_000 + "!")
    assert "trop long" in text_of(await run(newsroom, "manager", "route test", filter="/(a+)+$/"))


async def test_a_long_list_and_many_reasons_keep_discords_limits(newsroom: Newsroom) -> None:
    long = " or ".join(f"/{'x' * 50}{n}/" for n in range(8))
    for _ in range(25):
        await add(newsroom, filter=long, quiet="22h-7h", breaking=long)
    await run(newsroom, "manager", "route list")
    for n in range(20):
        title = f"{n} *_`[]()" + "très long " * 30
        await newsroom.publish(title, url=f"https://gazette.example/{n}/" + "x" * 180, author="é" * 300)
    text = text_of(await run(newsroom, "manager", "route test", filter=f"author:{'z' * 200}"))
    assert "0 des 20" in text


async def test_routes_are_for_managers(newsroom: Newsroom) -> None:
    guild = newsroom.guild
    offered = {command.name for command in guild.people["lea"].commands(guild.news_id)}
    assert not any(name.startswith("route") for name in offered)
    assert "route add" in {command.name for command in guild.people["manager"].commands(guild.news_id)}


async def test_every_part_of_the_commands_is_in_both_languages(newsroom: Newsroom) -> None:
    (group,) = (c for c in newsroom.guild.backend.commands[None].values() if c["name"] == "route")
    assert {command["name"] for command in group["options"]} == {
        "add", "list", "edit", "remove", "pause", "resume", "test",
    }  # fmt: skip
    things = [group, *group["options"], *(o for c in group["options"] for o in c.get("options", []))]
    for thing in things:
        for part in ("name", "description"):
            assert (thing[f"{part}_localizations"] or {}).get("fr"), json.dumps(thing)[:200]
        for choice in thing.get("choices", []):
            assert choice["name_localizations"]["fr"]
