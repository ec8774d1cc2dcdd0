"""Codes by mail: whoever asks hears the same, and only the subscriber whose address it is gets a code.

Who asks cannot tell whether an address is known, for nothing looks at that until the mail is to be sent. The
code itself is nowhere readable but in the mail.
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
_AT_ONCE = 10
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
        """Owe a code to an address, whosever it is.

        ReaderError `mail-no-address` for what is no address at all.
        """
        plain = addresses.written(address)
        if not plain:
            raise ReaderError("mail-no-address")
        now = now.replace(microsecond=0)
        digests = self._vault.digests(addresses.normal(plain))
        sealed = self._sealed(asker, plain)
        async with self._db.write() as tx:
            asked = await mails.asked(tx, asker.user, digests, asker.guild, now - HOUR)
            mail = Mail(
                id=new_id(),
                user=asker.user,
                guild=asker.guild,
                publisher=publisher,
                address=digests[0],
                asked=now,
                expires=now + codes.LIFE,
                state=self._state(asked),
                sealed=sealed,
                due=now,
            )
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
            if (await mails.asked(tx, 0, (), 0, now - HOUR)).all <= self._settings.per_server // 2:
                await alerts.end(tx, _FLOOD, now)

    def _sealed(self, asker: Asker, address: str) -> str:
        """To whom a mail goes and what it says, with a new code."""
        name = shorten(asker.name, 40)
        said = {"to": address, "code": codes.make(), "name": name, "language": asker.language}
        return self._vault.seal(json.dumps(said))

    def _state(self, asked: Asked) -> MailState:
        limits = self._settings
        personal = asked.user >= limits.per_reader or asked.address >= limits.per_address
        return MailState.OVER if personal or self._flooded(asked) else MailState.OWED

    def _flooded(self, asked: Asked) -> bool:
        return asked.guild >= self._settings.per_server or asked.all >= self._settings.per_hour

    async def _carry(self, mail: Mail, now: datetime) -> bool:
        """Try to send one mail, and write down what came of it; whether it was sent."""
        try:
            letter = await self._letter(mail, now)
            if letter is None:
                return await self._settle(mail, MailState.UNKNOWN, now)
            await self._mailer.send(letter)
        except LostKeyError:
            return await self._settle(mail, MailState.DROPPED, now, "its key is no longer in privacy.keys")
        except UndeliverableError as error:
            return await self._settle(mail, MailState.DROPPED, now, str(error))
        except RetryError as error:
            await self._postpone(mail, error, now)
            return False
        return await self._settle(mail, MailState.SENT, now)

    async def _letter(self, mail: Mail, now: datetime) -> Letter | None:
        """What is to be sent, its code stored; None where nobody has the address.

        UndeliverableError where the code has ended; LostKeyError.
        """
        if mail.expires <= now:
            why = f"; the last reason was: {mail.reason}" if mail.reason else ""
            raise UndeliverableError(f"its code ended before it could be sent{why}")
        said: dict[str, str] = json.loads(self._vault.open(mail.sealed))
        digests = self._vault.digests(addresses.normal(said["to"]))
        subject = await stored_addresses.subject_of(self._db, mail.publisher, digests, now)
        address = await self._book.address_of(mail.publisher, subject)
        if not address:
            return None
        digest = codes.digest_of(said["code"])
        code = LinkCode(mail.publisher, digest, subject, listed=False, expires=mail.expires, user=mail.user)
        async with self._db.write() as tx:
            await stored_codes.add(tx, [code])
        headline, text = written(said["code"], said["name"], mail.publisher, said["language"])
        return Letter(mail.id, address, headline, text, said["language"], mail.asked)

    async def _settle(self, mail: Mail, state: MailState, now: datetime, reason: str = "") -> bool:
        sent = state is MailState.SENT
        if state is not MailState.UNKNOWN:
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
                said = {"reason": error.kept}
                await owing.alert(tx, mail.guild, 0, _TROUBLE, "alert-mail-server", said, now)


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
