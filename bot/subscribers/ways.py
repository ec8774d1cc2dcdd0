"""The ways to link that publishers offer, pure. A code works with all of them, so it is none of these."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from bot.config_publishers import PublisherSettings


class Way(StrEnum):
    """How a reader may prove who they are at a publisher."""

    SIGN_IN = "sign-in"  # at the publisher, by OAuth2
    MAIL = "mail"  # by a code that is sent to their address
    ACCOUNT = "account"  # on the publisher's account page, which has a signed link or shows a code


@dataclass(frozen=True, slots=True)
class Offer:
    """A way that a publisher offers; `url` where it begins, empty where that is another for each reader."""

    publisher: str
    way: Way
    url: str = ""


def offered(publishers: Iterable[PublisherSettings], guild: int) -> list[Offer]:
    """What the publishers of a server offer, the easiest way of each first."""
    found = []
    for publisher in publishers:
        if guild not in publisher.role_ids:
            continue
        if publisher.oauth:
            found.append(Offer(publisher.name, Way.SIGN_IN))
        if publisher.mail_codes:
            found.append(Offer(publisher.name, Way.MAIL))
        if publisher.account_url:
            found.append(Offer(publisher.name, Way.ACCOUNT, publisher.account_url))
    return found
