"""Linking by the publisher's own sign-in: the browser is the reader's on both sides, or nobody is linked."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

import jwt
import pytest
import structlog
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from bot.config import HttpSettings
from bot.config_linking import OAuthSettings
from bot.http import Fetcher
from bot.preflight import check
from bot.subscribers.publisher_sign_in import PublisherSignIn
from bot.subscribers.visits import challenge
from tests.identity_provider import CLIENT, IdentityProvider, identity_provider
from tests.link_world import NAME, Browser, LinkWorld, link_world
from tests.test_signed_links import REFUSED
from tests.wire_world import pointed_at

REAL = os.environ.get("OAUTH_URL", "")
NO_ANSWER = "Pas de réponse"


@pytest.fixture
async def provider() -> AsyncIterator[IdentityProvider]:
    async with identity_provider() as provider:
        yield provider


@pytest.fixture
async def world(tmp_path: Path, provider: IdentityProvider) -> AsyncIterator[LinkWorld]:
    async with link_world(tmp_path, {"oauth": provider.settings()}, private=provider.private) as world:
        yield world


async def test_who_signs_in_at_the_publisher_and_on_discord_is_linked(world: LinkWorld) -> None:
    browser = world.browser("lea", reader="r1")
    asked = await browser.open(await world.invite("lea"))
    assert "La Gazette va être lié au compte Discord @lea ." in asked.words
    assert await world.links() == set()
    assert (await browser.press(asked)).title == "C’est lié"
    assert await world.links() == {("r1", "lea")}


async def test_another_person_who_clicks_the_victims_link_is_refused(world: LinkWorld) -> None:
    thief = world.browser("alex", reader="r2")
    page = await thief.open(await world.invite("lea"))
    assert page.status == 409
    assert "connecté à Discord en tant que @alex" in page.words
    assert (await thief.open(f"{world.url}/oauth/confirm")).title == REFUSED
    assert await world.links() == set()


async def test_a_victim_who_follows_the_thiefs_link_gives_nothing_away(world: LinkWorld) -> None:
    """The publisher knows the victim already and asks nothing: Discord's answer is what stops it."""
    victim = world.browser("lea", reader="r1")
    page = await victim.open(await world.invite("alex"))
    assert page.status == 409
    assert (await world.browser("alex").open(page.url)).title == REFUSED
    assert await world.links() == set()


async def test_a_button_works_once_and_a_new_one_ends_it(world: LinkWorld) -> None:
    first, second = await world.invite("lea"), await world.invite("lea")
    assert (await world.browser("lea", reader="r1").open(first)).title == REFUSED
    asked = await world.browser("lea", reader="r1").open(second)
    assert asked.status == 200
    assert (await world.browser("lea", reader="r1").open(second)).title == REFUSED


async def test_the_sign_in_of_another_browser_is_refused(world: LinkWorld) -> None:
    lea, alex = world.browser("lea", reader="r1"), world.browser("alex", reader="r2")
    back = await lea.open(await world.invite("lea"), until="/oauth/publisher/")
    assert (await alex.open(back.url)).title == REFUSED
    await alex.open(await world.invite("alex"), until="/authorize")
    assert (await alex.open(back.url)).title == REFUSED
    assert (await lea.open(back.url)).status == 200
    assert (await lea.open(back.url)).title == REFUSED


async def test_no_step_is_skipped(world: LinkWorld) -> None:
    """The state of one sign-in is not that of the other."""
    lea = world.browser("lea", reader="r1")
    back = await lea.open(await world.invite("lea"), until="/oauth/publisher/")
    skipped = str(back.url).replace("/oauth/publisher/La%20Gazette", "/oauth/discord")
    assert (await lea.open(skipped)).title == REFUSED
    assert (await lea.open(f"{world.url}/oauth/confirm")).title == REFUSED


async def test_one_publishers_answer_is_not_anothers(tmp_path: Path, provider: IdentityProvider) -> None:
    both = ({"oauth": provider.settings()}, {"name": "Le Club", "oauth": provider.settings()})
    async with link_world(tmp_path, *both, private=provider.private) as world:
        lea = world.browser("lea", reader="r1")
        back = await lea.open(await world.invite("lea"), until="/oauth/publisher/")
        other = str(back.url).replace("La%20Gazette", "Le%20Club")
        assert (await lea.open(other)).title == REFUSED
        from_elsewhere = str(back.url).replace(f"iss={provider.url}", "iss=https://evil.example")
        assert (await lea.open(from_elsewhere)).title == NO_ANSWER


