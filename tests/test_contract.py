"""The contract check catches what Discord would refuse, and lets through what it takes."""

from __future__ import annotations

import io
from typing import Any

import discord
import pytest
from discord import app_commands

from bot.demo.wire.people import Person
from bot.demo.wire.server import serve
from tests.contract import check, needs_openapi, watch
from tests.wire_world import TOKEN, logged_in, make_client, make_world

QUIET = {"allowed_mentions": {"parse": []}}
SEND = ("POST", "/channels/1/messages")
EDIT = ("PATCH", "/channels/1/messages/2")
HOOK = ("POST", "/webhooks/1/secret")
COMMANDS = ("PUT", "/applications/1/commands")
ANSWER = ("POST", "/interactions/1/secret/callback")
CHANNEL = ("PATCH", "/channels/1")

Sent = tuple[tuple[str, str], Any]


def says(**message: Any) -> dict[str, Any]:
    return {"content": "x", **QUIET, **message}


def embeds(*embeds: dict[str, Any]) -> dict[str, Any]:
    return {"embeds": list(embeds), **QUIET}


def row(*children: dict[str, Any]) -> dict[str, Any]:
    return says(components=[{"type": 1, "components": list(children)}])


def button(**more: Any) -> dict[str, Any]:
    return {"type": 2, "style": 1, "label": "Lire", "custom_id": "read", **more}


def select(*values: str, **more: Any) -> dict[str, Any]:
    options = [{"label": value, "value": value} for value in values]
    return {"type": 3, "custom_id": "topic", "options": options, **more}


def text(content: str) -> dict[str, Any]:
    return {"type": 10, "content": content}


def layout(*components: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"flags": 1 << 15, "components": list(components), **QUIET, **more}


def command(**more: Any) -> dict[str, Any]:
    return {"name": "chercher", "description": "Cherche", "type": 1, **more}


def option(**more: Any) -> dict[str, Any]:
    return {"name": "mots", "description": "Les mots", "type": 3, **more}


def modal(*components: dict[str, Any], title: str = "Avis") -> dict[str, Any]:
    return {"type": 9, "data": {"custom_id": "form", "title": title, "components": list(components)}}


def field(label: str = "Avis", custom_id: str = "text") -> dict[str, Any]:
    return {"type": 18, "label": label, "component": {"type": 4, "custom_id": custom_id, "style": 1}}


TOKEN_FORM = {"grant_type": "authorization_code", "code": "", "redirect_uri": "", "code_verifier": ""}
GOOD: dict[str, Sent] = {
    "a text": (SEND, says(nonce="livraison-1", enforce_nonce=True, tts=False)),
    "an embed": (SEND, embeds({"title": "x", "url": "https://example.org/é", "color": 3, "flags": 0})),
    "a reply": (SEND, says(message_reference={"message_id": 3, "fail_if_not_exists": False})),
    "buttons": (SEND, row(button(), button(custom_id="more"))),
    "a link": (SEND, row({"type": 2, "style": 5, "label": "Lire", "url": "https://example.org"})),
    "a select": (SEND, row(select("a", "b", max_values=2))),
    "a layout": (SEND, layout(text("x"), {"type": 17, "components": [text("y")]})),
    "an edit": (EDIT, says(tts=False)),
    "an edited layout": (EDIT, {"components": [text("x")], **QUIET}),
    "a webhook": (HOOK, says(username="Léa", avatar_url="https://example.org/a.png")),
    "a forum post": (
        ("POST", "/channels/1/threads"),
        {"name": "Un article", "message": says(), "applied_tags": ["3"], "auto_archive_duration": 1440},
    ),
    "a thread": (("POST", "/channels/1/messages/2/threads"), {"name": "Commentaires"}),
    "an archived thread": (CHANNEL, {"archived": True, "locked": False}),
    "a role": (("PUT", "/guilds/1/members/2/roles/3"), None),
    "a reaction": (("PUT", "/channels/1/messages/2/reactions/%F0%9F%91%8D/@me"), None),
    "a crosspost": (("POST", "/channels/1/messages/2/crosspost"), None),
    "commands": (
        COMMANDS,
        [
            command(options=[option(required=True), option(name="nombre", type=4)], nsfw=False),
            command(name="abo", name_localizations={"en-GB": "sub", "fr": "abo"}),
            {"name": "Signaler le message", "type": 3},
        ],
    ),
    "an answer": (ANSWER, {"type": 4, "data": says(flags=64)}),
    "a code for a token": (("POST", "/oauth2/token"), TOKEN_FORM),
    "a deferral": (ANSWER, {"type": 5, "data": {"flags": 64}}),
    "a modal": (ANSWER, modal(field())),
    "choices": (ANSWER, {"type": 8, "data": {"choices": [{"name": "a", "value": "a"}]}}),
    "an overwrite": (
        ("PUT", "/channels/1/permissions/2"),
        {"id": 2, "type": 0, "allow": "1024", "deny": "0"},
    ),
}

