"""Links that a publisher signs on its account page: who comes rightly is linked, and nobody else."""

from __future__ import annotations

import asyncio
import os
import shutil
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import aiohttp
import jwt
import pytest
import structlog.testing
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from hypothesis import given
from hypothesis import strategies as st

from bot.subscribers import visits
from bot.subscribers.browsers import Browsers
from bot.subscribers.link_pages import reading_language
from bot.subscribers.visits import Step
from tests.link_world import NAME, SECRET, Browser, LinkWorld, link, link_world
from tests.test_web import raw

REFUSED = "Cela n’a pas marché"


def now() -> datetime:
    return datetime.now(UTC)


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[LinkWorld]:
    async with link_world(tmp_path) as world:
        yield world


async def test_a_signed_link_links_whoever_is_signed_in_to_discord_and_says_yes(world: LinkWorld) -> None:
    browser = world.browser("lea")
    asked = await browser.open(world.signed())
    assert asked.title == "Lier votre abonnement\u202f?"
    assert "La Gazette va être lié au compte Discord @lea ." in asked.words
    assert await world.links() == set()
    done = await browser.press(asked)
    assert (done.title, done.url) == ("C’est lié", asked.url)
    assert await world.links() == {("r1", "lea")}
    assert world.woken
    known = await world.services.subscribers.standing(world.person("lea"), now())
    assert known[0].roles == (world.guild.role_ids["integral"],)


async def test_the_pages_speak_the_browsers_language(world: LinkWorld) -> None:
    browser = world.browser("alex", language="en-GB,en;q=0.8,fr;q=0.1")
    asked = await browser.open(world.signed())
    assert asked.title == "Link your subscription?"
    assert '<html lang="en">' in asked.text
    assert (await browser.press(asked)).title == "Linked"
    assert reading_language("de, fr;q=0.2, en;q=0.1") == "fr"
    assert reading_language("fr;q=0, de") == reading_language("") == reading_language("x;q=y") == "en"


async def test_who_never_came_before_is_asked_by_discord_and_may_say_no(world: LinkWorld) -> None:
    browser = Browser(world.person("lea"))
    asked = await browser.open(world.signed())
    assert "Colporteur wants to know your name" in asked.text
    assert (await browser.press(asked, cancel="")).title == "Annulé"
    again = await browser.open(world.signed())
    assert (await browser.press(again, allow="")).title == "Lier votre abonnement\u202f?"


# What is no right link


