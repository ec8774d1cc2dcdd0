"""Sending a mail. What comes back is sent, never, or not now; no reason holds an address."""

from __future__ import annotations

import asyncio
import re
import ssl
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP as LINES
from email.utils import format_datetime, parseaddr

import aiosmtplib

from bot.causes import Cause
from bot.config_mail import MailSettings
from bot.errors import ColporteurError, RetryError

_OPERATIONS = 6
_GOOD_BYE = 1.0
_DETAIL = re.compile(r"[245]\.\d{1,3}\.\d{1,3}\b")


@dataclass(frozen=True, slots=True)
class Letter:
    """A mail in plain text; its `id` makes it one and the same mail however often it is tried."""

    id: int
    to: str = field(repr=False)
    subject: str
    text: str = field(repr=False)
    language: str
    written: datetime


class UndeliverableError(ColporteurError):
    """A mail that no further try would bring."""


class MailServerError(RetryError):
    """The server, or what the settings say of it: every mail waits."""


class Mailer:
    """The SMTP server of the settings."""

    def __init__(self, settings: MailSettings, *, tls: ssl.SSLContext | None = None) -> None:
        """`tls` trusts other authorities than those of this machine."""
        self._settings = settings
        self._tls = tls
        self._name, self._from = parseaddr(settings.sender)

    async def send(self, letter: Letter) -> None:
        """Bring a letter to the server, on a connection of its own.

        UndeliverableError where the server refuses it for good, RetryError where it refuses it for now,
        MailServerError where the server cannot be used. After any other end than these it may have arrived.
        """
        await self._talk(lambda server: _bring(server, self._message(letter)))

    async def check(self) -> None:
        """Greet the server, encrypted and logged in as for a mail; MailServerError where that fails."""
        await self._talk(_part)

    async def _talk(self, work: Callable[[aiosmtplib.SMTP], Awaitable[None]]) -> None:
        if self._tls is None and self._settings.tls != "none":
            self._tls = await asyncio.to_thread(ssl.create_default_context)
        server = self._server()
        try:
            async with asyncio.timeout(self._settings.timeout * _OPERATIONS):
                await _connect(server)
                await work(server)
        except (TimeoutError, OSError, aiosmtplib.SMTPException) as error:
            raise MailServerError(Cause("cause-mail-silent", {"fault": type(error).__name__})) from None
        finally:
            server.close()

    def _server(self) -> aiosmtplib.SMTP:
        settings = self._settings
        return aiosmtplib.SMTP(
            hostname=settings.host,
            port=settings.port,
            username=settings.user or None,
            password=settings.password.get_secret_value() or None,
            # Its default asks the resolver, and waits for it.
            local_hostname=_ascii_domain(self._from.rpartition("@")[2]),
            timeout=settings.timeout,
            use_tls=settings.tls == "tls",
            start_tls=settings.tls == "starttls",
            tls_context=self._tls if settings.tls != "none" else None,
        )

    def _message(self, letter: Letter) -> EmailMessage:
        message = EmailMessage(policy=LINES)
        message["From"] = _address(self._from, self._name)
        message["To"] = _address(letter.to)
        message["Subject"] = letter.subject
        message["Date"] = format_datetime(letter.written)
        message["Message-ID"] = f"<{letter.id}@{_ascii_domain(self._from.rpartition('@')[2])}>"
        # Nobody's holiday notice need answer.
        message["Auto-Submitted"] = "auto-generated"
        message["X-Auto-Response-Suppress"] = "All"
        message.set_content(letter.text, cte="quoted-printable")
        message["Content-Language"] = letter.language
        return message


async def _connect(server: aiosmtplib.SMTP) -> None:
    try:
        await server.connect()
    except aiosmtplib.SMTPAuthenticationError as error:
        raise MailServerError(Cause("cause-mail-login", {"code": _told(error)})) from None
    except ssl.SSLError as error:
        why = getattr(error, "verify_message", "") or error.reason or "TLS"
        raise MailServerError(Cause("cause-mail-tls", {"fault": str(why)})) from None
    except aiosmtplib.SMTPResponseException as error:
        raise MailServerError(Cause("cause-mail-refused", {"code": _told(error)})) from None
    except (OSError, aiosmtplib.SMTPException) as error:
        raise MailServerError(Cause("cause-mail-unreachable", {"fault": type(error).__name__})) from None


async def _bring(server: aiosmtplib.SMTP, message: EmailMessage) -> None:
    refusal: ColporteurError | None = None
    try:
        await server.send_message(message)
    except aiosmtplib.SMTPSenderRefused as error:
        refusal = MailServerError(Cause("cause-mail-sender", {"code": _told(error)}))
    except aiosmtplib.SMTPRecipientsRefused as error:
        refusal = _refusal(error.recipients[0], "the address")
    except aiosmtplib.SMTPResponseException as error:
        refusal = _refusal(error, "the mail")
    except aiosmtplib.SMTPNotSupported:
        refusal = UndeliverableError("the mail server takes no address in other letters")
    await _part(server)
    if refusal is not None:
        raise refusal


async def _part(server: aiosmtplib.SMTP) -> None:
    """Say good-bye; whatever comes of it, the mail has arrived or not."""
    with suppress(OSError, aiosmtplib.SMTPException):
        await server.quit(timeout=_GOOD_BYE)


def _refusal(error: aiosmtplib.SMTPResponseException, what: str) -> ColporteurError:
    if error.code >= 500:
        return UndeliverableError(f"the mail server refuses {what} ({_told(error)})")
    return RetryError(f"the mail server does not take {what} for now ({_told(error)})")


def _told(error: aiosmtplib.SMTPResponseException) -> str:
    """The server's numbers alone: its words often hold the address."""
    detail = _DETAIL.match(error.message.strip())
    return f"{error.code} {detail[0]}" if detail else str(error.code)


def _address(told: str, name: str = "") -> Address:
    local, _, domain = told.rpartition("@")
    return Address(name, local, _ascii_domain(domain))


def _ascii_domain(domain: str) -> str:
    try:
        return domain if domain.isascii() else domain.encode("idna").decode()
    except UnicodeError:
        return domain
