"""Sign-in at the simulated Discord: OAuth2 with codes and PKCE, and what a bearer token may ask.

A browser is signed in as whoever its cookie `person` names; without one it may choose. Addresses to come back
to must be registered in `redirects`, as in the developer portal.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
import time
from collections.abc import Mapping
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urlencode

from aiohttp import web
from simcord.backend import serializers

if TYPE_CHECKING:
    from bot.demo.wire.backend import SimulatedDiscord
    from bot.demo.wire.request import Incoming

_CODE_SECONDS = 60.0
_STYLE = (
    "body{max-width:22rem;margin:2rem auto;padding:0 1rem;background:#1e1f22;color:#f2f3f5;"
    "font:1rem/1.5 system-ui}h1{font-size:1.2rem}button{width:100%;padding:.7rem;border:0;"
    "border-radius:.5rem;background:#5865f2;color:#fff;font:inherit}[name=cancel]{background:#4e5058}"
)
_HEADERS = {
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'",
    "Cache-Control": "no-store",
}
_TOKEN_SECONDS = 604_800


@dataclass(frozen=True, slots=True)
class _Grant:
    """A code that was given out."""

    person: int
    redirect: str
    challenge: str
    until: float


class OAuth:
    """The application's sign-in. `client_secret` is what the developer portal would show."""

    def __init__(self, backend: SimulatedDiscord) -> None:
        self._backend = backend
        self.client_secret = secrets.token_urlsafe(24)
        self._codes: dict[str, _Grant] = {}
        self._bearers: dict[str, int] = {}
        self._allowed: set[int] = set()

    def allow(self, person: int) -> None:
        """Somebody lets the application know their name, as they did once before."""
        self._allowed.add(person)

    async def authorize(self, request: web.Request) -> web.Response:
        """The page that asks a person, or straight back for one who allowed it before."""
        asked = request.query
        if problem := self._problem(asked):
            return web.Response(status=400, text=problem)
        said = await request.post()
        if "cancel" in said:
            return _back(asked, error="access_denied", error_description="The resource owner denied it")
        told = str(request.cookies.get("person") or said.get("person", "0"))
        people = self._people()
        person = int(told) if told.isdecimal() and int(told) in people else 0
        if person and (said or (asked.get("prompt") == "none" and person in self._allowed)):
            return _back(asked, code=self._grant(person, asked))
        shown = {person: people[person]} if person else people
        return web.Response(text=_page(shown), content_type="text/html", headers=_HEADERS)

    def _people(self) -> dict[int, str]:
        return {
            user.id: user.global_name or user.name for user in self._backend.users.values() if not user.bot
        }

    def _problem(self, asked: Mapping[str, str]) -> str:
        if asked.get("client_id") != str(self._backend.application_id):
            return "Unknown Application"
        if asked.get("redirect_uri") not in self._backend.redirects:
            return "Invalid OAuth2 redirect_uri"
        if asked.get("response_type") != "code" or asked.get("scope") != "identify":
            return "Invalid scope"
        if asked.get("code_challenge_method") != "S256" or len(asked.get("code_challenge", "")) != 43:
            return "Invalid code_challenge"
        return ""

    def _grant(self, person: int, asked: Mapping[str, str]) -> str:
        code = secrets.token_urlsafe(22)
        until = time.monotonic() + _CODE_SECONDS
        self._codes[code] = _Grant(person, asked["redirect_uri"], asked["code_challenge"], until)
        self.allow(person)
        return code

    def answer(self, incoming: Incoming) -> tuple[int, dict[str, Any]] | None:
        """A status and an answer, where a request is about sign-in or comes with a bearer token of ours."""
        called = (incoming.method, incoming.path)
        if called == ("POST", "/oauth2/token"):
            return self._token(incoming.form, incoming.token or "")
        user = self._user(incoming.token) if called == ("GET", "/users/@me") else None
        return (200, user) if user else None

    def _token(self, form: Mapping[str, str], authorization: str) -> tuple[int, dict[str, Any]]:
        if not self._is_ours(authorization):
            return 401, {"error": "invalid_client"}
        if form.get("grant_type") != "authorization_code":
            return 400, {"error": "unsupported_grant_type"}
        grant = self._codes.pop(form.get("code", ""), None)
        if grant is None or not _fits(grant, form):
            return 400, {"error": "invalid_grant", "error_description": 'Invalid "code" in request.'}
        bearer = secrets.token_urlsafe(22)
        self._bearers[bearer] = grant.person
        answer = {"access_token": bearer, "token_type": "Bearer", "expires_in": _TOKEN_SECONDS}
        return 200, answer | {"refresh_token": secrets.token_urlsafe(22), "scope": "identify"}

    def _user(self, authorization: str | None) -> dict[str, Any] | None:
        person = self._bearers.get((authorization or "").removeprefix("Bearer "))
        if person is None:
            return None
        about = dict(serializers.user_payload(self._backend.get_user(person)))
        return about | {"locale": self._backend.locale_of(person), "mfa_enabled": False}

    def _is_ours(self, authorization: str) -> bool:
        try:
            pair = base64.b64decode(authorization.removeprefix("Basic ")).decode()
        except ValueError:
            return False
        name, _, secret = map(unquote, pair.partition(":"))
        told = hmac.compare_digest(secret.encode(), self.client_secret.encode())
        return told and name == str(self._backend.application_id)


def _fits(grant: _Grant, form: Mapping[str, str]) -> bool:
    digest = hashlib.sha256(form.get("code_verifier", "").encode()).digest()
    proved = base64.urlsafe_b64encode(digest).rstrip(b"=").decode() == grant.challenge
    return proved and form.get("redirect_uri") == grant.redirect and time.monotonic() < grant.until


def _back(asked: Mapping[str, str], **told: str) -> web.Response:
    state = {"state": asked["state"]} if "state" in asked else {}
    return web.Response(
        status=302, headers={"Location": f"{asked['redirect_uri']}?{urlencode({**told, **state})}"}
    )


def _page(people: Mapping[int, str]) -> str:
    """Asks one person, or who of several sits there."""
    buttons = "".join(
        f'<p><button name="person" value="{number}">Authorize as {escape(name)}</button></p>'
        for number, name in people.items()
    )
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1"><title>Discord</title>'
        f"<style>{_STYLE}</style></head>"
        "<body><h1>Discord (simulated)</h1><p>Colporteur wants to know your name.</p>"
        f'<form method="post">{buttons}<p><button name="cancel">Cancel</button></p></form></body></html>'
    )
