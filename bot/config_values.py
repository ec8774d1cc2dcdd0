"""What the sections of the settings are made of: values that are checked as they are read."""

from __future__ import annotations

from typing import Annotated
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

Snowflake = Annotated[int, Field(ge=10_000, lt=2**63)]


def _http_url(value: str) -> str:
    if not value.startswith(("http://", "https://")):
        raise ValueError("must start with http:// or https://")
    return value


def _zone(value: str) -> str:
    try:
        ZoneInfo(value)
    except (ZoneInfoNotFoundError, ValueError):
        raise ValueError("must be a time zone's name, for example Europe/Paris") from None
    return value


def is_confidential(url: str) -> bool:
    """Whether nobody on the way to this address can read what is sent there."""
    parts = urlsplit(url)
    return parts.scheme == "https" or parts.hostname in {"127.0.0.1", "::1", "localhost"}


def _safe_url(value: str) -> str:
    if not is_confidential(value):
        raise ValueError("must start with https://, for secrets are sent there")
    return value


HttpUrl = Annotated[str, AfterValidator(_http_url)]
SafeUrl = Annotated[HttpUrl, AfterValidator(_safe_url)]
Zone = Annotated[str, AfterValidator(_zone)]


class Section(BaseModel):
    """A table of the settings; a key that it does not know is a mistake."""

    model_config = ConfigDict(frozen=True, extra="forbid")
