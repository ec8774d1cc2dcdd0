"""What the links of a Discord account give, and why not more."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from bot.config_publishers import PublisherSettings
from bot.subscribers import rules
from bot.subscribers.projection import Projection
from storage import subscribers as store
from storage.database import Queries
from storage.holdings import holdings_of
from storage.records import Standing
from storage.records_subscribers import Holding, PublisherState


@dataclass(frozen=True, slots=True)
class Membership:
    """One link of a member: what it gives, and why not more. `roles` are those that they should have.

    `subject` is the publisher's id of them.
    """

    publisher: str
    guild: int
    tier: str
    until: datetime | None
    standing: Standing
    why: rules.Why
    linked: datetime
    roles: tuple[int, ...] = ()
    account_url: str = ""
    subject: str = ""


async def of_user(
    q: Queries,
    publishers: Mapping[str, PublisherSettings],
    projection: Projection,
    user: int,
    now: datetime,
    guild: int | None = None,
) -> tuple[Membership, ...]:
    """The memberships of a Discord account, with the roles of one server where it is named."""
    states, tiers = await store.publishers(q), await projection.tiers(q)
    return tuple(
        _membership(publishers, holding, states, tiers, now, guild) for holding in await holdings_of(q, user)
    )


def _membership(
    publishers: Mapping[str, PublisherSettings],
    holding: Holding,
    states: Mapping[str, PublisherState],
    all_tiers: Mapping[str, rules.Tiers],
    now: datetime,
    guild: int | None,
) -> Membership:
    link, subscriber = holding.link, holding.subscriber
    settings, tiers = publishers.get(link.publisher), all_tiers.get(link.publisher)
    last_read = states[link.publisher].last_read if link.publisher in states else None
    wanted = rules.claims([holding], (), all_tiers, {link.publisher: last_read}, now).wanted
    return Membership(
        publisher=link.publisher,
        guild=guild or (settings.guild if settings else 0),
        tier=subscriber.tier if subscriber else "",
        until=subscriber.until if subscriber else None,
        standing=rules.standing(subscriber, last_read, now, tiers.grace if tiers else {}),
        why=rules.why(holding, tiers, last_read, now),
        linked=link.linked,
        roles=tuple(role for place, role in sorted(wanted) if guild in {None, place}),
        account_url=(settings.account_url or "") if settings else "",
        subject=link.subject,
    )
