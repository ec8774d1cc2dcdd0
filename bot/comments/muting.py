"""Who is not mirrored: authors of a site, and members of a server."""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.comments.targets import Actor, Target, Targets
from bot.errors import ReaderError
from storage import ledger, mutes
from storage.database import Database, new_id
from storage.records_moderation import Act, Entry, Mute, Side


class Muting:
    """Keeps the list of the muted. What they write while they are stays where they wrote it, and is kept."""

    def __init__(self, database: Database, targets: Targets) -> None:
        self._database = database
        self._targets = targets

    async def mute_author(
        self, target: Target, by: Actor, span: timedelta | None, reason: str, now: datetime
    ) -> Mute:
        """Mute whoever wrote a comment: as a member where they wrote it on Discord."""
        if target.writing is not None and not target.writing.user:
            raise ReaderError("moderation-no-author")
        if target.writing is not None:
            return await self.mute_member(target.writing.user, target.writing.name, by, span, reason, now)
        await self._targets.check_server(target.source, by)
        if not target.author.strip():
            raise ReaderError("moderation-no-author")
        mute = Mute(
            id=new_id(),
            source=target.article.source,
            person=target.author.casefold(),
            guild=by.guild,
            person_id=0,
            name=target.author,
            since=now,
            until=now + span if span else None,
            user=by.user,
            reason=reason,
        )
        return await self._add(mute, by)

    async def mute_member(
        self, person: int, name: str, by: Actor, span: timedelta | None, reason: str, now: datetime
    ) -> Mute:
        """Mute a member: what they write on this server goes to no site."""
        mute = Mute(
            id=new_id(),
            source="",
            person="",
            guild=by.guild,
            person_id=person,
            name=name,
            since=now,
            until=now + span if span else None,
            user=by.user,
            reason=reason,
        )
        return await self._add(mute, by)

    async def unmute(self, mute_id: int, by: Actor, reason: str, now: datetime) -> Mute:
        """Mirror somebody again from now on; ReaderError where nobody of that id is muted here."""
        mute = next((one for one in await self.listed(by.guild, now) if one.id == mute_id), None)
        if mute is None:
            raise ReaderError("moderation-not-muted")
        async with self._database.write() as tx:
            if await mutes.remove(tx, mute_id):
                await ledger.add(tx, _entry(mute, Act.UNMUTED, by, reason, now))
        return mute

    async def listed(self, guild: int, now: datetime) -> list[Mute]:
        """Who is muted by a server's moderators, the longest first."""
        return [mute for mute in await mutes.every(self._database, now) if mute.guild == guild]

    async def _add(self, mute: Mute, by: Actor) -> Mute:
        async with self._database.write() as tx:
            await mutes.add(tx, mute)
            await ledger.add(tx, _entry(mute, Act.MUTED, by, mute.reason, mute.since))
        return mute


def _entry(mute: Mute, act: Act, by: Actor, reason: str, now: datetime) -> Entry:
    return Entry(
        act,
        Side.DISCORD,
        now,
        name=by.name,
        user=by.user,
        source=mute.source,
        person=mute.name,
        person_id=mute.person_id or None,
        guild=by.guild,
        reason=reason,
    )
