"""What the page is told: the guild, its people and its messages as one person sees them, as JSON."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from simcord.backend import serializers
from simcord.backend.models import Guild, Member, Message
from simcord.components import component_mentions as displayed_text

from bot.demo.wire.backend import SimulatedDiscord
from bot.demo.wire.commands import MESSAGE, SLASH, USER, Command, localise
from bot.demo.wire.people import Interaction, Person

Json = dict[str, Any]

_BOT_PICTURE = "/page/icon.svg"
_PREVIEW = 140


def guild_view(person: Person, guild_id: int) -> Json:
    """The guild: roles, members, channels, threads and private channels that this person sees."""
    backend, guild = person.backend, person.backend.get_guild(guild_id)
    channels = person.channels(guild_id)
    threads = [thread for channel in channels for thread in channel.pop("threads")]
    members = [
        _member(backend, member) for member in guild.members.values() if member.user_id != guild.owner_id
    ]
    return {
        "id": str(guild.id),
        "name": guild.name,
        "roles": [dict(role) for role in serializers.roles_payload(guild)],
        "members": members,
        "bot": next((member for member in members if member["bot"]), None),
        "channels": [channel | {"can": _can(person, channel)} for channel in channels],
        "threads": [thread | _thread(person, guild, thread) for thread in threads],
        "dms": _private(person),
    }


def _member(backend: SimulatedDiscord, member: Member) -> Json:
    user = backend.get_user(member.user_id)
    return {
        "id": str(user.id),
        "name": member.nick or user.global_name or user.name,
        "username": user.name,
        "bot": user.bot,
        "roles": [str(role) for role in member.role_ids],
        "avatar_url": _BOT_PICTURE if user is backend.bot_user else None,
    }


def _can(person: Person, channel: Json) -> Json:
    channel_id = int(channel["id"])
    speak = "send_messages_in_threads" if "thread_metadata" in channel else "send_messages"
    return {
        "send": person.may(channel_id, speak),
        "react": person.may(channel_id, "add_reactions"),
        "manage_messages": person.may(channel_id, "manage_messages"),
    }


def _thread(person: Person, guild: Guild, thread: Json) -> Json:
    """What a list of threads shows beside Discord's fields: the beginning of the first message."""
    messages: Iterable[Message] = person.backend.messages[int(thread["id"])].values()
    first = next((preview(message) for message in messages if message.system_metadata is None), "")
    return {"can": _can(person, thread), "preview": first}


def preview(message: Message) -> str:
    """The beginning of what a message says, wherever it says it."""
    embeds = (embed.get(part) for embed in message.embeds for part in ("title", "description"))
    texts = [message.content, *embeds, displayed_text(message.components)]
    said = " ".join(" ".join(text.split()) for text in texts if text)
    plain = said.translate(str.maketrans("", "", "*_`~|#>"))
    return plain if len(plain) <= _PREVIEW else plain[: _PREVIEW - 1].rstrip() + "…"


def _private(person: Person) -> list[Json]:
    channel_id = person.backend.dm_channels.get(person.user_id)
    if channel_id is None or not person.backend.messages[channel_id]:
        return []
    payload: Json = dict(serializers.channel_payload(person.backend, person.backend.channels[channel_id]))
    can = {"send": True, "react": True, "manage_messages": False}
    return [payload | {"name": person.backend.bot_user.name, "can": can}]


def message_view(person: Person, message: Json) -> Json:
    """A message payload with what a client adds: the bot's picture, the thread that a system line tells of,
    the command that was used by its name in this person's language."""
    backend, author = person.backend, message["author"]
    if int(author["id"]) == backend.bot_user.id and "webhook_id" not in message:
        message["author"] = author | {"avatar_url": _BOT_PICTURE}
    stored = backend.messages.get(int(message["channel_id"]), {}).get(int(message["id"]))
    if stored is not None and stored.system_metadata is not None and stored.system_metadata.channel_id:
        message["thread_id"] = str(stored.system_metadata.channel_id)
    if message.get("referenced_message"):
        message["referenced_message"] = message_view(person, message["referenced_message"])
    if "name" in (message.get("interaction_metadata") or {}):
        message["interaction_metadata"] = _named(person, message["interaction_metadata"], message)
    return message


def _named(person: Person, used: Json, message: Json) -> Json:
    guild_id = int(message["guild_id"]) if "guild_id" in message else None
    command = person.backend.find_command(used["name"], guild_id, used.get("command_type", SLASH))
    return used | {"name": localise(command, "name", person.locale)} if command is not None else used


def commands_view(person: Person, channel_id: int) -> list[Json]:
    """Every command this person may use here: slash commands, those on people, those on messages."""
    kinds = (SLASH, USER, MESSAGE)
    return [_command(command) for kind in kinds for command in person.commands(channel_id, kind)]


def _command(command: Command) -> Json:
    options = [
        {
            "name": option.name,
            "label": option.title,
            "description": option.description,
            "type": option.type,
            "required": option.required,
            "autocomplete": option.autocomplete,
            "choices": [{"label": choice.title, "value": choice.value} for choice in option.choices],
            "least": option.bounds[0],
            "most": option.bounds[1],
        }
        for option in command.options
    ]
    name, label = command.name, command.title
    return {
        "type": command.type,
        "name": name,
        "label": label,
        "description": command.description,
        "options": options,
    }


def outcome_view(interaction: Interaction) -> Json:
    """What an interaction came to: its kind, whether nobody answered, and the form it opens."""
    modal = interaction.modal if interaction.kind == "modal" else None
    return {
        "kind": interaction.kind,
        "failed": interaction.kind == "none",
        "modal": modal and {**modal, "interaction_id": str(interaction.id)},
    }
