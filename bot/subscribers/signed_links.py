"""The links that a publisher signs on its account page: a JSON web token says which reader opened it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import quote

import jwt

from bot.config_linking import SignedLinkSettings
from bot.config_publishers import PublisherSettings
from bot.subscribers.link_keys import PublicKey, read_public_key
from bot.web import Web

LONGEST_LIFE = 600
"""How many seconds a signed link may be valid."""
_SKEW = 30  # seconds by which a publisher's clock may differ
_LONGEST_TOKEN = 4_096
_LONGEST_WORD = 200
# Nobody signs with it: it only takes the time of a real one.
_DECOY: Final = SignedLinkSettings.model_validate({"secret": "strangers learn nothing from the time"})
_CLAIMS = ("sub", "exp", "iat", "jti", "aud")


@dataclass(frozen=True, slots=True)
class SignedLink:
    """A link that its publisher signed: for whom, and the digest of its own id."""

    subject: str
    token: str


class Signature:
    """How one publisher signs its links. `audience` is the address that they begin with."""

    def __init__(self, settings: SignedLinkSettings, audience: str) -> None:
        self._algorithm = settings.algorithm
        self._key: str | PublicKey = (
            read_public_key(settings.algorithm, settings.public_key_file)
            if settings.public_key_file
            else settings.secret.get_secret_value()
        )
        self._audience = audience

    def read(self, token: str) -> SignedLink | None:
        """Whose link this is; None unless it is whole, signed, for us, and of these minutes.

        Whether it was used before is not known here.
        """
        if len(token) > _LONGEST_TOKEN:
            return None
        try:
            return _checked(self._claims(token))
        except Exception:  # noqa: BLE001 - the library raises whatever a stranger's token makes it raise
            return None

    def _claims(self, token: str) -> dict[str, Any]:
        # The algorithm is the settings', never the token's own.
        return jwt.decode(
            token,
            self._key,
            algorithms=[self._algorithm],
            audience=self._audience,
            leeway=_SKEW,
            options={"require": list(_CLAIMS), "strict_aud": True, "enforce_minimum_key_length": True},
        )


class SignedLinks:
    """The links of all publishers that sign any, by the publisher's name."""

    def __init__(self, publishers: Iterable[PublisherSettings], web: Web) -> None:
        self._signatures = {
            p.name: Signature(p.signed_link, signed_address(web, p.name)) for p in publishers if p.signed_link
        }
        self._decoy = Signature(_DECOY, signed_address(web, ""))

    def __bool__(self) -> bool:
        return bool(self._signatures)

    def read(self, publisher: str, token: str) -> SignedLink | None:
        """See `Signature.read`; None, as slowly, for a publisher that does not sign links."""
        link = self._signatures.get(publisher, self._decoy).read(token)
        return link if publisher in self._signatures else None


def signed_address(web: Web, publisher: str) -> str:
    """What a publisher's signed links begin with, and name as their audience."""
    return web.address("link", quote(publisher))


def _checked(claims: dict[str, Any]) -> SignedLink | None:
    subject, number = claims["sub"], claims["jti"]
    fits = all(0 < len(word) <= _LONGEST_WORD and word.isprintable() for word in (subject, number))
    if not fits or int(claims["exp"]) - int(claims["iat"]) > LONGEST_LIFE:
        return None
    return SignedLink(subject, hashlib.sha256(number.encode()).hexdigest())