# What the provider's word is worth


def unsigned(_: IdentityProvider, claims: dict[str, Any]) -> str:
    return jwt.encode(claims, "", "none")


def confused(provider: IdentityProvider, claims: dict[str, Any]) -> str:
    """Signed by the public key, which everybody has, as if it were a shared secret."""
    key = provider.key.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    return jwt.encode(claims, key, "HS256", headers={"kid": provider.name})


def strange(_: IdentityProvider, claims: dict[str, Any]) -> str:
    other = IdentityProvider()
    return other.signed(claims)


def borrowed(provider: IdentityProvider, claims: dict[str, Any]) -> str:
    """Signed by another key under the name of the right one."""
    other = IdentityProvider()
    other.name = provider.name
    return other.signed(claims)


SIGNED: list[Callable[[IdentityProvider, dict[str, Any]], str]] = [unsigned, confused, strange, borrowed]


@pytest.mark.parametrize("sign", SIGNED)
async def test_an_id_token_that_the_provider_did_not_sign_links_nobody(
    world: LinkWorld, provider: IdentityProvider, sign: Callable[[IdentityProvider, dict[str, Any]], str]
) -> None:
    provider.sign = lambda claims: sign(provider, claims)
    page = await world.browser("lea", reader="r1").open(await world.invite("lea"))
    assert (page.status, page.title) == (502, NO_ANSWER)
    assert await world.links() == set()


@pytest.mark.parametrize(
    ("language", "words"),
    [("fr", "La connexion n’a pas marché à l’instant"), ("en", "The sign-in didn’t work just now")],
)
async def test_a_failed_sign_in_is_told_in_the_readers_language_and_its_reason_to_the_operator_alone(
    world: LinkWorld, provider: IdentityProvider, language: str, words: str
) -> None:
    provider.sign = lambda claims: strange(provider, claims)
    with structlog.testing.capture_logs() as logged:
        page = await world.browser("lea", reader="r1", language=language).open(await world.invite("lea"))
    (reason,) = [entry["reason"] for entry in logged if entry["event"] == "sign-in failed"]
    assert reason.startswith("the sign-in’s id token")
    assert words in page.words
    assert not any(word in page.words for word in ("token", "jeton"))


@pytest.mark.parametrize(
    "claims",
    [
        {"aud": "another client"},
        {"aud": [CLIENT, "another"], "azp": "another"},
        {"iss": "https://evil.example"},
        {"nonce": "another visit's"},
        {"nonce": None},
        {"exp": 1_700_000_000},
        {"exp": None},
        {"sub": None},
        {"sub": ""},
        {"sub": "x" * 201},
    ],
    ids=str,
)
async def test_an_id_token_that_is_not_for_this_visit_links_nobody(
    world: LinkWorld, provider: IdentityProvider, claims: dict[str, Any]
) -> None:
    provider.claims = claims
    page = await world.browser("lea", reader="r1").open(await world.invite("lea"))
    assert (page.status, page.title) == (502, NO_ANSWER)


async def test_new_keys_are_read_when_the_provider_changes_them_and_kept_meanwhile(
    world: LinkWorld, provider: IdentityProvider
) -> None:
    for name, reader in (("lea", "r1"), ("alex", "r2")):
        assert (await world.browser(name, reader=reader).open(await world.invite(name))).status == 200
    assert provider.asked.count("jwks") == 1
    provider.renew()
    page = await world.browser("lea", reader="r1").open(await world.invite("lea"))
    # Not within a minute, or a stranger's tokens would make us read them all the time.
    assert (page.title, provider.asked.count("jwks")) == (NO_ANSWER, 1)
    settings = OAuthSettings.model_validate(provider.settings())
    async with Fetcher(HttpSettings(allow_private=(provider.private,))) as fetch:
        sign_in = PublisherSignIn(settings, fetch, "https://bot.example/back", new_keys_seconds=0)
        assert await signed_in(sign_in, "r1") == "r1"
        provider.renew()
        assert await signed_in(sign_in, "r2") == "r2"