BAD: dict[str, Sent] = {
    # what the description says
    "too many embeds": (SEND, embeds(*[{"title": "x"}] * 11)),
    "a long title": (SEND, embeds({"title": "x" * 257})),
    "a long description": (SEND, embeds({"description": "x" * 4097})),
    "too many fields": (SEND, embeds({"fields": [{"name": "x", "value": "y"}] * 26})),
    "a long field's name": (SEND, embeds({"fields": [{"name": "x" * 257, "value": "y"}]})),
    "a long field": (SEND, embeds({"fields": [{"name": "x", "value": "y" * 1025}]})),
    "a field without value": (SEND, embeds({"fields": [{"name": "x"}]})),
    "a long footer": (SEND, embeds({"footer": {"text": "x" * 2049}})),
    "a long author": (SEND, embeds({"author": {"name": "x" * 257}})),
    "a colour out of range": (SEND, embeds({"title": "x", "color": 1 << 24})),
    "a long nonce": (SEND, says(nonce="n" * 26)),
    "an unknown field": (SEND, says(thread="x")),
    "an unknown mention": (SEND, {"content": "x", "allowed_mentions": {"parse": ["all"]}}),
    "an identifier of letters": (SEND, says(message_reference={"message_id": "abc"})),
    "an unknown route": (("POST", "/channels/1/posts"), {}),
    "a wrong method": (("PATCH", "/channels/1/messages"), says()),
    "a body where none is": (("PUT", "/guilds/1/members/2/roles/3"), {"role": 3}),
    "six buttons": (SEND, row(*(button(custom_id=str(n)) for n in range(6)))),
    "an empty row": (SEND, row()),
    "a button in no row": (SEND, says(components=[button()])),
    "a long label": (SEND, row(button(label="x" * 81))),
    "a long custom_id": (SEND, row(button(custom_id="x" * 101))),
    "too many options": (SEND, row(select(*map(str, range(26))))),
    "a long option": (SEND, row(select("x" * 101))),
    "a long placeholder": (SEND, row(select("a", placeholder="x" * 151))),
    "a section without accessory": (SEND, layout({"type": 9, "components": [text("x")]})),
    "a container in a container": (
        SEND,
        layout({"type": 17, "components": [{"type": 17, "components": [text("x")]}]}),
    ),
    "a long thread's name": (("POST", "/channels/1/messages/2/threads"), {"name": "x" * 101}),
    "an odd archive duration": (CHANNEL, {"auto_archive_duration": 61}),
    "six applied tags": (CHANNEL, {"applied_tags": list("123456")}),
    "twenty-one tags": (CHANNEL, {"available_tags": [{"name": str(n)} for n in range(21)]}),
    "a long webhook's name": (HOOK, says(username="x" * 81)),
    "a long command's name": (COMMANDS, [command(name="x" * 33)]),
    "a long description of a command": (COMMANDS, [command(description="x" * 101)]),
    "twenty-six options of a command": (
        COMMANDS,
        [command(options=[option(name=f"o{n}") for n in range(26)])],
    ),
    "an unknown kind of option": (COMMANDS, [command(options=[option(type=12)])]),
    "a long modal's title": (ANSWER, modal(field(), title="x" * 46)),
    "a long modal's label": (ANSWER, modal(field("x" * 46))),
    "six fields in a modal": (ANSWER, modal(*(field(custom_id=str(n)) for n in range(6)))),
    # what it does not say
    "a code without its verifier": (
        ("POST", "/oauth2/token"),
        {"grant_type": "authorization_code", "code": "", "redirect_uri": ""},
    ),
    "our secret in a form": (("POST", "/oauth2/token"), TOKEN_FORM | {"client_secret": "x"}),
    "a token by password": (("POST", "/oauth2/token"), TOKEN_FORM | {"grant_type": "password"}),
    "a long text": (SEND, says(content="x" * 2001)),
    "a long edit": (EDIT, says(content="x" * 2001)),
    "6,001 characters of embeds": (SEND, embeds(*[{"description": "x" * 3000}] * 2, {"title": "x"})),
    "a relative address": (SEND, embeds({"title": "x", "url": "/article"})),
    "an address with a space": (SEND, embeds({"title": "x", "url": "https://example.org/a b"})),
    "an odd scheme": (SEND, embeds({"title": "x", "thumbnail": {"url": "javascript:alert(1)"}})),
    "an uploaded page": (SEND, embeds({"title": "x", "url": "attachment://x.png"})),
    "an empty embed": (SEND, embeds({})),
    "an empty message": (SEND, {"content": " ", **QUIET}),
    "an empty webhook message": (HOOK, {"username": "Léa", "content": "", **QUIET}),
    "no policy for mentions": (SEND, {"content": "x"}),
    "no policy for mentions in an edit": (EDIT, {"content": "x"}),
    "no policy for mentions in an answer": (ANSWER, {"type": 4, "data": {"content": "x"}}),
    "no policy for mentions in a post": (
        ("POST", "/channels/1/threads"),
        {"name": "x", "message": {"content": "x"}},
    ),
    "a policy that contradicts itself": (
        SEND,
        {"content": "x", "allowed_mentions": {"parse": ["users"], "users": ["1"]}},
    ),
    "a layout with a text": (SEND, layout(text("x"), content="y")),
    "a layout with embeds": (SEND, layout(text("x"), embeds=[{"title": "y"}])),
    "a layout without its flag": (SEND, {"components": [text("x")], **QUIET}),
    "a layout with nothing": (SEND, layout()),
    "a layout with 4,001 characters": (SEND, layout(text("x" * 4000), text("y"))),
    "41 components": (SEND, layout(*({"type": 17, "components": [text("x")] * 9} for _ in range(5)))),
    "one custom_id twice": (SEND, row(button(), button())),
    "one custom_id twice in a modal": (ANSWER, modal(field(), field())),
    "a link without address": (SEND, row({"type": 2, "style": 5, "label": "Lire"})),
    "a link with a custom_id": (SEND, row(button(style=5, url="https://example.org"))),
    "a button without custom_id": (SEND, row({"type": 2, "style": 1, "label": "Lire"})),
    "a button without label": (SEND, row(button(label=""))),
    "one value twice": (SEND, row(select("a", "a"))),
    "more values than there may be": (SEND, row(select("a", "b", min_values=2, max_values=1))),
    "a command in capitals": (COMMANDS, [command(name="Chercher")]),
    "a command with a space": (COMMANDS, [command(name="tout chercher")]),
    "an option in capitals": (COMMANDS, [command(options=[option(name="Mots")])]),
    "a translated name in capitals": (COMMANDS, [command(name_localizations={"fr": "Chercher"})]),
    "a command without description": (COMMANDS, [command(description="")]),
    "an option without description": (COMMANDS, [command(options=[option(description="")])]),
    "a described context menu": (COMMANDS, [command(name="Signaler", type=3)]),
    "an unknown locale": (COMMANDS, [command(name_localizations={"fr-FR": "chercher"})]),
    "101 commands": (COMMANDS, [command(name=f"c{n}") for n in range(101)]),
    "sixteen context menus": (COMMANDS, [{"name": f"c{n}", "type": 3} for n in range(16)]),
    "one command twice": (COMMANDS, [command(), command()]),
    "a required option at the end": (
        COMMANDS,
        [command(options=[option(), option(name="n", required=True)])],
    ),
    "choices and autocomplete": (
        COMMANDS,
        [command(options=[option(autocomplete=True, choices=[{"name": "a", "value": "a"}])])],
    ),
    "twenty-six choices": (ANSWER, {"type": 8, "data": {"choices": [{"name": "a", "value": "a"}] * 26}}),
    "a long tag": (CHANNEL, {"available_tags": [{"name": "x" * 21}]}),
    "a webhook called Clyde": (HOOK, says(username="clyde ou presque")),
    "a webhook called Discord": (("POST", "/channels/1/webhooks"), {"name": "Discord des lecteurs"}),
    "a webhook with a bad picture": (HOOK, says(avatar_url="image.png")),
    "a thread without name": (("POST", "/channels/1/messages/2/threads"), {"name": " "}),
}