def key_pair() -> tuple[str, str]:
    """An RSA key pair as PEM, the private one first."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    return _pems(key)


def _pems(key: Any) -> tuple[str, str]:
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    public = key.public_key().public_bytes(
        serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    return private.decode(), public.decode()


def hours(number: float) -> int:
    return int(time.time() + 3600 * number)


WRONG: dict[str, Callable[[LinkWorld], str]] = {
    "no token": lambda w: w.audience,
    "an empty token": lambda w: f"{w.audience}?token=",
    "nonsense": lambda w: f"{w.audience}?token=a.b.c",
    "deep nonsense": lambda w: f"{w.audience}?token={'W3siYSI6' * 300}.e30.x",
    "alg none": lambda w: w.signed(key="", algorithm="none"),
    "another secret": lambda w: w.signed(key="another secret of thirty-two bytes."),
    "another algorithm of the same secret": lambda w: w.signed(key=SECRET * 3, algorithm="HS512"),
    "one byte changed": lambda w: w.signed()[:-10] + "AAAAAAAAAA",
    "wrong audience": lambda w: w.signed(aud="https://bot.example/link/La%20Gazette"),
    "several audiences": lambda w: w.signed(aud=[w.audience, "https://other.example"]),
    "expired": lambda w: w.signed(iat=hours(-1), exp=int(time.time()) - 60),
    "exp too far": lambda w: w.signed(exp=hours(1)),
    "exp for ever": lambda w: w.signed(exp=float("inf")),
    "iat ahead": lambda w: w.signed(iat=hours(1), exp=hours(1.1)),
    "not yet": lambda w: w.signed(nbf=hours(1)),
    "no id": lambda w: w.signed(jti=None),
    "no reader": lambda w: w.signed(sub=None),
    "no end": lambda w: w.signed(exp=None),
    "no beginning": lambda w: w.signed(iat=None),
    "no audience": lambda w: w.signed(aud=None),
    "an empty reader": lambda w: w.signed(sub=""),
    "a reader on two lines": lambda w: w.signed(sub="r1\nr2"),
    "oversized": lambda w: w.signed(more="x" * 5_000),
    "another publisher": lambda w: w.signed().replace("La%20Gazette", "Le%20Club"),
    "nothing of ours": lambda w: f"{w.url}/link/..%2fetc",
    "a sign-in nobody began": lambda w: f"{w.url}/oauth/discord?code=x&state=y",
    "a question nobody is asked": lambda w: f"{w.url}/oauth/confirm",
    "a ticket that nobody has": lambda w: f"{w.url}/oauth/begin?ticket=x",
    "a publisher's sign-in nobody began": lambda w: f"{w.url}/oauth/publisher/La%20Gazette?code=x&state=y",
    "an unknown page": lambda w: f"{w.url}/oauth/admin",
}


async def test_whatever_comes_wrongly_gets_the_same_answer(world: LinkWorld) -> None:
    begun = time.monotonic()
    pages = await asyncio.gather(*(world.browser("lea").open(make(world)) for make in WRONG.values()))
    assert time.monotonic() - begun >= 0.1
    seen = {
        name: (page.status, page.text, {k: v for k, v in page.headers.items() if k != "Date"})
        for name, page in zip(WRONG, pages, strict=True)
    }
    assert {name: answer[0] for name, answer in seen.items()} == dict.fromkeys(WRONG, 400)
    assert [name for name, answer in seen.items() if answer != seen["no token"]] == []
    assert await world.services.database.all("SELECT secret FROM link_visits") == []


@pytest.mark.parametrize("method", ["POST", "HEAD", "PUT", "OPTIONS"])
async def test_a_link_is_opened_and_nothing_else(world: LinkWorld, method: str) -> None:
    async with aiohttp.request(method, world.signed(), allow_redirects=False) as answer:
        assert answer.status == 400


@pytest.mark.parametrize("algorithm", ["RS256", "ES256", "EdDSA"])
async def test_a_publisher_may_keep_its_key_to_itself(tmp_path: Path, algorithm: str) -> None:
    makers: dict[str, Callable[[], tuple[str, str]]] = {
        "RS256": key_pair,
        "ES256": lambda: _pems(ec.generate_private_key(ec.SECP256R1())),
        "EdDSA": lambda: _pems(ed25519.Ed25519PrivateKey.generate()),
    }
    private, public = makers[algorithm]()
    (tmp_path / "key.pem").write_text(public, encoding="ascii")
    signing = {"algorithm": algorithm, "public_key_file": str(tmp_path / "key.pem")}
    async with link_world(tmp_path, {"signed_link": signing}) as world:
        asked = await world.browser("lea").open(world.signed(private, algorithm))
        assert asked.status == 200
        # Key confusion: the public key, which everybody has, taken for a shared secret.
        header, body, _ = world.signed().split("token=")[1].split(".")
        forged = _signed_by_text(public, header, body)
        assert (await world.browser("lea").open(f"{world.audience}?token={forged}")).title == REFUSED
        for wrong in (world.signed(), world.signed(key="", algorithm="none")):
            assert (await world.browser("lea").open(wrong)).title == REFUSED


def _signed_by_text(key: str, header: str, body: str) -> str:
    """A token signed by a key file's text as HS256: the library would refuse to make it."""
    hs256 = jwt.get_algorithm_by_name("HS256")
    signature = hs256.sign(f"{header}.{body}".encode(), key.encode())
    return f"{header}.{body}.{jwt.utils.base64url_encode(signature).decode()}"


# Once


async def test_a_reused_jti_is_refused(world: LinkWorld) -> None:
    signed = world.signed()
    lea = world.browser("lea")
    await lea.press(await lea.open(signed))
    assert (await world.browser("alex").open(signed)).title == REFUSED
    again = jwt.decode(signed.split("token=")[1], options={"verify_signature": False})
    renewed = world.signed(**again | {"sub": "r2"})
    assert (await world.browser("alex").open(renewed)).title == REFUSED
    assert await world.links() == {("r1", "lea")}


async def test_a_link_that_a_preview_opened_still_works(world: LinkWorld) -> None:
    signed = world.signed()
    assert "Discord (simulated)" in (await Browser().open(signed)).text
    lea = world.browser("lea")
    assert (await lea.press(await lea.open(signed))).title == "C’est lié"


async def test_two_at_once_with_one_jti_have_one_winner(world: LinkWorld) -> None:
    signed = world.signed()
    browsers = [world.browser("lea"), world.browser("alex")]
    asked = await asyncio.gather(*(browser.open(signed) for browser in browsers))
    await asyncio.gather(*(browser.press(page) for browser, page in zip(browsers, asked, strict=True)))
    assert len(await world.links()) == 1
    assert await world.spent() == 1