async def signed_in(sign_in: PublisherSignIn, reader: str) -> str:
    """Whom a sign-in tells us of, once this reader was at the publisher."""
    verifier = "v" * 43
    address = await sign_in.address("state", "nonce", challenge(verifier))
    back = await Browser(reader=reader).open(address, until="bot.example")
    return await sign_in.who(back.url.query["code"], verifier, "nonce", "")


async def test_the_id_may_be_another_claim_than_sub(tmp_path: Path, provider: IdentityProvider) -> None:
    oauth = provider.settings(subject_claim="number", scopes=["openid", "profile"])
    provider.userinfo = {"number": 1}
    async with link_world(tmp_path, {"oauth": oauth}, private=provider.private) as world:
        browser = world.browser("lea", reader="u-7")
        await browser.press(await browser.open(await world.invite("lea")))
        assert await world.links() == {("1", "lea")}
        provider.userinfo = {"number": 2, "sub": "somebody else"}
        page = await world.browser("alex", reader="u-8").open(await world.invite("alex"))
        assert page.title == NO_ANSWER


async def test_an_oauth2_server_that_speaks_no_openid_will_do(
    tmp_path: Path, provider: IdentityProvider
) -> None:
    oauth = provider.addresses() | {"subject_claim": "id"}
    async with link_world(tmp_path, {"oauth": oauth}, private=provider.private) as world:
        browser = world.browser("lea", reader="r1")
        await browser.press(await browser.open(await world.invite("lea")))
        assert await world.links() == {("42", "lea")}
        assert set(provider.asked) == {"authorize", "token", "userinfo"}


@pytest.mark.parametrize(
    "told",
    [
        {"issuer": "https://evil.example"},
        {"token_endpoint": "http://192.0.2.1/token"},
        {"jwks_uri": None},
        {"authorization_endpoint": "javascript:alert(1)"},
    ],
    ids=str,
)
async def test_a_provider_that_tells_odd_addresses_is_not_followed(
    world: LinkWorld, provider: IdentityProvider, told: dict[str, Any]
) -> None:
    provider.discovery = told
    page = await world.browser("lea", reader="r1").open(await world.invite("lea"))
    assert (page.title, provider.asked) == (NO_ANSWER, ["openid-configuration"])


async def test_who_says_no_at_the_publisher_is_told_so(world: LinkWorld) -> None:
    lea = world.browser("lea")
    sent = await lea.open(await world.invite("lea"), until="/authorize")
    no = f"{sent.url.query['redirect_uri']}?error=access_denied&state={sent.url.query['state']}"
    assert (await lea.open(no)).title == "Annulé"


async def test_check_tells_both_sides_what_to_enter(world: LinkWorld, provider: IdentityProvider) -> None:
    async def findings() -> dict[str, str]:
        async with pointed_at(world.wire):
            return {finding.what: finding.mend for finding in await check(world.services.settings)}

    discord = f"sign-in on Discord sends readers back to {world.url}/oauth/discord"
    publisher = (
        f"publisher La Gazette: its sign-in sends readers back to {world.url}/oauth/publisher/La%20Gazette"
    )
    found = await findings()
    assert (found[discord], found[publisher]) == ("", "")
    world.guild.backend.redirects.clear()
    provider.discovery = {"issuer": "https://evil.example"}
    found = await findings()
    assert "developer portal" in found[discord]
    assert "publishers.oauth" in found[publisher]


# A provider that is not ours


@pytest.mark.oauth
@pytest.mark.skipif(not REAL, reason="needs the OAuth provider on loopback (OAUTH_URL)")
async def test_a_real_providers_sign_in_links_its_reader(tmp_path: Path) -> None:
    # It names itself so, whatever it is asked by.
    issuer = REAL.replace("127.0.0.1", "localhost")
    oauth = {"issuer": issuer, "client_id": CLIENT, "client_secret": "not asked for"}
    async with link_world(tmp_path, {"oauth": oauth}, private=issuer.removeprefix("http://")) as world:
        browser: Browser = world.browser("lea")
        asked = await browser.open(await world.invite("lea", NAME))
        assert "@lea" in asked.words
        assert (await browser.press(asked)).title == "C’est lié"
        assert await world.links() == {("johndoe", "lea")}