@needs_openapi
@pytest.mark.parametrize("name", GOOD)
def test_what_discord_takes_passes(name: str) -> None:
    (method, path), body = GOOD[name]
    assert check(method, path, {}, body) == []


@needs_openapi
@pytest.mark.parametrize("name", BAD)
def test_what_discord_refuses_is_caught(name: str) -> None:
    (method, path), body = BAD[name]
    assert check(method, path, {}, body)


SHOWN = {"image": {"url": "attachment://x.png"}}
GALLERY = {"type": 12, "items": [{"media": {"url": "attachment://x.png"}}]}
UPLOADS: dict[str, tuple[Sent, tuple[str, ...], bool]] = {
    "a shown picture": ((SEND, embeds(SHOWN)), ("x.png",), True),
    "a file without a text": ((SEND, QUIET), ("x.opml",), True),
    "ten files": ((SEND, says()), tuple(f"{n}.txt" for n in range(10)), True),
    "a described file": ((SEND, says(attachments=[{"id": 0, "filename": "x.png"}])), ("x.png",), True),
    "a picture in a layout": ((SEND, layout(GALLERY)), ("x.png",), True),
    "a file in an answer": ((ANSWER, {"type": 4, "data": embeds(SHOWN)}), ("x.png",), True),
    "a picture of before": ((EDIT, embeds(SHOWN)), (), True),
    "a kept picture": (
        (EDIT, {**embeds(SHOWN), "attachments": [{"id": 1 << 40, "filename": "x.png"}]}),
        (),
        True,
    ),
    "an exchanged picture": ((EDIT, {**embeds(SHOWN), "attachments": [{"id": 0}]}), ("x.png",), True),
    "a picture that is not sent": ((SEND, embeds(SHOWN)), (), False),
    "another picture than is sent": ((SEND, embeds(SHOWN)), ("y.png",), False),
    "another picture in an answer": ((ANSWER, {"type": 4, "data": embeds(SHOWN)}), ("y.png",), False),
    "a layout with another picture": ((SEND, layout(GALLERY)), ("y.png",), False),
    "one of two pictures of a name": ((SEND, embeds(SHOWN)), ("x.png", "x.png"), False),
    "a described file that is not sent": ((SEND, says(attachments=[{"id": 1}])), ("x.png",), False),
    "a long description of a file": (
        (SEND, says(attachments=[{"id": 0, "description": "x" * 1025}])),
        ("x.png",),
        False,
    ),
    "eleven files": ((SEND, says()), tuple(f"{n}.txt" for n in range(11)), False),
}


