"""What must not be readable at rest: sealed with a key, and found by a keyed hash.

The first key seals, each opens. A key is 32 random bytes in URL-safe base64, as `make_key` makes them.
"""

from __future__ import annotations

import base64
import hmac
from collections.abc import Sequence

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF


class LostKeyError(Exception):
    """What was sealed with a key that we do not have (or was altered)."""


class Vault:
    """Seals and opens with some keys, at least one. ValueError for what is no key."""

    def __init__(self, keys: Sequence[str]) -> None:
        self.keys = tuple(keys)
        self._fernet = MultiFernet([Fernet(key) for key in keys])
        self._digest_keys = tuple(_derived(key, b"colporteur digest") for key in keys)
        self.names = tuple(_derived(key, b"colporteur name")[:6].hex() for key in keys)

    def __repr__(self) -> str:
        return f"Vault({', '.join(self.names)})"

    @property
    def name(self) -> str:
        """The name of the first key: it tells nothing of the key, and which one it is."""
        return self.names[0]

    def seal(self, text: str) -> str:
        """A text that only our keys open; another each time."""
        return self._fernet.encrypt(text.encode()).decode()

    def open(self, sealed: str) -> str:
        """The text that was sealed; LostKeyError where none of the keys opens it."""
        try:
            return self._fernet.decrypt(sealed).decode()
        except InvalidToken:
            raise LostKeyError from None

    def digest(self, text: str) -> str:
        """A hash of a text that only the first key makes: the same each time."""
        return _digest(self._digest_keys[0], text)

    def digests(self, text: str) -> tuple[str, ...]:
        """The hash that each key makes of a text, the first key's first."""
        return tuple(_digest(key, text) for key in self._digest_keys)


def make_key() -> str:
    """A new key."""
    return Fernet.generate_key().decode()


def _digest(key: bytes, text: str) -> str:
    # Half of it, 128 bits: there are a hundred thousand of them in memory when a list is compared.
    return hmac.digest(key, text.encode(), "sha256")[:16].hex()


def _derived(key: str, purpose: bytes) -> bytes:
    return HKDF(SHA256(), 32, salt=None, info=purpose).derive(base64.urlsafe_b64decode(key))
