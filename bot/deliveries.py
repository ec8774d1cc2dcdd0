"""What is owed, pure: when to try again, when to look before repeating, what marks a message as ours."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from enum import StrEnum

from storage.records import Delivery, Kind

# Discord keeps a nonce for "the past few minutes"; a third of the shortest reading of that is safe.
NONCE_WINDOW = timedelta(seconds=60)

# So many new comments at once for one thread share messages: one by one they would take minutes.
CROWD = 8

_ALPHABET = "0123456789abcdefghijklmnopqrstuvwxyz"


class Step(StrEnum):
    """What it takes to bring the shown state to the wanted one."""

    CREATE = "create"
    EDIT = "edit"
    REMOVE = "remove"


def step(delivery: Delivery) -> Step:
    """The step that a delivery needs."""
    if delivery.wanted is None:
        return Step.REMOVE
    return Step.CREATE if delivery.discord_id is None else Step.EDIT


def may_join(delivery: Delivery) -> bool:
    """Whether a delivery is a new comment's, never tried: several of those may share a message."""
    new = delivery.discord_id is None and delivery.tried is None and delivery.bundle is None
    return delivery.kind is Kind.COMMENT and delivery.wanted is not None and new


def shared(members: Sequence[Delivery]) -> Delivery:
    """The deliveries of one message as one: the first one's nonce, wanted while any of them is."""
    shown = next((member.discord_id for member in members if member.discord_id is not None), None)
    wanted = next((member.wanted for member in members if member.wanted is not None), None)
    return replace(members[0], wanted=wanted, discord_id=shown)


def nonce(delivery: Delivery) -> str:
    """The same for every try to create the same object, at most 25 characters."""
    number, digits = delivery.id, ""
    while number:
        number, digit = divmod(number, 36)
        digits = _ALPHABET[digit] + digits
    return f"{digits}-{delivery.made}"


def must_look(delivery: Delivery, now: datetime) -> bool:
    """Whether an earlier try of unknown outcome is too old for the nonce to catch a double."""
    return delivery.tried is not None and now - delivery.tried > NONCE_WINDOW


def retry_at(now: datetime, attempts: int, after: float | None = None) -> datetime:
    """When to try again after a failure that is nobody's fault: 1 s, 2 s, 4 s … up to five minutes."""
    seconds = min(2.0 ** min(max(attempts - 1, 0), 9), 300.0)
    return now + timedelta(seconds=max(seconds, after or 0))
