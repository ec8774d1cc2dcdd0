"""Subscribers at Stripe: a reader is a customer, a tier a price or product of their subscriptions.

What was charged last counts too: a customer who disputes it, or had it refunded, has no tier. All is read
in one version of Stripe's interface, which each request names; Search, which lags, is never asked.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Annotated, Literal
from urllib.parse import urlencode

from pydantic import BaseModel, BeforeValidator
from stripe import WebhookSignature

from bot.causes import Cause
from bot.config_publishers import PublisherSettings
from bot.errors import SourceError
from bot.http import Fetched, Fetcher
from bot.subscribers.addresses import written
from bot.subscribers.hook import TOLERANCE, Hint, Hook, body_of, check_time
from bot.subscribers.provider import MOST_PAGES, PAGE, Ranks, typed
from bot.web import Call
from bot.workers import Workers
from storage.records import Standing
from storage.records_subscribers import Entry

API = "https://api.stripe.com"
VERSION = "2024-06-20"

_CUSTOMER = re.compile(r"cus_\w{1,100}")
_CHARGE = re.compile(r"(ch|py)_\w{1,100}")
_EXPAND = ("expand[]", "data.latest_invoice.charge")
_EXPAND_CUSTOMER = ("expand[]", "data.customer")
_RUNNING = {"active": "", "trialing": "", "past_due": "past_due"}
_ENDED = {"canceled": "cancelled", "unpaid": "unpaid", "incomplete_expired": "unpaid"}
_HARMLESS = frozenset(
    {"won", "prevented", "warning_closed", "warning_needs_response", "warning_under_review"}
)
_ABOUT = ("customer.", "invoice.", "charge.")


def _id(value: object) -> object:
    return value.get("id") if isinstance(value, dict) else value


Id = Annotated[str, BeforeValidator(_id)]
"""The id of an object, which Stripe may send in whole."""


class _Customer(BaseModel):
    id: str
    deleted: bool = False
    email: str | None = None


Payer = Annotated[_Customer, BeforeValidator(lambda told: {"id": told} if isinstance(told, str) else told)]
"""A customer, of whom Stripe may send no more than the id."""


class _Price(BaseModel):
    id: str
    product: Id | None = None
    lookup_key: str | None = None
    nickname: str | None = None


class _Item(BaseModel):
    price: _Price | None = None
    plan: _Price | None = None


class _Items(BaseModel):
    data: list[_Item]


class _Charge(BaseModel):
    id: str
    customer: Id | None = None
    refunded: bool = False
    disputed: bool = False


class _Invoice(BaseModel):
    created: int = 0
    charge: _Charge | None = None


class _Subscription(BaseModel):
    id: str
    customer: Payer
    status: Literal[
        "incomplete", "incomplete_expired", "trialing", "active", "past_due", "canceled", "unpaid", "paused"
    ]
    items: _Items
    created: int = 0
    current_period_start: int = 0
    current_period_end: int
    cancel_at_period_end: bool
    cancel_at: int | None = None
    ended_at: int | None = None
    latest_invoice: _Invoice | None = None


class _Subscriptions(BaseModel):
    data: list[_Subscription]
    has_more: bool


class _Dispute(BaseModel):
    status: str


class _Disputes(BaseModel):
    data: list[_Dispute]


@dataclass(frozen=True, slots=True)
class Page:
    """Facts of a page of subscriptions, each with the charge that its customer disputes, if any."""

    facts: tuple[tuple[Entry, str], ...]
    last: str
    more: bool


class Stripe:
    """A Stripe account."""

    def __init__(self, publisher: PublisherSettings, fetch: Fetcher, workers: Workers) -> None:
        self._url = (publisher.url or API).rstrip("/")
        self._key = publisher.token.get_secret_value()
        self._ranks = Ranks.of(publisher)
        # Nobody's address is asked for in vain.
        self._expand = (_EXPAND, _EXPAND_CUSTOMER) if publisher.mail_codes else (_EXPAND,)
        self._fetch = fetch
        self._workers = workers

    async def everyone(self, now: datetime) -> list[Entry]:
        """See `Provider.everyone`. Who is cancelled is not listed, and so has ended."""
        return await self._subscriptions({})

    async def one(self, subject: str, now: datetime) -> Entry | None:
        """See `Source.one`; for the id of a charge, the facts about its customer."""
        if _CHARGE.fullmatch(subject):
            subject = await self._payer(subject)
        if not _CUSTOMER.fullmatch(subject):
            return None
        answer = await self._get(f"customers/{subject}", missing=True)
        if answer.status == 404:
            return None
        if typed(_Customer, answer.body).deleted:
            return Entry(subject, "", standing=Standing.INACTIVE, reason="deleted")
        facts = await self._subscriptions({"customer": subject, "status": "all"})
        return self._ranks.best(facts) or Entry(subject, "", standing=Standing.INACTIVE)

    async def _subscriptions(self, query: dict[str, str]) -> list[Entry]:
        found: list[Entry] = []
        after: dict[str, str] = {}
        for _ in range(MOST_PAGES):
            asked = urlencode([("limit", str(PAGE)), *self._expand, *(query | after).items()])
            body = (await self._get(f"subscriptions?{asked}")).body
            page = await self._workers.run(f"{__name__}:read_page", body, self._ranks)
            found += [await self._judged(entry, charge) for entry, charge in page.facts]
            if not page.more:
                return found
            if not page.last or page.last == after.get("starting_after"):
                break
            after = {"starting_after": page.last}
        raise SourceError(Cause("cause-stripe-endless"))

    async def _judged(self, entry: Entry, charge: str) -> Entry:
        """A dispute takes the tier at once, unless it was won."""
        if not charge:
            return entry
        disputes = typed(_Disputes, (await self._get(f"disputes?charge={charge}")).body)
        if all(dispute.status in _HARMLESS for dispute in disputes.data):
            return entry
        return replace(entry, standing=Standing.INACTIVE, until=None, reason="fraud")

    async def _payer(self, charge: str) -> str:
        answer = await self._get(f"charges/{charge}", missing=True)
        return "" if answer.status == 404 else typed(_Charge, answer.body).customer or ""

    async def _get(self, path: str, *, missing: bool = False) -> Fetched:
        headers = {"Authorization": f"Bearer {self._key}", "Stripe-Version": VERSION}
        return await self._fetch.get(
            f"{self._url}/v1/{path}", headers=headers, accept=(404,) if missing else ()
        )


def read_page(body: bytes, ranks: Ranks) -> Page:
    """Read a page of subscriptions; runs in a worker."""
    told = typed(_Subscriptions, body)
    facts = tuple(_fact(subscription, ranks) for subscription in told.data)
    return Page(facts, told.data[-1].id if told.data else "", told.has_more)


def _fact(subscription: _Subscription, ranks: Ranks) -> tuple[Entry, str]:
    prices = [price for item in subscription.items.data for price in (item.price, item.plan) if price]
    tier = ranks.tier(*(n for p in prices for n in (p.product, p.id, p.lookup_key, p.nickname)))
    charge = subscription.latest_invoice.charge if subscription.latest_invoice else None
    status = subscription.status
    customer = subscription.customer
    fact = Entry(customer.id, tier, version=_version(subscription), address=written(customer.email or ""))
    if status not in _RUNNING:
        reason, end = _ENDED.get(status, ""), _moment(subscription.ended_at)
        return replace(fact, until=end, standing=Standing.INACTIVE, reason=reason), ""
    if charge is not None and charge.refunded:
        return replace(fact, standing=Standing.INACTIVE, reason="refunded"), ""
    # An active subscription renews itself some time after its period ends: only a cancelled one has an end.
    last = subscription.current_period_end if subscription.cancel_at_period_end else subscription.cancel_at
    reason = _RUNNING[status] or ("cancelled" if last else "")
    disputed = charge.id if charge is not None and charge.disputed else ""
    return replace(fact, until=_moment(last), reason=reason), disputed


def _version(subscription: _Subscription) -> datetime | None:
    """The newest of those of its times that only ever grow; one that was cancelled may be resumed."""
    invoiced = subscription.latest_invoice.created if subscription.latest_invoice else 0
    began, ended = subscription.current_period_start, subscription.ended_at or 0
    return _moment(max(subscription.created, began, ended, invoiced))


def _moment(seconds: int | None) -> datetime | None:
    return datetime.fromtimestamp(seconds, UTC) if seconds else None


def _verify(call: Call, secret: str, now: datetime) -> None:
    header = call.headers["Stripe-Signature"]
    WebhookSignature.verify_header(call.body, header, secret, int(TOLERANCE.total_seconds()))
    # The library takes what was signed for tomorrow.
    parts = dict(part.split("=", 1) for part in header.split(","))
    check_time(float(parts["t"]), now)


def _hint(call: Call) -> Hint | None:
    event = body_of(call)
    data = event.get("data")
    about = data.get("object") if isinstance(data, dict) else None
    kind, number = event.get("type"), event.get("id")
    if not (isinstance(kind, str) and kind.startswith(_ABOUT) and isinstance(number, str)):
        return None
    if not isinstance(about, dict):
        return None
    key = "id" if about.get("object") == "customer" else "customer"
    subject = _id(about.get(key)) or _id(about.get("charge"))
    return Hint(number, subject) if isinstance(subject, str) else None


STRIPE = Hook(_verify, _hint)
"""Stripe's own signature, checked by Stripe's library."""
