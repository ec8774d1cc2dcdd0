"""The settings of linking by the web: signed links, and a publisher's own sign-in by OAuth2."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, SecretStr, field_validator, model_validator

from bot.config_values import SafeUrl, Section
from bot.subscribers.link_keys import read_public_key

_SHORTEST_SECRET = 32


class SignedLinkSettings(Section):
    """How a publisher signs the links on its account page: by a secret that we share, or by its private key.

    `secret` is for HS256 and has 32 bytes at least; `public_key_file` is a PEM for all other algorithms.
    """

    algorithm: Literal["HS256", "RS256", "ES256", "EdDSA"] = "HS256"
    secret: SecretStr = SecretStr("")
    public_key_file: Path | None = None

    @field_validator("secret")
    @classmethod
    def _long(cls, value: SecretStr) -> SecretStr:
        text = value.get_secret_value()
        if "-----BEGIN" in text:
            raise ValueError("is a key file's text; name its file in public_key_file and set its algorithm")
        if len(text.encode()) < _SHORTEST_SECRET:
            raise ValueError("must have 32 bytes at least; make one: openssl rand -base64 48")
        return value

    @model_validator(mode="after")
    def _one_key(self) -> SignedLinkSettings:
        shared, secret = self.algorithm == "HS256", bool(self.secret.get_secret_value())
        if shared and (not secret or self.public_key_file):
            raise ValueError('algorithm = "HS256" needs secret, and no public_key_file')
        if not shared and (secret or not self.public_key_file):
            raise ValueError(f'algorithm = "{self.algorithm}" needs public_key_file, and no secret')
        if self.public_key_file:
            read_public_key(self.algorithm, self.public_key_file)
        return self


class OAuthSettings(Section):
    """A publisher's own sign-in, of which we are a client.

    `issuer` alone is enough where it is an OpenID provider: it tells its addresses itself. Otherwise
    `authorize_url` and `token_url`, and `userinfo_url` or (with `issuer`) `jwks_url`. `subject_claim` is
    where the answer has the id under which the publisher's list names a reader.
    """

    issuer: SafeUrl | None = None
    authorize_url: SafeUrl | None = None
    token_url: SafeUrl | None = None
    userinfo_url: SafeUrl | None = None
    jwks_url: SafeUrl | None = None
    client_id: Annotated[str, Field(min_length=1, max_length=200)]
    client_secret: SecretStr = SecretStr("")
    scopes: tuple[str, ...] = ("openid",)
    subject_claim: Annotated[str, Field(min_length=1, max_length=100)] = "sub"

    @model_validator(mode="after")
    def _known(self) -> OAuthSettings:
        if not self.addresses:
            if not self.issuer:
                raise ValueError("needs issuer, or authorize_url, token_url and userinfo_url")
            return self
        if not (self.authorize_url and self.token_url):
            raise ValueError("needs both authorize_url and token_url, or issuer alone")
        if self.jwks_url and not self.issuer:
            raise ValueError("jwks_url needs issuer, which signed tokens must name")
        if not (self.userinfo_url or self.jwks_url):
            raise ValueError("needs userinfo_url, or issuer and jwks_url: where we learn who signed in")
        return self

    @property
    def addresses(self) -> tuple[str, ...]:
        """The addresses that the settings tell; where there is none, the issuer tells them."""
        told = (self.authorize_url, self.token_url, self.userinfo_url, self.jwks_url)
        return tuple(url for url in told if url)
