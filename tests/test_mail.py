"""Sending a mail: what each answer of a server comes to, and that no reason tells an address."""

from __future__ import annotations

import asyncio
import datetime as dt
import ipaddress
import ssl
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from bot.config_mail import MailSettings
from bot.errors import RetryError
from bot.mail import Letter, Mailer, MailServerError, UndeliverableError
from tests.mail_server import WAIT, MailServer, serving

WRITTEN = dt.datetime(2026, 11, 20, 12, tzinfo=dt.UTC)
LETTER = Letter(42, "lea@example.org", "Votre code / Your code", "Voici : é\n", "fr", WRITTEN)


def settings(server: MailServer, **more: object) -> MailSettings:
    usual = {"host": "127.0.0.1", "port": server.port, "from": "La Gazette <bot@gazette.example>"}
    return MailSettings.model_validate(usual | {"tls": "none", "timeout": 3} | more)


async def failed(server: MailServer, kind: type[Exception], **more: object) -> str:
    with pytest.raises(kind) as caught:
        await Mailer(settings(server, **more)).send(LETTER)
    assert type(caught.value) is kind
    assert "lea" not in str(caught.value)
    return str(caught.value)


async def test_a_mail_is_plain_and_says_that_a_machine_wrote_it() -> None:
    async with serving() as server:
        await Mailer(settings(server)).send(LETTER)
    (mail,) = server.mails
    assert server.recipients == ["lea@example.org"]
    assert mail.get_content_type() == "text/plain"
    assert mail.get_content() == "Voici : é\r\n"
    told = {name: mail[name] for name in mail}
    assert told.pop("Content-Transfer-Encoding") == "quoted-printable"
    assert told == {
        "From": "La Gazette <bot@gazette.example>",
        "To": "lea@example.org",
        "Subject": "Votre code / Your code",
        "Date": "Fri, 20 Nov 2026 12:00:00 +0000",
        "Message-ID": "<42@gazette.example>",
        "Content-Language": "fr",
        "Auto-Submitted": "auto-generated",
        "X-Auto-Response-Suppress": "All",
        "Content-Type": 'text/plain; charset="utf-8"',
        "MIME-Version": "1.0",
    }


@pytest.mark.parametrize(
    ("verb", "answer", "kind", "reason"),
    [
        ("RCPT", "550 5.1.1 <lea@example.org> unknown", UndeliverableError, "the address (550 5.1.1)"),
        ("RCPT", "553 no such lea@example.org", UndeliverableError, "the address (553)"),
        ("RCPT", "451 4.7.1 greylisted, lea@example.org", RetryError, "for now (451 4.7.1)"),
        ("BODY", "554 5.7.1 spam", UndeliverableError, "refuses the mail (554 5.7.1)"),
        ("BODY", "452 4.3.1 full", RetryError, "the mail for now (452 4.3.1)"),
        ("MAIL", "550 5.7.1 not you", MailServerError, "our sender (550 5.7.1); check mail.from"),
        ("MAIL", "421 4.3.2 going down", MailServerError, "421 4.3.2"),
        ("HELLO", "554 no service", MailServerError, "554"),
        ("HELLO", "", MailServerError, "cannot be reached"),
        ("BODY", "", MailServerError, "does not answer"),
        ("DATA", "", MailServerError, "does not answer"),
    ],
)
async def test_what_a_server_says_decides_whether_it_is_tried_again(
    verb: str, answer: str, kind: type[Exception], reason: str
) -> None:
    async with serving() as server:
        server.answers[verb] = [answer]
        assert reason in await failed(server, kind)


async def test_a_server_that_fails_at_the_good_bye_has_the_mail() -> None:
    async with serving() as server:
        server.answers["QUIT"] = [""]
        await Mailer(settings(server)).send(LETTER)
    assert len(server.mails) == 1


async def test_a_server_that_does_not_say_good_bye_has_the_mail_and_holds_nobody_up() -> None:
    async with serving() as server:
        server.answers["QUIT"] = [WAIT]
        await Mailer(settings(server)).send(LETTER)
    assert len(server.mails) == 1


