"""Subscribers at WooCommerce, from its Subscriptions or its Memberships: a tier is a product or a plan.

Its webhooks bear no time and no id that stays the same when they are sent again: the body names the event.
"""

from __future__ import annotations

import base64
import hmac
from dataclasses import replace
from datetime import UTC, datetime
from typing import Annotated

from pydantic import BaseModel, BeforeValidator

from bot.causes import Cause
from bot.config_publishers import PublisherSettings
from bot.errors import SourceError
from bot.http import Fetcher
from bot.subscribers.addresses import written
from bot.subscribers.hook import Hint, Hook, body_of, digest
from bot.subscribers.offsets import Rest
from bot.subscribers.provider import Ranks
from bot.web import Call
from storage.records import Standing
from storage.records_subscribers import Entry

_PATHS = {"subscriptions": "wc/v3/subscriptions", "memberships": "wc/v3/memberships/members"}
# on-hold: a payment failed and is tried again.
_RUNNING = {"active": "", "free_trial": "", "complimentary": "", "pending-cancel": "cancelled"}
_RUNNING |= {"pending": "cancelled", "on-hold": "past_due"}
_ENDED = {"cancelled": "cancelled", "expired": "", "switched": "", "paused": "", "delayed": "", "trash": ""}
_FIELDS = "id,status,customer_id,end_date_gmt,date_modified_gmt,line_items,plan_id"
_ABOUT = ("subscription.", "user_membership.")


Moment = Annotated[datetime | None, BeforeValidator(lambda told: told or None)]
"""One that is not set is empty text."""


class _Line(BaseModel):
    product_id: int
    variation_id: int = 0


class _Billing(BaseModel):
    email: str | None = None


class _Record(BaseModel):
    id: int
    status: str
    customer_id: int
    end_date_gmt: Moment = None
    date_modified_gmt: Moment = None
    line_items: list[_Line] = []
    plan_id: int | None = None
    # PHP tells an empty object as an empty list.
    billing: Annotated[_Billing | None, BeforeValidator(lambda told: told or None)] = None


class WooCommerce:
    """A WooCommerce shop."""

    def __init__(self, publisher: PublisherSettings, fetch: Fetcher) -> None:
        self._ranks = Ranks.of(publisher)
        self._memberships = publisher.records == "memberships"
        self._path = _PATHS[publisher.records]
        # Nobody's address is asked for in vain.
        self._fields = {"_fields": _FIELDS + ",billing.email" * publisher.mail_codes}
        self._rest = Rest(publisher.url or "", publisher.user, publisher.token.get_secret_value(), fetch)

    async def everyone(self, now: datetime) -> list[Entry]:
        """See `Provider.everyone`. Guests, who have no account, are nobody."""
        records = await self._rest.rows(list[_Record], self._path, self._fields)
        return [self._entry(record) for record in records if record.customer_id]

    async def one(self, subject: str, now: datetime) -> Entry | None:
        """See `Source.one`."""
        if not (subject.isascii() and subject.isdecimal()):
            return None
        records = await self._rest.rows(list[_Record], self._path, {"customer": subject} | self._fields)
        theirs = [self._entry(record) for record in records if str(record.customer_id) == subject]
        if best := self._ranks.best(theirs):
            return best
        answer = await self._rest.get(f"wc/v3/customers/{subject}", missing=True)
        return None if answer.status == 404 else Entry(subject, "", standing=Standing.INACTIVE)

    def _entry(self, record: _Record) -> Entry:
        status = record.status.removeprefix("wc-").removeprefix("wcm-")
        fact = Entry(
            str(record.customer_id),
            self._tier(record),
            version=_moment(record.date_modified_gmt),
            address=written((record.billing and record.billing.email) or ""),
        )
        if status == "pending" and not self._memberships:
            # Ordered, and not paid yet. A membership that is pending was cancelled, and runs to its end.
            return replace(fact, standing=Standing.INACTIVE)
        if status not in _RUNNING and status not in _ENDED:
            record_of = {"record": str(record.id), "status": status[:40]}
            raise SourceError(Cause("cause-woocommerce-status", record_of))
        reason = _RUNNING.get(status) or _ENDED.get(status, "")
        standing = Standing.ACTIVE if status in _RUNNING else Standing.INACTIVE
        end = _moment(record.end_date_gmt) if status in _ENDED or reason == "cancelled" else None
        return replace(fact, until=end, standing=standing, reason=reason)

    def _tier(self, record: _Record) -> str:
        bought = [number for line in record.line_items for number in (line.product_id, line.variation_id)]
        return self._ranks.tier(*(str(number) for number in (record.plan_id, *bought) if number))


def _moment(told: datetime | None) -> datetime | None:
    """Its dates are UTC and do not say so."""
    return told if told is None or told.tzinfo else told.replace(tzinfo=UTC)


def _verify(call: Call, secret: str, _now: datetime) -> None:
    right = base64.b64encode(hmac.digest(secret.encode(), call.body, "sha256"))
    if not hmac.compare_digest(right, call.headers["X-WC-Webhook-Signature"].encode()):
        raise ValueError("not signed with this secret")


def _hint(call: Call) -> Hint | None:
    topic = call.headers.get("X-WC-Webhook-Topic", "")
    if not topic.startswith(_ABOUT):
        return None
    customer = body_of(call).get("customer_id")
    # A deleted record is told by its own number only.
    return Hint(digest(topic.encode(), call.body), str(customer) if isinstance(customer, int) else "")


WOOCOMMERCE = Hook(_verify, _hint)
"""WooCommerce: the base64 HMAC-SHA256 of the body."""