async def test_pressing_the_button_twice_is_pressing_it_once(world: LinkWorld) -> None:
    lea = world.browser("lea")
    asked = await lea.open(world.signed())
    await asyncio.gather(lea.press(asked), lea.press(asked))
    assert (await lea.open(asked.url)).title == "C’est lié"
    assert (await lea.press(asked)).title == "C’est lié"
    assert await world.links() == {("r1", "lea")}


async def test_a_crash_between_consuming_and_linking_leaves_both_undone(world: LinkWorld) -> None:
    lea, database = world.browser("lea"), world.services.database
    asked = await lea.open(world.signed())
    async with database.write() as tx:
        await tx.run("ALTER TABLE links RENAME TO gone")
    with structlog.testing.capture_logs():
        assert (await lea.press(asked)).status == 500
    assert await world.spent() == 0
    async with database.write() as tx:
        await tx.run("ALTER TABLE gone RENAME TO links")
    assert (await lea.press(asked)).title == "C’est lié"


async def test_a_subscription_that_is_taken_says_so_and_keeps_the_link(world: LinkWorld) -> None:
    await link(world.services, "r1", world.person("alex"))
    lea = world.browser("lea")
    asked = await lea.open(world.signed())
    taken = await lea.press(asked)
    assert taken.status == 409
    assert "déjà lié à un autre compte Discord" in taken.words
    await world.services.subscribers.linking.unlink(world.person("alex"), now())
    assert (await lea.press(asked)).title == "C’est lié"


# Another browser


async def test_the_state_of_another_browser_is_refused(world: LinkWorld) -> None:
    lea, alex = world.browser("lea"), world.browser("alex")
    back = await lea.open(world.signed(), until="/oauth/discord")
    assert (await alex.open(back.url)).title == REFUSED
    await alex.open(world.signed(sub="r2"), until="/oauth2/")
    assert (await alex.open(back.url)).title == REFUSED
    assert (await lea.open(back.url)).status == 200


async def test_a_state_is_used_once(world: LinkWorld) -> None:
    lea = world.browser("lea")
    back = await lea.open(world.signed(), until="/oauth/discord")
    pages = await asyncio.gather(lea.open(back.url), lea.open(back.url))
    assert sorted(page.status for page in pages) == [200, 400]
    assert (await lea.open(back.url)).title == REFUSED


async def test_the_form_of_another_browser_is_refused(world: LinkWorld) -> None:
    lea, alex = world.browser("lea"), world.browser("alex")
    asked, others = await lea.open(world.signed()), await alex.open(world.signed(sub="r2"))
    assert (await lea.press(others)).title == REFUSED
    assert (await lea.press(asked, form="")).title == REFUSED
    assert (await lea.press(asked, form="x" * 5_000)).title == REFUSED
    assert (await Browser().press(asked)).title == REFUSED
    assert await world.links() == set()


async def test_a_visit_ends_after_ten_minutes(world: LinkWorld) -> None:
    lea = world.browser("lea")
    asked = await lea.open(world.signed())
    async with world.services.database.write() as tx:
        await tx.run("UPDATE link_visits SET expires = expires - 700000")
    assert (await lea.press(asked)).title == REFUSED
    await world.services.subscribers.refresh(NAME, now())
    assert await world.services.database.all("SELECT secret FROM link_visits") == []


# What stays nowhere


