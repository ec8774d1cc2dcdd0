"""A visit of linking by the web, pure: its steps, and the secrets that all follow from its browser's cookie.

The cookie never leaves our address, so a state, nonce or form that follows from it proves the browser; of the
cookie itself only a digest is stored.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
from datetime import timedelta
from enum import StrEnum

LIFE = timedelta(minutes=10)
"""How long a reader has from step to step."""


class Step(StrEnum):
    """Where a browser is."""

    INVITED = "invited"  # has the ticket of a button on Discord, but no cookie yet
    AT_PUBLISHER = "at publisher"  # was sent to sign in there
    FROM_PUBLISHER = "from publisher"  # came back; we are asking who it was
    AT_DISCORD = "at discord"
    FROM_DISCORD = "from discord"
    ASKED = "asked"  # sees whom we would link to whom
    LINKED = "linked"


def new_secret() -> str:
    """A cookie or ticket: 256 random bits, fit for an address."""
    return secrets.token_urlsafe(32)


def digest(secret: str) -> str:
    """A secret as it is stored."""
    return hashlib.sha256(_bytes(secret)).hexdigest()


def state(secret: str, step: Step) -> str:
    """What must come back from where a browser was sent at a step."""
    return _derived(secret, f"state {step}")


def verifier(secret: str, step: Step) -> str:
    """The code verifier of PKCE (RFC 7636) at a step."""
    return _derived(secret, f"verifier {step}")


def challenge(verifier: str) -> str:
    """A verifier's S256 challenge."""
    return _base64(hashlib.sha256(verifier.encode()).digest())


def nonce(secret: str) -> str:
    """What an id token of this visit must hold."""
    return _derived(secret, "nonce")


def form(secret: str) -> str:
    """What the form that we show must bring back."""
    return _derived(secret, "form")


def same(told: str, expected: str) -> bool:
    """Whether two secrets are equal, in a time that does not tell where they differ."""
    return hmac.compare_digest(_bytes(told), _bytes(expected))


def _derived(secret: str, purpose: str) -> str:
    return _base64(hmac.digest(_bytes(secret), purpose.encode(), "sha256"))


def _bytes(told: str) -> bytes:
    # A stranger's header may hold halves of characters.
    return told.encode("utf-8", "surrogatepass")


def _base64(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()
