"""A client of OAuth2: the authorization code flow with PKCE (RFC 6749, RFC 7636)."""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote, urlencode

from bot.causes import Cause
from bot.errors import SourceError
from bot.http import Fetched, Fetcher

_LONGEST_CODE = 4_096


@dataclass(frozen=True, slots=True)
class Server:
    """Where people sign in, and who we are there. `basic` sends our secret in a header, not in the form."""

    authorize_url: str
    token_url: str
    client_id: str
    client_secret: str = field(repr=False)
    scopes: tuple[str, ...] = ()
    basic: bool = True


def authorize_address(server: Server, redirect: str, state: str, challenge: str, **more: str) -> str:
    """Where to send a browser; it comes back to `redirect` with a code and this `state`."""
    asked = {
        "response_type": "code",
        "client_id": server.client_id,
        "redirect_uri": redirect,
        "scope": " ".join(server.scopes),
        "state": state,
        "code_challenge": challenge,
        "code_challenge_method": "S256",
        **more,
    }
    joint = "&" if "?" in server.authorize_url else "?"
    return server.authorize_url + joint + urlencode(asked, quote_via=quote)


async def redeem(
    fetch: Fetcher, server: Server, code: str, redirect: str, verifier: str
) -> Mapping[str, Any]:
    """Change a code for tokens. SourceError where the server does not give them."""
    if not 0 < len(code) <= _LONGEST_CODE:
        raise SourceError(Cause("cause-sign-in-no-code"))
    form = {
        "grant_type": "authorization_code",
        "code": code,
        "redirect_uri": redirect,
        "code_verifier": verifier,
    }
    headers = {"Accept": "application/json"}
    if server.client_secret and server.basic:
        pair = f"{quote(server.client_id, safe='')}:{quote(server.client_secret, safe='')}"
        headers["Authorization"] = f"Basic {base64.b64encode(pair.encode()).decode()}"
    else:
        form |= {"client_id": server.client_id}
        form |= {"client_secret": server.client_secret} if server.client_secret else {}
    answer = await fetch.send("POST", server.token_url, form=form, headers=headers)
    if answer.status != 200:
        raise SourceError(Cause("cause-sign-in-code-refused", {"status": answer.status}))
    return read_object(answer)


async def ask(fetch: Fetcher, url: str, tokens: Mapping[str, Any]) -> Mapping[str, Any]:
    """What an address says of whoever these tokens are of."""
    token = tokens.get("access_token")
    if not isinstance(token, str) or not token.isascii() or not token.isprintable():
        raise SourceError(Cause("cause-sign-in-no-access-token"))
    headers = {"Authorization": f"Bearer {token}", "Accept": "application/json"}
    return read_object(await fetch.get(url, headers=headers))


def read_object(answer: Fetched) -> Mapping[str, Any]:
    """The JSON object of an answer; SourceError where it is none."""
    try:
        found = json.loads(answer.body)
    except (ValueError, RecursionError):
        found = None
    if not isinstance(found, dict):
        raise SourceError(Cause("cause-sign-in-no-object"))
    return found
