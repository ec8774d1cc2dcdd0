"""What in the settings nobody may read in a log: secrets, and credentials within addresses."""

from __future__ import annotations

import base64
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import parse_qsl, quote, unquote, urlsplit

from pydantic import BaseModel, SecretStr

_SECRET_KEYS = ("token", "key", "secret", "password", "auth", "sig")


def secrets_of(settings: BaseModel) -> set[str]:
    """Every secret in a tree of settings, in each form in which it may turn up."""
    return {form for secret in _found(settings) for form in _forms(secret)} - {""}


def _found(node: Any) -> Iterator[str]:
    if isinstance(node, SecretStr):
        yield node.get_secret_value()
        yield from _in_address(node.get_secret_value())
    elif isinstance(node, BaseModel):
        values = list(vars(node).values())
        yield from _logins(vars(node).get("user", ""), values)
        for value in values:
            yield from _found(value)
    elif isinstance(node, Mapping):
        for value in node.values():
            yield from _found(value)
    elif isinstance(node, list | tuple):
        for value in node:
            yield from _found(value)
    elif isinstance(node, str):
        yield from _in_address(node)


def _logins(user: str, values: list[Any]) -> Iterator[str]:
    """A user's name and password as headers and mail servers are told them."""
    for value in values:
        if user and isinstance(value, SecretStr):
            for text in (f"{user}:{value.get_secret_value()}", f"\0{user}\0{value.get_secret_value()}"):
                yield base64.b64encode(text.encode()).decode()


def _in_address(text: str) -> Iterator[str]:
    try:
        address = urlsplit(text) if "://" in text else None
        login = (address.username, address.password) if address else (None, None)
    except ValueError:
        return
    if address is None:
        return
    if login[1]:
        yield login[1]
        yield f"{login[0]}:{login[1]}"
        yield base64.b64encode(f"{unquote(login[0] or '')}:{unquote(login[1])}".encode()).decode()
    for name, value in parse_qsl(address.query):
        if any(key in name.lower() for key in _SECRET_KEYS):
            yield value


def _forms(secret: str) -> Iterator[str]:
    """As it is, as addresses and quoted texts have it, and the part of it that is secret by itself."""
    part = secret.removeprefix("whsec_").rpartition(":")[2] if "://" not in secret else secret
    for text in {secret, part, unquote(secret)}:
        yield from (text, quote(text, safe=""), repr(text)[1:-1])
