"""Who signs in at a publisher: its own OAuth2, with what OpenID Connect adds where it speaks that."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import jwt
from pydantic import TypeAdapter, ValidationError

from bot.causes import Cause
from bot.config_linking import OAuthSettings
from bot.config_values import SafeUrl
from bot.errors import SourceError
from bot.http import Fetcher
from bot.subscribers import oauth, visits

_KEPT_SECONDS = 3_600.0
_NEW_KEYS_SECONDS = 60.0
_SKEW = 30
_LONGEST_SUBJECT = 200
# Only what takes two keys: a public key must never be taken for a shared secret.
_ALGORITHMS = ("RS256", "PS256", "ES256", "RS384", "PS384", "ES384", "RS512", "PS512", "ES512", "EdDSA")
_SAFE_URL: TypeAdapter[str] = TypeAdapter(SafeUrl)


@dataclass(frozen=True, slots=True)
class Provider:
    """What a publisher's sign-in says of itself; empty where it has none of it."""

    issuer: str
    server: oauth.Server
    userinfo_url: str = ""
    jwks_url: str = ""


class PublisherSignIn:
    """Asks one publisher who signs in. Its addresses and keys are read when needed, and kept an hour."""

    def __init__(
        self,
        settings: OAuthSettings,
        fetch: Fetcher,
        redirect: str,
        *,
        new_keys_seconds: float = _NEW_KEYS_SECONDS,
    ) -> None:
        """Keys that are `new_keys_seconds` old are read again for a name that is not among them."""
        self._new_keys_seconds = new_keys_seconds
        self._settings = settings
        self._fetch = fetch
        self._redirect = redirect
        self._provider: tuple[float, Provider] | None = None
        self._keys: tuple[float, jwt.PyJWKSet] | None = None

    async def address(self, state: str, nonce: str, challenge: str) -> str:
        """Where to send a browser. SourceError while the publisher does not answer."""
        server = (await self._found()).server
        more = {"nonce": nonce} if "openid" in server.scopes else {}
        return oauth.authorize_address(server, self._redirect, state, challenge, **more)

    async def who(self, code: str, verifier: str, nonce: str, issuer: str) -> str:
        """The publisher's id of whoever signed in. `issuer` is who says that it sent the code, if anybody.

        SourceError where that is not clear, signed and for us.
        """
        provider = await self._found()
        if issuer and provider.issuer and issuer != provider.issuer:
            raise SourceError(Cause("cause-sign-in-other-provider"))
        tokens = await oauth.redeem(self._fetch, provider.server, code, self._redirect, verifier)
        claims: Mapping[str, Any] = {}
        if provider.jwks_url:
            claims = await self._claims(provider, tokens, nonce)
        if self._settings.subject_claim not in claims:
            claims = await self._asked(provider, tokens, claims)
        return _subject(claims.get(self._settings.subject_claim))

    async def _asked(
        self, provider: Provider, tokens: Mapping[str, Any], claims: Mapping[str, Any]
    ) -> Mapping[str, Any]:
        if not provider.userinfo_url:
            raise SourceError(Cause("cause-sign-in-no-claim", {"claim": self._settings.subject_claim}))
        answer = await oauth.ask(self._fetch, provider.userinfo_url, tokens)
        if claims and answer.get("sub") != claims["sub"]:
            raise SourceError(Cause("cause-sign-in-two-people"))
        return answer

    async def _claims(self, provider: Provider, tokens: Mapping[str, Any], nonce: str) -> dict[str, Any]:
        """What the id token says, once its signature, issuer, audience, times and nonce are right."""
        token = tokens.get("id_token")
        if not isinstance(token, str):
            raise SourceError(Cause("cause-sign-in-no-id-token"))
        try:
            claims = jwt.decode(
                token,
                await self._key(provider, token),
                algorithms=_ALGORITHMS,
                audience=self._settings.client_id,
                issuer=provider.issuer,
                leeway=_SKEW,
                options={"require": ["sub", "exp", "iat", "iss", "aud"], "enforce_minimum_key_length": True},
            )
        except (jwt.PyJWTError, ValueError, TypeError, OverflowError, RecursionError) as error:
            fault = type(error).__name__
            raise SourceError(Cause("cause-sign-in-wrong-id-token", {"fault": fault})) from None
        if not visits.same(str(claims.get("nonce", "")), nonce):
            raise SourceError(Cause("cause-sign-in-other-visit"))
        if claims.get("azp", self._settings.client_id) != self._settings.client_id:
            raise SourceError(Cause("cause-sign-in-for-another"))
        return claims

    async def _key(self, provider: Provider, token: str) -> jwt.PyJWK:
        """The key that a token names; a new name lets the keys be read anew, but not each time."""
        name = jwt.get_unverified_header(token).get("kid")
        found = _named(await self._key_set(provider, _KEPT_SECONDS), name)
        found = found or _named(await self._key_set(provider, self._new_keys_seconds), name)
        if found is None:
            raise SourceError(Cause("cause-sign-in-unknown-key"))
        return found

    async def _key_set(self, provider: Provider, kept: float) -> jwt.PyJWKSet:
        now = time.monotonic()
        if self._keys is None or now - self._keys[0] > kept:
            answer = oauth.read_object(await self._fetch.get(provider.jwks_url))
            self._keys = (now, jwt.PyJWKSet.from_dict(dict(answer)))
        return self._keys[1]

    async def _found(self) -> Provider:
        """The provider, from the settings or, where those name the issuer alone, from itself."""
        now = time.monotonic()
        if self._provider is None or now - self._provider[0] > _KEPT_SECONDS:
            told = self._settings.addresses
            self._provider = (now, self._told() if told else await self._discovered())
        return self._provider[1]

    def _told(self) -> Provider:
        told = self._settings
        server = self._server(told.authorize_url or "", told.token_url or "", basic=True)
        return Provider(told.issuer or "", server, told.userinfo_url or "", told.jwks_url or "")

    async def _discovered(self) -> Provider:
        issuer = (self._settings.issuer or "").rstrip("/")
        answer = oauth.read_object(await self._fetch.get(f"{issuer}/.well-known/openid-configuration"))
        if str(answer.get("issuer", "")).rstrip("/") != issuer:
            raise SourceError(Cause("cause-sign-in-other-issuer"))
        methods = answer.get("token_endpoint_auth_methods_supported") or ["client_secret_basic"]
        basic = "client_secret_post" not in methods or "client_secret_basic" in methods
        server = self._server(
            _url(answer, "authorization_endpoint"), _url(answer, "token_endpoint"), basic=basic
        )
        userinfo = _url(answer, "userinfo_endpoint") if answer.get("userinfo_endpoint") else ""
        return Provider(str(answer["issuer"]), server, userinfo, _url(answer, "jwks_uri"))

    def _server(self, authorize_url: str, token_url: str, *, basic: bool) -> oauth.Server:
        secret = self._settings.client_secret.get_secret_value()
        return oauth.Server(
            authorize_url, token_url, self._settings.client_id, secret, self._settings.scopes, basic
        )


def _named(keys: jwt.PyJWKSet, name: str | None) -> jwt.PyJWK | None:
    """The key of a name; without a name, the only key."""
    if name is None:
        return keys.keys[0] if len(keys.keys) == 1 else None
    return next((key for key in keys.keys if key.key_id == name), None)


def _url(answer: Mapping[str, Any], name: str) -> str:
    try:
        return _SAFE_URL.validate_python(answer.get(name))
    except ValidationError:
        raise SourceError(Cause("cause-sign-in-no-address", {"name": name})) from None


def _subject(told: object) -> str:
    """The id as the publisher's list writes it."""
    subject = str(told) if isinstance(told, str | int) and not isinstance(told, bool) else ""
    if not 0 < len(subject) <= _LONGEST_SUBJECT or not subject.isprintable():
        raise SourceError(Cause("cause-sign-in-nobody"))
    return subject
