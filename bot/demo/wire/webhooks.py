"""Our routes for webhooks, among them the answers to interactions after the first."""

from __future__ import annotations

from typing import Any

from simcord.backend import errors
from simcord.backend.models import Message, Webhook
from simcord.enums import ChannelType
from simcord.http._helpers import bot_message, message_edit_changes, message_response, prepare_bot_message
from simcord.http.routes import channels as simcord_channels
from simcord.http.routes import interactions as simcord_interactions

from bot.demo.wire import rules
from bot.demo.wire.backend import OF_INTERACTION
from bot.demo.wire.mentions import QUIETER
from bot.demo.wire.routes import Context, Handler, answers


@answers("POST", "/channels/{channel_id}/webhooks")
def create_webhook(ctx: Context) -> Any:
    rules.check_webhook_name("name", ctx.body().get("name"))
    return simcord_channels.create_webhook(ctx)


@answers("POST", "/webhooks/{webhook_id}/{token}")
def execute_webhook(ctx: Context) -> Any:
    """Send through a webhook: into its channel, one of its threads, or a new forum post."""
    ctx.json = {"allowed_mentions": QUIETER, **ctx.body()}
    if _of_interaction(ctx):
        rules.check_message(ctx.body())
        return simcord_interactions.execute_webhook(ctx)
    webhook, body = _webhook(ctx), dict(ctx.body())
    rules.check_message(body)
    rules.check_says_something(body, ctx.files)
    if body.get("username") is not None:
        rules.check_webhook_name("username", body["username"])
    if body.get("avatar_url") and not rules.well_formed(body["avatar_url"]):
        raise rules.field_error("avatar_url", "URL_TYPE_INVALID_URL", "Not a well formed URL.")
    thread_name, tags = body.pop("thread_name", None), body.pop("applied_tags", None) or []
    channel_id = _destination(ctx, webhook, thread_name)
    if thread_name is not None:
        message = _post_by_webhook(ctx, webhook, thread_name, tags, body)
    else:
        message = bot_message(
            ctx,
            channel_id,
            author_id=webhook.webhook_user_id,
            webhook_id=webhook.id,
            body=body,
            webhook_execute=True,
        )
    if str(ctx.params.get("wait", "")).lower() not in ("1", "true"):
        return None
    return message_response(ctx, message, exempt_root=True)


def _of_interaction(ctx: Context) -> bool:
    """Whether the token is an interaction's. Raises 50027 once its quarter of an hour is over."""
    token = ctx.args["token"]
    if not token.startswith(OF_INTERACTION):
        return False
    number = ctx.backend.interaction_tokens.get(token)
    record = ctx.backend.interactions[number] if number is not None else None
    if record is None or (record.expires_at or "") <= ctx.backend.now_iso():
        raise rules.invalid_token()
    return True


def _webhook(ctx: Context) -> Webhook:
    webhook = ctx.backend.webhooks.get(ctx.int_arg("webhook_id"))
    if webhook is None or webhook.token != ctx.args["token"]:
        raise errors.unknown_webhook()
    return webhook


def _destination(ctx: Context, webhook: Webhook, thread_name: str | None) -> int:
    backend, thread_id = ctx.backend, ctx.params.get("thread_id")
    forum = backend.get_channel(webhook.channel_id).type == ChannelType.FORUM
    if thread_name is not None and thread_id is not None:
        raise errors.BackendError(400, 220002, "Webhooks posted to a thread cannot have a thread name")
    if thread_name is not None and not forum:
        raise errors.BackendError(400, 220003, "Webhooks can only create threads in forum channels")
    if thread_name is None and thread_id is None and forum:
        text = "Webhooks posted to forum channels must have a thread_name or thread_id"
        raise errors.BackendError(400, 220001, text)
    if thread_id is None:
        return webhook.channel_id
    thread = backend.channels.get(int(thread_id))
    if thread is None or thread.parent_id != webhook.channel_id:
        raise errors.unknown_channel()
    return thread.id


def _post_by_webhook(
    ctx: Context, webhook: Webhook, name: str, tags: list[Any], body: dict[str, Any]
) -> Message:
    starter, uploads = prepare_bot_message(
        ctx,
        webhook.channel_id,
        author_id=webhook.webhook_user_id,
        webhook_id=webhook.id,
        body=body,
        webhook_execute=True,
    )
    files = zip(ctx.files, uploads, strict=True)
    _, message = ctx.backend.create_forum_post(
        webhook.channel_id,
        name,
        starter,
        applied_tags=[int(tag) for tag in tags],
        uploads=[(file.filename, data, file.description) for file, data in files],
    )
    return message


def _webhook_message(ctx: Context) -> Message:
    webhook = _webhook(ctx)
    channel_id = _destination(ctx, webhook, None) if ctx.params.get("thread_id") else webhook.channel_id
    message = ctx.backend.get_message(channel_id, ctx.int_arg("message_id"))
    if message.webhook_id != webhook.id:
        raise errors.unknown_message()
    return message


_WEBHOOK_MESSAGE = "/webhooks/{webhook_id}/{token}/messages/{message_id}"


@answers("GET", _WEBHOOK_MESSAGE)
def get_webhook_message(ctx: Context) -> Any:
    if _of_interaction(ctx):
        return simcord_interactions.get_followup(ctx)
    return message_response(ctx, _webhook_message(ctx), exempt_root=True)


@answers("PATCH", _WEBHOOK_MESSAGE)
def edit_webhook_message(ctx: Context) -> Any:
    rules.check_message(ctx.body())
    if _of_interaction(ctx):
        return simcord_interactions.edit_followup(ctx)
    message = _webhook_message(ctx)
    edited = ctx.backend.edit_message(message.channel_id, message.id, message_edit_changes(ctx, message))
    return message_response(ctx, edited, exempt_root=True)


@answers("DELETE", _WEBHOOK_MESSAGE)
def delete_webhook_message(ctx: Context) -> Any:
    if _of_interaction(ctx):
        return simcord_interactions.delete_followup(ctx)
    message = _webhook_message(ctx)
    return ctx.backend.delete_message(message.channel_id, message.id)


def _while_it_lasts(handler: Handler) -> Handler:
    def handle(ctx: Context) -> Any:
        rules.check_message(ctx.body())
        if not _of_interaction(ctx):
            raise errors.unknown_webhook()
        return handler(ctx)

    return handle


_ORIGINAL = "/webhooks/{webhook_id}/{token}/messages/@original"
answers("GET", _ORIGINAL)(_while_it_lasts(simcord_interactions.get_original_response))
answers("PATCH", _ORIGINAL)(_while_it_lasts(simcord_interactions.edit_original_response))
answers("DELETE", _ORIGINAL)(_while_it_lasts(simcord_interactions.delete_original_response))