@needs_openapi
@pytest.mark.parametrize("name", UPLOADS)
def test_files_are_checked_with_what_names_them(name: str) -> None:
    ((method, path), body), files, right = UPLOADS[name]
    assert (check(method, path, {}, body, files) == []) is right


@needs_openapi
async def test_of_a_request_with_files_its_payload_is_checked() -> None:
    world = make_world()
    complaints: list[str] = []
    async with serve(world.backend, token=TOKEN) as wire, logged_in(wire, make_client()) as client:
        wire.on_request.append(watch(complaints))
        channel = client.get_channel(world.news.id)
        assert isinstance(channel, discord.TextChannel)
        await channel.send("x", file=discord.File(io.BytesIO(b"x"), "x.png"))
        assert [c.partition(": ")[2] for c in complaints] == ["no allowed_mentions: it may ping everybody"]
        complaints.clear()
        await channel.send(
            embed=discord.Embed().set_image(url="attachment://y.png"),
            file=discord.File(io.BytesIO(b"x"), "x.png"),
            allowed_mentions=discord.AllowedMentions.none(),
        )
    assert [c.partition(": ")[2] for c in complaints] == ["no file is called 'y.png'"]


@needs_openapi
def test_queries_are_checked() -> None:
    path = "/channels/1/messages"
    assert check("GET", path, {"limit": "50", "before": "123"}, None) == []
    assert check("GET", path, {"limit": "fifty"}, None)
    assert check("GET", path, {"since": "123"}, None)
    assert check("POST", HOOK[1], {"wait": "perhaps"}, says())


