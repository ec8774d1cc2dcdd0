"""GUILD_MEMBERS_CHUNK: the members that a client asks the gateway for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from simcord.backend import serializers
from simcord.backend.models import Guild, Member

if TYPE_CHECKING:
    from bot.demo.wire.backend import SimulatedDiscord

CHUNK = 1000


def member_chunks(
    backend: SimulatedDiscord, asked: Mapping[str, Any], *, everybody: bool
) -> Iterator[dict[str, Any]]:
    """The answers to a request for members (op 8); `everybody` is whether a whole guild may be listed."""
    wanted = asked.get("guild_id")
    for guild_id in wanted if isinstance(wanted, list) else [wanted]:
        guild = backend.guilds.get(int(guild_id or 0))
        if guild is not None and (everybody or asked.get("user_ids") or asked.get("query")):
            yield from _chunks(backend, guild, asked)


def _chunks(backend: SimulatedDiscord, guild: Guild, asked: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    members, absent = _chosen(backend, guild, asked)
    parts = [members[start : start + CHUNK] for start in range(0, len(members), CHUNK)] or [[]]
    for index, part in enumerate(parts):
        chunk: dict[str, Any] = {
            "guild_id": str(guild.id),
            "members": [serializers.member_payload(backend, guild, member) for member in part],
            "chunk_index": index,
            "chunk_count": len(parts),
            "not_found": absent if index == 0 else [],
        }
        if asked.get("nonce"):
            chunk["nonce"] = asked["nonce"]
        if asked.get("presences"):
            chunk["presences"] = []
        yield chunk


def _chosen(
    backend: SimulatedDiscord, guild: Guild, asked: Mapping[str, Any]
) -> tuple[list[Member], list[str]]:
    """The members asked for, and the identifiers of those who are none."""
    if asked.get("user_ids"):
        listed = asked["user_ids"] if isinstance(asked["user_ids"], list) else [asked["user_ids"]]
        found = [guild.members[int(number)] for number in listed if int(number) in guild.members]
        return found, [str(number) for number in listed if int(number) not in guild.members]
    start, members = str(asked.get("query") or "").casefold(), list(guild.members.values())
    if start:
        members = [member for member in members if _starts(backend, member, start)]
    return members[: int(asked.get("limit") or len(members))], []


def _starts(backend: SimulatedDiscord, member: Member, start: str) -> bool:
    names = (backend.users[member.user_id].name, member.nick or "")
    return any(name.casefold().startswith(start) for name in names)
