"""How a card becomes a message on Discord, changes and goes; only the carriers call this."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from typing import Any

import discord

from bot import deliveries as rules
from bot.cards import Card, view_of
from bot.causes import Cause
from bot.deliveries import Step
from bot.once import once
from storage.records import Delivery

_LOOK_BACK = 200

_UNKNOWN_CHANNEL, _UNKNOWN_MESSAGE = 10003, 10008
_ARCHIVED, _THREAD_EXISTS, _LOCKED, _CROSSPOSTED = 50083, 160004, 160005, 40033
_IMPLYING = ("send_messages", "view_channel")
_GONE = {_UNKNOWN_CHANNEL, _UNKNOWN_MESSAGE}

_DENIED = {"permission": "cause-role-paused-permission", "order": "cause-role-paused-order"}

Thread = discord.Thread
Place = discord.TextChannel | discord.Thread | discord.DMChannel


class UndeliverableError(Exception):
    """A delivery that fails by its own fault: it is set aside, its lane goes on."""

    def __init__(self, reason: Cause) -> None:
        super().__init__(reason)


class VanishedError(Exception):
    """What a delivery needs was removed on Discord: the delivery goes with it."""


class ThreadGoneError(VanishedError):
    """The whole channel or thread was removed on Discord; `thread` is its id."""

    def __init__(self, thread: int) -> None:
        super().__init__("the thread was removed")
        self.thread = thread


class LockedError(Exception):
    """Somebody locked the thread: nothing is written there until it is open again."""

    def __init__(self) -> None:
        super().__init__(Cause("cause-locked"))


class NotAllowedError(Exception):
    """The bot lacks permissions in a channel; `missing` are their names in discord.py."""

    def __init__(self, guild: int, channel: int, missing: tuple[str, ...]) -> None:
        names = [Cause(f"permission-{name.replace('_', '-')}").kept() for name in missing]
        super().__init__(Cause("cause-permissions", {"permissions": names}))
        self.guild = guild
        self.channel = channel
        self.missing = missing


class RoleDeniedError(Exception):
    """The bot may not change a role; `cause` is "permission" (no Manage Roles) or "order" (too low)."""

    def __init__(self, guild: int, role: int, cause: str) -> None:
        super().__init__(Cause(_DENIED[cause]))
        self.guild = guild
        self.role = role
        self.cause = cause


class RoleGoneError(Exception):
    """A role was deleted on Discord: what maps to it is off."""

    def __init__(self, guild: int, role: int) -> None:
        super().__init__(f"the role {role} is not there any more")
        self.guild = guild
        self.role = role


def require(channel: discord.abc.GuildChannel | Thread, *permissions: str) -> None:
    """Refuse to call where Discord would refuse: every refusal counts against the bot's address."""
    held = channel.permissions_for(channel.guild.me)
    missing = [name for name in ("view_channel", *permissions) if not getattr(held, name)]
    for base in _IMPLYING:
        if base in missing:
            # Without this one the others count as missing, whether they are or not.
            missing = [base]
    if missing:
        raise NotAllowedError(channel.guild.id, channel.id, tuple(missing))


async def carry_message(
    delivery: Delivery, channel: Place, card: Card, reply_to: int | None = None
) -> int | None:
    """Send, change or remove the message of a delivery; its Discord id afterwards."""
    match rules.step(delivery):
        case Step.CREATE:
            return await _send(delivery, channel, card, reply_to)
        case Step.EDIT:
            await _update(channel, delivery.discord_id or 0, card)
            return delivery.discord_id
        case Step.REMOVE:
            if delivery.discord_id is not None:
                await remove(channel, delivery.discord_id)
            elif delivery.tried and (found := await _find_message(channel, card)):
                await remove(channel, found)
            return None


async def carry_post(delivery: Delivery, forum: discord.ForumChannel, card: Card) -> int:
    """Open a forum post; it and its first message bear the same id. Posts have no nonce."""
    if delivery.tried and (found := await _find_post(forum, card)):
        return found
    wanted = {name.casefold() for name in card.tags}
    tags = [tag for tag in forum.available_tags if tag.name.casefold() in wanted][:5]
    if forum.flags.require_tag and not tags:
        tags = list(forum.available_tags[:1])
    with once():
        post = await forum.create_thread(
            name=card.thread_name,
            content=card.content or None,
            embed=card.embed,
            applied_tags=tags,
            allowed_mentions=_mentions(card),
        )
    return post.thread.id


async def open_thread(channel: discord.TextChannel, message_id: int, name: str) -> int:
    """Open the thread of a message; it bears the message's id, so a second time finds the first's."""
    try:
        await channel.get_partial_message(message_id).create_thread(name=name)
    except discord.HTTPException as error:
        if error.code == _UNKNOWN_MESSAGE:
            raise VanishedError("the article's message was removed") from error
        if error.code != _THREAD_EXISTS:
            raise
    return message_id


