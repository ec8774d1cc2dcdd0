"""How roles of members change on Discord; only the courier's carriers call this.

One role is one PUT or DELETE. A swap of tiers is one PATCH from the member's state of this very moment, so
that the roles of other bots stay.
"""

from __future__ import annotations

import asyncio
from collections import defaultdict, deque
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import discord

from bot.causes import Cause
from bot.errors import RetryError
from bot.messages import RoleDeniedError, RoleGoneError, UndeliverableError
from bot.subscribers.projection import Rank
from storage import role_deliveries
from storage.database import Database
from storage.records import Delivery, Kind

_UNKNOWN_MEMBER, _UNKNOWN_ROLE = 10007, 10011
_REASON = "Colporteur: subscription"

# Discord takes about ten role changes in ten seconds: nobody who waits may find none left.
_WINDOW, _FOR_BACKLOG = timedelta(seconds=10), 8
_LOOKS, _PAUSE = 20, 0.05


class RoleCarrier:
    """Brings the roles of members to what is wanted, through a client that is ready."""

    def __init__(self, client: discord.Client, database: Database) -> None:
        self._client = client
        self._database = database
        self._written: dict[int, deque[datetime]] = defaultdict(deque)

    def wait_for_room(self, delivery: Delivery) -> float:
        """How many seconds a change that nobody waits for has to stand back for those of others."""
        if delivery.kind is not Kind.ROLE or delivery.rank <= Rank.PAYER:
            return 0.0
        written, now = self._written[delivery.guild], datetime.now(UTC)
        while written and now - written[0] >= _WINDOW:
            written.popleft()
        if len(written) < _FOR_BACKLOG:
            return 0.0
        return (written[-_FOR_BACKLOG] + _WINDOW - now).total_seconds()

    async def swap_of(self, delivery: Delivery) -> list[Delivery]:
        """The owed changes of this member that are one swap; the delivery alone where there is none."""
        owed = await role_deliveries.owed_to(self._database, delivery.guild, delivery.subject)
        guild = self._client.get_guild(delivery.guild)
        member = guild.get_member(delivery.subject) if guild else None
        if guild is None or member is None:
            return [delivery]
        foreign = {role.id for role in member.roles}
        swap = [
            d
            for d in owed
            if (d.wanted is None or d.tried is not None or d.place not in foreign)
            and _denied(guild, d.place) is None
        ]
        both = {d.wanted is None for d in swap} == {True, False} and delivery.id in {d.id for d in swap}
        return [delivery, *(d for d in swap if d.id != delivery.id)] if both else [delivery]

    async def carry(self, delivery: Delivery, swap: Sequence[Delivery]) -> int | None:
        """Change one role, or several of one member at once; the role's id, None where it went."""
        guild = self._client.get_guild(delivery.guild)
        if guild is None:
            raise UndeliverableError(Cause("cause-not-on-server"))
        changes = swap or [delivery]
        if cause := _denied(guild, delivery.place):
            raise RoleDeniedError(guild.id, delivery.place, cause)
        member = guild.get_member(delivery.subject)
        if guild.chunked and member is None:
            _take_absent(delivery)
            return None
        if any(change.wanted is None for change in changes) and not self._knows_all(guild):
            raise RetryError(Cause("cause-role-unsure"))
        if delivery.wanted and delivery.tried is None and member and member.get_role(delivery.place):
            raise UndeliverableError(Cause("cause-role-foreign"))
        try:
            self._written[guild.id].append(datetime.now(UTC))
            await (self._swap(guild, delivery.subject, swap) if len(swap) > 1 else self._one(guild, delivery))
        except discord.NotFound as error:
            if error.code == _UNKNOWN_ROLE:
                raise RoleGoneError(guild.id, delivery.place) from error
            if error.code != _UNKNOWN_MEMBER:
                raise
            _take_absent(delivery)
            return None
        except discord.Forbidden as error:
            raise RoleDeniedError(guild.id, delivery.place, _cause(guild)) from error
        return None if delivery.wanted is None else delivery.place

    async def _one(self, guild: discord.Guild, delivery: Delivery) -> None:
        change = self._client.http.remove_role if delivery.wanted is None else self._client.http.add_role
        await change(guild.id, delivery.subject, delivery.place, reason=_REASON)
        await self._see(guild, delivery)

    async def _see(self, guild: discord.Guild, delivery: Delivery) -> None:
        """Discord may say that it is done and do nothing: the gateway, or else the member, has to show it."""
        wanted = delivery.wanted is not None
        for _ in range(_LOOKS):
            member = guild.get_member(delivery.subject)
            if member is None or (member.get_role(delivery.place) is not None) is wanted:
                return
            await asyncio.sleep(_PAUSE)
        fresh = await guild.fetch_member(delivery.subject)
        if (fresh.get_role(delivery.place) is not None) is not wanted:
            raise RetryError(Cause("cause-role-unseen"))

    async def _swap(self, guild: discord.Guild, user: int, swap: Sequence[Delivery]) -> None:
        fresh = await guild.fetch_member(user)
        worn = {role.id for role in fresh.roles if not role.is_default()}
        gained = {change.place for change in swap if change.wanted is not None}
        lost = {change.place for change in swap if change.wanted is None}
        wanted = (worn - lost) | gained
        after = await self._client.http.edit_member(
            guild.id, user, reason=_REASON, roles=[str(role) for role in sorted(wanted)]
        )
        shown = {int(role) for role in after["roles"]}
        if not gained <= shown or lost & shown:
            raise RetryError(Cause("cause-role-unseen"))

    def _knows_all(self, guild: discord.Guild) -> bool:
        return self._client.intents.members and guild.chunked


def _denied(guild: discord.Guild, role_id: int) -> str | None:
    """Which of the two causes would make Discord refuse: every refusal counts against the bot's address."""
    if not guild.me.guild_permissions.manage_roles:
        return "permission"
    role = guild.get_role(role_id)
    return "order" if role is not None and role >= guild.me.top_role else None


def _cause(guild: discord.Guild) -> str:
    return "order" if guild.me.guild_permissions.manage_roles else "permission"


def _take_absent(delivery: Delivery) -> None:
    """Whoever is not there has no role: a removal is done, a grant waits for their return."""
    if delivery.wanted is not None:
        raise UndeliverableError(Cause("cause-role-away"))