@pytest.mark.parametrize("verb", ["HELLO", "RCPT", "BODY"])
async def test_a_server_that_says_nothing_is_waited_for_only_so_long(verb: str) -> None:
    async with serving() as server:
        server.answers[verb] = [WAIT]
        reason = await failed(server, MailServerError, timeout=0.2)
        assert "cannot be reached" in reason or "does not answer" in reason


async def test_a_stop_does_not_wait_for_a_slow_server() -> None:
    async with serving() as server:
        server.answers["BODY"] = [WAIT]
        sending = asyncio.create_task(Mailer(settings(server, timeout=60)).send(LETTER))
        while "DATA" not in server.heard:
            await asyncio.sleep(0.01)
        sending.cancel()
        _, late = await asyncio.wait([sending], timeout=1)
        assert not late


async def test_a_server_that_is_not_there_is_told_apart_from_a_refusal() -> None:
    async with serving() as server:
        pass
    assert "cannot be reached" in await failed(server, MailServerError)


async def test_a_login_is_given_and_a_wrong_one_is_named() -> None:
    async with serving(offers=("AUTH PLAIN",)) as server:
        login = {"user": "bot", "password": "letmein"}
        await Mailer(settings(server, **login)).send(LETTER)
        assert any(line.startswith("AUTH PLAIN") for line in server.heard)
        server.answers["AUTH"] = ["535 5.7.8 wrong password letmein"]
        reason = await failed(server, MailServerError, **login)
    assert "refuses the login (535 5.7.8); check mail.user and password" in reason
    assert "letmein" not in reason


async def test_a_server_is_greeted_without_a_mail() -> None:
    async with serving() as server:
        await Mailer(settings(server)).check()
        assert (server.connections, server.heard) == (1, ["QUIT"])
        server.answers["HELLO"] = ["554 no"]
        with pytest.raises(MailServerError):
            await Mailer(settings(server)).check()


async def test_without_encryption_offered_nothing_is_sent_in_the_clear() -> None:
    async with serving() as server:
        assert "check mail.host, port and tls" in await failed(server, MailServerError, tls="starttls")
    assert server.recipients == []


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A certificate for 127.0.0.1 that nobody vouches for, with its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "127.0.0.1")])
    here = x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))])
    now = dt.datetime.now(dt.UTC)
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - dt.timedelta(days=1))
        .not_valid_after(now + dt.timedelta(days=1))
        .add_extension(here, critical=False)
        .sign(key, hashes.SHA256())
    )
    path = tmp_path_factory.mktemp("tls") / "server.pem"
    pem, plain = serialization.Encoding.PEM, serialization.NoEncryption()
    secret = key.private_bytes(pem, serialization.PrivateFormat.PKCS8, plain)
    path.write_bytes(secret + made.public_bytes(pem))
    return path


async def test_starttls_is_used_and_a_certificate_that_nobody_vouches_for_is_refused(
    certificate: Path,
) -> None:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    async with serving(tls=context) as server:
        assert "TLS cannot be trusted" in await failed(server, MailServerError, tls="starttls")
        assert server.recipients == []
        trusting = ssl.create_default_context(cafile=certificate)
        await Mailer(settings(server, tls="starttls"), tls=trusting).send(LETTER)
    assert len(server.mails) == 1


@pytest.mark.parametrize("server_offers", [(), ("SMTPUTF8",)])
async def test_addresses_of_all_letters_are_brought_where_the_server_takes_them(
    server_offers: tuple[str, ...],
) -> None:
    async with serving(offers=server_offers) as server:
        mailer = Mailer(settings(server))
        await mailer.send(Letter(1, "lea@köln.example", "s", "t", "fr", WRITTEN))
        assert server.recipients == ["lea@xn--kln-sna.example"]
        wide = Letter(2, "léa@example.org", "s", "t", "fr", WRITTEN)
        if server_offers:
            await mailer.send(wide)
            assert server.recipients[1] == "léa@example.org"
        else:
            with pytest.raises(UndeliverableError):
                await mailer.send(wide)
