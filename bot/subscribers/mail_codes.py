"""Codes by mail: whoever asks hears the same, and only the subscriber whose address it is gets a code.

What is asked for an address that nobody has is the same work, to the last row: it is never sent, that is all.
The code itself is nowhere readable but in the mail.
"""

from __future__ import annotations

import asyncio
import json
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog

from bot import owing
from bot.config_mail import MailSettings
from bot.errors import ReaderError, RetryError
from bot.mail import Letter, Mailer, MailServerError, UndeliverableError
from bot.plain import shorten
from bot.subscribers import addresses, codes
from bot.subscribers.address_book import AddressBook
from bot.texts import LANGUAGES, say
from bot.vault import LostKeyError, Vault
from storage import addresses as stored_addresses
from storage import alerts, mails
from storage import codes as stored_codes
from storage.database import Database, new_id
from storage.records_mail import Asked, Mail, MailState
from storage.records_subscribers import LinkCode

log = structlog.stdlib.get_logger(__name__)

HOUR = timedelta(hours=1)
_AT_ONCE = 5
_FIRST_WAIT, _LONGEST_WAIT = 5.0, 60.0
_FLOOD, _TROUBLE = "mails asked for", "mail server"


@dataclass(frozen=True, slots=True)
class Asker:
    """Who asks for a code: a Discord account with its name and language, on a server."""

    user: int
    name: str
    guild: int
    language: str


class MailCodes:
    """Codes by mail for the publishers that offer them."""

    def __init__(
        self, db: Database, settings: MailSettings, book: AddressBook, vault: Vault, mailer: Mailer
    ) -> None:
        self._db = db
        self._settings = settings
        self._book = book
        self._vault = vault
        self._mailer = mailer

    async def ask(self, asker: Asker, publisher: str, address: str, now: datetime) -> None:
        """Owe a code to a subscriber's address. What comes of it is the same for all who look on.

        ReaderError `mail-no-address` for what is no address at all.
        """
        plain = addresses.written(address)
        if not plain:
            raise ReaderError("mail-no-address")
        now = now.replace(microsecond=0)
        code = codes.make()
        said = {"code": code, "name": shorten(asker.name, 40), "language": asker.language}
        digests, sealed = self._vault.digests(addresses.normal(plain)), self._vault.seal(json.dumps(said))
        async with self._db.write() as tx:
            asked = await mails.asked(tx, asker.user, digests, asker.guild, now - HOUR)
            subject = await stored_addresses.subject_of(tx, publisher, digests, now)
            state = self._state(subject, asked)
            mail = Mail(
                id=new_id(),
                user=asker.user,
                guild=asker.guild,
                publisher=publisher,
                subject=subject if state is MailState.OWED else "",
                address=digests[0],
                asked=now,
                expires=now + codes.LIFE,
                state=state,
                sealed=sealed,
                due=now,
            )
            await stored_codes.add(tx, [_code_of(mail, code)])
            await mails.add(tx, mail)
            if self._flooded(asked):
                count = {"count": str(max(asked.guild, asked.all))}
                await owing.alert(tx, asker.guild, 0, _FLOOD, "alert-mail-flood", count, now)

    async def release(self, now: datetime) -> int:
        """Send what is owed and due; how many mails went out."""
        due = await mails.due(self._db, now, _AT_ONCE)
        sent = await asyncio.gather(*(self._carry(mail, now) for mail in due))
        return sum(sent)

    async def tidy(self, now: datetime) -> None:
        """Forget what no limit counts any more, and end the alert once few ask again."""
        async with self._db.write() as tx:
            await mails.forget(tx, now - HOUR, now)
            await stored_codes.forget_own(tx, now - HOUR)
            if (await mails.asked(tx, 0, (), 0, now - HOUR)).all < self._settings.per_server // 2:
                await alerts.end(tx, _FLOOD, now)

    def _state(self, subject: str, asked: Asked) -> MailState:
        limits = self._settings
        personal = asked.user >= limits.per_reader or asked.address >= limits.per_address
        if personal or self._flooded(asked):
            return MailState.OVER
        return MailState.OWED if subject else MailState.UNKNOWN

    def _flooded(self, asked: Asked) -> bool:
        return asked.guild >= self._settings.per_server or asked.all >= self._settings.per_hour

    async def _carry(self, mail: Mail, now: datetime) -> bool:
        """Try to send one mail, and write down what came of it; whether it was sent."""
        try:
            await self._mailer.send(await self._letter(mail, now))
        except UndeliverableError as error:
            return await self._settle(mail, MailState.DROPPED, now, str(error))
        except RetryError as error:
            await self._postpone(mail, error, now)
            return False
        return await self._settle(mail, MailState.SENT, now)

    async def _letter(self, mail: Mail, now: datetime) -> Letter:
        """What is to be sent; UndeliverableError where that makes no sense any more."""
        if mail.expires <= now:
            why = f"; the last reason was: {mail.reason}" if mail.reason else ""
            raise UndeliverableError(f"its code ended before it could be sent{why}")
        try:
            address = await self._book.address_of(mail.publisher, mail.subject)
            said: dict[str, str] = json.loads(self._vault.open(mail.sealed))
        except LostKeyError:
            raise UndeliverableError("its key is no longer in privacy.keys") from None
        if not address:
            raise UndeliverableError("the publisher has no address of this subscriber any more")
        subject, text = written(said["code"], said["name"], mail.publisher, said["language"])
        return Letter(mail.id, address, subject, text, said["language"], mail.asked)

    async def _settle(self, mail: Mail, state: MailState, now: datetime, reason: str = "") -> bool:
        sent = state is MailState.SENT
        log.info("mail sent" if sent else "mail dropped", mail=mail.id, reason=reason)
        async with self._db.write() as tx:
            await mails.settle(tx, mail.id, state, reason)
            if sent:
                await alerts.end(tx, _TROUBLE, now)
        return sent

    async def _postpone(self, mail: Mail, error: RetryError, now: datetime) -> None:
        wait = min(_FIRST_WAIT * 2.0**mail.tries, _LONGEST_WAIT)
        log.info("mail waits", mail=mail.id, reason=str(error), seconds=wait)
        async with self._db.write() as tx:
            await mails.postpone(tx, mail.id, now + timedelta(seconds=wait), str(error))
            if isinstance(error, MailServerError):
                said = {"reason": str(error)}
                await owing.alert(tx, mail.guild, 0, _TROUBLE, "alert-mail-server", said, now)


def _code_of(mail: Mail, code: str) -> LinkCode:
    """The code in a mail; where none is sent, one that ended as it was made."""
    expires = mail.expires if mail.state is MailState.OWED else mail.asked
    digest = codes.digest_of(code)
    return LinkCode(mail.publisher, digest, mail.subject, listed=False, expires=expires, user=mail.user)


def written(code: str, name: str, publisher: str, language: str) -> tuple[str, str]:
    """Subject and text of a mail with a code, in both languages, the reader's first."""
    languages = sorted(LANGUAGES, key=lambda other: other != language)
    plain = "".join(sign for sign in name if sign.isprintable())
    minutes = int(codes.LIFE.total_seconds() // 60)
    subject = " / ".join(say(spoken, "mail-subject", publisher=publisher) for spoken in languages)
    parts = [
        say(spoken, "mail-text", code=code, name=plain, publisher=publisher, minutes=minutes)
        for spoken in languages
    ]
    return subject, "\n\n---\n\n".join(parts) + "\n"
