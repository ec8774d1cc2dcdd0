"""Subscribers as a Ghost's members. Their status lies now and then: tiers and their ends count.

The token is an Admin API key of a custom integration: its id and its secret.
"""

from __future__ import annotations

import hmac
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from urllib.parse import urlencode

import jwt
from pydantic import AwareDatetime, BaseModel

from bot.causes import Cause
from bot.config_publishers import PublisherSettings
from bot.errors import SourceError
from bot.http import Fetched, Fetcher
from bot.subscribers.addresses import written
from bot.subscribers.hook import Hint, Hook, body_of, check_time, digest
from bot.subscribers.provider import MOST_PAGES, PAGE, Ranks, typed
from bot.web import Call
from storage.records import Standing
from storage.records_subscribers import Entry

_KEY_LIFE = timedelta(minutes=5)
_VERSION = "v5.0"


class _Tier(BaseModel):
    id: str
    slug: str | None = None
    name: str | None = None
    expiry_at: datetime | None = None


class _Paid(BaseModel):
    id: str


class _Subscription(BaseModel):
    status: str
    tier: _Paid | None = None
    cancel_at_period_end: bool = False
    current_period_end: datetime | None = None


class _Member(BaseModel):
    id: str
    tiers: list[_Tier]
    subscriptions: list[_Subscription]
    email: str | None = None
    updated_at: AwareDatetime | None = None


class _Pages(BaseModel):
    total: int


class _Meta(BaseModel):
    pagination: _Pages


class _Members(BaseModel):
    members: list[_Member]
    meta: _Meta | None = None


class Ghost:
    """A Ghost."""

    def __init__(self, publisher: PublisherSettings, fetch: Fetcher) -> None:
        self._url = (publisher.url or "").rstrip("/")
        self._key, _, self._secret = publisher.token.get_secret_value().partition(":")
        self._ranks = Ranks.of(publisher)
        self._fetch = fetch

    async def everyone(self, now: datetime) -> list[Entry]:
        """See `Provider.everyone`. A page begins behind the last member seen, so that none slips away."""
        found: dict[str, Entry] = {}
        last, total = "", 0
        for _ in range(MOST_PAGES):
            query = {"limit": str(PAGE), "order": "id asc", "include": "tiers"}
            if last:
                query["filter"] = f"id:>'{last}'"
            told = typed(_Members, (await self._get(f"members/?{urlencode(query)}", now)).body)
            if told.meta is None:
                raise SourceError(Cause("cause-ghost-uncounted"))
            total = total or told.meta.pagination.total
            found |= {member.id: self._entry(member) for member in told.members}
            if len(told.members) < PAGE:
                break
            if told.members[-1].id <= last:
                raise SourceError(Cause("cause-ghost-circle"))
            last = told.members[-1].id
        if len(found) < total:
            raise SourceError(Cause("cause-ghost-short", {"total": total, "found": len(found)}))
        return list(found.values())

    async def one(self, subject: str, now: datetime) -> Entry | None:
        """See `Source.one`."""
        if not (subject.isascii() and subject.isalnum()):
            return None
        answer = await self._get(f"members/{subject}/?include=tiers", now, missing=True)
        if answer.status == 404:
            return None
        members = typed(_Members, answer.body).members
        return self._entry(members[0]) if members else None

    def _entry(self, member: _Member) -> Entry:
        facts = [self._fact(member, tier) for tier in member.tiers]
        best = self._ranks.best(facts) or Entry(member.id, "", standing=Standing.INACTIVE)
        return replace(best, version=member.updated_at, address=written(member.email or ""))

    def _fact(self, member: _Member, tier: _Tier) -> Entry:
        name = self._ranks.tier(tier.slug, tier.name, tier.id)
        paid = [s for s in member.subscriptions if s.tier is not None and s.tier.id == tier.id]
        current = next((s for s in paid if s.status in ("active", "trialing", "past_due")), None)
        if current is None or tier.expiry_at is not None:
            return Entry(member.id, name, tier.expiry_at)
        if current.cancel_at_period_end:
            return Entry(member.id, name, current.current_period_end, reason="cancelled")
        return Entry(member.id, name, reason="past_due" if current.status == "past_due" else "")

    async def _get(self, path: str, now: datetime, *, missing: bool = False) -> Fetched:
        claims = {"iat": datetime.now(UTC), "exp": datetime.now(UTC) + _KEY_LIFE, "aud": "/admin/"}
        signed = jwt.encode(claims, bytes.fromhex(self._secret), "HS256", headers={"kid": self._key})
        headers = {"Authorization": f"Ghost {signed}", "Accept-Version": _VERSION}
        url = f"{self._url}/ghost/api/admin/{path}"
        return await self._fetch.get(url, headers=headers, accept=(404,) if missing else ())


def _verify(call: Call, secret: str, now: datetime) -> None:
    parts = dict(part.strip().split("=", 1) for part in call.headers["X-Ghost-Signature"].split(","))
    right = hmac.new(secret.encode(), call.body + parts["t"].encode(), "sha256").hexdigest()
    if not hmac.compare_digest(right.encode(), parts["sha256"].encode()):
        raise ValueError("not signed with this secret")
    check_time(float(parts["t"]) / 1000, now)


def _hint(call: Call) -> Hint | None:
    member = body_of(call).get("member")
    if not isinstance(member, dict):
        return None
    # What was deleted stands in `previous` only.
    versions = [version for key in ("current", "previous") if isinstance(version := member.get(key), dict)]
    subject = next((version["id"] for version in versions if isinstance(version.get("id"), str)), None)
    signature = call.headers["X-Ghost-Signature"].encode()
    return Hint(digest(call.body, signature), subject) if subject else None


GHOST = Hook(_verify, _hint)
"""Ghost: the HMAC-SHA256 of the body and the time in milliseconds."""
