"""The settings of mail: the server that sends it, how much of it, and the keys of what is kept for it."""

from __future__ import annotations

import base64
import binascii
from email.utils import parseaddr
from ipaddress import ip_address
from typing import Annotated, Literal

from pydantic import AfterValidator, Field, SecretStr, model_validator

from bot.config_values import Section
from bot.subscribers.addresses import written

Times = Annotated[int, Field(ge=1, le=100_000)]


def _sender(value: str) -> str:
    if value and not written(parseaddr(value)[1]):
        raise ValueError('must be an address, for example "La Gazette <bot@gazette.example>"')
    return value


def _key(value: SecretStr) -> SecretStr:
    try:
        whole = len(base64.b64decode(value.get_secret_value(), altchars=b"-_", validate=True)) == 32
    except (binascii.Error, ValueError):
        whole = False
    if not whole:
        raise ValueError("is no key (32 bytes in URL-safe base64); make one with colporteur make-key")
    return value


class MailSettings(Section):
    """The SMTP server that sends our mails; off unless `host` and `from` are set.

    `tls` is "starttls" (port 587 unless another is set), "tls" (465), or "none" (25): that one only to this
    machine where there is a password. The limits count the mails that were asked for within an hour.
    """

    host: str = ""
    port: Annotated[int, Field(ge=1, le=65_535)] | None = None
    user: str = ""
    password: SecretStr = SecretStr("")
    sender: Annotated[str, Field(alias="from"), AfterValidator(_sender)] = ""
    tls: Literal["starttls", "tls", "none"] = "starttls"
    timeout: Annotated[float, Field(gt=0, le=120)] = 20
    per_reader: Times = 3
    per_address: Times = 3
    per_server: Times = 100
    per_hour: Times = 300

    @model_validator(mode="after")
    def _whole(self) -> MailSettings:
        if bool(self.host) != bool(self.sender):
            raise ValueError("needs both host and from, or neither")
        if bool(self.user) != bool(self.password.get_secret_value()):
            raise ValueError("needs both user and password, or neither")
        if self.user and self.tls == "none" and not _is_here(self.host):
            raise ValueError('tls = "none" would show the password to the net; use "starttls" or "tls"')
        return self


class PrivacySettings(Section):
    """The keys of what must not be readable at rest: the first seals, each opens."""

    keys: tuple[Annotated[SecretStr, AfterValidator(_key)], ...] = ()

    @model_validator(mode="after")
    def _once(self) -> PrivacySettings:
        if len({key.get_secret_value() for key in self.keys}) < len(self.keys):
            raise ValueError("keys holds the same key twice; remove one")
        return self


def _is_here(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
