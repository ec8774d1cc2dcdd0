"""Our routes for what a client calls when it logs in: itself, the application, its commands."""

from __future__ import annotations

from typing import Any

from simcord.backend import errors, serializers
from simcord.backend.ops.commands import COMMAND_FIELDS
from simcord.enums import CallbackType
from simcord.http.routes import application as simcord_application
from simcord.http.routes import interactions as simcord_interactions

from bot.demo.wire import rules
from bot.demo.wire.mentions import QUIETER
from bot.demo.wire.routes import Context, answers

_INTENT_FLAGS = {"presences": 1 << 13, "members": 1 << 15, "message_content": 1 << 19}
_COMMANDS = "/applications/{application_id}/commands"
_GUILD_COMMANDS = "/applications/{application_id}/guilds/{guild_id}/commands"


@answers("GET", "/oauth2/applications/@me")
@answers("GET", "/applications/@me")
def application_info(ctx: Context) -> Any:
    """The application; its flags say which privileged intents the portal grants."""
    flags = sum(_INTENT_FLAGS[name] for name in ctx.backend.privileged)
    extra = {
        "flags": flags,
        "hook": True,
        "approximate_guild_count": len(ctx.backend.guilds),
        "approximate_user_install_count": 0,
        "approximate_user_authorization_count": 0,
        "redirect_uris": sorted(ctx.backend.redirects),
        "interactions_endpoint_url": None,
        "role_connections_verification_url": None,
    }
    return {**simcord_application.application_info(ctx), **extra}


@answers("GET", "/users/@me")
def me(ctx: Context) -> Any:
    return dict(serializers.user_payload(ctx.backend.bot_user)) | {"locale": "en-US", "email": None}


def _write_commands(ctx: Context, guild_id: int | None) -> Any:
    sent = [dict(command) for command in ctx.json or []]
    rules.check_commands(sent)
    kept = [ctx.fields(*COMMAND_FIELDS, ignore=("id", "nsfw", "handler"), body=command) for command in sent]
    return ctx.backend.register_commands(guild_id, kept)


@answers("PUT", _COMMANDS)
def write_commands(ctx: Context) -> Any:
    return _write_commands(ctx, None)


@answers("PUT", _GUILD_COMMANDS)
def write_guild_commands(ctx: Context) -> Any:
    return _write_commands(ctx, ctx.int_arg("guild_id"))


def _write_one(ctx: Context, guild_id: int | None) -> Any:
    """Create a command, or replace the one of the same name and kind."""
    known = ctx.backend.commands.get(guild_id, {})
    sent = {"type": 1, **ctx.body()}
    key = (sent.get("name"), sent["type"])
    others = [{f: c[f] for f in COMMAND_FIELDS if f in c} for k, c in known.items() if k != key]
    ctx.json = [*others, sent]
    return _write_commands(ctx, guild_id)[-1]


@answers("POST", _COMMANDS)
def write_command(ctx: Context) -> Any:
    return _write_one(ctx, None)


@answers("POST", _GUILD_COMMANDS)
def write_guild_command(ctx: Context) -> Any:
    return _write_one(ctx, ctx.int_arg("guild_id"))


def _drop_one(ctx: Context, guild_id: int | None) -> None:
    known = ctx.backend.commands.get(guild_id, {})
    for key, command in list(known.items()):
        if command["id"] == ctx.args["command_id"]:
            del known[key]
            return
    raise errors.BackendError(404, 10063, "Unknown application command")


@answers("DELETE", _COMMANDS + "/{command_id}")
def drop_command(ctx: Context) -> Any:
    _drop_one(ctx, None)


@answers("DELETE", _GUILD_COMMANDS + "/{command_id}")
def drop_guild_command(ctx: Context) -> Any:
    _drop_one(ctx, ctx.int_arg("guild_id"))


@answers("POST", "/interactions/{interaction_id}/{token}/callback")
def answer_interaction(ctx: Context) -> Any:
    """The answer to an interaction; its text comes back only where `with_response` asks for it."""
    data = ctx.body().get("data") or {}
    rules.check_message(data)
    if ctx.body().get("type") == CallbackType.CHANNEL_MESSAGE_WITH_SOURCE:
        rules.check_says_something(data, ctx.files)
        ctx.json = {**ctx.body(), "data": {"allowed_mentions": QUIETER, **data}}
    answer = simcord_interactions.interaction_callback(ctx)
    ctx.backend.answered(ctx.int_arg("interaction_id"))
    wanted = str(ctx.params.get("with_response", "")).lower() in ("1", "true")
    return answer if wanted else None