async def test_the_token_stays_in_no_history_referrer_page_store_or_log(
    world: LinkWorld, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG")
    lea, signed = world.browser("lea"), world.signed()
    token = signed.split("token=")[1]
    with structlog.testing.capture_logs() as logged:
        first = await lea.open(signed, until="/oauth2/authorize")
        assert (first.status, first.headers["Referrer-Policy"]) == (303, "no-referrer")
        assert first.headers["Cache-Control"] == "no-store"
        asked = await lea.open(first.url)
        await lea.press(asked)
    assert token not in str(first.url)
    assert asked.url.query_string == ""
    secret = lea.cookies["link"]
    jti = jwt.decode(token, options={"verify_signature": False})["jti"]
    stored = Path(world.services.database.path).read_bytes() + str(logged).encode() + caplog.text.encode()
    for hidden in (token, jti, secret, first.url.query["state"], world.wire.oauth.client_secret):
        assert hidden not in asked.text
        assert hidden.encode() not in stored


async def test_pages_load_nothing_run_nothing_and_are_shown_in_no_frame(world: LinkWorld) -> None:
    asked = await world.browser("lea").open(world.signed())
    policy = asked.headers["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'; style-src 'sha256-")
    assert "frame-ancestors 'none'" in policy
    assert asked.headers["X-Frame-Options"] == "DENY"
    assert "<script" not in asked.text
    assert "http" not in asked.text.partition("<main>")[2]


async def test_the_cookie_is_of_this_browser_and_address_alone(world: LinkWorld) -> None:
    async with aiohttp.request("GET", world.signed(), allow_redirects=False) as answer:
        assert answer.headers["Set-Cookie"].endswith("; Path=/; Max-Age=1800; HttpOnly; SameSite=Lax")
    abroad = Browsers("https://bot.example/").send("https://discord.example", "x").headers["Set-Cookie"]
    assert abroad == "__Host-link=x; Path=/; Max-Age=1800; HttpOnly; SameSite=Lax; Secure"


@pytest.mark.parametrize(
    "cookie", [b"link=\xff\xfe", b"link", b"=;=;link=" + b"x" * 7_000, b"a=\x7f; link=x"]
)
async def test_odd_cookies_are_nobodys(world: LinkWorld, cookie: bytes) -> None:
    asked = b"GET /oauth/confirm HTTP/1.1\r\nHost: x\r\nCookie: " + cookie + b"\r\n\r\n"
    answer = await raw(world.url, asked)
    assert answer.startswith((b"HTTP/1.0 400", b"HTTP/1.1 400"))


async def test_who_sends_by_drops_is_not_waited_for(tmp_path: Path) -> None:
    async with link_world(tmp_path, body_seconds=0.1) as world:
        slow = b"POST /oauth/confirm HTTP/1.1\r\nHost: x\r\nContent-Length: 99\r\n\r\nform="
        assert (await raw(world.url, slow)).startswith(b"HTTP/1.1 404")


@given(st.text(min_size=1), st.text(min_size=1))
def test_whatever_follows_from_a_cookie_is_of_that_cookie_and_that_purpose_alone(a: str, b: str) -> None:
    def derived(secret: str) -> list[str]:
        steps = (Step.AT_PUBLISHER, Step.AT_DISCORD)
        states = [make(secret, step) for make in (visits.state, visits.verifier) for step in steps]
        return [*states, visits.nonce(secret), visits.form(secret), visits.digest(secret)]

    assert len({*derived(a), *derived(b)}) == (7 if a == b else 14)
    assert all(visits.same(x, y) for x, y in zip(derived(a), derived(a), strict=True))
    assert not visits.same(derived(a)[0], derived(a)[1])


async def test_while_discord_is_down_a_reader_hears_so_and_may_come_again(world: LinkWorld) -> None:
    lea, signed = world.browser("lea"), world.signed()
    back = await lea.open(signed, until="/oauth/discord")
    world.wire.faults.add(method="POST", path="/oauth2/token", status=500)
    page = await lea.open(back.url)
    assert (page.status, page.title) == (502, "Pas de réponse")
    assert (await lea.press(await lea.open(signed))).title == "C’est lié"


async def test_who_has_just_paid_has_the_role_at_once(world: LinkWorld, tmp_path: Path) -> None:
    await world.services.subscribers.refresh(NAME, now())
    with (tmp_path / "subscribers.csv").open("a", encoding="utf-8") as rows:
        rows.write("r3,integral,,active\n")
    lea = world.browser("lea")
    await lea.press(await lea.open(world.signed(sub="r3")))
    known = await world.services.subscribers.standing(world.person("lea"), now())
    assert known[0].roles == (world.guild.role_ids["integral"],)


# What the documentation says


DOCUMENT = Path(__file__).parents[1] / "docs" / "linking.md"
LINK = "https://bot.gazette.example/link/La%20Gazette%20des%20Objets"


def example(language: str) -> str:
    """The first example of a language in docs/linking.md."""
    text = DOCUMENT.read_text(encoding="utf-8")
    return text.partition(f"```{language}\n")[2].partition("```")[0]


@pytest.mark.parametrize(
    ("language", "command", "call"),
    [
        ("python", [sys.executable, "-c"], "\nprint(discord_link('r1'))"),
        ("php", ["php", "-r"], "\necho discord_link('r1');"),
    ],
)
async def test_the_links_of_the_documentation_work(
    world: LinkWorld, language: str, command: list[str], call: str
) -> None:
    if shutil.which(command[0]) is None:
        pytest.skip(f"{command[0]} is not here")
    code = example(language).replace(LINK, world.audience) + call
    made = subprocess.run(  # noqa: ASYNC221
        [*command, code],
        check=True,
        capture_output=True,
        text=True,
        env={"PATH": os.environ["PATH"], "GAZETTE_LINK_SECRET": SECRET},
    )
    browser = world.browser("lea")
    assert (await browser.press(await browser.open(made.stdout.strip()))).title == "C’est lié"
