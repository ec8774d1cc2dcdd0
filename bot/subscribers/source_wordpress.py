"""Subscribers as a WordPress's users: a tier is a role on the site.

The password is an application password of somebody who may list users.
"""

from __future__ import annotations

from datetime import datetime

from pydantic import BaseModel

from bot.config_publishers import PublisherSettings
from bot.http import Fetcher
from bot.subscribers.addresses import written
from bot.subscribers.offsets import Rest
from bot.subscribers.provider import Ranks, typed
from storage.records import Standing
from storage.records_subscribers import Entry

_FIELDS = "id,roles"


class _User(BaseModel):
    id: int
    roles: list[str]
    email: str | None = None


class WordPress:
    """The users of a WordPress."""

    def __init__(self, publisher: PublisherSettings, fetch: Fetcher) -> None:
        self._ranks = Ranks.of(publisher)
        tiers = {tier for roles in publisher.role_ids.values() for tier in roles} | set(publisher.ranks)
        # Its own names of our tiers: those that the settings translate, and tiers that bear them.
        self._roles = sorted({*publisher.tiers, *(tiers - set(publisher.tiers.values()))})
        # Nobody's address is asked for in vain.
        self._asked = {"context": "edit", "_fields": _FIELDS + ",email" * publisher.mail_codes}
        self._rest = Rest(publisher.url or "", publisher.user, publisher.token.get_secret_value(), fetch)

    async def everyone(self, now: datetime) -> list[Entry]:
        """See `Provider.everyone`: those with one of the roles."""
        roles = ",".join(self._roles)
        users = await self._rest.rows(list[_User], "wp/v2/users", self._asked | {"roles": roles})
        return [self._entry(user) for user in users]

    async def one(self, subject: str, now: datetime) -> Entry | None:
        """See `Source.one`."""
        if not (subject.isascii() and subject.isdecimal()):
            return None
        answer = await self._rest.get(f"wp/v2/users/{subject}", self._asked, missing=True)
        return None if answer.status == 404 else self._entry(typed(_User, answer.body))

    def _entry(self, user: _User) -> Entry:
        tier = self._ranks.tier(*(role for role in user.roles if role in self._roles))
        standing = Standing.ACTIVE if tier else Standing.INACTIVE
        return Entry(str(user.id), tier, standing=standing, address=written(user.email or ""))
