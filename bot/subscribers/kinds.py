"""The kinds of publishers, and what the settings must say of each; pure."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Collection, Iterable
from typing import Literal, Protocol

Kind = Literal["csv", "json", "push", "sql", "wordpress", "stripe", "ghost", "woocommerce"]

_NEEDS: dict[str, tuple[str, ...]] = {
    "csv": (),
    "json": (),
    "push": ("url", "webhook_secrets"),
    "sql": ("database",),
    "wordpress": ("url", "user", "token"),
    "stripe": ("token",),
    "ghost": ("url", "token"),
    "woocommerce": ("url", "user", "token"),
}
_MAY: dict[str, tuple[str, ...]] = {
    "csv": ("url", "file", "token", "subscriber_url", "end_marker"),
    "json": ("url", "file", "token", "subscriber_url"),
    "push": ("token", "subscriber_url"),
    "sql": ("view", "columns"),
    "wordpress": (),
    "stripe": ("url",),
    "ghost": (),
    "woocommerce": ("records",),
}
_ONLY_SOME = {name for names in (*_NEEDS.values(), *_MAY.values()) for name in names} - {"webhook_secrets"}
_GHOST_KEY = re.compile(r"[0-9a-f]+:([0-9a-f]{2})+")


class Secret(Protocol):
    """A text that is not shown."""

    def get_secret_value(self) -> str:
        """The text."""
        ...


def check_kind(kind: Kind, given: Collection[str]) -> str:
    """What is wrong with the keys that a publisher has, and the mend; empty if nothing is."""
    if kind in ("csv", "json") and ("url" in given) == ("file" in given):
        return "needs either url or file"
    if missing := [name for name in _NEEDS[kind] if name not in given]:
        return f'kind = "{kind}" needs {", ".join(missing)}; docs/subscribers.md tells where to find them'
    if foreign := sorted((_ONLY_SOME & set(given)) - {*_NEEDS[kind], *_MAY[kind]}):
        return f'kind = "{kind}" has no use for {", ".join(foreign)}; remove it, or choose another kind'
    return ""


def check_secrets(kind: Kind, token: Secret, webhook_secrets: Iterable[Secret]) -> str:
    """What is wrong with the form of a publisher's secrets, without showing them; empty if nothing is."""
    if kind == "ghost" and not _GHOST_KEY.fullmatch(token.get_secret_value()):
        return "token is no Ghost Admin API key (id:secret); copy it from Settings, Integrations"
    secrets = [secret.get_secret_value() for secret in webhook_secrets]
    if not all(secrets):
        return "webhook_secrets holds an empty one; remove it"
    if kind in ("stripe", "ghost", "woocommerce") or all(map(_is_standard, secrets)):
        return ""
    return "webhook_secrets must be in base64, with or without whsec_; make one: openssl rand -base64 32"


def _is_standard(secret: str) -> bool:
    text = secret.removeprefix("whsec_").rstrip("=")
    try:
        return len(base64.b64decode(text + "=" * (-len(text) % 4), validate=True)) >= 16
    except (binascii.Error, ValueError):
        return False
