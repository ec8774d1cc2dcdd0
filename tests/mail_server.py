"""A small SMTP server on loopback that says what it is told to, for tests."""

from __future__ import annotations

import asyncio
import email
import email.policy
import ssl
from collections import defaultdict
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from email.message import EmailMessage

WAIT = "wait"
OFFERS = ("PIPELINING", "8BITMIME")


@dataclass
class MailServer:
    """`answers` of a command are given one after the other; afterwards, and otherwise, all is well.

    An answer that is empty ends the connection without a word; WAIT gives none until the other side leaves.
    """

    answers: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    mails: list[EmailMessage] = field(default_factory=list)
    recipients: list[str] = field(default_factory=list)
    heard: list[str] = field(default_factory=list)
    offers: tuple[str, ...] = OFFERS
    tls: ssl.SSLContext | None = None
    connections: int = 0
    port: int = 0
    talks: set[asyncio.Task[None]] = field(default_factory=set)

    def begin(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.talks.add(asyncio.create_task(self.talk(reader, writer)))

    async def talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        with suppress(OSError, asyncio.IncompleteReadError):
            await self._talk(reader, writer)
        writer.close()
        with suppress(OSError):
            await writer.wait_closed()

    async def _talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if not await self._say(reader, writer, self._answer("HELLO", "220 here")):
            return
        while line := (await reader.readline()).decode().strip():
            self.heard.append(line)
            verb = line.split()[0].upper()
            usual = {"EHLO": self._offered(), "QUIT": "221 bye", "STARTTLS": "220 go", "AUTH": "235 in"}
            usual["DATA"] = "354 go on"
            answer = self._answer(verb, usual.get(verb, "250 fine"))
            if not await self._say(reader, writer, answer) or verb == "QUIT":
                return
            if verb == "STARTTLS" and self.tls is not None:
                await writer.start_tls(self.tls)
            if verb == "RCPT" and answer.startswith("250"):
                self.recipients.append(line.partition(":")[2].strip("<> "))
            if answer.startswith("354"):
                body = await reader.readuntil(b"\r\n.\r\n")
                told = email.message_from_bytes(body[:-3], policy=email.policy.default)
                assert isinstance(told, EmailMessage)
                end = self._answer("BODY", "250 taken")
                # A server that takes a mail and loses its answer has it all the same.
                if not end or end.startswith("250"):
                    self.mails.append(told)
                if not await self._say(reader, writer, end):
                    return

    def _answer(self, verb: str, usual: str) -> str:
        return self.answers[verb].pop(0) if self.answers[verb] else usual

    def _offered(self) -> str:
        offers = [*self.offers, *(["STARTTLS"] if self.tls is not None else [])]
        return "\r\n".join(["250-here", *(f"250-{offer}" for offer in offers), "250 HELP"])

    async def _say(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, answer: str) -> bool:
        if answer == WAIT:
            await reader.read()
            return False
        if answer:
            writer.write(answer.encode() + b"\r\n")
            await writer.drain()
        return bool(answer)


@asynccontextmanager
async def serving(**settings: object) -> AsyncIterator[MailServer]:
    """A server while the block lasts."""
    server = MailServer(**settings)  # type: ignore[arg-type]
    listening = await asyncio.start_server(server.begin, "127.0.0.1", 0)
    server.port = listening.sockets[0].getsockname()[1]
    try:
        yield server
    finally:
        listening.close()
        await listening.wait_closed()
        if server.talks:
            _, late = await asyncio.wait(server.talks, timeout=1)
            assert not late, "a talk did not end"