@needs_openapi
async def test_what_discord_py_sends_passes() -> None:
    world = make_world()
    complaints: list[str] = []
    quiet = discord.AllowedMentions.none()
    client = make_client(allowed_mentions=quiet)
    async with serve(world.backend, token=TOKEN) as wire, logged_in(wire, client):
        wire.on_request.append(watch(complaints))
        await _exercise(client, world.news.id, world.forum.id, world.guild.id, world.lea)
        tree = app_commands.CommandTree(client)

        @tree.command(description="Répond")
        async def ping(interaction: discord.Interaction, mots: str) -> None:
            await interaction.response.defer()
            await interaction.followup.send(
                mots, view=discord.ui.View().add_item(discord.ui.Button(label="x"))
            )
            await interaction.edit_original_response(content="x", allowed_mentions=quiet)

        await tree.sync()
        said = await Person(wire, world.lea).slash(world.news.id, "ping", mots="bonjour")
        await said.finished()
        assert len(wire.requests) > 25
    assert complaints == []
    assert wire.crashes == []


async def _exercise(
    client: discord.Client, news_id: int, forum_id: int, guild_id: int, member_id: int
) -> None:
    news, forum, guild = client.get_channel(news_id), client.get_channel(forum_id), client.get_guild(guild_id)
    assert isinstance(news, discord.TextChannel)
    assert isinstance(forum, discord.ForumChannel)
    assert guild is not None
    quiet = discord.AllowedMentions.none()
    file = discord.File(io.BytesIO(b"x"), "x.txt")
    message = await news.send("Un article", embed=discord.Embed(title="Titre"), file=file)
    await message.reply(
        "Réponse", view=discord.ui.View().add_item(discord.ui.Button(label="Lire", url="https://x.org"))
    )
    await message.edit(content="Corrigé", allowed_mentions=quiet)
    picture = discord.File(io.BytesIO(b"x"), "y.png")
    shown = discord.Embed().set_image(url="attachment://y.png")
    kept = [*message.attachments, picture]
    await message.edit(embed=shown, attachments=kept, allowed_mentions=quiet)
    await message.add_reaction("👍")
    await message.pin()
    thread = await message.create_thread(name="Commentaires", auto_archive_duration=1440)
    await thread.edit(archived=True)
    await thread.edit(archived=False, name="Discussion")
    post, first = await forum.create_thread(
        name="Article", content="Texte", applied_tags=forum.available_tags[:1]
    )
    await first.edit(content="Corrigé", allowed_mentions=quiet)
    await post.send("Commentaire", nonce="livraison-2")
    hook = await news.create_webhook(name="Courrier")
    sent = await hook.send("Bonjour", username="Léa", wait=True, thread=thread)
    await hook.edit_message(sent.id, content="Bonsoir", thread=thread, allowed_mentions=quiet)
    role = await guild.create_role(name="Abonné")
    member = guild.get_member(member_id)
    assert member is not None
    await member.add_roles(role)
    await member.remove_roles(role)
    await news.set_permissions(role, view_channel=True)
    assert [found async for found in news.history(limit=5)]
    assert [found async for found in news.archived_threads()] == []
    await guild.fetch_member(member_id)
    await message.delete()