async def publish(channel: discord.TextChannel, message_id: int) -> int:
    """Show an announcement on the servers that follow its channel; a second time changes nothing."""
    try:
        await channel.get_partial_message(message_id).publish()
    except discord.HTTPException as error:
        if error.code in _GONE:
            raise VanishedError("the message was removed") from error
        if error.code != _CROSSPOSTED:
            raise
    return message_id


async def _send(delivery: Delivery, channel: Place, card: Card, reply_to: int | None) -> int:
    if rules.must_look(delivery, _now()) and (found := await _find_message(channel, card)):
        await _update(channel, found, card)
        return found
    if isinstance(channel, Thread) and channel.locked:
        # Discord would let a moderator of threads write all the same.
        raise LockedError
    answered: dict[str, Any] = {}
    if reply_to:
        answered["reference"] = discord.MessageReference(
            message_id=reply_to, channel_id=channel.id, fail_if_not_exists=False
        )
    try:
        message = await channel.send(
            card.content or None,
            embeds=card.embeds,
            nonce=rules.nonce(delivery),
            allowed_mentions=_mentions(card),
            **answered,
            **_pressed(card),
        )
    except discord.HTTPException as error:
        if error.code == _LOCKED:
            raise LockedError from error
        if error.code == _UNKNOWN_CHANNEL:
            raise ThreadGoneError(channel.id) from error
        raise
    if delivery.tried is not None:
        # For a nonce that it knows, Discord gives the message of the earlier try, with what it said then.
        await _update(channel, message.id, card)
    return message.id


def _pressed(card: Card) -> dict[str, Any]:
    """The card's buttons: who answers to them is found by their ids, also after a restart."""
    if card.buttons is None:
        return {}
    return {"view": view_of(*card.buttons)}


async def _update(channel: Place, message_id: int, card: Card) -> None:
    message = channel.get_partial_message(message_id)
    # The library's default mentions cover edits of the text alone.
    nobody = discord.AllowedMentions.none()
    await _awake(channel, lambda: message.edit(embeds=card.embeds, allowed_mentions=nobody, **_pressed(card)))


def _mentions(card: Card) -> discord.AllowedMentions:
    """The roles that a route names, and nobody else."""
    roles = [discord.Object(role) for role in card.roles]
    return discord.AllowedMentions(everyone=False, users=False, roles=roles, replied_user=False)


async def _awake(channel: Place, change: Callable[[], Awaitable[object]]) -> None:
    """Make a change, waking the thread first where it is archived; a removed message is VanishedError.

    A locked thread is archived again: it stays as somebody left it.
    """
    try:
        await change()
    except discord.HTTPException as error:
        if error.code in _GONE:
            raise VanishedError("the message was removed") from error
        if error.code != _ARCHIVED or not isinstance(channel, Thread):
            raise
        await _archive(channel, archived=False)
        await change()
        if channel.locked:
            await _archive(channel, archived=True)


async def _archive(thread: Thread, *, archived: bool) -> None:
    try:
        await thread.edit(archived=archived)
    except discord.HTTPException as error:
        if error.code == _LOCKED:
            raise LockedError from error
        raise


async def react(channel: Thread, message_id: int, sign: str, old: Sequence[str]) -> None:
    """Put our sign on a message, instead of those that we put there before."""
    message = channel.get_partial_message(message_id)
    me = channel.guild.me
    for other in old:
        with suppress(discord.NotFound):
            await message.remove_reaction(other, me)
    await _awake(channel, lambda: message.add_reaction(sign))


async def remove(channel: Place, message_id: int) -> None:
    """Delete a message; one that is gone already is as good."""
    with suppress(VanishedError):
        await _awake(channel, channel.get_partial_message(message_id).delete)


async def _find_message(channel: Place, card: Card) -> int | None:
    """A message of ours with the card's mark, among the latest."""
    me = channel.me.id if isinstance(channel, discord.DMChannel) else channel.guild.me.id
    async for message in channel.history(limit=_LOOK_BACK):
        if message.author.id == me and card.mark and card.mark in _marks(message):
            return message.id
    return None


async def _find_post(forum: discord.ForumChannel, card: Card) -> int | None:
    """A forum post of ours whose first message has the card's mark."""
    me = forum.guild.me.id
    active = [t for t in await forum.guild.active_threads() if t.parent_id == forum.id]
    archived = [t async for t in forum.archived_threads(limit=50)]
    for thread in active + archived:
        if thread.owner_id == me and thread.name == card.thread_name:
            starter = await thread.fetch_message(thread.id)
            if card.mark in _marks(starter):
                return thread.id
    return None


def _marks(message: discord.Message) -> set[str | None]:
    return {embed.url or embed.author.url for embed in message.embeds}


def _now() -> datetime:
    return datetime.now(UTC)
