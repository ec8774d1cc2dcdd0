"""A publisher's sign-in on loopback, by OpenID Connect, that can lie in every way a test asks for."""

from __future__ import annotations

import base64
import hashlib
import json
import secrets
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any
from urllib.parse import unquote

import jwt
from aiohttp import web
from cryptography.hazmat.primitives.asymmetric import ec
from jwt.algorithms import ECAlgorithm

CLIENT, CLIENT_SECRET = "colporteur", "a client's secret: with signs/"


class IdentityProvider:
    """Signs in whoever the browser's cookie `reader` names. `claims` go into id tokens, None leaves one out.

    `sign` changes how an id token is signed: (claims) → token.
    """

    def __init__(self) -> None:
        self.url = ""
        self.claims: dict[str, Any] = {}
        self.userinfo: dict[str, Any] = {}
        self.discovery: dict[str, Any] = {}
        self.sign = self.signed
        self.asked: list[str] = []
        self._codes: dict[str, dict[str, str]] = {}
        self._bearers: dict[str, str] = {}
        self.renew()

    def renew(self) -> None:
        """Another key with another name: the old one is gone."""
        self.key, self.name = ec.generate_private_key(ec.SECP256R1()), secrets.token_hex(4)

    def signed(self, claims: dict[str, Any]) -> str:
        return jwt.encode(claims, self.key, "ES256", headers={"kid": self.name})

    @property
    def private(self) -> str:
        """Its "host:port"."""
        return self.url.removeprefix("http://")

    def settings(self, **more: Any) -> dict[str, Any]:
        """What a publisher with this sign-in has under `oauth`."""
        return {"issuer": self.url, "client_id": CLIENT, "client_secret": CLIENT_SECRET} | more

    def addresses(self) -> dict[str, Any]:
        """The same for one that is no OpenID provider."""
        told = {"authorize_url": "authorize", "token_url": "token", "userinfo_url": "userinfo"}
        urls = {name: f"{self.url}/{path}" for name, path in told.items()}
        return {"client_id": CLIENT, "client_secret": CLIENT_SECRET, "scopes": ["profile"]} | urls

    def application(self) -> web.Application:
        app = web.Application()
        for path in (".well-known/openid-configuration", "authorize", "userinfo", "jwks"):
            app.router.add_get(f"/{path}", self._answer)
        app.router.add_post("/token", self._answer)
        return app

    async def _answer(self, request: web.Request) -> web.StreamResponse:
        name = request.path.rpartition("/")[2]
        self.asked.append(name)
        if name == "authorize":
            return self._authorize(request)
        if name == "token":
            return self._token({k: str(v) for k, v in (await request.post()).items()}, request)
        if name == "userinfo":
            reader = self._bearers.get(request.headers.get("Authorization", "").removeprefix("Bearer "))
            return web.json_response({"sub": reader, "id": 42} | self.userinfo, status=200 if reader else 401)
        if name == "jwks":
            key = json.loads(ECAlgorithm.to_jwk(self.key.public_key()))
            return web.json_response({"keys": [key | {"kid": self.name, "alg": "ES256", "use": "sig"}]})
        ends = ("authorization_endpoint", "token_endpoint", "userinfo_endpoint", "jwks_uri")
        paths = ("authorize", "token", "userinfo", "jwks")
        told = {end: f"{self.url}/{path}" for end, path in zip(ends, paths, strict=True)}
        return web.json_response({"issuer": self.url, **told} | self.discovery)

    def _authorize(self, request: web.Request) -> web.StreamResponse:
        asked, reader = request.query, request.cookies.get("reader", "")
        right = asked["client_id"] == CLIENT and asked["code_challenge_method"] == "S256"
        if not right or not reader:
            return web.Response(status=401, text="Nobody is signed in here.")
        code = secrets.token_urlsafe(12)
        self._codes[code] = dict(asked) | {"reader": reader}
        raise web.HTTPFound(f"{asked['redirect_uri']}?code={code}&state={asked['state']}&iss={self.url}")

    def _token(self, form: dict[str, str], request: web.Request) -> web.StreamResponse:
        asked = self._codes.pop(form["code"], None)
        challenge = base64.urlsafe_b64encode(hashlib.sha256(form["code_verifier"].encode()).digest())
        pair = base64.b64decode(request.headers["Authorization"].removeprefix("Basic ")).decode()
        known = [unquote(part) for part in pair.split(":")] == [CLIENT, CLIENT_SECRET]
        if not known or asked is None or challenge.decode().rstrip("=") != asked["code_challenge"]:
            return web.json_response({"error": "invalid_grant"}, status=400)
        bearer = secrets.token_urlsafe(12)
        self._bearers[bearer] = asked["reader"]
        answer = {"access_token": bearer, "token_type": "Bearer", "expires_in": 300}
        if "openid" in asked["scope"].split():
            answer["id_token"] = self.sign(self._about(asked))
        return web.json_response(answer)

    def _about(self, asked: dict[str, str]) -> dict[str, Any]:
        now = int(time.time())
        told = {
            "iss": self.url,
            "sub": asked["reader"],
            "aud": CLIENT,
            "iat": now,
            "exp": now + 300,
            "nonce": asked.get("nonce"),
        } | self.claims
        return {name: value for name, value in told.items() if value is not None}


@asynccontextmanager
async def identity_provider() -> AsyncIterator[IdentityProvider]:
    """A provider on a free port while the block lasts."""
    provider = IdentityProvider()
    runner = web.AppRunner(provider.application(), access_log=None)
    await runner.setup()
    try:
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        provider.url = f"http://127.0.0.1:{runner.addresses[0][1]}"
        yield provider
    finally:
        await runner.cleanup()
