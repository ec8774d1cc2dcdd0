"""What we and a browser that links tell each other: its cookie, and where it goes next."""

from __future__ import annotations

from urllib.parse import parse_qs

from bot.subscribers import visits
from bot.subscribers.link_pages import SAFE, reading_language
from bot.web import Call, Reply

_LARGEST_FORM = 1_000
# Longer than all steps of a visit together.
_COOKIE_SECONDS = int(3 * visits.LIFE.total_seconds())


class Browsers:
    """The browsers that come to our address."""

    def __init__(self, address: str) -> None:
        # A browser takes a cookie of this prefix from our own address alone, and tells it to nobody else.
        secure = address.startswith("https:")
        self._cookie, self._end = ("__Host-link", "; Secure") if secure else ("link", "")

    def secret(self, call: Call) -> str:
        """The cookie of a browser; empty where it has none."""
        pairs = (part.strip().partition("=") for part in call.headers.get("Cookie", "").split(";"))
        return next((value for name, _, value in pairs if name == self._cookie), "")

    def send(self, address: str, secret: str = "") -> Reply:
        """To another address, which learns nothing of this one; a new `secret` becomes the cookie."""
        headers = {**SAFE, "Location": address}
        if secret:
            about = f"Path=/; Max-Age={_COOKIE_SECONDS}; HttpOnly; SameSite=Lax{self._end}"
            headers["Set-Cookie"] = f"{self._cookie}={secret}; {about}"
        return Reply(303, headers=headers)


def language(call: Call) -> str:
    """What the reader's browser speaks."""
    return reading_language(call.headers.get("Accept-Language", ""))


def field(call: Call, name: str) -> str:
    """A field of the form that a call brings; empty where it is no form of ours."""
    if len(call.body) > _LARGEST_FORM:
        return ""
    values = parse_qs(call.body.decode("ascii", "replace")).get(name, [])
    return values[0] if len(values) == 1 else ""
