"""Whom a message pings, as far as its allowed mentions and the sender's permissions let it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from simcord.backend.access import channel_accessible
from simcord.backend.models import Guild, Message

if TYPE_CHECKING:
    from bot.demo.wire.backend import SimulatedDiscord

QUIETER = {"parse": ["users"]}
"""What an answer to an interaction and a webhook may mention where they do not say; messages: everything."""


@dataclass(frozen=True, slots=True)
class Ping:
    """A sent message that mentions somebody; an edit pings nobody.

    `users` and `roles` are mentioned by themselves, `everyone` tells of @everyone and @here; `people` are
    all whose client rings: those, and the members of those roles, who see the channel.
    """

    message_id: int
    channel_id: int
    users: frozenset[int]
    roles: frozenset[int]
    everyone: bool
    people: frozenset[int]


def ping_of(backend: SimulatedDiscord, message: Message) -> Ping | None:
    """Whom this message pings as it is sent, None for nobody."""
    users, roles = frozenset(message.ping_user_ids), frozenset(message.ping_role_ids)
    if message.is_ephemeral or not (users or roles or message.mention_everyone):
        return None
    guild_id = backend.get_channel(message.channel_id).guild_id
    named = set(users)
    if guild_id is not None:
        named.update(_worn_by(backend.get_guild(guild_id), roles, everybody=message.mention_everyone))
    people = frozenset(
        user_id
        for user_id in named - {message.author_id}
        if channel_accessible(backend, message.channel_id, user_id)
    )
    return Ping(message.id, message.channel_id, users, roles, message.mention_everyone, people)


def _worn_by(guild: Guild, roles: frozenset[int], *, everybody: bool) -> Iterator[int]:
    for member in guild.members.values():
        if everybody or not roles.isdisjoint(member.role_ids):
            yield member.user_id
