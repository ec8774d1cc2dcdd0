"""What a provider's webhook says: that somebody changed, never what is true of them."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from standardwebhooks.webhooks import Webhook

from bot.web import Call

TOLERANCE = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class Hint:
    """Look at this subject, at all of them where it is empty.

    `event` is the provider's id of the event, the same when it is sent again.
    """

    event: str
    subject: str


@dataclass(frozen=True, slots=True)
class Hook:
    """How a provider signs its calls, and whom they are about.

    `verify(call, secret, now)` raises anything at all for a call that was not signed so, lately, with that
    secret. `hint(call)` is asked about verified calls only; None for events that are not about subscribers.
    """

    verify: Callable[[Call, str, datetime], None]
    hint: Callable[[Call], Hint | None]


def check_time(signed: float, now: datetime) -> None:
    """ValueError for a signature of another hour, be it past or to come; seconds since 1970."""
    if abs(now.timestamp() - signed) > TOLERANCE.total_seconds():
        raise ValueError("signed too long ago, or in the future")


def body_of(call: Call) -> dict[str, Any]:
    """The JSON object that a call brought, empty where it brought something else."""
    try:
        told = json.loads(call.body)
    except (ValueError, RecursionError):
        return {}
    return told if isinstance(told, dict) else {}


def digest(*parts: bytes) -> str:
    """A name for what providers name by its content."""
    return hashlib.sha256(b"\0".join(parts)).hexdigest()


def _verify_standard(call: Call, secret: str, _now: datetime) -> None:
    headers = {name.lower(): value for name, value in call.headers.items()}
    Webhook(secret).verify(call.body, headers, json_parse=False)


def _standard_hint(call: Call) -> Hint | None:
    data = body_of(call).get("data")
    subject = data.get("id") if isinstance(data, dict) else None
    if isinstance(subject, bool) or not isinstance(subject, str | int):
        return None
    return Hint(call.headers["webhook-id"], str(subject))


STANDARD = Hook(_verify_standard, _standard_hint)
"""Standard Webhooks: `{"type": …, "timestamp": …, "data": {"id": SUBJECT}}`."""
